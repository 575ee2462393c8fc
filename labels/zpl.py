"""How does a thermal printer print a label?

In ZPL II, which Zebra's printers speak and many others too. The printer draws the code, the bars and the number itself, in whole dots of
its own; the other words are sent as a bitmap, because its fonts hold no Japanese. Every dot is black or white.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import chain
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from assets.errors import BadInput
from assets.language import N_
from labels import qr
from labels.fonts import Font
from labels.layout import MM, Box, Needs, Placed, Plan, placed
from labels.stack import CAPITALS, Mark, Words, beside_the_code, stacked
from labels.stocks import Stock
from labels.variants import Face, Printable

if TYPE_CHECKING:
    from PIL.Image import Image

DOTS_PER_MM = {203: 8, 300: 12, 600: 24}
"""How fine the heads of thermal printers are, by the dots per inch on their plates."""

_LARGEST_MODULE = 10
_MOST_BYTES = 99_999
_WIDTH_OF_A_CHARACTER = 0.6
"""Of its height; those of the printer's own font are narrower."""
_START, _CHECK, _STOP = 11, 11, 13
_EDGE = 2
_AS_WE_MEAN_IT = "^LH0,0^PON^LRN^FWN"
"""What somebody else's label may have left behind in the printer: where labels begin, upside down, white on black, turned."""


class Roll(msgspec.Struct, frozen=True):
    """What a thermal printer prints on, and how: `dpi` a key of DOTS_PER_MM; darkness 0-30 and speed (inches a second) as set there if None."""

    stock: Stock
    font: Font
    dpi: int = 203
    copies: int = 1
    bars: bool = False
    darkness: int | None = None
    speed: int | None = None

    @property
    def dot(self) -> float:
        """The printer's dot in points."""
        return MM / DOTS_PER_MM[self.dpi]


class _Area(NamedTuple):
    """A rectangle in dots from the label's upper left corner."""

    x: int
    y: int
    width: int
    height: int


def must_be_thermal(roll: Roll) -> None:
    """BadInput when no thermal printer prints so."""
    if roll.dpi not in DOTS_PER_MM:
        raise BadInput(
            N_("Thermal printers have {known} dots per inch, not {dpi}."),
            hint=N_("Look at the plate of the printer: assets label --format zpl --dpi 203"),
            known=", ".join(map(str, DOTS_PER_MM)),
            dpi=roll.dpi,
        )
    if roll.stock.per_page != 1:
        raise BadInput(
            N_("A thermal printer prints one label after another, not sheets like {part}."),
            hint=N_("Give the size of one label: assets label --format zpl --size 60x30"),
            part=roll.stock.part,
        )
    if not roll.font.embedded:
        raise BadInput(
            N_("A thermal printer needs a Japanese TrueType font of this computer, and none was found."),
            hint=N_("Install fonts-ipaexfont-gothic, or set font in settings.toml."),
        )


def must_fit(label: Printable, roll: Roll) -> None:
    """BadInput when the label cannot be printed so that it is read."""
    _laid_out(label.face(), roll)


def printed(label: Printable, roll: Roll) -> bytes:
    """What makes a thermal printer print `label`, `roll.copies` times. BadInput when it cannot be printed so that it is read."""
    face = label.face()
    layout = _laid_out(face, roll)
    drawn = (_drawn(face, corner, plan, layout, roll) for corner, plan in layout.faces)
    fields = chain(_words(face, layout, roll), *drawn)
    return "".join([_head(roll), *fields, f"^PQ{roll.copies}^XZ\n"]).encode("ascii")


def _laid_out(face: Face, roll: Roll) -> Placed:
    wide = _WIDTH_OF_A_CHARACTER * len(face.number + face.suffix)
    bars = _bars_long(face) if roll.bars else 0
    needs = Needs(qr.encode(face.code).size, wide, bars, dot=roll.dot, most=_LARGEST_MODULE)
    layout = placed(roll.stock, needs, folded=face.folded, foot=face.foot)
    if layout is None:
        raise BadInput(
            N_("A label of {size} mm is too small: the code or the text would not be readable."),
            hint=N_("Use a larger label: assets label --format zpl --size 60x30"),
            size=roll.stock.part,
        )
    return layout


def _bars_long(face: Face) -> int:
    """Narrow bars of a Code 128 that stays in code set B."""
    return _START + 11 * len(face.code) + _CHECK + _STOP


def _head(roll: Roll) -> str:
    width, height = (round(length * DOTS_PER_MM[roll.dpi]) for length in roll.stock.label_mm)
    darkness = "" if roll.darkness is None else f"~SD{roll.darkness:02d}"
    speed = "" if roll.speed is None else f"^PR{roll.speed}"
    return f"{darkness}^XA{_AS_WE_MEAN_IT}^PW{width}^LL{height}{speed}"


def _drawn(face: Face, corner: float, plan: Plan, layout: Placed, roll: Roll) -> Iterator[str]:
    """What the printer draws itself: the code, the number in large type, the bars."""
    module = round(plan.module / roll.dot)
    code = _area(plan.code, corner, layout, roll)
    # A code sinks by the height that the last bars had, which the printer keeps from label to label: one dot is the least.
    yield f"^FO{code.x},{code.y - 1}^BY2,3,1^BQN,2,{module}^FDQM,A{face.code}^FS"
    if plan.number:
        yield _number(face, plan.number, corner, layout, roll)
    if roll.bars and plan.bars:
        bars, way = _area(plan.bars, corner, layout, roll), _way(layout)
        tall = round(plan.bars.height / roll.dot)
        yield f"^FO{bars.x},{bars.y}^BY{round(plan.bar / roll.dot)},3,{tall}^BC{way},{tall},N,N,N,N^FD{face.code}^FS"


