"""How does a report look on paper?

A4, upright: title, parties, lists whose headings stand on every page, what is declared, and boxes for 所属・氏名・印.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, BinaryIO
from xml.sax.saxutils import escape

from assets.paper import Paper, Table
from labels import fonts
from labels.fonts import Font

_MARGIN_MM, _TYPE, _SMALL = 15, 8.5, 7.5
_ROOM_MM = 40  # a heading stands with the first lines of its list, what is declared with the boxes below it


def write_report(paper: Paper, out: BinaryIO, *, font: str | None = None) -> None:
    """Write the report as a PDF; `font`: a path from the settings. Raises BadInput for one that cannot be used."""
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.units import mm
    from reportlab.platypus import SimpleDocTemplate

    carried = fonts.find(font)
    document = SimpleDocTemplate(
        out,
        pagesize=A4,
        title=paper.title,
        author="",
        creator="assets",
        invariant=1,
        leftMargin=_MARGIN_MM * mm,
        rightMargin=_MARGIN_MM * mm,
        topMargin=_MARGIN_MM * mm,
        bottomMargin=(_MARGIN_MM + 5) * mm,
    )
    document.build(list(_story(paper, carried, document.width)), canvasmaker=_numbered(paper.foot, carried))


def _story(paper: Paper, font: Font, width: float) -> Iterator[Any]:
    from reportlab.lib.units import mm
    from reportlab.platypus import CondPageBreak, Spacer

    yield _text(paper.title, font, size=16)
    yield Spacer(0, 10)
    yield _facts(paper, font, width)
    for table in paper.tables:
        yield CondPageBreak(_ROOM_MM * mm)
        yield Spacer(0, 10)
        yield _text(table.title, font, size=11)
        yield Spacer(0, 3)
        yield _table(table, font, width)
        if table.left_out:
            yield _text(f"ほか {table.left_out} 件は CSV 又は Excel の帳票にあります。", font, size=_SMALL)
    yield CondPageBreak(_ROOM_MM * mm)
    yield Spacer(0, 12)
    for sentence in paper.declared:
        yield _text(sentence, font, size=10)
    yield Spacer(0, 8)
    yield _signatures(font, width)


def _text(text: str, font: Font, *, size: float = _TYPE) -> Any:
    """A paragraph that breaks as Japanese does."""
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.platypus import Paragraph

    style = ParagraphStyle("text", fontName=font.name, fontSize=size, leading=size * 1.4, wordWrap="CJK")
    return Paragraph(escape(font.printable(text)), style)


def _facts(paper: Paper, font: Font, width: float) -> Any:
    cells = [[_text(name, font), _text(value, font)] for name, value in paper.facts]
    return _ruled(cells, [width * 0.24, width * 0.76], headed=False)


def _table(table: Table, font: Font, width: float) -> Any:
    rows = [table.headings, *table.rows]
    cells = [[_text(cell, font, size=_SMALL) for cell in row] for row in rows]
    return _ruled(cells, [width * part / sum(table.widths) for part in table.widths], headed=True)


def _signatures(font: Font, width: float) -> Any:
    """Boxes to be filled in by hand: when it is handed in, by whom, and the seal."""
    cells = [
        [_text(name, font), "", _text(mark, font)] for name, mark in (("提出日", ""), ("所属", ""), ("氏名", "印"))
    ]
    return _ruled(cells, [width * 0.2, width * 0.5, width * 0.1], headed=False)


def _ruled(cells: list[list[Any]], widths: list[float], *, headed: bool) -> Any:
    from reportlab.lib.colors import Color, black
    from reportlab.platypus import LongTable, TableStyle

    style = [
        ("GRID", (0, 0), (-1, -1), 0.4, black),
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        *((side, (0, 0), (-1, -1), 3) for side in ("LEFTPADDING", "RIGHTPADDING", "TOPPADDING", "BOTTOMPADDING")),
    ]
    if headed:
        style.append(("BACKGROUND", (0, 0), (-1, 0), Color(0.92, 0.92, 0.92)))
    return LongTable(cells, colWidths=widths, repeatRows=int(headed), style=TableStyle(style))


def _numbered(foot: str, font: Font) -> type:
    """A canvas that writes the foot and `page / pages` on every page, once their number is known."""
    from reportlab.lib.units import mm
    from reportlab.pdfgen.canvas import Canvas

    class Numbered(Canvas):  # type: ignore[misc]
        def __init__(self, *given: Any, **more: Any) -> None:
            super().__init__(*given, **more)
            self._pages: list[dict[str, Any]] = []

        def showPage(self) -> None:
            self._pages.append(dict(self.__dict__))
            self._startPage()

        def save(self) -> None:
            for number, page in enumerate(self._pages, 1):
                self.__dict__.update(page)
                self.setFont(font.name, _SMALL)
                self.drawString(_MARGIN_MM * mm, 10 * mm, font.printable(foot))
                self.drawRightString(self._pagesize[0] - _MARGIN_MM * mm, 10 * mm, f"{number} / {len(self._pages)}")
                super().showPage()
            super().save()

    return Numbered
