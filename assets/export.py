"""How does a report leave the program as a file?

CSV is UTF-8 with BOM; a cell that a spreadsheet would take for a formula is led by an apostrophe (CWE-1236).
In XLSX every text is a text cell, so leading zeros stay and formulas are inert.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, BinaryIO

Sheet = tuple[str, Sequence[str], Iterable[Sequence[Any]]]
_LEADS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\0")
_NOT_IN_A_TITLE = str.maketrans(dict.fromkeys("[]:*?/\\", "_"))


def write_csv(columns: Sequence[str], rows: Iterable[Mapping[str, Any]], out: BinaryIO) -> None:
    """Write rows as CSV that Excel opens in Japanese; one row is in memory at a time."""
    text = io.TextIOWrapper(out, encoding="utf-8-sig", newline="", write_through=True)
    writer = csv.writer(text)
    writer.writerow(columns)
    for row in rows:
        writer.writerow([inert(row[name]) for name in columns])
    text.detach()


def inert(value: Any) -> Any:
    """A cell's value that no spreadsheet will run."""
    return "'" + value if isinstance(value, str) and value.startswith(_LEADS_A_FORMULA) else value


def write_xlsx(sheets: Iterable[Sheet], out: BinaryIO) -> None:
    """Write a workbook, sheet by sheet, streaming; numbers stay numbers, every text is text."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
    from openpyxl.styles import Font

    book = Workbook(write_only=True)
    for title, columns, rows in sheets:
        page = book.create_sheet(title.translate(_NOT_IN_A_TITLE)[:31])
        page.freeze_panes = "A2"

        def cell(value: Any, *, bold: bool = False, page: Any = page) -> Any:
            made = WriteOnlyCell(page, ILLEGAL_CHARACTERS_RE.sub("", value) if isinstance(value, str) else value)
            if isinstance(value, str):
                made.data_type = "s"
                made.number_format = "@"
            if bold:
                made.font = Font(bold=True)
            return made

        page.append([cell(name, bold=True) for name in columns])
        for row in rows:
            page.append([cell(value) for value in row])
    book.save(out)
