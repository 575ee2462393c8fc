"""Does the register say what the journal says, whatever happened?"""

from __future__ import annotations

import re
import shlex
import shutil
import sqlite3
import tempfile
import unicodedata
from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from assets import decide, holdings, proof, reports
from assets import register as registers
from assets.edge import actor, moment_of
from assets.errors import LedgerUnusable
from assets.events import KINDS
from assets.ids import make
from assets.journal import Row
from assets.ledger import Ledger
from assets.register import Register
from assets.register_schema import _TALLIES, TABLES
from assets.rules.rule import DEEDS
from assets.state import Contract
from cli.verbs import VERBS
from tests.conftest import SAMPLE, Answer, _settle, typed

CONTRACT = "R7-国保-012"
FIRST_DAY = date(2025, 5, 20)
TAPE, DISK, PAPER, SSD, COPY, PROGRAM = (
    "R7012-00001-Y",
    "R7012-00013-Q",
    "R7012-00032-K",
    "R7012-00057-2",
    "R7012-00083-X",
    "R7012-00056-4",
)
BUNDLE, PART, BOX, SERVER = "R7012-00033-I", *(make("R7012", n) for n in (85, 87, 88))
PROTOCOL = ("protocol", "set")
RECEIVED = (
    *("receive", "--class", "personal", "--items", "氏名", "--place", "V-1"),
    *("--from-person", "C-01", "--method", "手渡し"),
)
Line = tuple[str, ...]
PRODUCE: Line = (
    "produce",
    "--title",
    "受診券送付用リスト",
    "--medium",
    "paper",
    "--class",
    "personal",
    "--items",
    "氏名・住所",
    "--place",
    "H-1",
)
Run = Callable[..., Answer]


# Everything that can happen, in the order in which it may: every line but the last is accepted.
def typed_lines(text: str) -> list[Line]:
    """Lines as they are typed, as tuples of words."""
    return [tuple(shlex.split(line)) for line in text.strip().splitlines()]


