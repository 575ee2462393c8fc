"""Where does each part of a label stand?

The code is as large as there is room for, never below 0.33 mm a module, never without its quiet zone; the number stands in large type
under it, or beside it on a low label; the bars of a Code 128 lie under the code; the lines take what is left. Lengths are points with the
origin at the lower left corner of the label, unless a name ends in `_mm`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache
from math import ceil, floor
from typing import NamedTuple

from labels import qr
from labels.stocks import Stock

MM = 72 / 25.4
DOT = 72 / 300
"""The dot of an office printer: a code made of whole dots comes out crisp."""
SMALLEST_TYPE = 4.0
TYPE_PER_LINE = 0.78
"""How much of a line's height its type takes."""

_SMALLEST_MODULE = 0.33 * MM
_NARROWEST_BAR, _WIDEST_BAR = 0.165 * MM, 0.34 * MM
_LARGEST_BESIDE_WORDS = 0.68 * MM
_BARS_QUIET = 10
_SMALLEST_BARS = 5 * MM
_TALL = 18 * MM
_NARROWEST_UPRIGHT = 18 * MM
_GAP = 1.6 * MM
_NARROWEST_WORDS = 5 * SMALLEST_TYPE
_SMALLEST_NUMBER = 5.0


class Box(NamedTuple):
    """A rectangle."""

    x: float
    y: float
    width: float
    height: float


class Needs(NamedTuple):
    """What a layout must find room for: modules across the code; how many times its size the number is wide; narrow bars of a Code 128.

    dot: the printer's, in which modules and bars are counted; most: how many of them a module may have.
    """

    modules: int
    wide: float
    bars: int = 0
    dot: float = DOT
    most: int = 24


class Plan(NamedTuple):
    """Where the parts stand on a face of `width` x `height`.

    words: which lines it has room for: "all" beside a number in large type, "few" with the number among them, "least" with the number
    in pieces. code, bars: their black parts; module, bar: how wide one is. number: None when it stands among the lines.
    """

    words: str
    module: float
    code: Box
    number: Box | None
    lines: Box
    bar: float = 0.0
    bars: Box | None = None


class Placed(NamedTuple):
    """A label's layout: its faces, each as the corner of a plan; `turned` when it reads from below, its width being the stock's height."""

    turned: bool
    width: float
    height: float
    faces: tuple[tuple[float, Plan], ...]


@lru_cache(maxsize=256)
def placed(paper: Stock, needs: Needs, *, folded: bool = False, foot: float = 0.165) -> Placed | None:
    """How a label lies on its stock, None when it is too small to be read.

    folded: twice the same face, left and right of what goes round the cable; foot: the number's part of the height.
    """
    width, height = (length * MM for length in paper.label_mm)
    pads = _pads(paper)
    for turned in _ways(width, height):
        size, clear = ((height, width), pads[::-1]) if turned else ((width, height), pads)
        face = (size[0] - _wrap(size[0])) / 2 if folded else size[0]
        plan = _plan(face, size[1], clear, needs, foot)
        if plan:
            corners = (0.0, size[0] - face) if folded else (0.0,)
            return Placed(turned, *size, tuple((corner, plan) for corner in corners))
    return None


def _ways(width: float, height: float) -> tuple[bool, bool]:
    """Whether to turn the words: long narrow labels are read along, others only when there is no other way."""
    along = height > 1.7 * width and width < 45 * MM
    return (True, False) if along else (False, True)


def _wrap(width: float) -> float:
    """What goes round the cable: a fifth of the label, at least 8 mm."""
    return max(8 * MM, 0.2 * width)


def _pads(paper: Stock) -> tuple[float, float]:
    """What to keep clear at the sides, and at head and foot: more where labels reach the paper's edge."""
    last_x, last_y = paper.corner_mm(paper.per_page - 1)
    edge_x = min(paper.left_mm, paper.page_mm[0] - last_x - paper.label_mm[0])
    edge_y = min(paper.top_mm, paper.page_mm[1] - last_y - paper.label_mm[1])
    pad = min(2.0, 0.06 * min(paper.label_mm))
    return max(pad, paper.edge_mm - edge_x) * MM, max(pad, paper.edge_mm - edge_y) * MM


_Layout = Callable[[float, float, tuple[float, float], Needs, float], Plan | None]


def _plan(width: float, height: float, pads: tuple[float, float], needs: Needs, foot: float) -> Plan | None:
    plans = (layout(width, height, pads, needs, foot) for layout in _layouts(width, height))
    return next(filter(None, plans), None)


def _layouts(width: float, height: float) -> Iterator[_Layout]:
    if height > 1.2 * width and width >= _NARROWEST_UPRIGHT:
        yield _upright
    if height >= _TALL:
        yield _wide
        yield _upright
    yield _low


