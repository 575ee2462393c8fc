"""Is this the number of an asset?

A number (管理番号) is `PREFIX-SNNNN-C`: the contract's label prefix (2 to 6 of A-Z 0-9), the site's character with at least four digits,
and an ISO 7064 mod 37,36 check character over all that stands before it. A label adds its generation: `R7012-00143-K.B`.

>>> make("R7012", 143)
'R7012-00143-6'
>>> compact("ｒ７０１２－００１４３－６.b")
'R7012-00143-6.B'
>>> validate("R7012001436", prefixes=["R7012"])
Scan(number='R7012-00143-6', generation='')
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from typing import NamedTuple

from stdnum.exceptions import InvalidChecksum as InvalidChecksum
from stdnum.exceptions import InvalidFormat as InvalidFormat
from stdnum.exceptions import InvalidLength as InvalidLength
from stdnum.exceptions import ValidationError as ValidationError
from stdnum.iso7064 import mod_37_36

_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−ーｰ﹣－", "-"))
# The site's character with the serial as `make` writes it: four digits, or more without a zero in front. Anything else was never given.
_BODY = r"[A-Z0-9](?:[0-9]{4}|[1-9][0-9]{4,})"
_HYPHENED = re.compile(rf"([A-Z0-9]{{2,6}})-({_BODY})-([A-Z0-9])(?:\.([A-Z]{{1,3}}))?")
_BARE = re.compile(rf"({_BODY})([A-Z0-9])(?:\.([A-Z]{{1,3}}))?")
PREFIX = re.compile(r"[A-Z0-9]{2,6}")


class Scan(NamedTuple):
    """What a label says: the asset's number, and the label's generation ("" when typed without one)."""

    number: str
    generation: str


class SeveralNumbers(ValidationError):
    """More than one number stands in one line."""


def compact(text: str) -> str:
    """Fold what keyboards and scanners make of a number: full-width, lower case, other dashes, spaces."""
    folded = text if text.isascii() else unicodedata.normalize("NFKC", text.translate(_DASHES)).translate(_DASHES)
    return "".join(folded.upper().split())


def make(prefix: str, serial: int, *, site: str = "0") -> str:
    """The number of the `serial`-th asset (1, 2, ...) of the contract with this prefix, at this site."""
    body = f"{site}{serial:04d}"
    return f"{prefix}-{body}-{mod_37_36.calc_check_digit(prefix + body)}"


def validate(text: str, *, prefixes: Collection[str] = ()) -> Scan:
    """The scan `text` stands for; `prefixes` are needed only to read a number without hyphens.

    Raises InvalidFormat (not a number at all), InvalidChecksum (mistyped or misread), SeveralNumbers (also when two prefixes read two
    numbers in the same characters) or InvalidLength (empty).
    """
    folded = compact(text)
    if not folded:
        raise InvalidLength()
    found = _HYPHENED.fullmatch(folded)
    if found:
        return _checked(found[1], found[2], found[3], found[4] or "")
    if len(_HYPHENED.findall(folded)) > 1:
        raise SeveralNumbers()
    return _without_hyphens(folded.replace("-", ""), prefixes)


def is_valid(text: str, *, prefixes: Collection[str] = ()) -> bool:
    """Whether `text` is the number of an asset."""
    try:
        return bool(validate(text, prefixes=prefixes))
    except ValidationError:
        return False


def prefix_of(number: str) -> str:
    """The label prefix that a number begins with."""
    return number.partition("-")[0]


def next_generation(generation: str) -> str:
    """The generation after this one: "" -> A -> B ... Z -> AA."""
    if not generation:
        return "A"
    head, last = generation[:-1], generation[-1]
    return next_generation(head) + "A" if last == "Z" else head + chr(ord(last) + 1)


def _checked(prefix: str, body: str, check: str, generation: str) -> Scan:
    if mod_37_36.calc_check_digit(prefix + body) != check:
        raise InvalidChecksum()
    return Scan(f"{prefix}-{body}-{check}", generation)


def _without_hyphens(folded: str, prefixes: Collection[str]) -> Scan:
    readings = [(prefix, _BARE.fullmatch(folded[len(prefix) :])) for prefix in prefixes if folded.startswith(prefix)]
    valid = [
        Scan(f"{prefix}-{found[1]}-{found[2]}", found[3] or "")
        for prefix, found in readings
        if found and mod_37_36.is_valid(prefix + found[1] + found[2])
    ]
    if len(valid) > 1:
        raise SeveralNumbers()
    if valid:
        return valid[0]
    if any(found for _, found in readings):
        raise InvalidChecksum()
    raise InvalidFormat()
