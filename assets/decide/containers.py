"""What follows when things are packed, or dealt with by the container they lie in?"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from msgspec.structs import replace

from assets import events as e
from assets.decide.drafts import drafts
from assets.decide.judged import done, judged
from assets.errors import BadInput
from assets.ids import Scan, make
from assets.language import N_
from assets.refusal import Reason, Refused
from assets.rules.always import void_label
from assets.state import CARRYING, Asset, Container, Contract
from assets.when import Moment

Verb = Callable[..., Sequence[e.Fact]]
CARRIED = ("move", "handover", "send", "accept", "return", "erase", "dispose", "lost", "unpack", "stocktake count")
_ITSELF = ("seal", "correct")
_BEHIND_A_SEAL = ("stocktake count",)  # an open box says nothing of what lies in it


def make_container(
    desk: Contract,
    *,
    name: str,
    place: str,
    performed_by: str,
    seal_no: str = "",
    ordinal: int,
    site: str,
    moment: Moment,
) -> list[e.Fact]:
    """容器の登録: a box or case with a number of its own; it is no asset and counts nowhere."""
    assert desk.opened is not None
    fact = e.ContainerMade(
        asset=make(desk.opened.prefix, ordinal, site=site),
        ordinal=ordinal,
        name=name,
        place=place,
        performed_by=performed_by,
        seal_no=seal_no,
    )
    return done(desk, fact, moment)


def pack(
    desk: Contract,
    asset: Asset,
    *,
    container: Container | None,
    is_empty: bool,
    contents: Sequence[Asset] = (),
    into: Scan,
    performed_by: str,
    seal: str = "",
    moment: Moment,
    scan: Scan | None = None,
) -> list[e.Fact]:
    """封入: into the container `into`, which is where the asset is; an empty one comes to it. A sealed one is opened, and the line says so."""
    first: list[e.Fact] = []
    _must_bear_its_label(container, into, deed="pack")
    if container and is_empty and not asset.container and container.place != asset.place and asset.place:
        first = done(desk, _brought(container, asset, performed_by), moment)
        container = replace(
            container, place=asset.place, holder=asset.holder, side=asset.side, whereabouts=asset.whereabouts
        )
    packed = e.Packed(asset=asset.number, source=into.number, performed_by=performed_by)
    told = done(desk, packed, moment, asset=asset, scan=scan, container=container)
    return [*first, *_opened(desk, container, contents, performed_by, seal, moment), *told]


def unpack(
    desk: Contract,
    asset: Asset,
    *,
    container: Container | None,
    contents: Sequence[Asset] = (),
    performed_by: str,
    seal: str = "",
    moment: Moment,
    scan: Scan | None = None,
) -> list[e.Fact]:
    """取出し: out of the container it lies in. A sealed one is opened by it; seal: intact or broken, as it was found."""
    fact = e.Unpacked(asset=asset.number, source=asset.container, performed_by=performed_by)
    told = done(desk, fact, moment, asset=asset, scan=scan, container=container)
    return [*_opened(desk, container, contents or (asset,), performed_by, seal, moment), *told]


def seal(
    desk: Contract,
    subject: Asset | Container,
    *,
    contents: Sequence[Asset] = (),
    seal_no: str,
    performed_by: str,
    seal: str = "",
    moment: Moment,
    scan: Scan | None = None,
) -> list[e.Fact]:
    """封印: a new seal on an asset or a container; seal: intact or broken, as the old one was found. A container's seal is that of its contents."""
    fact = e.Sealed(asset=subject.number, seal_no=seal_no, performed_by=performed_by, seal=seal)
    if isinstance(subject, Asset):
        return done(desk, fact, moment, asset=subject, scan=scan)
    return _with_drafts(desk, subject, contents, [judged(desk, fact, moment)], moment)


