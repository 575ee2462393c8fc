"""Where in a contract does a word stand?

Assets are found by the index of the register. Everything else, people, places, firms, papers, incidents, is little beside them and is looked
through, folded in the same way: full and half width, capital and small are one.
"""

from __future__ import annotations

import json
import sqlite3
from itertools import islice
from typing import Any, NamedTuple

from assets import ids
from assets.search import occurs, query


class Place(NamedTuple):
    """Where we look beside the assets: a table, its key, what is shown of a row, and all the columns whose words count."""

    key: str
    shown: tuple[str, ...]
    searched: tuple[str, ...]


class Group(NamedTuple):
    """What was found in one table: the first rows, each with key, `shown` and whatever else, and how many there are in total."""

    table: str
    rows: list[dict[str, Any]]
    total: int


PLACES = {
    "people": Place("person", ("name", "org"), ("person", "name", "org", "department", "role")),
    "places": Place("place", ("name", "zone"), ("place", "name", "premises", "lock", "entry_control", "org")),
    "subcontracts": Place("number", ("org", "scope_work"), ("number", "org", "scope_work", "management", "parent")),
    "approvals": Place(
        "number", ("deed", "approved_on", "sources"), ("number", "approver", "sources", "purpose", "vendor", "spec_clause")
    ),
    "consents": Place("number", ("given_on", "purpose"), ("number", "approver", "purpose")),
    "protocols": Place("number", ("agreed_on", "methods"), ("number", "methods", "media")),
    "incidents": Place(
        "number", ("category", "what"), ("number", "what", "cause", "reason", "written_no", "agreed_document", "conclusion")
    ),
    "disposal_requests": Place("number", ("day", "reason"), ("number", "reason", "vendor", "place")),
    "sessions": Place(
        "session", ("day", "approval"), ("session", "approval", "performed_by", "witness", "vendor", "document", "explanation")
    ),
    "stocktakes": Place("number", ("day", "places"), ("number", "places", "counted_by", "second", "remarks")),
    "containers": Place("number", ("name", "place"), ("number", "name", "place", "seal_no")),
    "documents": Place("number", ("type", "title"), ("number", "title", "file", "sha256", "concerns")),
    "audits": Place("number", ("noticed_on", "scope"), ("number", "scope", "requested_by", "response", "visitors", "document")),
    "improvements": Place("number", ("requested_on", "reason"), ("number", "reason", "action", "document", "audit")),
    "subject_requests": Place("number", ("request", "received_on"), ("number", "told_to")),
    "safety_measures": Place("seq", ("measure", "description"), ("description", "document")),
}  # fmt: skip
_NUMBERED = "number >= :from AND number < :to"
_HITS = "SELECT rowid FROM assets_search WHERE assets_search MATCH :words"
_FIRST = (
    f"SELECT n FROM assets WHERE {_NUMBERED} ORDER BY number LIMIT :limit",
    f"{_HITS} ORDER BY rowid LIMIT :limit",
)
_ASSETS = "SELECT number, title, medium, status, place, serial, begun_on FROM assets"


def find(db: sqlite3.Connection, typed: str, *, limit: int = 20) -> list[Group]:
    """Everything in the register in which all that was typed stands, the assets first; at most `limit` rows of each kind."""
    found = [_assets(db, typed, limit), *(_beside(db, table, place, typed, limit) for table, place in PLACES.items())]
    return [group for group in found if group.total]


def _assets(db: sqlite3.Connection, typed: str, limit: int) -> Group:
    begins = ids.compact(typed).partition(".")[0] or "~"
    asked = {"words": query(typed), "from": begins, "to": begins + "~", "limit": limit}
    # Each index is followed until enough is found: a word that stands in a million titles is told as quickly as a rare one.
    found = {n for sql in _FIRST for (n,) in db.execute(sql, asked)}
    rows = _rows(
        db, f"{_ASSETS} WHERE n IN (SELECT value FROM json_each(?)) ORDER BY n LIMIT ?", json.dumps([*found]), limit
    )
    return Group("assets", rows, len(rows) if len(found) < limit else _total(db, asked))


def _total(db: sqlite3.Connection, asked: dict[str, Any]) -> int:
    [(by_number, by_words, there)] = db.execute(
        f"SELECT (SELECT count(*) FROM assets WHERE {_NUMBERED}), (SELECT count(*) FROM ({_HITS})), (SELECT count(*) FROM assets)",
        asked,
    )
    if there in (by_number, by_words) or not by_number or not by_words:
        return int(max(by_number, by_words))
    [(by_number_alone,)] = db.execute(f"SELECT count(*) FROM assets WHERE {_NUMBERED} AND n NOT IN ({_HITS})", asked)
    return int(by_words + by_number_alone)


def _beside(db: sqlite3.Connection, table: str, place: Place, typed: str, limit: int) -> Group:
    fits = occurs(typed)
    told = list(dict.fromkeys((place.key, *place.shown, *place.searched)))
    listed = (
        row
        for row in _rows(db, f"SELECT {', '.join(told)} FROM {table} ORDER BY {place.key}")
        if fits("\n".join(str(row[name]) for name in place.searched if row[name]))
    )
    rows = list(islice(listed, limit))
    return Group(table, rows, len(rows) + sum(1 for _row in listed))


def _rows(db: sqlite3.Connection, sql: str, *values: object) -> list[dict[str, Any]]:
    cursor = db.execute(sql, values)
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor]
