"""Where may it be?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

import typer

from assets import decide, events, reports
from assets.errors import BadInput
from assets.language import N_, _
from assets.terms import term
from cli.desk import desk_deed, listed, listed_rows
from cli.session import By, From, InContract, Json, coded, needed

_ZONES = ("controlled", "handling", "client_site", "subcontractor_site", "disposal_site", "transit", "none")


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
    org: Annotated[
        str, typer.Option("--org", metavar="NAME", help=N_("Whose site it is, when it is an outside firm's."))
    ] = "",
    contract: InContract = "",
    by: By = "",
    json: Json = False,
) -> None:
    """Register places with their zones, from a CSV or Excel file or by options; entered again, a place is replaced."""
    if source:
        from assets.importer import read_places

        facts: Sequence[events.PlaceAdded] = [
            events.PlaceAdded(**row.values) for row in listed_rows(source, read_places)
        ]
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
                org=org,
            )
        ]
    desk_deed(
        contract,
        lambda _ledger, desk, when: [new for fact in facts for new in decide.add_place(desk, fact, moment=when)],
        by=by,
        on="",
        json=json,
    )


def place_list(contract: InContract = "", json: Json = False) -> None:
    """List the places with their zones and what is there."""
    listed(
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
