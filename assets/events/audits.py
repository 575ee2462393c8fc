"""What do client and contractor tell each other about how the work is done?"""

from __future__ import annotations

from typing import ClassVar

from assets.events.fact import Fact


class SafetyMeasureSet(Fact, frozen=True, kw_only=True):
    """安全管理措置 (clause 13); measure: organisational 組織的, human 人的, physical 物理的 or technical 技術的."""

    kind: ClassVar[str] = "safety.set"
    measure: str
    description: str
    start: str
    document: str = ""


class SubjectRequested(Fact, frozen=True, kw_only=True):
    """本人等からの請求 (clause 10), without any personal detail; request: disclosure, correction, addition, deletion or third_party."""

    kind: ClassVar[str] = "subject.requested"
    number: str
    request: str
    received_on: str
    received_by: str


class SubjectForwarded(Fact, frozen=True, kw_only=True):
    """請求の通知 (clause 10): the client was told."""

    kind: ClassVar[str] = "subject.forwarded"
    number: str
    told_on: str
    told_by: str
    told_to: str


class DocumentFiled(Fact, frozen=True, kw_only=True):
    """文書: a document kept outside the ledger, recognised by its SHA-256; type: pledge, training, management_rules, approval, certificate, ..."""

    kind: ClassVar[str] = "document.filed"
    number: str
    type: str
    title: str
    sha256: str = ""
    file: str = ""
    version: str = ""
    dated: str = ""
    sent_on: str = ""
    concerns: str = ""


class AuditNoticed(Fact, frozen=True, kw_only=True):
    """監査等の通知 (clause 25): the client asks in writing for a report, documents or an audit; also for the 管理運営規定 (clause 24)."""

    kind: ClassVar[str] = "audit.noticed"
    number: str
    noticed_on: str
    scope: str
    requested_by: str
    planned_on: str = ""
    nda_no: str = ""


class AuditAnswered(Fact, frozen=True, kw_only=True):
    """監査等への対応 (clauses 25 and 27): what was done or handed in, or the good reason (正当な理由) why not; visitors: with their entry numbers."""

    kind: ClassVar[str] = "audit.answered"
    number: str
    answered_on: str
    response: str
    refused_reason: str = ""
    visitors: str = ""
    document: str = ""


class ImprovementRequested(Fact, frozen=True, kw_only=True):
    """改善要請 (clauses 24 and 29): the client asks for better measures and gives its reason in writing."""

    kind: ClassVar[str] = "improvement.requested"
    number: str
    requested_on: str
    requested_by: str
    reason: str
    audit: str = ""
    due_on: str = ""


class ImprovementAgreed(Fact, frozen=True, kw_only=True):
    """改善の協議 (clause 30): what will be done until when; cost_note: who pays (clauses 28 and 31)."""

    kind: ClassVar[str] = "improvement.agreed"
    number: str
    agreed_on: str
    action: str
    due_on: str = ""
    cost_note: str = ""


class ImprovementDone(Fact, frozen=True, kw_only=True):
    """改善の完了 (clause 30): done, and checked by somebody."""

    kind: ClassVar[str] = "improvement.done"
    number: str
    done_on: str
    verified_by: str
    document: str = ""
