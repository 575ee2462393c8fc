"""How is a sheet of labels printed?

Lengths are points with the origin at the lower left corner, as in PDF, unless a name ends in `_mm`.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from math import ceil
from typing import BinaryIO

from assets.errors import BadInput
from assets.language import N_
from labels import code128, fonts, qr
from labels.layout import MM, Box, Needs, Placed, placed
from labels.pdf import Paper
from labels.press import Press, Spot, edges
from labels.printers import AS_IT_IS, Printer
from labels.stocks import Stock, stocks
from labels.variants import Face, Printable

_WIDTHS = {"-": 0.4, ".": 0.4, "M": 0.95, "W": 0.95}


def write_sheet(
    labels: Iterable[Printable],
    out: BinaryIO,
    *,
    stock: Stock,
    start: int = 1,
    font: str | None = None,
    printer: Printer = AS_IT_IS,
    outline: bool = False,
    bars: bool = False,
) -> int:
    """Write a PDF of the labels to `out`; returns its pages, 0 (and nothing written) for no labels.

    `start` is the first unused label of the first sheet, counted from 1 along the rows; printer: how its paper is corrected; outline: with
    the edges of all labels of a page; bars: with a Code 128 besides the QR. BadInput when a label, the stock or the font cannot be printed:
    what `out` holds by then is no PDF.
    """
    _must_be_on_the_sheet(start, stock)
    paper = Paper(out, page_mm=stock.page_mm)
    press = Press(paper, font=fonts.find(font))
    behind = outlines(stock, paper.height, printer) if outline else ""
    waiting, cell = iter(labels), start - 1
    while batch := list(islice(waiting, stock.per_page - cell)):
        printed = [
            _printed(press, label.face(), stock, paper, printer, at, bars) for at, label in enumerate(batch, cell)
        ]
        paper.add_page("\n".join([behind, *printed]))
        cell = 0
    return paper.finished()


def outlines(stock: Stock, height: float, printer: Printer) -> str:
    """The edges of all labels of a page that is `height` tall."""
    return " ".join(edges(_box(stock, cell, height, printer)) for cell in range(stock.per_page))


def fits(face: Face, stock: Stock, *, bars: bool = False) -> bool:
    """Whether a face can be printed on this stock so that it can be read."""
    return _placed(face, stock, bars) is not None


def _printed(press: Press, face: Face, stock: Stock, paper: Paper, printer: Printer, cell: int, bars: bool) -> str:
    label = _placed(face, stock, bars)
    if label is None:
        raise _too_small(face, stock, bars)
    box = _box(stock, cell, paper.height, printer)
    return press.printed(
        face, label, Spot(box.x, box.y, label.turned, printer.scale, stock.label_mm[0] * MM), bars=bars
    )


def _placed(face: Face, stock: Stock, bars: bool) -> Placed | None:
    long = code128.length(face.code) if bars else 0
    needs = Needs(qr.size(face.code), _wide(face.number + face.suffix), long)
    return placed(stock, needs, folded=face.folded, foot=face.foot)


def _wide(number: str) -> float:
    """How many times its size a number is wide in any of the fonts it may be printed in, in steps of a half."""
    return ceil(2 * sum(_WIDTHS.get(character, 0.68) for character in number)) / 2


def _box(stock: Stock, cell: int, height: float, printer: Printer) -> Box:
    """Where a label lies on its page, the printer's faults corrected."""
    left, top = stock.corner_mm(cell)
    x, y = printer.corrected(left, top)
    right, bottom = printer.corrected(left + stock.label_mm[0], top + stock.label_mm[1])
    return Box(x * MM, height - bottom * MM, (right - x) * MM, (bottom - y) * MM)


def _must_be_on_the_sheet(start: int, stock: Stock) -> None:
    if not 1 <= start <= stock.per_page:
        raise BadInput(
            N_("A sheet of {part} has labels 1 to {last}; {start} is not one of them."),
            hint=N_("Count the labels from the upper left, along the rows; give the first unused one."),
            part=stock.part,
            last=stock.per_page,
            start=start,
        )


def _too_small(face: Face, stock: Stock, bars: bool) -> BadInput:
    """A refusal that names the smallest stock with room, of the same brand if there is one."""
    known = sorted(
        stocks().values(), key=lambda other: (other.brand != stock.brand, other.label_mm[0] * other.label_mm[1])
    )
    better = next((other.part for other in known if fits(face, other, bars=bars)), "A5")
    return BadInput(
        N_("The labels of {part} are too small: the code or the text would not be readable."),
        hint=N_("assets label --stock {better}   is the smallest with room for it"),
        part=stock.part,
        better=better,
    )
