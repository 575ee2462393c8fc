"""How can an asset end, and be proved to have ended?"""

from __future__ import annotations

from typing import ClassVar

from assets.events.fact import AssetFact, Fact


class DisposalRequested(Fact, frozen=True, kw_only=True):
    """廃棄承認申請書 (clause 41): what the client is asked to approve: methods in order, where, when, by whom."""

    kind: ClassVar[str] = "disposal.requested"
    number: str
    method: str
    place: str
    reason: str = ""
    planned_on: str = ""
    performed_by: str = ""
    witness: str = ""
    vendor: str = ""
    steps: tuple[str, ...] = ()


class DisposalListed(AssetFact, frozen=True, kw_only=True):
    """The asset stands on the application `request`."""

    kind: ClassVar[str] = "disposal.listed"
    request: str


class SessionStarted(Fact, frozen=True, kw_only=True):
    """廃棄作業の開始: who performs, watches and checks, under which approval, where, with which equipment."""

    kind: ClassVar[str] = "session.started"
    session: str
    approval: str
    performed_by: str
    witness: str
    verified_by: str
    place: str
    method: str
    steps: tuple[str, ...] = ()
    equipment: str = ""
    vendor: str = ""
    certificate_due: str = ""


class SessionClosed(Fact, frozen=True, kw_only=True):
    """廃棄作業の終了: approved = done + elsewhere + remaining, and `explanation` says why anything remains.

    done: in this session; elsewhere: under the same approval in another session or in none; later: what remains is left to a later session.
    """

    kind: ClassVar[str] = "session.closed"
    session: str
    approved: int
    done: int
    remaining: int
    explanation: str = ""
    document: str = ""
    elsewhere: int = 0
    later: bool = False


class Erased(AssetFact, frozen=True, kw_only=True):
    """消去 (clause 40): the information left the medium. A client's medium is still owed back (clause 33).

    method: the step that decides the level; steps: all of them in order, when there were several.
    result: pass, fail or unknown, as `verified_by` found it by `verification`; asserted: codes of the conditions that hold, and who says so.
    evidence: further fields that prove it, `field=value`.
    """

    kind: ClassVar[str] = "erased"
    method: str
    level: str
    performed_by: str
    verified_by: str = ""
    tool: str = ""
    conditions: str = ""
    remarks: str = ""
    steps: tuple[str, ...] = ()
    result: str = "unknown"
    verification: str = ""
    asserted: tuple[str, ...] = ()
    asserted_by: str = ""
    approval: str = ""
    session: str = ""
    equipment: str = ""
    evidence: tuple[str, ...] = ()


class Disposed(AssetFact, frozen=True, kw_only=True):
    """廃棄 (clause 41): the medium is no more. `approval` is the client's.

    vendor: the outside firm that did it; certificate_due: the day by which its certificate must come; destination: where the remains went
    (recycle, waste or return); particle_area: of the pieces, in hundredths of a square millimetre, 0 when nobody measured;
    evidence: further fields that prove it, `field=value`; live_copies: numbers of its copies that were still held on that day (R41-8).
    """

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
    steps: tuple[str, ...] = ()
    result: str = "pass"
    verification: str = ""
    asserted: tuple[str, ...] = ()
    asserted_by: str = ""
    tool: str = ""
    particle_area: int = 0
    session: str = ""
    vendor: str = ""
    certificate_due: str = ""
    destination: str = ""
    equipment: str = ""
    evidence: tuple[str, ...] = ()
    live_copies: tuple[str, ...] = ()


class Validated(AssetFact, frozen=True, kw_only=True):
    """妥当性確認: the responsible person accepted the sanitization as effective, or rejected it; decision: accepted, rejected or redo.

    validated_by: "" when the contract's policy asks for nobody's decision, and the deed counts by itself.
    """

    kind: ClassVar[str] = "validated"
    decision: str
    validated_by: str
    remarks: str = ""


class Certified(AssetFact, frozen=True, kw_only=True):
    """消去証明書・廃棄証明書: the certificate has come, or was issued."""

    kind: ClassVar[str] = "certified"
    certificate_no: str
    issued_on: str
    issuer: str
    document: str = ""
