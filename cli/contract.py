"""How is a contract opened, shown, ended, closed?"""

from __future__ import annotations

from typing import Annotated, Any

import typer

from assets import contract_file, decide, events, reports
from assets.errors import BadInput
from assets.language import N_, _
from assets.sanitization import media as known_media
from assets.terms import term
from cli import say
from cli.desk import desk_deed, known_code, told
from cli.session import By, From, InContract, Json, On, day, existing, moment, needed, opened, reading, who

ContractName = Annotated[
    str,
    typer.Argument(
        metavar="[CONTRACT]",
        help=N_("The contract's number or label prefix; the only one when left out."),
        show_default=False,
    ),
]
Number = Annotated[str, typer.Option("--number", metavar="NUMBER", help=N_("The document's number."))]
Until = Annotated[str, typer.Option("--until", metavar="DATE", help=N_("Until when it holds."))]


def open_(
    source: From = None,
    number: Number = "",
    title: Annotated[str, typer.Option("--title", metavar="TEXT", help=N_("What the work is called."))] = "",
    prefix: Annotated[
        str, typer.Option("--prefix", metavar="PREFIX", help=N_("The label prefix, 2 to 6 of A-Z and 0-9."))
    ] = "",
    client: Annotated[str, typer.Option("--client", metavar="NAME", help=N_("The public body."))] = "",
    contractor: Annotated[str, typer.Option("--contractor", metavar="NAME", help=N_("Your organisation."))] = "",
    start: Annotated[str, typer.Option("--start", metavar="DATE", help=N_("First day."))] = "",
    end: Annotated[str, typer.Option("--end", metavar="DATE", help=N_("Last day."))] = "",
    purpose: Annotated[
        list[str] | None,
        typer.Option("--purpose", metavar="TEXT", help=N_("A purpose of use; may be given several times.")),
    ] = None,
    by: By = "",
    json: Json = False,
) -> None:
    """Open a contract, from a file or by options."""
    if source:
        contract, further = contract_file.read(existing(source))
    else:
        fields = {
            "number": needed(number, N_("Contract number?"), option="--number"),
            "title": needed(title, N_("Title?"), option="--title"),
            "prefix": needed(prefix, N_("Label prefix?"), option="--prefix"),
            "client": needed(client, N_("Client?"), option="--client"),
            "contractor": needed(contractor, N_("Contractor?"), option="--contractor"),
            "annex": "個人情報取扱特記事項 (20250401)",
            "start": day(needed(start, N_("First day?"), option="--start")),
            "end": day(needed(end, N_("Last day?"), option="--end")),
            "purposes": purpose or [],
        }
        contract, further = contract_file.open_facts(fields), []
    actor, now = who(by, needed=False), moment("")
    with opened() as ledger:
        known = ledger.journal.contracts()
        if contract.number in known.values() or contract.prefix in known:
            raise BadInput(
                N_("Contract {number} or label prefix {prefix} is in the ledger already."),
                hint=N_("assets contract list"),
                number=contract.number,
                prefix=contract.prefix,
            )
        rows = ledger.perform(
            contract.number,
            lambda desk: decide.open_contract(desk, contract, further, moment=now),
            by=actor,
            moment=now,
        )
        told(ledger, contract.number, rows, json=json)
        ledger.catch_up(contract.number, rows)


def show(name: ContractName = "", json: Json = False) -> None:
    """Show a contract: parties, responsible persons, protocol, approvals, subcontractors."""
    with opened() as ledger:
        db = reading(ledger, ledger.contract(name)).db
        told: dict[str, Any] = {
            "contract": reports.contract(db),
            "responsible": reports.responsible(db),
            "protocols": reports.protocols(db),
            "subcontracts": reports.subcontracts(db),
            "approvals": reports.approvals(db),
            "consents": reports.consents(db),
        }
    if json:
        say.as_json(told)
        return
    one: dict[str, Any] = told["contract"]
    say.facts(
        [
            (_("Contract"), f"{one['number']}  {one['title']}"),
            (_("Label prefix"), one["prefix"]),
            (_("Client"), one["client"]),
            (_("Contractor"), one["contractor"]),
            (_("Term"), f"{one['start']} – {one['end']}"),
            (_("Purposes"), one["purposes"]),
            (_("Ended"), one["ended_on"]),
            (_("Closed"), one["closed_on"]),
        ]
    )
    say.table(
        [_("Side"), _("Responsible person"), _("In charge from"), _("Reason")],
        [
            (term(row["side"]), f"{row['person']} {row['name'] or ''}", row["start"], row["reason"])
            for row in told["responsible"]
        ],
    )
    say.table(
        [_("Protocol"), _("Agreed on"), _("Methods"), _("Media"), _("Between premises")],
        [
            (
                row["number"],
                row["agreed_on"],
                row["methods"],
                row["media"],
                _("yes") if row["between_premises"] else _("no"),
            )
            for row in told["protocols"]
        ],
    )
    say.table(
        [_("Approval"), _("For"), _("Approved on"), _("Given"), _("Until"), _("Covers")],
        [
            (row["number"], term(row["deed"]), row["approved_on"], _given(row), row["valid_until"], row["sources"])
            for row in told["approvals"]
        ],
    )
    if told["consents"]:
        say.table(
            [_("Consent"), _("Given on"), _("By"), _("Purpose"), _("Until")],
            [
                (row["number"], row["given_on"], row["approver"], row["purpose"], row["valid_until"])
                for row in told["consents"]
            ],
        )
    say.table(
        [_("Subcontractor"), _("Has the work from"), _("Approval"), _("Approved on"), _("Until"), _("Work")],
        [
            (row["org"], row["parent"], row["number"], row["approved_on"], row["valid_until"], row["scope_work"])
            for row in told["subcontracts"]
        ],
    )


