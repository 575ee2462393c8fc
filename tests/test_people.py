"""What does the keyboard say of people and places?"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from assets.ledger import Ledger
from tests.conftest import Answer

Run = Callable[..., Answer]
CONTRACT = "R7-国保-012"
TAPE, OTHER = "R7012-00001-Y", "R7012-00002-W"
OPENING = (
    *("--number", "C-1", "--title", "t", "--prefix", "C001", "--client", "c", "--contractor", "k"),
    *("--start", "2025-04-01", "--end", "2026-03-31"),
)


def _people(run: Run) -> dict[str, dict[str, object]]:
    return {row["person"]: row for row in json.loads(run("person", "list", "--json").out)}


def test_a_line_of_the_roster_is_typed_whole(run: Run, sample_folder: Path) -> None:
    """Employer, department, employment, areas, pledge, training and days: all of it stands in the register; what is given again replaces."""
    answer = run(
        *("person", "add", "P-10", "--name", "例示 十", "--org", "架空人材派遣株式会社", "--side", "受注者"),
        *("--department", "入力課", "--employment", "派遣", "--role", "取扱者", "--transfers", "--zone", "Ｈ－１"),
        *("--zone", "H-2", "--pledged-on", "2025-06-01", "--trained-on", "R7.6.2", "--training-until", "2026-06-01"),
        *("--start", "2025-06-03", "--end", "2026-03-31"),
    )
    assert 0 == answer.code, answer.err

    person = _people(run)["P-10"]
    assert ("contractor", "入力課", "派遣", "H-1、H-2", 1, "2025-06-02", "2026-06-01", "2026-03-31") == tuple(
        person[name]
        for name in ("side", "department", "employment", "zones", "transfers", "trained_on", "training_until", "end")
    )

    assert 0 == run("person", "add", "P-10", "--zone", "all", "--role", "立会者").code
    assert ("", "立会者", "入力課") == tuple(_people(run)["P-10"][name] for name in ("zones", "role", "department"))


def test_areas_bind_who_has_them(run: Run, sample_folder: Path) -> None:
    """P-02 is confined to the handling room: fetching from the vault is refused, told with the place and what to type."""
    assert 0 == run("person", "add", "P-02", "--zone", "H-1").code

    answer = run("move", TAPE, "--place", "H-1", "--by", "P-02")

    assert 3 == answer.code
    assert "R16-3" in answer.err
    assert "assets person add P-02 --zone PLACE" in answer.err
    assert (
        "P-02 見本 花子 が作業できるのは H-1 だけ"
        in run("--lang", "ja", "move", TAPE, "--place", "H-1", "--by", "P-02").err
    )


def test_a_change_of_who_answers_keeps_its_reason(run: Run, sample_folder: Path) -> None:
    """P-03 takes over from P-01: both stand on the contract's page with the day and the reason; the same again says nothing new."""
    words = ("person", "add", "P-03", "--responsible", "--reason", "人事異動", "--start", "2025-10-01")
    assert 0 == run(*words).code

    shown = json.loads(run("contract", "show", "--json").out)["responsible"]
    assert [("P-03", "2025-10-01", "人事異動"), ("P-01", "2025-04-01", "")] == [
        (row["person"], row["start"], row["reason"]) for row in shown if row["side"] == "contractor"
    ]
    assert "人事異動" in run("contract", "show").out
    assert "says so already" in run(*words).err


def test_a_contract_may_be_opened_before_both_are_named(run: Run, folder: Path) -> None:
    """Opening is allowed without responsible persons; nothing is taken in before both sides have named one (clause 15)."""
    opening = ("--prefix", "R71", "--title", "t", "--client", "架空市", "--contractor", "架空社")
    term = ("--start", "2025-04-01", "--end", "2026-03-31")
    assert 0 == run("init").code
    assert 0 == run("contract", "open", "--number", "R7-1", *opening, *term).code
    assert 0 == run("place", "add", "V-1", "--zone", "controlled", "--lock", "電子錠", "--entry", "IC").code

    answer = run(
        *(
            "receive",
            "--title",
            "x",
            "--medium",
            "hdd",
            "--class",
            "personal",
            "--items",
            "氏名",
            "--from-person",
            "C-1",
        ),
        *("--place", "V-1", "--method", "手渡し", "--by", "P-1"),
    )

    assert 3 == answer.code
    assert 2 == answer.err.count("R15-1")


