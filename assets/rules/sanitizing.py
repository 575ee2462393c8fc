"""Does the method do its work on this medium?"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import NamedTuple

from assets import events as e
from assets.language import N_, Word
from assets.rules.rule import Case, Finding, no, rule
from assets.sanitization import kind_of, possible, required, suitable
from assets.state import Asset
from assets.terms import term
from assets.unsuitable import Refusal, refusals

ERASING, DESTROYING = ("logical", "magnetic"), ("physical",)
_KINDS = {"erase": ERASING, "dispose": DESTROYING, "disposal request": DESTROYING}
_HINTS = {
    "erase": N_("assets erase {asset} --method METHOD   with one of: {good}"),
    "dispose": N_("assets dispose {asset} --method METHOD   with one of: {good}"),
    "disposal request": N_("assets disposal request {asset} --number NO --method METHOD   with one of: {good}"),
}
_UNSUITABLE = ("no_ending", "invalid", "not_applicable", "no_parts", "unreadable")


class _Plan(NamedTuple):
    """What is done to which asset, step by step. asserted: True grants every condition, as before the act; area: of the particles."""

    asset: Asset
    steps: tuple[str, ...]
    asserted: bool | Collection[str]
    area: int | None


def _plan(case: Case) -> _Plan | None:
    fact = case.fact
    if case.asset is None:
        return None
    if isinstance(fact, e.DisposalListed):
        given = case.request
        return _Plan(case.asset, given.steps or (given.method,), True, None) if given else None
    return _Plan(
        case.asset, fact.steps or (fact.method,), fact.asserted, getattr(fact, "particle_area", 0) or None
    )  # what a fact says


def _last(plan: _Plan) -> Word:
    return term(plan.steps[-1])


def _against(case: Case, plan: _Plan) -> list[Refusal]:
    """Why the steps do not end it: nothing when one of them is enough, else what is wrong with the last."""
    medium, pi_class = plan.asset.arrival.medium, plan.asset.handled_as
    found = [
        refusals(
            medium,
            step,
            pi_class=pi_class,
            wanted=_wanted(case, plan.asset),
            condition=plan.asset.condition,
            profile=case.policy["profile"],
            parts=plan.asset.components > 0,
            asserted=plan.asserted,
            area=plan.area,
        )
        for step in possible(plan.steps)
    ]
    return [] if [] in found else found[-1]


def _wanted(case: Case, asset: Asset) -> str:
    return required(asset.arrival.medium, asset.handled_as, levels=case.policy.required_levels())


def _what_works(case: Case, asset: Asset) -> tuple[str, str]:
    """The next command with its methods: this deed's that reach what the class needs, or the other deed's when there are none."""
    for deed in (case.deed, "erase", "dispose"):
        kinds = ERASING if deed == "erase" else DESTROYING
        good = suitable(
            asset.arrival.medium,
            asset.handled_as,
            kinds=kinds,
            wanted=_wanted(case, asset),
            profile=case.policy["profile"],
        )
        if good:
            return _HINTS[deed], ", ".join(good)
    return N_("assets return {asset} --to PERSON --method METHOD"), ""


@rule("R41-3", clause=41, deeds=("erase", "dispose", "disposal request"))
def method_suits_the_medium(case: Case) -> Iterator[Finding]:
    """A method that does nothing to the medium is refused, before the client is asked; destroying is disposal, never erasure."""
    plan = _plan(case)
    if plan is None:
        return
    hint, good = _what_works(case, plan.asset)
    destroying = [step for step in plan.steps if kind_of(step) == "physical"]
    if not any(plan.steps):
        yield no(N_("No method is named, and no approval names one."), hint=hint, good=good)
    elif case.deed == "erase" and destroying:
        yield no(
            N_("{method} destroys the medium: that is disposal and needs approval."),
            hint=N_("assets dispose {asset} --method {code}"),
            method=term(destroying[0]),
            code=destroying[0],
        )
    elif not any(kind_of(step) in _KINDS[case.deed] for step in plan.steps):
        way = term("erase" if case.deed == "erase" else "dispose")
        yield no(N_("{method} is not a way to {deed}."), hint=hint, method=_last(plan), deed=way, good=good)
    else:
        for reason in _against(case, plan):
            if reason.code in _UNSUITABLE:
                yield no(reason.message, hint=hint, **reason.fields, good=good)


@rule("R41-4", clause=41, deeds=("erase", "dispose", "disposal request"))
def level_is_reached(case: Case) -> Iterator[Finding]:
    """The strictest class a medium ever held decides how thoroughly it must end (総務省 guideline): DESTROY, PURGE or CLEAR."""
    plan = _plan(case)
    if plan is None:
        return
    hint, good = _what_works(case, plan.asset)
    hints = {
        "conditions": N_("Say what holds: --assert all, or one by one: --assert CODE"),
        "too_coarse": N_("--particle-area MM2"),
    }
    for reason in _against(case, plan):
        if reason.code not in _UNSUITABLE:
            unmeasured = {"lacks": "particle_area"} if reason.code == "too_coarse" and plan.area is None else {}
            yield no(reason.message, hint=hints.get(reason.code, hint), **reason.fields, **unmeasured, good=good)


@rule("R40-10", clause=40, deeds=("erase", "dispose"))
def somebody_else_checked(case: Case) -> Iterator[Finding]:
    """How it went is said by whoever checked it, not by whoever did it; without a check it is not known."""
    fact = case.fact
    checked = fact.verified_by or getattr(fact, "witness", "")
    if fact.result != "unknown" and not checked and case.policy.wants("verification_needed"):
        yield no(N_("Nobody is named who checked the result."), hint=N_("--verifier PERSON"))