LIFE: list[Line] = [
    ("copy", TAPE, "--medium", "hdd", "--on", "2025-05-20", "--by", "P-02"),
    ("label", TAPE),
    ("move", TAPE, "--place", "H-1", "--on", "2025-05-21"),
    ("handover", TAPE, "--to", "P-02", "--place", "H-1", "--on", "2025-05-22"),
    ("send", PAPER, "--to", "S-01", "--place", "S-1", "--method", "専用便", "--on", "2025-05-22"),
    ("accept", PAPER, "--on", "2025-05-23", "--by", "S-01"),
    ("lost", DISK, "--reason", "棚卸で確認できず", "--on", "2025-05-24"),
    ("found", DISK, "--place", "V-1", "--on", "2025-05-25"),
    ("incident", "assess", "1", SSD, "--category", "loss", "--on", "2025-05-25"),
    ("lost", SSD, "--reason", "見つからず", "--on", "2025-06-25"),
    ("lost", SSD, "--reason", "見つからず", "--incident", "事故-001", "--on", "2025-06-26"),
    ("incident", "open", TAPE, "--category", "suspected", "--what", "鍵の紛失", "--known-at", "2025-06-26"),
    ("incident", "assess", "2", COPY, "--category", "leak", "--persons", "10", "--cause", "手順違反"),
    ("incident", "notice", "2", "--form", "oral", "--to", "C-01", "--at", "2025-06-26"),
    ("incident", "notice", "2", "--form", "written", "--to", "C-01", "--document", "報-1"),
    ("incident", "measure", "2", "--kind", "prevention", "--what", "鍵の二重管理"),
    ("incident", "agree", "2", "--document", "協議-9"),
    ("incident", "close", "2", "--conclusion", "鍵は発見"),
    (
        "person",
        "add",
        "P-07",
        "--name",
        "雛形 七",
        "--org",
        "架空",
        "--side",
        "contractor",
        "--start",
        "2025-06-01",
        "--responsible",
    ),
    ("person", "leave", "P-04", "--on", "2025-09-30"),
    ("person", "add", "P-04", "--start", "2025-11-01"),
    ("person", "leave", "P-04", "--on", "2025-12-31", "--exit-pledged-on", "2025-12-31", "--checked-by", "P-01"),
    ("place", "add", "V-9", "--name", "新しい保管庫", "--zone", "controlled"),
    (
        "protocol",
        "set",
        "--number",
        "協議-2",
        "--agreed-on",
        "2025-06-01",
        "--method",
        "手渡し",
        "--medium",
        "mag_tape",
    ),
    ("policy", "set", "stocktake_days", "30"),
    (
        "subcontract",
        "add",
        "--org",
        "別会社",
        "--number",
        "承認-再-002",
        "--approved-on",
        "2025-06-01",
        "--work",
        "溶解",
        "--info",
        "paper",
        "--management",
        "週報",
    ),
    ("subcontract", "supervise", "--org", "別会社", "--how", "立入検査", "--on", "2025-07-01"),
    ("subcontract", "end", "--org", "別会社", "--on", "2025-08-31"),
    (
        "approve",
        "copy",
        PROGRAM,
        "--number",
        "承認-複-002",
        "--approved-on",
        "2025-06-01",
        "--approver",
        "C-01",
        "--max",
        "1",
    ),
    (
        "approve",
        "dispose",
        COPY,
        "--number",
        "承認-廃-002",
        "--approved-on",
        "2025-06-01",
        "--approver",
        "C-01",
        "--method",
        "shred",
    ),
    (
        "approve",
        "copy",
        TAPE,
        "--number",
        "承認-複-003",
        "--approved-on",
        "2025-06-01",
        "--approver",
        "C-01",
        "--form",
        "oral",
        "--copies-of-copies",
    ),
    ("approve", "confirm", "承認-複-003", "--document", "確認-003"),
    ("consent", "add", "--number", "承諾-1", "--given-on", "2025-06-01", "--approver", "C-01", "--purpose", "統計作成"),
    (*PRODUCE, "--purpose", "統計作成", "--on", "2025-06-02"),
    *typed_lines(
        f"""
        erase R7012-00014-O --method sanitize_cmd --tool T1 --verifier P-05 --result pass --verification tool_log --on 2025-06-02
        dispose {COPY} --witness P-05 --place D-1 --equipment HC-2 --assert all --on 2025-06-03 --by P-02
        disposal request R7012-00015-M R7012-00016-K --number 申-001 --method shred --place D-1 --on 2025-06-04
        approve dispose --request 申-001 --except R7012-00016-K --number 承認-廃-003 --approved-on 2025-06-04 --approver C-01
        disposal start --approval 承認-廃-003 --witness P-05 --verifier P-03 --equipment HC-2 --on 2025-06-05 --by P-02
        dispose R7012-00015-M,Z91996105087 --session 作-001 --on 2025-06-05 --by P-02
        disposal close 作-001 --on 2025-06-05
        validate --all --on 2025-06-05 --by P-07
        certify --session 作-001 --number 証-1 --issued-on 2025-06-06 --issuer 架空
        """
    ),
    ("return", TAPE, "--to", "C-01", "--method", "手渡し", "--on", "2025-06-04", "--by", "P-02"),
    ("split", BUNDLE, "--into", "300", "--into", "180", "--on", "2025-06-04"),
    ("container", "make", "--name", "文書箱1", "--place", "H-2", "--seal", "S-9"),
    ("pack", PART, "--into", BOX, "--on", "2025-06-05"),
    ("seal", BOX, "--seal", "S-9", "--on", "2025-06-05"),
    ("move", BOX, "--place", "H-1", "--on", "2025-06-06"),
    ("unpack", PART, "--seal-state", "intact", "--on", "2025-06-07"),
    ("correct", PART, "--set", "record_count=300", "--reason", "数え直し"),
    ("correct", PART, "--void", "--reason", "誤読取"),
    ("attach", BUNDLE, str(SAMPLE / "places.csv"), "--what", "作業記録"),
    (
        *PROTOCOL,
        "--number",
        "協議-3",
        "--agreed-on",
        "2025-06-02",
        "--method",
        "手渡し",
        "--medium",
        "device_composite",
    ),
    (*RECEIVED, "--title", "業務サーバ", "--medium", "device_composite", "--on", "2025-06-08"),
    ("extract", SERVER, "--medium", "ssd_sata", "--serial", "S4XX0001", "--on", "2025-06-09"),
    ("stocktake", "start", "--place", "V-9", "--second", "P-05", "--by", "P-02"),
    ("stocktake", "count", PAPER, "--by", "P-02"),
    ("stocktake", "close", "--by", "P-07"),
    *typed_lines(
        """
        inquire KKS102L8 --number 照会-001 --text 該当するか --on 2025-06-05
        reclassify KKS102L8 --class personal --document 回答-001 --on 2025-06-06 --by P-07
        safety set --kind physical --text 媒体保管庫の施錠 --start 2025-04-01
        subject request 請-001 --kind disclosure --on 2025-06-02
        subject forward 請-001 --to C-01 --on 2025-06-03
        document file --number 文-001 --type management_rules --title 管理運営規定 --sent-on 2025-05-01
        document file --number 綴-001 --type handover_slip --title 受渡票 --concerns J-001
        audit notice 監-001 --scope 保管状況 --asked-by C-01 --on 2025-10-01
        audit answer 監-001 --response 立入りを受けた --on 2025-10-15
        improvement request 改-001 --audit 監-001 --reason 施錠記録の不足 --asked-by C-01 --on 2025-10-20
        improvement agree 改-001 --action 記録簿を設ける --due 2025-11-30 --on 2025-10-25
        improvement done 改-001 --verifier P-05 --on 2025-11-20
        produce --title 集計表 --medium logical_copy --class personal --items 氏名 --host R7012-00058-Z --on 2025-10-20
        """
    ),
    ("contract", "end", "--trigger", "completion", "--on", "2026-03-31"),
    ("contract", "close"),
]


