"""How is a sheet of labels printed?

A label carries its number and what custody needs to see at a glance, never what the medium holds or whose
it is. Text shrinks to its room, then ends in an ellipsis; the code and the number are never cut. Lengths
are points with the origin at the lower left corner, as in PDF, unless a name ends in `_mm`. Pages leave for
the file as they fill.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from functools import lru_cache
from itertools import islice
from math import ceil, floor
from typing import BinaryIO, NamedTuple

import msgspec

from assets.errors import BadInput
from assets.language import N_
from labels import fonts, qr
from labels.stocks import Stock

MM = 72 / 25.4
DOT = 72 / 300
"""The dot of an office printer: a code made of whole dots comes out crisp."""

CONTAINER = "container"
MARKS = {
    "specific_pi": "【特定個人情報】",
    "personal": "【個人情報】",
    "non_personal": "【業務情報】",
    "unknown": "【区分照会中】",
    CONTAINER: "【容器】",
}
"""The class of information as it stands on the label, by its code; a container has none, what it holds has."""

_STAY = "区域外持出禁止"
_SMALLEST_MODULE = 0.33 * MM
_SMALLEST_TYPE = 4.0
_UNPRINTABLE = 4.3 * MM
_TYPE_PER_LINE = 0.78
_UNITS_PER_WIDTH = 9.2
"""A line of share 1 is at most this part of the room's width, so that the longest mark stands uncut."""
_CAPITALS = 0.73
_BELOW_BASELINE = 0.12


class Label(msgspec.Struct, frozen=True):
    """What one label says; `copy_no` 0 is the original, `copies` 0 an unknown total."""

    number: str
    generation: str
    contract: str
    pi_class: str
    copy_no: int = 0
    copies: int = 0
    received_on: str = ""


def write_sheet(
    labels: Iterable[Label], out: BinaryIO, *, stock: Stock, start: int = 1, font: str | None = None
) -> int:
    """Write a PDF of the labels to `out`; returns its pages, 0 (and nothing written) for no labels.

    `start` is the first unused label of the first sheet, counted from 1 along the rows. BadInput when a
    label, the stock or the font cannot be printed: what `out` holds by then is no PDF.
    """
    if not 1 <= start <= stock.per_page:
        raise BadInput(
            N_("A sheet of {part} has labels 1 to {last}; {start} is not one of them."),
            hint=N_("Count the labels from the upper left, along the rows; give the first unused one."),
            part=stock.part,
            last=stock.per_page,
            start=start,
        )
    paper = _Paper(out, stock=stock)
    press = _Press(paper, font=fonts.find(font), stock=stock)
    waiting, cell = iter(labels), start - 1
    while batch := list(islice(waiting, stock.per_page - cell)):
        paper.add_page("\n".join(press.printed(label, at=place) for place, label in enumerate(batch, cell)))
        cell = 0
    return paper.finished()


class _Box(NamedTuple):
    x: float
    y: float
    width: float
    height: float


class _Line(NamedTuple):
    """A line of text: its `share` of the height; `rank` 0 must stand, the highest goes first."""

    text: str
    share: float
    rank: int
    look: str = "plain"


class _Plan(NamedTuple):
    """Where the code's black part, the number (None: among the lines) and the lines stand on a label."""

    module: float
    code: _Box
    number: _Box | None
    lines: _Box


@lru_cache(maxsize=64)
def _plan(stock: Stock, size: int) -> _Plan:
    """The code at the left as large as it fits, the lines beside it, the number along a tall label's foot."""
    width, height = (length * MM for length in stock.label_mm)
    pad_x, pad_y = _pads(stock)
    tall = stock.label_mm[1] >= 18
    foot = 0.165 * height if tall else 0.0
    clear_y = pad_y if tall else 0.0
    room_y = height - (pad_y + foot if tall else 0.0)
    module = _module(stock, size, room_x=width / 2, room_y=room_y, clear=(pad_x, clear_y))
    quiet, side = qr.QUIET * module, size * module
    left = max(quiet, pad_x)
    bottom = height - side - max(quiet, pad_y) if tall else (height - side) / 2
    beside = left + side + quiet
    below = pad_y + foot + (1.6 * MM if tall else 0.0)
    lines = _Box(beside, below, width - pad_x - beside, height - pad_y - below)
    if lines.width < 8 * _SMALLEST_TYPE:
        raise _too_small(stock)
    number = _Box(left, pad_y, width - pad_x - left, foot) if tall else None
    return _Plan(module, _Box(left, bottom, side, side), number, lines)


