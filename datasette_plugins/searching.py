"""How is a word that stands in most assets found as quickly as a rare one?

Datasette gathers the numbers of all that fit before it shows a page of them: once for the page, once for the count, once for each breakdown. Where
many fit, its statements are put so that they follow the index of words instead.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Mapping
from typing import Any

from assets.register_schema import ASSET_COLUMNS

MANY = 50_000
_WORDS = "assets_search match escape_fts(:search)"
_HITS = f"select rowid from assets_search where {_WORDS}"
FITTING = f"n in ({_HITS})"
# What means the same beside the index of words: no column of its own, and no rowid, which it has too.
_COLUMN = rf"(?:{'|'.join((*ASSET_COLUMNS, 'contract'))})"
_COLUMNS = rf"\[?{_COLUMN}\]?(?:, \[?{_COLUMN}\]?)*"
_FILTER = rf'(?:"{_COLUMN}"|{_COLUMN}) (?:[=<>!]+|like|glob) :p\d+'
_FILTERED = rf"(?P<before>(?:{_FILTER} and )*){re.escape(FITTING)}(?: and \(\(n > (?P<last>:p\d+)\)\))? "
_COUNT = re.compile(rf"select count\(\*\) from assets where {_FILTERED}")
_PAGE = re.compile(rf"select (?P<columns>{_COLUMNS}) from assets where {_FILTERED}order by n (?P<limit>limit \d+)")
# The first place where the words are asked for, and not only spoken of in a text or a comment.
_PIECE = r"""'[^']*+'|"[^"]*+"|`[^`]*+`|\[[^\]]*+\]|--[^\n]*+\n|/\*.*?\*/|-(?!-)|/(?!\*)|[^-/'"`\[]"""
_ANYWHERE = re.compile(
    rf"select (?:count\(\*\)|{_COLUMNS}) from assets where (?:(?>{_PIECE})*? and )??(?={re.escape(FITTING)})", re.S
)
_BREAKDOWN = re.compile(r"\n {16}select \S+ as value, count\(\*\) as count from \(\n {20}select .+\n {16}\)\n.+", re.S)


class TooManyToBreakDown(sqlite3.OperationalError):
    """More assets fit than can be counted by a column while somebody waits."""


def quicker(conn: sqlite3.Connection, sql: str, params: Any) -> str:
    """A statement that gives what `sql` gives, without gathering what many assets fit. Raises TooManyToBreakDown."""
    if FITTING not in sql or not _are_many(conn, params):
        return sql
    if _BREAKDOWN.fullmatch(sql):
        raise TooManyToBreakDown
    if found := _COUNT.fullmatch(sql):
        return f"select count(*) {_along(found)}" if any(found.groups()) else f"select count(*) from ({_HITS})"
    if found := _PAGE.fullmatch(sql):
        return f"select {found['columns']} {_along(found)} order by assets_search.rowid {found['limit']}"
    if found := _ANYWHERE.match(sql):
        return f"{found[0]}+{sql[found.end() :]}"
    return sql


def _along(found: re.Match[str]) -> str:
    onward = f" and assets_search.rowid > {found['last']}" if found["last"] else ""
    return f"from assets_search cross join assets on n = assets_search.rowid where {found['before']}{_WORDS}{onward}"


def _are_many(conn: sqlite3.Connection, params: Any) -> bool:
    typed = params.get("search") if isinstance(params, Mapping) else None
    asked = f"select count(*) from ({_HITS} limit {MANY})"
    return typed is not None and int(conn.execute(asked, {"search": typed}).fetchone()[0]) >= MANY