def _wide(width: float, height: float, pads: tuple[float, float], needs: Needs, foot: float) -> Plan | None:
    """The code at the left, the lines beside it, the number along the foot, the bars between."""
    pad_x, pad_y = pads
    number = foot * height
    bars = _bars(width - 2 * pad_x, needs, tall=0.2 * height)
    if bars is None:
        return None
    below = number + (bars.height + _GAP if needs.bars else 0.0)
    module = _module(needs, width / 2, height - pad_y - below, clear=pads)
    if not module:
        return None
    quiet, side = qr.QUIET * module, needs.modules * module
    left = max(quiet, pad_x)
    beside = left + side + quiet
    lines = Box(beside, pad_y + below + _GAP, width - pad_x - beside, height - 2 * pad_y - below - _GAP)
    if lines.width < 8 * SMALLEST_TYPE or lines.height < 2 * SMALLEST_TYPE:
        return None
    foot_box = Box(left, pad_y, width - pad_x - left, number)
    at = ((width - bars.width) / 2, pad_y + number + _GAP / 2)
    code = Box(left, height - side - max(quiet, pad_y), side, side)
    return Plan("all", module, code, foot_box, lines, bars.x, _moved(bars, *at) if needs.bars else None)


def _upright(width: float, height: float, pads: tuple[float, float], needs: Needs, foot: float) -> Plan | None:
    """The code on top, the number and the bars under it, the lines below."""
    pad_x, pad_y = pads
    number = min(foot * height, (width - 2 * pad_x) / needs.wide)
    bars = _bars(width - 2 * pad_x, needs, tall=0.1 * height)
    if bars is None or number < SMALLEST_TYPE:
        return None
    under = 1.1 * number + (bars.height + _GAP if needs.bars else 0.0) + _GAP
    module = _module(needs, width, min(0.6 * height, height - pad_y - under - 3 * MM), clear=pads)
    if not module:
        return None
    quiet, side = qr.QUIET * module, needs.modules * module
    code = Box((width - side) / 2, height - side - max(quiet, pad_y), side, side)
    foot_box = Box(pad_x, code.y - quiet - 1.1 * number, width - 2 * pad_x, number)
    top = foot_box.y - _GAP - (bars.height + _GAP if needs.bars else 0.0)
    lines = Box(pad_x, pad_y, width - 2 * pad_x, top - pad_y)
    if lines.height < 2 * SMALLEST_TYPE:
        return None
    at = ((width - bars.width) / 2, foot_box.y - _GAP - bars.height)
    return Plan("all", module, code, foot_box, lines, bars.x, _moved(bars, *at) if needs.bars else None)


def _low(width: float, height: float, pads: tuple[float, float], needs: Needs, foot: float) -> Plan | None:
    """The code at the left in the middle, everything else beside it; on the smallest labels the number in pieces.

    The code shrinks so that the number stands in one piece, or else so that its pieces can be read.
    """
    largest = min(_module(needs, width, height, clear=(pads[0], 0.0)), _LARGEST_BESIDE_WORDS)
    if not largest or needs.bars:
        return None
    modules = [module for module in _modules(needs) if module <= largest]
    whole = needs.wide * _SMALLEST_NUMBER
    for words, least in (("few", whole), ("least", _NARROWEST_WORDS)):
        for module in modules:
            quiet, side = qr.QUIET * module, needs.modules * module
            left = max(quiet, pads[0])
            beside = left + side + quiet
            if width - pads[0] - beside >= least:
                lines = Box(beside, pads[1], width - pads[0] - beside, height - 2 * pads[1])
                return Plan(words, module, Box(left, (height - side) / 2, side, side), None, lines)
    return None


def _module(needs: Needs, room_x: float, room_y: float, *, clear: tuple[float, float]) -> float:
    """The largest module of whole dots whose code and quiet zone fit the room, 0 when none does."""
    for module in _modules(needs):
        quiet, side = qr.QUIET * module, needs.modules * module + needs.dot
        if max(quiet, clear[0]) + side + quiet <= room_x and max(quiet, clear[1]) + side + quiet <= room_y:
            return module
    return 0.0


def _modules(needs: Needs) -> Iterator[float]:
    """Modules of whole dots, from the largest to the smallest that is read."""
    return (dots * needs.dot for dots in range(needs.most, ceil(_SMALLEST_MODULE / needs.dot) - 1, -1))


def _bars(room: float, needs: Needs, *, tall: float) -> Box | None:
    """The bars' size, their narrowest one as `x`, quiet zones inside the room; None when two dots a bar are too many."""
    if not needs.bars:
        return Box(0.0, 0.0, 0.0, 0.0)
    dot, narrowest = needs.dot, max(2, ceil(_NARROWEST_BAR / needs.dot))
    widths = range(floor(_WIDEST_BAR / dot), narrowest - 1, -1)
    wide = next((dots for dots in widths if (needs.bars + 2 * _BARS_QUIET) * dots * dot <= room), 0)
    height = round(max(_SMALLEST_BARS, min(tall, 15 * MM)) / dot) * dot
    return Box(wide * dot, 0.0, needs.bars * wide * dot, height) if wide else None


def _moved(bars: Box, x: float, y: float) -> Box:
    return Box(x, y, bars.width, bars.height)
