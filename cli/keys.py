"""What comes from the keyboard, or from a scanner that types?

Signs are read as they come, without the terminal's own echo: a scanner types faster than a deed is recorded, and what it types meanwhile
must neither be lost nor scribble over the screen. A line ends with Enter or Tab, whichever the scanner sends, or, when it sends
neither, with a pause after a code that came in one go.
"""

from __future__ import annotations

import codecs
import os
import signal
import sys
import time
import unicodedata
from collections.abc import Callable, Iterator
from types import FrameType
from typing import Any

PAUSE = 0.3  # seconds of silence after which a code without a line end counts as whole
_IN_ONE_GO = 0.03  # seconds a sign: nobody types as fast as a scanner
_ENDS, _ERASE, _CLEAR, _OVER = "\r\n\t", "\x7f\b", "\x15", "\x04"
_BLINK = 0.02


class Keys:
    """The keyboard while a screen is drawn; use as a context manager.

    on_typed: is shown what stands on the line so far; on_resize: is called when the terminal has another size; gone: the terminal went away.
    """

    def __init__(self, *, on_typed: Callable[[str], object], on_resize: Callable[[], object]) -> None:
        self.on_typed, self.on_resize = on_typed, on_resize
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._restore: Callable[[], object] = lambda: None
        self._woken = -1
        self.gone = False

    def __enter__(self) -> Keys:
        if os.name != "nt":
            self._restore = self._quieten()
        return self

    def __exit__(self, *_: object) -> None:
        self._restore()

    def lines(self, is_whole: Callable[[str], bool]) -> Iterator[str]:
        """Line after line, without empty ones, until Ctrl-D; is_whole: whether a text is a code that needs no line end to be taken."""
        typed, began = "", 0.0
        while True:
            quick = bool(typed) and time.monotonic() - began < _IN_ONE_GO * len(typed) + PAUSE
            signs = self._signs(PAUSE if quick and is_whole(typed) else None)
            if signs is None:
                self.gone = True
                return
            began = began if typed else time.monotonic()
            lines, typed, over = _taken(typed, signs) if signs else ([typed], "", False)
            self.on_typed(typed)
            for line in filter(str.strip, lines):
                yield line
                self.on_typed(typed)
            if over and not typed:
                return

    def _signs(self, pause: float | None) -> str | None:
        """What was typed next; "" when nothing was for `pause` seconds; None when the terminal is gone."""
        if os.name == "nt":
            return _on_windows(pause)
        import select

        while True:
            ready, _, _ = select.select([sys.stdin.fileno(), self._woken], [], [], pause)
            if not ready:
                return ""
            if self._woken in ready:
                os.read(self._woken, 64)
                self.on_resize()
                continue
            if not (data := _read(sys.stdin.fileno())):
                return None
            if signs := self._decoder.decode(data):
                return signs

    def _quieten(self) -> Callable[[], object]:
        """Signs one by one, unechoed, Enter as it is; what the terminal was set to comes back by calling the answer."""
        import termios

        file = sys.stdin.fileno()
        before = termios.tcgetattr(file)
        quiet = termios.tcgetattr(file)
        quiet[0] &= ~(termios.ICRNL | termios.IXON)
        quiet[3] &= ~(termios.ICANON | termios.ECHO)
        termios.tcsetattr(file, termios.TCSADRAIN, quiet)
        self._woken, waking = os.pipe()
        os.set_blocking(waking, False)
        resized = signal.signal(signal.SIGWINCH, _nothing)
        woken = signal.set_wakeup_fd(waking, warn_on_full_buffer=False)

        def restore() -> None:
            signal.set_wakeup_fd(woken)
            signal.signal(signal.SIGWINCH, resized)
            os.close(waking)
            os.close(self._woken)
            termios.tcsetattr(file, termios.TCSADRAIN, before)

        return restore


def _read(file: int) -> bytes:
    try:
        return os.read(file, 4096)
    except OSError:  # what a terminal answers that was closed
        return b""


def _nothing(_number: int, _frame: FrameType | None) -> None:
    """A signal that only wakes the reader."""


def _taken(typed: str, signs: str) -> tuple[list[str], str, bool]:
    """The lines that are whole, what stands after them, and whether the end was asked for (Ctrl-D)."""
    lines: list[str] = []
    over = False
    for sign in _without_escapes(signs):
        if sign in _ENDS:
            lines.append(typed)
            typed = ""
        elif sign in _ERASE:
            typed = typed[:-1]
        elif sign == _CLEAR:
            typed = ""
        elif sign == _OVER:
            over = True
        else:
            typed += sign
    return lines, typed, over


def _without_escapes(signs: str) -> Iterator[str]:
    """Signs without the sequences of arrows and function keys."""
    inside = False
    for sign in signs:
        if inside:
            inside = not (sign.isalpha() or sign == "~") or sign == "O"
        elif sign == "\x1b":
            inside = True
        else:
            yield sign


def _on_windows(pause: float | None) -> str | None:
    import msvcrt

    console: Any = msvcrt
    until = None if pause is None else time.monotonic() + pause
    while not console.kbhit():
        if until is not None and time.monotonic() > until:
            return ""
        time.sleep(_BLINK)
    signs = ""
    while console.kbhit():
        sign = console.getwch()
        if sign == "\x03":
            raise KeyboardInterrupt
        if sign in "\x00\xe0":
            console.getwch()
        elif sign == "\x1a":
            signs += _OVER
        else:
            signs += sign
    return signs


def shown(typed: str) -> str:
    """What was typed so far, as it may stand on the screen."""
    return "".join(sign if unicodedata.category(sign)[0] != "C" else "·" for sign in typed)
