"""What was agreed on for a contract?"""

from __future__ import annotations

from typing import Annotated, Any

import typer

from assets import agreed, decide
from assets.language import N_, _
from assets.policy import SETTINGS, known
from assets.terms import term
from cli import say
from cli.desk import desk_deed
from cli.session import By, InContract, Json, On, needed, opened, reading

_OWN = {"days": N_("{number} days (our own threshold)"), "hours": N_("{number} hours (our own threshold)")}


def policy_show(
    key: Annotated[
        str,
        typer.Argument(metavar="[SETTING]", help=N_("One setting, explained; all when left out."), show_default=False),
    ] = "",
    contract: InContract = "",
    json: Json = False,
) -> None:
    """Show what holds for a contract: every setting, default or agreed, with the annex's word and our own threshold."""
    keys = [known(key).key] if key else list(SETTINGS)
    with opened() as ledger:
        db = reading(ledger, ledger.contract(contract)).db
        rows = [row for row in agreed.settings(db) if row["key"] in keys]
    if json:
        say.as_json([row | {"explanation": _(SETTINGS[row["key"]].explanation)} for row in rows])
        return
    say_policy(rows)
    for row in rows if key else []:
        say.paragraph(_(SETTINGS[row["key"]].explanation))


def say_policy(rows: list[dict[str, Any]], *, only_set: bool = False) -> None:
    """The settings as a table; only_set: those set for this contract alone, with how many stand at their default."""
    shown = [row for row in rows if not only_set or row["source"] == "set"]
    if shown:
        say.table(
            [_("Setting"), _("Value"), _("From"), _("The annex says"), _("Clause")],
            [
                (row["key"], _value(row), _source(row), term(row["word"]) if row["word"] else "", row["clause"])
                for row in shown
            ],
            title=_("Policy (clause 14)"),
            right=[4],
        )
    if only_set:
        count = len(rows) - len(shown)
        say.paragraph(
            _("Policy: {count} settings at their default: {command}").format(count=count, command="assets policy show")
        )


def _value(row: dict[str, Any]) -> str:
    own = _OWN.get(row["kind"])
    return _(own).format(number=row["value"]) if own else _(term(row["value"]))


def _source(row: dict[str, Any]) -> str:
    return " ".join(filter(None, (_(term(row["source"])), row["document"])))


def policy_set(
    key: Annotated[str, typer.Argument(metavar="SETTING", help=N_("Which setting."), show_default=False)] = "",
    value: Annotated[str, typer.Argument(metavar="VALUE", help=N_("What it is from now on."), show_default=False)] = "",
    document: Annotated[
        str,
        typer.Option("--document", metavar="NUMBER", help=N_("The agreement with the client; lowering needs one.")),
    ] = "",
    contract: InContract = "",
    by: By = "",
    on: On = "",
    json: Json = False,
) -> None:
    """Set what holds for a contract; raising is free, lowering needs the number of the agreement (clause 14)."""
    key = needed(key, N_("Which setting?"), option="SETTING")
    value = needed(value, N_("Which value?"), option="VALUE")
    desk_deed(
        contract,
        lambda _ledger, desk, when: decide.set_policy(desk, key=key, value=value, document=document, moment=when),
        by=by,
        on=on,
        json=json,
    )
