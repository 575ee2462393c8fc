"""Does the journal keep what was written, as it was written?"""

from __future__ import annotations

import hashlib
import json
import os
import re
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from assets import decide
from assets import events as e
from assets.errors import BadInput, DiskFull, LedgerBusy, LedgerUnusable
from assets.journal import Journal, Row, new_id
from assets.journal_schema import _GENERATED, APPLICATION_ID, SCHEMA
from assets.language import speak
from assets.ledger import Ledger
from assets.lines import GENESIS, Actor, write_line
from assets.when import Moment
from tests.conftest import Answer

CONTRACT = "R7-国保-012"
BY = Actor(auth="typed", host="pc-01", op="P-01", os="scan01")
AT = "2026-11-23T08:02:11.123Z"
HOUR_EARLIER = "2026-11-23T07:02:11.123Z"
OPENED = e.ContractOpened(
    number=CONTRACT,
    title="受診券作成",
    prefix="R7012",
    client="架空市",
    contractor="架空社",
    annex="2025",
    start="2025-04-01",
    end="2026-03-31",
    purposes=("作成",),
    nonce="00",
)
VAULT = e.PlaceAdded(place="V-1", name="媒体保管庫", zone="controlled")
TAPE = e.Received(
    asset="R7012-00001-Y",
    ordinal=1,
    title="国保データ 第1巻",
    medium="mag_tape",
    item=1,
    pi_class="specific_pi",
    serial="KKS101L8",
    place="V-1",
    released_by="C-01",
    received_by="P-01",
    method="手渡し",
)
MOVED = e.Moved(asset=TAPE.asset, place="H-1", performed_by="P-01")


def write(
    journal: Journal, *facts: e.Fact, ids: Sequence[str] = (), at: str = AT, contract: str = CONTRACT
) -> list[Row]:
    """Write facts as one commit."""
    with journal.writing():
        return journal.append(facts, contract=contract, at=at, by=BY, ids=ids or [new_id(0) for _ in facts])


def lines(path: Path) -> list[tuple[Any, ...]]:
    """Every stored line, read past the program."""
    with sqlite3.connect(path) as db:
        found = db.execute("SELECT n, body, hash FROM journal NOT INDEXED ORDER BY n").fetchall()
    db.close()
    return found


