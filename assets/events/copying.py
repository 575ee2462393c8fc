"""What can the client approve?"""

from __future__ import annotations

from typing import ClassVar

from assets.events.fact import AssetFact, Fact


class CopyApproved(Fact, frozen=True, kw_only=True):
    """複製の承認 (clause 21). `sources`: titles it covers from their first word on; `max_copies`: of each original.

    basis: client_approval, or spec_provision (仕様書の定め), whose `spec_clause` stands in the place of an approver;
    form: written, electronic or oral; copies_of_copies: whether a copy may be copied under it, within the same number of copies;
    erase_by: the day by which the copies must be gone.
    """

    kind: ClassVar[str] = "copy.approved"
    number: str
    approved_on: str
    approver: str = ""
    max_copies: int
    sources: tuple[str, ...] = ()
    media: tuple[str, ...] = ()
    purpose: str = ""
    place: str = ""
    valid_until: str = ""
    basis: str = "client_approval"
    spec_clause: str = ""
    form: str = "written"
    copies_of_copies: bool = False
    erase_by: str = ""


class DisposalApproved(Fact, frozen=True, kw_only=True):
    """廃棄の承認 (clause 41): the client's prior approval of a method at a place.

    request: the number of the application (廃棄承認申請書) it answers; steps: the methods in order, when there are several;
    vendor: the outside firm that does it.
    """

    kind: ClassVar[str] = "disposal.approved"
    number: str
    approved_on: str
    approver: str
    method: str
    sources: tuple[str, ...] = ()
    place: str = ""
    valid_until: str = ""
    form: str = "written"
    request: str = ""
    steps: tuple[str, ...] = ()
    vendor: str = ""


class ApprovalConfirmed(Fact, frozen=True, kw_only=True):
    """書面確認: an approval given by word of mouth was confirmed in writing."""

    kind: ClassVar[str] = "approval.confirmed"
    number: str
    document: str


class Authorised(AssetFact, frozen=True, kw_only=True):
    """An approval of the client was written onto the asset it covers; deed: copy or dispose."""

    kind: ClassVar[str] = "authorised"
    deed: str
    approval: str
