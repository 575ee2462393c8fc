"""Are the auditor's pages faster than stock Datasette's on the same files?

`python -m tests.bench.bench_audit FOLDER` measures a ledger that `tests.bench.big` made, its first contract above all; without a folder
it makes a tenth of the size that is aimed at.
"""

from __future__ import annotations

import argparse
import json
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote, urlencode
from urllib.request import Request, urlopen

from assets.ledger import Ledger
from cli import say
from datasette_plugins import explain
from tests.bench.bench_visible import record
from tests.bench.big import build, plans
from tests.bench.measure import BIN, Measured, assets

ASSETS, EVENTS, CONTRACTS, LARGEST = 100_000, 500_000, 10, 30_000
ROUNDS = 20
P50, P95 = 0.100, 0.250  # seconds that a page may take
_EACH = 5  # a page of stock Datasette takes seconds: it is asked for in each so many-th turn
_QUESTION = "clause-04-classes"
_AUDITOR = "bench"


class Page(NamedTuple):
    """A page of ours, and the one of stock Datasette that shows the same."""

    name: str
    ours: str
    theirs: str


def run(folder: Path | None = None, *, rounds: int = ROUNDS, size: int = ASSETS) -> list[Measured]:
    """Each page in turn on both servers, then the CSV of the largest contract."""
    with ExitStack() as stack:
        ledger = folder or _made(Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="assets-bench-"))), size)
        registers, number = _registers(ledger)
        ours = stack.enter_context(_ours(ledger))
        theirs = stack.enter_context(_served([str(BIN / "datasette"), "serve", *map(str, registers)]))
        database = registers[0].stem
        pages = [_timed(page, ours, theirs, rounds=rounds) for page in _pages(database, number)]
        busy = stack.enter_context(Ledger.open(ledger))
        contract = next(iter(busy.journal.contracts().values()))
        later = Page("a contract, a line recorded before each look", f"/{database}", f"/{database}")
        pages.append(_timed(later, ours, theirs, rounds=rounds, before=partial(_one_more, busy, contract)))
        return [*pages, _csv(database, ours, theirs)]


