"""What happens at the counter, scan after scan?

The same for the screen and for lines from a file or a pipe: a line is a command, an answer, a badge, a place, or what the deed of the
mode is done to. Each deed is on disk before it is acknowledged, and the next line waits.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from assets import ids, wedge
from assets.errors import BadInput
from assets.events import Fact, Received
from assets.ids import Scan
from assets.language import N_, _
from assets.ledger import Ledger, actor
from assets.logged import Logged
from assets.refusal import Refused
from assets.state import Asset, Contract
from assets.terms import term
from assets.when import Moment, local
from cli import replies, say
from cli.counting import Counting
from cli.deeds import Tally, acknowledged, recorded
from cli.done import Done
from cli.kept import Keeper
from cli.left import still_to_come
from cli.look import look_up
from cli.modes import LOOK, MODES, NAMES, Mode, Question, given_by_the_ledger, of_each, open_questions, said
from cli.receiving import Receiving
from cli.scans import must_be_of, resolve_or_record, scanned
from cli.session import moment
from cli.station import Station
from cli.undo import undo

_WHO = Question("who", "person", N_("Who are you? Scan your badge."))
_CONTRACT = Question("contract", "choice", N_("Which contract?"))
COMMANDS = {
    **{word: code for code, mode in MODES.items() for word in mode.words},
    **dict.fromkeys(("undo", "取消"), "UNDO"),
    **dict.fromkeys(("who", "担当者"), "WHO"),
    **dict.fromkeys(("sound", "音"), "SOUND"),
    **dict.fromkeys(("same", "同じ"), "SAME"),
    **dict.fromkeys(("end", "終了"), "END"),
}


@dataclass
class Waiting:
    """A scan that waits for answers about its asset alone."""

    text: str
    occurred: str
    asset: str
    answers: dict[str, str] = field(default_factory=dict)


@dataclass
class Counter:
    """A counter at work.

    at: who is there, for which contract; on: when everything happened, if not now; done: what this session did; stated: conditions and
    tools answered for, each once; waiting: a scan that something is asked about; left: what is still to come, None where nobody can say;
    cut_off: a session that may be resumed.
    """

    at: Station
    tally: Tally
    keeper: Keeper
    on: str = ""
    mode: Mode = LOOK
    done: Done = field(default_factory=Done)
    stated: dict[str, str] = field(default_factory=dict)
    waiting: Waiting | None = None
    left: dict[str, str] | None = None
    cut_off: Keeper | None = None
    ended: bool = False

    @property
    def words(self) -> dict[str, str]:
        """What was asked and scanned for this mode."""
        return self.keeper.kept.words

    @property
    def ledger(self) -> Ledger:
        """The ledger that is written."""
        return self.at.ledger

    # -- what is asked ------------------------------------------------------------------------------------------------

    def question(self) -> Question | None:
        """What must be answered before anything is recorded; None when scans may come."""
        if self.mode is LOOK:
            return None
        if not self.at.contract:
            return _CONTRACT._replace(choices=lambda _desk: dict.fromkeys(self.ledger.journal.contracts(), ""))
        if self.at.actor is None:
            return _WHO
        asked = next(open_questions(self.mode, self.words), None)
        return asked or (self._of_this_asset() if self.waiting else None)

    def _of_this_asset(self) -> Question | None:
        waiting, home = self.waiting, self.at.contract
        asset = self.ledger.asset(home, waiting.asset) if waiting and self.mode.asks_each else None
        if not waiting or not asset:
            return None
        desk = self.ledger.desk(home)
        day = moment(self.on or waiting.occurred).day
        asked = of_each(self.mode, desk, asset, self.words, day=day)
        return next((one for one in asked if one.name not in waiting.answers | self.stated), None)

    def ask(self) -> None:
        """Come to what is next: what the ledger knows is filled in, what it does not know is asked."""
        while (question := self.question()) is not None:
            known = given_by_the_ledger(question, self.at.desk())
            if not known:
                break
            self.words[question.name] = known
        if question:
            say.asked(self._told(question))
        elif self.left is None:
            self.left = still_to_come(self.ledger, self.at.contract, self.mode, self.words, who=self.at.operator)

    def _told(self, question: Question) -> str:
        choices = replies.listed(question, self.at.desk())
        before = self._offered(question.name)
        of = f"{self.waiting.asset}: " if self.waiting else ""
        parts = [of + _(question.text), choices, _("- for none") if question.optional else ""]
        parts.append(_("yes or no (はい・いいえ)") if question.kind == "yes" else "")
        parts.append(_("before: {answer} (SAME)").format(answer=self.at.named(before)) if before else "")
        return "   ".join(filter(None, parts))

    def _offered(self, name: str) -> str:
        """What a session that was cut off had here: said again by SAME, never assumed."""
        return self.keeper.offers.get(name, "")

    def _answered(self, question: Question, text: str) -> None:
        desks = self.at.desks()
        prefixes = self.ledger.prefixes(text)
        if question is not _WHO and question.name == "contract":
            self.at.settle(text)
            self._at_home()
        elif question is _WHO:
            self._at_the_keyboard(replies.answer(question, text, desks=desks, prefixes=prefixes))
        elif self.waiting and question.name not in {one.name for one in self.mode.asked}:
            given = replies.answer(question, text, desks=desks, prefixes=prefixes)
            (self.waiting.answers if question.kind == "serial" else self.stated)[question.name] = given
        else:
            self.words[question.name] = replies.answer(question, text, desks=desks, prefixes=prefixes)
        self.keep()
        if self.waiting and self.question() is None:
            waiting, self.waiting = self.waiting, None
            self._deed(Logged(waiting.text, waiting.occurred), waiting.answers)
        else:
            self.ask()

    # -- what is scanned ----------------------------------------------------------------------------------------------

    def scans(self, lines: Iterable[str]) -> Iterator[Logged]:
        """What stands on the lines: codes, or the line itself where words are expected."""
        for line in lines:
            question = self.question()
            if question and question.kind in ("text", "serial", "yes", "choice"):
                yield Logged(wedge.undressed(line, self.ledger.dressing))
            else:
                yield from scanned(self.ledger, [line])
            if self.ended:
                return

    def one(self, scan: Logged) -> None:
        """Do what one scan, command or answer means. Raises Refused or another AssetsError; nothing happened then."""
        try:
            self._one(scan)
        except Refused as refused:
            self.done.refused += refused.recorded
            raise

    def _one(self, scan: Logged) -> None:
        command = COMMANDS.get(unicodedata.normalize("NFKC", scan.text).strip().casefold())
        question = self.question()
        if command:
            self._commanded(command, question)
        elif question:
            self._answered(question, scan.text)
        elif ids.is_valid(scan.text, prefixes=self.ledger.prefixes(scan.text)):
            self._scanned(scan)
        elif number := replies.person(scan.text, self.at.desks()):
            self._at_the_keyboard(number)
            self.ask()
        elif number := replies.place(scan.text, self.at.desks()):
            self._at_the_place(number)
        else:
            self._scanned(scan)

    def _scanned(self, scan: Logged) -> None:
        if self.mode is LOOK:
            code = look_up(self.ledger, scan.text, self.tally.looked, json=self.tally.json)
            self.tally.exit_code = self.tally.exit_code or code
        elif self.mode.fact is Received:
            self._received(scan)
        elif self.mode.verb is None:
            self._counted(scan)
        else:
            self._deed(scan, {})

    def is_code(self, text: str) -> bool:
        """Whether a text is, by its check character, a whole code that needs no line end."""
        prefixes = self.ledger.prefixes(text)
        codes = wedge.codes(text, prefixes=prefixes, dressing=self.ledger.dressing)
        return all(ids.is_valid(code, prefixes=prefixes) or ids.badge(code) for code in codes)

    def _deed(self, scan: Logged, answers: Mapping[str, str]) -> None:
        assert self.at.actor
        now = self.at.moment(self.on or scan.occurred)
        found, home = resolve_or_record(
            self.ledger, scan.text, deed=self.mode.deed, home=self.at.contract, by=self.at.actor, moment=now
        )
        must_be_of(self.ledger, self.at.contract, found, home, deed=self.mode.deed, by=self.at.actor, moment=now)
        self.waiting = Waiting(scan.text, scan.occurred, found.number, dict(answers))
        if self._of_this_asset():
            self.ask()
            return
        self.waiting = None
        rows = recorded(self.ledger, home, self.mode.deed, self._verb(answers), found, by=self.at.actor, moment=now)
        if not rows:
            self._noted(found.number)
            return
        container = "" if len(rows) == 1 or self.ledger.asset(home, found.number) else found.number
        self._took([row.event for row in rows], container=container)
        acknowledged(self.ledger, home, rows, self.tally, violation="")
        self.ledger.catch_up(home, rows)

    def _verb(self, answers: Mapping[str, str]) -> Any:
        """The verb of the mode with its words; nothing follows from it for what is as it would make it."""
        mode = self.mode
        assert self.at.actor and mode.verb
        each = self.stated | dict(answers)
        words = said(mode, self.words, each, operator=self.at.actor.op)

        def decide(desk: Contract, asset: Asset, *, moment: Moment, scan: Scan) -> list[Fact]:
            assert mode.verb
            if mode.again(asset, words) or self.done.stands(desk.number, asset, mode.fact, words):
                return []
            facts: list[Fact] = mode.verb(desk, asset, **words, moment=moment, scan=scan)
            return facts

        return decide

    def _counted(self, scan: Logged) -> None:
        assert self.at.actor
        counting = Counting(
            self.ledger,
            self.at.contract,
            self.words["stocktake"],
            self.at.actor,
            self.on,
            self.tally,
            self.words["place"],
        )
        self._took([row.event for row in counting.one(scan)])

    def _received(self, scan: Logged) -> None:
        home = self.at.contract
        assert self.at.actor
        receiving = Receiving(self.ledger, home, self.at.actor, self.words)
        serial = receiving.serial(scan.text)
        if serial and (before := self.done.began_with(home, serial)):
            self._noted(before)
            return
        rows = receiving.one(serial, self.at.moment(self.on or scan.occurred))
        self._took([row.event for row in rows])
        acknowledged(self.ledger, home, rows, self.tally, violation="")
        self.ledger.catch_up(home, rows)

    def _noted(self, number: str) -> None:
        told = _("already {done}: {asset} counts once.").format(done=_(term(self.mode.fact.kind)), asset=number)
        self.tally.noted.append({"scanned": number, "note": told})
        say.note(told)

    def _took(self, lines: list[Any], *, container: str = "") -> None:
        self.done.add(lines, container=container)
        for line in lines:
            if self.left is not None:
                self.left.pop(getattr(line.fact, "asset", ""), None)

    # -- who and where ------------------------------------------------------------------------------------------------

    def _at_the_keyboard(self, number: str) -> None:
        switched = self.at.operator not in ("", number)
        if self.at.operator != number:
            self.at.actor, self.left = actor(number, "badge"), None
            self.stated.clear()
            self.keep()
        told = say.note if switched else say.line
        told(_("At the counter: {person}").format(person=self.at.named(number)))

    def _at_the_place(self, number: str) -> None:
        if not self.mode.place:
            say.line(self.at.named(number))
            return
        self.words["place"] = number
        self.keep()
        say.line(_("Now at {place}.").format(place=self.at.named(number)))

    def settings(self) -> list[tuple[str, str]]:
        """What the deeds of this mode will say: who, to whom, where, how."""
        asked = {question.name: question for question in self.mode.asked}
        told = [(_("who"), self.at.named(self.at.operator))]
        for name, word in self.words.items():
            choices = asked[name].choices(self.at.desk()) if name in asked else {}
            told.append((_(NAMES[name]), _(choices.get(word, "")) or self.at.named(word)))
        return told

    def _at_home(self) -> None:
        """From now on deeds are of this contract: what is counted begins here."""
        home = self.at.contract
        if home:
            self.tally.home = self.keeper.kept.home = home
            self.keeper.kept.since.setdefault(home, self.ledger.journal.head(home).seq)

    # -- commands -----------------------------------------------------------------------------------------------------

    def _commanded(self, command: str, question: Question | None) -> None:
        if command in MODES:
            self.enter(MODES[command])
        elif command == "END":
            self.ended = True
        elif command == "SOUND":
            say.sound(not say.is_heard())
        elif command == "WHO":
            self.at.actor = None
            self.ask()
        elif command == "UNDO" and self.waiting:
            say.note(_("{asset} is left: nothing was recorded.").format(asset=self.waiting.asset))
            self.waiting = None
        elif command == "UNDO":
            undo(self.ledger, self.done, by=self.at.actor, tally=self.tally)
            self.left = None
            self.ask()
        elif question and (before := self._offered(question.name)):
            self._answered(question, before)
        elif self.cut_off:
            self._resume()
        else:
            raise BadInput(N_("There is nothing from before to take again."))

    def enter(self, mode: Mode) -> None:
        """Come into a mode: what it asks is asked anew."""
        self.mode, self.waiting, self.left = mode, None, None
        self.words.clear()
        self.keeper.offers.clear()
        self.stated.clear()
        if self.cut_off:
            self.cut_off.end()
            self.cut_off = None
        if mode is not LOOK:
            self.at.only_one()
            self._at_home()
        self.keep()
        say.line(_("Mode: {mode}").format(mode=_(mode.title)))
        self.ask()

    # -- from before --------------------------------------------------------------------------------------------------

    def begin(self) -> None:
        """Say what was left of a session that was cut off."""
        if self.cut_off:
            kept = self.cut_off.kept
            told = N_("The session of {time} was cut off in mode {mode}. SAME goes on there; any mode begins anew.")
            say.note(_(told).format(time=local(kept.began), mode=_(MODES[kept.mode].title)))

    def _resume(self) -> None:
        """Go on where a session was cut off: what was done comes from the ledger, who does it is asked again."""
        assert self.cut_off
        self.keeper.end()
        self.keeper, self.cut_off = self.cut_off, None
        kept = self.keeper.kept
        self.mode = MODES[kept.mode]
        people = {question.name for question in self.mode.asked if question.kind == "person"}
        self.keeper.offers, kept.words = kept.words, {}
        kept.words |= {name: word for name, word in self.keeper.offers.items() if name not in people}
        self.ledger.session, self.at.contract = kept.session, kept.home
        self.done = Done.of(self.ledger, kept.session, kept.since)
        self._at_home()
        say.line(_("Mode: {mode}").format(mode=_(self.mode.title)))
        self.ask()

    def leave(self) -> None:
        """The session ends as it should; what another one left is still there to resume."""
        self.keeper.end()
        if self.cut_off:
            self.cut_off.close()

    def keep(self) -> None:
        """Write down how the session is set, for the case that it is cut off."""
        self.keeper.kept.mode = self.mode.code
        self.keeper.keep()
