"""Which words stand in a text, for a search that finds one- and two-character Japanese words?

Texts are folded (NFKC, lower case) and cut into overlapping pairs of characters; the last character of a run also stands alone,
so that a single character is the beginning of some word wherever it occurs.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache

_RUN = re.compile(r"[^\W_]+")


@lru_cache(maxsize=65536)
def words(text: str) -> str:
    """`text` as the words of the index, separated by spaces."""
    return " ".join(_pairs(run) + " " + run[-1] for run in _runs(text))


def query(text: str) -> str:
    """What the user typed as an FTS5 expression: every run of characters must occur as it stands; "" matches nothing."""
    phrases = [f'"{run}"*' if len(run) == 1 else f'"{_pairs(run)}"' for run in _runs(text)]
    return " AND ".join(phrases) or '""'


def occurs(typed: str) -> Callable[[str], bool]:
    """Whether every run of characters of what the user typed stands in a text, as `query` asks of the index; never for no run at all."""
    runs = _runs(typed)

    def found(text: str) -> bool:
        folded = _folded(text)
        return bool(runs) and all(run in folded for run in runs)

    return found


def _runs(text: str) -> list[str]:
    return _RUN.findall(_folded(text))


def _folded(text: str) -> str:
    return text.lower() if text.isascii() else unicodedata.normalize("NFKC", text).lower()


def _pairs(run: str) -> str:
    return " ".join(map(str.__add__, run, run[1:])) or run
