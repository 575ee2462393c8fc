"""Is anything acknowledged ever lost?

Children are forked from here, so that a hundred of them cost no start of the interpreter.
"""

from __future__ import annotations

import itertools
import json
import os
import pty
import random
import re
import resource
import select
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest

from assets import decide, journal, proof
from assets.edge import moment_of
from assets.journal import Journal, Row
from assets.ledger import Ledger
from assets.lines import Actor
from assets.register import Register
from tests.conftest import SAMPLE, Answer, typed

CONTRACT = "R7-国保-012"
EVENTS = 104
TAPE = "R7012-00001-Y"
TAPES = (
    TAPE,
    "R7012-00002-W",
    "R7012-00003-U",
    "R7012-00004-S",
    "R7012-00005-Q",
    "R7012-00006-O",
    "R7012-00007-M",
    "R7012-00008-K",
    "R7012-00009-I",
    "R7012-00010-W",
    "R7012-00011-U",
    "R7012-00012-S",
    "R7012-00013-Q",
    "R7012-00014-O",
    "R7012-00015-M",
    "R7012-00016-K",
)
BY = Actor(auth="typed", host="pc-01", op="P-02", os="scan01")
NOBODY = 65534
KILLS = 100
PROGRAM = [sys.executable, "-c", "from cli.main import main; main()"]
JAPANESE = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")
COLOUR = re.compile(r"\x1b\[[0-9;]*m")
LANGUAGES = pytest.mark.parametrize("language", ["en", "ja"])
Run = Callable[..., Answer]


# -- children ---------------------------------------------------------------------------------------------------------


@contextmanager
def forked(work: Callable[[int], object]) -> Iterator[tuple[int, int]]:
    """A child at work: its id, and the end of a pipe to hear it by. Work that raises ends it with 99 and its traceback."""
    hear, tell = os.pipe()
    child = os.fork()
    if child == 0:
        code = 99
        try:
            os.close(hear)
            work(tell)
            code = 0
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(code)
    os.close(tell)
    try:
        yield child, hear
    finally:
        os.close(hear)


def heard(hear: int) -> str:
    """Everything a child says until it ends."""
    with os.fdopen(os.dup(hear), encoding="utf-8") as pipe:
        return pipe.read()


def ended(child: int) -> int:
    """The exit code of a child; negative for the signal that ended it."""
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def in_a_child(*args: object, stdin: str = "", first: Callable[[], object]) -> Answer:
    """Type a line in a child that did something to itself first."""

    def work(tell: int) -> None:
        first()
        os.write(tell, json.dumps(typed(args, stdin=stdin)).encode())

    with forked(work) as (child, hear):
        told = heard(hear)
        assert 0 == ended(child)
    return Answer(*json.loads(told))


def scan(ledger: Ledger, number: str, ids: tuple[str, ...] = ()) -> list[Row]:
    """Carry an asset to the other room; the line, which is on disk now."""
    now = moment_of()

    def decided(desk: Any) -> Any:
        asset = ledger.asset(CONTRACT, number)
        assert asset is not None
        return decide.move(desk, asset, place="V-1" if asset.place == "H-1" else "H-1", performed_by="P-02", moment=now)

    return ledger.perform(CONTRACT, decided, by=BY, moment=now, ids=ids)


def scanning(folder: Path, numbers: Iterator[str]) -> Callable[[int], None]:
    """A child's work: scan after scan, each acknowledged on the pipe after its commit, then shown in the register."""

    def work(tell: int) -> None:
        with Ledger.open(folder) as ledger:
            for number in numbers:
                [row] = rows = scan(ledger, number)
                os.write(tell, f"{row.event.seq} {row.hash}\n".encode())
                ledger.catch_up(CONTRACT, rows)

    return work


def _until_the_first_word(folder: Path) -> float:
    """Seconds until a scan is acknowledged on this machine, busy as it is: on a copy of the ledger."""
    copy = folder.with_name("timed")
    shutil.copytree(folder, copy)
    began = time.monotonic()
    with forked(scanning(copy, itertools.cycle(TAPES))) as (child, hear):
        os.read(hear, 1)
        took = time.monotonic() - began
        os.kill(child, signal.SIGKILL)
        ended(child)
    return took


def events(folder: Path) -> int:
    """How many lines are stored."""
    with Journal.open(folder / "journal.db") as opened:
        return opened.head(CONTRACT).seq + 1