def _leaving(run: Run) -> None:
    """P-04 had a tape from 2 to 5 May, and another one never left the vault."""
    for to, day in (("P-04", "2025-05-02"), ("P-02", "2025-05-05")):
        assert 0 == run("handover", TAPE, "--to", to, "--place", "H-1", "--on", day).code


def test_a_leaver_is_cleared_with_what_they_had(run: Run, sample_folder: Path) -> None:
    """Leaving prints what was in their hands, when it went back and who has it now; who checked is missed until named."""
    _leaving(run)

    answer = run("person", "leave", "P-04", "--on", "2025-09-30")

    assert 0 == answer.code
    [line] = [line for line in answer.out.splitlines() if TAPE in line]
    assert all(word in line for word in ("2025-05-02", "2025-05-05", "P-02 見本 花子", "H-1"))
    assert OTHER not in answer.out
    assert "R08-3" in answer.err
    assert "--checked-by" in answer.err

    answer = run(
        "person", "leave", "P-04", "--on", "2025-09-30", "--exit-pledged-on", "2025-09-30", "--checked-by", "P-01"
    )
    assert 0 == answer.code
    assert "R08-3" not in answer.err
    assert "--checked-by" not in answer.err
    assert ("2025-09-30", "P-01") == tuple(_people(run)["P-04"][name] for name in ("exit_pledged_on", "checked_by"))


@pytest.mark.parametrize(("language", "says"), [("en", "Given back"), ("ja", "返した日")])
def test_the_clearance_speaks_both_languages(run: Run, sample_folder: Path, language: str, says: str) -> None:
    """Its heading is in the language asked for."""
    _leaving(run)

    assert says in run("--lang", language, "person", "leave", "P-04", "--on", "2025-09-30").out


def test_the_clearance_is_there_for_scripts(run: Run, sample_folder: Path) -> None:
    """With --json the event comes with what was held; somebody who had nothing has an empty list."""
    _leaving(run)

    [left] = json.loads(run("person", "leave", "P-04", "--on", "2025-09-30", "--json").out)
    [other] = json.loads(run("person", "leave", "P-05", "--on", "2025-09-30", "--json").out)

    assert ("person.left", [(TAPE, "2025-05-02", "2025-05-05", "P-02")]) == (
        left["kind"],
        [(row["number"], row["held_from"], row["given_on"], row["holder"]) for row in left["held"]],
    )
    assert [] == other["held"]


def test_nobody_leaves_with_something_in_hand(run: Run, sample_folder: Path) -> None:
    """Refused, and the roster still says they are here."""
    assert 0 == run("handover", TAPE, "--to", "P-03", "--place", "H-1").code

    assert 3 == run("person", "leave", "P-03").code
    assert "" == _people(run)["P-03"]["end"]


def test_a_person_is_shown_whole(run: Run, sample_folder: Path) -> None:
    """Line of the roster, what they hold now, what they ever held, pledge and training as they stand today."""
    _leaving(run)
    assert 0 == run("handover", OTHER, "--to", "P-02", "--place", "H-1").code

    told = json.loads(run("person", "show", "P-02", "--json").out)
    assert [TAPE, OTHER] == sorted(row["number"] for row in told["holds"])
    assert {TAPE: None, OTHER: None} == {row["number"]: row["given_on"] for row in told["held"]}
    assert (True, True, []) == (told["person"]["pledged"], told["person"]["trained"], told["responsible"])

    answer = run("person", "show", "P-04")
    assert all(word in answer.out for word in ("架空人材派遣株式会社", "派遣", "Holds 0 now", TAPE, "2025-05-05"))
    answer = run("--lang", "ja", "person", "show", "P-06")
    assert all(
        word in answer.out
        for word in ("雛形 四季", "誓約日", "なし", "本人が所持していたと記録された資産はありません。")
    )
    assert "管理責任者" in run("--lang", "ja", "person", "show", "P-01").out


