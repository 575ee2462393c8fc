"""Do the reports say what the ledger holds, now or on a day?"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from openpyxl import load_workbook

from assets import events as e
from assets import reports
from assets.edge import actor, moment_of
from assets.journal import new_id
from assets.ledger import Ledger
from assets.sections import SECTIONS
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


def test_a_past_report_judges_by_its_day(run: Run, sample_folder: Path) -> None:
    """What is late today was not late then: the ages and the open items are those of the end of the day reported on."""
    assert 0 == run("contract", "end", "--trigger", "completion", "--on", "2026-03-31").code
    checks = {
        day: {item["check"] for item in json.loads(run("report", "--json", "--at", day).out)["open_items"]}
        for day in ("2025-06-01", "2026-04-15", "2026-06-15")
    }

    assert [set(), {"R40-2"}, {"R40-2", "R03-2"}] == [found & {"R40-2", "R03-2"} for found in checks.values()]


def test_a_past_report_judges_by_the_policy_agreed_on(run: Run, sample_folder: Path) -> None:
    """What both sides agreed on is shown as it is known now, like the parties, however late it was typed in."""
    assert 0 == run("policy", "set", "stocktake_days", "30").code
    told = json.loads(run("report", "--json", "--at", "2025-06-01").out)

    assert "30" == {row["key"]: row["value"] for row in told["policy"]}["stocktake_days"]


def test_a_past_report_knows_when_it_is_late(run: Run, sample_folder: Path) -> None:
    """A month after the end everything that is still here is overdue."""
    assert 0 == run("contract", "end", "--trigger", "completion", "--on", "2026-03-31").code
    late = json.loads(run("report", "--json", "--at", "2026-05-01").out)["open_items"]

    assert [("R40-2", "open", 31)] == [
        (item["check"], item["state"], item["age_days"]) for item in late if item["check"] == "R40-2"
    ]


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


# -- sections ---------------------------------------------------------------------------------------------------------


def test_scripts_get_every_section(run: Run, sample_folder: Path) -> None:
    """The JSON holds each section by its name, in order, the register last."""
    told = json.loads(run("report", "--json").out)

    assert list(SECTIONS) == list(told)
    assert 44 == len(told["clauses"])
    assert "R03-2" in {item["check"] for item in told["open_items"]}
    assert [1] == [row["tier"] for row in told["subcontracts"]]
    assert "mic_jp" == {row["key"]: row["value"] for row in told["policy"]}["profile"]


def test_a_workbook_has_a_sheet_for_each_section(run: Run, sample_folder: Path, tmp_path: Path) -> None:
    """Every section is a sheet with a title of its own, in the language spoken; nested values are told in one cell."""
    out = tmp_path / "report.xlsx"
    assert 0 == run("--lang", "ja", "report", "--out", out).code
    book = load_workbook(out)

    assert len(SECTIONS) == len(set(book.sheetnames)) == len(book.sheetnames)
    assert {"契約別方針", "条項ごとの状況", "未了事項", "事故", "棚卸", "再委託先", "違反", "文書"} <= set(
        book.sheetnames
    )
    clauses = list(book["条項ごとの状況"].values)
    row = dict(zip(clauses[0], clauses[13], strict=True))
    assert (13, "安全管理措置", "未了") == (row["number"], row["title"], row["state"])
    policy = list(book["契約別方針"].values)
    assert "総務省ガイドライン" == dict(zip(policy[0], policy[1], strict=True))["value"]


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ("✗ Clause 13 Safety measures", "closing is refused", "the contract has not ended", "Subcontractors")),
        ("ja", ("✗ 第13項", "完了処理はできません", "契約が終了していない", "再委託先")),
    ],
)
def test_the_report_on_the_screen_is_compact(
    run: Run, sample_folder: Path, language: str, words: tuple[str, ...]
) -> None:
    """Clause by clause in short, what keeps it from being closed, tiers of subcontractors; what is empty is left out."""
    answer = run("--lang", language, "report")

    assert 0 == answer.code
    assert [] == [word for word in words if word not in answer.out]
    assert "Stock-takes" not in answer.out


def test_everything_that_happened_is_reported(run: Run, sample_folder: Path) -> None:
    """Incident, stock-take, session, violation, document, container: each has its table on the screen and its rows for scripts."""
    _more(sample_folder)
    answer = run("report")
    told = json.loads(run("report", "--json").out)

    for word in ("事故-001", "棚-001", "作-001", "避難のため", "規定-1", "テープケース1"):
        assert word in answer.out
    assert (1, 1, 1, 1, 1, 1) == tuple(
        len(told[name]) for name in ("incidents", "stocktakes", "sessions", "violations", "documents", "containers")
    )
    blockers = {row["blocker"]: row for row in told["closeout"]}
    assert {"not_ended", "open_assets", "open_incidents", "open_sessions", "open_stocktakes"} == set(blockers)
    assert [("not_ended", 1), ("open_assets", 82), ("open_incidents", 1), ("open_sessions", 1)] == [
        (name, row["count"]) for name, row in blockers.items() if row["refuses_close"]
    ]


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", ("Incidents that are not closed: 事故-001.", "assets incident close 事故-001", "has not ended")),
        ("ja", ("終結していない事故があります：事故-001。", "assets incident close 事故-001", "まだ終了していません")),
    ],
)
def test_what_the_report_says_refuses_the_close_does(
    run: Run, sample_folder: Path, language: str, said: tuple[str, ...]
) -> None:
    """The close names the contract that goes on, the open assets, the incident and the session: each blocker of the report is a reason of its own."""
    _more(sample_folder)
    told = {row["blocker"] for row in json.loads(run("report", "--json").out)["closeout"] if row["refuses_close"]}

    answer = run("--lang", language, "contract", "close")

    assert (3, []) == (answer.code, [word for word in said if word not in answer.err + answer.out])
    assert {"not_ended", "open_assets", "open_incidents", "open_sessions"} == told


def test_tiers_are_told_from_the_top(run: Run, sample_folder: Path) -> None:
    """A subcontractor of a subcontractor stands below it, on the screen with its approval and its last supervision."""
    second = e.SubcontractAdded(
        org="孫請",
        number="再-孫請",
        approved_on="2025-04-01",
        scope_work="運搬",
        scope_info=("paper",),
        management="週報",
        parent="架空溶解処理株式会社",
    )
    _record(sample_folder, second, e.Supervised(org="孫請", how="立入", supervised_by="P-01"))
    told = json.loads(run("report", "--json").out)["subcontracts"]
    [line] = [line for line in run("report").out.splitlines() if "再-孫請" in line]

    assert [(1, "架空溶解処理株式会社"), (2, "孫請")] == [(row["tier"], row["org"]) for row in told]
    assert "運搬" in line and told[1]["supervised_on"] in line


def _more(folder: Path) -> None:
    _record(
        folder,
        e.IncidentOpened(number="事故-001", category="loss", known_at="2025-06-01", known_by="P-01", what="所在不明"),
        e.StocktakeStarted(
            number="棚-001",
            places=("V-1",),
            mode="blind",
            counted_by="P-01",
            second="P-02",
            as_of=103,
            expected=82,
            expected_hash="0" * 64,
        ),
        e.SessionStarted(
            session="作-001",
            approval="承認-廃-001",
            performed_by="P-02",
            witness="P-05",
            verified_by="P-01",
            place="D-1",
            method="shred",
        ),
        e.Moved(asset=TAPE, place="L-1", performed_by="P-01", flags=("R11-1",), violation="避難のため"),
        e.DocumentFiled(number="規定-1", type="management_rules", title="管理運営規定"),
        e.ContainerMade(asset="R7012-00083-X", ordinal=83, name="テープケース1", place="V-1", performed_by="P-01"),
    )


def _record(folder: Path, *facts: e.Fact) -> None:
    """Write facts of other chapters' verbs, as the journal writes them."""
    with Ledger.open(folder) as ledger:
        contract, at = ledger.contract(), moment_of().now
        with ledger.journal.writing():
            ids = [new_id(number) for number in range(len(facts))]
            ledger.journal.append(facts, contract=contract, at=at, by=actor("P-01", "typed"), ids=ids)
        ledger.catch_up(contract)


def test_a_long_replay_shows_how_far_it_is(
    sample_folder: Path, run: Callable[..., Answer], monkeypatch: pytest.MonkeyPatch
) -> None:
    """After an update that lays registers out anew, the first look at a contract replays it all."""
    with Ledger.open(sample_folder) as ledger:
        total = ledger.journal.head(ledger.contract()).seq + 1
        path = ledger.register_path(ledger.contract())
    path.unlink()
    seen: list[int | None] = []

    @contextmanager
    def watched(what: str, total: int | None) -> Iterator[Callable[[int], None]]:
        seen.append(total)
        yield seen.append

    monkeypatch.setattr("cli.say.progress", watched)

    assert 0 == run("report").code
    assert [total, total] == seen
