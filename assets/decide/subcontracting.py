"""What follows when work is given on to another firm?"""

from __future__ import annotations

from collections.abc import Iterable

from assets import events as e
from assets.decide.judged import done
from assets.state import Asset, Contract
from assets.when import Moment


def add_subcontract(desk: Contract, subcontract: e.SubcontractAdded, *, moment: Moment) -> list[e.Fact]:
    """再委託の承認 (clauses 19 and 20); with `parent`, 再再委託."""
    return done(desk, subcontract, moment)


def supervise(desk: Contract, supervised: e.Supervised, *, moment: Moment) -> list[e.Fact]:
    """再委託先の監督 (clause 20)."""
    return done(desk, supervised, moment)


def end_subcontract(
    desk: Contract, org: str, *, assets: Iterable[Asset], document: str = "", moment: Moment
) -> list[e.Fact]:
    """再委託の終了 (clause 20): refused while anything of `assets` is with the firm or a lower tier (R20-4)."""
    tiers = desk.tiers_below(org)
    holding = tuple(asset.number for asset in assets if tiers & _firms_with(desk, asset))
    return done(desk, e.SubcontractEnded(org=org, end=moment.day, document=document), moment, holding=holding)


def _firms_with(desk: Contract, asset: Asset) -> set[str]:
    """Subcontractors that have an asset, or are about to get it: by whoever holds or is to receive it, and by whose site it is at."""
    if asset.is_ended:
        return set()
    people = (desk.people.get(number) for number in (asset.holder, asset.receiver))
    places = (desk.places.get(number) for number in (asset.place, asset.destination))
    return {one.org for one in (*people, *places) if one and one.org and _is_theirs(one)}


def _is_theirs(one: e.PersonAdded | e.PlaceAdded) -> bool:
    return (
        one.side == "subcontractor"
        if isinstance(one, e.PersonAdded)
        else one.zone in ("subcontractor_site", "disposal_site")
    )
