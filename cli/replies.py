"""What does an answer at the counter mean?"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from assets import ids
from assets.errors import BadInput
from assets.language import N_, _
from assets.state import Contract
from assets.words import fold
from cli import say
from cli.modes import NOBODY, Question
from cli.session import coded

_YES = ("yes", "y", "はい", "1")
_NO = ("no", "n", "いいえ", "0")


def person(text: str, desks: Iterable[Contract]) -> str:
    """The number of the person whose badge was scanned or whose number was typed; "" when nobody on these rosters has it."""
    return _known(text, "person", [number for desk in desks for number in desk.people])


def place(text: str, desks: Iterable[Contract]) -> str:
    """The number of the place whose label was scanned or whose number was typed; "" when none is registered so."""
    return _known(text, "place", [number for desk in desks for number in desk.places])


def _known(text: str, kind: str, numbers: Collection[str]) -> str:
    badge = ids.badge(text)
    code = badge.code if badge and badge.kind == kind else "" if badge else text
    return {ids.compact(number): number for number in numbers}.get(ids.compact(code), "")


def answer(question: Question, text: str, *, desks: list[Contract], prefixes: Collection[str]) -> str:
    """What is answered to a question. Raises BadInput, saying what is expected, when it is no answer."""
    if question.optional and ids.compact(text) == NOBODY:
        return NOBODY
    if question.kind in ("person", "place"):
        found = (person if question.kind == "person" else place)(text, desks)
        return found or _refused(text, _NOT[question.kind], _HINTS[question.kind])
    if question.kind == "choice":
        meant = coded(text, question.table) if question.table else text
        return _chosen(meant, question.choices(desks[0] if desks else None))
    if question.kind == "yes":
        return _agreed(text)
    if question.kind == "serial" and ids.is_valid(text, prefixes=prefixes):
        return _refused(text, N_("{found} is a label; the serial on the device is still to be scanned."), "")
    return text.strip()


_NOT = {
    "person": N_("{found} is nobody on the roster."),
    "place": N_("{found} is not a registered place."),
}
_HINTS = {"person": N_("assets person list"), "place": N_("assets place list")}


def _chosen(text: str, choices: Mapping[str, str]) -> str:
    """The code of a choice: by its code, its word, or its place on the list; where nothing is to choose from, the text itself."""
    listed = list(choices)
    known = {fold(name): code for code, word in choices.items() for name in (code, str(word), _(word)) if name}
    known |= {str(number): code for number, code in enumerate(listed, 1) if str(number) not in known}
    if listed and fold(text) not in known:
        _refused(text, N_("{found} is none of them."), "")
    return known[fold(text)] if listed else text.strip()


def _agreed(text: str) -> str:
    if fold(text) not in map(fold, (*_YES, *_NO)):
        _refused(text, N_("Yes or no? (はい・いいえ)"), "")
    return "yes" if fold(text) in map(fold, _YES) else "no"


def listed(question: Question, desk: Contract | None) -> str:
    """The choices as they are shown: 1 手渡し   2 専用便."""
    told = question.choices(desk)
    return "   ".join(f"{number} {_(word) if word else code}" for number, (code, word) in enumerate(told.items(), 1))


def _refused(text: str, message: str, hint: str) -> str:
    raise BadInput(message, hint=hint, found=say.plain(text)[:60])
