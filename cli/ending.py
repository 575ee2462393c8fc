"""How does an asset end?"""

from __future__ import annotations

from typing import Annotated

import typer

from assets import decide
from assets.language import N_
from cli.custody import FromPerson, Method, To
from cli.deeds import Numbers, ScanFile, each_scan, perform
from cli.session import By, Json, On, Violation, needed

How = Annotated[
    str,
    typer.Option(
        "--method",
        metavar="METHOD",
        help=N_("How: overwrite, sanitize_cmd, crypto_erase, degauss; shred, pulp, incinerate, melt, ..."),
    ),
]
Performer = Annotated[str, typer.Option("--performer", metavar="PERSON", help=N_("Who does the work, if not you."))]
Verifier = Annotated[
    str,
    typer.Option("--verifier", metavar="PERSON", help=N_("Who checks the result: somebody else than the performer.")),
]
Conditions = Annotated[
    str,
    typer.Option(
        "--conditions",
        metavar="TEXT",
        help=N_("What makes the method hold, e.g. every key was destroyed; needed for cryptographic erase."),
    ),
]
Remarks = Annotated[str, typer.Option("--remarks", metavar="TEXT", help=N_("Anything worth knowing."))]
AtPlace = Annotated[str, typer.Option("--place", metavar="PLACE", help=N_("Where, if not where the approval says."))]


def return_(
    numbers: Numbers = None,
    to: To = "",
    method: Method = "",
    file: ScanFile = None,
    from_person: FromPerson = "",
    receipt: Annotated[
        str, typer.Option("--receipt", metavar="NUMBER", help=N_("The number of the client's receipt."))
    ] = "",
    by: By = "",
    on: On = "",
    violation: Violation = "",
    json: Json = False,
) -> None:
    """Return assets to the client, by two parties (clause 40)."""
    to = needed(to, N_("To whom at the client's?"), option="--to")
    method = needed(method, N_("How does it travel?"), option="--method")
    perform(
        "return",
        decide.give_back,
        each_scan(numbers, file),
        by=by,
        on=on,
        violation=violation,
        json=json,
        doer="operator",
        released_by=from_person,
        received_by=to,
        method=method,
        receipt_no=receipt,
    )


def erase(
    numbers: Numbers = None,
    method: How = "",
    verifier: Verifier = "",
    file: ScanFile = None,
    performer: Performer = "",
    conditions: Conditions = "",
    tool: Annotated[str, typer.Option("--tool", metavar="TEXT", help=N_("The tool with its version."))] = "",
    remarks: Remarks = "",
    by: By = "",
    on: On = "",
    violation: Violation = "",
    json: Json = False,
) -> None:
    """Record that the information was erased from media that survive (clause 40). The program erases nothing itself."""
    method = needed(method, N_("By which method?"), option="--method")
    perform(
        "erase",
        decide.erase,
        each_scan(numbers, file),
        by=by,
        on=on,
        violation=violation,
        json=json,
        doer="performed_by",
        method=method,
        performed_by=performer,
        verified_by=verifier,
        tool=tool,
        conditions=conditions,
        remarks=remarks,
    )


def dispose(
    numbers: Numbers = None,
    witness: Annotated[
        str, typer.Option("--witness", metavar="PERSON", help=N_("Who watches: somebody else than the performer."))
    ] = "",
    method: How = "",
    approval: Annotated[
        str, typer.Option("--approval", metavar="NUMBER", help=N_("The client's approval, if several cover the asset."))
    ] = "",
    file: ScanFile = None,
    place: AtPlace = "",
    performer: Performer = "",
    verifier: Verifier = "",
    serial: Annotated[str, typer.Option("--serial", metavar="SERIAL", help=N_("The serial read off the device."))] = "",
    certificate: Annotated[
        str, typer.Option("--certificate", metavar="NUMBER", help=N_("The disposal certificate's number."))
    ] = "",
    conditions: Conditions = "",
    remarks: Remarks = "",
    by: By = "",
    on: On = "",
    violation: Violation = "",
    json: Json = False,
) -> None:
    """Record that media were destroyed, with the client's prior approval (clause 41)."""
    witness = needed(witness, N_("Who is the witness?"), option="--witness")
    perform(
        "dispose",
        decide.dispose,
        each_scan(numbers, file),
        by=by,
        on=on,
        violation=violation,
        json=json,
        doer="performed_by",
        method=method,
        approval=approval,
        performed_by=performer,
        witness=witness,
        place=place,
        verified_by=verifier,
        serial_seen=serial,
        certificate_no=certificate,
        conditions=conditions,
        remarks=remarks,
    )
