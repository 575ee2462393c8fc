"""Did the client agree, and does it go as agreed?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from assets import events as e
from assets.ids import compact
from assets.language import N_
from assets.rules.people import speaks_for_client
from assets.rules.rule import FLAG, SHOW, Case, Finding, no, rule
from assets.terms import term
from assets.when import earlier, local

_REQUEST = N_(
    "assets approve dispose {asset} --number NO --approved-on DATE --approver PERSON --method {method} --place {place}"
)
_REQUEST_ERASURE = N_(
    "assets approve dispose {asset} --number NO --approved-on DATE --approver PERSON --method {method}"
)
_STRICTEST = ("specific_pi", "unknown")


def _approval(case: Case) -> e.DisposalApproved | None:
    given = case.desk.approvals.get(case.fact.approval)
    return given if isinstance(given, e.DisposalApproved) else None


def _ways(fact: Any) -> tuple[str, ...]:
    return tuple(fact.steps) or (fact.method,)


def _shown(fact: Any) -> tuple[str, ...]:
    return tuple(map(term, _ways(fact))) or ("-",)


def _misfits(case: Case, approval: e.DisposalApproved, hint: str) -> Iterator[Finding]:
    place = getattr(case.fact, "place", approval.place)
    limits: list[tuple[bool, str]] = [
        (
            case.asset is not None and approval.number not in case.asset.approvals,
            N_("Approval {number} does not list {asset}."),
        ),
        (approval.approved_on > case.day, N_("Approval {number} was given on {approved_on}, after {day}.")),
        ("" < approval.valid_until < case.day, N_("Approval {number} expired on {valid_until}.")),
        (
            _ways(approval) != _ways(case.fact),
            N_("Approval {number} is for the method {approved_method}, not {method}."),
        ),
        (
            bool(approval.place) and approval.place != place,
            N_("Approval {number} is for place {approved_place}, not {place}."),
        ),
        (
            not speaks_for_client(case, approval.approver, approval.approved_on),
            N_("{approver}, who gave approval {number}, was no person of the client on the roster on {approved_on}."),
        ),
    ]
    for wrong, message in limits:
        if wrong:
            yield no(
                message,
                hint=hint,
                number=approval.number,
                approved_on=approval.approved_on,
                day=case.day,
                valid_until=approval.valid_until,
                approved_method=_shown(approval),
                method=_shown(case.fact),
                approved_place=approval.place,
                place=place or "PLACE",
                approver=approval.approver,
            )


@rule("R41-1", clause=41, deeds=("dispose", "disposal start"))
def client_approved_the_disposal(case: Case) -> Iterator[Finding]:
    """No medium is destroyed, and no work on it begins, without the client's prior approval."""
    if _approval(case) is None:
        yield no(
            N_("No disposal approval covers {asset}.")
            if case.asset
            else N_("There is no disposal approval {approval}."),
            hint=_REQUEST
            if case.asset
            else N_("assets approve dispose --request REQUEST --number NO --approved-on DATE --approver PERSON"),
            method=case.fact.method or "METHOD",
            place=case.fact.place or "PLACE",
            approval=case.fact.approval or "-",
        )


@rule("R41-2", clause=41, deeds=("dispose", "disposal start"))
def approval_fits_the_act(case: Case) -> Iterator[Finding]:
    """The approval lists this asset, was given before, has not expired, and names this method and place; the client gave it."""
    approval = _approval(case)
    if approval is not None:
        yield from _misfits(case, approval, _REQUEST if case.asset else N_("assets disposal list"))


@rule("R40-7", clause=40, deeds=("erase",))
def client_approved_the_erasure(case: Case) -> Iterator[Finding]:
    """An erasure cannot be undone: where the contract's policy asks for it, and for specific personal information unless both agreed otherwise, the client approves it first."""
    strict = case.asset is not None and case.asset.handled_as in _STRICTEST
    wanted = case.policy.wants("erasure_needs_approval_specific_pi" if strict else "erasure_needs_approval")
    approval = _approval(case)
    if approval is not None:
        yield from _misfits(case, approval, _REQUEST_ERASURE)
    elif wanted or case.fact.approval:
        yield no(
            N_("No approval covers the erasure of {asset} by this method."),
            hint=_REQUEST_ERASURE,
            method=case.fact.method or "METHOD",
        )


@rule("R41-5", clause=41, deeds=("erase", "dispose", "disposal start"))
def performer_witness_and_verifier_differ(case: Case) -> Iterator[Finding]:
    """Who does it, who watches and who checks are different people; a disposal has a witness unless both agreed otherwise, and a session always somebody who checks."""
    given = [getattr(case.fact, name, "") for name in ("performed_by", "witness", "verified_by")]
    people = [person for person in given if person]
    if len(set(people)) < len(people):
        yield no(
            N_("Performer, witness and verifier must be different people: {people}."),
            hint=N_("--verifier PERSON") if case.deed == "erase" else N_("--witness PERSON, --verifier PERSON"),
            people=", ".join(people),
        )
    if case.deed != "erase" and not case.fact.witness and case.policy.wants("witness_needed"):
        yield no(N_("A disposal needs a witness."), hint=N_("--witness PERSON"), lacks="witness")
    if case.deed == "disposal start" and not case.fact.verified_by:
        yield no(N_("A disposal session needs somebody who checks the result."), hint=N_("--verifier PERSON"))


