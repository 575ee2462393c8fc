"""May it be counted, and what does it mean?"""

from __future__ import annotations

from collections.abc import Iterator

from assets.language import N_
from assets.rules.rule import FLAG, Case, Finding, no, rule
from assets.terms import term
from assets.when import day_of

_START, _COUNT, _CLOSE = "stocktake start", "stocktake count", "stocktake close"
_TWO_PEOPLE = {
    _START: N_("assets stocktake start --by PERSON --second PERSON   neither is the responsible person."),
    _COUNT: N_("assets stocktake count --by PERSON   somebody else than the responsible person scans."),
    _CLOSE: N_("assets person add NUMBER --responsible   another then approves with assets stocktake close"),
}


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


@rule("R23-22", clause=23, deeds=(_START, _COUNT))
def who_counts_may_be_there(case: Case) -> Iterator[Finding]:
    """Who counts, and who stands by, may enter the place: the areas named for them hold it, and they have pledged secrecy."""
    for number in dict.fromkeys((case.fact.counted_by, getattr(case.fact, "second", ""))):
        person = case.desk.line_on(number, case.day)
        if person is None or person.side == "client":
            continue
        closed = [place for place in _places(case) if person.zones and place not in person.zones]
        if closed:
            yield no(
                N_("{person} may work only at {zones}, not at {place}."),
                hint=N_("Name somebody who may enter: assets person list --contract {contract}"),
                person=f"{number} {person.name}",
                zones=", ".join(person.zones),
                place=", ".join(closed),
            )
        if not "" < person.pledged_on <= case.day:
            yield no(
                N_("{person} had not pledged secrecy by {day}."),
                hint=N_("assets person add {number} --pledged-on DATE   once the pledge is signed"),
                person=f"{number} {person.name}",
                number=number,
                day=case.day,
            )


def _places(case: Case) -> tuple[str, ...]:
    return case.fact.places if case.deed == _START else (case.fact.place,)


@rule("R23-23", clause=23, deeds=(_START, _COUNT, _CLOSE))
def who_counts_does_not_approve(case: Case) -> Iterator[Finding]:
    """The responsible person (管理責任者) approves the result and so counts nothing of it: nobody approves their own count."""
    answers = case.desk.responsible_on("contractor", case.day)
    counted = {getattr(case.fact, "counted_by", ""), getattr(case.fact, "second", "")}
    if case.deed == _CLOSE:
        taken = case.desk.stocktakes.get(case.fact.number)
        both = (taken.started.counted_by, taken.started.second) if taken else ()
        counted = {*both, *case.counters} if case.fact.approved_by == answers else set()  # another is told by R23-7
    if answers and answers in counted:
        yield no(
            N_("{person} counts and approves the result: these are two people."),
            hint=_TWO_PEOPLE[case.deed],
            person=answers,
        )


@rule("R23-24", clause=23, deeds=(_COUNT,), setting="custodian_counts")
def who_keeps_it_is_not_the_one_to_count_it(case: Case) -> Iterator[Finding]:
    """Who answers for a place, or has the asset in hand, is no independent counter of it: the contract's policy flags or refuses it."""
    place = case.desk.places.get(case.fact.place)
    holder = case.asset.holder if case.asset else ""
    if case.fact.counted_by and case.fact.counted_by in (place.responsible if place else "", holder):
        yield no(
            N_("{person} keeps what is counted at {place}."),
            hint=N_("assets stocktake count --place {place} --by PERSON   somebody else scans here."),
            person=case.fact.counted_by,
            place=case.fact.place,
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
            hint=N_("assets stocktake close {number} --by {answers}")
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
