"""Does a scan cost the same in a contract of a million assets as in one of a thousand?"""

from __future__ import annotations

import contextlib
import io
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from assets import decide
from assets.edge import actor
from assets.events import Fact
from assets.ids import make
from assets.ledger import Ledger
from cli import say
from cli.deeds import Decide, perform_in
from tests.bench.big import Plan, build, plans
from tests.bench.measure import Measured

BIG, SMALL = 1_000_000, 1000
SCANS = 400
HAND_OVER = partial(decide.handover, operator="P-01", received_by="P-03", place="H-1")


class _Undone(Exception):
    """Ends a scan that is decided before it is written."""


def run(big: int = BIG, scans: int = SCANS) -> list[Measured]:
    """The decision alone and the whole scan, of assets drawn from everywhere, in turn on two ledgers made alike."""
    with tempfile.TemporaryDirectory(prefix="assets-bench-") as folder, contextlib.ExitStack() as stack:
        ours, theirs = (
            _Counter(stack.enter_context(Ledger.open(_made(Path(folder) / str(size), plan))), plan)
            for size in (big, SMALL)
            for plan in plans(size)
        )
        before = [counter.last for counter in (ours, theirs)]
        found = [
            _measured("decision of a scan", ours.decision, theirs.decision, big=big, times=scans),
            _measured("one scan, register caught up", ours.scan, theirs.scan, big=big, times=scans),
        ]
        assert [seq + scans for seq in before] == [counter.last for counter in (ours, theirs)], "not one line a scan"
        return found


def _made(folder: Path, plan: Plan) -> Path:
    with say.progress(f"{plan.assets:,} assets", plan.events) as advance:
        build(folder, [plan], progress=advance)
    return folder


class _Counter:
    """A ledger whose assets are handed over; what is decided only and what is recorded is drawn from opposite ends."""

    def __init__(self, ledger: Ledger, plan: Plan) -> None:
        self.ledger = ledger
        self.contract = plan.number
        self.drawn = [make(plan.prefix, n) for n in random.Random(0).sample(range(1, plan.assets + 1), SMALL)]

    @property
    def last(self) -> int:
        """The number of the last line written."""
        return self.ledger.journal.head(self.contract).seq

    def decision(self, turn: int) -> float:
        """Seconds from the label to the fact, write lock held; nothing is written."""
        return self._seconds(_only_decided, self.drawn[turn])

    def scan(self, turn: int) -> float:
        """Seconds from the label to the prompt."""
        return self._seconds(HAND_OVER, self.drawn[-1 - turn])

    def _seconds(self, deed: Decide, label: str) -> float:
        """A refusal stops the bench: it is not what is measured."""
        by, quiet = actor("P-01", "typed"), io.StringIO()
        with contextlib.redirect_stdout(quiet), contextlib.redirect_stderr(quiet):
            began = time.perf_counter()
            with contextlib.suppress(_Undone):
                perform_in(self.ledger, "handover", deed, iter([label]), actor=by, on="", json=False)
            return time.perf_counter() - began


def _only_decided(*desk_and_asset: object, **said: object) -> Sequence[Fact]:
    HAND_OVER(*desk_and_asset, **said)  # type: ignore[arg-type]
    raise _Undone


def _measured(
    what: str, ours: Callable[[int], float], theirs: Callable[[int], float], *, big: int, times: int
) -> Measured:
    pairs = [(ours(turn), theirs(turn)) for turn in range(times)]
    here, there = (sorted(column) for column in zip(*pairs, strict=True))
    late = times * 99 // 100
    return Measured(
        f"{what}, {big:,} assets (p50; p99 {here[late] * 1000:.2f} ms against {there[late] * 1000:.2f} ms)",
        f"the same with {SMALL:,} assets",
        statistics.median(here),
        statistics.median(there),
        1.3,
    )


if __name__ == "__main__":
    for one in run():
        print(one)
