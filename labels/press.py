"""How does a label become marks on a page?

Pure black on white, never a grey: the code and the bars are filled paths whose edges lie on the dots of the printer.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from labels import code128, qr
from labels.fonts import Font
from labels.layout import DOT, MM, SMALLEST_TYPE, TYPE_PER_LINE, Box, Placed, Plan
from labels.pdf import Paper
from labels.text import fitted
from labels.variants import Face, Line

_UNITS_PER_WIDTH = 9.2
"""A line of share 1 is at most this part of the room's width, so that the longest mark stands uncut."""
_CAPITALS = 0.73
_BELOW_BASELINE = 0.12
_TALLEST_UNIT = 12 * MM
_IN_A_FRAME = 0.93
_OF_A_BOX = 0.87
"""What of a framed line's height is left to its type."""
_LARGEST_GAP = 0.8
_MOST_SPARE = 0.8


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
        if plan.number:
            return f"{self._beside_the_code(face.all, plan.lines)} {self._number(face, plan.number)}"
        return self._beside_the_code(_with_the_number(face, plan.words), plan.lines)

    def _number(self, face: Face, box: Box) -> str:
        """The number in large type, its generation smaller behind it where that can be read."""
        wide, behind = self._font.width(face.number), self._font.width(face.suffix)
        for smaller in (0.6, 1.0):
            size = min(box.height / _CAPITALS, box.width / (wide + behind * smaller))
            if size * smaller >= SMALLEST_TYPE:
                break
        y = box.y + (box.height - size * _CAPITALS) / 2
        number = self.text(box.x, y, size, face.number)
        return f"{number} {self.text(box.x + wide * size, y, size * smaller, face.suffix)}" if face.suffix else number

    def _stacked(self, lines: tuple[Line, ...], box: Box) -> str:
        lines = _that_fit(lines, box.height)
        shares = sum(line.share for line in lines)
        readable = SMALLEST_TYPE / TYPE_PER_LINE / _OF_A_BOX / min(line.share for line in lines)
        unit = min(box.height / shares, max(readable, min(box.width / _UNITS_PER_WIDTH, _TALLEST_UNIT)))
        gap = min((box.height - unit * shares) / max(1, len(lines) - 1), _LARGEST_GAP * unit)
        words = sum(line.share for line in lines if line.look == "plain")
        left = box.height - unit * shares - gap * (len(lines) - 1)
        spare = min(left / words, _MOST_SPARE * unit) if words else 0.0
        top, drawn = box.y + box.height, []
        for line in lines:
            height = (unit + (spare if line.look == "plain" else 0.0)) * line.share
            drawn.append(self._line(line, Box(box.x, top - height, box.width, height)))
            top -= height + gap
        return " ".join(drawn)

    def _line(self, line: Line, box: Box) -> str:
        return self._plain(line, box) if line.look == "plain" else self._boxed(line, box)

    def _plain(self, line: Line, box: Box) -> str:
        rows, size = fitted(self._font, line.text, width=box.width, height=box.height, rows=line.rows)
        if line.like:
            size = min(size, fitted(self._font, line.like, width=box.width, height=box.height)[1])
        if line.whole and "".join(rows) != self._font.printable(line.text):
            return ""
        height = box.height / len(rows)
        places = enumerate(rows, 1)
        return " ".join(
            self.text(
                box.x, _baseline(Box(box.x, box.y + box.height - place * height, box.width, height), size), size, row
            )
            for place, row in places
        )

    def _boxed(self, line: Line, box: Box) -> str:
        frame = _inside(box, 0.0, 0.03 * box.height)
        (text,), size = fitted(self._font, line.text, width=0.97 * frame.width, height=_IN_A_FRAME * frame.height)
        x = frame.x + (frame.width - self._font.width(text) * size) / 2
        words = self.text(x, _baseline(frame, size), size, text)
        if line.look == "filled":
            return f"{rectangle(frame)} f 1 g {words} 0 g"
        return f"{rectangle(frame)} {rectangle(_inside(frame, 2 * DOT, 2 * DOT))} f* {words}"

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
    return f"{rectangle(box)} {rectangle(_inside(box, thick, thick))} f*"


def _with_the_number(face: Face, words: str) -> tuple[Line, ...]:
    """The lines of a label without room for large type: the number first, on the smallest in pieces."""
    number = face.number + face.suffix
    if words == "few":
        return (Line(number, share=1.5, rows=1), *face.few)
    pieces = _pieces(number)
    longest = max(pieces, key=len)
    return (*(Line(piece, share=1.5, rows=1, like=longest) for piece in pieces), *face.least)


def _pieces(number: str) -> list[str]:
    """A number over several lines, broken behind its hyphens where two parts do not fit one line."""
    pieces: list[str] = []
    for part in number.replace("-", "- ").split():
        if pieces and len(pieces[-1]) + len(part) <= 7:
            pieces[-1] += part
        else:
            pieces.append(part)
    return pieces


def _that_fit(lines: tuple[Line, ...], height: float) -> tuple[Line, ...]:
    """Leave out the least needed lines until the others are tall enough to be read."""
    smallest = SMALLEST_TYPE / TYPE_PER_LINE
    while sum(line.share for line in lines) * smallest > height:
        least = max(lines, key=lambda line: line.rank)
        if not least.rank:
            break
        lines = tuple(line for line in lines if line is not least)
    return lines


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


def _inside(box: Box, x: float, y: float) -> Box:
    return Box(box.x + x, box.y + y, box.width - 2 * x, box.height - 2 * y)


def _baseline(box: Box, size: float) -> float:
    """Where text of this size stands in the middle of the box."""
    return box.y + (box.height - size) / 2 + size * _BELOW_BASELINE
