"""Can what we print be read back, by a scanner as by an eye?

Every sheet is rendered as a printer would at 203 or 300 dots per inch and read again: codes with ZXing,
words with PDFium.
"""

from __future__ import annotations

import ctypes
import io
import itertools
import random
import tracemalloc
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, BinaryIO

import pypdfium2
import pytest
import reportlab
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops
from pypdfium2 import raw
from qrcode import util

from assets.errors import BadInput, NotFound
from labels import fonts, qr
from labels.sheet import write_sheet
from labels.stocks import DEFAULT, Stock, stock, stocks
from labels.variants import MARKS, Label, Printable

IPAEX = Path("/usr/share/fonts/opentype/ipaexfont-gothic/ipaexg.ttf")
QR_CODES: Any = zxingcpp.BarcodeFormat.QRCode
TOO_SMALL = {"OP3012"}
TOO_LOW_FOR_LONG_NUMBERS = {"L4730", "ELM034"}
HOSTILE = [
    "R7-国保-012" * 20,
    "<b>R7</b><script>alert(1)</script>&amp;" * 5,
    "\x1b[31;1mR7\x1b[0m\x07\x00国保",
    "(R7) Tj ET Q \\) 012 endstream",
    "𠮷野家🏯𩸽R7",
    "\u202eR7\u200b国保\ud800\n\t012\r\x0c",
    "",
]


@pytest.fixture(autouse=True, scope="module")
def _japanese_font() -> None:
    if not IPAEX.is_file():
        pytest.fail(f"{IPAEX} is missing: install the package fonts-ipaexfont-gothic.")


def _label(serial: int = 143, **changes: Any) -> Label:
    words: dict[str, Any] = {
        "number": f"R7012-{serial:05d}-K",
        "generation": "B",
        "contract": "R7-国保-012",
        "pi_class": list(MARKS)[serial % len(MARKS)],
        "copy_no": serial % 3,
        "copies": 3,
        "received_on": "令和7年4月15日",
    }
    return Label(**{**words, **changes})


def _printed(labels: Sequence[Printable], *, on: Stock | None = None, start: int = 1, **more: Any) -> Any:
    out = io.BytesIO()
    pages = write_sheet(labels, out, stock=on or stock(), start=start, **more)
    document = pypdfium2.PdfDocument(out.getvalue())

    assert pages == len(document)
    return document


def _rendered(page: Any, *, dpi: int = 300, **more: Any) -> Image.Image:
    """The page as its printer sees it; a hair smaller, because PDFium adds a dot to the bitmap for the rounding of its own numbers."""
    return page.render(scale=dpi / 72 * (1 - 1e-7), grayscale=True, **more).to_pil()  # type: ignore[no-any-return]


def _codes(page: Any, *, dpi: int) -> dict[str, tuple[float, float]]:
    """Each code's text, with its middle in millimetres from the upper left corner of the paper."""
    found = zxingcpp.read_barcodes(_rendered(page, dpi=dpi), formats=QR_CODES)
    return {code.text: _middle_mm(code.position, dpi=dpi) for code in found}


def _middle_mm(position: Any, *, dpi: int) -> tuple[float, float]:
    corners = (position.top_left, position.top_right, position.bottom_left, position.bottom_right)
    middle = [sum(getattr(corner, axis) for corner in corners) / 4 for axis in ("x", "y")]
    return middle[0] / dpi * 25.4, middle[1] / dpi * 25.4


def _corner_mm(paper: Stock, cell: int) -> tuple[float, float]:
    """Where the vendor's drawing puts the label's upper left corner."""
    across, down = cell % paper.columns, cell // paper.columns
    return paper.left_mm + across * paper.pitch_mm[0], paper.top_mm + down * paper.pitch_mm[1]


def _words(page: Any) -> str:
    return str(page.get_textpage().get_text_range())


def _characters(page: Any) -> Iterator[tuple[str, tuple[float, float, float, float]]]:
    """Each visible character with its left, top, right, bottom in millimetres from the upper left corner."""
    textpage, height = page.get_textpage(), page.get_height()
    for index in range(textpage.count_chars()):
        character = textpage.get_text_range(index, 1)
        left, bottom, right, top = textpage.get_charbox(index)
        if character.strip() and right > left:
            box = (left, height - top, right, height - bottom)
            yield character, tuple(edge / 72 * 25.4 for edge in box)


