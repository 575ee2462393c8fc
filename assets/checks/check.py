"""What is a check?"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any, NamedTuple

from assets.policy import Effective
from assets.when import days_between

OPEN, ATTENTION = "open", "attention"


@dataclass(frozen=True)
class View:
    """What a check looks at: a register, caught up, at one moment under one policy.

    today: the civil day; now: the instant (UTC), for thresholds in hours.
    """

    db: sqlite3.Connection
    today: str
    now: str
    policy: Effective

    def rows(self, sql: str, *values: object) -> Iterator[dict[str, Any]]:
        """The rows of a question, as dictionaries."""
        cursor = self.db.execute(sql, values)
        names = [column[0] for column in cursor.description]
        return (dict(zip(names, row, strict=True)) for row in cursor)

    def age(self, since: str) -> int:
        """Days from a civil day to today."""
        return days_between(since, self.today) if since else 0


class Sight(NamedTuple):
    """What a check's function yields: a sentence with its fields, since which day, about which asset or document.

    attention: it needs attention but no duty is open yet; seq: the line of the chain that shows it, -1 when none does.
    """

    message: str
    fields: dict[str, object]
    since: str = ""
    asset: str = ""
    document: str = ""
    seq: int = -1
    attention: bool = False


def seen(
    message: str,
    *,
    since: str = "",
    asset: str = "",
    document: str = "",
    seq: int = -1,
    attention: bool = False,
    **fields: object,
) -> Sight:
    """A sight; `message` is marked with N_ by the caller and filled with `fields` (and asset, document, since)."""
    told = {"asset": asset, "document": document, "since": since, **fields}
    return Sight(message, told, since, asset, document, seq, attention)


Look = Callable[[View], Iterator[Sight]]


@dataclass(frozen=True)
class Check:
    """A check: its id in the catalogue, the clause whose duty it watches, how grave it is, which policy setting is its threshold ("" for none)."""

    id: str
    clause: int
    severity: str
    setting: str
    look: Look

    @property
    def explanation(self) -> str:
        """What it watches, in English; the catalogue holds its Japanese."""
        return " ".join((self.look.__doc__ or "").split())


class Item(NamedTuple):
    """An open item of a contract: which check saw it, what, since when, how old in days, and the evidence. state: open or attention."""

    check: str
    clause: int
    severity: str
    state: str
    message: str
    fields: dict[str, object]
    since: str
    age_days: int
    asset: str
    document: str
    seq: int
    setting: str


CHECKS: dict[str, Check] = {}


def check(id: str, *, clause: int, severity: str = "warn", setting: str = "") -> Callable[[Look], Look]:
    """Register a function as the check `id`; its docstring is its explanation."""

    def register(look: Look) -> Look:
        assert id not in CHECKS, f"two checks are called {id}"
        CHECKS[id] = Check(id, clause, severity, setting, look)
        return look

    return register


def look(view: View, *, limit: int | None = None) -> Iterator[Item]:
    """Everything that every check sees, check by check; limit: how much of each check (None: all)."""
    for one in CHECKS.values():
        for sight in islice(one.look(view), limit):
            yield Item(
                one.id,
                one.clause,
                one.severity,
                ATTENTION if sight.attention else OPEN,
                sight.message,
                sight.fields,
                sight.since,
                view.age(sight.since),
                sight.asset,
                sight.document,
                sight.seq,
                one.setting,
            )
