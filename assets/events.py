"""What can happen?

Every fact is a frozen struct named in the past tense; its `kind` on the event line is the struct's tag.
Dates are civil dates of Japan, `YYYY-MM-DD`; instants are UTC, milliseconds, 24 characters, `2026-11-23T08:02:11.123Z`.
Only strings, integers, booleans and lists of strings stand on a line: no floats, because four encoders write them in four ways.

Words of the annex: 受領 received, 複製 copied, 授受 handed over, 搬送 sent and accepted, 返却 returned, 消去 erased, 廃棄 disposed,
所在不明 missing, 亡失 lost, 承認 approved, 再委託 subcontracted, 名簿 roster (people), 管理区域 and 取扱区域 places.
"""

from __future__ import annotations

from typing import ClassVar

from msgspec import Struct


class Fact(Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True, kw_only=True):
    """What happened. Fields left at their default are not written.

    occurred: the day or the instant it happened, when that is not the moment it was recorded.
    flags: ids of the rules that let it pass with a remark (R00-2: entered late).
    clock: what the machine's clock said, when it stood before the line already written (order is kept).
    """

    kind: ClassVar[str] = ""
    occurred: str = ""
    flags: tuple[str, ...] = ()
    clock: str = ""


class ContractOpened(Fact, frozen=True, kw_only=True):
    """契約の登録: the genesis of a contract's chain. `nonce` makes the hash of this line the chain's own name."""

    kind: ClassVar[str] = "contract.opened"
    number: str
    title: str
    prefix: str
    client: str
    contractor: str
    annex: str
    start: str
    end: str
    purposes: tuple[str, ...]
    nonce: str


class ContractEnded(Fact, frozen=True, kw_only=True):
    """契約終了: clause 40's trigger, demand (求め), completion (履行完了) or termination (解除)."""

    kind: ClassVar[str] = "contract.ended"
    trigger: str
    document: str = ""


class ContractClosed(Fact, frozen=True, kw_only=True):
    """完了: nothing is left, copies included; the sum of clause 40 balanced to the unit."""

    kind: ClassVar[str] = "contract.closed"
    received: int
    copied: int
    returned: int
    erased: int
    disposed: int
    lost: int


class ResponsibleNamed(Fact, frozen=True, kw_only=True):
    """管理責任者 (clause 15) of one side, client or contractor, from a day on."""

    kind: ClassVar[str] = "responsible.named"
    side: str
    person: str
    start: str


class PlaceAdded(Fact, frozen=True, kw_only=True):
    """A place (保管場所) with its zone (clauses 11 and 22); entered again, it replaces what was known."""

    kind: ClassVar[str] = "place.added"
    place: str
    name: str
    zone: str
    premises: str = ""
    lock: str = ""
    entry_control: str = ""
    responsible: str = ""


class PersonAdded(Fact, frozen=True, kw_only=True):
    """One line of the roster (作業従事者名簿, clauses 7, 8 and 16); entered again, it replaces what was known."""

    kind: ClassVar[str] = "person.added"
    person: str
    name: str
    org: str
    side: str
    role: str = ""
    department: str = ""
    employment: str = ""
    transfers: bool = False
    pledged_on: str = ""
    trained_on: str = ""
    training_until: str = ""
    start: str = ""
    end: str = ""


class PersonLeft(Fact, frozen=True, kw_only=True):
    """退職・離任 (clause 8): from the day after `end` on, nobody may name this person."""

    kind: ClassVar[str] = "person.left"
    person: str
    end: str
    exit_pledged_on: str = ""


class ProtocolSet(Fact, frozen=True, kw_only=True):
    """授受方法協議書 (clause 5): the ways and media by which things change hands, from a day on."""

    kind: ClassVar[str] = "protocol.set"
    number: str
    agreed_on: str
    methods: tuple[str, ...]
    media: tuple[str, ...]
    valid_until: str = ""


class SubcontractAdded(Fact, frozen=True, kw_only=True):
    """再委託の承認 (clauses 19 and 20): who, what work, which information, how it is supervised."""

    kind: ClassVar[str] = "subcontract.added"
    org: str
    number: str
    approved_on: str
    scope_work: str
    scope_info: tuple[str, ...]
    management: str
    valid_until: str = ""


class CopyApproved(Fact, frozen=True, kw_only=True):
    """複製の承認 (clause 21). `sources`: titles it covers from their first word on; `max_copies`: of each original."""

    kind: ClassVar[str] = "copy.approved"
    number: str
    approved_on: str
    approver: str
    max_copies: int
    sources: tuple[str, ...] = ()
    media: tuple[str, ...] = ()
    purpose: str = ""
    place: str = ""
    valid_until: str = ""


class DisposalApproved(Fact, frozen=True, kw_only=True):
    """廃棄の承認 (clause 41): the client's prior approval of a method at a place."""

    kind: ClassVar[str] = "disposal.approved"
    number: str
    approved_on: str
    approver: str
    method: str
    sources: tuple[str, ...] = ()
    place: str = ""
    valid_until: str = ""


class Refused(Fact, frozen=True, kw_only=True):
    """拒否記録 (clause 44): a deed that the rules refused. Never holds what was typed into a text field.

    asset: "" when the deed named none; always written, so that no refusal is read as a line of the desk.
    """

    kind: ClassVar[str] = "refused"
    asset: str
    deed: str
    rules: tuple[str, ...]


