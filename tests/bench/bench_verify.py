"""What does checking every line cost, against reading and hashing the same lines without a check?"""

from __future__ import annotations

import hashlib
import sqlite3
import time
from pathlib import Path

from assets import proof
from assets.journal import Journal
from tests.bench.measure import Measured, assets, delivery, in_turn, ledger_folder


def run(rows: int = 100_000, times: int = 3) -> Measured:
    """Seconds for all lines, in turn, in one process."""
    with ledger_folder() as folder:
        assets(folder, "receive", "--from", str(delivery(folder.parent / "list.csv", rows)), "--by", "P-01")
        path = folder / "journal.db"
        with Journal.open(path) as journal:
            seconds = in_turn(lambda: _checked(journal), lambda: _hashed(path), times=times)
    return Measured(
        f"verify {rows:,} events ({rows / seconds[0]:,.0f} events/s)",
        "reading and hashing the same lines",
        *seconds,
        4.0,
    )


def _checked(journal: Journal) -> float:
    began = time.perf_counter()
    assert all(chain.is_good for chain in proof.chains(journal).values())
    return time.perf_counter() - began


def _hashed(path: Path) -> float:
    db = sqlite3.connect(path)
    began = time.perf_counter()
    for (body,) in db.execute("SELECT body FROM journal NOT INDEXED ORDER BY n"):
        hashlib.sha256(body.encode()).hexdigest()
    taken = time.perf_counter() - began
    db.close()
    return taken


if __name__ == "__main__":
    print(run())