def next_line(rows: list[tuple[Any, ...]], fact: e.Fact = MOVED, **changes: Any) -> tuple[str, str]:
    """The line that would be next, and its hash, with an address changed to taste."""
    address: dict[str, Any] = {
        "contract": CONTRACT,
        "site": "0",
        "seq": len(rows),
        "prev": rows[-1][2],
        "at": AT,
        "by": BY,
        "id": new_id(1),
    }
    body = write_line(fact, **address | changes)
    return body.decode(), hashlib.sha256(body).hexdigest()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A journal of four lines: the contract, a place, a tape, its move; nobody has it open."""
    with Journal.create(tmp_path / "journal.db") as made:
        write(made, OPENED, VAULT, TAPE, MOVED)
    return tmp_path / "journal.db"


@pytest.fixture
def journal(path: Path) -> Iterator[Journal]:
    """The same journal, open."""
    with Journal.open(path) as opened:
        yield opened


@pytest.fixture
def outsider(path: Path) -> Iterator[sqlite3.Connection]:
    """Somebody with another program, who has the file but not our code; `recursive_triggers` is off, as in the sqlite3 shell."""
    db = sqlite3.connect(path, isolation_level=None)
    yield db
    db.close()


# -- append-only ------------------------------------------------------------------------------------------------------

Attack = Callable[[list[tuple[Any, ...]]], tuple[str, tuple[Any, ...]]]
_PLAIN = "INSERT INTO journal(body, hash) VALUES (?, ?)"
_REPLACE = "INSERT OR REPLACE INTO journal(body, hash) VALUES (?, ?)"
_NUMBERED = "INSERT INTO journal(body, hash, n) VALUES (?, ?, ?)"


def _again(rows: list[tuple[Any, ...]]) -> tuple[str, str]:
    """Another second line, linked to the first as it should be."""
    return next_line(rows, VAULT, seq=1, prev=rows[0][2])


ATTACKS: dict[str, Attack] = {
    "update the body": lambda rows: ("UPDATE journal SET body = replace(body, 'V-1', 'V-2')", ()),
    "update the hash": lambda rows: ("UPDATE OR REPLACE journal SET hash = ? WHERE n = 2", (GENESIS,)),
    "renumber": lambda rows: ("UPDATE OR IGNORE journal SET n = 100 WHERE n = 3", ()),
    "delete one": lambda rows: ("DELETE FROM journal WHERE n = 2", ()),
    "delete all": lambda rows: ("DELETE FROM journal", ()),
    "replace by address": lambda rows: (_REPLACE, _again(rows)),
    "replace by id": lambda rows: (_REPLACE, next_line(rows, id=json.loads(rows[2][1])["id"])),
    "replace by n": lambda rows: (
        _REPLACE.replace("body, hash", "body, hash, n").replace("?, ?", "?, ?, 2"),
        next_line(rows),
    ),
    "replace the last by n": lambda rows: (
        _REPLACE.replace("body, hash", "body, hash, n").replace("?, ?", "?, ?, 4"),
        next_line(rows),
    ),
    "replace by ordinal": lambda rows: (_REPLACE, next_line(rows, TAPE)),
    "replace by prefix": lambda rows: (_REPLACE, next_line(rows, OPENED, contract="R7-別-001", seq=0, prev=GENESIS)),
    "insert or ignore": lambda rows: (_PLAIN.replace("INSERT", "INSERT OR IGNORE"), _again(rows)),
    "upsert": lambda rows: (_PLAIN + " ON CONFLICT (id) DO UPDATE SET hash = excluded.hash", _again(rows)),
    "leave a gap": lambda rows: (_PLAIN, next_line(rows, seq=7)),
    "link to another line": lambda rows: (_PLAIN, next_line(rows, prev=rows[0][2])),
    "begin the contract again": lambda rows: (_PLAIN, next_line(rows, VAULT, seq=0, prev=GENESIS)),
    "begin with a link": lambda rows: (_PLAIN, next_line(rows, VAULT, contract="R7-別-001", seq=0)),
    "begin in the middle": lambda rows: (_PLAIN, next_line(rows, contract="R7-別-001")),
    "give a high n": lambda rows: (_NUMBERED, (*next_line(rows), 99)),
    "give a low n": lambda rows: (_NUMBERED, (*next_line(rows), -5)),
    "give n minus one": lambda rows: (_NUMBERED, (*next_line(rows), -1)),
    "store no JSON": lambda rows: (_PLAIN, ("hello", "0" * 64)),
    "store JSON that is no object": lambda rows: (_PLAIN, ("[1]", "0" * 64)),
    "store a hash in capitals": lambda rows: (_PLAIN, (next_line(rows)[0], next_line(rows)[1].upper())),
    "store bytes": lambda rows: (_PLAIN, (next_line(rows)[0].encode(), next_line(rows)[1])),
    "write a generated column": lambda rows: (
        "INSERT INTO journal(body, hash, contract) VALUES (?, ?, 'X')",
        next_line(rows),
    ),
}


@pytest.mark.built_in("R00-3")
@pytest.mark.parametrize("attack", ATTACKS.values(), ids=ATTACKS.keys())
def test_what_is_written_stays(path: Path, outsider: sqlite3.Connection, attack: Attack) -> None:
    """With plain SQL nobody changes, removes, replaces or squeezes in a line."""
    before = lines(path)
    statement, values = attack(before)

    with pytest.raises(sqlite3.Error):
        outsider.execute(statement, values)

    assert before == lines(path)


def test_the_line_that_is_due_is_taken_from_anybody(path: Path, outsider: sqlite3.Connection) -> None:
    """The refusals above are about what is wrong with those lines: the right one goes in with the same statement."""
    before = lines(path)

    outsider.execute(_PLAIN, next_line(before))

    assert (before, 5) == (lines(path)[:4], lines(path)[4][0])


@pytest.mark.built_in("R00-3")
@pytest.mark.parametrize("recursive_triggers", [False, True])
@pytest.mark.parametrize("deed", ["upsert", "insert", "delete_where", "delete", "update", "transform", "convert"])
def test_sqlite_utils_changes_no_line(path: Path, deed: str, recursive_triggers: bool) -> None:
    """The friendly library of the house is no way around either."""
    from sqlite_utils import Database
    from sqlite_utils.db import TransformError

    before = lines(path)
    changed = {"n": 2, "body": before[1][1].replace("V-1", "V-2"), "hash": before[1][2]}
    database = Database(sqlite3.connect(path), recursive_triggers=recursive_triggers)
    table = database.table("journal")
    deeds: dict[str, Callable[[], object]] = {
        "upsert": lambda: table.upsert(changed, pk="n"),
        "insert": lambda: table.insert(changed, pk="n", replace=True),
        "delete_where": lambda: table.delete_where("n = 2"),
        "delete": lambda: table.delete(2),
        "update": lambda: table.update(2, changed),
        "transform": lambda: table.transform(drop={"hash"}),
        "convert": lambda: table.convert("body", lambda body: body + " "),
    }

    with pytest.raises((sqlite3.Error, TransformError)):
        deeds[deed]()
    database.close()

    assert before == lines(path)


def test_the_columns_say_what_the_body_says(path: Path, outsider: sqlite3.Connection) -> None:
    """What people filter by is computed from the bytes that are hashed; it cannot be told apart from them."""
    columns = ", ".join(name for name, *_ in _GENERATED)
    shown = outsider.execute(f"SELECT {columns} FROM journal ORDER BY n").fetchall()

    told = []
    for _n, body, _hash in lines(path):
        line = json.loads(body)
        told.append(
            tuple(
                (line | line["data"] if "data" in path else line).get(path.rpartition(".")[2])
                for _name, _kind, path in _GENERATED
            )
        )

    assert told == shown
    assert ("R7012-00001-Y", None, "KKS101L8", None, 1, None) == shown[2][-6:]


def test_every_line_is_hashed_and_linked(path: Path) -> None:
    """sha256 of the stored bytes is the hash, and the next line's prev."""
    found = lines(path)

    assert [hashlib.sha256(body.encode()).hexdigest() for _n, body, _hash in found] == [hash for *_, hash in found]
    assert [GENESIS, *(hash for *_, hash in found[:-1])] == [json.loads(body)["prev"] for _n, body, _hash in found]


