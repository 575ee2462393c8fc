"""Is a printer that prints askew set right?

The sheet is rendered at 300 and 600 dots per inch and measured in pixels, to a tenth of a millimetre. A bad printer is played by a
transformation of the picture.
"""

from __future__ import annotations

import io
from typing import Any

import pypdfium2
import pytest
import zxingcpp
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from assets.errors import BadInput, NotFound
from labels.calibration import cross_mm, ruler_mm, write_calibration
from labels.printers import AS_IT_IS, Printer, measured, printer
from labels.sheet import write_sheet
from labels.stocks import Stock, stock, stocks
from labels.variants import Label

BAD = Printer(offset_mm=(1.3, -0.6), scale=(0.995, 1.002))
"""A printer that prints 1.3 mm too far right, 0.6 mm too high, 0.5 % too narrow and 0.2 % too tall."""


def _rendered(data: bytes, dpi: int) -> Image.Image:
    page = pypdfium2.PdfDocument(data)[0]
    return page.render(scale=dpi / 72 * (1 - 1e-7), grayscale=True).to_pil()  # type: ignore[no-any-return]


def _sheet(paper: Stock, **more: Any) -> bytes:
    out = io.BytesIO()
    write_calibration(out, stock=paper, **more)
    return out.getvalue()


def _printed_by(machine: Printer, image: Image.Image, dpi: int) -> Image.Image:
    """What comes out of a machine that puts (x, y) where it should not be."""
    (right, down), (wide, tall) = ((length / 25.4 * dpi for length in machine.offset_mm), machine.scale)
    inverse = (1 / wide, 0, -right / wide, 0, 1 / tall, -down / tall)
    return image.transform(image.size, Image.Transform.AFFINE, inverse, Image.Resampling.BICUBIC, fillcolor=255)


def _ruler(
    image: Image.Image, dpi: int, paper: Stock, *, across: bool, about: Printer = AS_IT_IS
) -> tuple[float, float]:
    """Where the ruler begins and how long it is, in millimetres, as an eye would read it that looks about there."""
    shown = image if across else image.transpose(Image.Transpose.TRANSPOSE)
    start, long, axis = cross_mm(paper), ruler_mm(paper)[0 if across else 1], 0 if across else 1
    reached = about.corrected(start + 4.3, start + 4.3)[1 - axis]  # only the strokes of ten millimetres reach so far
    line = round(reached / 25.4 * dpi)
    row = [255 - shade for shade in shown.crop((0, line, shown.width, line + 1)).tobytes()]
    near, far = (
        _stroke(row, about.corrected(start + place, start + place)[axis], dpi) for place in (10 * (long > 10), long)
    )
    ten = (far - near) / (long - 10) * 10 if long > 10 else 0
    return near - ten, far - near + ten


def _stroke(row: list[int], about: float, dpi: int) -> float:
    """The middle of the stroke that stands about there, in millimetres."""
    reach = range(round((about - 0.8) / 25.4 * dpi), round((about + 0.8) / 25.4 * dpi))
    inked = [(place, row[place]) for place in reach if row[place] > 40]
    return sum((place + 0.5) * ink for place, ink in inked) / sum(ink for _place, ink in inked) / dpi * 25.4


@pytest.mark.parametrize("dpi", [300, 600])
@pytest.mark.parametrize("part", ["OP3008", "L7651", "A6"])
def test_the_ruler_is_as_long_as_it_says(part: str, dpi: int) -> None:
    """100 mm (less on a small page), from the first cross on, in both directions."""
    paper = stock(part)
    image = _rendered(_sheet(paper), dpi)

    for across in (True, False):
        start, long = _ruler(image, dpi, paper, across=across)
        assert ruler_mm(paper)[0 if across else 1] == pytest.approx(long, abs=0.1)
        assert cross_mm(paper) == pytest.approx(start, abs=0.1)


@pytest.mark.parametrize("dpi", [300, 600])
def test_a_correction_shows_on_the_sheet(dpi: int) -> None:
    """Moved by one and a half millimetres and scaled by half a per cent: measured so, to a tenth."""
    paper, moved = stock(), Printer(offset_mm=(1.5, -0.8), scale=(1.005, 0.997))
    image = _rendered(_sheet(paper, printer=moved), dpi)

    for across in (True, False):
        axis = 0 if across else 1
        start, long = _ruler(image, dpi, paper, across=across, about=moved)
        assert 100 * moved.scale[axis] == pytest.approx(long, abs=0.1)
        assert moved.corrected(20, 20)[axis] == pytest.approx(start, abs=0.1)


@pytest.mark.parametrize("dpi", [300, 600])
def test_measuring_sets_a_bad_printer_right(dpi: int) -> None:
    """Print, measure, print again: on the second sheet every cross and every ruler is right to a tenth of a millimetre."""
    paper = stock()
    first = _printed_by(BAD, _rendered(_sheet(paper), dpi), dpi)
    (left, wide), (top, tall) = (_ruler(first, dpi, paper, across=across, about=BAD) for across in (True, False))
    assert abs(left - 20) > 0.5 and abs(wide - 100) > 0.3

    found = measured(
        AS_IT_IS, long_mm=(wide, tall), ruler_mm=ruler_mm(paper), shift_mm=(left - 20, top - 20), cross_mm=20
    )
    second = _printed_by(BAD, _rendered(_sheet(paper, printer=found), dpi), dpi)

    for across in (True, False):
        start, long = _ruler(second, dpi, paper, across=across)
        assert 20 == pytest.approx(start, abs=0.1)
        assert 100 == pytest.approx(long, abs=0.1)


