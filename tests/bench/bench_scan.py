"""What does one scan cost, from Enter to the beep and to the next prompt, against a bare durable commit of the same line?"""

from __future__ import annotations

import contextlib
import sqlite3
import statistics
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import typer

from assets import decide
from assets.edge import actor
from assets.ids import make
from assets.ledger import Ledger
from cli import say
from cli.deeds import perform_in
from tests.bench.measure import Heard, Measured, assets, delivery, ledger_folder

SCANS = 400


def run(scans: int = SCANS, rows: int = 1000) -> list[Measured]:
    """p50 until the scan is acknowledged, and until the register has caught up too, in turn with the reference, on a contract of `rows` assets."""
    with ledger_folder() as folder:
        assets(folder, "receive", "--from", str(delivery(folder.parent / "list.csv", rows)), "--by", "P-01")
        with Ledger.open(folder) as ledger:
            told = _Told(ledger, _bare(folder.parent / "bare.db"))
            _hand_over(ledger, told.scans(scans), told.heard)
    bare = "bare durable commit of the same line", statistics.median(told.bare)
    return [
        Measured("one scan, Enter to beep (p50)", bare[0], statistics.median(told.acknowledged), bare[1], 1.6),
        Measured("one scan, register caught up (p50)", bare[0], statistics.median(told.caught_up), bare[1], 1.6),
    ]


def _bare(path: Path) -> sqlite3.Connection:
    db = sqlite3.connect(path, isolation_level=None)
    db.execute("PRAGMA journal_mode = DELETE")
    db.execute("PRAGMA synchronous = EXTRA")
    db.execute("CREATE TABLE line (n INTEGER PRIMARY KEY, body TEXT NOT NULL)")
    return db


class _Told:
    """Seconds of every scan, and of the reference, which commits the line just written between two of them."""

    def __init__(self, ledger: Ledger, reference: sqlite3.Connection) -> None:
        self.ledger, self.reference, self.heard = ledger, reference, Heard()
        self.acknowledged: list[float] = []
        self.caught_up: list[float] = []
        self.bare: list[float] = []

    def scans(self, count: int) -> Iterator[str]:
        """Labels as they are scanned."""
        for n in range(1, count + 1):
            began = time.perf_counter()
            yield make("R7012", n)
            self.caught_up.append(time.perf_counter() - began)
            self.acknowledged.append(self.heard.at - began)
            self._commit(self._line())

    def _line(self) -> str:
        journal, contract = self.ledger.journal, self.ledger.contract()
        body = journal.lines(contract, after=journal.head(contract).seq - 1)[0].body
        assert '"kind":"handed_over"' in body, "a refusal is no measurement"
        return body

    def _commit(self, line: str) -> None:
        began = time.perf_counter()
        self.reference.execute("BEGIN IMMEDIATE")
        self.reference.execute("INSERT INTO line(body) VALUES (?)", (line,))
        self.reference.execute("COMMIT")
        self.bare.append(time.perf_counter() - began)


def _hand_over(ledger: Ledger, scans: Iterator[str], heard: Heard) -> None:
    with say.through(heard), contextlib.suppress(typer.Exit):
        decided = partial(decide.handover, operator="P-01", received_by="P-02", place="H-1")
        perform_in(ledger, "handover", decided, scans, actor=actor("P-01", "typed"), on="", json=False)


if __name__ == "__main__":
    for one in run():
        print(one)