class AssetFact(Fact, frozen=True, kw_only=True):
    """What happened to one information asset (情報資産): `asset` is its number (管理番号)."""

    asset: str


class Arrival(AssetFact, frozen=True, kw_only=True):
    """What begins an asset's life: the facts on its line of the register (管理台帳).

    ordinal: the serial part of `asset` as an integer; item: clause 23's item 1 to 4; pi_class: specific_pi, personal,
    non_personal or unknown; record_count: persons or records (件数), not pieces; -1 when nobody said.
    """

    ordinal: int
    title: str
    medium: str
    item: int
    pi_class: str
    info_items: str = ""
    info_kind: str = "data"
    record_count: int = -1
    quantity: int = 1
    unit: str = "個"
    manufacturer: str = ""
    model: str = ""
    serial: str = ""
    capacity: str = ""
    encryption: str = ""
    seal_no: str = ""
    owner: str = "client"
    place: str = ""
    spec_reference: str = ""
    approvals: tuple[str, ...] = ()
    remarks: str = ""


class Received(Arrival, frozen=True, kw_only=True):
    """受領: the client handed it over (clauses 5 and 23)."""

    kind: ClassVar[str] = "received"
    released_by: str
    received_by: str
    method: str
    handover_no: str = ""


class Copied(Arrival, frozen=True, kw_only=True):
    """複製 (clause 21): a new asset, `copy_no` of `copies` allowed, made from `source` under `approval`."""

    kind: ClassVar[str] = "copied"
    source: str
    approval: str
    copy_no: int
    copies: int
    performed_by: str
    purpose: str = ""


class Authorised(AssetFact, frozen=True, kw_only=True):
    """An approval of the client was written onto the asset it covers; deed: copy or dispose."""

    kind: ClassVar[str] = "authorised"
    deed: str
    approval: str


class Labelled(AssetFact, frozen=True, kw_only=True):
    """A label was printed; `generation` A, B, ...: the labels before it are void."""

    kind: ClassVar[str] = "labelled"
    generation: str


class Moved(AssetFact, frozen=True, kw_only=True):
    """移動: to another place inside the areas; `holder` still has it (empty: it is stored there)."""

    kind: ClassVar[str] = "moved"
    place: str
    performed_by: str
    holder: str = ""


class HandedOver(AssetFact, frozen=True, kw_only=True):
    """授受: one person gave it to another, both present (clause 5); `side` is the receiver's."""

    kind: ClassVar[str] = "handed_over"
    released_by: str
    received_by: str
    side: str
    place: str
    method: str = ""
    purpose: str = ""
    seal_no: str = ""


class Sent(AssetFact, frozen=True, kw_only=True):
    """搬送中: it left for `place`; it counts as received only when accepted there."""

    kind: ClassVar[str] = "sent"
    released_by: str
    received_by: str
    side: str
    place: str
    method: str
    seal_no: str = ""
    tracking_no: str = ""


class Accepted(AssetFact, frozen=True, kw_only=True):
    """受領確認: the receiver has it; from here on the receiver answers for it."""

    kind: ClassVar[str] = "accepted"
    received_by: str
    side: str
    place: str
    condition: str = ""


class Returned(AssetFact, frozen=True, kw_only=True):
    """返却 (clause 40): the client has it back, by two parties."""

    kind: ClassVar[str] = "returned"
    released_by: str
    received_by: str
    method: str
    place: str = ""
    receipt_no: str = ""


class Erased(AssetFact, frozen=True, kw_only=True):
    """消去 (clause 40): the information left the medium. A client's medium is still owed back (clause 33)."""

    kind: ClassVar[str] = "erased"
    method: str
    level: str
    performed_by: str
    verified_by: str = ""
    tool: str = ""
    conditions: str = ""
    remarks: str = ""


class Disposed(AssetFact, frozen=True, kw_only=True):
    """廃棄 (clause 41): the medium is no more. `approval` is the client's."""

    kind: ClassVar[str] = "disposed"
    method: str
    level: str
    approval: str
    performed_by: str
    witness: str
    place: str
    verified_by: str = ""
    serial_seen: str = ""
    certificate_no: str = ""
    conditions: str = ""
    remarks: str = ""


class WentMissing(AssetFact, frozen=True, kw_only=True):
    """所在不明: it is not where it should be; still owed, and searched for."""

    kind: ClassVar[str] = "went_missing"
    reported_by: str
    reason: str


class Found(AssetFact, frozen=True, kw_only=True):
    """発見: it is back at `place`."""

    kind: ClassVar[str] = "found"
    found_by: str
    place: str
    remarks: str = ""


class Lost(AssetFact, frozen=True, kw_only=True):
    """亡失 (clause 37): given up, with the number of the incident report. An end."""

    kind: ClassVar[str] = "lost"
    reported_by: str
    incident: str
    reason: str = ""


def _kinds(root: type[Fact]) -> dict[str, type[Fact]]:
    found = {root.kind: root} if root.kind else {}
    for child in root.__subclasses__():
        found |= _kinds(child)
    return found


KINDS: dict[str, type[Fact]] = _kinds(Fact)
