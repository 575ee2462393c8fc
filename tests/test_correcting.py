"""Is a mistake set right without being hidden?"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from assets import corrections, reports
from assets import events as e
from assets.errors import BadInput
from assets.ledger import Ledger
from assets.register import Register
from assets.rules.correcting import CORRECTABLE
from cli.report import as_of
from tests.conftest import Answer
from tests.test_register import everything, stands

CONTRACT = "R7-国保-012"
TAPE, NEXT, PAPER = "R7012-00001-Y", "R7012-00002-W", "R7012-00032-K"
Run = Callable[..., Answer]


def _asset(run: Run, number: str) -> dict[str, object]:
    told: dict[str, object] = json.loads(run("show", number, "--json").out)["asset"]
    return told


# -- corrections ------------------------------------------------------------------------------------------------------


def test_a_correction_shows_beside_what_it_corrects(run: Run, sample_folder: Path) -> None:
    """The register says what is right, the history both; the line corrected is named by its number and its hash."""
    answer = run(
        "correct", TAPE, "--set", "serial=KKS101L9", "--set", "件数=4121", "--reason", "ラベルの読み違い", "--json"
    )
    [told] = json.loads(answer.out)["done"]
    steps = json.loads(run("history", TAPE, "--json").out)
    first = steps[0]

    assert (0, "KKS101L9", 4121) == (answer.code, *(_asset(run, TAPE)[name] for name in ("serial", "record_count")))
    assert (first["seq"], first["hash"]) == (told["data"]["of"], told["data"]["of_hash"])
    assert (["serial", "record_count"], ["KKS101L8", "4120"], ["KKS101L9", "4121"]) == tuple(
        told["data"][name] for name in ("fields", "was", "now")
    )
    assert ("KKS101L8", told["seq"], False) == (first["data"]["serial"], first["corrected_by"], first["void"])


@pytest.mark.parametrize(("language", "mark"), [("en", "corrected by line 104"), ("ja", "記録 104 で訂正")])
def test_the_history_marks_what_was_corrected(run: Run, sample_folder: Path, language: str, mark: str) -> None:
    """In the language of whoever reads it, with what it was and what it is."""
    assert 0 == run("correct", PAPER, "--set", "seal_no=S-5402", "--reason", "読み違い").code
    told = run("--lang", language, "history", PAPER).out
    run("--lang", "en", "clauses")

    assert mark in told
    assert "S-5401 → S-5402" in told


def test_an_asset_is_found_by_its_corrected_serial_alone(run: Run, sample_folder: Path) -> None:
    """Scanned, searched for, or received again: the wrong serial names nothing any more, the right one this asset."""
    assert 0 == run("correct", TAPE, "--set", "serial=NEW-1", "--reason", "読み違い").code

    assert (4, 0) == (run("show", "KKS101L8").code, run("show", "NEW-1").code)
    assert (4, 0) == (run("find", "KKS101L8").code, run("find", "NEW-1").code)
    assert 3 == run("correct", NEXT, "--set", "serial=NEW-1", "--reason", "読み違い").code
    assert 0 == run("correct", NEXT, "--set", "serial=KKS101L8", "--reason", "読み違い").code
    assert 0 == run("move", "KKS101L8", "--place", "H-1").code
    assert "H-1" == _asset(run, NEXT)["place"]


def test_a_serial_taken_away_names_nothing(run: Run, sample_folder: Path) -> None:
    """It was none: the asset has no serial, and nobody is found by it."""
    assert 0 == run("correct", TAPE, "--set", "serial=", "--reason", "製造番号ではなかった").code

    assert ("", 4) == (_asset(run, TAPE)["serial"], run("show", "KKS101L8").code)
    assert 0 == run("correct", TAPE, "--set", "serial=KKS101L8", "--reason", "やはり製造番号").code
    assert 0 == run("show", "KKS101L8").code


@pytest.mark.parametrize(
    ("said", "code"),
    [
        (("--set", "serial=X"), 2),
        (("--reason", "x"), 5),
        (("--set", "serial=X", "--void", "--reason", "x"), 5),
        (("--set", "serial", "--reason", "x"), 5),
        (("--set", "colour=red", "--reason", "x"), 5),
        (("--set", "quantity=many", "--reason", "x"), 5),
        (("--set", "quantity=0", "--reason", "x"), 5),
        (("--set", "title=", "--reason", "x"), 5),
        (("--set", "medium=stone", "--reason", "x"), 5),
        (("--set", "serial=123456789018", "--reason", "x"), 5),
        (("--set", "remarks=123456789018", "--reason", "x"), 5),
        (("--set", "serial=X", "--reason", "1234 5678 9018"), 3),
        (("--set", "serial=X", "--reason", "x", "--by", "GHOST"), 3),
        (("--set", "serial=X", "--reason", "x", "--line", "-1"), 3),
        (("--set", "place=H-1", "--reason", "x"), 3),
        (("--void", "--reason", "x", "--by", "P-02"), 3),
    ],
)
@pytest.mark.parametrize("more", [(), ("--json",)])
def test_a_bad_correction_changes_nothing(
    run: Run, sample_folder: Path, said: tuple[str, ...], code: int, more: tuple[str, ...]
) -> None:
    """One sentence and what to do next; the asset stands as it stood, and no My Number is repeated."""
    before = _asset(run, TAPE)
    answer = run("correct", TAPE, *said, *more)

    assert code == answer.code, answer
    assert answer.out + answer.err
    assert "9018" not in answer.out + answer.err
    assert {**before, "last_seq": 0} == {**_asset(run, TAPE), "last_seq": 0}


def test_a_numeric_serial_is_corrected_on_request(run: Run, sample_folder: Path) -> None:
    """Twelve digits that pass for a My Number really are a serial, and later really were none."""
    words = ("--reason", "読み違い", "--allow-numeric-serial")

    assert 0 == run("correct", TAPE, "--set", "serial=123456789018", *words).code
    assert 3 == run("correct", TAPE, "--set", "serial=KKS101L8", "--reason", "読み違い").code
    assert 0 == run("correct", TAPE, "--set", "serial=KKS101L8", *words).code


def test_every_correctable_field_can_be_read() -> None:
    """What the rules let be corrected, the command line can read."""
    assert set() == {name for names in CORRECTABLE.values() for name in names} - set(corrections.known())


@pytest.mark.parametrize(
    ("pair", "read"),
    [
        ("製造番号=ＡＢ－１", {"serial": "AB-1"}),
        ("媒体=SSD", {"medium": "ssd_sata"}),
        ("件数=4,120", {"record_count": "4120"}),
        ("record_count=", {"record_count": "-1"}),
        ("owner=受注者", {"owner": "contractor"}),
        ("保存期限=令和8年3月31日", {"retention_until": "2026-03-31"}),
        ("remarks=a=b", {"remarks": "a=b"}),
        ("tracking_no=", {"tracking_no": ""}),
        ("item=(3)", {"item": "3"}),
    ],
)
def test_a_correction_is_read_as_on_entry(pair: str, read: dict[str, str]) -> None:
    """By the headings of the forms, in the words of the forms."""
    assert read == corrections.read([pair])


@pytest.mark.parametrize("pair", ["receipt_no=4.5E+11", "issued_on=tomorrow", "reason=", "unit="])
def test_what_is_no_value_is_not_read(pair: str) -> None:
    """Damaged by a spreadsheet, no day, or empty where something must stand."""
    with pytest.raises(BadInput):
        corrections.read([pair])


# -- taken back -------------------------------------------------------------------------------------------------------


def test_a_scan_by_mistake_is_taken_back(run: Run, sample_folder: Path) -> None:
    """The wrong tape was returned: its line stays on the chain and counts no more, in the register, the handover ledger and the report."""
    assert 0 == run("return", TAPE, "--to", "C-01", "--method", "手渡し").code
    assert 3 == run("correct", TAPE, "--void", "--reason", "隣のテープだった", "--by", "P-02").code
    assert 0 == run("correct", TAPE, "--void", "--reason", "隣のテープだった").code

    with Ledger.open(sample_folder) as ledger:
        db = ledger.reading(CONTRACT).db
        assert "" == stands(ledger.register(CONTRACT), ledger)
        assert [] == [row for row in reports.handovers(db) if row["kind"] == "returned"]
        assert (1, TAPE) == (len(reports.corrections(db)), reports.corrections(db)[0]["asset"])
    assert ("in_custody", 1, "V-1") == tuple(_asset(run, TAPE)[name] for name in ("status", "open", "place"))
    assert "taken back by line" in " ".join(run("history", TAPE).out.split())
    assert 0 == run("move", TAPE, "--place", "H-1").code


def test_a_copy_that_was_none_frees_its_approval(run: Run, sample_folder: Path) -> None:
    """Copied from the wrong original: the number stays used, the asset counts nowhere, the approval may be used."""
    copying = ("copy", TAPE, "--medium", "hdd", "--on", "2025-05-20", "--by", "P-02")
    assert [0, 0, 3] == [run(*copying).code for _turn in range(3)]
    copies = ("R7012-00083-X", "R7012-00084-V")
    for copy in copies:
        assert 0 == run("correct", copy, "--void", "--reason", "複製していない").code
        assert ("void", 0) == (_asset(run, copy)["status"], _asset(run, copy)["open"])
        assert 3 == run("move", copy, "--place", "H-1").code

    with Ledger.open(sample_folder) as ledger:
        total = reports.balance(ledger.reading(CONTRACT).db)[-1]
        assert "" == stands(ledger.register(CONTRACT), ledger)
        assert (82, 0, 82) == (total["received"], total["copied"], total["open"])
        assert [] == reports.copies(ledger.reading(CONTRACT).db)
    assert [0, 0, 3] == [run(*copying).code for _turn in range(3)]


def test_a_report_of_a_past_day_knows_what_is_known_now(run: Run, sample_folder: Path) -> None:
    """The lines of that day as they read now: a mis-scan taken back a week later never was."""
    assert 0 == run("move", TAPE, "--place", "H-1", "--on", "2025-06-02").code
    assert 0 == run("correct", TAPE, "--void", "--reason", "誤読取").code
    assert 0 == run("correct", TAPE, "--set", "serial=KKS101L9", "--reason", "読み違い").code

    with Ledger.open(sample_folder) as ledger:
        past = as_of(ledger.reading(CONTRACT), "2025-06-30")
        assert ("V-1", "KKS101L9") == tuple(past.rows("SELECT place, serial FROM assets WHERE number = ?", TAPE)[0])
        assert str(date.today()) > "2025-06-30"


def test_a_register_does_not_mind_how_it_caught_up(run: Run, sample_folder: Path) -> None:
    """Corrections of lines that lie slices behind: line by line, in slices of any size, or at once, the register and its search are the same."""
    lines = (
        ("correct", TAPE, "--set", "serial=NEW-1", "--set", "title=別の資料名", "--reason", "誤記"),
        ("move", TAPE, "--place", "H-1"),
        ("correct", TAPE, "--void", "--reason", "誤読取"),
        ("correct", TAPE, "--set", "title=三つ目の名", "--reason", "誤記"),
        ("split", PAPER, "--into", "500", "--into", "12"),
        ("correct", "R7012-00083-X", "--set", "record_count=500", "--reason", "数えた"),
        ("copy", TAPE, "--medium", "hdd", "--on", str(date.today())),
        ("correct", "R7012-00002-W", "--void", "--reason", "二重登録"),
    )
    codes = [run(*line).code for line in lines]
    with Ledger.open(sample_folder) as ledger:
        kept = everything(ledger.reading(CONTRACT))
        rows = ledger.journal.lines(CONTRACT)
        assert [0, 0, 0, 0, 0, 0, 3, 0] == codes
        for size in (1, 3, 10, 104, len(rows)):
            fresh = Register.in_memory(CONTRACT)
            for start in range(0, len(rows), size):
                fresh.replay(
                    rows[start : start + size], earlier=lambda number: ledger.journal.asset_lines(CONTRACT, number)
                )
            assert kept == everything(fresh), size
            fresh.close()
        assert {asset.number: asset for asset in ledger.assets(CONTRACT)} == {
            number: ledger.asset(CONTRACT, number) for number in (asset.number for asset in ledger.assets(CONTRACT))
        }


def test_a_correction_that_no_program_wrote_is_still_folded(sample: Ledger) -> None:
    """Folding never refuses: unknown fields and words where a number belongs leave the asset as it was."""
    from assets.state import fold_assets
    from tests.test_state import event

    history = list(sample.journal.asset_lines(CONTRACT, TAPE))
    odd = e.Corrected(
        asset=TAPE, of=history[0].seq, of_hash="", reason="x", corrected_by="P-01",
        fields=("colour", "quantity", "approvals", "serial"), was=("", "", "", ""), now=("red", "many", "x", "NEW-1"),
    )  # fmt: skip
    asset, before = fold_assets(TAPE, [*history, event(odd, seq=999)]), fold_assets(TAPE, history)
    assert asset is not None and before is not None

    assert ("NEW-1", before.arrival.quantity, before.arrival.approvals) == (
        asset.arrival.serial,
        asset.arrival.quantity,
        asset.arrival.approvals,
    )


# -- files kept outside -----------------------------------------------------------------------------------------------


def test_a_file_belongs_to_an_asset(run: Run, sample_folder: Path, tmp_path: Path) -> None:
    """Its name without the folder, its SHA-256, also of what has ended; the same file again changes nothing."""
    photo = tmp_path / "証跡" / "写真.jpg"
    photo.parent.mkdir()
    photo.write_bytes(b"\xff\xd8" * 3_000_000)
    assert 0 == run("return", TAPE, "--to", "C-01", "--method", "手渡し").code
    told = json.loads(run("attach", TAPE, photo, "--what", "受領書の写真", "--document", "返-1", "--json").out)["done"][
        0
    ]
    again = run("attach", TAPE, photo, "--what", "受領書の写真")

    assert (0, "attached", "写真.jpg") == (again.code, told["kind"], told["data"]["file"])
    assert hashlib.sha256(photo.read_bytes()).hexdigest() == told["data"]["sha256"]
    assert "says so already" in again.err
    assert str(tmp_path) not in (sample_folder / "journal.db").read_bytes().decode("utf-8", "replace")


@pytest.mark.parametrize(
    ("language", "words"), [("en", ("the same", "changed", "missing")), ("ja", ("一致", "変わっている", "所在不明"))]
)
def test_files_are_compared_with_the_ledger(
    run: Run, sample_folder: Path, tmp_path: Path, language: str, words: tuple[str, ...]
) -> None:
    """The same, changed, or not there: told for each, and no success when one is not the same."""
    for name in ("a.log", "b.log", "c.log"):
        (tmp_path / name).write_text(name)
        assert 0 == run("attach", TAPE, tmp_path / name, "--what", "ログ").code
    assert 0 == run("attach", "--check", tmp_path).code
    (tmp_path / "b.log").write_text("changed")
    (tmp_path / "c.log").unlink()
    answer = run("--lang", language, "attach", "--check", tmp_path)
    run("--lang", "en", "clauses")

    assert 5 == answer.code
    assert [] == [word for word in words if word not in answer.out]
    assert ["same", "changed", "missing"] == [
        row["state"] for row in json.loads(run("attach", "--check", tmp_path, "--json").out)
    ]


@pytest.mark.parametrize(
    ("words", "code"),
    [(("nowhere.jpg", "--what", "x"), 5), ((".", "--what", "x"), 5), ((), 2), (("--check", "nowhere"), 5)],
)
def test_a_file_that_is_none_is_told(run: Run, sample_folder: Path, words: tuple[str, ...], code: int) -> None:
    """Not there, a folder, not named: one sentence."""
    answer = run("attach", TAPE, *words)

    assert code == answer.code
    assert answer.err
