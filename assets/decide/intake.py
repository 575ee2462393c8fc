"""What follows when an asset begins?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from assets import events as e
from assets.decide.judged import done, only_approval
from assets.ids import Scan, make, next_generation, prefix_of
from assets.state import Asset, Container, Contract
from assets.when import Moment


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


def copy(
    desk: Contract,
    source: Asset,
    *,
    values: Mapping[str, Any],
    approval: str,
    purpose: str,
    performed_by: str,
    ordinal: int,
    site: str,
    live_serials: Iterable[str],
    moment: Moment,
    scan: Scan | None = None,
    numeric_serial: bool = False,
) -> list[e.Fact]:
    """複製 (clause 21): a new asset that inherits title, class and items, with its copy number under the approval."""
    given = approval or only_approval(desk, source, e.CopyApproved, moment.day)
    terms = desk.approvals.get(given)
    allowed = terms if isinstance(terms, e.CopyApproved) else None
    kept = source.arrival
    fact = e.Copied(
        **{
            "title": kept.title,
            "item": kept.item,
            "pi_class": kept.pi_class,
            "info_items": kept.info_items,
            "info_kind": kept.info_kind,
            "record_count": kept.record_count,
            "spec_reference": kept.spec_reference,
            "owner": "contractor",
            "place": allowed.place if allowed else "",
            **values,
        },
        asset=make(prefix_of(source.number), ordinal, site=site),
        ordinal=ordinal,
        source=source.number,
        approval=given,
        copy_no=source.copies.get(given, 0) + 1,
        copies=allowed.max_copies if allowed else 0,
        performed_by=performed_by,
        purpose=purpose or (allowed.purpose if allowed else ""),
        approvals=tuple(
            number
            for number in desk.approvals_for(kept.title)
            if isinstance(desk.approvals[number], e.DisposalApproved)
        ),
    )
    return done(
        desk, fact, moment, asset=source, scan=scan, live_serials=tuple(live_serials), numeric_serial=numeric_serial
    )


def label(desk: Contract, subject: Asset | Container, *, moment: Moment) -> list[e.Fact]:
    """A label of the next generation, of an asset or a container; the ones before it are void."""
    asset = subject if isinstance(subject, Asset) else None
    fact = e.Labelled(asset=subject.number, generation=next_generation(subject.generation))
    return done(desk, fact, moment, asset=asset)
