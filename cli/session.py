"""Which ledger, who, and when does this line speak of?"""

from __future__ import annotations

import os
import sys
import unicodedata
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated

import typer

from assets.edge import actor, default_folder, moment_of
from assets.errors import BadInput, Unanswered
from assets.ids import badge
from assets.language import N_, _
from assets.ledger import Ledger
from assets.lines import Actor
from assets.mynumber import looks_like_my_number
from assets.register import Register
from assets.when import Moment
from cli import answers, say


@dataclass
class Session:
    """What was said on the whole line."""

    folder: str = ""


SESSION = Session()

By = Annotated[
    str,
    typer.Option(
        "--by",
        metavar="PERSON",
        envvar="ASSETS_BY",
        help=N_("Who does it: your number on the roster, or scan your badge."),
    ),
]
On = Annotated[
    str,
    typer.Option(
        "--on",
        metavar="DATE",
        help=N_("When it happened, if not now: 2025-04-15, 令和7年4月15日, or with a time 2025-04-15T10:30."),
    ),
]
Violation = Annotated[
    str,
    typer.Option(
        "--violation",
        metavar="REASON",
        help=N_(
            "It has happened already, although a rule forbids it: the responsible person (管理責任者) records it with the reason; "
            "an incident draft is opened."
        ),
    ),
]
Performer = Annotated[str, typer.Option("--performer", metavar="PERSON", help=N_("Who does the work, if not you."))]
Json = Annotated[bool, typer.Option("--json", help=N_("Answer in JSON, for scripts."))]
InContract = Annotated[
    str,
    typer.Option(
        "--contract",
        "-c",
        metavar="CONTRACT",
        help=N_("The contract's number or label prefix; needed only when there are several."),
    ),
]
From = Annotated[Path | None, typer.Option("--from", metavar="FILE", help=N_("Read it from this file."))]


def opened() -> Ledger:
    """The ledger this line speaks of."""
    return Ledger.open(folder())


def folder() -> Path:
    """The ledger's folder, named or default."""
    return Path(SESSION.folder) if SESSION.folder else default_folder()


def moment(on: str, violation: str = "") -> Moment:
    """Now, with the day `--on` claims and the reason `--violation` gives."""
    now = moment_of(time(on))
    return replace(now, violation=violation.strip()) if violation else now


def time(text: str) -> str:
    """An option that takes a day or a day with a time, as it stands on the chain; "" stays ""."""
    if not text:
        return ""
    from assets.dates import parse_day

    return parse_day(text)


def day(text: str) -> str:
    """A date option as YYYY-MM-DD; "" stays ""."""
    if not text:
        return ""
    from assets.dates import parse_only_day

    return parse_only_day(text)


def who(by: str, *, needed: bool = True) -> Actor:
    """The person at the keyboard: typed, from the environment, or asked for on a terminal."""
    if by.strip():
        op = folded(by)
        if looks_like_my_number(op):
            raise BadInput(
                N_("--by is a number on the roster; this looks like a My Number."), hint=N_("assets person list")
            )
        return actor(op, "env" if by == os.environ.get("ASSETS_BY") else "typed")
    if not needed:
        return actor("", "none")
    return actor(folded(ask(N_("Who are you (number on the roster)?"), option="--by")), "badge")


def ask(question: str, *, option: str) -> str:
    """Ask on a terminal, offering the last answer for what is usually the same (`answers.OFFERED`); in a script it is an error that names the option."""
    if not sys.stdin.isatty():
        raise Unanswered(
            N_("{option} is missing."), hint=N_("Add {option}; on a terminal it is asked for."), option=option
        )
    last = answers.last(folder(), option)
    answer = str(typer.prompt(_(question), prompt_suffix=" ", default=last or None)).strip()
    answers.remember(folder(), option, answer)
    return answer


def needed(value: str, question: str, *, option: str) -> str:
    """`value`, or what a person answers when it is empty."""
    return value or ask(question, option=option)


def existing(path: Path) -> Path:
    """`path`, when there is such a file."""
    if not path.is_file():
        raise BadInput(
            N_("There is no file {path}."), hint=N_("Check the name; quotes help when it has spaces."), path=path
        )
    return path


def coded(word: str, table: str) -> str:
    """The code of a word as forms use it (磁気テープ, 管理区域, 特定個人情報); anything else as it is."""
    from assets import words

    meaning = words.meanings(table).get(words.fold(word), word)
    return meaning.partition("/")[0]


def folded(code: str) -> str:
    """A number of a person, place, seal or serial as it stands in the ledger, whatever keyboard it was typed on; a badge's code as its number."""
    scanned = badge(code)
    return scanned.code if scanned else unicodedata.normalize("NFKC", code).strip()


def reading(ledger: Ledger, contract: str) -> Register:
    """The contract's register, caught up; says so when it does not follow from the journal, or is behind it."""
    register = caught_up(ledger, contract)
    standing = register.standing(ledger.journal)
    if standing.word == "different":
        say.problem(_("ALARM: the register does not follow from the journal."), "assets verify")
    elif standing.word == "behind":
        say.note(_("The register is {lines} events behind the journal.").format(lines=standing.lines))
    return register


def caught_up(ledger: Ledger, contract: str) -> Register:
    """The contract's register, caught up; replaying a long journal, as after an update of this program, shows how far it is."""
    with say.progress(_("Bringing the register up to date"), ledger.behind(contract)) as advance:
        return ledger.reading(contract, progress=advance)
