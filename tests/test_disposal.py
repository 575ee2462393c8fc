"""Is a disposal asked for, approved and carried out as it is typed?"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from assets.ledger import Ledger
from tests.conftest import Answer, Keyboard

Run = Callable[..., Answer]
LANGUAGES = pytest.mark.parametrize("language", ["en", "ja"])
CONTRACT, FORM, TAPE = "R7-国保-012", "R7012-00032-K", "R7012-00001-Y"
DRIVES = ("R7012-00013-Q", "R7012-00014-O", "R7012-00015-M")
SERIALS = ("Z98520289609", "Z93735336723", "Z91996105087")
DAY = ("--on", "2025-06-02")
APPROVED = ("--number", "承認-廃-9", "--approved-on", "2025-06-02", "--approver", "C-01")
REQUEST = ("disposal", "request", *DRIVES, "--number", "申-001", "--method", "shred", "--place", "D-1", *DAY)
SCAN = ("dispose", "--session", "作-001", *DAY, "--by", "P-02")


def _statuses(folder: Path) -> list[str]:
    with Ledger.open(folder) as ledger:
        return [ledger.asset(CONTRACT, number).status for number in DRIVES]  # type: ignore[union-attr]


def _kinds(folder: Path) -> list[str]:
    with Ledger.open(folder) as ledger:
        return [row.event.kind for row in ledger.journal.lines(CONTRACT)]


@pytest.fixture
def session(run: Run, sample_folder: Path) -> Path:
    """Three drives asked for, two of them approved, and the session begun; the ledger's folder."""
    for line in (
        REQUEST,
        ("approve", "dispose", "--request", "申-001", "--except", DRIVES[2], *APPROVED),
        (
            "disposal",
            "start",
            "--approval",
            "承認-廃-9",
            "--witness",
            "P-05",
            "--verifier",
            "P-03",
            "--equipment",
            "破砕機 HC-2",
            *DAY,
            "--by",
            "P-02",
        ),
    ):
        assert 0 == (answer := run(*line)).code, (line, answer)
    return sample_folder


@LANGUAGES
def test_an_application_is_all_or_nothing(language: str, run: Run, sample_folder: Path) -> None:
    """A form cannot be degaussed, nor a drive pulped: every line says why, and nothing is asked of the client."""
    before = _kinds(sample_folder)
    answer = run(
        *("disposal", "request", DRIVES[0], FORM, TAPE, "--number", "申-001", "--method", "pulp", "--place", "D-1"),
        env={"ASSETS_LANG": language},
    )

    assert 3 == answer.code
    told = [line for line in answer.err.splitlines() if "R41-3" in line]
    assert [DRIVES[0], TAPE] == [next(number for number in (*DRIVES, FORM, TAPE) if number in line) for line in told]
    assert [*before, "refused"] == _kinds(sample_folder)
    assert 5 == run(*REQUEST[:2], "--number", "申-001", "--method", "shred", "--place", "D-1").code


def test_an_approval_takes_over_what_was_asked_for(run: Run, sample_folder: Path) -> None:
    """Method, place and assets are those of the application, but for the one that the client left out."""
    assert 0 == run(*REQUEST, "--planned-on", "2025-06-10", "--reason", "業務完了").code

    answer = run("approve", "dispose", "--request", "申-001", "--except", DRIVES[2], *APPROVED, "--json")

    approval, *covered = json.loads(answer.out)
    assert ("shred", "D-1", "申-001") == tuple(approval["data"][name] for name in ("method", "place", "request"))
    assert list(DRIVES[:2]) == [row["data"]["asset"] for row in covered]


@LANGUAGES
def test_what_was_not_asked_for_is_not_approved(language: str, run: Run, sample_folder: Path) -> None:
    """An application nobody wrote down, and an exception that is not on it."""
    spoken = {"ASSETS_LANG": language}
    unknown = run("approve", "dispose", "--request", "申-999", *APPROVED, env=spoken)
    run(*REQUEST)
    stray = run("approve", "dispose", "--request", "申-001", "--except", TAPE, *APPROVED, env=spoken)

    assert (4, True) == (unknown.code, "申-999" in unknown.err)
    assert (5, True) == (stray.code, TAPE in stray.err)


