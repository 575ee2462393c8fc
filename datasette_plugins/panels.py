"""How does a short list read on our pages?

Headings are the register's own words for its columns (metadata.yml), codes read as words, numbers and papers are links.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from datasette.utils import tilde_encode

from assets.when import local
from datasette_plugins import explain
from datasette_plugins.cells import CODES, NAMED, YES_NO, is_number
from datasette_plugins.texts import called, half, speaking, translated, visible

_DAY = re.compile(r"\d{4}-\d\d-\d\d( \d\d:\d\d)?")


class Cell(NamedTuple):
    """One cell: what stands in it, where it leads ("" for nowhere), whether it is a figure or a day, whether a number of ours."""

    text: str
    href: str = ""
    is_figure: bool = False
    is_number: bool = False


class Panel(NamedTuple):
    """A list with its heading: `more` rows are not shown; `href`: where all of them are; first column names the row."""

    key: str
    title: str
    headings: list[str]
    rows: list[list[Cell]]
    more: int = 0
    href: str = ""


class Shelf:
    """Makes panels for one register: it knows the words of its columns, and where its pages are."""

    def __init__(self, datasette: Any, database: str) -> None:
        self._explained: Mapping[str, Any] = datasette.explained
        self.url = datasette.urls.database(database)

    def panel(
        self, table: str, columns: Sequence[str], rows: Iterable[Mapping[str, Any]], *, keyed: str = "", most: int = 20
    ) -> Panel:
        """Rows of `table` as a panel; the first column leads to the row's page in `keyed`, or in `table` itself; at most so many rows."""
        told = [{name: visible_of(value) for name, value in row.items()} for row in rows]
        return Panel(
            table,
            self.title(table),
            [self.heading(table, name) for name in columns],
            [[self._cell(keyed or table, columns[0], name, row[name]) for name in columns] for row in told[:most]],
            max(0, len(told) - most),
            f"{self.url}/{table}",
        )

    def title(self, table: str) -> str:
        """What a table is called."""
        return half(self._explained[table]["title"])

    def heading(self, table: str, column: str) -> str:
        """What a column is called, without what its explanation adds."""
        return heading_of(self._explained[table]["columns"], column)

    def row_url(self, table: str, key: object) -> str:
        """The page of one row."""
        return f"{self.url}/{table}/{tilde_encode(str(key))}"

    def asset_url(self, number: str) -> str:
        """The page of an asset, or of what lies in a container."""
        return f"{self.url}/-/asset/{number}"

    def event_url(self, seq: int) -> str:
        """The page of a line."""
        return f"{self.url}/-/event/{seq}"

    def _cell(self, table: str, key: str, name: str, value: Any) -> Cell:
        if isinstance(value, str) and is_number(value):
            return Cell(value, self.asset_url(value), is_number=True)
        if name == "seq" and isinstance(value, int):
            return Cell(str(value), self.event_url(value), is_figure=True)
        if name == key and value not in (None, ""):
            return Cell(str(value), self.row_url(table, value))
        said = word(name, value)
        return Cell(said, is_figure=(isinstance(value, int) and name not in YES_NO) or bool(_DAY.fullmatch(said)))


def heading_of(columns: Mapping[str, str], column: str) -> str:
    """What a column is called, without what its explanation adds; one without an explanation stands for itself."""
    short = re.split(r"（|; |, ", half(columns.get(column, column)), maxsplit=1)[0]
    return short[:1].upper() + short[1:]


def heading_in_answer(column: str) -> str:
    """The heading of an answer, whose last word is the register's own name of the column: the words before it, or what that means in English."""
    said, _, name = column.strip().rpartition(" ")
    return said if said and speaking.get() == "ja" else heading_of(explain.meanings(), name)


def word(name: str, value: Any) -> str:
    """A value as people read it: codes as words, instants in Japan's time, figures with their thousands."""
    if value in (None, ""):
        return ""
    if name in YES_NO:
        return "○" if value else "–"
    if name in NAMED:
        return translated(NAMED[name](value))
    if isinstance(value, int):
        return f"{value:,}"
    if name in CODES:
        return called(value)
    return local(value) if name == "at" or name.endswith("_at") else str(value)


def visible_of(value: Any) -> Any:
    """A text without signs that are not seen; everything else as it is."""
    return visible(value) if isinstance(value, str) else value
