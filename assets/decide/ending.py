"""What follows when an asset ends?"""

from __future__ import annotations

from assets import events as e
from assets.decide.judged import done, only_approval
from assets.ids import Scan
from assets.sanitization import achieved
from assets.state import Asset, Contract
from assets.when import Moment


def give_back(
    desk: Contract,
    asset: Asset,
    *,
    operator: str,
    released_by: str = "",
    received_by: str,
    method: str,
    place: str = "",
    receipt_no: str = "",
    moment: Moment,
    scan: Scan | None = None,
) -> list[e.Fact]:
    """返却 (clause 40): two parties, the client's one being a 授受担当者."""
    fact = e.Returned(
        asset=asset.number,
        released_by=released_by or asset.holder or operator,
        received_by=received_by,
        method=method,
        place=place,
        receipt_no=receipt_no,
    )
    return done(desk, fact, moment, asset=asset, scan=scan)


def erase(
    desk: Contract,
    asset: Asset,
    *,
    method: str,
    performed_by: str,
    verified_by: str = "",
    tool: str = "",
    conditions: str = "",
    remarks: str = "",
    moment: Moment,
    scan: Scan | None = None,
) -> list[e.Fact]:
    """消去 (clause 40): refused when the method does nothing to the medium or does not reach the level its class needs."""
    fact = e.Erased(
        asset=asset.number,
        method=method,
        level=achieved(asset.arrival.medium, method, conditions=bool(conditions.strip())),
        performed_by=performed_by,
        verified_by=verified_by,
        tool=tool,
        conditions=conditions.strip(),
        remarks=remarks,
    )
    return done(desk, fact, moment, asset=asset, scan=scan)


def dispose(
    desk: Contract,
    asset: Asset,
    *,
    method: str,
    approval: str,
    performed_by: str,
    witness: str,
    place: str,
    verified_by: str = "",
    serial_seen: str = "",
    certificate_no: str = "",
    conditions: str = "",
    remarks: str = "",
    moment: Moment,
    scan: Scan | None = None,
) -> list[e.Fact]:
    """廃棄 (clause 41): only with the client's prior approval, which also answers method and place when they are not given."""
    given = approval or only_approval(desk, asset, e.DisposalApproved, moment.day)
    terms = desk.approvals.get(given)
    allowed = terms if isinstance(terms, e.DisposalApproved) else None
    how = method or (allowed.method if allowed else "")
    fact = e.Disposed(
        asset=asset.number,
        method=how,
        level=achieved(asset.arrival.medium, how, conditions=bool(conditions.strip())),
        approval=given,
        performed_by=performed_by,
        witness=witness,
        place=place or (allowed.place if allowed else "") or asset.place,
        verified_by=verified_by,
        serial_seen=serial_seen,
        live_copies=asset.live_copies,
        certificate_no=certificate_no,
        conditions=conditions.strip(),
        remarks=remarks,
    )
    return done(desk, fact, moment, asset=asset, scan=scan)
