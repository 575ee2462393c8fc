"""Does a container's label stand for what lies in it?"""

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
TAPES = ("R7012-00001-Y", "R7012-00002-W", "R7012-00003-U")
CASE = "R7012-00083-X"
PAPER = "R7012-00032-K"
Run = Callable[..., Answer]


@pytest.fixture
def packed(run: Run, sample_folder: Path) -> Path:
    """A sealed case with three tapes in the vault; the folder of its ledger."""
    for line in (
        ("container", "make", "--name", "テープケース1", "--place", "V-1", "--seal", "S-9"),
        ("pack", *TAPES, "--into", CASE),
        ("seal", CASE, "--seal", "S-9"),
    ):
        assert 0 == run(*line).code, line
    return sample_folder


def _status(run: Run, number: str) -> tuple[str, str, str]:
    told = json.loads(run("show", number, "--json").out)["asset"]
    return told["status"], told["place"], told["container"]


def test_one_scan_moves_all(run: Run, packed: Path) -> None:
    """One line for the case, one for each tape, each told; scanned once more, a tape counts once."""
    answer = run("move", CASE, TAPES[0], "--place", "H-1")

    assert 0 == answer.code
    assert [CASE, *TAPES] == [line.split()[1] for line in answer.out.splitlines() if line.startswith("✓")]
    assert "scanned already" in answer.err
    assert [("in_custody", "H-1", CASE)] * 3 == [_status(run, tape) for tape in TAPES]
    with Ledger.open(packed) as ledger:
        assert "" == stands(ledger.register(CONTRACT), ledger)
        [row] = reports.containers(ledger.reading(CONTRACT).db)
        assert ("H-1", "S-9", 1, 3) == tuple(row[name] for name in ("place", "seal_no", "sealed", "holds"))


def test_sent_accepted_and_returned_by_its_label(run: Run, packed: Path) -> None:
    """The whole way of a case: under way, accepted, given back; then it is empty, and no asset ever."""
    for line in (
        ("handover", CASE, "--to", "P-02", "--place", "H-1", "--seal", "S-10"),
        ("return", CASE, "--to", "C-01", "--method", "手渡し", "--by", "P-02"),
    ):
        assert 0 == run(*line).code, line

    assert [("returned", "", "")] * 3 == [_status(run, tape) for tape in TAPES]
    assert 5 == run("move", CASE, "--place", "V-1").code
    with Ledger.open(packed) as ledger:
        db = ledger.reading(CONTRACT).db
        total = reports.balance(db)[-1]
        assert (82, 3, 79) == (total["received"], total["returned"], total["open"])
        assert set(TAPES) == {row["asset"] for row in reports.handovers(db) if row["kind"] == "handed_over"}
        assert "" == stands(ledger.register(CONTRACT), ledger)


def test_nothing_is_recorded_when_one_may_not_go(run: Run, packed: Path) -> None:
    """Outside the areas: refused once for the whole case, as one refusal."""
    with Ledger.open(packed) as ledger:
        before = ledger.journal.head(CONTRACT).seq
    answer = run("move", CASE, "--place", "L-9")

    assert (3, 1) == (answer.code, answer.err.count("R11-1"))
    with Ledger.open(packed) as ledger:
        assert before + 1 == ledger.journal.head(CONTRACT).seq


def test_an_approval_covers_what_lies_in_it(run: Run, packed: Path) -> None:
    """The case's label, scanned for an approval, stands for its tapes."""
    words = ("--number", "承認-廃-77", "--approved-on", "2025-06-01", "--approver", "C-01", "--method", "shred")
    assert 0 == run("approve", "dispose", CASE, *words).code
    words = ("--witness", "P-05", "--place", "D-1", "--equipment", "HC-2", "--particle-area", "25")
    assert 0 == run("dispose", CASE, *words, "--by", "P-02").code
    assert 0 == run("validate", "--all").code

    assert [("disposed", "", "")] * 3 == [_status(run, tape) for tape in TAPES]


def test_a_sealed_case_is_counted_by_its_label(run: Run, packed: Path) -> None:
    """A seal that is on answers for what lies behind it: one scan counts all. An open case says nothing, its tapes are scanned."""
    counting = ("stocktake", "start", "--place", "V-1", "--second", "P-05", "--by", "P-02")
    assert 0 == run(*counting).code
    answer = run("stocktake", "count", CASE, "--by", "P-02")
    again = run("stocktake", "count", CASE, TAPES[0], "--by", "P-02")

    assert 0 == answer.code
    assert [] == [tape for tape in TAPES if tape not in answer.out]
    assert (0, 2) == (again.code, again.err.count("counted already"))
    with Ledger.open(packed) as ledger:
        counts = ledger.reading(CONTRACT).rows("SELECT asset, result FROM counts ORDER BY asset")
        assert [(tape, "found") for tape in TAPES] == [tuple(row) for row in counts]
    assert 0 == run("unpack", TAPES[2]).code
    assert 5 == run("stocktake", "count", CASE, "--by", "P-02").code


