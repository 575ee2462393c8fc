"""May these people do it?"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from assets import events as e
from assets import words
from assets.language import N_
from assets.rules.rule import CHANGING, EVERY, FLAG, Case, Finding, no, rule
from assets.state import is_within
from assets.terms import term
from assets.when import days_after

_DOING = ("performed_by", "reported_by", "found_by", "corrected_by", "attached_by")
_MUST_BE = {  # whose own rules say who it must be, and so refuse a stranger
    "validate": ("validated_by",),
    "stocktake close": ("approved_by",),
    "subcontract supervise": ("supervised_by",),
    "incident notice": ("told_by", "told_to"),
    "audit notice": ("requested_by",),
    "improvement request": ("requested_by",),
    "subject forward": ("told_to",),
}
_GIVEN_CUSTODY = ("received_by", "performed_by", "holder", "found_by")
_TRAINED = ("received_by", "performed_by", "holder")  # whoever finds what was missing tells the truth, trained or not
_AT_WORK = (*_GIVEN_CUSTODY, "witness")
_PLEDGED = (*_AT_WORK, "verified_by")
_WORKING = ("receive", "produce", "move", "handover", "send", "accept", "erase", "dispose")


@rule(
    "R07-1",
    clause=7,
    deeds=("receive", "produce", *CHANGING, "container make", "disposal start"),
)
def whoever_handles_it_has_pledged(case: Case) -> Iterator[Finding]:
    """Nobody on the contractor's or a subcontractor's side holds anything, works on it, watches or checks before pledging secrecy (誓約書)."""
    for number, person in case.given(_PLEDGED):
        if person.side != "client" and not ("" < person.pledged_on <= case.day):
            yield no(
                N_("{person} had not pledged secrecy by {day}."),
                hint=N_("assets person add {number} --pledged-on DATE   once the pledge is signed"),
                person=f"{number} {person.name}",
                number=number,
                day=case.day,
            )


@rule("R16-1", clause=16, deeds=EVERY, truth=True)
def people_are_on_the_roster(case: Case) -> Iterator[Finding]:
    """Only people on the roster (作業従事者名簿) on that day deal with the assets and with what is recorded of them, and whoever does it is named."""
    if not case.desk.people and not hasattr(case.fact, "asset"):  # a contract is prepared before there is a roster
        return
    if case.deed != "disposal request" and "" in [case.roles.get(name, "-") for name in _DOING]:
        yield no(N_("Nobody is named who does it."), hint=N_("--by PERSON"))
    told = case.named_on | ({case.operator: case.today} if case.operator and case.operator not in case.named_on else {})
    asked = {getattr(case.fact, name) for name in _MUST_BE.get(case.deed, ())}
    for number, day in told.items():
        person = case.desk.line_on(number, day)
        if person is None and number not in asked:
            yield no(
                N_("{person} is not on the roster of {contract}."),
                hint=N_("assets person list --contract {contract}"),
                person=number,
            )
        elif person and person.start > day:
            yield no(
                N_("{person} is on the roster only from {start}, not on {day}."),
                hint=N_("assets person list --contract {contract}"),
                person=f"{number} {person.name}",
                start=person.start,
                day=day,
            )


@rule("R08-2", clause=8, deeds=EVERY)
def nobody_who_has_left(case: Case) -> Iterator[Finding]:
    """Nobody acts, answers, is told or records after the day they left."""
    for number, day in [*case.named_on.items(), (case.operator, case.today)]:
        person = case.desk.line_on(number, day)
        if person and "" < person.end < day:
            yield no(
                N_("{person} left on {end}."),
                hint=N_("Name somebody who is on the roster on {day}: assets person list --contract {contract}"),
                person=f"{number} {person.name}",
                end=person.end,
                day=day,
            )


@rule("R08-1", clause=8, deeds=("person leave", "person add"), truth=True)
def leaver_holds_nothing(case: Case) -> Iterator[Finding]:
    """Whoever leaves, by command or by a last day on the roster, stands on the roster and has given everything back first."""
    if case.deed == "person leave" and case.fact.person not in case.desk.people:
        yield no(
            N_("{person} is not on the roster of {contract}."),
            hint=N_("assets person list --contract {contract}"),
            person=case.fact.person,
        )
    if case.holding:
        yield no(
            N_("{person} still holds {count}: {numbers}."),
            hint=N_("assets handover {first} --to PERSON --place PLACE")
            if case.deed == "person leave"
            else N_("assets person leave {person}   once everything is handed over"),
            person=case.fact.person,
            count=len(case.holding),
            numbers=", ".join(case.holding[:20]),
            first=case.holding[0],
        )


@rule("R00-10", clause=41, deeds=("approve", "consent add"))
def approver_is_the_clients(case: Case) -> Iterator[Finding]:
    """Only a person of the client, employed by it and on the roster that day, approves or consents. Before there is a roster this waits until it is used (R21-1, R41-2, R06-1)."""
    approver = getattr(case.fact, "approver", None)
    provided = (
        getattr(case.fact, "basis", "") == "spec_provision"
    )  # the specification's clause stands in an approver's place
    given_on = getattr(case.fact, "approved_on", "") or getattr(case.fact, "given_on", "") or case.day
    if approver is not None and not provided and case.desk.people and not speaks_for_client(case, approver, given_on):
        yield no(
            N_("{approver} was no person of the client ({client}) on the roster on {given_on}."),
            hint=N_("assets person list --contract {contract}   shows side, employer and days"),
            approver=approver or "-",
            client=case.desk.opened.client if case.desk.opened else "-",
            given_on=given_on,
        )


def speaks_for_client(case: Case, person: str, day: str) -> bool:
    """Whether somebody is on the roster on `day` as a person of the client and really employed by it."""
    known = case.desk.line_on(person, day)
    if known is None or known.side != "client" or not is_within(known, day):
        return False
    return case.desk.opened is None or is_part_of(known.org, case.desk.opened.client)


@rule("R16-2", clause=16, deeds=("copy", *_WORKING), setting="training_missing")
def handlers_are_trained(case: Case) -> Iterator[Finding]:
    """Whoever gets or works on anything was trained by that day, and the training still holds (教育)."""
    for number, person in case.given(_TRAINED):
        if person.side != "client" and not is_trained(*case.desk.training_on(number, case.day), case.day):
            yield no(
                N_("{person} was trained only until {until}.")
                if "" < person.training_until < case.day
                else N_("{person} had not been trained by {day}."),
                hint=N_("assets person add {number} --trained-on DATE --training-until DATE   after the training"),
                person=f"{number} {person.name}",
                number=number,
                until=person.training_until,
                day=case.day,
            )


def is_trained(trained_on: str, until: str, day: str) -> bool:
    """Whether a training holds on a day; one without a last day (`until` empty) holds for good."""
    return "" < trained_on <= day <= (until or "9999")


@rule("R16-3", clause=16, deeds=(*_WORKING, "found"))
def people_keep_to_their_areas(case: Case) -> Iterator[Finding]:
    """Whose areas are named on the roster gets, does and watches nothing at another place."""
    yield from _outside_their_areas(case)


@rule("R21-4", clause=21, deeds=("copy",))
def copier_keeps_to_their_areas(case: Case) -> Iterator[Finding]:
    """A copy is made by somebody who may work at the place where it is made."""
    yield from _outside_their_areas(case)


def _outside_their_areas(case: Case) -> Iterator[Finding]:
    for number, person in case.given(_AT_WORK):
        for place in _places(case):
            if person.side != "client" and person.zones and place not in person.zones:
                yield no(
                    N_("{person} may work only at {zones}, not at {place}."),
                    hint=N_("assets person add {number} --zone PLACE   once the area is given to them"),
                    person=f"{number} {person.name}",
                    number=number,
                    zones=", ".join(person.zones),
                    place=place,
                )


def _places(case: Case) -> list[str]:
    """Where the deed is done: where the asset is afterwards; a move begins where it was."""
    was = case.asset.place if case.asset else ""
    ends = getattr(case.fact, "place", "") or was
    return [place for place in dict.fromkeys([*([was] if case.deed == "move" else []), ends]) if place]


@rule("R06-2", clause=6, deeds=("copy", *_WORKING, "return"))
def goes_to_nobody_else(case: Case) -> Iterator[Finding]:
    """Nothing is disclosed to others: it goes to the client, the contractor's own staff or an approved subcontractor, whoever really employs them."""
    for number, person in case.given(("received_by", "performed_by", "holder")):
        if _is_a_strangers(case, person):
            yield no(
                N_("{person} stands on the roster for the {side}, but is employed by {org}."),
                hint=N_(
                    "assets person add {number} --employment agency   for agency staff;   assets person add {number} --side subcontractor   for a subcontractor's"
                ),
                person=f"{number} {person.name}",
                number=number,
                side=term(person.side),
                org=person.org,
            )


