"""Which method ends which medium, and to what level?

The data stands in `sanitization.toml`; ratings under profile `mic_jp` (総務省 guideline, where shredding counts as destruction).
"""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

LEVELS = ("CLEAR", "PURGE", "DESTROY")
_MEANING = {"C": "CLEAR", "P": "PURGE", "D": "DESTROY", "D-": "DESTROY", "L": "DESTROY"}


class Rating(NamedTuple):
    """How well a method ends a medium. level: CLEAR, PURGE, DESTROY, or "" (it does not); conditional: only under conditions."""

    level: str
    conditional: bool


@cache
def table() -> dict[str, Any]:
    """The whole of sanitization.toml."""
    return tomllib.loads((Path(__file__).parent / "sanitization.toml").read_text(encoding="utf-8"))


def media() -> tuple[str, ...]:
    """Codes of the media."""
    return tuple(table()["media"])


def methods() -> tuple[str, ...]:
    """Codes of the methods."""
    return tuple(table()["methods"])


def kind_of(method: str) -> str:
    """logical, magnetic, physical or none; "" for a method nobody knows."""
    return str(table()["methods"].get(method, {}).get("class", ""))


def rate(medium: str, method: str) -> Rating:
    """The rating of a method on a medium."""
    code = str(table()["media"].get(medium, {}).get(method, "X"))
    return Rating(_MEANING.get(code.rstrip("?"), ""), code.endswith("?"))


def achieved(medium: str, method: str, *, conditions: bool) -> str:
    """The level reached: a conditional rating counts only when somebody asserted its conditions, else it is CLEAR at best."""
    rating = rate(medium, method)
    if rating.conditional and not conditions:
        return "CLEAR" if rating.level == "PURGE" else ""
    return rating.level


def required(medium: str, pi_class: str) -> str:
    """The level an information class needs on a medium before it counts as ended (総務省 guideline)."""
    capped = str(table()["capped"].get(medium, "DESTROY"))
    return min(str(table()["required"][pi_class]), capped, key=LEVELS.index)


def reaches(level: str, wanted: str) -> bool:
    """Whether `level` is at least `wanted`."""
    return bool(level) and LEVELS.index(level) >= LEVELS.index(wanted)


def suitable(medium: str, pi_class: str, *, kinds: tuple[str, ...]) -> list[str]:
    """Methods of these kinds that reach what the class needs on the medium, conditions granted."""
    wanted = required(medium, pi_class)
    return [method for method in methods() if kind_of(method) in kinds and reaches(rate(medium, method).level, wanted)]
