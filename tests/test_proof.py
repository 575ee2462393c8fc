"""Is every tampering found, and is nothing else?"""

from __future__ import annotations

import hashlib
import json
import random
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from assets import decide, proof
from assets.edge import actor, moment_of
from assets.journal import Journal
from assets.journal_schema import SCHEMA
from assets.ledger import Ledger
from assets.lines import read_line
from assets.register import Register
from assets.register_schema import TABLES
from tests.conftest import Answer

CONTRACT = "R7-国保-012"
EVENTS = 104
MIDDLE = 60
FLIPS = 200
Run = Callable[..., Answer]
Stored = list[tuple[int, str, str]]


def lines(folder: Path) -> Stored:
    """(n, body, hash) of every line, read past the program and past every index."""
    db = sqlite3.connect(folder / "journal.db")
    found = db.execute("SELECT n, body, hash FROM journal NOT INDEXED ORDER BY n").fetchall()
    db.close()
    return found


@contextmanager
def insider(folder: Path) -> Iterator[sqlite3.Connection]:
    """Somebody with the file who takes the triggers away for a moment, and puts them back word for word."""
    db = sqlite3.connect(folder / "journal.db", isolation_level=None)
    triggers = db.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").fetchall()
    for name, _sql in triggers:
        db.execute(f"DROP TRIGGER {name}")
    yield db
    for _name, sql in triggers:
        db.execute(sql)
    db.close()


def verified(run: Run) -> tuple[int, dict[str, Any]]:
    """The exit code of `assets verify` and what it told."""
    answer = run("verify", "--json")
    return answer.code, json.loads(answer.out) if answer.out else {}


def digest(body: str) -> str:
    """The hash a body should have."""
    return hashlib.sha256(body.encode()).hexdigest()


def rewritten(db: sqlite3.Connection, stored: Stored, n: int, change: Callable[[str], str]) -> None:
    """Change the n-th line, then give it and every line after it the links and hashes that belong to it."""
    prev = stored[n - 2][2]
    for number, body, _hash in stored[n - 1 :]:
        changed = change(body) if number == n else body
        changed = changed.replace(json.loads(body)["prev"], prev)
        assert body != changed
        prev = digest(changed)
        db.execute("UPDATE journal SET body = ?, hash = ? WHERE n = ?", (changed, prev, number))


# -- the chain --------------------------------------------------------------------------------------------------------


def _edit(db: sqlite3.Connection, stored: Stored, change: Callable[[str], str], *, rehash: bool = False) -> None:
    n, body, hash = stored[MIDDLE]
    changed = change(body)
    assert body != changed
    db.execute("UPDATE journal SET body = ?, hash = ? WHERE n = ?", (changed, digest(changed) if rehash else hash, n))


def _other_place(body: str) -> str:
    here, there = ('"H-2"', '"V-1"') if '"H-2"' in body else ('"V-1"', '"H-1"')
    return body.replace(f'"place":{here}', f'"place":{there}')


def _swap(db: sqlite3.Connection, stored: Stored) -> None:
    for n, other in ((MIDDLE + 1, -1), (MIDDLE + 2, MIDDLE + 1), (-1, MIDDLE + 2)):
        db.execute("UPDATE journal SET n = ? WHERE n = ?", (other, n))


def _smuggle(db: sqlite3.Connection, stored: Stored, n: int) -> None:
    body = (
        stored[-1][1]
        .replace(f'"seq":{EVENTS - 1}', f'"seq":{EVENTS}')
        .replace(json.loads(stored[-1][1])["prev"], stored[-1][2])
    )
    for name in ("id", "asset"):
        old = json.loads(body)[name] if name == "id" else json.loads(body)["data"][name]
        body = body.replace(old, old[:-1] + "x")
    body = body.replace('"ordinal":82', '"ordinal":83')
    db.execute("INSERT INTO journal(n, body, hash) VALUES (?, ?, ?)", (n, body, digest(body)))


