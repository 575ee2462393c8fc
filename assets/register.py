"""What does one contract amount to, for people to read?

A register (情報資産管理台帳) is replayed from its contract's lines and follows the journal after each commit. It holds nothing of its own:
it may be deleted at any time, and a fresh replay gives the same. It says by seq and hash where it stands.
"""

from __future__ import annotations

import os
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple

from assets import events as e
from assets import ids
from assets.errors import LedgerUnusable
from assets.journal import Head, Journal, Row
from assets.language import N_
from assets.lines import Event, read_line
from assets.register_rows import (
    CONTAINER_COLUMNS,
    EVENT_COLUMNS,
    asset_row,
    container_row,
    desk_statements,
    event_row,
    flag_rows,
    searchable,
)
from assets.register_schema import ASSET_COLUMNS, SCHEMA_VERSION, TABLES, migrations
from assets.search import query
from assets.state import Asset, Container, fold_assets, fold_container, touched

SLICE = 20_000
_TAIL = 160  # an event line ends with prev, seq, site and v: nothing a person typed can stand there
_KEYS = {
    **dict.fromkeys(("flags", "responsible", "stints", "stocktake_expected"), "1, 2, 3"),
    "begun": "1, 2, 3, 4, 5",
    "ended": "1, 2, 3, 4",
}  # by which the rows of a table stand in order, where its first column does not do
_ASSET = f"SELECT {', '.join(ASSET_COLUMNS)} FROM assets WHERE n = ?"
_WRITE_ASSET = (
    f"INSERT INTO assets({', '.join(ASSET_COLUMNS)}) VALUES ({', '.join('?' * len(ASSET_COLUMNS))}) "
    f"ON CONFLICT(n) DO UPDATE SET {', '.join(f'{name} = excluded.{name}' for name in ASSET_COLUMNS if name != 'n')}"
)
_WRITE_EVENT = f"INSERT INTO events({', '.join(EVENT_COLUMNS)}) VALUES ({', '.join('?' * len(EVENT_COLUMNS))})"
_COUNT_KIND = (
    "INSERT INTO kinds(kind, events) VALUES (?, ?) ON CONFLICT DO UPDATE SET events = events + excluded.events"
)
_WRITE_CONTAINER = f"INSERT OR REPLACE INTO containers({', '.join(CONTAINER_COLUMNS)}) VALUES ({', '.join('?' * len(CONTAINER_COLUMNS))})"


class Standing(NamedTuple):
    """How a register stands to the journal: matches, behind (by `lines`), or different: an alarm."""

    word: str
    lines: int


