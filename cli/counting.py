"""What does a scan mean in a stock-take?"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from assets import decide
from assets.errors import BadInput
from assets.events import Counted, Fact, IncidentOpened
from assets.ids import InvalidChecksum, InvalidLength, Scan, SeveralNumbers, badge, compact
from assets.journal import Row
from assets.language import N_, _
from assets.ledger import Ledger
from assets.lines import Actor
from assets.logged import Logged
from assets.mynumber import hidden
from assets.refusal import Refused, refusing
from assets.state import Asset, Container, Contract
from assets.when import Moment
from cli import say
from cli.deeds import Tally, as_result, draft_opened, sentence
from cli.scans import resolve, with_serial
from cli.session import moment

_OUTSIDE = "R11-5"
_MISREAD = (InvalidChecksum, InvalidLength, SeveralNumbers)
_NEXT = {
    "outside": N_(
        "Bring it back into the areas and tell the responsible person; then assets move {asset} --place PLACE"
    ),
    "missing": N_("assets found {asset} --place {place}"),
    "found_elsewhere": N_(
        "assets move {asset} --place {place}   if it belongs there: until a deed explains it, it is a gap."
    ),
    "unexpected_live": N_("Put it aside: it may have been mixed up with another delivery or another client's."),
    "ended_but_present": N_("assets history {asset}   then tell the responsible person at once."),
    "unregistered": N_("Put it aside and tell the responsible person: it may be a copy that nobody approved."),
    "label_void": N_("assets label {asset}   prints a new one; put the void label away."),
    "duplicate_scan": N_("Look at both: one of the labels may be a copy."),
}


def place_scanned(desk: Contract, text: str) -> str:
    """The registered place whose number was scanned or typed, on whatever keyboard; "" when it is none."""
    scanned = badge(text)
    code = scanned.code if scanned and scanned.kind == "place" else text
    return {compact(place): place for place in desk.places}.get(compact(code), "")


def strangers(ledger: Ledger, home: str, *, after: int) -> list[Counted]:
    """What was counted without a number of this contract after a line."""
    lines = ledger.journal.nameless_lines(home, after=after)
    return [event.fact for event in lines if isinstance(event.fact, Counted)]


@dataclass
class Counting:
    """A stock-take as it is counted at one keyboard; place: where, until another place's label is scanned."""

    ledger: Ledger
    home: str
    number: str
    actor: Actor
    on: str
    tally: Tally
    place: str = ""
    words: dict[str, Any] = field(default_factory=dict)
    was_missing: bool = False

    def begin(self) -> None:
        """Say what is counted, and where."""
        if not self.tally.json:
            say.line(_("Stock-take {number}: scan a place's label, then what lies there.").format(number=self.number))
            self._here()

    def _here(self) -> None:
        if self.place and not self.tally.json:
            _people, places = self.ledger.names(self.home)
            say.line(
                _("Now at {place}.").format(place=say.plain(f"{self.place} {places.get(self.place, '')}".rstrip()))
            )

    def one(self, scanned: Logged) -> list[Row]:
        """A place's label changes the place; anything else is counted there, under one lock: the lines of it."""
        text = scanned.text
        if place := place_scanned(self.ledger.desk(self.home), text):
            self.place = place
            self._here()
            return []
        if not self.place:
            raise BadInput(N_("At which place? Scan the place's label first."), hint=N_("--place PLACE"))
        now = replace(moment(self.on or scanned.occurred), after=self.ledger.last_at(self.home), operator=self.actor.op)
        scan, where = self._read(text, now)
        rows = self.ledger.perform(
            self.home, lambda desk: self._meant(desk, text, scan, where, now), by=self.actor, moment=now
        )
        self._acknowledged(rows, text, scan)
        self.ledger.catch_up(self.home, rows)
        return rows

    def _read(self, text: str, now: Moment) -> tuple[Scan | None, str]:
        """The scan and its contract; None for what no ledger of ours knows. What was misread is refused: it is scanned again."""
        try:
            return resolve(self.ledger, text, deed="stocktake count")
        except Refused as refused:
            if not isinstance(refused.__cause__, _MISREAD) and not with_serial(self.ledger, text):
                return None, ""
            self.ledger.perform(self.home, refusing(refused), by=self.actor, moment=now)
            raise

    def _meant(self, desk: Contract, text: str, scan: Scan | None, where: str, now: Moment) -> list[Fact]:
        asset = self.ledger.asset(where, scan.number) if scan else None
        self.was_missing = False
        common: dict[str, Any] = {
            "stocktake": self.number, "place": self.place, "counted_by": self.actor.op, "moment": now
        }  # fmt: skip
        as_of = desk.stocktakes[self.number].started.as_of
        if scan and asset and where == self.home:
            self.was_missing = asset.whereabouts == "missing"
            return self._counted(desk, asset, scan, as_of, common)
        box = self.ledger.container(self.home, scan.number) if scan and where == self.home else None
        if box and scan:
            return self._contents(desk, box, scan, as_of, common)
        return decide.count_stranger(
            desk,
            result="unexpected_live" if asset else "unregistered",
            scanned=scan.number if scan else hidden(say.plain(text))[:60],
            before=strangers(self.ledger, self.home, after=as_of),
            **common,
        )

    def _counted(self, desk: Contract, asset: Asset, scan: Scan, as_of: int, common: dict[str, Any]) -> list[Fact]:
        frozen = self.ledger.asset_at(self.home, asset.number, as_of)
        along = [self._as_listed(number, as_of) for number in asset.hosted]
        return decide.count(desk, asset, frozen=frozen, along=along, scan=scan, **self.words, **common)

    def _contents(self, desk: Contract, box: Container, scan: Scan, as_of: int, common: dict[str, Any]) -> list[Fact]:
        """A sealed container's label stands for everything in it."""

        def one(desk: Contract, asset: Asset, *, moment: Moment, scan: Scan) -> list[Fact]:
            return self._counted(desk, asset, scan, as_of, common | {"moment": moment})

        contents = self.ledger.contents(self.home, box.number)
        return decide.carry(
            desk, box, contents=contents, verb=one, deed="stocktake count", moment=common["moment"], scan=scan
        )

    def _as_listed(self, number: str, as_of: int) -> tuple[Asset, Asset | None]:
        """Data on the host that was scanned, as it stands and as the list has it."""
        asset = self.ledger.asset(self.home, number)
        assert asset is not None
        return asset, self.ledger.asset_at(self.home, number, as_of)

    def _acknowledged(self, rows: list[Row], text: str, scan: Scan | None) -> None:
        label = scan.number if scan else hidden(say.plain(text))[:60]
        if not rows:
            self._noted(label, scan)
        self.tally.scans += bool(rows)
        for row in rows:
            if self.tally.json:
                self.tally.done.append(as_result(self.ledger, self.home, row))
            self.tally.flags.update(dict.fromkeys(row.event.fact.flags))
            if not self.tally.json:
                self._said(label, row)
        if not self.tally.json:
            say.beep()

    def _said(self, label: str, row: Row) -> None:
        fact = row.event.fact
        told = say.plain(sentence(self.ledger, self.home, row))
        if isinstance(fact, Counted) and fact.result == "found" and not fact.flags:
            say.good(f"{fact.asset or label}  {told}")
        elif isinstance(fact, Counted):
            number = fact.asset or label
            say.note(f"{number}  {told}", say.plain(_(self._advice(fact)).format(asset=number, place=self.place)))
        elif isinstance(fact, IncidentOpened):
            say.line(draft_opened(fact))

    def _advice(self, fact: Counted) -> str:
        """What to do next about a scan that is not simply found; "" when there is nothing."""
        if _OUTSIDE in fact.flags:
            return _NEXT["outside"]
        found_again = self.was_missing and fact.result in ("found_elsewhere", "unexpected_live")
        return _NEXT.get("missing" if found_again else fact.result, "")

    def _noted(self, label: str, scan: Scan | None) -> None:
        """A scan that left nothing to record: said all the same, so that nobody scans it in vain."""
        asset = self.ledger.asset(self.home, scan.number) if scan else None
        note = N_("{asset} is counted already.")
        if asset and asset.ending == "erased":
            note = N_("{asset} was erased and the medium is the contractor's own: nothing to count.")
        elif asset and not asset.counted.get(self.number):
            note = N_("{asset} is not on the list, and lies where the ledger has it: nothing to count.")
        told = _(note).format(asset=label)
        self.tally.noted.append({"scanned": label, "note": told})
        if not self.tally.json:
            say.note(told)
