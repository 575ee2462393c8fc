"""How does an event stand on its line?

The bytes stored are the bytes hashed: canonical JSON with exactly ten keys, sorted, no spaces, UTF-8.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import msgspec
from msgspec import Struct

from assets.events import KINDS, Fact

VERSION = "assets-journal/1"
GENESIS = "0" * 64
LARGEST = 2**53 - 1  # every reader of JSON holds it exactly

_encoder = msgspec.json.Encoder(order="sorted")


class Actor(Struct, frozen=True, gc=False):
    """Who was at the keyboard. op: number on the roster; auth: typed, env, badge or none; os, host: the machine's words."""

    auth: str
    host: str
    op: str
    os: str


class Line(Struct, frozen=True, forbid_unknown_fields=True, gc=False):
    """One event line, its ten keys exactly as they are hashed."""

    at: str
    by: Actor
    contract: str
    data: msgspec.Raw
    id: str
    kind: str
    prev: str
    seq: int
    site: str
    v: str


class Event(Struct, frozen=True, gc=False):
    """One line read back: the fact with its address (contract, site, seq), when it was recorded and by whom."""

    contract: str
    site: str
    seq: int
    at: str
    by: Actor
    id: str
    kind: str
    fact: Any

    @property
    def occurred(self) -> str:
        """When it happened: the day or instant claimed, else the instant it was recorded."""
        return self.fact.occurred or self.at


_line_decoder = msgspec.json.Decoder(Line)


@cache
def _decoder(kind: str) -> msgspec.json.Decoder[Any]:
    """What reads a kind's data, made when the first such line comes: seventy at once would cost the start of every command."""
    return msgspec.json.Decoder(KINDS[kind])


@cache
def _figures(fact: type[Fact]) -> tuple[str, ...]:
    """Fields of a kind of fact that hold a whole number."""
    told = {name: said for base in fact.__mro__ for name, said in getattr(base, "__annotations__", {}).items()}
    return tuple(name for name in fact.__struct_fields__ if "int" in told[name])


def encode(fact: Fact) -> bytes:
    """The fact as canonical JSON: keys sorted, no spaces, defaults left out."""
    return _encoder.encode(fact)


def write_line(fact: Fact, *, contract: str, site: str, seq: int, prev: str, at: str, by: Actor, id: str) -> bytes:
    """The bytes of an event line, which are the bytes hashed: canonical JSON with its keys sorted.

    Raises OverflowError for a figure beyond LARGEST, UnicodeEncodeError for half a character.
    """
    if any(abs(getattr(fact, name)) > LARGEST for name in _figures(type(fact))):
        raise OverflowError(f"> {LARGEST}")
    return _encoder.encode(Line(at, by, contract, msgspec.Raw(encode(fact)), id, fact.kind, prev, seq, site, VERSION))


def read_line(body: str | bytes) -> Event:
    """The event on a line. Raises msgspec.MsgspecError when the line, its kind or its data is not one of ours."""
    line, fact = _parse(body)
    return Event(line.contract, line.site, line.seq, line.at, line.by, line.id, line.kind, fact)


def read_canonical(body: bytes) -> tuple[Event, str]:
    """The event on a line with its `prev`.

    Raises msgspec.MsgspecError when it is not ours, ValueError when writing it again would give other bytes: a key twice
    (which readers would understand differently), a space, another order or spelling.
    """
    line, fact = _parse(body)
    if (
        _encoder.encode(
            Line(
                line.at,
                line.by,
                line.contract,
                msgspec.Raw(_encoder.encode(fact)),
                line.id,
                line.kind,
                line.prev,
                line.seq,
                line.site,
                line.v,
            )
        )
        != body
    ):
        raise ValueError("not canonical")
    return Event(line.contract, line.site, line.seq, line.at, line.by, line.id, line.kind, fact), line.prev


def _parse(body: str | bytes) -> tuple[Line, Any]:
    line = _line_decoder.decode(body)
    if line.v != VERSION or line.kind not in KINDS:
        raise msgspec.ValidationError(f"unknown version or kind: {line.v} {line.kind}")
    return line, _decoder(line.kind).decode(line.data)
