"""How much faster is a sheet of labels than the same sheet made with reportlab's own QR widget?

Both print the same words and codes in the same font on the same stock. The reference puts its words at
fixed places and need not measure them, which is in its favour.
"""

from __future__ import annotations

import io
import time
from collections.abc import Callable
from typing import BinaryIO

from labels import fonts
from labels.layout import MM
from labels.sheet import write_sheet
from labels.stocks import Stock, stock
from labels.variants import MARKS, Label
from tests.bench.measure import Measured

AIM = 15.0


def run(scale: int = 1000) -> Measured:
    """Seconds for `scale` labels, ours and the reference's."""
    labels = [_label(serial) for serial in range(scale)]
    paper = stock()
    for warm in (write_sheet, _reference_sheet):
        warm(labels[:24], io.BytesIO(), stock=paper)
    ours = _seconds(lambda out: write_sheet(labels, out, stock=paper))
    reference = _seconds(lambda out: _reference_sheet(labels, out, stock=paper))
    return Measured(
        f"{scale:,} labels on {paper.part}",
        "the same sheet with reportlab's QrCodeWidget",
        ours,
        reference,
        AIM,
        faster=True,
    )


def _label(serial: int) -> Label:
    classes = list(MARKS)
    return Label(
        number=f"R7012-{serial:05d}-{'ABCDEFGHJK'[serial % 10]}",
        generation="A",
        contract="R7-国保-012",
        pi_class=classes[serial % len(classes)],
        copy_no=serial % 3,
        copies=2,
        received_on=f"令和7年4月{1 + serial % 30}日",
    )


def _seconds(job: Callable[[BinaryIO], int]) -> float:
    began = time.perf_counter()
    job(io.BytesIO())
    return time.perf_counter() - began


def _reference_sheet(labels: list[Label], out: BinaryIO, *, stock: Stock) -> int:
    from reportlab.pdfgen.canvas import Canvas

    font = fonts.find().name
    canvas = Canvas(out, pagesize=tuple(length * MM for length in stock.page_mm), pageCompression=1)
    for index, label in enumerate(labels):
        cell = index % stock.per_page
        if index and not cell:
            canvas.showPage()
        left, top = stock.corner_mm(cell)
        _reference_label(canvas, label, font, left * MM, (stock.page_mm[1] - top - stock.label_mm[1]) * MM)
    pages = int(canvas.getPageNumber())
    canvas.save()
    return pages


def _reference_label(canvas, label: Label, font: str, x: float, y: float) -> None:  # type: ignore[no-untyped-def]
    from reportlab.graphics import renderPDF
    from reportlab.graphics.barcode.qr import QrCodeWidget
    from reportlab.graphics.shapes import Drawing

    side = 69.6
    drawing = Drawing(side, side)
    text = f"{label.number}.{label.generation}"
    drawing.add(QrCodeWidget(text, barLevel="Q", barBorder=4, barWidth=side, barHeight=side))
    renderPDF.draw(drawing, canvas, x, y + 26)
    copy = f"複製 {label.copy_no}/{label.copies}" if label.copy_no else "原本"
    words = [(13, MARKS[label.pi_class]), (10, copy), (8, f"契約 {label.contract}")]
    words += [(8, f"登録日 {label.received_on}"), (10, "区域外持出禁止")]
    for line, (size, word) in enumerate(words):
        canvas.setFont(font, size)
        canvas.drawString(x + side, y + 80 - 13 * line, word)
    canvas.rect(x + side, y + 26, 110, 14)
    canvas.setFont(font, 20)
    canvas.drawString(x + 9.6, y + 6, text)


if __name__ == "__main__":
    print(run())