def told(line: Line) -> Answer:
    """Type a line; a label is given without printing it."""
    if line[0] != "label":
        return typed(line)
    with Ledger.open(_folder()) as ledger:
        asset = ledger.asset(CONTRACT, line[1])
        if asset is None or asset.is_ended:
            return Answer(4, "", "")
        ledger.perform(
            CONTRACT,
            lambda desk: decide.label(desk, asset, moment=moment_of()),
            by=actor("P-01", "typed"),
            moment=moment_of(),
        )
        ledger.catch_up(CONTRACT)
    return Answer(0, "", "")


def _folder() -> Path:
    from assets.edge import default_folder

    return default_folder()


def stands(register: Register, ledger: Ledger) -> str:
    """Where the register departs from the journal; "" when it does nowhere, and the balance of clause 40 balances."""
    if (standing := register.standing(ledger.journal)).word != "matches":
        return standing.word
    if not all(row["balanced"] for row in reports.balance(register.db)):
        return "balance"
    if holdings.balance(register.db) != reports.balance(register.db) or _counted_by_hand(register) != _counted(
        register
    ):
        return "counts"
    return proof.register_differs(register, ledger.journal)


def _counted(register: Register) -> list[object]:
    """What the register counts as it goes."""
    return [
        sorted(map(tuple, register.rows(f"SELECT {', '.join(columns)}, assets FROM {table}")), key=repr)
        for table, columns in _TALLIES.items()
    ]


def _counted_by_hand(register: Register) -> list[object]:
    """The same, counted row by row."""
    return [
        sorted(
            (
                (*key, count)
                for key, count in Counter(
                    tuple("" if part is None else part for part in row)
                    for row in register.rows(f"SELECT {', '.join(columns)} FROM assets")
                ).items()
            ),
            key=repr,
        )
        for columns in _TALLIES.values()
    ]


def everything(register: Register) -> list[object]:
    """All that a register holds."""
    return [list(register.contents(table)) for table in TABLES] + [list(register.search_index())]


# -- whatever happened ------------------------------------------------------------------------------------------------


