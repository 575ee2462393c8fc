"""How does a report leave the program as a file?"""

from __future__ import annotations

import csv
import io
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from assets.export import _LEADS, write_csv, write_rows, write_xlsx

COLUMNS = ("number", "title", "count")


def _csv(*rows: dict[str, Any]) -> bytes:
    out = io.BytesIO()
    write_csv(COLUMNS, rows, out)
    return out.getvalue()


def _row(title: Any, *, number: str = "R7012-00143-6", count: int = 1) -> dict[str, Any]:
    return {"number": number, "title": title, "count": count, "not asked for": "x"}


def test_csv_opens_in_a_japanese_excel() -> None:
    """UTF-8 with a byte order mark, CRLF, the columns asked for in their order."""
    assert "\ufeffnumber,title,count\r\nR7012-00143-6,国保,1\r\n".encode() == _csv(_row("国保"))


@pytest.mark.parametrize("lead", ["=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n", "\0"])
def test_no_cell_is_a_formula(lead: str) -> None:
    """A title that a spreadsheet would run is led by an apostrophe, in a heading too; a number that is negative stays a number."""
    out = io.BytesIO()
    write_rows(
        [f"{lead}a", "b", "c", "d", "e", "f"], [[f"{lead}cmd|' /C calc'!A0", -5, None, "", "1-1", "'quoted"]], out
    )
    [heading, row] = csv.reader(io.StringIO(out.getvalue().decode("utf-8-sig"), newline=""))

    assert [f"'{lead}cmd|' /C calc'!A0", "-5", "", "", "1-1", "'quoted"] == row
    assert f"'{lead}a" == heading[0]
    assert b",'=1+1," in _csv(_row("=1+1"))


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\r"), max_size=30), max_size=5))
def test_csv_reads_back_as_it_was(titles: list[str]) -> None:
    """Quotes, commas and line ends inside a cell survive; only the apostrophe is added."""
    read = list(csv.reader(io.StringIO(_csv(*map(_row, titles)).decode("utf-8-sig"), newline="")))

    assert [
        [*COLUMNS],
        *(["R7012-00143-6", f"'{title}" if title[:1] in _LEADS else title, "1"] for title in titles),
    ] == read


def test_the_file_stays_open_for_its_owner() -> None:
    """Whoever opened the file closes it."""
    out = io.BytesIO()
    write_csv(COLUMNS, [], out)
    out.write(b"more")

    assert out.getvalue().endswith(b"more")


def _xlsx(*sheets: tuple[str, list[str], list[list[Any]]]) -> Any:
    out = io.BytesIO()
    write_xlsx(sheets, out)
    return load_workbook(io.BytesIO(out.getvalue()))


def test_a_workbook_keeps_texts_as_texts() -> None:
    """Leading zeros stay, formulas are numbers stay numbers, control characters are gone."""
    page = _xlsx(("台帳", ["a", "b", "c", "d"], [["004471", "=1+1", 12, "x\x07y"]])).active

    assert [("004471", "s", "@"), ("=1+1", "s", "@"), (12, "n", "General"), ("xy", "s", "@")] == [
        (cell.value, cell.data_type, cell.number_format) for cell in page[2]
    ]
    assert ("A2", True) == (page.freeze_panes, page["A1"].font.bold)


def test_a_workbook_has_a_sheet_for_each_part() -> None:
    """Titles longer than Excel's 31 characters are cut; empty parts keep their headings."""
    book = _xlsx(("残", ["a"], []), ("長" * 40, ["b"], [[None]]))

    assert ["残", "長" * 31] == book.sheetnames
    assert "a" == book["残"]["A1"].value


@pytest.mark.parametrize("character", "[]:*?/\\")
def test_a_sheet_may_have_any_title(character: str) -> None:
    """Excel forbids seven characters in a title: they are replaced, the report still opens."""
    assert ["複製_廃棄"] == _xlsx((f"複製{character}廃棄", ["a"], [])).sheetnames


@given(st.lists(st.text(max_size=40), min_size=1, max_size=5))
def test_a_workbook_reads_back_as_it_was(texts: list[str]) -> None:
    """Markup, what Excel would read as an escape, line ends, signs of four bytes; only what XML cannot hold is gone."""
    kept = [re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]", "", text) for text in texts]
    page = _xlsx(("s", [str(place) for place in range(len(texts))], [[f"{text}_x0041_<&>" for text in texts]])).active

    # What `_x005F_` stands for is told by the format (ST_Xstring); openpyxl leaves it as it is.
    assert [f"{text}_x0041_<&>" for text in kept] == [cell.value.replace("_x005F_", "_") for cell in page[2]]


def test_what_a_cell_cannot_hold() -> None:
    """A number that would lose digits is a text; a text that is too long says that it was cut; a truth is a number."""
    page = _xlsx(("s", ["a", "b", "c", "d"], [[10**16, "長" * 40_000, True, 1.5]])).active

    assert [str(10**16), 32_767, 1, 1.5] == [
        page["A2"].value,
        len(page["B2"].value),
        page["C2"].value,
        page["D2"].value,
    ]
    assert page["B2"].value.endswith("…")


def test_a_long_sheet_goes_on_in_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each has the headings; no row is lost, and titles stay apart."""
    monkeypatch.setattr("assets.export.MOST_ROWS", 3)
    book = _xlsx(("台帳", ["n"], [[n] for n in range(5)]), ("台帳", ["m"], [[7]]))

    assert ["台帳", "台帳 2", "台帳 3", "台帳 4"] == book.sheetnames
    assert [["n", 0, 1], ["n", 2, 3], ["n", 4], ["m", 7]] == [
        [row[0].value for row in sheet.iter_rows()] for sheet in book.worksheets
    ]


def test_a_workbook_is_written_as_it_is_read() -> None:
    """To a pipe, row by row: after many rows much has been written, and nothing is sought back."""

    class Pipe(io.RawIOBase):
        written = 0

        def writable(self) -> bool:
            return True

        def write(self, data: Any) -> int:
            self.written += len(data)
            return len(data)

    pipe, seen = Pipe(), []

    def rows() -> Any:
        for n in range(20_000):
            seen.append(pipe.written)
            yield [n, f"資料 {n * 7919}"]

    write_xlsx([("s", ["n", "t"], rows())], pipe)  # type: ignore[arg-type]

    assert 50_000 < seen[-1] < pipe.written