def is_whole(folder: Path, acknowledged: list[str] | None = None, *, replay: bool = True) -> bool:
    """Whether the chain holds, every acknowledged line is in it, and the register, caught up, says what a fresh replay says."""
    with Ledger.open(folder) as ledger:
        register = ledger.reading(CONTRACT)
        kept = all(
            hash == ledger.journal.hash_at(CONTRACT, int(seq)) for seq, hash in map(str.split, acknowledged or [])
        )
        chain = proof.chains(ledger.journal)[CONTRACT, "0"]
        follows = "matches" == register.standing(ledger.journal).word and not (
            replay and proof.register_differs(register, ledger.journal)
        )
        return (
            kept
            and chain.is_good
            and chain.events == ledger.journal.head(CONTRACT).seq + 1
            and follows
            and not ledger.journal.damage()
        )


# -- killed -----------------------------------------------------------------------------------------------------------


def test_no_acknowledged_scan_is_lost_to_a_kill(sample_folder: Path) -> None:
    """kill -9 at a hundred random moments, while opening, recovering, committing, catching up: all that was acknowledged is there."""
    chance = random.Random(20250401)
    acknowledged: list[str] = []
    torn = 0
    longest = 4 * _until_the_first_word(sample_folder)
    for kill in range(KILLS):
        with forked(scanning(sample_folder, itertools.cycle(TAPES))) as (child, hear):
            time.sleep(chance.uniform(0.001, longest))
            os.kill(child, signal.SIGKILL)
            assert -signal.SIGKILL == ended(child)
            acknowledged += (told := heard(hear).splitlines())
        torn += (sample_folder / "journal.db-journal").exists()
        assert is_whole(sample_folder, told, replay=kill % 20 == 0)

    assert is_whole(sample_folder, acknowledged)
    assert EVENTS + len(acknowledged) <= events(sample_folder) <= EVENTS + len(acknowledged) + KILLS
    assert len(acknowledged) > KILLS, "the children were killed too early to say anything"
    assert torn > 0, "no kill fell into a commit"


def test_no_acknowledged_line_of_the_program_is_lost_to_a_kill(sample_folder: Path, run: Run) -> None:
    """The same with the program itself, scans coming through a pipe: every line on its screen is an event, at most one more was written."""
    chance = random.Random(20250402)
    environment = os.environ | {"PYTHONPATH": str(SAMPLE.parent.parent)}
    for kill in range(6):
        before = events(sample_folder)
        line = [*PROGRAM, "move", "--place", ("H-1", "V-1")[kill % 2], "--by", "P-02"]
        with subprocess.Popen(
            line, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment
        ) as program:
            assert program.stdin and program.stdout
            program.stdin.write("\n".join(TAPES).encode())
            program.stdin.close()
            shown = [program.stdout.readline()]
            time.sleep(chance.uniform(0, 0.02))
            program.kill()
            shown += program.stdout.readlines()
        acknowledged = sum(text.startswith("✓".encode()) for text in shown)

        assert 1 <= acknowledged <= events(sample_folder) - before <= min(acknowledged + 1, len(TAPES))
        assert is_whole(sample_folder)


def test_the_same_scan_after_a_kill_is_one_event(sample_folder: Path) -> None:
    """Killed between the commit and the acknowledgement, then sent again under its id: one event, acknowledged as it was first written."""

    def work(tell: int) -> None:
        with Ledger.open(sample_folder) as ledger:
            scan(ledger, TAPE, ids=("a1",))
            os.kill(os.getpid(), signal.SIGKILL)

    with forked(work) as (child, hear):
        assert ("", -signal.SIGKILL) == (heard(hear), ended(child))
    with Ledger.open(sample_folder) as ledger:
        first = ledger.journal.lines(CONTRACT)[-1]
        again = scan(ledger, TAPE, ids=("a1",))

    assert [first] == again
    assert EVENTS + 1 == events(sample_folder)
    assert is_whole(sample_folder)


def test_a_deed_that_ends_an_asset_may_be_sent_again(sample: Ledger) -> None:
    """A retry is not judged anew: what was recorded under this id comes back, even though the asset has ended by now."""
    now = moment_of()

    def given_back(desk: Any) -> Any:
        asset = sample.asset(CONTRACT, TAPE)
        assert asset is not None
        return decide.give_back(desk, asset, operator="P-01", received_by="C-01", method="手渡し", moment=now)

    first = sample.perform(CONTRACT, given_back, by=BY, moment=now, ids=("a1",))
    again = sample.perform(CONTRACT, given_back, by=BY, moment=now, ids=("a1",))

    assert first == again
    assert EVENTS + 1 == sample.journal.head(CONTRACT).seq + 1