def test_a_whole_life_is_followed_step_by_step(sample_folder: Path, run: Run) -> None:
    """After every line the register already stands where the journal stands, and says what a replay says; every kind of fact occurs."""
    for line in LIFE:
        answer = told(line)
        assert (3 if line == ("contract", "close") else 0) == answer.code, (line, answer)
        with Ledger.open(sample_folder) as ledger:
            assert answer.code or "" == stands(ledger.register(CONTRACT), ledger), line

    with Ledger.open(sample_folder) as ledger:
        assert "" == stands(ledger.reading(CONTRACT), ledger)
        happened = {row["kind"] for row in ledger.register(CONTRACT).rows("SELECT DISTINCT kind FROM events")}
        assert {"contract.closed"} == {kind for kind, fact in KINDS.items() if DEEDS.get(fact) in VERBS} - happened
        total = reports.balance(ledger.register(CONTRACT).db)[-1]
        assert (85, 1, 2, 1, 0, 2, 1, 84) == tuple(total[name] for name in reports.COUNTS)


def test_a_closed_contract_is_followed_too(folder: Path, run: Run) -> None:
    """The one kind that the life above does not reach: a contract with nothing in it closes."""
    fields = {
        "number": CONTRACT,
        "title": "t",
        "prefix": "R7012",
        "client": "c",
        "contractor": "k",
        "start": "2025-04-01",
        "end": "2026-03-31",
    }
    opening = [part for name, value in fields.items() for part in (f"--{name}", value)]
    for line in (
        ("init",),
        ("contract", "open", *opening),
        ("contract", "end", "--trigger", "completion"),
        ("contract", "close"),
    ):
        assert 0 == (answer := run(*line)).code, answer

    with Ledger.open(folder) as ledger:
        assert "" == stands(ledger.register(CONTRACT), ledger)
        assert "" != ledger.register(CONTRACT).rows("SELECT closed_on FROM contract")[0][0]


_NUMBERS = st.sampled_from(
    [TAPE, DISK, "R7012-00014-O", PAPER, SSD, COPY, "R7012-00084-V", PROGRAM, "R7012-99999-X", "KKS101L8"]
)
_PEOPLE = st.sampled_from(["P-01", "P-02", "P-04", "P-05", "P-06", "S-01", "C-01", "X-99"])
_PLACES = st.sampled_from(["V-1", "H-1", "H-2", "S-1", "D-1", "L-1"])
_METHODS = st.sampled_from(["手渡し", "専用便", "郵送"])
_ERASING = st.sampled_from(["overwrite", "sanitize_cmd", "crypto_erase", "degauss", "shred"])
_CHECKED = (
    "--assert",
    "all",
    "--tool",
    "T1",
    "--equipment",
    "E1",
    "--verifier",
    "P-05",
    "--verification",
    "third_party",
)
_RESULTS = st.sampled_from(["pass", "pass", "fail", "unknown"])
_APPROVED = ("--approved-on", "2025-05-01", "--approver", "C-01")
_COUNTED = st.integers(1, 99).map(str)