def _pads(stock: Stock) -> tuple[float, float]:
    """What to keep clear at the sides, and at head and foot: more where labels reach the paper's edge."""
    last_x, last_y = stock.corner_mm(stock.per_page - 1)
    edge_x = min(stock.left_mm, stock.page_mm[0] - last_x - stock.label_mm[0]) * MM
    edge_y = min(stock.top_mm, stock.page_mm[1] - last_y - stock.label_mm[1]) * MM
    pad = min(2.0 * MM, 0.06 * min(stock.label_mm) * MM)
    return max(pad, _UNPRINTABLE - edge_x), max(pad, _UNPRINTABLE - edge_y)


def _module(stock: Stock, size: int, *, room_x: float, room_y: float, clear: tuple[float, float]) -> float:
    """The largest module, in whole dots if it can be, whose code and quiet zone fit the room."""
    for module in (*(dots * DOT for dots in range(60, 3, -1)), _SMALLEST_MODULE):
        quiet, side = qr.QUIET * module, size * module + DOT
        if max(quiet, clear[0]) + side + quiet <= room_x and max(quiet, clear[1]) + side + quiet <= room_y:
            return module
    raise _too_small(stock)


def _too_small(stock: Stock) -> BadInput:
    return BadInput(
        N_("The labels of {part} are too small: the code or the text would not be readable."),
        hint=N_("Use a larger label."),
        part=stock.part,
    )


def _lines(label: Label) -> tuple[_Line, ...]:
    """The lines beside the code of a tall label, from the top."""
    return (
        _mark(label),
        _Line(_copy(label), share=1.25, rank=1),
        _Line(f"契約 {label.contract}", share=1.0, rank=3),
        _Line(label.received_on and f"登録日 {label.received_on}", share=1.0, rank=4),
        _Line(_STAY, share=1.4, rank=2, look="framed"),
    )


def _few_lines(label: Label) -> tuple[_Line, ...]:
    """The lines beside the code of a low label, the number among them."""
    return (
        _Line(f"{label.number}.{label.generation}", share=1.5, rank=0),
        _mark(label),
        _Line(f"{_copy(label)} {_STAY}".strip(), share=1.1, rank=1),
        _Line(f"契約 {label.contract}", share=1.0, rank=2),
    )


def _mark(label: Label) -> _Line:
    if label.pi_class not in MARKS:
        raise BadInput(
            N_("{pi_class} is no class of information; it is one of {known}."),
            pi_class=label.pi_class,
            known=", ".join(MARKS),
        )
    look = "filled" if label.pi_class == "specific_pi" else "framed"
    return _Line(MARKS[label.pi_class], share=1.6, rank=0, look=look)


def _copy(label: Label) -> str:
    if label.pi_class == CONTAINER:
        return ""
    if not label.copy_no:
        return "原本"
    return f"複製 {label.copy_no}/{label.copies}" if label.copies else f"複製 {label.copy_no}"


def _that_fit(lines: tuple[_Line, ...], height: float) -> tuple[_Line, ...]:
    """Leave out the least needed lines until the others are tall enough to be read."""
    smallest = _SMALLEST_TYPE / _TYPE_PER_LINE
    while sum(line.share for line in lines) * smallest > height:
        least = max(lines, key=lambda line: line.rank)
        if not least.rank:
            break
        lines = tuple(line for line in lines if line is not least)
    return lines


