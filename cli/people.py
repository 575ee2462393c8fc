"""Who may hold it?"""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Any

import msgspec
import typer

from assets import decide, events, reports
from assets.errors import BadInput, NotFound
from assets.language import N_, _
from assets.rules.people import is_trained
from assets.terms import term
from cli import say
from cli.deeds import as_result
from cli.desk import desk_deed, listed, listed_rows, told
from cli.session import By, From, InContract, Json, On, coded, day, folded, moment, needed, opened, reading, who

_SIDES = ("client", "contractor", "subcontractor")


def person_add(
    number: Annotated[
        str, typer.Argument(metavar="[PERSON]", help=N_("The person's number on the roster."), show_default=False)
    ] = "",
    source: From = None,
    name: Annotated[str, typer.Option("--name", metavar="NAME", help=N_("The person's name."))] = "",
    org: Annotated[str, typer.Option("--org", metavar="NAME", help=N_("The real employer."))] = "",
    side: Annotated[str, typer.Option("--side", metavar="SIDE", help=N_("client, contractor or subcontractor."))] = "",
    department: Annotated[str, typer.Option("--department", metavar="TEXT", help=N_("The department."))] = "",
    employment: Annotated[
        str,
        typer.Option(
            "--employment",
            metavar="TEXT",
            help=N_("How the person is employed; agency or seconded when another firm lends the person."),
        ),
    ] = "",
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
    end: Annotated[
        str, typer.Option("--end", metavar="DATE", help=N_("Last day on the work, when it is agreed."))
    ] = "",
    zone: Annotated[
        list[str] | None,
        typer.Option(
            "--zone",
            metavar="PLACE",
            help=N_("A place where the person may work; may be given several times; all for every area."),
        ),
    ] = None,
    responsible: Annotated[
        bool, typer.Option("--responsible", help=N_("This person answers for the side (管理責任者, clause 15)."))
    ] = False,
    reason: Annotated[
        str, typer.Option("--reason", metavar="TEXT", help=N_("Why the responsible person changes."))
    ] = "",
    contract: InContract = "",
    by: By = "",
    json: Json = False,
) -> None:
    """Put people on the roster, from a CSV or Excel file or by options; what is given again replaces what was known."""
    if source:
        from assets.importer import read_people

        facts: list[events.PersonAdded] = [events.PersonAdded(**row.values) for row in listed_rows(source, read_people)]

        def each(ledger: Any, desk: Any, when: Any) -> list[events.Fact]:
            held = _in_hand(ledger, desk) if any(person.end for person in facts) else {}
            return [
                new
                for person in facts
                for new in decide.add_person(desk, person, holding=held.get(person.person, ()), moment=when)
            ]

        desk_deed(contract, each, by=by, on="", json=json)
        return
    number = folded(needed(number, N_("The person's number?"), option="PERSON"))
    given = {
        "name": name,
        "org": org,
        "side": coded(side, "sides"),
        "role": role,
        "department": department,
        "employment": employment,
        "transfers": transfers,
        "pledged_on": day(pledged_on),
        "trained_on": day(trained_on),
        "training_until": day(training_until),
        "start": day(start),
        "end": day(end),
        "zones": _zones(zone),
    }
    changes = {field: value for field, value in given.items() if value not in ("", None)}
    _add_one(number, changes, responsible=responsible, reason=reason, contract=contract, by=by, json=json)


def _in_hand(ledger: Any, desk: Any) -> dict[str, list[str]]:
    """Person -> numbers of what they hold."""
    held: dict[str, list[str]] = {}
    for asset in ledger.assets(desk.number) if desk.number else ():
        held.setdefault(asset.holder, []).append(asset.number)
    return held


def _zones(places: list[str] | None) -> tuple[str, ...] | None:
    if not places:
        return None
    return () if places == ["all"] else tuple(map(folded, places))


def _add_one(
    number: str, changes: dict[str, Any], *, responsible: bool, reason: str, contract: str, by: str, json: bool
) -> None:
    def facts(ledger: Any, desk: Any, when: Any) -> list[events.Fact]:
        known = desk.people.get(number)
        person = _changed(known, changes, naming=responsible) if known else _new_person(number, changes)
        held = _in_hand(ledger, desk).get(number, ()) if changes.get("end") else ()
        told = decide.add_person(desk, person, holding=held, moment=when)
        if responsible:
            since = changes.get("start") or when.day
            named = events.ResponsibleNamed(side=person.side, person=number, start=since, reason=reason)
            listed = msgspec.structs.replace(desk, people={**desk.people, number: person})
            told += decide.name_responsible(listed, named, moment=when)
        return told

    desk_deed(contract, facts, by=by, on="", json=json)