def _lines() -> st.SearchStrategy[Line]:
    def line(*parts: str | st.SearchStrategy[str]) -> st.SearchStrategy[Line]:
        return st.tuples(*(st.just(part) if isinstance(part, str) else part for part in parts))

    return st.one_of(
        line("move", _NUMBERS, "--place", _PLACES),
        line("handover", _NUMBERS, "--to", _PEOPLE, "--place", _PLACES, "--method", _METHODS),
        line("send", _NUMBERS, "--to", _PEOPLE, "--place", _PLACES, "--method", _METHODS),
        line("accept", _NUMBERS, "--to", _PEOPLE),
        line("accept", _NUMBERS),
        line("return", _NUMBERS, "--to", "C-01", "--method", "手渡し"),
        line("erase", _NUMBERS, "--method", _ERASING, *_CHECKED, "--result", _RESULTS),
        line(
            "dispose",
            _NUMBERS,
            "--witness",
            "P-05",
            "--place",
            _PLACES,
            "--equipment",
            "HC-2",
            "--assert",
            "all",
            "--result",
            _RESULTS,
        ),
        line("dispose", _NUMBERS, "--witness", "P-05", "--assert", "all", "--vendor", "架空溶解処理株式会社"),
        line("validate", _NUMBERS),
        line("validate", "--all"),
        line("validate", _NUMBERS, "--redo", "--remarks", "ログなし"),
        line("certify", _NUMBERS, "--number", _COUNTED, "--issued-on", "2025-06-01", "--issuer", "架空"),
        line("lost", _NUMBERS, "--reason", "不明"),
        line("lost", _NUMBERS, "--incident", "事故-001"),
        line("move", _NUMBERS, "--place", _PLACES, "--violation", "既に実施"),
        line("accept", _NUMBERS, "--seal-state", "broken"),
        line("incident", "open", _NUMBERS, "--category", "suspected", "--what", "不明"),
        line(
            "incident", "assess", "1", _NUMBERS, "--category", st.sampled_from(["leak", "none"]), "--conclusion", "済"
        ),
        line("incident", "notice", "1", "--form", "oral", "--to", "C-01"),
        line("incident", "notice", "1", "--form", "written", "--to", "C-01", "--document", "報-1"),
        line("incident", "measure", "1", "--kind", "containment", "--what", "捜索"),
        line("incident", "agree", "1", "--document", "協議-9"),
        line("incident", "close", "1", "--conclusion", "済"),
        line("found", _NUMBERS, "--place", _PLACES),
        line("label", _NUMBERS),
        line("copy", _NUMBERS, "--medium", st.sampled_from(["hdd", "logical_copy", "paper"])),
        line("copy", _NUMBERS, "--medium", "logical_copy", "--host", _NUMBERS),
        line(*PRODUCE),
        line("approve", "copy", _NUMBERS, "--number", _COUNTED.map("複-{}".format), *_APPROVED, "--max", "2"),
        line("approve", "dispose", _NUMBERS, "--number", _COUNTED.map("廃-{}".format), *_APPROVED, "--method", "shred"),
        line(
            "receive",
            "--title",
            "国保被保険者データ 第1巻",
            "--medium",
            "mag_tape",
            "--class",
            "personal",
            "--items",
            "氏名",
            "--place",
            "V-1",
            "--from-person",
            "C-01",
            "--method",
            "手渡し",
            "--serial",
            _COUNTED.map("S-{}".format),
        ),
        line("container", "make", "--name", _COUNTED, "--place", _PLACES, "--seal", _COUNTED),
        line("pack", _NUMBERS, "--into", _NUMBERS),
        line("unpack", _NUMBERS),
        line("seal", _NUMBERS, "--seal", _COUNTED),
        line("split", _NUMBERS, "--into", "300", "--into", "212"),
        line("extract", _NUMBERS, "--medium", "hdd", "--serial", _COUNTED.map("S-{}".format)),
        line("correct", _NUMBERS, "--void", "--reason", "誤読取"),
        line("correct", _NUMBERS, "--set", _COUNTED.map("serial=S-{}".format), "--reason", "読み違い"),
        line("correct", _NUMBERS, "--set", _COUNTED.map("title=国保 {}".format), "--reason", "誤記"),
        line("person", "leave", _PEOPLE),
        line("person", "add", _PEOPLE, "--role", _COUNTED),
        line("place", "add", _PLACES, "--name", _COUNTED, "--zone", "handling"),
        line("stocktake", "start", "--place", _PLACES, "--second", _PEOPLE, "--by", "P-02"),
        line("stocktake", "count", _NUMBERS, "--place", _PLACES, "--by", "P-02"),
        line("stocktake", "close", st.sampled_from(["1", "2", "3"])),
        line("contract", "end", "--trigger", "completion"),
        line("contract", "close"),
    )


_DATED = (
    "move",
    "handover",
    "send",
    "accept",
    "return",
    "erase",
    "dispose",
    "lost",
    "found",
    "copy",
    "receive",
    "produce",
    "validate",
    "certify",
)


