"""How does a deed get from the keyboard into the ledger?

A ledger is a folder: `journal.db` (the truth), `registers/` (one reading copy per contract), `settings.toml`.
"""

from __future__ import annotations

import hashlib
import re
import sqlite3
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from assets.errors import AssetsError, LedgerUnusable, NotFound
from assets.events import Copied, Corrected, Fact, Separated, Split
from assets.heads import leave
from assets.journal import Journal, Row, new_id
from assets.language import N_
from assets.lines import Actor, Event
from assets.refusal import Refused
from assets.register import Register
from assets.settings import TEMPLATE, dressing
from assets.sqlite_errors import explained
from assets.state import (
    Asset,
    Container,
    Contract,
    counting,
    fold_asset,
    fold_assets,
    fold_container,
    fold_desk,
    touched,
)
from assets.wedge import Dressing
from assets.when import Moment

SITE = "0"
_AT_ONCE = 5000


class Ledger:
    """An open ledger. `folder` holds its files, `session` the hex digits that end the ids of its lines; use as a context manager."""

    session = ""

    def __init__(self, folder: Path, journal: Journal) -> None:
        self.folder = folder
        self.journal = journal
        self._desks: dict[str, Contract] = {}
        self._prefixes: dict[str, str] = {}
        self._last_read: tuple[str, list[Event]] = ("", [])
        self._last_at: dict[str, str] = {}
        self._registers: dict[str, Register] = {}

    @classmethod
    def create(cls, folder: Path) -> Ledger:
        """Make an empty ledger that only its owner may read."""
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            (folder / "registers").mkdir(mode=0o700, exist_ok=True)
        except OSError as error:
            raise LedgerUnusable(
                N_("The folder {folder} cannot be made."), hint=N_("Check who owns the folder above it."), folder=folder
            ) from error
        journal = Journal.create(folder / "journal.db")
        settings = folder / "settings.toml"
        if not settings.exists():
            settings.write_text(TEMPLATE, encoding="utf-8")
        return cls(folder, journal)

    @classmethod
    def open(cls, folder: Path, *, readonly: bool = False) -> Ledger:
        """Open the ledger in `folder`. Raises LedgerUnusable when there is none, or it is not ours."""
        return cls(folder, Journal.open(folder / "journal.db", readonly=readonly))

    def __enter__(self) -> Ledger:
        return self

    def __exit__(self, *_: object) -> None:
        for register in self._registers.values():
            register.close()
        self.journal.close()

    def settings(self) -> dict[str, object]:
        """The ledger's settings.toml."""
        import tomllib

        path = self.folder / "settings.toml"
        try:
            return tomllib.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
        except (OSError, ValueError) as error:
            raise LedgerUnusable(N_("The settings {path} cannot be read: {why}"), path=path, why=error) from error

    @cached_property
    def dressing(self) -> Dressing:
        """What the scanners of this ledger type before and after every code: [scanner] of the settings."""
        return dressing(self.settings(), path=self.folder / "settings.toml")

    # -- what the ledger knows ----------------------------------------------------------------------------------------

    def contract(self, name: str = "") -> str:
        """The contract's number, from its number or its label prefix; the only one when no name is given."""
        known = self.journal.contracts()
        if not name and len(known) == 1:
            return next(iter(known.values()))
        for prefix, number in known.items():
            if (name and name.upper() == prefix) or name == number:
                return number
        listed = ", ".join(known.values()) or "-"
        if not name:
            raise NotFound(
                N_("Which contract? The ledger holds: {listed}"), hint=N_("--contract NUMBER"), listed=listed
            )
        raise NotFound(
            N_("There is no contract {name}. The ledger holds: {listed}"),
            hint=N_("assets contract list"),
            name=name,
            listed=listed,
        )

    def prefixes(self, scanned: str) -> dict[str, str]:
        """Label prefix -> contract; read again only when what was scanned begins with none of those known."""
        if not any(scanned.startswith(prefix) for prefix in self._prefixes):
            self._prefixes = self.journal.contracts()
        return self._prefixes

    def names(self, contract: str, among: Collection[Any] = ()) -> tuple[dict[str, str], dict[str, str]]:
        """Names of the people, names of the places, by number, as of the desk last read: of those `among` what a line says, or of all."""
        desk = self._desks.get(contract) or self.desk(contract)
        people, places = desk.people, desk.places
        return {number: people[number].name for number in among or people if number in people}, {
            number: places[number].name for number in among or places if number in places
        }

    def desk(self, contract: str) -> Contract:
        """The contract's desk as it stands; only the lines that came since the last call are read."""
        desk = self._desks.setdefault(contract, Contract(number=contract))
        for event in self.journal.desk_lines(contract, after=desk.seq):
            fold_desk(desk, event)
        return desk

    def last_at(self, contract: str) -> str:
        """When the contract's last line known here was recorded: a clock that was set back shows against it."""
        if contract not in self._last_at:
            self._last_at[contract] = self.journal.head(contract).at
        return self._last_at[contract]

    def asset(self, contract: str, number: str) -> Asset | None:
        """An asset as it stands, with the live ones that hang on it; None when the contract has none of this number."""
        self._last_read = number, list(self.journal.asset_lines(contract, number))
        asset = fold_assets(*self._last_read)
        if asset is not None:
            asset.live_copies = self._held(contract, _copies_of(number, self._last_read[1]))
            asset.hosted = self._held(contract, self.journal.hosted(contract, number))
        return asset

    def _held(self, contract: str, numbers: Iterable[str]) -> tuple[str, ...]:
        """Those of `numbers` whose information is still there: neither ended nor erased."""
        found = (fold_assets(number, self.journal.asset_lines(contract, number)) for number in numbers)
        return tuple(asset.number for asset in found if asset and asset.is_held)

    def below(self, contract: str, number: str) -> list[Asset]:
        """Every asset that was copied from this one or taken out of it, and from those again, ended ones included."""
        found: list[Asset] = []
        sources = [number]
        while sources:
            source = sources.pop()
            for event in counting(self.journal.asset_lines(contract, source)):
                if isinstance(event.fact, Copied | Separated) and event.fact.source == source:
                    sources.append(event.fact.asset)
                    found += filter(None, [fold_assets(sources[-1], self.journal.asset_lines(contract, sources[-1]))])
        return found

    def copies_made(self, contract: str, number: str) -> Counter[str]:
        """Approval -> copies ever made under it of the original that `number` is or stems from, copies of copies included."""
        made: Counter[str] = Counter()
        below = [self._original(contract, number)]
        while below:
            source = below.pop()
            for event in counting(self.journal.asset_lines(contract, source)):
                if isinstance(event.fact, Copied | Split) and event.fact.source == source:
                    made += Counter([event.fact.approval] if isinstance(event.fact, Copied) else [])
                    below.append(event.fact.asset)
        return made

    def _original(self, contract: str, number: str) -> str:
        began = next(iter(self.journal.asset_lines(contract, number)), None)
        while began is not None and isinstance(began.fact, Copied | Split) and began.fact.asset == number:
            number = began.fact.source
            began = next(iter(self.journal.asset_lines(contract, number)), None)
        return number

    def asset_at(self, contract: str, number: str, seq: int) -> Asset | None:
        """An asset as the contract's line `seq` left it; None when it had not come yet."""
        if self._last_read[0] != number:
            self.asset(contract, number)
        return fold_assets(number, (event for event in self._last_read[1] if event.seq <= seq))

    def assets(
        self, contract: str, *, until: int | None = None, progress: Callable[[int], None] | None = None
    ) -> Iterator[Asset]:
        """Every asset of a contract, from all its lines up to line `until`: for closing and for people who leave, never for a scan."""
        folded: dict[str, Asset] = {}
        corrected: set[str] = set()
        for row in self._rows(contract, until=until, progress=progress):
            fact = row.event.fact
            corrected.update(touched(fact) if isinstance(fact, Corrected) else ())
            for number in touched(fact):
                asset = fold_asset(folded.get(number), row.event)
                if asset is not None and (number in folded or fact.asset == number):
                    folded[number] = asset
        for number in corrected:  # read again, as its lines read once corrected
            lines = self.journal.asset_lines(contract, number)
            asset = fold_assets(number, (line for line in lines if until is None or line.seq <= until))
            folded |= {number: asset} if asset else {}
        return iter(folded.values())

    def _rows(self, contract: str, *, until: int | None, progress: Callable[[int], None] | None) -> Iterator[Row]:
        seq = -1
        while rows := self.journal.lines(
            contract, after=seq, limit=_AT_ONCE if until is None else min(_AT_ONCE, until - seq)
        ):
            seq = rows[-1].event.seq
            yield from rows
            if progress:
                progress(len(rows))

    def history(self, contract: str, number: str) -> list[Event]:
        """The lines that name an asset, as they were written."""
        return list(self.journal.asset_lines(contract, number))

    def container(self, contract: str, number: str) -> Container | None:
        """A container as it stands; None when the contract has none of this number."""
        return fold_container(number, self.journal.own_lines(contract, number))

    def contents(self, contract: str, container: str) -> list[Asset]:
        """What lies in a container now, at a cost that grows with what was ever packed into it."""
        return [asset for asset, _history in self.packed(contract, container) if asset.container == container]

    def packed(self, contract: str, container: str) -> list[tuple[Asset, list[Event]]]:
        """Whatever was ever packed into a container, with its lines."""
        lines = ((number, self.history(contract, number)) for number in self.journal.packed_into(contract, container))
        return [(asset, history) for number, history in lines if (asset := fold_assets(number, history))]

    def with_serial(self, serial: str) -> list[tuple[str, Asset]]:
        """(contract, asset) of the assets that bear this manufacturer's serial as it is known now, in any contract."""
        found = [(contract, self.asset(contract, number)) for contract, number in self.journal.with_serial(serial)]
        return [(contract, asset) for contract, asset in found if asset and asset.arrival.serial == serial]

    def live_with_serial(self, serial: str) -> tuple[str, ...]:
        """Numbers of the live assets that bear this manufacturer's serial, in any contract (R23-2)."""
        if not serial:
            return ()
        return tuple(asset.number for _contract, asset in self.with_serial(serial) if not asset.is_ended)

    # -- deeds --------------------------------------------------------------------------------------------------------

    def perform(
        self,
        contract: str,
        decide: Callable[[Contract], Sequence[Fact]],
        *,
        by: Actor,
        moment: Moment,
        ids: Sequence[str] = (),
        progress: Callable[[int], None] | None = None,
    ) -> list[Row]:
        """Lock, load, decide, record. On return it is on disk; the caller says so, then lets the register `catch_up`.

        A refusal is recorded too, then raised. `ids` name the lines, so that repeating the call stores them once.
        """
        refusal: Refused | None = None
        with self.journal.writing():
            self._last_read = ("", [])
            if known := self.journal.with_ids(ids):
                return known
            try:
                facts = decide(self.desk(contract))
            except Refused as refused:
                refusal, facts, ids = refused, [refused.as_fact()], ()
            rows = (
                self.journal.append(
                    facts,
                    contract=contract,
                    site=SITE,
                    at=moment.now,
                    by=by,
                    ids=ids or _new_ids(len(facts), self.session),
                    progress=progress,
                )
                if facts
                else []
            )
        if rows:
            self._last_at[contract] = rows[-1].event.at
        if refusal is not None:
            refusal.recorded = True
            raise refusal
        return rows

    # -- reading copies -----------------------------------------------------------------------------------------------

    def register_path(self, contract: str) -> Path:
        """The file of a contract's register: a readable slug with eight digits of its number's hash."""
        slug = re.sub(r"[^A-Za-z0-9]+", "-", contract).strip("-")[:40] or "contract"
        return self.folder / "registers" / f"{slug}-{hashlib.sha256(contract.encode()).hexdigest()[:8]}.db"

    def register(self, contract: str) -> Register:
        """The contract's register, made when there is none; not yet caught up."""
        if contract not in self._registers:
            self._registers[contract] = Register.open(self.register_path(contract), contract)
        return self._registers[contract]

    def catch_up(
        self, contract: str, written: Sequence[Row] = (), *, progress: Callable[[int], None] | None = None
    ) -> None:
        """Let the register follow the journal; `written`: the lines just recorded, which spare it reading them again.

        Never fails a command: what is missing now is caught up by the next reader, who is told when it cannot be.
        """
        try:
            register = self.register(contract)
            leave(self.journal, register, self.register_path(contract), looks=1)
            if written:
                register.follow(written, self.journal, earlier=lambda number: self._earlier(contract, number, written))
            else:
                register.catch_up(self.journal, progress=progress)
            leave(self.journal, register, self.register_path(contract))
        except (sqlite3.Error, OSError, AssetsError):
            return

    def _earlier(self, contract: str, number: str, written: Sequence[Row]) -> Iterable[Event]:
        """An asset's lines up to those just written; what the decision read a moment ago is not read again."""
        if self._last_read[0] != number:
            return self.journal.asset_lines(contract, number)
        return [*self._last_read[1], *(row.event for row in written if number in touched(row.event.fact))]

    def rebuilt(self, contract: str, progress: Callable[[int], None] | None = None) -> int:
        """Make the contract's register afresh, whatever its file holds; the number of lines replayed."""
        try:
            return self.register(contract).rebuild(self.journal, progress=progress)
        except (sqlite3.DatabaseError, AssetsError):
            self._registers.pop(contract, None)
            path = self.register_path(contract)
            with explained(path):
                for suffix in ("", "-wal", "-shm"):
                    Path(f"{path}{suffix}").unlink(missing_ok=True)
                return self.register(contract).rebuild(self.journal, progress=progress)

    def behind(self, contract: str) -> int:
        """How many lines the register has yet to replay; 0 when its file cannot be read just now."""
        try:
            return self.register(contract).standing(self.journal).lines
        except (sqlite3.Error, OSError):
            return 0

    def reading(self, contract: str, progress: Callable[[int], None] | None = None) -> Register:
        """The contract's register, caught up, to read from; replayed in memory when its file cannot be read or written just now."""
        try:
            self.register(contract).catch_up(self.journal, progress=progress)
        except (sqlite3.Error, OSError):
            if held := self._registers.pop(contract, None):
                held.close()
            self._registers[contract] = Register.in_memory(contract)
            self._registers[contract].catch_up(self.journal, progress=progress)
        return self._registers[contract]


def _copies_of(number: str, lines: Iterable[Event]) -> list[str]:
    return [event.fact.asset for event in lines if isinstance(event.fact, Copied) and event.fact.source == number]


def _new_ids(count: int, session: str) -> list[str]:
    now = int(datetime.now(UTC).timestamp() * 1000)
    return [new_id(now, session=session) for _ in range(count)]