@pytest.mark.parametrize("dpi", [203, 300])
@pytest.mark.parametrize("start", [1, 11])
def test_every_code_is_read_back_from_its_own_cell(start: int, dpi: int) -> None:
    """Label k stands in cell start+k-1 of the first sheet, the next sheets begin at cell 1."""
    labels = [_label(serial) for serial in range(100, 100 + 48)]
    paper = stock()
    pages = _printed(labels, start=start)

    read = [_codes(page, dpi=dpi) for page in pages]
    wanted: list[dict[str, int]] = [{} for _ in read]
    for place, label in enumerate(labels, start - 1):
        wanted[place // paper.per_page][f"{label.number}.{label.generation}"] = place % paper.per_page
    offsets = [
        (middle[0] - _corner_mm(paper, cells[text])[0], middle[1] - _corner_mm(paper, cells[text])[1])
        for cells, codes in zip(wanted, read, strict=True)
        for text, middle in codes.items()
    ]

    assert [sorted(cells) for cells in wanted] == [sorted(codes) for codes in read]
    for across, down in offsets:
        assert offsets[0] == pytest.approx((across, down), abs=0.25)
        assert 0 < across < paper.label_mm[0] / 2
        assert 0 < down < paper.label_mm[1]


@pytest.mark.parametrize("part", sorted(stocks()))
def test_every_stock_fits_its_paper(part: str) -> None:
    """No label of a sheet leaves the paper, none overlaps its neighbour."""
    paper = stock(part)
    right, bottom = _corner_mm(paper, paper.per_page - 1)

    assert paper.left_mm >= 0 and paper.top_mm >= 0
    assert right + paper.label_mm[0] <= paper.page_mm[0] + 1e-6
    assert bottom + paper.label_mm[1] <= paper.page_mm[1] + 1e-6
    assert paper.columns == 1 or paper.pitch_mm[0] >= paper.label_mm[0]
    assert paper.rows == 1 or paper.pitch_mm[1] >= paper.label_mm[1]


@pytest.mark.parametrize("number", ["R7012-00143-K", "ABCDEF-0123456-K"])
@pytest.mark.parametrize("part", sorted(set(stocks()) - TOO_SMALL - TOO_LOW_FOR_LONG_NUMBERS))
def test_every_stock_prints_readable_codes(part: str, number: str) -> None:
    """A short and a long number are read back at 203 dpi from the last label of every stock with room."""
    paper = stock(part)
    page = _printed([_label(number=number, pi_class="specific_pi")], on=paper, start=paper.per_page)[0]
    across, down = _codes(page, dpi=203)[f"{number}.B"]
    left, top = _corner_mm(paper, paper.per_page - 1)

    assert left < across < left + paper.label_mm[0]
    assert top < down < top + paper.label_mm[1]
    assert _run_together(number) in _run_together(_words(page))
    assert "【特定個人情報】" in _words(page) or "特個" in _words(page)


def _run_together(words: str) -> str:
    """Words without what stands between them: PDFium shows a hyphen at the end of a line as a sign of its own."""
    return "".join(character for character in words if character.isalnum())


@pytest.mark.parametrize("part", sorted(TOO_SMALL | TOO_LOW_FOR_LONG_NUMBERS))
def test_a_stock_too_small_for_its_code_is_refused(part: str) -> None:
    """A code below 0.33 mm a module is not printed at all; the advice names a stock on which it can be."""
    number = "R7012-00143-K" if part in TOO_SMALL else "ABCDEF-0123456-K"
    with pytest.raises(BadInput, match=part) as refusal:
        write_sheet([_label(number=number)], io.BytesIO(), stock=stock(part))
    better = refusal.value.fields["better"]

    assert f"--stock {better}" in refusal.value.advice()
    assert write_sheet([_label(number=number)], io.BytesIO(), stock=stock(str(better)))


@pytest.mark.parametrize("part", [DEFAULT, "OP3030", "OPL902", "OP3003"])
@pytest.mark.parametrize("contract", ["R7-国保-012", *HOSTILE])
def test_text_stays_inside_its_label_and_off_the_code(contract: str, part: str) -> None:
    """Whatever the contract is called, every character keeps clear of the label's edge and the quiet zone."""
    paper = stock(part)
    cell = paper.columns + 1
    page = _printed([_label(contract=contract, copy_no=12, copies=34)], on=paper, start=cell + 1)[0]
    left, top = _corner_mm(paper, cell)
    blank = _blank_square_mm(_rendered(page), left, top, paper)

    characters = list(_characters(page))

    assert characters
    for character, box in characters:
        assert left <= box[0] and box[2] <= left + paper.label_mm[0], character
        assert top <= box[1] and box[3] <= top + paper.label_mm[1], character
        apart = box[2] <= blank[0] or box[0] >= blank[2] or box[3] <= blank[1] or box[1] >= blank[3]
        assert apart, character


def _blank_square_mm(image: Image.Image, left: float, top: float, paper: Stock) -> tuple[float, ...]:
    """The code with its quiet zone, which must be white: left, top, right, bottom in millimetres."""
    code = _black_square(image)
    module = (code[2] - code[0]) / 21
    outer = [edge + side * (qr.QUIET * module - 1) for edge, side in zip(code, (-1, -1, 1, 1), strict=True)]
    around = _two_tone(image)
    around.paste(255, code)

    assert (255, 255) == around.crop(tuple(round(edge) for edge in outer)).getextrema()  # type: ignore[arg-type]
    assert module > 0.33 / 25.4 * 300
    assert outer[0] >= left / 25.4 * 300 - 2
    assert outer[1] >= top / 25.4 * 300 - 2
    assert outer[3] <= (top + paper.label_mm[1]) / 25.4 * 300 + 2
    return tuple(edge / 300 * 25.4 for edge in outer)


def _two_tone(image: Image.Image) -> Image.Image:
    """Without the grey fringe of rounded letters."""
    return image.point(lambda shade: 255 if shade > 127 else 0)


def _black_square(image: Image.Image) -> tuple[int, int, int, int]:
    """The edges of the only code in dots, its quiet zone left out."""
    (code,) = zxingcpp.read_barcodes(image, formats=QR_CODES)
    first, last = code.position.top_left, code.position.bottom_right
    slack = (last.x - first.x) // 20
    x, y = first.x - slack, first.y - slack
    black = ImageChops.invert(_two_tone(image).crop((x, y, last.x + slack, last.y + slack))).getbbox()

    assert black
    return black[0] + x, black[1] + y, black[2] + x, black[3] + y


@pytest.mark.parametrize("dpi", [300, 600])
@pytest.mark.parametrize("part", [DEFAULT, "L4730", "DK-1201", "A6"])
def test_codes_are_crisp(part: str, dpi: int) -> None:
    """Every edge of the code and of the bars lies on a dot: no grey, and the same picture in one bit as in 256 shades."""
    bars = part != "L4730"
    page = _printed([_label()], on=stock(part), start=stock(part).per_page, bars=bars)[0]
    smooth = _rendered(page, dpi=dpi)
    hard = _rendered(page, dpi=dpi, no_smoothpath=True)
    areas = [code.position for code in zxingcpp.read_barcodes(smooth)]

    assert 1 + bars == len(areas)
    for area in areas:
        square = _bounds(area, smooth.size)
        shades = smooth.crop(square).histogram()
        assert 0 == sum(shades[3:253])  # a shade or two is the rounding of PDFium's own numbers
        assert _two_tone(smooth).crop(square).tobytes() == _two_tone(hard).crop(square).tobytes()


def _bounds(position: Any, size: tuple[int, int]) -> tuple[int, int, int, int]:
    corners = (position.top_left, position.top_right, position.bottom_left, position.bottom_right)
    across, down = [corner.x for corner in corners], [corner.y for corner in corners]
    return max(0, min(across) - 4), max(0, min(down) - 1), min(size[0], max(across) + 4), min(size[1], max(down) + 1)


@pytest.mark.parametrize("variant", ["medium", "tag", "box", "cover"])
def test_nothing_is_grey(variant: str) -> None:
    """Every mark of a page is black or white: what is grey is screened by the printer, and unreadable."""
    label = _label(pi_class="specific_pi", variant=variant, quantity="12冊", place="V-1 保管庫")
    page = _printed([label], outline=True, bars=variant != "tag")[0]
    colours = {_colour(part) for part in page.get_objects()}

    assert {(0, 0, 0), (255, 255, 255)} == colours


def _colour(part: Any) -> tuple[int, ...]:
    shades = [ctypes.c_uint() for _ in range(4)]
    assert raw.FPDFPageObj_GetFillColor(part, *shades)
    return tuple(shade.value for shade in shades[:3])


def test_a_label_says_what_custody_needs() -> None:
    """Number, class, original or copy, contract, date and the ban are on the paper in Japanese."""
    words = _words(_printed([_label(pi_class="specific_pi", copy_no=2)])[0])

    assert "R7012-00143-K" in words
    for said in (
        "【特定個人情報】",
        "複製 2/3",
        "契約 R7-国保-012",
        "登録日 令和7年4月15日",
        "区域外持出禁止",
    ):
        assert said in words


@pytest.mark.parametrize(
    ("copy_no", "copies", "said"), [(0, 0, "原本"), (0, 3, "原本"), (1, 3, "複製 1/3"), (2, 0, "複製 2\r")]
)
def test_originals_and_copies_are_told_apart(copy_no: int, copies: int, said: str) -> None:
    """A copy says which of how many it is; a total that nobody knows is not invented."""
    assert said in _words(_printed([_label(copy_no=copy_no, copies=copies)])[0])


@pytest.mark.parametrize(("pi_class", "mark"), MARKS.items())
def test_only_specific_personal_information_is_white_on_black(pi_class: str, mark: str) -> None:
    """The strictest class is seen from afar: its box is mostly black, the others' mostly white."""
    page = _printed([_label(pi_class=pi_class)])[0]
    boxes = [box for character, box in _characters(page) if character in mark]
    left, top, right, bottom = (edge / 25.4 * 300 for edge in (*boxes[0][:2], *boxes[-1][2:]))
    shades = _rendered(page).crop((left, top, right, bottom)).histogram()
    black, white = sum(shades[:128]), sum(shades[128:])

    assert mark in _words(page)
    assert (pi_class == "specific_pi") == (black > white)
    assert min(black, white) > 0.1 * (black + white)


def test_unknown_classes_are_refused() -> None:
    """A class that has no mark is not printed as if it were harmless."""
    with pytest.raises(BadInput, match="secret"):
        _printed([_label(pi_class="secret")])


def test_long_words_are_cut_with_an_ellipsis_and_stay_plain_text() -> None:
    """HTML is shown as it is typed, a line that is too long ends in …, control characters show as 〓."""
    marked, escaped = (_words(_printed([_label(contract=name)])[0]) for name in HOSTILE[1:3])

    assert "契約 <b>R7</b><script>" in marked and "…" in marked
    assert "契約 〓[31;1mR7〓[0m〓〓国保" in escaped


@pytest.mark.parametrize("embedded", [True, False])
@pytest.mark.parametrize("contract", HOSTILE)
def test_hostile_names_break_no_page(contract: str, embedded: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """The code and the rest of the label are printed as ever, with an embedded font and without one."""
    if not embedded:
        monkeypatch.setattr(fonts, "_usual_places", lambda: iter(()))
    page = _printed([_label(contract=contract)])[0]

    assert embedded == fonts.find().embedded
    assert ["R7012-00143-K.B"] == list(_codes(page, dpi=300))
    assert "区域外持出禁止" in _words(page)


def test_without_a_font_the_sheet_is_still_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a TrueType font for Japanese the PDF reader's own is named, and the caller can tell."""
    monkeypatch.setattr(fonts, "_usual_places", lambda: iter([Path("/nowhere/a.ttf"), Path(__file__)]))
    page = _printed([_label(contract="R7-\x1b国保-🏯")])[0]

    assert not fonts.find().embedded
    assert "契約 R7-〓国保-〓" in _words(page)
    assert ["R7012-00143-K.B"] == list(_codes(page, dpi=203))


def test_the_font_of_this_computer_is_embedded() -> None:
    """The words look the same wherever the PDF is opened."""
    assert fonts.find().embedded
    assert fonts.find(str(IPAEX)) == fonts.find(str(IPAEX))


def test_an_unusable_font_setting_is_refused(tmp_path: Path) -> None:
    """A missing file, a damaged one and a font without Japanese are named, not replaced in silence."""
    damaged = tmp_path / "damaged.ttf"
    damaged.write_bytes(IPAEX.read_bytes()[:5000])
    latin = Path(reportlab.__path__[0]) / "fonts" / "Vera.ttf"

    assert latin.is_file()
    for path in (tmp_path / "missing.ttf", tmp_path, damaged, latin):
        with pytest.raises(BadInput, match=path.name):
            write_sheet([_label()], io.BytesIO(), stock=stock(), font=str(path))


def test_unknown_stock_names_the_known_ones() -> None:
    """Somebody with the wrong box in hand sees what can be printed on."""
    with pytest.raises(NotFound) as refusal:
        stock("L9999")

    assert "L9999" in refusal.value.sentence()
    assert all(part in refusal.value.sentence() for part in stocks())


def test_the_usual_stock_is_found_in_any_case() -> None:
    """OP3008 carries 24 labels of 66.0 x 33.9 mm, three across and eight down."""
    paper = stock(" op3008 ")

    assert stock() == paper
    assert (24, 3, 8, (66.0, 33.9)) == (paper.per_page, paper.columns, paper.rows, paper.label_mm)


@pytest.mark.parametrize("start", [0, -1, 25])
def test_a_start_beyond_the_sheet_is_refused(start: int) -> None:
    """Nothing is written when the first unused label does not exist."""
    out = io.BytesIO()

    with pytest.raises(BadInput, match="1 to 24"):
        write_sheet([_label()], out, stock=stock(), start=start)
    assert b"" == out.getvalue()


def test_nothing_to_print_writes_nothing() -> None:
    """An empty list makes no page and no file that a reader would call damaged."""
    out = io.BytesIO()

    assert 0 == write_sheet([], out, stock=stock())
    assert b"" == out.getvalue()


@pytest.mark.parametrize("number", ["r7012-00143-K", "国保", "", "R" * 28])
def test_numbers_that_make_no_code_are_refused(number: str) -> None:
    """Only what fits a small code in alphanumeric mode is printed; lower case would double its size."""
    with pytest.raises(BadInput):
        qr.encode(f"{number}.B" if number else "")


@given(st.text(qr.ALPHABET, min_size=1, max_size=29))
@settings(max_examples=40, deadline=None)
def test_codes_are_those_of_the_library(text: str) -> None:
    """Each code is the library's own symbol under the mask that the library itself rates best."""
    version = 1 if len(text) <= 16 else 2
    symbols = [qr._drawn_by_the_library(text, version=version, mask=mask) for mask in range(8)]
    points = [util.lost_point(_modules(symbol, 17 + 4 * version)) for symbol in symbols]

    encoded = qr.encode(text)

    assert 17 + 4 * version == encoded.size
    assert encoded.bits == symbols[points.index(min(points))]


def _modules(bits: int, size: int) -> list[list[bool]]:
    digits = iter(f"{bits:0{size * (size + 1)}b}")
    rows = [[next(digits) == "1" for _ in range(size + 1)] for _ in range(size)]
    return [row[:size] for row in rows]


def test_runs_cover_exactly_the_black_modules() -> None:
    """What is drawn as rectangles is the symbol, no more and no less."""
    symbol = qr.encode("R7012-00143-K.B")
    drawn = {(column + step, row) for column, row, width in symbol.runs() for step in range(width)}
    black = {
        (column, row)
        for row, modules in enumerate(_modules(symbol.bits, symbol.size))
        for column, module in enumerate(modules)
        if module
    }

    assert black == drawn


def test_pages_leave_for_the_file_as_they_fill() -> None:
    """Before the third page is asked for, the first two are in the file."""
    out, sizes = io.BytesIO(), []

    def labels() -> Iterator[Label]:
        for serial in range(60):
            sizes.append(out.tell())
            yield _label(serial)

    assert 3 == write_sheet(labels(), out, stock=stock())
    assert 0 == sizes[23] < sizes[24] < sizes[48] < out.tell()


def test_memory_does_not_grow_with_the_number_of_labels() -> None:
    """Twenty times the labels need about the same memory."""
    few, many = (_peak_memory(pages) for pages in (3, 60))

    assert many < few + 1_000_000


def _peak_memory(pages: int) -> int:
    serials = random.Random(pages)
    labels = (_label(serials.randrange(10**5)) for _ in range(24 * pages))
    tracemalloc.start()
    write_sheet(labels, _Nowhere(), stock=stock())
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak


class _Nowhere(io.BytesIO):
    def write(self, data: Any) -> int:
        return len(data)


def test_the_same_labels_make_the_same_file() -> None:
    """Paper carries no clock: what was printed can be printed again and compared."""
    first, second = (_bytes([_label(serial) for serial in range(3)]) for _ in itertools.repeat(None, 2))

    assert first == second


def _bytes(labels: list[Label]) -> bytes:
    out: BinaryIO = io.BytesIO()
    write_sheet(labels, out, stock=stock())
    out.seek(0)
    return out.read()
