"""How does the contract stand, clause by clause?

What is recorded is the evidence; what the checks see and what the rules remarked on is what speaks against it. A clause is in order
only when something is recorded for it and nothing against it: silence is "nothing recorded", never "in order".
"""

from __future__ import annotations

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Any, NamedTuple

from assets.checks import ATTENTION, OPEN, Item, View, look
from assets.clauses import CLAUSES
from assets.duties import Duty, duties
from assets.language import N_, say, spoken
from assets.mynumber import hidden
from assets.policy import SETTINGS, Effective, effective
from assets.rules import RULES, may_be_broken
from assets.when import day_of

IN_ORDER, NOTHING, OUTSIDE = "in_order", "nothing_recorded", "out_of_hands"
STATES = (OPEN, ATTENTION, IN_ORDER, NOTHING, OUTSIDE)
NEWEST = 3
MOST = 1000  # open items of one check: nobody reads more, and a contract may hold a million assets
_ALARM = Item(
    "R13-2",
    13,
    "critical",
    OPEN,
    N_("The register does not follow from the journal: assets verify"),
    {},
    since="",
    age_days=0,
    asset="",
    document="",
    seq=-1,
    setting="",
)


class Evidence(NamedTuple):
    """What is recorded for a clause: how many events, the newest lines of the chain, numbers of documents (the newest) and how many."""

    events: int
    newest: tuple[int, ...]
    documents: tuple[str, ...]
    documents_count: int


class Remark(NamedTuple):
    """Events that a rule let pass with a remark, or that broke it as a recorded violation: how many, how many violations, the newest line."""

    rule: str
    events: int
    violations: int
    newest: int


class ClauseStatus(NamedTuple):
    """One clause of the contract: its state, what is recorded for it, what is open, what was remarked on.

    lacks: what must be recorded and is not (`Duty.lacking` says what); settings: keys of our own thresholds for it.
    """

    clause: int
    state: str
    evidence: Evidence
    items: tuple[Item, ...]
    remarks: tuple[Remark, ...]
    lacks: bool
    settings: tuple[str, ...]

    @property
    def duty(self) -> Duty:
        """What the clause asks."""
        return duties()[self.clause]

    @property
    def cut(self) -> tuple[str, ...]:
        """Checks whose list stops at MOST: they may see more."""
        return tuple(check for check, count in Counter(item.check for item in self.items).items() if count >= MOST)


def view_of(db: sqlite3.Connection, now: str) -> View:
    """A register at an instant (UTC), under the policy that stands in it."""
    given = {str(key): str(value) for key, value in db.execute("SELECT key, value FROM policy ORDER BY seq")}
    return View(db, day_of(now), now, effective(given))


def clause_by_clause(view: View, *, standing: str = "matches") -> list[ClauseStatus]:
    """All 44 clauses of the contract in the register of `view`; standing: how the register stands to its journal."""
    items = _by_clause([*look(view, limit=MOST), *([_ALARM] if standing == "different" else [])])
    remarks = _remarks(view)
    counts = {row["kind"]: row["events"] for row in view.rows("SELECT kind, events FROM kinds")}
    return [
        _status(view, duty, counts, items.get(number, ()), remarks.get(number, ())) for number, duty in duties().items()
    ]


def summary(clauses: Iterable[ClauseStatus]) -> dict[str, int]:
    """How many clauses are in each state, in the order of STATES."""
    found = Counter(one.state for one in clauses)
    return {state: found[state] for state in STATES}


def _by_clause(items: Iterable[Item]) -> dict[int, tuple[Item, ...]]:
    """The items of each clause, what is open first, the oldest first."""
    found: dict[int, list[Item]] = defaultdict(list)
    for item in sorted(items, key=lambda item: (item.state != OPEN, item.since or "9999")):
        found[item.clause].append(item)
    return {clause: tuple(given) for clause, given in found.items()}


def _remarks(view: View) -> dict[int, tuple[Remark, ...]]:
    """What was remarked on, by the clause of the rule; a rule that this program does not know counts for clause 44."""
    broken = (
        "SELECT rule, count(*) AS violations FROM flags INDEXED BY flags_violation WHERE violation <> '' GROUP BY rule"
    )
    violations = {row["rule"]: row["violations"] for row in view.rows(broken) if may_be_broken(row["rule"])}
    found: dict[int, tuple[Remark, ...]] = defaultdict(tuple)
    for row in view.rows("SELECT rule, count(*) AS events, max(seq) AS newest FROM flags GROUP BY rule"):
        rule = row["rule"]
        clause = RULES[rule].clause if rule in RULES else 44
        found[clause] += (Remark(rule, row["events"], violations.get(rule, 0), row["newest"]),)
    return found


