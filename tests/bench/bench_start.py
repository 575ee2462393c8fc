"""How long does a short command take from start to end?"""

from __future__ import annotations

import sys

from tests.bench.measure import BIN, SAMPLE, Measured, assets, in_turn, ledger_folder, process


def run(times: int = 15) -> Measured:
    """Whole processes, in turn."""
    with ledger_folder() as folder:
        assets(folder, "receive", "--from", str(SAMPLE / "received.csv"), "--by", "P-01")
        seconds = in_turn(
            lambda: process([str(BIN / "assets"), "--ledger", str(folder), "show", "KKS101L8"]),
            lambda: process([sys.executable, "-c", "import typer, sqlite_utils"]),
            times=times,
        )
    return Measured("assets show, start to end", 'python -c "import typer, sqlite_utils"', *seconds, 1.3)


if __name__ == "__main__":
    print(run())
