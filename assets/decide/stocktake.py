"""What follows from a stock-take?

Its list is frozen when it starts; a scan is judged by the asset's own lines alone, as the list had it and as they stand now.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Sequence

from msgspec.structs import replace

from assets import events as e
from assets.decide.judged import judged, several
from assets.errors import LedgerUnusable, NotFound
from assets.ids import Scan
from assets.language import N_
from assets.state import Asset, Contract
from assets.when import Moment

PRESENT = ("found", "found_elsewhere")  # what makes an expected asset accounted for; every other result is a difference
NOT_COUNTED = "not_counted"
_THERE = (*PRESENT, "unexpected_live")
_COUNTED_ZONES = ("controlled", "handling")


def start_stocktake(
    desk: Contract,
    assets: Iterable[Asset],
    *,
    places: Sequence[str],
    mode: str,
    counted_by: str,
    second: str,
    as_of: int,
    moment: Moment,
) -> list[e.Fact]:
    """棚卸の開始 (clause 23): the live assets at `places` as of line `as_of`; without places, at all of the contractor's."""
    unknown = [place for place in places if place not in desk.places]
    if unknown:
        raise NotFound(
            N_("{place} is not a registered place."),
            hint=N_("assets place list --contract {contract}"),
            place=unknown[0],
            contract=desk.number,
        )
    ours = [number for number, place in desk.places.items() if place.zone in _COUNTED_ZONES]
    started = e.StocktakeStarted(
        number=f"棚-{len(desk.stocktakes) + 1:03d}",
        places=tuple(dict.fromkeys(places)) or tuple(ours),
        mode=mode,
        counted_by=counted_by,
        second=second,
        as_of=as_of,
        expected=0,
        expected_hash="",
        whole=not places,
    )
    numbers = [asset.number for asset in assets if expects(started, asset)]
    frozen = replace(started, expected=len(numbers), expected_hash=e.list_hash(numbers))
    return several(desk, [(frozen, None)], moment)


def expects(started: e.StocktakeStarted, asset: Asset | None) -> bool:
    """Whether an asset, as it stands, should be seen: it is live and not destroyed, not on its way, and at a place counted, or held without one."""
    if asset is None or asset.is_ended or asset.is_gone or asset.whereabouts == "in_transit":
        return False
    return asset.place in started.places or (started.whole and not asset.place and asset.side == "contractor")


# -- one scan ---------------------------------------------------------------------------------------------------------


def count(
    desk: Contract,
    asset: Asset,
    *,
    frozen: Asset | None,
    stocktake: str,
    place: str,
    counted_by: str,
    condition: str = "",
    seal: str = "",
    quantity: int = -1,
    along: Iterable[tuple[Asset, Asset | None]] = (),
    moment: Moment,
    scan: Scan | None = None,
) -> list[e.Fact]:
    """棚卸の1点: what a scan of an asset of this contract means; nothing when it is counted already, or nothing to count.

    frozen: the asset as the list's line left it, None when it came later. It never moves the asset.
    along: the data that lies on it, each as it stands and as the list has it: nobody can scan data, so it is seen with its host.
    """
    seen = e.Counted(
        asset=asset.number,
        stocktake=stocktake,
        result="",
        place=place,
        counted_by=counted_by,
        scanned=f"{scan.number}.{scan.generation}" if scan and _is_void(asset, scan) else "",
        condition=condition,
        seal=seal,
        quantity=quantity,
    )
    told = [(replace(seen, result=result), asset) for result in _results(desk, asset, frozen, seen)]
    told += [] if asset.is_ended else _on_it(desk, seen, along)
    if not told:
        several(desk, [(seen, asset)], moment)  # judged all the same: a closed stock-take takes no scan
    return several(desk, told, moment)


def _results(desk: Contract, asset: Asset, frozen: Asset | None, seen: e.Counted) -> list[str]:
    """What a scan tells that this stock-take does not know yet."""
    taken = desk.stocktakes.get(seen.stocktake)
    expected = taken is not None and expects(taken.started, frozen)
    results = [_presence(asset, seen.stocktake, place=seen.place, expected=expected), *_remarks(asset, seen)]
    known = {result for result, _place in asset.counted.get(seen.stocktake, ())}
    return [result for result in results if result and (result not in known or result == "duplicate_scan")]


def _on_it(
    desk: Contract, host: e.Counted, along: Iterable[tuple[Asset, Asset | None]]
) -> list[tuple[e.Counted, Asset]]:
    told = []
    for data, frozen in along:
        seen = replace(host, asset=data.number, scanned=host.asset, condition="", seal="", quantity=-1)
        results = [result for result in _results(desk, data, frozen, seen) if result in PRESENT]
        told += [(replace(seen, result=result), data) for result in results]
    return told


def _presence(asset: Asset, stocktake: str, *, place: str, expected: bool) -> str:
    """How it is there; "" when that is known already, or when it is there by a deed that came after the list."""
    if asset.is_ended or asset.is_gone:
        in_the_pool = asset.ending == "erased" and asset.arrival.owner == "contractor"
        return "" if in_the_pool else "ended_but_present"
    before = asset.counted.get(stocktake, ())
    there = [result for result, _place in before if result in _THERE]
    if there:
        return _again(asset, there[0], [at for _result, at in before], place=place)
    at_home = asset.whereabouts != "missing" and (asset.place == place or _is_held_without_place(asset))
    if expected:
        return "found" if at_home else "found_elsewhere"
    return "" if at_home else "unexpected_live"