def _given(approval: dict[str, Any]) -> str:
    """How an approval was given, and what confirms it when it was only said."""
    if approval["spec_clause"]:
        return f"{_(term(approval['basis']))}  {approval['spec_clause']}"
    unconfirmed = _("not confirmed in writing") if approval["form"] == "oral" else ""
    return f"{_(term(approval['form']))}  {approval['confirmed_by'] or unconfirmed}".strip()


def list_(json: Json = False) -> None:
    """List the ledger's contracts with what is open in each."""
    with opened() as ledger:
        told = []
        for contract in ledger.journal.contracts().values():
            db = reading(ledger, contract).db
            told.append(reports.contract(db) | {"open": reports.balance(db)[-1]["open"]})
    if json:
        say.as_json(told)
        return
    say.table(
        [_("Prefix"), _("Contract"), _("Title"), _("Client"), _("Last day"), _("Open"), _("Closed")],
        [
            (row["prefix"], row["number"], row["title"], row["client"], row["end"], row["open"], row["closed_on"])
            for row in told
        ],
        right=[5],
    )


def end(
    name: ContractName = "",
    trigger: Annotated[
        str, typer.Option("--trigger", metavar="WORD", help=N_("demand, completion or termination."))
    ] = "completion",
    document: Annotated[
        str, typer.Option("--document", metavar="NUMBER", help=N_("The number of the demand or notice."))
    ] = "",
    by: By = "",
    on: On = "",
    json: Json = False,
) -> None:
    """End a contract: from now on everything is owed back promptly (速やかに, clause 40)."""
    if trigger not in ("demand", "completion", "termination"):
        raise BadInput(
            N_("{trigger} is not a way a contract ends."),
            hint=N_("demand, completion or termination."),
            trigger=trigger,
        )
    desk_deed(
        name,
        lambda _ledger, desk, when: decide.end_contract(desk, trigger=trigger, document=document, moment=when),
        by=by,
        on=on,
        json=json,
    )


def close(name: ContractName = "", by: By = "", on: On = "", json: Json = False) -> None:
    """Close a contract: refused while anything, copies included, is open (clause 40)."""
    desk_deed(
        name,
        lambda ledger, desk, when: decide.close_contract(desk, ledger.assets(desk.number), moment=when),
        by=by,
        on=on,
        json=json,
    )


def protocol_set(
    number: Number = "",
    agreed_on: Annotated[str, typer.Option("--agreed-on", metavar="DATE", help=N_("When both sides agreed."))] = "",
    method: Annotated[
        list[str] | None,
        typer.Option(
            "--method",
            metavar="METHOD",
            help=N_("A way things travel; may be given several times; left out: as agreed before."),
        ),
    ] = None,
    medium: Annotated[
        list[str] | None,
        typer.Option(
            "--medium",
            metavar="CODE",
            help=N_("A medium that may travel; may be given several times; left out: as agreed before."),
        ),
    ] = None,
    between_premises: Annotated[
        bool,
        typer.Option("--between-premises", help=N_("Things may travel between two premises of the contractor.")),
    ] = False,
    until: Until = "",
    contract: InContract = "",
    by: By = "",
    json: Json = False,
) -> None:
    """Record the handover protocol client and contractor agreed on (clause 5)."""
    fact = events.ProtocolSet(
        number=needed(number, N_("The protocol's number?"), option="--number"),
        agreed_on=day(needed(agreed_on, N_("Agreed on which day?"), option="--agreed-on")),
        methods=tuple(method or ()),
        media=tuple(medium or ()),
        valid_until=day(until),
        between_premises=between_premises,
    )
    known_code(fact.media, (*known_media(), "form", "document", "program"), option="--medium")
    desk_deed(
        contract, lambda _ledger, desk, when: decide.set_protocol(desk, fact, moment=when), by=by, on="", json=json
    )
