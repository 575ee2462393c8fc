"""How does it fit the width of the terminal?"""

from __future__ import annotations

import os
import shutil
import sys
import unicodedata
from collections.abc import Iterable, Sequence

PIPED = 80  # columns, where nobody looks and COLUMNS says nothing
_WHOLE = 18  # characters: numbers and days are never broken over two lines
_LEAST = 10  # columns that a text needs to be read at all


def room() -> int:
    """Columns that may be filled: those of the terminal, or of COLUMNS; in a pipe, 80."""
    asked = sys.stdout.isatty() or os.environ.get("COLUMNS", "").isdigit()
    return shutil.get_terminal_size((PIPED, 24)).columns if asked else PIPED


def width(text: str) -> int:
    """Columns `text` takes on a terminal; Japanese characters take two."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def is_whole(cell: str) -> bool:
    """Whether a cell holds a number, a day, a time and the like, which is not broken."""
    return len(cell) <= _WHOLE and cell.isascii() and (" " not in cell or cell[:4].isdigit())


def widths(names: Sequence[str], rows: Sequence[Sequence[str]], space: int) -> tuple[int, list[int]]:
    """Columns between two columns of a table, and the width of each, so that all fit into `space`: texts are folded, numbers and days are not.

    What is tried first keeps the words of the headings whole, at two columns between; the widths are empty when nothing will do.
    """
    columns = [[row[position] for row in rows] for position in range(len(names))]
    wanted = [max((1, *map(width, (name, *cells)))) for name, cells in zip(names, columns, strict=True)]
    cells_alone = [
        max(map(width, cells), default=1) if all(map(is_whole, cells)) else min(want, _LEAST)
        for cells, want in zip(columns, wanted, strict=True)
    ]
    with_words = [max((least, *map(width, name.split()))) for least, name in zip(cells_alone, names, strict=True)]
    for between, least in ((2, with_words), (1, with_words), (1, cells_alone)):
        if found := _shrunk(wanted, least, space - between * (len(names) - 1)):
            return between, found
    return 0, []


def packed(pieces: Iterable[str], space: int) -> list[str]:
    """Lines of pieces, as many beside each other as fit into `space`; one that is wider stands alone."""
    lines: list[str] = []
    for piece in pieces:
        beside = f"{lines[-1]}   {piece}" if lines else piece
        lines[-1:] = [beside] if width(beside) <= space else [*lines[-1:], piece]
    return lines


def _shrunk(wanted: Sequence[int], least: Sequence[int], space: int) -> list[int]:
    """The wanted widths, those with most to spare made smaller until all fit; empty when that is not enough."""
    found = list(wanted)
    for _column in range(sum(wanted) - space):
        spare, at = max((wide - least[at], at) for at, wide in enumerate(found))
        if spare <= 0:
            return []
        found[at] -= 1
    return found
