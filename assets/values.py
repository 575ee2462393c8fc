"""What does a cell say?

Each reader takes the text of one cell and returns the value meant, or raises BadInput whose message tells
what to write instead. Identity-like text (numbers, codes, serials) is folded by NFKC, so that ００４４７１
and 004471 are one serial; free text stays as typed but for NFC, so that a person's name keeps its characters.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping

from assets import dates, words
from assets.errors import BadInput
from assets.language import N_
from assets.mynumber import looks_like_my_number
from assets.tables import FORMULA

Reader = Callable[[str], object]

_BREAKS = re.compile(r"[\t\r\n\v\f\x85\u2028\u2029]+")
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
# ="004471" keeps zeros in a CSV, '=1+1 keeps a text from being a formula: both are read as what they protect.
_PROTECTED = re.compile(r'="([^"]*)"|\'([=+\-@].*)', re.DOTALL)
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−ー", "-"))
_COUNT = re.compile(r"[0-9]{1,9}|[0-9]{1,3}(?:,[0-9]{3}){1,2}")
_ERROR = re.compile(r"#(?:N/A|REF!|NAME\?|VALUE!|DIV/0!|NULL!|NUM!|#+)")
# What is left of an identifier taken for a number (1.23E+11, 4471.0, zeros after 15 digits), or a formula.
_DAMAGED = re.compile(r"[+-]?\d(?:\.\d+)?[Ee][+-]\d+|\d+\.0+|\d{15}0{4,}|=.*", re.ASCII | re.DOTALL)
_MONTH = "(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
# What is left of a serial number such as 4-15 or MAR01 taken for a day.
_TAKEN_FOR_DAY = re.compile(
    rf"\d{{4}}-\d\d-\d\d(?: \d\d:\d\d:\d\d)?|\d{{1,2}}月\d{{1,2}}日|\d{{1,2}}-{_MONTH}|{_MONTH}-\d\d",
    re.ASCII,
)


def tidy(text: str) -> str:
    """The text of a cell without control characters, breaks, outer spaces or a spreadsheet's protection."""
    if not text.isprintable():
        text = _CONTROLS.sub("", _BREAKS.sub(" ", text))
    text = text.strip()
    if text[:1] in ("=", "'") and (protected := _PROTECTED.fullmatch(text)):
        return (protected[1] or protected[2] or "").strip()
    return text


def refuse_damage(text: str) -> None:
    """Raises BadInput when `text` is a formula, or the error a spreadsheet shows in the place of a value."""
    if text == FORMULA:
        raise BadInput(N_("This cell holds a formula: paste its value in its place (paste special, values)."))
    if text[:1] == "#" and _ERROR.fullmatch(text):
        raise BadInput(N_("The spreadsheet shows an error in the place of the value: write the value itself."))


def free_text(text: str) -> str:
    """What people wrote, in NFC. Never a My Number (rule R00-4)."""
    return _without_my_number(text if text.isascii() else unicodedata.normalize("NFC", text))


def word(text: str) -> str:
    """A word of a small vocabulary (method, capacity), in NFKC."""
    return _without_my_number(_nfkc(text))


def code(text: str) -> str:
    """A number or code that people gave (place, person, seal, ledger), in NFKC with plain hyphens."""
    return _without_my_number(_undamaged(text))


def codes(text: str) -> tuple[str, ...]:
    """Several codes, with commas or spaces between them."""
    return tuple(filter(None, re.split(r"[,、，;；・\s]+", code(text))))


def serial(text: str) -> str:
    """A manufacturer's serial number, leading zeros kept; refused when it could be a My Number."""
    number = serial_as_given(text)
    if number.replace("-", "").replace(" ", "").isdecimal() and looks_like_my_number(number):
        raise BadInput(
            N_(
                "This serial number could be a My Number (個人番号): check it; "
                "if it is a serial, use --allow-numeric-serial."
            )
        )
    return number


def serial_as_given(text: str) -> str:
    """A manufacturer's serial number of which somebody said that numbers alone are right."""
    number = _undamaged(text)
    if _TAKEN_FOR_DAY.fullmatch(number):
        raise _damaged()
    return number


def count(text: str) -> int:
    """How many: a whole number from 1 on, thousands separators allowed."""
    return _number(text, least=1)


def count_or_none(text: str) -> int:
    """How many, none included."""
    return _number(text, least=0)


def day(text: str) -> str:
    """A day, without a time."""
    return _dated(dates.parse_only_day, text)


def moment(text: str) -> str:
    """A day, or the instant when a time stands after it."""
    return _dated(dates.parse_day, text)


def choice(table: str) -> Callable[[str], str]:
    """A reader of a closed list of `words.toml`: a word that is not on it is refused, never guessed."""
    known = words.meanings(table)

    def chosen(text: str) -> str:
        meaning = known.get(words.fold(text))
        if meaning is None:
            raise BadInput(N_("Write one of: {words}."), words=words.shown(table))
        return meaning

    return chosen


def whether(text: str) -> bool:
    """Yes or no."""
    return choice("answers")(text) == "yes"


def item(text: str) -> int:
    """Clause 23's item."""
    return int(choice("items")(text))


class UnknownMedium(BadInput):
    """A word for a medium that the caller is asked about."""


def medium(answers: Mapping[str, str]) -> Callable[[str], words.Carrier]:
    """A reader of people's words for media; the caller's `answers` win. Others raise UnknownMedium."""
    folded = words.answered(answers)

    def carried(text: str) -> words.Carrier:
        name = word(text)
        found = words.carrier(name, answers=folded)
        if found is None:
            raise UnknownMedium(N_("Say which medium this word means."), word=name)
        return found

    return carried


def _nfkc(text: str) -> str:
    return text if text.isascii() else unicodedata.normalize("NFKC", text).strip()


def _undamaged(text: str) -> str:
    folded = _nfkc(text)
    if not folded.isascii():
        dashed = folded.translate(_DASHES)
        folded = dashed if dashed.isascii() else folded
    if _DAMAGED.fullmatch(folded):
        raise _damaged()
    return folded


def _damaged() -> BadInput:
    return BadInput(N_("This number was damaged by Excel: format the column as text, then write the number again."))


def _without_my_number(text: str) -> str:
    if looks_like_my_number(text):
        raise BadInput(
            N_(
                "This could be a My Number (個人番号), which the ledger must not hold: "
                "write what it is, not the number."
            )
        )
    return text


def _number(text: str, *, least: int) -> int:
    folded = _nfkc(text)
    number = int(folded.replace(",", "")) if _COUNT.fullmatch(folded) else -1
    if number < least:
        raise BadInput(N_("Write a whole number from {least} to 999,999,999, without a unit."), least=least)
    return number


def _dated(parse: Callable[[str], str], text: str) -> str:
    try:
        return parse(text)
    except BadInput as error:
        told = BadInput(error.hint)
        told.fields = {name: field for name, field in error.fields.items() if name != "found"}
        raise told from None
