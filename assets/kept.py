"""What else does a register hold about assets: containers, corrections, files?

Like `assets.reports`: a register's connection in, rows out.
"""

from __future__ import annotations

import sqlite3
from typing import Any, NamedTuple

from assets.reports import Rows, Step, ask, steps


class Held(NamedTuple):
    """A container: its line of the register, what lies in it, its steps in order."""

    container: dict[str, Any]
    contents: Rows
    steps: list[Step]


def corrections(db: sqlite3.Connection) -> Rows:
    """訂正・取消: which line, what it said, what is right, why, by whom (clause 44)."""
    return ask(db, "SELECT * FROM corrections ORDER BY seq")


def attachments(db: sqlite3.Connection) -> Rows:
    """Files kept outside that belong to assets: asset, name, what it is, SHA-256."""
    sql = """SELECT seq, asset, json_extract(data, '$.file') AS file, json_extract(data, '$.what') AS what,
               json_extract(data, '$.sha256') AS sha256, json_extract(data, '$.document') AS document
             FROM events WHERE kind = 'attached' ORDER BY seq"""
    return ask(db, sql)


_CONTAINERS = "SELECT c.*, (SELECT count(*) FROM assets a WHERE a.container = c.number AND a.container <> '') AS holds FROM containers c"


def containers(db: sqlite3.Connection) -> Rows:
    """容器: where each is, its seal, how many assets lie in it."""
    return ask(db, f"{_CONTAINERS} ORDER BY number")


def container(db: sqlite3.Connection, number: str) -> Held | None:
    """One container with its contents and its history; None when there is none of this number."""
    found = next(iter(ask(db, f"{_CONTAINERS} WHERE c.number = ?", number)), None)
    if found is None:
        return None
    contents = ask(
        db,
        "SELECT number, title, medium, quantity, unit, status, place FROM assets WHERE container = ? AND container <> '' ORDER BY n",
        number,
    )
    return Held(found, contents, list(steps(db, number)))
