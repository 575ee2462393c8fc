"""How does a table or an answer become a CSV or an Excel file?

The address is the page's own with an ending; what is filtered there is filtered here, and what we do not understand is refused, never ignored.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from typing import Any, BinaryIO, NamedTuple

from datasette.database import QueryInterrupted
from datasette.filters import Filters
from datasette.utils import InvalidSql, validate_sql_select
from datasette.utils.asgi import BadRequest

from assets import export
from assets.language import N_
from datasette_plugins import explain
from datasette_plugins.downloads import Produce
from datasette_plugins.searching import FITTING
from datasette_plugins.texts import half, translated

TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
# Arguments that change how a page looks, and not which rows belong to it.
_OF_THE_PAGE = ("_facet", "_size", "_next", "_stream", "_labels", "_dl", "_nofacet", "_nocount", "_shape", "_hide_sql", "_show_sql", "_timelimit")  # fmt: skip
# A view begins with the contract, and has an order of its own; a table begins with its key.
_OF_EVERY_ROW = "contract"
_NOT_UNDERSTOOD = N_("This filter cannot be taken into a file.")


class Asked(NamedTuple):
    """What is to be written: SQL with its values, and the title of the sheet."""

    sql: str
    values: Mapping[str, Any]
    title: str


def asked(explained: Mapping[str, Any], name: str, args: Any) -> Asked | None:
    """The rows of the page `name` with these arguments; None when there is no such page. Raises BadRequest for what cannot be taken over."""
    if name in explained:
        return _of_table(explained[name], name, args)
    questions = explain.queries()
    if name not in questions:
        return None
    question = questions[name]
    values = {param: args.get(param) or "" for param in question.get("params", ())}
    return Asked(question["sql"], values, half(question["title"]))


def answer(sql: str, parameters: Iterable[str], args: Any) -> Asked:
    """What somebody asks in words of their own. Raises BadRequest for what is no SELECT."""
    try:
        validate_sql_select(sql)
    except InvalidSql as error:
        raise BadRequest(str(error)) from error
    return Asked(sql, {name: args.get(name) or "" for name in parameters}, translated(N_("A question in SQL")))


def _of_table(settings: Mapping[str, Any], name: str, args: Any) -> Asked:
    columns = settings["columns"]
    where, values = _where(name, columns, args)
    wanted = _columns(columns, args)
    sql = f"SELECT {', '.join(map(_quoted, wanted))} FROM {_quoted(name)}"
    if where:
        sql += f" WHERE {' AND '.join(where)}"
    return Asked(f"{sql}{_order(settings, args)}", values, half(settings["title"]))


def _where(name: str, columns: Mapping[str, str], args: Any) -> tuple[list[str], dict[str, Any]]:
    pairs = [(key, value) for key in args if not key.startswith("_") and key != "lang" for value in args.getlist(key)]
    lookups = {lookup for lookup, _display, _plain in Filters([]).lookups()}
    if any(column not in columns or lookup not in lookups for column, lookup, _value in Filters(pairs).selections()):
        raise BadRequest(_NOT_UNDERSTOOD)
    where, values = Filters(sorted(pairs)).build_where_clauses(name)
    for key in args:
        if key == "_where":
            where += [f"({one})" for one in args.getlist(key)]
        elif key == "_search" and name == "assets":
            where.append(FITTING)
            values["search"] = args.get(key)
        elif key.startswith("_") and not key.startswith((*_OF_THE_PAGE, "_sort", "_col", "_nocol")):
            raise BadRequest(_NOT_UNDERSTOOD)
    return where, values


def _columns(columns: Mapping[str, str], args: Any) -> list[str]:
    wanted, left_out = args.getlist("_col"), args.getlist("_nocol")
    return [name for name in columns if (not wanted or name in wanted) and name not in left_out] or list(columns)


def _order(settings: Mapping[str, Any], args: Any) -> str:
    for key, way in (("_sort_desc", " DESC"), ("_sort", "")):
        if args.get(key) in settings["columns"]:
            return f" ORDER BY {_quoted(args.get(key))}{way}"
    first = settings.get("sort") or next(iter(settings["columns"]))
    return f" ORDER BY {_quoted(first)}" if first != _OF_EVERY_ROW else ""


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def produce(asked: Asked, form: str) -> Produce:
    """A function that writes what is asked in a form (csv, xlsx), for a `Download`."""
    write = {"csv": _csv, "xlsx": _xlsx}[form]

    def written(db: sqlite3.Connection, out: BinaryIO) -> None:
        try:
            write(db, asked, out)
        except (sqlite3.DatabaseError, OverflowError) as error:
            if error.args == ("interrupted",):
                raise QueryInterrupted(error, asked.sql, asked.values) from None
            raise BadRequest(str(error)) from error

    return written


def _csv(db: sqlite3.Connection, asked: Asked, out: BinaryIO) -> None:
    rows = db.execute(asked.sql, asked.values)
    export.write_rows([column[0] for column in rows.description], rows, out)


def _xlsx(db: sqlite3.Connection, asked: Asked, out: BinaryIO) -> None:
    rows = db.execute(asked.sql, asked.values)
    export.write_xlsx([(asked.title, [column[0] for column in rows.description], rows)], out)
