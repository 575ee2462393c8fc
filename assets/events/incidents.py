"""What can go wrong, and what is done about it?"""

from __future__ import annotations

from typing import ClassVar

from assets.events.fact import AssetFact, Fact


class IncidentOpened(Fact, frozen=True, kw_only=True):
    """事故 (clause 37). category: leak 漏えい, loss 滅失, damage き損 or suspected おそれ; known_at: when it was noticed (覚知).

    draft: opened by the ledger itself because of `cause`: codes of what happened (went_missing, seal_broken, differs_on_arrival, ...) and ids of
    rules that were broken, divided by spaces; a person assesses it. happened_at: when it is believed to have happened (発生).
    """

    kind: ClassVar[str] = "incident.opened"
    number: str
    category: str
    known_at: str
    known_by: str
    what: str
    draft: bool = False
    cause: str = ""
    happened_at: str = ""


class IncidentAffected(AssetFact, frozen=True, kw_only=True):
    """The incident touches this asset."""

    kind: ClassVar[str] = "incident.affected"
    incident: str


class IncidentAssessed(Fact, frozen=True, kw_only=True):
    """事故の評価: a draft became an incident, or turned out to be none (category no_incident); what is known of it now.

    known_at: an earlier moment at which it was noticed, as was found out; cause: why it happened (原因), in words.
    """

    kind: ClassVar[str] = "incident.assessed"
    number: str
    category: str
    assessed_by: str
    what: str = ""
    persons_affected: int = -1
    malicious: bool = False
    cause: str = ""
    known_at: str = ""
    happened_at: str = ""


class IncidentNoticed(Fact, frozen=True, kw_only=True):
    """事故の通知 (clause 37): the client was told; form: oral (口頭・電話) or written (書面)."""

    kind: ClassVar[str] = "incident.noticed"
    number: str
    form: str
    told_at: str
    told_by: str
    told_to: str
    method: str = ""
    document: str = ""


class IncidentMeasured(Fact, frozen=True, kw_only=True):
    """事故の措置 (clause 38): what was done; measure: first_aid 応急措置, containment 拡大防止, prevention 再発防止 or notice 本人対応."""

    kind: ClassVar[str] = "incident.measured"
    number: str
    measure: str
    what: str
    taken_by: str


class IncidentAgreed(Fact, frozen=True, kw_only=True):
    """措置の協議 (clause 39): client and contractor agreed on the measures."""

    kind: ClassVar[str] = "incident.agreed"
    number: str
    agreed_on: str
    document: str


class IncidentClosed(Fact, frozen=True, kw_only=True):
    """事故の終結: refused without the oral and the written notice (R37-3), or without a measure (R38-2)."""

    kind: ClassVar[str] = "incident.closed"
    number: str
    closed_by: str
    conclusion: str = ""
