"""What follows when an asset ends?"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import partial

from msgspec.structs import replace

from assets import events as e
from assets.decide.judged import done, judged, only_approval
from assets.ids import Scan
from assets.policy import Effective, effective
from assets.rules.subcontracting import SITES
from assets.sanitization import achieved_by, condition_codes, decisive, kind_of
from assets.state import Asset, Contract
from assets.verification import result as found
from assets.when import Moment, days_after

EVERY_CONDITION = "all"


def give_back(
    desk: Contract,
    asset: Asset,
    *,
    operator: str,
    released_by: str = "",
    received_by: str = "",
    method: str,
    place: str = "",
    receipt_no: str = "",
    lessor: str = "",
    moment: Moment,
    scan: Scan | None = None,
) -> list[e.Fact]:
    """返却 (clause 40): two parties, the client's one being a 授受担当者; or a leased medium, empty, back to its lessor (clause 33)."""
    fact = e.Returned(
        asset=asset.number,
        released_by=released_by or asset.holder or operator,
        received_by=received_by,
        method=method,
        place=place,
        receipt_no=receipt_no,
        lessor=lessor,
    )
    return done(desk, fact, moment, asset=asset, scan=scan)


def erase(
    desk: Contract,
    asset: Asset,
    *,
    method: str | Sequence[str],
    performed_by: str,
    verified_by: str = "",
    result: str = "",
    verification: str = "",
    asserted: Collection[str] = (),
    tool: str = "",
    equipment: str = "",
    approval: str = "",
    conditions: str = "",
    evidence: Sequence[str] = (),
    files: Sequence[tuple[str, str, str]] = (),
    remarks: str = "",
    moment: Moment,
    scan: Scan | None = None,
) -> list[e.Fact]:
    """消去 (clause 40): what was done to the medium, and how it went; it ends when it passed and was accepted.

    method: one, or several in order; result: pass, fail or unknown, as the verifier says; asserted: codes of conditions, or "all".
    files: (what it is, SHA-256, name) of photographs and logs that belong to it.
    """
    steps, policy = steps_of(method), effective(desk.policy)
    stated = _stated(asset, steps, asserted)
    deciding = decisive(
        asset.arrival.medium, steps, stated, pi_class=asset.handled_as, profile=policy["profile"]
    ) or "".join(steps[-1:])
    fact = e.Erased(
        asset=asset.number,
        method=deciding,
        steps=steps if len(steps) > 1 else (),
        level=_level(asset, steps, stated, policy),
        performed_by=performed_by,
        verified_by=verified_by,
        result=found(deciding, verification, claimed=result),
        verification=verification,
        asserted=stated,
        asserted_by=(moment.operator or performed_by) if stated else "",
        tool=tool,
        equipment=equipment,
        approval=approval
        or only_approval(desk, asset, e.DisposalApproved, moment.day, fits=partial(_allows_erasing, steps)),
        conditions=conditions.strip(),
        evidence=tuple(evidence),
        remarks=remarks,
    )
    return _counted(policy, _filed(desk, asset, done(desk, fact, moment, asset=asset, scan=scan), files, moment))


def dispose(
    desk: Contract,
    asset: Asset,
    *,
    method: str | Sequence[str] = "",
    approval: str = "",
    performed_by: str = "",
    witness: str = "",
    place: str = "",
    verified_by: str = "",
    result: str = "",
    verification: str = "",
    asserted: Collection[str] = (),
    particle_area: int = 0,
    serial_seen: str = "",
    certificate_no: str = "",
    certificate_due: str = "",
    vendor: str = "",
    destination: str = "",
    tool: str = "",
    equipment: str = "",
    conditions: str = "",
    evidence: Sequence[str] = (),
    files: Sequence[tuple[str, str, str]] = (),
    remarks: str = "",
    session: str = "",
    moment: Moment,
    scan: Scan | None = None,
) -> list[e.Fact]:
    """廃棄 (clause 41): only with the client's prior approval, which also answers method, place and firm when they are not given.

    In a disposal session all that the session knows is taken from it. Whoever witnesses sees that it passed, unless `result` says otherwise.
    particle_area: in hundredths of a square millimetre, 0 when nobody measured.
    """
    policy, under_way = effective(desk.policy), desk.sessions.get(session)
    work = under_way.started if under_way else None
    given, allowed = agreed(desk, asset, approval=approval, session=session, day=moment.day)
    steps = steps_of((not work and method) or (allowed.steps or allowed.method if allowed else ""))
    stated = _stated(asset, steps, asserted)
    area = particle_area or None
    deciding = decisive(
        asset.arrival.medium, steps, stated, pi_class=asset.handled_as, profile=policy["profile"], area=area
    ) or "".join(steps[-1:])
    by = work.performed_by if work else performed_by
    watching, checking = (work.witness, work.verified_by) if work else (witness, verified_by)
    where = (not work and place) or (allowed.place if allowed else "") or asset.place
    firm = vendor or (allowed.vendor if allowed else "") or _firm_of(desk, by) or _firm_at(desk, where)
    seen = verification or ("visual" if watching else "")
    fact = e.Disposed(
        asset=asset.number,
        method=deciding,
        steps=steps if len(steps) > 1 else (),
        level=_level(asset, steps, stated, policy, area=area),
        approval=given,
        performed_by=by,
        witness=watching,
        place=where,
        verified_by=checking,
        result=found(_destroying(steps) or deciding, seen, claimed=result or "pass"),
        verification=seen,
        asserted=stated,
        asserted_by=(moment.operator or by) if stated else "",
        particle_area=particle_area,
        serial_seen=serial_seen,
        live_copies=asset.live_copies,
        certificate_no=certificate_no,
        certificate_due=certificate_due
        or (work.certificate_due if work and not certificate_no else "")
        or _due(policy, moment.day, firm, certificate_no),
        vendor=firm,
        destination=destination,
        tool=tool,
        equipment=equipment or (work.equipment if work else ""),
        conditions=conditions.strip(),
        evidence=tuple(evidence),
        remarks=remarks,
        session=session,
    )
    return _counted(policy, _filed(desk, asset, done(desk, fact, moment, asset=asset, scan=scan), files, moment))


