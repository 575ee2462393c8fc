"""How does the terminal show it?"""

from __future__ import annotations

import json
import os
import sys
import time
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Protocol

import typer

from assets.errors import AssetsError
from assets.language import Word, _
from assets.mynumber import hidden
from assets.refusal import Refused
from cli.fit import packed, room, width, widths

_NARROW = 80
GOOD, BAD, NOTE = typer.colors.GREEN, typer.colors.RED, typer.colors.YELLOW


class Voice(Protocol):
    """What speaks in the terminal's place: a screen that is drawn."""

    def line(self, text: str) -> None:
        """One line."""

    def good(self, text: str) -> None:
        """Something was done."""

    def note(self, text: str, hint: str) -> None:
        """Something to know, with what to do next."""

    def problem(self, text: str, hint: str) -> None:
        """Something was not done, with what to do next."""

    def asked(self, text: str) -> None:
        """An answer is waited for."""

    def beep(self) -> None:
        """A scan was acknowledged."""


_voices: list[Voice] = []


@contextmanager
def through(voice: Voice) -> Iterator[None]:
    """Let `voice` say everything meanwhile."""
    _voices.append(voice)
    try:
        yield
    finally:
        _voices.pop()


def plain(value: object) -> str:
    """Text as it may go to a terminal: one line, without control characters that could move or colour it."""
    text = _(value) if isinstance(value, Word) else str(value)
    if text.isprintable():
        return text
    return "".join(character if unicodedata.category(character)[0] != "C" else "·" for character in text)


def line(text: str = "") -> None:
    """One line on the screen."""
    if _voices:
        _voices[-1].line(text)
    else:
        typer.echo(text)


def asked(text: str) -> None:
    """What must be answered next."""
    if _voices:
        _voices[-1].asked(text)
    else:
        line(f"? {text}")


def heading(text: str) -> None:
    """What the lines below are about."""
    paragraph(text, wide=True, bold=True)


def good(text: str) -> None:
    """Something was done: in green, and in words."""
    if _voices:
        _voices[-1].good(text)
    else:
        typer.secho(f"✓ {text}", fg=GOOD)


def note(text: str, hint: str = "") -> None:
    """Something to know, with what to do next: in yellow, and in words."""
    if _voices:
        _voices[-1].note(text, hint)
        return
    typer.secho(f"! {text}", fg=NOTE, err=True)
    if hint:
        typer.echo(f"  → {hint}", err=True)


def problem(text: str, hint: str = "") -> None:
    """Something was not done, with what to do next: in red, and in words."""
    if _voices:
        _voices[-1].problem(hidden(text), hidden(hint))
        return
    typer.secho(f"✗ {hidden(text)}", fg=BAD, err=True)
    if hint:
        typer.echo(f"  → {hidden(hint)}", err=True)


def error(failure: AssetsError) -> None:
    """An error's sentence with its advice; a refusal with every reason and the clause of each."""
    if isinstance(failure, Refused):
        refusal(failure)
    else:
        problem(plain(failure.sentence()), plain(failure.advice()))


def refusal(refused: Refused, *, label: str = "") -> None:
    """Every reason at once, each with its rule, its clause and the next command."""
    for reason in refused.reasons:
        clause = _("clause {number}").format(number=reason.clause)
        problem(plain(f"{label}{_('Refused')} [{reason.rule}, {clause}] {reason.sentence()}"), plain(reason.advice()))


def refusal_json(refused: Refused) -> dict[str, Any]:
    """A refusal for scripts."""
    return {
        "refused": refused.deed,
        "asset": refused.asset,
        "reasons": [
            {
                "rule": reason.rule,
                "clause": reason.clause,
                "message": hidden(reason.sentence()),
                "next": hidden(reason.advice()),
            }
            for reason in refused.reasons
        ],
    }


def error_json(failure: AssetsError) -> None:
    """An error or a refusal for scripts, on standard output as every answer."""
    as_json(error_data(failure))


def error_data(failure: AssetsError) -> dict[str, Any]:
    """An error or a refusal as data."""
    if isinstance(failure, Refused):
        return refusal_json(failure)
    return {"error": hidden(failure.sentence()), "next": hidden(failure.advice()), "exit_code": failure.exit_code}


def flag(rule: str) -> str:
    """What a flag on an event means."""
    from assets.rules import RULES

    return f"[{rule}] {_(RULES[rule].explanation)}"


def beep() -> None:
    """One beep for one scan, on a terminal."""
    if _voices:
        _voices[-1].beep()
    elif sys.stdout.isatty() and is_heard():
        typer.echo("\a", nl=False)


def is_heard() -> bool:
    """Whether beeps are to be heard: not with ASSETS_QUIET."""
    return not os.environ.get("ASSETS_QUIET")


