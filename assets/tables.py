"""How do we read other people's tables?

CSV in whatever encoding, line end and delimiter the office's spreadsheet wrote it, or an Excel workbook: out
come a header and rows of strings, with the row numbers that a spreadsheet shows. The bytes decide what a file
is, not its name.
"""

from __future__ import annotations

import codecs
import csv
import io
import warnings
from collections.abc import Callable, Iterator
from datetime import datetime, time
from itertools import islice
from pathlib import Path
from typing import Any

from msgspec import Struct

from assets.errors import BadInput
from assets.language import N_

Rows = Iterator[tuple[int, list[str]]]

# A cell of a spreadsheet that holds a formula: NUL cannot stand in any cell of a file.
FORMULA = "\0="

_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_DELIMITERS = ",;\t"
_SAMPLE_ROWS = 30
_SAMPLE_TEXT = 1 << 16
# A number beyond this has lost digits in the spreadsheet, which shows it with an exponent: so do we.
_EXACT = 10**15


class Table(Struct, frozen=True):
    """A table found in a file: its headings, without empty ones at the end, with the rows below them.

    header_row and the rows' numbers count from 1. Empty rows are left out; all others are as long as the file
    has them.
    """

    header_row: int
    header: list[str]
    rows: Rows


def read_table(path: str | Path, *, known: Callable[[str], str | None]) -> Table:
    """The table in a CSV or Excel file; `known` gives what a column heading stands for, or None.

    The header is the row with the most known headings, two at least, so titles above it do no harm.
    Raises BadInput for what is not such a file, also while the rows are read.
    """
    data = _bytes(Path(path))
    if data.startswith(_OLE):
        raise _old_or_locked(path, data)
    return _workbook_table(path, data, known) if data.startswith(_ZIP) else _text_table(path, data, known)