def _status(
    view: View, duty: Duty, counts: dict[str, int], items: tuple[Item, ...], remarks: tuple[Remark, ...]
) -> ClauseStatus:
    evidence = _evidence(view, duty, counts)
    is_open = any(item.state == OPEN for item in items)
    lacks = bool(duty.wants) and not is_open and next(view.rows(f"{duty.wants} LIMIT 1"), None) is None
    settings = tuple(key for key, setting in SETTINGS.items() if setting.clause == duty.clause)
    return ClauseStatus(
        duty.clause, _state(duty, evidence, items, remarks, lacks), evidence, items, remarks, lacks, settings
    )


def _state(duty: Duty, evidence: Evidence, items: tuple[Item, ...], remarks: tuple[Remark, ...], lacks: bool) -> str:
    if lacks or any(item.state == OPEN for item in items):
        return OPEN
    if items or remarks:
        return ATTENTION
    if duty.outside.en:
        return OUTSIDE
    return IN_ORDER if evidence.events or evidence.documents else NOTHING


def _evidence(view: View, duty: Duty, counts: dict[str, int]) -> Evidence:
    kinds = [kind for kind in duty.kinds if kind in counts]
    newest = sorted((seq for kind in kinds for seq in _newest(view, kind)), reverse=True)[:NEWEST]
    documents = [str(number) for row in view.rows(duty.documents) for number in row.values()] if duty.documents else []
    return Evidence(sum(counts[kind] for kind in kinds), tuple(newest), tuple(documents[:NEWEST]), len(documents))


def _newest(view: View, kind: str) -> list[int]:
    asked = "SELECT seq FROM events WHERE kind = ? ORDER BY seq DESC LIMIT ?"
    return [row["seq"] for row in view.rows(asked, kind, NEWEST)]


# -- how it is told ---------------------------------------------------------------------------------------------------

Sentence = tuple[str, dict[str, object]]
_OWN = {"days": N_("our own threshold: {number} days"), "hours": N_("our own threshold: {number} hours")}


def threshold(policy: Effective, key: str) -> Sentence | None:
    """A threshold as a sentence to be translated; None for a setting that is none. The annex gives no numbers: they are our own."""
    own = _OWN.get(SETTINGS[key].kind) if key else None
    return (own, {"number": policy[key]}) if own else None


def remark(one: Remark) -> Sentence:
    """What was remarked on, as a sentence to be translated."""
    told: dict[str, object] = one._asdict()
    if one.violations:
        return N_("{rule}: {violations} violations recorded among {events} events, the newest no. {newest}"), told
    return N_("{rule}: {events} events with this remark, the newest no. {newest}"), told


def stops(check: str) -> Sentence:
    """That the list of a check is not whole, as a sentence to be translated."""
    return N_("{check}: the list stops after {count}."), {"check": check, "count": MOST}


def as_json(one: ClauseStatus, policy: Effective) -> dict[str, Any]:
    """A clause for scripts; sentences stand in the language spoken now."""
    clause, duty = CLAUSES[one.clause], one.duty
    return {
        "number": one.clause,
        "title": clause._asdict(),
        "duty": duty.said._asdict(),
        "words": duty.words,
        "state": one.state,
        "hands": duty.hands,
        "outside": duty.outside.text(spoken()),
        "evidence": one.evidence._asdict(),
        "lacking": duty.lacking.text(spoken()) if one.lacks else "",
        "items": [_item_json(item, policy) for item in one.items],
        "cut": one.cut,
        "remarks": [remark._asdict() for remark in one.remarks],
        "settings": {key: policy[key] for key in one.settings},
    }


def _item_json(item: Item, policy: Effective) -> dict[str, Any]:
    told = {name: value for name, value in item._asdict().items() if name not in ("message", "fields", "setting")}
    own = {"setting": item.setting, "value": policy[item.setting]} if item.setting else None
    return told | {"message": hidden(say(item.message, item.fields)), "own_threshold": own}
