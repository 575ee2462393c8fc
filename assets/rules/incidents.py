"""May an incident be taken this step further?"""

from __future__ import annotations

from collections.abc import Iterator

from assets import events as e
from assets.clocks import clocks
from assets.language import N_
from assets.rules.rule import FLAG, Case, Finding, no, rule
from assets.terms import term
from assets.when import begins, day_of, local

_STEPS = ("incident assess", "incident notice", "incident measure", "incident close")
_DOING = ("assessed_by", "told_by", "taken_by", "closed_by")


@rule("R37-3", clause=37, deeds=("incident close",))
def the_client_was_told(case: Case) -> Iterator[Finding]:
    """An incident is closed only after the client was told by mouth or telephone and then in writing; what proved to be none needs no notice."""
    incident = case.desk.incidents[case.fact.number]
    if incident.category == "no_incident":
        return
    for form, told_at in {"oral": incident.oral_at, "written": incident.written_at}.items():
        if not told_at:
            yield no(
                N_("The client has not been told of {number} {form}."),
                hint=N_("assets incident notice {number} --form written --to PERSON --document NUMBER")
                if form == "written"
                else N_("assets incident notice {number} --form oral --to PERSON --at TIME"),
                number=case.fact.number,
                form=term(form),
                code=form,
            )


@rule("R37-18", clause=37, deeds=("incident notice",))
def a_written_notice_has_a_number(case: Case) -> Iterator[Finding]:
    """A notice in writing (書面) is the document that both sides find by its number; one by mouth has none."""
    if case.fact.form == "written" and not case.fact.document.strip():
        yield no(
            N_("The written notice of {number} has no document number."),
            hint=N_("assets incident notice {number} --form written --to {person} --document NUMBER"),
            number=case.fact.number,
            person=case.fact.told_to,
        )


@rule("R37-19", clause=37, deeds=("incident notice",), outcome=FLAG, severity="high")
def told_in_time(case: Case) -> Iterator[Finding]:
    """The client is told immediately (直ちに), and in writing without delay (遅滞なく): later than the contract's own threshold shows on the line."""
    incident, form = case.desk.incidents[case.fact.number], case.fact.form
    if incident.oral_at if form == "oral" else incident.written_at:
        return
    told = {"oral_at": "", "written_at": "", "measures": 0, "agreed_on": "", f"{form}_at": case.fact.told_at}
    clock = clocks({"known_at": incident.known_at, "malicious": False, **told}, case.policy)[form]
    if clock.kept == "late":
        yield no(N_("It was due by {due}."), due=local(clock.due))


@rule("R38-2", clause=38, deeds=("incident close",))
def measures_come_before_the_close(case: Case) -> Iterator[Finding]:
    """An incident is closed once something was done against its spreading or recurring; what proved to be none needs nothing."""
    incident = case.desk.incidents[case.fact.number]
    if incident.category != "no_incident" and not incident.measures:
        yield no(
            N_("No measure is recorded for {number}."),
            hint=N_("assets incident measure {number} --kind containment --what TEXT"),
            number=case.fact.number,
        )


@rule("R37-4", clause=37, deeds=("lost",), truth=True)
def lost_only_with_an_incident(case: Case) -> Iterator[Finding]:
    """What is given up for lost belongs to an open incident that was assessed and touches it, of which the client is told: nothing disappears quietly."""
    number = getattr(case.fact, "incident", "")
    incident = case.desk.incidents.get(number)
    if number and incident is None:
        yield no(
            N_("There is no incident {number}. The contract has: {listed}"),
            hint=N_("assets lost {asset} --reason TEXT   opens one; assets incident list --contract {contract}"),
            number=number,
            listed=", ".join(case.desk.incidents) or "-",
        )
    elif incident and incident.category == "no_incident":
        yield no(
            N_("{number} was assessed as no incident; nothing is lost with it."),
            hint=N_("assets incident open {asset} --category loss --what TEXT"),
            number=number,
        )
    elif incident and incident.closed:
        yield no(
            N_("{number} was closed on {closed}; nothing more is lost with it."),
            hint=N_("assets incident open {asset} --category loss --what TEXT"),
            number=number,
            closed=day_of(incident.closed),
        )
    elif incident and incident.draft:
        yield no(
            N_("{number} is a draft that nobody has assessed yet."),
            hint=N_("assets incident assess {number} --category loss"),
            number=number,
        )
    if incident and case.asset and number not in case.asset.incidents:
        yield no(
            N_("{number} does not touch {asset}."),
            hint=N_("assets incident assess {number} {asset} --category loss"),
            number=number,
        )


@rule("R37-6", clause=37, deeds=("incident notice",), truth=True)
def a_person_of_the_client_was_told(case: Case) -> Iterator[Finding]:
    """A notice is one when a person of the client got it."""
    if case.side_of(case.fact.told_to) != "client":
        yield no(
            N_("{person} is not a person of the client on the roster."),
            hint=N_("assets person list --contract {contract}"),
            person=case.fact.told_to,
        )


