"""Does every label lie on its paper, to the hundredth of a millimetre?"""

from __future__ import annotations

import io
import math
from fractions import Fraction
from typing import Any

import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdfium2 import raw

from assets.errors import BadInput
from labels.layout import MM
from labels.sheet import write_sheet
from labels.stocks import DEFAULT, Stock, custom, faults, pair, stock, stocks
from labels.variants import Seal

each_stock = pytest.mark.parametrize("part", list(stocks()))


def _outlines_mm(paper: Stock, **more: Any) -> list[tuple[float, float, float, float]]:
    """The outlines printed on a page, in the order of the labels: left, top, right, bottom from the paper's upper left corner."""
    out = io.BytesIO()
    write_sheet([Seal("S-1")], out, stock=paper, outline=True, **more)
    page = pypdfium2.PdfDocument(out.getvalue())[0]
    edges = [part.get_bounds() for part in page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH])]
    height = page.get_height()
    return [(left / MM, (height - top) / MM, right / MM, (height - bottom) / MM) for left, bottom, right, top in edges][
        : paper.per_page
    ]


@pytest.mark.parametrize("part", [part for part in stocks() if part != "OP3012"])
def test_no_column_and_no_row_drifts(part: str) -> None:
    """What is printed lies where the numbers of the stock put it, the last label as well as the first, counted in exact fractions."""
    paper = stock(part)
    exact = [
        (
            Fraction(str(paper.left_mm)) + cell % paper.columns * Fraction(str(paper.pitch_mm[0])),
            Fraction(str(paper.top_mm)) + cell // paper.columns * Fraction(str(paper.pitch_mm[1])),
        )
        for cell in range(paper.per_page)
    ]
    printed = _outlines_mm(paper)

    assert len(exact) == len(printed)
    for (x, y), (left, top, right, bottom) in zip(exact, printed, strict=True):
        assert math.hypot(left - x, top - y) < 0.01
        assert math.hypot(right - x - paper.label_mm[0], bottom - y - paper.label_mm[1]) < 0.01


@each_stock
def test_every_stock_lies_on_its_paper(part: str) -> None:
    """Nothing is off the paper, nothing overlaps, to a hundredth of a millimetre."""
    paper = stock(part)
    last = paper.corner_mm(paper.per_page - 1)

    assert [] == faults(paper)
    assert min(paper.left_mm, paper.top_mm) >= 0
    assert last[0] + paper.label_mm[0] <= paper.page_mm[0] + 0.01
    assert last[1] + paper.label_mm[1] <= paper.page_mm[1] + 0.01


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({"left_mm": -1.0}, "off"),
        ({"top_mm": 40.0}, "off"),
        ({"columns": 4}, "off"),
        ({"pitch_mm": (65.0, 33.9)}, "overlap"),
        ({"label_mm": (0.0, 33.9)}, "size"),
        ({"rows": 0}, "size"),
        ({"page_mm": (5000.0, 297.0)}, "size"),
    ],
)
def test_a_wrong_geometry_is_seen(changes: dict[str, Any], wrong: str) -> None:
    """A stock that was typed wrong would spoil every sheet of somebody's box."""
    import msgspec

    assert wrong in faults(msgspec.structs.replace(stock(), **changes))


def test_a_size_alone_is_a_page_of_its_own() -> None:
    """62 x 29 mm for a label printer: one label, one page, edge to edge."""
    paper = custom("62x29")

    assert ((62.0, 29.0), (62.0, 29.0), 1) == (paper.page_mm, paper.label_mm, paper.per_page)
    assert (0.0, 0.0) == paper.corner_mm(0)


def test_a_whole_sheet_from_four_measures() -> None:
    """Grid, margin and pitch as they were measured."""
    paper = custom("50x25", sheet="a4", grid="3x10", margin="10x12", pitch="60x27")

    assert (30, (10.0, 12.0), (130.0, 255.0)) == (paper.per_page, paper.corner_mm(0), paper.corner_mm(29))


def test_what_is_not_said_is_worked_out() -> None:
    """Without grid as many as fit, without margin in the middle, without pitch side by side."""
    paper = custom("50x25", sheet="a4")

    assert (4, 11) == (paper.columns, paper.rows)
    assert (5.0, 11.0) == paper.corner_mm(0)
    assert (3, 10) == (
        custom("50x25", sheet="a4", pitch="60x27").columns,
        custom("50x25", sheet="a4", pitch="60x28").rows,
    )


@pytest.mark.parametrize(
    "words",
    [
        {"size": "50"},
        {"size": "x25"},
        {"size": "50x25x3"},
        {"size": "0x25"},
        {"size": "-5x25"},
        {"size": "infxnan"},
        {"size": "9999999x9999999"},
        {"size": "50x25", "sheet": "a9"},
        {"size": "50x25", "sheet": "a4", "grid": "5x10"},
        {"size": "50x25", "sheet": "a4", "grid": "2.5x10"},
        {"size": "50x25", "sheet": "a4", "grid": "0x0"},
        {"size": "50x25", "sheet": "a4", "margin": "-3x0"},
        {"size": "50x25", "sheet": "a4", "pitch": "40x25"},
        {"size": "50x25", "sheet": "a4", "pitch": "0x0"},
        {"size": "300x300", "sheet": "a4"},
    ],
)
def test_what_cannot_be_is_refused(words: dict[str, str]) -> None:
    """No size, no paper, off the paper, on each other: one sentence, nothing printed."""
    with pytest.raises(BadInput) as refusal:
        custom(**words)

    assert refusal.value.advice()


@pytest.mark.parametrize("text", ["62x29", "６２×２９", "62 X 29", "62*29", "62mm x 29mm", "62.0,29.0"])
def test_sizes_are_read_as_people_type_them(text: str) -> None:
    """Full-width, with another sign for by, with the unit."""
    assert (62.0, 29.0) == pair(text, option="--size")


@given(st.integers(5, 120), st.integers(5, 120), st.sampled_from(["a4", "a5", "a6", "letter"]))
@settings(max_examples=60)
def test_worked_out_sheets_are_right(width: int, height: int, sheet: str) -> None:
    """Whatever fits the paper at all lies on it without fault, and one more would not fit."""
    try:
        paper = custom(f"{width}x{height}", sheet=sheet)
    except BadInput:
        return

    assert [] == faults(paper)
    assert (paper.columns + 1) * width > paper.page_mm[0] and (paper.rows + 1) * height > paper.page_mm[1]


def test_two_products_of_one_size_are_two_stocks() -> None:
    """The same label on another sheet is another product: sheets are told apart by their part number, never by the label's size."""
    assert stock("L7651").label_mm == stock("OP3011").label_mm
    assert stock("L7651").corner_mm(64) != stock("OP3011").corner_mm(64)
    assert DEFAULT in stocks()
