"""How can an asset's life begin?"""

from __future__ import annotations

from typing import ClassVar

from assets.events.fact import AssetFact


class Arrival(AssetFact, frozen=True, kw_only=True):
    """What begins an asset's life: the facts on its line of the register (管理台帳).

    ordinal: the serial part of `asset` as an integer; item: clause 23's item 1 to 4; pi_class: specific_pi, personal,
    non_personal or unknown; record_count: persons or records (件数), not pieces; -1 when nobody said.
    host, path_hint: on which device a logical copy lies, and where on it; erase_by: the day by which a temporary copy must be gone;
    retention_until: 保存期限; return_due_on: 返却予定日; notice_no: the client's written notice that it is 特定個人情報 (clause 4).
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
    host: str = ""
    path_hint: str = ""
    erase_by: str = ""
    retention_until: str = ""
    return_due_on: str = ""
    notice_no: str = ""
    condition: str = ""


class Received(Arrival, frozen=True, kw_only=True):
    """受領: the client handed it over (clauses 5 and 23)."""

    kind: ClassVar[str] = "received"
    released_by: str
    received_by: str
    method: str
    handover_no: str = ""


class Copied(Arrival, frozen=True, kw_only=True):
    """複製 (clause 21): a new asset, `copy_no` of `copies` allowed, made from `source` under `approval`.

    copy_method: photocopy 複写, duplicate 複製, backup バックアップ, print 印刷, transfer 転送用一時.
    """

    kind: ClassVar[str] = "copied"
    source: str
    approval: str
    copy_no: int
    copies: int
    performed_by: str
    purpose: str = ""
    copy_method: str = ""


class Produced(Arrival, frozen=True, kw_only=True):
    """作成 (clause 33): something made in the work (成果物), which is the client's like everything else."""

    kind: ClassVar[str] = "produced"
    performed_by: str
    purpose: str = ""


class Hosted(AssetFact, frozen=True, kw_only=True):
    """記憶 (clause 21): data, the asset `lying`, was put on this medium, or its class changed: the strictest class ever on it decides how it must end."""

    kind: ClassVar[str] = "hosted"
    lying: str
    pi_class: str


class Separated(Arrival, frozen=True, kw_only=True):
    """An asset that was part of another, `source`; it came into the contract as that one did (`origin`).

    What the whole had gone through holds for the part: who held it (`holder`, `side`), the strictest class it ever had, an open inquiry,
    the approvals under which it was copied (one number for each copy made), the applications and incidents it stands on.
    """

    source: str
    origin: str
    performed_by: str
    holder: str = ""
    side: str = "contractor"
    highest_class: str = ""
    inquired_on: str = ""
    copied_under: tuple[str, ...] = ()
    requests: tuple[str, ...] = ()
    incidents: tuple[str, ...] = ()


class Split(Separated, frozen=True, kw_only=True):
    """分割: a part of a bundle; the parts' quantities add up to the bundle's, which is no asset any more."""

    kind: ClassVar[str] = "split"


class Extracted(Separated, frozen=True, kw_only=True):
    """取出: a medium inside a device, listed on its own; the device remains an asset too."""

    kind: ClassVar[str] = "extracted"


class Inquired(AssetFact, frozen=True, kw_only=True):
    """照会 (clause 4): the client was asked whether it is specific personal information; open until reclassified."""

    kind: ClassVar[str] = "inquired"
    number: str = ""
    asked: str = ""


class Reclassified(AssetFact, frozen=True, kw_only=True):
    """区分変更 (clause 4): the information class changed, or was confirmed in writing by `document`."""

    kind: ClassVar[str] = "reclassified"
    pi_class: str
    was: str
    document: str = ""
    reason: str = ""
    decided_by: str = ""


class Labelled(AssetFact, frozen=True, kw_only=True):
    """A label was printed; `generation` A, B, ...: the labels before it are void."""

    kind: ClassVar[str] = "labelled"
    generation: str
