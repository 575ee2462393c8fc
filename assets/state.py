"""How do things stand now?

Events folded, in order, into a Contract's desk (everything a decision needs that is not about one asset) and into Assets.
Folding never refuses: what is on the chain has happened.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

from msgspec import Struct, field
from msgspec.structs import replace

from assets import events as e
from assets.lines import Event
from assets.when import day_of

Approval = e.CopyApproved | e.DisposalApproved
_F = TypeVar("_F", bound=Callable[..., None])
_D = TypeVar("_D", e.ProtocolSet, e.SubcontractAdded)


class Contract(Struct):
    """One contract's desk: people, places, protocol, approvals. `seq` is the last line folded (-1: none)."""

    number: str = ""
    seq: int = -1
    opened: e.ContractOpened | None = None
    ended: str = ""
    closed: str = ""
    responsible: dict[str, list[e.ResponsibleNamed]] = field(default_factory=dict)
    people: dict[str, e.PersonAdded] = field(default_factory=dict)
    places: dict[str, e.PlaceAdded] = field(default_factory=dict)
    protocols: list[e.ProtocolSet] = field(default_factory=list)
    subcontracts: list[e.SubcontractAdded] = field(default_factory=list)
    approvals: dict[str, Approval] = field(default_factory=dict)

    def responsible_on(self, side: str, day: str) -> str:
        """The responsible person (管理責任者) of `side` on `day`; "" when there is none."""
        named = [given.person for given in self.responsible.get(side, []) if given.start <= day]
        return named[-1] if named else ""

    def protocol_on(self, day: str) -> e.ProtocolSet | None:
        """The handover protocol in force on `day`."""
        return _in_force(self.protocols, day, "agreed_on")

    def subcontract_on(self, org: str, day: str) -> e.SubcontractAdded | None:
        """The approved subcontract of `org` in force on `day`."""
        return _in_force([given for given in self.subcontracts if given.org == org], day, "approved_on")

    def approvals_for(self, title: str) -> tuple[str, ...]:
        """Numbers of the approvals whose `sources` name this title, from its first word on."""
        return tuple(given.number for given in self.approvals.values() if covers(given.sources, title))


class Asset(Struct):
    """One information asset: how it began (`arrival`), where it is, how it ended.

    whereabouts: in_custody, in_transit, at_subcontractor or missing; ending: "" while it is live.
    copies: approval number -> copies ever made of this asset under it, ended ones included.
    """

    arrival: e.Arrival
    origin: str
    begun: str
    begun_seq: int
    last: str
    last_seq: int
    whereabouts: str = "in_custody"
    place: str = ""
    holder: str = ""
    side: str = "contractor"
    destination: str = ""
    receiver: str = ""
    seal_no: str = ""
    generation: str = ""
    approvals: tuple[str, ...] = ()
    copies: dict[str, int] = field(default_factory=dict)
    erased: e.Erased | None = None
    erased_on: str = ""
    ending: str = ""
    ended_on: str = ""
    end: e.AssetFact | None = None

    @property
    def number(self) -> str:
        """管理番号."""
        return self.arrival.asset

    @property
    def is_ended(self) -> bool:
        """Whether nothing is owed for it any more (clause 40)."""
        return bool(self.ending)

    @property
    def status(self) -> str:
        """One word for where it stands: its ending, or else its whereabouts; an erased client's medium awaits its return."""
        if self.ending or not self.erased or self.whereabouts != "in_custody":
            return self.ending or self.whereabouts
        return "erased_awaiting_return"


STATUSES = (
    "in_custody",
    "in_transit",
    "at_subcontractor",
    "missing",
    "erased_awaiting_return",
    "returned",
    "erased",
    "disposed",
    "lost",
)


def covers(sources: Iterable[str], title: str) -> bool:
    """Whether a title is one of `sources`, or begins with one of them followed by a space."""
    return any(title == source or title.startswith(source + " ") for source in sources)


def _in_force(given: Iterable[_D], day: str, since: str) -> _D | None:
    valid = [fact for fact in given if getattr(fact, since) <= day <= (fact.valid_until or "9999")]
    return max(valid, key=lambda fact: str(getattr(fact, since)), default=None)


# -- the desk ---------------------------------------------------------------------------------------------------------

_DESK: dict[type[e.Fact], Callable[..., None]] = {}
_ASSET: dict[type[e.Fact], Callable[..., None]] = {}


def _desk(fact: type[e.Fact]) -> Callable[[_F], _F]:
    def register(fold: _F) -> _F:
        _DESK[fact] = fold
        return fold

    return register


def _asset(fact: type[e.Fact]) -> Callable[[_F], _F]:
    def register(fold: _F) -> _F:
        _ASSET[fact] = fold
        return fold

    return register


def fold_desk(desk: Contract, event: Event) -> None:
    """Let one line of the desk (a line without an asset) change `desk`."""
    _DESK[type(event.fact)](desk, event.fact, event)
    desk.seq = event.seq


