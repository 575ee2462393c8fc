"""How do the lines of a label share their room?

What is drawn comes out as marks, which a page or a bitmap can bear alike. Lengths are points with the origin at the lower left corner.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from labels.fonts import Font
from labels.layout import MM, SMALLEST_TYPE, TYPE_PER_LINE, Box, Plan
from labels.text import fitted
from labels.variants import Face, Line

_UNITS_PER_WIDTH = 9.2
"""A line of share 1 is at most this part of the room's width, so that the longest mark stands uncut."""
CAPITALS = 0.73
"""How much of its size a capital letter is tall."""
_BELOW_BASELINE = 0.12
_TALLEST_UNIT = 12 * MM
_IN_A_FRAME = 0.93
_OF_A_BOX = 0.87
"""What of a framed line's height is left to its type."""
_LARGEST_GAP = 0.8
_MOST_SPARE = 0.8


class Words(NamedTuple):
    """Text from a point of its baseline on, black or white."""

    x: float
    y: float
    size: float
    text: str
    white: bool = False


class Block(NamedTuple):
    """A black box, or only its edges."""

    box: Box
    filled: bool


Mark = Words | Block


def beside_the_code(face: Face, plan: Plan) -> tuple[Line, ...]:
    """The lines that the plan has room for; where there is none for a number in large type, it stands among them."""
    number = face.number + face.suffix
    if plan.words == "all":
        return face.all
    if plan.words == "few":
        return (Line(number, share=1.5, rows=1), *face.few)
    pieces = _pieces(number)
    longest = max(pieces, key=len)
    return (*(Line(piece, share=1.5, rows=1, like=longest) for piece in pieces), *face.least)


def number_in(box: Box, face: Face, font: Font) -> Iterator[Words]:
    """The number in large type, its generation smaller behind it where that can be read."""
    wide, behind = font.width(face.number), font.width(face.suffix)
    for smaller in (0.6, 1.0):
        size = min(box.height / CAPITALS, box.width / (wide + behind * smaller))
        if size * smaller >= SMALLEST_TYPE:
            break
    y = box.y + (box.height - size * CAPITALS) / 2
    yield Words(box.x, y, size, face.number)
    if face.suffix:
        yield Words(box.x + wide * size, y, size * smaller, face.suffix)


def stacked(lines: tuple[Line, ...], box: Box, font: Font) -> Iterator[Mark]:
    """The lines from the top of the box down; the least needed ones are left out until the others can be read."""
    lines = _that_fit(lines, box.height)
    shares = sum(line.share for line in lines)
    readable = SMALLEST_TYPE / TYPE_PER_LINE / _OF_A_BOX / min(line.share for line in lines)
    unit = min(box.height / shares, max(readable, min(box.width / _UNITS_PER_WIDTH, _TALLEST_UNIT)))
    gap = min((box.height - unit * shares) / max(1, len(lines) - 1), _LARGEST_GAP * unit)
    words = sum(line.share for line in lines if line.look == "plain")
    left = box.height - unit * shares - gap * (len(lines) - 1)
    spare = min(left / words, _MOST_SPARE * unit) if words else 0.0
    top = box.y + box.height
    for line in lines:
        height = (unit + (spare if line.look == "plain" else 0.0)) * line.share
        yield from (_plain if line.look == "plain" else _boxed)(line, Box(box.x, top - height, box.width, height), font)
        top -= height + gap


def _plain(line: Line, box: Box, font: Font) -> Iterator[Mark]:
    rows, size = fitted(font, line.text, width=box.width, height=box.height, rows=line.rows)
    if line.like:
        size = min(size, fitted(font, line.like, width=box.width, height=box.height)[1])
    if line.whole and "".join(rows) != font.printable(line.text):
        return
    height = box.height / len(rows)
    for place, row in enumerate(rows, 1):
        room = Box(box.x, box.y + box.height - place * height, box.width, height)
        yield Words(box.x, _baseline(room, size), size, row)


def _boxed(line: Line, box: Box, font: Font) -> Iterator[Mark]:
    frame = inside(box, 0.0, 0.03 * box.height)
    (text,), size = fitted(font, line.text, width=0.97 * frame.width, height=_IN_A_FRAME * frame.height)
    x = frame.x + (frame.width - font.width(text) * size) / 2
    filled = line.look == "filled"
    yield Block(frame, filled)
    yield Words(x, _baseline(frame, size), size, text, white=filled)


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


def inside(box: Box, x: float, y: float) -> Box:
    """A box that is smaller by `x` at the left and the right, by `y` at head and foot."""
    return Box(box.x + x, box.y + y, box.width - 2 * x, box.height - 2 * y)


def _baseline(box: Box, size: float) -> float:
    """Where text of this size stands in the middle of the box."""
    return box.y + (box.height - size) / 2 + size * _BELOW_BASELINE