# -- durable, one writer at a time ------------------------------------------------------------------------------------


def _settings(journal: Journal) -> tuple[object, object]:
    return tuple(journal._db.execute(f"PRAGMA {name}").fetchone()[0] for name in ("journal_mode", "synchronous"))  # type: ignore[return-value]


def test_a_commit_survives_a_power_cut(tmp_path: Path, journal: Journal) -> None:
    """journal_mode DELETE with synchronous EXTRA (3): measured to lose no acknowledged commit. New or opened again."""
    with Journal.create(tmp_path / "new.db") as new:
        assert ("delete", 3) == _settings(new)

    assert ("delete", 3) == _settings(journal)


def test_another_journal_mode_does_not_last(path: Path, outsider: sqlite3.Connection) -> None:
    """Somebody who switched the file to WAL with another program has not weakened the next commit; no line is lost on the way."""
    before = lines(path)
    assert ("wal",) == outsider.execute("PRAGMA journal_mode = WAL").fetchone()
    outsider.close()

    with Journal.open(path) as journal:
        assert ("delete", 3) == _settings(journal)

    assert before == lines(path)


def test_another_programs_file_keeps_its_mode(tmp_path: Path) -> None:
    """A file that is not ours is left exactly as it was."""
    db = sqlite3.connect(tmp_path / "other.db", isolation_level=None)
    db.execute("PRAGMA journal_mode = WAL")
    db.execute("CREATE TABLE t (x)")
    db.close()
    before = (tmp_path / "other.db").read_bytes()

    with pytest.raises(LedgerUnusable):
        Journal.open(tmp_path / "other.db")

    assert before == (tmp_path / "other.db").read_bytes()


