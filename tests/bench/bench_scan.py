"""What does one scan cost, from Enter to the next prompt, against a bare durable commit of the same line?"""

from __future__ import annotations

import contextlib
import io
import sqlite3
import statistics
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import typer

from assets import decide
from assets.ids import make
from assets.ledger import Ledger, actor
from cli.deeds import perform_in
from tests.bench.measure import Measured, assets, delivery, ledger_folder

SCANS = 400


def run(scans: int = SCANS, rows: int = 1000) -> Measured:
    """p50 of both, one in turn with the other, on a contract of `rows` assets."""
    with ledger_folder() as folder:
        assets(folder, "receive", "--from", str(delivery(folder.parent / "list.csv", rows)), "--by", "P-01")
        with Ledger.open(folder) as ledger:
            bare = _bare(folder.parent / "bare.db")
            ours: list[float] = []
            theirs: list[float] = []
            _hand_over(ledger, _timed(ledger, bare, ours, theirs, scans))
    return Measured(
        "one scan, register caught up (p50)",
        "bare durable commit of the same line",
        statistics.median(ours),
        statistics.median(theirs),
        1.6,
    )


def _bare(path: Path) -> sqlite3.Connection:
    db = sqlite3.connect(path, isolation_level=None)
    db.execute("PRAGMA journal_mode = DELETE")
    db.execute("PRAGMA synchronous = EXTRA")
    db.execute("CREATE TABLE line (n INTEGER PRIMARY KEY, body TEXT NOT NULL)")
    return db


def _timed(
    ledger: Ledger, bare: sqlite3.Connection, ours: list[float], theirs: list[float], scans: int
) -> Iterator[str]:
    """Labels as they are scanned; between two of them, the reference commits the line just written."""
    contract = ledger.contract()
    for n in range(scans):
        number = make("R7012", n + 1)
        began = time.perf_counter()
        yield number
        ours.append(time.perf_counter() - began)
        body = ledger.journal.lines(contract, after=ledger.journal.head(contract).seq - 1)[0].body
        assert '"kind":"handed_over"' in body, "a refusal is no measurement"
        began = time.perf_counter()
        bare.execute("BEGIN IMMEDIATE")
        bare.execute("INSERT INTO line(body) VALUES (?)", (body,))
        bare.execute("COMMIT")
        theirs.append(time.perf_counter() - began)


def _hand_over(ledger: Ledger, scans: Iterator[str]) -> None:
    with contextlib.redirect_stdout(io.StringIO()), contextlib.suppress(typer.Exit):
        decided = partial(decide.handover, operator="P-01", received_by="P-02", place="H-1")
        perform_in(ledger, "handover", decided, scans, actor=actor("P-01", "typed"), on="", json=False)


if __name__ == "__main__":
    print(run())
