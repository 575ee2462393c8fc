"""Does the history on this page hold, line by line?

Lines are hashed again while the reader waits: what a page says was checked was checked for that page. Nothing here needs the journal.
"""

from __future__ import annotations

import hashlib
import sqlite3
import time
from typing import Any, BinaryIO, NamedTuple

import msgspec

from assets.language import N_, speaking
from assets.lines import GENESIS, read_canonical
from assets.telling import SENTENCES, tell
from datasette_plugins.texts import speaking as asked_for
from datasette_plugins.texts import visible

SECONDS = 1.5
_LOOK_AT_THE_CLOCK = 500


class Link(NamedTuple):
    """A line with its hash as it is stored and as its bytes give it."""

    seq: int
    line: str
    stored: str
    computed: str

    @property
    def is_good(self) -> bool:
        """Whether the bytes give the hash."""
        return self.stored == self.computed


class Line(NamedTuple):
    """A line, the one before and the one after (None at the ends), what it names as `prev`, and the people and places it speaks of."""

    here: Link
    before: Link | None
    after: Link | None
    prev: str
    kind: str
    data: dict[str, Any]
    asset: str | None
    people: dict[str, str]
    places: dict[str, str]


class Slice(NamedTuple):
    """What was checked: from line `first` to line `last`, of `total`; `why` and `bad`: the first line that does not hold."""

    first: int
    last: int
    total: int
    seconds: float
    bad: int = -1
    why: str = ""


# -- one line ---------------------------------------------------------------------------------------------------------


def line(db: sqlite3.Connection, seq: int) -> Line | None:
    """A line of the contract with its neighbours; None when there is none of this number."""
    here = _link(db, seq)
    if here is None:
        return None
    asset, kind = db.execute("SELECT asset, kind FROM events WHERE seq = ?", (seq,)).fetchone()
    told = msgspec.json.decode(here.line)
    people = {row[0]: row[1] or "" for row in db.execute("SELECT person, name FROM people")}
    places = {row[0]: row[1] or "" for row in db.execute("SELECT place, name FROM places")}
    return Line(here, _link(db, seq - 1), _link(db, seq + 1), told["prev"], kind, told["data"], asset, people, places)


def _link(db: sqlite3.Connection, seq: int) -> Link | None:
    found = db.execute("SELECT line, hash FROM events WHERE seq = ?", (seq,)).fetchone()
    return Link(seq, found[0], found[1], _hash(found[0])) if found else None


def _hash(line: str) -> str:
    return hashlib.sha256(line.encode()).hexdigest()


def page(told: Line) -> dict[str, Any]:
    """What the template shows of a line."""
    shown = visible(told.here.line)
    return {
        "seq": told.here.seq,
        "kind": told.kind,
        "sentence": _sentence(told),
        "asset": told.asset,
        "line": shown,
        "is_changed": shown != told.here.line,
        "here": told.here,
        "before": told.before,
        "after": told.after,
        "prev": told.prev,
        "links_back": told.prev == (told.before.computed if told.before else GENESIS),
        "links_on": told.after is None or msgspec.json.decode(told.after.line)["prev"] == told.here.computed,
        "genesis": GENESIS,
    }


def _sentence(told: Line) -> str:
    if told.kind not in SENTENCES:
        return ""
    with speaking(asked_for.get()):
        return visible(tell(told.kind, told.data, people=told.people, places=told.places))


# -- all lines, a slice at a time -------------------------------------------------------------------------------------


def check(db: sqlite3.Connection, after: int, *, seconds: float = SECONDS) -> Slice:
    """Check the lines after line `after` for at most so many seconds: bytes, hash, number, link to the line before."""
    began = time.monotonic()
    total = db.execute("SELECT coalesce(max(seq), -1) + 1 FROM events").fetchone()[0]
    start = _link(db, after)
    due, prev = after + 1, start.computed if start else GENESIS
    if start is None and after >= 0:
        return Slice(due, after, total, 0.0, after, N_("line {line} is missing"))
    for seq, body, stored in db.execute("SELECT seq, line, hash FROM events WHERE seq > ? ORDER BY seq", (after,)):
        if why := _wrong(due, prev, seq, body, stored):
            return Slice(after + 1, due - 1, total, time.monotonic() - began, due, why)
        due, prev = seq + 1, stored
        if due % _LOOK_AT_THE_CLOCK == 0 and time.monotonic() - began > seconds:
            break
    return Slice(after + 1, due - 1, total, time.monotonic() - began)


def _wrong(due: int, prev: str, seq: int, body: str, stored: str) -> str:
    if seq != due:
        return N_("line {line} is missing")
    try:
        event, named = read_canonical(body.encode())
    except (msgspec.MsgspecError, ValueError, OverflowError, RecursionError):
        return N_("line {line} is not canonical, or not a line of this program")
    if event.seq != seq:
        return N_("line {line} stands where another number is due: a line is missing, doubled or moved")
    if _hash(body) != stored:
        return N_("line {line} was changed: its bytes do not give its hash")
    return N_("line {line} does not link to the line before it") if named != prev else ""


def example(db: sqlite3.Connection) -> tuple[str, str]:
    """Hash of the first line, and what the second line names as the one before it: what the two commands print; "" when there is none."""
    first, second = _link(db, 0), _link(db, 1)
    return (first.computed if first else "", msgspec.json.decode(second.line)["prev"] if second else "")


def write_lines(db: sqlite3.Connection, out: BinaryIO, *, first: int, last: int) -> None:
    """Write the lines from `first` to `last`, byte by byte as they were hashed, each with a line end after it."""
    for (body,) in db.execute("SELECT line FROM events WHERE seq >= ? AND seq <= ? ORDER BY seq", (first, last)):
        out.write(body.encode() + b"\n")