def test_a_session_takes_labels_with_their_serials(run: Run, session: Path, tmp_path: Path) -> None:
    """A file with a serial beside each label, by comma, tab or space: done as approved; what was not approved stays, and the rest goes on."""
    scans = tmp_path / "scans.txt"
    scans.write_text(
        f"{DRIVES[2]}\t{SERIALS[2]}\n{DRIVES[0]},{SERIALS[0].lower()}\n{DRIVES[1]} {SERIALS[1]}\n", encoding="utf-8"
    )

    answer = run(*SCAN, "--file", scans, "--json")

    told = json.loads(answer.out)
    assert (3, ["R41-2"]) == (answer.code, [reason["rule"] for reason in told["failed"][0]["reasons"]])
    assert [(number, "作-001", "承認-廃-9", "P-05", "P-03", "P-02") for number in DRIVES[:2]] == [
        tuple(row["data"][name] for name in ("asset", "session", "approval", "witness", "verified_by", "performed_by"))
        for row in told["done"]
    ]
    assert ["awaiting_validation", "awaiting_validation", "in_custody"] == _statuses(session)


def _done(answer: Answer) -> list[tuple[str, str]]:
    return [(row["data"]["asset"], row["data"]["serial_seen"]) for row in json.loads(answer.out)["done"]]


def _failed(answer: Answer) -> list[tuple[str, str]]:
    told = json.loads(answer.out)["failed"]
    return [(one["scanned"], one["reasons"][0]["rule"] if "reasons" in one else "") for one in told]


LINES = {
    "label, then serial": (DRIVES[0], SERIALS[0], DRIVES[1], SERIALS[1]),
    "with empty lines": (DRIVES[0], "", SERIALS[0], " ", DRIVES[1], SERIALS[1], ""),
    "mixed": (f"{DRIVES[0]}\t{SERIALS[0]}", DRIVES[1], SERIALS[1]),
    "folded": (DRIVES[0].lower(), SERIALS[0].lower(), DRIVES[1].replace("-", ""), SERIALS[1]),
    "with times": (
        f"2025-06-02 10:31:05,{DRIVES[0]}",
        f"2025-06-02 10:31:09,{SERIALS[0]}",
        f"{DRIVES[1]};2025-06-02;10:32:00",
        f"{SERIALS[1]};2025-06-02;10:32:03",
    ),
    "pairs with times": (
        f"2025-06-02 10:31:05,{DRIVES[0]},{SERIALS[0]}",
        f"{DRIVES[1]},{SERIALS[1]},2025-06-02 10:32:00",
    ),
}


@pytest.mark.parametrize("lines", LINES.values(), ids=LINES)
@pytest.mark.parametrize("by", ["file", "pipe", "arguments"])
def test_a_scanner_writes_label_and_serial_in_turn(
    lines: tuple[str, ...], by: str, run: Run, session: Path, tmp_path: Path
) -> None:
    """The serial on the line after its label is read like one beside it, wherever the lines come from and whatever stands around them."""
    scans = tmp_path / "scans.txt"
    scans.write_text("\n".join(lines), encoding="utf-8")
    sources: dict[str, tuple[tuple[object, ...], str]] = {
        "file": (("--file", scans), ""),
        "pipe": ((), "\n".join(lines)),
        "arguments": (tuple(line for line in lines if line.strip()), ""),
    }
    words, stdin = sources[by]

    answer = run(*SCAN, "--json", *words, stdin=stdin)

    assert 0 == answer.code, answer
    read = [(number, serial.upper()) for number, serial in _done(answer)]
    assert list(zip(DRIVES[:2], SERIALS[:2], strict=True)) == read


