"""Do the reports say what the ledger holds, now or on a day?"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from assets import reports
from assets.ledger import Ledger
from tests.conftest import Answer

Run = Callable[..., Answer]
TAPE = "R7012-00001-Y"


def _balance(run: Run, day: str) -> dict[str, int]:
    answer = run("report", "--json", *(("--at", day) if day else ()))
    assert 0 == answer.code, answer.err
    total: dict[str, int] = json.loads(answer.out)["balance"][-1]
    return total


@pytest.mark.parametrize(
    ("day", "received", "returned"),
    [
        ("2025-04-14", 0, 0),
        ("2025-04-15", 18, 0),
        ("2025-06-03", 64, 0),
        ("2026-04-02", 82, 0),
        ("2026-04-03", 82, 1),
        ("", 82, 1),
    ],
)
def test_the_state_on_a_day_is_what_had_happened_by_then(
    run: Run, sample_folder: Path, day: str, received: int, returned: int
) -> None:
    """Deliveries and a return show from the day they happened on, though all was typed in later."""
    run("return", TAPE, "--to", "C-01", "--method", "手渡し", "--on", "2026-04-03")

    total = _balance(run, day)

    assert (received, returned) == (total["received"], total["returned"])
    assert total["balanced"]


def test_a_past_report_names_the_parties(run: Run, sample_folder: Path) -> None:
    """The parties, the people responsible and the day stand on the report of a past day too."""
    answer = run("report", "--at", "2025-06-01")

    assert 0 == answer.code
    assert all(word in answer.out for word in ("架空市", "C-01 仮名 五月", "P-01 見本 太郎", "2025-06-01"))


def test_a_register_that_does_not_balance_says_no(sample: Ledger) -> None:
    """When a line of the register claims an ending that is none, the sum does not balance, and the report says so."""
    db = sample.reading(sample.contract()).db
    db.execute("UPDATE assets SET open = 0 WHERE number = ?", (TAPE,))

    assert [False, True, True, False] == [row["balanced"] for row in reports.balance(db)]


@pytest.mark.parametrize("name", ["report.txt", "report"])
def test_a_file_needs_a_format(run: Run, sample_folder: Path, tmp_path: Path, name: str) -> None:
    """A report for people stands on the screen; a file without a format that we know is refused, and not made."""
    answer = run("report", "--out", tmp_path / name)

    assert 5 == answer.code
    assert not (tmp_path / name).exists()


def test_a_leaver_stays_out_when_an_old_roster_is_read_again(run: Run, sample_folder: Path, tmp_path: Path) -> None:
    """P-03 leaves; the roster of April is read once more: P-03 does not come back by it."""
    from tests.conftest import SAMPLE

    assert 0 == run("person", "leave", "P-03", "--on", "2026-03-31").code
    assert 0 == run("person", "add", "--from", SAMPLE / "roster.csv").code

    people = {row["person"]: row["end"] for row in json.loads(run("person", "list", "--json").out)}

    assert "2026-03-31" == people["P-03"]
