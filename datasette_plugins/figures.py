"""What are a contract's figures, and as of which line?

Counting a million assets takes a moment. Figures are kept while the register stands at the same line; where counting takes long, for a while
longer, so that a busy contract is not counted for every reader. The page names the line they were counted at.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, NamedTuple

from assets import holdings, reports, status
from assets.journal import Head
from assets.when import day_of, instant
from datasette_plugins import chain

# Open items may come with time alone. What is counted quickly is counted for every new line; of long counting, one part in so many is enough.
_SECONDS_KEPT, _QUICK = 60, 0.25
_PART = 20


class Figures(NamedTuple):
    """A contract in numbers, at line `head`: its own row, the balance, statuses, months, ages, endings, clauses by state, open items.

    is_cut: there may be more open items than were counted.
    """

    contract: Mapping[str, Any]
    balance: list[dict[str, Any]]
    standings: dict[str, int]
    months: list[holdings.Month]
    ages: list[holdings.Age]
    endings: list[dict[str, Any]]
    clauses: dict[str, int]
    open_items: int
    is_cut: bool
    now: str
    head: Head


class _Kept(NamedTuple):
    figures: Figures
    since: float
    cost: float


async def of(datasette: Any, database: str) -> Figures | None:
    """The figures of the register of this name; None for one that has replayed nothing yet."""
    kept: dict[str, _Kept] = datasette.__dict__.setdefault("kept_figures", {})
    register, began = datasette.get_database(database), time.monotonic()
    head = await register.execute_fn(chain.head)
    if (known := kept.get(database)) and _is_good(known, head, began):
        return known.figures
    counted: Figures | None = await register.execute_fn(count)
    if counted is not None:
        kept[database] = _Kept(counted, time.monotonic(), time.monotonic() - began)
    return counted


def _is_good(known: _Kept, head: Head, now: float) -> bool:
    age = now - known.since
    if known.figures.head == head:
        return age < _SECONDS_KEPT
    return known.cost > _QUICK and age < known.cost * _PART


def count(db: sqlite3.Connection) -> Figures | None:
    """Everything counted, in one state of the register."""
    contract = reports.contract(db)
    if not contract:
        return None
    now = instant(datetime.now(UTC))
    clauses = status.clause_by_clause(status.view_of(db, now))
    return Figures(
        contract,
        holdings.balance(db),
        holdings.standings(db),
        holdings.months(db),
        holdings.ages(db, today=day_of(now)),
        holdings.endings(db),
        status.summary(clauses),
        sum(len(clause.items) for clause in clauses),
        any(clause.cut for clause in clauses),
        now,
        chain.head(db),
    )