class Register:
    """An open register. `db` is a plain connection to read from."""

    def __init__(self, db: sqlite3.Connection, contract: str) -> None:
        self.db = db
        self.contract = contract

    @classmethod
    def open(cls, path: Path, contract: str) -> Register:
        """The register at `path`, made or brought up to this program's schema when needed."""
        if not path.exists():
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            shared = path.parent.stat().st_mode & 0o040  # a group that may list the registers may read a new one
            os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600 | shared))
        return cls._prepared(sqlite3.connect(path, isolation_level=None, timeout=5, check_same_thread=False), contract)

    @classmethod
    def in_memory(cls, contract: str) -> Register:
        """A register that lives only as long as this object: for a state on a past day, or to compare with."""
        return cls._prepared(sqlite3.connect(":memory:", isolation_level=None), contract)

    @classmethod
    def _prepared(cls, db: sqlite3.Connection, contract: str) -> Register:
        db.row_factory = sqlite3.Row
        db.execute("PRAGMA synchronous = NORMAL")
        version = db.execute("PRAGMA user_version").fetchone()[0]
        if version > SCHEMA_VERSION:
            raise LedgerUnusable(
                N_("The register of {contract} was written by a newer version of this program."),
                hint=N_("Update this program; nothing was changed."),
                contract=contract,
            )
        if version < SCHEMA_VERSION:
            _migrate(db, contract)
        return cls(db, contract)

    def close(self) -> None:
        """Let go of the file."""
        self.db.close()

    def _finish(self) -> None:
        """Leave the register of a closed contract as a single file that suffices alone; while somebody else reads it, later.

        A correction may still be recorded in a closed contract: the register follows it as any other.
        """
        if not self.db.execute("SELECT 1 FROM contract WHERE closed_on IS NOT NULL").fetchone():
            return
        if self.db.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
            return
        self.db.execute("PRAGMA busy_timeout = 0")
        with suppress(sqlite3.OperationalError):
            self.db.execute("PRAGMA journal_mode = DELETE")
        self.db.execute("PRAGMA busy_timeout = 5000")

    # -- following the journal ----------------------------------------------------------------------------------------

    def head(self) -> Head:
        """The line this register has replayed last."""
        found = self.db.execute("SELECT seq, hash, at FROM head WHERE site = '0'").fetchone()
        return Head(*found) if found else Head()

    def standing(self, journal: Journal) -> Standing:
        """Whether the register says what the journal says."""
        here, there = self.head(), journal.head(self.contract)
        if here.seq >= 0 and (here.seq > there.seq or not _same_line(journal, self.contract, here)):
            return Standing("different", here.seq - there.seq)
        return Standing("behind" if here.seq < there.seq else "matches", there.seq - here.seq)

    def catch_up(self, journal: Journal, *, progress: Callable[[int], None] | None = None) -> int:
        """Replay the lines that came since; the number of lines. Does nothing when the heads do not fit: that is an alarm, not a repair."""
        done = 0
        while True:
            with _transaction(self.db):
                here = self.head()
                if here.seq >= 0 and not _same_line(journal, self.contract, here):
                    return done
                rows = journal.lines(self.contract, after=here.seq, limit=SLICE)
                self.replay(rows, earlier=lambda number: journal.asset_lines(self.contract, number))
            done += len(rows)
            if progress and rows:
                progress(len(rows))
            if len(rows) < SLICE:
                self._finish()
                return done

    def follow(self, rows: Sequence[Row], journal: Journal, *, earlier: Callable[[str], Iterable[Event]]) -> None:
        """Replay lines just written, when they come right after the ones replayed; else catch up from the journal."""
        with _transaction(self.db):
            here = self.head()
            fits = rows and rows[0].event.seq == here.seq + 1 and f'"prev":"{here.hash}"' in rows[0].body[-_TAIL:]
            if fits:
                self.replay(rows, earlier=earlier)
        self._finish() if fits else self.catch_up(journal)

    def rebuild(self, journal: Journal, *, progress: Callable[[int], None] | None = None) -> int:
        """Forget everything, then replay every line, in place and in one go: a server may be reading this file, and shows the old one until then."""
        with suppress(sqlite3.OperationalError):  # a closed contract's register, as it lies, keeps its readers out
            self.db.execute("PRAGMA journal_mode = WAL")
        done = 0
        with _transaction(self.db):
            for table in TABLES:
                self.db.execute(f"DELETE FROM {table}")
            self.db.execute("INSERT INTO assets_search(assets_search) VALUES ('delete-all')")
            while rows := journal.lines(self.contract, after=self.head().seq, limit=SLICE):
                self.replay(rows, earlier=lambda number: journal.asset_lines(self.contract, number))
                done += len(rows)
                if progress:
                    progress(len(rows))
        self._finish()
        return done

    def replay(self, rows: Sequence[Row], *, earlier: Callable[[str], Iterable[Event]]) -> None:
        """Write what `rows` change, in one go; `earlier` gives an asset's lines that stand before them."""
        if not rows:
            return
        begun: dict[str, list[Event]] = {}
        known: dict[str, None] = {}
        corrected: set[str] = set()
        for row in rows:
            fact = row.event.fact
            if isinstance(fact, e.StocktakeStarted):  # its list is what the assets' table says before its line
                self._write_assets(chain(*_folded(begun, known, until=row.event.seq - 1, earlier=earlier)))
            self._write_desk(row.event)
            if isinstance(fact, e.AssetFact) and fact.asset:
                if isinstance(fact, (e.Arrival, e.ContainerMade)):
                    begun[fact.asset] = []
                elif isinstance(fact, e.Corrected):
                    corrected.add(fact.asset)
                for number in touched(fact):
                    begun[number].append(row.event) if number in begun else known.setdefault(number)
        last = rows[-1]
        new, changed = _folded(begun, known, until=last.event.seq, earlier=earlier)
        self._write_assets(new)
        self._change_assets(changed)
        self._index(new)
        self._index_again(
            [
                (fold_assets(now.number, _until(rows[0].event.seq - 1, earlier(now.number))), now)
                for now in changed
                if isinstance(now, Asset) and now.number in corrected
            ]
        )
        self.db.executemany(_WRITE_EVENT, map(event_row, rows))
        self.db.executemany(_COUNT_KIND, Counter(row.event.kind for row in rows).items())
        self.db.executemany(
            "INSERT INTO flags(seq, rule, day, kind, asset, op, violation) VALUES (?, ?, ?, ?, ?, ?, ?)",
            (row for event in rows for row in flag_rows(event.event)),
        )
        self.db.execute(
            "INSERT INTO head(site, seq, hash, at) VALUES (?, ?, ?, ?) "
            "ON CONFLICT DO UPDATE SET seq = excluded.seq, hash = excluded.hash, at = excluded.at",
            (last.event.site, last.event.seq, last.hash, last.event.at),
        )

    def _write_assets(self, subjects: Iterable[Asset | Container | None]) -> None:
        standing = list(subjects)
        self.db.executemany(_WRITE_ASSET, (asset_row(one) for one in standing if isinstance(one, Asset)))
        self.db.executemany(_WRITE_CONTAINER, (container_row(one) for one in standing if isinstance(one, Container)))

    def _change_assets(self, subjects: Iterable[Asset | Container | None]) -> None:
        """Write what changed and nothing else: each column named costs its index a page."""
        cursor = self.db.cursor()
        cursor.row_factory = None
        for one in subjects:
            now = asset_row(one) if isinstance(one, Asset) else ()
            was = now and cursor.execute(_ASSET, now[:1]).fetchone()
            if not was:
                self._write_assets([one])
            elif was != now:
                columns = [n for n, before in enumerate(was) if before != now[n]]
                told = ", ".join(f"{ASSET_COLUMNS[n]} = ?" for n in columns)
                cursor.execute(f"UPDATE assets SET {told} WHERE n = ?", [now[n] for n in (*columns, 0)])

    def _index(self, subjects: Iterable[Asset | Container | None]) -> None:
        """Let new assets be found by their words."""
        self.db.executemany(
            "INSERT INTO assets_search(rowid, words) VALUES (?, ?)",
            ((one.begun_seq, searchable(one.arrival)) for one in subjects if isinstance(one, Asset)),
        )

    def _index_again(self, corrected: Sequence[tuple[Asset | None, Asset]]) -> None:
        """Let corrected assets be found by what they are now: the index holds no texts, so the old ones are told to it once more."""
        self.db.executemany(
            "INSERT INTO assets_search(assets_search, rowid, words) VALUES ('delete', ?, ?)",
            ((was.begun_seq, searchable(was.arrival)) for was, _now in corrected if was is not None),
        )
        self._index(now for _was, now in corrected)

    def _write_desk(self, event: Event) -> None:
        for sql, values in desk_statements(event):
            self.db.execute(sql, values)

    # -- reading ------------------------------------------------------------------------------------------------------

    def search(self, text: str, *, limit: int = 1000) -> list[sqlite3.Row]:
        """The assets whose number begins with `text`, or in whose words every word of it stands."""
        found = "SELECT rowid FROM assets_search WHERE assets_search MATCH ?"
        begins = ids.compact(text).partition(".")[0] or "~"
        return self.db.execute(
            f"SELECT * FROM assets WHERE n IN ({found}) OR (number >= ? AND number < ?) ORDER BY n LIMIT ?",
            (query(text), begins, begins + "~", limit),
        ).fetchall()

    def rows(self, sql: str, *values: object) -> list[sqlite3.Row]:
        """The rows of a question asked in SQL."""
        return self.db.execute(sql, values).fetchall()

    def lines(self) -> Iterator[Row]:
        """Every line of the contract, in order, as this register holds it."""
        for line, hash in self.db.execute("SELECT line, hash FROM events ORDER BY seq"):
            yield Row(line, hash, read_line(line))

    def search_index(self) -> Iterator[tuple[Any, ...]]:
        """Every word of the search index with the assets it stands in: to compare two registers."""
        self.db.execute(
            "CREATE VIRTUAL TABLE IF NOT EXISTS temp.search_words USING fts5vocab(main, assets_search, instance)"
        )
        return map(tuple, self.db.execute("SELECT term, doc, col, offset FROM temp.search_words"))

    def contents(self, table: str) -> Iterator[tuple[Any, ...]]:
        """Every row of a table in a fixed order: to compare two registers."""
        key = _KEYS.get(table, "1")
        return map(tuple, self.db.execute(f"SELECT * FROM {table} ORDER BY {key}"))


