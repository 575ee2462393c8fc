"""Are copies, products, approvals and consents recorded as they are typed?"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from assets.contract_file import read
from assets.errors import BadInput
from assets.ids import make
from assets.ledger import Ledger
from tests.conftest import Answer

Run = Callable[..., Answer]
CONTRACT, OTHER = "R7-国保-012", "R7-税-099"
TAPE, SECOND, DISK, LAPTOP = "R7012-00001-Y", "R7012-00002-W", "R7012-00013-Q", "R7012-00084-V"
JAPANESE = {"ASSETS_LANG": "ja"}
APPROVED = ("--approved-on", "2025-05-01", "--approver", "C-01")
CHECKED = (
    *("--assert", "all", "--tool", "消去ツール 2.1", "--verifier", "P-05"),
    *("--result", "pass", "--verification", "tool_log"),
)
PRODUCT = (
    *("--title", "受診券送付用リスト", "--medium", "paper", "--class", "個人情報", "--items", "氏名・住所"),
    *("--on", "2025-05-20", "--by", "P-02"),
)


def _copy(run: Run, *more: str, source: str = TAPE) -> Answer:
    return run("copy", source, "--medium", "logical_copy", "--on", "2025-05-20", "--by", "P-02", *more)


def _data(answer: Answer) -> dict[str, Any]:
    told = json.loads(answer.out)
    rows = told["done"] if isinstance(told, dict) else told
    return {**rows[0]["data"]}


def _number(answer: Answer) -> str:
    return str(_data(answer)["asset"])


def _erased(run: Run, copy: str) -> None:
    """Gone on 2025-05-21, as the client approved, checked and accepted."""
    steps = (
        ("approve", "dispose", copy, "--number", "消-1", *APPROVED, "--method", "crypto_erase"),
        ("erase", copy, "--method", "crypto_erase", *CHECKED, "--on", "2025-05-21", "--by", "P-02"),
        ("validate", copy, "--on", "2025-05-21", "--by", "P-01"),
    )
    for step in steps:
        assert 0 == (answer := run(*step)).code, answer


def _refused(folder: Path, contract: str = CONTRACT) -> list[tuple[str, str, str]]:
    """(asset, deed, rules) of the refusals recorded in a contract."""
    with Ledger.open(folder) as ledger:
        rows = [row.event.fact for row in ledger.journal.lines(contract) if row.event.kind == "refused"]
    return [(fact.asset, fact.deed, " ".join(fact.rules)) for fact in rows]


def _laptop(run: Run, place: str = "H-1") -> str:
    """A laptop of ours that stands in the handling room."""
    answer = run(
        *("receive", "--title", "作業用PC", "--medium", "ssd_nvme", "--class", "non_personal", "--items", "なし"),
        *(
            "--place",
            place,
            "--from-person",
            "C-01",
            "--method",
            "手渡し",
            "--owner",
            "contractor",
            "--kind",
            "document",
        ),
        *("--serial", "PC-0001", "--on", "2025-05-10", "--json"),
    )
    assert 0 == answer.code, answer
    return _number(answer)


# -- copies on hosts --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "told"),
    [("en", "On which device does it lie?"), ("ja", "格納機器が示されていません。")],
)
def test_a_copy_on_a_host_names_it(language: str, told: str, run: Run, sample_folder: Path) -> None:
    """In a script a copy as a file without its host is refused and the refusal recorded; with it, it is found again under it."""
    answer = run(
        *("copy", TAPE, "--medium", "logical_copy", "--on", "2025-05-20", "--by", "P-02"), env={"ASSETS_LANG": language}
    )
    assert (3, True) == (answer.code, told in answer.err)
    assert (TAPE, "copy", "R21-9") == _refused(sample_folder)[-1]

    made = _data(_copy(run, "--host", "架空サーバ１", "--path-hint", "共有/入力", "--method", "バックアップ", "--json"))

    assert ("架空サーバ1", "共有/入力", "backup", "H-1") == (
        made["host"],
        made["path_hint"],
        made["copy_method"],
        made["place"],
    )
    shown = run("show", made["asset"], env={"ASSETS_LANG": language}).out
    assert "架空サーバ1  共有/入力" in shown


def test_a_misread_host_is_no_machines_name(run: Run, sample_folder: Path) -> None:
    """Our own number with a wrong check character is refused; a name that only looks like one of ours is a name; a serial finds its asset."""
    laptop = _laptop(run)

    assert 3 == _copy(run, "--host", laptop[:-1] + ("A" if laptop[-1] != "A" else "B")).code
    assert 3 == _copy(run, "--host", make("R7012", 9999)).code
    assert "R7012-SERVER" == _data(_copy(run, "--host", "R7012-server", "--json"))["host"].upper()
    assert laptop == _data(_copy(run, "--host", "pc-0001", "--json"))["host"]


@pytest.mark.parametrize(("language", "told"), [("en", "1 still lie on"), ("ja", "電子データが1点残っています")])
def test_a_host_outlives_its_data(language: str, told: str, run: Run, sample_folder: Path) -> None:
    """The laptop is not erased while a copy lies on it; it moves with what lies on it; when the copy is gone it is shredded."""
    laptop = _laptop(run)
    copy = _number(_copy(run, "--host", laptop, "--json"))
    erasing = ("--method", "sanitize_cmd", *CHECKED, "--on", "2025-05-22", "--by", "P-02")

    answer = run("erase", laptop, *erasing, env={"ASSETS_LANG": language})
    assert (3, True, True) == (answer.code, told in answer.err, f"assets erase {copy}" in answer.err)
    moved = run("move", laptop, "--place", "H-2", "--on", "2025-05-21", "--by", "P-02", "--json")
    assert [laptop, copy] == [row["data"]["asset"] for row in json.loads(moved.out)["done"]]
    with Ledger.open(sample_folder) as ledger:
        assert ["H-2"] * 2 == [
            row["place"]
            for row in ledger.register(CONTRACT).rows("SELECT place FROM assets WHERE number IN (?, ?)", laptop, copy)
        ]

    _erased(run, copy)
    assert 3 == run("erase", laptop, *erasing).code  # what lay on it was specific: it is destroyed
    assert 0 == run("approve", "dispose", laptop, "--number", "廃-2", *APPROVED, "--method", "shred").code
    shredding = (
        "--witness",
        "P-05",
        "--place",
        "D-1",
        "--equipment",
        "HC-2",
        "--assert",
        "all",
        "--on",
        "2025-05-22",
        "--by",
        "P-02",
    )
    assert 0 == run("dispose", laptop, *shredding).code


def test_a_temporary_copy_is_shown_with_its_day(run: Run, sample_folder: Path) -> None:
    """For a transfer it is to be gone the same day, or by the day said: found, shown, in the tree and in the report; a method nobody knows is none."""
    transfer = ("--host", "架空PC", "--method", "転送用一時", "--json")
    assert "2025-05-20" == _data(_copy(run, *transfer))["erase_by"]
    copy = _number(_copy(run, *transfer, "--erase-by", "2025-05-25"))

    assert 5 == _copy(run, "--host", "架空PC", "--method", "磁気").code
    for line, beside in (
        (("find", copy), copy),
        (("copies", TAPE), copy),
        (("show", copy), "Erase by"),
        (("report", "--all"), copy),
    ):
        assert any("2025-05-25" in row for row in run(*line).out.splitlines() if beside in row), line


# -- the tree ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "counts", "words"),
    [
        ("en", "authorised 2, made 2, ended 1, open 1", ("in custody", "erased", "on 架空サーバ1")),
        ("ja", "承認 2部・作成 2部・終了 1部・未了 1部", ("保管中", "消去済", "格納機器 架空サーバ1")),
    ],
)
def test_the_tree_shows_what_is_still_open(
    language: str, counts: str, words: tuple[str, ...], run: Run, sample_folder: Path
) -> None:
    """Two copies of the tape, one of them gone: the tree says so under the original, whichever of them is named, and for the whole contract."""
    gone, there = (_number(_copy(run, "--host", "架空サーバ1", "--json")) for _ in range(2))
    _erased(run, gone)

    trees = [run("copies", *one, env={"ASSETS_LANG": language}).out for one in ((TAPE,), (gone,), ())]

    assert trees[0] == trees[1] == trees[2]
    assert counts in trees[0]
    assert [] == [word for word in (TAPE, f"○ {gone}", f"● {there}", *words) if word not in trees[0]]
    [told] = json.loads(run("copies", "--json").out)
    assert (TAPE, 2, 2, 1, 1) == (
        told["original"]["number"],
        *(told[name] for name in ("authorised", "made", "ended", "open")),
    )
    assert [[1, gone, False, 1], [1, there, True, 2]] == [
        [branch[name] for name in ("depth", "number", "open", "copy_no")] for branch in told["branches"]
    ]


def test_copies_of_copies_stand_under_their_copy(run: Run, sample_folder: Path) -> None:
    """The approval extends to copies of copies: three in all are authorised once, and the tree has three steps."""
    assert 0 == run("approve", "copy", SECOND, "--number", "複-9", *APPROVED, "--max", "3", "--copies-of-copies").code
    first = _number(_copy(run, "--host", "S1", "--json", "--place", "H-1", source=SECOND))
    second = _number(_copy(run, "--host", "S2", "--json", "--place", "H-1", source=first))
    third = _number(_copy(run, "--host", "S3", "--json", "--place", "H-1", source=second))

    assert 3 == _copy(run, "--host", "S4", "--place", "H-1", source=first).code
    assert "R21-2" == _refused(sample_folder)[-1][2]
    [told] = json.loads(run("copies", third, "--json").out)
    assert (SECOND, 3, 3) == (told["original"]["number"], told["authorised"], told["made"])
    assert [(1, first), (2, second), (3, third)] == [(branch["depth"], branch["number"]) for branch in told["branches"]]


def test_a_contract_without_copies_says_so(run: Run, sample_folder: Path) -> None:
    """Nothing was copied: a note, no empty tree; an original nobody copied stands alone."""
    assert (0, "Nothing was copied" in run("copies").err) == (run("copies").code, True)
    assert "authorised 2, made 0, ended 0, open 0" in run("copies", TAPE).out
    assert 4 == run("copies", make("R7012", 9999)).code


@pytest.mark.parametrize(("language", "told"), [("en", "are still held"), ("ja", "の複製が残っています")])
def test_a_disposal_names_the_copies_that_live_on(language: str, told: str, run: Run, sample_folder: Path) -> None:
    """The tape is destroyed; its copy is still owed, and who destroyed the tape is told."""
    copy = _number(_copy(run, "--host", "S1", "--json"))
    run("approve", "dispose", TAPE, "--number", "廃-9", *APPROVED, "--method", "shred", "--place", "D-1")

    shredding = ("--witness", "P-05", "--equipment", "HC-2", "--assert", "all", "--on", "2025-05-22", "--by", "P-02")
    answer = run("dispose", TAPE, *shredding, env={"ASSETS_LANG": language})

    assert (0, True, True) == (answer.code, told in answer.err, copy in answer.err)


# -- products ---------------------------------------------------------------------------------------------------------


def test_a_product_is_an_asset_like_any_other(run: Run, sample_folder: Path) -> None:
    """Produced, labelled, counted in the balance, disposed of with approval; the report still adds up."""
    product = _number(run("produce", *PRODUCT, "--place", "H-1", "--json"))

    assert ("produced", 2, "form") == tuple(
        json.loads(run("show", product, "--json").out)["asset"][name] for name in ("origin", "item", "info_kind")
    )
    assert "produced in the work" in run("show", product).out
    assert 0 == run("label", product, "--out", sample_folder / "labels.pdf").code
    assert 1 == json.loads(run("report", "--json").out)["balance"][-1]["produced"]
    run("approve", "dispose", product, "--number", "廃-9", *APPROVED, "--method", "shred")
    answer = run(
        "dispose",
        product,
        "--witness",
        "P-05",
        "--place",
        "D-1",
        "--equipment",
        "裁断機 S-1",
        "--assert",
        "particle_size",
        "--on",
        "2025-05-22",
        "--by",
        "P-02",
    )
    assert 0 == answer.code, answer
    assert 0 == run("validate", product, "--on", "2025-05-22", "--by", "P-01").code
    total = json.loads(run("report", "--json").out)["balance"][-1]
    assert (82, 1, 1, 82, True) == tuple(
        total[name] for name in ("received", "produced", "disposed", "open", "balanced")
    )


def test_a_product_on_a_device_of_ours_is_where_the_device_is(run: Run, sample_folder: Path) -> None:
    """No place need be said for it; for anything else it is asked, and in a script missing."""
    laptop = _laptop(run)
    file = tuple("logical_copy" if word == "paper" else word for word in PRODUCT)

    assert (laptop, "H-1") == tuple(
        _data(run("produce", *file, "--host", laptop, "--json"))[name] for name in ("host", "place")
    )
    answer = run("produce", *PRODUCT)
    assert (2, True) == (answer.code, "--place" in answer.err)


# -- approvals and consents -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("language", "word"), [("en", "not confirmed in writing"), ("ja", "書面確認待ち")])
def test_what_was_only_said_waits_for_its_confirmation(language: str, word: str, run: Run, sample_folder: Path) -> None:
    """An approval on the telephone is recorded and shown as waiting; a document confirms it, once; a number nobody gave is not there."""
    spoken = {"ASSETS_LANG": language}
    assert 0 == run("approve", "copy", SECOND, "--number", "複-9", *APPROVED, "--form", "oral").code
    assert word in run("contract", "show", env=spoken).out
    copied = _copy(run, "--host", "S1", "--place", "H-1", source=SECOND)
    assert "[R21-7]" in copied.err

    confirm = ("approve", "confirm", "複-9", "--document", "確認-9")
    assert [1, 0] == [len(json.loads(run(*confirm, "--json").out)) for _ in range(2)]
    assert "確認-9" in run("contract", "show", env=spoken).out
    assert 4 == run("approve", "confirm", "複-404", "--document", "確認-9").code
    assert 2 == run("approve", "confirm", "複-9").code


@pytest.mark.parametrize(
    ("language", "word"), [("en", "provision of the specification  第7条"), ("ja", "仕様書の定め  第7条")]
)
def test_the_specification_stands_in_for_an_approval(language: str, word: str, run: Run, sample_folder: Path) -> None:
    """Its clause is enough: no number, day or approver is asked for, and the copy is made under it."""
    assert 0 == run("approve", "copy", SECOND, "--spec-clause", "第7条").code

    made = _data(_copy(run, "--host", "S1", "--place", "H-1", "--json", source=SECOND))

    assert "仕様書 第7条" == made["approval"]
    assert word in run("contract", "show", env={"ASSETS_LANG": language}).out
    assert 3 == run("approve", "copy", TAPE, "--spec-clause", "第7条").code
    assert "R00-9" == _refused(sample_folder)[-1][2]


@pytest.mark.parametrize(
    ("language", "told"), [("en", "is none of the purposes"), ("ja", "有効な発注者の書面承諾もありません")]
)
def test_a_consent_opens_a_further_purpose(language: str, told: str, run: Run, sample_folder: Path) -> None:
    """Statistics are refused until the client's consent is recorded; then the contract shows it."""
    move = ("move", TAPE, "--place", "H-1", "--purpose", "統計作成", "--on", "2025-05-20", "--by", "P-02")
    answer = run(*move, env={"ASSETS_LANG": language})
    assert (3, True) == (answer.code, told in answer.err)

    consent = ("--number", "承諾-1", "--given-on", "令和7年5月1日", "--approver", "C-01", "--purpose", "統計作成")
    assert 0 == run("consent", "add", *consent).code

    assert 0 == run(*move).code
    assert "承諾-1" in run("contract", "show", env={"ASSETS_LANG": language}).out
    assert [("承諾-1", "2025-05-01", "統計作成")] == [
        (one["number"], one["given_on"], one["purpose"])
        for one in json.loads(run("contract", "show", "--json").out)["consents"]
    ]