def sound(on: bool) -> None:
    """Let beeps be heard from now on, or not."""
    os.environ["ASSETS_QUIET"] = "" if on else "1"


def as_json(data: object) -> None:
    """For scripts: UTF-8, one document."""
    typer.echo(json.dumps(data, ensure_ascii=False, indent=2, default=str))


def facts(pairs: Iterable[tuple[str, object]]) -> None:
    """Aligned `name  value` lines, long values folded; values that are empty are left out."""
    shown = [(plain(name), plain(value)) for name, value in pairs if value not in (None, "")]
    widest = max((width(name) for name, _value in shown), default=0)
    for name, value in shown:
        padded = name + " " * (widest - width(name))
        first, *more = _folded(value, room() - widest - 2) or [""]
        line((padded if _voices else typer.style(padded, dim=True)) + "  " + first)
        for rest in more:
            line(" " * (widest + 2) + rest)


def table(
    columns: Sequence[str],
    rows: Iterable[Sequence[object]],
    *,
    title: str = "",
    right: Sequence[int] = (),
    narrow: bool = False,
) -> None:
    """A table that fits the terminal, nothing cut off: too many columns for its width become one block of lines for each row.

    right: positions of the columns of figures; narrow: it never takes more than 80 columns.
    """
    shown = [["" if value is None else plain(value) for value in row] for row in rows]
    space = min(room(), _NARROW) if narrow else room()
    between, fitting = widths(columns, shown, space)
    if fitting:
        _grid(columns, shown, fitting, between=between, title=title, right=right)
    else:
        _blocks(columns, shown, title=title)


def _grid(
    columns: Sequence[str],
    rows: Sequence[Sequence[str]],
    fitting: Sequence[int],
    *,
    between: int,
    title: str,
    right: Sequence[int],
) -> None:
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    made = Table(
        title=Text(title) if title else None,
        title_justify="left",
        box=box.SIMPLE_HEAD,
        padding=(0, between - 1, 0, 0),
        pad_edge=False,
        show_edge=False,
    )
    for position, (name, wide) in enumerate(zip(columns, fitting, strict=True)):
        figures = position in right
        made.add_column(Text(name), justify="right" if figures else "left", overflow="fold", width=wide)
    for row in rows:
        made.add_row(*map(Text, row))
    line()
    Console(width=room()).print(made)
    line()


def _blocks(columns: Sequence[str], rows: Sequence[Sequence[str]], *, title: str) -> None:
    """Each row by itself: its first cell, and below it every other that says something, with its heading."""
    line()
    if title:
        paragraph(title)
    for first, *others in rows:
        paragraph(first or "-")
        told = (f"{name}: {cell.strip()}" for name, cell in zip(columns[1:], others, strict=True) if cell.strip())
        for beside in packed(told, room() - 2):
            paragraph(beside, indent=2)
    line()


def paragraph(text: str, *, indent: int = 0, wide: bool = False, **style: Any) -> None:
    """Text folded at the terminal's width, at 80 columns unless `wide`; Japanese is folded anywhere. style: as typer.style takes it."""
    for folded in _folded(plain(text), (room() if wide else min(room(), _NARROW)) - indent):
        line(" " * indent + (typer.style(folded, **style) if style and not _voices else folded))


def _folded(text: str, space: int) -> list[str]:
    if width(text) <= space:
        return [text]
    from rich.console import Console
    from rich.text import Text

    return [folded.plain.rstrip() for folded in Text(text).wrap(Console(width=space), space)]


@contextmanager
def progress(what: str, total: int | None) -> Iterator[Any]:
    """A bar for long work, on a terminal, from the first second on; yields `advance(count)`."""
    if not sys.stderr.isatty():
        yield lambda count: None
        return
    bar: Any = None
    done, began = 0, time.monotonic()

    def advance(count: int) -> None:
        nonlocal bar, done
        done += count
        if bar:
            bar.advance(bar.task_ids[0], count)
        elif time.monotonic() - began > 1:
            bar = _bar(what, total, done)

    try:
        yield advance
    finally:
        if bar:
            bar.stop()


def _bar(what: str, total: int | None, done: int) -> Any:
    from rich.console import Console
    from rich.progress import Progress

    bar = Progress(console=Console(stderr=True), transient=True)
    bar.add_task(what, total=total, completed=done)
    bar.start()
    return bar


def names(rows: Iterable[Mapping[str, Any]], key: str) -> dict[str, str]:
    """number -> name of people or places."""
    return {row[key]: row["name"] or "" for row in rows}


def word(code: str) -> Word:
    """A code as people read it."""
    from assets.terms import term

    return term(code)
