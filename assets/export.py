"""How does a report leave the program as a file?

CSV is UTF-8 with BOM; a cell that a spreadsheet would take for a formula is led by an apostrophe (CWE-1236).
In XLSX every text is a text cell, so leading zeros stay and formulas are inert.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import IO, Any, BinaryIO
from xml.sax.saxutils import escape, quoteattr
from zipfile import ZIP_DEFLATED, ZipFile

from assets.tables import column_letter

Sheet = tuple[str, Sequence[str], Iterable[Sequence[Any]]]
_GATHERED = 1 << 16
# Also as a Japanese keyboard gives them: a Japanese spreadsheet may take them for the same.
_LEADS = frozenset("=+-@＝＋－＠\t\r\n\0")
# What Excel can hold: rows of a sheet, signs of a cell, digits of a number; and what a part of a zip may hold without Zip64.
MOST_ROWS, _MOST_SIGNS, _EXACT, _MOST_BYTES = 1_048_576, 32_767, 10**15, 1_900_000_000
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_TO_ESCAPE = re.compile("[<>&_\\x00-\\x08\\x0b-\\x1f\\ud800-\\udfff\\ufffe\\uffff]")
_READ_AS_ONE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_SHEET_BEGINS = (
    f'{_XML}<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetViews><sheetView workbookViewId="0">'
    '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><sheetData>'
).encode()
_NOT_IN_A_TITLE = str.maketrans(dict.fromkeys("[]:*?/\\", "_"))


def write_csv(columns: Sequence[str], rows: Iterable[Mapping[str, Any]], out: BinaryIO) -> None:
    """Write rows as CSV that Excel opens in Japanese; one row is in memory at a time."""
    write_rows(columns, ([row[name] for name in columns] for row in rows), out)


def write_rows(columns: Sequence[str], rows: Iterable[Iterable[Any]], out: BinaryIO) -> None:
    """The same of rows whose cells stand in the order of the columns."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    text.write("\ufeff")
    for row in chain([columns], rows):
        writer.writerow(["'" + cell if cell.__class__ is str and cell[:1] in _LEADS else cell for cell in row])
        if text.tell() > _GATHERED:
            out.write(text.getvalue().encode("utf-8", "replace"))
            text.seek(0)
            text.truncate()
    out.write(text.getvalue().encode("utf-8", "replace"))


def write_xlsx(sheets: Iterable[Sheet], out: BinaryIO) -> None:
    """Write a workbook, row by row, to anything that can be written: it need not be a file, and no row is kept.

    Numbers stay numbers, every text is text. A sheet too long for Excel goes on in the next; of a text longer than a cell may be, the rest is
    left out and "…" says so.
    """
    titles: list[str] = []
    with ZipFile(out, "w", ZIP_DEFLATED, compresslevel=2) as book:
        for title, columns, rows in sheets:
            below = iter(rows)
            while True:
                titles.append(_free(title, titles))
                with book.open(f"xl/worksheets/sheet{len(titles)}.xml", "w") as sheet:
                    whole = _write_sheet(sheet, columns, below)
                if whole:
                    break
        for name, text in _frame(titles).items():
            book.writestr(name, text)


def _write_sheet(sheet: IO[bytes], columns: Sequence[str], rows: Iterator[Sequence[Any]]) -> bool:
    """Write headings and as many rows as a sheet holds; whether these were all."""
    letters = [column_letter(place) for place in range(len(columns))]
    sheet.write(_SHEET_BEGINS + _row(1, letters, columns, style=2))
    size = number = 1
    for number, row in enumerate(rows, 2):
        size += sheet.write(_row(number, letters, row, style=1))
        if number == MOST_ROWS or size > _MOST_BYTES:
            break
    else:
        number = 0
    sheet.write(b"</sheetData></worksheet>")
    return number == 0


def _row(number: int, letters: Sequence[str], values: Iterable[Any], *, style: int) -> bytes:
    cells = [
        _cell(f"{letter}{number}", value, style)
        for letter, value in zip(letters, values, strict=True)
        if value is not None and value != ""
    ]
    return f'<row r="{number}">{"".join(cells)}</row>'.encode("utf-8", "replace")


def _cell(at: str, value: Any, style: int) -> str:
    if isinstance(value, (int, float)) and abs(value) < _EXACT:
        return f'<c r="{at}"><v>{int(value) if isinstance(value, bool) else value!r}</v></c>'
    text = str(value)
    kept = text if len(text) <= _MOST_SIGNS and not _TO_ESCAPE.search(text) else _text(text)
    return f'<c r="{at}" s="{style}" t="inlineStr"><is><t xml:space="preserve">{kept}</t></is></c>'


def _text(value: str) -> str:
    """A text as XML holds it; Excel would read `_x0041_` as one sign."""
    short = value if len(value) <= _MOST_SIGNS else value[: _MOST_SIGNS - 1] + "…"
    return _READ_AS_ONE.sub("_x005F_", escape(_NOT_IN_XML.sub("", short), {"\r": "&#13;"}))


def _free(title: str, taken: Sequence[str]) -> str:
    """A title that Excel takes, and that no other sheet has."""
    plain = _NOT_IN_XML.sub("", title.translate(_NOT_IN_A_TITLE)) or "1"
    tails = ("", *(f" {number}" for number in range(2, len(taken) + 3)))
    known = {name.lower() for name in taken}
    return next(name for tail in tails if (name := plain[: 31 - len(tail)] + tail).lower() not in known)


def _frame(titles: Sequence[str]) -> dict[str, str]:
    """What stands around the sheets of a workbook: their list, the styles (1: text, 2: bold text), what each part is."""
    main, office = "http://schemas.openxmlformats.org/spreadsheetml/2006/main", "http://schemas.openxmlformats.org"
    parts = f"{office}/package/2006"
    kinds, links = (
        "application/vnd.openxmlformats-officedocument.spreadsheetml",
        f"{office}/officeDocument/2006/relationships",
    )
    numbers = range(1, len(titles) + 1)
    return {
        "xl/workbook.xml": f'{_XML}<workbook xmlns="{main}" xmlns:r="{links}"><sheets>'
        + "".join(f'<sheet name={quoteattr(title)} sheetId="{n}" r:id="r{n}"/>' for n, title in zip(numbers, titles, strict=True))
        + "</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f'{_XML}<Relationships xmlns="{parts}/relationships">'
        + "".join(f'<Relationship Id="r{n}" Type="{links}/worksheet" Target="worksheets/sheet{n}.xml"/>' for n in numbers)
        + f'<Relationship Id="r0" Type="{links}/styles" Target="styles.xml"/></Relationships>',
        "xl/styles.xml": f'{_XML}<styleSheet xmlns="{main}"><fonts count="2"><font/><font><b/></font></fonts>'
        '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>'
        '<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="3"><xf/>'
        '<xf numFmtId="49" applyNumberFormat="1"/><xf numFmtId="49" applyNumberFormat="1" fontId="1" applyFont="1"/></cellXfs>'
        '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>',
        "_rels/.rels": f'{_XML}<Relationships xmlns="{parts}/relationships">'
        f'<Relationship Id="r1" Type="{links}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "[Content_Types].xml": f'{_XML}<Types xmlns="{parts}/content-types"><Default Extension="xml" ContentType="application/xml"/>'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{kinds}.sheet.main+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{kinds}.styles+xml"/>'
        + "".join(f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{kinds}.worksheet+xml"/>' for n in numbers)
        + "</Types>",
    }  # fmt: skip
