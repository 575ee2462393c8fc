"""Which hooks does Datasette call?

`server.build` registers this package by hand, so that it is whole when its hooks are read and is absent from any other Datasette here.
"""

from __future__ import annotations

import logging
import sqlite3
from typing import Any

from datasette import Forbidden, NotFound, Response, hookimpl
from datasette.database import QueryInterrupted
from datasette.utils import path_with_added_args
from datasette.views.base import DatasetteError

from assets.language import N_
from datasette_plugins import addresses, chain, explain, front, guard, named
from datasette_plugins.cells import answered, cell, row, told
from datasette_plugins.door import asking
from datasette_plugins.downloads import Busy
from datasette_plugins.filtering import filter_choices, lookup_choices, parameter_of, value_shown
from datasette_plugins.login import LOGIN, LOGOUT, login_page, logout_page
from datasette_plugins.panels import heading_in_answer, heading_of, word
from datasette_plugins.texts import LANGUAGES_SHOWN, MODE, NOT_HERE, NOT_HERE_MORE, half, speaking, translated, visible

_NOBODYS = (
    r"/\.jsono?$",
    r"/-/(?!static/|static-plugins/)",
    r"/-$",
    r"/[^/]+/-(/|$)",
    r"/(_internal|_memory|:memory:)(?![^/.?])",
    r"/[^/]+\.db$",
)
_READS_ADDRESSES = ("datasette.filters", "datasette.views.table")
_log = logging.getLogger(__name__)


# -- who may see what -------------------------------------------------------------------------------------------------


@hookimpl(trylast=True)
def permission_allowed(datasette: Any, action: str, resource: Any) -> bool:
    """Always an answer, and the last one: in Datasette 0.65 the last answer holds."""
    return guard.is_allowed(datasette, action, resource)


@hookimpl(trylast=True)
def prepare_connection(conn: sqlite3.Connection, database: str) -> None:
    """After everybody else: nothing may be added to a connection any more. `_internal` is Datasette's own scratch book."""
    if database != "_internal":
        guard.harden(conn)


@hookimpl
def asgi_wrapper(datasette: Any) -> Any:
    """Guard every request."""
    return lambda app: front.guarded(datasette, app)


@hookimpl
def skip_csrf(scope: Any) -> bool:
    """Our forms need no token: the cookie is SameSite=Strict, and what is posted must come from our own page (`front`)."""
    return scope.get("path") in (LOGIN, LOGOUT)


# -- addresses --------------------------------------------------------------------------------------------------------


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    """Our pages, then what nobody may have; both stand before Datasette's own."""
    return [
        (LOGIN + "$", login_page),
        (LOGOUT + "$", logout_page),
        *addresses.ROUTES,
        *((pattern, nobodys_page) for pattern in _NOBODYS),
    ]


async def nobodys_page() -> Any:
    """What nobody may have looks like what does not exist."""
    raise NotFound("")


# -- refusals ---------------------------------------------------------------------------------------------------------


@hookimpl(tryfirst=True)
def forbidden(datasette: Any, request: Any) -> Any:
    """Forbidden looks like what does not exist."""
    return lambda: _refusal(datasette, request, 404, translated(NOT_HERE), translated(NOT_HERE_MORE))


@hookimpl(tryfirst=True)
def handle_exception(datasette: Any, request: Any, exception: Exception) -> Any:
    """One sentence; the details of a fault go to the log only, a mistake in somebody's own SQL goes back to them."""
    status, title, more = _said(exception)
    if status == 500:
        _log.error("a page failed: %s", front.where(exception))
    return lambda: _refusal(datasette, request, status, translated(title), translated(more))


