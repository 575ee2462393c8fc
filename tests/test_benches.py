"""Do the benches measure what they say?

At sizes at which a number means nothing: what is seen is that they run, and that none of them takes a refusal for a measurement.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import typer

from assets import decide
from tests.bench import bench_audit, bench_counter, bench_import, bench_scan, bench_size, measure
from tests.bench.measure import Measured


@pytest.fixture(autouse=True)
def tiny(monkeypatch: pytest.MonkeyPatch) -> None:
    """A small contract of twenty assets; counters that do not wait."""
    monkeypatch.setattr(bench_size, "SMALL", 20)
    monkeypatch.setattr(bench_counter, "PAUSE", 0)


BENCHES: dict[str, Callable[[], Measured | list[Measured]]] = {
    "scan": partial(bench_scan.run, scans=2, rows=5),
    "size": partial(bench_size.run, big=40, scans=4),
    "import": partial(bench_import.run, rows=5, times=1),
    "counter": partial(bench_counter.run, assets=40, counters=2, scans=4),
    "audit": partial(bench_audit.run, rounds=1, size=600),
}


def measured(name: str) -> list[Measured]:
    """What a bench finds."""
    found = BENCHES[name]()
    return found if isinstance(found, list) else [found]


@pytest.mark.parametrize(
    ("name", "what"),
    [
        ("scan", ["one scan, Enter to beep (p50)", "one scan, register caught up (p50)"]),
        ("size", ["decision of a scan, 40 assets (p50;", "one scan, register caught up, 40 assets (p50;"]),
        ("import", ["receive 5 rows from CSV, all rules, register caught up"]),
        (
            "counter",
            [
                "Enter to beep, 2 counters at once, 40 assets (p50)",
                "Enter to beep, 2 counters at once, 40 assets (p99)",
            ],
        ),
        (
            "audit",
            [
                "page: home",
                "page: a contract",
                "page: an asset",
                "page: table with two facets",
                "page: table, filtered",
                "page: table, sorted",
                "page: table, searched by two characters",
                "page: everything searched by two characters",
                "page: lines of the contract",
                "page: a question",
                "page: clause by clause",
                "page: a contract, a line recorded before each look",
                "CSV of all assets",
            ],
        ),
    ],
)
def test_a_bench_measures(name: str, what: list[str]) -> None:
    """Each runs to its end and gives seconds of both sides, under the name that stands in the table."""
    found = measured(name)

    assert what == [one.what[: len(wanted)] for one, wanted in zip(found, what, strict=True)]
    assert [] == [one for one in found if not (0 < one.ours < 60 and 0 < one.theirs < 60)]


# -- what is refused is no measurement --------------------------------------------------------------------------------


def _nobodys(prefix: str, number: int) -> str:
    """A number that no asset has."""
    from assets.ids import make

    return make(prefix, number + 5000)


def _to_a_stranger(monkeypatch: pytest.MonkeyPatch) -> None:
    deed = partial(decide.handover, operator="P-01", received_by="P-99", place="H-1")
    monkeypatch.setattr(bench_size, "HAND_OVER", deed)


def _to_nowhere(monkeypatch: pytest.MonkeyPatch) -> None:
    def listed(path: Path, rows: int) -> Path:
        written = measure.delivery(path, rows)
        written.write_text(written.read_text("utf-8").replace(",V-1,", ",X-9,"), "utf-8")
        return written

    monkeypatch.setattr(bench_import, "delivery", listed)


@pytest.mark.parametrize(
    ("name", "spoilt", "error"),
    [
        ("scan", lambda patch: patch.setattr(bench_scan, "make", _nobodys), AssertionError),
        ("size", _to_a_stranger, typer.Exit),
        ("import", _to_nowhere, SystemExit),
        ("counter", lambda patch: patch.setattr(bench_counter, "make", _nobodys), AssertionError),
    ],
)
def test_a_bench_of_refusals_fails(
    name: str, spoilt: Callable[[pytest.MonkeyPatch], Any], error: type[BaseException], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Labels that nobody has, a receiver nobody knows, a list that is refused: the bench stops instead of telling how fast it is refused."""
    spoilt(monkeypatch)

    with pytest.raises(error):
        measured(name)
