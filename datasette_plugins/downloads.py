"""How does much leave the view without filling its memory?

A thread of its own reads row by row, on a guarded connection of its own, and waits when the reader is slow. Few leave at a time, and of one
reader one; others wait, for a while. The work ends when the reader leaves, or when nothing comes of it for long. A download that fails midway ends
without an end, so that no browser takes it for whole.
"""

from __future__ import annotations

import asyncio
import io
import sqlite3
import threading
import time
from collections import defaultdict
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack, suppress
from pathlib import Path
from typing import Any, BinaryIO, cast
from urllib.parse import quote

from datasette_plugins import guard
from datasette_plugins.door import asking

Produce = Callable[[sqlite3.Connection, BinaryIO], None]
Send = Callable[[dict[str, Any]], Awaitable[None]]
AT_ONCE = 3
# How long one waits for a turn, and how long SQLite may work on one piece: together less than a request may take.
TURN_SECONDS, PIECE_SECONDS = 20, 20
_CHUNK = 1 << 16
_WAITING = 4
_STEPS = 10_000


class Busy(Exception):
    """Others take so much along that there is no turn for this one."""

    status = 503


class Turns:
    """Whose turn it is: a slow line, or a question without an end, holds up nobody but its own reader."""

    def __init__(self) -> None:
        self._all = asyncio.Semaphore(AT_ONCE)
        self._own: defaultdict[str, asyncio.Semaphore] = defaultdict(lambda: asyncio.Semaphore(1))

    async def take(self, name: str, turn: AsyncExitStack) -> None:
        """Wait for a turn, which ends with `turn`. Raises Busy."""
        try:
            async with asyncio.timeout(TURN_SECONDS):
                await turn.enter_async_context(self._own[name])
                await turn.enter_async_context(self._all)
        except TimeoutError as error:
            raise Busy from error


class Download:
    """An answer that is written while it is read. `produce` gets a connection and a file to write to, in a thread."""

    def __init__(self, datasette: Any, request: Any, database: str, produce: Produce, *, name: str, type: str) -> None:
        self._turns: Turns = datasette.__dict__.setdefault("download_turns", Turns())
        self._request = request
        self._path = Path(datasette.get_database(database).path)
        self._produce = produce
        self._headers = {
            "content-type": type,
            "content-disposition": f"attachment; filename=\"download\"; filename*=UTF-8''{quote(name)}",
        }

    async def asgi_send(self, send: Send) -> None:
        """Answer; what goes wrong before the first byte is an ordinary refusal."""
        start = {
            "type": "http.response.start",
            "status": 200,
            "headers": [[name.encode(), value.encode()] for name, value in self._headers.items()],
        }
        if self._request.method == "HEAD":
            await send(start)
            await send({"type": "http.response.body", "body": b""})
            return
        visitor = asking.get()
        async with AsyncExitStack() as turn:
            await self._turns.take(visitor.name if visitor else "", turn)
            await self._stream(send, start)

    async def _stream(self, send: Send, start: dict[str, Any]) -> None:
        flow = _Flow(self._path, self._produce)
        left = asyncio.ensure_future(_left(self._request.receive))
        left.add_done_callback(lambda _left: flow.leave())
        try:
            chunk = await flow.next()
            await send(start)
            while chunk and not left.done():
                await send({"type": "http.response.body", "body": chunk, "more_body": True})
                chunk = await flow.next()
            await send({"type": "http.response.body", "body": b""})
        finally:
            left.cancel()
            await flow.stop()


async def _left(receive: Any) -> None:
    """Wait until the reader has gone."""
    while (await receive())["type"] != "http.disconnect":
        pass


class _Gone(Exception):
    """Nobody reads any more."""


class _Flow:
    """Bytes from a thread, a few pieces ahead of the reader; the end is an empty piece, a fault is raised where it is read."""

    def __init__(self, path: Path, produce: Produce) -> None:
        self._loop = asyncio.get_running_loop()
        self._pieces: asyncio.Queue[bytes | BaseException] = asyncio.Queue(_WAITING)
        self._gone = threading.Event()
        self._since = time.monotonic()
        self._work = asyncio.ensure_future(asyncio.to_thread(self._run, path, produce))

    async def next(self) -> bytes:
        piece = await self._pieces.get()
        if isinstance(piece, BaseException):
            raise piece
        return piece

    def leave(self) -> None:
        """Nobody reads any more: whoever waits for a piece waits no longer."""
        self._gone.set()
        with suppress(asyncio.QueueFull):
            self._pieces.put_nowait(b"")

    async def stop(self) -> None:
        self._gone.set()
        while not self._work.done():
            while not self._pieces.empty():
                self._pieces.get_nowait()
            await asyncio.wait([self._work], timeout=0.05)

    def _run(self, path: Path, produce: Produce) -> None:
        try:
            self._read(path, produce)
            self._put(b"")
        except _Gone:
            return
        except Exception as error:
            with suppress(_Gone):  # what it broke off with is nobody's concern then
                self._put(error)

    def _read(self, path: Path, produce: Produce) -> None:
        db = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
        try:
            guard.harden(db)
            db.set_progress_handler(self._is_enough, _STEPS)
            gathered = _Gathered(self._put)
            produce(db, cast("BinaryIO", gathered))
            gathered.finish()
        finally:
            db.close()

    def _put(self, piece: bytes | BaseException) -> None:
        if self._gone.is_set():
            raise _Gone
        asyncio.run_coroutine_threadsafe(self._pieces.put(piece), self._loop).result()
        self._since = time.monotonic()

    def _is_enough(self) -> bool:
        """Whether SQLite should stop where it is."""
        return self._gone.is_set() or time.monotonic() - self._since > PIECE_SECONDS


class _Gathered(io.RawIOBase):
    """Small pieces gathered into larger ones; a file that can only be written."""

    def __init__(self, put: Callable[[bytes], None]) -> None:
        super().__init__()
        self._put = put
        self._held = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self._held += data
        if len(self._held) >= _CHUNK:
            self._pass_on()
        return len(data)

    def finish(self) -> None:
        """Pass on the rest. Not when it is flushed: a workbook that breaks off is flushed too, and would begin an answer that is none."""
        if self._held:
            self._pass_on()

    def _pass_on(self) -> None:
        piece, self._held = bytes(self._held), bytearray()
        self._put(piece)
