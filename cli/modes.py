"""What does each mode of the counter ask, and what does it do?"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from assets import decide
from assets import events as e
from assets.conditions import conditions
from assets.decide.ending import steps_of
from assets.language import N_, Word
from assets.sanitization import kind_of, media, methods
from assets.state import Asset, Contract
from assets.terms import term
from assets.verification import RESULTS, VERIFICATIONS, result_name, verification_name

Words = Mapping[str, str]
NOBODY = "-"
_CLASSES = ("specific_pi", "personal", "non_personal", "unknown")


class Question(NamedTuple):
    """Something a mode must know. name: the word of the deed that it fills; kind: person, place, choice, text, serial or yes.

    choices: code -> word, for a choice; table: what else means one of them, in `words.toml`; when: (name, value): it is asked only after
    this answer; optional: `-` leaves it out.
    """

    name: str
    kind: str
    text: str
    choices: Callable[[Contract | None], Mapping[str, Word | str]] = lambda _desk: {}
    when: tuple[str, str] | None = None
    optional: bool = False
    table: str = ""


class Mode(NamedTuple):
    """One mode. words: what is typed to come into it; deed: as the rules and the verbs call it, "" where nothing is recorded.

    doer: which word of the verb the person at the keyboard fills; place: which one a scanned place fills, "" where none does;
    asked: once, when the mode begins; fact: what it records; again: whether an asset is already what the deed would make of it.
    """

    code: str
    words: tuple[str, ...]
    title: str
    deed: str = ""
    verb: Callable[..., Any] | None = None
    doer: str = ""
    place: str = ""
    asked: tuple[Question, ...] = ()
    fact: type[e.Fact] = e.Refused
    again: Callable[[Asset, Words], bool] = lambda _asset, _words: False

    @property
    def asks_each(self) -> bool:
        """Whether something is asked about each asset alone."""
        return self.code in ("erase", "dispose")


def _moved_there(asset: Asset, words: Words) -> bool:
    return asset.whereabouts == "in_custody" and asset.place == words["place"] and not asset.holder


def _in_these_hands(asset: Asset, words: Words) -> bool:
    there = not words.get("place") or asset.place == words["place"]
    return asset.whereabouts in ("in_custody", "at_subcontractor") and asset.holder == words["received_by"] and there


def _ways(desk: Contract | None) -> Mapping[str, Word | str]:
    """The ways of travelling that were agreed (授受方法協議書), newest protocol first."""
    agreed = [method for protocol in reversed(desk.protocols if desk else ()) for method in protocol.methods]
    return dict.fromkeys(agreed, "")


def _media(desk: Contract | None) -> Mapping[str, Word | str]:
    """The media that may travel (授受方法協議書), newest protocol first; all there are when none is agreed."""
    agreed = [medium for protocol in reversed(desk.protocols if desk else ()) for medium in protocol.media]
    return {medium: term(medium) for medium in agreed or media()}


def _open_sessions(desk: Contract | None) -> Mapping[str, Word | str]:
    return {number: "" for number, one in desk.sessions.items() if not one.closed} if desk else {}


def _open_stocktakes(desk: Contract | None) -> Mapping[str, Word | str]:
    return {number: "" for number, one in desk.stocktakes.items() if not one.closed} if desk else {}


def _erasing(_desk: Contract | None) -> Mapping[str, Word | str]:
    return {method: term(method) for method in methods() if kind_of(method) in ("logical", "magnetic")}


_TO = Question("received_by", "person", N_("To whom? Scan the badge."))

MODES = {
    mode.code: mode
    for mode in (
        Mode("look", ("look", "照会"), N_("look up")),
        Mode(
            "receive", ("receive", "受領"), N_("receive"), "receive", None, "received_by", "place",
            (
                Question("released_by", "person", N_("Who gave it? Scan the badge.")),
                Question("place", "place", N_("Where is it kept? Scan the place's label.")),
                Question("method", "choice", N_("How did it travel?"), _ways),
                Question("medium", "choice", N_("Which medium?"), _media, table="media"),
                Question("pi_class", "choice", N_("Which class?"), lambda _desk: {code: term(code) for code in _CLASSES}, table="classes"),
                Question("title", "text", N_("What is it called?")),
                Question("info_items", "text", N_("Which kinds of information?")),
            ),
            e.Received,
        ),
        Mode(
            "handover", ("handover", "授受"), N_("hand over"), "handover", decide.handover, "operator", "place",
            (_TO,), e.HandedOver, _in_these_hands,
        ),
        Mode("accept", ("accept", "受取"), N_("accept"), "accept", decide.accept, "received_by", "place", fact=e.Accepted),
        Mode(
            "move", ("move", "移動"), N_("move"), "move", decide.move, "performed_by", "place",
            (Question("place", "place", N_("To which place? Scan its label.")),), e.Moved, _moved_there,
        ),
        Mode(
            "return", ("return", "返却"), N_("return"), "return", decide.give_back, "operator", "",
            (
                Question("received_by", "person", N_("To whom at the client's? Scan the badge.")),
                Question("method", "choice", N_("How does it travel?"), _ways),
            ),
            e.Returned,
        ),
        Mode(
            "erase", ("erase", "消去"), N_("erase"), "erase", decide.erase, "performed_by", "",
            (
                Question("method", "choice", N_("By which method?"), _erasing),
                Question("verified_by", "person", N_("Who checked it? Scan the badge."), optional=True),
                Question(
                    "result", "choice", N_("How did it go?"),
                    lambda _desk: {code: result_name(code) for code in RESULTS}, when=("verified_by", ""),
                ),
                Question(
                    "verification", "choice", N_("How was it checked?"),
                    lambda _desk: {code: verification_name(code) for code in VERIFICATIONS}, when=("result", "pass"),
                ),
            ),
            e.Erased,
        ),
        Mode(
            "dispose", ("dispose", "廃棄"), N_("dispose"), "dispose", decide.dispose, "performed_by", "",
            (
                Question("session", "choice", N_("In which disposal session?"), _open_sessions, optional=True),
                Question("witness", "person", N_("Who is the witness? Scan the badge."), when=("session", NOBODY)),
            ),
            e.Disposed,
        ),
        Mode(
            "stocktake", ("stocktake", "棚卸"), N_("stock-take"), "stocktake count", None, "counted_by", "place",
            (
                Question("stocktake", "choice", N_("Which stock-take?"), _open_stocktakes),
                Question("place", "place", N_("At which place? Scan its label.")),
            ),
            e.Counted,
        ),
    )
}  # fmt: skip
NAMES = {
    "released_by": N_("from"),
    "medium": N_("medium"),
    "pi_class": N_("class"),
    "title": N_("title"),
    "info_items": N_("kinds of information"),
    "received_by": N_("to"),
    "place": N_("where"),
    "method": N_("how"),
    "verified_by": N_("checked by"),
    "result": N_("result"),
    "verification": N_("checked how"),
    "session": N_("session"),
    "witness": N_("witness"),
    "stocktake": N_("stock-take"),
}
LOOK = MODES["look"]
SERIAL = Question("serial_seen", "serial", N_("The serial on the device?"))
TOOL = Question("tool", "text", N_("With which tool, in which version?"))


def open_questions(mode: Mode, words: Words) -> Iterator[Question]:
    """What the mode still has to ask before it can begin."""
    for question in mode.asked:
        if question.name not in words and _is_asked(question, words):
            yield question


def _is_asked(question: Question, words: Words) -> bool:
    if question.when is None:
        return True
    name, value = question.when
    given = words.get(name, NOBODY)
    return given == value if value else given != NOBODY


def given_by_the_ledger(question: Question, desk: Contract | None) -> str:
    """The answer that the ledger knows: the only open session or stock-take, "-" when no session is open; "" otherwise."""
    if question.name not in ("session", "stocktake"):
        return ""
    known = list(question.choices(desk))
    if len(known) == 1:
        return known[0]
    return NOBODY if question.optional and not known else ""


def of_each(mode: Mode, desk: Contract, asset: Asset, words: Words, *, day: str) -> Iterator[Question]:
    """What is asked about this asset alone: the serial on the device, the conditions of the method, the tool."""
    if asset.is_ended:
        return
    if mode.code == "dispose" and words.get("session", NOBODY) != NOBODY and asset.arrival.serial:
        yield SERIAL
    steps = steps_of(words.get("method", "")) or _agreed(desk, asset, words, day)
    for condition in (one for step in steps for one in conditions(asset.arrival.medium, step)):
        yield Question(condition.code, "yes", condition.sentence)
    if (
        mode.code == "erase"
        and asset.handled_as != "non_personal"
        and any(kind_of(step) == "logical" for step in steps)
    ):
        yield TOOL


def _agreed(desk: Contract, asset: Asset, words: Words, day: str) -> tuple[str, ...]:
    session = words.get("session", "").strip(NOBODY)
    _number, terms = decide.agreed(desk, asset, session=session, day=day)
    return steps_of(terms.steps or terms.method) if terms else ()


def said(mode: Mode, words: Words, each: Words, *, operator: str) -> dict[str, Any]:
    """The words of the verb: what was asked, who is at the keyboard, what holds for this asset."""
    told: dict[str, Any] = {question.name: words.get(question.name, "") for question in mode.asked}
    if mode.place:
        told["place"] = words.get("place", "")
    told |= {mode.doer: operator}
    if mode.asks_each:
        told |= {name: each[name] for name in ("serial_seen", "tool") if name in each}
        told["asserted"] = tuple(code for code, answer in each.items() if answer == "yes")
    return {name: "" if word == NOBODY else word for name, word in told.items()}
