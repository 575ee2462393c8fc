"""Which bars of a Code 128 are black?

For handheld readers that see no QR. The symbol is the barcode library's, which packs digits in pairs (code set C) where that is shorter.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache


@lru_cache(maxsize=1024)
def _widths(text: str) -> tuple[int, ...]:
    """Bar, space, bar ... in narrow bars."""
    from reportlab.graphics.barcode.code128 import Code128Auto

    symbol = Code128Auto(text)
    symbol.validate()
    symbol.encode()
    symbol.decompose()
    return tuple(ord(width.upper()) - ord("A") + 1 for width in symbol.decomposed)


def bars(text: str) -> Iterator[tuple[int, int]]:
    """(left edge, width) of each bar that makes the code read as `text`, in narrow bars."""
    at = 0
    for place, wide in enumerate(_widths(text)):
        if not place % 2:
            yield at, wide
        at += wide


def length(text: str) -> int:
    """How many narrow bars long the code is, without its quiet zones."""
    return sum(_widths(text))
