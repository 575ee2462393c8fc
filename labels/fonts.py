"""Which font can write Japanese on paper?

TrueType outlines only: reportlab cannot embed the PostScript (CFF) outlines of Noto CJK or Hiragino.
Without any such font the reader's own Japanese font is named in the PDF instead of carried in it, and
`Font.embedded` says so.
"""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import msgspec

from assets.errors import BadInput
from assets.language import N_

GETA = "〓"
"""Printed for a character that the font lacks, as Japanese printers do."""

_NOT_CARRIED = "HeiseiKakuGo-W5"
_SAMPLE = GETA + "…特定個人情報原本複製"


class Font(msgspec.Struct, frozen=True):
    """A font that is registered with reportlab as `name`; `embedded` is false when the PDF only names it."""

    name: str
    embedded: bool

    def width(self, text: str) -> float:
        """How many times its size `text` is wide."""
        return float(_registered(self).stringWidth(text, 1))

    def printable(self, text: str) -> str:
        """`text` on one line, with 〓 for lacking glyphs, control and format characters: nothing vanishes."""
        return _printable(self, text)


def find(setting: str | None = None) -> Font:
    """The font of the setting (a path), else the first usable one of this computer, else `not_embedded`.

    BadInput when the setting names no TrueType file that holds Japanese.
    """
    if setting:
        return _from_setting(setting)
    usable = (font for path in _usual_places() if path.is_file() and (font := _load(str(path))))
    return next(usable, None) or not_embedded()


@cache
def not_embedded() -> Font:
    """The font that every PDF reader is expected to bring along."""
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfbase.pdfmetrics import registerFont

    registerFont(UnicodeCIDFont(_NOT_CARRIED))
    return Font(name=_NOT_CARRIED, embedded=False)


def _from_setting(setting: str) -> Font:
    path = Path(setting).expanduser()
    font = _load(str(path)) if path.is_file() else None
    if font is None:
        raise BadInput(
            N_("The font {path} cannot be used: a TrueType file that holds Japanese is needed."),
            hint=N_("Correct the font in the settings, or take it out to use a font of this computer."),
            path=setting,
        )
    return font


def _usual_places() -> Iterator[Path]:
    yield Path("/usr/share/fonts/opentype/ipaexfont-gothic/ipaexg.ttf")
    windows = Path(os.environ.get("WINDIR", "C:/Windows")) / "Fonts"
    for name in ("BIZ-UDGothicR.ttc", "meiryo.ttc", "msgothic.ttc"):
        yield windows / name
    yield Path("/System/Library/Fonts/Supplemental/Arial Unicode.ttf")
    yield Path("/Library/Fonts/Arial Unicode.ttf")


@cache
def _load(path: str) -> Font | None:
    """The first font of the file, or None when it cannot be embedded or holds no Japanese."""
    from reportlab.pdfbase.pdfmetrics import registerFont
    from reportlab.pdfbase.ttfonts import TTFont

    try:
        loaded = TTFont(path, path, subfontIndex=0)
    except Exception:
        return None
    if not all(ord(character) in loaded.face.charToGlyph for character in _SAMPLE):
        return None
    registerFont(loaded)
    return Font(name=path, embedded=True)


def _registered(font: Font) -> Any:
    from reportlab.pdfbase.pdfmetrics import getFont

    return getFont(font.name)


@lru_cache(maxsize=4096)
def _printable(font: Font, text: str) -> str:
    line = " ".join(unicodedata.normalize("NFC", text).split())
    return "".join(character if _shows(font, character) else GETA for character in line)


def _shows(font: Font, character: str) -> bool:
    if unicodedata.category(character).startswith("C"):
        return False
    if font.embedded:
        return ord(character) in _registered(font).face.charToGlyph
    return _in_cp932(character)


def _in_cp932(character: str) -> bool:
    """Whether the fonts that readers substitute hold it: they follow Adobe-Japan1, which covers this set."""
    try:
        character.encode("cp932")
    except UnicodeEncodeError:
        return False
    return True
