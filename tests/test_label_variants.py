"""Does every kind of label survive a bad print, read by two readers that have nothing in common?

Each is printed on labels of every shape, rendered at 203 and 300 dots per inch, skewed by two degrees, overlaid with noise, and read with
ZXing and with ZBar.
"""

from __future__ import annotations

import ctypes
import io
import math
import random
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageFilter
from pypdfium2 import raw
from pyzbar import pyzbar

from assets import ids
from assets.errors import BadInput
from labels import code128
from labels.fonts import find
from labels.layout import DOT, MM, Needs, placed
from labels.sheet import fits, write_sheet
from labels.stocks import Stock, custom, stock, stocks
from labels.text import fitted
from labels.variants import Erased, Label, Person, Place, Printable, Seal, Waiting

PLACE = "V-1 媒体保管庫（本社3階 東側 耐火金庫 第二区画）"
CODE = "R7012-00143-K.B"


def _asset(variant: str, **changes: Any) -> Label:
    words: dict[str, Any] = {
        "number": "R7012-00143-K",
        "generation": "B",
        "contract": "R7-国保-012",
        "pi_class": "specific_pi",
        "copy_no": 2,
        "copies": 3,
        "received_on": "令和7年4月15日",
        "due": "消去期限 令和8年3月31日",
        "quantity": "12冊",
        "place": PLACE,
        "contact": "03-0000-0000",
        "variant": variant,
    }
    return Label(**{**words, **changes})


EVERY: dict[str, Printable] = {
    **{variant: _asset(variant) for variant in ("medium", "tag", "box", "cover")},
    "erased": Erased("R7012-00143-K", "B", "令和8年4月2日", "暗号化消去", "Purge（除去）"),
    "waiting": Waiting("R7012-00143-K", "B", "承認 承認-廃-001"),
    "place": Place("V-1", "媒体保管庫（本社3階 東側 耐火金庫 第二区画）", "管理区域"),
    "person": Person("P-02", "架空 太郎", "架空ビジネスサービス株式会社 データ入力センター"),
    "seal": Seal("S-0001"),
}
SHAPES: dict[str, Stock] = {
    "tiny": stock("L4730"),
    "tiny, turned": stock("11353"),
    "low": stock("ELM034"),
    "low, turned": stock("DK-1204"),
    "wide": stock(),
    "wide, turned": stock("DK-1201"),
    "upright": stock("DK-1202"),
    "square": stock("OP3030"),
    "small square": custom("20x20"),
    "page": stock("A6"),
}


@cache
def _label(variant: str, shape: str, dpi: int, bars: bool = False) -> Image.Image:
    """One label cut out of its sheet, with what lies around it."""
    paper = SHAPES.get(shape) or stock(shape)
    page = _page([EVERY[variant]], paper, bars=bars)
    image = page.render(scale=dpi / 72 * (1 - 1e-7), grayscale=True).to_pil()
    left, top = paper.corner_mm(0)
    right, bottom = left + paper.label_mm[0], top + paper.label_mm[1]
    cut = [edge / 25.4 * dpi for edge in (left, top, right, bottom)]
    return image.crop((math.floor(cut[0]), math.floor(cut[1]), math.ceil(cut[2]), math.ceil(cut[3])))  # type: ignore[no-any-return]


def _page(labels: Sequence[Printable], paper: Stock, **more: Any) -> Any:
    out = io.BytesIO()
    write_sheet(labels, out, stock=paper, **more)
    return pypdfium2.PdfDocument(out.getvalue())[0]


def _spoilt(image: Image.Image, dpi: int) -> Image.Image:
    """From a bad printer, under a cheap lens: two degrees askew, noisy, a little blurred; the same every time."""
    if dpi < 300:  # a lens sees more points than the printer has dots
        image = image.resize((2 * image.width, 2 * image.height), Image.Resampling.BICUBIC)
    around = Image.new("L", (image.width + 40, image.height + 40), 255)
    around.paste(image, (20, 20))
    turned = around.rotate(2, Image.Resampling.BICUBIC, expand=True, fillcolor=255)
    noise = Image.frombytes("L", turned.size, random.Random(7).randbytes(turned.width * turned.height))
    return Image.blend(turned, noise, 0.2).filter(ImageFilter.GaussianBlur(1))