def column_letter(index: int) -> str:
    """The name a spreadsheet gives the column at `index`, counted from 0: A, ..., Z, AA."""
    return (column_letter(index // 26 - 1) if index >= 26 else "") + chr(ord("A") + index % 26)


def _bytes(path: Path) -> bytes:
    if path.is_dir():
        raise BadInput(N_("{path} is a folder."), hint=N_("Name one CSV or Excel file in it."), path=path)
    try:
        data = path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        raise BadInput(N_("There is no file {path}."), hint=N_("Check the name and the folder."), path=path) from None
    except OSError as error:
        raise BadInput(
            N_("{path} cannot be read: {reason}."),
            hint=N_("Close it in other programs, check who may read it."),
            path=path,
            reason=error.strerror or "",
        ) from None
    if not data.strip():
        raise BadInput(N_("{path} is empty."), hint=N_("Save the table again, then name that file."), path=path)
    return data


def _old_or_locked(path: str | Path, data: bytes) -> BadInput:
    if "EncryptedPackage".encode("utf-16-le") in data:
        return BadInput(N_("{path} is protected by a password."), hint=N_("Save it without a password."), path=path)
    return BadInput(
        N_("{path} is an Excel file of the old kind (.xls)."),
        hint=N_("Save it as .xlsx or as CSV UTF-8."),
        path=path,
    )


def _header_at(sample: list[list[str]], known: Callable[[str], str | None]) -> tuple[int, int]:
    """How many headings the best row knows, and its index; the first of equals."""
    scores = [len({meaning for cell in cells if (meaning := known(cell))}) for cells in sample]
    best = max(scores, default=0)
    return best, scores.index(best) if scores else 0


def _no_header(path: str | Path) -> BadInput:
    return BadInput(
        N_("{path} has no row of column headings that are known here."),
        hint=N_("Write the headings above the columns, as in the sample file; it must be a CSV or Excel table."),
        path=path,
    )


def _table(path: str | Path, sample: list[list[str]], rows: Iterator[list[str]], at: int) -> Table:
    header = [cell.strip() for cell in sample[at]]
    while header and not header[-1]:
        header.pop()
    below = ((number, cells) for number, cells in enumerate(rows, 1) if number > at + 1 and any(map(str.strip, cells)))
    return Table(at + 1, header, below)


# ---- text ----


def _text_table(path: str | Path, data: bytes, known: Callable[[str], str | None]) -> Table:
    text = decoded(path, data)
    samples = {mark: _sample(text, mark) for mark in _DELIMITERS}
    scores = {mark: _header_at(sample, known) for mark, sample in samples.items()}
    mark = max(scores, key=lambda mark: scores[mark][0])
    found, at = scores[mark]
    if found < 2:
        raise _no_header(path)
    return _table(path, samples[mark], _records(path, text, mark), at)


def decoded(path: str | Path, data: bytes) -> str:
    """The text of a file in UTF-8, UTF-16 or CP932; raises BadInput for any other."""
    bom = next((name for mark, name in _BOMS if data.startswith(mark)), "")
    for encoding in (bom,) if bom else ("utf-8", "cp932"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            if encoding == "utf-8" and _is_broken_utf8(data):
                break
            continue
        if "\0" not in text:
            return text
        break
    raise BadInput(
        N_("{path} is not a table: its text is not UTF-8, UTF-16 or Shift_JIS (CP932)."),
        hint=N_("Save it in Excel as “CSV UTF-8” or as .xlsx."),
        path=path,
    )


def _is_broken_utf8(data: bytes) -> bool:
    """Whether nearly all of it is UTF-8: reading it as CP932 would turn its Japanese into rubbish."""
    text = data.decode("utf-8", "replace")
    strange = sum(not character.isascii() for character in text)
    return text.count("\ufffd") * 10 < strange


def _sample(text: str, mark: str) -> list[list[str]]:
    lines = io.StringIO(text[:_SAMPLE_TEXT], newline="")
    try:
        return list(islice(csv.reader(lines, delimiter=mark), _SAMPLE_ROWS))
    except csv.Error:
        return []


def _records(path: str | Path, text: str, mark: str) -> Iterator[list[str]]:
    read = 0
    try:
        # Strict, because a quotation mark left open would swallow all the rows after it in silence.
        for cells in csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True):
            read += 1
            yield cells
    except csv.Error:
        raise BadInput(
            N_(
                "{path} cannot be read from row {row} on: "
                "a quotation mark is not closed, or not doubled inside the cell."
            ),
            hint=N_("Correct that row, or save the table again from the spreadsheet."),
            path=path,
            row=read + 1,
        ) from None


# ---- workbooks ----


def _workbook_table(path: str | Path, data: bytes, known: Callable[[str], str | None]) -> Table:
    try:
        sheets = {sheet.title: sheet for sheet in _workbook(data).worksheets}
        samples = {name: list(islice(_sheet_rows(sheet), _SAMPLE_ROWS)) for name, sheet in sheets.items()}
    except Exception:
        raise _damaged_workbook(path) from None
    headers = {name: _header_at(sample, known) for name, sample in samples.items()}
    names = [name for name, (found, at) in headers.items() if found >= 2 and _goes_on(samples[name][at + 1 :])]
    names = names or [name for name, (found, _) in headers.items() if found >= 2]
    if not names:
        raise _no_header(path)
    if len(names) > 1:
        raise BadInput(
            N_("{path} has such a table on more than one sheet: {sheets}."),
            hint=N_("Keep one of them in the file, or save each sheet as a file."),
            path=path,
            sheets=", ".join(names),
        )
    name = names[0]
    return _table(path, samples[name], _safely(path, _sheet_rows(sheets[name])), headers[name][1])


def _workbook(data: bytes) -> Any:
    import openpyxl  # type: ignore[import-untyped, unused-ignore]

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        # Not data_only: a formula must show as one, not as the value somebody's program left beside it.
        return openpyxl.load_workbook(io.BytesIO(data), read_only=True)


def _sheet_rows(sheet: Any) -> Iterator[list[str]]:
    # The size written into a file by other programs is often wrong, and would cut rows off.
    sheet.reset_dimensions()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for cells in sheet.iter_rows():
            yield [_shown(cell) for cell in cells]


def _safely(path: str | Path, rows: Iterator[list[str]]) -> Iterator[list[str]]:
    try:
        yield from rows
    except Exception:
        raise _damaged_workbook(path) from None


def _goes_on(rows: list[list[str]]) -> bool:
    return any(cell.strip() for cells in rows for cell in cells)


def _damaged_workbook(path: str | Path) -> BadInput:
    return BadInput(
        N_("{path} cannot be read as an Excel workbook."),
        hint=N_("Save it again as .xlsx or as CSV UTF-8."),
        path=path,
    )


def _shown(cell: Any) -> str:
    """The cell as its owner sees it: the same table gives the same strings as a workbook and as a CSV."""
    value = cell.value
    if value is None:
        return ""
    if cell.data_type == "f":
        return FORMULA
    if isinstance(value, str):
        return value.replace("_x000D_", "")
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "seconds")
    if isinstance(value, bool):
        return str(value).upper()
    return _shown_number(value, cell.number_format) if isinstance(value, int | float) else str(value)


def _shown_number(value: float, number_format: str) -> str:
    if abs(value) >= _EXACT:
        return f"{value:.14E}"
    if value != int(value):
        return repr(value)
    return str(int(value)).zfill(len(number_format) if number_format.strip("0") == "" else 0)
