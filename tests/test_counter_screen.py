"""What does an operator see at the counter?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from assets import ids
from assets.ledger import Ledger
from tests.terminal import Terminal

CONTRACT = "R7-国保-012"
NUMBERS = [ids.make("R7012", serial) for serial in range(1, 59)]
TAPE, TAPE_2, TAPE_3 = NUMBERS[:3]
LANGUAGES = pytest.mark.parametrize("language", ["en", "ja"])
SIZES = pytest.mark.parametrize(("lines", "columns"), [(24, 80), (30, 100)])


@pytest.fixture
def counter(sample_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[type[Terminal]]:
    """The sample ledger, where nobody has said yet who is there."""
    monkeypatch.setenv("ASSETS_LEDGER", str(sample_folder))
    monkeypatch.delenv("ASSETS_BY", raising=False)
    yield Terminal


def kinds(folder: Path) -> list[tuple[str, str]]:
    """(kind, asset) of every line after the sample's own."""
    with Ledger.open(folder) as ledger:
        return [
            (row.event.kind, getattr(row.event.fact, "asset", "")) for row in ledger.journal.lines(CONTRACT, after=103)
        ]


@LANGUAGES
@SIZES
def test_thirty_media_change_hands(
    counter: type[Terminal], sample_folder: Path, language: str, lines: int, columns: int
) -> None:
    """With three wrong scans: a misread label, one scanned already, one of nobody. Thirty lines, thirty beeps, nothing hidden."""
    handed, refused, already = {"en": ("handed over", "refused", "already"), "ja": ("授受", "拒否", "1回だけ")}[
        language
    ]
    with counter(["scan", "--lang", language], lines=lines, columns=columns) as screen:
        screen.type("授受", "P-01", "P-02", "H-1")
        screen.until("H-1 運用室")
        for place, number in enumerate(NUMBERS[:30], 1):
            screen.type(number)
            screen.until(f"{handed} {place}")
            if place == 10:
                screen.type(TAPE[:-1] + "X")
                screen.until(f"{refused} 1")
            if place == 20:
                screen.type(number)
                screen.until(already)
            if place == 25:
                screen.type(ids.make("R7012", 999))
                screen.until(f"{refused} 2")
        newest = screen.row_of(9)
        bells = screen.bells
        screen.type("end")

        assert 0 == screen.end()
    assert NUMBERS[29] in newest
    assert "✓" in newest
    assert 30 + 2 * 2 == bells
    told = kinds(sample_folder)
    assert NUMBERS[:30] == [asset for kind, asset in told if kind == "handed_over"]
    assert ["refused"] * 2 == [kind for kind, _asset in told if kind != "handed_over"]


def test_a_refusal_is_told_in_full(counter: type[Terminal], sample_folder: Path) -> None:
    """A big word, the sentence, the clause, the next command: words, not colour alone; the ledger is as it was."""
    with counter(["scan"]) as screen:
        screen.type("handover", "P-01", "P-06", TAPE)
        screen.until("REFUSED")
        screen.quiet()
        shown = re.sub(r"\s+", " ", screen.shown())

        assert "✗ REFUSED" in shown
        assert "clause 7" in shown
        assert "→ assets person" in shown
        assert "Done in this session: refused 1" in shown
    assert [("refused", TAPE)] == kinds(sample_folder)


def test_only_what_changed_is_written(counter: type[Terminal]) -> None:
    """A scan costs the line less than three kilobytes, the fortieth no more than the fifth."""
    costs = []
    with counter(["scan"]) as screen:
        screen.type("move", "P-01", "H-1")
        screen.until("H-1 運用室")
        screen.quiet()
        for place, number in enumerate(NUMBERS[:50], 1):
            before = screen.written
            screen.type(number)
            screen.until(f"moved {place}")
            screen.quiet(0.05)
            costs.append(screen.written - before)

    assert max(costs) < 3000
    assert max(costs[40:]) <= 1.1 * max(costs[15:25])


@pytest.mark.parametrize("end", ["\r", "\n", "\r\n", "\t", "\r\r", ""])
def test_every_line_end_of_a_scanner_will_do(counter: type[Terminal], sample_folder: Path, end: str) -> None:
    """CR, LF, CRLF, Tab, two of them, none: each scan is one deed, and an empty line is nothing."""
    with counter(["scan", "--by", "P-01", "--mode", "move"]) as screen:
        screen.until("To which place")
        screen.type("H-1", end=end or "\r")
        screen.until("H-1 運用室")
        for place, number in enumerate(NUMBERS[:3], 1):
            screen.type(number, end=end)
            screen.until(f"moved {place}")

    assert [("moved", number) for number in NUMBERS[:3]] == kinds(sample_folder)


def test_scans_that_come_in_one_go(counter: type[Terminal], sample_folder: Path) -> None:
    """A scanner types faster than the ledger writes: no sign is lost, and none stands where it should not."""
    with counter(["scan", "--by", "P-01", "--mode", "move"]) as screen:
        screen.until("To which place")
        screen.type("H-1", *NUMBERS[:20])
        screen.until("moved 20")
        screen.quiet()

        assert "Scan >" == screen.row_of(-2).strip()
        assert "UNDO SAME WHO SOUND END" == screen.row_of(-1).strip()
        assert " receive handover accept move return erase dispose stocktake look " in screen.row_of(-3)
    assert NUMBERS[:20] == [asset for _kind, asset in kinds(sample_folder)]


