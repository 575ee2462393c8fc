"""What does each thing that keeps a rule look like when it does not?

A plugin of pytest: `python -m pytest -p tests.broken --broken assets.journal.Journal.writing tests/test_journal.py` runs tests in a program
in which that one thing lets everything pass. `tests/test_broken.py` runs the proofs of the built-in rules so.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

Permissive = Callable[[Any], Any]


def _without_triggers(schema: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(statement for statement in schema if "TRIGGER" not in statement)


def _commits_always(_writing: Any) -> Any:
    @contextmanager
    def writing(journal: Any) -> Iterator[None]:
        journal._db.execute("BEGIN IMMEDIATE")
        try:
            yield
        finally:
            journal._db.execute("COMMIT")

    return writing


def _stops_at_the_first(add: Any) -> Any:
    def only_one(reading: Any, *told: Any) -> None:
        if not reading.problems:
            add(reading, *told)

    return only_one


def _leaves_bad_rows_out(read: Any) -> Any:
    def read_what_is_good(ledger: Any, desk: Any, rows: Any, **more: Any) -> Any:
        from assets.delivery import RowsRefused

        try:
            return read(ledger, desk, rows, **more)
        except RowsRefused as refused:
            bad = {row for row, _ in refused.rows}
            return read(ledger, desk, [row for row in rows if row.row not in bad], **more)

    return read_what_is_good


def _holds_any(_pinned: Any) -> Any:
    return lambda contract: "contract TEXT NOT NULL DEFAULT '{}'".format(contract.replace("'", "''"))


def _opens_the_wrong_file(register: Any) -> Any:
    class Wrong(register):  # type: ignore[misc]
        def __init__(self, datasette: Any, path: str, **more: Any) -> None:
            others = [other for other in sorted(Path(path).parent.glob("*.db")) if other != Path(path)]
            super().__init__(datasette, str(others[0]), **more)

    return Wrong


# Dotted name -> what it is made into.
PERMISSIVE: dict[str, Permissive] = {
    "assets.journal_schema.SCHEMA": _without_triggers,
    "assets.journal.Journal.writing": _commits_always,
    "assets.reading.Reading._add": _stops_at_the_first,
    "cli.intake.refuse_problems": lambda _refuse: lambda source, problems: None,
    "assets.delivery.read": _leaves_bad_rows_out,
    "assets.mynumber.looks_like_my_number": lambda _looks: lambda text: False,
    "assets.register_schema.pinned": _holds_any,
    "datasette_plugins.registers.Register": _opens_the_wrong_file,
}


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--broken NAME`."""
    parser.addoption("--broken", choices=PERMISSIVE)


def pytest_configure(config: pytest.Config) -> None:
    """Break what is named before any test module is imported."""
    broken = config.getoption("--broken")
    if broken:
        _break(broken)


def _break(name: str) -> None:
    """Replace it where it stands, and in the modules that took it from there already; those imported later take what they find."""
    owner, kept, last = _found(name)
    made = PERMISSIVE[name](kept)
    setattr(owner, last, made)
    for module in list(sys.modules.values()):
        if getattr(module, last, None) is kept:
            setattr(module, last, made)


def _found(name: str) -> tuple[Any, Any, str]:
    *path, last = name.split(".")
    for length in range(len(path), 0, -1):
        try:
            owner: Any = importlib.import_module(".".join(path[:length]))
        except ModuleNotFoundError:
            continue
        for part in path[length:]:
            owner = getattr(owner, part)
        return owner, getattr(owner, last), last
    raise LookupError(name)
