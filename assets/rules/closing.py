"""May the contract end on this day?"""

from __future__ import annotations

from collections.abc import Iterator

from assets.language import N_
from assets.rules.rule import Case, Finding, no, rule
from assets.when import day_of


@rule("R40-20", clause=40, deeds=("contract end",), truth=True)
def it_ends_after_it_began(case: Case) -> Iterator[Finding]:
    """A contract ends on or after its first day: from that day clause 40 counts."""
    start = case.desk.opened.start if case.desk.opened else ""
    if case.day < start:
        yield no(
            N_("The contract begins on {start}; it cannot end on {day}."),
            hint=N_("--on DATE"),
            start=start,
            day=case.day,
        )


@rule("R40-21", clause=40, deeds=("contract end",))
def it_ends_once(case: Case) -> Iterator[Finding]:
    """A contract that has ended gets another last day only with the document in which both sides agreed on it."""
    if case.desk.ended and not case.desk.closed and not case.fact.document:
        yield no(
            N_("Contract {contract} ended on {ended}; another day needs the document that says so."),
            hint=N_("--document NUMBER"),
            ended=day_of(case.desk.ended),
        )
