"""How long is it from Enter to the beep, when several counters work on one big ledger at once?

Each counter is a process of its own with somebody who scans twice a second, as at eight desks; the reference is the same number of processes
that, at the same pace, do nothing but commit a line of the same length, durably, to one file.
"""

from __future__ import annotations

import argparse
import multiprocessing
import random
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable
from functools import partial
from multiprocessing.synchronize import Barrier
from pathlib import Path

from assets.edge import actor, moment_of
from assets.ids import make
from assets.ledger import Ledger
from assets.logged import Logged
from cli import say
from cli.counter import Counter
from cli.deeds import Tally, attempt
from cli.kept import Keeper
from cli.station import Station
from tests.bench import big
from tests.bench.measure import Heard, Measured

COUNTERS, SCANS, BIG = 8, 20, 1_000_000
PAUSE = 0.5  # seconds between two scans, on the average
_LINE = "x" * 620  # as long as the line of a handover


def run(assets: int = BIG, counters: int = COUNTERS, scans: int = SCANS) -> list[Measured]:
    """p50 and p99 of both."""
    with tempfile.TemporaryDirectory(prefix="assets-bench-") as folder:
        ledger = Path(folder) / "ledger"
        big.build(ledger, big.plans(assets))
        bare = Path(folder) / "bare.db"
        _lay_out(bare)
        rounds = [
            (
                _together(partial(_scan, ledger, assets), counters, scans),
                _together(partial(_commit, bare), counters, scans),
            )
            for _ in range(3)
        ]
    ours, theirs = ([one for round in rounds for one in round[side]] for side in (0, 1))
    what = f"Enter to beep, {counters} counters at once, {assets:,} assets"
    against = f"bare durable commits, {counters} at once"
    return [
        Measured(f"{what} (p{part})", against, _percentile(ours, part), _percentile(theirs, part), aim)
        for part, aim in ((50, 2.0), (99, 2.0))
    ]


def _percentile(seconds: list[float], part: int) -> float:
    return statistics.quantiles(seconds, n=100)[part - 1]


def _together(work: Callable[[int, int], list[float]], counters: int, scans: int) -> list[float]:
    """The seconds of every scan of every process, which begin together."""
    context = multiprocessing.get_context("fork")
    ready = context.Barrier(counters)
    told: multiprocessing.SimpleQueue[list[float]] = context.SimpleQueue()
    children = [context.Process(target=_child, args=(work, desk, scans, ready, told.put)) for desk in range(counters)]
    for child in children:
        child.start()
    found = [one for _ in children for one in told.get()]
    for child in children:
        child.join()
    assert len(found) > counters * scans // 2, "the counters did not work"
    return found


def _child(
    work: Callable[[int, int], list[float]], desk: int, scans: int, ready: Barrier, tell: Callable[[list[float]], None]
) -> None:
    ready.wait()
    found: list[float] = []
    try:
        found = work(desk, scans)
    finally:
        tell(found)


def _scan(folder: Path, assets: int, desk: int, scans: int) -> list[float]:
    """A counter carries media to a room and back."""
    heard, told, chance = Heard(), [], random.Random(desk)
    with Ledger.open(folder) as ledger, say.through(heard):
        counter = Counter(Station(ledger, "", actor("P-01", "badge")), Tally(), Keeper.none(now=moment_of().now))
        for place in ("H-1", "V-1"):
            for line in ("move", place):
                counter.one(Logged(line))
            for n in range(scans // 2):
                scan = Logged(make("B001", 1 + (desk * scans + n) % assets))
                time.sleep(chance.uniform(0, 2 * PAUSE))
                began = time.perf_counter()
                heard.at = 0.0
                assert attempt(scan, counter.tally, counter.one)
                told += [heard.at - began] if heard.at else []
    return told


def _lay_out(path: Path) -> None:
    with sqlite3.connect(path) as db:
        db.execute("PRAGMA journal_mode = DELETE")
        db.execute("CREATE TABLE line (n INTEGER PRIMARY KEY, body TEXT NOT NULL)")
    db.close()


def _commit(path: Path, desk: int, scans: int) -> list[float]:
    told, chance = [], random.Random(desk)
    db = sqlite3.connect(path, isolation_level=None, timeout=30)
    db.execute("PRAGMA synchronous = EXTRA")
    for _ in range(scans):
        time.sleep(chance.uniform(0, 2 * PAUSE))
        began = time.perf_counter()
        db.execute("BEGIN IMMEDIATE")
        db.execute("INSERT INTO line(body) VALUES (?)", (_LINE,))
        db.execute("COMMIT")
        told.append(time.perf_counter() - began)
    db.close()
    return told


def main() -> None:
    """Measure by itself, with as many assets and counters as are wanted."""
    asked = argparse.ArgumentParser(prog="python -m tests.bench.bench_counter")
    asked.add_argument("--assets", type=int, default=BIG)
    asked.add_argument("--counters", type=int, default=COUNTERS)
    asked.add_argument("--scans", type=int, default=SCANS)
    given = asked.parse_args()
    for one in run(given.assets, given.counters, given.scans):
        say.line(f"{one.what}: {one.ours * 1000:.1f} ms, {one.reference} {one.theirs * 1000:.1f} ms, {one.ratio:.2f}x")


if __name__ == "__main__":
    main()