@given(history=st.lists(_lines(), min_size=6, max_size=14), slice=st.integers(1, 40))
@settings(
    max_examples=25,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow],
)
def test_any_history_is_followed(sample_master: Path, history: list[Line], slice: int) -> None:
    """Accepted or refused, in any order: the register kept up line by line, one replayed in slices, and one rebuilt are the same; the sum balances.

    A line that was refused may leave the register behind until the next; one that was accepted may not.
    """
    with tempfile.TemporaryDirectory() as home, pytest.MonkeyPatch.context() as patch:
        folder = Path(home) / "ledger"
        shutil.copytree(sample_master, folder)
        _settle(patch, folder)
        for day, line in enumerate(history):
            dated = (*line, "--on", str(FIRST_DAY + timedelta(days=day))) if line[0] in _DATED else line
            code = told(dated).code
            assert code in (0, 2, 3, 4, 5), dated
            with Ledger.open(folder) as ledger:
                assert code or "" == stands(ledger.register(CONTRACT), ledger), dated

        with Ledger.open(folder) as ledger:
            kept = everything(ledger.reading(CONTRACT))
            patch.setattr(registers, "SLICE", slice)
            sliced = Register.in_memory(CONTRACT)
            sliced.catch_up(ledger.journal)
            ledger.rebuilt(CONTRACT)

            assert "" == stands(ledger.register(CONTRACT), ledger)
            assert kept == everything(sliced)
            assert kept == everything(ledger.register(CONTRACT))
            sliced.close()


@pytest.mark.parametrize("slice", [1, 2, 7, 103, 104, 105])
def test_slices_do_not_matter(sample: Ledger, monkeypatch: pytest.MonkeyPatch, slice: int) -> None:
    """However many lines are replayed in one go, the register is the same."""
    kept = everything(sample.reading(CONTRACT))
    monkeypatch.setattr(registers, "SLICE", slice)
    sliced = Register.in_memory(CONTRACT)

    assert 104 == sliced.catch_up(sample.journal)
    assert kept == everything(sliced)
    sliced.close()


# -- falling behind, coming back --------------------------------------------------------------------------------------


def _move(ledger: Ledger, place: str) -> list[Row]:
    asset = ledger.asset(CONTRACT, TAPE)
    assert asset is not None
    return ledger.perform(
        CONTRACT,
        lambda desk: decide.move(desk, asset, place=place, performed_by="P-02", moment=moment_of()),
        by=actor("P-02", "typed"),
        moment=moment_of(),
    )


def test_a_register_says_how_far_it_is_behind(sample: Ledger) -> None:
    """By how many lines; the next reader finds it caught up."""
    register = sample.register(CONTRACT)
    _move(sample, "H-1")
    _move(sample, "V-1")

    assert ("behind", 2) == register.standing(sample.journal)
    assert ("matches", 0) == sample.reading(CONTRACT).standing(sample.journal)
    assert 0 == register.catch_up(sample.journal)


def test_a_scan_writes_only_what_it_changed(sample: Ledger) -> None:
    """A column that is named costs its index a page, and a page costs the next counter its turn."""
    asked: list[str] = []
    sample.reading(CONTRACT).db.set_trace_callback(asked.append)
    sample.catch_up(CONTRACT, _move(sample, "H-1"))
    [changed] = [statement for statement in asked if statement.startswith("UPDATE assets")]

    assert ["place", "last_on", "last_seq"] == re.findall(r"(\w+) = ", changed.partition(" WHERE ")[0])
    assert not [statement for statement in asked if statement.startswith("INSERT INTO assets(")]


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 0, 2), (2,), (0, 2)])
def test_lines_may_reach_the_register_in_any_order(sample: Ledger, order: tuple[int, ...]) -> None:
    """Three people commit one after the other and tell the register in another order, or die before: no line is left out, none comes twice."""
    written = [_move(sample, place) for place in ("H-1", "H-2", "V-1")]
    for turn in order:
        with Ledger.open(sample.folder) as person:
            person.catch_up(CONTRACT, written[turn])

    assert "" == stands(sample.register(CONTRACT), sample)


