"""Where was a counter when it stopped?

Each session at a counter has a small file beside the ledger, readable by its owner alone: how it was set, never what was done, which the
ledger tells. The file is locked while the session runs and goes when it ends; one that nobody holds is of a session that was cut off.
"""

from __future__ import annotations

import json
import os
import platform
import re
import secrets
from collections.abc import Collection
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO, Any

import msgspec

from assets.mynumber import looks_like_my_number
from assets.when import begins, day_of

FOLDER = "counters"
_DIGITS = 4  # bytes of a session's mark: eight hex digits at the end of its lines' ids


@dataclass
class Kept:
    """How a session is set. session: the hex digits that end the ids of its lines; began: the instant;
    since: contract -> the last line before it; mode: its code; words: what was asked and scanned, people included.
    """

    session: str
    began: str
    host: str = ""
    home: str = ""
    mode: str = "look"
    words: dict[str, str] = field(default_factory=dict)
    since: dict[str, int] = field(default_factory=dict)


class Keeper:
    """The file of the session that runs here; nothing is kept where the folder cannot be written.

    offers: what a session that was cut off had been told, to be said again in one word.
    """

    def __init__(self, folder: Path, kept: Kept, file: IO[str] | None) -> None:
        self.folder, self.kept, self._file = folder, kept, file
        self.offers: dict[str, str] = {}

    @classmethod
    def begin(cls, folder: Path, *, now: str) -> Keeper:
        """A new session."""
        kept = Kept(session=secrets.token_hex(_DIGITS), began=now, host=platform.node())
        return cls(folder, kept, _locked(_path(folder, kept.session), make=True))

    @classmethod
    def none(cls, *, now: str) -> Keeper:
        """A session that leaves nothing to resume: lines from a file or a pipe."""
        return cls(Path(), Kept(session=secrets.token_hex(_DIGITS), began=now), None)

    @classmethod
    def cut_off(cls, folder: Path, *, today: str, modes: Collection[str], homes: Collection[str]) -> Keeper | None:
        """The latest session of this machine that was cut off today, held from now on; those of other days are forgotten.

        modes, homes: the modes and contracts it can have been in.
        """
        found: list[Keeper] = []
        for path in sorted((folder / FOLDER).glob("*.json")) if (folder / FOLDER).is_dir() else ():
            if (file := _locked(path)) is None:
                continue
            kept = _read(file)
            if kept is None or day_of(kept.began) != today or kept.mode not in modes or kept.home not in homes:
                _forget(path, file)
            elif kept.host == platform.node():
                found.append(cls(folder, kept, file))
            else:
                file.close()
        found.sort(key=lambda keeper: keeper.kept.began)
        for other in found[:-1]:
            other.close()
        return found[-1] if found else None

    def keep(self) -> None:
        """Write down how the session is set now, in one go: a session that is cut off meanwhile finds the old settings or the new."""
        if self._file is None:
            return
        words = {name: word for name, word in (self.offers | self.kept.words).items() if not looks_like_my_number(word)}
        told = json.dumps(asdict(self.kept) | {"words": words}, ensure_ascii=False).encode()
        try:
            number = self._file.fileno()
            os.lseek(number, 0, os.SEEK_SET)
            os.write(number, told.ljust(os.fstat(number).st_size))
        except OSError:
            return

    def end(self) -> None:
        """The session ended as it should: nothing is left to resume."""
        if self._file is not None:
            _forget(_path(self.folder, self.kept.session), self._file)
            self._file = None

    def close(self) -> None:
        """Let go of the file, which stays."""
        if self._file is not None:
            self._file.close()
            self._file = None


def _path(folder: Path, session: str) -> Path:
    return folder / FOLDER / f"{session}.json"


def _locked(path: Path, *, make: bool = False) -> IO[str] | None:
    """The file, open and held by this process alone; None when somebody else holds it, or it cannot be opened."""
    try:
        if make:
            path.parent.mkdir(mode=0o700, exist_ok=True)
        number = os.open(path, os.O_RDWR | (os.O_CREAT if make else 0), 0o600)
    except OSError:
        return None
    file = os.fdopen(number, "r+", encoding="utf-8")
    if _lock(file):
        return file
    file.close()
    return None


def _lock(file: IO[str]) -> bool:
    try:
        if os.name == "nt":
            import msvcrt

            locking: Any = msvcrt
            locking.locking(file.fileno(), locking.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _read(file: IO[str]) -> Kept | None:
    try:
        told = json.load(file)
        kept = msgspec.convert(told, Kept)
        begins(kept.began)
    except (ValueError, OSError):
        return None
    return kept if re.fullmatch(r"[0-9a-f]{8}", kept.session) else None


def _forget(path: Path, file: IO[str]) -> None:
    file.close()
    path.unlink(missing_ok=True)