LINKS, BYTES, ORDER, SPELLING, TIME = (
    "does not link",
    "do not give its hash",
    "another number is due",
    "not canonical",
    "recorded before",
)
TAMPERINGS: dict[str, tuple[Callable[[sqlite3.Connection, Stored], object], int, str]] = {
    "edit without its hash": (lambda db, stored: _edit(db, stored, _other_place), MIDDLE, BYTES),
    "edit with its hash": (lambda db, stored: _edit(db, stored, _other_place, rehash=True), MIDDLE + 1, LINKS),
    "edit the hash alone": (
        lambda db, stored: db.execute("UPDATE journal SET hash = ? WHERE n = ?", ("0" * 64, MIDDLE + 1)),
        MIDDLE,
        BYTES,
    ),
    "edit the very first line": (
        lambda db, stored: db.execute("UPDATE journal SET body = replace(body, '架空市', '仮想市') WHERE n = 1"),
        0,
        BYTES,
    ),
    "delete a middle line": (
        lambda db, stored: db.execute("DELETE FROM journal WHERE n = ?", (MIDDLE + 1,)),
        MIDDLE + 1,
        ORDER,
    ),
    "delete the first line": (lambda db, stored: db.execute("DELETE FROM journal WHERE n = 1"), 1, ORDER),
    "swap two lines": (_swap, MIDDLE + 1, ORDER),
    "a key twice": (
        lambda db, stored: _edit(db, stored, lambda body: body.replace('"place":', '"place":"V-1","place":')),
        MIDDLE,
        SPELLING,
    ),
    "a key twice, with its hash": (
        lambda db, stored: _edit(
            db, stored, lambda body: body.replace('"place":', '"place":"V-1","place":'), rehash=True
        ),
        MIDDLE,
        SPELLING,
    ),
    "a space": (
        lambda db, stored: _edit(db, stored, lambda body: body.replace('"seq":', '"seq": '), rehash=True),
        MIDDLE,
        SPELLING,
    ),
    "another spelling": (
        lambda db, stored: _edit(db, stored, lambda body: body.replace("H-2", "\\u0048-2"), rehash=True),
        MIDDLE,
        SPELLING,
    ),
    "a fact of nobody's": (
        lambda db, stored: _edit(db, stored, lambda body: body.replace('"kind":"received"', '"kind":"flew"')),
        MIDDLE,
        SPELLING,
    ),
    "an earlier time, all rewritten": (
        lambda db, stored: rewritten(db, stored, MIDDLE + 1, lambda body: '{"at":"2020' + body[11:]),
        MIDDLE,
        TIME,
    ),
    "a line too many": (lambda db, stored: _smuggle(db, stored, -(2**63)), EVENTS, ORDER),
}


@pytest.mark.parametrize(("tamper", "bad_line", "why"), TAMPERINGS.values(), ids=TAMPERINGS.keys())
def test_a_changed_history_is_named_by_its_line(
    sample_folder: Path, run: Run, tamper: Callable[[sqlite3.Connection, Stored], object], bad_line: int, why: str
) -> None:
    """Exit 1, the first bad line by its number, and the reason; the indexes, the triggers and the register were left in order."""
    with insider(sample_folder) as db:
        tamper(db, lines(sample_folder))

    code, told = verified(run)
    [chain] = told["chains"]

    assert (1, False, [], "") == (code, told["good"], told["schema_changed"], told["damage"])
    assert (CONTRACT, bad_line) == (chain["contract"], chain["bad_line"])
    assert why in chain["why"]
    assert f"line {bad_line} " in run("verify").err


@pytest.mark.parametrize("language", ["en", "ja"])
def test_an_honest_history_verifies(sample_folder: Path, run: Run, language: str) -> None:
    """Exit 0, with the number of events and the head, which is the hash of the last line."""
    answer = run("verify", env={"ASSETS_LANG": language})

    assert 0 == answer.code
    assert f"{EVENTS}" in answer.out
    assert lines(sample_folder)[-1][2] in answer.out


def _cut(db: sqlite3.Connection, stored: Stored) -> None:
    db.execute("DELETE FROM journal WHERE n > ?", (EVENTS - 3,))


def _rewrite(db: sqlite3.Connection, stored: Stored) -> None:
    rewritten(db, stored, MIDDLE + 1, _other_place)


def _rewrite_the_last(db: sqlite3.Connection, stored: Stored) -> None:
    rewritten(db, stored, EVENTS, _other_place)


