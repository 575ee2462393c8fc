"""How is a deed on the contract's desk done?"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from assets.errors import BadInput
from assets.language import N_, _
from cli import say
from cli.deeds import as_result, sentence
from cli.session import moment, opened, who


def desk_deed(name: str, facts: Any, *, by: str, on: str, json: bool) -> None:
    """Do a deed on the desk of the contract `name`; facts: (ledger, desk, moment) -> what to record."""
    actor = who(by, needed=False)
    when = replace(moment(on), operator=actor.op)
    with opened() as ledger:
        contract = ledger.contract(name)
        rows = ledger.perform(contract, lambda desk: facts(ledger, desk, when), by=actor, moment=when)
        told(ledger, contract, rows, json=json)
        ledger.catch_up(contract, rows)


def told(ledger: Any, contract: str, rows: list[Any], *, json: bool) -> None:
    """Say what was recorded on the desk; an approval lists the assets it covers."""
    if json:
        say.as_json([as_result(ledger, contract, row) for row in rows])
        return
    attached = [row.event.fact.asset for row in rows if row.event.kind == "authorised"]
    for row in rows:
        if row.event.kind != "authorised":
            say.good(say.plain(sentence(ledger, contract, row)))
    if attached:
        say.line(
            "  "
            + _("covers {count}: {numbers}").format(
                count=len(attached), numbers=", ".join(attached[:5]) + (" …" if len(attached) > 5 else "")
            )
        )
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
