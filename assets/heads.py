"""How far does the journal go, for those who may not read it?

Beside each register lies a small file that says where its contract's chain ends in the journal. Whoever records leaves it after the commit;
whoever shows the register compares. It is a sign for readers, never evidence: losing it loses nothing.

It is written in place, always as long, with a check sum: replacing a file makes some file systems wait for the disk, which took longer than
all the rest of a scan, and a reader who meets half of it sees that, and looks again.
"""

from __future__ import annotations

import contextlib
import os
import time
import zlib
from pathlib import Path
from typing import NamedTuple

import msgspec

from assets.journal import Head, Journal
from assets.register import Register

MATCHES, BEHIND, DIFFERENT, UNKNOWN = "matches", "behind", "different", "not_known"
_LOOKS = 5
_LENGTH = 512


class Mark(NamedTuple):
    """What the files beside a register say: the journal's last line, whether the register parts from it, what was verified last.

    verified_seq: -1 when nothing was; verified_hash: of that line; verified_at: when, UTC.
    """

    seq: int = -1
    hash: str = ""
    parted: bool = False
    verified_seq: int = -1
    verified_hash: str = ""
    verified_at: str = ""


class State(NamedTuple):
    """How a register stands to the journal: matches, behind (by `lines`), different (an alarm), or not_known."""

    word: str
    lines: int = 0


def leave(journal: Journal, register: Register, path: Path, *, looks: int = _LOOKS) -> None:
    """Say beside the register at `path` where its chain ends in the journal, and whether the register can still follow it.

    Several may record at once: whoever wrote last looks once more, so that the last word is right. looks: 1 when the last word follows.
    """
    for _again in range(looks):
        told, before = _told(journal, register), read(path)
        if told == before[:3]:
            return
        with contextlib.suppress(OSError):
            _write(path, before._replace(seq=told[0], hash=told[1], parted=told[2]))


def leave_verified(path: Path, *, seq: int, hash: str, at: str) -> None:
    """Say beside the register at `path` that its chain was verified up to line `seq`, at an instant."""
    _write(path, read(path)._replace(verified_seq=seq, verified_hash=hash, verified_at=at))


def read(path: Path) -> Mark:
    """What was left beside the register at `path`; an empty mark when nothing was, or it cannot be read."""
    for _again in range(_LOOKS):
        try:
            return _parsed(_beside(path).read_bytes())
        except FileNotFoundError:
            return Mark()
        except (OSError, ValueError, TypeError):
            time.sleep(0.001)
    return Mark()


def _parsed(left: bytes) -> Mark:
    check, _, told = left.rstrip().partition(b" ")
    if int(check, 16) != zlib.crc32(told):
        raise ValueError("half of it")
    return Mark(**msgspec.json.decode(told))


def standing(here: Head, there: Mark) -> State:
    """How a register that stands at `here` stands to the journal; `here` must have been read before `there`: recording goes on."""
    if there.seq < 0:
        return State(UNKNOWN)
    if there.parted or here.seq > there.seq or (here.seq == there.seq and here.hash != there.hash):
        return State(DIFFERENT, here.seq - there.seq)
    return State(BEHIND, there.seq - here.seq) if here.seq < there.seq else State(MATCHES)


def _told(journal: Journal, register: Register) -> tuple[int, str, bool]:
    there, here = journal.head(register.contract), register.head()
    if (here.seq, here.hash) == (there.seq, there.hash):
        return there.seq, there.hash, False
    return there.seq, there.hash, register.standing(journal).word == DIFFERENT


def _beside(path: Path) -> Path:
    return path.with_suffix(".head")


def _write(path: Path, mark: Mark) -> None:
    """Write the file beside the register at `path` in one go; whoever may read the register may read it."""
    told = msgspec.json.encode(mark._asdict())
    whole = f"{zlib.crc32(told):08x} ".encode() + told
    name = _beside(path)
    is_new = not name.exists()
    file = os.open(name, os.O_CREAT | os.O_WRONLY | getattr(os, "O_BINARY", 0), 0o600)
    try:
        os.write(file, whole.ljust(_LENGTH - 1) + b"\n")
    finally:
        os.close(file)
    if is_new:
        name.chmod(path.stat().st_mode & 0o777)
