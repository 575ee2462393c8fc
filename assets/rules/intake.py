"""May it be taken in?"""

from __future__ import annotations

from collections.abc import Iterator

from assets.language import N_
from assets.rules.rule import Case, Finding, no, rule
from assets.terms import term


@rule("R15-1", clause=15, deeds=("receive",))
def both_sides_named_who_answers(case: Case) -> Iterator[Finding]:
    """Before anything is taken in, client and contractor have each named a responsible person (管理責任者) in force that day."""
    for side in ("client", "contractor"):
        person = case.desk.people.get(case.desk.responsible_on(side, case.day))
        if not (person and person.side == side and person.start <= case.day <= (person.end or "9999")):
            yield no(
                N_("No responsible person of the {side} is on the roster for {day}."),
                hint=N_("assets person add --from roster.csv   or   assets person add NUMBER --responsible"),
                side=term(side),
                day=case.day,
            )


@rule("R23-1", clause=23, deeds=("receive", "copy", "extract", "correct"), truth=True)
def falls_under_clause_23(case: Case) -> Iterator[Finding]:
    """Everything kept belongs to one of clause 23's items; item (4) needs the specification that names it."""
    thing = case.arrival
    if thing is None:
        return
    if thing.item not in (1, 2, 3, 4):
        yield no(N_("{item} is not an item of clause 23."), hint=N_("--item takes 1, 2, 3 or 4."), item=thing.item)
    if thing.item == 4 and not thing.spec_reference:
        hints = {"correct": N_("assets correct {asset} --set item=4 --set spec_reference=TEXT --reason TEXT")}
        yield no(
            N_("Item (4) of clause 23 needs the specification that names it."),
            hint=hints.get(case.deed, N_("--spec-reference TEXT")),
        )


@rule("R23-2", clause=23, deeds=("receive", "copy", "extract", "correct"), truth=True)
def serial_is_not_live(case: Case) -> Iterator[Finding]:
    """A medium with this serial is still owed somewhere: it cannot be in two places, or its ending was never recorded."""
    if case.live_serials:
        yield no(
            N_("Serial {serial} is that of {others}, which is still live."),
            hint=N_("assets find {serial}"),
            serial=case.arrival.serial if case.arrival else "",
            others=", ".join(case.live_serials),
        )
