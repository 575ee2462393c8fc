"""Which pages of ours are there, at which address?

Every page that shows a contract asks the guard first, in one place: Datasette's own permissions do not cover pages of ours.
"""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime
from functools import partial
from io import BytesIO
from typing import Any, BinaryIO

from datasette import Forbidden, NotFound, Response
from datasette.utils import derive_named_parameters, path_with_removed_args, tilde_decode

from assets import finding, reports, status
from assets.sections import Asked
from assets.when import instant
from datasette_plugins import beside, chain, explain, exports, figures, guard, life, overview, proofs, standing
from datasette_plugins.downloads import Download
from datasette_plugins.panels import Shelf
from datasette_plugins.registers import as_on_a_page
from datasette_plugins.texts import translated, visible

_BY_ASSET = r"/(?P<database>[^/]+)/-/asset/(?P<number>[^/]+)$"
_FOUND_AS = {"assets": ("number", "title", "medium", "status", "place", "serial", "begun_on")}
_LAST_POSSIBLE = 2**53


# -- who may see the page ---------------------------------------------------------------------------------------------


def _shown(datasette: Any, request: Any) -> str:
    """The database that a page shows, to somebody who may see it; what may not be seen, and what is not there, are the same: not here."""
    database = str(tilde_decode(request.url_vars["database"]))
    if not guard.is_allowed(datasette, "view-database", database):
        raise NotFound("")
    return database


async def _rendered(datasette: Any, request: Any, template: str, context: dict[str, Any]) -> Any:
    return Response.html(await datasette.render_template(template, context, request=request))


async def _asked(datasette: Any, database: str, question: Any) -> Any:
    return await datasette.get_database(database).execute_fn(question)


# -- pages ------------------------------------------------------------------------------------------------------------


async def home_page(datasette: Any, request: Any) -> Any:
    """The reader's own contracts, each with its balance, its due day, and how its register stands."""
    if not guard.is_allowed(datasette, "view-instance", None):
        raise Forbidden("")
    contracts = [
        await _at_home(datasette, database)
        for database in datasette.registers
        if guard.is_allowed(datasette, "view-database", database)
    ]
    return await _rendered(datasette, request, "index.html", {"contracts": contracts, "metadata": explain.root()})


async def _at_home(datasette: Any, database: str) -> dict[str, Any]:
    counted = await figures.of(datasette, database)
    return {
        **datasette.registers[database],
        "database": database,
        "told": overview.summary(counted) if counted else None,
        "chain": await chain.standing(datasette, database),
    }


async def contract_page(datasette: Any, request: Any) -> Any:
    """A contract at a glance; a question in SQL is answered by Datasette's own page."""
    database = _shown(datasette, request)
    if request.args.get("sql") is not None:
        from datasette.views.database import DatabaseView

        with as_on_a_page():
            return await DatabaseView(datasette).dispatch_request(request)
    counted = await figures.of(datasette, database)
    if counted is None:
        raise NotFound("")
    tables = await datasette.get_database(database).table_names()
    told = await _asked(datasette, database, partial(overview.told, tables=tables, now=counted.now))
    stands = await chain.standing(datasette, database)
    page = overview.page(told, counted, stands, Shelf(datasette, database), datasette.explained)
    context = {"database": database, "has_paper": datasette.paper is not None, **page}
    return await _rendered(datasette, request, "contract.html", context)


async def assets_page(datasette: Any, request: Any) -> Any:
    """The register of assets, in its main columns; what is always counted is not counted twice because it is asked for."""
    from datasette_plugins.columns import MainColumns

    _shown(datasette, request)
    always = datasette.explained["assets"]["facets"]
    for name in set(always).intersection(request.args.getlist("_facet")):
        return Response.redirect(path_with_removed_args(request, {"_facet": name}))
    return await MainColumns(datasette).dispatch_request(request)


async def question_page(datasette: Any, request: Any) -> Any:
    """The answer to a ready-made question, as far as a page goes."""
    from datasette.views.table import TableView

    _shown(datasette, request)
    with as_on_a_page():
        return await TableView(datasette).dispatch_request(request)


async def asset_page(datasette: Any, request: Any) -> Any:
    """The life of one asset, or what lies in a container; another contract's number or no number at all are the same: not here."""
    database, number = _shown(datasette, request), tilde_decode(request.url_vars["number"])
    told = await _asked(datasette, database, partial(life.told, number=number))
    if told is None and await _asked(datasette, database, partial(reports.container, number=number)):
        return Response.redirect(f"{datasette.urls.table(database, 'assets')}?container={number}")
    if told is None:
        raise NotFound("")
    also = await _asked(datasette, database, partial(beside.told, number=number))
    panels = beside.panels(also, Shelf(datasette, database))
    return await _rendered(
        datasette, request, "asset.html", {"database": database, "panels": panels, **life.page(told)}
    )


async def status_page(datasette: Any, request: Any) -> Any:
    """The contract clause by clause."""
    database = _shown(datasette, request)
    told = await _asked(datasette, database, partial(standing.told, now=instant(datetime.now(UTC))))
    if told is None:
        raise NotFound("")
    return await _rendered(datasette, request, "status.html", {"database": database, **standing.page(told)})