def test_a_stranger_is_not_shown(run: Run, sample_folder: Path) -> None:
    """The roster knows no such number: said so, with where to look."""
    for line in (("person", "show", "P-99"), ("person", "leave", "P-99")):
        answer = run(*line)

        assert 4 == answer.code
        assert "assets person list" in answer.err


def test_what_came_back_is_told_by_its_last_time(run: Run, sample_folder: Path) -> None:
    """P-02 had the tape twice: from the first day on, given back the last time, returned to the client in the end."""
    for to, by, day in (("P-02", "P-01", "2025-05-02"), ("P-03", "P-02", "2025-05-03"), ("P-02", "P-03", "2025-05-04")):
        assert 0 == run("handover", TAPE, "--to", to, "--place", "H-1", "--on", day, "--by", by).code
    assert 0 == run("return", TAPE, "--to", "C-01", "--method", "手渡し", "--on", "2025-06-01", "--by", "P-02").code

    [had] = json.loads(run("person", "show", "P-02", "--json").out)["held"]

    assert (2, "2025-05-02", "2025-06-01", "returned", "") == tuple(
        had[name] for name in ("times", "held_from", "given_on", "status", "holder")
    )


def test_a_place_without_lock_is_noted(run: Run, sample_folder: Path) -> None:
    """Registered all the same, with a note that says what is missing; a firm's site bears the firm's name."""
    answer = run("place", "add", "V-9", "--name", "仮置き", "--zone", "管理区域")
    assert 0 == answer.code
    assert "R22-1" in answer.err
    assert "施錠" in run("--lang", "ja", "place", "add", "V-8", "--zone", "handling").err

    assert 0 == run("place", "add", "S-9", "--zone", "subcontractor_site", "--org", "架空溶解処理株式会社").code
    places = {row["place"]: row["org"] for row in json.loads(run("place", "list", "--json").out)}
    assert ("架空溶解処理株式会社", "") == (places["S-9"], places["V-9"])


def test_transport_between_premises_is_agreed_first(run: Run, sample_folder: Path) -> None:
    """From the head office to the branch: refused until the protocol says so."""
    branch = ("--premises", "東支店2階", "--lock", "電子錠", "--entry", "IC")
    assert 0 == run("place", "add", "B-1", "--zone", "controlled", *branch).code
    send = ("send", TAPE, "--to", "P-02", "--place", "B-1", "--method", "専用便")
    answer = run(*send)
    assert 3 == answer.code
    assert "R11-3" in answer.err
    assert "本社ビル3階" in answer.err

    agreed = ("--number", "協議-9", "--agreed-on", "2026-04-01", "--method", "専用便", "--medium", "mag_tape")
    assert 0 == run("protocol", "set", *agreed, "--between-premises").code
    assert 0 == run(*send).code
    assert [0, 1] == [row["between_premises"] for row in json.loads(run("contract", "show", "--json").out)["protocols"]]


def test_a_new_protocol_keeps_what_it_does_not_speak_of(run: Run, sample_folder: Path) -> None:
    """As the refusal advises, typed as it stands: the methods and media agreed before still hold."""
    agreed = ("--number", "協議-9", "--agreed-on", "2026-04-01", "--between-premises")
    assert 0 == run("protocol", "set", *agreed).code

    before, now = json.loads(run("contract", "show", "--json").out)["protocols"]
    assert (before["methods"], before["media"]) == (now["methods"], now["media"])


def test_a_first_protocol_says_how_and_what(folder: Path, run: Run) -> None:
    """One without a method or a medium would allow nothing: it is not recorded, and the options are named."""
    assert 0 == run("init").code
    assert 0 == run("contract", "open", *OPENING).code

    answer = run("protocol", "set", "--number", "協議-1", "--agreed-on", "2025-04-01", "--method", "手渡し")

    assert 5 == answer.code
    assert "--medium CODE" in answer.err


def test_looking_records_nothing(run: Run, sample_folder: Path) -> None:
    """Showing people and tiers leaves the journal as it was."""
    with Ledger.open(sample_folder) as ledger:
        before = ledger.journal.head(CONTRACT)
    for line in (("person", "show", "P-01"), ("person", "list"), ("subcontract", "list"), ("place", "list")):
        assert 0 == run(*line).code

    with Ledger.open(sample_folder) as ledger:
        assert before == ledger.journal.head(CONTRACT)


