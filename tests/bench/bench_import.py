"""What does it cost to receive 100,000 media from a list, against putting the same list into a bare table?"""

from __future__ import annotations

import sys

from tests.bench.measure import BIN, Measured, delivery, fresh, in_turn, ledger_folder, process


def run(rows: int = 100_000, times: int = 3) -> Measured:
    """Whole processes, in turn: all rules, the journal and the register against `sqlite-utils insert --csv`."""
    with ledger_folder() as folder:
        given = delivery(folder.parent / "list.csv", rows)
        bare = folder.parent / "bare.db"

        def ours() -> float:
            ledger = fresh(folder, "received")
            return process(
                [str(BIN / "assets"), "--ledger", str(ledger), "receive", "--from", str(given), "--by", "P-01"]
            )

        def theirs() -> float:
            bare.unlink(missing_ok=True)
            return process(
                [sys.executable, "-m", "sqlite_utils", "insert", str(bare), "list", str(given), "--csv", "--silent"]
            )

        seconds = in_turn(ours, theirs, times=times)
    return Measured(
        f"receive {rows:,} rows from CSV, all rules, register caught up",
        "sqlite-utils insert --csv of the same file",
        *seconds,
        0.7,
    )


if __name__ == "__main__":
    print(run())
