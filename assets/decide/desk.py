"""What follows for the contract's desk?"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

from msgspec.structs import replace

from assets import events as e
from assets.decide.judged import done, judged
from assets.errors import BadInput, NotFound
from assets.language import N_
from assets.state import NOWHERE, Asset, Contract, covers
from assets.when import Moment


def open_contract(
    desk: Contract, opened: e.ContractOpened, further: Iterable[e.Fact], *, moment: Moment
) -> list[e.Fact]:
    """契約の登録: the contract with the people responsible, protocol, approvals and subcontracts that came with it."""
    if desk.opened is not None:
        raise BadInput(
            N_("Contract {number} is in the ledger already."), hint=N_("assets contract list"), number=opened.number
        )
    return [judged(desk, fact, moment) for fact in (opened, *further)]


def end_contract(desk: Contract, *, trigger: str, document: str, moment: Moment) -> list[e.Fact]:
    """契約終了 (clause 40): from now on everything is to be given back, erased or disposed of, promptly (速やかに)."""
    return done(desk, e.ContractEnded(trigger=trigger, document=document), moment)


def close_contract(desk: Contract, assets: Iterable[Asset], *, moment: Moment) -> list[e.Fact]:
    """完了: refused while anything, copies included, is open (R40-1), a loss is not proved (R40-12) or the sum does not balance (R40-5)."""
    counts: Counter[str] = Counter()
    still_open: list[str] = []
    waiting: dict[str, list[str]] = defaultdict(list)
    given_up: dict[str, str] = {}
    for asset in assets:
        if asset.ending in NOWHERE:
            continue
        counts.update((asset.origin, asset.ending))
        if isinstance(asset.end, e.Lost):
            given_up[asset.number] = asset.end.incident
        if not asset.is_ended:
            still_open.append(asset.number)
            waiting[asset.sanitization].append(asset.number)
    fact = e.ContractClosed(
        received=counts["received"],
        copied=counts["copied"],
        produced=counts["produced"],
        returned=counts["returned"],
        erased=counts["erased"],
        disposed=counts["disposed"],
        lost=counts["lost"],
    )
    return done(desk, fact, moment, open_assets=tuple(still_open), waiting=waiting, given_up=given_up)


def add_place(desk: Contract, place: e.PlaceAdded, *, moment: Moment) -> list[e.Fact]:
    """A place with its zone; nothing when it stands like that already."""
    return [] if _same(desk.places.get(place.place), place) else [judged(desk, place, moment)]


def add_person(desk: Contract, person: e.PersonAdded, *, holding: Iterable[str] = (), moment: Moment) -> list[e.Fact]:
    """A line of the roster; nothing when it stands like that already.

    Somebody who left stays so when an old list is read again, and comes back only with a first day after the last one; an old list changes
    nothing of that second stint either. A last day, or an earlier one than before, is refused while the person is `holding` anything.
    """
    known = desk.people.get(person.person)
    if known and any(person.start == line.start for line in desk.former.get(person.person, ())):
        person = replace(person, start=known.start, end=known.end)
    elif known and known.end and not person.end and person.start <= known.end:
        person = replace(person, end=known.end)
    sooner = (person.end or "9999") < (known.end if known and known.end else "9999")
    return [] if _same(known, person) else [judged(desk, person, moment, holding=tuple(holding) if sooner else ())]


def _same(known: e.Fact | None, told: e.Fact) -> bool:
    """Whether two facts say the same, however they were recorded."""
    return known is not None and replace(known, occurred="", flags=(), clock="") == told


def name_responsible(desk: Contract, named: e.ResponsibleNamed, *, moment: Moment) -> list[e.Fact]:
    """管理責任者 (clause 15) of one side from a day on; nothing when that person answers for it then already."""
    answers = desk.responsible_on(named.side, named.start) == named.person
    return [] if answers else done(desk, named, moment)


def person_leaves(
    desk: Contract,
    person: str,
    *,
    holding: Iterable[str],
    exit_pledged_on: str,
    checked_by: str = "",
    moment: Moment,
) -> list[e.Fact]:
    """退職・離任 (clause 8): refused while the person holds anything; told again, it adds the pledge or who checked."""
    fact = e.PersonLeft(person=person, end=moment.day, exit_pledged_on=exit_pledged_on, checked_by=checked_by)
    return done(desk, fact, moment, holding=tuple(holding))


def set_protocol(desk: Contract, protocol: e.ProtocolSet, *, moment: Moment) -> list[e.Fact]:
    """授受方法協議書 (clause 5); the methods and the media stay as agreed before where the new one does not speak of them."""
    before = desk.protocols[-1] if desk.protocols else protocol
    whole = replace(protocol, methods=protocol.methods or before.methods, media=protocol.media or before.media)
    if not (whole.methods and whole.media):
        raise BadInput(
            N_("A protocol says how things change hands, and which media."),
            hint=N_("--method METHOD, --medium CODE"),
        )
    return done(desk, whole, moment)


def approve(
    desk: Contract, approval: e.CopyApproved | e.DisposalApproved, assets: Iterable[Asset], *, moment: Moment
) -> list[e.Fact]:
    """An approval of the client, written onto every asset it covers, so that a scan need not search for it.

    A provision of the specification (仕様書の定め) holds from the contract's first day, unless another is said.
    """
    if not approval.approved_on and desk.opened:
        approval = replace(approval, approved_on=desk.opened.start)
    deed = "copy" if isinstance(approval, e.CopyApproved) else "dispose"
    covered = {asset.number: asset for asset in assets if not asset.is_ended}.values()
    return [
        judged(desk, approval, moment),
        *(
            judged(desk, e.Authorised(asset=asset.number, deed=deed, approval=approval.number), moment)
            for asset in covered
        ),
    ]


def is_covered(approval: e.CopyApproved | e.DisposalApproved, asset: Asset) -> bool:
    """Whether an approval's `sources` name the asset by its title; copies only when it extends to copies of copies."""
    fits = asset.origin != "copied" or isinstance(approval, e.DisposalApproved) or approval.copies_of_copies
    return fits and covers(approval.sources, asset.arrival.title)


def confirm_approval(desk: Contract, number: str, *, document: str, moment: Moment) -> list[e.Fact]:
    """書面確認: an oral approval is confirmed by a document; nothing when it is in writing already. Raises NotFound for a number nobody gave."""
    approval = desk.approvals.get(number)
    if approval is None:
        raise NotFound(
            N_("There is no approval {number} in {contract}."),
            hint=N_("assets contract show {contract}"),
            number=number,
            contract=desk.number,
        )
    if approval.form != "oral" or number in desk.confirmed:
        return []
    return done(desk, e.ApprovalConfirmed(number=number, document=document), moment)


def give_consent(desk: Contract, consent: e.ConsentGiven, *, moment: Moment) -> list[e.Fact]:
    """書面承諾 (clause 6): the client's prior written consent to a purpose that is none of the contract's."""
    return done(desk, consent, moment)
