"""What does each clause ask, and where does the ledger serve it?

The table stands in `duties.toml`. Which rules and checks watch a clause follows from their own registration, which verbs record it
from `assets.rules.rule.DEEDS`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from assets.clauses import CLAUSES


class Said(NamedTuple):
    """A sentence of our own in both languages; empty when there is nothing to say."""

    ja: str = ""
    en: str = ""

    def text(self, language: str) -> str:
        """The sentence in "ja" or "en"."""
        return self.ja if language == "ja" else self.en


class Duty(NamedTuple):
    """One clause's duty.

    words: the annex's words of urgency; kinds: events that record it; verbs: further ones that serve it; shown: tables and views;
    reported: sections of the report; wants: SQL whose rows must exist, `lacking` says so while there are none; documents: SQL that
    gives the numbers of the documents that prove it, newest first; outside: why the program can do nothing about it.
    """

    clause: int
    said: Said
    words: tuple[str, ...]
    kinds: tuple[str, ...]
    verbs: tuple[str, ...]
    shown: tuple[str, ...]
    reported: tuple[str, ...]
    wants: str
    lacking: Said
    documents: str
    outside: Said

    @property
    def hands(self) -> str:
        """Whose it is: program or out_of_hands."""
        return "out_of_hands" if self.outside.en else "program"


def _duty(number: int, row: Mapping[str, Any]) -> Duty:
    lists = {name: tuple(row.get(name, ())) for name in ("words", "kinds", "verbs", "shown", "reported")}
    return Duty(
        number,
        Said(row["ja"], row["en"]),
        **lists,
        wants=row.get("wants", ""),
        lacking=Said(**row.get("lacking", {})),
        documents=row.get("documents", ""),
        outside=Said(**row.get("outside", {})),
    )


@cache
def duties() -> dict[int, Duty]:
    """The 44 duties by the number of their clause."""
    table = tomllib.loads(Path(__file__).with_name("duties.toml").read_text(encoding="utf-8"))
    return {number: _duty(number, table[str(number)]) for number in CLAUSES}