def agreed(
    desk: Contract, asset: Asset, *, approval: str = "", session: str = "", day: str
) -> tuple[str, e.SessionStarted | e.DisposalApproved | None]:
    """The number of the approval that a disposal goes by, and what says how and where: the session, or else the approval."""
    if session in desk.sessions:
        work = desk.sessions[session].started
        return work.approval, work
    given = (
        approval
        or only_approval(desk, asset, e.DisposalApproved, day, fits=_is_for_disposal)
        or only_approval(desk, asset, e.DisposalApproved, day)
    )
    terms = desk.approvals.get(given)
    return given, terms if isinstance(terms, e.DisposalApproved) else None


def validate(
    desk: Contract,
    asset: Asset,
    *,
    validated_by: str,
    decision: str = "accepted",
    remarks: str = "",
    moment: Moment,
    scan: Scan | None = None,
) -> list[e.Fact]:
    """妥当性確認: the responsible person accepts the result, or rejects it; then it must be done again, by another method or the same (redo)."""
    fact = e.Validated(asset=asset.number, decision=decision, validated_by=validated_by, remarks=remarks)
    return done(desk, fact, moment, asset=asset, scan=scan)


def certify(
    desk: Contract,
    asset: Asset,
    *,
    certificate_no: str,
    issued_on: str,
    issuer: str,
    document: str = "",
    moment: Moment,
    scan: Scan | None = None,
) -> list[e.Fact]:
    """消去証明書・廃棄証明書 (clause 41): it has come, from whoever did the work, or we issued it."""
    fact = e.Certified(
        asset=asset.number, certificate_no=certificate_no, issued_on=issued_on, issuer=issuer, document=document
    )
    return done(desk, fact, moment, asset=asset, scan=scan)


def steps_of(method: str | Sequence[str]) -> tuple[str, ...]:
    """The methods in order; one or several, none when nothing was said."""
    return tuple(filter(None, (method,) if isinstance(method, str) else method))


def _stated(asset: Asset, steps: Sequence[str], asserted: Collection[str]) -> tuple[str, ...]:
    """The conditions that were stated, of those that the steps have on this medium."""
    codes = dict.fromkeys(code for step in steps for code in condition_codes(asset.arrival.medium, step))
    return tuple(code for code in codes if EVERY_CONDITION in asserted or code in asserted)


def _level(
    asset: Asset, steps: Sequence[str], stated: Collection[str], policy: Effective, *, area: int | None = None
) -> str:
    return achieved_by(
        asset.arrival.medium, steps, stated, pi_class=asset.handled_as, profile=policy["profile"], area=area
    )


def _destroying(steps: Sequence[str]) -> str:
    return next((step for step in reversed(steps) if kind_of(step) == "physical"), "")


def _is_for_disposal(approval: e.DisposalApproved) -> bool:
    return bool(_destroying(approval.steps or (approval.method,)))


def _allows_erasing(steps: tuple[str, ...], approval: e.DisposalApproved) -> bool:
    """An approval of a method that destroys nothing is one to erase."""
    return not _is_for_disposal(approval) and steps_of(approval.steps or approval.method) == steps


def _firm_of(desk: Contract, person: str) -> str:
    """The outside firm that a performer belongs to."""
    known = desk.people.get(person)
    return known.org if known and known.side == "subcontractor" else ""


def _firm_at(desk: Contract, place: str) -> str:
    """The outside firm whose site a place is."""
    known = desk.places.get(place)
    return known.org if known and known.zone in SITES else ""


def _due(policy: Effective, day: str, firm: str, certificate_no: str) -> str:
    """By when the certificate of the outside firm must come; "" when it is there, or no firm did it."""
    return days_after(day, policy.days("certificate_days")) if firm and not certificate_no else ""


def _filed(
    desk: Contract, asset: Asset, facts: list[e.Fact], files: Sequence[tuple[str, str, str]], moment: Moment
) -> list[e.Fact]:
    """With the files that prove it, each once (clause 44)."""
    new = {sha256: (what, name) for what, sha256, name in files if sha256 not in asset.attached}
    by = moment.operator or getattr(facts[0], "performed_by", "")
    return [
        *facts,
        *(
            judged(
                desk,
                e.Attached(asset=asset.number, what=what, sha256=sha256, file=name, attached_by=by),
                moment,
                asset=asset,
            )
            for sha256, (what, name) in new.items()
        ),
    ]


def _counted(policy: Effective, facts: list[e.Fact]) -> list[e.Fact]:
    """With the decision of the contract's policy, where it asks nobody to accept what passed; on a violation somebody always decides."""
    act = facts[0]
    if policy.wants("validation_needed") or not isinstance(act, e.Erased | e.Disposed):
        return facts
    if act.result != "pass" or act.violation:
        return facts
    accepted = replace(
        e.Validated(asset=act.asset, decision="accepted", validated_by="", remarks="policy"), occurred=act.occurred
    )
    return [*facts, accepted]
