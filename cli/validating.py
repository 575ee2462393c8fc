"""How is an erasure or a disposal accepted, and certified?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Annotated, Any

import typer

from assets import decide, disposals
from assets.errors import BadInput, NotFound
from assets.language import N_
from assets.ledger import Ledger
from cli.deeds import perform_in
from cli.ending import Remarks
from cli.scans import Numbers, ScanFile, each_scan
from cli.session import By, InContract, Json, On, day, needed, opened, reading, who

OfSession = Annotated[
    str, typer.Option("--session", metavar="NUMBER", help=N_("Everything of this disposal session that awaits it."))
]
Everything = Annotated[bool, typer.Option("--all", help=N_("Everything in the contract that awaits it."))]


def validate(
    numbers: Numbers = None,
    session: OfSession = "",
    everything: Everything = False,
    reject: Annotated[
        bool, typer.Option("--reject", help=N_("It is not accepted: another method is needed. Say why: --remarks."))
    ] = False,
    redo: Annotated[
        bool, typer.Option("--redo", help=N_("It is not accepted: do it again. Say why: --remarks."))
    ] = False,
    remarks: Remarks = "",
    file: ScanFile = None,
    contract: InContract = "",
    by: By = "",
    on: On = "",
    json: Json = False,
) -> None:
    """Accept erasures and disposals that passed, as the responsible person (管理責任者); only then do the assets end."""
    if reject and redo:
        raise BadInput(N_("--reject or --redo, not both."))
    if reject or redo:
        remarks = needed(remarks, N_("Why is it not accepted?"), option="--remarks")
    actor = who(by)
    deed = partial(
        decide.validate,
        validated_by=actor.op,
        decision="rejected" if reject else "redo" if redo else "accepted",
        remarks=remarks,
    )
    with opened() as ledger:
        scans = _scans(ledger, disposals.waiting, numbers, file, session, everything, contract)
        perform_in(ledger, "validate", deed, scans, actor=actor, on=on, json=json)


def certify(
    numbers: Numbers = None,
    number: Annotated[str, typer.Option("--number", metavar="NUMBER", help=N_("The certificate's number."))] = "",
    issued_on: Annotated[str, typer.Option("--issued-on", metavar="DATE", help=N_("The day it was issued."))] = "",
    issuer: Annotated[str, typer.Option("--issuer", metavar="NAME", help=N_("Who issued it."))] = "",
    document: Annotated[
        str, typer.Option("--document", metavar="NUMBER", help=N_("The number it is filed under."))
    ] = "",
    session: OfSession = "",
    everything: Everything = False,
    file: ScanFile = None,
    contract: InContract = "",
    by: By = "",
    on: On = "",
    json: Json = False,
) -> None:
    """Record the certificate of an erasure or disposal (消去証明書・廃棄証明書): of the outside firm, or our own."""
    deed = partial(
        decide.certify,
        certificate_no=needed(number, N_("The certificate's number?"), option="--number"),
        issued_on=day(needed(issued_on, N_("Issued on which day?"), option="--issued-on")),
        issuer=needed(issuer, N_("Who issued it?"), option="--issuer"),
        document=document,
    )
    actor = who(by)
    with opened() as ledger:
        scans = _scans(ledger, disposals.pending, numbers, file, session, everything, contract)
        perform_in(ledger, "certify", deed, scans, actor=actor, on=on, json=json)


def _scans(
    ledger: Ledger,
    found: Any,
    numbers: Sequence[str] | None,
    file: Path | None,
    session: str,
    everything: bool,
    contract: str,
) -> Iterator[str]:
    """What was scanned, or what awaits it in a session or the whole contract. Raises NotFound when nothing does."""
    if not (session or everything):
        return each_scan(numbers, file)
    waiting = found(reading(ledger, ledger.contract(contract)).db, session)
    if not waiting:
        raise NotFound(N_("Nothing awaits it."), hint=N_("assets disposal list"))
    return iter(waiting)
