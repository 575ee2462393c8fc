"""How is the audit view started?

Over registers alone, and only when its guard stands: with accounts, or on this machine alone. Datasette is imported when it is needed: the command
line imports this module for every command.
"""

from __future__ import annotations

import asyncio
import logging
import os
import re
import socket
import sqlite3
import threading
import webbrowser
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager, suppress
from pathlib import Path
from types import SimpleNamespace
from typing import Any, BinaryIO

from assets.errors import BadInput, LedgerUnusable
from assets.language import N_
from assets.register_schema import SCHEMA_VERSION
from assets.sections import Asked
from datasette_plugins import explain, logbook
from datasette_plugins.door import Door

Paper = Callable[[Asked, BinaryIO], None]  # writes a report as a PDF: this package does not print
OLDEST, BEFORE = (0, 65, 5), (0, 66)
EVERY_SECONDS = 0.5
SETTINGS = {
    "allow_download": False,
    "suggest_facets": False,
    "default_page_size": 50,
    "max_returned_rows": 1000,
    "max_csv_mb": 0,
    "num_sql_threads": 4,
    "sql_time_limit_ms": 3000,
    "facet_time_limit_ms": 500,
    "default_cache_ttl": 0,
    "truncate_cells_html": 300,
}
HOOKS = frozenset(
    (
        "permission_allowed",
        "prepare_connection",
        "asgi_wrapper",
        "register_routes",
        "forbidden",
        "handle_exception",
        "get_metadata",
        "canned_queries",
        "skip_csrf",
    )
)
_MOST_CONNECTIONS = 200
_LONGEST_HEAD = 32_768
_MOST_MEMORY = 512 * 1024 * 1024
# Asked before anybody else may: each must look like what does not exist.
_MUST_BE_REFUSED = ("/-/databases.json", "/-/metadata.json", "/-/plugins.json", "/_internal", "/_memory")
_NO_GUARD = N_("The guard of the audit view is not in place; nothing is shown.")
_INSTALL_AGAIN = N_("Install this program again.")
_log = logging.getLogger(__name__)


def serve(
    registers: Mapping[str, Path],
    *,
    host: str = "127.0.0.1",
    port: int = 8001,
    door: Door | None = None,
    tls: tuple[Path, Path] | None = None,
    log: Path | None = None,
    open_browser: bool = False,
    watch: Callable[[], Mapping[str, Path] | None] | None = None,
    paper: Paper | None = None,
) -> None:
    """Show registers (database name -> file) until interrupted; the journal is never opened here.

    door: who may look; None: whoever sits at this machine, unasked. port: 0 takes a free one. tls: certificate and key. log: where every access is
    written down, None: the error output. watch: called every half second in a thread of its own, to let the registers catch up; what it names and is
    not shown yet is shown from then on. paper: what prints a report; without it there is none to take along.
    Raises BadInput (a host that must not be reached, a taken port, no register), LedgerUnusable (a register, Datasette or the guard is not as it must be).
    """
    import uvicorn

    must_be_safe(host, door=door, tls=tls)
    with ExitStack() as stack, suppress(KeyboardInterrupt):
        listening = stack.enter_context(_listening(host, port))
        datasette = build(registers, door=door, paper=paper)
        stack.callback(close, datasette)
        stack.enter_context(_called_again_and_again(watch and (lambda: add(datasette, watch() or {}))))
        _bound_memory()
        asyncio.run(_must_refuse(datasette))
        stack.callback(logbook.close, logbook.open_at(log))
        address = f"{'https' if tls else 'http'}://{f'[{host}]' if ':' in host else host}:{listening.getsockname()[1]}/"
        if open_browser:
            threading.Timer(1, webbrowser.open, [address]).start()
        uvicorn.Server(_configured(datasette.app(), tls, proxy=door.proxy if door else "")).run(sockets=[listening])


def _configured(app: Any, tls: tuple[Path, Path] | None, *, proxy: str = "") -> Any:
    import uvicorn

    from datasette_plugins.patience import protocol

    return uvicorn.Config(
        app,
        http=protocol(proxy=proxy),
        ws="none",
        log_level="warning",
        access_log=False,
        proxy_headers=False,
        server_header=False,
        limit_concurrency=_MOST_CONNECTIONS,
        h11_max_incomplete_event_size=_LONGEST_HEAD,
        timeout_keep_alive=5,
        timeout_graceful_shutdown=5,
        ssl_certfile=str(tls[0]) if tls else None,
        ssl_keyfile=str(tls[1]) if tls else None,
    )


def _bound_memory() -> None:
    """SQLite takes no more than this for all readers together; what wants more fails."""
    with closing(sqlite3.connect(":memory:")) as any_connection:
        any_connection.execute(f"PRAGMA hard_heap_limit = {_MOST_MEMORY}")


