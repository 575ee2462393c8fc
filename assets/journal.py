"""Where is the truth kept?

One SQLite file holds every contract's event lines, hash-chained per contract and site, append-only, and nothing else.
A commit survives power loss (`journal_mode=DELETE`, `synchronous=EXTRA`); the write lock is taken before the first read
(`BEGIN IMMEDIATE`), so what was decided is decided on what is written.
"""

from __future__ import annotations

import hashlib
import os
import secrets
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
from msgspec.structs import replace

from assets.errors import BadInput, LedgerUnusable
from assets.events import Fact
from assets.journal_schema import APPLICATION_ID, FROM_VERSION_1, LAYOUTS, SCHEMA, SCHEMA_VERSION, name_of
from assets.language import N_
from assets.lines import GENESIS, Actor, Event, read_line, write_line
from assets.sqlite_errors import explained

BUSY_SECONDS = 10.0


class Head(NamedTuple):
    """The end of one contract's chain at one site: last seq (-1: none), hash of that line, when it was recorded."""

    seq: int = -1
    hash: str = GENESIS
    at: str = ""


class Row(NamedTuple):
    """A stored line: its bytes, their hash, and the event they are."""

    body: str
    hash: str
    event: Event


def new_id(milliseconds: int, *, session: str = "") -> str:
    """A UUIDv7 in 32 hex digits, made before the commit so that a retry stores once; session: hex digits that end it."""
    tail = secrets.randbits(74)
    made = f"{(milliseconds << 80) | 0x7 << 76 | (tail >> 62) << 64 | 0x2 << 62 | (tail & (1 << 62) - 1):032x}"
    return made[: len(made) - len(session)] + session