def _zxing(image: Image.Image) -> list[str]:
    return [code.text for code in zxingcpp.read_barcodes(image)]


def _zbar(image: Image.Image) -> list[str]:
    return [
        code.data.decode()
        for code in pyzbar.decode(image, symbols=[pyzbar.ZBarSymbol.QRCODE, pyzbar.ZBarSymbol.CODE128])
    ]


READABLE = [
    (variant, shape) for variant, label in EVERY.items() for shape, paper in SHAPES.items() if fits(label.face(), paper)
]


@pytest.mark.parametrize("dpi", [203, 300])
@pytest.mark.parametrize(("variant", "shape"), READABLE)
def test_every_label_is_read_by_two_readers(variant: str, shape: str, dpi: int) -> None:
    """Whatever it is for and whatever it is stuck on; a folded one has its code on both sides."""
    image = _spoilt(_label(variant, shape, dpi), dpi)
    wanted = [EVERY[variant].face().code] * (1 + EVERY[variant].face().folded)

    assert wanted == _zxing(image)
    assert wanted[:1] == sorted(set(_zbar(image)))


def test_every_variant_fits_most_shapes() -> None:
    """Only a folded label needs more than the smallest ones have."""
    unreadable = {(variant, shape) for variant in EVERY for shape in SHAPES} - set(READABLE)

    assert {("tag", shape) for shape in ("tiny", "tiny, turned", "square", "small square")} == unreadable


@pytest.mark.parametrize(("variant", "shape"), READABLE)
def test_words_stay_on_their_label(variant: str, shape: str) -> None:
    """Number and words are there, inside the label, clear of the code, never smaller than four points."""
    paper = SHAPES[shape]
    face = EVERY[variant].face()
    page = _page([EVERY[variant]], paper)
    texts = list(_characters_mm(page))
    left, top = paper.corner_mm(0)
    codes = list(_quiet_mm(page, paper))

    assert _letters(face.number + face.suffix) in _letters(page.get_textpage().get_text_range())
    assert 1 + face.folded == len(codes)
    assert len({sum(_nearest(text, codes) == code for text in texts) for code in codes}) == 1
    for x1, y1, x2, y2 in texts:
        assert left - 0.05 <= x1 and x2 <= left + paper.label_mm[0] + 0.05
        assert top - 0.05 <= y1 and y2 <= top + paper.label_mm[1] + 0.05
        for code in codes:
            assert x2 <= code[0] + 0.05 or x1 >= code[2] - 0.05 or y2 <= code[1] + 0.05 or y1 >= code[3] - 0.05


def _nearest(text: tuple[float, ...], codes: list[tuple[float, ...]]) -> tuple[float, ...]:
    return min(
        codes,
        key=lambda code: math.hypot(
            *(a + c - b - d for a, b, c, d in zip(text, code, text[2:], code[2:], strict=False))
        ),
    )


def _characters_mm(page: Any) -> Iterator[tuple[float, ...]]:
    text, height = page.get_textpage(), page.get_height()
    for index in range(text.count_chars()):
        left, bottom, right, top = text.get_charbox(index)
        if text.get_text_range(index, 1).strip() and right > left:
            yield tuple(edge / MM for edge in (left, height - top, right, height - bottom))


def _placed_mm(part: Any, height: float) -> tuple[float, ...]:
    left, bottom, right, top = part.get_bounds()
    return tuple(edge / MM for edge in (left, height - top, right, height - bottom))


