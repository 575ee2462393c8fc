"""What follows from a deed?

One function per verb. Each takes the contract's desk and what the operator said, asks the rules, and returns the facts to record
or raises Refused with every reason at once. Nothing here touches a file, a clock or a screen.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from msgspec.structs import replace

from assets import events as e
from assets.errors import BadInput
from assets.ids import Scan, make, next_generation, prefix_of
from assets.language import N_
from assets.rules import Case, judge
from assets.sanitization import achieved
from assets.state import Asset, Contract, covers
from assets.when import Moment

ITEM_OF_KIND = {"form": 2, "document": 3, "program": 3, "data": 1, "other": 4}


def _judged(desk: Contract, fact: e.Fact, moment: Moment, **case: Any) -> e.Fact:
    """`fact` with when it happened and the flags the rules gave it; raises Refused."""
    told = replace(fact, occurred=moment.occurred)
    flags = judge(Case(desk=desk, fact=told, day=moment.day, now=moment.now, today=moment.today, **case))
    return replace(told, flags=flags) if flags else told


# -- the contract's desk ----------------------------------------------------------------------------------------------


def open_contract(opened: e.ContractOpened, further: Iterable[e.Fact], *, moment: Moment) -> list[e.Fact]:
    """契約の登録: the contract with the people responsible, protocol, approvals and subcontracts that came with it."""
    desk = Contract(number=opened.number)
    return [_judged(desk, fact, moment) for fact in (opened, *further)]


def end_contract(desk: Contract, *, trigger: str, document: str, moment: Moment) -> list[e.Fact]:
    """契約終了 (clause 40): from now on everything is to be given back, erased or disposed of, promptly (速やかに)."""
    return [_judged(desk, e.ContractEnded(trigger=trigger, document=document), moment)]


def close_contract(desk: Contract, assets: Iterable[Asset], *, moment: Moment) -> list[e.Fact]:
    """完了: refused while anything, copies included, is open (R40-1) or the sum does not balance (R40-5)."""
    counts: Counter[str] = Counter()
    still_open: list[str] = []
    for asset in assets:
        counts.update((asset.origin, asset.ending))
        if not asset.is_ended:
            still_open.append(asset.number)
    fact = e.ContractClosed(
        received=counts["received"], copied=counts["copied"], returned=counts["returned"], erased=counts["erased"], disposed=counts["disposed"],
        lost=counts["lost"],
    )  # fmt: skip
    return [_judged(desk, fact, moment, open_assets=tuple(still_open))]


def add_place(desk: Contract, place: e.PlaceAdded, *, moment: Moment) -> list[e.Fact]:
    """A place with its zone; nothing when it stands like that already."""
    return [] if _same(desk.places.get(place.place), place) else [_judged(desk, place, moment)]


def add_person(desk: Contract, person: e.PersonAdded, *, moment: Moment) -> list[e.Fact]:
    """A line of the roster; nothing when it stands like that already.

    Somebody who left stays so when an old list is read again, and comes back only with a first day after the last one.
    """
    known = desk.people.get(person.person)
    if known and known.end and not person.end and person.start <= known.end:
        person = replace(person, end=known.end)
    return [] if _same(known, person) else [_judged(desk, person, moment)]


def _same(known: e.Fact | None, told: e.Fact) -> bool:
    """Whether two facts say the same, however they were recorded."""
    return known is not None and replace(known, occurred="", flags=(), clock="") == told


def person_leaves(desk: Contract, person: str, *, holding: Iterable[str], exit_pledged_on: str, moment: Moment) -> list[e.Fact]:
    """退職・離任 (clause 8): refused while the person holds anything."""
    fact = e.PersonLeft(person=person, end=moment.day, exit_pledged_on=exit_pledged_on)
    return [_judged(desk, fact, moment, holding=tuple(holding))]


def set_protocol(desk: Contract, protocol: e.ProtocolSet, *, moment: Moment) -> list[e.Fact]:
    """授受方法協議書 (clause 5)."""
    return [_judged(desk, protocol, moment)]


def add_subcontract(desk: Contract, subcontract: e.SubcontractAdded, *, moment: Moment) -> list[e.Fact]:
    """再委託の承認 (clauses 19 and 20)."""
    return [_judged(desk, subcontract, moment)]


def approve(desk: Contract, approval: e.CopyApproved | e.DisposalApproved, assets: Iterable[Asset], *, moment: Moment) -> list[e.Fact]:
    """An approval of the client, written onto every asset it covers, so that a scan need not search for it."""
    if approval.number in desk.approvals:
        raise BadInput(N_("Approval {number} is recorded already."), hint=N_("assets contract show {contract}"), number=approval.number, contract=desk.number)
    deed = "copy" if isinstance(approval, e.CopyApproved) else "dispose"
    covered = {asset.number: asset for asset in assets if not asset.is_ended}.values()
    return [
        _judged(desk, approval, moment),
        *(_judged(desk, e.Authorised(asset=asset.number, deed=deed, approval=approval.number), moment) for asset in covered),
    ]


def is_covered(approval: e.CopyApproved | e.DisposalApproved, asset: Asset) -> bool:
    """Whether an approval's `sources` name the asset by its title; a copy of a copy needs an approval of its own."""
    original = asset.origin == "received" or isinstance(approval, e.DisposalApproved)
    return original and covers(approval.sources, asset.arrival.title)


