"""How do auditors look?"""

from __future__ import annotations

import ipaddress
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from assets import auditors
from assets.errors import BadInput, LedgerUnusable, NotFound, Unanswered
from assets.language import N_, _
from assets.ledger import Ledger
from cli import say
from cli.printing import font_setting
from cli.report import write_pdf
from cli.session import existing, folder, opened
from datasette_plugins.door import Door

_EVERY_SECONDS = 0.5


def serve(
    port: Annotated[
        int, typer.Option("--port", metavar="PORT", help=N_("The port on this machine."), min=1, max=65535)
    ] = 8001,
    host: Annotated[
        str,
        typer.Option("--host", metavar="ADDRESS", help=N_("The address to listen at; this machine only, if not said.")),
    ] = "127.0.0.1",
    open_: Annotated[
        bool, typer.Option("--open", help=N_("Ask nobody for a password: for the manager, on this machine only."))
    ] = False,
    browser: Annotated[bool, typer.Option("--browser", help=N_("Open the browser."))] = False,
    no_watch: Annotated[
        bool,
        typer.Option(
            "--no-watch", help=N_("Never touch the journal: for a user who may not read it; assets watch runs beside.")
        ),
    ] = False,
    tls_cert: Annotated[
        Path | None,
        typer.Option("--tls-cert", metavar="FILE", help=N_("The certificate, to be reached from other machines.")),
    ] = None,
    tls_key: Annotated[
        Path | None, typer.Option("--tls-key", metavar="FILE", help=N_("The key of the certificate."))
    ] = None,
    behind_proxy: Annotated[
        str,
        typer.Option(
            "--behind-proxy", metavar="ADDRESS", help=N_("The address of the proxy that brings every visitor over TLS.")
        ),
    ] = "",
    log: Annotated[
        Path | None,
        typer.Option("--log", metavar="FILE", help=N_("Write every access down there, not on the error output.")),
    ] = None,
) -> None:
    """Show the registers read-only in the browser to those who have an account, or with --open to whoever sits here."""
    from datasette_plugins import server

    tls = _tls(tls_cert, tls_key)
    _must_be_one_way(open_, behind_proxy)
    door = None if open_ else _door(secure=bool(tls or behind_proxy), proxy=behind_proxy)
    server.must_be_safe(host, door=door, tls=tls)
    with _lying_there() if no_watch else _followed() as registers:
        _must_be_free(host, port)
        url = f"{'https' if tls else 'http'}://{f'[{host}]' if ':' in host else host}:{port}/"
        say.good(_("Audit view of {folder}: {url}   Ctrl-C ends it.").format(folder=say.plain(folder()), url=url))
        if door is None:
            hint = "assets auditor add NAME --contract CONTRACT"
            say.note(_("Nobody is asked for a password: this machine only."), hint)
        server.serve(
            registers(),
            host=host,
            port=port,
            door=door,
            tls=tls,
            log=log,
            open_browser=browser,
            watch=registers,
            paper=partial(write_pdf, font=None if no_watch else _font()),
        )


def watch() -> None:
    """Let the registers follow the journal, for an audit view that runs as another user; until interrupted."""
    with _followed() as follow:
        say.good(
            _("The registers of {folder} follow the journal.   Ctrl-C ends it.").format(folder=say.plain(folder()))
        )
        while True:
            follow()
            time.sleep(_EVERY_SECONDS)


Shown = dict[str, Path]


@contextmanager
def _followed() -> Iterator[Callable[[], Shown]]:
    """What lets the registers catch up, and says which there are; it keeps them open, so that others may read them."""
    with opened() as ledger:
        if not ledger.journal.contracts():
            raise NotFound(
                N_("The ledger holds no contract yet."), hint=N_("assets contract open --from contract.toml")
            )
        yield lambda: _caught_up(ledger)


def _font() -> str | None:
    with opened() as ledger:
        return font_setting(ledger)


def _caught_up(ledger: Ledger) -> Shown:
    contracts = list(ledger.journal.contracts().values())
    for contract in contracts:
        ledger.catch_up(contract)
    return {path.stem: path for path in map(ledger.register_path, contracts)}


@contextmanager
def _lying_there() -> Iterator[Callable[[], Shown]]:
    """What says which registers there are, as somebody else keeps them."""
    lying = folder() / "registers"
    if not any(lying.glob("*.db")):
        raise LedgerUnusable(
            N_("There are no registers in {folder}, or they may not be read."), hint=N_("assets watch"), folder=folder()
        )
    yield lambda: {path.stem: path for path in sorted(lying.glob("*.db"))}


# -- who may come in, and how -----------------------------------------------------------------------------------------


def _must_be_one_way(open_: bool, proxy: str) -> None:
    if not proxy:
        return
    if open_:
        raise BadInput(
            N_("A proxy would bring others in, whom nobody asks for a password."), hint=N_("Leave --open out.")
        )
    try:
        ipaddress.ip_address(proxy)
    except ValueError as error:
        raise BadInput(N_("{proxy} is not an address."), hint=N_("--behind-proxy 127.0.0.1"), proxy=proxy) from error


def _door(*, secure: bool, proxy: str) -> Door:
    if not auditors.read(folder()).auditors:
        raise Unanswered(
            N_("Nobody has an account yet, and without one this view lets nobody in."),
            hint=N_(
                "assets auditor add NAME --contract CONTRACT   or, for yourself on this machine:   assets serve --open"
            ),
        )
    return Door(folder(), secure=secure, proxy=proxy)


def _tls(cert: Path | None, key: Path | None) -> tuple[Path, Path] | None:
    if not cert and not key:
        return None
    if not cert or not key:
        raise Unanswered(N_("A certificate needs its key."), hint=N_("--tls-cert FILE --tls-key FILE"))
    return existing(cert), existing(key)


def _must_be_free(host: str, port: int) -> None:
    try:
        socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET).close()
    except OSError as error:
        raise BadInput(
            N_("Port {port} is taken by another program."), hint=N_("Choose another one: --port 8002"), port=port
        ) from error
