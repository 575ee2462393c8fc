"""How fast are we, against what, in one run?

`python -m tests.bench` makes a contract of a million assets first, which takes most of the time and 4 GB in the temporary folder
(TMPDIR); `--big 100000`, or ASSETS_BENCH_BIG=100000 before `make bench`, makes a smaller one. The audit view is measured on ten contracts that hold a
tenth of it together; at full size by `python -m tests.bench.bench_audit FOLDER`, with a ledger of `tests.bench.big`.
"""

from __future__ import annotations

import argparse
import os
import platform
import sqlite3
from collections.abc import Callable
from functools import partial

from cli import say
from tests.bench import (
    bench_audit,
    bench_counter,
    bench_import,
    bench_labels,
    bench_scan,
    bench_size,
    bench_start,
    bench_verify,
    bench_visible,
)
from tests.bench.measure import Measured


def main() -> None:
    """Run every bench and print one table."""
    big = _asked()
    say.line(
        f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}"
    )
    found: list[Measured] = []
    for bench in _benches(big):
        told = bench()
        new = told if isinstance(told, list) else [told]
        for one in new:
            say.line(f"{one.what}: {_shown(one.ours)}, {one.reference}: {_shown(one.theirs)}")
        found += new
    say.table(
        ["what", "against", "ours", "theirs", "ratio", "aim", "reached"],
        [
            (
                one.what,
                one.reference,
                _shown(one.ours),
                _shown(one.theirs),
                f"{one.ratio:.2f}x" + (" faster" if one.faster else ""),
                (">= " if one.faster else "<= ") + f"{one.aim:g}x",
                "yes" if one.reached else "NO",
            )
            for one in found
        ],
        right=[2, 3, 4],
    )


def _benches(big: int) -> list[Callable[[], Measured | list[Measured]]]:
    """In this order; what needs the most memory and time comes last."""
    return [
        bench_start.run,
        bench_scan.run,
        bench_import.run,
        bench_verify.run,
        bench_visible.run,
        bench_labels.run,
        partial(bench_audit.run, size=big // 10),
        partial(bench_size.run, big),
        partial(bench_counter.run, big),
    ]


def _asked() -> int:
    asked = argparse.ArgumentParser(prog="python -m tests.bench", description="Every measurement in one table.")
    usual = os.environ.get("ASSETS_BENCH_BIG", str(bench_size.BIG))
    asked.add_argument("--big", type=int, default=usual, help=f"assets of the big contract, {bench_size.SMALL} or more")
    big = int(asked.parse_args().big)
    if big < bench_size.SMALL:
        asked.error(f"--big: {bench_size.SMALL} or more")
    return big


def _shown(seconds: float) -> str:
    return f"{seconds * 1000:.2f} ms" if seconds < 1 else f"{seconds:.2f} s"


if __name__ == "__main__":
    main()