class Journal:
    """An open journal file. Use as a context manager or call `close`."""

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self._db = connection
        self.path = path

    # -- opening ------------------------------------------------------------------------------------------------------

    @classmethod
    def create(cls, path: Path) -> Journal:
        """Make an empty journal that only its owner may read. Raises LedgerUnusable when there is one already."""
        with explained(path):
            if _is_there(path):
                raise LedgerUnusable(N_("There is a ledger already: {path}"), path=path)
            os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
            return cls(_connect(path, readonly=False), path)._prepared(cls._lay_out)

    @classmethod
    def open(cls, path: Path, *, readonly: bool = False) -> Journal:
        """Open the journal at `path`. Raises LedgerUnusable when it is missing, not ours, or newer than this program."""
        with explained(path):
            if not _is_there(path):
                raise LedgerUnusable(
                    N_("There is no ledger at {folder}."),
                    hint=N_("assets init, or name it: --ledger FOLDER"),
                    folder=path.parent,
                )
            journal = cls(_connect(path, readonly=readonly), path)._prepared(cls._must_be_ours)
            if readonly:
                return journal._prepared(cls._must_be_of_today)
            return journal._prepared(cls._insist_on_delete_mode)._prepared(cls._bring_up_to_date)

    def _prepared(self, step: Callable[[Journal], None]) -> Journal:
        try:
            step(self)
        except BaseException:
            self.close()
            raise
        return self

    def _lay_out(self) -> None:
        self._db.execute("BEGIN IMMEDIATE")
        if self._ask("SELECT 1 FROM sqlite_schema"):  # somebody else was faster
            raise LedgerUnusable(N_("There is a ledger already: {path}"), path=self.path)
        for statement in SCHEMA:
            self._db.execute(statement)
        self._db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        self._db.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
        self._db.execute("COMMIT")

    def _must_be_ours(self) -> None:
        [(ours,)], [(version,)] = self._ask("PRAGMA application_id"), self._ask("PRAGMA user_version")
        if ours != APPLICATION_ID:
            raise LedgerUnusable(N_("{path} is not a ledger of this program."), path=self.path)
        if version > SCHEMA_VERSION:
            raise LedgerUnusable(
                N_("The ledger {path} was written by a newer version ({version}) of this program."),
                hint=N_("Update this program; nothing was changed."),
                path=self.path,
                version=version,
            )

    def _must_be_of_today(self) -> None:
        if self._ask("PRAGMA user_version") != [(SCHEMA_VERSION,)]:
            raise LedgerUnusable(
                N_("The ledger {path} was written by an older version of this program."),
                hint=N_("assets status   brings it up to date; its lines stay as they are."),
                path=self.path,
            )

    def _insist_on_delete_mode(self) -> None:
        """Whoever opened the file with another program may have left it in a mode in which a commit can be lost."""
        self._ask("PRAGMA journal_mode = DELETE")

    def _bring_up_to_date(self) -> None:
        """Let a ledger of an older version be read by what this one asks; its lines stay as they are."""
        if self._ask("PRAGMA user_version") == [(SCHEMA_VERSION,)]:
            return
        self._db.execute("BEGIN IMMEDIATE")
        if not self._ask("SELECT 1 FROM pragma_table_xinfo('journal') WHERE name = 'host'"):
            for statement in FROM_VERSION_1:
                self._db.execute(statement)
        self._db.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
        self._db.execute("COMMIT")

    def close(self) -> None:
        """Let go of the file."""
        self._db.close()

    def __enter__(self) -> Journal:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # -- writing ------------------------------------------------------------------------------------------------------

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the write lock from before the first read to the commit; roll back on any exception.

        Raises LedgerBusy, DiskFull or LedgerUnusable instead of SQLite's own errors.
        """
        with explained(self.path):
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._db.execute("COMMIT")
            except BaseException:
                if self._db.in_transaction:
                    self._db.execute("ROLLBACK")
                raise

    def append(
        self,
        facts: Sequence[Fact],
        *,
        contract: str,
        at: str,
        by: Actor,
        ids: Sequence[str],
        site: str = "0",
        progress: Callable[[int], None] | None = None,
    ) -> list[Row]:
        """Write `facts` at the end of the contract's chain, inside `writing`; `ids` name the lines.

        The clock never goes back on the chain: a line is not earlier than the one before it, and the raw clock is kept beside it.
        Lines whose ids are stored already are not written again: the stored ones come back. Raises BadInput for a text or a figure
        that no line can hold.
        """
        if known := self.with_ids(ids):
            return known
        head = self.head(contract, site=site)
        kept = max(at, head.at)
        clock = at if _seconds_apart(at, kept) > 1 else ""
        rows: list[Row] = []
        seq, prev = head.seq, head.hash
        for fact, id in zip(facts, ids, strict=True):
            seq += 1
            told = replace(fact, clock=clock) if clock else fact
            body = _written(told, contract=contract, site=site, seq=seq, prev=prev, at=kept, by=by, id=id)
            prev = hashlib.sha256(body).hexdigest()
            rows.append(Row(body.decode(), prev, Event(contract, site, seq, kept, by, id, told.kind, told)))
        self._insert(rows, progress)
        return rows

    def _insert(self, rows: list[Row], progress: Callable[[int], None] | None) -> None:
        insert = "INSERT INTO journal(body, hash) VALUES (?, ?)"
        for start in range(0, len(rows), 1000):
            self._db.executemany(insert, [(row.body, row.hash) for row in rows[start : start + 1000]])
            if progress:
                progress(min(1000, len(rows) - start))

    # -- reading ------------------------------------------------------------------------------------------------------

    def head(self, contract: str, *, site: str = "0") -> Head:
        """The end of a contract's chain."""
        found = self._ask(
            "SELECT seq, hash, at FROM journal WHERE contract = ? AND site = ? ORDER BY seq DESC LIMIT 1",
            contract,
            site,
        )
        return Head(*found[0]) if found else Head()

    def hash_at(self, contract: str, seq: int, *, site: str = "0") -> str:
        """The hash of the contract's line `seq`; "" when there is no such line."""
        found = self._ask("SELECT hash FROM journal WHERE contract = ? AND site = ? AND seq = ?", contract, site, seq)
        return found[0][0] if found else ""

    def contracts(self) -> dict[str, str]:
        """Label prefix -> contract number, of every contract, in the order they were opened."""
        found = self._ask("SELECT n, prefix, contract FROM journal INDEXED BY journal_prefix WHERE prefix IS NOT NULL")
        return {prefix: contract for _n, prefix, contract in sorted(found)}

    def desk_lines(self, contract: str, *, after: int = -1) -> Iterator[Event]:
        """The contract's lines that are about no single asset, after line `after`."""
        return self._events("contract = ? AND asset IS NULL AND seq > ? ORDER BY seq", contract, after)

    def asset_lines(self, contract: str, asset: str) -> Iterator[Event]:
        """The lines that name an asset, as the asset or as the source of a copy, in order."""
        either = "SELECT n FROM journal WHERE contract = ? AND asset = ? UNION ALL SELECT n FROM journal WHERE source = ? AND contract = ?"
        return self._events(f"n IN ({either}) ORDER BY seq", contract, asset, asset, contract)

    def nameless_lines(self, contract: str, *, after: int) -> Iterator[Event]:
        """The lines after line `after` about what the contract has no number for: refused deeds, unknown labels."""
        return self._events("contract = ? AND asset = '' AND seq > ? ORDER BY seq", contract, after)

    def session_lines(self, contract: str, session: str, *, after: int) -> Iterator[Event]:
        """The lines after line `after` whose ids end with a counter session's digits, in order."""
        return self._events("contract = ? AND seq > ? AND id LIKE '%' || ? ORDER BY seq", contract, after, session)

    def own_lines(self, contract: str, number: str) -> Iterator[Event]:
        """The lines about a number itself, in order: of a container, without those about what it holds."""
        return self._events("contract = ? AND asset = ? ORDER BY seq", contract, number)

    def packed_into(self, contract: str, container: str) -> list[str]:
        """Numbers of the assets that were ever packed into a container, found by the index of sources alone."""
        packed = (
            "SELECT DISTINCT asset FROM journal WHERE source = ? AND +contract = ? AND kind = 'packed' ORDER BY asset"
        )
        return [asset for (asset,) in self._ask(packed, container, contract)]

    def lines(self, contract: str, *, after: int = -1, limit: int = -1, site: str = "0") -> list[Row]:
        """At most `limit` of the contract's lines after line `after`, in order."""
        found = self._ask(
            "SELECT body, hash FROM journal WHERE contract = ? AND site = ? AND seq > ? ORDER BY seq LIMIT ?",
            contract,
            site,
            after,
            limit,
        )
        return [Row(body, hash, self._event(body)) for body, hash in found]

    def with_serial(self, serial: str) -> list[tuple[str, str]]:
        """(contract, asset) of every asset that was ever said to bear this manufacturer's serial, in any contract."""
        return self._ask(
            "SELECT contract, asset FROM journal WHERE serial = ? GROUP BY contract, asset ORDER BY min(n)", serial
        )

    def hosted(self, contract: str, host: str) -> list[str]:
        """Numbers of the contract's assets that began as data on this host."""
        found = self._ask("SELECT asset FROM journal WHERE host = ? AND contract = ? ORDER BY n", host, contract)
        return [asset for (asset,) in found]

    def last_ordinal(self, contract: str, *, site: str = "0") -> int:
        """The highest serial part given to an asset of this contract at this site; 0 when there is none."""
        [(highest,)] = self._ask(
            "SELECT max(ordinal) FROM journal WHERE contract = ? AND site = ? AND ordinal IS NOT NULL", contract, site
        )
        return highest or 0

    def known_ids(self, ids: Iterable[str]) -> set[str]:
        """Those of `ids` that are stored already."""
        return {id for id in ids if self._ask("SELECT 1 FROM journal WHERE id = ?", id)}

    def with_ids(self, ids: Iterable[str]) -> list[Row]:
        """The lines of these ids; none unless every one of them is stored."""
        rows: list[Row] = []
        for id in ids:
            found = self._ask("SELECT body, hash FROM journal WHERE id = ?", id)
            if not found:
                return []
            rows += [Row(body, hash, self._event(body)) for body, hash in found]
        return rows

    def stored(self, *, after: float, limit: int) -> list[tuple[int, bytes, bytes]]:
        """(n, body, hash) in the order of the file, past every index, as bytes whatever they are: what verification reads."""
        return self._ask(
            "SELECT n, CAST(body AS BLOB), CAST(hash AS BLOB) FROM journal NOT INDEXED WHERE n > ? ORDER BY n LIMIT ?",
            after,
            limit,
        )

    def changed_schema(self) -> list[str]:
        """Names of the tables, indexes and triggers that are missing, added or altered."""
        found = self._ask(
            "SELECT name, sql FROM sqlite_schema WHERE type <> 'table' OR name NOT GLOB 'sqlite_stat[0-9]'"
        )
        ours = [{(name_of(statement), statement) for statement in layout} for layout in LAYOUTS]
        differing = min((set(found) ^ wanted for wanted in ours), key=len)
        return sorted({str(name) for name, _ in differing})

    def damage(self) -> str:
        """What SQLite itself finds wrong with the file; "" when it finds nothing."""
        try:
            [(found,)] = self._ask("PRAGMA integrity_check(1)")
        except LedgerUnusable as error:  # the check itself stumbles over JSON that is none
            return str(error.__cause__)
        return "" if found == "ok" else str(found)

    def _ask(self, sql: str, *values: object) -> list[Any]:
        with explained(self.path):
            return self._db.execute(sql, values).fetchall()

    def _events(self, where: str, *values: object) -> Iterator[Event]:
        return (self._event(body) for (body,) in self._ask(f"SELECT body FROM journal WHERE {where}", *values))

    def _event(self, body: str) -> Event:
        try:
            return read_line(body)
        except msgspec.MsgspecError as error:
            raise LedgerUnusable(
                N_("A line of the ledger {path} cannot be read."), hint=N_("assets verify"), path=self.path
            ) from error


def _is_there(path: Path) -> bool:
    """Whether anything stands at `path`, other than the empty file of a creation that was cut short."""
    try:
        return path.stat().st_size > 0 or not path.is_file()
    except (FileNotFoundError, NotADirectoryError):
        return False


def _written(fact: Fact, **address: Any) -> bytes:
    try:
        return write_line(fact, **address)
    except (UnicodeEncodeError, OverflowError) as error:
        raise BadInput(
            N_("A text or a figure cannot be written: {why}"), hint=N_("Type it again."), why=error
        ) from error


def _seconds_apart(earlier: str, later: str) -> float:
    from datetime import datetime

    return 0 if earlier == later else (datetime.fromisoformat(later) - datetime.fromisoformat(earlier)).total_seconds()


def _connect(path: Path, *, readonly: bool) -> sqlite3.Connection:
    mode = "ro" if readonly else "rw"
    db = sqlite3.connect(
        f"{path.absolute().as_uri()}?mode={mode}",
        uri=True,
        isolation_level=None,
        timeout=BUSY_SECONDS,
        check_same_thread=False,
    )
    db.execute("PRAGMA synchronous = EXTRA")
    return db
