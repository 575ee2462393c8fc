"""Can the history be believed?"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import msgspec

from assets.journal import Journal
from assets.language import N_, say
from assets.lines import GENESIS, read_canonical
from assets.register import Register
from assets.register_schema import TABLES

SLICE = 5_000
_UNREADABLE = (msgspec.MsgspecError, ValueError, OverflowError, RecursionError)


@dataclass
class Chain:
    """What verification found of one contract's chain at one site: its head, or the first bad line with the reason why."""

    contract: str
    site: str
    events: int = 0
    head: str = GENESIS
    at: str = ""
    bad_line: int = -1
    why: str = ""

    @property
    def is_good(self) -> bool:
        """Whether no line was found bad."""
        return not self.why

    def reason(self) -> str:
        """Why the first bad line is bad, in the language spoken now; "" when none is."""
        return say(self.why, {"line": self.bad_line}) if self.why else ""


def chains(journal: Journal, *, progress: Callable[[int], None] | None = None) -> dict[tuple[str, str], Chain]:
    """Check every line of the journal, in the order of the file, past every index.

    Canonical bytes, hash, link, sequence, time that never goes back; the journal may be written meanwhile.
    """
    found: dict[tuple[str, str], Chain] = {}
    last = gap = 0
    for n, body, hash in _stored(journal, progress):
        gap = gap or (n if n != last + 1 else 0)
        last = n
        _check(found, n, body or b"", (hash or b"").decode("ascii", "replace"))
    if gap and all(chain.is_good for chain in found.values()):  # a whole contract may be gone, with its chain
        found["?", "?"] = Chain("?", "?", why=N_("lines of the file are missing before row {line}"), bad_line=gap)
    return found


def _stored(journal: Journal, progress: Callable[[int], None] | None) -> Iterator[tuple[int, bytes, bytes]]:
    after = -math.inf
    while rows := journal.stored(after=after, limit=SLICE):
        yield from rows
        after = rows[-1][0]
        if progress:
            progress(len(rows))


def _check(found: dict[tuple[str, str], Chain], n: int, body: bytes, hash: str) -> None:
    try:
        event, prev = read_canonical(body)
    except _UNREADABLE:
        _blame(found, n, body)
        return
    chain = found.get((event.contract, event.site))
    if chain is None:
        chain = found[event.contract, event.site] = Chain(event.contract, event.site)
    if chain.why:
        return
    chain.why = _wrong(chain, event.seq, event.at, prev, hash, body)
    if chain.why:
        chain.bad_line = event.seq
    else:
        chain.events, chain.head, chain.at = chain.events + 1, hash, event.at


def _wrong(chain: Chain, seq: int, at: str, prev: str, hash: str, body: bytes) -> str:
    if seq != chain.events:
        return N_("line {line} stands where another number is due: a line is missing, doubled or moved")
    if prev != chain.head:
        return N_("line {line} does not link to the line before it")
    if hashlib.sha256(body).hexdigest() != hash:
        return N_("line {line} was changed: its bytes do not give its hash")
    if at < chain.at:
        return N_("line {line} was recorded before the line before it")
    return ""


def _blame(found: dict[tuple[str, str], Chain], n: int, body: bytes) -> None:
    """A line that cannot be read counts against the contract it names; when it names none, against "?" as the n-th of the file."""
    contract, site, seq, why = "?", "?", n, N_("line {line} of the file is no line of this program")
    try:
        line = msgspec.json.decode(body)
        contract, site, seq = str(line["contract"]), str(line["site"]), int(line["seq"])
        why = N_("line {line} is not canonical, or not a line of this program")
    except (*_UNREADABLE, KeyError, TypeError):
        pass
    chain = found.setdefault((contract, site), Chain(contract, site))
    if not chain.why:
        chain.why, chain.bad_line = why, seq


def register_differs(register: Register, journal: Journal, *, progress: Callable[[int], None] | None = None) -> str:
    """The first table in which the register differs from a fresh replay of the journal up to the line the register stands at; "" when none does.

    Journal and register may go on being written meanwhile: the register is compared as it stood at the call.
    """
    register.db.execute("BEGIN")
    fresh = Register.in_memory(register.contract)
    try:
        _replay(fresh, journal, register.head().seq, progress)
        for table in TABLES:
            if not _same(register.contents(table), fresh.contents(table)):
                return table
        return "" if _same(register.search_index(), fresh.search_index()) else "assets_search"
    finally:
        fresh.close()
        register.db.execute("ROLLBACK")


def _replay(fresh: Register, journal: Journal, last: int, progress: Callable[[int], None] | None) -> None:
    after = -1
    fresh.db.execute("BEGIN")
    while rows := journal.lines(fresh.contract, after=after, limit=min(SLICE, last - after)):
        fresh.replay(rows, earlier=lambda number: journal.asset_lines(fresh.contract, number))
        after = rows[-1].event.seq
        if progress:
            progress(len(rows))
    fresh.db.execute("COMMIT")


def _same(here: Iterator[tuple[object, ...]], there: Iterator[tuple[object, ...]]) -> bool:
    end = object()
    while True:
        one, other = next(here, end), next(there, end)
        if one != other:
            return False
        if one is end:
            return True
