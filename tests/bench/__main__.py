"""How fast are we, against what, in one run?"""

from __future__ import annotations

import os
import platform
import sqlite3

from cli import say
from tests.bench import bench_import, bench_labels, bench_scan, bench_start, bench_verify


def main() -> None:
    """Run every bench and print one table."""
    say.line(
        f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}"
    )
    found = [bench.run() for bench in (bench_start, bench_scan, bench_verify, bench_labels, bench_import)]
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


def _shown(seconds: float) -> str:
    return f"{seconds * 1000:.2f} ms" if seconds < 1 else f"{seconds:.2f} s"


if __name__ == "__main__":
    main()
