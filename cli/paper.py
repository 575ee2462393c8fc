"""How do labels get printed?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from assets import decide
from assets.errors import BadInput, LedgerBusy
from assets.language import N_, _
from assets.ledger import Ledger
from assets.refusal import Refused, refusing
from assets.state import Asset, Container, Contract
from assets.when import day_of
from cli.badges import STICKERS, badges
from cli.printing import Sheet, drafted, print_unrecorded, put_in_place, told
from cli.scans import Numbers, ScanFile, each_scan, known, resolved
from cli.session import By, InContract, Json, moment, opened, who
from cli.thermal import Copies, Dpi, Format, Thermal, is_thermal, known_printer, record, send, thermal

if TYPE_CHECKING:
    from labels.variants import Label, Printable

_OUT, _CALIBRATION = Path("labels.pdf"), Path("calibration.pdf")


def label(
    numbers: Numbers = None,
    out: Annotated[
        Path, typer.Option("--out", metavar="FILE", help=N_("The file to write; labels.pdf or labels.zpl unless said."))
    ] = _OUT,
    new: Annotated[
        bool, typer.Option("--new", help=N_("All live assets of the contract that have no label yet."))
    ] = False,
    variant: Annotated[
        str,
        typer.Option(
            "--variant",
            metavar="VARIANT",
            help=N_(
                "What it is for: medium, tag (round a cable), box, cover (of a bundle of paper); stickers: erased, waiting."
            ),
        ),
    ] = "medium",
    start: Annotated[
        int,
        typer.Option(
            "--start", metavar="POSITION", help=N_("The first free label of a part-used sheet, counted from 1."), min=1
        ),
    ] = 1,
    stock: Annotated[
        str, typer.Option("--stock", metavar="PART", help=N_("The label stock, by its part number; OP3008 unless set."))
    ] = "",
    stocks: Annotated[
        bool, typer.Option("--stocks", help=N_("List the label stocks with a picture of each sheet."))
    ] = False,
    size: Annotated[
        str, typer.Option("--size", metavar="62x29", help=N_("Another label, in mm; each is a page unless --sheet."))
    ] = "",
    sheet: Annotated[
        str, typer.Option("--sheet", metavar="a4|a5|a6|letter|WxH", help=N_("The paper that labels of --size lie on."))
    ] = "",
    grid: Annotated[
        str, typer.Option("--grid", metavar="3x10", help=N_("How many lie across and down; else as many as fit."))
    ] = "",
    margin: Annotated[
        str,
        typer.Option(
            "--margin", metavar="10x12", help=N_("From the paper's left and upper edge to the first; else centred.")
        ),
    ] = "",
    pitch: Annotated[
        str, typer.Option("--pitch", metavar="60x27", help=N_("From one label to the next; else they touch."))
    ] = "",
    outline: Annotated[bool, typer.Option("--outline", help=N_("Print the edges of the labels too."))] = False,
    code128: Annotated[bool, typer.Option("--code128", help=N_("Print a Code 128 besides the QR."))] = False,
    printer: Annotated[
        str,
        typer.Option(
            "--printer",
            metavar="NAME|tcp://HOST",
            help=N_("The printer: its name in the settings, or where a thermal printer is, which then prints at once."),
        ),
    ] = "",
    format: Format = "",
    dpi: Dpi = 0,
    copies: Copies = 1,
    calibrate: Annotated[
        bool,
        typer.Option("--calibrate", help=N_("Print a sheet to measure the printer by, or keep what was measured.")),
    ] = False,
    measured: Annotated[
        str, typer.Option("--measured", metavar="99.5x100.2", help=N_("What the rulers of that sheet measure, in mm."))
    ] = "",
    shift: Annotated[
        str,
        typer.Option(
            "--shift", metavar="1.0x-0.5", help=N_("How far right and down its first cross stands off, in mm.")
        ),
    ] = "",
    place: Annotated[
        list[str] | None,
        typer.Option("--place", metavar="PLACE", help=N_("The label of a place; all: of every place.")),
    ] = None,
    person: Annotated[
        list[str] | None,
        typer.Option("--person", metavar="PERSON", help=N_("The badge of a person; all: of everybody there today.")),
    ] = None,
    seal: Annotated[str, typer.Option("--seal", metavar="NUMBER", help=N_("Seals, numbered from this one on."))] = "",
    count: Annotated[int, typer.Option("--count", metavar="COUNT", help=N_("How many seals."), min=1)] = 1,
    file: ScanFile = None,
    contract: InContract = "",
    by: By = "",
    json: Json = False,
) -> None:
    """Print labels as a PDF or on a thermal printer: of assets, where a new label voids the ones before it, of places, people and seals."""
    from cli.calibrate import calibrate as measure
    from cli.stocks import chosen, show

    if stocks:
        show(json=json)
        return
    _must_be_usable(variant, out)
    with opened() as ledger:
        choose = partial(
            chosen, ledger.settings(), variant, part=stock, sheet=sheet, grid=grid, margin=margin, pitch=pitch
        )
        if calibrate or measured or shift:
            to = _CALIBRATION if out == _OUT else out
            measure(ledger, choose(size=size), name=printer, measured=measured, shift=shift, out=to, json=json)
            return
        found, to_file = known_printer(ledger, printer), None if out == _OUT else out
        on_thermal = is_thermal(format, found, to_file)
        paper = choose(size=size or (found.size if on_thermal and not stock else ""))
        page = Sheet(ledger, paper, found, out, start, outline, code128, json)
        if on_thermal:
            page = thermal(page, to_file, dpi=dpi, copies=copies)
        if place or person or seal:
            _must_name_no_asset(numbers, file, new)
            wanted = badges(ledger, places=place or (), people=person or (), seal=seal, count=count, contract=contract)
            _print_unrecorded(page, wanted)
        else:
            _print_assets(page, *_wanted(ledger, numbers, file, new=new, contract=contract), variant=variant, by=by)


def _must_be_usable(variant: str, out: Path) -> None:
    from labels.variants import VARIANTS

    if variant not in VARIANTS:
        raise BadInput(
            N_("There is no variant {variant}. There are: {known}."),
            hint=N_("assets label --variant box"),
            variant=variant,
            known=", ".join(f"{name} ({_(what)})" for name, what in VARIANTS.items()),
        )
    if out.is_dir():
        raise BadInput(N_("{file} is a folder."), hint=N_("Name a file: --out labels.pdf"), file=out)


def _must_name_no_asset(numbers: list[str] | None, file: Path | None, new: bool) -> None:
    if numbers or file or new:
        raise BadInput(
            N_("Labels of assets, and those of places, people and seals, are printed one kind at a time."),
            hint=N_("assets label --place all"),
        )


def _wanted(
    ledger: Ledger, numbers: list[str] | None, file: Path | None, *, new: bool, contract: str
) -> tuple[str, list[Asset | Container]]:
    if new:
        home = ledger.contract(contract)
        return home, [asset for asset in ledger.assets(home) if not asset.is_ended and not asset.generation]
    found: dict[str, Asset | Container] = {}
    home = ""
    for scan, of in resolved(ledger, each_scan(numbers, file), deed="label"):
        if home and of != home:
            raise BadInput(N_("{asset} is of another contract: print one contract at a time."), asset=scan.number)
        home = of
        found[scan.number] = ledger.container(home, scan.number) or known(ledger, home, scan, deed="label")
    return home, list(found.values())


def _print_assets(page: Sheet, home: str, assets: list[Asset | Container], *, variant: str, by: str) -> None:
    if not assets:
        raise BadInput(N_("No asset needs a label."), hint=N_("Name the assets to print a label again."))
    if variant in STICKERS:
        desk = page.ledger.desk(home)
        _print_unrecorded(page, [STICKERS[variant](desk, asset) for asset in _media(assets)])
    else:
        _print_recorded(page, home, assets, variant=variant, by=by)


def _media(subjects: Sequence[Asset | Container]) -> list[Asset]:
    """Those of the subjects that are media: a container is neither erased nor disposed of."""
    for subject in subjects:
        if not isinstance(subject, Asset):
            raise BadInput(N_("{asset} is a container: stickers go on what lies in it."), asset=subject.number)
    return [subject for subject in subjects if isinstance(subject, Asset)]


def _print_unrecorded(page: Sheet, wanted: Sequence[Printable]) -> None:
    if isinstance(page, Thermal) and page.address:
        send(page, wanted)
    else:
        print_unrecorded(page, wanted)


def _print_recorded(page: Sheet, home: str, assets: list[Asset | Container], *, variant: str, by: str) -> None:
    """Write the file, record the labels, then put the file in its place: no label counts as printed without its sheet."""
    now = moment("")
    ledger = page.ledger
    try:
        planned = [fact for asset in assets for fact in decide.label(ledger.desk(home), asset, moment=now)]
    except Refused as refused:
        ledger.perform(home, refusing(refused), by=who(by, needed=False), moment=now)
        raise

    def same(desk: Contract) -> list[Any]:
        again = [fact for asset in assets for fact in decide.label(desk, known_now(ledger, home, asset), moment=now)]
        if again != planned:
            raise LedgerBusy(
                N_("Somebody else printed some of these labels at the same moment; nothing was recorded."),
                hint=N_("Try again."),
            )
        return again

    labels = _labels(ledger, home, assets, planned, variant)
    if isinstance(page, Thermal) and page.address:
        send(page, list(labels), partial(record, page, home, assets, planned, by))
        return
    with drafted(page, labels, len(assets)) as (draft, pages):
        rows = ledger.perform(home, same, by=who(by, needed=False), moment=now)
        put_in_place(draft, page.out)
    ledger.catch_up(home, rows)
    told(page, pages, [f"{row.event.fact.asset}.{row.event.fact.generation}" for row in rows])


def known_now(ledger: Ledger, home: str, subject: Asset | Container) -> Asset | Container:
    """The asset or container as it stands under the lock."""
    return ledger.asset(home, subject.number) or ledger.container(home, subject.number) or subject


def _labels(
    ledger: Ledger, home: str, assets: list[Asset | Container], planned: Sequence[Any], variant: str
) -> Iterator[Label]:
    from labels.variants import CONTAINER, Label

    places = ledger.desk(home).places
    contact = str(ledger.settings().get("contact") or "")
    for subject, fact in zip(assets, planned, strict=True):
        asset = subject if isinstance(subject, Asset) else None
        kept = places.get(subject.place)
        yield Label(
            number=subject.number,
            generation=fact.generation,
            contract=home,
            pi_class=asset.pi_class if asset else CONTAINER,
            copy_no=getattr(asset.arrival, "copy_no", 0) if asset else 0,
            copies=getattr(asset.arrival, "copies", 0) if asset else 0,
            received_on=_wareki(day_of(subject.begun)),
            variant=variant if asset else "box",
            due=_due(asset) if asset else "",
            quantity=f"{asset.arrival.quantity}{asset.arrival.unit}" if asset else "",
            place=f"{subject.place} {kept.name if kept else ''}".strip() or subject.holder,
            contact=contact,
        )


def _due(asset: Asset) -> str:
    """What must happen by when, the nearest duty first."""
    arrival = asset.arrival
    duties = (
        ("消去期限", arrival.erase_by),
        ("返却期限", arrival.return_due_on),
        ("保存期限", arrival.retention_until),
    )
    return next((f"{word} {_wareki(day)}" for word, day in duties if day), "")


def _wareki(day: str) -> str:
    from assets.dates import wareki

    return wareki(day)
