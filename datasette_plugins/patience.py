"""How long does the server wait for a reader?

Somebody who opens connections and says little on each, or takes nothing of what is answered, could keep everybody else out.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from typing import Any

HEAD_SECONDS = 10
# Of all connections that are taken, which are some three times as many.
EACH_CONNECTIONS = 64


def protocol(seconds: float = HEAD_SECONDS, *, proxy: str = "") -> Any:
    """HTTP as uvicorn speaks it, but a connection on which no whole question has come for so long is cut, and one address has only so many.

    proxy: the address that brings everybody, and may have any number.
    """
    import h11
    from uvicorn.protocols.http.h11_impl import H11Protocol

    held: Counter[str] = Counter()

    class Impatient(H11Protocol):
        """A connection that is looked at twice in `seconds`: waiting both times, or with nothing of its answer taken, it is cut."""

        was_waiting = False
        was_unsent = 0
        timer: asyncio.TimerHandle | None = None
        address = ""

        def connection_made(self, transport: Any) -> None:
            """Begin to look."""
            super().connection_made(transport)
            self.address = (transport.get_extra_info("peername") or ("",))[0]
            held[self.address] += 1
            if held[self.address] > EACH_CONNECTIONS and self.address != proxy:
                transport.abort()
                return
            self._look_later()

        def connection_lost(self, exc: Exception | None) -> None:
            """Look no more."""
            held[self.address] -= 1
            if not held[self.address]:
                del held[self.address]
            if self.timer:
                self.timer.cancel()
            super().connection_lost(exc)

        def data_received(self, data: bytes) -> None:
            """A whole question is what counts, not every byte of it."""
            super().data_received(data)
            self.was_waiting = self.was_waiting and self._is_waiting()

        def _is_waiting(self) -> bool:
            return bool(self.conn.their_state is h11.IDLE)

        def _look(self) -> None:
            unsent = self.transport.get_write_buffer_size()
            if (self.was_waiting and self._is_waiting() and not unsent) or 0 < self.was_unsent <= unsent:
                self.transport.abort()
                return
            self.was_waiting, self.was_unsent = self._is_waiting(), unsent
            self._look_later()

        def _look_later(self) -> None:
            self.timer = self.loop.call_later(seconds / 2, self._look)

    return Impatient