def _is_a_strangers(case: Case, person: e.PersonAdded) -> bool:
    """Whether the real employer is another body than the side of the roster says; a subcontractor's is judged by R19-1 and R20-1."""
    parties = case.desk.opened
    if parties is None or person.side == "subcontractor":
        return False
    if person.side == "client":
        return not is_part_of(person.org, parties.client)
    return not is_part_of(person.org, parties.contractor) and not is_lent(person.employment)


def is_part_of(org: str, body: str) -> bool:
    """Whether an employer is this body, or a department written behind its name with a space."""
    told, whole = _plain(org), _plain(body)
    return told == whole or told.startswith(whole + " ")


@lru_cache(maxsize=256)
def _plain(org: str) -> str:
    folded = unicodedata.normalize("NFKC", org).casefold()
    return " ".join(folded.replace("(株)", "株式会社").replace("(有)", "有限会社").split())


def is_lent(employment: str) -> bool:
    """Whether somebody works under the contractor's orders though another firm employs them (派遣, 出向; clause 7)."""
    return words.meanings("employments").get(words.fold(employment), "") in ("agency", "seconded")


@rule("R08-3", clause=8, deeds=("person leave",), outcome=FLAG)
def leaver_pledges_for_afterwards(case: Case) -> Iterator[Finding]:
    """Whoever leaves pledges secrecy for the time afterwards (退職後の秘密保持義務に関する誓約書)."""
    if not case.fact.exit_pledged_on and case.side_of(case.fact.person) != "client":
        yield no(N_("{person} has not pledged secrecy for afterwards."), person=case.fact.person)