# -- contracts are not mixed ------------------------------------------------------------------------------------------


def _second_contract(run: Run) -> str:
    """Another client's contract with a roster and one tape of its own; the tape's number."""
    opening = {
        "number": OTHER,
        "title": "税",
        "prefix": "R7099",
        "client": "別市",
        "contractor": "架空",
        "start": "2025-04-01",
        "end": "2026-03-31",
    }
    parts = [part for name, value in opening.items() for part in (f"--{name}", value)]
    assert 0 == run("contract", "open", *parts, "--purpose", "入力").code
    here = ("--contract", OTHER)
    assert 0 == run("place", "add", "V-1", "--name", "保管庫", "--zone", "controlled", *here).code
    for person, side, org in (("P-01", "contractor", "架空"), ("C-01", "client", "別市")):
        usual = (
            "--name",
            "見本",
            "--org",
            org,
            "--start",
            "2025-04-01",
            "--pledged-on",
            "2025-04-01",
            "--trained-on",
            "2025-04-01",
            "--transfers",
            "--responsible",
        )
        assert 0 == run("person", "add", person, "--side", side, *usual, *here).code
    assert (
        0
        == run(
            "protocol",
            "set",
            "--number",
            "協-1",
            "--agreed-on",
            "2025-04-01",
            "--method",
            "手渡し",
            "--medium",
            "mag_tape",
            *here,
        ).code
    )
    tape = run(
        *(
            "receive",
            "--title",
            "税データ",
            "--medium",
            "mag_tape",
            "--class",
            "personal",
            "--items",
            "氏名",
            "--place",
            "V-1",
        ),
        *("--from-person", "C-01", "--method", "手渡し", "--on", "2025-05-01", "--json", *here),
    )
    assert 0 == tape.code, tape
    return _number(tape)


