"""How does a contract's desk stand now?

Everything a decision needs that is not about one asset. Folding never refuses: what is on the chain has happened.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from msgspec import Struct, field
from msgspec.structs import replace

from assets import events as e
from assets.lines import Event

Approval = e.CopyApproved | e.DisposalApproved
_F = TypeVar("_F", bound=Callable[..., None])
_D = TypeVar("_D", e.ProtocolSet, e.SubcontractAdded)


class Incident(Struct):
    """An incident as it stands: how it was opened, what is known of it, when the client was told; days or instants, "" when not yet."""

    opened: e.IncidentOpened
    known_at: str
    category: str
    draft: bool
    oral_at: str = ""
    written_at: str = ""
    measures: int = 0
    agreed_on: str = ""
    closed: str = ""


class Stocktake(Struct):
    """A stock-take as it stands; begun, closed: when; closed is "" while it is being counted."""

    started: e.StocktakeStarted
    begun: str
    closed: str = ""


class Session(Struct):
    """A disposal session as it stands; begun, closed: when; closed is "" while the work goes on."""

    started: e.SessionStarted
    begun: str = ""
    closed: str = ""


class Contract(Struct):
    """One contract's desk: people, places, protocol, approvals, policy, and what is under way. `seq` is the last line folded (-1: none).

    people: person -> line of the roster now; former: person -> the lines of earlier stints, of somebody who left and came back;
    trainings: person -> day of training -> its last day ("" for none), earlier ones too, for what is entered late; policy: settings given, by key; confirmed: oral approvals confirmed in writing;
    subjects, audits: number -> the day on which somebody asked; improvements: number -> how far it is; improved_on: number -> the day of that;
    documents: numbers filed.
    """

    number: str = ""
    seq: int = -1
    opened: e.ContractOpened | None = None
    ended: str = ""
    closed: str = ""
    responsible: dict[str, list[e.ResponsibleNamed]] = field(default_factory=dict)
    people: dict[str, e.PersonAdded] = field(default_factory=dict)
    former: dict[str, tuple[e.PersonAdded, ...]] = field(default_factory=dict)
    trainings: dict[str, dict[str, str]] = field(default_factory=dict)
    places: dict[str, e.PlaceAdded] = field(default_factory=dict)
    protocols: list[e.ProtocolSet] = field(default_factory=list)
    subcontracts: list[e.SubcontractAdded] = field(default_factory=list)
    approvals: dict[str, Approval] = field(default_factory=dict)
    confirmed: dict[str, str] = field(default_factory=dict)
    policy: dict[str, str] = field(default_factory=dict)
    consents: list[e.ConsentGiven] = field(default_factory=list)
    requests: dict[str, e.DisposalRequested] = field(default_factory=dict)
    sessions: dict[str, Session] = field(default_factory=dict)
    incidents: dict[str, Incident] = field(default_factory=dict)
    stocktakes: dict[str, Stocktake] = field(default_factory=dict)
    subjects: dict[str, str] = field(default_factory=dict)
    audits: dict[str, str] = field(default_factory=dict)
    improvements: dict[str, str] = field(default_factory=dict)
    improved_on: dict[str, str] = field(default_factory=dict)
    documents: dict[str, e.DocumentFiled] = field(default_factory=dict)

    def responsible_on(self, side: str, day: str) -> str:
        """The responsible person (管理責任者) of `side` on `day`; "" when there is none."""
        named = [given.person for given in self.responsible.get(side, []) if given.start <= day]
        return named[-1] if named else ""

    def line_on(self, person: str, day: str) -> e.PersonAdded | None:
        """Somebody's line of the roster for the stint that `day` falls into or comes after; the first one before all; None for a stranger."""
        newest = self.people.get(person)
        if newest is None or newest.start <= day or person not in self.former:
            return newest
        former = self.former[person]
        return next((line for line in reversed(former) if line.start <= day), former[0])

    def is_there(self, person: str, day: str) -> bool:
        """Whether somebody is on the roster on `day`, in whatever stint."""
        line = self.line_on(person, day)
        return line is not None and is_within(line, day)

    def training_on(self, person: str, day: str) -> tuple[str, str]:
        """The last training somebody had by `day`: its day, its last day ("" for none); "", "" when there was none."""
        had = self.trainings.get(person, {})
        latest = max((begun for begun in had if begun <= day), default="")
        return latest, had.get(latest, "")

    def protocol_on(self, day: str) -> e.ProtocolSet | None:
        """The handover protocol in force on `day`."""
        return _in_force(self.protocols, day, "agreed_on")

    def subcontract_on(self, org: str, day: str) -> e.SubcontractAdded | None:
        """The approved subcontract of `org` in force on `day`."""
        return _in_force([given for given in self.subcontracts if given.org == org], day, "approved_on")

    def tiers_above(self, org: str, day: str) -> Iterator[str]:
        """`org`, the subcontractor that gave the work on to it, and so on up to the prime contractor (2次、3次等, clause 20)."""
        seen: set[str] = set()
        while org and org not in seen:
            seen.add(org)
            yield org
            approved = self.subcontract_on(org, day)
            org = approved.parent if approved else ""

    def tiers_below(self, org: str) -> set[str]:
        """`org` with every lower tier that ever had work from it."""
        found = {org}
        while lower := {given.org for given in self.subcontracts if given.parent in found} - found:
            found |= lower
        return found

    def approvals_for(self, title: str) -> tuple[str, ...]:
        """Numbers of the approvals whose `sources` name this title, from its first word on."""
        return tuple(given.number for given in self.approvals.values() if covers(given.sources, title))