def test_a_register_knows_nothing_of_what_came_later(sample: Ledger) -> None:
    """Replayed up to a line, an asset stands where that line left it, though the journal goes on."""
    _move(sample, "H-1")
    _move(sample, "H-2")
    rows = sample.journal.lines(CONTRACT)
    past = Register.in_memory(CONTRACT)
    places = []
    for slice in (rows[:104], rows[104:105], rows[105:]):
        past.replay(slice, earlier=lambda number: sample.journal.asset_lines(CONTRACT, number))
        places.append(past.rows("SELECT place FROM assets WHERE number = ?", TAPE)[0][0])
    past.close()

    assert ["V-1", "H-1", "H-2"] == places


def _dies_at_the_third(register: Register, monkeypatch: pytest.MonkeyPatch) -> None:
    write, calls = register._write_assets, iter(range(100))

    def dying(assets: Any) -> None:
        write(assets)
        if next(calls) == 3:
            raise KeyboardInterrupt

    monkeypatch.setattr(registers, "SLICE", 20)
    monkeypatch.setattr(register, "_write_assets", dying)


def test_a_replay_cut_short_is_taken_up_again(sample: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One that dies in the middle of a slice leaves whole slices only, and goes on from there."""
    kept = everything(sample.reading(CONTRACT))
    register = Register.open(tmp_path / "another.db", CONTRACT)
    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        _dies_at_the_third(register, patch)
        register.catch_up(sample.journal)

    assert ("behind", 44) == register.standing(sample.journal)
    register.catch_up(sample.journal)
    assert kept == everything(register)
    register.close()


def test_who_reads_meanwhile_sees_no_half_register(sample: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    """While a register is made again, slice by slice, another reader has the old one, whole; also when it comes to nothing."""
    kept = everything(sample.reading(CONTRACT))
    register, seen = sample.register(CONTRACT), []
    other = Register.open(sample.register_path(CONTRACT), CONTRACT)
    monkeypatch.setattr(registers, "SLICE", 20)
    assert 104 == register.rebuild(sample.journal, progress=lambda _lines: seen.append(everything(other)))
    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        _dies_at_the_third(register, patch)
        register.rebuild(sample.journal)
    after = everything(other)
    other.close()

    assert ([kept] * 6, kept) == (seen, after)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda file: file.unlink(),
        lambda file: file.write_bytes(b"no database at all " * 500),
        lambda file: file.write_bytes(b""),
    ],
)
def test_a_register_is_made_again_from_nothing(sample_folder: Path, run: Run, spoil: Callable[[Path], object]) -> None:
    """Deleted, overwritten or emptied: `assets rebuild` brings the same one back, for its owner's eyes only."""
    with Ledger.open(sample_folder) as ledger:
        kept, file = everything(ledger.reading(CONTRACT)), ledger.register_path(CONTRACT)
    for beside in ("-wal", "-shm"):
        Path(f"{file}{beside}").unlink(missing_ok=True)
    spoil(file)

    assert 0 == run("rebuild").code
    with Ledger.open(sample_folder) as ledger:
        assert kept == everything(ledger.register(CONTRACT))
    assert 0o600 == file.stat().st_mode & 0o777


def test_a_newer_register_is_left_alone(sample_folder: Path, run: Run) -> None:
    """Written by a newer program: nothing is read from it, nothing written into it, and it is said so."""
    with Ledger.open(sample_folder) as ledger:
        file = ledger.register_path(CONTRACT)
    with sqlite3.connect(file) as db:
        db.execute("PRAGMA user_version = 99")
    db.close()
    before = file.read_bytes()

    with Ledger.open(sample_folder) as ledger, pytest.raises(LedgerUnusable, match="newer"):
        ledger.reading(CONTRACT)
    assert before == file.read_bytes()
    assert 6 == run("find", "国保").code
    assert 0 == run("move", TAPE, "--place", "H-1").code


# -- one contract only ------------------------------------------------------------------------------------------------


@pytest.mark.built_in("R26-1")
@pytest.mark.parametrize("table", TABLES)
def test_another_contracts_row_is_refused(sample: Ledger, table: str) -> None:
    """Every table is pinned to its contract: a mistake gives an error, never another client's row."""
    db = sample.reading(CONTRACT).db
    held = {row[0] for row in db.execute(f"SELECT DISTINCT contract FROM {table}")}
    assert held <= {CONTRACT}

    with pytest.raises(sqlite3.IntegrityError, match="CHECK"):
        db.execute(
            f"UPDATE {table} SET contract = 'R7-別-001'"
            if held
            else f"INSERT INTO {table}(contract) VALUES ('R7-別-001')"
        )


def test_a_register_replays_its_own_contract(sample: Ledger) -> None:
    """Another contract's lines in the same journal change nothing in it."""
    kept = everything(sample.reading(CONTRACT))
    other = "R7'別-001"
    opened = next(sample.journal.desk_lines(CONTRACT)).fact
    fields = {name: getattr(opened, name) for name in opened.__struct_fields__} | {"number": other, "prefix": "R7099"}
    sample.perform(
        other,
        lambda desk: decide.open_contract(Contract(), type(opened)(**fields), [], moment=moment_of()),
        by=actor("P-01", "typed"),
        moment=moment_of(),
    )

    assert ("matches", 0) == sample.reading(other).standing(sample.journal)
    assert [(other,)] == [tuple(row) for row in sample.reading(other).rows("SELECT contract FROM events")]
    assert sample.register_path(CONTRACT) != sample.register_path(other)
    assert kept == everything(sample.reading(CONTRACT))


# -- search -----------------------------------------------------------------------------------------------------------


_SEARCHED = ("number", "title", "info_items", "manufacturer", "model", "serial", "seal_no", "handover_no", "remarks")
_HITS = (
    "国",
    "国保",
    "箱",
    "箱01",
    "健診",
    "特定健診",
    "診",
    "口座 振替",
    "SSD",
    "ssd",
    "ＳＳＤ",
    "kks101",
    "R7012-00001",
    "第1巻",
    "第１巻",
    "国保 巻",
)
_MISSES = ("保国", "猫", "猫 国保", "", " ", '"', "*", "国保 OR 猫", "-", "NEAR(国 保)", "title:国")


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).lower()


