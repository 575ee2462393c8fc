"""How is a subcontractor approved, watched, let go?"""

from __future__ import annotations

from typing import Annotated, Any

import typer

from assets import decide, events, reports
from assets.language import N_, _
from assets.rules.subcontracting import scopes
from assets.terms import term
from assets.tiers import lapsed
from cli import say
from cli.approve import ApprovedOn
from cli.contract import Number, Until
from cli.desk import desk_deed, known_code
from cli.session import By, InContract, Json, On, coded, day, moment, needed, opened, reading

Org = Annotated[str, typer.Option("--org", metavar="NAME", help=N_("The subcontractor."))]
Document = Annotated[str, typer.Option("--document", metavar="NUMBER", help=N_("The number of the report or notice."))]


def subcontract_add(
    org: Org = "",
    number: Number = "",
    approved_on: ApprovedOn = "",
    work: Annotated[str, typer.Option("--work", metavar="TEXT", help=N_("What it does."))] = "",
    info: Annotated[
        list[str] | None,
        typer.Option(
            "--info",
            metavar="CODE",
            help=N_("Which media, kinds of information or classes it may get; may be given several times."),
        ),
    ] = None,
    management: Annotated[str, typer.Option("--management", metavar="TEXT", help=N_("How it is supervised."))] = "",
    parent: Annotated[
        str, typer.Option("--parent", metavar="NAME", help=N_("The subcontractor that gives the work on to it."))
    ] = "",
    subsidiary: Annotated[
        bool, typer.Option("--subsidiary", help=N_("It is a subsidiary, which needs approval all the same."))
    ] = False,
    until: Until = "",
    contract: InContract = "",
    by: By = "",
    json: Json = False,
) -> None:
    """Record the client's approval of a subcontractor, of any tier (clauses 19 and 20)."""
    fact = events.SubcontractAdded(
        org=needed(org, N_("Which organisation?"), option="--org"),
        number=needed(number, N_("The approval's number?"), option="--number"),
        approved_on=day(needed(approved_on, N_("Approved on which day?"), option="--approved-on")),
        scope_work=needed(work, N_("What work?"), option="--work"),
        scope_info=tuple(map(_scope, info or [needed("", N_("Which information?"), option="--info")])),
        management=needed(management, N_("How is it supervised?"), option="--management"),
        valid_until=day(until),
        parent=parent,
        subsidiary=subsidiary,
    )
    known_code(fact.scope_info, scopes(), option="--info")
    desk_deed(
        contract, lambda _ledger, desk, when: decide.add_subcontract(desk, fact, moment=when), by=by, on="", json=json
    )


def _scope(word: str) -> str:
    """The code of a medium, a kind of information or a class, whichever the word is."""
    return next((code for table in ("media", "kinds", "classes") if (code := coded(word, table)) != word), word)


def subcontract_supervise(
    org: Org = "",
    how: Annotated[
        str, typer.Option("--how", metavar="TEXT", help=N_("How: a visit, a report read, an interview."))
    ] = "",
    document: Document = "",
    contract: InContract = "",
    by: By = "",
    on: On = "",
    json: Json = False,
) -> None:
    """Record that a subcontractor was supervised, by whoever is named with --by (clause 20)."""
    org = needed(org, N_("Which organisation?"), option="--org")
    how = needed(how, N_("How was it supervised?"), option="--how")

    def facts(_ledger: Any, desk: Any, when: Any) -> list[events.Fact]:
        fact = events.Supervised(org=org, how=how, supervised_by=when.operator, document=document)
        return decide.supervise(desk, fact, moment=when)

    desk_deed(contract, facts, by=by, on=on, json=json, someone=True)


def subcontract_end(
    org: Org = "",
    document: Document = "",
    contract: InContract = "",
    by: By = "",
    on: On = "",
    json: Json = False,
) -> None:
    """End a subcontract; refused while media are with the firm or with one below it (clause 20)."""
    org = needed(org, N_("Which organisation?"), option="--org")
    desk_deed(
        contract,
        lambda ledger, desk, when: decide.end_subcontract(
            desk, org, assets=ledger.assets(desk.number), document=document, moment=when
        ),
        by=by,
        on=on,
        json=json,
    )


def subcontract_list(contract: InContract = "", json: Json = False) -> None:
    """List the subcontractors tier by tier: approval, scope, last supervision, and what is with each."""
    with opened() as ledger:
        rows = reports.subcontract_tree(reading(ledger, ledger.contract(contract)).db)
    if json:
        say.as_json(rows)
        return
    today = moment("").today
    say.table(
        [
            _("Tier"),
            _("Subcontractor"),
            _("Approval"),
            _("In force"),
            _("Until"),
            _("May get"),
            _("Supervised"),
            _("Has"),
            _("Coming"),
            _("Below"),
        ],
        [
            (
                row["tier"],
                "└ " * (row["tier"] - 1) + (row["org"] or "-") + (f" ({_('subsidiary')})" if row["subsidiary"] else ""),
                row["number"] or _("none"),
                _("no") if lapsed(rows, row["org"], today) else _("yes"),
                row["until"],
                ", ".join(_(term(code)) for code in row["scope_info"].split("、") if code),
                row["supervised_on"] or _("never"),
                row["holds"],
                row["coming"],
                row["below"],
            )
            for row in rows
        ],
        right=[0, 7, 8, 9],
    )
