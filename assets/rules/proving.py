"""Does the record hold what proves it?

What is missing is named in a finding's field `lacks`: whoever records it on a terminal is asked for that.
"""

from __future__ import annotations

from collections.abc import Iterator

from assets import events as e
from assets.evidence import DEMANDED, OF_THE_FIRM, POLICY, evidence, field_name, weaker
from assets.language import N_
from assets.particles import least_level
from assets.rules.rule import Case, Finding, no, rule
from assets.sanitization import kind_of
from assets.state import Asset
from assets.terms import term

_STRICTEST = ("specific_pi", "unknown")
_STATED = {"field_strength": "degausser_rated", "coercivity": "degausser_rated", "inspected_on": "degausser_checked"}
_SAID = {
    "tool": (N_("With which tool was it erased, in which version?"), N_("--tool TEXT, or --equipment TEXT")),
    "equipment": (N_("With which equipment was it done?"), N_("--equipment TEXT")),
}


@rule("R41-6", clause=41, deeds=("erase", "dispose"))
def evidence_is_there(case: Case) -> Iterator[Finding]:
    """What counts as done with personal information carries its evidence: the tool or the equipment that erased it, the equipment that destroyed it in our own hands, the facility, weight or whatever else the method demands, and how small the pieces are of what held specific personal information."""
    fact, asset = case.fact, case.asset
    if asset is None or fact.result != "pass" or not fact.level or asset.handled_as == "non_personal":
        return
    for field in lacking(fact, files=case.policy.wants("evidence_files_needed")):
        message, hint = _SAID.get(field, (N_("The record lacks: {field}."), N_("--evidence {code}=VALUE")))
        if field in _STATED:
            hint = N_("--evidence {code}=VALUE, or --assert {condition}")
        yield no(message, hint=hint, field=field_name(field), code=field, condition=_STATED.get(field, ""), lacks=field)
    if case.deed == "dispose" and asset.handled_as in _STRICTEST and _size_matters(case, asset):
        yield no(
            N_("How small are the pieces? {pi_class} needs them measured, or somebody to answer for their size."),
            hint=N_("--particle-area MM2, or --assert particle_size"),
            pi_class=term(asset.handled_as),
            lacks="particle_area",
        )


def lacking(fact: e.Disposed | e.Erased, *, files: bool = False) -> list[str]:
    """Fields that the method demands and nothing on the record answers; the size of pieces is asked for by their level.

    An erasure's log, passes and commands are its tool's, judged by the check and the conditions stated. The firm that destroys it answers for
    its facility and its equipment; its certificate, given or awaited, for permit and weight. files: the contract wants the photographs and logs.
    """
    logical = kind_of(fact.method) == "logical"
    answered = {one.partition("=")[0] for one in fact.evidence} | {"particle_size"}
    answered |= {name for name in ("tool", "equipment") if getattr(fact, name)}
    answered |= {field for field, condition in _STATED.items() if condition in fact.asserted}
    answered |= {"tool"} if "equipment" in answered else set()
    if isinstance(fact, e.Disposed):
        answered |= {*OF_THE_FIRM, "equipment"} if fact.vendor else set()
        answered |= set(OF_THE_FIRM) if fact.certificate_no or fact.certificate_due else set()
    demanded = ("tool",) if logical else evidence(fact.method, need=DEMANDED)
    wanted = (*demanded, *(evidence(fact.method, need=POLICY) if files else ()))
    return [field for field in wanted if field not in answered]


def _size_matters(case: Case, asset: Asset) -> bool:
    """Whether the pieces' size decides, and nobody measured it or answers for it."""
    fact = case.fact
    least = least_level(asset.arrival.medium, fact.method, pi_class=asset.handled_as, profile=case.policy["profile"])
    return bool(least) and not fact.particle_area and "particle_size" not in fact.asserted


@rule("R41-17", clause=41, deeds=("erase", "dispose"), truth=True)
def degausser_is_strong_enough(case: Case) -> Iterator[Finding]:
    """A degausser whose field is weaker than the medium's coercivity erases nothing, whatever anybody answers for."""
    told = dict(one.split("=", 1) for one in case.fact.evidence)
    strength, coercivity = told.get("field_strength", ""), told.get("coercivity", "")
    if case.fact.result == "pass" and weaker(strength, coercivity):
        yield no(
            N_("The degausser's field of {strength} is weaker than the medium's coercivity of {coercivity}."),
            hint=N_("--result fail   then another method or a stronger degausser"),
            strength=strength,
            coercivity=coercivity,
        )
