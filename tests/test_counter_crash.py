"""Is anything lost when a counter is cut off?

Forked children at a terminal of their own, killed at any moment; what their screen acknowledged is in the ledger, what it did not is not.
"""

from __future__ import annotations

import json
import random
import re
import signal
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from assets import ids
from assets.ledger import Ledger
from cli import kept
from tests.terminal import Terminal
from tests.test_crash import is_whole

CONTRACT = "R7-国保-012"
NUMBERS = [ids.make("R7012", serial) for serial in range(1, 51)]
TAPE, TAPE_2, TAPE_3 = NUMBERS[:3]
KILLS = 12


@pytest.fixture
def folder_of_counters(sample_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The sample ledger, where nobody has said yet who is there."""
    monkeypatch.setenv("ASSETS_LEDGER", str(sample_folder))
    monkeypatch.delenv("ASSETS_BY", raising=False)
    yield sample_folder


def handed(folder: Path) -> list[str]:
    """Numbers of what was handed over, in order."""
    with Ledger.open(folder) as ledger:
        rows = ledger.journal.lines(CONTRACT, after=103)
    return [row.event.fact.asset for row in rows if row.event.kind == "handed_over"]


def left_behind(folder: Path) -> list[Path]:
    """The files of sessions that run or were cut off."""
    return sorted((folder / kept.FOLDER).glob("*.json")) if (folder / kept.FOLDER).exists() else []


def test_a_counter_that_is_killed_goes_on_where_it_was(folder_of_counters: Path) -> None:
    """kill -9 at random moments of one long handover: every acknowledged scan is there, at most one more, and the session resumes."""
    chance = random.Random(20250401)
    acknowledged = 0
    for kill in range(KILLS):
        with Terminal(["scan"]) as screen:
            if kill == 0:
                screen.type("handover", "P-01", "P-02")
            else:
                screen.until("cut off in mode hand over")
                screen.type("same")
                screen.until("Who are you?")
                screen.type("P-01")
                screen.until("before: P-02 見本 花子")
                screen.type("same")
            screen.when(lambda: "to P-02 見本 花子" in screen.row_of(0))
            screen.type(*NUMBERS[len(handed(folder_of_counters)) :][:6])
            until = time.monotonic() + chance.uniform(0, 0.15)
            screen.quiet(max(0.001, until - time.monotonic()))
            screen.kill(signal.SIGKILL)
        done = handed(folder_of_counters)
        told = re.findall(r"✓ (R7012-\w+-\w)", screen.shown())

        assert set(told) <= set(done)
        assert NUMBERS[: len(done)] == done
        assert acknowledged <= len(done)
        assert 1 == len(left_behind(folder_of_counters))
        acknowledged = len(done)
        if acknowledged > 40:
            break
    assert acknowledged > KILLS, "the counter was killed too early to hand anything over"
    assert is_whole(folder_of_counters)

    with Terminal(["scan"]) as screen:
        screen.until("cut off")
        screen.type("same", "P-01")
        screen.until(f"handed over {acknowledged}")
        screen.until(done[-1])
        screen.type("end")
        assert 0 == screen.end()
    assert [] == left_behind(folder_of_counters)


def test_a_window_that_is_closed_loses_nothing(folder_of_counters: Path) -> None:
    """SIGHUP, or a terminal that is simply gone: what was acknowledged is there, and the session may be resumed."""
    with Terminal(["scan"]) as screen:
        screen.type("handover", "P-01", "P-02", TAPE)
        screen.until("handed over 1")
        assert -signal.SIGHUP == screen.hang_up()
    ignoring = lambda: signal.signal(signal.SIGHUP, signal.SIG_IGN)  # noqa: E731
    with Terminal(["scan"], first=ignoring) as screen:
        screen.type("same", "P-01", "same", TAPE_2)
        screen.until("handed over 2")
        assert 0 != screen.hang_up()
    with Terminal(["scan"]) as screen:
        screen.until("cut off")
        screen.type("same", "P-03", "same", TAPE_3)
        screen.until("handed over 3")

    assert [TAPE, TAPE_2, TAPE_3] == handed(folder_of_counters)
    assert is_whole(folder_of_counters)


def test_nobody_is_assumed_after_a_crash(folder_of_counters: Path) -> None:
    """Neither who is there nor who receives: both are asked again; the place and the way stay."""
    with Terminal(["scan"]) as screen:
        screen.type("return", "P-01", "C-01", "2", TAPE)
        screen.until("returned 1")
        screen.kill(signal.SIGKILL)
    with Terminal(["scan"]) as screen:
        screen.type("same")
        screen.until("Who are you?")
        screen.type("P-03")
        screen.until("To whom at the client's?")
        screen.type("C-02", TAPE_2)
        screen.until("returned 2")
        screen.until("how 専用便")

    with Ledger.open(folder_of_counters) as ledger:
        told = [
            (row.event.by.op, row.event.fact.received_by, row.event.fact.method)
            for row in ledger.journal.lines(CONTRACT, after=103)
        ]
    assert [("P-01", "C-01", "専用便"), ("P-03", "C-02", "専用便")] == told


def test_what_was_done_comes_from_the_ledger(folder_of_counters: Path) -> None:
    """After a crash the counts leave out what was taken back, the last scan can still be taken back, and a label again counts once."""
    with Terminal(["scan"]) as screen:
        screen.type("move", "P-01", "H-1", TAPE, TAPE_2, "undo", TAPE_3, TAPE[:-1] + "X")
        screen.until("refused 1")
        screen.kill(signal.SIGKILL)
    with Terminal(["scan"]) as screen:
        screen.type("same", "P-01")
        screen.until("moved 2   refused 1")
        for words in (TAPE, TAPE_2, TAPE_3, "[taken back]"):
            screen.until(words)
        screen.type(TAPE)
        screen.until("already moved")
        screen.type("取消")
        screen.until(f"taken back: {TAPE_3}")
        screen.until("moved 1   refused 1")
        screen.type("undo")
        screen.until("No scan of this session is left to take back.")

    assert is_whole(folder_of_counters)


def test_two_counters_do_not_take_each_others_session(folder_of_counters: Path) -> None:
    """A second counter starts afresh while the first one works; of two that were cut off, each is resumed once."""
    with Terminal(["scan"]) as one, Terminal(["scan"]) as two:
        one.type("move", "P-01", "H-1", TAPE)
        one.until("moved 1")
        two.until("Scan >")
        two.quiet()
        assert "cut off" not in two.shown()
        two.type("handover", "P-02", "P-03", TAPE_2)
        two.until("handed over 1")
        one.kill(signal.SIGKILL)
        two.kill(signal.SIGKILL)
    with Terminal(["scan"]) as one, Terminal(["scan"]) as two:
        one.until("cut off in mode")
        two.until("cut off in mode")
        one.type("same", "P-01")
        two.type("same", "P-02", "same")
        one.until("1")
        both = one, two
        for screen in both:
            screen.quiet()
        assert {"hand over", "move"} == {re.split(r"\s{3}", screen.row_of(0).strip())[0] for screen in both}


def test_a_session_that_ends_leaves_nothing(folder_of_counters: Path) -> None:
    """END, and its file is gone; while it runs only its owner may read it, and it holds no deeds."""
    with Terminal(["scan"]) as screen:
        screen.type("move", "P-01", "H-1", TAPE)
        screen.until("moved 1")
        [file] = left_behind(folder_of_counters)
        assert (0o600, 0o700) == (file.stat().st_mode & 0o777, file.parent.stat().st_mode & 0o777)
        assert TAPE not in file.read_text(encoding="utf-8")
        screen.type("終了")
        screen.end()
    assert [] == left_behind(folder_of_counters)


@pytest.mark.parametrize(
    "torn",
    [
        "",
        "{",
        "[]",
        '{"session": "../../x", "began": "now"}',
        '{"session": "00000000", "began": "2025-04-01T00:00:00.000Z"}',
    ],
)
def test_a_torn_file_is_no_session(folder_of_counters: Path, torn: str) -> None:
    """Cut short, of another day, or written by somebody else: forgotten, and the counter starts."""
    (folder_of_counters / kept.FOLDER).mkdir()
    (folder_of_counters / kept.FOLDER / "00000000.json").write_text(torn, encoding="utf-8")
    with Terminal(["scan"]) as screen:
        screen.until("Scan >")
        screen.quiet()
        assert "cut off" not in screen.shown()
        screen.type("end")
        assert 0 == screen.end()
    assert [] == left_behind(folder_of_counters)


def test_a_folder_that_cannot_be_written_keeps_nothing(folder_of_counters: Path) -> None:
    """The counter works all the same; there is only nothing to resume."""
    (folder_of_counters / kept.FOLDER).write_text("in the way", encoding="utf-8")
    with Terminal(["scan"]) as screen:
        screen.type("move", "P-01", "H-1", TAPE)
        screen.until("moved 1")


def test_a_ledger_that_is_held_is_told_and_tried_again(folder_of_counters: Path) -> None:
    """Somebody else holds the ledger too long: said, nothing recorded, and the same scan does it afterwards."""

    def hurried() -> None:
        from assets import journal

        journal.BUSY_SECONDS = 0.05

    with Terminal(["scan"], first=hurried) as screen:
        screen.type("move", "P-01", "H-1", TAPE)
        screen.until("moved 1")
        holder = sqlite3.connect(folder_of_counters / "journal.db", isolation_level=None)
        holder.execute("BEGIN IMMEDIATE")
        screen.type(TAPE_2)
        screen.until("REFUSED")
        holder.execute("ROLLBACK")
        holder.close()
        screen.type(TAPE_2)
        screen.until("moved 2")


def test_a_my_number_is_not_kept(tmp_path: Path) -> None:
    """Whatever was typed as an answer: such a number lies on no disk."""
    keeper = kept.Keeper.begin(tmp_path, now="2025-06-02T01:31:05.000Z")
    keeper.kept.words = {"method": "123456789018", "place": "V-1"}
    keeper.keep()
    [file] = left_behind(tmp_path)

    assert {"place": "V-1"} == json.loads(file.read_text(encoding="utf-8"))["words"]
    keeper.end()
