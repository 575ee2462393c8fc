"""How far does the journal go, for those who may not read it?"""

from __future__ import annotations

import os
import shutil
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from assets import events as e
from assets import heads
from assets.edge import actor, moment_of
from assets.journal import Head, new_id
from assets.ledger import Ledger

NUMBER = "R7-国保-012"


def _record(ledger: Ledger, *facts: e.Fact) -> None:
    with ledger.journal.writing():
        ids = [new_id(1) for _ in facts]
        ledger.journal.append(facts, contract=NUMBER, at=moment_of().now, by=actor("P-01", "typed"), ids=ids)


def _opened() -> e.ContractOpened:
    return e.ContractOpened(
        number=NUMBER, title="委託", prefix="R7012", client="架空市", contractor="架空サービス", annex="20250401",
        start="2025-04-01", end="2026-03-31", purposes=("入力",), nonce="n",
    )  # fmt: skip


def _place(place: str) -> e.PlaceAdded:
    return e.PlaceAdded(place=place, name="庫", zone="controlled")


def _state(ledger: Ledger) -> heads.State:
    return heads.standing(ledger.register(NUMBER).head(), heads.read(ledger.register_path(NUMBER)))


def test_the_sign_follows_each_commit(ledger: Ledger) -> None:
    """After a commit the file beside the register names the journal's last line, and may be read by whoever may read the register."""
    _record(ledger, _opened(), _place("V-1"))
    ledger.catch_up(NUMBER)
    path = ledger.register_path(NUMBER)

    assert ledger.journal.head(NUMBER)[:2] == heads.read(path)[:2]
    assert heads.State("matches") == _state(ledger)
    assert path.stat().st_mode & 0o777 == path.with_suffix(".head").stat().st_mode & 0o777


