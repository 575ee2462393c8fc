"""What are a contract's figures, and as of which line?

They are kept while the register stands at the same line, for five minutes at most: open items may come with time alone. The page names line and time.
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

_SECONDS_KEPT = 300


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


async def of(datasette: Any, database: str) -> Figures | None:
    """The figures of the register of this name; None for one that has replayed nothing yet."""
    kept: dict[str, tuple[float, Figures]] = datasette.__dict__.setdefault("kept_figures", {})
    register, now = datasette.get_database(database), time.monotonic()
    head = await register.execute_fn(chain.head)
    since, known = kept.get(database, (0.0, None))
    if known is not None and known.head == head and now - since < _SECONDS_KEPT:
        return known
    counted: Figures | None = await register.execute_fn(count)
    if counted is not None:
        kept[database] = now, counted
    return counted


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
