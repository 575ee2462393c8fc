"""May it be told, asked or answered?"""

from __future__ import annotations

from collections.abc import Iterator

from assets.language import N_
from assets.rules.rule import FLAG, Case, Finding, no, rule

_BY_CLIENT = {"audit notice": "requested_by", "improvement request": "requested_by", "subject forward": "told_to"}

_ANSWERS = {  # the field that says on which day, and where the desk has the day of what is answered
    "audit answer": ("answered_on", "audits"),
    "subject forward": ("told_on", "subjects"),
    "improvement agree": ("agreed_on", "improved_on"),
    "improvement done": ("done_on", "improved_on"),
}


@rule("R25-1", clause=25, deeds=tuple(_BY_CLIENT))
def the_other_side_is_the_client(case: Case) -> Iterator[Finding]:
    """Audits and improvements are asked for by the client, and requests are passed on to the client: nobody else stands in for it."""
    person = getattr(case.fact, _BY_CLIENT[case.deed])
    if case.side_of(person) != "client":
        yield no(
            N_("{person} is not a person of the client on the roster."),
            hint=N_("assets person list --contract {contract}"),
            person=person,
        )


@rule("R25-2", clause=25, deeds=("audit answer",))
def a_refusal_has_a_good_reason(case: Case) -> Iterator[Finding]:
    """An audit is complied with, or refused for a good reason (正当な理由) that is written down."""
    if not (case.fact.response.strip() or case.fact.refused_reason.strip()):
        yield no(N_("What was done, or why not?"), hint=N_("--response TEXT, or --refused TEXT"))


@rule("R25-4", clause=25, deeds=tuple(_ANSWERS), truth=True)
def first_it_is_asked_then_answered(case: Case) -> Iterator[Finding]:
    """What was asked for is answered, passed on, agreed or done on that day or later, never before anybody asked."""
    field, asked = _ANSWERS[case.deed]
    day, since = getattr(case.fact, field), getattr(case.desk, asked).get(case.fact.number, "")
    if day < since:
        yield no(
            N_("{number} is of {since}; {day} lies before that."),
            hint=N_("--on DATE"),
            number=case.fact.number,
            since=since,
            day=day,
        )


@rule("R25-5", clause=25, deeds=("audit notice",), outcome=FLAG)
def audits_are_noticed_beforehand(case: Case) -> Iterator[Finding]:
    """The client gives notice of an audit in writing beforehand (書面による事前の通知): a visit on or before the day of the notice shows."""
    planned = case.fact.planned_on
    if planned and planned <= case.fact.noticed_on:
        yield no(N_("The visit of {planned} was not noticed beforehand."), planned=planned)


@rule("R30-1", clause=30, deeds=("improvement done",))
def improvements_are_agreed_first(case: Case) -> Iterator[Finding]:
    """What is to be improved is discussed with the client before it counts as done."""
    if case.desk.improvements.get(case.fact.number) == "requested":
        yield no(
            N_("Improvement {number} was not agreed with the client yet."),
            hint=N_("assets improvement agree {number} --action TEXT"),
            number=case.fact.number,
        )