def _again(asset: Asset, was: str, places: Sequence[str], *, place: str) -> str:
    """Scanned before: at the same place it counts once; at another it is a second one, unless the record brought it there since."""
    moved_since = was == "found" and asset.place == place
    return "" if moved_since or place in places else "duplicate_scan"


def _is_held_without_place(asset: Asset) -> bool:
    return asset.whereabouts == "in_custody" and not asset.place


def _remarks(asset: Asset, seen: e.Counted) -> list[str]:
    """What is wrong with it beside its place; what has ended is wrong enough."""
    if asset.is_ended or asset.is_gone:
        return []
    other_quantity = seen.quantity >= 0 and seen.quantity != asset.arrival.quantity
    given = {
        "label_void": seen.scanned.startswith(f"{asset.number}."),
        "seal_broken": seen.seal == "broken",
        "condition_changed": other_quantity or (bool(seen.condition) and seen.condition != asset.condition),
    }
    return [result for result, is_so in given.items() if is_so]


def _is_void(asset: Asset, scan: Scan) -> bool:
    return bool(scan.generation) and scan.generation != asset.generation


def count_stranger(
    desk: Contract,
    *,
    result: str,
    scanned: str,
    before: Iterable[e.Counted],
    stocktake: str,
    place: str,
    counted_by: str,
    moment: Moment,
) -> list[e.Fact]:
    """What this contract has no number for: `unregistered`, or of another contract (`unexpected_live`), whose data is never told here.

    before: what was counted in this stock-take without a number; scanned: what was read.
    """
    at = [seen.place for seen in before if seen.stocktake == stocktake and seen.scanned == scanned]
    fact = e.Counted(
        asset="",
        stocktake=stocktake,
        result="duplicate_scan" if at else result,
        place=place,
        counted_by=counted_by,
        scanned=scanned,
    )
    told = several(desk, [(fact, None)], moment)
    return [] if place in at else told


# -- the result -------------------------------------------------------------------------------------------------------


def close_stocktake(
    desk: Contract,
    *,
    stocktake: str,
    frozen: Iterable[Asset],
    assets: Iterable[Asset],
    strangers: Sequence[e.Counted],
    approved_by: str,
    remarks: str = "",
    moment: Moment,
) -> list[e.Fact]:
    """棚卸の終了: everything expected and not seen goes missing in the same breath; it is searched for, never written off here.

    approved_by: who closes it, answers for the result and reports what is missing.
    frozen: the assets as the list's line left them; assets: as they stand now; strangers: what was counted without a number.
    """
    taken = desk.stocktakes.get(stocktake)
    started = taken.started if taken else None
    now = {asset.number: asset for asset in assets}
    expected = [asset.number for asset in frozen if started and expects(started, asset)]
    if started and not (taken and taken.closed) and e.list_hash(expected) != started.expected_hash:
        raise LedgerUnusable(
            N_("The list of stock-take {number} is not the one that was frozen."),
            hint=N_("assets verify"),
            number=stocktake,
        )
    came_to = {number: _came_to(now.get(number), started, stocktake) for number in expected}
    missing = [now[number] for number, result in came_to.items() if result == "missing"]
    sums = Counter(came_to.values())
    others = sum(
        result not in PRESENT for asset in now.values() for result, _place in asset.counted.get(stocktake, ())
    ) + sum(seen.stocktake == stocktake for seen in strangers)
    closed = e.StocktakeClosed(
        number=stocktake,
        expected=len(expected),
        found=sums["found"],
        found_elsewhere=sums["found_elsewhere"],
        missing=sums["missing"],
        gone=sums["gone"],
        others=others,
        certified=not (missing or sums["found_elsewhere"] or others),
        approved_by=approved_by,
        remarks=remarks,
    )
    counters = frozenset().union(*(asset.counters.get(stocktake, ()) for asset in now.values()))
    counters |= {seen.counted_by for seen in strangers if seen.stocktake == stocktake}
    told = judged(desk, closed, moment, counters=counters)
    hosts = {asset.number for asset in missing}
    on_them = [asset for asset in now.values() if asset.arrival.host in hosts and _is_unlisted_data(asset, came_to)]
    went = [(_went_missing(asset, stocktake, reported_by=approved_by), asset) for asset in (*missing, *on_them)]
    return [*several(desk, went, moment), told]


def _is_unlisted_data(asset: Asset, listed: Container[str]) -> bool:
    """Data that came onto its host after the list was frozen goes where the host goes, though no sum counts it."""
    held = asset.whereabouts == "in_custody" and not (asset.is_ended or asset.is_erased)
    return held and asset.number not in listed


def _came_to(asset: Asset | None, started: e.StocktakeStarted | None, stocktake: str) -> str:
    """found, found_elsewhere, missing, or gone: by the record it ended or left the places counted since."""
    if asset is None or started is None:
        return "gone"
    seen = [result for result, _place in asset.counted.get(stocktake, ()) if result in PRESENT]
    return seen[0] if seen else "missing" if expects(started, asset) else "gone"


def _went_missing(asset: Asset, stocktake: str, *, reported_by: str) -> e.WentMissing:
    return e.WentMissing(asset=asset.number, reported_by=reported_by, reason=NOT_COUNTED, stocktake=stocktake)
