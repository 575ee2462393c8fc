"""How does an event change an asset?

Its lines are folded in order. Folding never refuses: what is on the chain has happened.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

from assets import events as e
from assets.lines import Event
from assets.state.asset import CLASSES, Asset
from assets.state.corrections import Corrections, corrections, counting

_F = TypeVar("_F", bound=Callable[..., None])
_SILENT = (
    e.Labelled, e.Authorised, e.DisposalListed, e.IncidentAffected, e.Attached, e.Corrected, e.Inquired, e.Counted, e.Hosted,
)  # fmt: skip


ASSET_FOLDS: dict[type[e.Fact], Callable[..., None]] = {}


def _asset(fact: type[e.Fact]) -> Callable[[_F], _F]:
    def register(fold: _F) -> _F:
        ASSET_FOLDS[fact] = fold
        return fold

    return register


def fold_asset(asset: Asset | None, event: Event) -> Asset | None:
    """`asset` after one of its lines; None while the line that begins it has not come."""
    if isinstance(event.fact, e.Arrival):
        if asset is None:
            return _begin(event)
        return _source_of(asset, event)
    if asset is not None and not isinstance(event.fact, e.Refused):
        ASSET_FOLDS[type(event.fact)](asset, event.fact, event)
        asset.last_seq = event.seq
        if not isinstance(event.fact, _SILENT):
            asset.last = event.occurred
    return asset


def fold_assets(number: str, history: Iterable[Event]) -> Asset | None:
    """The asset `number`, from the lines that name it as asset or as source, as they read once corrected; None when there are none."""
    lines = list(history)
    told = corrections(lines)
    asset: Asset | None = None
    for event in lines:
        if asset is not None or event.fact.asset == number:
            asset = fold_corrected(asset, event, told)
    return asset


def fold_corrected(asset: Asset | None, event: Event, told: Corrections) -> Asset | None:
    """`asset` after one of its lines as it reads once corrected; a line taken back counts only where it begins the asset that is void."""
    if event.seq in told.voided and not (asset is None and isinstance(event.fact, e.Arrival)):
        return asset
    return fold_asset(asset, told.read(event))


def touched(fact: e.Fact) -> tuple[str, ...]:
    """Numbers of the assets that a line may change: its own, and that of what it was made or taken from."""
    source = fact.source if isinstance(fact, (e.Copied, e.Separated, e.Corrected)) else ""
    return tuple(filter(None, (getattr(fact, "asset", ""), source)))


def last_deed(number: str, history: Iterable[Event]) -> Event | None:
    """The last line that changed where the asset `number` stands and still counts; of a copy or a part, the line that made it."""
    silent = (e.Refused, *_SILENT)
    deeds = [line for line in counting(history) if number in touched(line.fact) and not isinstance(line.fact, silent)]
    return deeds[-1] if deeds else None


def _begin(event: Event) -> Asset:
    fact = event.fact
    asset = Asset(
        arrival=fact,
        origin=fact.origin if isinstance(fact, e.Separated) else event.kind,
        begun=event.occurred,
        begun_seq=event.seq,
        last=event.occurred,
        last_seq=event.seq,
        place=fact.place,
        holder="" if fact.place else fact.received_by if isinstance(fact, e.Received) else fact.performed_by,
        seal_no=fact.seal_no,
        approvals=fact.approvals,
        pi_class=fact.pi_class,
        highest_class=_known(fact.pi_class),
        notice_no=fact.notice_no,
        condition=fact.condition,
    )
    if isinstance(fact, e.Separated):
        _inherit(asset, fact)
    return asset


def _inherit(asset: Asset, fact: e.Separated) -> None:
    _settle(asset, place=fact.place, holder=fact.holder or asset.holder, side=fact.side)
    asset.highest_class = max(fact.highest_class, asset.highest_class, key=CLASSES.index)
    asset.inquired_on = fact.inquired_on
    asset.requests, asset.incidents = fact.requests, fact.incidents
    for approval in fact.copied_under:
        asset.copies[approval] = asset.copies.get(approval, 0) + 1


def _known(pi_class: str) -> str:
    return "" if pi_class == "unknown" else pi_class


def _source_of(asset: Asset, event: Event) -> Asset:
    fact = event.fact
    if isinstance(fact, e.Copied):
        asset.copies[fact.approval] = asset.copies.get(fact.approval, 0) + 1
    elif isinstance(fact, e.Extracted):
        asset.components += 1
    elif isinstance(fact, e.Split):
        _end(asset, "split", event)
    asset.last, asset.last_seq = event.occurred, event.seq
    return asset


def _settle(asset: Asset, *, place: str, holder: str, side: str) -> None:
    asset.place, asset.holder, asset.side = place, holder, side
    asset.whereabouts = "at_subcontractor" if side == "subcontractor" else "in_custody"
    asset.destination = asset.receiver = ""


def _end(asset: Asset, ending: str, event: Event) -> None:
    asset.ending, asset.ended_on, asset.end = ending, event.occurred, event.fact
    asset.place = asset.holder = asset.container = ""


def _end_by_act(asset: Asset) -> None:
    """The asset ended on the day of the act, once everything that the act needs has come."""
    if not asset.ending and asset.sanitization in ("erased", "disposed"):
        asset.ending, asset.ended_on, asset.end = asset.sanitization, asset.act_on, asset.act
        asset.place = asset.holder = asset.container = ""


@_asset(e.Authorised)
def _authorised(asset: Asset, fact: e.Authorised, event: Event) -> None:
    asset.approvals = (*asset.approvals, fact.approval)


@_asset(e.Labelled)
def _labelled(asset: Asset, fact: e.Labelled, event: Event) -> None:
    asset.generation = fact.generation


@_asset(e.Moved)
def _moved(asset: Asset, fact: e.Moved, event: Event) -> None:
    asset.place, asset.holder = fact.place, fact.holder


@_asset(e.HandedOver)
def _handed_over(asset: Asset, fact: e.HandedOver, event: Event) -> None:
    _settle(asset, place=fact.place, holder=fact.received_by, side=fact.side)
    asset.seal_no = fact.seal_no or asset.seal_no


@_asset(e.Sent)
def _sent(asset: Asset, fact: e.Sent, event: Event) -> None:
    asset.whereabouts, asset.destination, asset.receiver = "in_transit", fact.place, fact.received_by
    asset.place, asset.holder = "", fact.released_by
    asset.seal_no = fact.seal_no or asset.seal_no


@_asset(e.Accepted)
def _accepted(asset: Asset, fact: e.Accepted, event: Event) -> None:
    _settle(asset, place=fact.place, holder=fact.received_by, side=fact.side)


@_asset(e.Returned)
def _returned(asset: Asset, fact: e.Returned, event: Event) -> None:
    _end(asset, "returned", event)


@_asset(e.Erased)
@_asset(e.Disposed)
def _sanitized(asset: Asset, fact: e.Erased | e.Disposed, event: Event) -> None:
    asset.act, asset.act_on = fact, event.occurred
    asset.decision = asset.decided_by = asset.decided_on = ""
    asset.certificate_no = getattr(fact, "certificate_no", "")
    if isinstance(fact, e.Disposed):
        asset.place, asset.holder = ("", "") if asset.is_gone else (fact.place, asset.holder)


@_asset(e.Validated)
def _validated(asset: Asset, fact: e.Validated, event: Event) -> None:
    asset.decision, asset.decided_by, asset.decided_on = fact.decision, fact.validated_by, event.occurred
    if fact.decision != "accepted" and isinstance(asset.act, e.Disposed):
        asset.place = asset.act.place
    _end_by_act(asset)


@_asset(e.Certified)
def _certified(asset: Asset, fact: e.Certified, event: Event) -> None:
    asset.certificate_no = fact.certificate_no
    _end_by_act(asset)


@_asset(e.WentMissing)
def _went_missing(asset: Asset, fact: e.WentMissing, event: Event) -> None:
    asset.whereabouts, asset.container = "missing", ""


@_asset(e.Found)
def _found(asset: Asset, fact: e.Found, event: Event) -> None:
    _settle(asset, place=fact.place, holder="", side="contractor")


@_asset(e.Lost)
def _lost(asset: Asset, fact: e.Lost, event: Event) -> None:
    _end(asset, "lost", event)


@_asset(e.Inquired)
def _inquired(asset: Asset, fact: e.Inquired, event: Event) -> None:
    asset.inquired_on = asset.inquired_on or event.occurred


@_asset(e.Reclassified)
def _reclassified(asset: Asset, fact: e.Reclassified, event: Event) -> None:
    asset.pi_class, asset.inquired_on = fact.pi_class, ""
    asset.highest_class = max(asset.highest_class, _known(fact.pi_class), key=CLASSES.index)
    asset.notice_no = fact.document or asset.notice_no


@_asset(e.Hosted)
def _held_data(asset: Asset, fact: e.Hosted, event: Event) -> None:
    asset.highest_class = max(asset.highest_class, _known(fact.pi_class), key=CLASSES.index)
    others = tuple(number for number in asset.unanswered if number != fact.lying)
    asset.unanswered = (*others, fact.lying) if fact.pi_class == "unknown" else others


@_asset(e.Sealed)
def _sealed(asset: Asset, fact: e.Sealed, event: Event) -> None:
    asset.seal_no = fact.seal_no


@_asset(e.Packed)
def _packed(asset: Asset, fact: e.Packed, event: Event) -> None:
    asset.container = fact.source


@_asset(e.Unpacked)
def _unpacked(asset: Asset, fact: e.Unpacked, event: Event) -> None:
    asset.container = ""


@_asset(e.DisposalListed)
def _listed(asset: Asset, fact: e.DisposalListed, event: Event) -> None:
    asset.requests = (*asset.requests, fact.request)


@_asset(e.IncidentAffected)
def _affected(asset: Asset, fact: e.IncidentAffected, event: Event) -> None:
    if fact.incident not in asset.incidents:
        asset.incidents = (*asset.incidents, fact.incident)


@_asset(e.Counted)
def _counted(asset: Asset, fact: e.Counted, event: Event) -> None:
    asset.counted[fact.stocktake] = (*asset.counted.get(fact.stocktake, ()), (fact.result, fact.place))
    asset.counters[fact.stocktake] = asset.counters.get(fact.stocktake, frozenset()) | {fact.counted_by}
    asset.counted_on = event.occurred


@_asset(e.Corrected)
def _corrected(asset: Asset, fact: e.Corrected, event: Event) -> None:
    if fact.void and fact.of == asset.begun_seq:
        _end(asset, "void", event)


@_asset(e.Attached)
def _attached(asset: Asset, fact: e.Attached, event: Event) -> None:
    asset.attached = (*asset.attached, fact.sha256)


@_asset(e.ContainerMade)
def _no_change(asset: Asset, fact: e.AssetFact, event: Event) -> None:
    """Nothing that a decision needs."""
