"""May these people do it?"""

from __future__ import annotations

from collections.abc import Iterator

from assets.language import N_
from assets.rules.rule import CHANGING, Case, Finding, no, rule

_DOING = ("performed_by", "reported_by", "found_by", "corrected_by", "attached_by")
_KEEPING = ("container make", "correct", "attach")
_GIVEN_CUSTODY = ("received_by", "performed_by", "holder", "found_by")


@rule(
    "R07-1",
    clause=7,
    deeds=(
        "receive",
        "copy",
        "produce",
        "move",
        "handover",
        "send",
        "accept",
        "found",
        "pack",
        "unpack",
        "split",
        "extract",
    ),
)
def holder_has_pledged(case: Case) -> Iterator[Finding]:
    """Nobody on the contractor's or a subcontractor's side holds anything before pledging secrecy (誓約書)."""
    given = {getattr(case.fact, name, "") for name in _GIVEN_CUSTODY}
    for number, person in case.named:
        if number in given and person and person.side != "client" and not ("" < person.pledged_on <= case.day):
            yield no(
                N_("{person} had not pledged secrecy by {day}."),
                hint=N_("assets person add {number} --pledged-on DATE   once the pledge is signed"),
                person=f"{number} {person.name}",
                number=number,
                day=case.day,
            )


@rule("R16-1", clause=16, deeds=("receive", "produce", *CHANGING, *_KEEPING), truth=True)
def people_are_on_the_roster(case: Case) -> Iterator[Finding]:
    """Only people on the roster (作業従事者名簿) on that day deal with the assets, and whoever does it is named."""
    if "" in [getattr(case.fact, name, "-") for name in _DOING]:
        yield no(N_("Nobody is named who does it."), hint=N_("--by PERSON"))
    if case.operator and case.operator not in case.desk.people and case.operator not in dict(case.named):
        yield no(
            N_("{person} is not on the roster of {contract}."),
            hint=N_("assets person list --contract {contract}"),
            person=case.operator,
        )
    for number, person in case.named:
        if person is None:
            yield no(
                N_("{person} is not on the roster of {contract}."),
                hint=N_("assets person list --contract {contract}"),
                person=number,
            )
        elif person.start > case.day:
            yield no(
                N_("{person} is on the roster only from {start}, not on {day}."),
                hint=N_("assets person list --contract {contract}"),
                person=f"{number} {person.name}",
                start=person.start,
                day=case.day,
            )


@rule("R08-2", clause=8, deeds=("receive", "produce", *CHANGING, *_KEEPING))
def nobody_who_has_left(case: Case) -> Iterator[Finding]:
    """Nobody acts after the day they left."""
    recording = [(case.operator, case.desk.people.get(case.operator), case.today)]
    for number, person, day in [*((number, person, case.day) for number, person in case.named), *recording]:
        if person and "" < person.end < day:
            yield no(
                N_("{person} left on {end}."),
                hint=N_("Name somebody who is on the roster on {day}: assets person list --contract {contract}"),
                person=f"{number} {person.name}",
                end=person.end,
                day=day,
            )


@rule("R08-1", clause=8, deeds=("person leave",), truth=True)
def leaver_holds_nothing(case: Case) -> Iterator[Finding]:
    """Whoever leaves stands on the roster, and has given everything back first."""
    if case.fact.person not in case.desk.people:
        yield no(
            N_("{person} is not on the roster of {contract}."),
            hint=N_("assets person list --contract {contract}"),
            person=case.fact.person,
        )
    if case.holding:
        yield no(
            N_("{person} still holds {count}: {numbers}."),
            hint=N_("assets handover {first} --to PERSON --place PLACE"),
            person=case.fact.person,
            count=len(case.holding),
            numbers=", ".join(case.holding[:20]),
            first=case.holding[0],
        )


@rule("R00-10", clause=41, deeds=("approve", "consent add"))
def approver_is_the_clients(case: Case) -> Iterator[Finding]:
    """Only a person of the client approves or consents. Before there is a roster this waits until it is used (R21-1, R41-2, R06-1)."""
    approver = getattr(case.fact, "approver", None)
    provided = (
        getattr(case.fact, "basis", "") == "spec_provision"
    )  # the specification's clause stands in an approver's place
    if approver is not None and not provided and case.desk.people and case.side_of(approver) != "client":
        yield no(
            N_("{approver} is not a person of the client on the roster."),
            hint=N_("assets person list --contract {contract}"),
            approver=approver or "-",
        )
