"""How do lines read once their corrections count?

A correction (訂正・取消) is a later line about an earlier one. The chain keeps both; what is folded is the earlier line as it should read.
"""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct, field
from msgspec.structs import replace

from assets import events as e
from assets.lines import Event


class Corrections(Struct):
    """What corrections say of other lines: seq -> the corrections of that line in order; seqs of the lines that do not count."""

    said: dict[int, list[e.Corrected]] = field(default_factory=dict)
    voided: set[int] = field(default_factory=set)

    def read(self, event: Event) -> Event:
        """The line as it should read."""
        given = self.said.get(event.seq)
        return replace(event, fact=_as_told(event.fact, given)) if given else event


def corrections(lines: Iterable[Event]) -> Corrections:
    """What the corrections among `lines` say."""
    found = Corrections()
    for line in lines:
        if isinstance(line.fact, e.Corrected):
            if line.fact.void:
                found.voided.add(line.fact.of)
            else:
                found.said.setdefault(line.fact.of, []).append(line.fact)
    return found


def counting(lines: Iterable[Event]) -> list[Event]:
    """The lines that count, as they read once corrected."""
    told = corrections(lines := list(lines))
    return [told.read(line) for line in lines if line.seq not in told.voided]


def text_of(fact: e.Fact, name: str) -> str:
    """A field of a fact as a correction names it."""
    return str(getattr(fact, name))


def _as_told(fact: e.Fact, given: Iterable[e.Corrected]) -> e.Fact:
    told = {name: now for one in given for name, now in zip(one.fields, one.now, strict=False)}
    return replace(
        fact, **{name: _typed(getattr(fact, name), now) for name, now in told.items() if hasattr(fact, name)}
    )


def _typed(before: object, now: str) -> object:
    """`now` as the field holds it: a whole number where one stood before."""
    if isinstance(before, int):
        return int(now) if now.removeprefix("-").isdecimal() else before
    return now if isinstance(before, str) else before
