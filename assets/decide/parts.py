"""What follows when a bundle or a device is taken apart?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from assets import events as e
from assets.decide.judged import done
from assets.ids import Scan, make, prefix_of
from assets.state import Asset, Contract
from assets.when import Moment

_MANY = ("title", "medium", "item", "info_items", "info_kind", "unit", "encryption", "owner", "spec_reference", "host", "path_hint",
         "erase_by", "retention_until", "return_due_on", "manufacturer", "model", "capacity", "remarks")  # fmt: skip
_CONTENT = ("title", "item", "info_items", "info_kind", "owner", "spec_reference", "retention_until", "return_due_on")


def split(
    desk: Contract,
    asset: Asset,
    *,
    into: Sequence[int],
    performed_by: str,
    ordinal: int,
    site: str,
    moment: Moment,
    scan: Scan | None = None,
) -> list[e.Fact]:
    """分割 (clause 40): each part an asset of its own that stands as the bundle stood; a part is returned or disposed of alone.

    Records, serial and seal are those of the whole and are not known of a part. ordinal: of the first part.
    """
    told: list[e.Fact] = []
    for number, quantity in enumerate(into or (0,), start=ordinal):
        part = e.Split(
            **_kept(asset, _MANY),
            **_inherited(asset),
            asset=make(prefix_of(asset.number), number, site=site),
            ordinal=number,
            quantity=quantity,
            performed_by=performed_by,
            approvals=asset.approvals,
            copied_under=tuple(number for number, made in asset.copies.items() for _copy in range(made)),
            requests=asset.requests,
        )
        told += done(desk, part, moment, asset=asset, scan=scan, parts=tuple(into))
    return told


def extract(
    desk: Contract,
    asset: Asset,
    *,
    values: Mapping[str, Any],
    performed_by: str,
    ordinal: int,
    site: str,
    live_serials: Sequence[str],
    numeric_serial: bool = False,
    moment: Moment,
    scan: Scan | None = None,
) -> list[e.Fact]:
    """取出 (clause 23): a medium inside a device becomes an asset of its own; the device remains one. Approvals to dispose of it hold for both."""
    fact = e.Extracted(
        **{**_kept(asset, _CONTENT), **values},
        **_inherited(asset),
        asset=make(prefix_of(asset.number), ordinal, site=site),
        ordinal=ordinal,
        performed_by=performed_by,
        approvals=tuple(
            number for number in asset.approvals if isinstance(desk.approvals.get(number), e.DisposalApproved)
        ),
    )
    return done(
        desk, fact, moment, asset=asset, scan=scan, live_serials=tuple(live_serials), numeric_serial=numeric_serial
    )


def _kept(asset: Asset, names: Sequence[str]) -> dict[str, Any]:
    return {name: getattr(asset.arrival, name) for name in names}


def _inherited(asset: Asset) -> dict[str, Any]:
    """What the whole had gone through: it came in as the whole did, and is where the whole is."""
    return {
        "source": asset.number,
        "origin": asset.origin,
        "pi_class": asset.pi_class,
        "highest_class": asset.highest_class,
        "inquired_on": asset.inquired_on,
        "notice_no": asset.notice_no,
        "condition": asset.condition,
        "incidents": asset.incidents,
        "place": asset.place,
        "holder": asset.holder,
        "side": asset.side,
    }