@rule("R41-8", clause=41, deeds=("dispose",), outcome=SHOW, severity="info")
def copies_live_on(case: Case) -> Iterator[Finding]:
    """Copies of what is disposed of are assets of their own and are still owed; assets copies lists them."""
    if case.asset and case.asset.live_copies:
        yield no(
            N_("Copies of {asset} are still held: {numbers}."),
            hint=N_("assets copies {asset}"),
            numbers=", ".join(case.asset.live_copies),
        )


@rule("R23-3", clause=23, deeds=("dispose",), truth=True, severity="critical")
def serial_is_that_of_the_register(case: Case) -> Iterator[Finding]:
    """The serial read off the device is the one received: otherwise another device bears the label."""
    known, seen = case.asset.arrival.serial if case.asset else "", case.fact.serial_seen
    if seen and known and compact(seen) != compact(known):
        yield no(
            N_("The device's serial {seen} is not that of {asset}, which is {known}."),
            hint=N_("assets show {asset}   then look for the right device; this one may have been swapped."),
            seen=seen,
            known=known,
        )


@rule("R23-25", clause=23, deeds=("dispose",), truth=True)
def session_reads_the_serial(case: Case) -> Iterator[Finding]:
    """In a disposal session the device's own serial is always read where the register knows one: a label alone destroys nothing."""
    known = case.asset.arrival.serial if case.asset else ""
    if known and not case.fact.serial_seen and case.fact.session:
        yield no(
            N_("The device's own serial was not read; the register knows one for {asset}."),
            hint=N_("Scan the label, then the serial; in a file on the same line or the next; or --serial SERIAL"),
        )


@rule("R23-21", clause=23, deeds=("dispose",), outcome=FLAG, severity="high")
def serial_was_read(case: Case) -> Iterator[Finding]:
    """Where the register knows a device's serial, its label alone does not prove that this device was destroyed: recorded with a remark when nobody read it."""
    known = case.asset.arrival.serial if case.asset else ""
    if known and not case.fact.serial_seen and not case.fact.session:
        yield no(N_("The device's serial was not read."), hint=N_("--serial SERIAL"))


@rule("R41-9", clause=41, deeds=("dispose",))
def nothing_destroyed_is_sold(case: Case) -> Iterator[Finding]:
    """What was disposed of is of use to nobody any more: nothing of it is sold on."""
    if case.fact.destination == "resale":
        yield no(
            N_("What is disposed of is not sold on."),
            hint=N_("--destination recycle, waste or return"),
        )


@rule("R41-14", clause=41, deeds=("dispose", "disposal close"), truth=True)
def session_is_under_way(case: Case) -> Iterator[Finding]:
    """Work in a disposal session happens between its start and its close; it is closed once, and not before it began."""
    number = case.fact.session
    known = case.desk.sessions.get(number)
    if number and known is None:
        yield no(
            N_("There is no disposal session {session}."),
            hint=N_("assets disposal start --approval NO --witness PERSON --verifier PERSON"),
            session=number,
        )
    elif known and known.closed:
        yield no(
            N_("Disposal session {session} is closed."),
            hint=N_("assets disposal start --approval {approval} --witness PERSON --verifier PERSON"),
            session=number,
            approval=known.started.approval,
        )
    elif known and earlier(case.fact.occurred or case.day, known.begun):
        yield no(
            N_("Disposal session {session} began on {begun}; {day} lies before that."),
            hint=N_("Leave --on out, or name a day since then."),
            session=number,
            begun=local(known.begun),
            day=local(case.fact.occurred) or case.day,
        )


@rule("R41-13", clause=41, deeds=("disposal close",), truth=True)
def what_remains_is_explained(case: Case) -> Iterator[Finding]:
    """At the end of a session approved = done + remaining, and somebody says why anything remains, or that it is left to a later session."""
    fact = case.fact
    if fact.remaining and not (fact.explanation or fact.later):
        yield no(
            N_("{remaining} of {approved} approved are not done."),
            hint=N_(
                "assets disposal close {session} --explain TEXT   or --later, for a later session; what remains: assets disposal show {session}"
            ),
            remaining=fact.remaining,
            approved=fact.approved,
            session=fact.session,
        )


@rule("R41-15", clause=41, deeds=("disposal request",), truth=True)
def nothing_is_asked_for_twice(case: Case) -> Iterator[Finding]:
    """An asset stands once on an application: what an approval covers already is not asked for again."""
    waiting = [number for number in (case.asset.requests if case.asset else ()) if _unanswered(case, number)]
    if waiting:
        yield no(
            N_("{asset} stands on the request {request} already, which the client has not answered."),
            hint=N_("assets approve dispose --request {request} --number NO --approved-on DATE --approver PERSON"),
            request=waiting[-1],
        )


def _unanswered(case: Case, request: str) -> bool:
    return not any(getattr(approval, "request", "") == request for approval in case.desk.approvals.values())
