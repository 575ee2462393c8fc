"""How is a day at the counter begun?"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import nullcontext
from itertools import islice
from pathlib import Path
from typing import Annotated

import msgspec
import typer

from assets.language import N_, _
from assets.ledger import moment_of
from assets.telling import tell
from assets.terms import term
from assets.when import local
from cli import say
from cli.counter import Counter
from cli.deeds import Tally, attempt, one_by_one, unstoppable
from cli.desk import known_code
from cli.kept import Keeper
from cli.keys import Keys
from cli.look import look_all_up
from cli.modes import LOOK, MODES
from cli.scans import Numbers, ScanFile, each_scan
from cli.screen import Entry, Screen, View
from cli.session import By, InContract, Json, On, opened, who
from cli.station import Station

InMode = Annotated[
    str,
    typer.Option(
        "--mode",
        metavar="MODE",
        help=N_(
            "What is done to what is scanned: look, receive, handover, accept, move, return, erase, dispose or stocktake."
        ),
    ),
]


def scan(
    numbers: Numbers = None,
    mode: InMode = "",
    file: ScanFile = None,
    image: Annotated[
        list[str] | None,
        typer.Option(
            "--image",
            metavar="PICTURE",
            help=N_("Labels in a photograph, a scanned page, a PDF or a folder of them; more of them may follow."),
        ),
    ] = None,
    contract: InContract = "",
    by: By = "",
    on: On = "",
    json: Json = False,
) -> None:
    """Work at the counter: scan label after label, to look them up, receive, hand over, accept, move, return, erase, dispose of or count them.

    On a terminal it is a screen; from a file or a pipe the same lines do the same: modes, badges, places, labels. With numbers or pictures
    they are looked up, and nothing is recorded.
    """
    known_code([mode] if mode else [], MODES, option="--mode")
    if image or (not mode and (numbers or json)):
        look_all_up(numbers, file, image, json=json)
        return
    with opened() as ledger:
        counter = Counter(
            Station(ledger, ledger.contract(contract) if contract else "", who(by) if by.strip() else None),
            Tally(json=json),
            Keeper.none(now=moment_of().now),
            on=on,
        )
        on_screen = not (numbers or file or json) and sys.stdin.isatty() and sys.stdout.isatty() and _draws()
        (_screen if on_screen else _lines)(counter, mode or LOOK.code, numbers, file)


_INTERRUPTED = 130
_MODES = N_("receive handover accept move return erase dispose stocktake look")
_COMMANDS = N_("UNDO SAME WHO SOUND END")


def _draws() -> bool:
    return os.environ.get("TERM", "") != "dumb"


# -- line by line -----------------------------------------------------------------------------------------------------


def _lines(counter: Counter, mode: str, numbers: list[str] | None, file: Path | None) -> None:
    """The counter without a screen: a file, a pipe, arguments, or a terminal that cannot draw."""
    counter.ledger.session = counter.keeper.kept.session
    with say.through(_Silent()) if counter.tally.json else nullcontext():
        if mode != LOOK.code:
            counter.enter(MODES[mode])
        one_by_one(counter.scans(each_scan(numbers, file)), counter.tally, counter.one)


class _Silent:
    """What speaks while an answer for scripts is prepared."""

    def line(self, text: str) -> None:
        """Nothing."""

    def good(self, text: str) -> None:
        """Nothing."""

    def note(self, text: str, hint: str) -> None:
        """Nothing."""

    def problem(self, text: str, hint: str) -> None:
        """Nothing."""

    def asked(self, text: str) -> None:
        """Nothing."""

    def beep(self) -> None:
        """Nothing."""


# -- on the screen ----------------------------------------------------------------------------------------------------


def _screen(counter: Counter, mode: str, _numbers: object, _file: object) -> None:
    """The counter on its screen, until END, Ctrl-D or Ctrl-C."""
    ledger, now = counter.ledger, moment_of()
    modes, homes = MODES.keys() - {LOOK.code}, ledger.journal.contracts().values()
    counter.cut_off = Keeper.cut_off(ledger.folder, today=now.today, modes=modes, homes=homes)
    counter.keeper = Keeper.begin(ledger.folder, now=now.now)
    ledger.session = counter.keeper.kept.session
    screen = Screen()
    keys = Keys(on_typed=screen.typed, on_resize=screen.again)
    stopped = False
    with screen, say.through(screen), keys:
        try:
            _work(counter, mode, screen, keys)
        except KeyboardInterrupt:
            stopped = True
    if not keys.gone:
        counter.leave()
    say.line(_counts(counter))
    if stopped:
        raise typer.Exit(_INTERRUPTED)


def _work(counter: Counter, mode: str, screen: Screen, keys: Keys) -> None:
    counter.begin()
    if mode != LOOK.code:
        counter.enter(MODES[mode])
    screen.draw(_view(counter))
    for line in keys.lines(counter.is_code):
        before = counter.done
        for scan in counter.scans([line]):
            screen.begin()
            with unstoppable():
                if not attempt(scan, counter.tally, counter.one) and "reasons" in counter.tally.failed[-1]:
                    counter.enter(LOOK)
            screen.end()
        if counter.done is not before:
            screen.earlier(_entries(counter))
        screen.draw(_view(counter))
        if counter.ended:
            return


def _view(counter: Counter) -> View:
    question, left = counter.question(), counter.left
    return View(
        title=_(counter.mode.title),
        settings=counter.settings(),
        counts=_counts(counter),
        question=_(question.text) if question else _("Scan"),
        left=list(islice(left, 8)) if left is not None else (),
        left_count=None if left is None else len(left),
        modes=_(_MODES),
        help=_(_COMMANDS),
    )


def _counts(counter: Counter) -> str:
    """What the session did, by the ledger's lines."""
    counts = {_(term(kind)): count for kind, count in counter.done.counts.items()} | {
        _(term("refused")): counter.done.refused
    }
    done = "   ".join(f"{word} {count}" for word, count in counts.items() if count)
    return _("Done in this session: {done}").format(done=done or "-")


def _entries(counter: Counter) -> Iterator[Entry]:
    """What a session that was cut off did, the newest first."""
    people, places = counter.ledger.names(counter.at.contract)
    for scan in reversed(counter.done.scans):
        line = [*scan.deeds, *scan.lines][0]
        told = tell(line.kind, msgspec.structs.asdict(line.fact), people=people, places=places)
        how, back = ("note", f" [{_('taken back')}]") if scan.undone else ("good", "")
        yield Entry(local(line.at)[-5:], how, say.plain(f"{line.fact.asset}  {told}{back}"))
