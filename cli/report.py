"""How does a contract stand?"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from enum import StrEnum
from errno import EDQUOT, EFBIG, ENOSPC
from io import BytesIO
from pathlib import Path
from typing import Annotated, Any, BinaryIO

import typer

from assets import export, reports
from assets.errors import BadInput, DiskFull
from assets.journal import Row
from assets.language import N_, _
from assets.register import Register
from assets.register_schema import ASSET_COLUMNS
from assets.terms import term
from assets.when import day_of
from cli import say
from cli.session import InContract, day, moment, opened

_SHOWN = 40
_CODES = (
    "medium",
    "pi_class",
    "origin",
    "status",
    "method",
    "level",
    "source_status",
    "deed",
    "side",
    "how",
    "whereabouts",
    "zone",
    "kind",
    "owner",
    "info_kind",
)


_STANDING = (
    "contract.opened",
    "responsible.named",
    "place.added",
    "person.added",
    "protocol.set",
    "subcontract.added",
    "copy.approved",
    "disposal.approved",
    "consent.given",
)


class Format(StrEnum):
    """What a report is written as."""

    text = "text"
    csv = "csv"
    json = "json"
    xlsx = "xlsx"


def report(
    contract: InContract = "",
    at: Annotated[
        str,
        typer.Option(
            "--at", metavar="DATE", help=N_("How it stood at the end of that day, by the days things happened.")
        ),
    ] = "",
    format: Annotated[
        Format, typer.Option("--format", help=N_("text, csv (the register of assets), json or xlsx (everything)."))
    ] = Format.text,
    json: Annotated[bool, typer.Option("--json", help=N_("Answer in JSON, for scripts."))] = False,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help=N_("Write to this file instead of the screen."))
    ] = None,
    everything: Annotated[bool, typer.Option("--all", help=N_("Show every line of long tables."))] = False,
) -> None:
    """Report on a contract: parties, balance, what is open, copies, approvals against acts, state of the chain."""
    when = day(at)
    format = Format.json if json else _by_name(out) if out and format is Format.text else format
    with opened() as ledger:
        home = ledger.contract(contract)
        register = ledger.reading(home)
        standing = register.standing(ledger.journal)
        head = ledger.journal.head(home)
        if when:
            register = as_of(register, when)
        today = when or moment("").today
        chain = {
            "events": head.seq + 1,
            "head": head.hash,
            "register": standing.word,
            "lines": standing.lines,
            "as_of": when or "",
        }
        if format is Format.text:
            _say(reports.whole(register.db, today=today) | {"chain": chain}, limit=None if everything else _SHOWN)
            return
        _written(_WRITERS[format], register, chain, today, out)


def _by_name(out: Path) -> Format:
    name = out.suffix.lstrip(".").lower()
    if name not in ("csv", "json", "xlsx"):
        raise BadInput(N_("{file}: which format?"), hint=N_("Name it .csv, .json or .xlsx, or say --format."), file=out)
    return Format(name)


def as_of(register: Register, when: str) -> Register:
    """The register as it stood at the end of a day: what had happened to the assets by then, replayed, as it is known now.

    Parties, roster, places and approvals carry days of their own and are shown as they are known now; a correction holds for the line
    it corrects, whenever it was made.
    """
    past = Register.in_memory(register.contract)
    stood: dict[int, Row] = {}
    for row in register.lines():
        if _stood(row, when) or getattr(row.event.fact, "of", None) in stood:
            stood[row.event.seq] = row
    past.replay([*stood.values()], earlier=lambda _number: ())
    return past


def _stood(row: Row, when: str) -> bool:
    return row.event.kind in _STANDING or day_of(row.event.occurred) <= when


def _written(
    write: Callable[..., None], register: Register, chain: dict[str, Any], today: str, out: Path | None
) -> None:
    if out is None:
        if write is _xlsx and sys.stdout.isatty():
            raise BadInput(N_("A workbook cannot be shown on a terminal."), hint=N_("--out report.xlsx"))
        write(register, chain, today, sys.stdout.buffer)
        sys.stdout.flush()
        return
    made = BytesIO()
    write(register, chain, today, made)
    try:
        out.write_bytes(made.getbuffer())
    except OSError as error:
        if error.errno in (ENOSPC, EFBIG, EDQUOT):
            raise DiskFull(
                N_("The disk is full; {file} is not whole."), hint=N_("Free some space, then try again."), file=out
            ) from error
        raise BadInput(
            N_("{file} cannot be written."), hint=N_("Choose another folder: --out FILE"), file=out
        ) from error
    say.good(_("Written: {file}").format(file=say.plain(out)))


def _csv(register: Register, chain: dict[str, Any], today: str, file: BinaryIO) -> None:
    export.write_csv([name for name in ASSET_COLUMNS if name != "n"], reports.register_rows(register.db), file)


def _json(register: Register, chain: dict[str, Any], today: str, file: BinaryIO) -> None:
    import msgspec

    told = reports.whole(register.db, today=today) | {
        "chain": chain,
        "assets": list(reports.register_rows(register.db)),
    }
    file.write(msgspec.json.format(msgspec.json.encode(told), indent=2) + b"\n")


def _xlsx(register: Register, chain: dict[str, Any], today: str, file: BinaryIO) -> None:
    export.write_xlsx(_sheets(register, chain, today), file)


_WRITERS = {Format.csv: _csv, Format.json: _json, Format.xlsx: _xlsx}


def _sheets(register: Register, chain: dict[str, Any], today: str) -> Iterator[export.Sheet]:
    whole = reports.whole(register.db, today=today)
    contract = whole["contract"] | {"as_of": today, "events": chain["events"], "head": chain["head"]}
    yield _("Contract"), [_("Item"), _("Value")], list(contract.items())
    titles = {
        "balance": _("Balance"),
        "open_assets": _("Open"),
        "copies": _("Copies"),
        "approval_acts": _("Approvals"),
        "endings": _("Endings"),
        "refusals": _("Refusals"),
    }
    for name, title in titles.items():
        rows = whole[name]
        columns = list(rows[0]) if rows else []
        yield title, columns, ([_readable(column, row[column]) for column in columns] for row in rows)
    handovers = reports.handovers(register.db)
    yield (
        _("Handovers"),
        list(handovers[0]) if handovers else [],
        ([_readable(name, value) for name, value in row.items()] for row in handovers),
    )
    columns = [name for name in ASSET_COLUMNS if name != "n"]
    yield (
        _("Register"),
        columns,
        ([_readable(name, row[name]) for name in columns] for row in reports.register_rows(register.db)),
    )


def _readable(column: str, value: Any) -> Any:
    return _(term(value)) if column in _CODES and isinstance(value, str) else value


# -- on the screen ----------------------------------------------------------------------------------------------------


def _say(told: dict[str, Any], *, limit: int | None) -> None:
    _parties(told)
    _balance(told["balance"])
    _open(told["open_assets"], limit)
    _copies(told["copies"], limit)
    _approvals(told["approval_acts"], limit)
    _chain(told)


def _parties(told: dict[str, Any]) -> None:
    one = told["contract"]
    current = {row["side"]: f"{row['person']} {row['name'] or ''}" for row in reversed(told["responsible"])}
    say.line(typer.style(say.plain(f"{one['number']}  {one['title']}"), bold=True))
    say.facts(
        [
            (_("Client"), f"{one['client']}  {_('responsible')}: {current.get('client', '-')}"),
            (_("Contractor"), f"{one['contractor']}  {_('responsible')}: {current.get('contractor', '-')}"),
            (_("Term"), f"{one['start']} – {one['end']}"),
            (_("Annex"), one["annex"]),
            (_("Ended"), one["ended_on"]),
            (_("Closed"), one["closed_on"]),
            (_("As of"), told["chain"]["as_of"]),
        ]
    )


def _balance(rows: list[dict[str, Any]]) -> None:
    names = [_(term(name)) for name in reports.COUNTS]
    items = {
        1: _("(1) media"),
        2: _("(2) forms"),
        3: _("(3) documents, programs"),
        4: _("(4) as specified"),
        0: _("Total"),
    }
    say.table(
        [_("Clause 23"), *names, _("Balances")],
        [
            (items[row["item"]], *(row[name] for name in reports.COUNTS), _("yes") if row["balanced"] else _("no"))
            for row in rows
        ],
        title=_("Balance: received + copied + produced = returned + erased + disposed + lost + open"),
        right=range(1, len(names) + 1),
    )


def _open(rows: list[dict[str, Any]], limit: int | None) -> None:
    if not rows:
        say.good(_("Nothing is open."))
        return
    say.table(
        [
            _("Number"),
            _("Title"),
            _("Medium"),
            _("Class"),
            _("Status"),
            _("Place"),
            _("Holder"),
            _("Erase by"),
            _("Age (days)"),
        ],
        [
            (
                row["number"],
                row["title"],
                term(row["medium"]),
                term(row["pi_class"]),
                term(row["status"]),
                f"{row['place'] or ''} {row['place_name'] or ''}",
                f"{row['holder'] or ''} {row['holder_name'] or ''}",
                row["erase_by"],
                row["age_days"],
            )
            for row in rows[:limit]
        ],
        title=_("Open: {count}").format(count=len(rows)),
        right=[8],
    )
    _more(rows, limit)


def _copies(rows: list[dict[str, Any]], limit: int | None) -> None:
    if rows:
        say.table(
            [
                _("Original"),
                _("Title"),
                _("Copy"),
                _("n/m"),
                _("Medium"),
                _("Approval"),
                _("Made"),
                _("Status"),
                _("Ended"),
            ],
            [
                (
                    row["source"],
                    row["title"],
                    row["number"],
                    f"{row['copy_no']}/{row['copies']}",
                    term(row["medium"]),
                    row["copy_approval"],
                    row["begun_on"],
                    term(row["status"]),
                    row["ended_on"],
                )
                for row in rows[:limit]
            ],
            title=_("Copies under their originals (clause 21)"),
        )
        _more(rows, limit)


def _approvals(rows: list[dict[str, Any]], limit: int | None) -> None:
    if rows:
        say.table(
            [_("Approval"), _("For"), _("Approved on"), _("Until"), _("Done on"), _("Asset"), _("How")],
            [
                (
                    row["approval"],
                    term(row["deed"]),
                    row["approved_on"],
                    row["valid_until"],
                    row["done_on"] or _("not used"),
                    row["asset"],
                    term(row["how"]) if row["how"] else "",
                )
                for row in rows[:limit]
            ],
            title=_("Approvals against acts (clauses 21 and 41)"),
        )
        _more(rows, limit)


def _more(rows: list[dict[str, Any]], limit: int | None) -> None:
    if limit is not None and len(rows) > limit:
        say.note(_("{count} more lines: --all").format(count=len(rows) - limit))


def _chain(told: dict[str, Any]) -> None:
    chain = told["chain"]
    say.line(
        _("Refused deeds: {refused}   Entered late: {late} of {events}").format(
            refused=len(told["refusals"]), **told["entered"]
        )
    )
    say.line(
        _("Chain: {events} events; the register {state} by its head. Contents are checked by assets verify.").format(
            events=chain["events"], state=_(term(chain["register"]))
        )
    )
    say.line(f"  {_('head')} {chain['head']}")
    if chain["register"] == "behind":
        say.note(_("The register is {lines} events behind the journal.").format(lines=chain["lines"]))
    if chain["register"] == "different":
        say.problem(_("ALARM: the register does not follow from the journal."), "assets verify")
