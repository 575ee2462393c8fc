"""Is this the number of an asset?

A number (管理番号) is `PREFIX-SNNNN-C`: the contract's label prefix (2 to 6 of A-Z 0-9), the site's character with at least four digits,
and an ISO 7064 mod 37,36 check character over all that stands before it. A label adds its generation: `R7012-00143-K.B`.
People, places and seals have codes of their own, `badge`: `P.P-02.H`.

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

# An input method that is on turns a scanner's hyphen into ー and its point into 。
_SIGNS = str.maketrans({**dict.fromkeys("‐‑‒–—―−ーｰ﹣－", "-"), **dict.fromkeys("。｡．", ".")})
# The site's character with the serial as `make` writes it: four digits, or more without a zero in front. Anything else was never given.
_BODY = r"[A-Z0-9](?:[0-9]{4}|[1-9][0-9]{4,})"
_HYPHENED = re.compile(rf"([A-Z0-9]{{2,6}})-({_BODY})-([A-Z0-9])(?:\.([A-Z]{{1,3}}))?")
_BARE = re.compile(rf"({_BODY})([A-Z0-9])(?:\.([A-Z]{{1,3}}))?")
PREFIX = re.compile(r"[A-Z0-9]{2,6}")
KINDS = {"P": "person", "L": "place", "S": "seal"}
"""What else than an asset can be scanned, by the letter its code begins with."""
_BADGE = re.compile(r"([PLS])\.([A-Z0-9](?:[A-Z0-9.-]{0,22}[A-Z0-9])?)\.([A-Z0-9])")


class Scan(NamedTuple):
    """What a label says: the asset's number, and the label's generation ("" when typed without one)."""

    number: str
    generation: str


class Badge(NamedTuple):
    """What the code on a person's badge, a place or a seal says: `kind` is person, place or seal; `code` its number in the ledger."""

    kind: str
    code: str


class SeveralNumbers(ValidationError):
    """More than one number stands in one line."""


def compact(text: str) -> str:
    """Fold what keyboards and scanners make of a number: full-width, lower case, other dashes, spaces."""
    folded = text if text.isascii() else unicodedata.normalize("NFKC", text.translate(_SIGNS)).translate(_SIGNS)
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


def badge(text: str) -> Badge | None:
    """Which person, place or seal was scanned; None for everything else, misread ones included.

    >>> badge("ｐ．ｐ－０２．h")
    Badge(kind='person', code='P-02')
    """
    found = _BADGE.fullmatch(compact(text))
    if not found or _check(found[1], found[2]) != found[3]:
        return None
    return Badge(KINDS[found[1]], found[2])


def badge_text(kind: str, code: str) -> str:
    """What a code must read as so that scanning it names the person, place or seal `code`: `P.P-02.H`, `L.V-1.F`, `S.S-0001.L`.

    A letter with a point, which begins no asset's number; only signs that every keyboard layout leaves alone; a check character over
    the kind and the letters and digits. Raises InvalidFormat for a number with anything but A-Z, 0-9, hyphen and point in it.
    """
    letter = next(letter for letter, name in KINDS.items() if name == kind)
    made = f"{letter}.{code}.{_check(letter, code)}"
    if badge(made) != (kind, code):
        raise InvalidFormat()
    return made


def _check(letter: str, code: str) -> str:
    body = re.sub(r"[^A-Z0-9]", "", code)
    return str(mod_37_36.calc_check_digit(letter + body))


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
