"""What follows when an asset begins?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from msgspec.structs import replace

from assets import events as e
from assets.decide.judged import done, hosting, judged
from assets.ids import Scan, is_valid, make, next_generation
from assets.rules.intake import STRICTNESS
from assets.state import Asset, Container, Contract
from assets.when import Moment

_strictness = STRICTNESS.index


def receive(
    desk: Contract,
    values: Mapping[str, Any],
    *,
    ordinal: int,
    site: str,
    live_serials: Iterable[str],
    moment: Moment,
    numeric_serial: bool = False,
) -> list[e.Fact]:
    """受領: a new asset, numbered; `values` are the fields of Received. Approvals that name its title are written onto it."""
    assert desk.opened is not None
    fact = e.Received(
        **values,
        asset=make(desk.opened.prefix, ordinal, site=site),
        ordinal=ordinal,
        approvals=desk.approvals_for(values["title"]),
    )
    return done(desk, fact, moment, live_serials=tuple(live_serials), numeric_serial=numeric_serial)


def label(desk: Contract, subject: Asset | Container, *, moment: Moment) -> list[e.Fact]:
    """A label of the next generation, of an asset or a container; the ones before it are void."""
    asset = subject if isinstance(subject, Asset) else None
    fact = e.Labelled(asset=subject.number, generation=next_generation(subject.generation))
    return done(desk, fact, moment, asset=asset)


def inquire(
    desk: Contract, asset: Asset, *, number: str = "", asked: str, moment: Moment, scan: Scan | None = None
) -> list[e.Fact]:
    """照会 (clause 4): the client is asked which class it is."""
    return done(desk, e.Inquired(asset=asset.number, number=number, asked=asked), moment, asset=asset, scan=scan)


def reclassify(
    desk: Contract,
    asset: Asset,
    *,
    pi_class: str,
    document: str = "",
    reason: str = "",
    decided_by: str,
    below: Sequence[Asset] = (),
    moment: Moment,
    scan: Scan | None = None,
) -> list[e.Fact]:
    """区分変更 (clause 4): the client's answer, a stricter class, or the written notice of the class it has.

    below: what was copied from it or taken out of it, ended or not, at whatever depth. A stricter class is theirs too, and that of the hosts they
    lie or lay on; a laxer one is only this asset's, because each of them is lowered by the answer that names it.
    """
    fact = e.Reclassified(
        asset=asset.number,
        pi_class=pi_class,
        was=asset.pi_class,
        document=document,
        reason=reason,
        decided_by=decided_by,
    )
    laxer = [] if _is_lowered(fact) else [one for one in below if _strictness(one.pi_class) < _strictness(pi_class)]
    told = done(desk, fact, moment, asset=asset, scan=scan)
    for one in laxer:
        if not one.is_ended:
            told.append(judged(desk, replace(fact, asset=one.number, was=one.pi_class), moment, asset=one))
    return [*told, *_hosts_of(desk, [asset, *laxer], pi_class, moment)]


def _is_lowered(fact: e.Reclassified) -> bool:
    """Whether a class that was known becomes a laxer one."""
    return fact.was != "unknown" and _strictness(fact.pi_class) < _strictness(fact.was)


def _hosts_of(desk: Contract, data: Iterable[Asset], pi_class: str, moment: Moment) -> Iterator[e.Fact]:
    assert desk.opened is not None
    for one in data:
        if is_valid(one.arrival.host, prefixes=(desk.opened.prefix,)):
            yield hosting(one.arrival, pi_class, moment, host=one.arrival.host)