def _quiet_mm(page: Any, paper: Stock) -> Iterator[tuple[float, ...]]:
    """Each code with its quiet zone, from its path: the largest number of squares in one object."""
    for part in page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH]):
        if raw.FPDFPath_CountSegments(part) > 200:
            left, top, right, bottom = _placed_mm(part, page.get_height())
            module = (right - left) / 21
            assert module >= 0.33
            yield left - 4 * module, top - 4 * module, right + 4 * module, bottom + 4 * module


def _letters(words: str) -> str:
    return "".join(character for character in words if character.isalnum())


@pytest.mark.parametrize("variant", EVERY)
def test_type_is_never_too_small_to_read(variant: str) -> None:
    """Four points are the least, on whatever stock it can be printed."""
    for paper in stocks().values():
        if fits(EVERY[variant].face(), paper):
            page = _page([EVERY[variant]], paper)
            sizes = [_size(part) for part in page.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT])]

            assert min(sizes) >= 3.99, paper.part


def test_a_wide_number_needs_a_wider_label() -> None:
    """WWWW is half as wide again as R7012: it is not squeezed until nobody can read it."""
    for paper in stocks().values():
        label = _asset("tag", number="WWWWMM-00143-W", generation="WW")
        if fits(label.face(), paper):
            sizes = [_size(part) for part in _page([label], paper).get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT])]
            assert min(sizes) >= 3.99, paper.part


def _size(part: Any) -> float:
    size = ctypes.c_float()
    assert raw.FPDFTextObj_GetFontSize(part, size)
    return size.value


@pytest.mark.parametrize("part", [part for part in stocks() if fits(EVERY["medium"].face(), stock(part), bars=True)])
@pytest.mark.parametrize("variant", ["medium", "place"])
def test_bars_are_read_beside_the_square(part: str, variant: str) -> None:
    """A handheld without a camera reads the same from the Code 128: two printer dots or more to the narrowest bar, ten of them white around."""
    image = _label(variant, part, 300, bars=True)
    code = EVERY[variant].face().code

    assert {(code, "QR Code"), (code, "Code 128")} == {
        (found.text, str(found.format)) for found in zxingcpp.read_barcodes(image)
    }
    assert {(code, "QRCODE"), (code, "CODE128")} == {
        (found.data.decode(), found.type) for found in pyzbar.decode(_enlarged(image))
    }
    assert _dots_a_bar(stock(part), code) >= 2


def _enlarged(image: Image.Image) -> Image.Image:
    around = Image.new("L", (image.width + 40, image.height + 40), 255)
    around.paste(image, (20, 20))
    return around.resize((2 * around.width, 2 * around.height), Image.Resampling.NEAREST)


def _dots_a_bar(paper: Stock, code: str) -> float:
    label = placed(paper, Needs(21, 9.5, code128.length(code)))
    assert label
    plan = label.faces[0][1]
    assert plan.bars
    assert plan.bars.x >= 10 * plan.bar and plan.bars.x + plan.bars.width + 10 * plan.bar <= label.width
    return plan.bar / DOT


@pytest.mark.parametrize("height", [22, 34])
def test_bars_keep_their_distance(height: int) -> None:
    """On whatever width: two dots or more to a bar, ten bars of white on both sides, or no bars at all."""
    papers = [custom(f"{width / 10}x{height}") for width in range(360, 720)]
    readable = [paper for paper in papers if fits(EVERY["medium"].face(), paper, bars=True)]

    assert 100 < len(readable) < len(papers)
    assert {2, 3} == {round(_dots_a_bar(paper, CODE)) for paper in readable}


@pytest.mark.parametrize("part", ["ELM034", "L7651", "OP3021"])
def test_bars_are_refused_where_they_cannot_be_read(part: str) -> None:
    """Bars of less than two dots are not printed; the advice names a stock with room."""
    with pytest.raises(BadInput) as refusal:
        _page([EVERY["medium"]], stock(part), bars=True)

    assert fits(EVERY["medium"].face(), stock(str(refusal.value.fields["better"])), bars=True)


