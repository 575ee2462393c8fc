"""What does an error of SQLite mean for the person at the keyboard?"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from assets.errors import AssetsError, DiskFull, LedgerBusy, LedgerUnusable
from assets.language import N_

_MEANING: dict[int, tuple[type[AssetsError], str, str]] = {
    sqlite3.SQLITE_BUSY: (LedgerBusy, N_("Somebody else holds the ledger; nothing was recorded."), N_("Try again.")),
    sqlite3.SQLITE_FULL: (
        DiskFull,
        N_("The disk is full; nothing was recorded."),
        N_("Free some space, then try again."),
    ),
    sqlite3.SQLITE_IOERR: (
        DiskFull,
        N_("The disk did not take the event; nothing was recorded."),
        N_("Check the disk, then try again."),
    ),
    sqlite3.SQLITE_READONLY: (
        LedgerUnusable,
        N_("The ledger {path} may not be written."),
        N_("Check who owns the file and the folder."),
    ),
    sqlite3.SQLITE_CANTOPEN: (
        LedgerUnusable,
        N_("The ledger {path} cannot be opened."),
        N_("Check who owns the file and the folder."),
    ),
    sqlite3.SQLITE_NOTADB: (LedgerUnusable, N_("{path} is not a ledger of this program."), ""),
    sqlite3.SQLITE_CORRUPT: (LedgerUnusable, N_("The ledger {path} is damaged."), N_("assets verify")),
}
_OTHERWISE = (LedgerUnusable, N_("The ledger {path} cannot be used: {why}"), N_("assets verify"))


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turn SQLite's errors into ours: one sentence, an exit code, nothing half done."""
    try:
        yield
    except sqlite3.ProgrammingError:  # our own mistake, not the file's
        raise
    except sqlite3.DatabaseError as error:
        kind, message, hint = _MEANING.get(getattr(error, "sqlite_errorcode", 0) & 0xFF, _OTHERWISE)
        raise kind(message, hint=hint, path=path, why=error) from error
    except OSError as error:
        raise LedgerUnusable(
            N_("The ledger {path} cannot be opened."), hint=N_("Check who owns the file and the folder."), path=path
        ) from error
