"""Could this text hold a My Number?

A My Number (個人番号) has twelve digits, the last of which checks the others. The ledger must never hold one:
writing it into a disposal record would itself be use outside the purpose. One in ten random twelve-digit
numbers passes the check.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

_LENGTH = 12
_BETWEEN = r"[\s\-‐‑‒–—―−ー\u200b\ufeff]*+"
_STRETCH = re.compile(
    "[0-9]" + f"{_BETWEEN}[0-9]" * 11 + f"(?:{_BETWEEN}[0-9])*"
)  # written out, it is found in half the time
_DIGITS = re.compile(r"[0-9]+")
_WEIGHTS = (6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2)


def looks_like_my_number(text: str) -> bool:
    """Whether twelve digits in `text`, also in full width or parted by spaces or hyphens, check."""
    if text.isascii() and len(text) < _LENGTH:
        return False
    folded = text if unicodedata.is_normalized("NFKC", text) else unicodedata.normalize("NFKC", text)
    return any(_checks(number) for stretch in _STRETCH.findall(folded) for number in _numbers(stretch))


def hidden(text: str) -> str:
    """`text` with everything that could be a My Number made unreadable: what was typed may stand in a message."""
    if not looks_like_my_number(text):
        return text
    folded = unicodedata.normalize("NFKC", text)
    return _STRETCH.sub(lambda found: "*" * _LENGTH if looks_like_my_number(found[0]) else found[0], folded)


def _numbers(stretch: str) -> Iterator[str]:
    """The twelve digits meant: all of the stretch, one group of it, or three groups of four."""
    groups = _DIGITS.findall(stretch)
    yield "".join(groups)
    yield from groups
    for three in zip(groups, groups[1:], groups[2:], strict=False):
        if all(len(group) == 4 for group in three):
            yield "".join(three)


def _checks(number: str) -> bool:
    if len(number) != _LENGTH:
        return False
    rest = sum(int(digit) * weight for digit, weight in zip(number, _WEIGHTS, strict=False)) % 11
    return int(number[-1]) == (0 if rest <= 1 else 11 - rest)