@pytest.mark.parametrize(
    ("lines", "refused"),
    [
        ((DRIVES[0], DRIVES[1], SERIALS[1]), (DRIVES[0], "R23-25")),
        ((DRIVES[0], SERIALS[2], DRIVES[1], SERIALS[1]), (DRIVES[0], "R23-3")),
        ((f"{DRIVES[0]},{SERIALS[2]}", f"{DRIVES[1]},{SERIALS[1]}"), (DRIVES[0], "R23-3")),
        ((DRIVES[2], SERIALS[2], DRIVES[1], SERIALS[1]), (DRIVES[2], "R41-2")),
        ((SERIALS[0], DRIVES[1], SERIALS[1]), (SERIALS[0], "")),
        ((DRIVES[0][:-1] + "X", SERIALS[0], DRIVES[1], SERIALS[1]), (DRIVES[0][:-1] + "X", "R00-5")),
        ((DRIVES[1], SERIALS[1], DRIVES[0]), (DRIVES[0], "R23-25")),
    ],
    ids=[
        "no serial",
        "another's",
        "another's beside it",
        "not approved",
        "no label",
        "misread",
        "no serial at the end",
    ],
)
@pytest.mark.parametrize("by", ["file", "pipe"])
def test_a_pair_that_is_wrong_refuses_itself_alone(
    lines: tuple[str, ...], refused: tuple[str, str], by: str, run: Run, session: Path, tmp_path: Path
) -> None:
    """A label without its serial, or another device's: that pair is refused, with its reason, and a file goes on with the next."""
    scans = tmp_path / "scans.txt"
    scans.write_text("\n".join(lines), encoding="utf-8")
    words: tuple[object, ...] = ("--file", scans) if by == "file" else ()

    answer = run(*SCAN, "--json", *words, stdin="\n".join(lines))

    stops = by == "pipe" and refused[1] == "R23-3"  # whoever scans now would destroy the wrong device next
    assert [refused] == _failed(answer)
    assert ([] if stops else [(DRIVES[1], SERIALS[1])]) == _done(answer)


def test_a_label_read_twice_takes_its_serial_twice(run: Run, session: Path, tmp_path: Path) -> None:
    """The same pair again is noted, not refused, and its serial is taken for no label."""
    scans = tmp_path / "scans.txt"
    scans.write_text("\n".join([DRIVES[0], SERIALS[0], DRIVES[0], SERIALS[0], DRIVES[1], SERIALS[1]]), encoding="utf-8")

    answer = run(*SCAN, "--file", scans)

    assert (0, True) == (answer.code, "was scanned already" in answer.err), answer
    assert ["awaiting_validation", "awaiting_validation", "in_custody"] == _statuses(session)


@LANGUAGES
def test_two_sessions_on_one_approval(language: str, run: Run, session: Path) -> None:
    """One drive in each: the first leaves the other to a later session and says so; the list counts for each what it did."""
    spoken = {"ASSETS_LANG": language}
    close = ("disposal", "close", "作-001", "--by", "P-02")
    assert 0 == run(*SCAN, f"{DRIVES[0]},{SERIALS[0]}").code

    early = run(*close, "--later", "--on", "2025-06-01", env=spoken)
    assert (3, True) == (early.code, "R41-14" in early.err)
    answer = run(*close, "--later", *DAY, env=spoken)
    assert (0, True) == (
        answer.code,
        {"en": "1 left to a later session", "ja": "次回の作業へ 1"}[language] in answer.out,
    )
    people = ("--witness", "P-05", "--verifier", "P-03", "--equipment", "HC-2")
    start = ("disposal", "start", "--approval", "承認-廃-9", *people, "--by", "P-02")
    assert 0 == run(*start, "--on", "2025-06-03").code
    assert 3 == run(*SCAN[:2], "作-002", *DAY, "--by", "P-02", f"{DRIVES[1]},{SERIALS[1]}").code  # before it began
    assert 0 == run(*SCAN[:2], "作-002", "--on", "2025-06-03", "--by", "P-02", f"{DRIVES[1]},{SERIALS[1]}").code
    under_way = json.loads(run("disposal", "show", "作-002", "--json").out)
    assert (2, 1, 1, 0) == tuple(under_way[name] for name in ("approved", "done", "elsewhere", "remaining"))
    assert 0 == run("disposal", "close", "作-002", "--on", "2025-06-03", "--by", "P-02").code

    names = ("session", "asked", "approved", "done", "elsewhere", "remaining", "later")
    told = json.loads(run("disposal", "list", "--json").out)["sessions"]
    assert [("作-001", 3, 2, 1, 0, 1, 1), ("作-002", 3, 2, 1, 1, 0, 0)] == [
        tuple(row[name] for name in names) for row in told
    ]
    shown = run("disposal", "show", "作-001", env=spoken).out
    assert {"en": "What remained is left to a later session.", "ja": "残りは次回の作業に回しました。"}[
        language
    ] in shown
    listed = run("disposal", "list", env=spoken).out
    assert {"en": "Other sessions", "ja": "別作業"}[language] in listed