def test_a_register_that_did_not_follow_is_behind(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    """The sign stands before the register follows: when that fails, readers see by how much."""
    _record(ledger, _opened())
    ledger.catch_up(NUMBER)
    _record(ledger, _place("V-1"), _place("V-2"))
    with monkeypatch.context() as patch:
        patch.setattr("assets.register.Register.catch_up", lambda *_args, **_more: (_ for _ in ()).throw(OSError()))
        ledger.catch_up(NUMBER)

    assert heads.State("behind", 2) == _state(ledger)

    ledger.catch_up(NUMBER)

    assert heads.State("matches") == _state(ledger)


@pytest.mark.parametrize("more", [0, 1, 2])
def test_a_journal_that_was_put_back_is_an_alarm(ledger: Ledger, folder: Path, tmp_path: Path, more: int) -> None:
    """An older journal put back, whether it is shorter, as long, or longer by now than what the register holds."""
    _record(ledger, _opened())
    ledger.catch_up(NUMBER)
    shutil.copy(folder / "journal.db", tmp_path / "old.db")
    _record(ledger, _place("V-1"))
    ledger.catch_up(NUMBER)
    shutil.copy(tmp_path / "old.db", folder / "journal.db")
    with Ledger.open(folder) as restored:
        _record(restored, *(_place(f"X-{number}") for number in range(more)))
        restored.catch_up(NUMBER)

        assert "different" == _state(restored).word


@pytest.mark.parametrize("left", [None, b"", b"{", b"[]", b'{"seq":1}', b'{"strange":1}', b"00000000 {}", b"zz {}"])
def test_a_sign_that_cannot_be_read_says_nothing(ledger: Ledger, left: bytes | None) -> None:
    """Neither "matches" nor an alarm: it is not known; the next one who records leaves it again."""
    _record(ledger, _opened())
    ledger.catch_up(NUMBER)
    sign = ledger.register_path(NUMBER).with_suffix(".head")
    sign.unlink() if left is None else sign.write_bytes(left)

    assert _state(ledger).word in ("not_known", "behind")

    ledger.catch_up(NUMBER)

    assert "matches" == _state(ledger).word


def test_a_folder_that_cannot_be_written_fails_no_command(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    """The register still follows."""
    _record(ledger, _opened())
    with monkeypatch.context() as patch:
        patch.setattr(os, "open", lambda *_args, **_more: (_ for _ in ()).throw(PermissionError()))
        ledger.catch_up(NUMBER)
    ledger.catch_up(NUMBER)

    assert 0 == ledger.register(NUMBER).head().seq


def test_a_slower_writer_has_not_the_last_word(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody else records while this one writes its sign: it looks once more and says what is true now."""
    _record(ledger, _opened())
    ledger.catch_up(NUMBER)
    written: list[Any] = []
    plain = heads._write

    def slow(path: Path, mark: heads.Mark) -> None:
        if not written:
            _record(ledger, _place("V-9"))
        written.append(mark)
        plain(path, mark)

    _record(ledger, _place("V-1"))
    monkeypatch.setattr(heads, "_write", slow)
    heads.leave(ledger.journal, ledger.register(NUMBER), ledger.register_path(NUMBER))

    assert [1, 2] == [mark.seq for mark in written]
    assert 2 == heads.read(ledger.register_path(NUMBER)).seq


def test_half_a_sign_is_seen_and_looked_at_again(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    """A reader who meets the file while it is written gets the whole of it a moment later, never a mixture."""
    _record(ledger, _opened())
    ledger.catch_up(NUMBER)
    path = ledger.register_path(NUMBER)
    whole = path.with_suffix(".head").read_bytes()
    halves = iter([whole[:40], whole[:200].replace(b'"seq":0', b'"seq":9') + whole[200:], whole])
    monkeypatch.setattr(Path, "read_bytes", lambda _path: next(halves))

    assert 0 == heads.read(path).seq
    assert [] == list(halves)


def test_what_was_verified_stays_beside_it(ledger: Ledger) -> None:
    """The day and the line of the last verification survive later commits."""
    _record(ledger, _opened())
    ledger.catch_up(NUMBER)
    path = ledger.register_path(NUMBER)
    heads.leave_verified(path, seq=0, hash="h", at="2026-01-01T00:00:00.000Z")
    _record(ledger, _place("V-1"))
    ledger.catch_up(NUMBER)

    assert (1, 0, "h", "2026-01-01T00:00:00.000Z") == (heads.read(path).seq, *heads.read(path)[3:])


def test_the_register_of_a_closed_contract_is_one_file(ledger: Ledger, folder: Path, tmp_path: Path) -> None:
    """Closed: no write-ahead log is left, a copy of the file alone reads as the whole, and a later line is still followed."""
    _record(ledger, _opened(), e.ContractEnded(trigger="completion", due_on="2026-04-10"))
    ledger.catch_up(NUMBER)
    path = ledger.register_path(NUMBER)
    reader = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    reader.execute("SELECT count(*) FROM assets").fetchone()
    _record(ledger, e.ContractClosed(received=0, copied=0, produced=0, returned=0, erased=0, disposed=0, lost=0))
    ledger.catch_up(NUMBER)

    assert "wal" == ledger.register(NUMBER).db.execute("PRAGMA journal_mode").fetchone()[0]

    reader.close()
    ledger.catch_up(NUMBER)
    alone = shutil.copy(path, tmp_path / "alone.db")

    assert [path.name] == [other.name for other in path.parent.glob("*.db*")]
    with sqlite3.connect(f"file:{alone}?mode=ro&immutable=1", uri=True) as copy:
        assert 2 == copy.execute("SELECT seq FROM head").fetchone()[0]

    _record(ledger, _place("V-7"))
    ledger.catch_up(NUMBER)

    assert (heads.State("matches"), 3) == (_state(ledger), ledger.register(NUMBER).head().seq)


def test_before_and_after_are_told_apart() -> None:
    """Behind by lines; ahead, or another line at the same place: an alarm; nothing left: not known."""
    mark = heads.Mark(5, "a")

    assert ["matches", "behind", "different", "different", "not_known", "different"] == [
        heads.standing(*pair).word
        for pair in (
            (Head(5, "a"), mark),
            (Head(3, "c"), mark),
            (Head(6, "d"), mark),
            (Head(5, "b"), mark),
            (Head(5, "a"), heads.Mark()),
            (Head(3, "c"), mark._replace(parted=True)),
        )
    ]


def test_verification_leaves_its_mark(sample_folder: Path, run: Any) -> None:
    """`assets verify` says beside the register up to which line it found the chain good, for those who see the register only."""
    assert 0 == run("verify").code

    [sign] = (sample_folder / "registers").glob("*.head")
    mark = heads.read(sign.with_suffix(".db"))

    assert mark.verified_seq == mark.seq >= 1
    assert (mark.hash, moment_of().now[:10]) == (mark.verified_hash, mark.verified_at[:10])
