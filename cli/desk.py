"""How is a deed on the contract's desk done?"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from assets import decide
from assets.errors import BadInput
from assets.language import N_, _
from cli import say
from cli.deeds import as_result, sentence
from cli.session import existing, moment, opened, reading, who

_ATTACHED = ("authorised", "disposal.listed", "incident.affected")


def desk_deed(name: str, facts: Any, *, by: str, on: str, json: bool, someone: bool = False) -> list[Any]:
    """Do a deed on the desk of the contract `name`; facts: (ledger, desk, moment) -> what to record. The lines recorded.

    someone: whether somebody must be named who does it; the moment's `operator` is that person.
    """
    actor = who(by, needed=someone)
    when = replace(moment(on), operator=actor.op)
    with opened() as ledger:
        contract = ledger.contract(name)
        rows = ledger.perform(contract, lambda desk: facts(ledger, desk, when), by=actor, moment=when)
        told(ledger, contract, rows, json=json)
        ledger.catch_up(contract, rows)
    return rows


def put_on_record(contract: str, fact: Any, *, by: str, json: bool) -> None:
    """Record what client and contractor told each other; fact: what was told, or a function of who records it."""

    def facts(_ledger: Any, desk: Any, when: Any) -> Any:
        return decide.put_on_record(desk, fact(when.operator) if callable(fact) else fact, moment=when)

    desk_deed(contract, facts, by=by, on="", json=json)


def told(ledger: Any, contract: str, rows: list[Any], *, json: bool) -> None:
    """Say what was recorded on the desk; an approval, an application or an incident lists the assets it covers."""
    if json:
        say.as_json([as_result(ledger, contract, row) for row in rows])
        return
    attached = [row.event.fact.asset for row in rows if row.event.kind in _ATTACHED]
    for row in rows:
        if row.event.kind not in _ATTACHED:
            say.good(say.plain(sentence(ledger, contract, row)))
    if attached:
        say.line(
            "  "
            + _("covers {count}: {numbers}").format(
                count=len(attached), numbers=", ".join(attached[:5]) + (" …" if len(attached) > 5 else "")
            )
        )
    for flag in dict.fromkeys(flag for row in rows for flag in row.event.fact.flags):
        say.note(say.plain(say.flag(flag)))
    if not rows:
        say.note(_("Nothing to record: the ledger says so already."))


def known_code(given: Any, codes: Any, *, option: str) -> None:
    """Raise BadInput for the first of the `given` that is none of the `codes`."""
    for code in given:
        if code not in codes:
            raise BadInput(
                N_("{option} does not know {code}."),
                hint=N_("It knows: {codes}"),
                option=option,
                code=code,
                codes=", ".join(codes),
            )


def listed_rows(source: Path, read: Callable[[Path], Any]) -> Any:
    """The rows of a list; raises when any of them is wrong."""
    from cli.intake import refuse_problems

    listing = read(existing(source))
    refuse_problems(source, listing.problems)
    for column in listing.ignored_columns:
        say.note(_("Column {column} is not used.").format(column=say.plain(column)))
    return listing.rows


def listed(
    contract: str, question: Callable[..., Any], columns: list[str], shown: Callable[..., Any], *, json: bool
) -> None:
    """Show what a question about the contract's register answers, row by row; shown: row -> cells."""
    with opened() as ledger:
        rows = question(reading(ledger, ledger.contract(contract)).db)
    if json:
        say.as_json(rows)
    else:
        say.table(columns, [shown(row) for row in rows])