@given(st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-.", min_size=1, max_size=29))
@settings(max_examples=50, deadline=None)
def test_bars_are_those_of_the_standard(text: str) -> None:
    """The bars never overlap, and end with the stop sign: 2 3 3 1 1 1 2."""
    bars = list(code128.bars(text))
    ends = [left + wide for left, wide in bars]

    assert all(end < left for end, (left, _wide) in zip(ends, bars[1:], strict=False))
    assert code128.length(text) == ends[-1]
    assert [2, 3, 1, 2] == [wide for _left, wide in bars[-4:]]
    assert 0 == (code128.length(text) - 13) % 11


def test_an_lto_barcode_finds_its_asset(sample_folder: Path, run: Any) -> None:
    """The Code 39 that is on a tape cartridge already is its serial: scanned, it finds the tape."""
    from reportlab.graphics.barcode.code39 import Standard39
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(79 * MM, 16 * MM))
    Standard39("KKS101L8", barWidth=0.43 * MM, barHeight=10 * MM, checksum=0, quiet=1).drawOn(canvas, 2 * MM, 3 * MM)
    canvas.save()
    image = pypdfium2.PdfDocument(out.getvalue())[0].render(scale=300 / 72, grayscale=True).to_pil()
    [read] = zxingcpp.read_barcodes(image, formats=zxingcpp.BarcodeFormat.Code39)

    assert "KKS101L8" == read.text
    assert "R7012-00001-Y" in run("scan", read.text).out


def test_ten_thousand_labels_are_all_readable() -> None:
    """A sample of the sheets of a long run is read back: every label once, in its order."""
    paper, numbers = stock("L7651"), [ids.make("R7012", serial) for serial in range(1, 10_001)]
    out = io.BytesIO()
    pages = write_sheet((_asset("medium", number=number) for number in numbers), out, stock=paper)
    document = pypdfium2.PdfDocument(out.getvalue())
    found = {page: _codes_in_order(document[page]) for page in (0, 77, pages - 1)}

    assert math.ceil(10_000 / paper.per_page) == pages == len(document)
    for page, codes in found.items():
        assert [f"{number}.B" for number in numbers[page * paper.per_page :][: paper.per_page]] == codes


def _codes_in_order(page: Any) -> list[str]:
    image = page.render(scale=300 / 72, grayscale=True).to_pil()
    codes = zxingcpp.read_barcodes(image, formats=zxingcpp.BarcodeFormat.QRCode)
    return [
        code.text
        for code in sorted(codes, key=lambda code: (code.position.top_left.y // 100, code.position.top_left.x))
    ]


# -- text -------------------------------------------------------------------------------------------------------------

WORDS = st.text("国保被険者名簿、。「」（）・ーッャabcdef ABC012-/", min_size=1, max_size=60)


@given(WORDS, st.floats(30, 200), st.floats(6, 60), st.integers(1, 4))
@settings(max_examples=150, deadline=None)
def test_text_wraps_then_shrinks_then_is_cut(text: str, width: float, height: float, most: int) -> None:
    """No row leaves its room, nothing is smaller than four points where the room is higher, and nothing is lost but behind an ellipsis."""
    font = find()
    rows, size = fitted(font, text, width=width, height=height, rows=most)
    whole = font.printable(text)

    assert 1 <= len(rows) <= most
    assert size >= min(4.0, height * 0.78) - 1e-6
    assert size * len(rows) <= height * 0.78 + 1e-6
    assert all(font.width(row.rstrip()) * size <= width * 1.002 for row in rows) or width < 2 * size
    assert whole == "".join(rows) or (rows[-1].endswith("…") and whole.startswith("".join(rows)[:-1]))


def test_japanese_breaks_where_it_may() -> None:
    """No row begins with 、 or a closing bracket, none ends with an opening one; other words stay whole."""
    rows, _size = fitted(find(), "東側耐火金庫「第二区画」、Building A3", width=45, height=40, rows=5)

    assert len(rows) > 2
    assert not any(row[0] in "、」" or row.rstrip()[-1] in "「" for row in rows)
    assert any("Building" in row for row in rows)
