"""What is a rule?"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any, NamedTuple

from msgspec import Struct, field

from assets import events as e
from assets.ids import Scan, prefix_of
from assets.lines import Event
from assets.policy import Effective, effective
from assets.refusal import Reason, Refused
from assets.state import Asset, Container, Contract
from assets.terms import term
from assets.when import day_of

REFUSE, FLAG, SHOW = "REFUSE", "FLAG", "SHOW"
SEVERITIES = ("info", "warn", "high", "critical")

DEEDS: dict[type[e.Fact], str] = {
    e.Received: "receive",
    e.Copied: "copy",
    e.Hosted: "copy",
    e.Labelled: "label",
    e.Moved: "move",
    e.HandedOver: "handover",
    e.Sent: "send",
    e.Accepted: "accept",
    e.Returned: "return",
    e.Erased: "erase",
    e.Disposed: "dispose",
    e.WentMissing: "lost",
    e.Lost: "lost",
    e.Found: "found",
    e.Authorised: "approve",
    e.CopyApproved: "approve",
    e.DisposalApproved: "approve",
    e.ContractOpened: "contract open",
    e.ContractEnded: "contract end",
    e.ContractClosed: "contract close",
    e.ResponsibleNamed: "contract open",
    e.PlaceAdded: "place add",
    e.PersonAdded: "person add",
    e.PersonLeft: "person leave",
    e.ProtocolSet: "protocol set",
    e.SubcontractAdded: "subcontract add",
    e.SubcontractEnded: "subcontract end",
    e.Supervised: "subcontract supervise",
    e.PolicySet: "policy set",
    e.ConsentGiven: "consent add",
    e.Produced: "produce",
    e.Split: "split",
    e.Extracted: "extract",
    e.Inquired: "inquire",
    e.Reclassified: "reclassify",
    e.ApprovalConfirmed: "approve confirm",
    e.ContainerMade: "container make",
    e.Packed: "pack",
    e.Unpacked: "unpack",
    e.Sealed: "seal",
    e.DisposalRequested: "disposal request",
    e.DisposalListed: "disposal request",
    e.SessionStarted: "disposal start",
    e.SessionClosed: "disposal close",
    e.Validated: "validate",
    e.Certified: "certify",
    e.IncidentOpened: "incident open",
    e.IncidentAffected: "incident open",
    e.IncidentAssessed: "incident assess",
    e.IncidentNoticed: "incident notice",
    e.IncidentMeasured: "incident measure",
    e.IncidentAgreed: "incident agree",
    e.IncidentClosed: "incident close",
    e.StocktakeStarted: "stocktake start",
    e.Counted: "stocktake count",
    e.StocktakeClosed: "stocktake close",
    e.SafetyMeasureSet: "safety set",
    e.SubjectRequested: "subject request",
    e.SubjectForwarded: "subject forward",
    e.DocumentFiled: "document file",
    e.AuditNoticed: "audit notice",
    e.AuditAnswered: "audit answer",
    e.ImprovementRequested: "improvement request",
    e.ImprovementAgreed: "improvement agree",
    e.ImprovementDone: "improvement done",
    e.Corrected: "correct",
    e.Attached: "attach",
}
CHANGING = (
    "copy", "move", "handover", "send", "accept", "return", "erase", "dispose", "lost", "found",
    "pack", "unpack", "seal", "split", "extract",
)  # fmt: skip
ON_ASSETS = (*CHANGING, "label", "inquire", "reclassify")
ON_SANITIZED = ("validate", "certify")
EVERY = tuple(dict.fromkeys(DEEDS.values()))
# Fields that name a person, each with the fields that say on which day, if it is not the day of the deed. Judged wholly by a rule of their
# own: approver (R00-10), counted_by and second (R23-4), checked_by (R08-5), assessed_by, taken_by and closed_by (R37-13). Not judged:
# known_by, for anybody may notice an accident; asserted_by, who is the performer or the operator.
_NAMING_PEOPLE: dict[str, tuple[str, ...]] = {
    "released_by": (),
    "received_by": ("received_on",),
    "performed_by": ("planned_on",),
    "witness": ("planned_on",),
    "verified_by": ("done_on",),
    "reported_by": (),
    "found_by": (),
    "holder": (),
    "corrected_by": (),
    "attached_by": (),
    "decided_by": (),
    "validated_by": (),
    "approved_by": (),
    "supervised_by": (),
    "requested_by": ("noticed_on", "requested_on"),
    "told_by": ("told_on", "told_at"),
    "told_to": ("told_on", "told_at"),
    "responsible": (),
    "person": ("start",),
}
_ABOUT_THEMSELVES = (e.PersonAdded, e.PersonLeft)  # a line of the roster is judged by the rules for the roster


class Case(Struct, frozen=True, kw_only=True, dict=True):
    """One deed before the rules.

    day: the civil day it happened, YYYY-MM-DD; now: the instant it is recorded; today: the civil day of `now`.
    operator: who records it, judged by the day of recording; "" when nobody said.
    violation: why it is recorded although rules forbid it: it has happened already (R00-8).
    scan: what the label said, when one was scanned. live_serials: numbers of live assets that bear the fact's serial.
    host: the asset that data is put on; made: copies made before under the fact's approval (R21-2).
    holding, open_assets: numbers that a leaver holds, or that a contract still owes; waiting: status -> those that only a decision or a paper
    keeps open; missing: those an incident touches that are missing; given_up: what was lost -> with which incident. request: the application that an asset is put on.
    counters: who scanned anything of the stock-take that is closed.
    container: into or out of which it goes. parts: the quantities into which a bundle is split.
    line: the line that is corrected, as it reads now; right: as it will read; last: the asset's last deed that counts;
    since: kinds of the lines about the asset that came after `line`.
    """

    desk: Contract
    fact: Any
    day: str
    now: str
    today: str
    asset: Asset | None = None
    scan: Scan | None = None
    live_serials: tuple[str, ...] = ()
    host: Asset | None = None
    made: int = 0
    holding: tuple[str, ...] = ()
    open_assets: tuple[str, ...] = ()
    waiting: Mapping[str, Sequence[str]] = field(default_factory=dict)
    request: e.DisposalRequested | None = None
    missing: tuple[str, ...] = ()
    given_up: Mapping[str, str] = field(default_factory=dict)
    counters: frozenset[str] = frozenset()
    container: Container | None = None
    parts: tuple[int, ...] = ()
    line: Event | None = None
    right: Event | None = None
    last: Event | None = None
    since: tuple[str, ...] = ()
    numeric_serial: bool = False
    operator: str = ""
    violation: str = ""

    @property
    def deed(self) -> str:
        """The verb, as it is typed."""
        return DEEDS[type(self.fact)]

    @property
    def policy(self) -> Effective:
        """What the contract's policy says, by its settings."""
        return effective(self.desk.policy)

    @property
    def number(self) -> str:
        """The number of the asset the deed is done to: of a copy, the original; "" when there is none yet."""
        if self.asset or isinstance(self.fact, e.Arrival):
            return self.asset.number if self.asset else ""
        return getattr(self.fact, "asset", "")

    @property
    def arrival(self) -> e.Arrival | None:
        """What begins an asset by the deed, or by the line it corrects, as it will read; None when the deed is about no such thing."""
        fact = self.right.fact if self.right else self.fact
        return fact if isinstance(fact, e.Arrival) else None

    @property
    def foreign(self) -> list[str]:
        """Numbers the deed names that belong to another contract (R18-1)."""
        given = {self.number, getattr(self.fact, "source", ""), self.host.number if self.host else ""}
        ours = self.desk.opened.prefix if self.desk.opened else ""
        return [number for number in sorted(given) if number and prefix_of(number) != ours]

    @cached_property
    def named_on(self) -> dict[str, str]:
        """Every person the fact names, with the civil day on which they did their part."""
        days: dict[str, str] = {}
        for name, says in _naming(type(self.fact)):  # type: ignore[arg-type]
            told = next(filter(None, (getattr(self.fact, day) for day in says)), "") if says else ""
            days[self.roles[name]] = day_of(told) or self.day
        days.pop("", None)
        return days

    @cached_property
    def roles(self) -> dict[str, str]:
        """Field -> the person whom the fact names in it, "" where it names nobody; only the fields that the fact has."""
        return {name: getattr(self.fact, name) for name, _says in _naming(type(self.fact))}  # type: ignore[arg-type]

    def given(self, names: tuple[str, ...]) -> list[tuple[str, e.PersonAdded]]:
        """People whom the fact names in one of these roles, with their line on the roster for the day of their part."""
        given = {self.roles[name] for name in names if name in self.roles} - {""}
        lines = ((number, self.desk.line_on(number, self.named_on[number])) for number in sorted(given))
        return [(number, line) for number, line in lines if line]

    @cached_property
    def protocol(self) -> e.ProtocolSet | None:
        """The handover protocol in force on the day."""
        return self.desk.protocol_on(self.day)

    def side_of(self, person: str) -> str:
        """client, contractor or subcontractor; "" for somebody not on the roster."""
        known = self.desk.people.get(person)
        return known.side if known else ""

    @cached_property
    def is_between_organisations(self) -> bool:
        """Whether the two parties belong to different organisations; inside the contractor only the areas and the roster matter."""
        parties = [self.desk.people.get(person) for person in (self.fact.released_by, self.fact.received_by)]
        return all(parties) and self.organisation(self.fact.released_by) != self.organisation(self.fact.received_by)

    def organisation(self, person: str) -> tuple[str, str]:
        """Side and name. Agency staff count as the contractor's (直接的であるか間接的であるかを問わず, clause 7); a subcontractor is itself alone."""
        known = self.desk.people.get(person)
        return (known.side, known.org if known.side == "subcontractor" else "") if known else ("", "")

    def zone_of(self, place: str) -> str:
        """The zone of a place; "none" for a place nobody registered."""
        known = self.desk.places.get(place)
        return known.zone if known else "none"