def test_a_list_changes_nobodys_side(run: Run, sample_folder: Path, tmp_path: Path) -> None:
    """Neither by an option nor by a list does P-03 become the client's: refused with the next command, the roster as it was."""
    roster = tmp_path / "roster.csv"
    roster.write_text("番号,氏名,所属会社,側,従事開始日\nP-03,例示 一郎,架空市,発注者,2025/4/1\n", encoding="utf-8")

    for answer in (
        run("person", "add", "--from", str(roster)),
        run("--lang", "ja", "person", "add", "P-03", "--side", "client"),
    ):
        assert 3 == answer.code, answer.err
        assert "R16-5" in answer.err
        assert "assets person add NUMBER" in answer.err
    assert "発注者の側には変えられません" in answer.err
    assert "contractor" == _people(run)["P-03"]["side"]


def test_a_last_day_is_no_way_round_the_clearance(run: Run, sample_folder: Path, tmp_path: Path) -> None:
    """P-03 holds a tape: a last day is refused by an option and by a list, with the verb that clears them."""
    roster = tmp_path / "roster.csv"
    line = "P-03,例示 一郎,架空ビジネスサービス株式会社,受注者,2025/4/1,2025/12/31"
    roster.write_text(f"番号,氏名,所属会社,側,従事開始日,従事終了日\n{line}\n", encoding="utf-8")

    assert 0 == run("handover", TAPE, "--to", "P-03", "--place", "H-1", "--by", "P-01").code

    for words in (("P-03", "--end", "2025-12-31"), ("--from", str(roster))):
        answer = run("person", "add", *words)
        assert 3 == answer.code, answer.err
        assert "R08-1" in answer.err
        assert "assets person leave P-03" in answer.err
    assert not _people(run)["P-03"]["end"]


def test_who_left_and_came_back_has_two_times(run: Run, sample_folder: Path) -> None:
    """P-04 leaves in September and comes back in November: both times are shown with their clearance, in both languages, and a rebuilt register has them too."""
    leave = ("--on", "2025-09-30", "--exit-pledged-on", "2025-09-29", "--checked-by", "P-01")
    assert 0 == run("person", "leave", "ｐ－０４".upper(), *leave).code
    assert 0 == run("person", "add", "P-04", "--start", "2025-11-01").code
    assert 0 == run("rebuild").code

    stints = json.loads(run("person", "show", "P-04", "--json").out)["stints"]
    assert [("2025-04-01", "2025-09-30", "2025-09-29", "P-01"), ("2025-11-01", "", None, None)] == [
        tuple(stint.values()) for stint in stints
    ]
    assert "Times on the work" in run("person", "show", "P-04").out
    assert "従事期間" in run("--lang", "ja", "person", "show", "P-04").out
    assert "Times on the work" not in run("person", "show", "P-05").out


def test_a_leavers_deed_is_entered_late(run: Run, sample_folder: Path) -> None:
    """P-04 left in September; what they did before is recorded by P-01, who names them; P-04 records nothing any more."""
    late = ("move", TAPE, "--place", "H-1", "--on", "2025-09-29")
    assert 0 == run("person", "leave", "P-04", "--on", "2025-09-30").code

    answer = run(*late, "--by", "P-04")
    assert 3 == answer.code
    assert "R08-2" in answer.err

    assert 0 == run(*late, "--performer", "P-04").code
    assert "by P-04" in run("history", TAPE).out


def test_who_answers_is_replaced_before_leaving(run: Run, sample_folder: Path) -> None:
    """P-01 alone answers for the contractor: refused with what to type; once P-05 is named, whose first day stays, P-01 leaves."""
    leave = ("person", "leave", "P-01", "--on", "2026-01-31")
    answer = run(*leave)
    assert 3 == answer.code
    assert "R15-3" in answer.err
    assert "assets person add NUMBER --responsible --start 2026-02-01" in answer.err

    assert 0 == run("person", "add", "P-05", "--responsible", "--start", "2026-02-01").code
    assert 0 == run(*leave).code
    assert "2025-04-01" == _people(run)["P-05"]["start"]