async def event_page(datasette: Any, request: Any) -> Any:
    """One line of the contract, as it is stored, with its hash and its neighbours'."""
    database = _shown(datasette, request)
    told = await _asked(datasette, database, partial(proofs.line, seq=int(request.url_vars["seq"])))
    if told is None:
        raise NotFound("")
    return await _rendered(datasette, request, "event.html", {"database": database, **proofs.page(told)})


async def search_page(datasette: Any, request: Any) -> Any:
    """Everything of the contract in which the words stand, in groups."""
    database, typed = _shown(datasette, request), request.args.get("q") or ""
    groups = await _asked(datasette, database, partial(finding.find, typed=typed)) if typed.strip() else []
    shelf = Shelf(datasette, database)
    panels = [
        shelf.panel(
            group.table,
            _FOUND_AS.get(group.table) or (finding.PLACES[group.table].key, *finding.PLACES[group.table].shown),
            group.rows,
        )._replace(more=group.total - len(group.rows))
        for group in groups
    ]
    counts = {group.table: group.total for group in groups}
    context = {
        "database": database,
        "typed": visible(typed),
        "panels": panels,
        "counts": counts,
        "total": sum(counts.values()),
    }
    return await _rendered(datasette, request, "search.html", context)


async def verify_page(datasette: Any, request: Any) -> Any:
    """The lines hashed again, a slice at a time."""
    database = _shown(datasette, request)
    after = _number(request.args.get("after"), otherwise=-1)
    checked = await _asked(datasette, database, partial(proofs.check, after=after))
    first, second = await _asked(datasette, database, proofs.example)
    context = {
        "database": database,
        "checked": checked,
        "why": translated(checked.why, line=checked.bad) if checked.why else "",
        "is_whole": not checked.why and checked.last + 1 == checked.total,
        "first_hash": first,
        "second_prev": second,
    }
    return await _rendered(datasette, request, "verify.html", context)


# -- files ------------------------------------------------------------------------------------------------------------


async def lines_file(datasette: Any, request: Any) -> Any:
    """The contract's lines, all or from `first` to `last`, byte by byte as they were hashed."""
    database = _shown(datasette, request)
    first, last = (
        _number(request.args.get("first"), otherwise=0),
        _number(request.args.get("last"), otherwise=_LAST_POSSIBLE),
    )
    write = partial(proofs.write_lines, first=first, last=last)
    return Download(datasette, request, database, write, name=f"{database}.jsonl", type="application/x-ndjson")


async def report_file(datasette: Any, request: Any) -> Any:
    """The contract's report on paper, as it stands now."""
    database = _shown(datasette, request)
    if datasette.paper is None:
        raise NotFound("")
    stands = await chain.standing(datasette, database)
    told = {"events": stands.head.seq + 1, "head": stands.head.hash, "register": stands.word, "lines": 0, "as_of": ""}

    def write(db: sqlite3.Connection, out: BinaryIO) -> None:
        db.row_factory = sqlite3.Row
        made = BytesIO()
        datasette.paper(Asked(status.view_of(db, instant(datetime.now(UTC))), told), made)
        out.write(made.getvalue())

    return Download(datasette, request, database, write, name=f"{database}.pdf", type="application/pdf")


async def table_file(datasette: Any, request: Any) -> Any:
    """A table or an answer as CSV or XLSX, filtered as its page is."""
    database, form = _shown(datasette, request), request.url_vars["form"]
    name = tilde_decode(request.url_vars["name"])
    asked = exports.asked(datasette.explained, name, request.args)
    if asked is None:
        raise NotFound("")
    write = exports.produce(asked, form)
    return Download(datasette, request, database, write, name=f"{database}-{name}.{form}", type=exports.TYPES[form])


async def answer_file(datasette: Any, request: Any) -> Any:
    """The answer to somebody's own question in SQL, all of it."""
    database, form, sql = _shown(datasette, request), request.url_vars["form"], request.args.get("sql")
    if not sql:
        raise NotFound("")
    parameters = await derive_named_parameters(datasette.get_database(database), sql)
    write = exports.produce(exports.answer(sql, parameters, request.args), form)
    return Download(datasette, request, database, write, name=f"{database}-sql.{form}", type=exports.TYPES[form])


def _number(text: str | None, *, otherwise: int) -> int:
    return min(int(text), _LAST_POSSIBLE) if text and text.isascii() and text.isdigit() else otherwise


ROUTES = (
    (r"/$", home_page),
    (r"/(?P<database>[^/.?]+)(?P<format>)$", contract_page),
    (r"/(?P<database>[^/.]+)/(?P<table>assets)(?P<format>)$", assets_page),
    (r"/(?P<database>[^/.]+)/(?P<table>clause-[^/.]+)(?P<format>)$", question_page),
    (r"/(?P<database>[^/.?]+)\.(?P<form>csv|xlsx)$", answer_file),
    (_BY_ASSET, asset_page),
    (r"/(?P<database>[^/]+)/-/status$", status_page),
    (r"/(?P<database>[^/]+)/-/event/(?P<seq>[0-9]{1,15})$", event_page),
    (r"/(?P<database>[^/]+)/-/search$", search_page),
    (r"/(?P<database>[^/]+)/-/verify$", verify_page),
    (r"/(?P<database>[^/]+)/-/lines\.jsonl$", lines_file),
    (r"/(?P<database>[^/]+)/-/report\.pdf$", report_file),
    (r"/(?P<database>[^/]+)/(?P<name>[^/.]+)\.(?P<form>csv|xlsx)$", table_file),
)
