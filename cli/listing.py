"""How is a list of one contract shown?"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Any

from cli import say
from cli.session import opened, reading

Question = Callable[[Any], list[dict[str, Any]]]


def listed(
    contract: str, question: Question, columns: Mapping[str, str], *, json: bool, codes: Collection[str] = ()
) -> None:
    """Ask the register of `contract` and show the rows; columns: name in the row -> heading; codes: columns shown in words."""
    with opened() as ledger:
        rows = question(reading(ledger, ledger.contract(contract)).db)
    if json:
        say.as_json(rows)
        return
    say.table(
        list(columns.values()),
        [[say.word(row[name]) if name in codes and row[name] else row[name] for name in columns] for row in rows],
    )