@_desk(e.ContractOpened)
def _opened(desk: Contract, fact: e.ContractOpened, event: Event) -> None:
    desk.opened, desk.number = fact, event.contract


@_desk(e.ContractEnded)
def _contract_ended(desk: Contract, fact: e.ContractEnded, event: Event) -> None:
    desk.ended = event.occurred


@_desk(e.ContractClosed)
def _contract_closed(desk: Contract, fact: e.ContractClosed, event: Event) -> None:
    desk.closed = event.occurred


@_desk(e.ResponsibleNamed)
def _responsible(desk: Contract, fact: e.ResponsibleNamed, event: Event) -> None:
    desk.responsible.setdefault(fact.side, []).append(fact)
    desk.responsible[fact.side].sort(key=lambda given: given.start)


@_desk(e.PlaceAdded)
def _place(desk: Contract, fact: e.PlaceAdded, event: Event) -> None:
    desk.places[fact.place] = fact


@_desk(e.PersonAdded)
def _person(desk: Contract, fact: e.PersonAdded, event: Event) -> None:
    desk.people[fact.person] = fact


@_desk(e.PersonLeft)
def _left(desk: Contract, fact: e.PersonLeft, event: Event) -> None:
    if fact.person in desk.people:
        desk.people[fact.person] = replace(desk.people[fact.person], end=fact.end)


@_desk(e.ProtocolSet)
def _protocol(desk: Contract, fact: e.ProtocolSet, event: Event) -> None:
    desk.protocols.append(fact)


@_desk(e.SubcontractAdded)
def _subcontract(desk: Contract, fact: e.SubcontractAdded, event: Event) -> None:
    desk.subcontracts.append(fact)


@_desk(e.CopyApproved)
@_desk(e.DisposalApproved)
def _approval(desk: Contract, fact: Approval, event: Event) -> None:
    desk.approvals[fact.number] = fact


@_desk(e.Refused)
def _refused(desk: Contract, fact: e.Refused, event: Event) -> None:
    """A refusal changes nothing."""


# -- an asset ---------------------------------------------------------------------------------------------------------


def fold_asset(asset: Asset | None, event: Event) -> Asset | None:
    """`asset` after one of its lines; None while the line that begins it has not come."""
    if isinstance(event.fact, e.Arrival):
        if asset is None:
            return _begin(event)
        return _copied_from(asset, event)
    if asset is not None and not isinstance(event.fact, e.Refused):
        _ASSET[type(event.fact)](asset, event.fact, event)
        asset.last_seq = event.seq
        if not isinstance(event.fact, (e.Labelled, e.Authorised)):
            asset.last = event.occurred
    return asset


def fold_assets(number: str, history: Iterable[Event]) -> Asset | None:
    """The asset `number`, from the lines that name it as asset or as source; None when there are none."""
    asset: Asset | None = None
    for event in history:
        if asset is not None or event.fact.asset == number:
            asset = fold_asset(asset, event)
    return asset


def _begin(event: Event) -> Asset:
    fact = event.fact
    copied = isinstance(fact, e.Copied)
    return Asset(
        arrival=fact,
        origin="copied" if copied else "received",
        begun=event.occurred,
        begun_seq=event.seq,
        last=event.occurred,
        last_seq=event.seq,
        place=fact.place,
        holder="" if fact.place else fact.performed_by if copied else fact.received_by,
        seal_no=fact.seal_no,
        approvals=fact.approvals,
    )


def _copied_from(asset: Asset, event: Event) -> Asset:
    asset.copies[event.fact.approval] = asset.copies.get(event.fact.approval, 0) + 1
    asset.last, asset.last_seq = event.occurred, event.seq
    return asset


def _settle(asset: Asset, *, place: str, holder: str, side: str) -> None:
    asset.place, asset.holder, asset.side = place, holder, side
    asset.whereabouts = "at_subcontractor" if side == "subcontractor" else "in_custody"
    asset.destination = asset.receiver = ""


def _end(asset: Asset, ending: str, event: Event) -> None:
    asset.ending, asset.ended_on, asset.end = ending, event.occurred, event.fact
    asset.place = asset.holder = ""


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
def _erased(asset: Asset, fact: e.Erased, event: Event) -> None:
    asset.erased, asset.erased_on = fact, day_of(event.occurred)
    if asset.arrival.owner == "contractor":
        _end(asset, "erased", event)


@_asset(e.Disposed)
def _disposed(asset: Asset, fact: e.Disposed, event: Event) -> None:
    _end(asset, "disposed", event)


@_asset(e.WentMissing)
def _went_missing(asset: Asset, fact: e.WentMissing, event: Event) -> None:
    asset.whereabouts = "missing"


@_asset(e.Found)
def _found(asset: Asset, fact: e.Found, event: Event) -> None:
    _settle(asset, place=fact.place, holder="", side="contractor")


@_asset(e.Lost)
def _lost(asset: Asset, fact: e.Lost, event: Event) -> None:
    _end(asset, "lost", event)