def test_a_line_is_typed_and_mended(counter: type[Terminal]) -> None:
    """What is typed stands at the prompt; Backspace takes a sign, Ctrl-U the line; arrows and function keys are nothing."""
    with counter(["scan"]) as screen:
        screen.type("国保\x1b[A\x1b[15~X\x1bOP", end="")
        screen.until("Scan > 国保X")
        screen.type("\x7f\x7f", end="")
        screen.when(lambda: screen.row_of(-2).endswith("Scan > 国"))
        screen.type("\x15P-0", end="")
        screen.when(lambda: screen.row_of(-2).endswith("Scan > P-0"))


def test_another_badge_is_another_person(counter: type[Terminal], sample_folder: Path) -> None:
    """Who scans their badge is at the counter from now on, and the screen says so."""
    badge = ids.badge_text("person", "P-03")
    with counter(["scan"]) as screen:
        screen.type("move", "P-01", "H-1", TAPE)
        screen.until("moved 1")
        screen.type(badge)
        screen.until("NOTE")
        screen.until("At the counter: P-03 例示 一郎")
        screen.type(TAPE_2)
        screen.until("moved 2")

    with Ledger.open(sample_folder) as ledger:
        told = [
            (row.event.by.op, row.event.by.auth, row.event.fact.performed_by)
            for row in ledger.journal.lines(CONTRACT, after=103)
        ]
    assert [("P-01", "badge", "P-01"), ("P-03", "badge", "P-03")] == told


def test_sound_can_be_turned_off(counter: type[Terminal]) -> None:
    """By a word at the prompt, or by ASSETS_QUIET; the screen says that it is off."""
    with counter(["scan", "--by", "P-01"]) as screen:
        screen.type("sound")
        screen.until("no sound")
        screen.type("move", "H-1", TAPE)
        screen.until("moved 1")
        screen.type(TAPE[:-1] + "X")
        screen.until("refused 1")

        assert 0 == screen.bells
    with counter(["scan", "--by", "P-01"], environment={"ASSETS_QUIET": "1"}) as screen:
        screen.until("no sound")


@pytest.mark.parametrize(("key", "code"), [("\x04", 0), ("\x03", 130)])
def test_the_end_leaves_a_clean_terminal(counter: type[Terminal], key: str, code: int) -> None:
    """Ctrl-D and Ctrl-C end the session, say what was done, and leave nothing to resume."""
    with counter(["scan", "--by", "P-01"]) as screen:
        screen.type("move", "H-1", TAPE)
        screen.until("moved 1")
        screen.type(key, end="")

        assert code == screen.end()
        assert "Done in this session: moved 1" in screen.shown()
    with counter(["scan"]) as screen:
        screen.until("Scan >")
        screen.quiet()
        assert "cut off" not in screen.shown()


def test_another_size_of_the_window(counter: type[Terminal]) -> None:
    """The window is made wider and narrower: everything is drawn anew, also in one too small for it all."""
    with counter(["scan", "--by", "P-01"]) as screen:
        screen.type("move", "H-1", TAPE)
        screen.until("moved 1")
        for lines, columns in ((30, 100), (24, 80), (20, 60)):
            screen.resize(lines, columns)
            screen.when(lambda: screen.row_of(-2).startswith(" Scan >") and TAPE in screen.shown())


def test_a_look_up_shows_all_of_it(counter: type[Terminal], sample_folder: Path) -> None:
    """Without a mode nothing is recorded: title, place, holder and the rest stand there, and a serial will do."""
    with counter(["scan"], lines=40, columns=100) as screen:
        screen.type("KKS101L8")
        screen.until("国保被保険者データ 第1巻")
        for word in ("in custody", "V-1 媒体保管庫", "KKS101L8", "S-5001"):
            screen.until(word)

        assert 1 == screen.bells
    assert [] == kinds(sample_folder)


def test_what_is_on_its_way_is_listed_until_it_is_accepted(
    counter: type[Terminal], sample_folder: Path, run: object
) -> None:
    """Accepting: what was sent to this receiver's organisation stands below and goes with each scan."""
    sent = ("send", TAPE, TAPE_2, TAPE_3, "--to", "P-03", "--place", "H-2", "--method", "手渡し", "--by", "P-01")
    assert 0 == run(*sent).code  # type: ignore[operator]
    with counter(["scan"]) as screen:
        screen.type("受取", "P-03")
        screen.until("still to come: 3")
        screen.until(TAPE_3)
        screen.type(TAPE_2)
        screen.until("still to come: 2")
        screen.type(TAPE, TAPE_3)
        screen.until("still to come: 0")
        screen.until("accepted 3")

    assert 3 == [kind for kind, _asset in kinds(sample_folder)].count("accepted")