@pytest.mark.parametrize(("tamper", "left"), [(_cut, EVENTS - 3), (_rewrite, EVENTS), (_rewrite_the_last, EVENTS)])
def test_what_only_an_outside_head_shows(
    sample_folder: Path, run: Run, tamper: Callable[[sqlite3.Connection, Stored], None], left: int
) -> None:
    """A cut tail, or everything rewritten to the end, is a whole chain again: while the register stands it is an alarm.

    Once that is gone too, only a head noted elsewhere shows it: what is printed are another head and the number of events.
    """
    noted = lines(sample_folder)[-1][2]
    with insider(sample_folder) as db:
        tamper(db, lines(sample_folder))

    code, told = verified(run)
    assert (1, {CONTRACT: "different"}) == (code, told["registers"])

    shutil.rmtree(sample_folder / "registers")
    code, told = verified(run)
    assert (0, left) == (code, told["chains"][0]["events"])
    assert noted != told["chains"][0]["head"]


def test_a_line_that_names_nobody_is_counted_in_the_file(sample_folder: Path, run: Run) -> None:
    """JSON that is no line at all is blamed on nobody's contract, by its place in the file; so is the contract whose line is missing."""
    with insider(sample_folder) as db:
        db.execute("""UPDATE journal SET body = '{"contract":"' || contract || '","site":"0","seq":' || seq || ',"prev":"' || prev ||
            '","kind":"k","at":"' || at || '","id":"' || id || '"}' WHERE n = 61""")
    assert [(CONTRACT, MIDDLE)] == [(chain["contract"], chain["bad_line"]) for chain in verified(run)[1]["chains"]]

    with Journal.open(sample_folder / "journal.db") as journal:
        found: dict[tuple[str, str], proof.Chain] = {}
        for n, body, _hash in journal.stored(after=0, limit=200):
            proof._check(found, n, body if n != MIDDLE else b"\xff\xfe not a line", "0" * 64)
    assert ("?", MIDDLE) == (found["?", "?"].contract, found["?", "?"].bad_line)


RUBBISH = [
    b"",
    b"[" * 5000,
    b"\xff",
    b"7",
    b"null",
    b'{"contract":1,"site":2,"seq":1e400}',
    b'{"contract":"A"}',
    b'{"contract":"A","site":"0","seq":"x"}',
]


@pytest.mark.parametrize("body", RUBBISH)
def test_no_rubbish_stops_the_verifier(body: bytes) -> None:
    """Whatever stands in place of a line, it is a bad line, not an error of ours."""
    found: dict[tuple[str, str], proof.Chain] = {}
    proof._check(found, 9, body, "")

    [chain] = found.values()
    assert not chain.is_good
    assert chain.reason()


