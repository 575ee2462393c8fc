"""How is a ledger of a million assets made?

Its lines are written by the journal itself, in transactions of many thousands: every trigger, index and link is the real one.
The desk of each contract is the sample's; deliveries come all year, and between them things of earlier ones are moved,
handed over, copied and refused. Every number of it is drawn from a fixed seed: the same sizes give the same history.

    python -m tests.bench.big FOLDER --assets 1000000 --events 5000000 --contracts 100 --largest 300000
"""

from __future__ import annotations

import argparse
import heapq
import random
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

from msgspec.structs import replace

from assets import events as e
from assets.ids import make
from assets.journal import Row, new_id
from assets.ledger import Ledger
from assets.lines import Actor
from assets.when import instant
from cli import say
from tests.bench.measure import ledger_folder

DELIVERY = 500  # assets that arrive together
COPY_EVERY = 20  # each so many-th asset is a copy of one of those since the last copy
TRANSACTION = 40  # batches that are committed together
BEGAN = datetime(2025, 5, 1, tzinfo=UTC)
DAYS = 240  # all of it happens while the sample's approval to copy is in force
KEYBOARD = Actor(auth="typed", host="desk-1", op="P-01", os="operator")
HOLDERS = ("", "P-01", "P-02")
Progress = Callable[[int], None]


class Plan(NamedTuple):
    """A contract to be: its number, its label prefix, how many assets (copies included), how many events they have."""

    number: str
    prefix: str
    assets: int
    events: int


class Batch(NamedTuple):
    """Facts of one contract that are recorded together, when `share` of the year has passed."""

    share: float
    plan: Plan
    facts: list[e.Fact]


