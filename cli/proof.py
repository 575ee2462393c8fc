"""Does the history hold?"""

from __future__ import annotations

import contextlib
import sqlite3
from typing import Any

import typer

from assets import heads, proof
from assets.edge import moment_of
from assets.errors import DiskFull, LedgerBusy, LedgerUnusable, Tampered
from assets.language import _
from assets.ledger import Ledger
from assets.terms import term
from cli import say
from cli.session import InContract, Json, opened

_COULD_NOT_CHECK = 2


def verify(contract: InContract = "", json: Json = False) -> None:
    """Check the whole history: chain, bytes, schema, registers. Exit 0: good; 1: tampered; 2: could not be checked."""
    try:
        with opened() as ledger:
            told = _verified(ledger, ledger.contract(contract) if contract else "")
    except (LedgerUnusable, LedgerBusy, DiskFull, sqlite3.DatabaseError, OSError) as error:
        say.problem(_("Could not be checked: {why}").format(why=say.plain(error)))
        raise typer.Exit(_COULD_NOT_CHECK) from error
    say.as_json(told) if json else _say_verified(told)
    if not told["good"]:
        raise typer.Exit(Tampered.exit_code)


def _verified(ledger: Ledger, only: str) -> dict[str, Any]:
    damage, schema = ledger.journal.damage(), ledger.journal.changed_schema()
    with say.progress(_("Verifying"), None) as advance:
        chains = [
            chain for chain in proof.chains(ledger.journal, progress=advance).values() if only in ("", chain.contract)
        ]
    registers = (
        {}
        if any(chain.why for chain in chains)
        else {chain.contract: _register_state(ledger, chain.contract) for chain in chains}
    )
    good = (
        not damage
        and not schema
        and all(chain.is_good for chain in chains)
        and all(state == "matches" for state in registers.values())
    )
    for chain in chains if good else ():
        with contextlib.suppress(OSError):  # a sign for readers: verification does not depend on it
            path = ledger.register_path(chain.contract)
            heads.leave_verified(path, seq=chain.events - 1, hash=chain.head, at=moment_of().now)
    return {
        "good": good,
        "damage": damage,
        "schema_changed": schema,
        "chains": [
            {
                "contract": chain.contract,
                "site": chain.site,
                "events": chain.events,
                "head": chain.head,
                "bad_line": chain.bad_line,
                "why": chain.reason(),
            }
            for chain in chains
        ],
        "registers": registers,
    }


def _register_state(ledger: Ledger, contract: str) -> str:
    """matches, different, or the first table that differs from a fresh replay."""
    try:
        register = ledger.register(contract)
        register.catch_up(ledger.journal)
    except sqlite3.OperationalError:  # it may not be written: what is there is not checked
        raise
    except sqlite3.DatabaseError:
        return "different"
    standing = register.standing(ledger.journal)
    if standing.word == "different":
        return standing.word
    with say.progress(_("Replaying the register"), None) as advance:
        return proof.register_differs(register, ledger.journal, progress=advance) or "matches"


def _say_verified(told: dict[str, Any]) -> None:
    if told["damage"]:
        say.problem(_("The file is damaged: {what}").format(what=say.plain(told["damage"])))
    for name in told["schema_changed"]:
        say.problem(_("The journal's schema was changed: {name}").format(name=say.plain(name)))
    for chain in told["chains"]:
        if chain["why"]:
            say.problem(
                say.plain(f"{chain['contract']}: {chain['why']}"),
                _("Keep this file as evidence; restore a backup and compare its head."),
            )
        else:
            say.good(say.plain(_("{contract}: {events} events, unbroken").format(**chain)))
            say.line(f"  {_('head')} {chain['head']}")
    for contract, state in told["registers"].items():
        if state != "matches":
            say.problem(
                say.plain(
                    _("The register of {contract} does not match: {state}").format(
                        contract=contract, state=_(term(state))
                    )
                ),
                "assets rebuild",
            )
    say.good(_("Verified.")) if told["good"] else say.problem(_("NOT verified."))


def rebuild(contract: InContract = "", json: Json = False) -> None:
    """Replay the registers afresh from the journal; the same ones come back."""
    told = {}
    with opened() as ledger:
        for home in [ledger.contract(contract)] if contract else ledger.journal.contracts().values():
            with say.progress(_("Replaying the register"), ledger.journal.head(home).seq + 1) as advance:
                told[home] = ledger.rebuilt(home, progress=advance)
    if json:
        say.as_json(told)
        return
    for home, lines in told.items():
        say.good(say.plain(_("{contract}: {lines} events replayed").format(contract=home, lines=lines)))