@rule("R08-5", clause=8, deeds=("person leave",))
def somebody_else_checks_the_leaver(case: Case) -> Iterator[Finding]:
    """That a leaver holds nothing any more is seen by another person on the roster."""
    checker = case.fact.checked_by
    if checker and (checker == case.fact.person or not case.desk.is_there(checker, case.day)):
        yield no(
            N_("{checker} cannot vouch for it: another person on the roster does."),
            hint=N_("assets person leave {person} --checked-by PERSON"),
            checker=checker,
            person=case.fact.person,
        )


@rule("R15-3", clause=15, deeds=("person leave", "person add"))
def somebody_answers_afterwards(case: Case) -> Iterator[Finding]:
    """The contractor's responsible person (管理責任者) leaves once another is named from then on, until the contract is closed; whom the client names is the client's to say."""
    person, end = case.fact.person, case.fact.end
    known = case.desk.people.get(person)
    if not (known and end and end < (known.end or "9999")) or case.desk.closed:
        return
    if case.desk.responsible_on("contractor", days_after(end, 1)) == person:
        yield no(
            N_("{person} answers for the contractor, and nobody else is named from {day} on."),
            hint=N_("assets person add NUMBER --responsible --start {day}   then assets person leave {number}"),
            person=f"{person} {known.name}",
            number=person,
            day=days_after(end, 1),
        )


@rule("R16-6", clause=16, deeds=("person leave", "person add"), truth=True)
def stints_follow_each_other(case: Case) -> Iterator[Finding]:
    """Nobody's last day lies before their first, and who comes back does so after the last day of the time before."""
    person, end = case.fact.person, case.fact.end
    known = case.desk.people.get(person)
    start = getattr(case.fact, "start", known.start if known else "")
    if "" < end < start:
        yield no(
            N_("{person} is on the work from {start}; the last day {end} lies before that."),
            hint=N_("assets person show {person}"),
            person=person,
            start=start,
            end=end,
        )
    before = case.desk.former.get(person, ())
    if before and start <= before[-1].end:
        yield no(
            N_("{person} was on the work until {end}; the second time begins after that, not on {start}."),
            hint=N_("assets person show {person}"),
            person=person,
            start=start,
            end=before[-1].end,
        )


@rule("R16-5", clause=16, deeds=("person add",), truth=True)
def a_persons_side_stays(case: Case) -> Iterator[Finding]:
    """Whose person somebody is does not change under the same number: otherwise the contractor's man approves, or watches, as the client's."""
    known = case.desk.people.get(case.fact.person)
    if known and known.side != case.fact.side:
        yield no(
            N_("{person} stands on the roster for the {was}, not the {side}; that stays."),
            hint=N_(
                "assets person add NUMBER --name NAME --org NAME --side {code} --start DATE   a new number for the new role"
            ),
            person=f"{known.person} {known.name}",
            was=term(known.side),
            side=term(case.fact.side),
            code=case.fact.side,
        )
