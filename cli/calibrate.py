"""How is a printer set right?"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from assets.errors import BadInput, NotFound
from assets.language import N_, _
from assets.ledger import Ledger
from assets.settings import keep
from cli import say
from cli.printing import font_setting

if TYPE_CHECKING:
    from labels.printers import Printer
    from labels.stocks import Stock


def calibrate(ledger: Ledger, stock: Stock, *, name: str, measured: str, shift: str, out: Path, json: bool) -> None:
    """Print the sheet to measure a printer by, or keep what was measured on it."""
    if measured or shift:
        _keep(ledger, stock, name=name or "default", measured=measured, shift=shift, json=json)
    else:
        _print(ledger, stock, name=name, out=out, json=json)


def _known(ledger: Ledger, name: str) -> Printer:
    """The printer as it is set right now; one that nobody measured yet is taken as it is."""
    from labels.printers import AS_IT_IS, printer

    try:
        return printer(ledger.settings(), name)
    except NotFound:
        return AS_IT_IS


def _print(ledger: Ledger, stock: Stock, *, name: str, out: Path, json: bool) -> None:
    from labels.calibration import cross_mm, ruler_mm, write_calibration

    try:
        with out.open("wb") as paper:
            write_calibration(paper, stock=stock, font=font_setting(ledger), printer=_known(ledger, name), name=name)
    except OSError as error:
        raise BadInput(
            N_("{file} cannot be written."), hint=N_("Choose another folder: --out FILE"), file=out
        ) from error
    across, down = ruler_mm(stock)
    if json:
        say.as_json({"file": str(out), "ruler_mm": [across, down], "cross_mm": cross_mm(stock)})
        return
    say.good(
        _("Sheet to measure by: {file}. Print it in its true size, without “fit to page”.").format(file=say.plain(out))
    )
    say.line(
        _(
            "The rulers should be {across:g} x {down:g} mm long, the first cross {cross:g} mm from the left and upper edges of the paper."
        ).format(across=across, down=down, cross=cross_mm(stock))
    )
    say.line(_("If the rulers measure 99.5 x 100.2 mm and the cross stands 1 mm too far right and 0.5 mm too high:"))
    say.line(
        f"  assets label --calibrate --measured 99.5x100.2 --shift 1.0x-0.5 --printer {say.plain(name or 'default')}"
    )


def _keep(ledger: Ledger, stock: Stock, *, name: str, measured: str, shift: str, json: bool) -> None:
    from labels.calibration import cross_mm, ruler_mm
    from labels.printers import measured as after
    from labels.stocks import pair

    ruler = ruler_mm(stock)
    found = after(
        _known(ledger, name),
        long_mm=pair(measured, option="--measured") if measured else ruler,
        ruler_mm=ruler,
        shift_mm=pair(shift, option="--shift") if shift else (0.0, 0.0),
        cross_mm=cross_mm(stock),
    )
    values = {"offset_mm": list(found.offset_mm), "scale": list(found.scale)}
    path = ledger.folder / "settings.toml"
    keep(path, "printer", name, values)
    if json:
        say.as_json({"file": str(path), "printer": name, **values})
        return
    say.good(_("Kept for the printer {name}, in {file}:").format(name=say.plain(name), file=say.plain(path)))
    for key, value in values.items():
        say.line(f"  {key} = {value}")
    say.line(
        _("Next: assets label --calibrate --printer {name}   prints the sheet again, corrected").format(
            name=say.plain(name)
        )
    )
