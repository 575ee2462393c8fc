"""How does an asset change hands or place?"""

from __future__ import annotations

from typing import Annotated

import typer

from assets import decide
from assets.language import N_
from cli.deeds import perform
from cli.desk import known_code
from cli.scans import Numbers, ScanFile, each_scan
from cli.session import By, Json, On, Performer, Violation, coded, folded, needed

Place = Annotated[str, typer.Option("--place", metavar="PLACE", help=N_("The place's number."))]
To = Annotated[str, typer.Option("--to", metavar="PERSON", help=N_("Who receives it."))]
FromPerson = Annotated[
    str,
    typer.Option("--from-person", metavar="PERSON", help=N_("Who gives it; its holder, or else you, when left out.")),
]
Method = Annotated[
    str, typer.Option("--method", metavar="METHOD", help=N_("How it travels, as the handover protocol names it."))
]
Purpose = Annotated[str, typer.Option("--purpose", metavar="TEXT", help=N_("What for: a purpose of the contract."))]
Seal = Annotated[str, typer.Option("--seal", metavar="NUMBER", help=N_("The new seal's number."))]
SealState = Annotated[
    str,
    typer.Option(
        "--seal-state", metavar="STATE", help=N_("How the receiver found the seal: intact or broken, if there was one.")
    ),
]
Counted = Annotated[
    int | None,
    typer.Option(
        "--quantity",
        metavar="NUMBER",
        help=N_("How many pieces the receiver counted of each."),
        min=0,
        show_default=False,
    ),
]
SealFound = Annotated[
    str, typer.Option("--seal-no", metavar="NUMBER", help=N_("The number on the seal, as the receiver found it."))
]


def move(
    numbers: Numbers = None,
    place: Place = "",
    file: ScanFile = None,
    holder: Annotated[
        str,
        typer.Option(
            "--holder", metavar="PERSON", help=N_("Who has it in hand there; leave it out when it is stored.")
        ),
    ] = "",
    purpose: Purpose = "",
    performer: Performer = "",
    by: By = "",
    on: On = "",
    violation: Violation = "",
    json: Json = False,
) -> None:
    """Move assets to another place inside the areas (clause 11)."""
    place = needed(place, N_("To which place?"), option="--place")
    perform(
        "move",
        decide.move,
        each_scan(numbers, file),
        by=by,
        on=on,
        violation=violation,
        json=json,
        doer="performed_by",
        performed_by=performer,
        place=place,
        holder=holder,
        purpose=purpose,
    )


def handover(
    numbers: Numbers = None,
    to: To = "",
    place: Place = "",
    file: ScanFile = None,
    from_person: FromPerson = "",
    method: Method = "",
    purpose: Purpose = "",
    seal: Seal = "",
    seal_state: SealState = "",
    quantity: Counted = None,
    seal_no: SealFound = "",
    by: By = "",
    on: On = "",
    violation: Violation = "",
    json: Json = False,
) -> None:
    """Hand assets to another person, both being present (clause 5)."""
    to = needed(to, N_("To whom?"), option="--to")
    perform(
        "handover",
        decide.handover,
        each_scan(numbers, file),
        by=by,
        on=on,
        violation=violation,
        json=json,
        doer="operator",
        released_by=from_person,
        received_by=to,
        place=place,
        method=method,
        purpose=purpose,
        seal_no=seal,
        seal=as_found(seal_state),
        quantity=-1 if quantity is None else quantity,
        seal_found=folded(seal_no),
    )


def send(
    numbers: Numbers = None,
    to: To = "",
    place: Place = "",
    method: Method = "",
    file: ScanFile = None,
    from_person: FromPerson = "",
    purpose: Purpose = "",
    seal: Seal = "",
    tracking: Annotated[
        str, typer.Option("--tracking", metavar="NUMBER", help=N_("The carrier's tracking number."))
    ] = "",
    carrier: Annotated[
        str,
        typer.Option(
            "--carrier", metavar="NAME", help=N_("The outside firm that brings it: an approved subcontractor.")
        ),
    ] = "",
    by: By = "",
    on: On = "",
    violation: Violation = "",
    json: Json = False,
) -> None:
    """Send assets on their way; they are in transit until the receiver accepts them."""
    to = needed(to, N_("To whom?"), option="--to")
    place = needed(place, N_("To which place?"), option="--place")
    perform(
        "send",
        decide.send,
        each_scan(numbers, file),
        by=by,
        on=on,
        violation=violation,
        json=json,
        doer="operator",
        released_by=from_person,
        received_by=to,
        place=place,
        method=method,
        purpose=purpose,
        seal_no=seal,
        tracking_no=tracking,
        carrier=carrier,
    )


def accept(
    numbers: Numbers = None,
    file: ScanFile = None,
    to: To = "",
    place: Place = "",
    condition: Annotated[str, typer.Option("--condition", metavar="TEXT", help=N_("In what state it arrived."))] = "",
    seal_state: SealState = "",
    quantity: Counted = None,
    seal_no: SealFound = "",
    by: By = "",
    on: On = "",
    violation: Violation = "",
    json: Json = False,
) -> None:
    """Accept assets that were sent: from now on the receiver answers for them."""
    perform(
        "accept",
        decide.accept,
        each_scan(numbers, file),
        by=by,
        on=on,
        violation=violation,
        json=json,
        doer="received_by",
        received_by=to,
        place=place,
        condition=condition,
        seal=as_found(seal_state),
        quantity=-1 if quantity is None else quantity,
        seal_found=folded(seal_no),
    )


def lost(
    numbers: Numbers = None,
    file: ScanFile = None,
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT", help=N_("What is known."))] = "",
    incident: Annotated[
        str,
        typer.Option(
            "--incident",
            metavar="NUMBER",
            help=N_("The number of an incident in the ledger: gives the asset up for lost, an end."),
        ),
    ] = "",
    by: By = "",
    on: On = "",
    json: Json = False,
) -> None:
    """Report assets missing, which opens an incident draft; with the number of an incident, give them up for lost (clause 37)."""
    if not incident:
        reason = needed(reason, N_("What is known?"), option="--reason")
    perform(
        "lost",
        decide.lose,
        each_scan(numbers, file),
        by=by,
        on=on,
        json=json,
        doer="reported_by",
        reason=reason,
        incident=incident,
    )


def found(
    numbers: Numbers = None,
    place: Place = "",
    file: ScanFile = None,
    remarks: Annotated[str, typer.Option("--remarks", metavar="TEXT", help=N_("How it was found."))] = "",
    by: By = "",
    on: On = "",
    violation: Violation = "",
    json: Json = False,
) -> None:
    """Record that missing assets are back at a place."""
    place = needed(place, N_("At which place?"), option="--place")
    perform(
        "found",
        decide.find_again,
        each_scan(numbers, file),
        by=by,
        on=on,
        violation=violation,
        json=json,
        doer="found_by",
        place=place,
        remarks=remarks,
    )


def as_found(seal_state: str) -> str:
    """intact or broken, in the words of the forms too; "" when nobody said."""
    state = coded(seal_state, "seals")
    known_code([state] if state else [], ("intact", "broken"), option="--seal-state")
    return state