# -- intake -----------------------------------------------------------------------------------------------------------


def receive(
    desk: Contract, values: Mapping[str, Any], *, ordinal: int, site: str, live_serials: Iterable[str], moment: Moment,
    numeric_serial: bool = False,
) -> list[e.Fact]:  # fmt: skip
    """受領: a new asset, numbered; `values` are the fields of Received. Approvals that name its title are written onto it."""
    assert desk.opened is not None
    fact = e.Received(
        **{"item": ITEM_OF_KIND.get(values.get("info_kind", "data"), 1), **values},
        asset=make(desk.opened.prefix, ordinal, site=site), ordinal=ordinal, approvals=desk.approvals_for(values["title"]),
    )  # fmt: skip
    return [_judged(desk, fact, moment, live_serials=tuple(live_serials), numeric_serial=numeric_serial)]


def copy(
    desk: Contract, source: Asset, *, values: Mapping[str, Any], approval: str, purpose: str, performed_by: str, ordinal: int, site: str,
    live_serials: Iterable[str], moment: Moment, scan: Scan | None = None, numeric_serial: bool = False,
) -> list[e.Fact]:  # fmt: skip
    """複製 (clause 21): a new asset that inherits title, class and items, with its copy number under the approval."""
    given = approval or _only_approval(desk, source, e.CopyApproved, moment.day)
    terms = desk.approvals.get(given)
    allowed = terms if isinstance(terms, e.CopyApproved) else None
    kept = source.arrival
    fact = e.Copied(
        **{
            "title": kept.title, "item": kept.item, "pi_class": kept.pi_class, "info_items": kept.info_items, "info_kind": kept.info_kind,
            "record_count": kept.record_count, "spec_reference": kept.spec_reference, "owner": "contractor", "place": allowed.place if allowed else "", **values,
        },
        asset=make(prefix_of(source.number), ordinal, site=site), ordinal=ordinal, source=source.number, approval=given,
        copy_no=source.copies.get(given, 0) + 1, copies=allowed.max_copies if allowed else 0, performed_by=performed_by,
        purpose=purpose or (allowed.purpose if allowed else ""),
        approvals=tuple(number for number in desk.approvals_for(kept.title) if isinstance(desk.approvals[number], e.DisposalApproved)),
    )  # fmt: skip
    return [_judged(desk, fact, moment, asset=source, scan=scan, live_serials=tuple(live_serials), numeric_serial=numeric_serial)]


# -- custody ----------------------------------------------------------------------------------------------------------


def move(desk: Contract, asset: Asset, *, place: str, performed_by: str, holder: str = "", moment: Moment, scan: Scan | None = None) -> list[e.Fact]:
    """移動: to another place inside the areas (clause 11)."""
    return [_judged(desk, e.Moved(asset=asset.number, place=place, performed_by=performed_by, holder=holder), moment, asset=asset, scan=scan)]


def handover(
    desk: Contract, asset: Asset, *, operator: str, released_by: str = "", received_by: str, place: str, method: str = "", purpose: str = "", seal_no: str = "",
    moment: Moment, scan: Scan | None = None,
) -> list[e.Fact]:  # fmt: skip
    """授受: both parties present (clause 5). Whoever holds it releases it, unless somebody is named."""
    fact = e.HandedOver(
        asset=asset.number, released_by=released_by or asset.holder or operator, received_by=received_by, side=_side(desk, received_by), place=place or asset.place,
        method=method, purpose=purpose, seal_no=seal_no,
    )  # fmt: skip
    return [_judged(desk, fact, moment, asset=asset, scan=scan)]


def send(
    desk: Contract, asset: Asset, *, operator: str, released_by: str = "", received_by: str, place: str, method: str, seal_no: str = "", tracking_no: str = "",
    moment: Moment, scan: Scan | None = None,
) -> list[e.Fact]:  # fmt: skip
    """搬送: it is under way until the receiver accepts it."""
    fact = e.Sent(
        asset=asset.number, released_by=released_by or asset.holder or operator, received_by=received_by, side=_side(desk, received_by), place=place, method=method,
        seal_no=seal_no, tracking_no=tracking_no,
    )  # fmt: skip
    return [_judged(desk, fact, moment, asset=asset, scan=scan)]