def _folded(
    begun: dict[str, list[Event]], known: Iterable[str], *, until: int, earlier: Callable[[str], Iterable[Event]]
) -> tuple[list[Asset | Container | None], list[Asset | Container | None]]:
    """The assets and containers begun in a slice, and those known before it, as the line `until` left them."""
    return (
        [_stand(number, history) for number, history in begun.items()],
        [_stand(number, _until(until, earlier(number))) for number in known],
    )


def _stand(number: str, lines: Iterable[Event]) -> Asset | Container | None:
    """The asset or the container of this number."""
    told = list(lines)
    return fold_assets(number, told) or fold_container(number, told)


def _until(seq: int, events: Iterable[Event]) -> Iterator[Event]:
    return (event for event in events if event.seq <= seq)


def _same_line(journal: Journal, contract: str, head: Head) -> bool:
    return journal.hash_at(contract, head.seq) == head.hash


@contextmanager
def _transaction(db: sqlite3.Connection) -> Iterator[None]:
    db.execute("BEGIN IMMEDIATE")
    try:
        yield
        db.execute("COMMIT")
    except BaseException:
        if db.in_transaction:
            db.execute("ROLLBACK")
        raise


def _clear(db: sqlite3.Connection) -> None:
    """Drop what an older version laid out: everything in a register is replayed from the journal."""
    for kind, names in (
        ("VIEW", "type = 'view'"),
        ("TABLE", "sql LIKE 'CREATE VIRTUAL%'"),
        ("TABLE", "type = 'table'"),
    ):
        listed = f"SELECT name FROM sqlite_schema WHERE {names} AND name NOT LIKE 'sqlite_%'"
        for (name,) in [tuple(row) for row in db.execute(listed)]:
            db.execute(f'DROP {kind} IF EXISTS "{name}"')


def _migrate(db: sqlite3.Connection, contract: str) -> None:
    from sqlite_utils import Database

    db.execute("BEGIN EXCLUSIVE")  # several may open a new register at once: the others wait here
    try:
        version = db.execute("PRAGMA user_version").fetchone()[0]
        if version < SCHEMA_VERSION:
            _clear(db)
            migrations(contract).apply(Database(db))
            db.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
        db.execute("COMMIT")
    except BaseException:
        db.execute("ROLLBACK")
        raise
    with suppress(sqlite3.OperationalError):  # somebody is reading it already
        db.execute("PRAGMA journal_mode = WAL")