@cache
def _naming(fact: type[e.Fact]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Fields of a kind of fact that name a person, each with its fields that say on which day."""
    has = set() if fact in _ABOUT_THEMSELVES else set(fact.__struct_fields__)
    return tuple((name, tuple(filter(has.__contains__, says))) for name, says in _NAMING_PEOPLE.items() if name in has)


Check = Callable[[Case], Iterator["Finding"]]


@dataclass(frozen=True)
class Finding:
    """What a rule's function yields: the sentence, its fields, the next command."""

    message: str
    fields: dict[str, object]
    hint: str


def no(message: str, *, hint: str = "", **fields: object) -> Finding:
    """A finding; `message` and `hint` are marked with N_ by the caller and filled with `fields`."""
    return Finding(message, fields, hint)


@dataclass(frozen=True)
class Rule:
    """A rule: its id in the catalogue, the clause it serves, the deeds it guards, and its function.

    outcome: REFUSE, FLAG (recorded on the event, `severity` tells how grave) or SHOW (told, for information).
    setting: the setting of the policy that may turn REFUSE into FLAG, "" for none.
    truth: it says what cannot be so, not what may not be done; a violation that has happened never breaks it (R00-8).
    """

    id: str
    clause: int
    deeds: tuple[str, ...]
    outcome: str
    check: Check
    severity: str = "warn"
    truth: bool = False
    setting: str = ""

    def refuses(self, policy: Effective) -> bool:
        """Whether it stops the deed under a contract's policy."""
        return self.outcome == REFUSE and (not self.setting or policy.refuses(self.setting))

    @property
    def explanation(self) -> str:
        """Why the rule exists, in English; the catalogue holds its Japanese."""
        return " ".join((self.check.__doc__ or "").split())

    def reason(self, case: Case, found: Finding) -> Reason:
        """What it finds wrong with `case`, as people read it."""
        common = {"asset": case.number, "deed": term(case.deed), "contract": case.desk.number}
        return Reason(self.id, self.clause, found.message, common | found.fields, found.hint)


_SILENCING = "R00-4"  # what another rule would say could repeat the number that must not be repeated
RULES: dict[str, Rule] = {}
_GUARDS: dict[str, list[Rule]] = {deed: [] for deed in EVERY}


def rule(
    id: str,
    *,
    clause: int,
    deeds: tuple[str, ...],
    outcome: str = REFUSE,
    severity: str = "warn",
    truth: bool = False,
    setting: str = "",
) -> Callable[[Check], Check]:
    """Register a function as the rule `id` that guards `deeds`."""

    def register(check: Check) -> Check:
        assert id not in RULES, f"two rules are called {id}"
        made = RULES[id] = Rule(id, clause, deeds, outcome, check, severity, truth, setting)
        for deed in deeds:
            _GUARDS[deed].append(made)
        return check

    return register


def may_be_broken(id: str) -> bool:
    """Whether a violation can be one of this rule: one that only ever remarks, as on a late entry, is not broken. One not known here may be."""
    return id not in RULES or RULES[id].outcome == REFUSE


class Verdict(NamedTuple):
    """What the rules say of a deed they let pass: ids of those that flag it, and of those it broke as a recorded violation."""

    flags: tuple[str, ...]
    broken: tuple[str, ...]


def judge(case: Case) -> Verdict:
    """Ask every rule that guards the deed.

    Raises Refused with every reason at once. A violation that has happened breaks the rules of authorisation, never those of truth.
    """
    against: list[Reason] = []
    flags: dict[str, None] = {}
    for guard in _GUARDS[case.deed]:
        for found in guard.check(case):
            if guard.refuses(case.policy):
                against.append(guard.reason(case, found))
            else:
                flags[guard.id] = None
    if any(reason.rule == _SILENCING for reason in against):
        against = [reason for reason in against if reason.rule == _SILENCING]
    if against and (not case.violation or any(RULES[reason.rule].truth for reason in against)):
        raise Refused(against, deed=case.deed, asset="" if case.number in case.foreign else case.number)
    return Verdict(tuple(flags), tuple(dict.fromkeys(reason.rule for reason in against)))
