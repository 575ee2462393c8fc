"""May it end?"""

from __future__ import annotations

from collections.abc import Iterator

from assets import events as e
from assets.language import N_
from assets.rules.rule import FLAG, SHOW, Case, Finding, no, rule
from assets.sanitization import kind_of, rate, reaches, required, suitable
from assets.terms import term

_REQUEST = N_(
    "assets approve dispose {asset} --number NO --approved-on DATE --approver PERSON --method {method} --place {place}"
)
_KINDS = {"erase": ("logical", "magnetic"), "dispose": ("physical",)}
_HINTS = {
    "erase": N_("assets erase {asset} --method METHOD   with one of: {good}"),
    "dispose": N_("assets dispose {asset} --method METHOD   with one of: {good}"),
}


def _approval(case: Case) -> e.DisposalApproved | None:
    given = case.desk.approvals.get(case.fact.approval)
    return given if isinstance(given, e.DisposalApproved) else None


@rule("R33-1", clause=33, deeds=("erase",), outcome=FLAG)
def client_medium_is_owed_back(case: Case) -> Iterator[Finding]:
    """All information belongs to the client: the client's own medium stays owed after its erasure, until it is returned or disposed of."""
    if case.asset and case.asset.arrival.owner == "client":
        yield no(N_("{asset} belongs to the client and is still owed back."), hint=N_("assets return {asset}"))


@rule("R40-1", clause=40, deeds=("contract close",), truth=True)
def nothing_is_left(case: Case) -> Iterator[Finding]:
    """A contract closes only when every asset, copies included, was returned, erased, disposed of, or lost with a report."""
    if case.open_assets:
        yield no(
            N_("{count} still open: {numbers}."),
            hint=N_("assets report --contract {contract}"),
            count=len(case.open_assets),
            numbers=", ".join(case.open_assets[:20]) + (" …" if len(case.open_assets) > 20 else ""),
        )
    if not case.desk.ended:
        yield no(
            N_("Contract {contract} has not ended yet."), hint=N_("assets contract end {contract} --trigger completion")
        )


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


@rule("R41-1", clause=41, deeds=("dispose",))
def client_approved_the_disposal(case: Case) -> Iterator[Finding]:
    """No medium is destroyed without the client's prior approval."""
    if _approval(case) is None:
        yield no(
            N_("No disposal approval covers {asset}."),
            hint=_REQUEST,
            method=case.fact.method or "METHOD",
            place=case.fact.place or "PLACE",
        )


@rule("R41-2", clause=41, deeds=("dispose",))
def approval_fits_the_act(case: Case) -> Iterator[Finding]:
    """The approval lists this asset, was given before, has not expired, and names this method and place; the client gave it."""
    approval = _approval(case)
    if approval is None:
        return
    limits: list[tuple[bool, str]] = [
        (
            case.asset is not None and approval.number not in case.asset.approvals,
            N_("Approval {number} does not list {asset}."),
        ),
        (approval.approved_on > case.day, N_("Approval {number} was given on {approved_on}, after {day}.")),
        ("" < approval.valid_until < case.day, N_("Approval {number} expired on {valid_until}.")),
        (
            approval.method != case.fact.method,
            N_("Approval {number} is for the method {approved_method}, not {method}."),
        ),
        (
            bool(approval.place) and approval.place != case.fact.place,
            N_("Approval {number} is for place {approved_place}, not {place}."),
        ),
        (
            case.side_of(approval.approver) != "client",
            N_("{approver}, who gave approval {number}, is not a person of the client."),
        ),
    ]
    for wrong, message in limits:
        if wrong:
            yield no(
                message,
                hint=_REQUEST,
                number=approval.number,
                approved_on=approval.approved_on,
                day=case.day,
                valid_until=approval.valid_until,
                approved_method=approval.method,
                method=case.fact.method,
                approved_place=approval.place,
                place=case.fact.place or "PLACE",
                approver=approval.approver,
            )


