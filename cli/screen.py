"""How is the counter drawn?

One screen, of which only the lines that changed are written, so that it stays fast over a slow line: what is set at the top, what came of
the last scan in big words, the newest scans, what is still to come, the prompt at the bottom. Colour never says anything alone.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from itertools import islice
from typing import NamedTuple

from assets.language import N_, _
from assets.when import JAPAN
from cli import say
from cli.keys import shown
from cli.say import plain, width

_GREEN, _RED, _YELLOW, _REVERSE, _BOLD, _DIM, _PLAIN = "30;42", "97;41", "30;43", "7", "1", "2", "0"
_MOST = 200  # scans kept to be drawn; what was done is in the ledger
_LEAST = (40, 16)
_SAID = 3  # lines below the big word, at least
_LISTED = 2  # scans that are seen whatever is said


class View(NamedTuple):
    """What stands around the scans. settings: name -> value; counts: what was done, in words; left: what is still to come, `left_count` in all."""

    title: str
    settings: Sequence[tuple[str, str]]
    counts: str
    question: str
    left: Sequence[str] = ()
    left_count: int | None = None
    modes: str = ""
    help: str = ""


class Entry(NamedTuple):
    """A scan on the list: when, how it ended (good, note, problem), in one line."""

    at: str
    how: str
    text: str


_MARKS = {"good": "✓", "note": "!", "problem": "✗", "": " "}
_BIG = {"good": N_("OK"), "note": N_("NOTE"), "problem": N_("REFUSED"), "": ""}
_COLOURS = {"good": _GREEN, "note": _YELLOW, "problem": _RED, "": _DIM}
_RANK = ["", "good", "note", "problem"]


class Screen:
    """The counter's screen, which speaks in the terminal's place (`say.through`); use as a context manager."""

    def __init__(self, *, write: Callable[[str], object] | None = None) -> None:
        self.entries: deque[Entry] = deque(maxlen=_MOST)
        self._write = write or _to_terminal
        self._drawn: list[str] = []
        self._size = (0, 0)
        self._view = View("", (), "", "")
        self._typed = ""
        self._how, self._said, self._heard = "", list[tuple[str, str]](), False

    def __enter__(self) -> Screen:
        _understood_by_windows()
        self._write("\x1b[?1049h\x1b[2J")
        return self

    def __exit__(self, *_: object) -> None:
        self._write("\x1b[?1049l")

    # -- what is said -------------------------------------------------------------------------------------------------

    def begin(self) -> None:
        """The next scan comes: what was said of the last one goes."""
        self._how, self._said, self._heard = "", [], False

    def end(self) -> None:
        """The scan is told: it goes on the list, and what was refused is heard."""
        if self._how == "problem":
            self._ring(2)
        if self._said and (self._how or self._heard):
            more = sum(how == self._how for how, _text in self._said) - 1
            told = self._said[0][1] + (f"  (+{more})" if more > 0 and self._how == "good" else "")
            self.entries.appendleft(Entry(datetime.now(JAPAN).strftime("%H:%M:%S"), self._how, told))

    def earlier(self, entries: Iterable[Entry]) -> None:
        """Put what was done before on the list, the newest first."""
        self.entries.extend(islice(entries, _MOST - len(self.entries)))

    def line(self, text: str) -> None:
        """Something told."""
        self._say("", text)

    def asked(self, text: str) -> None:
        """An answer is waited for: in the bar, unless a scan came to something just now."""
        self._said.insert(len(self._said) if self._how else 0, ("", text))

    def good(self, text: str) -> None:
        """Something was done."""
        self._say("good", text)

    def note(self, text: str, hint: str = "") -> None:
        """Something to know, with what to do next."""
        self._say("note", text, hint)

    def problem(self, text: str, hint: str = "") -> None:
        """Something was not done, with what to do next."""
        self._say("problem", text, hint)

    def beep(self) -> None:
        """A scan is on disk: heard, and seen, before anything else is drawn."""
        self._ring(1)
        self._heard = True
        self.draw(self._view)

    def _ring(self, times: int) -> None:
        if say.is_heard():
            self._write("\a" * times)

    def _say(self, how: str, text: str, hint: str = "") -> None:
        self._how = max(self._how, how, key=_RANK.index)
        self._said.append((how, text))
        if hint:
            self._said.append(("", f"→ {hint}"))

    # -- what is drawn ------------------------------------------------------------------------------------------------

    def draw(self, view: View) -> None:
        """Bring the screen up to date: only lines that changed are written."""
        self._view = view
        size = shutil.get_terminal_size()
        if size != self._size:
            self._size, self._drawn = size, []
            self._write("\x1b[2J")
        rows = list(self._rows(max(size[0], _LEAST[0]), max(size[1], _LEAST[1])))
        changed = [
            f"\x1b[{number + 1};1H{row}\x1b[K"
            for number, row in enumerate(rows)
            if number >= len(self._drawn) or row != self._drawn[number]
        ]
        self._drawn = rows
        column = 1 + width(self._prompt(size[0]))
        self._write("".join(changed) + f"\x1b[{len(rows) - 1};{column}H")

    def typed(self, text: str) -> None:
        """Show what stands on the line that is being typed."""
        self._typed = text
        self.draw(self._view)

    def again(self) -> None:
        """Draw everything anew."""
        self._size = (0, 0)
        self.draw(self._view)

    def _rows(self, columns: int, lines: int) -> Iterator[str]:
        left = list(self._left(columns))
        room = lines - 9 - len(left)
        said = list(self._more(columns))[: room - _LISTED]
        yield _styled(_fit(self._heading(), columns), _REVERSE)
        yield _fit(f" {self._view.counts}", columns)
        yield from self._bar(columns)
        yield from (said[number] if number < len(said) else "" for number in range(max(_SAID, len(said))))
        yield _rule(columns)
        for number in range(room - max(_SAID, len(said))):
            yield self._entry(number, columns)
        yield from left
        yield _titled(self._view.modes, columns)
        yield self._prompt(columns)
        yield _styled(_cut(f" {self._view.help}", columns), _DIM)

    def _heading(self) -> str:
        told = "   ".join(f"{name} {value}" for name, value in self._view.settings if value)
        sound = "" if say.is_heard() else f"   {_('no sound')}"
        return f" {self._view.title}   {told}{sound}"

    def _bar(self, columns: int) -> Iterator[str]:
        """What came of the last scan in a big word."""
        for text in ("", self._big(), ""):
            yield _styled(_fit(text, columns), _COLOURS[self._how])

    def _big(self) -> str:
        first = self._said[0][1] if self._said else ""
        return f"  {_MARKS[self._how]} {_(_BIG[self._how])}   {first}" if self._how else f"  {first}"

    def _more(self, columns: int) -> Iterator[str]:
        """What the bar has no room for."""
        texts = [text for _how, text in self._said]
        for text in texts[width(self._big()) <= columns :]:
            yield from (f"   {row}" for row in _folded(text, columns - 4))

    def _entry(self, number: int, columns: int) -> str:
        if number >= len(self.entries):
            return ""
        entry = self.entries[number]
        text = _cut(f" {entry.at} {_MARKS[entry.how]} {entry.text}", columns)
        return _styled(text, _BOLD) if number == 0 else text

    def _left(self, columns: int) -> Iterator[str]:
        if self._view.left_count is None:
            return
        yield _titled(_("still to come: {count}").format(count=self._view.left_count), columns)
        yield _fit(" " + "   ".join(self._view.left), columns)

    def _prompt(self, columns: int) -> str:
        begin = f" {_cut(self._view.question, columns * 2 // 3)} > "
        room = columns - width(begin) - 1
        typed = shown(self._typed)
        while width(typed) > room > 0:
            typed = typed[1:]
        return begin + typed


def _to_terminal(text: str) -> None:
    sys.stdout.write(text)
    sys.stdout.flush()


def _styled(text: str, style: str) -> str:
    if os.environ.get("NO_COLOR") and style in (_GREEN, _RED, _YELLOW):
        style = _REVERSE
    return f"\x1b[{style}m{text}\x1b[{_PLAIN}m"


def _rule(columns: int) -> str:
    return "─" * columns


def _titled(text: str, columns: int) -> str:
    begin = f"── {_cut(text, columns - 6)} "
    return begin + "─" * (columns - width(begin))


def _cut(text: str, columns: int) -> str:
    """As much of a line as fits, with … where something is left out."""
    text = plain(text)
    if width(text) <= columns:
        return text
    kept = ""
    for sign in text:
        if width(kept) + width(sign) > columns - 1:
            break
        kept += sign
    return kept + "…"


def _fit(text: str, columns: int) -> str:
    """A line cut or filled up to the width."""
    cut = _cut(text, columns)
    return cut + " " * (columns - width(cut))


def _folded(text: str, columns: int) -> Iterator[str]:
    """Text in lines that fit: at spaces where there are some, Japanese anywhere."""
    line = ""
    for word in _words(plain(text)):
        if line and width(line) + width(word.rstrip()) > columns:
            yield line.rstrip()
            line = ""
        line += word
    yield line.rstrip()


def _words(text: str) -> Iterator[str]:
    word = ""
    for sign in text:
        word += sign
        if sign == " " or width(sign) == 2:
            yield word
            word = ""
    yield word


def _understood_by_windows() -> None:
    """Let a Windows console understand where to draw."""
    if os.name == "nt":
        import ctypes

        kernel = ctypes.windll.kernel32  # type: ignore[attr-defined,unused-ignore]
        handle, mode = kernel.GetStdHandle(-11), ctypes.c_ulong()
        if kernel.GetConsoleMode(handle, ctypes.byref(mode)):
            kernel.SetConsoleMode(handle, mode.value | 4)
