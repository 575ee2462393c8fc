"""What did the scanner read, whatever the keyboard made of it?

A scanner types. Its signs pass through a keyboard layout that may not be its own and an input method that may be on; it may put signs
before and after the code, type it twice, or type two codes in one line. What stands on our labels has a check character, so a reading
is taken only when it fits, and none is where two different readings fit.

>>> codes("Rèà&é)àààà&)Y", prefixes=["R7012"])
['R7012-00001-Y']
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping
from functools import lru_cache
from itertools import product
from typing import NamedTuple

from assets import ids

# The keys that type our signs, in four rows from the top left, first alone and then with shift; a space where a key types nothing here.
_KEYBOARDS = {
    "us": (
        ("1234567890-=", "qwertyuiop[]", "asdfghjkl;", "zxcvbnm,./"),
        ("!@#$%^&*()_+", "QWERTYUIOP{}", "ASDFGHJKL:", "ZXCVBNM<>?"),
    ),
    "jis": (
        ("1234567890-^", "qwertyuiop@[", "asdfghjkl;", "zxcvbnm,./"),
        ("!\"#$%&'() =~", "QWERTYUIOP`{", "ASDFGHJKL+", "ZXCVBNM<>?"),
    ),
    "french": (
        ("&é\"'(-è_çà)=", "azertyuiop $", "qsdfghjklm", "wxcvbn,;:!"),
        ("1234567890°+", "AZERTYUIOP £", "QSDFGHJKLM", "WXCVBN?./§"),
    ),
    "belgian": (
        ("&é\"'(§è!çà)-", "azertyuiop $", "qsdfghjklm", "wxcvbn,;:="),
        ("1234567890°_", "AZERTYUIOP *", "QSDFGHJKLM", "WXCVBN?./+"),
    ),
    "german": (
        ("1234567890ß ", "qwertzuiopü+", "asdfghjklö", "yxcvbnm,.-"),
        ('!"§$%&/()=? ', "QWERTZUIOPÜ*", "ASDFGHJKLÖ", "YXCVBNM;:_"),
    ),
    "swiss": (
        ("1234567890'^", "qwertzuiopè ", "asdfghjklé", "yxcvbnm,.-"),
        ('+"*ç%&/()=? ', "QWERTZUIOPü!", "ASDFGHJKLö", "YXCVBNM;:_"),
    ),
    "spanish": (
        ("1234567890'¡", "qwertyuiop`+", "asdfghjklñ", "zxcvbnm,.-"),
        ('!"·$%&/()=?¿', "QWERTYUIOP^*", "ASDFGHJKLÑ", "ZXCVBNM;:_"),
    ),
    "nordic": (
        ("1234567890+ ", "qwertyuiopå ", "asdfghjklø", "zxcvbnm,.-"),
        ('!"#¤%&/()=? ', "QWERTYUIOPÅ^", "ASDFGHJKLØ", "ZXCVBNM;:_"),
    ),
    # What an input method makes of a Japanese keyboard's keys: its kana, and the vowels of typed romaji.
    "kana": (
        ("ヌフアウエオヤユヨワホヘ", "タテイスカンナニラセ゛゜", "チトシハキクマノリレ", "ツサソヒコミモネルメ"),
        ("ヌファゥェォャュョヲ-ヘ", "タティスカンナニラセ゛「", "チトシハキクマノリレ", "ッサソヒコミモ、。・"),
    ),
    "romaji": (
        ("1234567890-^", "qwエrtyウイオp@「", "アsdfghjkl;", "zxcvbnm、。・"),
        ("!\"#$%&'() =~", "QWERTYUIOP`『", "ASDFGHJKL+", "ZXCVBNM<>?"),
    ),
}
_INPUT_METHODS = ("kana", "romaji")  # they stand before a screen, never inside a scanner
_SIGNS = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-.]")
_PLAIN = _SIGNS | {sign.lower() for sign in _SIGNS} | {" ", "\t"}
_AIM = re.compile(r"\][A-Za-z][0-9A-Za-z](?=.)")
_BETWEEN = re.compile(r"[,;|\x00-\x20]*")
_BODY = re.compile(r"[A-Z0-9](?:[0-9]{4}|[1-9][0-9]{4,8})")
_GENERATIONS = re.compile(r"\.[A-Z]{1,3}")
_LONGEST_BODY, _LONGEST_BADGE = 10, 28
_UNMEANT = "\ufffd"  # a sign on the screen that no code gives through this pair of layouts
_MOST = 2  # readings looked for: with the second it is known that nobody can tell


class Dressing(NamedTuple):
    """What a scanner is set to type before and after every code ([scanner] of the settings)."""

    prefix: str = ""
    suffix: str = ""


def codes(line: str, *, prefixes: Collection[str], dressing: Dressing = Dressing()) -> list[str]:
    """The codes in a line, each once, as they stand on their labels; the line itself, undressed, when nothing of ours can be read in it.

    prefixes: the label prefixes of the ledger; dressing: what the scanner adds. Codes are numbers of assets or containers and what
    `ids.badge` reads.
    """
    text = undressed(line, dressing)
    if ids.is_valid(text, prefixes=prefixes) or ids.badge(text):
        return [ids.compact(text)]
    for readings in (
        _readings(text, prefixes),
        _folded(text, prefixes, dressing, locked=False),
        _folded(text, prefixes, dressing, locked=True),
    ):
        if different := set(readings):
            return list(different.pop()) if len(different) == 1 else [text]
    return [text]


def undressed(line: str, dressing: Dressing) -> str:
    """The line without what scanners put around a code: control characters, an AIM identifier (`]Q1`), what the settings name."""
    text = line
    while True:
        bare = _bare(text)
        bare = _AIM.sub("", bare, count=1) if bare.startswith("]") else bare
        bare = _bare(bare.removeprefix(dressing.prefix).removesuffix(dressing.suffix))
        if bare == text or not bare:
            return bare
        text = bare


def _bare(text: str) -> str:
    begin, end = 0, len(text)
    while begin < end and _is_blank(text[begin]):
        begin += 1
    while end > begin and _is_blank(text[end - 1]):
        end -= 1
    return text[begin:end]


def _is_blank(sign: str) -> bool:
    return sign.isspace() or unicodedata.category(sign) in ("Cc", "Cf")


# -- several codes in a line ------------------------------------------------------------------------------------------


def _readings(text: str, prefixes: Collection[str]) -> Iterator[tuple[str, ...]]:
    """The ways in which a text is nothing but codes of ours, doubles folded; zeros that a scanner put in front are left out."""
    compact = ids.compact(text)
    whole = list(_split(compact, prefixes, {}))
    for reading in whole or _split(compact.lstrip("0"), prefixes, {}):
        yield tuple(dict.fromkeys(reading))


def _split(text: str, prefixes: Collection[str], known: dict[str, list[tuple[str, ...]]]) -> list[tuple[str, ...]]:
    if text not in known:
        found: list[tuple[str, ...]] = []
        for code, rest in _first_codes(text, prefixes):
            rest = rest[_between(rest) :]
            found += [(code, *more) for more in (_split(rest, prefixes, known) if rest else [()])]
        known[text] = sorted(set(found), key=lambda reading: (len(set(reading)), reading))[:_MOST]
    return known[text]


def _between(text: str) -> int:
    found = _BETWEEN.match(text)
    return found.end() if found else 0


def _first_codes(text: str, prefixes: Collection[str]) -> Iterator[tuple[str, str]]:
    """(code, rest) for every code that the text may begin with."""
    for prefix in prefixes:
        if text.startswith(prefix):
            yield from _numbers(prefix, text[len(prefix) :])
    for end in range(5, min(len(text), _LONGEST_BADGE) + 1):
        if text[1:2] == "." and ids.badge(text[:end]):
            yield text[:end], text[end:]


def _numbers(prefix: str, text: str) -> Iterator[tuple[str, str]]:
    after = text.removeprefix("-")
    for length in range(5, _LONGEST_BODY + 1):
        body, rest = after[:length], after[length:].removeprefix("-")
        if rest and _BODY.fullmatch(body) and ids.is_valid(number := f"{prefix}-{body}-{rest[0]}"):
            yield number, rest[1:]
            found = _GENERATIONS.match(rest[1:])
            for end in range(2, found.end() + 1 if found else 0):
                yield number + rest[1 : 1 + end], rest[1 + end :]


# -- keyboards --------------------------------------------------------------------------------------------------------


def _folded(text: str, prefixes: Collection[str], dressing: Dressing, *, locked: bool) -> Iterator[tuple[str, ...]]:
    """The readings of a text that came through another keyboard layout than the scanner's, or through an input method.

    Only a text with a sign that stands on no label shows that it did: where nothing but Y and Z may be exchanged, it was misread.
    """
    typed = _katakana(unicodedata.normalize("NFKC", text).replace("ー", "-"))
    if set(typed) <= _PLAIN:
        return
    for table in _tables(locked=locked):
        meant = typed.translate(table)
        if meant != typed:
            yield from _readings(undressed(meant, dressing), prefixes)


def _katakana(text: str) -> str:
    return "".join(chr(ord(sign) + 0x60) if "ぁ" <= sign <= "ゖ" else sign for sign in text)


@lru_cache(maxsize=2)
def _tables(*, locked: bool) -> tuple[Mapping[int, str], ...]:
    """What a screen shows -> what the scanner meant, for each pair of layouts; pairs that differ in nothing of ours once.

    locked: the shift lock is on, so that every key gives its other sign.
    """
    pairs = ((one, other) for one, other in product(_KEYBOARDS, repeat=2) if one not in _INPUT_METHODS)
    made = [_table(scanner, screen, locked=locked) for scanner, screen in pairs]
    return tuple(table for at, table in enumerate(made) if table not in made[:at])


def _table(scanner: str, screen: str, *, locked: bool) -> dict[int, str]:
    table = dict.fromkeys(map(ord, "".join(_SIGNS) + "".join(_SIGNS).lower()), _UNMEANT)
    for shift in (0, 1):
        meant = "".join(_KEYBOARDS[scanner][shift])
        shown = "".join(_KEYBOARDS[screen][1 - shift if locked else shift])
        table |= {ord(typed): sign.upper() for sign, typed in zip(meant, shown, strict=True) if sign.upper() in _SIGNS}
    return {typed: sign for typed, sign in table.items() if typed != ord(" ")}