@rule("R37-10", clause=37, deeds=("incident assess",))
def who_answers_says_it_was_none(case: Case) -> Iterator[Finding]:
    """That something was no incident after all, so that the client need not be told, is said by the responsible person (管理責任者) alone."""
    responsible = case.desk.responsible_on("contractor", case.today)
    if case.fact.category == "no_incident" and case.fact.assessed_by != responsible:
        yield no(
            N_("Only the contractor's responsible person says that it was no incident, not {person}."),
            hint=N_("assets contract show {contract}   names that person"),
            person=case.fact.assessed_by or "-",
        )


@rule("R37-11", clause=37, deeds=("incident close",))
def nothing_is_searched_for(case: Case) -> Iterator[Finding]:
    """An incident stays open while an asset it touches is missing: it is found, or given up with the incident's number."""
    if case.missing:
        yield no(
            N_("Still missing: {numbers}."),
            hint=N_("assets found {first} --place PLACE   or   assets lost {first} --incident {number}"),
            numbers=", ".join(case.missing[:20]),
            first=case.missing[0],
            number=case.fact.number,
        )


@rule("R37-12", clause=37, deeds=_STEPS, truth=True)
def closed_once(case: Case) -> Iterator[Finding]:
    """An incident is closed once, and is neither assessed nor told of afterwards, nor are measures added; what comes to light later is an incident of its own."""
    closed = case.desk.incidents[case.fact.number].closed
    if closed:
        yield no(
            N_("Incident {number} was closed on {closed}."),
            hint=N_("assets incident open --category suspected --what TEXT   a new one, whose text names {number}"),
            number=case.fact.number,
            closed=day_of(closed),
        )


@rule("R37-13", clause=37, deeds=_STEPS, truth=True)
def known_people_deal_with_it(case: Case) -> Iterator[Finding]:
    """Whoever assesses an incident, tells the client, takes a measure or closes it stands on the roster that day."""
    number = next(filter(None, (getattr(case.fact, name, "") for name in _DOING)), "")
    if not case.desk.is_there(number, case.day):
        yield no(
            N_("{person} is not on the roster of {contract} on {day}."),
            hint=N_("assets person list --contract {contract}"),
            person=number or "-",
            day=case.day,
        )


@rule("R37-14", clause=37, deeds=("incident open", "incident assess", "incident notice"), truth=True)
def first_it_happened_then_it_was_known_then_told(case: Case) -> Iterator[Finding]:
    """An accident happens, is noticed, and then is told of, in this order; a later assessment finds an earlier knowledge, never a later one."""
    incident = case.desk.incidents.get(getattr(case.fact, "number", ""))
    known = incident.known_at if incident else ""
    noticed = getattr(case.fact, "known_at", "") or known
    told_at, happened_at = getattr(case.fact, "told_at", ""), getattr(case.fact, "happened_at", "")
    if told_at and _is_before(told_at, known):
        yield no(
            N_("It was known only on {known}; nobody was told on {told_at}."),
            hint=N_("assets incident assess {number} --category CODE --known-at TIME   corrects when it was known"),
            number=case.fact.number,
            known=local(known),
            told_at=local(told_at),
        )
    if known and _is_before(known, noticed):
        yield no(
            N_("It was known on {known} already, not only on {noticed}."),
            hint=N_("Leave --known-at out."),
            known=local(known),
            noticed=local(noticed),
        )
    if happened_at and noticed and _is_before(noticed, happened_at):
        yield no(
            N_("It was known on {noticed}, before it happened on {happened_at}."),
            hint=N_("--happened takes an earlier time."),
            noticed=local(noticed),
            happened_at=local(happened_at),
        )


@rule("R37-15", clause=37, deeds=("lost",), truth=True)
def searched_for_before_given_up(case: Case) -> Iterator[Finding]:
    """What is given up for lost was reported missing first, and searched for."""
    if isinstance(case.fact, e.Lost) and case.asset and case.asset.whereabouts != "missing":
        yield no(N_("{asset} has not been reported missing."), hint=N_("assets lost {asset} --reason TEXT"))


@rule("R37-16", clause=37, deeds=("contract close",), truth=True)
def no_incident_is_open(case: Case) -> Iterator[Finding]:
    """While an incident is open its duties are: the client is told, measures are taken; a contract closes after its incidents."""
    still = [number for number, incident in case.desk.incidents.items() if not incident.closed]
    if still:
        is_draft = case.desk.incidents[still[0]].draft
        yield no(
            N_("Incidents that are not closed: {numbers}."),
            hint=N_("assets incident assess {first} --category CODE")
            if is_draft
            else N_("assets incident close {first} --conclusion TEXT"),
            numbers=", ".join(still[:20]) + (" …" if len(still) > 20 else ""),
            first=still[0],
        )


@rule("R37-17", clause=37, deeds=("incident assess",), truth=True)
def a_loss_is_an_incident(case: Case) -> Iterator[Finding]:
    """Something was given up for lost with it: it is not assessed as no incident afterwards."""
    if case.fact.category == "no_incident" and case.given_up:
        yield no(
            N_("Given up for lost with {number}: {numbers}."),
            hint=N_("assets incident assess {number} --category loss"),
            number=case.fact.number,
            numbers=", ".join(list(case.given_up)[:20]),
        )


def _is_before(one: str, other: str) -> bool:
    """Whether one time lies before another: by the instant when both have one, else by the day."""
    return begins(one) < begins(other) if len(one) > 10 < len(other) else day_of(one) < day_of(other)
