"""May it end?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assets.language import N_
from assets.rules.rule import FLAG, Case, Finding, no, rule
from assets.state import Incident
from assets.terms import term

_LISTED = 20
_WAITING = {
    "awaiting_validation": (
        N_("{count} of them await validation by the responsible person: {numbers}."),
        N_("assets validate --all --contract {contract}"),
    ),
    "disposed_pending_certificate": (
        N_("{count} of them await their certificate: {numbers}."),
        N_("assets certify {first} --number NO --issued-on DATE --issuer NAME"),
    ),
    "sanitizing_failed": (
        N_("{count} of them need another method, because the last one did not pass: {numbers}."),
        N_("assets erase {first} --method METHOD   or   assets dispose {first} --witness PERSON"),
    ),
}
_UNPROVED = {
    "assessed": (
        N_("{count} were lost with {incident}, which nobody has assessed as one: {numbers}."),
        N_("assets incident assess {incident} --category loss"),
    ),
    "oral": (
        N_("{count} were lost with {incident}, of which the client has not been told by mouth: {numbers}."),
        N_("assets incident notice {incident} --form oral --to PERSON --at TIME"),
    ),
    "written": (
        N_("{count} were lost with {incident}, of which the client has not been told in writing: {numbers}."),
        N_("assets incident notice {incident} --form written --to PERSON --document NUMBER"),
    ),
    "closed": (
        N_("{count} were lost with {incident}, which is not closed: {numbers}."),
        N_("assets incident close {incident} --conclusion TEXT"),
    ),
}


@rule("R33-1", clause=33, deeds=("erase",), outcome=FLAG)
def client_medium_is_owed_back(case: Case) -> Iterator[Finding]:
    """All information belongs to the client: the client's own medium stays owed after its erasure, until it is returned or disposed of."""
    if case.asset and case.asset.arrival.owner == "client":
        yield no(
            N_("{asset} belongs to the client and is still owed back."),
            hint=N_("assets return {asset} --to PERSON --method METHOD"),
        )


@rule("R33-2", clause=33, deeds=("return",))
def lessor_gets_nothing_but_the_medium(case: Case) -> Iterator[Finding]:
    """A leased medium goes back to its lessor only when nothing of the client's is left on it, which the responsible person has accepted, and against a paper."""
    asset, fact = case.asset, case.fact
    if asset is None or not fact.lessor:
        return
    if asset.arrival.owner != "lessor":
        yield no(
            N_("{asset} belongs to the {owner}, not to a lessor."),
            hint=N_("assets return {asset} --to PERSON --method METHOD"),
            owner=term(asset.arrival.owner),
        )
    elif asset.sanitization != "erased_awaiting_return":
        yield no(
            N_("{asset} has not been erased, or nobody has accepted its erasure yet."),
            hint=N_("assets validate {asset}")
            if asset.sanitization == "awaiting_validation"
            else N_("assets erase {asset} --method METHOD"),
        )
    if not fact.receipt_no:
        yield no(N_("The lessor's receipt is missing."), hint=N_("--receipt NUMBER"))


@rule("R40-1", clause=40, deeds=("contract close",), truth=True)
def nothing_is_left(case: Case) -> Iterator[Finding]:
    """A contract closes only when every asset, copies included, was returned, erased, disposed of, or lost with a report, and no disposal session is under way."""
    if case.open_assets:
        yield _listed(N_("{count} still open: {numbers}."), N_("assets report --contract {contract}"), case.open_assets)
    for status, (message, hint) in _WAITING.items():
        if case.waiting.get(status):
            yield _listed(message, hint, case.waiting[status])
    for number, session in case.desk.sessions.items():
        if not session.closed:
            yield no(
                N_("Disposal session {session} is still under way."),
                hint=N_("assets disposal close {session}"),
                session=number,
            )
    if not case.desk.ended:
        yield no(
            N_("Contract {contract} has not ended yet."), hint=N_("assets contract end {contract} --trigger completion")
        )


def _listed(message: str, hint: str, numbers: Sequence[str], **fields: object) -> Finding:
    shown = ", ".join(numbers[:_LISTED]) + (" …" if len(numbers) > _LISTED else "")
    return no(message, hint=hint, count=len(numbers), numbers=shown, first=numbers[0], **fields)


@rule("R40-12", clause=40, deeds=("contract close",), truth=True)
def a_loss_is_proved(case: Case) -> Iterator[Finding]:
    """What was lost counts as ended once its incident was assessed, told to the client by mouth and in writing, and closed."""
    for number in dict.fromkeys(case.given_up.values()):
        lost = [asset for asset, incident in case.given_up.items() if incident == number]
        for lack in _lacks(case.desk.incidents.get(number)):
            message, hint = _UNPROVED[lack]
            yield _listed(message, hint, lost, incident=number)


def _lacks(incident: Incident | None) -> list[str]:
    if incident is None or incident.draft or incident.category == "no_incident":
        return ["assessed"]
    done = {"oral": incident.oral_at, "written": incident.written_at, "closed": incident.closed}
    return [step for step, when in done.items() if not when]


@rule("R40-5", clause=40, deeds=("contract close",), truth=True)
def sums_balance(case: Case) -> Iterator[Finding]:
    """received + copied + produced = returned + erased + disposed + lost, to the unit."""
    fact = case.fact
    came, went = fact.received + fact.copied + fact.produced, fact.returned + fact.erased + fact.disposed + fact.lost
    if came != went:
        yield no(
            N_("{came} came in or were made, {went} ended."),
            hint=N_("assets report --contract {contract}"),
            came=came,
            went=went,
        )


@rule("R40-8", clause=40, deeds=("validate",))
def responsible_person_validates(case: Case) -> Iterator[Finding]:
    """The contractor's responsible person (管理責任者), and nobody else, accepts that nothing can be recovered and answers for it; nobody accepts what they did, watched or checked themselves."""
    person, act = case.fact.validated_by, case.asset.act if case.asset else None
    if person != case.desk.responsible_on("contractor", case.day):
        yield no(
            N_("{person} is not the contractor's responsible person on {day}."),
            hint=N_("assets validate {asset} --by PERSON   who that is: assets contract show {contract}"),
            person=person or "-",
            day=case.day,
        )
    if act and person and person in (act.performed_by, act.verified_by, getattr(act, "witness", "")):
        yield no(
            N_("{person} did, watched or checked it; somebody else decides on it."),
            hint=N_("assets person add PERSON --responsible --reason TEXT   names another responsible person"),
            person=person,
        )


@rule("R40-9", clause=40, deeds=("validate", "certify"), truth=True)
def there_is_something_to_accept(case: Case) -> Iterator[Finding]:
    """Only an erasure or disposal that passed is validated, once, and certified."""
    standing = case.asset.sanitization if case.asset else ""
    if case.deed == "validate" and standing != "awaiting_validation":
        yield no(
            N_("Nothing of {asset} awaits validation."),
            hint=N_("assets history {asset}"),
        )
    if case.deed == "certify" and standing in ("", "sanitizing_failed"):
        yield no(
            N_("No erasure or disposal of {asset} that passed is there to certify."),
            hint=N_("assets history {asset}"),
        )
