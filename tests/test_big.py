"""Is the big ledger of the benches a ledger like any other?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path

from assets.ledger import Ledger
from tests.bench.big import build, plans
from tests.conftest import Answer

Run = Callable[..., Answer]


def test_a_ledger_of_two_thousand_assets_verifies(folder: Path, run: Run) -> None:
    """Chains, schema and registers of three contracts hold; assets and events are as many as were asked for."""
    build(folder, plans(2000, events=5000, contracts=3, largest=1000))
    with Ledger.open(folder) as ledger:
        counts = [
            [
                ledger.register(number).rows(f"SELECT count(*) FROM {what}")[0][0]
                for what in ("assets", "events WHERE asset > ''")
            ]
            for number in ledger.journal.contracts().values()
        ]

    assert 0 == run("verify").code
    assert [[1000, 2500], [500, 1250], [500, 1250]] == counts


def test_its_assets_have_histories(folder: Path) -> None:
    """Things were moved, handed over, copied and refused; the copies count among the assets."""
    [plan] = plans(1000, events=2000)
    build(folder, [plan], registers=False)
    with Ledger.open(folder) as ledger:
        kinds = Counter(row.event.kind for row in ledger.journal.lines(plan.number))

    assert (950, 50) == (kinds["received"], kinds["copied"])
    assert 1000 == kinds["moved"] + kinds["handed_over"] + kinds["refused"]
    assert all(kinds[kind] for kind in ("moved", "handed_over", "refused"))


def test_the_same_sizes_give_the_same_history(folder: Path) -> None:
    """Two benches on two days measure the same; only ids and nonces differ."""
    [plan] = plans(600, events=900)
    told = []
    for name in ("one", "other"):
        build(folder / name, [plan], registers=False)
        with Ledger.open(folder / name) as ledger:
            told.append([(row.event.at, row.event.fact) for row in ledger.journal.lines(plan.number, after=0)])

    assert told[0] == told[1]


def test_every_asset_and_event_falls_to_a_contract() -> None:
    """A hundred contracts share a million assets; one of them holds three hundred thousand."""
    shared = plans(1_000_000, events=5_000_000, contracts=100, largest=300_000)

    assert (100, 300_000) == (len({plan.prefix for plan in shared}), shared[0].assets)
    assert 1_000_000 == sum(plan.assets for plan in shared)
    assert 5_000_000 == sum(plan.events for plan in shared)
