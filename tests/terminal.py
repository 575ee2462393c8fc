"""What stands on the screen of a terminal that somebody types at?

A Terminal is a child process with a pseudo terminal, forked from here, and a little of what a terminal does with what the child writes:
enough for the sequences that the counter uses, and a complaint about any other.
"""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import struct
import sys
import termios
import time
import traceback
from collections.abc import Callable, Sequence
from types import TracebackType

from cli import main
from cli.fit import width

PATIENCE = 30.0
_SEQUENCE = re.compile(r"\x1b\[(\?)?([0-9;]*)([A-Za-z])")


class Terminal:
    """A line typed at a terminal of this size. `bells`: how often it beeped; `written`: how many bytes came."""

    def __init__(
        self,
        args: Sequence[object],
        *,
        lines: int = 24,
        columns: int = 80,
        first: Callable[[], object] = lambda: None,
        environment: dict[str, str] | None = None,
    ) -> None:
        self.lines, self.columns = lines, columns
        self.cells = [[" "] * columns for _ in range(lines)]
        self.row = self.column = 0
        self.bells = self.written = 0
        self._rest = b""
        self.child, self.file = pty.fork()
        if self.child == 0:
            _at_work([str(arg) for arg in args], (lines, columns), first, environment or {})

    def __enter__(self) -> Terminal:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.child:
            self.kill(signal.SIGKILL)

    # -- what somebody does -------------------------------------------------------------------------------------------

    def type(self, *lines: str, end: str = "\r") -> None:
        """Type lines, each with this end."""
        os.write(self.file, "".join(line + end for line in lines).encode())

    def until(self, text: str) -> None:
        """Wait until `text` stands on the screen."""
        self.when(lambda: text in self.shown(), text)

    def when(self, comes: Callable[[], bool], what: str = "") -> None:
        """Wait until something is so."""
        until = time.monotonic() + PATIENCE
        while not comes():
            ready = select.select([self.file], [], [], max(0, until - time.monotonic()))[0]
            assert ready, f"{what!r} never came:\n{self.shown()}"
            assert self._read(), f"the program ended before {what!r} came:\n{self.shown()}"

    def quiet(self, seconds: float = 0.3) -> None:
        """Wait until nothing was written for a while."""
        while select.select([self.file], [], [], seconds)[0] and self._read():
            pass

    def resize(self, lines: int, columns: int) -> None:
        """Give the window another size."""
        self.lines, self.columns = lines, columns
        self.cells = [[" "] * columns for _ in range(lines)]
        _size(self.file, (lines, columns))
        os.kill(self.child, signal.SIGWINCH)

    def kill(self, number: int) -> int:
        """End the program by a signal; its exit code."""
        os.kill(self.child, number)
        return self.end()

    def hang_up(self) -> int:
        """Close the window; the program's exit code."""
        os.close(self.file)
        self.file = -1
        return self.end()

    def end(self) -> int:
        """Read what is still said until the program ended; its exit code."""
        while self.file >= 0 and self._read():
            pass
        code = os.waitstatus_to_exitcode(os.waitpid(self.child, 0)[1])
        self.child = 0
        if self.file >= 0:
            os.close(self.file)
            self.file = -1
        return code

    # -- what stands there --------------------------------------------------------------------------------------------

    def shown(self) -> str:
        """The screen, without the spaces at the ends of its lines."""
        return "\n".join("".join(row).rstrip() for row in self.cells)

    def row_of(self, number: int) -> str:
        """One line of the screen; negative from below."""
        return "".join(self.cells[number]).rstrip()

    def _read(self) -> bool:
        try:
            data = os.read(self.file, 65536)
        except OSError:
            return False
        self.written += len(data)
        text = (self._rest + data).decode("utf-8", "ignore")
        kept = len(self._rest + data) - len(text.encode())
        self._rest = (self._rest + data)[len(self._rest + data) - kept :] if kept else b""
        self._show(text)
        return bool(data)

    def _show(self, text: str) -> None:
        at = 0
        while at < len(text):
            found = _SEQUENCE.match(text, at)
            if found:
                self._obey(found[1] or "", found[2], found[3])
                at = found.end()
                continue
            if text[at] == "\x1b" and "\x1b" not in text[at + 1 :] and len(text) - at < 12:
                self._rest = text[at:].encode() + self._rest
                return
            self._sign(text[at])
            at += 1

    def _obey(self, private: str, numbers: str, letter: str) -> None:
        if letter == "H":
            row, column = (int(number) for number in numbers.split(";"))
            self.row, self.column = min(row, self.lines) - 1, min(column, self.columns) - 1
        elif letter == "K":
            self.cells[self.row][self.column :] = [" "] * (self.columns - self.column)
        elif letter == "J":
            self.cells = [[" "] * self.columns for _ in range(self.lines)]
        elif private and letter in "hl":
            self.cells = [[" "] * self.columns for _ in range(self.lines)]
            self.row = self.column = 0
        else:
            assert letter == "m", f"the counter is not to use {letter!r}"

    def _sign(self, sign: str) -> None:
        if sign == "\a":
            self.bells += 1
        elif sign == "\r":
            self.column = 0
        elif sign == "\n":
            self.row += 1
            if self.row == self.lines:
                self.cells = [*self.cells[1:], [" "] * self.columns]
                self.row -= 1
        else:
            assert sign.isprintable(), f"{sign!r} on the screen"
            self._put(sign)

    def _put(self, sign: str) -> None:
        wide = width(sign)
        if self.column + wide > self.columns:
            self.column = self.columns - wide
        self.cells[self.row][self.column : self.column + wide] = [sign] + [""] * (wide - 1)
        self.column += wide


def _at_work(args: list[str], size: tuple[int, int], first: Callable[[], object], environment: dict[str, str]) -> None:
    """What the child does; it never comes back."""
    code = 99
    try:
        _size(0, size)
        os.environ.update({"TERM": "xterm", "ASSETS_QUIET": "", **environment})
        sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115
        sys.stdout = open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
        sys.stderr = open(2, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
        signal.signal(signal.SIGINT, signal.default_int_handler)
        first()
        code = main.run(args)
        sys.stdout.flush()
        sys.stderr.flush()
    except BaseException:
        traceback.print_exc()
        sys.stderr.flush()
    finally:
        os._exit(code)


def _size(file: int, size: tuple[int, int]) -> None:
    fcntl.ioctl(file, termios.TIOCSWINSZ, struct.pack("HHHH", *size, 0, 0))
