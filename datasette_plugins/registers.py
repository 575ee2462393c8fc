"""What does Datasette see of a register?"""

from __future__ import annotations

import asyncio
import sqlite3
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import partial
from typing import Any

from datasette.database import Database, QueryInterrupted, Results
from datasette.utils import sqlite_timelimit

from assets.language import N_
from datasette_plugins.door import asking
from datasette_plugins.paging import settled
from datasette_plugins.searching import TooManyToBreakDown, quicker
from datasette_plugins.texts import translated

LARGEST_ANSWER = 16_000_000
# How many rows of an answer a page shows; the files beside it hold them all.
ROWS_ON_PAGE = 200
_most: ContextVar[int] = ContextVar("most", default=0)
# Of the threads that ask registers: who asks much, and slowly, leaves some to others.
EACH_AT_ONCE = 2
# How long all statements of one page of ours may take; a question that somebody writes has less.
PAGE_MS = 10_000
_TOO_MUCH = N_("That is more than fits on a page: ask for fewer or shorter rows.")


@contextmanager
def as_on_a_page() -> Iterator[None]:
    """While an answer is asked for to be shown, not to be taken along."""
    before = _most.set(ROWS_ON_PAGE)
    try:
        yield
    finally:
        _most.reset(before)


class TooMuch(sqlite3.OperationalError):
    """An answer that would not fit into memory beside those of others."""


class Register(Database):  # type: ignore[misc]  # Datasette is not typed.
    """A register as a database of Datasette's: the tables that are explained, no file beside it, answers that end."""

    async def table_names(self) -> list[str]:
        """The inner tables of the search are left out: they cannot be counted, and nobody may see them."""
        return [name for name in await super().table_names() if name in self.ds.explained]

    async def attached_databases(self) -> list[object]:
        """None; asking SQLite would tell where the file lies."""
        return []

    async def execute_fn(self, fn: Any) -> Any:
        """As Datasette does it, a few for each reader at a time, and none without an end.

        SQLite looks at the clock between its steps only, and a step may be long: a thread that works on when nobody waits any more is still its
        reader's.
        """
        visitor = asking.get()
        turns = self.ds.__dict__.setdefault("question_turns", defaultdict(lambda: asyncio.Semaphore(EACH_AT_ONCE)))
        turn = turns[visitor.name if visitor else ""]
        await turn.acquire()
        work = asyncio.ensure_future(super().execute_fn(partial(_within_limits, fn)))
        work.add_done_callback(partial(_give_back, turn))
        return await asyncio.shield(work)

    async def execute(
        self,
        sql: str,
        params: Any = None,
        truncate: bool = False,
        custom_time_limit: int | None = None,
        page_size: int | None = None,
        log_sql_errors: bool = True,
    ) -> Any:
        """As Datasette does it, but rows are counted by their size too, and a question that fails is not printed: it says what was searched for."""
        most = _most.get() or self.ds.max_returned_rows
        most += most == (page_size or self.ds.page_size)
        limit = min(self.ds.sql_time_limit_ms, custom_time_limit or self.ds.sql_time_limit_ms)

        def asked(conn: sqlite3.Connection) -> Any:
            with sqlite_timelimit(conn, limit):
                try:
                    cursor = conn.execute(
                        settled(conn, quicker(conn, sql, params)), params if params is not None else {}
                    )
                    rows = _fetched(cursor, most + 1 if truncate and most else None)
                except TooManyToBreakDown as error:  # Datasette then names the column as one that is not counted
                    raise QueryInterrupted(error, sql, params) from None
                except sqlite3.OperationalError as error:
                    if error.args == ("interrupted",):
                        raise QueryInterrupted(error, sql, params) from None
                    raise
                except (sqlite3.ProgrammingError, sqlite3.DataError, OverflowError) as error:
                    raise sqlite3.OperationalError(str(error)) from None  # the asker's mistake, as Datasette knows it
            is_cut = bool(truncate and most and len(rows) > most)
            return Results(rows[:most] if is_cut else rows, is_cut, cursor.description)

        try:
            return await self.execute_fn(asked)
        except TooMuch:  # said here, where it is known in which language
            raise sqlite3.OperationalError(translated(_TOO_MUCH)) from None


def _give_back(turn: asyncio.Semaphore, work: asyncio.Future[Any]) -> None:
    turn.release()
    if not work.cancelled():
        work.exception()  # when nobody waits any more, nobody else asks what became of it


def _within_limits(fn: Any, conn: sqlite3.Connection) -> Any:
    with sqlite_timelimit(conn, PAGE_MS):
        try:
            return fn(conn)
        except sqlite3.OperationalError as error:
            if error.args == ("interrupted",):
                raise QueryInterrupted(error, "", {}) from None
            raise


def _fetched(cursor: sqlite3.Cursor, most: int | None) -> list[Any]:
    rows: list[Any] = []
    size = 0
    for row in cursor:
        rows.append(row)
        size += sum(len(value) for value in row if isinstance(value, (str, bytes)))
        if size > LARGEST_ANSWER:
            raise TooMuch(_TOO_MUCH)
        if most is not None and len(rows) >= most:
            break
    return rows