def test_nobody_writes_between_reading_and_writing(
    path: Path, journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The lock is taken before the first read: what was decided on is what is there at the commit."""
    monkeypatch.setattr("assets.journal.BUSY_SECONDS", 0.02)
    with Journal.open(path) as second:
        with journal.writing():
            with pytest.raises(LedgerBusy):
                write(second, MOVED)
            journal.append([MOVED], contract=CONTRACT, at=AT, by=BY, ids=["1"])
        write(second, MOVED)

        assert 5 == second.head(CONTRACT).seq


def test_the_lock_comes_first(sample: Ledger) -> None:
    """A deed's very first statement is BEGIN IMMEDIATE, its last is COMMIT."""
    said: list[str] = []
    number = "R7012-00001-Y"
    moment = Moment(AT)
    sample.journal._db.set_trace_callback(said.append)
    sample.perform(
        CONTRACT,
        lambda desk: decide.move(desk, sample.asset(CONTRACT, number), place="H-1", performed_by="P-01", moment=moment),
        by=BY,
        moment=moment,
    )  # type: ignore[arg-type]

    assert ("BEGIN IMMEDIATE", "COMMIT") == (said[0], said[-1])
    assert [] == [statement for statement in said[1:-1] if statement.startswith(("BEGIN", "COMMIT"))]


@pytest.mark.built_in("R00-7")
def test_what_fails_halfway_leaves_nothing(path: Path, journal: Journal) -> None:
    """An error between the first line and the commit takes everything back, and the next deed works."""
    before = lines(path)
    with pytest.raises(ZeroDivisionError), journal.writing():
        journal.append([MOVED, MOVED], contract=CONTRACT, at=AT, by=BY, ids=["1", "2"])
        raise ZeroDivisionError

    assert before == lines(path)
    write(journal, MOVED)
    assert 5 == len(lines(path))


# -- the same id twice ------------------------------------------------------------------------------------------------


def test_the_same_id_is_written_once(path: Path, journal: Journal) -> None:
    """Sent again after a crash or an unknown outcome, a line comes back as it was stored."""
    first = write(journal, MOVED, ids=["a1"])
    again = write(journal, MOVED, ids=["a1"], at="2026-11-23T09:00:00.000Z")

    assert first == again
    assert 5 == len(lines(path))


def test_the_same_batch_is_written_once(path: Path, journal: Journal) -> None:
    """So does a batch, in its order."""
    first = write(journal, MOVED, VAULT, ids=["a1", "a2"])
    again = write(journal, MOVED, VAULT, ids=["a1", "a2"])

    assert first == again
    assert 6 == len(lines(path))


@pytest.mark.parametrize("ids", [["a1", "b2"], ["b2", "a1"]])
def test_half_a_batch_is_not_slipped_in(path: Path, journal: Journal, ids: list[str]) -> None:
    """A batch that is stored in part is none of ours: nothing of it is written, and it is said in a sentence."""
    write(journal, MOVED, ids=["a1"])
    with pytest.raises(LedgerUnusable):
        write(journal, VAULT, MOVED, ids=ids)

    assert 5 == len(lines(path))


def test_ids_are_uuids_in_the_order_of_time() -> None:
    """UUIDv7: 128 bits, version 7, the variant of RFC 9562, sorted by the clock, never twice."""
    made = [new_id(milliseconds) for milliseconds in (0, 1_700_000_000_000, 1_700_000_000_001, (1 << 48) - 1)]

    assert sorted(made) == made
    assert {(32, "7")} == {(len(id), id[12]) for id in made}
    assert {2} == {int(id[16], 16) >> 2 for id in made}
    assert 1_700_000_000_000 == int(made[1][:12], 16)
    assert 1000 == len({new_id(5) for _ in range(1000)})


# -- the clock and the machine ----------------------------------------------------------------------------------------


def test_a_clock_set_back_keeps_the_order(journal: Journal) -> None:
    """A line is never earlier than the one before it; what the clock said stands beside it."""
    [row] = write(journal, MOVED, at=HOUR_EARLIER)

    assert (AT, HOUR_EARLIER) == (row.event.at, row.event.fact.clock)
    assert HOUR_EARLIER == json.loads(row.body)["data"]["clock"]
    assert row == journal.lines(CONTRACT)[-1]


@pytest.mark.parametrize("at", [AT, "2026-11-23T08:02:10.200Z", "2036-11-23T08:02:11.123Z"])
def test_a_clock_that_goes_on_leaves_no_remark(journal: Journal, at: str) -> None:
    """The same instant, a second of jitter, ten years ahead: no raw clock is kept."""
    [row] = write(journal, MOVED, at=at)

    assert (max(AT, at), "") == (row.event.at, row.event.fact.clock)


def test_contracts_have_their_own_order(journal: Journal) -> None:
    """The clock of one contract's chain says nothing about another's."""
    other = e.ContractOpened(
        **{name: getattr(OPENED, name) for name in OPENED.__struct_fields__}
        | {"prefix": "R7013", "number": "R7-別-001"}
    )
    [row] = write(journal, other, at=HOUR_EARLIER, contract="R7-別-001")

    assert (HOUR_EARLIER, "", 0) == (row.event.at, row.event.fact.clock, row.event.seq)


_STORY = """
import sys
from datetime import datetime, timedelta, timezone
from pathlib import Path
from assets.when import day_of, instant, local
from tests.test_journal import AT, CONTRACT, HOUR_EARLIER, MOVED, OPENED, TAPE, VAULT, Journal, write
journal = Journal.create(Path(sys.argv[1]))
rows = write(journal, OPENED, VAULT, ids=["0", "1"]) + write(journal, TAPE, ids=["2"], at=HOUR_EARLIER)
told = [row.body + row.hash for row in rows]
told += [instant(datetime(2026, 3, 8, 23, 59, 59, 999999, timezone(timedelta(hours=9)))), day_of(AT), day_of("2026-03-08T15:00:00.000Z"), local(AT)]
sys.stdout.buffer.write("\\n".join(told).encode())
"""
_MACHINES = (
    {"TZ": "UTC", "LC_ALL": "C"},
    {"TZ": "Asia/Tokyo", "LC_ALL": "ja_JP.UTF-8", "LANG": "ja_JP.UTF-8"},
    {"TZ": "America/St_Johns", "LC_ALL": "POSIX"},
    {"TZ": "Pacific/Kiritimati", "LANG": "tr_TR.UTF-8", "PYTHONHASHSEED": "7"},
)


def test_no_machine_writes_other_bytes(tmp_path: Path) -> None:
    """Time zone and locale change no byte, no hash, no day."""
    told = set()
    for number, machine in enumerate(_MACHINES):
        environment = {
            name: value for name, value in os.environ.items() if not name.startswith(("LC_", "LANG"))
        } | machine
        environment["PYTHONPATH"] = str(Path(__file__).parent.parent)
        done = subprocess.run(
            [sys.executable, "-c", _STORY, tmp_path / f"{number}.db"], env=environment, capture_output=True, check=True
        )
        told.add(done.stdout)

    [lines] = told
    assert lines.decode().endswith("2026-03-08T14:59:59.999Z\n2026-11-23\n2026-03-09\n2026-11-23 17:02")


# -- what cannot be written -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("spoilt", [{"remarks": "\udcff"}, {"record_count": 10**30}])
def test_what_no_line_can_hold_is_bad_input(path: Path, journal: Journal, spoilt: dict[str, Any]) -> None:
    """Half a character or a figure beyond any machine's is the typist's mistake, told in a sentence; nothing is written."""
    before = lines(path)
    fact = e.Received(
        **{name: getattr(TAPE, name) for name in TAPE.__struct_fields__}
        | spoilt
        | {"ordinal": 2, "asset": "R7012-00002-W"}
    )

    with pytest.raises(BadInput):
        write(journal, fact)

    assert before == lines(path)


def test_a_full_disk_takes_nothing(path: Path, journal: Journal) -> None:
    """SQLITE_FULL in the middle of a batch: DiskFull, nothing of it is there, and with space again it goes in."""
    before = lines(path)
    pages = journal._db.execute("PRAGMA page_count").fetchone()[0]
    journal._db.execute(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(DiskFull):
        write(journal, *[VAULT] * 200)

    assert before == lines(path)
    journal._db.execute(f"PRAGMA max_page_count = {pages * 100}")
    write(journal, *[VAULT] * 200)
    assert 204 == len(lines(path))


def test_a_line_of_another_program_is_told_in_a_sentence(
    path: Path, journal: Journal, outsider: sqlite3.Connection
) -> None:
    """A line that somebody slipped in and that is none of ours stops the reader with a sentence, not with a traceback."""
    body, hash = next_line(lines(path))
    outsider.execute(_PLAIN, (body.replace('"performed_by":"P-01"', '"performed_by":7'), hash))

    with pytest.raises(LedgerUnusable, match="cannot be read"):
        journal.lines(CONTRACT)
    with pytest.raises(LedgerUnusable, match="cannot be read"):
        list(journal.asset_lines(CONTRACT, TAPE.asset))


def test_a_torn_file_is_told_in_a_sentence(path: Path) -> None:
    """Pages full of rubbish: every reader says that the ledger is damaged."""
    torn = bytearray(path.read_bytes())
    torn[4096:] = b"\xa5" * (len(torn) - 4096)
    path.write_bytes(torn)

    with Journal.open(path) as journal:
        for question in (
            journal.contracts,
            lambda: journal.head(CONTRACT),
            lambda: journal.lines(CONTRACT),
            lambda: journal.stored(after=0, limit=5),
        ):
            with pytest.raises(LedgerUnusable):
                question()


def test_a_bug_of_ours_is_not_blamed_on_the_file(journal: Journal) -> None:
    """A closed ledger or a wrong statement is no damage."""
    journal.close()

    with pytest.raises(sqlite3.ProgrammingError):
        journal.head(CONTRACT)


# -- making and opening -----------------------------------------------------------------------------------------------


def test_only_the_owner_may_read(path: Path, ledger: Ledger) -> None:
    """0600 for the file, 0700 for the folder."""
    assert 0o600 == path.stat().st_mode & 0o777
    assert 0o700 == ledger.folder.stat().st_mode & 0o777


def test_a_ledger_is_not_made_twice(path: Path) -> None:
    """Making one where there is one changes nothing."""
    before = path.read_bytes()
    with pytest.raises(LedgerUnusable, match="already"):
        Journal.create(path)

    assert before == path.read_bytes()


def test_somebody_elses_file_is_not_taken_over(tmp_path: Path) -> None:
    """Not even one so short that SQLite takes it for an empty database."""
    (tmp_path / "journal.db").write_text("shopping list")
    with pytest.raises(LedgerUnusable, match="already"):
        Journal.create(tmp_path / "journal.db")

    assert "shopping list" == (tmp_path / "journal.db").read_text()


def test_a_creation_cut_short_is_done_again(tmp_path: Path) -> None:
    """The empty file that it leaves is no ledger, and no hindrance."""
    (tmp_path / "journal.db").touch()
    with pytest.raises(LedgerUnusable, match="no ledger"):
        Journal.open(tmp_path / "journal.db")

    with Journal.create(tmp_path / "journal.db") as journal:
        write(journal, OPENED)
        assert 0 == journal.head(CONTRACT).seq


def test_of_two_who_make_it_one_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both saw that there was none; the slower one is refused, and the faster one's ledger stands."""
    path = tmp_path / "journal.db"
    faster = Journal.create(path)
    monkeypatch.setattr("assets.journal._is_there", lambda path: False)
    with pytest.raises(LedgerUnusable, match="There is a ledger already"):
        Journal.create(path)

    write(faster, OPENED)
    assert [] == faster.changed_schema()
    faster.close()


# -- reading back -----------------------------------------------------------------------------------------------------


def test_lines_are_found_by_what_they_are_about(journal: Journal) -> None:
    """By contract, by asset, by source of a copy, by serial, by id, by position."""
    copied = e.Copied(
        asset="R7012-00002-W",
        ordinal=2,
        title=TAPE.title,
        medium="hdd",
        item=1,
        pi_class="specific_pi",
        source=TAPE.asset,
        approval="承認-001",
        copy_no=1,
        copies=2,
        performed_by="P-01",
    )
    rows = write(journal, MOVED, copied, ids=["m", "c"])

    assert {"R7012": CONTRACT} == journal.contracts()
    assert [OPENED, VAULT] == [event.fact for event in journal.desk_lines(CONTRACT)]
    assert [VAULT] == [event.fact for event in journal.desk_lines(CONTRACT, after=0)]
    assert [TAPE, MOVED, MOVED, copied] == [event.fact for event in journal.asset_lines(CONTRACT, TAPE.asset)]
    assert [copied] == [event.fact for event in journal.asset_lines(CONTRACT, copied.asset)]
    assert [(CONTRACT, TAPE.asset)] == journal.with_serial("KKS101L8")
    assert (2, 0) == (journal.last_ordinal(CONTRACT), journal.last_ordinal("R7-別-001"))
    assert rows == journal.lines(CONTRACT, after=3)
    assert rows[:1] == journal.lines(CONTRACT, after=3, limit=1)
    assert (5, rows[1].hash, AT) == journal.head(CONTRACT)
    assert (rows[0].hash, "") == (journal.hash_at(CONTRACT, 4), journal.hash_at(CONTRACT, 9))
    assert {"m", "c"} == journal.known_ids(["m", "x", "c"])
    assert (rows, []) == (journal.with_ids(["m", "c"]), journal.with_ids(["m", "x"]))


def test_the_clock_is_read_in_utc() -> None:
    """moment_of gives the instant in UTC, milliseconds, 24 characters, between two readings of the clock."""
    from assets.ledger import moment_of

    before = datetime.now(UTC) - timedelta(milliseconds=1)
    now = moment_of().now

    assert 24 == len(now)
    assert before <= datetime.fromisoformat(now) <= datetime.now(UTC)


def test_the_messages_name_the_file(tmp_path: Path) -> None:
    """Somebody with several ledgers can tell which one is meant."""
    speak("en")
    with pytest.raises(LedgerUnusable) as caught:
        Journal.open(tmp_path / "nowhere" / "journal.db")

    assert f"There is no ledger at {tmp_path / 'nowhere'}." == caught.value.sentence()


def _of_version_1(folder: Path, lines: Iterable[tuple[int, str, str]]) -> Path:
    """A journal as the first version laid it out, with these lines."""
    path = folder / "journal.db"
    path.unlink(missing_ok=True)
    with closing(sqlite3.connect(path)) as db, db:
        for statement in SCHEMA:
            if "journal_host" not in statement:
                db.execute(re.sub(r",\n  host TEXT [^\n]*(?=,)", "", statement))
        db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        db.execute("PRAGMA user_version = 1")
        db.executemany("INSERT INTO journal(n, body, hash) VALUES (?, ?, ?)", lines)
    return path


def test_a_ledger_of_the_first_version_goes_on(sample_folder: Path, run: Callable[..., Answer]) -> None:
    """It is opened, written and verified; not a byte of its lines changes; who may only read it is told."""
    with closing(sqlite3.connect(sample_folder / "journal.db")) as db:
        lines = db.execute("SELECT n, body, hash FROM journal ORDER BY n").fetchall()
    path = _of_version_1(sample_folder, lines)
    with pytest.raises(LedgerUnusable, match="older version"):
        Journal.open(path, readonly=True)

    assert 0 == run("copy", "R7012-00001-Y", "--medium", "logical_copy", "--host", "SV-1", "--on", "2025-05-20").code
    assert 0 == run("verify").code
    with closing(sqlite3.connect(path)) as db:
        assert lines == db.execute("SELECT n, body, hash FROM journal ORDER BY n LIMIT ?", (len(lines),)).fetchall()
    Journal.open(path, readonly=True).close()