def test_what_befalls_a_case_opens_one_incident(run: Run, packed: Path) -> None:
    """A broken seal, a case that is not where it should be: one draft for all that lies in it, not one for each tape."""
    assert 0 == run("unpack", TAPES[0], "--seal-state", "broken").code
    assert 0 == run("seal", CASE, "--seal", "S-10").code
    assert 0 == run("lost", CASE, "--reason", "搬送中に見当たらない").code

    with Ledger.open(packed) as ledger:
        db = ledger.reading(CONTRACT)
        touched = db.rows(
            "SELECT incident, group_concat(asset, ' ') FROM incident_assets GROUP BY incident ORDER BY incident"
        )
        assert [("事故-001", " ".join(TAPES)), ("事故-002", " ".join(TAPES[1:]))] == [tuple(row) for row in touched]
        assert "" == stands(ledger.register(CONTRACT), ledger)
    assert [("in_custody", "V-1", ""), ("missing", "V-1", ""), ("missing", "V-1", "")] == [
        _status(run, tape) for tape in TAPES
    ]


def test_a_request_lists_what_lies_in_it(run: Run, packed: Path) -> None:
    """The case's label on the application for disposal stands for its tapes."""
    words = ("--number", "申-7", "--method", "shred", "--place", "D-1")
    answer = run("disposal", "request", CASE, *words, "--json")

    assert 0 == answer.code, answer
    assert [] == [tape for tape in TAPES if tape not in answer.out]


@pytest.mark.parametrize(("language", "open_word"), [("en", "not put on yet"), ("ja", "未封印")])
def test_a_container_is_shown(run: Run, sample_folder: Path, language: str, open_word: str) -> None:
    """By its own verb, by show, by scan and by history; its seal shows as not put on before it is."""
    assert 0 == run("container", "make", "--name", "テープケース1", "--place", "V-1", "--seal", "S-9").code
    assert 0 == run("pack", *TAPES, "--into", CASE).code
    for verb in (("container", "show"), ("show",), ("scan",)):
        told = run("--lang", language, *verb, CASE)
        assert 0 == told.code
        assert [] == [word for word in (*TAPES, "テープケース1", open_word) if word not in told.out]
    assert 0 == run("--lang", language, "history", CASE).code
    listed = run("--lang", language, "container", "list")
    run("--lang", "en", "clauses")

    assert CASE in listed.out
    assert 3 == len(json.loads(run("container", "show", CASE, "--json").out)["contents"])
    assert 3 == json.loads(run("container", "list", "--json").out)[0]["holds"]


def test_a_container_has_a_label(run: Run, packed: Path, tmp_path: Path) -> None:
    """Printed like any other; the one before it is void when scanned."""
    for _turn in (1, 2):
        assert 0 == run("label", CASE, "--out", tmp_path / "labels.pdf").code

    assert (tmp_path / "labels.pdf").read_bytes().startswith(b"%PDF")
    assert 3 == run("move", f"{CASE}.A", "--place", "H-1").code
    assert 0 == run("move", f"{CASE}.B", "--place", "H-1").code


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (("pack", TAPES[0], "--into", CASE), 3),
        (("pack", "R7012-00013-Q", "--into", TAPES[0]), 3),
        (("pack", "R7012-00013-Q", "--into", "nonsense"), 3),
        (("pack", CASE, "--into", CASE), 5),
        (("unpack", "R7012-00013-Q"), 3),
        (("unpack", TAPES[0], "--seal-state", "so-so"), 5),
        (("seal", CASE), 2),
        (("copy", CASE, "--medium", "hdd"), 5),
        (("container", "show", TAPES[0]), 4),
        (("container", "make", "--name", "箱", "--place", "L-9"), 3),
        (("return", TAPES[0], "--to", "C-01", "--method", "手渡し"), 3),
        (("found", CASE, "--place", "V-1"), 5),
        (("correct", CASE, "--void", "--reason", "x"), 5),
    ],
)
def test_what_makes_no_sense_is_told(run: Run, packed: Path, line: tuple[str, ...], code: int) -> None:
    """One sentence, and everything stays where it was."""
    answer = run(*line)

    assert code == answer.code, answer
    assert answer.err
    assert [("in_custody", "V-1", CASE)] * 3 == [_status(run, tape) for tape in TAPES]


def test_the_contents_cost_what_they_are(packed: Path) -> None:
    """What lies in a case is found through the index of its lines, not by reading the contract; the case itself, by its own lines."""
    asked: list[str] = []
    with Ledger.open(packed) as ledger:
        ledger.journal._db.set_trace_callback(asked.append)
        assert ledger.container(CONTRACT, CASE)
        assert 3 == len(ledger.contents(CONTRACT, CASE))
        ledger.journal._db.set_trace_callback(None)
        plans = [
            " ".join(row[3] for row in ledger.journal._ask(f"EXPLAIN QUERY PLAN {sql}"))
            for sql in asked
            if "source IS NOT NULL" not in sql
        ]

    assert ["journal_asset", "journal_source"] == [plan.partition("USING INDEX ")[2].split()[0] for plan in plans[:2]]
    assert [] == [plan for plan in plans if "SCAN journal" in plan or "(contract=?)" in plan]


def test_what_arrives_otherwise_opens_a_draft(run: Run, sample_folder: Path) -> None:
    """The receiver counts one piece too few under another seal: accepted, with one incident draft; a case's contents are not counted so."""
    sent = ("send", PAPER, "--to", "S-01", "--place", "S-1", "--method", "専用便", "--on", "2025-05-22")
    assert 0 == run(*sent).code

    answer = run("accept", PAPER, "--quantity", "511", "--seal-no", "封-9", "--on", "2025-05-23", "--by", "S-01")

    assert 0 == answer.code, answer
    assert "incident 事故-001 opened (draft)" in answer.out
    assert 2 == run("handover", PAPER, "--to", "P-01", "--place", "H-1", "--quantity", "-1").code
