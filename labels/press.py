"""How does a label become marks on a page?

Pure black on white, never a grey: the code and the bars are filled paths whose edges lie on the dots of the printer.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from labels import code128, qr
from labels.fonts import Font
from labels.layout import DOT, MM, Box, Placed, Plan
from labels.pdf import Paper
from labels.stack import Mark, Words, beside_the_code, inside, number_in, stacked
from labels.variants import Face, Line


class Spot(NamedTuple):
    """Where a label's lower left corner lies on the page, in points, and how words are stretched there; turned: read from the right."""

    x: float
    y: float
    turned: bool = False
    scale: tuple[float, float] = (1.0, 1.0)
    across: float = 0.0
    """A turned label's width on the page."""

    def words(self) -> str:
        """The matrix for what may be stretched."""
        along, up = self.scale
        if self.turned:
            return f"0 {up:.5g} {-along:.5g} 0 {self.x + along * self.across:.3f} {self.y:.3f} cm"
        return f"{along:.5g} 0 0 {up:.5g} {self.x:.3f} {self.y:.3f} cm"

    def dots(self, x: float, y: float, unit: float) -> str:
        """The matrix of a grid of `unit` whose origin is the label's point (x, y), rows counted down; on the printer's dots."""
        along, up = self.scale
        if self.turned:
            across, down = self.x + along * (self.across - y), self.y + up * x
            return f"0 {unit:.2f} {unit:.2f} 0 {_on_a_dot(across)} {_on_a_dot(down)} cm"
        return f"{unit:.2f} 0 0 {-unit:.2f} {_on_a_dot(self.x + along * x)} {_on_a_dot(self.y + up * y)} cm"


def _on_a_dot(length: float) -> str:
    return f"{round(length / DOT) * DOT:.2f}"


class Press:
    """Turns faces into PDF operators, for one paper and one font."""

    def __init__(self, paper: Paper, *, font: Font) -> None:
        self._paper, self._font = paper, font
        self._beside_the_code = lru_cache(maxsize=512)(self._stacked)

    def printed(self, face: Face, label: Placed, spot: Spot, *, bars: bool) -> str:
        """The operators that print a label."""
        symbol = qr.encode(face.code)
        words, codes = [], []
        for corner, plan in label.faces:
            words.append(_shifted(corner, self._words(face, plan)))
            at = (corner + plan.code.x, plan.code.y + plan.code.height)
            codes.append(f"q {spot.dots(*at, plan.module)} {_squares(symbol)} f Q")
            if bars and plan.bars:
                codes.append(_barred(face.code, plan, plan.bars, corner, spot))
        if face.folded:
            words.append(_fold_marks(label))
        return f"q {spot.words()} {' '.join(words)} Q {' '.join(codes)}"

    def _words(self, face: Face, plan: Plan) -> str:
        words = self._beside_the_code(beside_the_code(face, plan), plan.lines)
        number = number_in(plan.number, face, self._font) if plan.number else ()
        return " ".join((words, *map(self._marked, number)))

    def _stacked(self, lines: tuple[Line, ...], box: Box) -> str:
        return " ".join(map(self._marked, stacked(lines, box, self._font)))

    def _marked(self, mark: Mark) -> str:
        if isinstance(mark, Words):
            words = self.text(mark.x, mark.y, mark.size, mark.text)
            return f"1 g {words} 0 g" if mark.white else words
        return f"{rectangle(mark.box)} f" if mark.filled else edges(mark.box)

    def text(self, x: float, y: float, size: float, text: str) -> str:
        """Text from a point of its baseline on."""
        pieces = self._paper.encoded(text, self._font)
        shown = " ".join(f"{name} {size:.2f} Tf ({escaped}) Tj" for name, escaped in pieces)
        return f"BT {x:.2f} {y:.2f} Td {shown} ET"


def rectangle(box: Box) -> str:
    """The path of a box."""
    return f"{box.x:.3f} {box.y:.3f} {box.width:.3f} {box.height:.3f} re"


def edges(box: Box, thick: float = 2 * DOT) -> str:
    """The outline of a box, drawn inside it."""
    return f"{rectangle(box)} {rectangle(inside(box, thick, thick))} f*"


def _squares(symbol: qr.Symbol) -> str:
    return " ".join(f"{column} {row} {width} 1 re" for column, row, width in symbol.runs())


def _barred(code: str, plan: Plan, bars: Box, corner: float, spot: Spot) -> str:
    tall = round(bars.height / plan.bar)
    path = " ".join(f"{left} 0 {width} {tall} re" for left, width in code128.bars(code))
    return f"q {spot.dots(corner + bars.x, bars.y + bars.height, plan.bar)} {path} f Q"


def _fold_marks(label: Placed) -> str:
    """Short lines at head and foot where the label folds."""
    x, long = label.width / 2 - DOT, min(2 * MM, 0.1 * label.height)
    ends = (Box(x, 0.0, 2 * DOT, long), Box(x, label.height - long, 2 * DOT, long))
    return " ".join(map(rectangle, ends)) + " f"


def _shifted(corner: float, words: str) -> str:
    return f"q 1 0 0 1 {corner:.3f} 0 cm {words} Q" if corner else words
