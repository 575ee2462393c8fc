"""Does a bundle or a device come apart without anything getting lost?"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from assets import reports
from assets.ledger import Ledger
from tests.conftest import Answer
from tests.test_register import stands

CONTRACT = "R7-国保-012"
PAPER, SSD, TAPE = "R7012-00032-K", "R7012-00057-2", "R7012-00001-Y"
FIRST, SECOND = "R7012-00083-X", "R7012-00084-V"
Run = Callable[..., Answer]


@pytest.mark.parametrize(("language", "words"), [("en", ("split off from", "split")), ("ja", ("から分割", "分割"))])
def test_part_of_a_bundle_is_returned(run: Run, sample_folder: Path, language: str, words: tuple[str, str]) -> None:
    """512 sheets become 500 and 12; the 12 go back, the 500 are owed; the tree shows where both came from."""
    assert 0 == run("split", PAPER, "--into", "500", "--into", "12", "--by", "P-02").code
    assert 0 == run("return", SECOND, "--to", "C-01", "--method", "手渡し").code
    bundle, part = run("--lang", language, "show", PAPER).out, run("--lang", language, "show", FIRST).out
    run("--lang", "en", "clauses")

    assert [FIRST, SECOND] == [branch["number"] for branch in json.loads(run("show", PAPER, "--json").out)["copies"]]
    assert ["split", "split"] == [
        branch["relation"] for branch in json.loads(run("show", PAPER, "--json").out)["copies"]
    ]
    assert words[0].replace(" ", "") in part.replace(" ", "") and words[1] in bundle
    assert PAPER in part
    with Ledger.open(sample_folder) as ledger:
        total = reports.balance(ledger.reading(CONTRACT).db)[-1]
        assert "" == stands(ledger.register(CONTRACT), ledger)
        assert (83, 1, 82) == (total["received"], total["returned"], total["open"])


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (("split", PAPER), 2),
        (("split", PAPER, "--into", "512"), 3),
        (("split", PAPER, "--into", "500", "--into", "13"), 3),
        (("split", PAPER, "--into", "x", "--into", "12"), 2),
        (("extract", TAPE, "--medium", "hdd"), 3),
        (("extract", SSD, "--medium", "stone"), 5),
        (("extract", SSD), 2),
    ],
)
def test_what_does_not_add_up_is_refused(run: Run, sample_folder: Path, line: tuple[str, ...], code: int) -> None:
    """Nothing is recorded but the refusal; no number is used up."""
    answer = run(*line)

    assert code == answer.code, answer
    assert answer.err
    with Ledger.open(sample_folder) as ledger:
        assert 82 == ledger.journal.last_ordinal(CONTRACT)


@pytest.mark.parametrize(("language", "word"), [("en", "taken out of"), ("ja", "取出し")])
def test_a_medium_is_taken_out_of_a_device(run: Run, sample_folder: Path, language: str, word: str) -> None:
    """A server is received, its disk listed with its serial; both are owed, and the disk is found by its serial."""
    server = ("--title", "業務サーバ", "--medium", "device_composite", "--class", "personal", "--items", "氏名")
    whence = ("--place", "V-1", "--from-person", "C-01", "--method", "手渡し")
    assert (
        0
        == run(
            "protocol",
            "set",
            "--number",
            "協議-9",
            "--agreed-on",
            "2025-06-01",
            "--method",
            "手渡し",
            "--medium",
            "device_composite",
        ).code
    )
    assert 0 == run("receive", *server, *whence).code
    assert 0 == run("extract", FIRST, "--medium", "SSD", "--serial", "S4XX0001", "--by", "P-02").code
    shown = run("--lang", language, "show", "S4XX0001")
    run("--lang", "en", "clauses")

    assert SECOND in shown.out and word in shown.out and FIRST in shown.out
    assert ["extracted"] == [branch["relation"] for branch in json.loads(run("show", FIRST, "--json").out)["copies"]]
    assert 3 == run("extract", FIRST, "--medium", "SSD", "--serial", "S4XX0001").code
    assert 0 == run("correct", SECOND, "--void", "--reason", "取り出していない").code
    assert 0 == run("extract", FIRST, "--medium", "SSD", "--serial", "S4XX0001").code
    with Ledger.open(sample_folder) as ledger:
        device = ledger.asset(CONTRACT, FIRST)
        assert device is not None
        assert (1, "") == (device.components, stands(ledger.register(CONTRACT), ledger))


def test_the_ledger_counts_the_copies_of_parts(run: Run, sample_folder: Path) -> None:
    """Two copies of a bundle and its parts together; one that was none frees its place again."""
    approval = (
        "--number",
        "承認-複-9",
        "--approved-on",
        "2025-05-15",
        "--approver",
        "C-01",
        "--max",
        "2",
        "--copies-of-copies",
    )
    assert 0 == run("approve", "copy", PAPER, *approval).code
    assert 0 == run("copy", PAPER, "--medium", "hdd", "--place", "H-2", "--by", "P-02").code
    assert 0 == run("split", PAPER, "--into", "500", "--into", "12").code
    parts = [
        branch["number"]
        for branch in json.loads(run("show", PAPER, "--json").out)["copies"]
        if branch["relation"] == "split"
    ]
    codes = [run("copy", part, "--medium", "hdd", "--place", "H-2", "--by", "P-02").code for part in parts]

    assert [0, 3] == codes
    assert 0 == run("correct", FIRST, "--void", "--reason", "複製していない").code
    assert 0 == run("copy", parts[1], "--medium", "hdd", "--place", "H-2", "--by", "P-02").code