def test_slices_do_not_matter(sample: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    """Read in slices smaller than the history, the chain is the same."""
    whole = proof.chains(sample.journal)
    counted: list[int] = []
    monkeypatch.setattr(proof, "SLICE", 7)

    assert whole == proof.chains(sample.journal, progress=counted.append)
    assert (EVENTS, 7) == (sum(counted), max(counted))


# -- the schema -------------------------------------------------------------------------------------------------------

_NAMES = [statement.split()[3 if "UNIQUE" in statement.split()[:2] else 2].split("(")[0] for statement in SCHEMA[1:]]


def _kind(name: str) -> str:
    return next(statement.split()[1].replace("UNIQUE", "INDEX") for statement in SCHEMA if f" {name} " in statement)


def _rewrite_schema(db: sqlite3.Connection, old: str, new: str) -> None:
    db.execute("PRAGMA writable_schema = ON")
    assert (
        1
        == db.execute("UPDATE sqlite_schema SET sql = replace(sql, ?, ?) WHERE instr(sql, ?)", (old, new, old)).rowcount
    )
    db.execute("PRAGMA writable_schema = RESET")


@pytest.mark.parametrize("name", _NAMES)
def test_a_missing_guard_is_named(sample_folder: Path, run: Run, name: str) -> None:
    """Every trigger and every index that is dropped is told by name, exit 1."""
    with sqlite3.connect(sample_folder / "journal.db") as db:
        db.execute(f"DROP {_kind(name)} {name}")
    db.close()

    code, told = verified(run)

    assert (1, [name]) == (code, told["schema_changed"])
    assert name in run("verify").err


SCHEMES: dict[str, tuple[str, Callable[[sqlite3.Connection], object]]] = {
    "a column that shows something else": (
        "journal",
        lambda db: _rewrite_schema(db, "'$.data.serial'", "'$.data.seal_no'"),
    ),
    "a check that checks nothing": ("journal", lambda db: _rewrite_schema(db, "length(hash) = 64", "length(hash) > 0")),
    "a trigger that does nothing": (
        "journal_no_delete",
        lambda db: _rewrite_schema(db, "BEFORE DELETE ON journal", "BEFORE DELETE ON journal WHEN 0"),
    ),
    "another trigger": (
        "helper",
        lambda db: db.execute("CREATE TRIGGER helper AFTER INSERT ON journal BEGIN SELECT 1; END"),
    ),
    "a trigger that looks like SQLite's own": (
        "sqlitexhelper",
        lambda db: db.execute("CREATE TRIGGER sqlitexhelper AFTER INSERT ON journal BEGIN SELECT 1; END"),
    ),
    "a table that looks like SQLite's own": ("sqlitexnotes", lambda db: db.execute("CREATE TABLE sqlitexnotes (x)")),
    "another table": ("notes", lambda db: db.execute("CREATE TABLE notes (x)")),
    "another column": ("journal", lambda db: db.execute("ALTER TABLE journal ADD COLUMN x TEXT")),
}


@pytest.mark.parametrize(("name", "scheme"), SCHEMES.values(), ids=SCHEMES.keys())
def test_a_changed_schema_is_named(
    sample_folder: Path, run: Run, name: str, scheme: Callable[[sqlite3.Connection], object]
) -> None:
    """What is altered or added around the lines is told by name, even when SQLite finds nothing wrong."""
    db = sqlite3.connect(sample_folder / "journal.db", isolation_level=None)
    scheme(db)
    db.close()

    code, told = verified(run)

    assert (1, [name]) == (code, told["schema_changed"])


def test_a_trigger_under_a_reserved_name_is_found(sample_folder: Path, run: Run) -> None:
    """Slipped in through writable_schema, under a name that only SQLite gives."""
    db = sqlite3.connect(sample_folder / "journal.db", isolation_level=None)
    db.execute("CREATE TRIGGER helper AFTER INSERT ON journal BEGIN SELECT 1; END")
    db.execute("PRAGMA writable_schema = ON")
    db.execute(
        "UPDATE sqlite_schema SET name = 'sqlite_helper', sql = replace(sql, 'helper', 'sqlite_helper') WHERE name = 'helper'"
    )
    db.close()

    code, told = verified(run)

    assert code in (1, 2)
    assert 2 == code or told["schema_changed"] == ["sqlite_helper"]


def test_statistics_are_no_tampering(sample_folder: Path, run: Run) -> None:
    """ANALYZE adds tables of SQLite's own."""
    with sqlite3.connect(sample_folder / "journal.db") as db:
        db.execute("ANALYZE")
    db.close()

    assert 0 == run("verify").code


# -- the register -----------------------------------------------------------------------------------------------------

_CHANGED = {
    "begun": "UPDATE begun SET assets = assets + 1",
    "ended": "UPDATE ended SET assets = assets + 1",
    "kinds": "UPDATE kinds SET events = events + 1",
    "contract": "UPDATE contract SET end = '2027-03-31'",
    "responsible": "DELETE FROM responsible WHERE side = 'client'",
    "places": "UPDATE places SET zone = 'controlled' WHERE place = 'L-1'",
    "people": "UPDATE people SET pledged_on = '2025-04-01' WHERE person = 'P-06'",
    "stints": "UPDATE stints SET end = '2025-04-02' WHERE person = 'P-06'",
    "protocols": "UPDATE protocols SET methods = methods || '、郵送'",
    "subcontracts": "UPDATE subcontracts SET valid_until = '2027-03-31'",
    "approvals": "UPDATE approvals SET max_copies = 9",
    "assets": "UPDATE assets SET status = 'returned', open = 0 WHERE n = 50",
    "events": "DELETE FROM events WHERE seq = 50",
    "head": "UPDATE head SET at = '2025-01-01T00:00:00.000Z'",
    "consents": "INSERT INTO consents(number) VALUES ('x')",
    "disposal_requests": "INSERT INTO disposal_requests(number) VALUES ('x')",
    "sessions": "INSERT INTO sessions(session) VALUES ('x')",
    "incidents": "INSERT INTO incidents(number) VALUES ('x')",
    "stocktakes": "INSERT INTO stocktakes(number) VALUES ('x')",
    "stocktake_expected": "INSERT INTO stocktake_expected(stocktake) VALUES ('x')",
    "subject_requests": "INSERT INTO subject_requests(number) VALUES ('x')",
    "documents": "INSERT INTO documents(number) VALUES ('x')",
    "audits": "INSERT INTO audits(number) VALUES ('x')",
    "improvements": "INSERT INTO improvements(number) VALUES ('x')",
    "containers": "INSERT INTO containers(number) VALUES ('x')",
    "corrections": "INSERT INTO corrections(seq) VALUES (999)",
    "policy": "INSERT INTO policy(seq) VALUES (9999)",
    "supervisions": "INSERT INTO supervisions(seq) VALUES (9999)",
    "incident_steps": "INSERT INTO incident_steps(seq) VALUES (9999)",
    "incident_assets": "INSERT INTO incident_assets(seq) VALUES (9999)",
    "counts": "INSERT INTO counts(seq) VALUES (9999)",
    "safety_measures": "INSERT INTO safety_measures(seq) VALUES (9999)",
    "flags": "DELETE FROM flags WHERE seq = 50",
}


def test_every_table_of_a_register_is_compared() -> None:
    """The list below is complete."""
    assert set(TABLES) == set(_CHANGED)


@pytest.mark.parametrize("table", _CHANGED)
def test_a_register_edited_by_hand_is_named(sample_folder: Path, run: Run, table: str) -> None:
    """Exit 1 and the table; `assets rebuild` brings the right one back."""
    with Ledger.open(sample_folder) as ledger:
        path = ledger.register_path(CONTRACT)
    with sqlite3.connect(path) as db:
        assert 0 < db.execute(_CHANGED[table]).rowcount
    db.close()

    code, told = verified(run)
    assert (1, {CONTRACT: table}, True) == (code, told["registers"], told["chains"][0]["why"] == "")

    assert 0 == run("rebuild").code
    assert 0 == run("verify").code


def test_a_search_index_edited_by_hand_is_named(sample_folder: Path, run: Run) -> None:
    """What is hidden from search is found by the comparison."""
    with Ledger.open(sample_folder) as ledger:
        ledger.register(CONTRACT).db.execute("INSERT INTO assets_search(rowid, words) VALUES (9999, 'ghost')")

    code, told = verified(run)

    assert (1, {CONTRACT: "assets_search"}) == (code, told["registers"])


@pytest.mark.parametrize(
    ("change", "state"),
    [
        ("UPDATE head SET hash = replace(hash, substr(hash, 1, 8), '00000000')", "different"),
        ("UPDATE head SET seq = 500", "different"),
        ("UPDATE head SET seq = 50", "different"),
    ],
)
def test_a_register_that_stands_elsewhere_is_an_alarm(sample_folder: Path, run: Run, change: str, state: str) -> None:
    """Ahead of the journal, or at a line with another hash: told, and never repaired in silence."""
    with Ledger.open(sample_folder) as ledger:
        register = ledger.register(CONTRACT)
        register.db.execute(change)

        assert 0 == register.catch_up(ledger.journal)
        assert state == register.standing(ledger.journal).word

    assert (1, {CONTRACT: state}) == (verified(run)[0], verified(run)[1]["registers"])


def test_a_restored_older_journal_is_an_alarm(sample_folder: Path, run: Run, tmp_path: Path) -> None:
    """The journal put back from yesterday's copy: the register is ahead, and says so."""
    shutil.copy(sample_folder / "journal.db", tmp_path / "yesterday.db")
    assert 0 == run("move", "R7012-00001-Y", "--place", "H-1").code
    shutil.copy(tmp_path / "yesterday.db", sample_folder / "journal.db")

    code, told = verified(run)

    assert (1, {CONTRACT: "different"}) == (code, told["registers"])


def test_a_register_is_nobodys_loss(sample_folder: Path, run: Run) -> None:
    """Deleted, it comes back the same."""
    shutil.rmtree(sample_folder / "registers")

    assert 0 == run("verify").code


def test_deeds_done_during_the_comparison_are_no_difference(sample: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody scans while the register is being compared: both are compared as they stood."""
    monkeypatch.setattr(proof, "SLICE", 20)
    register = sample.reading(CONTRACT)
    places = ["H-1", "V-1"] * 10

    def scan(_count: int) -> None:
        with Ledger.open(sample.folder) as other:
            asset = other.asset(CONTRACT, "R7012-00001-Y")
            assert asset is not None
            other.perform(
                CONTRACT,
                lambda desk: decide.move(desk, asset, place=places.pop(), performed_by="P-02", moment=moment_of()),
                by=actor("P-02", "typed"),
                moment=moment_of(),
            )
            other.catch_up(CONTRACT)

    assert "" == proof.register_differs(register, sample.journal, progress=scan)
    assert 14 == len(places)
    assert "" == proof.register_differs(register, sample.journal)
    assert EVENTS + 20 - len(places) == register.head().seq + 1


# -- could not be checked ---------------------------------------------------------------------------------------------


def _missing(journal: Path) -> None:
    journal.unlink()


def _text(journal: Path) -> None:
    journal.write_text("this is no ledger " * 100)


def _other(journal: Path) -> None:
    journal.unlink()
    with sqlite3.connect(journal) as db:
        db.execute("CREATE TABLE t (x)")
    db.close()


def _dropped(journal: Path) -> None:
    with sqlite3.connect(journal) as db:
        db.execute("DROP TABLE journal")
    db.close()


@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize("spoil", [_missing, _text, _other, _dropped])
def test_what_cannot_be_checked_is_not_called_good(
    sample_folder: Path, run: Run, spoil: Callable[[Path], None], language: str
) -> None:
    """Exit 2, one sentence, nothing that looks like success."""
    spoil(sample_folder / "journal.db")

    answer = run("verify", env={"ASSETS_LANG": language})

    assert (2, "") == (answer.code, answer.out)
    assert 1 == answer.err.count("✗")


def test_every_flipped_bit_is_found_or_harmless(sample_folder: Path, run: Run, tmp_path: Path) -> None:
    """One wrong bit anywhere in the file: verify says 1 or 2, or every line is there with its very bytes, through the index as past it."""
    journal = sample_folder / "journal.db"
    honest, before = journal.read_bytes(), lines(sample_folder)
    chance = random.Random(20250401)
    codes = {0: 0, 1: 0, 2: 0}
    for _flip in range(FLIPS):
        place, bit = chance.randrange(len(honest)), chance.randrange(8)
        journal.write_bytes(honest[:place] + bytes([honest[place] ^ 1 << bit]) + honest[place + 1 :])
        code = run("verify").code
        codes[code] += 1
        if code == 0:
            with Journal.open(journal, readonly=True) as opened:
                assert before == lines(sample_folder), (place, bit)
                assert [row[1:] for row in before] == [row[:2] for row in opened.lines(CONTRACT)], (place, bit)
                assert before[-1][2] == opened.head(CONTRACT).hash, (place, bit)
    journal.write_bytes(honest)

    assert 0 == run("verify").code
    assert codes[1] > FLIPS // 4, codes


def test_a_flipped_bit_in_a_body_names_its_line(sample_folder: Path, run: Run) -> None:
    """Damage inside a line is found as tampering, with the line, not as an unreadable file; invalid UTF-8 too."""
    journal = sample_folder / "journal.db"
    honest = journal.read_bytes()
    body = lines(sample_folder)[MIDDLE][1].encode()
    place = honest.index(body)
    assert MIDDLE == read_line(body).seq
    for offset, bit in (
        (body.index("国保".encode()), 7),
        (body.index(b'"H-2"') + 1, 1),
        (body.index(b'"record_count":') + 15, 0),
    ):
        journal.write_bytes(
            honest[: place + offset] + bytes([honest[place + offset] ^ 1 << bit]) + honest[place + offset + 1 :]
        )
        code, told = verified(run)

        assert (1, False) == (code, told["good"])
        assert {MIDDLE, MIDDLE + 1} & {chain["bad_line"] for chain in told["chains"]}


def test_a_register_of_another_contract_is_told_apart(sample: Ledger) -> None:
    """Compared with a replay of its own contract only."""
    empty = Register.in_memory("R7-別-001")

    assert "" == proof.register_differs(empty, sample.journal)
    empty.close()
