"""Do lines from a pipe or a file do what the counter's screen does?"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest

from assets import ids
from assets.ledger import Ledger
from tests.conftest import Answer
from tests.terminal import Terminal

Run = Callable[..., Answer]
CONTRACT = "R7-国保-012"
NUMBERS = [ids.make("R7012", serial) for serial in range(1, 31)]
TAPE, TAPE_2, TAPE_3 = NUMBERS[:3]
DRIVE = NUMBERS[12]


def told(folder: Path) -> list[tuple[str, dict[str, Any]]]:
    """(kind, data) of every line after the sample's own."""
    with Ledger.open(folder) as ledger:
        rows = ledger.journal.lines(CONTRACT, after=103)
    return [(row.event.kind, msgspec.to_builtins(row.event.fact)) for row in rows]


def moved(folder: Path) -> list[str]:
    """Numbers of what was moved, in order."""
    return [data["asset"] for kind, data in told(folder) if kind == "moved"]


A_MORNING = (
    "move", "P-01", "H-1", TAPE, TAPE_2, "V-1", TAPE_2, TAPE_2, TAPE[:-1] + "X",
    "授受", "P-02", TAPE_3, "P-03", NUMBERS[3], f"{NUMBERS[4]}{NUMBERS[5]}", NUMBERS[4],
    "返却", "C-01", "1", DRIVE, DRIVE,
    "erase", "4", "-", NUMBERS[13], "yes", "はい", "maybe", "yes", "yes", "yes", "Blancco 7.1", NUMBERS[14],
    "look", "KKS101L8", "nonsense", "end", NUMBERS[20],
)  # fmt: skip


