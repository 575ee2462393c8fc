"""What does the keyboard say of subcontractors?"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import Answer

Run = Callable[..., Answer]
BOX, PAPER, TAPE = "R7012-00032-K", "R7012-00033-I", "R7012-00001-Y"
FIRST, SECOND = "架空溶解処理株式会社", "架空運送株式会社"
ADD = ("subcontract", "add", "--number", "承認-再-002", "--approved-on", "2025-05-01", "--management", "月報")


def _second(run: Run, *more: str) -> Answer:
    return run(*ADD, "--org", SECOND, "--work", "運送", "--info", "紙", "--info", "個人情報", "--parent", FIRST, *more)


def _tree(run: Run) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = json.loads(run("subcontract", "list", "--json").out)
    return rows


def test_a_second_tier_stands_under_the_first(run: Run, sample_folder: Path) -> None:
    """Words of the forms are taken as codes; the tree shows both tiers with what they may get."""
    assert 0 == _second(run, "--subsidiary", "--until", "2026-03-31").code

    assert [(1, FIRST, "", "paper"), (2, SECOND, FIRST, "paper、personal")] == [
        (row["tier"], row["org"], row["parent"], row["scope_info"]) for row in _tree(run)
    ]
    shown = run("subcontract", "list").out
    assert f"└ {SECOND} (subsidiary)" in shown
    assert "子会社" in run("--lang", "ja", "subcontract", "list").out
    assert FIRST in run("contract", "show").out


@pytest.mark.parametrize(
    ("more", "code", "says"),
    [(("--info", "氏名"), 5, "specific_pi"), (("--parent", "謎会社"), 3, "R20-9")],
)
def test_a_slip_of_the_keyboard_is_no_approval(
    run: Run, sample_folder: Path, more: tuple[str, ...], code: int, says: str
) -> None:
    """A scope nobody could judge by, or a tier above that nobody knows, is refused with what would do."""
    answer = _second(run, *more)

    assert code == answer.code
    assert says in answer.err
    assert 1 == len(_tree(run))


SENT = ("--to", "S-01", "--place", "S-1", "--method", "専用便", "--on", "2026-03-30")


def _sent(run: Run, *more: str) -> Answer:
    return run("send", BOX, *SENT, *more)


def test_a_carrier_is_approved_first(run: Run, sample_folder: Path) -> None:
    """An outside firm carries nothing before it is an approved subcontractor; then its name stands on the event."""
    answer = _sent(run, "--carrier", SECOND)
    assert 3 == answer.code
    assert "R20-3" in answer.err
    told = run("--lang", "ja", "send", BOX, *SENT, "--carrier", SECOND).err
    assert f"{SECOND} は媒体の搬送" in told

    assert 0 == _second(run).code
    [told] = json.loads(_sent(run, "--carrier", SECOND, "--json").out)["done"]
    assert SECOND == told["data"]["carrier"]


def test_what_is_with_whom_stands_in_the_tree(run: Run, sample_folder: Path) -> None:
    """One box is on its way, one has arrived; both count below nobody, and the tape at home not at all."""
    assert 0 == _second(run).code
    assert 0 == _sent(run).code
    words = ("--to", "S-01", "--place", "S-1", "--method", "手渡し", "--on", "2026-03-30")
    assert 0 == run("handover", PAPER, *words).code

    first, second = _tree(run)
    assert (1, 1, 0) == (first["holds"], first["coming"], first["below"])
    assert (0, 0, 0) == (second["holds"], second["coming"], second["below"])

    assert 0 == run("accept", BOX, "--on", "2026-03-30", "--by", "S-01").code
    assert (2, 0) == tuple(_tree(run)[0][name] for name in ("holds", "coming"))


def test_below_counts_the_lower_tiers(run: Run, sample_folder: Path) -> None:
    """What the second tier has counts below the first."""
    assert 0 == _second(run).code
    driver = ("--name", "運送 一", "--org", SECOND, "--side", "subcontractor", "--start", "2025-05-01", "--transfers")
    trained = ("--pledged-on", "2025-05-01", "--trained-on", "2025-05-01")
    assert 0 == run("person", "add", "S-02", *driver, *trained).code
    words = ("--to", "S-02", "--place", "S-1", "--method", "手渡し", "--on", "2026-03-30")
    assert 0 == run("handover", BOX, *words).code

    first, second = _tree(run)

    assert ((0, 1), (1, 0)) == ((first["holds"], first["below"]), (second["holds"], second["below"]))


def test_a_firm_that_nobody_approved_is_not_hidden(run: Run, sample_folder: Path) -> None:
    """Whoever has something stands in the tree, with no approval beside the name."""
    assert 0 == _sent(run).code
    assert 0 == run("person", "add", "S-01", "--org", "改名溶解株式会社").code

    assert [(FIRST, "承認-再-001", 0), ("改名溶解株式会社", "", 1)] == [
        (row["org"], row["number"], row["coming"]) for row in _tree(run)
    ]


@pytest.mark.parametrize(("language", "says"), [("en", "supervised by P-01"), ("ja", "監督")])
def test_supervision_is_recorded_with_who_and_how(run: Run, sample_folder: Path, language: str, says: str) -> None:
    """The day, the way and who: the list shows the last one."""
    words = ("subcontract", "supervise", "--org", FIRST, "--how", "立入検査", "--document", "報-1")
    answer = run("--lang", language, *words, "--on", "2025-09-10")
    assert 0 == answer.code
    assert says in answer.out
    assert 0 == run(*words, "--on", "2025-06-10").code

    [first] = _tree(run)
    assert ("2025-09-10", 2) == (first["supervised_on"], first["supervisions"])


def test_supervision_is_the_contractors(run: Run, sample_folder: Path) -> None:
    """The subcontractor does not supervise itself; somebody must be named."""
    words = ("subcontract", "supervise", "--org", FIRST, "--how", "自主点検")

    assert "R20-8" in run(*words, "--by", "S-01").err
    assert 2 == run(*words, env={"ASSETS_BY": ""}).code


def test_a_subcontract_ends_when_everything_is_back(run: Run, sample_folder: Path) -> None:
    """Refused while a box is there; when it is gone the subcontract ends, and nothing goes there from the day after."""
    assert 0 == _sent(run).code
    end = ("subcontract", "end", "--org", FIRST, "--document", "終-1")
    answer = run(*end, "--on", "2026-03-31")
    assert 3 == answer.code
    assert "R20-4" in answer.err
    assert BOX in answer.err
    assert "まだ 1 点あります" in run("--lang", "ja", *end).err

    assert 0 == run("accept", BOX, "--to", "P-01", "--place", "V-1", "--on", "2026-03-30").code
    assert 0 == run(*end, "--on", "2026-03-30").code
    assert "2026-03-30" == _tree(run)[0]["ended_on"]
    assert (
        "R19-1"
        in run("handover", PAPER, "--to", "S-01", "--place", "S-1", "--method", "手渡し", "--on", "2026-03-31").err
    )


def test_what_is_missing_is_named_for_scripts(run: Run, sample_folder: Path) -> None:
    """Nothing is asked in a script: the option is named."""
    for line, option in (
        (("subcontract", "end"), "--org"),
        (("subcontract", "supervise", "--org", FIRST), "--how"),
        (("subcontract", "add"), "--org"),
    ):
        answer = run(*line)

        assert 2 == answer.code
        assert option in answer.err
