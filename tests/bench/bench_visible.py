"""How long after a commit does an auditor see it?

From the moment a line is on disk until a browser that asks for its page gets it, over HTTP, from a server that is a process of its own; the
reference is the same page once it is there. `python -m tests.bench.bench_visible` prints the milliseconds.
"""

from __future__ import annotations

import multiprocessing
import statistics
import time
import urllib.error
import urllib.request
from multiprocessing.connection import Connection
from pathlib import Path

from assets import events as e
from assets.edge import actor, moment_of
from assets.journal import Row, new_id
from assets.ledger import Ledger
from tests.bench.measure import Measured, ledger_folder

TIMES = 100
AIM = 3.0


def run(times: int = TIMES) -> list[Measured]:
    """p50 and p95 of both."""
    with ledger_folder() as folder:
        seen, page = _measured(folder, times)
    return [
        Measured(
            f"commit to visible over HTTP (p{part})",
            "the same page, fetched again",
            _p(seen, part),
            _p(page, part),
            AIM,
        )
        for part in (50, 95)
    ]


def _p(seconds: list[float], part: int) -> float:
    return statistics.quantiles(seconds, n=100)[part - 1]


def _measured(folder: Path, times: int) -> tuple[list[float], list[float]]:
    with Ledger.open(folder) as ledger:
        contract = ledger.contract()
        ledger.catch_up(contract)
        here, there = multiprocessing.Pipe()
        server = multiprocessing.get_context("spawn").Process(
            target=_serve, args=(ledger.register_path(contract), there), daemon=True
        )
        server.start()
        address = here.recv()
        both = [_one(ledger, contract, address) for _ in range(times)]
        server.terminate()
        server.join()
    return [seen for seen, _page in both], [page for _seen, page in both]


def record(ledger: Ledger, contract: str) -> list[Row]:
    """One line on disk, which the register does not show yet."""
    fact = e.PlaceAdded(place="V-1", name="媒体保管庫", zone="controlled")
    with ledger.journal.writing():
        now = moment_of().now
        return ledger.journal.append([fact], contract=contract, at=now, by=actor("P-01", "typed"), ids=[new_id(1)])


def _one(ledger: Ledger, contract: str, address: str) -> tuple[float, float]:
    rows = record(ledger, contract)
    committed = time.perf_counter()
    ledger.catch_up(contract, rows)
    while not _is_there(f"{address}/-/event/{rows[-1].event.seq}"):
        pass
    seen = time.perf_counter()
    assert _is_there(f"{address}/-/event/{rows[-1].event.seq}")
    return seen - committed, time.perf_counter() - seen


def _is_there(address: str) -> bool:
    try:
        with urllib.request.urlopen(address) as answer:
            return bool(answer.read())
    except urllib.error.HTTPError:
        return False


def _serve(register: Path, told: Connection) -> None:
    import socket

    import uvicorn

    from datasette_plugins import server

    view = server.build({"contract": register})
    with socket.create_server(("127.0.0.1", 0)) as listening:
        told.send(f"http://127.0.0.1:{listening.getsockname()[1]}/contract")
        uvicorn.Server(uvicorn.Config(view.app(), log_level="error", ws="none")).run(sockets=[listening])


if __name__ == "__main__":
    for one in run():
        print(f"{one.what}: {one.ours * 1000:.1f} ms; {one.reference}: {one.theirs * 1000:.1f} ms; {one.ratio:.2f}x")
