"""What can happen?

Every fact is a frozen struct named in the past tense, one module per chapter; its `kind` on the event line is the struct's tag.
Dates are civil dates of Japan, `YYYY-MM-DD`; instants are UTC, milliseconds, 24 characters, `2026-11-23T08:02:11.123Z`.
Only strings, integers, booleans and lists of strings stand on a line: no floats, because four encoders write them in four ways.

Words of the annex: 受領 received, 複製 copied, 作成 produced, 授受 handed over, 搬送 sent and accepted, 返却 returned, 消去 erased, 廃棄 disposed,
妥当性確認 validated, 所在不明 missing, 亡失 lost, 承認 approved, 再委託 subcontracted, 名簿 roster (people), 管理区域 and 取扱区域 places,
棚卸 stock-take, 事故 incident, 監査 audit, 改善 improvement, 訂正 and 取消 corrected.
"""

from __future__ import annotations

from assets.events.audits import (
    AuditAnswered,
    AuditNoticed,
    DocumentFiled,
    ImprovementAgreed,
    ImprovementDone,
    ImprovementRequested,
    SafetyMeasureSet,
    SubjectForwarded,
    SubjectRequested,
)
from assets.events.contract import (
    ConsentGiven,
    ContractClosed,
    ContractEnded,
    ContractOpened,
    PolicySet,
)
from assets.events.copying import (
    ApprovalConfirmed,
    Authorised,
    CopyApproved,
    DisposalApproved,
)
from assets.events.correcting import (
    Attached,
    Corrected,
)
from assets.events.custody import (
    Accepted,
    ContainerMade,
    Found,
    HandedOver,
    Lost,
    Moved,
    Packed,
    Returned,
    Sealed,
    Sent,
    Unpacked,
    WentMissing,
)
from assets.events.ending import (
    Certified,
    DisposalListed,
    DisposalRequested,
    Disposed,
    Erased,
    SessionClosed,
    SessionStarted,
    Validated,
)
from assets.events.fact import (
    AssetFact,
    Fact,
    Refused,
)
from assets.events.incidents import (
    IncidentAffected,
    IncidentAgreed,
    IncidentAssessed,
    IncidentClosed,
    IncidentMeasured,
    IncidentNoticed,
    IncidentOpened,
)
from assets.events.intake import (
    Arrival,
    Copied,
    Extracted,
    Hosted,
    Inquired,
    Labelled,
    Produced,
    Received,
    Reclassified,
    Separated,
    Split,
)
from assets.events.people import (
    PersonAdded,
    PersonLeft,
    PlaceAdded,
    ProtocolSet,
    ResponsibleNamed,
    SubcontractAdded,
    SubcontractEnded,
    Supervised,
)
from assets.events.stocktake import (
    Counted,
    StocktakeClosed,
    StocktakeStarted,
    list_hash,
)


def _kinds(root: type[Fact]) -> dict[str, type[Fact]]:
    found = {root.kind: root} if root.kind else {}
    for child in root.__subclasses__():
        found |= _kinds(child)
    return found


KINDS: dict[str, type[Fact]] = _kinds(Fact)

__all__ = [
    "KINDS",
    "Accepted",
    "ApprovalConfirmed",
    "Arrival",
    "AssetFact",
    "Attached",
    "AuditAnswered",
    "AuditNoticed",
    "Authorised",
    "Certified",
    "ConsentGiven",
    "ContainerMade",
    "ContractClosed",
    "ContractEnded",
    "ContractOpened",
    "Copied",
    "CopyApproved",
    "Corrected",
    "Counted",
    "DisposalApproved",
    "DisposalListed",
    "DisposalRequested",
    "Disposed",
    "DocumentFiled",
    "Erased",
    "Extracted",
    "Fact",
    "Found",
    "HandedOver",
    "Hosted",
    "ImprovementAgreed",
    "ImprovementDone",
    "ImprovementRequested",
    "IncidentAffected",
    "IncidentAgreed",
    "IncidentAssessed",
    "IncidentClosed",
    "IncidentMeasured",
    "IncidentNoticed",
    "IncidentOpened",
    "Inquired",
    "Labelled",
    "Lost",
    "Moved",
    "Packed",
    "PersonAdded",
    "PersonLeft",
    "PlaceAdded",
    "PolicySet",
    "Produced",
    "ProtocolSet",
    "Received",
    "Reclassified",
    "Refused",
    "ResponsibleNamed",
    "Returned",
    "SafetyMeasureSet",
    "Sealed",
    "Sent",
    "Separated",
    "SessionClosed",
    "SessionStarted",
    "Split",
    "StocktakeClosed",
    "StocktakeStarted",
    "SubcontractAdded",
    "SubcontractEnded",
    "SubjectForwarded",
    "SubjectRequested",
    "Supervised",
    "Unpacked",
    "Validated",
    "WentMissing",
    "list_hash",
]
