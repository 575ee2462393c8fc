"""In which order stand rows that are alike in what they are sorted by?

Datasette begins a page after the last key of the page before, but orders the first page by the column alone: rows of equal value would then be
passed over, or shown twice. Its statements are put so that every page is ordered by the key too.
"""

from __future__ import annotations

import re
import sqlite3

_NAME = r"\[?\w+\]?"
_PAGE = re.compile(
    rf"select (?P<columns>{_NAME}(?:, {_NAME})*) from (?P<table>{_NAME}) (?P<where>where .*)?"
    rf"(?P<order>order by (?P<by>{_NAME})(?: desc)?)(?P<keys>(?:, {_NAME})*) (?P<limit>limit \d+)",
    re.S,
)
# What may end the statement before its end, so that it cannot be put in brackets.
_MORE = re.compile(r"\b(?:union|intersect|except|group|having|window|order|limit)\b|--|/\*", re.I)


def settled(conn: sqlite3.Connection, sql: str) -> str:
    """`sql`, ordered by the key of its table behind the one column by which it is ordered, when it is a page's that shows its key.

    The keys of the page are looked for first, so that whole rows are not carried along while many that are alike are sorted.
    """
    found = _PAGE.fullmatch(sql)
    if not found:
        return sql
    columns, table, where, order, by, tail, limit = (found[name] or "" for name in _PAGE.groupindex)
    keys, told = _keys(conn, _bare(table)), _names(tail)[1:]
    if not keys or keys == [_bare(by)] or told not in ([], keys) or not set(keys) <= set(_names(columns)):
        return sql
    order += "".join(f", {key}" for key in keys)
    if len(keys) > 1 or _MORE.search(where):
        return f"select {columns} from {table} {where}{order} {limit}"
    [key] = keys
    return f"select {columns} from {table} where {key} in (select {key} from {table} {where}{order} {limit}) {order}"


def _keys(conn: sqlite3.Connection, table: str) -> list[str]:
    columns = conn.execute(f"PRAGMA table_info([{table}])").fetchall()
    return [str(column[1]) for column in sorted(columns, key=lambda column: int(column[5])) if column[5]]


def _names(listed: str) -> list[str]:
    return list(map(_bare, listed.split(", ")))


def _bare(name: str) -> str:
    return name.strip("[]")