def _number(face: Face, box: Box, corner: float, layout: Placed, roll: Roll) -> str:
    text = face.number + face.suffix
    height = box.height / CAPITALS / roll.dot
    width = min(height, box.width / roll.dot / len(text) / _WIDTH_OF_A_CHARACTER)
    height = min(height, 1.5 * width)
    capitals = height * CAPITALS * roll.dot
    base = Box(box.x, box.y + (box.height - capitals) / 2, 0.0, 0.0)
    at = _area(base, corner, layout, roll)
    return f"^FT{at.x},{at.y}^A0{_way(layout)},{round(height)},{round(width)}^FD{text}^FS"


def _way(layout: Placed) -> str:
    """N: as the label leaves the printer; B: read from its right side."""
    return "B" if layout.turned else "N"


def _area(box: Box, corner: float, layout: Placed, roll: Roll) -> _Area:
    """Where a box of a face stands on the label."""
    left, top = (corner + box.x) / roll.dot, (layout.height - box.y - box.height) / roll.dot
    wide, tall = box.width / roll.dot, box.height / roll.dot
    if layout.turned:
        return _Area(round(top), round(layout.width / roll.dot - left - wide), round(tall), round(wide))
    return _Area(round(left), round(top), round(wide), round(tall))


# -- words as a bitmap ------------------------------------------------------------------------------------------------


def _words(face: Face, layout: Placed, roll: Roll) -> Iterator[str]:
    from PIL import Image, ImageDraw

    size = round(layout.width / roll.dot), round(layout.height / roll.dot)
    image = Image.new("1", size)
    pen = ImageDraw.Draw(image)
    for corner, plan in layout.faces:
        for mark in stacked(beside_the_code(face, plan), plan.lines, roll.font):
            _mark(pen, mark, corner, layout, roll)
    if face.folded:
        middle, long = size[0] // 2, min(2 * DOTS_PER_MM[roll.dpi], size[1] // 10)
        for top in (0, size[1] - long):
            pen.rectangle((middle - 1, top, middle, top + long - 1), fill=1)
    return _graphics(image.transpose(Image.Transpose.ROTATE_90) if layout.turned else image)


def _mark(pen: Any, mark: Mark, corner: float, layout: Placed, roll: Roll) -> None:
    if isinstance(mark, Words):
        _write(pen, mark, corner, layout, roll)
        return
    left, right = (round((corner + x) / roll.dot) for x in (mark.box.x, mark.box.x + mark.box.width))
    top, bottom = (round((layout.height - y) / roll.dot) for y in (mark.box.y + mark.box.height, mark.box.y))
    pen.rectangle(
        (left, top, right - 1, bottom - 1), fill=1 if mark.filled else None, outline=1, width=_EDGE * roll.dpi // 203
    )


def _write(pen: Any, words: Words, corner: float, layout: Placed, roll: Roll) -> None:
    """Each character where its width puts it: a bitmap's own rounding would make long lines longer than their room."""
    font = _type(roll.font.name, max(1, round(words.size / roll.dot)))
    base = round((layout.height - words.y) / roll.dot)
    for place, character in enumerate(words.text):
        left = corner + words.x + roll.font.width(words.text[:place]) * words.size
        pen.text((round(left / roll.dot), base), character, font=font, fill=0 if words.white else 1, anchor="ls")


@cache
def _type(path: str, dots: int) -> Any:
    from PIL import ImageFont

    return ImageFont.truetype(path, dots, layout_engine=ImageFont.Layout.BASIC)


def _graphics(image: Image) -> Iterator[str]:
    """The black parts of a bitmap as fields, each no larger than a printer takes."""
    most = _MOST_BYTES // ((image.width + 7) // 8)
    for top in range(0, image.height, most):
        strip = image.crop((0, top, image.width, min(top + most, image.height)))
        if black := strip.getbbox():
            bytes_a_row = (black[2] - black[0] + 7) // 8
            data = strip.crop(black).tobytes()
            yield (
                f"^FO{black[0]},{top + black[1]}"
                f"^GFA,{len(data)},{len(data)},{bytes_a_row},{_packed(data, bytes_a_row)}^FS"
            )


def _packed(data: bytes, bytes_a_row: int) -> str:
    """Rows of hexadecimal digits: a colon repeats the row above, a comma ends a row in white, letters say how often a digit stands."""
    packed, above = [], ""
    for start in range(0, len(data), bytes_a_row):
        row = data[start : start + bytes_a_row].rstrip(b"\0").hex().upper() + (
            "," if not data[start + bytes_a_row - 1] else ""
        )
        packed.append(":" if row == above else re.sub(r"([0-9A-F])\1{2,}", _repeated, row))
        above = row
    return "".join(packed)


def _repeated(run: re.Match[str]) -> str:
    """G to Y stand for 1 to 19 times, g to z for 20 to 400 times in steps of 20."""
    scores, ones = divmod(len(run[0]), 20)
    most, few = divmod(scores, 20)
    return "z" * most + (chr(ord("f") + few) if few else "") + (chr(ord("F") + ones) if ones else "") + run[1]