@pytest.mark.parametrize("left", [0.0, 0.3, 0.9])
def test_a_power_cut_costs_the_register_nothing_for_good(sample_folder: Path, left: float) -> None:
    """Nobody waits until the register is on disk: of its log a power cut leaves a part, and the next reader replays what is missing."""
    with Ledger.open(sample_folder) as ledger:
        for number in TAPES:
            ledger.catch_up(CONTRACT, scan(ledger, number))
        register = ledger.register_path(CONTRACT)
        log = Path(f"{register}-wal")
        stored, logged = register.read_bytes(), log.read_bytes()
    register.write_bytes(stored)
    log.write_bytes(logged[: int(len(logged) * left)])
    with Ledger.open(sample_folder) as ledger:
        assert "behind" == ledger.register(CONTRACT).standing(ledger.journal).word

    assert EVENTS + len(TAPES) == events(sample_folder)
    assert is_whole(sample_folder)


# -- several at once --------------------------------------------------------------------------------------------------


def test_eight_people_scan_at_once(sample_folder: Path) -> None:
    """Each a tape of their own and the same one too, in turn: no error, no gap, every acknowledgement true, the register right."""
    acknowledged: list[str] = []
    shutil.rmtree(sample_folder / "registers")
    with ExitStack() as everybody:
        for child, hear in [
            everybody.enter_context(forked(scanning(sample_folder, iter([own, TAPE] * 6)))) for own in TAPES[1:9]
        ]:
            acknowledged += heard(hear).splitlines()
            assert 0 == ended(child)

    assert sorted(range(EVENTS, EVENTS + 96)) == sorted(int(line.split()[0]) for line in acknowledged)
    assert EVENTS + 96 == events(sample_folder)
    assert is_whole(sample_folder, acknowledged)


def test_eight_programs_at_once(sample_folder: Path, run: Run) -> None:
    """The program itself, started eight times on a ledger without registers, some writing, some reading: each ends with 0."""
    shutil.rmtree(sample_folder / "registers")
    environment = os.environ | {"PYTHONPATH": str(SAMPLE.parent.parent)}
    writing = [[*PROGRAM, "move", *TAPES[turn : turn + 4], "--place", "H-1", "--by", "P-02"] for turn in range(5)]
    lines = [*writing, [*PROGRAM, "find", "国保"], [*PROGRAM, "report"], [*PROGRAM, "verify"]]
    programs = [
        subprocess.Popen(line, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment) for line in lines
    ]
    told = [(program.communicate(), program.returncode) for program in programs]

    assert [0] * len(lines) == [code for _said, code in told], told
    assert EVENTS + 20 == events(sample_folder)
    assert is_whole(sample_folder)


def test_a_ledger_that_is_written_verifies(sample_folder: Path, run: Run) -> None:
    """`assets verify` while somebody scans without a pause: good, each time."""
    with forked(scanning(sample_folder, itertools.cycle(TAPES))) as (child, _hear):
        told = [run("verify") for _turn in range(20)]
        os.kill(child, signal.SIGKILL)
        ended(child)

    assert [0] * 20 == [answer.code for answer in told], told
    assert events(sample_folder) > EVENTS + 10