def plans(assets: int, *, events: int = 0, contracts: int = 1, largest: int = 0) -> list[Plan]:
    """How `assets` and `events` fall to the contracts: `largest` to the first, the rest in equal parts."""
    events = events or assets * 5 // 4
    first = largest or -(-assets // contracts)
    others = [(assets - first + k) // (contracts - 1) for k in range(contracts - 1)]
    return [
        Plan(f"R7-大-{k:03d}", f"B{k:03d}", size, size * events // assets) for k, size in enumerate([first, *others], 1)
    ]


def build(
    folder: Path, contracts: Sequence[Plan], *, registers: bool = True, progress: Progress = lambda _: None
) -> None:
    """Make the ledger in `folder`, registers caught up; `progress` is told of the lines that are written."""
    desk = _desk()
    with Ledger.create(folder) as ledger:
        batches = heapq.merge(*(_history(plan, desk) for plan in contracts), key=lambda batch: batch.share)
        while together := list(islice(batches, TRANSACTION)):
            for number, rows in _recorded(ledger, together).items():
                progress(len(rows))
                if registers:
                    ledger.catch_up(number, rows)


def _desk() -> list[e.Fact]:
    """What the sample's contract is opened with, but for the approval that is given after the year."""
    with ledger_folder() as folder, Ledger.open(folder) as sample:
        facts = [event.fact for event in sample.journal.desk_lines(sample.contract())]
    return [fact for fact in facts if not isinstance(fact, e.DisposalApproved)]


def _recorded(ledger: Ledger, together: Iterable[Batch]) -> dict[str, list[Row]]:
    """The lines written in one transaction, by contract."""
    written: dict[str, list[Row]] = defaultdict(list)
    with ledger.journal.writing():
        for share, plan, facts in together:
            at = BEGAN + timedelta(days=DAYS) * share
            ids = [new_id(int(at.timestamp() * 1000)) for _ in facts]
            rows = ledger.journal.append(facts, contract=plan.number, at=instant(at), by=KEYBOARD, ids=ids)
            written[plan.number] += rows
    return written


# -- what happens -----------------------------------------------------------------------------------------------------


def _history(plan: Plan, desk: Iterable[e.Fact]) -> Iterator[Batch]:
    """The contract's facts in order: its desk, then each delivery with what happens until the next."""
    yield Batch(0, plan, [_own(fact, plan) for fact in desk])
    chance = random.Random(plan.number)
    holding = bytearray(plan.assets + 1)
    there = told = 0
    while there < plan.assets:
        given, there = there, min(there + DELIVERY, plan.assets)
        facts = [_arrival(n, plan, chance) for n in range(given + 1, there + 1)]
        told += there - given
        more = max(0, plan.events * there // plan.assets - told)
        facts += [_deed(chance.randint(1, there), plan, chance, holding) for _ in range(more)]
        told += more
        yield Batch(there / plan.assets, plan, facts)


def _own(fact: e.Fact, plan: Plan) -> e.Fact:
    return replace(fact, number=plan.number, prefix=plan.prefix) if isinstance(fact, e.ContractOpened) else fact


def _arrival(n: int, plan: Plan, chance: random.Random) -> e.Fact:
    usual: dict[str, Any] = {
        "asset": make(plan.prefix, n),
        "ordinal": n,
        "title": f"国保被保険者データ 第1巻 {n - n % COPY_EVERY}",
        "item": 1,
        "pi_class": "specific_pi",
        "info_items": "被保険者番号・氏名・住所・生年月日・個人番号",
        "record_count": 4000 + n % 977,
    }
    if n % COPY_EVERY == 0:
        return _copy(make(plan.prefix, n - chance.randrange(1, COPY_EVERY)), usual)
    return _delivered(n, plan, usual)


def _delivered(n: int, plan: Plan, usual: dict[str, Any]) -> e.Received:
    return e.Received(
        **usual,
        medium="mag_tape",
        manufacturer="富士フイルム",
        model="LTO FB UL-8",
        serial=f"{plan.prefix}{n:07d}L8",
        capacity="12TB",
        unit="本",
        encryption="ハードウェア暗号化",
        seal_no=f"S-{n}",
        handover_no=f"J-{n // DELIVERY:04d}",
        place="V-1",
        approvals=("承認-複-001",),
        released_by="C-01",
        received_by="P-01",
        method="手渡し",
    )


def _copy(source: str, usual: dict[str, Any]) -> e.Copied:
    return e.Copied(
        **usual,
        medium="hdd",
        owner="contractor",
        place="H-1",
        source=source,
        approval="承認-複-001",
        copy_no=1,
        copies=2,
        performed_by="P-02",
        purpose="データ入力",
    )


def _deed(n: int, plan: Plan, chance: random.Random, holding: bytearray) -> e.Fact:
    """Something done to the n-th asset; `holding` says who has each asset, as an index of HOLDERS."""
    number = make(plan.prefix, n)
    match chance.randrange(20):
        case 0:
            return e.Refused(asset=number, deed="dispose", rules=("R41-1",))
        case 1 | 2 | 3 | 4 | 5:
            released_by = HOLDERS[holding[n]] or "P-01"
            holding[n] = 1 if released_by == "P-02" else 2
            return e.HandedOver(
                asset=number,
                released_by=released_by,
                received_by=HOLDERS[holding[n]],
                side="contractor",
                place="H-1",
                method="手渡し",
            )
        case _:
            holding[n] = 0
            return e.Moved(asset=number, place=chance.choice(("V-1", "H-1", "H-2")), performed_by="P-01")


# -- by itself --------------------------------------------------------------------------------------------------------


def main() -> None:
    """Make one to keep, and say how fast it went."""
    asked = argparse.ArgumentParser(prog="python -m tests.bench.big", description="Make a big ledger.")
    asked.add_argument("folder", type=Path)
    asked.add_argument("--assets", type=int, default=1_000_000)
    asked.add_argument("--events", type=int, default=0, help="arrivals included; default: five for every four assets")
    asked.add_argument("--contracts", type=int, default=1)
    asked.add_argument("--largest", type=int, default=0, help="assets of the first contract; default: all are alike")
    asked.add_argument("--no-registers", action="store_true", help="the journal alone")
    given = asked.parse_args()
    contracts = plans(given.assets, events=given.events, contracts=given.contracts, largest=given.largest)
    events = sum(plan.events for plan in contracts)
    began = time.perf_counter()
    with say.progress(f"{given.assets:,} assets", events) as advance:
        build(given.folder, contracts, registers=not given.no_registers, progress=advance)
    taken = time.perf_counter() - began
    say.line(f"{given.assets:,} assets, {events:,} events in {taken:.0f} s: {events / taken:,.0f} events/s")


if __name__ == "__main__":
    main()