def test_labels_come_right_from_a_bad_printer() -> None:
    """The first and the last label of a sheet are where they would be on a good one; their codes are as crisp as ever."""
    dpi, paper = 300, stock()
    right = measured(
        AS_IT_IS,
        long_mm=(99.5, 100.2),
        ruler_mm=(100, 100),
        shift_mm=tuple(place - 20 for place in BAD.corrected(20, 20)),  # type: ignore[arg-type]
        cross_mm=20,
    )
    labels = [Label(f"R7012-{serial:05d}-K", "A", "R7", "personal") for serial in range(paper.per_page)]
    good, set_right = (_rendered(_labels(labels, paper, machine), dpi) for machine in (AS_IT_IS, right))
    wanted, printed = _middles(good), _middles(_printed_by(BAD, set_right, dpi))

    assert len(labels) == len(wanted) == len(printed)
    for text, (x, y) in wanted.items():
        assert (x, y) == pytest.approx(printed[text], abs=0.15 / 25.4 * dpi)


def _labels(labels: list[Label], paper: Stock, machine: Printer) -> bytes:
    out = io.BytesIO()
    write_sheet(labels, out, stock=paper, printer=machine)
    return out.getvalue()


def _middles(image: Image.Image) -> dict[str, tuple[float, float]]:
    found = {}
    for code in zxingcpp.read_barcodes(image):
        corners = [getattr(code.position, f"{edge}_{side}") for edge in ("top", "bottom") for side in ("left", "right")]
        found[code.text] = sum(corner.x for corner in corners) / 4, sum(corner.y for corner in corners) / 4
    return found


around_one, near = st.floats(0.97, 1.03), st.floats(-5, 5)


@given(
    st.tuples(around_one, around_one), st.tuples(near, near), st.tuples(around_one, around_one), st.tuples(near, near)
)
def test_measuring_again_makes_it_better(
    wide: tuple[float, float],
    moved: tuple[float, float],
    before_scale: tuple[float, float],
    before: tuple[float, float],
) -> None:
    """Whatever the machine does and whatever was corrected before: after measuring, (x, y) comes out at (x, y)."""
    machine, old = Printer(offset_mm=moved, scale=wide), Printer(offset_mm=before, scale=before_scale)

    def printed(x: float, y: float, correction: Printer) -> tuple[float, float]:
        return machine.corrected(*correction.corrected(x, y))

    cross, far = printed(20, 20, old), printed(120, 120, old)
    found = measured(
        old,
        long_mm=(far[0] - cross[0], far[1] - cross[1]),
        ruler_mm=(100, 100),
        shift_mm=(cross[0] - 20, cross[1] - 20),
        cross_mm=20,
    )

    for place in ((0, 0), (105, 148), (210, 297)):
        assert place == pytest.approx(printed(*place, found), abs=0.01)


@pytest.mark.parametrize("part", stocks())
def test_every_stock_has_a_sheet_to_measure_by(part: str) -> None:
    """Small labels too, with shorter rulers: never longer than the page."""
    paper = stock(part)
    across, down = ruler_mm(paper)

    assert _sheet(paper, name="事務室\x1b[31m🖨").startswith(b"%PDF")
    assert across + cross_mm(paper) < paper.page_mm[0] and down + cross_mm(paper) < paper.page_mm[1]
    assert down >= 10 or min(paper.page_mm) < 20


@pytest.mark.parametrize(
    ("long", "shift"), [((80, 100), (0, 0)), ((100, 115), (0, 0)), ((100, 100), (25, 0)), ((0, 100), (0, 0))]
)
def test_nonsense_is_not_kept(long: tuple[float, float], shift: tuple[float, float]) -> None:
    """A ruler that lost a fifth was not printed in its true size; no printer is an inch off."""
    with pytest.raises(BadInput):
        measured(AS_IT_IS, long_mm=long, ruler_mm=(100, 100), shift_mm=shift, cross_mm=20)


def test_a_printer_is_found_by_its_name() -> None:
    """Without a name the default, else none; an unknown name, and settings that cannot be, are said."""
    known: dict[str, object] = {"printer": {"office": {"offset_mm": [1, -0.5], "scale": [1.0, 0.99], "dpi": 203}}}

    assert Printer(offset_mm=(1.0, -0.5), scale=(1.0, 0.99)) == printer(known, "office")
    assert AS_IT_IS == printer(known, "") == printer({}, "")
    with pytest.raises(NotFound, match="office"):
        printer(known, "lobby")


@pytest.mark.parametrize(
    "wrong",
    [
        {"printer": "office"},
        {"printer": {"office": 1}},
        {"printer": {"office": {"scale": [1]}}},
        {"printer": {"office": {"scale": [0, 1]}}},
        {"printer": {"office": {"offset_mm": [500, 0]}}},
        {"printer": {"office": {"offset_mm": ["a", "b"]}}},
    ],
)
def test_settings_that_cannot_be_are_said(wrong: dict[str, object]) -> None:
    """A slip in settings.toml is a sentence, not a spoilt sheet."""
    with pytest.raises(BadInput, match="office"):
        printer(wrong, "office")