@pytest.mark.parametrize("asked", _HITS)
def test_short_japanese_words_are_found(sample: Ledger, asked: str) -> None:
    """One character, two, or more; wide or narrow: found is exactly what holds every word asked for."""
    register = sample.reading(CONTRACT)
    texts = {
        row["number"]: _folded(" ".join(str(row[name] or "") for name in _SEARCHED))
        for row in register.rows("SELECT * FROM assets")
    }
    holding = [number for number, text in texts.items() if all(word in text for word in _folded(asked).split())]

    assert holding == [row["number"] for row in register.search(asked)]
    assert holding


@pytest.mark.parametrize("asked", _MISSES)
def test_what_is_not_there_is_not_found(sample: Ledger, asked: str) -> None:
    """Neither reversed, nor together with another word, nor by what means something to the search engine; nothing typed is an error."""
    assert [] == sample.reading(CONTRACT).search(asked)


def test_what_is_found_is_what_contains_it(sample: Ledger) -> None:
    """The index finds a piece of a title exactly where the title contains it, for every piece of one to four characters of every title."""
    register = sample.reading(CONTRACT)
    titles = {row["number"]: row["title"] for row in register.rows("SELECT number, title FROM assets")}
    pieces = {
        title[start : start + size] for title in titles.values() for start in range(len(title)) for size in (1, 2, 3, 4)
    }
    japanese = sorted(
        piece
        for piece in pieces
        if len(piece.strip()) and all("\u3041" <= character <= "\u9fff" and character.isalnum() for character in piece)
    )
    assert len(japanese) > 200

    for piece in japanese:
        holding = {number for number, title in titles.items() if piece in title}
        assert holding <= {row["number"] for row in register.search(piece)}, piece