@rule("R41-3", clause=41, deeds=("erase", "dispose"))
def method_suits_the_medium(case: Case) -> Iterator[Finding]:
    """A method that does nothing to the medium is refused; destroying is disposal, never erasure."""
    if case.asset is None:
        return
    medium, method = case.asset.arrival.medium, case.fact.method
    hint, good = _what_works(case, case.asset.arrival)
    if case.deed == "erase" and kind_of(method) == "physical":
        yield no(
            N_("{method} destroys the medium: that is disposal and needs approval."),
            hint=N_("assets dispose {asset} --method {code}"),
            method=term(method),
            code=method,
        )
    elif kind_of(method) not in _KINDS[case.deed]:
        yield no(N_("{method} is not a way to {deed}."), hint=hint, method=term(method or "-"), good=good)
    elif not rate(medium, method).level:
        yield no(
            N_("{method} does not work on {medium}."), hint=hint, method=term(method), medium=term(medium), good=good
        )


def _what_works(case: Case, arrival: e.Arrival) -> tuple[str, str]:
    """The next command with its methods: this deed's that reach what the class needs, or the other deed's when there are none."""
    for deed in sorted(_HINTS, key=lambda deed: deed != case.deed):
        good = suitable(arrival.medium, arrival.pi_class, kinds=_KINDS[deed])
        if good:
            return _HINTS[deed], ", ".join(good)
    return N_("assets return {asset}"), ""


@rule("R41-4", clause=41, deeds=("erase", "dispose"))
def level_is_reached(case: Case) -> Iterator[Finding]:
    """The information class decides how thoroughly a medium must end (総務省 guideline): DESTROY, PURGE or CLEAR."""
    if case.asset is None or not rate(case.asset.arrival.medium, case.fact.method).level:
        return
    arrival = case.asset.arrival
    wanted = required(arrival.medium, arrival.pi_class)
    if reaches(case.fact.level, wanted):
        return
    hint, good = _what_works(case, arrival)
    if not case.fact.conditions and reaches(rate(arrival.medium, case.fact.method).level, wanted):
        hint = N_("State that the conditions hold: --conditions TEXT")
    yield no(
        N_("{method} on {medium} reaches {level}; {pi_class} needs {wanted}."),
        hint=hint,
        method=term(case.fact.method),
        medium=term(arrival.medium),
        level=term(case.fact.level or "-"),
        pi_class=term(arrival.pi_class),
        wanted=term(wanted),
        good=good,
    )


@rule("R41-8", clause=41, deeds=("dispose",), outcome=SHOW, severity="info")
def copies_live_on(case: Case) -> Iterator[Finding]:
    """Copies of what is disposed of are assets of their own and are still owed; assets copies lists them."""
    if case.asset and case.asset.live_copies:
        yield no(
            N_("Copies of {asset} are still held: {numbers}."),
            hint=N_("assets copies {asset}"),
            numbers=", ".join(case.asset.live_copies),
        )


@rule("R23-3", clause=23, deeds=("dispose",), truth=True)
def serial_is_that_of_the_register(case: Case) -> Iterator[Finding]:
    """The serial read off the device is the one received: otherwise another device bears the label."""
    known = case.asset.arrival.serial if case.asset else ""
    if case.fact.serial_seen and known and case.fact.serial_seen != known:
        yield no(
            N_("The device's serial {seen} is not that of {asset}, which is {known}."),
            hint=N_("assets show {asset}   then look for the right device; this one may have been swapped."),
            seen=case.fact.serial_seen,
            known=known,
        )


@rule("R41-5", clause=41, deeds=("erase", "dispose"))
def performer_witness_and_verifier_differ(case: Case) -> Iterator[Finding]:
    """Who does it, who watches and who checks are different people."""
    roles = [getattr(case.fact, name, "") for name in ("performed_by", "witness", "verified_by")]
    given = [person for person in roles if person]
    if len(set(given)) < len(given):
        yield no(
            N_("Performer, witness and verifier must be different people: {people}."),
            hint=N_("--witness PERSON, --verifier PERSON") if case.deed == "dispose" else N_("--verifier PERSON"),
            people=", ".join(given),
        )
    if case.deed == "dispose" and not case.fact.witness:
        yield no(N_("A disposal needs a witness."), hint=N_("--witness PERSON"))