def test_the_screen_and_the_lines_write_the_same_ledger(
    sample_folder: Path, run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """One morning of modes, badges, places, doubles, mistakes and questions: line by line the same facts, on a screen and from a pipe."""
    other = tmp_path / "other"
    shutil.copytree(sample_folder, other)
    monkeypatch.setenv("ASSETS_BY", "")

    run("scan", stdin="\n".join(A_MORNING))
    with Terminal(["--ledger", other, "scan"]) as screen:
        screen.type(*A_MORNING)
        assert 0 == screen.end()

    assert told(sample_folder) == told(other)
    kinds = [kind for kind, _data in told(other)]
    assert {"moved": 3, "handed_over": 4, "returned": 1, "erased": 2} == {
        kind: kinds.count(kind) for kind in ("moved", "handed_over", "returned", "erased")
    }
    assert NUMBERS[20] not in [data.get("asset") for _kind, data in told(other)]


def test_the_memory_of_a_scanner(run: Run, sample_folder: Path, tmp_path: Path) -> None:
    """Its times become those of the deeds, its counts count once and are told, whichever verb reads the file."""
    run("move", TAPE, "--place", "H-1", "--on", "2025-06-01T09:00")
    scans = tmp_path / "scans.csv"
    scans.write_text(f"2025-06-02 10:31:05,{TAPE_2}\n{TAPE_3};2;2025-06-02 10:32:07\n{NUMBERS[3]}\n", encoding="cp932")

    answer = run("move", "--file", scans, "--place", "H-1")

    assert 0 == answer.code, answer
    assert f"{TAPE_3} was read 2 times; it counts once." in answer.err
    occurred = [data.get("occurred", "") for _kind, data in told(sample_folder)][1:]
    assert ["2025-06-02T01:31:05.000Z", "2025-06-02T01:32:07.000Z", ""] == occurred


def test_a_time_typed_with_the_command_wins(run: Run, sample_folder: Path) -> None:
    """--on says it for all: the scanner's clock may be wrong."""
    run("move", f"2025-06-02 10:31:05,{TAPE}", "--place", "H-1", "--on", "2025-06-03")

    assert ["2025-06-03"] == [data["occurred"] for _kind, data in told(sample_folder)]


@pytest.mark.parametrize(
    "typed",
    [
        "Rèà&é)àààà&)Y", "R7012ß00001ßZ", "すやわぬふほわわわわぬほん", f"]Q1{TAPE}", f"\x01{TAPE}\x04", f"{TAPE}{TAPE}", f"00{TAPE}",
        TAPE.lower(), f"{TAPE}\t",
    ],
)  # fmt: skip
@pytest.mark.parametrize("verb", ["move", "handover", "lost", "return"])
def test_every_verb_reads_what_scanners_type(run: Run, sample_folder: Path, verb: str, typed: str) -> None:
    """The same folding stands behind every deed."""
    words = {
        "move": ("--place", "H-1"),
        "handover": ("--to", "P-02"),
        "lost": ("--reason", "棚卸"),
        "return": ("--to", "C-01", "--method", "手渡し"),
    }
    answer = run(verb, *words[verb], stdin=typed)

    assert 0 == answer.code, answer
    assert [TAPE] == list(dict.fromkeys(data["asset"] for _kind, data in told(sample_folder) if "asset" in data))


def test_two_codes_in_one_line_are_two_scans(run: Run, sample_folder: Path) -> None:
    """Merged, or pasted with spaces and commas; a torn one spoils its line."""
    answer = run(
        "move", "--place", "H-1", stdin=f"{TAPE}{TAPE_2}\n{TAPE_3} {NUMBERS[3]}, {NUMBERS[4]}\n{NUMBERS[5]}R7012-0\n"
    )

    assert 3 == answer.code
    assert NUMBERS[:5] == moved(sample_folder)


def test_the_signs_of_a_scanner_are_set(run: Run, sample_folder: Path) -> None:
    """[scanner] prefix and suffix of the settings fall off every scan, serials too; settings that make no sense are told."""
    settings = sample_folder / "settings.toml"
    settings.write_text('[scanner]\nprefix = "~"\nsuffix = "##"\n', encoding="utf-8")

    assert 0 == run("move", "--place", "H-1", stdin=f"~{TAPE}##\n~KKS102L8##\n").code
    assert [TAPE, TAPE_2] == moved(sample_folder)

    settings.write_text("[scanner]\nprefix = 5\n", encoding="utf-8")
    assert 6 == run("move", TAPE, "--place", "V-1").code


def test_a_badge_is_no_receiver_when_nobody_has_it(run: Run, sample_folder: Path) -> None:
    """A badge of a number that is not on the roster, a label where a badge is asked for: refused, and the question stands."""
    unknown = ids.badge_text("person", "P-99")
    answer = run("scan", "--mode", "handover", stdin=f"{unknown}\n{TAPE}\nP-02\n{TAPE}\n")

    assert 5 == answer.code
    assert f"{unknown} is nobody on the roster." in answer.err
    assert [("handed_over", TAPE)] == [(kind, data["asset"]) for kind, data in told(sample_folder)]


def test_who_is_there_must_be_said(run: Run, sample_folder: Path) -> None:
    """Nobody is assumed to be at the counter: no deed before a badge."""
    answer = run("scan", "--mode", "move", stdin=f"H-1\n{TAPE}\n", env={"ASSETS_BY": ""})

    assert "Who are you?" in answer.out
    assert [] == told(sample_folder)


def test_the_same_label_again_counts_once(run: Run, sample_folder: Path) -> None:
    """Also when it was done before this session, by somebody else: the ledger knows where it is and who has it."""
    assert 0 == run("move", TAPE, "--place", "H-1").code
    assert 0 == run("handover", TAPE_2, "--to", "P-02").code
    before = told(sample_folder)

    moving = run("scan", "--mode", "move", stdin=f"H-1\n{TAPE}\n{TAPE}\n", env={"ASSETS_BY": "P-03"})
    handing = run("scan", "--mode", "handover", stdin=f"P-02\n{TAPE_2}\n", env={"ASSETS_BY": "P-03"})

    assert before == told(sample_folder)
    assert 2 == moving.err.count("already moved")
    assert "already handed over" in handing.err


def test_back_and_forth_is_no_double(run: Run, sample_folder: Path) -> None:
    """What changed hands in between is done again, not taken for a second scan."""
    lines = ("P-02", TAPE, "P-02", "handover", "P-01", TAPE, "P-01", "handover", "P-02", TAPE, TAPE)
    answer = run("scan", "--mode", "handover", stdin="\n".join(lines))

    assert 0 == answer.code, answer
    assert ["P-02", "P-01", "P-02"] == [
        data["received_by"] for kind, data in told(sample_folder) if kind == "handed_over"
    ]
    assert 1 == answer.err.count("already")


def test_a_scan_of_another_contract_is_refused(run: Run, sample_folder: Path) -> None:
    """R18-1: people and places of one contract are named in no deed of another; with two contracts it is asked which."""
    opening = ("--title", "t", "--client", "c", "--contractor", "k", "--start", "2025-04-01", "--end", "2026-03-31")
    assert 0 == run("contract", "open", "--number", "R7-2", "--prefix", "R72", *opening).code
    theirs = ids.make("R72", 1)

    answer = run("scan", "--mode", "move", stdin=f"R7012\nH-1\n{theirs}\n{TAPE}\n")

    assert "R18-1" in answer.err
    assert [("refused", ""), ("moved", TAPE)] == [(kind, data["asset"]) for kind, data in told(sample_folder)]


@pytest.mark.parametrize("mode", ["handover", "授受", "ＨＡＮＤＯＶＥＲ"])
def test_a_mode_is_typed_in_both_languages(run: Run, sample_folder: Path, mode: str) -> None:
    """In half and full width."""
    assert 0 == run("scan", stdin=f"{mode}\nP-02\n{TAPE}\n").code
    assert ["handed_over"] == [kind for kind, _data in told(sample_folder)]


def test_a_disposal_session_at_the_counter(run: Run, sample_folder: Path) -> None:
    """The only open session is taken; each label is followed by the device's serial, and another device stops it."""
    drives, serials = NUMBERS[12:16], ("Z98520289609", "Z93735336723", "Z91996105087")
    day = ("--on", "2025-06-02")
    for line in (
        ("disposal", "request", *drives, "--number", "申-001", "--method", "shred", "--place", "D-1", *day),
        (
            "approve",
            "dispose",
            "--request",
            "申-001",
            "--number",
            "承認-廃-9",
            "--approved-on",
            "2025-06-02",
            "--approver",
            "C-01",
        ),
        (
            "disposal",
            "start",
            "--approval",
            "承認-廃-9",
            "--witness",
            "P-05",
            "--verifier",
            "P-03",
            *day,
            "--by",
            "P-02",
        ),
    ):
        assert 0 == (opened := run(*line)).code, opened
    scans = (
        "dispose",
        drives[0],
        drives[1],
        serials[0],
        "yes",
        drives[1],
        f"{serials[1]}",
        drives[2],
        serials[0],
        drives[3],
    )

    answer = run("scan", *day, stdin="\n".join(scans), env={"ASSETS_BY": "P-02"})

    assert f"{drives[1]} is a label; the serial on the device is still to be scanned." in answer.err
    assert "R23-3" in answer.err
    assert "Stopped: find out what this device is" in answer.err
    done = [
        (data["asset"], data["serial_seen"], data["witness"])
        for kind, data in told(sample_folder)
        if kind == "disposed"
    ]
    assert [(drives[0], serials[0], "P-05"), (drives[1], serials[1], "P-05")] == done


def test_a_disposal_without_a_session_asks_for_the_witness(run: Run, sample_folder: Path) -> None:
    """No session is open: who watches is asked for once; a scan may be left, and then nothing is recorded."""
    approval = (
        "--number",
        "承認-廃-9",
        "--approved-on",
        "2025-06-02",
        "--approver",
        "C-01",
        "--method",
        "shred",
        "--place",
        "D-1",
    )
    assert 0 == run("approve", "dispose", *NUMBERS[12:14], *approval).code

    answer = run(
        "scan", "--mode", "dispose", stdin=f"P-05\n{NUMBERS[12]}\nundo\n{NUMBERS[13]}\nyes\n", env={"ASSETS_BY": "P-02"}
    )

    assert f"{NUMBERS[12]} is left: nothing was recorded." in answer.err
    assert [(NUMBERS[13], "P-05")] == [
        (data["asset"], data["witness"]) for kind, data in told(sample_folder) if kind == "disposed"
    ]


def test_a_stock_take_at_the_counter(run: Run, sample_folder: Path) -> None:
    """The only open one is taken; places are scanned between; what has no number stays as seen."""
    assert 0 == run("stocktake", "start", "--second", "P-05", "--place", "V-1", "--place", "H-1").code
    place = ids.badge_text("place", "H-1")

    answer = run("scan", "--mode", "stocktake", stdin=f"V-1\n{TAPE}\n{TAPE}\n{place}\n{TAPE_2}\nX-999\nundo\n")

    counted = [
        (data["asset"], data["result"], data["place"]) for kind, data in told(sample_folder) if kind == "counted"
    ]
    assert [(TAPE, "found", "V-1"), (TAPE_2, "found_elsewhere", "H-1"), ("", "unregistered", "H-1")] == counted
    assert f"{TAPE} is counted already." in answer.err
    assert "A count of what has no number here is not taken back" in answer.err


def test_a_count_is_taken_back(run: Run, sample_folder: Path) -> None:
    """A tape counted at the wrong place, taken back and counted at the right one: found, and no gap; a closed stock-take stands."""
    assert 0 == run("stocktake", "start", "--second", "P-02").code
    place = json.loads(run("place", "list", "--json").out)[0]["place"]
    assert "V-1" != place

    answer = run("scan", "--mode", "stocktake", stdin=f"{place}\n{TAPE}\nundo\nV-1\n{TAPE}\n")

    assert f"taken back: {TAPE}" in answer.out
    shown = json.loads(run("stocktake", "show", "--json").out)
    assert {"found": 1} == shown["results"]
    assert 0 == run("stocktake", "close").code
    line = next(
        row["seq"]
        for row in json.loads(run("history", TAPE, "--json").out)
        if row["kind"] == "counted" and not row["void"]
    )
    assert "its sum stands" in run("correct", TAPE, "--void", "--line", line, "--reason", "mis-scan").err


def test_the_last_scan_is_taken_back(run: Run, sample_folder: Path) -> None:
    """By a line of its own, once, and only what this session did; then it may be done again."""
    assert 0 == run("move", TAPE_3, "--place", "H-1").code

    answer = run("scan", "--mode", "move", stdin=f"undo\nH-1\n{TAPE}\n{TAPE_2}\n取消\nundo\n{TAPE_2}\n")

    assert 2 == answer.err.count("No scan of this session is left to take back.")
    assert f"taken back: {TAPE_2}" in answer.out
    lines = [(kind, data["asset"], data.get("reason", "")) for kind, data in told(sample_folder)]
    assert [
        ("moved", TAPE_3, ""), ("moved", TAPE, ""), ("moved", TAPE_2, ""), ("corrected", TAPE_2, "mis-scan"), ("moved", TAPE_2, ""),
    ] == lines  # fmt: skip


def test_an_end_is_taken_back_by_the_responsible_person_alone(run: Run, sample_folder: Path) -> None:
    """A return that was scanned by mistake: R00-13 refuses others."""
    lines = f"C-01\n手渡し\n{TAPE}\nundo\n"

    assert "R00-13" in run("scan", "--mode", "return", stdin=lines, env={"ASSETS_BY": "P-02"}).err
    assert "taken back" in run("scan", "--mode", "return", stdin=lines.replace(TAPE, TAPE_2)).out


def test_a_case_is_scanned_for_all_in_it(run: Run, sample_folder: Path) -> None:
    """A container's label stands for its contents, counted one by one; what was done to all is taken back for all."""
    case = _case(run, TAPE, TAPE_2)

    answer = run("scan", "--mode", "move", stdin=f"H-1\n{case}\n{case}\nundo\n")

    assert {TAPE, TAPE_2, case} == set(moved(sample_folder))
    assert f"already moved: {case} counts once." in answer.err
    assert [f"taken back: {one}" in answer.out for one in (TAPE, TAPE_2)] == [True, True]
    assert {"V-1"} == {json.loads(run("show", one, "--json").out)["asset"]["place"] for one in (TAPE, TAPE_2)}
    assert "V-1" == json.loads(run("container", "list", "--json").out)[0]["place"]
    assert 0 == run("move", case, "--place", "H-1").code


def test_a_case_that_somebody_packed_into_since_is_not_taken_back(run: Run, sample_folder: Path) -> None:
    """All or nothing: what came into the case after it was carried would be left behind."""
    case = _case(run, TAPE)
    assert 0 == run("move", case, TAPE_2, "--place", "H-1").code
    assert 0 == run("pack", TAPE_2, "--into", case).code

    refused = run("correct", case, "--void", "--reason", "mis-scan")

    assert f"{TAPE_2} was packed into {case} since." in refused.err
    assert 0 == run("unpack", TAPE_2).code
    assert 0 == run("correct", case, "--void", "--reason", "mis-scan").code
    assert ["V-1", "H-1"] == [json.loads(run("show", one, "--json").out)["asset"]["place"] for one in (TAPE, TAPE_2)]


def _case(run: Run, *tapes: str) -> str:
    made = run("container", "make", "--name", "テープケース1", "--place", "V-1", "--json")
    case = str(json.loads(made.out)[0]["data"]["asset"])
    assert 0 == run("pack", *tapes, "--into", case).code
    return case


def test_answers_for_scripts(run: Run, sample_folder: Path) -> None:
    """--json: what was recorded, what was not and why, what was looked up; nothing else on the screen."""
    answer = run("scan", "--mode", "move", "--json", stdin=f"H-1\n{TAPE}\n{TAPE}\nR7012-00001-X\nlook\n{TAPE_2}\n")
    found = json.loads(answer.out)

    assert [TAPE] == [event["data"]["asset"] for event in found["done"]]
    assert ["R00-5"] == [reason["rule"] for one in found["failed"] for reason in one["reasons"]]
    assert [TAPE] == [one["scanned"] for one in found["noted"]]
    assert [TAPE_2] == [asset["number"] for asset in found["looked"]]
    assert "" == answer.err


def test_a_my_number_is_neither_kept_nor_repeated(run: Run, sample_folder: Path) -> None:
    """In a mode, as an answer, as a look-up."""
    number = "123456789018"
    for lines in (("handover", number, "P-02", number), (number,), ("return", "C-01", number, TAPE)):
        answer = run("scan", stdin="\n".join(lines))
        kept = (sample_folder / "journal.db").read_bytes().decode("utf-8", "replace")

        assert not any(number in text for text in (answer.out, answer.err, kept))


def test_what_one_person_stated_another_has_not(run: Run, sample_folder: Path) -> None:
    """The conditions of a method are answered for once, by whoever is there: after another badge they are asked again."""
    yes = ["yes"] * 5
    lines = (
        "4",
        "-",
        NUMBERS[13],
        *yes,
        "Blancco 7.1",
        NUMBERS[14],
        "P-03",
        NUMBERS[15],
        *yes,
        "Blancco 7.2",
    )

    answer = run("scan", "--mode", "erase", stdin="\n".join(lines), env={"ASSETS_BY": "P-02"})

    assert 2 == answer.out.count("The keys have a strength of at least 128 bits.")
    erased = [
        (data["asset"], data["asserted_by"], len(data["asserted"]))
        for kind, data in told(sample_folder)
        if kind == "erased"
    ]
    assert [(NUMBERS[13], "P-02", 5), (NUMBERS[14], "P-02", 5), (NUMBERS[15], "P-03", 5)] == erased


def test_an_erasure_scanned_twice_is_one(run: Run, sample_folder: Path) -> None:
    """Where the state does not tell, the session's own line does; after something else happened it may be done again."""
    erasing = ("4", "-", NUMBERS[13], *["yes"] * 5, "Blancco 7.1", NUMBERS[13], "move", "H-1", NUMBERS[13])
    again = ("erase", "4", "-", NUMBERS[13], *["yes"] * 5, "Blancco 7.1")

    answer = run("scan", "--mode", "erase", stdin="\n".join((*erasing, *again)))

    assert 1 == answer.err.count(f"already erased: {NUMBERS[13]} counts once.")
    assert ["erased", "moved", "erased"] == [kind for kind, _data in told(sample_folder)]


def test_taking_back_reaches_no_further_than_the_last_scan(run: Run, sample_folder: Path) -> None:
    """A label that nobody knows was counted since: the move before it stays."""
    assert 0 == run("stocktake", "start", "--second", "P-05", "--place", "V-1", "--place", "H-1").code

    answer = run("scan", "--mode", "move", stdin=f"H-1\n{TAPE}\nstocktake\nH-1\nX-999\nundo\n")

    assert "A count of what has no number here is not taken back" in answer.err
    assert "corrected" not in [kind for kind, _data in told(sample_folder)]


@pytest.mark.parametrize("typed", ["Rèà&é)àààà&)Y", f"]Q1{TAPE}", f"{TAPE}{TAPE}"])
def test_a_single_asset_is_named_as_scanners_type(run: Run, sample_folder: Path, typed: str) -> None:
    """Show, history and find by label."""
    assert TAPE in run("show", typed).out
    assert 0 == run("history", typed).code
    assert 4 == run("show", f"{TAPE}{TAPE_2}").code