class _Press:
    """Turns labels into PDF operators, for one paper, one font and one stock."""

    def __init__(self, paper: _Paper, *, font: fonts.Font, stock: Stock) -> None:
        self._paper, self._font, self._stock = paper, font, stock
        self._beside_the_code = lru_cache(maxsize=512)(self._stacked)

    def printed(self, label: Label, *, at: int) -> str:
        """The operators that print `label` in cell `at` of the page."""
        symbol = qr.encode(f"{label.number}.{label.generation}")
        plan = _plan(self._stock, symbol.size)
        lines = _lines(label) if plan.number else _few_lines(label)
        words = self._beside_the_code(lines, plan.lines)
        number = self._number(label, plan.number) if plan.number else ""
        x, y = _corner(self._stock, at)
        return f"q 1 0 0 1 {x:.2f} {y:.2f} cm {words} {number} Q {_code(symbol, plan, x, y)}"

    def _number(self, label: Label, box: _Box) -> str:
        """The number in large type, its generation smaller behind it."""
        suffix, smaller = f".{label.generation}", 0.6
        wide, behind = self._font.width(label.number), self._font.width(suffix) * smaller
        size = min(box.height / _CAPITALS, box.width / (wide + behind))
        y = box.y + (box.height - size * _CAPITALS) / 2
        number = self._text(box.x, y, size, label.number)
        return f"{number} {self._text(box.x + wide * size, y, size * smaller, suffix)}"

    def _stacked(self, lines: tuple[_Line, ...], box: _Box) -> str:
        lines = _that_fit(lines, box.height)
        shares = sum(line.share for line in lines)
        unit = min(box.height / shares, box.width / _UNITS_PER_WIDTH, 6 * MM)
        spare = box.height - unit * shares
        top, drawn = box.y + box.height, []
        for line in lines:
            height = unit * line.share
            drawn.append(self._line(line, _Box(box.x, top - height, box.width, height)))
            top -= height + spare / max(1, len(lines) - 1)
        return " ".join(drawn)

    def _line(self, line: _Line, box: _Box) -> str:
        return self._plain(line.text, box) if line.look == "plain" else self._boxed(line, box)

    def _plain(self, text: str, box: _Box) -> str:
        text, size = self._fitted(text, width=box.width, size=box.height * _TYPE_PER_LINE)
        return self._text(box.x, _baseline(box, size), size, text) if text else ""

    def _boxed(self, line: _Line, box: _Box) -> str:
        frame = _inside(box, 0.0, 0.03 * box.height)
        tall = 0.93 * _TYPE_PER_LINE * frame.height
        text, size = self._fitted(line.text, width=0.97 * frame.width, size=tall)
        x = frame.x + (frame.width - self._font.width(text) * size) / 2
        words = self._text(x, _baseline(frame, size), size, text)
        if line.look == "filled":
            return f"{_rectangle(frame)} f 1 g {words} 0 g"
        return f"{_rectangle(frame)} {_rectangle(_inside(frame, 2 * DOT, 2 * DOT))} f* {words}"

    def _fitted(self, text: str, *, width: float, size: float) -> tuple[str, float]:
        """The text as it is printed and its size: smaller if it must be, cut if that is not enough."""
        text = self._font.printable(text)
        wide = self._font.width(text)
        if wide * size <= width:
            return text, size
        size = max(width / wide, min(size, max(_SMALLEST_TYPE, 0.65 * size)))
        if wide * size <= width * 1.001:
            return text, size
        ends = range(len(text))
        fitting = bisect_right(ends, width / size, key=lambda end: self._font.width(text[:end] + "…"))
        return text[: fitting - 1] + "…", size

    def _text(self, x: float, y: float, size: float, text: str) -> str:
        pieces = self._paper.encoded(text, self._font)
        shown = " ".join(f"{name} {size:.2f} Tf ({escaped}) Tj" for name, escaped in pieces)
        return f"BT {x:.2f} {y:.2f} Td {shown} ET"


def _corner(stock: Stock, cell: int) -> tuple[float, float]:
    """The lower left corner of a label on its page."""
    x, y = stock.corner_mm(cell)
    return x * MM, (stock.page_mm[1] - y - stock.label_mm[1]) * MM


def _code(symbol: qr.Symbol, plan: _Plan, x: float, y: float) -> str:
    """The code as one filled path, its corner on a dot of the printer."""
    left = ceil((x + plan.code.x) / DOT) * DOT
    top = floor((y + plan.code.y + plan.code.height) / DOT) * DOT
    path = " ".join(f"{column} {row} {width} 1 re" for column, row, width in symbol.runs())
    return f"q {plan.module:.4f} 0 0 {-plan.module:.4f} {left:.2f} {top:.2f} cm {path} f Q"