def build(registers: Mapping[str, Path], *, door: Door | None = None, paper: Paper | None = None) -> Any:
    """A Datasette over `registers` (database name -> file) with our hooks, for those whom `door` knows; `close` it when done. Raises as `serve` does."""
    _must_be_supported()
    from datasette.app import Datasette

    from datasette_plugins.login import Porter

    if not registers:
        raise BadInput(N_("There is no contract to show yet."), hint=N_("assets contract open --from contract.toml"))
    _plug_in()
    with ExitStack() as opened:
        datasette = Datasette([], metadata=explain.root(), settings=SETTINGS)
        datasette.remove_database("_memory")
        datasette.registers, datasette.contracts = {}, {}
        datasette.refresh_schemas = _nothing_to_refresh
        datasette.door, datasette.is_local = door, door is None
        datasette.paper = paper
        datasette.porter = Porter(door) if door else None
        datasette.opened = opened
        add(datasette, registers)
        datasette.opened = opened.pop_all()
    return datasette


def add(datasette: Any, registers: Mapping[str, Path]) -> None:
    """Show those of `registers` that are not shown yet, a contract opened meanwhile."""
    from datasette_plugins.registers import Register

    for name, path in registers.items():
        if name not in datasette.registers:
            keeper = datasette.opened.enter_context(closing(_kept_open(path)))
            if not datasette.registers:
                datasette.explained = explain.tables(_schema(keeper))
            datasette.add_database(Register(datasette, str(path), is_mutable=True), name=_must_be_a_name(name))
            datasette.registers = {**datasette.registers, name: _named(keeper)}
            datasette.contracts = {**datasette.contracts, name: _contract(keeper)}


def close(datasette: Any) -> None:
    """Let go of the files."""
    datasette.executor.shutdown(wait=True)
    if datasette.porter:
        datasette.porter.close()
    for name in datasette.registers:
        datasette.get_database(name).close()
    datasette.opened.close()


async def _nothing_to_refresh() -> None:
    """Datasette asks every database for its schema version on every request, to fill `_internal`, which nobody may see."""


# -- what must hold before anything is shown --------------------------------------------------------------------------


def must_be_safe(host: str, *, door: Door | None, tls: tuple[Path, Path] | None) -> None:
    """Others may reach the view only when it asks who they are, and nobody between can read along. Raises BadInput."""
    from datasette_plugins.guard import is_loopback

    if is_loopback(host):
        return
    if door is None:
        raise BadInput(
            N_("{host} can be reached from other machines; this view asks nobody for a password."),
            hint=N_("Leave --host out: 127.0.0.1 is this machine only."),
            host=host,
        )
    if not tls and not door.proxy:
        raise BadInput(
            N_("{host} can be reached from other machines; passwords would cross the network for all to read."),
            hint=N_("--tls-cert FILE --tls-key FILE, or --behind-proxy ADDRESS"),
            host=host,
        )


def _must_be_supported() -> None:
    from datasette.version import __version__

    found = tuple(int(part) for part in re.findall(r"\d+", __version__)[:3])
    if not OLDEST <= found < BEFORE or re.search(r"[a-z]", __version__):
        raise LedgerUnusable(
            N_("Datasette {found} is installed; the audit view is only safe with {wanted}."),
            hint=N_("pip install 'datasette>=0.65.5,<0.66'"),
            found=__version__,
            wanted=">=0.65.5,<0.66",
        )


def _plug_in() -> None:
    """Register the hooks once, last of all; refuse to go on when they are not whole, not last, or not alone."""
    import datasette.handle_exception
    from datasette.plugins import DEFAULT_PLUGINS, pm

    from datasette_plugins import audit

    # rich, which Typer brings along, would print every local variable, rows included, for every page that is not found.
    # Datasette itself would print what a fault says, which may be what somebody searched for.
    datasette.handle_exception.rich = None
    datasette.handle_exception.traceback = SimpleNamespace(print_exc=lambda: None)
    sqlite3.enable_callback_tracebacks(False)  # a function of ours refuses by raising; Datasette has it printed
    if not pm.is_registered(audit):
        pm.register(audit, explain.NAME)
    missing = HOOKS - {caller.name for caller in pm.get_hookcallers(audit) or ()}
    last = pm.hook.permission_allowed.get_hookimpls()[0].plugin
    if missing or last is not audit:
        raise LedgerUnusable(_NO_GUARD, hint=_INSTALL_AGAIN)
    others = sorted(
        name for name, plugin in pm.list_name_plugin() if plugin and plugin is not audit and name not in DEFAULT_PLUGINS
    )
    if others:
        raise LedgerUnusable(
            N_("Other plugins of Datasette are installed here, and they could open what is closed: {others}"),
            hint=N_("Install this program in an environment of its own."),
            others=", ".join(others),
        )