def carry(
    desk: Contract,
    container: Container,
    *,
    contents: Sequence[Asset],
    verb: Verb,
    deed: str,
    moment: Moment,
    scan: Scan,
) -> list[e.Fact]:
    """A deed done to everything in a container by its label, all or nothing (R00-7); the container's own line, with its seal, comes first.

    Raises Refused with the reasons of every item, BadInput when the deed is not done to containers, or there is nothing in it.
    """
    _must_bear_its_label(container, scan, deed=deed)
    if deed in _ITSELF:
        return list(verb(desk, container, contents=contents, moment=moment, scan=scan))
    if deed not in CARRIED:
        raise BadInput(
            N_("{container} is a container: scan what lies in it, one by one."),
            hint=N_("assets container show {container}"),
            container=container.number,
        )
    if not contents:
        raise BadInput(
            N_("Container {container} is empty."),
            hint=N_("assets pack NUMBER --into {container}"),
            container=container.number,
        )
    if deed in _BEHIND_A_SEAL and not container.is_sealed:
        raise BadInput(
            N_("Container {container} is not sealed: scan what lies in it, one by one."),
            hint=N_("assets container show {container}"),
            container=container.number,
        )
    told = _all_or_nothing(desk, container, contents, verb, deed=deed, moment=moment)
    _each_is_counted(container, told)
    own = next((fact for fact in told if isinstance(fact, CARRYING)), None)
    if own is not None:
        told = [_its_own(container, own), *(_without_seal(fact) for fact in told)]
    return _with_drafts(desk, container, contents, told, moment)


def _must_bear_its_label(container: Container | None, scan: Scan, *, deed: str) -> None:
    """R00-5: a label that was replaced by a newer one is void, a container's too."""
    for void in void_label(scan, container) if container else ():
        raise Refused([Reason("R00-5", 23, void.message, void.fields, void.hint)], deed=deed, asset=scan.number)


def _all_or_nothing(
    desk: Contract, container: Container, contents: Sequence[Asset], verb: Verb, *, deed: str, moment: Moment
) -> list[e.Fact]:
    told: list[e.Fact] = []
    against: dict[tuple[str, str], Reason] = {}
    for asset in contents:
        try:
            under = _under_its_seal(container, asset, deed)
            told += _without_drafts(verb(desk, under, moment=moment, scan=Scan(container.number, "")))
        except Refused as refused:
            against |= {(reason.rule, reason.sentence()): reason for reason in refused.reasons}
    if against:
        raise Refused(against.values(), deed=deed, asset=container.number)
    return list(dict.fromkeys(told))


def _without_drafts(facts: Sequence[e.Fact]) -> list[e.Fact]:
    return [fact for fact in facts if not isinstance(fact, (e.IncidentOpened, e.IncidentAffected))]


def _with_drafts(
    desk: Contract, container: Container, contents: Sequence[Asset], told: Sequence[Any], moment: Moment
) -> list[e.Fact]:
    """What was done at once opens one incident for each cause; what befell the container befell everything in it."""
    alone = [fact for fact in told if fact.asset != container.number]
    own = (fact for fact in told if fact.asset == container.number)
    shared = [replace(fact, asset=one.number) for fact in own for one in contents]
    return [*told, *drafts(desk, [*alone, *shared], moment, assets={one.number: one for one in contents})]


def _under_its_seal(container: Container, asset: Asset, deed: str) -> Asset:
    """What arrives in a container arrives under the container's seal."""
    return replace(asset, seal_no=container.seal_no) if deed in ("handover", "accept") else asset


def _each_is_counted(container: Container, told: Sequence[e.Fact]) -> None:
    if any(isinstance(fact, (e.HandedOver, e.Accepted)) and fact.quantity >= 0 for fact in told):
        raise BadInput(
            N_("--quantity counts the pieces of one asset, not what lies in {container}."),
            hint=N_("assets stocktake count   counts what lies in it, or leave --quantity out."),
            container=container.number,
        )


def _its_own(container: Container, fact: Any) -> e.Fact:
    """The container's line beside those of its contents: the same deed, under the seal that is on it."""
    sealed = {"seal_no": fact.seal_no or container.seal_no} if "seal_no" in fact.__struct_fields__ else {}
    told: e.Fact = replace(fact, asset=container.number, **sealed)
    return told


def _without_seal(fact: Any) -> e.Fact:
    """The new seal is the container's, not that of each thing in it."""
    return replace(fact, seal_no="") if isinstance(fact, (e.HandedOver, e.Sent)) else fact


def _brought(container: Container, asset: Asset, performed_by: str) -> e.Fact:
    return e.Moved(asset=container.number, place=asset.place, holder=asset.holder, performed_by=performed_by)


def _opened(
    desk: Contract,
    container: Container | None,
    contents: Sequence[Asset],
    performed_by: str,
    found: str,
    moment: Moment,
) -> list[e.Fact]:
    if container is None or not container.is_sealed:
        return []
    fact = e.Sealed(asset=container.number, seal_no="", performed_by=performed_by, seal=found)
    return _with_drafts(desk, container, contents, [judged(desk, fact, moment)], moment)