def test_a_terminal_asks_with_what_a_session_works(
    run: Run, sample_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Asked for once, at its start, and not when the outside firm does it; what is shredded in it takes it from there."""
    monkeypatch.setattr(Keyboard, "isatty", lambda _self: True)
    for number, vendor in (("承認-廃-9", ()), ("承認-廃-8", ("--vendor", "架空溶解処理株式会社"))):
        told = ("--number", number, *APPROVED[2:], "--method", "shred", "--place", "D-1", *vendor)
        assert 0 == run("approve", "dispose", DRIVES[0], *told).code
    people = ("--witness", "P-05", "--verifier", "P-03", *DAY, "--by", "P-02")

    assert 0 == run("disposal", "start", "--approval", "承認-廃-9", *people, stdin="破砕機 HC-2\n").code
    assert 0 == run("disposal", "start", "--approval", "承認-廃-8", *people, stdin="").code

    told = json.loads(run("disposal", "list", "--json").out)["sessions"]
    assert ["破砕機 HC-2", ""] == [row["equipment"] for row in told]


@LANGUAGES
def test_another_devices_serial_stops_the_session(language: str, run: Run, session: Path) -> None:
    """The first label bears another drive's serial: nothing more is destroyed until somebody found out why."""
    swapped = (f"{DRIVES[0]},{SERIALS[1]}", f"{DRIVES[1]},{SERIALS[1]}")
    answer = run(*SCAN, *swapped, env={"ASSETS_LANG": language})

    assert (3, "") == (answer.code, answer.out)
    assert "R23-3" in answer.err
    assert {"en": "Stopped", "ja": "中止しました"}[language] in answer.err
    assert ["in_custody"] * 3 == _statuses(session)


def test_label_and_serial_are_both_read(run: Run, session: Path) -> None:
    """The label alone, or the serial alone, even twice, destroys nothing."""
    for scanned, code in ((DRIVES[0], 3), (SERIALS[0], 5), (f"{SERIALS[0]},{SERIALS[0]}", 5)):
        assert code == run(*SCAN, scanned).code, scanned
    assert ["in_custody"] * 3 == _statuses(session)

    assert 0 == run(*SCAN, DRIVES[0], "--serial", SERIALS[0]).code


@LANGUAGES
def test_a_terminal_asks_for_the_serial(
    language: str, run: Run, session: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Label, serial, and once whether the pieces are small enough; the next drive is asked for its serial alone; an empty line ends."""
    monkeypatch.setattr(Keyboard, "isatty", lambda _self: True)
    keys = [DRIVES[0], SERIALS[0], "y", DRIVES[1], SERIALS[1], ""]

    answer = run(*SCAN, stdin="\n".join(keys) + "\n", env={"ASSETS_LANG": language})

    question = {"en": "Serial on the device?", "ja": "現物の製造番号は？"}[language]
    assert (0, 2, 1) == (answer.code, answer.out.count(question), answer.out.count("[y/N]")), answer
    with Ledger.open(session) as ledger:
        acts: list[Any] = [ledger.asset(CONTRACT, number).act for number in DRIVES[:2]]  # type: ignore[union-attr]
    assert [(serial, ("particle_size",)) for serial in SERIALS[:2]] == [(act.serial_seen, act.asserted) for act in acts]


@LANGUAGES
def test_how_far_a_session_has_come_is_shown(language: str, run: Run, session: Path) -> None:
    """One of two done: the session says so, asset by asset, and so does the list; the application shows all three."""
    spoken = {"ASSETS_LANG": language}
    assert 0 == run(*SCAN, f"{DRIVES[0]},{SERIALS[0]}").code

    shown = run("disposal", "show", "作-001", env=spoken).out
    assert {
        "en": "2 approved = 1 done + 0 in other sessions or none + 1 remaining",
        "ja": "承認 2 ＝ 実施 1 ＋ ほかの作業など 0 ＋ 残り 1",
    }[language] in shown
    assert (True, True, False) == tuple(number in shown for number in DRIVES)
    asked = run("disposal", "show", "申-001", env=spoken).out
    assert all(number in asked for number in DRIVES)
    told = json.loads(run("disposal", "list", "--json").out)
    assert [("申-001", 3, "承認-廃-9")] == [(row["number"], row["assets"], row["approval"]) for row in told["requests"]]
    assert [("作-001", 3, 2, 1, 0, 1, None)] == [
        tuple(row[name] for name in ("session", "asked", "approved", "done", "elsewhere", "remaining", "closed_on"))
        for row in told["sessions"]
    ]
    listed = run("disposal", "list", env=spoken).out
    assert [] == [word for word in ("作-001", {"en": "not closed yet", "ja": "未終了"}[language]) if word not in listed]
    assert 4 == run("disposal", "show", "作-009").code


@LANGUAGES
def test_a_session_is_closed_when_nothing_is_unexplained(language: str, run: Run, session: Path) -> None:
    """One done, one jammed the machine: closing asks why, then both numbers stand on the line, and nothing more is done in it."""
    assert 0 == run(*SCAN, f"{DRIVES[0]},{SERIALS[0]}").code
    assert 0 == run(*SCAN, f"{DRIVES[1]},{SERIALS[1]}", "--result", "fail").code
    assert ["awaiting_validation", "sanitizing_failed", "in_custody"] == _statuses(session)
    close = ("disposal", "close", "作-001", *DAY, "--by", "P-02")

    answer = run(*close, env={"ASSETS_LANG": language})
    assert (3, True) == (answer.code, {"en": "1 of 2", "ja": "2 点のうち 1 点"}[language] in answer.err)
    answer = run(*close, "--explain", "破砕機の故障", "--document", "署名-1", env={"ASSETS_LANG": language})
    assert 0 == answer.code, answer
    [row] = json.loads(run("disposal", "list", "--json").out)["sessions"]
    assert (2, 1, 1, "破砕機の故障", "署名-1") == tuple(
        row[name] for name in ("approved", "done", "remaining", "explanation", "document")
    )
    assert 3 == run(*SCAN, f"{DRIVES[1]},{SERIALS[1]}").code
    assert 3 == run(*close).code


def test_a_session_is_validated_and_certified_as_one(run: Run, session: Path) -> None:
    """The responsible person accepts what was done in it, one certificate names it all; nothing else is touched."""
    pairs = [f"{number},{serial}" for number, serial in zip(DRIVES, SERIALS, strict=True)]
    assert 0 == run(*SCAN, *pairs[:2]).code

    assert 0 == run("validate", "--session", "作-001", *DAY, "--by", "P-01").code
    certificate = ("--number", "証-1", "--issued-on", "2025-06-03", "--issuer", "架空")
    assert 0 == run("certify", "--session", "作-001", *certificate, "--by", "P-01").code

    assert ["disposed", "disposed", "in_custody"] == _statuses(session)
    with Ledger.open(session) as ledger:
        rows = ledger.reading(CONTRACT).rows("SELECT number FROM assets WHERE end_document = '証-1' ORDER BY n")
    assert list(DRIVES[:2]) == [row[0] for row in rows]


@LANGUAGES
def test_a_session_needs_an_approval_and_three_people(language: str, run: Run, sample_folder: Path) -> None:
    """Unknown approval, or the performer as witness: no session; a missing witness is named in a script."""
    spoken = {"ASSETS_LANG": language}
    run("approve", "dispose", DRIVES[0], *APPROVED, "--method", "shred", "--place", "D-1")
    start = ("disposal", "start", *DAY, "--by", "P-02", "--verifier", "P-03")

    unknown = run(*start, "--approval", "承認-廃-0", "--witness", "P-05", env=spoken)
    assert (3, True) == (unknown.code, "R41-1" in unknown.err and "承認-廃-0" in unknown.err)
    alone = run(*start, "--approval", "承認-廃-9", "--witness", "P-02", env=spoken)
    assert (3, True) == (alone.code, "R41-5" in alone.err)
    missing = run(*start, "--approval", "承認-廃-9", env=spoken)
    assert (2, True) == (missing.code, "--witness" in missing.err)
    unchecked = run(*start[:-2], "--approval", "承認-廃-9", "--witness", "P-05", env=spoken)
    assert (2, True) == (unchecked.code, "--verifier" in unchecked.err)
    assert 0 == run(*start, "--approval", "承認-廃-9", "--witness", "P-05", env=spoken).code


def test_a_session_under_way_keeps_the_contract_open(run: Run, session: Path) -> None:
    """The contract is not closed before it, and the refusal says how."""
    run("contract", "end", "--trigger", "completion")

    answer = run("contract", "close")

    assert (3, True) == (answer.code, "assets disposal close 作-001" in answer.err)