def _said(exception: Exception) -> tuple[int, str, str]:
    status = getattr(exception, "status", 500)
    if isinstance(exception, (NotFound, Forbidden)) or status in (403, 404):
        return 404, NOT_HERE, NOT_HERE_MORE
    if isinstance(exception, QueryInterrupted) or getattr(exception, "title", "") == "SQL Interrupted":
        return 400, N_("That took too long."), N_("Ask for less: fewer columns, a day, a place.")
    if isinstance(exception, Busy):
        return 503, N_("Other files are still on their way."), N_("Take this one along when they have arrived.")
    if status < 500 or isinstance(exception, DatasetteError):
        return 400, N_("That cannot be asked."), str(getattr(exception, "message", "") or exception)
    if _is_misread(exception):
        return 400, N_("That cannot be asked."), N_("A part of the address is not as it should be.")
    return 500, N_("Something went wrong here."), N_("The person who started this view finds more in its window.")


def _is_misread(exception: Exception) -> bool:
    """Whether Datasette failed while it read the address: it trusts that what stands there is whole."""
    last, trace = "", exception.__traceback__
    while trace is not None:
        module = str(trace.tb_frame.f_globals.get("__name__", ""))
        last = last if module.startswith("json") else module
        trace = trace.tb_next
    return last in _READS_ADDRESSES and isinstance(exception, (ValueError, TypeError, KeyError, RecursionError))


async def _refusal(datasette: Any, request: Any, status: int, title: str, more: str) -> Any:
    if request.path.endswith(".json"):
        return Response.json({"ok": False, "status": status, "error": title, "title": None}, status=status)
    context = {"title": title, "more": more, "status": status}
    return Response.html(await datasette.render_template("refusal.html", context), status=status)


# -- words ------------------------------------------------------------------------------------------------------------


@hookimpl
def get_metadata(datasette: Any, key: str | None, database: str | None) -> dict[str, Any]:
    """Titles and explanations of one register, or of all when Datasette asks for none: never by who asks.

    Asked for `tables`, Datasette looks for permissions, copying all it gets for every table, or for sizes of facets: there are none.
    """
    registers = getattr(datasette, "registers", {})
    names = [] if key == "tables" else registers if database is None else [database] if database in registers else []
    tables = explain.Copies(datasette.explained if names else {})
    return {"databases": explain.Copies((name, {**registers[name], "tables": tables}) for name in names)}


@hookimpl
def canned_queries(datasette: Any, database: str) -> dict[str, Any]:
    """The same ready-made questions for every register."""
    return explain.queries() if database in getattr(datasette, "registers", {}) else {}


@hookimpl
def render_cell(value: Any, column: str, table: str | None, database: str) -> Any:
    """Numbers lead to the asset's page, codes read as words."""
    return cell(value, column=column, database=database, is_stored=bool(table))


@hookimpl
def extra_template_vars(datasette: Any, database: str | None) -> Any:
    """How the register of the page stands to the journal, and the names of its people and places, on every page that shows one."""

    async def standing() -> dict[str, Any]:
        if database is None or database not in getattr(datasette, "registers", {}):
            return {"chain": None, "names": named.Named()}
        return {
            "chain": await chain.standing(datasette, database),
            "names": await named.of(datasette, database),
            "contract_number": visible(datasette.contracts[database] or ""),
        }

    return standing


@hookimpl
def extra_css_urls(datasette: Any) -> list[str]:
    """Our fonts and table settings, also on Datasette's own pages."""
    return [datasette.urls.static_plugins(__name__, "audit.css")]


@hookimpl
def prepare_jinja2_environment(env: Any) -> None:
    """Templates speak through `_`, in the language of the request they answer."""
    stylesheet = f"/-/static-plugins/{__name__}/audit.css"
    env.globals.update(
        asking=asking.get,
        row_of=row,
        cell_of=told,
        answered=answered,
        title_of=explain.title,
        logout=LOGOUT,
        heading_of=heading_of,
        heading_in_answer=heading_in_answer,
        word_of=word,
        filter_choices=filter_choices,
        lookup_choices=lookup_choices,
        parameter_of=parameter_of,
        value_shown=value_shown,
        path_with_added_args=path_with_added_args,
        _=translated,
        half=half,
        speaking=speaking.get,
        mode=MODE,
        languages=LANGUAGES_SHOWN,
        stylesheet=stylesheet,
    )
