"""Which squares of a label's code are black?

The symbols are those of the `qrcode` library, at error level Q, in alphanumeric mode, version 1 or 2. It
needs milliseconds for one, because it draws and judges a symbol once per mask. But a QR code is linear:
data bits, their Reed-Solomon check bits (ISO/IEC 18004 §7.5) and the mask only ever flip modules, whatever
the rest of the text is. So the library is asked once what each bit flips, and every further symbol is a
handful of exclusive ors. A symbol is one integer, most significant bit first, row by row, each row followed
by one light module that keeps rows apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache

import msgspec

from assets.errors import BadInput
from assets.language import N_

ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
QUIET = 4
"""Modules of white that must surround a code (ISO/IEC 18004 §5.3.8)."""

_VALUES = {character: value for value, character in enumerate(ALPHABET)}
_CAPACITY = {1: 16, 2: 29}
_MASKS = range(8)
_BLACK_RUN = re.compile("1+")
_LOOKS_LIKE_A_FINDER = ("10111010000", "00001011101")


class Symbol(msgspec.Struct, frozen=True):
    """A QR code of `size` x `size` modules."""

    size: int
    bits: int

    def runs(self) -> Iterator[tuple[int, int, int]]:
        """(column, row, width) of each run of black modules, from the top."""
        width = self.size + 1
        for run in _BLACK_RUN.finditer(f"{self.bits:0{width * self.size}b}"):
            start, end = run.span()
            yield start % width, start // width, end - start


def encode(text: str) -> Symbol:
    """The code that reads as `text`, under the mask that ISO/IEC 18004 §7.8.3 rates best.

    BadInput when `text` is empty, longer than 29 characters or outside `ALPHABET`.
    """
    values = [_VALUES.get(character, -1) for character in text]
    if not values or -1 in values or len(values) > max(_CAPACITY.values()):
        raise BadInput(
            N_("{text} cannot be a code: only A-Z, 0-9, hyphen and point, at most {most} characters."),
            text=text,
            most=max(_CAPACITY.values()),
        )
    version = _version(text)
    bits = _zeros(version, len(text))
    for place in range(0, len(text), 2):
        bits ^= _flipped_by(version, len(text), place, text[place : place + 2])
    return Symbol(17 + 4 * version, _best_masked(bits, version))


def size(text: str) -> int:
    """How many modules the code of `text` is across: 21, or 25 above sixteen characters."""
    return 17 + 4 * _version(text)


def _version(text: str) -> int:
    return next((version for version, capacity in _CAPACITY.items() if len(text) <= capacity), max(_CAPACITY))


def _best_masked(bits: int, version: int) -> int:
    candidates = [bits ^ mask for mask in _masks(version)]
    return min(candidates, key=lambda candidate: penalty(Symbol(17 + 4 * version, candidate)))


@lru_cache(maxsize=8192)
def _flipped_by(version: int, length: int, place: int, pair: str) -> int:
    """The modules that differ when `pair` stands at `place` instead of zeros."""
    value = _value(pair)
    flipped = 0
    for bit in range(value.bit_length()):
        if value >> bit & 1:
            flipped ^= _flipped_by_bit(version, length, place, bit)
    return flipped


@cache
def _flipped_by_bit(version: int, length: int, place: int, bit: int) -> int:
    wide = min(2, length - place)
    pair = "".join(ALPHABET[digit] for digit in divmod(1 << bit, len(ALPHABET)))[-wide:]
    text = "0" * place + pair + "0" * (length - place - wide)
    return _drawn_by_the_library(text, version=version, mask=0) ^ _zeros(version, length)


@cache
def _zeros(version: int, length: int) -> int:
    return _drawn_by_the_library("0" * length, version=version, mask=0)


@cache
def _masks(version: int) -> tuple[int, ...]:
    """What each mask flips of a symbol drawn with mask 0, its format information included."""
    drawn = [_drawn_by_the_library("0", version=version, mask=mask) for mask in _MASKS]
    return tuple(symbol ^ drawn[0] for symbol in drawn)


def _value(pair: str) -> int:
    value = 0
    for character in pair:
        value = value * len(ALPHABET) + _VALUES[character]
    return value


def _drawn_by_the_library(text: str, *, version: int, mask: int) -> int:
    from qrcode.constants import ERROR_CORRECT_Q
    from qrcode.main import QRCode
    from qrcode.util import MODE_ALPHA_NUM, QRData

    code = QRCode(version=version, error_correction=ERROR_CORRECT_Q, mask_pattern=mask)
    code.add_data(QRData(text, mode=MODE_ALPHA_NUM), optimize=0)
    code.make(fit=False)
    return int("".join("1" if black else "0" for row in code.modules for black in (*row, False)), 2)


def penalty(symbol: Symbol) -> int:
    """How badly a symbol may scan: the points of ISO/IEC 18004 §7.8.3, more being worse."""
    across, down = 1, symbol.size + 1
    black = symbol.bits
    white = _field(symbol.size) & ~black
    points = _imbalance(black.bit_count(), symbol.size * symbol.size)
    for colour in (black, white):
        points += _runs_of_five(colour, across) + _runs_of_five(colour, down)
        pairs = colour & colour >> across
        points += 3 * (pairs & pairs >> down).bit_count()
    return points + _false_finders(black, white, across) + _false_finders(black, white, down)


@cache
def _field(size: int) -> int:
    return int(("1" * size + "0") * size, 2)


def _imbalance(black: int, modules: int) -> int:
    return 10 * (abs(20 * black - 10 * modules) // modules)


def _runs_of_five(colour: int, step: int) -> int:
    """3 points for a run of five, 1 more for each further module."""
    pairs = colour & colour >> step
    fives = pairs & pairs >> 2 * step & colour >> 4 * step
    return fives.bit_count() + 2 * (fives & ~(fives << step)).bit_count()


def _false_finders(black: int, white: int, step: int) -> int:
    found = 0
    for pattern in _LOOKS_LIKE_A_FINDER:
        matches = -1
        for distance, module in enumerate(pattern):
            matches &= (black if module == "1" else white) >> distance * step
        found += matches.bit_count()
    return 40 * found
