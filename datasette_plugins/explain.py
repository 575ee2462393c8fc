"""What does the auditor read beside the rows?

`metadata.yml` explains tables, views, columns and questions once, without naming a contract; here that is said of every register.
Datasette writes into the dictionaries it is given, so every answer is a fresh copy.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Any

from assets.errors import LedgerUnusable
from assets.language import N_

NAME = "assets-audit"
_FILE = "metadata.yml"
_BESIDE = Path(__file__).parent.parent / _FILE


def find() -> Path:
    """Where metadata.yml lies: at the top of the source tree, else where the installer put the package's data."""
    if _BESIDE.exists():
        return _BESIDE
    files = metadata.files("assets-ledger") or ()
    installed = [Path(str(file.locate())) for file in files if file.name == _FILE]
    found = [path for path in (*installed, Path(sys.prefix) / "share" / "assets-ledger" / _FILE) if path.exists()]
    if not found:
        raise LedgerUnusable(N_("The file {file} is missing."), hint=N_("Install this program again."), file=_FILE)
    return found[0]


@cache
def _read() -> dict[str, Any]:
    from datasette.utils import parse_metadata

    parsed: dict[str, Any] = parse_metadata(find().read_text(encoding="utf-8"))
    return parsed


def root() -> dict[str, Any]:
    """Title, description and the net that shows nothing without the plugin."""
    return fresh({key: value for key, value in _read().items() if key != "plugins"})


def tables(schema: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """Every table and view of `schema` (name -> columns) that metadata.yml explains; what it does not explain is not shown."""
    given = _read()["plugins"][NAME]
    return {
        name: {**settings, "columns": _meanings(name, schema[name])}
        for name, settings in given["tables"].items()
        if name in schema
    }


def _meanings(table: str, columns: Sequence[str]) -> dict[str, str]:
    given = _read()["plugins"][NAME]
    known = given["columns"] | given["tables"][table].get("columns", {})
    return {column: known[column] for column in columns if column in known}


def title(table: str) -> str:
    """What a table is called, in both languages."""
    return str(_read()["plugins"][NAME]["tables"][table]["title"])


def meanings() -> dict[str, str]:
    """What each column is called, wherever it stands."""
    return dict(_read()["plugins"][NAME]["columns"])


def queries() -> dict[str, Any]:
    """The ready-made questions, in the order of the clauses."""
    return fresh(_read()["plugins"][NAME]["queries"])


def fresh(settings: dict[str, Any]) -> dict[str, Any]:
    """A copy that may be written into; what makes copies of its own is left to it."""
    return {key: fresh(value) if type(value) is dict else value for key, value in settings.items()}


class Copies(dict[str, dict[str, Any]]):
    """Settings by register or by table, each copied when it is taken: Datasette takes one and asks for all."""

    def __getitem__(self, name: str) -> dict[str, Any]:
        return fresh(super().__getitem__(name))

    def get(self, name: str, default: Any = None) -> Any:
        """A copy of the settings of one."""
        try:
            return self[name]
        except KeyError:
            return default