def _changed(known: events.PersonAdded, changes: dict[str, Any], *, naming: bool) -> events.PersonAdded:
    """The line with what is new. A first day after the last one means coming back; of somebody who is there it may be the naming's."""
    new = dict(changes)
    if "" < known.end < new.get("start", ""):
        new.setdefault("end", "")
    elif naming:
        new.pop("start", None)
    return msgspec.structs.replace(known, **new)


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
    checked_by: Annotated[
        str,
        typer.Option(
            "--checked-by",
            metavar="PERSON",
            help=N_("Who saw that everything was given back: somebody else on the roster."),
        ),
    ] = "",
    contract: InContract = "",
    by: By = "",
    on: On = "",
    json: Json = False,
) -> None:
    """Record that a person leaves, with what they had and gave back; refused while they hold anything (clause 8)."""
    number, actor = folded(number), who(by, needed=False)
    when = replace(moment(on), operator=actor.op)
    with opened() as ledger:
        home = ledger.contract(contract)
        if number not in ledger.desk(home).people:
            raise _nobody(number, home)
        rows = ledger.perform(
            home,
            lambda desk: decide.person_leaves(
                desk,
                number,
                holding=[asset.number for asset in ledger.assets(home) if asset.holder == number],
                exit_pledged_on=day(exit_pledged_on),
                checked_by=folded(checked_by),
                moment=when,
            ),
            by=actor,
            moment=when,
        )
        ledger.catch_up(home, rows)
        had = reports.held(reading(ledger, home).db, number)
        if json:
            say.as_json([as_result(ledger, home, row) | {"held": had} for row in rows])
            return
        told(ledger, home, rows, json=False)
    _say_held(had)
    if not checked_by:
        say.note(_("Nobody is named who saw that everything was given back: add --checked-by PERSON."))


def _nobody(number: str, contract: str) -> NotFound:
    return NotFound(
        N_("{person} is not on the roster of {contract}."),
        hint=N_("assets person list --contract {contract}"),
        person=number,
        contract=contract,
    )


def _say_held(had: list[dict[str, Any]]) -> None:
    """What somebody ever held, and where it is now."""
    if not had:
        say.line(_("No asset was ever recorded in this person's own keeping."))
        return
    say.table(
        [_("Number"), _("Title"), _("Had from"), _("Given back"), _("Status"), _("Now with"), _("Place")],
        [
            (
                row["number"],
                row["title"],
                row["held_from"],
                row["given_on"],
                term(row["status"]),
                _named(row["holder"], row["holder_name"]),
                _named(row["place"], row["place_name"]),
            )
            for row in had
        ],
        title=_("What was in this person's hands"),
    )


def _named(number: str | None, name: str | None) -> str:
    return f"{number or ''} {name or ''}".strip()


def person_show(
    number: Annotated[
        str, typer.Argument(metavar="PERSON", help=N_("The person's number on the roster."), show_default=False)
    ],
    contract: InContract = "",
    json: Json = False,
) -> None:
    """Show one person: line of the roster, pledge and training, what they hold, what they ever held."""
    number, today = folded(number), moment("").today
    with opened() as ledger:
        home = ledger.contract(contract)
        db = reading(ledger, home).db
        person = reports.person(db, number)
        if person is None:
            raise _nobody(number, home)
        answers = [row for row in reports.responsible(db) if row["person"] == number]
        holds, had, stints = reports.holds(db, number), reports.held(db, number), reports.stints(db, number)
    person |= {
        "pledged": "" < person["pledged_on"] <= today,
        "trained": is_trained(person["trained_on"], person["training_until"], today),
    }
    if json:
        say.as_json({"person": person, "responsible": answers, "stints": stints, "holds": holds, "held": had})
        return
    _say_person(person, answers)
    _say_stints(stints)
    say.line()
    say.paragraph(
        _("Holds {count} now: {numbers}").format(
            count=len(holds), numbers=", ".join(row["number"] for row in holds) or "-"
        )
    )
    _say_held(had)


def _say_person(person: dict[str, Any], answers: list[dict[str, Any]]) -> None:
    bound = person["side"] != "client"
    say.heading(f"{person['person']}  {person['name']}")
    say.facts(
        [
            (_("Employer"), _named(person["org"], person["department"])),
            (_("Employment"), person["employment"]),
            (_("Side"), term(person["side"])),
            (_("Role"), person["role"]),
            (_("May hand over"), _("yes") if person["transfers"] else _("no")),
            (_("May work at"), person["zones"] or _("every area")),
            (_("Pledged"), _state(person["pledged_on"], holds=person["pledged"], bound=bound)),
            (_("Trained"), _state(person["trained_on"], holds=person["trained"], bound=bound)),
            (_("Training until"), person["training_until"]),
            (_("First day"), person["start"]),
            (_("Last day"), person["end"]),
            (_("Exit pledge"), person["exit_pledged_on"]),
            (_("Checked by"), person["checked_by"]),
            *((_("Responsible person"), f"{_(term(row['side']))}, {row['start']}") for row in answers),
        ]
    )


def _say_stints(stints: list[dict[str, Any]]) -> None:
    """The times on the work of somebody who left and came back."""
    if len(stints) > 1:
        columns = [_("First day"), _("Last day"), _("Exit pledge"), _("Checked by")]
        say.table(columns, [tuple(stint.values()) for stint in stints], title=_("Times on the work"))


def _state(since: str, *, holds: bool, bound: bool) -> str:
    """A pledge or a training: its day, and whether it holds today; the client's people are bound to neither."""
    if holds or not bound:
        return since
    return _("{since}, not in force").format(since=since) if since else _("none")


def person_list(contract: InContract = "", json: Json = False) -> None:
    """List the roster."""
    listed(
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
            _("Training until"),
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
            row["training_until"] or row["trained_on"],
            row["start"],
            row["end"],
        ),
        json=json,
    )
