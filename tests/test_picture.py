"""Are labels found in pictures as people take them?

The pictures are made of our own sheets: seen from the side, blurred, half in the shade, turned, grainy.
"""

from __future__ import annotations

import builtins
import importlib
import io
import json
import random
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
import zxingcpp
from PIL import Image, ImageChops, ImageDraw, ImageFilter

from assets.errors import BadInput, NotFound
from cli import picture
from labels.sheet import write_sheet
from labels.stocks import stock
from labels.variants import Label, Place, Printable
from tests.conftest import Answer

Run = Callable[..., Answer]
TAPE, DISK = "R7012-00001-Y", "R7012-00002-W"
ALL = [f"R7012-{serial:05d}-K.A" for serial in range(1, 25)]


def _label(number: str, generation: str = "A") -> Label:
    return Label(number, generation, "R7-国保-012", "personal")


def _pdf(labels: Sequence[Printable], path: Path) -> Path:
    out = io.BytesIO()
    write_sheet(labels, out, stock=stock())
    path.write_bytes(out.getvalue())
    return path


def _paper(path: Path, labels: Sequence[Printable] = (), *, dpi: int = 300) -> Image.Image:
    """A sheet as a good scanner sees it."""
    page = pypdfium2.PdfDocument(_pdf(labels or [_label(text[:-2]) for text in ALL], path / "sheet.pdf"))[0]
    return page.render(scale=dpi / 72, grayscale=True).to_pil()  # type: ignore[no-any-return]


def _from_the_side(image: Image.Image, far: float) -> Image.Image:
    """The sheet lying on a grey table, its upper edge away from the eye, its corner towards it."""
    wide, tall = image.size
    corners = [(far * wide, 0), (wide - far * wide, far * tall / 2), (wide, tall), (0, tall - far * tall / 3)]
    whole = [(0, 0), (wide, 0), (wide, tall), (0, tall)]
    return image.transform(
        image.size, Image.Transform.PERSPECTIVE, _projection(corners, whole), Image.Resampling.BICUBIC, fillcolor=120
    )


def _projection(of: Sequence[tuple[float, float]], to: Sequence[tuple[float, float]]) -> list[float]:
    """The eight numbers that take four points to four others: Gauss and Jordan's way."""
    rows = []
    for (x, y), (u, v) in zip(of, to, strict=True):
        rows.append([x, y, 1, 0, 0, 0, -u * x, -u * y, u])
        rows.append([0, 0, 0, x, y, 1, -v * x, -v * y, v])
    for place in range(8):
        best = max(range(place, 8), key=lambda row: abs(rows[row][place]))
        rows[place], rows[best] = rows[best], rows[place]
        rows[place] = [number / rows[place][place] for number in rows[place]]
        for other in range(8):
            if other != place:
                times = rows[other][place]
                rows[other] = [one - times * two for one, two in zip(rows[other], rows[place], strict=True)]
    return [row[8] for row in rows]


def _half_in_the_shade(image: Image.Image, *, light: float = 0.3) -> Image.Image:
    """A hard shadow falls across the sheet, through the codes."""
    wide, tall = image.size
    shade = Image.new("L", image.size, 255)
    ImageDraw.Draw(shade).polygon([(wide * 0.15, 0), (wide, tall * 0.6), (wide, 0)], fill=round(255 * light))
    return ImageChops.multiply(image, shade.filter(ImageFilter.GaussianBlur(3)))


