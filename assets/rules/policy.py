"""May the policy be changed?"""

from __future__ import annotations

from collections.abc import Iterator

from assets.language import N_
from assets.policy import lowers
from assets.rules.rule import Case, Finding, no, rule
from assets.terms import term


@rule("R14-1", clause=14, deeds=("policy set",))
def lowering_was_agreed(case: Case) -> Iterator[Finding]:
    """A setting is raised freely; lowered only with the document in which client and contractor agreed on it."""
    key, was, value = case.fact.key, case.fact.was, case.fact.value
    if not case.fact.document and lowers(key, was, value):
        yield no(
            N_("{value} is laxer than {was} for {key}; that takes the document in which both sides agreed."),
            hint=N_("assets policy set {key} {code} --document NUMBER"),
            key=key,
            was=term(was),
            value=term(value),
            code=value,
        )
