"""Who is P-02, and what is V-1?

Tables hold numbers of the roster and of places; their pages say the names beside them. Names are read again when the register has moved on.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from typing import Any, NamedTuple

from assets.journal import Head
from datasette_plugins import chain
from datasette_plugins.texts import visible

_PEOPLE = (
    "person holder op released_by received_by performed_by ended_by witness verified_by decided_by approver counted_by second approved_by "
    "known_by oral_to oral_by written_to written_by told_by told_to requested_by supervised_by checked_by responsible"
)
# In which table stands what a column names.
TABLES = {**dict.fromkeys(_PEOPLE.split(), "people"), "place": "places"}


class Named(NamedTuple):
    """Names by number, of people and of places, as of a line of the register; `url` is where the register's pages are."""

    url: str = ""
    names: Mapping[str, Mapping[str, str]] = {}
    head: Head | None = None

    def of(self, column: str, value: object) -> str | None:
        """The name of what `value` names in a column; None for what names nobody and no place."""
        return self.names.get(TABLES.get(column, ""), {}).get(str(value))


async def of(datasette: Any, database: str) -> Named:
    """The names of a register."""
    kept: dict[str, Named] = datasette.__dict__.setdefault("kept_names", {})
    register = datasette.get_database(database)
    head = await register.execute_fn(chain.head)
    if database not in kept or kept[database].head != head:
        kept[database] = Named(datasette.urls.database(database), await register.execute_fn(_read), head)
    return kept[database]


def _read(db: sqlite3.Connection) -> dict[str, dict[str, str]]:
    asked = {"people": "SELECT person, name FROM people", "places": "SELECT place, name FROM places"}
    return {table: {row[0]: visible(row[1] or "") for row in db.execute(sql)} for table, sql in asked.items()}