@pytest.mark.parametrize(("language", "told"), [("en", "does not belong to"), ("ja", "のものではありません")])
def test_one_contracts_approval_covers_nothing_of_another(
    language: str, told: str, run: Run, sample_folder: Path
) -> None:
    """Numbers of two contracts, or --contract with the other's label: refused, and the refusal names nothing of the other client's."""
    theirs = _second_contract(run)
    spoken = {"ASSETS_LANG": language}
    approval = ("--number", "複-9", *APPROVED)

    for line in (
        ("approve", "copy", TAPE, theirs, *approval),
        ("approve", "dispose", TAPE, theirs, *approval, "--method", "shred"),
        ("approve", "copy", theirs, *approval, "--contract", CONTRACT),
    ):
        answer = run(*line, env=spoken)
        assert (3, True, True) == (answer.code, "R18-1" in answer.err, told in answer.err), line
        assert ("", "approve", "R18-1") == _refused(sample_folder)[-1]
    with Ledger.open(sample_folder) as ledger:
        assert not any(theirs in row.body for row in ledger.journal.lines(CONTRACT))
        assert [] == _refused(sample_folder, OTHER)
    assert 0 == run("approve", "copy", theirs, *approval, "--contract", OTHER).code


def test_data_of_one_contract_lies_on_no_device_of_another(run: Run, sample_folder: Path) -> None:
    """A copy of our tape on the other client's: refused, whatever it is."""
    theirs = _second_contract(run)

    answer = _copy(run, "--host", theirs)

    assert (3, True) == (answer.code, "R18-1" in answer.err)
    assert TAPE == _refused(sample_folder)[-1][0]


