"""How many media were held, and when?

Every figure here is added up from what the register counts as it goes (`begun`, `ended`), so that a contract with a million assets is told about as
quickly as a small one. What was split up or taken back is left out, as in the balance: its parts are counted.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from itertools import accumulate
from typing import Any, NamedTuple

from assets.when import days_between

ITEM_COUNTS = ("received", "copied", "produced", "returned", "erased", "disposed", "lost", "open")
_CAME, _WENT = ITEM_COUNTS[:3], ITEM_COUNTS[3:]
_LEFT_OUT = "('split', 'void')"
# Days up to which an age is counted in this group; the last has no end.
AGES = (30, 90, 180, 365)


class Month(NamedTuple):
    """What came and what ended in a month (`YYYY-MM`), and how many were held at its end."""

    month: str
    came: int
    ended: int
    held: int


class Age(NamedTuple):
    """How many open assets came between two days, both included ("" for no bound), and the ages in days that this means."""

    at_least: int
    at_most: int | None
    since: str
    until: str
    assets: int


def balance(db: sqlite3.Connection) -> list[dict[str, Any]]:
    """Per item of clause 23, then in total (item 0), the counts of `reports.balance`, and whether they balance."""
    found: dict[int, Counter[str]] = {}
    for status, item, origin, is_open, count in _rows(
        db,
        f"SELECT status, item, origin, open, sum(assets) FROM begun WHERE status NOT IN {_LEFT_OUT} GROUP BY 1, 2, 3, 4",
    ):
        counts = found.setdefault(item, Counter())
        counts += Counter({origin: count, status: count})
        counts["open"] += count if is_open else 0
    total = sum(found.values(), Counter[str]())
    return [_balanced(item, counts) for item, counts in [*sorted(found.items()), (0, total)]]


def _balanced(item: int, counts: Counter[str]) -> dict[str, Any]:
    told = {name: counts[name] for name in ITEM_COUNTS}
    return {
        "item": item,
        **told,
        "balanced": sum(told[name] for name in _CAME) == sum(told[name] for name in _WENT),
    }


def standings(db: sqlite3.Connection) -> dict[str, int]:
    """How many assets are in each status, the most frequent first."""
    return dict(
        _rows(db, "SELECT status, sum(assets) AS counted FROM begun GROUP BY status ORDER BY counted DESC, status")
    )


def months(db: sqlite3.Connection) -> list[Month]:
    """Month by month from the first receipt to the last event of this kind; empty while nothing came."""
    came, ended = _by_month(db, "begun"), _by_month(db, "ended")
    told = sorted(+came | +ended)
    if not told:
        return []
    every = _months_between(told[0], told[-1])
    held = accumulate(came[month] - ended[month] for month in every)
    return [Month(month, came[month], ended[month], count) for month, count in zip(every, held, strict=True)]


def _by_month(db: sqlite3.Connection, tally: str) -> Counter[str]:
    day = f"{tally}_on"
    sql = f"SELECT substr({day}, 1, 7), sum(assets) FROM {tally} WHERE {day} <> '' AND status NOT IN {_LEFT_OUT} GROUP BY 1"
    return Counter(dict(_rows(db, sql)))


def _months_between(first: str, last: str) -> list[str]:
    begin, end = (int(month[:4]) * 12 + int(month[5:7]) - 1 for month in (first, last))
    return [f"{month // 12:04d}-{month % 12 + 1:02d}" for month in range(begin, end + 1)]


def ages(db: sqlite3.Connection, *, today: str) -> list[Age]:
    """Open assets by age on `today`, the youngest first; groups without any are left out."""
    groups: dict[int, list[tuple[str, int]]] = {}
    for on, count in _rows(db, "SELECT begun_on, sum(assets) FROM begun WHERE open = 1 GROUP BY begun_on"):
        days = days_between(on, today)
        group = next((place for place, most in enumerate(AGES) if days <= most), len(AGES))
        groups.setdefault(group, []).append((on, count))
    return [_age(group, told) for group, told in sorted(groups.items())]


def _age(group: int, told: list[tuple[str, int]]) -> Age:
    days = [on for on, _count in told]
    least = AGES[group - 1] + 1 if group else 0
    most = AGES[group] if group < len(AGES) else None
    return Age(least, most, min(days), max(days), sum(count for _on, count in told))


def endings(db: sqlite3.Connection) -> list[dict[str, Any]]:
    """What ended, by status, method and level: how many, from when until when."""
    sql = f"""SELECT status, method, level, sum(assets) AS counted, min(ended_on) AS since, max(ended_on) AS until FROM ended
        WHERE ended_on <> '' AND status NOT IN {_LEFT_OUT} GROUP BY 1, 2, 3 ORDER BY 1, 4 DESC"""
    names = ("status", "method", "level", "assets", "since", "until")
    return [dict(zip(names, row, strict=True)) for row in _rows(db, sql)]


def _rows(db: sqlite3.Connection, sql: str) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in db.execute(sql)]
