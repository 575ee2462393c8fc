"""What was done in a counter's session, as the ledger has it?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from assets import events as e
from assets.ledger import Ledger
from assets.lines import Event
from assets.state import Asset

_TOLD_APART = ("received_by", "place", "method", "session")  # with another word it is another deed
_BESIDE = (e.IncidentOpened, e.IncidentAffected, e.Validated, e.Refused, e.Corrected)  # what follows from a deed


@dataclass
class Scan:
    """One scan that was acknowledged: its lines; container: its number when one was scanned; undone: whether they were taken back."""

    lines: list[Event]
    container: str = ""
    undone: bool = False

    @property
    def deeds(self) -> list[Event]:
        """The lines of the deed itself, one for each asset."""
        about_assets = (line for line in self.lines if getattr(line.fact, "asset", "") not in ("", self.container))
        return [line for line in about_assets if not isinstance(line.fact, _BESIDE)]

    @property
    def counts(self) -> Counter[str]:
        """Kind of deed -> how many assets."""
        return Counter(kind for kind, _asset in {(line.kind, line.fact.asset) for line in self.deeds})


@dataclass
class Done:
    """The scans of a session in order; counts: kind of deed -> how many assets, without what was taken back; refused: how many scans were."""

    scans: list[Scan] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    refused: int = 0
    _last: dict[tuple[str, str], Scan] = field(default_factory=dict)

    @classmethod
    def of(cls, ledger: Ledger, session: str, since: dict[str, int]) -> Done:
        """The session's scans from the ledger's lines: those that one commit wrote are one scan."""
        made = cls()
        found = (line for home, seq in since.items() for line in ledger.journal.session_lines(home, session, after=seq))
        for _at, lines in groupby(sorted(found, key=_written), key=lambda line: (line.at, line.contract)):
            made.add(told := list(lines), container=_container(ledger, told))
        return made

    def add(self, lines: Sequence[Event], *, container: str = "") -> None:
        """Take in what one commit wrote; container: its number when it was the container that was scanned."""
        taken_back = {line.fact.of for line in lines if isinstance(line.fact, e.Corrected) and line.fact.void}
        if taken_back:
            self._take_back(lines[0].contract, taken_back)
        elif any(isinstance(line.fact, e.Refused) for line in lines):
            self.refused += 1
        elif lines:
            scan = Scan(list(lines), container)
            self.scans.append(scan)
            self.counts += scan.counts
            self._last |= {(line.contract, line.fact.asset): scan for line in scan.deeds}

    def _take_back(self, home: str, lines: set[int]) -> None:
        for scan in self.scans:
            if not scan.undone and lines & {line.seq for line in scan.deeds if line.contract == home}:
                scan.undone = True
                self.counts -= scan.counts

    def last(self) -> Scan | None:
        """The scan acknowledged last, unless it was taken back."""
        return self.scans[-1] if self.scans and not self.scans[-1].undone else None

    def began_with(self, contract: str, serial: str) -> str:
        """The number that this session gave to what bears this serial; "" when it gave none, or took it back."""
        lines = (line for scan in self.scans if not scan.undone for line in scan.deeds if line.contract == contract)
        return next((line.fact.asset for line in lines if getattr(line.fact, "serial", "") == serial), "")

    def stands(self, contract: str, asset: Asset, kind: type[e.Fact], words: Mapping[str, Any]) -> bool:
        """Whether the last thing that happened to an asset is this session's deed of this kind, with these words."""
        scan = self._last.get((contract, asset.number))
        if scan is None or scan.undone or asset.last_seq not in {line.seq for line in scan.lines}:
            return False
        return any(
            line.fact.asset == asset.number and isinstance(line.fact, kind) and _says(line.fact, words)
            for line in scan.deeds
        )


def _says(fact: e.Fact, words: Mapping[str, Any]) -> bool:
    """Whether a fact says these words; those left empty were filled in by the deed itself."""
    return all(
        getattr(fact, name) == word
        for name, word in words.items()
        if word and name in _TOLD_APART and hasattr(fact, name)
    )


def _container(ledger: Ledger, lines: Sequence[Event]) -> str:
    """The container whose scan wrote these lines: its own line comes first."""
    first = getattr(lines[0].fact, "asset", "") if len(lines) > 1 else ""
    return first if first and ledger.container(lines[0].contract, first) else ""


def _written(line: Event) -> tuple[str, str, int]:
    return line.at, line.contract, line.seq
