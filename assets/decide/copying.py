"""What follows when something is copied or produced?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from assets import events as e
from assets.decide.judged import done, hosting, only_approval
from assets.ids import Scan, make, prefix_of
from assets.state import Asset, Contract
from assets.when import Moment


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
    family: Mapping[str, int],
    host: Asset | None = None,
    scan: Scan | None = None,
    numeric_serial: bool = False,
) -> list[e.Fact]:
    """複製 (clause 21): a new asset that inherits title, class and items, with its copy number under the approval.

    values: fields of Copied that were said; family: approval -> copies made of its original, copies of copies included;
    host: the asset that data lies on. A copy for a transfer is to be gone the same day.
    """
    given = approval or only_approval(desk, source, e.CopyApproved, moment.day)
    allowed = _allowed(desk, given)
    made = (family if allowed and allowed.copies_of_copies else source.copies).get(given, 0)
    fact = e.Copied(
        **{
            **_kept(source),
            "owner": "contractor",
            "place": _place_of(host) or (allowed.place if allowed else ""),
            "erase_by": moment.day if values.get("copy_method") == "transfer" else allowed.erase_by if allowed else "",
            **values,
        },
        asset=make(prefix_of(source.number), ordinal, site=site),
        ordinal=ordinal,
        source=source.number,
        approval=given,
        copy_no=made + 1,
        copies=allowed.max_copies if allowed else 0,
        performed_by=performed_by,
        purpose=purpose or (allowed.purpose if allowed else ""),
        approvals=_inherited(desk, source, given),
    )
    told = done(
        desk,
        fact,
        moment,
        asset=source,
        scan=scan,
        host=host,
        made=made,
        live_serials=tuple(live_serials),
        numeric_serial=numeric_serial,
    )
    return [*told, *_on(host, fact, moment)]


def _on(host: Asset | None, fact: e.Arrival, moment: Moment) -> list[e.Fact]:
    return [hosting(fact, fact.pi_class, moment, host=host.number)] if host else []


def _allowed(desk: Contract, number: str) -> e.CopyApproved | None:
    terms = desk.approvals.get(number)
    return terms if isinstance(terms, e.CopyApproved) else None


def _kept(source: Asset) -> dict[str, Any]:
    """What follows the information, whatever carries it."""
    names = ("title", "item", "info_items", "info_kind", "record_count", "spec_reference")
    kept = {name: getattr(source.arrival, name) for name in names}
    return kept | {"pi_class": source.pi_class, "notice_no": source.notice_no}


def _place_of(host: Asset | None) -> str:
    return host.place if host else ""


def _inherited(desk: Contract, source: Asset, under: str) -> tuple[str, ...]:
    """The approvals that cover a copy from its beginning: disposals by its title, and copies of copies where an approval extends to them."""
    numbers = dict.fromkeys((*desk.approvals_for(source.arrival.title), under))
    known = ((number, desk.approvals.get(number)) for number in numbers)
    return tuple(
        number
        for number, given in known
        if isinstance(given, e.DisposalApproved) or (isinstance(given, e.CopyApproved) and given.copies_of_copies)
    )


def produce(
    desk: Contract,
    *,
    values: Mapping[str, Any],
    performed_by: str,
    ordinal: int,
    site: str,
    live_serials: Iterable[str],
    moment: Moment,
    host: Asset | None = None,
    numeric_serial: bool = False,
) -> list[e.Fact]:
    """作成 (clause 33): what was made in the work is the client's like everything else, and is counted, labelled and ended like it.

    values: fields of Produced that were said; approvals that name its title are written onto it.
    """
    assert desk.opened is not None
    fact = e.Produced(
        **{"owner": "contractor", "place": _place_of(host), **values},
        asset=make(desk.opened.prefix, ordinal, site=site),
        ordinal=ordinal,
        performed_by=performed_by,
        approvals=desk.approvals_for(values["title"]),
    )
    told = done(desk, fact, moment, host=host, live_serials=tuple(live_serials), numeric_serial=numeric_serial)
    return [*told, *_on(host, fact, moment)]