def _grainy(image: Image.Image) -> Image.Image:
    """With the noise of a small camera, the same each time."""
    noise = Image.frombytes("L", image.size, random.Random(image.width).randbytes(image.width * image.height))
    return ImageChops.add(image, noise.point(lambda shade: 128 + (shade - 128) * 18 // 128), 1, -128)


def _blurred(image: Image.Image, dots: float) -> Image.Image:
    return image.filter(ImageFilter.GaussianBlur(dots))


def _turned(image: Image.Image, by: float) -> Image.Image:
    return image.rotate(by, expand=True, fillcolor=120, resample=Image.Resampling.BICUBIC)


AS_TAKEN: dict[str, Callable[[Image.Image], Image.Image]] = {
    "from above": _grainy,
    "from the side": lambda sheet: _grainy(_from_the_side(sheet, 0.2)),
    "blurred": lambda sheet: _grainy(_blurred(sheet, 2.5)),
    "half in the shade": lambda sheet: _grainy(_half_in_the_shade(sheet)),
    "all of it": lambda sheet: _grainy(_half_in_the_shade(_from_the_side(_blurred(sheet, 1.5), 0.12))),
    "upside down": lambda sheet: _turned(_from_the_side(sheet, 0.1), 172),
    "on its side": lambda sheet: _turned(sheet, 90),
}


@pytest.mark.parametrize("how", AS_TAKEN)
def test_every_label_of_a_sheet_is_found_in_reading_order(how: str, tmp_path: Path) -> None:
    """24 labels, none overlooked, in the order in which they are read, however the picture was taken."""
    AS_TAKEN[how](_paper(tmp_path)).save(tmp_path / "photo.jpg", quality=85)

    assert ALL == list(picture.codes_in(tmp_path / "photo.jpg"))


def test_the_second_look_finds_what_the_first_overlooks(tmp_path: Path) -> None:
    """Where a hard shadow falls through the codes, a picture read as it is lacks some of them."""
    dark = _grainy(_half_in_the_shade(_blurred(_paper(tmp_path), 2), light=0.2))
    dark.save(tmp_path / "dark.png")

    assert {code.text for code in zxingcpp.read_barcodes(dark)} < set(ALL)
    assert ALL == list(picture.codes_in(tmp_path / "dark.png"))


def test_each_page_of_a_pdf_and_of_a_fax_is_read(tmp_path: Path) -> None:
    """A code that stands on two pages is told once."""
    labels = [_label(text[:-2]) for text in [*ALL, "R7012-00025-K.A", ALL[0]]]
    two = _pdf(labels, tmp_path / "scan.pdf")
    pages = [page.render(scale=200 / 72, grayscale=True).to_pil() for page in pypdfium2.PdfDocument(two)]
    pages[0].save(tmp_path / "fax.tiff", save_all=True, append_images=pages[1:])

    assert [*ALL, "R7012-00025-K.A"] == list(picture.codes_in(two))
    assert [*ALL, "R7012-00025-K.A"] == list(picture.codes_in(tmp_path / "fax.tiff"))


def test_a_transparent_picture_lies_on_white(tmp_path: Path) -> None:
    """A picture from a document has no background, and is no black square."""
    sheet = _paper(tmp_path, [_label("R7012-00001-K")], dpi=150)
    clear = Image.merge("LA", (Image.new("L", sheet.size, 0), ImageChops.invert(sheet)))
    clear.save(tmp_path / "clear.png")

    assert ["R7012-00001-K.A"] == list(picture.codes_in(tmp_path / "clear.png"))


def test_the_codes_of_makers_are_read_and_those_of_shops_are_not(tmp_path: Path) -> None:
    """A tape's Code 39, a drive's Code 128 and Data Matrix find assets; an EAN never does."""
    made = [
        ("KKS101L8", zxingcpp.BarcodeFormat.Code39),
        ("WX11A2BC", zxingcpp.BarcodeFormat.Code128),
        ("S4EVNX0M", zxingcpp.BarcodeFormat.DataMatrix),
        ("4901234567894", zxingcpp.BarcodeFormat.EAN13),
    ]
    shelf = Image.new("L", (900, 1400), 255)
    for place, (text, kind) in enumerate(made):
        code = Image.fromarray(zxingcpp.create_barcode(text, kind).to_image(scale=4))
        shelf.paste(code, (100, 80 + 340 * place))
    shelf.save(tmp_path / "shelf.png")

    assert ["KKS101L8", "WX11A2BC", "S4EVNX0M"] == list(picture.codes_in(tmp_path / "shelf.png"))


# -- what is no picture -----------------------------------------------------------------------------------------------


def _spoilt(tmp_path: Path) -> dict[str, Path]:
    sheet = _paper(tmp_path, [_label("R7012-00001-K")], dpi=100)
    sheet.save(tmp_path / "whole.png")
    files = {
        "cut.png": (tmp_path / "whole.png").read_bytes()[:2000],
        "words.jpg": b"R7012-00001-Y",
        "nothing.png": b"",
        "broken.pdf": b"%PDF-1.7\nnothing",
        "phone.heic": b"\0\0\0\x18ftypheic\0\0\0\0mif1heic",
    }
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    return {name: tmp_path / name for name in files}


def test_what_cannot_be_read_as_a_picture_is_said(tmp_path: Path) -> None:
    """Cut off, not a picture, empty, a broken PDF, a telephone's own format: a sentence with what to do, never a traceback."""
    for path in _spoilt(tmp_path).values():
        with pytest.raises(BadInput, match="cannot be read as a picture") as told:
            list(picture.codes_in(path))

        assert "Save it as JPEG" in told.value.advice()


def test_a_picture_without_a_code_is_said(tmp_path: Path) -> None:
    """Nothing found is not the same as nothing there: how to take a better one."""
    Image.new("L", (600, 400), 128).save(tmp_path / "wall.jpg")

    with pytest.raises(NotFound, match=r"No code was found in .*wall\.jpg"):
        list(picture.codes_in(tmp_path / "wall.jpg"))


@pytest.mark.parametrize(("module", "name"), [("zxingcpp", "sheet.png"), ("pypdfium2", "sheet.pdf")])
def test_a_missing_part_of_the_program_is_named(
    module: str, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Reading pictures is an extra: without it the command that installs it is told."""
    _paper(tmp_path).save(tmp_path / "sheet.png")
    monkeypatch.setattr(importlib, "import_module", _without(module, importlib.import_module))

    with pytest.raises(BadInput, match=module) as told:
        list(picture.codes_in(tmp_path / name))
    assert 'pip install "assets-ledger[picture]"' in told.value.advice()


def _without(missing: str, kept: Callable[..., Any]) -> Callable[..., Any]:
    def imported(name: str, *more: Any) -> Any:
        if name == missing:
            raise builtins.ImportError(name)
        return kept(name, *more)

    return imported


# -- from the keyboard ------------------------------------------------------------------------------------------------


@pytest.fixture
def photo(sample_folder: Path, tmp_path: Path) -> Path:
    """Two labels of the sample, the first one twice."""
    labels = [_label(TAPE), _label(DISK), _label(TAPE)]
    path = tmp_path / "photo.jpg"
    _grainy(_from_the_side(_paper(tmp_path, labels), 0.1)).save(path, quality=80)
    return path


def test_a_photograph_is_looked_up_like_scans(run: Run, photo: Path) -> None:
    """Each asset once, in order, as if scanned; nothing is recorded."""
    for number in (TAPE, DISK):
        assert 0 == run("label", number, "--out", photo.parent / "out.pdf").code
    looked = run("scan", "--image", photo, "--json")
    told = json.loads(looked.out)

    assert 0 == looked.code, looked.err
    assert [(TAPE, "", str(photo)), (DISK, "", str(photo))] == [
        (entry["number"], entry["void_label"], entry["picture"]) for entry in told
    ]
    shown = run("scan", "--image", photo)
    assert 0 == shown.code
    assert 1 == shown.out.count(f"{TAPE}  ") and str(photo) in shown.out


def test_an_asset_in_several_pictures_is_told_once(run: Run, photo: Path, tmp_path: Path) -> None:
    """A shell's *.jpg, a folder, a drive with our label and its maker's: one asset, one answer."""
    assert 0 == run("label", TAPE, "--out", tmp_path / "out.pdf").code
    folder = tmp_path / "photos"
    folder.mkdir()
    (folder / "notes.txt").write_text("no picture", encoding="utf-8")
    _paper(tmp_path, [_label(TAPE)]).save(folder / "one.png")
    serial = zxingcpp.create_barcode("KKS101L8", zxingcpp.BarcodeFormat.Code39).to_image(scale=4)
    Image.fromarray(serial).convert("L").save(folder / "two.png")
    told = json.loads(run("scan", "--image", folder / "one.png", folder / "two.png", folder, "--json").out)

    assert [(TAPE, str(folder / "one.png"))] == [(entry["number"], entry["picture"]) for entry in told]


def test_one_bad_picture_does_not_stop_the_others(run: Run, photo: Path, tmp_path: Path) -> None:
    """What is unknown, void or unreadable is said once, with the exit code; the rest is looked up all the same."""
    assert 0 == run("label", TAPE, "--out", tmp_path / "a.pdf").code
    assert 0 == run("label", TAPE, "--out", tmp_path / "b.pdf").code
    (tmp_path / "bad.jpg").write_bytes(b"bad")
    _paper(tmp_path, [_label("R7012-99999-5"), Place("V-1", "媒体保管庫", "管理区域")]).save(tmp_path / "shelf.png")
    (tmp_path / "again.png").write_bytes((tmp_path / "shelf.png").read_bytes())
    pictures = ("bad.jpg", "shelf.png", "again.png")
    answer = run("scan", "--image", *(tmp_path / name for name in pictures), photo, "--json")
    bad, unknown, place, void, disk = json.loads(answer.out)

    assert 0 != answer.code
    assert "cannot be read as a picture" in bad["message"]
    assert "R7012-99999-5.A" == unknown["scanned"]
    assert ("place", "V-1") == (place["badge"], place["number"])
    assert (TAPE, "A") == (void["number"], void["void_label"])
    assert DISK == disk["number"]


def test_a_name_without_a_picture_is_refused(run: Run, sample_folder: Path, tmp_path: Path) -> None:
    """Nothing of that name, and a folder without pictures."""
    for name in (tmp_path / "gone.jpg", tmp_path / "empty"):
        (tmp_path / "empty").mkdir(exist_ok=True)
        answer = run("scan", "--image", name)

        assert 5 == answer.code
        assert "There is no picture" in answer.err