def test_a_scan_before_the_comparison_is_no_alarm(
    sample_folder: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody commits right after `assets verify` let the register catch up: it is behind by a line, which is no difference."""
    catch_up = Register.catch_up

    def caught_up(register: Register, *words: Any, **named: Any) -> int:
        done = catch_up(register, *words, **named)
        with Ledger.open(sample_folder) as other:
            scan(other, TAPE)
        return done

    monkeypatch.setattr(Register, "catch_up", caught_up)
    answer = run("verify")

    assert 0 == answer.code, answer
    assert EVENTS < events(sample_folder)


# -- interrupted ------------------------------------------------------------------------------------------------------


def _typed_at_a_terminal(keys: list[tuple[str, str]], *args: str) -> tuple[int, str]:
    """Wait for a text on the screen, type something, wait for the next text after it, and so on; exit code and everything that stood on the screen."""
    child, terminal = pty.fork()
    if child == 0:
        os.execve(
            PROGRAM[0], [*PROGRAM, *args], os.environ | {"PYTHONPATH": str(SAMPLE.parent.parent), "ASSETS_QUIET": "1"}
        )
    screen, seen = "", 0
    for awaited, pressed in keys:
        while (found := screen.find(awaited, seen)) < 0:
            assert select.select([terminal], [], [], 60)[0], screen
            screen += os.read(terminal, 65536).decode()
        seen = found + len(awaited)
        os.write(terminal, pressed.encode())
    screen += _to_the_end(child, terminal)
    os.close(terminal)
    return ended(child), screen


def _to_the_end(child: int, terminal: int) -> str:
    """What is still said until the child ends. A key pressed just before it begins to listen is lost, so Ctrl-C is pressed again, as people do."""
    said = ""
    for _again in range(12):
        while select.select([terminal], [], [], 5)[0]:
            try:
                more = os.read(terminal, 65536).decode()
            except OSError:
                more = ""
            if not more:
                return said
            said += more
        os.write(terminal, b"\x03")
    os.kill(child, signal.SIGKILL)
    return said


class Pressed:
    """A connection during whose commit somebody presses Ctrl-C."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self.db = db

    def __getattr__(self, name: str) -> Any:
        return getattr(self.db, name)

    def execute(self, statement: str, *values: Any) -> sqlite3.Cursor:
        """Python hears of a signal only when the statement is done."""
        done = self.db.execute(statement, *values)
        if statement == "COMMIT":
            os.kill(os.getpid(), signal.SIGINT)
        return done


@LANGUAGES
def test_ctrl_c_keeps_what_was_acknowledged(
    sample_folder: Path, run: Run, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    """Two scans, half a number typed, Ctrl-C: exit 130, it says two, and two there are."""
    monkeypatch.setenv("ASSETS_LANG", language)
    keys = [
        ("> ", TAPES[0] + "\n"),
        ("✓", ""),
        ("> ", TAPES[1] + "\n"),
        ("✓", ""),
        ("> ", TAPES[2][:7]),
        (TAPES[2][:7], "\x03"),
    ]
    code, screen = _typed_at_a_terminal(keys, "move", "--place", "H-1", "--by", "P-02")

    [stopped] = [line.partition("✗")[2] for line in COLOUR.sub("", screen).splitlines() if "✗" in line]
    assert (130, ["2"]) == (code, re.findall(r"\d+", stopped))
    assert "Traceback" not in screen
    assert (language == "ja") is bool(JAPANESE.search(stopped))
    assert EVENTS + 2 == events(sample_folder)
    assert is_whole(sample_folder)


def test_ctrl_c_during_a_commit_is_no_lie(sample_folder: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """The key is pressed while the disk is writing: whatever is recorded was acknowledged too, then it stops."""
    connect = journal._connect
    monkeypatch.setattr(journal, "_connect", lambda path, *, readonly: Pressed(connect(path, readonly=readonly)))
    answer = run("move", TAPES[0], TAPES[1], "--place", "H-1")
    monkeypatch.undo()

    assert 130 == answer.code
    assert events(sample_folder) - EVENTS == answer.out.count("✓")


# -- a ledger that cannot be used -------------------------------------------------------------------------------------


def is_one_sentence(answer: Answer, *, code: int, language: str) -> bool:
    """Whether a failure is told as it should be: its exit code, one sentence in the language, nothing done, no traceback."""
    sentences = [line for line in answer.err.splitlines() if line.startswith("✗")]
    return (
        code == answer.code
        and 1 == len(sentences)
        and "✓" not in answer.out
        and "Traceback" not in answer.err
        and (language == "ja") is bool(JAPANESE.search(sentences[0]))
    )


def _gone(file: Path) -> None:
    file.unlink()


def _emptied(file: Path) -> None:
    file.write_bytes(b"")


def _text(file: Path) -> None:
    file.write_text("no ledger, but a long text\n" * 1000)


def _another_database(file: Path) -> None:
    file.unlink()
    with sqlite3.connect(file) as db:
        db.execute("CREATE TABLE journal (n INTEGER PRIMARY KEY, body TEXT, hash TEXT)")
    db.close()


def _newer(file: Path) -> None:
    with sqlite3.connect(file) as db:
        db.execute("PRAGMA user_version = 99")
    db.close()


def _torn(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:8192] + b"\xa5" * 100_000)


def _a_folder(file: Path) -> None:
    file.unlink()
    file.mkdir()


@LANGUAGES
@pytest.mark.parametrize("spoil", [_gone, _emptied, _text, _another_database, _newer, _torn, _a_folder])
@pytest.mark.parametrize(
    "line", [("move", TAPE, "--place", "H-1"), ("show", TAPE), ("contract", "list"), ("rebuild",)], ids=" ".join
)
def test_an_unusable_ledger_is_told_in_one_sentence(
    sample_folder: Path, run: Run, spoil: Callable[[Path], None], line: tuple[str, ...], language: str
) -> None:
    """Exit 6, nothing changed; with the right file back it works."""
    file = sample_folder / "journal.db"
    honest = file.read_bytes()
    spoil(file)
    spoilt = file.read_bytes() if file.is_file() else b""

    assert is_one_sentence(answer := run(*line, env={"ASSETS_LANG": language}), code=6, language=language), answer
    assert spoilt == (file.read_bytes() if file.is_file() else b"")

    shutil.rmtree(file) if file.is_dir() else file.unlink(missing_ok=True)
    file.write_bytes(honest)
    assert 0 == run(*line).code
    assert is_whole(sample_folder)


@LANGUAGES
@pytest.mark.parametrize("lock", ["IMMEDIATE", "EXCLUSIVE"])
def test_somebody_who_holds_the_ledger_too_long_is_told(
    sample_folder: Path, run: Run, monkeypatch: pytest.MonkeyPatch, language: str, lock: str
) -> None:
    """Exit 7 after the timeout, nothing recorded; afterwards it works. Who only reads is kept out by an exclusive lock alone."""
    monkeypatch.setattr(journal, "BUSY_SECONDS", 0.02)
    holder = sqlite3.connect(sample_folder / "journal.db", isolation_level=None)
    holder.execute(f"BEGIN {lock}")
    written = run("move", TAPE, "--place", "H-1", env={"ASSETS_LANG": language})
    read = run("show", TAPE, env={"ASSETS_LANG": language})
    holder.execute("ROLLBACK")
    holder.close()

    assert is_one_sentence(written, code=7, language=language), written
    assert 0 == read.code if lock == "IMMEDIATE" else is_one_sentence(read, code=7, language=language), read
    assert EVENTS == events(sample_folder)
    assert 0 == run("move", TAPE, "--place", "H-1").code
    assert is_whole(sample_folder)


@pytest.fixture
def shared(sample_master: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A copy of the sample ledger where another user may come by."""
    home = Path(tempfile.mkdtemp(prefix="assets-"))
    home.chmod(0o755)
    monkeypatch.setenv("ASSETS_LEDGER", str(home / "ledger"))
    shutil.copytree(sample_master, home / "ledger")
    yield home / "ledger"
    _permit(home / "ledger", folders=0o755, files=0o644)
    shutil.rmtree(home)


def _permit(folder: Path, *, folders: int, files: int) -> None:
    folder.chmod(0o755)
    (folder / "registers").chmod(0o755)
    for file in folder.rglob("*.db*"):
        file.chmod(files)
    for place in (folder / "registers", folder):
        place.chmod(folders)


def somebody_else() -> None:
    """Stop being root, whom no permission binds."""
    if os.getuid() == 0:
        os.setgroups([])
        os.setgid(NOBODY)
        os.setuid(NOBODY)


@LANGUAGES
@pytest.mark.parametrize(
    ("folders", "files"), [(0o555, 0o444), (0o555, 0o666), (0o777, 0o444), (0o777, 0o000), (0o000, 0o666)]
)
@pytest.mark.parametrize(
    "line", [("move", TAPE, "--place", "H-1"), ("contract", "end", "--trigger", "completion")], ids=" ".join
)
def test_a_ledger_that_may_not_be_written_is_told(
    run: Run, shared: Path, line: tuple[str, ...], folders: int, files: int, language: str
) -> None:
    """A read-only file, a read-only folder, no way in: exit 6, nothing recorded; with the permission back it works."""
    assert 0 == run("--ledger", shared, "verify").code
    _permit(shared, folders=folders, files=files)
    answer = in_a_child("--ledger", shared, *line, "--lang", language, first=somebody_else)
    _permit(shared, folders=0o755, files=0o644)

    assert is_one_sentence(answer, code=6, language=language), answer
    assert "SQL" not in answer.err
    assert language == "ja" or "may not be written" in answer.err or "cannot be opened" in answer.err
    assert EVENTS == events(shared)
    assert 0 == run("--ledger", shared, *line).code
    assert is_whole(shared)


@pytest.mark.parametrize(
    "line", [("show", TAPE), ("contract", "list"), ("find", "国保"), ("report",), ("verify",)], ids=" ".join
)
def test_who_may_only_read_is_not_met_with_a_traceback(run: Run, shared: Path, line: tuple[str, ...]) -> None:
    """Reading a ledger whose folder is somebody else's: an answer, or a sentence that says why not."""
    assert 0 == run("--ledger", shared, *line).code
    _permit(shared, folders=0o555, files=0o444)
    answer = in_a_child("--ledger", shared, *line, "--lang", "en", first=somebody_else)

    assert (0, False) == (answer.code, "✗" in answer.err) or is_one_sentence(
        answer, code=2 if line == ("verify",) else 6, language="en"
    ), answer


HALF = "x\udcff"  # what Python makes of a byte that is no UTF-8


GARBLED = (
    ("show", HALF),
    ("find", HALF),
    ("move", HALF, "--place", "H-1"),
    ("move", TAPE, "--place", HALF),
    ("move", TAPE, "--place", "H-1", "--by", HALF),
    ("handover", TAPE, "--to", "P-02", "--place", "H-1", "--purpose", HALF),
)


@pytest.mark.parametrize("line", GARBLED, ids=lambda line: " ".join(line).replace(HALF, "HALF"))
def test_half_a_character_is_no_traceback(sample_folder: Path, run: Run, line: tuple[str, ...]) -> None:
    """A garbled word from a terminal or a scanner with another encoding is refused, not found, or recorded with a mark in its place."""
    answer = run(*line)

    assert answer.code in (0, 3, 4, 5), answer
    assert is_whole(sample_folder)


# -- a full disk ------------------------------------------------------------------------------------------------------


def no_room(limit: int) -> Callable[[], None]:
    """From now on no file of this process grows beyond `limit` bytes."""
    return lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.getrlimit(resource.RLIMIT_FSIZE)[1]))


@LANGUAGES
@pytest.mark.parametrize("room", [-1_000_000, -4096, 0, 4096, 3 * 4096])
def test_a_full_disk_takes_no_scan_by_halves(sample_folder: Path, run: Run, room: int, language: str) -> None:
    """No room for SQLite's own journal, for a page, for a few more: exit 8, what was acknowledged is there, nothing else; then it works again."""
    limit = max(600, (sample_folder / "journal.db").stat().st_size + room)
    scans = "\n".join(TAPES * 8)
    answer = in_a_child(
        "handover",
        "--to",
        "P-02",
        "--place",
        "H-1",
        "--from-person",
        "P-01",
        "--lang",
        language,
        stdin=scans,
        first=no_room(limit),
    )
    if room > 0 and answer.code == 0:
        pytest.fail("the disk never filled")
    told = [line for line in answer.err.splitlines() if line.startswith("✗")]

    assert (8, 1, language == "ja") == (answer.code, len(told), bool(JAPANESE.search(told[0]))), answer
    assert EVENTS + answer.out.count("✓") == events(sample_folder)
    assert 0 == run("move", TAPES[-1], "--place", "V-1").code
    assert is_whole(sample_folder)


@LANGUAGES
@pytest.mark.parametrize("limit", [600, 40_000, 90_000])
def test_a_full_disk_takes_no_list_by_halves(folder: Path, run: Run, limit: int, language: str) -> None:
    """A delivery goes in whole or not at all; afterwards the same list goes in."""
    for line in (
        ("init",),
        ("contract", "open", "--from", SAMPLE / "contract.toml"),
        ("place", "add", "--from", SAMPLE / "places.csv"),
        ("person", "add", "--from", SAMPLE / "roster.csv"),
    ):
        assert 0 == run(*line).code
    before = events(folder)
    answer = in_a_child("receive", "--from", SAMPLE / "received.csv", "--lang", language, first=no_room(limit))

    assert is_one_sentence(answer, code=8, language=language), answer
    assert before == events(folder)
    assert 0 == run("receive", "--from", SAMPLE / "received.csv").code
    assert before + 64 == events(folder)
    assert is_whole(folder)


@LANGUAGES
@pytest.mark.parametrize("limit", [0, 600, 20_000])
def test_a_full_disk_makes_no_half_ledger(folder: Path, run: Run, limit: int, language: str) -> None:
    """`assets init` without room: exit 8; there is no ledger; with room it is made."""
    answer = in_a_child("init", "--lang", language, first=no_room(limit))

    assert is_one_sentence(answer, code=8, language=language), answer
    assert 6 == run("contract", "list").code
    assert 0 == run("init").code
    assert 0 == run("contract", "open", "--from", SAMPLE / "contract.toml").code
