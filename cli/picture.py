"""Which codes stand in a picture?

A photograph, a scanned page, a PDF, as they come from a telephone or a copier: askew, blurred, half in the shade. Each is looked at twice,
as it is and with its light evened out, because a label that is overlooked is one that somebody has to look for.
"""

from __future__ import annotations

import os
import warnings
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from assets.errors import BadInput, NotFound
from assets.language import N_

if TYPE_CHECKING:
    from PIL.Image import Image

_PDF = ".pdf"
_OTHERS = {".heic", ".heif"}
"""Pictures that telephones make and Pillow may not read: in a folder they are not passed over in silence."""
_DPI = 300
_LONGEST = 6000
_ENLARGED_BELOW = 4_000_000
_SYMBOLS = ("QRCode", "DataMatrix", "Code128", "Code39")
"""What our labels and the serials of manufacturers are printed as; not the codes of shops."""


class _Seen(NamedTuple):
    """A code in dots of the picture, across + down * 1j: its middle, the way from its left edge to its right one, and how tall it is."""

    text: str
    middle: complex
    along: complex
    tall: float


def pictures(names: Iterable[str | os.PathLike[str]]) -> list[Path]:
    """The pictures of these names, folders replaced by the pictures in them, by name. BadInput when there is none of a name."""
    found: list[Path] = []
    for path in map(Path, names):
        inside = sorted(filter(_is_picture, path.iterdir())) if path.is_dir() else [path]
        if not inside or not all(one.is_file() for one in inside):
            raise BadInput(
                N_("There is no picture {path}."), hint=N_("Check the name; quotes help when it has spaces."), path=path
            )
        found += inside
    return list(dict.fromkeys(found))


def codes_in(path: Path) -> Iterator[str]:
    """The text of each code in a picture or on the pages of a PDF, in reading order, each once.

    Raises NotFound when there is none, BadInput when it cannot be read as a picture, or the program that reads pictures is not installed.
    """
    seen: dict[str, None] = {}
    for image in _images(path):
        for text in _in_reading_order(_looked_at(image)):
            if text not in seen:
                seen[text] = None
                yield text
    if not seen:
        raise NotFound(
            N_("No code was found in {path}."),
            hint=N_("Take the picture from nearer, sharp and evenly lit, with the white around each code."),
            path=path,
        )


def _is_picture(path: Path) -> bool:
    from PIL import Image

    return path.suffix.lower() in {_PDF, *_OTHERS, *Image.registered_extensions()}


def _images(path: Path) -> Iterator[Image]:
    """Each frame or page, grey."""
    if path.suffix.lower() == _PDF:
        return _pages(path)
    return _frames(path)


def _frames(path: Path) -> Iterator[Image]:
    from PIL import Image, ImageSequence

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(path) as opened:
                opened.draft("L", (_LONGEST, _LONGEST))
                for frame in ImageSequence.Iterator(opened):
                    yield _grey(frame)
    except BadInput:
        raise
    except Exception as error:  # a damaged picture makes its reader fail in many ways
        raise _unreadable(path) from error


def _grey(image: Image) -> Image:
    """What is transparent becomes white; what is larger than any camera's needs becomes smaller."""
    from PIL import Image as pillow

    if image.has_transparency_data:
        image = pillow.alpha_composite(pillow.new("RGBA", image.size, "white"), image.convert("RGBA"))
    grey = image.convert("L")
    grey.thumbnail((_LONGEST, _LONGEST))
    return grey


def _pages(path: Path) -> Iterator[Image]:
    pdfium = _needed("pypdfium2")
    try:
        document = pdfium.PdfDocument(path)
    except (pdfium.PdfiumError, OSError) as error:
        raise _unreadable(path) from error
    try:
        for page in document:
            scale = min(_DPI / 72, _LONGEST / max(page.get_size()))
            yield page.render(scale=scale, grayscale=True).to_pil()
    finally:
        document.close()


def _unreadable(path: Path) -> BadInput:
    return BadInput(
        N_("{path} cannot be read as a picture."),
        hint=N_("Save it as JPEG, PNG, TIFF or PDF (without a password), or take the picture again."),
        path=path,
    )


def _looked_at(image: Image) -> list[_Seen]:
    """Every code seen in either look."""
    found = list(_read(image))
    known = {code.text for code in found}
    enlarged = 2 if image.width * image.height < _ENLARGED_BELOW else 1
    evened = _evened(image).resize((image.width * enlarged, image.height * enlarged))
    return found + [code for code in _read(evened, shrink=enlarged) if code.text not in known]


def _evened(image: Image) -> Image:
    """Without the shadows that fall across it, and without the grain of a camera in the dark."""
    from PIL import ImageChops, ImageFilter, ImageOps

    around = image.filter(ImageFilter.GaussianBlur(max(image.size) / 400))
    even = ImageOps.autocontrast(ImageChops.subtract(image, around, scale=1, offset=128), cutoff=1)
    return even.filter(ImageFilter.GaussianBlur(0.7))


def _read(image: Image, *, shrink: int = 1) -> Iterator[_Seen]:
    zxing = _needed("zxingcpp")
    formats = zxing.BarcodeFormats([getattr(zxing.BarcodeFormat, name) for name in _SYMBOLS])
    for code in zxing.read_barcodes(image, formats=formats):
        at = code.position
        corners = [complex(corner.x, corner.y) / shrink for corner in (at.top_left, at.top_right, at.bottom_left)]
        middle = complex(at.top_left.x + at.bottom_right.x, at.top_left.y + at.bottom_right.y) / 2 / shrink
        yield _Seen(code.text, middle, corners[1] - corners[0], abs(corners[2] - corners[0]))


def _in_reading_order(codes: Sequence[_Seen]) -> Iterator[str]:
    """Row by row, each from the left, as the labels themselves are read, however the picture was held.

    A row goes on along a code's own line, because a row seen from the side is no line of the picture.
    """
    if not codes:
        return iter(())
    right = sum(code.along / abs(code.along) for code in codes if code.along) or 1 + 0j
    places = {code: code.middle * (right / abs(right)).conjugate() for code in codes}
    heads: dict[_Seen, _Seen] = {}
    for code in sorted(codes, key=lambda code: places[code].real):
        left = [other for other in heads if _in_one_row(other, code)]
        heads[code] = heads[max(left, key=lambda other: places[other].real)] if left else code
    return (
        code.text
        for code in sorted(
            codes, key=lambda code: (places[heads[code]].imag, places[heads[code]].real, places[code].real)
        )
    )


def _in_one_row(one: _Seen, other: _Seen) -> bool:
    """Whether `other` stands on the line that `one` is printed along, give or take half its height."""
    off = ((other.middle - one.middle) * one.along.conjugate()).imag / (abs(one.along) or 1)
    return abs(off) < max(one.tall, abs(one.along) / 5) / 2


def _needed(module: str) -> Any:
    """A library that only those need who read pictures."""
    import importlib

    try:
        return importlib.import_module(module)
    except ImportError as error:
        raise BadInput(
            N_("To read codes from pictures one more part of the program is needed: {module}."),
            hint=N_('Install it: pip install "assets-ledger[picture]"'),
            module=module,
        ) from error
