"""How do auditors look?"""

from __future__ import annotations

import socket
from typing import Annotated

import typer

from assets.errors import BadInput, NotFound
from assets.language import N_, _
from cli import say
from cli.session import folder, opened


def serve(
    port: Annotated[
        int, typer.Option("--port", metavar="PORT", help=N_("The port on this machine."), min=1, max=65535)
    ] = 8001,
    open_browser: Annotated[bool, typer.Option("--open", help=N_("Open the browser."))] = False,
) -> None:
    """Show the registers read-only in the browser, on this machine alone; one database per contract."""
    from datasette_plugins.server import serve as serve_registers

    with opened() as ledger:
        contracts = list(ledger.journal.contracts().values())
        if not contracts:
            raise NotFound(
                N_("The ledger holds no contract yet."), hint=N_("assets contract open --from contract.toml")
            )
        for contract in contracts:
            ledger.reading(contract)
        registers = {ledger.register_path(contract).stem: ledger.register_path(contract) for contract in contracts}

        _must_be_free(port)

        def follow() -> None:
            for contract in contracts:
                ledger.catch_up(contract)

        say.good(
            _("Audit view of {folder}: http://127.0.0.1:{port}/   Ctrl-C ends it.").format(
                folder=say.plain(folder()), port=port
            )
        )
        serve_registers(registers, port=port, open_browser=open_browser, watch=follow)


def _must_be_free(port: int) -> None:
    with socket.socket() as probe:
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise BadInput(
                N_("Port {port} is taken by another program."), hint=N_("Choose another one: --port 8002"), port=port
            ) from error