def _rectangle(box: _Box) -> str:
    return f"{box.x:.2f} {box.y:.2f} {box.width:.2f} {box.height:.2f} re"


def _inside(box: _Box, x: float, y: float) -> _Box:
    return _Box(box.x + x, box.y + y, box.width - 2 * x, box.height - 2 * y)


def _baseline(box: _Box, size: float) -> float:
    """Where text of this size stands in the middle of the box."""
    return box.y + (box.height - size) / 2 + size * _BELOW_BASELINE


class _Paper:
    """A PDF whose pages are written as soon as they are added, so that its size never stands in memory."""

    def __init__(self, out: BinaryIO, *, stock: Stock) -> None:
        from reportlab.pdfbase import pdfdoc

        self._pdf, self._out = pdfdoc, out
        self._size = tuple(length * MM for length in stock.page_mm)
        self._document = pdfdoc.PDFDocument(dummyoutline=1, compression=1, invariant=1, lang="ja")
        self._document.setTitle("情報資産ラベル")
        self._file = pdfdoc.PDFFile()
        self._pages = 0

    def encoded(self, text: str, font: fonts.Font) -> list[tuple[str, str]]:
        """`text` in pieces of (name of the font in the PDF, escaped string)."""
        from reportlab.lib.rl_accel import escapePDF
        from reportlab.pdfbase.pdfmetrics import getFont

        known, document = getFont(font.name), self._document
        if not font.embedded:
            return [(document.getInternalFontName(font.name), known.formatForPdf(text))]
        return [
            (known.getSubsetInternalName(subset, document), escapePDF(raw))
            for subset, raw in known.splitString(text, document)
        ]

    def add_page(self, content: str) -> None:
        page = self._pdf.PDFPage()
        page.pagewidth, page.pageheight = self._size
        page.Contents = self._pdf.PDFStream(content=content, filters=[self._pdf.PDFZCompress])
        page.Resources = self._pdf.PDFResourceDictionary()
        page.Resources.basicFonts()
        self._document.addPage(page)
        name = page.__InternalName__
        self._write(name)
        self._write(page.Contents.__InternalName__)
        self._document.Pages.pages[-1] = self._pdf.PDFObjectReference(name)
        self._pages += 1

    def finished(self) -> int:
        """Write what the pages share, and the table of contents of the file; returns the number of pages."""
        if self._pages:
            self._print_at_its_true_size()
            self._write_the_rest()
        return self._pages

    def _print_at_its_true_size(self) -> None:
        """Ask the reader not to scale the page: a sheet that is "fitted" misses its labels."""
        preferences = self._pdf.ViewerPreferencesPDFDictionary()
        preferences["PrintScaling"] = "None"
        self._document.Catalog.ViewerPreferences = preferences

    def _write_the_rest(self) -> None:
        document = self._document
        for font in document.delayedFonts:
            font.addObjects(document)
        document.info.digest(document.signature)
        document.Catalog.Outlines = None
        root, info = document.Reference(document.Catalog), document.Reference(document.info)
        names: list[str] = []
        while len(names) < len(document.numberToId):
            names.append(document.numberToId[len(names) + 1])
            if names[-1] not in document.idToOffset:
                self._write(names[-1])
        table = self._pdf.PDFCrossReferenceTable()
        table.addsection(0, names)
        where = self._file.add(table.format(document))
        size, identity = len(names) + 1, document.ID()
        trailer = self._pdf.PDFTrailer(startxref=where, Size=size, Root=root, Info=info, ID=identity)
        self._file.add(trailer.format(document))
        self._flush()

    def _write(self, name: str) -> None:
        """Write one object of the PDF, then forget what it held."""
        document = self._document
        written = self._pdf.PDFIndirectObject(name, document.idToObject[name]).format(document)
        document.idToOffset[name] = self._file.add(written)
        document.idToObject[name] = None
        self._flush()

    def _flush(self) -> None:
        self._out.write(b"".join(self._file.strings))
        self._file.strings.clear()