def accept(desk: Contract, asset: Asset, *, received_by: str, place: str, condition: str = "", moment: Moment, scan: Scan | None = None) -> list[e.Fact]:
    """受領確認: by whoever it was sent to, unless somebody else of that side is named."""
    receiver = received_by or asset.receiver
    fact = e.Accepted(
        asset=asset.number, received_by=receiver, side=_side(desk, receiver), place=place or asset.destination, condition=condition
    )
    return [_judged(desk, fact, moment, asset=asset, scan=scan)]


def lose(desk: Contract, asset: Asset, *, reported_by: str, reason: str, incident: str = "", moment: Moment, scan: Scan | None = None) -> list[e.Fact]:
    """所在不明; with the number of the incident report it is given up (亡失)."""
    fact: e.AssetFact = e.WentMissing(asset=asset.number, reported_by=reported_by, reason=reason)
    if incident:
        fact = e.Lost(asset=asset.number, reported_by=reported_by, incident=incident, reason=reason)
    return [_judged(desk, fact, moment, asset=asset, scan=scan)]


def find_again(desk: Contract, asset: Asset, *, found_by: str, place: str, remarks: str = "", moment: Moment, scan: Scan | None = None) -> list[e.Fact]:
    """発見: back at a place inside the areas."""
    return [_judged(desk, e.Found(asset=asset.number, found_by=found_by, place=place, remarks=remarks), moment, asset=asset, scan=scan)]


# -- endings ----------------------------------------------------------------------------------------------------------


def give_back(
    desk: Contract, asset: Asset, *, operator: str, released_by: str = "", received_by: str, method: str, place: str = "", receipt_no: str = "",
    moment: Moment, scan: Scan | None = None,
) -> list[e.Fact]:  # fmt: skip
    """返却 (clause 40): two parties, the client's one being a 授受担当者."""
    fact = e.Returned(
        asset=asset.number, released_by=released_by or asset.holder or operator, received_by=received_by, method=method, place=place, receipt_no=receipt_no
    )
    return [_judged(desk, fact, moment, asset=asset, scan=scan)]


def erase(
    desk: Contract, asset: Asset, *, method: str, performed_by: str, verified_by: str = "", tool: str = "", conditions: str = "",
    remarks: str = "", moment: Moment, scan: Scan | None = None,
) -> list[e.Fact]:  # fmt: skip
    """消去 (clause 40): refused when the method does nothing to the medium or does not reach the level its class needs."""
    fact = e.Erased(
        asset=asset.number, method=method, level=achieved(asset.arrival.medium, method, conditions=bool(conditions.strip())),
        performed_by=performed_by, verified_by=verified_by, tool=tool, conditions=conditions.strip(), remarks=remarks,
    )  # fmt: skip
    return [_judged(desk, fact, moment, asset=asset, scan=scan)]


def dispose(
    desk: Contract, asset: Asset, *, method: str, approval: str, performed_by: str, witness: str, place: str, verified_by: str = "",
    serial_seen: str = "", certificate_no: str = "", conditions: str = "", remarks: str = "", moment: Moment, scan: Scan | None = None,
) -> list[e.Fact]:  # fmt: skip
    """廃棄 (clause 41): only with the client's prior approval, which also answers method and place when they are not given."""
    given = approval or _only_approval(desk, asset, e.DisposalApproved, moment.day)
    terms = desk.approvals.get(given)
    allowed = terms if isinstance(terms, e.DisposalApproved) else None
    how = method or (allowed.method if allowed else "")
    fact = e.Disposed(
        asset=asset.number, method=how, level=achieved(asset.arrival.medium, how, conditions=bool(conditions.strip())), approval=given,
        performed_by=performed_by, witness=witness, place=place or (allowed.place if allowed else "") or asset.place, verified_by=verified_by,
        serial_seen=serial_seen, certificate_no=certificate_no, conditions=conditions.strip(), remarks=remarks,
    )  # fmt: skip
    return [_judged(desk, fact, moment, asset=asset, scan=scan)]


def label(desk: Contract, asset: Asset, *, moment: Moment) -> list[e.Fact]:
    """A label of the next generation; the ones before it are void."""
    return [_judged(desk, e.Labelled(asset=asset.number, generation=next_generation(asset.generation)), moment, asset=asset)]


def _side(desk: Contract, person: str) -> str:
    known = desk.people.get(person)
    return known.side if known else ""


def _only_approval(desk: Contract, asset: Asset, kind: type[Any], day: str) -> str:
    """The number of the latest approval of this kind on the asset, one in force on `day` if there is such; else ""."""
    given = [desk.approvals[number] for number in asset.approvals if isinstance(desk.approvals.get(number), kind)]
    in_force = [one for one in given if one.approved_on <= day <= (one.valid_until or "9999")]
    return str((in_force or given)[-1].number) if given else ""
