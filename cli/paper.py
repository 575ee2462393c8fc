"""How do labels get printed?"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Annotated, Any

import typer

from assets import decide
from assets.errors import BadInput, LedgerBusy
from assets.events import Labelled
from assets.language import N_, _
from assets.ledger import Ledger
from assets.refusal import Refused
from assets.state import Asset, Container
from assets.when import day_of
from cli import say
from cli.deeds import Numbers, ScanFile, each_scan, known, raising, resolve
from cli.session import By, InContract, Json, moment, opened, who


def label(
    numbers: Numbers = None,
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help=N_("The PDF to write."))] = Path("labels.pdf"),
    new: Annotated[
        bool, typer.Option("--new", help=N_("All live assets of the contract that have no label yet."))
    ] = False,
    start: Annotated[
        int,
        typer.Option(
            "--start", metavar="POSITION", help=N_("The first free label of a part-used sheet, counted from 1."), min=1
        ),
    ] = 1,
    stock: Annotated[str, typer.Option("--stock", metavar="PART", help=N_("The label stock."))] = "OP3008",
    file: ScanFile = None,
    contract: InContract = "",
    by: By = "",
    json: Json = False,
) -> None:
    """Print labels as a PDF sheet; a new label voids the ones before it."""
    from labels.stocks import stock as known_stock

    sheet = known_stock(stock)
    if out.is_dir():
        raise BadInput(N_("{file} is a folder."), hint=N_("Name a file: --out labels.pdf"), file=out)
    with opened() as ledger:
        home, assets = _wanted(ledger, numbers, file, new=new, contract=contract)
        if not assets:
            raise BadInput(N_("No asset needs a label."), hint=N_("Name the assets to print a label again."))
        pages, rows = _print(ledger, home, assets, out=out, sheet=sheet, start=start, by=by)
        ledger.catch_up(home, rows)
        embedded = _font(ledger).embedded
    printed = [f"{row.event.fact.asset}.{row.event.fact.generation}" for row in rows]
    if json:
        say.as_json({"file": str(out), "pages": pages, "labels": printed})
        return
    if not embedded:
        say.note(
            _(
                "No Japanese TrueType font was found; the PDF uses the reader's own. Install fonts-ipaexfont-gothic, or set font in settings.toml."
            )
        )
    say.good(_("{count} labels on {pages} pages: {file}").format(count=len(printed), pages=pages, file=say.plain(out)))


def _wanted(
    ledger: Ledger, numbers: list[str] | None, file: Path | None, *, new: bool, contract: str
) -> tuple[str, list[Asset | Container]]:
    if new:
        home = ledger.contract(contract)
        return home, [asset for asset in ledger.assets(home) if not asset.is_ended and not asset.generation]
    found: dict[str, Asset | Container] = {}
    home = ""
    for text in each_scan(numbers, file):
        scan, of = resolve(ledger, text, deed="label")
        if home and of != home:
            raise BadInput(N_("{asset} is of another contract: print one contract at a time."), asset=scan.number)
        home = of
        found[scan.number] = ledger.container(home, scan.number) or known(ledger, home, scan, deed="label")
    return home, list(found.values())


def _print(
    ledger: Ledger, home: str, assets: list[Asset | Container], *, out: Path, sheet: Any, start: int, by: str
) -> tuple[int, Any]:
    """Write the file, record the labels, then put the file in its place: no label counts as printed without its sheet."""
    now = moment("")
    try:
        planned = [fact for asset in assets for fact in decide.label(ledger.desk(home), asset, moment=now)]
    except Refused as refused:
        ledger.perform(home, raising(refused), by=who(by, needed=False), moment=now)
        raise
    draft, pages = _draft(ledger, home, assets, planned, out=out, sheet=sheet, start=start)

    def same(desk: Any) -> Any:
        told = [fact for asset in assets for fact in decide.label(desk, known_now(ledger, home, asset), moment=now)]
        if told != planned:
            raise LedgerBusy(
                N_("Somebody else printed some of these labels at the same moment; nothing was recorded."),
                hint=N_("Try again."),
            )
        return told

    try:
        rows = ledger.perform(home, same, by=who(by, needed=False), moment=now)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
    try:
        draft.replace(out)
    except OSError as error:
        raise BadInput(
            N_("{file} cannot be written; the labels are printed in {draft}."),
            hint=N_("Print that file, or move it."),
            file=out,
            draft=draft,
        ) from error
    return pages, rows


def known_now(ledger: Ledger, home: str, subject: Asset | Container) -> Asset | Container:
    """The asset or container as it stands under the lock."""
    return ledger.asset(home, subject.number) or ledger.container(home, subject.number) or subject


def _draft(
    ledger: Ledger, home: str, assets: list[Asset | Container], planned: list[Any], *, out: Path, sheet: Any, start: int
) -> tuple[Path, int]:
    from labels.sheet import write_sheet

    try:
        with tempfile.NamedTemporaryFile(
            dir=out.absolute().parent, prefix=".labels-", suffix=".pdf", delete=False
        ) as made:
            draft = Path(made.name)
    except OSError as error:
        raise BadInput(
            N_("{file} cannot be written."), hint=N_("Choose another folder: --out FILE"), file=out
        ) from error
    try:
        with draft.open("wb") as paper, say.progress(_("Printing"), len(assets)) as advance:
            sheets = _labels(home, assets, planned, advance)
            return draft, write_sheet(sheets, paper, stock=sheet, start=start, font=_font_setting(ledger))
    except BaseException:
        draft.unlink(missing_ok=True)
        raise


def _labels(home: str, assets: list[Asset | Container], planned: list[Labelled], advance: Any) -> Any:
    from labels.sheet import CONTAINER, Label

    for subject, fact in zip(assets, planned, strict=True):
        arrival = subject.arrival if isinstance(subject, Asset) else None
        yield Label(
            number=subject.number,
            generation=fact.generation,
            contract=home,
            pi_class=arrival.pi_class if arrival else CONTAINER,
            copy_no=getattr(arrival, "copy_no", 0),
            copies=getattr(arrival, "copies", 0),
            received_on=_wareki(day_of(subject.begun)),
        )
        advance(1)


def _wareki(day: str) -> str:
    from assets.dates import wareki

    return wareki(day)


def _font_setting(ledger: Ledger) -> str | None:
    given = ledger.settings().get("font")
    return str(given) if given else None


def _font(ledger: Ledger) -> Any:
    from labels.fonts import find

    return find(_font_setting(ledger))
