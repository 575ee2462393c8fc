"""May it be kept there, or travel there?"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from assets import words
from assets.language import N_
from assets.rules.rule import FLAG, Case, Finding, no, rule

_AREAS = ("controlled", "handling")
# 3階, 地下1階, 三階, B1F, 3F, 3rd floor, floor 3: the building's name stands before it.
_FLOOR = re.compile(
    r"(?:地下\s*)?[0-9一二三四五六七八九十]+\s*階|(?:(?<![a-z0-9])b)?[0-9]+\s*f(?![a-z0-9])"
    r"|[0-9]+(?:st|nd|rd|th)\s+floor|floor\s+b?[0-9]+"
)


@rule("R22-1", clause=22, deeds=("place add",), outcome=FLAG)
def areas_are_secured(case: Case) -> Iterator[Finding]:
    """A controlled or handling area is locked, and who enters is controlled (施錠・入退室管理); one of which this is not known is recorded with a flag."""
    if is_unsecured(case.fact.zone, case.fact.lock, case.fact.entry_control):
        yield no(N_("Nothing is known of the lock or the entry control of {place}."), place=case.fact.place)


def is_unsecured(zone: str, lock: str, entry_control: str) -> bool:
    """Whether lock or entry control of a controlled or handling area is missing; なし counts as missing."""
    return zone in _AREAS and not (_has(lock) and _has(entry_control))


def _has(text: str) -> bool:
    return bool(text.strip(" -－―")) and words.meanings("answers").get(words.fold(text)) != "no"


@rule("R11-3", clause=11, deeds=("move", "handover", "send"))
def nothing_travels_between_premises(case: Case) -> Iterator[Finding]:
    """Nothing travels from one building of the contractor to another (事業所間の搬送) unless the handover protocol allows it."""
    was, goes = _premises(case, case.asset.place if case.asset else ""), _premises(case, case.fact.place)
    between = building(was) and building(goes) and building(was) != building(goes)
    if between and not (case.protocol and case.protocol.between_premises):
        yield no(
            N_(
                "{place} is at {goes}, {asset} at {was}: the handover protocol does not allow transport between premises."
            ),
            hint=N_("assets protocol set --number NO --agreed-on DATE --between-premises   once both sides agreed"),
            place=case.fact.place,
            was=was,
            goes=goes,
        )


def _premises(case: Case, place: str) -> str:
    known = case.desk.places.get(place)
    return known.premises if known and known.zone in _AREAS else ""


@lru_cache(maxsize=256)
def building(premises: str) -> str:
    """The building of a place: what stands before its floor (本社ビル of 本社ビル3階 and of 本社ビル地下1階); "" when it is not named."""
    told = unicodedata.normalize("NFKC", premises).casefold()
    return " ".join(_FLOOR.split(told)[0].split()).strip(" ,、・")
