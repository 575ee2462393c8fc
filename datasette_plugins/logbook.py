"""Who looked at what?

One line of JSON for each request: when, who, from where, which page, what came of it. What was searched for, and every other word behind a
question mark, is not written down, nor a name that nobody has: people type passwords where names belong.
"""

from __future__ import annotations

import json
import logging
import os
from datetime import UTC, datetime
from io import TextIOWrapper
from logging.handlers import WatchedFileHandler
from pathlib import Path
from typing import NamedTuple

from assets.errors import BadInput
from assets.language import N_
from assets.when import instant

_LONGEST_PATH = 300
_logbook = logging.getLogger("assets.access")


class Access(NamedTuple):
    """A request that was answered. user: "" for nobody; bytes: of the answer's body; ms: until its last byte was sent."""

    user: str
    address: str
    method: str
    path: str
    status: int
    bytes: int
    ms: float


def enter(access: Access) -> None:
    """Write one line."""
    if _logbook.handlers:
        told = {"time": instant(datetime.now(UTC)), **access._asdict()}
        told["path"] = access.path[:_LONGEST_PATH]
        _logbook.info(json.dumps(told, ensure_ascii=True))


class _Private(WatchedFileHandler):
    """A file that only its owner may read; when it is moved away, a new one is begun."""

    def _open(self) -> TextIOWrapper:
        opened = os.open(self.baseFilename, os.O_APPEND | os.O_CREAT | os.O_WRONLY, 0o600)
        return TextIOWrapper(os.fdopen(opened, "ab"), encoding="utf-8", write_through=True)


def open_at(path: Path | None) -> logging.Handler:
    """Begin to write, to a file or to the error output; close it with `close`. Raises BadInput when the file cannot be written."""
    try:
        handler: logging.Handler = _Private(str(path), encoding="utf-8") if path else logging.StreamHandler()
    except OSError as error:
        raise BadInput(
            N_("{path} cannot be written: {why}"), hint=N_("Another place: --log FILE"), path=path, why=error.strerror
        ) from error
    handler.setFormatter(logging.Formatter("%(message)s"))
    _logbook.setLevel(logging.INFO)
    _logbook.propagate = False
    _logbook.addHandler(handler)
    return handler


def close(handler: logging.Handler) -> None:
    """Write no more."""
    _logbook.removeHandler(handler)
    handler.close()
