"""May it be counted, and what does it mean?"""

from __future__ import annotations

from collections.abc import Iterator

from assets.language import N_
from assets.rules.rule import FLAG, Case, Finding, no, rule
from assets.terms import term
from assets.when import day_of

_START, _COUNT, _CLOSE = "stocktake start", "stocktake count", "stocktake close"


@rule("R23-4", clause=23, deeds=(_START, _COUNT))
def two_people_count(case: Case) -> Iterator[Finding]:
    """Two different people answer for a stock-take (棚卸), both on the roster on that day: nobody confirms their own count."""
    second = getattr(case.fact, "second", "-")
    if case.fact.counted_by == second:
        yield no(
            N_("{person} cannot be both people of a stock-take."),
            hint=N_("Name the other person: --second PERSON"),
            person=second,
        )
    for number in dict.fromkeys((case.fact.counted_by, second)):
        if number != "-" and not case.desk.is_there(number, case.day):
            yield no(
                N_("{person} is not on the roster of {contract} on {day}."),
                hint=N_("assets person list --contract {contract}"),
                person=number or "-",
                day=case.day,
            )


@rule("R23-13", clause=23, deeds=(_COUNT, _CLOSE), truth=True)
def stocktake_is_open(case: Case) -> Iterator[Finding]:
    """Only while a stock-take is open is anything counted in it, never before it began, and it is closed once: its result stands."""
    number = getattr(case.fact, "stocktake", "") or getattr(case.fact, "number", "")
    taken = case.desk.stocktakes.get(number)
    if taken is None:
        yield no(N_("There is no stock-take {number}."), hint=N_("assets stocktake list"), number=number or "-")
    elif taken.closed:
        yield no(
            N_("Stock-take {number} was closed on {closed}."),
            hint=N_("assets stocktake start --second PERSON   begins a new one"),
            number=number,
            closed=day_of(taken.closed),
        )
    elif case.day < day_of(taken.begun):
        yield no(
            N_("Stock-take {number} began on {begun}; {day} lies before that."),
            hint=N_("Leave --on out, or name a day since then."),
            number=number,
            begun=day_of(taken.begun),
            day=case.day,
        )


@rule("R23-6", clause=23, deeds=(_CLOSE,), truth=True)
def sums_add_up(case: Case) -> Iterator[Finding]:
    """Every asset expected was found, found elsewhere, is missing, or went by a recorded deed: the sum is to the unit, over the frozen list."""
    taken = case.desk.stocktakes.get(case.fact.number)
    frozen = taken.started.expected if taken else case.fact.expected
    told = case.fact.found + case.fact.found_elsewhere + case.fact.missing + case.fact.gone
    if not frozen == case.fact.expected == told:
        yield no(
            N_("{frozen} were expected, but the result speaks of {told}."),
            hint=N_("assets verify"),
            frozen=frozen,
            told=told,
        )


@rule("R23-7", clause=23, deeds=(_CLOSE,))
def who_answers_approves(case: Case) -> Iterator[Finding]:
    """The result of a stock-take is approved by the contractor's responsible person (管理責任者), who answers for what is missing."""
    answers = case.desk.responsible_on("contractor", case.day)
    if not answers or case.fact.approved_by != answers:
        yield no(
            N_("The result is approved by the contractor's responsible person {answers}, not by {person}."),
            hint=N_("assets stocktake close {number} --approver {answers}")
            if answers
            else N_("assets person add NUMBER --responsible"),
            answers=answers or "-",
            person=case.fact.approved_by or "-",
            number=case.fact.number,
        )


# -- what a scan means ------------------------------------------------------------------------------------------------


def _seen_as(case: Case, *results: str) -> Iterator[Finding]:
    if case.fact.result in results:
        yield no(
            N_("Seen as {result}."),
            hint=N_("assets stocktake show {number}"),
            result=term(case.fact.result),
            number=case.fact.stocktake,
        )


@rule("R23-14", clause=23, deeds=(_COUNT,), outcome=FLAG, severity="high")
def is_where_the_ledger_has_it(case: Case) -> Iterator[Finding]:
    """What lies elsewhere than the ledger says was moved without a record: the chain of custody has a gap until a deed explains it."""
    return _seen_as(case, "found_elsewhere")


@rule("R23-15", clause=23, deeds=(_COUNT,), outcome=FLAG, severity="high")
def belongs_here(case: Case) -> Iterator[Finding]:
    """What was not expected here, of this contract or of another client's, may have been mixed up."""
    return _seen_as(case, "unexpected_live")


@rule("R23-16", clause=23, deeds=(_COUNT,), outcome=FLAG, severity="critical")
def what_ended_is_gone(case: Case) -> Iterator[Finding]:
    """What was returned, disposed of or lost on record cannot lie here: the record is false, or its label was used again."""
    return _seen_as(case, "ended_but_present")


@rule("R23-17", clause=23, deeds=(_COUNT,), outcome=FLAG, severity="critical")
def is_registered(case: Case) -> Iterator[Finding]:
    """What the ledger does not know may be a copy that nobody approved (clause 21)."""
    return _seen_as(case, "unregistered")


@rule("R23-18", clause=23, deeds=(_COUNT,), outcome=FLAG, severity="warn")
def bears_its_newest_label(case: Case) -> Iterator[Finding]:
    """A label that was replaced is still on the asset, or on a copy of it: print a new one and put the old one away."""
    return _seen_as(case, "label_void")


@rule("R23-19", clause=23, deeds=(_COUNT,), outcome=FLAG, severity="high")
def is_whole(case: Case) -> Iterator[Finding]:
    """A broken seal, another condition or another quantity than on record: somebody may have been at it."""
    return _seen_as(case, "condition_changed", "seal_broken")


@rule("R23-20", clause=23, deeds=(_COUNT,), outcome=FLAG, severity="high")
def lies_in_one_place(case: Case) -> Iterator[Finding]:
    """The same label at two places of one stock-take: one of them may be a copy of the label."""
    return _seen_as(case, "duplicate_scan")


@rule("R11-5", clause=11, deeds=(_COUNT,), outcome=FLAG, severity="critical")
def lies_inside_the_areas(case: Case) -> Iterator[Finding]:
    """What was counted outside the controlled and handling areas (管理区域・取扱区域) was taken out of them."""
    if case.zone_of(case.fact.place) == "none":
        yield no(N_("{place} lies outside the controlled and handling areas."), place=case.fact.place)