def covers(sources: Iterable[str], title: str) -> bool:
    """Whether a title is one of `sources`, or begins with one of them followed by a space."""
    return any(title == source or title.startswith(source + " ") for source in sources)


def is_within(line: e.PersonAdded, day: str) -> bool:
    """Whether a day lies in the stint that a line of the roster tells of."""
    return line.start <= day <= (line.end or "9999")


def _in_force(given: Iterable[_D], day: str, since: str) -> _D | None:
    valid = [fact for fact in given if getattr(fact, since) <= day <= (fact.valid_until or "9999")]
    return max(valid, key=lambda fact: str(getattr(fact, since)), default=None)


DESK_FOLDS: dict[type[e.Fact], Callable[..., None]] = {}


def _desk(fact: type[e.Fact]) -> Callable[[_F], _F]:
    def register(fold: _F) -> _F:
        DESK_FOLDS[fact] = fold
        return fold

    return register


def fold_desk(desk: Contract, event: Event) -> None:
    """Let one line of the desk (a line without an asset) change `desk`."""
    DESK_FOLDS[type(event.fact)](desk, event.fact, event)
    desk.seq = event.seq


@_desk(e.ContractOpened)
def _opened(desk: Contract, fact: e.ContractOpened, event: Event) -> None:
    desk.opened, desk.number = fact, event.contract


@_desk(e.ContractEnded)
def _contract_ended(desk: Contract, fact: e.ContractEnded, event: Event) -> None:
    desk.ended = event.occurred


@_desk(e.ContractClosed)
def _contract_closed(desk: Contract, fact: e.ContractClosed, event: Event) -> None:
    desk.closed = event.occurred


@_desk(e.ResponsibleNamed)
def _responsible(desk: Contract, fact: e.ResponsibleNamed, event: Event) -> None:
    desk.responsible.setdefault(fact.side, []).append(fact)
    desk.responsible[fact.side].sort(key=lambda given: given.start)


@_desk(e.PlaceAdded)
def _place(desk: Contract, fact: e.PlaceAdded, event: Event) -> None:
    desk.places[fact.place] = fact


@_desk(e.PersonAdded)
def _person(desk: Contract, fact: e.PersonAdded, event: Event) -> None:
    known = desk.people.get(fact.person)
    if known and "" < known.end < fact.start:  # left, and came back
        desk.former[fact.person] = (*desk.former.get(fact.person, ()), known)
    desk.people[fact.person] = fact
    before = desk.trainings.get(fact.person, {})
    earlier = {day: until for day, until in before.items() if day < fact.trained_on}
    desk.trainings[fact.person] = earlier | ({fact.trained_on: fact.training_until} if fact.trained_on else {})


@_desk(e.PersonLeft)
def _left(desk: Contract, fact: e.PersonLeft, event: Event) -> None:
    if fact.person in desk.people:
        desk.people[fact.person] = replace(desk.people[fact.person], end=fact.end)


@_desk(e.ProtocolSet)
def _protocol(desk: Contract, fact: e.ProtocolSet, event: Event) -> None:
    desk.protocols.append(fact)


@_desk(e.SubcontractAdded)
def _subcontract(desk: Contract, fact: e.SubcontractAdded, event: Event) -> None:
    desk.subcontracts.append(fact)


@_desk(e.CopyApproved)
@_desk(e.DisposalApproved)
def _approval(desk: Contract, fact: Approval, event: Event) -> None:
    desk.approvals[fact.number] = fact


@_desk(e.ApprovalConfirmed)
def _confirmed(desk: Contract, fact: e.ApprovalConfirmed, event: Event) -> None:
    desk.confirmed[fact.number] = fact.document