# -- the contract file ------------------------------------------------------------------------------------------------


def _file(tmp_path: Path, approval: str) -> Path:
    path = tmp_path / "contract.toml"
    head = 'number="X"\ntitle="t"\nprefix="R9"\nclient="c"\ncontractor="k"\nannex="a"\nstart=2025-04-01\nend=2026-03-31\npurposes=[]\n'
    path.write_text(f'{head}[[approval]]\nkind="copy"\nmax_copies=2\n{approval}\n', encoding="utf-8")
    return path


def test_the_contract_file_says_on_what_copying_rests(tmp_path: Path) -> None:
    """A clause of the specification needs nothing else; an oral approval, its limits and its day are read as they stand."""
    _, [provided] = read(_file(tmp_path, 'spec_clause="第7条"\nerase_by=2025-06-30'))
    _, [said] = read(
        _file(tmp_path, 'number="複-1"\napproved_on=2025-04-20\napprover="C-01"\nform="oral"\ncopies_of_copies=true')
    )

    assert ("仕様書 第7条", "2025-04-01", "spec_provision", "", "2025-06-30") == tuple(
        getattr(provided, name) for name in ("number", "approved_on", "basis", "approver", "erase_by")
    )
    assert ("client_approval", "oral", True) == tuple(
        getattr(said, name) for name in ("basis", "form", "copies_of_copies")
    )