def _made(folder: Path, size: int) -> Path:
    contracts = plans(size, events=size * EVENTS // ASSETS, contracts=CONTRACTS, largest=size * LARGEST // ASSETS)
    with say.progress(f"{size:,} assets", sum(plan.events for plan in contracts)) as advance:
        build(folder / "ledger", contracts, progress=advance)
    return folder / "ledger"


def _registers(folder: Path) -> tuple[list[Path], str]:
    """The registers, caught up, the first contract's first; the number of an asset in the middle of it that was copied."""
    with Ledger.open(folder) as ledger:
        contracts = list(ledger.journal.contracts().values())
        for contract in contracts:
            ledger.reading(contract)
        asked = "SELECT source FROM assets WHERE origin = 'copied' AND n > (SELECT max(n) / 2 FROM assets) ORDER BY n LIMIT 1"
        [(number,)] = ledger.register(contracts[0]).rows(asked)
        return [ledger.register_path(contract) for contract in contracts], str(number)


def _pages(database: str, number: str) -> list[Page]:
    table = f"/{database}/assets"
    question = urlencode({"sql": explain.queries()[_QUESTION]["sql"]})
    contains = f"{table}?title__contains={quote('国保')}"
    return [
        Page("home", "/", "/"),
        Page("a contract", f"/{database}", f"/{database}"),
        Page("an asset", f"/{database}/-/asset/{number}", f"{table}?{urlencode({'number': number})}"),
        Page("table with two facets", f"{table}?_facet=medium", f"{table}?_facet=status&_facet=medium"),
        Page("table, filtered", *[f"{table}?status=in_custody&place=H-1"] * 2),
        Page("table, sorted", *[f"{table}?_sort_desc=begun_on"] * 2),
        Page("table, searched by two characters", f"{table}?_search={quote('国保')}", contains),
        Page("everything searched by two characters", f"/{database}/-/search?q={quote('国保')}", contains),
        Page("lines of the contract", *[f"/{database}/events"] * 2),
        Page("a question", f"/{database}/{_QUESTION}", f"/{database}?{question}"),
        Page("clause by clause", f"/{database}/-/status", f"/{database}"),
    ]


# -- servers ----------------------------------------------------------------------------------------------------------


class Server(NamedTuple):
    """One that runs. token: who asks, "" for anybody."""

    url: str
    pid: int
    token: str = ""

    def get(self, path: str) -> float:
        """Seconds until the whole answer is there; an answer other than 200 stops the bench."""
        headers = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        began = time.perf_counter()
        with urlopen(Request(self.url + path, headers=headers)) as answer:
            while answer.read(1 << 20):
                pass
        return time.perf_counter() - began

    def peak(self) -> int:
        """The most memory it had, in MB; 0 where nobody can say."""
        status = Path(f"/proc/{self.pid}/status")
        found = re.search(r"VmHWM:\s+(\d+)", status.read_text()) if status.exists() else None
        return int(found[1]) // 1024 if found else 0


@contextmanager
def _ours(folder: Path) -> Iterator[Server]:
    """The audit view, for an auditor of three contracts, the largest among them."""
    with Ledger.open(folder) as ledger:
        contracts = list(ledger.journal.contracts().values())[:3]
    (folder / "auditors.json").unlink(missing_ok=True)
    named = [word for contract in contracts for word in ("--contract", contract)]
    assets(folder, "auditor", "add", _AUDITOR, "--generate", *named)
    told = subprocess.run(
        [BIN / "assets", "--ledger", folder, "auditor", "token", _AUDITOR, "--expires", "2099-12-31", "--json"],
        check=True,
        capture_output=True,
    )
    with _served([str(BIN / "assets"), "--ledger", str(folder), "serve", "--no-watch"]) as server:
        yield server._replace(token=json.loads(told.stdout)["token"])


@contextmanager
def _served(command: list[str]) -> Iterator[Server]:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    quiet: dict[str, Any] = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    process = subprocess.Popen([*command, "--port", str(port)], **quiet)
    try:
        _until_it_listens(port, process)
        yield Server(f"http://127.0.0.1:{port}", process.pid)
    finally:
        process.terminate()
        process.wait()


def _until_it_listens(port: int, process: subprocess.Popen[bytes]) -> None:
    for _turn in range(1200):
        if process.poll() is not None:
            sys.exit(f"{process.args!r} ended with {process.returncode}")
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.1)
    sys.exit(f"{process.args!r} does not listen")


# -- measuring --------------------------------------------------------------------------------------------------------


def _one_more(ledger: Ledger, contract: str) -> None:
    ledger.catch_up(contract, record(ledger, contract))


def _timed(
    page: Page, ours: Server, theirs: Server, *, rounds: int, before: Callable[[], None] = lambda: None
) -> Measured:
    ours.get(page.ours)
    theirs.get(page.theirs)
    here: list[float] = []
    there: list[float] = []
    for turn in range(rounds):
        before()
        here.append(ours.get(page.ours))
        if turn % _EACH == 0:
            there.append(theirs.get(page.theirs))
    here.sort()
    p50, p95 = statistics.median(here), here[-1 - len(here) // 20]
    kept = "in time" if p50 <= P50 and p95 <= P95 else "TOO SLOW"
    return Measured(
        f"page: {page.name} (p95 {p95 * 1000:.0f} ms: {kept})",
        "stock Datasette, same files",
        p50,
        statistics.median(there),
        1,
        faster=True,
    )


def _csv(database: str, ours: Server, theirs: Server) -> Measured:
    before = ours.peak()
    here = min(ours.get(f"/{database}/assets.csv") for _turn in range(2))
    more = ours.peak() - before
    there = theirs.get(f"/{database}/assets.csv?_stream=on&_size=max")
    return Measured(
        f"CSV of all assets (memory +{more} MB)", "stock Datasette, _stream=on", here, there, 1, faster=True
    )


def main() -> None:
    """Measure a ledger that is there, or one of a tenth of the size."""
    asked = argparse.ArgumentParser(prog="python -m tests.bench.bench_audit", description="The auditor's pages.")
    asked.add_argument("folder", type=Path, nargs="?")
    for one in run(asked.parse_args().folder):
        say.line(f"{one.what}: {one.ours * 1000:.1f} ms, {one.reference} {one.theirs * 1000:.1f} ms: {one.ratio:.1f}x")


if __name__ == "__main__":
    main()