async def _must_refuse(datasette: Any) -> None:
    """Try what must not be possible, as a reader would, before anybody can: nobody is let in, and nobody sees what is nobody's."""
    own = ("/", *(f"/{name}{form}" for name in datasette.registers for form in ("", ".json", "/assets.csv")))
    pages = {await _status(datasette, path) for path in (*_MUST_BE_REFUSED, *(own if datasette.door else ()))}
    allowed = await datasette.permission_allowed(None, "something-new", default=True)
    wanted = {303, 401} if datasette.door else {404}
    if pages != wanted or allowed or await _runs(datasette, "SELECT zeroblob(1)"):
        raise LedgerUnusable(_NO_GUARD, hint=_INSTALL_AGAIN)


async def _status(datasette: Any, path: str) -> int:
    """What comes of asking for a page without a name, from where visitors come."""
    import httpx

    door = datasette.door
    transport = httpx.ASGITransport(datasette.app(), client=(door.proxy if door and door.proxy else "127.0.0.1", 0))
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
        return (await client.get(path)).status_code


async def _runs(datasette: Any, sql: str) -> bool:
    try:
        await datasette.get_database(next(iter(datasette.registers))).execute(sql, log_sql_errors=False)
    except sqlite3.DatabaseError:
        return False
    return True


# -- files ------------------------------------------------------------------------------------------------------------


def _must_be_a_name(name: str) -> str:
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_-]*", name):
        raise BadInput(N_("{name} cannot be the name of a register."), name=name)
    return name


def _kept_open(path: Path) -> sqlite3.Connection:
    """A connection that stays: a reader who may not write can open a WAL file only while somebody holds it open."""
    for mode in ("rw", "ro"):
        with ExitStack() as opened, suppress(sqlite3.Error):
            keeper = opened.enter_context(
                closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode={mode}", uri=True, check_same_thread=False))
            )
            keeper.execute("PRAGMA query_only = 1")
            version, known = keeper.execute(
                "SELECT user_version, (SELECT count(*) FROM head) FROM pragma_user_version"
            ).fetchone()
            if version == SCHEMA_VERSION and known:
                opened.pop_all()
                return keeper
    if path.is_file() and not os.access(path, os.W_OK):
        raise LedgerUnusable(
            N_("{path} can be read only while its owner holds it open."), hint=N_("assets watch"), path=path
        )
    raise LedgerUnusable(N_("{path} is not a register that can be shown."), hint=N_("assets rebuild"), path=path)


def _named(keeper: sqlite3.Connection) -> dict[str, str]:
    from datasette_plugins.texts import visible

    asked = "SELECT number || ' ' || title, client, contractor, start || ' – ' || end FROM contract"
    title, client, contractor, term = map(visible, keeper.execute(asked).fetchone() or [""] * 4)
    return {
        "title": title,
        "description": f"発注者 / client: {client}",
        "client": client,
        "contractor": contractor,
        "term": term,
    }


def _contract(keeper: sqlite3.Connection) -> str | None:
    """The number of the contract whose register it is; None for a register that has replayed nothing yet, which nobody may see."""
    found = keeper.execute("SELECT number FROM contract").fetchone()
    return str(found[0]) if found else None


def _schema(keeper: sqlite3.Connection) -> dict[str, list[str]]:
    names = [
        row[0]
        for row in keeper.execute("SELECT name FROM sqlite_master WHERE type IN ('table', 'view') ORDER BY rowid")
    ]
    return {name: [column[1] for column in keeper.execute(f'PRAGMA table_xinfo("{name}")')] for name in names}


# -- while it runs ----------------------------------------------------------------------------------------------------


@contextmanager
def _listening(host: str, port: int) -> Iterator[socket.socket]:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        listening = socket.create_server((host, port), family=family)
    except (OSError, OverflowError) as error:
        raise BadInput(
            N_("Port {port} of {host} cannot be used."),
            hint=N_("Something else may be using it; try --port 0."),
            port=port,
            host=host,
        ) from error
    with listening:
        # asyncio does so for sockets that name their protocol, which this one does not: without it, an answer waits 40 ms for its second half.
        listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        yield listening


@contextmanager
def _called_again_and_again(watch: Callable[[], None] | None) -> Iterator[None]:
    stop = threading.Event()
    thread = threading.Thread(target=_watch, args=(watch, stop), daemon=True, name="watch")
    if watch is not None:
        thread.start()
    yield
    stop.set()
    if watch is not None:
        thread.join(timeout=5)


def _watch(watch: Callable[[], None], stop: threading.Event) -> None:
    said = ""
    while not stop.wait(EVERY_SECONDS):
        try:
            watch()
        except Exception as error:  # A register that is late says so; a view that is gone says nothing.
            if str(error) != said:
                _log.warning("catching up failed: %s", error)
            said = str(error)
