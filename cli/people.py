"""Who may hold it, where may it be?"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Annotated, Any

import msgspec
import typer

from assets import decide, events, reports
from assets.errors import BadInput, NotFound
from assets.language import N_, _
from assets.terms import term
from cli import say
from cli.desk import told
from cli.session import By, From, InContract, Json, On, coded, day, existing, moment, needed, opened, reading, who

_ZONES = ("controlled", "handling", "client_site", "subcontractor_site", "disposal_site", "transit", "none")
_SIDES = ("client", "contractor", "subcontractor")


def place_add(
    number: Annotated[str, typer.Argument(metavar="[PLACE]", help=N_("The place's number."), show_default=False)] = "",
    source: From = None,
    name: Annotated[str, typer.Option("--name", metavar="NAME", help=N_("What it is called."))] = "",
    zone: Annotated[
        str,
        typer.Option(
            "--zone",
            metavar="ZONE",
            help=N_("controlled, handling, client_site, subcontractor_site, disposal_site or none."),
        ),
    ] = "",
    premises: Annotated[str, typer.Option("--premises", metavar="TEXT", help=N_("Building and floor."))] = "",
    lock: Annotated[str, typer.Option("--lock", metavar="TEXT", help=N_("How it is locked."))] = "",
    entry: Annotated[str, typer.Option("--entry", metavar="TEXT", help=N_("How entry is controlled."))] = "",
    responsible: Annotated[str, typer.Option("--responsible", metavar="PERSON", help=N_("Who answers for it."))] = "",
    contract: InContract = "",
    by: By = "",
    json: Json = False,
) -> None:
    """Register places with their zones, from a CSV or Excel file or by options; entered again, a place is replaced."""
    if source:
        from assets.importer import read_places

        facts: Sequence[events.Fact] = [events.PlaceAdded(**row.values) for row in _rows(source, read_places)]
    else:
        zone = coded(needed(zone, N_("Which zone?"), option="--zone"), "zones")
        if zone not in _ZONES:
            raise BadInput(N_("{zone} is not a zone."), hint=", ".join(_ZONES), zone=zone)
        number = needed(number, N_("The place's number?"), option="PLACE")
        facts = [
            events.PlaceAdded(
                place=number,
                name=name or number,
                zone=zone,
                premises=premises,
                lock=lock,
                entry_control=entry,
                responsible=responsible,
            )
        ]
    _add(facts, decide.add_place, contract=contract, by=by, json=json)


def place_list(contract: InContract = "", json: Json = False) -> None:
    """List the places with their zones and what is there."""
    _listed(
        contract,
        reports.places,
        [_("Place"), _("Name"), _("Zone"), _("Premises"), _("Lock"), _("Entry"), _("Holds")],
        lambda row: (
            row["place"],
            row["name"],
            term(row["zone"]),
            row["premises"],
            row["lock"],
            row["entry_control"],
            row["holds"],
        ),
        json=json,
    )


def person_add(
    number: Annotated[
        str, typer.Argument(metavar="[PERSON]", help=N_("The person's number on the roster."), show_default=False)
    ] = "",
    source: From = None,
    name: Annotated[str, typer.Option("--name", metavar="NAME", help=N_("The person's name."))] = "",
    org: Annotated[str, typer.Option("--org", metavar="NAME", help=N_("The real employer."))] = "",
    side: Annotated[str, typer.Option("--side", metavar="SIDE", help=N_("client, contractor or subcontractor."))] = "",
    role: Annotated[str, typer.Option("--role", metavar="TEXT", help=N_("The person's role."))] = "",
    transfers: Annotated[
        bool | None,
        typer.Option("--transfers/--no-transfers", help=N_("Whether the person may hand over (授受担当者).")),
    ] = None,
    pledged_on: Annotated[str, typer.Option("--pledged-on", metavar="DATE", help=N_("When secrecy was pledged."))] = "",
    trained_on: Annotated[str, typer.Option("--trained-on", metavar="DATE", help=N_("When trained."))] = "",
    training_until: Annotated[
        str, typer.Option("--training-until", metavar="DATE", help=N_("Until when the training holds."))
    ] = "",
    start: Annotated[str, typer.Option("--start", metavar="DATE", help=N_("First day on the work."))] = "",
    responsible: Annotated[
        bool, typer.Option("--responsible", help=N_("This person answers for the side (管理責任者, clause 15)."))
    ] = False,
    contract: InContract = "",
    by: By = "",
    json: Json = False,
) -> None:
    """Put people on the roster, from a CSV or Excel file or by options; what is given again replaces what was known."""
    if source:
        from assets.importer import read_people

        facts: list[events.PersonAdded] = [events.PersonAdded(**row.values) for row in _rows(source, read_people)]
        _add(facts, decide.add_person, contract=contract, by=by, json=json)
        return
    number = needed(number, N_("The person's number?"), option="PERSON")
    given = {
        "name": name,
        "org": org,
        "side": side,
        "role": role,
        "transfers": transfers,
        "pledged_on": day(pledged_on),
        "trained_on": day(trained_on),
        "training_until": day(training_until),
        "start": day(start),
    }
    given["side"] = coded(side, "sides")
    changes = {field: value for field, value in given.items() if value not in ("", None)}
    _add_one(number, changes, responsible=responsible, contract=contract, by=by, json=json)


def _add_one(number: str, changes: dict[str, Any], *, responsible: bool, contract: str, by: str, json: bool) -> None:
    actor, now = who(by, needed=False), moment("")
    with opened() as ledger:
        home = ledger.contract(contract)

        def facts(desk: Any) -> list[events.Fact]:
            known = desk.people.get(number)
            person = msgspec.structs.replace(known, **changes) if known else _new_person(number, changes)
            told = decide.add_person(desk, person, moment=now)
            if responsible:
                since = changes.get("start") or now.day
                if desk.responsible_on(person.side, since) != number:
                    told += [events.ResponsibleNamed(side=person.side, person=number, start=since)]
            return told

        rows = ledger.perform(home, facts, by=actor, moment=now)
        told(ledger, home, rows, json=json)
        ledger.catch_up(home, rows)


def _new_person(number: str, changes: dict[str, Any]) -> events.PersonAdded:
    asked = {
        "name": (N_("Name?"), "--name"),
        "org": (N_("Employer?"), "--org"),
        "side": (N_("Side?"), "--side"),
        "start": (N_("First day?"), "--start"),
    }
    for field, (question, option) in asked.items():
        changes[field] = changes.get(field) or needed("", question, option=option)
    changes["side"] = coded(changes["side"], "sides")
    if changes["side"] not in _SIDES:
        raise BadInput(N_("{side} is not a side."), hint=", ".join(_SIDES), side=changes["side"])
    return events.PersonAdded(person=number, **{**changes, "start": day(changes["start"])})


def person_leave(
    number: Annotated[
        str, typer.Argument(metavar="PERSON", help=N_("The person's number on the roster."), show_default=False)
    ],
    exit_pledged_on: Annotated[
        str,
        typer.Option("--exit-pledged-on", metavar="DATE", help=N_("When the leaver pledged secrecy for afterwards.")),
    ] = "",
    contract: InContract = "",
    by: By = "",
    on: On = "",
    json: Json = False,
) -> None:
    """Record that a person leaves; refused while the person holds anything (clause 8)."""
    actor, when = who(by, needed=False), moment(on)
    with opened() as ledger:
        home = ledger.contract(contract)
        if number not in ledger.desk(home).people:
            raise NotFound(
                N_("{person} is not on the roster of {contract}."),
                hint=N_("assets person list --contract {contract}"),
                person=number,
                contract=home,
            )
        rows = ledger.perform(
            home,
            lambda desk: decide.person_leaves(
                desk,
                number,
                holding=[asset.number for asset in ledger.assets(home) if asset.holder == number],
                exit_pledged_on=day(exit_pledged_on),
                moment=when,
            ),
            by=actor,
            moment=when,
        )
        told(ledger, home, rows, json=json)
        ledger.catch_up(home, rows)


def person_list(contract: InContract = "", json: Json = False) -> None:
    """List the roster."""
    _listed(
        contract,
        reports.people,
        [
            _("Person"),
            _("Name"),
            _("Employer"),
            _("Side"),
            _("Role"),
            _("May hand over"),
            _("Pledged"),
            _("First day"),
            _("Last day"),
        ],
        lambda row: (
            row["person"],
            row["name"],
            row["org"],
            term(row["side"]),
            row["role"],
            _("yes") if row["transfers"] else _("no"),
            row["pledged_on"],
            row["start"],
            row["end"],
        ),
        json=json,
    )


def _rows(source: Path, read: Callable[[Path], Any]) -> Any:
    from cli.intake import refuse_problems

    listing = read(existing(source))
    refuse_problems(source, listing.problems)
    for column in listing.ignored_columns:
        say.note(_("Column {column} is not used.").format(column=say.plain(column)))
    return listing.rows


def _add(
    facts: Sequence[events.Fact], add: Callable[..., list[events.Fact]], *, contract: str, by: str, json: bool
) -> None:
    actor, now = who(by, needed=False), moment("")
    with opened() as ledger:
        home = ledger.contract(contract)
        rows = ledger.perform(
            home, lambda desk: [new for fact in facts for new in add(desk, fact, moment=now)], by=actor, moment=now
        )
        told(ledger, home, rows, json=json)
        ledger.catch_up(home, rows)


def _listed(
    contract: str, question: Callable[..., Any], columns: list[str], shown: Callable[..., Any], *, json: bool
) -> None:
    with opened() as ledger:
        rows = question(reading(ledger, ledger.contract(contract)).db)
    if json:
        say.as_json(rows)
    else:
        say.table(columns, [shown(row) for row in rows])
