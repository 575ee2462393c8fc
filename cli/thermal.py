"""How are labels printed on a thermal printer?

One after another. A label is recorded when the printer took it, before the next is sent: what is recorded was printed, and what was printed
just before a failure is printed again under the same generation, so that both are valid.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, BinaryIO

import typer

from assets import decide
from assets.errors import AssetsError, BadInput, LedgerBusy
from assets.language import N_, _
from assets.ledger import Ledger
from assets.state import Asset, Container, Contract
from cli import say
from cli.printing import Sheet, font_setting
from cli.session import moment, who

if TYPE_CHECKING:
    from labels.printers import Printer
    from labels.variants import Printable
    from labels.zpl import Roll

_OUT = Path("labels.zpl")
_FORMATS = ("", "pdf", "zpl")
_PATIENCE_PER_COPY = 2.0

Format = Annotated[
    str,
    typer.Option(
        "--format",
        metavar="pdf|zpl",
        help=N_("pdf for office printers; zpl for thermal printers, a page for each label."),
    ),
]
Dpi = Annotated[
    int,
    typer.Option(
        "--dpi", metavar="203|300|600", help=N_("How fine the thermal printer prints; 203 unless set."), min=0
    ),
]
Copies = Annotated[
    int,
    typer.Option(
        "--copies", metavar="COUNT", help=N_("How often a thermal printer prints each label."), min=1, max=999
    ),
]


@dataclass(frozen=True)
class Thermal(Sheet):
    """Labels for a thermal printer: to the one at `address`, or "" into a file."""

    roll: Roll
    address: str

    def write(self, wanted: Iterable[Printable], file: BinaryIO) -> int:
        """Write the labels to the file; returns how many."""
        from labels.zpl import printed

        return sum(1 for label in wanted if file.write(printed(label, self.roll)))


def known_printer(ledger: Ledger, name: str) -> Printer:
    """The printer of this name in the settings, or the thermal printer at this address."""
    from labels.printers import Printer, printer
    from labels.wire import is_address

    return Printer(address=name) if is_address(name) else printer(ledger.settings(), name)


def is_thermal(format: str, printer: Printer, out: Path | None) -> bool:
    """Whether a thermal printer is meant: said so, by the name of the file, or because the printer is one. `out` None: no file was named."""
    if format not in _FORMATS:
        raise BadInput(
            N_("Labels are printed as pdf or zpl, not {format}."), hint=N_("assets label --format zpl"), format=format
        )
    return format == "zpl" or (not format and (out.suffix.lower() == ".zpl" if out else bool(printer.address)))


def thermal(page: Sheet, out: Path | None, *, dpi: int, copies: int) -> Thermal:
    """The page as a thermal printer prints it: into the file when one is named, else straight to the printer if it has an address."""
    from labels.fonts import find
    from labels.zpl import Roll, must_be_thermal

    known = page.printer
    roll = Roll(
        page.stock, find(font_setting(page.ledger)), dpi or known.dpi, copies, page.bars, known.darkness, known.speed
    )
    must_be_thermal(roll)
    return Thermal(
        page.ledger,
        page.stock,
        known,
        out or _OUT,
        page.start,
        page.outline,
        page.bars,
        page.json,
        roll,
        "" if out else known.address,
    )


def send(page: Thermal, wanted: Sequence[Printable], took: Callable[[int], object] = lambda place: None) -> None:
    """Print the labels one after another; `took` is called with the place of each when the printer has it.

    Says what was printed, also when it ends halfway.
    """
    from labels.wire import PATIENCE, line_to
    from labels.zpl import must_fit, printed

    for label in wanted:
        must_fit(label, page.roll)
    codes: list[str] = []
    patience = PATIENCE + _PATIENCE_PER_COPY * page.roll.copies
    try:
        with line_to(page.address, patience=patience) as line, say.progress(_("Printing"), len(wanted)) as advance:
            for place, label in enumerate(wanted):
                line.send(printed(label, page.roll))
                took(place)
                codes.append(label.face().code)
                advance(1)
    except (AssetsError, KeyboardInterrupt) as stopped:
        _halfway(page, codes, wanted[len(codes)], stopped)
        raise
    _told(page, codes, sure=line.answers)


def _halfway(page: Thermal, codes: list[str], next_one: Printable, stopped: BaseException) -> None:
    """What was printed before it ended; for scripts as one document with the error, which ends the command."""
    if page.json and isinstance(stopped, AssetsError):
        say.as_json({"printer": page.address, "labels": codes, **say.error_data(stopped)})
        raise typer.Exit(stopped.exit_code) from stopped
    if codes:
        say.note(
            _(
                "{count} labels were printed, up to {last}. Look whether {next} came out; those after it did not."
            ).format(count=len(codes), last=codes[-1], next=next_one.face().code)
        )


def _told(page: Thermal, codes: list[str], *, sure: bool) -> None:
    if page.json:
        say.as_json({"printer": page.address, "labels": codes, "copies": page.roll.copies})
        return
    if not sure:
        say.note(_("The printer does not say how it is: count the labels that come out."))
    say.good(_("{count} labels printed on {printer}").format(count=len(codes), printer=say.plain(page.address)))


def record(
    page: Thermal, home: str, assets: Sequence[Asset | Container], planned: Sequence[Any], by: str, place: int
) -> None:
    """Record the label that was just printed. LedgerBusy when the asset got another one meanwhile."""
    number, now = assets[place].number, moment("")

    def same(desk: Contract) -> list[Any]:
        known = page.ledger.asset(home, number) or page.ledger.container(home, number) or assets[place]
        told = decide.label(desk, known, moment=now)
        if told != [planned[place]]:
            raise LedgerBusy(
                N_("{asset} got another label while this one was printed; it was not recorded."),
                hint=N_("Throw it away, or print it again: assets label {asset}"),
                asset=number,
            )
        return told

    rows = page.ledger.perform(home, same, by=who(by, needed=False), moment=now)
    page.ledger.catch_up(home, rows)