@_desk(e.SubcontractEnded)
def _subcontract_ended(desk: Contract, fact: e.SubcontractEnded, event: Event) -> None:
    desk.subcontracts = [
        replace(given, valid_until=min(given.valid_until or fact.end, fact.end)) if given.org == fact.org else given
        for given in desk.subcontracts
    ]


@_desk(e.PolicySet)
def _policy(desk: Contract, fact: e.PolicySet, event: Event) -> None:
    desk.policy[fact.key] = fact.value


@_desk(e.ConsentGiven)
def _consent(desk: Contract, fact: e.ConsentGiven, event: Event) -> None:
    desk.consents.append(fact)


@_desk(e.DisposalRequested)
def _requested(desk: Contract, fact: e.DisposalRequested, event: Event) -> None:
    desk.requests[fact.number] = fact


@_desk(e.SessionStarted)
def _session(desk: Contract, fact: e.SessionStarted, event: Event) -> None:
    desk.sessions[fact.session] = Session(fact, event.occurred)


@_desk(e.SessionClosed)
def _session_closed(desk: Contract, fact: e.SessionClosed, event: Event) -> None:
    desk.sessions[fact.session].closed = event.occurred


@_desk(e.IncidentOpened)
def _incident(desk: Contract, fact: e.IncidentOpened, event: Event) -> None:
    desk.incidents[fact.number] = Incident(fact, fact.known_at, fact.category, fact.draft)


@_desk(e.IncidentAssessed)
def _assessed(desk: Contract, fact: e.IncidentAssessed, event: Event) -> None:
    incident = desk.incidents[fact.number]
    incident.category, incident.draft = fact.category, False
    incident.known_at = fact.known_at or incident.known_at


@_desk(e.IncidentNoticed)
def _noticed(desk: Contract, fact: e.IncidentNoticed, event: Event) -> None:
    incident = desk.incidents[fact.number]
    if fact.form == "oral":
        incident.oral_at = incident.oral_at or fact.told_at
    else:
        incident.written_at = incident.written_at or fact.told_at


@_desk(e.IncidentMeasured)
def _measured(desk: Contract, fact: e.IncidentMeasured, event: Event) -> None:
    desk.incidents[fact.number].measures += 1


@_desk(e.IncidentAgreed)
def _agreed(desk: Contract, fact: e.IncidentAgreed, event: Event) -> None:
    desk.incidents[fact.number].agreed_on = fact.agreed_on


@_desk(e.IncidentClosed)
def _incident_closed(desk: Contract, fact: e.IncidentClosed, event: Event) -> None:
    desk.incidents[fact.number].closed = event.occurred


@_desk(e.StocktakeStarted)
def _stocktake(desk: Contract, fact: e.StocktakeStarted, event: Event) -> None:
    desk.stocktakes[fact.number] = Stocktake(fact, event.occurred)


@_desk(e.StocktakeClosed)
def _stocktake_closed(desk: Contract, fact: e.StocktakeClosed, event: Event) -> None:
    desk.stocktakes[fact.number].closed = event.occurred


@_desk(e.SubjectRequested)
def _subject(desk: Contract, fact: e.SubjectRequested, event: Event) -> None:
    desk.subjects[fact.number] = fact.received_on


@_desk(e.AuditNoticed)
def _audit(desk: Contract, fact: e.AuditNoticed, event: Event) -> None:
    desk.audits[fact.number] = fact.noticed_on


@_desk(e.ImprovementRequested)
def _improvement(desk: Contract, fact: e.ImprovementRequested, event: Event) -> None:
    desk.improvements[fact.number], desk.improved_on[fact.number] = "requested", fact.requested_on


@_desk(e.ImprovementAgreed)
def _improvement_agreed(desk: Contract, fact: e.ImprovementAgreed, event: Event) -> None:
    desk.improvements[fact.number], desk.improved_on[fact.number] = "agreed", fact.agreed_on


@_desk(e.ImprovementDone)
def _improvement_done(desk: Contract, fact: e.ImprovementDone, event: Event) -> None:
    desk.improvements[fact.number], desk.improved_on[fact.number] = "done", fact.done_on


@_desk(e.DocumentFiled)
def _document(desk: Contract, fact: e.DocumentFiled, event: Event) -> None:
    desk.documents[fact.number] = fact


@_desk(e.Refused)
@_desk(e.SafetyMeasureSet)
@_desk(e.Supervised)
@_desk(e.SubjectForwarded)
@_desk(e.AuditAnswered)
def _no_change(desk: Contract, fact: e.Fact, event: Event) -> None:
    """Nothing that a decision needs: the register shows it."""