@pytest.mark.parametrize(
    ("approval", "complaint"),
    [
        ('number="複-1"\napproved_on=2025-04-20', "approver is empty"),
        ('number="複-1"\napproved_on=2025-04-20\nbasis="spec_provision"', "spec_clause is empty"),
        ('number="複-1"\napproved_on=2025-04-20\napprover="C-01"\nform="電話"', "form does not know 電話"),
        ('number="複-1"\napproved_on=2025-04-20\napprover="C-01"\nbasis="慣例"', "basis does not know 慣例"),
    ],
)
def test_the_contract_file_is_refused_without_a_basis(approval: str, complaint: str, tmp_path: Path) -> None:
    """Whoever approved, or the clause that provides for it, must stand there; a form or a basis nobody knows is none."""
    with pytest.raises(BadInput, match=complaint):
        read(_file(tmp_path, approval))


def test_a_stricter_class_is_told_of_every_copy(run: Run, sample_folder: Path) -> None:
    """The client says that a tape is specific: its copy and the laptop it lies on are raised, told, and in the register."""
    run("reclassify", TAPE, "--class", "personal", "--document", "回答-1", "--on", "2025-05-10")
    laptop = _laptop(run)
    copy = _number(_copy(run, "--host", laptop, "--json"))

    answer = run("reclassify", TAPE, "--class", "specific_pi", "--document", "通知-9", env=JAPANESE)

    assert 0 == answer.code, answer
    assert [TAPE, copy, laptop] == [line.split()[1] for line in answer.out.splitlines() if line[:1] == "✓"]
    with Ledger.open(sample_folder) as ledger:
        rows = ledger.reading(CONTRACT).rows("SELECT highest_class FROM assets WHERE number IN (?, ?)", copy, laptop)
        assert "specific_pi" == next(asset.handled_as for asset in ledger.assets(CONTRACT) if asset.number == laptop)
    assert ["specific_pi"] * 2 == [row["highest_class"] for row in rows]
