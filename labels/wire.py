"""How do bytes reach a printer?

Over the network (`tcp://host:9100`) or through a device (`/dev/usb/lp0`). A printer that speaks ZPL is asked how it is before the first
label and after each one: its answer is the proof that it took the label. One that never answers has taken a label when it hangs up after
the last byte; a device, when it let itself be written to.
"""

from __future__ import annotations

import os
import re
import select
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit

from assets.errors import BadInput, PrinterUnreachable
from assets.language import N_

PORT = 9100
"""Where printers listen for what they shall print."""
PATIENCE = 10.0
"""Seconds that a printer may take for one label, or to be reached."""
_HOW_ARE_YOU = b"~HS"
_FIRST_ANSWER = 2.0
_ANSWER = re.compile(rb"\x02([^\x03]*)\x03\s*\x02([^\x03]*)\x03\s*\x02([^\x03]*)\x03")
_PAPER_OUT, _PAUSED, _HEAD_UP, _RIBBON_OUT = (0, 1), (0, 2), (1, 2), (1, 3)
"""Which string of the answer, and which of its values, tells of it."""
_TROUBLES = {
    _PAPER_OUT: N_("The printer {printer} is out of labels."),
    _HEAD_UP: N_("The printer {printer} is open."),
    _RIBBON_OUT: N_("The printer {printer} is out of ribbon."),
    _PAUSED: N_("The printer {printer} is paused."),
}


class Line(Protocol):
    """An open way to a printer; `answers`: whether it says how it is."""

    answers: bool

    def send(self, data: bytes) -> None:
        """Give the printer one label; on return it took all of it. Raises PrinterUnreachable."""


def is_address(text: str) -> bool:
    """Whether this names a printer by where it is, not by its name in the settings."""
    return "/" in text or "\\" in text


@contextmanager
def line_to(address: str, *, patience: float = PATIENCE) -> Iterator[Line]:
    """Open the way to the printer at `address`; PrinterUnreachable when it is off, refuses or is not ready, BadInput when that is no address."""
    if "://" not in address:
        with _device(address, patience) as device:
            yield device
        return
    if address.startswith("file://"):
        with _device(urlsplit(address).path, patience) as device:
            yield device
        return
    network = _Network(address, patience)
    try:
        network.greet()
        yield network
    finally:
        network.close()


def _host_and_port(address: str) -> tuple[str, int]:
    try:
        parts = urlsplit(address)
        host, port = parts.hostname, parts.port or PORT
    except ValueError:
        parts, host, port = urlsplit(""), None, 0
    if parts.scheme != "tcp" or not host or parts.path.strip("/"):
        raise BadInput(
            N_("{printer} is no printer's address."),
            hint=N_("assets label --new --printer tcp://192.0.2.10:9100"),
            printer=address,
        )
    return host, port


class _Network:
    """A printer that listens on a port."""

    def __init__(self, address: str, patience: float) -> None:
        self.answers = False
        self._address, self._patience = address, patience
        self._where = _host_and_port(address)
        self._socket: socket.socket | None = None
        self._heard = b""

    def greet(self) -> None:
        """Ask how it is, and learn whether it answers at all."""
        answer = self._asked(min(_FIRST_ANSWER, self._patience))
        self.answers = answer is not None
        self._must_be_ready(answer)

    def send(self, data: bytes) -> None:
        """Give it one label; the proof is its answer, or that it ends the call when we have done so."""
        self._give(data)
        if not self.answers:
            self._ended()
            return
        answer = self._asked(self._patience)
        if answer is None:
            raise _stalled(self._address)
        self._must_be_ready(answer)

    def close(self) -> None:
        """Hang up."""
        if self._socket:
            self._socket.close()
            self._socket = None

    def _line(self) -> socket.socket:
        if self._socket is None:
            try:
                self._socket = socket.create_connection(self._where, timeout=self._patience)
            except (OSError, UnicodeError) as error:
                raise PrinterUnreachable(
                    N_("The printer {printer} cannot be reached."),
                    hint=N_("Is it switched on and on the network? Print its configuration label to see its address."),
                    printer=self._address,
                ) from error
        return self._socket

    def _asked(self, patience: float) -> list[list[str]] | None:
        """How it says it is; None when it says nothing in time."""
        self._give(_HOW_ARE_YOU)
        while not (found := _ANSWER.search(self._heard)):
            try:
                more = self._read(patience)
            except TimeoutError:
                return None
            if not more:
                raise _hung_up(self._address)
            self._heard += more
        self._heard = self._heard[found.end() :]
        return [part.decode("ascii", "replace").split(",") for part in found.groups()]

    def _ended(self) -> None:
        """Say that this was all, and wait until the printer has read that far and hangs up."""
        try:
            self._line().shutdown(socket.SHUT_WR)
            while self._read(self._patience):
                continue
        except TimeoutError as error:
            raise _stalled(self._address) from error
        except OSError as error:
            raise _hung_up(self._address) from error
        self.close()

    def _read(self, patience: float) -> bytes:
        line = self._line()
        line.settimeout(patience)
        try:
            return line.recv(4096)
        except TimeoutError:
            raise
        except OSError as error:
            raise _hung_up(self._address) from error

    def _give(self, data: bytes) -> None:
        line = self._line()
        line.settimeout(self._patience)
        try:
            line.sendall(data)
        except TimeoutError as error:
            raise _stalled(self._address) from error
        except OSError as error:
            raise _hung_up(self._address) from error

    def _must_be_ready(self, answer: list[list[str]] | None) -> None:
        for (part, value), trouble in _TROUBLES.items():
            if answer and answer[part][value : value + 1] == ["1"]:
                raise PrinterUnreachable(trouble, hint=N_("Put it right, then print again."), printer=self._address)


@contextmanager
def _device(path: str, patience: float) -> Iterator[Line]:
    try:
        if Path(path).is_file():
            raise BadInput(
                N_("{printer} is a file, not a printer."),
                hint=N_("assets label --format zpl --out labels.zpl"),
                printer=path,
            )
        opened = os.open(path, os.O_WRONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    except OSError as error:
        raise PrinterUnreachable(
            N_("The printer {printer} cannot be opened: {why}."),
            hint=N_("Is it plugged in and switched on, and may you print on it?"),
            printer=path,
            why=error.strerror or error,
        ) from error
    try:
        yield _Device(path, opened, patience)
    finally:
        os.close(opened)


class _Device:
    """A printer that is written to like a file."""

    answers = False

    def __init__(self, path: str, opened: int, patience: float) -> None:
        self._path, self._opened, self._patience = path, opened, patience

    def send(self, data: bytes) -> None:
        """Write one label, as fast as the printer takes it."""
        while data:
            try:
                if not self._is_ready():
                    raise _stalled(self._path)
                data = data[os.write(self._opened, data) :]
            except BlockingIOError:
                continue
            except OSError as error:
                raise _hung_up(self._path) from error

    def _is_ready(self) -> bool:
        if not hasattr(os, "O_NONBLOCK"):  # Windows cannot wait for a device, and writes until it is taken
            return True
        return bool(select.select([], [self._opened], [], self._patience)[1])


def _stalled(printer: str) -> PrinterUnreachable:
    return PrinterUnreachable(
        N_("The printer {printer} does not take what is sent to it."),
        hint=N_("Look at its display: labels, ribbon, lid, pause. Then print again."),
        printer=printer,
    )


def _hung_up(printer: str) -> PrinterUnreachable:
    return PrinterUnreachable(
        N_("The printer {printer} hung up before it had the whole label."),
        hint=N_("Look whether a label came out by half, then print again."),
        printer=printer,
    )
