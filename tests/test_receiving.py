"""Is a delivery taken in at the counter?"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from assets.ledger import Ledger
from tests.conftest import Answer

Run = Callable[..., Answer]
CONTRACT = "R7-国保-012"
ASKED = "C-01\nV-1\n手渡し\nmag_tape\n特定個人情報\n年次バックアップ\n氏名・住所\n"


def _received(folder: Path) -> list[tuple[str, str, str, str]]:
    with Ledger.open(folder) as ledger:
        facts = [row.event.fact for row in ledger.journal.lines(CONTRACT) if row.event.kind == "received"]
    return [
        (fact.serial, fact.title, fact.released_by, fact.place) for fact in facts if fact.title == "年次バックアップ"
    ]


def test_each_scan_is_a_new_asset(run: Run, sample_folder: Path) -> None:
    """What the delivery has in common is asked once; then the maker's serials, each once, in whatever width; - for a thing without one."""
    answer = run("scan", "--mode", "receive", "--on", "2025-06-02", stdin=f"{ASKED}XYZ1L8\nＸＹＺ１Ｌ８\n-\nXYZ2L8\n")

    common = ("年次バックアップ", "C-01", "V-1")
    assert [("XYZ1L8", *common), ("", *common), ("XYZ2L8", *common)] == _received(sample_folder)
    assert "counts once" in answer.err
    told = json.loads(run("show", "XYZ2L8", "--json").out)["asset"]
    assert ("mag_tape", "specific_pi", "client") == tuple(told[name] for name in ("medium", "pi_class", "owner"))


def test_what_bears_a_label_was_received_before(run: Run, sample_folder: Path) -> None:
    """A label of ours, or the serial of something that is held: nothing is recorded, and why is said."""
    answer = run("scan", "--mode", "receive", "--on", "2025-06-02", stdin=f"{ASKED}R7012-00001-Y\nKKS101L8\n")

    assert [] == _received(sample_folder)
    assert "R7012-00001-Y is a label" in answer.err
    assert "R23-2" in answer.err


def test_a_wrong_piece_is_taken_back(run: Run, sample_folder: Path) -> None:
    """It never was an asset, and its serial may be received again; the number is not given twice."""
    answer = run("scan", "--mode", "receive", "--on", "2025-06-02", stdin=f"{ASKED}XYZ1L8\nundo\nXYZ1L8\n")

    assert "taken back" in answer.out
    with Ledger.open(sample_folder) as ledger:
        assert ["void", "in_custody"] == [asset.status for _contract, asset in ledger.with_serial("XYZ1L8")]
