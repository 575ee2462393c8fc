"""How does a contract read, clause by clause?

`told` asks the register in one go, on a connection; `page` puts it into words, in the language of the request.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from typing import Any, NamedTuple

from assets import agreed, reports, status
from assets.checks import ATTENTION, OPEN, Item, View
from assets.clauses import CLAUSES
from assets.language import N_, Word
from assets.policy import SETTINGS
from assets.rules import RULES
from assets.status import ClauseStatus
from assets.when import local
from datasette_plugins.texts import called, speaking, translated, visible

# Never by colour alone: a sign and a word.
SIGNS = {OPEN: "×", ATTENTION: "!", status.IN_ORDER: "✓", status.NOTHING: "–", status.OUTSIDE: "·"}
_SHOWN = 20


class Told(NamedTuple):
    """What the register tells: the contract's line, every clause, the policy's rows, the moment, and where the register stands."""

    contract: Mapping[str, Any]
    clauses: list[ClauseStatus]
    policy: reports.Rows
    view: View
    seq: int
    hash: str


def told(db: sqlite3.Connection, now: str) -> Told | None:
    """Everything about the contract at an instant; None for a register that has replayed nothing yet."""
    contract = reports.contract(db)
    if not contract:
        return None
    view = status.view_of(db, now)
    seq, hash = db.execute("SELECT seq, hash FROM head WHERE site = '0'").fetchone()
    return Told(contract, status.clause_by_clause(view), agreed.settings(db), view, seq, hash)


def page(told: Told) -> dict[str, Any]:
    """What the template shows."""
    counts = status.summary(told.clauses)
    clauses = [_clause(told, one) for one in told.clauses]
    return {
        "contract": {name: _seen(value) for name, value in told.contract.items()},
        "summary": [(state, SIGNS[state], called(state), counts[state]) for state in status.STATES],
        "pressing": [clause for clause in clauses if clause["state"] in (OPEN, ATTENTION)],
        "clauses": clauses,
        "policy": [_setting(told, row) for row in told.policy],
        "as_of": local(told.view.now),
        "events": told.seq + 1,
        "seq": told.seq,
        "hash": told.hash,
    }


def _clause(told: Told, one: ClauseStatus) -> dict[str, Any]:
    language, clause, duty = speaking.get(), CLAUSES[one.clause], one.duty
    return {
        "number": one.clause,
        "title": clause.ja if language == "ja" else clause.en,
        "state": one.state,
        "sign": SIGNS[one.state],
        "word": called(one.state),
        "duty": duty.said.text(language),
        "urgency": [called(word) for word in duty.words],
        "outside": duty.outside.text(language),
        "evidence": one.evidence._replace(documents=tuple(map(visible, one.evidence.documents))),
        "lacking": duty.lacking.text(language) if one.lacks else "",
        "items": [_item(told, item) for item in one.items[:_SHOWN]],
        "more": max(0, len(one.items) - _SHOWN),
        "stops": [_sentence(*status.stops(check)) for check in one.cut],
        "remarks": [_remark(remark) for remark in one.remarks],
        "thresholds": [text for key in one.settings if (text := _threshold(told, key))],
    }


def _item(told: Told, item: Item) -> dict[str, Any]:
    return {
        "check": item.check,
        "severity": called(item.severity),
        "text": _sentence(item.message, item.fields),
        "asset": item.asset,
        "person": visible(str(item.fields.get("person", "")).partition(" ")[0]),
        "seq": item.seq if item.seq >= 0 else None,
        "known": list(filter(None, (_age(item), _threshold(told, item.setting)))),
    }


def _age(item: Item) -> str:
    return translated(N_("{days} days"), days=item.age_days) if item.since else ""


def _remark(one: status.Remark) -> dict[str, Any]:
    why = translated(RULES[one.rule].explanation) if one.rule in RULES else ""
    return {"text": _sentence(*status.remark(one)), "why": why, "seq": one.newest, "rule": one.rule}


def _threshold(told: Told, key: str) -> str:
    own = status.threshold(told.view.policy, key)
    return _sentence(*own) if own else ""


def _setting(told: Told, row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "key": row["key"],
        "why": translated(SETTINGS[row["key"]].explanation),
        "value": _threshold(told, row["key"]) or called(row["value"]),
        "source": called(row["source"]),
        "document": visible(row["document"] or ""),
        "urgency": called(row["word"]) if row["word"] else "",
        "clause": row["clause"],
    }


def _sentence(message: str, fields: Mapping[str, object]) -> str:
    return translated(message, **{name: _seen(value) for name, value in fields.items()})


def _seen(value: object) -> object:
    return visible(value) if isinstance(value, str) and not isinstance(value, Word) else value
