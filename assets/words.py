"""What does this word mean?

`words.toml` holds what people write on municipal forms: column headings, media, classes, zones. A word is
known or it is not: nothing here comes close, because a misspelt class that silently became another class
would be worse than a question.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from assets.errors import BadInput
from assets.language import N_

_UNHEARD = re.compile(r"[\s_\-‐‑–—−・.:/*※]+|\((?:必須|任意|required|optional)\)")
_ON_CARRIER = re.compile(r"(.+)\((.+)\)")


class Carrier(NamedTuple):
    """What the information is on, with its kind; the kind is "" when the word leaves it open."""

    medium: str
    info_kind: str = ""


def fold(word: str) -> str:
    """`word` as words are compared: width, case, spaces and little signs do not matter."""
    return _UNHEARD.sub("", unicodedata.normalize("NFKC", word).casefold())


@cache
def _words() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_name("words.toml").read_text("utf-8"))


def _table(name: str) -> dict[str, list[str]]:
    found = _words()
    for part in name.split("."):
        found = found[part]
    return found


@cache
def meanings(table: str) -> dict[str, str]:
    """Folded word -> code, of a table of `words.toml` ("classes"); a code is a word for itself."""
    return {fold(word): code for code, words in _table(table).items() for word in (code, *words)}


def shown(table: str) -> str:
    """The words of a closed list as people are told them: 特定個人情報 (specific_pi), ..."""
    return ", ".join(f"{words[0]} ({code})" for code, words in _table(table).items())


def heading(table: str, *, field: str) -> str:
    """The heading that municipal forms give a field: 受領日."""
    return _table(f"headers.{table}")[field][0]


@cache
def media() -> tuple[str, ...]:
    """The codes of all carriers, in the order of `words.toml`."""
    return tuple(dict.fromkeys(code.partition("/")[0] for code in _table("media")))


def answered(answers: Mapping[str, str]) -> dict[str, Carrier]:
    """The caller's own words for media, {"DVD-R": "optical_worm"}, folded; a code, or code/kind.

    Raises BadInput for a code that is none.
    """
    return {fold(word): _coded(code) for word, code in answers.items()}


def _coded(code: str) -> Carrier:
    medium, slash, kind = code.strip().partition("/")
    if medium not in media() or (slash and kind not in _table("kinds")):
        raise BadInput(
            N_("“{found}” is not the code of a medium."),
            hint=N_("Write one of: {words}; /document, /program, /form, /data or /other may follow."),
            found=code,
            words=", ".join(media()),
        )
    return Carrier(medium, kind)


def carrier(word: str, *, answers: Mapping[str, Carrier]) -> Carrier | None:
    """What a word for a medium means: an answer of the caller first, then ours; None when nobody knows.

    プログラム(CD-R) is a kind on a carrier, 磁気テープ(LTO-8) a carrier told twice: both halves must be
    known.
    """
    known: dict[str, Carrier] = {**_carriers(), **answers}
    whole = known.get(fold(word))
    halves = _ON_CARRIER.fullmatch(unicodedata.normalize("NFKC", word))
    if whole or not halves:
        return whole
    outside, inside = fold(halves[1]), known.get(fold(halves[2]))
    if inside and known.get(outside, Carrier("")).medium == inside.medium:
        return inside
    return Carrier(inside.medium, meanings("kinds")[outside]) if inside and outside in meanings("kinds") else None


@cache
def _carriers() -> dict[str, Carrier]:
    return {word: _coded(code) for word, code in meanings("media").items()}


def usual_kind(medium: str) -> str:
    """The kind of information on a carrier of which nothing else is said."""
    return str(_words()["usual_kind"].get(medium, "data"))


def item(medium: str, *, info_kind: str) -> int:
    """Clause 23's item, 1 to 4, under which the register lists it."""
    items = _words()["item_of"]
    return int(items.get(medium) or items.get(info_kind) or 1)
