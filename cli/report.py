"""How does a contract stand?"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from errno import EDQUOT, EFBIG, ENOSPC
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Annotated, Any, BinaryIO

import typer

from assets import export, paper, reports, status
from assets.errors import BadInput, DiskFull
from assets.journal import Row
from assets.language import N_, _, spoken
from assets.register import Register
from assets.register_schema import ASSET_COLUMNS
from assets.sections import SECTIONS, Asked, whole
from assets.terms import term
from assets.when import day_of, instant
from cli import say
from cli.printing import font_setting
from cli.report_text import say_report
from cli.session import InContract, caught_up, day, moment, opened

_SHOWN = 40
_CODES = (
    "medium",
    "pi_class",
    "origin",
    "status",
    "method",
    "level",
    "level_mic_jp",
    "level_nist_r2",
    "sanitization",
    "source_status",
    "deed",
    "side",
    "how",
    "whereabouts",
    "zone",
    "kind",
    "owner",
    "info_kind",
    "value",
    "source",
    "word",
    "state",
    "severity",
    "blocker",
    "hands",
    "category",
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
    "policy.set",
    "consent.given",
)


class Format(StrEnum):
    """What a report is written as."""

    text = "text"
    csv = "csv"
    json = "json"
    xlsx = "xlsx"
    pdf = "pdf"


def report(
    contract: InContract = "",
    at: Annotated[
        str,
        typer.Option(
            "--at", metavar="DATE", help=N_("How it stood at the end of that day, by the days things happened.")
        ),
    ] = "",
    format: Annotated[
        Format,
        typer.Option(
            "--format", help=N_("text, csv (the register of assets), json, xlsx (everything) or pdf (to hand in).")
        ),
    ] = Format.text,
    json: Annotated[bool, typer.Option("--json", help=N_("Answer in JSON, for scripts."))] = False,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help=N_("Write to this file instead of the screen."))
    ] = None,
    everything: Annotated[bool, typer.Option("--all", help=N_("Show every line of long tables."))] = False,
) -> None:
    """Report on a contract: clause by clause, policy, balance, what is open, copies, approvals against acts, incidents, state of the chain."""
    when = day(at)
    format = Format.json if json else _by_name(out) if out and format is Format.text else format
    with opened() as ledger:
        home = ledger.contract(contract)
        register = caught_up(ledger, home)
        standing = register.standing(ledger.journal)
        head = ledger.journal.head(home)
        if when:
            register = as_of(register, when)
        chain = {
            "events": head.seq + 1,
            "head": head.hash,
            "register": standing.word,
            "lines": standing.lines,
            "as_of": when or "",
        }
        now = _end_of(when) if when else moment("").now
        asked = Asked(status.view_of(register.db, now), chain)
        if format is Format.text:
            say_report(asked, limit=None if everything else _SHOWN)
            return
        if out is None and format in (Format.xlsx, Format.pdf) and sys.stdout.isatty():
            raise BadInput(
                N_("This cannot be shown on a terminal."), hint=N_("--out report.xlsx   or   --out report.pdf")
            )
        write = partial(write_pdf, font=font_setting(ledger)) if format is Format.pdf else _WRITERS[format]
        _written(write, asked, out)


def _end_of(day: str) -> str:
    """The last instant of a day in Japan."""
    return instant(datetime.fromisoformat(f"{day}T23:59:59.999+09:00"))


def _by_name(out: Path) -> Format:
    name = out.suffix.lstrip(".").lower()
    if name not in ("csv", "json", "xlsx", "pdf"):
        raise BadInput(
            N_("{file}: which format?"), hint=N_("Name it .csv, .json, .xlsx or .pdf, or say --format."), file=out
        )
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


def _written(write: Callable[[Asked, BinaryIO], None], asked: Asked, out: Path | None) -> None:
    if out is None:
        write(asked, sys.stdout.buffer)
        sys.stdout.flush()
        return
    made = BytesIO()
    write(asked, made)
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


def _csv(asked: Asked, file: BinaryIO) -> None:
    export.write_csv([name for name in ASSET_COLUMNS if name != "n"], reports.register_rows(asked.db), file)


def _json(asked: Asked, file: BinaryIO) -> None:
    import msgspec

    file.write(msgspec.json.format(msgspec.json.encode(whole(asked)), indent=2) + b"\n")


def _xlsx(asked: Asked, file: BinaryIO) -> None:
    export.write_xlsx(_sheets(asked), file)


def write_pdf(asked: Asked, file: BinaryIO, *, font: str | None) -> None:
    """The report on paper; font: a path from the settings."""
    from labels.report import write_report

    write_report(paper.report(asked), file, font=font)


_WRITERS = {Format.csv: _csv, Format.json: _json, Format.xlsx: _xlsx}


def _sheets(asked: Asked) -> Iterator[export.Sheet]:
    for name, section in SECTIONS.items():
        if name == "assets":
            columns = [column for column in ASSET_COLUMNS if column != "n"]
            yield _(section.title), columns, _cells(columns, reports.register_rows(asked.db))
        elif isinstance(told := section.told(asked), dict):
            yield _(section.title), [_("Item"), _("Value")], told.items()
        else:
            rows = [_flat(row) for row in told]
            columns = list(rows[0]) if rows else []
            yield _(section.title), columns, _cells(columns, rows)


def _cells(columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> Iterator[list[Any]]:
    return ([_readable(name, row[name]) for name in columns] for row in rows)


def _flat(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row as cells: what holds several values counts them, lists them, or speaks the language of the reader."""
    return {name: _cell(value) for name, value in row.items()}


def _cell(value: Any) -> Any:
    if isinstance(value, Mapping):
        return value.get(spoken()) or ", ".join(f"{name}: {_cell(one)}" for name, one in value.items())
    if isinstance(value, (list, tuple)):
        plain = not any(isinstance(one, Mapping) for one in value)
        return ", ".join(map(str, value)) if plain else len(value)
    return value


def _readable(column: str, value: Any) -> Any:
    return _(term(value)) if column in _CODES and isinstance(value, str) else value
