"""How does text fit into its room?

Japanese breaks between any two characters except before 、。」 and after 「; words of other scripts stay whole where they can. Text shrinks
before it is cut, and what is cut ends in an ellipsis.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import lru_cache

from labels.fonts import Font
from labels.layout import SMALLEST_TYPE, TYPE_PER_LINE

_NEVER_FIRST = "、。，．,.・:;：；！？!?）)」』】］]〕〉》ーぁぃぅぇぉっゃゅょァィゥェォッャュョ々…"
_NEVER_LAST = "（(「『【［[〔〈《"
_TOKEN = re.compile(rf"[{re.escape(_NEVER_LAST)}]*(?:[!-~]+|\S)[{re.escape(_NEVER_FIRST)}]*\s*")
_STEP = 0.96
_SMALLEST_PART = 0.65


@lru_cache(maxsize=4096)
def fitted(font: Font, text: str, *, width: float, height: float, rows: int = 1) -> tuple[tuple[str, ...], float]:
    """The rows of `text` as they are printed, at most `rows`, and the size of the type in points.

    One row as long as its type need not shrink below two thirds; then as many as leave the type largest.
    """
    text = font.printable(text)
    full = height * TYPE_PER_LINE
    wide = font.width(text)
    if wide * full <= width * 1.001:
        return (text,), full
    possible = [most for most in range(1, rows + 1) if full / most >= SMALLEST_TYPE] or [1]
    best: tuple[tuple[str, ...], float] = ((), 0.0)
    for most in possible:
        broken = _largest(font, text, width, full / most, most)
        if broken and broken[1] > best[1] * 1.001:
            best = broken
        if most == 1 and best[1] >= _SMALLEST_PART * full:
            return best
    return best if best[0] else _cut(font, text, width, full / possible[-1], possible[-1])


def _largest(font: Font, text: str, width: float, size: float, most: int) -> tuple[tuple[str, ...], float] | None:
    smallest = min(size, SMALLEST_TYPE)
    while True:
        rows = _broken(font, text, width / size * 1.001)
        if len(rows) <= most:
            return tuple(rows), size
        if size <= smallest:
            return None
        size = max(smallest, size * _STEP)


def _cut(font: Font, text: str, width: float, size: float, most: int) -> tuple[tuple[str, ...], float]:
    size = min(size, max(SMALLEST_TYPE, _SMALLEST_PART * size))
    rows = _broken(font, text, width / size)
    rest = text[sum(len(row) for row in rows[: most - 1]) :] if most > 1 else text
    end = bisect_right(range(len(rest)), width / size, key=lambda end: font.width(rest[:end] + "…"))
    return (*rows[: most - 1], rest[: max(0, end - 1)] + "…"), size


def _broken(font: Font, text: str, room: float) -> list[str]:
    """The rows of `text`, none wider than `room` times the size of its type unless one character is."""
    rows, row, wide = [], "", 0.0
    for token in _tokens(font, text, room):
        more = font.width(token.rstrip())
        if row and wide + more > room:
            rows.append(row)
            row, wide = "", 0.0
        row += token
        wide += font.width(token)
    return [*rows, row] if row or not rows else rows


def _tokens(font: Font, text: str, room: float) -> list[str]:
    """What stays together; a word wider than the room falls into characters."""
    found: list[str] = []
    for token in _TOKEN.findall(text):
        found += [token] if font.width(token.rstrip()) <= room else list(token)
    return found
