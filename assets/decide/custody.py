"""What follows when an asset changes hands or place?"""

from __future__ import annotations

from assets import events as e
from assets.decide.incidents import incident_meant
from assets.decide.judged import done, side_of
from assets.ids import Scan
from assets.state import Asset, Contract
from assets.when import Moment


def move(
    desk: Contract,
    asset: Asset,
    *,
    place: str,
    performed_by: str,
    holder: str = "",
    purpose: str = "",
    moment: Moment,
    scan: Scan | None = None,
) -> list[e.Fact]:
    """移動: to another place inside the areas (clause 11); purpose: what its holder uses it for (clause 6)."""
    return done(
        desk,
        e.Moved(asset=asset.number, place=place, performed_by=performed_by, holder=holder, purpose=purpose),
        moment,
        asset=asset,
        scan=scan,
    )


def handover(
    desk: Contract,
    asset: Asset,
    *,
    operator: str,
    released_by: str = "",
    received_by: str,
    place: str,
    method: str = "",
    purpose: str = "",
    seal_no: str = "",
    seal: str = "",
    quantity: int = -1,
    seal_found: str = "",
    moment: Moment,
    scan: Scan | None = None,
) -> list[e.Fact]:
    """授受: both parties present (clause 5). Whoever holds it releases it, unless somebody is named."""
    fact = e.HandedOver(
        asset=asset.number,
        released_by=released_by or asset.holder or operator,
        received_by=received_by,
        side=side_of(desk, received_by),
        place=place or asset.place,
        method=method,
        purpose=purpose,
        seal_no=seal_no,
        seal=seal,
        quantity=quantity,
        seal_found=seal_found,
    )
    return done(desk, fact, moment, asset=asset, scan=scan)


def send(
    desk: Contract,
    asset: Asset,
    *,
    operator: str,
    released_by: str = "",
    received_by: str,
    place: str,
    method: str,
    purpose: str = "",
    seal_no: str = "",
    tracking_no: str = "",
    carrier: str = "",
    moment: Moment,
    scan: Scan | None = None,
) -> list[e.Fact]:
    """搬送: it is under way until the receiver accepts it."""
    fact = e.Sent(
        asset=asset.number,
        released_by=released_by or asset.holder or operator,
        received_by=received_by,
        side=side_of(desk, received_by),
        place=place,
        method=method,
        purpose=purpose,
        seal_no=seal_no,
        tracking_no=tracking_no,
        carrier=carrier,
    )
    return done(desk, fact, moment, asset=asset, scan=scan)


def accept(
    desk: Contract,
    asset: Asset,
    *,
    received_by: str,
    place: str,
    condition: str = "",
    seal: str = "",
    quantity: int = -1,
    seal_found: str = "",
    moment: Moment,
    scan: Scan | None = None,
) -> list[e.Fact]:
    """受領確認: by whoever it was sent to, unless somebody else of that side is named."""
    receiver = received_by or asset.receiver
    fact = e.Accepted(
        asset=asset.number,
        received_by=receiver,
        side=side_of(desk, receiver),
        place=place or asset.destination,
        condition=condition,
        seal=seal,
        quantity=quantity,
        seal_found=seal_found,
    )
    return done(desk, fact, moment, asset=asset, scan=scan)


def lose(
    desk: Contract,
    asset: Asset,
    *,
    reported_by: str,
    reason: str,
    incident: str = "",
    moment: Moment,
    scan: Scan | None = None,
) -> list[e.Fact]:
    """所在不明; missing already, it is given up (亡失) with the number of an incident that touches it."""
    if not incident:
        missing = e.WentMissing(asset=asset.number, reported_by=reported_by, reason=reason)
        return done(desk, missing, moment, asset=asset, scan=scan)
    lost = e.Lost(asset=asset.number, reported_by=reported_by, incident=incident_meant(incident), reason=reason)
    return done(desk, lost, moment, asset=asset, scan=scan)


def find_again(
    desk: Contract,
    asset: Asset,
    *,
    found_by: str,
    place: str,
    remarks: str = "",
    moment: Moment,
    scan: Scan | None = None,
) -> list[e.Fact]:
    """発見: back at a place inside the areas."""
    return done(
        desk,
        e.Found(asset=asset.number, found_by=found_by, place=place, remarks=remarks),
        moment,
        asset=asset,
        scan=scan,
    )
