"""How are things packed into boxes and cases?"""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Any

import typer

from assets import decide, reports
from assets.errors import NotFound
from assets.language import N_, _
from assets.ledger import SITE
from assets.telling import tell
from assets.terms import term
from assets.when import local
from cli import say
from cli.custody import Place, Seal, SealState, as_found
from cli.deeds import perform, perform_in
from cli.desk import told
from cli.scans import Numbers, ScanFile, each_scan, resolve
from cli.session import By, InContract, Json, On, folded, moment, needed, opened, reading, who

ContainerNumber = Annotated[
    str, typer.Argument(metavar="CONTAINER", help=N_("The container's number, as scanned."), show_default=False)
]


def make(
    name: Annotated[str, typer.Option("--name", metavar="TEXT", help=N_("What it is called, e.g. tape case 1."))] = "",
    place: Place = "",
    seal: Annotated[
        str, typer.Option("--seal", metavar="NUMBER", help=N_("The seal it will be closed with, once packed."))
    ] = "",
    contract: InContract = "",
    by: By = "",
    json: Json = False,
) -> None:
    """Give a box or a case a number and a label of its own; what it holds is counted, it is not (clause 23)."""
    name = needed(name, N_("What is it called?"), option="--name")
    place = folded(needed(place, N_("At which place?"), option="--place"))
    actor = who(by)
    now = replace(moment(""), operator=actor.op)
    with opened() as ledger:
        home = ledger.contract(contract)
        rows = ledger.perform(
            home,
            lambda desk: decide.make_container(
                desk,
                name=name,
                place=place,
                seal_no=folded(seal),
                performed_by=actor.op,
                ordinal=ledger.journal.last_ordinal(home, site=SITE) + 1,
                site=SITE,
                moment=now,
            ),
            by=actor,
            moment=now,
        )
        told(ledger, home, rows, json=json)
        if not json:
            say.line(_("Next: assets label {asset}").format(asset=rows[0].event.fact.asset))
        ledger.catch_up(home, rows)


def pack(
    numbers: Numbers = None,
    into: Annotated[
        str, typer.Option("--into", metavar="CONTAINER", help=N_("The container's number, as scanned."))
    ] = "",
    file: ScanFile = None,
    seal_state: SealState = "",
    by: By = "",
    on: On = "",
    json: Json = False,
) -> None:
    """Put assets into a container that is where they are (clause 23); from then on its label stands for them."""
    into = needed(into, N_("Into which container?"), option="--into")
    found = as_found(seal_state)
    actor = who(by)
    with opened() as ledger:
        box, home = resolve(ledger, into, deed="pack")

        def decided(desk: Any, asset: Any, *, moment: Any, scan: Any) -> Any:
            container = ledger.container(desk.number, box.number) if desk.number == home else None
            look = container is not None and (container.place != asset.place or container.is_sealed)
            contents = ledger.contents(desk.number, box.number) if look else []
            return decide.pack(
                desk,
                asset,
                container=container,
                is_empty=look and not contents,
                contents=contents,
                into=box,
                performed_by=actor.op,
                seal=found,
                moment=moment,
                scan=scan,
            )

        perform_in(ledger, "pack", decided, each_scan(numbers, file), actor=actor, on=on, json=json)


def unpack(
    numbers: Numbers = None,
    file: ScanFile = None,
    seal_state: SealState = "",
    by: By = "",
    on: On = "",
    json: Json = False,
) -> None:
    """Take assets out of the container they lie in; a container's label stands for everything in it."""
    found = as_found(seal_state)
    actor = who(by)
    with opened() as ledger:

        def decided(desk: Any, asset: Any, *, moment: Any, scan: Any) -> Any:
            container = ledger.container(desk.number, asset.container) if asset.container else None
            opened_now = container is not None and container.is_sealed
            return decide.unpack(
                desk,
                asset,
                container=container,
                contents=ledger.contents(desk.number, asset.container) if opened_now else [],
                performed_by=actor.op,
                seal=found,
                moment=moment,
                scan=scan,
            )

        perform_in(ledger, "unpack", decided, each_scan(numbers, file), actor=actor, on=on, json=json)


def seal(
    numbers: Numbers = None,
    seal: Seal = "",
    seal_state: SealState = "",
    file: ScanFile = None,
    by: By = "",
    on: On = "",
    json: Json = False,
) -> None:
    """Put a new seal on assets or containers, and say how the old one was found (clause 5)."""
    seal = needed(seal, N_("The new seal's number?"), option="--seal")
    found = as_found(seal_state)
    perform(
        "seal",
        decide.seal,
        each_scan(numbers, file),
        by=by,
        on=on,
        json=json,
        doer="performed_by",
        seal_no=seal,
        seal=found,
    )


def list_(contract: InContract = "", json: Json = False) -> None:
    """List the containers with their places, seals and how much lies in each."""
    with opened() as ledger:
        db = reading(ledger, ledger.contract(contract)).db
        rows = reports.containers(db)
        places = say.names(reports.places(db), "place")
    if json:
        say.as_json(rows)
        return
    say.table(
        [_("Number"), _("Name"), _("Place"), _("Seal"), _("Holds"), _("Since")],
        [
            (row["number"], row["name"], _where(row, places), row["seal_no"], row["holds"], row["made_on"])
            for row in rows
        ],
        right=[4],
    )


def show(number: ContainerNumber, json: Json = False) -> None:
    """Show a container: where it is, its seal, what lies in it, what happened to it."""
    with opened() as ledger:
        scan, contract = resolve(ledger, number, deed="show")
        db = reading(ledger, contract).db
        found = reports.container(db, scan.number)
        if found is None:
            raise NotFound(
                N_("There is no container {container}."), hint=N_("assets container list"), container=scan.number
            )
        say_container(found, db, json=json)


def say_container(found: reports.Held, db: Any, *, json: bool) -> None:
    """A container on the screen."""
    if json:
        say.as_json(
            {
                "container": found.container,
                "contents": found.contents,
                "steps": [step._asdict() for step in found.steps],
            }
        )
        return
    row = found.container
    people, places = say.names(reports.people(db), "person"), say.names(reports.places(db), "place")
    say.heading(f"{row['number']}  {row['name']}")
    say.facts(
        [
            (_("Status"), term(row["whereabouts"])),
            (_("Place"), _where(row, places)),
            (_("Holder"), f"{row['holder']} {people.get(row['holder'], '')}".strip()),
            (
                _("Seal"),
                row["seal_no"]
                if row["sealed"] or not row["seal_no"]
                else _("{seal} (not put on yet)").format(seal=row["seal_no"]),
            ),
            (_("Label"), row["label"] and f"{row['number']}.{row['label']}"),
            (_("Holds"), row["holds"]),
        ]
    )
    say.table(
        [_("Number"), _("Title"), _("Medium"), _("Quantity"), _("Status"), _("Place")],
        [
            (
                one["number"],
                one["title"],
                term(one["medium"]),
                f"{one['quantity']} {one['unit']}",
                term(one["status"]),
                one["place"],
            )
            for one in found.contents
        ],
        right=[3],
    )
    say.table(
        [_("No."), _("Happened"), _("Number"), _("What"), _("By")],
        [
            (
                step.seq,
                local(step.occurred),
                step.data["asset"],
                tell(step.kind, step.data, people=people, places=places),
                step.op,
            )
            for step in found.steps
        ],
        right=[0],
    )


def _where(row: Any, places: dict[str, str]) -> str:
    return f"{row['place']} {places.get(row['place'], '')}".strip()
