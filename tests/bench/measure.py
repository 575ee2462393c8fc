"""What is a measurement?"""

from __future__ import annotations

import csv
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import NamedTuple

BIN = Path(sys.executable).parent
SAMPLE = Path(__file__).parents[2] / "assets" / "sample"
_HEADER = "受領日,授受簿No,資料名・情報名,媒体,メーカー,型番,製造番号,容量,数量,単位,件数,個人情報区分,情報項目,封印番号,暗号化,保管場所,渡した者,受け取った者,授受方法,備考"


class Measured(NamedTuple):
    """Ours against a named reference in the same run. Seconds; `faster`: the aim is to be that many times faster, else at most that many times slower."""

    what: str
    reference: str
    ours: float
    theirs: float
    aim: float
    faster: bool = False

    @property
    def ratio(self) -> float:
        """How many times faster (when that is the aim), or ours over theirs."""
        return self.theirs / self.ours if self.faster else self.ours / self.theirs

    @property
    def reached(self) -> bool:
        """Whether the aim is reached."""
        return self.ratio >= self.aim if self.faster else self.ratio <= self.aim


class Heard:
    """What speaks where nobody looks: it notes when it beeped."""

    def __init__(self) -> None:
        self.at = 0.0

    def line(self, text: str) -> None:
        """Nothing."""

    def good(self, text: str) -> None:
        """Nothing."""

    def asked(self, text: str) -> None:
        """Nothing."""

    def note(self, text: str, hint: str) -> None:
        """Nothing."""

    def problem(self, text: str, hint: str) -> None:
        """A scan that is refused measures nothing."""
        raise AssertionError(text)

    def beep(self) -> None:
        """The scan is acknowledged."""
        self.at = time.perf_counter()


@contextmanager
def ledger_folder() -> Iterator[Path]:
    """A ledger with the sample's contract, roster and places, and nothing received; gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="assets-bench-") as folder:
        yield Path(shutil.copytree(Path(_opened().name) / "ledger", Path(folder) / "ledger"))


@cache
def _opened() -> tempfile.TemporaryDirectory[str]:
    """Where such a ledger lies, made once; gone with the program."""
    kept = tempfile.TemporaryDirectory(prefix="assets-bench-")
    ledger, roster = Path(kept.name) / "ledger", Path(kept.name) / "roster.csv"
    # Whoever scans is trained, whenever the bench runs.
    roster.write_text((SAMPLE / "roster.csv").read_text("utf-8-sig").replace("2026/3/31", "2099/3/31"), "utf-8-sig")
    for line in (
        "init",
        f"contract open --from {SAMPLE}/contract.toml",
        f"place add --from {SAMPLE}/places.csv",
        f"person add --from {roster}",
    ):
        assets(ledger, *line.split())
    return kept


def assets(ledger: Path, *words: str) -> None:
    """Run the command as a whole process; a failure stops the bench."""
    process([str(BIN / "assets"), "--ledger", str(ledger), "--lang", "en", *words])


def process(command: list[str]) -> float:
    """Seconds a whole process takes; a failure stops the bench. Its modules are compiled before, as those of an installed program, whatever
    this machine was told to keep.
    """
    environment = os.environ | {"ASSETS_QUIET": "1", "PYTHONDONTWRITEBYTECODE": ""}
    began = time.perf_counter()
    done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=environment)
    taken = time.perf_counter() - began
    if done.returncode:
        sys.exit(f"{' '.join(command)} ended with {done.returncode}: {done.stderr.decode(errors='replace')}")
    return taken


def in_turn(ours: Callable[[], float], theirs: Callable[[], float], *, times: int) -> tuple[float, float]:
    """Medians of both, run in turn, so that a change of the machine's speed meets both."""
    pairs = [(ours(), theirs()) for _ in range(times)]
    return statistics.median(pair[0] for pair in pairs), statistics.median(pair[1] for pair in pairs)


def delivery(path: Path, rows: int) -> Path:
    """A client's list of `rows` tapes with twenty columns."""
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(_HEADER.split(","))
        for n in range(rows):
            writer.writerow(
                [
                    "2025/4/15",
                    f"J-{n // 500:03d}",
                    f"国保被保険者データ 第{n + 1}巻",
                    "磁気テープ(LTO-8)",
                    "富士フイルム",
                    "LTO FB UL-8",
                    f"KKS{n:06d}L8",
                    "12TB",
                    "1",
                    "本",
                    str(4000 + n % 977),
                    "特定個人情報",
                    "被保険者番号・氏名・住所・生年月日・個人番号",
                    f"S-{n}",
                    "ハードウェア暗号化",
                    "V-1",
                    "C-01",
                    "P-01",
                    "手渡し",
                    "",
                ]
            )
    return path


def fresh(ledger: Path, name: str) -> Path:
    """A copy of a ledger to work on."""
    copy = ledger.with_name(name)
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(ledger, copy)
    return copy
