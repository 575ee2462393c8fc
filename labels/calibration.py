"""How is a printer's fault measured?

A sheet with the outlines of the labels, to be held against the light on a sheet of them; a cross in each corner, whose place from the edge
of the paper is known; and a ruler in both directions. Everything is drawn as a label is, with the printer's correction.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from labels import fonts
from labels.layout import DOT, MM, Box
from labels.pdf import Paper
from labels.press import Press, rectangle
from labels.printers import AS_IT_IS, Printer
from labels.sheet import outlines
from labels.stocks import Stock

_LENGTHS = (100.0, 50.0, 20.0, 10.0)
_THIN = 2 * DOT / MM
_TYPE = 9.0


def write_calibration(
    out: BinaryIO, *, stock: Stock, font: str | None = None, printer: Printer = AS_IT_IS, name: str = ""
) -> None:
    """Write the sheet for this stock; `name` is the printer's, whose correction `printer` it is printed with."""
    paper = Paper(out, page_mm=stock.page_mm, title="印字位置調整シート")
    carried = fonts.find(font)
    press = Press(paper, font=carried)
    marks = (*_crosses(stock), *_ruler(stock, across=True), *_ruler(stock, across=False))
    drawn = " ".join(_drawn(mark, paper.height, printer) for mark in marks)
    paper.add_page(
        f"{outlines(stock, paper.height, printer)} {drawn} f {_words(press, carried, stock, paper, printer, name)}"
    )
    paper.finished()


def ruler_mm(stock: Stock) -> tuple[float, float]:
    """How long the rulers are that the paper has room for, across and down; 0 when it has none."""
    room = (length - 2 * cross_mm(stock) for length in stock.page_mm)
    across, down = (next((long for long in _LENGTHS if long <= most), 0.0) for most in room)
    return across, down


def cross_mm(stock: Stock) -> float:
    """How far the first cross stands from the left and upper edges of the paper: 20 mm on a sheet, 5 mm on a small label."""
    return 20.0 if min(stock.page_mm) >= 100 else 5.0


def ruler_at_mm(stock: Stock) -> tuple[float, float]:
    """Where both rulers begin: in the first cross."""
    return cross_mm(stock), cross_mm(stock)


def _crosses(stock: Stock) -> Iterator[Box]:
    """Two bars in millimetres from the upper left corner for each corner; their middles cross at its place."""
    far, arm = cross_mm(stock), 0.4 * cross_mm(stock)
    for x in (far, stock.page_mm[0] - far):
        for y in (far, stock.page_mm[1] - far):
            yield Box(x - arm, y - _THIN / 2, 2 * arm, _THIN)
            yield Box(x - _THIN / 2, y - arm, _THIN, 2 * arm)


def _ruler(stock: Stock, *, across: bool) -> Iterator[Box]:
    """A stroke for each millimetre, longer at five and ten; its middle is the place that is measured."""
    x, y = ruler_at_mm(stock)
    long = ruler_mm(stock)[0 if across else 1]
    line = Box(x, y - _THIN / 2, long, _THIN)
    yield line if across else _on_its_side(line, x, y)
    for place in range(int(long) + 1):
        tall = 5.0 if not place % 10 else 3.5 if not place % 5 else 2.0
        stroke = Box(x + place - _THIN / 2, y, _THIN, tall)
        yield stroke if across else _on_its_side(stroke, x, y)


def _on_its_side(box: Box, x: float, y: float) -> Box:
    """A mark of the ruler across as one of the ruler down."""
    return Box(x + box.y - y, y + box.x - x, box.height, box.width)


def _drawn(mark: Box, height: float, printer: Printer) -> str:
    """The path of a mark given in millimetres from the upper left corner; its middle is corrected, its strength is not."""
    x, y = printer.corrected(mark.x + mark.width / 2, mark.y + mark.height / 2)
    wide = mark.width if mark.width <= _THIN else mark.width * printer.scale[0]
    tall = mark.height if mark.height <= _THIN else mark.height * printer.scale[1]
    return rectangle(Box((x - wide / 2) * MM, height - (y + tall / 2) * MM, wide * MM, tall * MM))


def _words(press: Press, font: fonts.Font, stock: Stock, paper: Paper, printer: Printer, name: str) -> str:
    """What the sheet is for, where there is room for it."""
    if min(stock.page_mm) < 100:
        return ""
    across, down = ruler_mm(stock)
    lines = (
        f"印字位置調整シート  {stock.part}  プリンター {name or '(名前なし)'}",
        f"補正 offset {printer.offset_mm[0]:g} x {printer.offset_mm[1]:g} mm  scale {printer.scale[0]:g} x {printer.scale[1]:g}",
        f"物差し 横 {across:g} mm  縦 {down:g} mm  左上の十字 左端・上端から {cross_mm(stock):g} mm (右・下へのずれを正とする)",
        f"assets label --calibrate --measured {across:g}x{down:g} --shift 0x0 --printer {name or 'NAME'}",
    )
    x, y = 30.0 * MM, paper.height - 45 * MM
    return " ".join(press.text(x, y - 2 * _TYPE * row, _TYPE, font.printable(line)) for row, line in enumerate(lines))
