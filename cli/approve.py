"""How is an approval of the client recorded?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any

import typer

from assets import decide, disposals, events
from assets.contract_file import provision
from assets.errors import BadInput, NotFound
from assets.language import N_
from assets.sanitization import media as known_media
from assets.sanitization import methods as known_methods
from cli.contained import everything
from cli.contract import Number, Until
from cli.desk import desk_deed, known_code, told
from cli.scans import ScanFile, each_scan, of_one_contract, resolve
from cli.session import By, InContract, Json, On, day, moment, needed, opened, reading, who

ApprovedOn = Annotated[str, typer.Option("--approved-on", metavar="DATE", help=N_("When the client approved."))]
Sources = Annotated[
    list[str] | None,
    typer.Option(
        "--source", metavar="TITLE", help=N_("A title it covers, from its first word on; may be given several times.")
    ),
]
Covered = Annotated[
    list[str] | None, typer.Argument(metavar="NUMBER", help=N_("The assets it covers."), show_default=False)
]
Approver = Annotated[
    str, typer.Option("--approver", metavar="PERSON", help=N_("Who approved: a person of the client."))
]
Form = Annotated[
    str,
    typer.Option(
        "--form", metavar="FORM", help=N_("written, electronic or oral; what was only said waits for its confirmation.")
    ),
]
_FORMS = ("written", "electronic", "oral")


def approve_copy(
    numbers: Covered = None,
    number: Number = "",
    approved_on: ApprovedOn = "",
    approver: Approver = "",
    max: Annotated[
        int, typer.Option("--max", metavar="COPIES", help=N_("How many copies of each original."), min=1)
    ] = 1,
    source: Sources = None,
    medium: Annotated[
        list[str] | None,
        typer.Option("--medium", metavar="CODE", help=N_("A medium allowed; may be given several times.")),
    ] = None,
    purpose: Annotated[str, typer.Option("--purpose", metavar="TEXT", help=N_("What for."))] = "",
    place: Annotated[
        str, typer.Option("--place", metavar="PLACE", help=N_("Where the copies are made and kept."))
    ] = "",
    until: Until = "",
    form: Form = "written",
    spec_clause: Annotated[
        str,
        typer.Option(
            "--spec-clause",
            metavar="CLAUSE",
            help=N_("The clause of the specification that provides for it, in the place of an approval."),
        ),
    ] = "",
    copies_of_copies: Annotated[
        bool, typer.Option("--copies-of-copies", help=N_("Copies may be copied too, within the same number of copies."))
    ] = False,
    erase_by: Annotated[
        str, typer.Option("--erase-by", metavar="DATE", help=N_("The day by which the copies must be gone."))
    ] = "",
    file: ScanFile = None,
    contract: InContract = "",
    by: By = "",
    json: Json = False,
) -> None:
    """Record the client's approval to copy, or the specification's provision for it (clause 21), for assets scanned or for titles."""
    known_code(medium or (), known_media(), option="--medium")
    known_code([form], _FORMS, option="--form")
    if not spec_clause:
        approved_on = needed(approved_on, N_("Approved on which day?"), option="--approved-on")
        approver = needed(approver, N_("Who approved?"), option="--approver")
    fact = events.CopyApproved(
        number=number or provision(spec_clause) or needed("", N_("The approval's number?"), option="--number"),
        approved_on=day(approved_on),
        approver=approver,
        basis="spec_provision" if spec_clause else "client_approval",
        spec_clause=spec_clause,
        form=form,
        copies_of_copies=copies_of_copies,
        erase_by=day(erase_by),
        max_copies=max,
        sources=tuple(source or ()),
        media=tuple(medium or ()),
        purpose=purpose,
        place=place,
        valid_until=day(until),
    )
    _approve(fact, numbers, file, contract=contract, by=by, json=json)


def approve_dispose(
    numbers: Covered = None,
    number: Number = "",
    approved_on: ApprovedOn = "",
    approver: Approver = "",
    method: Annotated[
        list[str] | None,
        typer.Option(
            "--method",
            metavar="METHOD",
            help=N_(
                "How: shred, pulp, incinerate, melt, disintegrate, ...; several in order. A method that destroys nothing (crypto_erase, degauss) makes it an approval to erase."
            ),
        ),
    ] = None,
    request: Annotated[
        str,
        typer.Option(
            "--request", metavar="NUMBER", help=N_("The application it answers, with its assets and its method.")
        ),
    ] = "",
    excepting: Annotated[
        list[str] | None,
        typer.Option("--except", metavar="NUMBER", help=N_("An asset of the application that was not approved.")),
    ] = None,
    source: Sources = None,
    place: Annotated[str, typer.Option("--place", metavar="PLACE", help=N_("Where."))] = "",
    vendor: Annotated[str, typer.Option("--vendor", metavar="NAME", help=N_("The outside firm that does it."))] = "",
    until: Until = "",
    form: Form = "written",
    file: ScanFile = None,
    contract: InContract = "",
    by: By = "",
    json: Json = False,
) -> None:
    """Record the client's prior approval to dispose of media (clause 41), for an application, for assets scanned or for titles."""
    asked, listed = _application(request, excepting or (), contract) if request else (None, [])
    steps = (
        (asked.steps or (asked.method,))
        if asked
        else tuple(method or [needed("", N_("By which method?"), option="--method")])
    )
    known_code(steps, known_methods(), option="--method")
    known_code([form], _FORMS, option="--form")
    fact = events.DisposalApproved(
        number=needed(number, N_("The approval's number?"), option="--number"),
        approved_on=day(needed(approved_on, N_("Approved on which day?"), option="--approved-on")),
        approver=needed(approver, N_("Who approved?"), option="--approver"),
        method=steps[-1],
        steps=steps if len(steps) > 1 else (),
        form=form,
        sources=tuple(source or ()),
        place=asked.place if asked else place,
        vendor=asked.vendor if asked else vendor,
        request=request,
        valid_until=day(until),
    )
    _approve(fact, [*listed, *(numbers or ())], file, contract=contract, by=by, json=json)


def _application(number: str, excepting: Sequence[str], contract: str) -> tuple[events.DisposalRequested, list[str]]:
    """What was asked for, and the assets on it but those excepted. Raises NotFound, or BadInput for an exception that is not on it."""
    with opened() as ledger:
        home = ledger.contract(contract)
        asked = ledger.desk(home).requests.get(number)
        if asked is None:
            raise NotFound(
                N_("There is no disposal session or request {number}."), hint=N_("assets disposal list"), number=number
            )
        listed = disposals.listed(reading(ledger, home).db, number)
        left_out = [resolve(ledger, text, deed="approve")[0].number for text in excepting]
    for one in left_out:
        if one not in listed:
            raise BadInput(
                N_("{asset} is not on the request {number}."),
                hint=N_("assets disposal show {number}"),
                asset=one,
                number=number,
            )
    return asked, [one for one in listed if one not in left_out]


def approve_confirm(
    number: Annotated[str, typer.Argument(metavar="NUMBER", help=N_("The approval's number."), show_default=False)],
    document: Annotated[
        str, typer.Option("--document", metavar="NUMBER", help=N_("The number of the document that confirms it."))
    ] = "",
    contract: InContract = "",
    by: By = "",
    on: On = "",
    json: Json = False,
) -> None:
    """Record the document by which the client confirmed an approval given by word of mouth."""
    document = needed(document, N_("Which document confirms it?"), option="--document")
    desk_deed(
        contract,
        lambda _ledger, desk, when: decide.confirm_approval(desk, number, document=document, moment=when),
        by=by,
        on=on,
        json=json,
    )


def consent_add(
    number: Number = "",
    given_on: Annotated[
        str, typer.Option("--given-on", metavar="DATE", help=N_("When the client consented in writing."))
    ] = "",
    approver: Approver = "",
    purpose: Annotated[str, typer.Option("--purpose", metavar="TEXT", help=N_("What for."))] = "",
    until: Until = "",
    contract: InContract = "",
    by: By = "",
    json: Json = False,
) -> None:
    """Record the client's prior written consent to a purpose that is none of the contract's (clause 6)."""
    fact = events.ConsentGiven(
        number=needed(number, N_("The consent's number?"), option="--number"),
        given_on=day(needed(given_on, N_("Given on which day?"), option="--given-on")),
        approver=needed(approver, N_("Who consented?"), option="--approver"),
        purpose=needed(purpose, N_("To which purpose?"), option="--purpose"),
        valid_until=day(until),
    )
    desk_deed(
        contract, lambda _ledger, desk, when: decide.give_consent(desk, fact, moment=when), by=by, on="", json=json
    )


def _approve(fact: Any, numbers: list[str] | None, file: Path | None, *, contract: str, by: str, json: bool) -> None:
    actor = who(by, needed=False)
    now = replace(moment(""), operator=actor.op)
    with opened() as ledger:
        texts = each_scan(numbers, file) if numbers or file else ()
        home, scans = of_one_contract(ledger, texts, deed="approve", contract=contract, by=actor, moment=now)

        def covered() -> Any:
            for scan in scans:
                yield from everything(ledger, home, scan, deed="approve")
            if fact.sources:
                yield from (asset for asset in ledger.assets(home) if decide.is_covered(fact, asset))

        if not scans and not fact.sources:
            raise BadInput(N_("What does the approval cover?"), hint=N_("Give asset numbers, or --source TITLE."))
        rows = ledger.perform(
            home, lambda desk: decide.approve(desk, fact, covered(), moment=now), by=actor, moment=now
        )
        told(ledger, home, rows, json=json)
        ledger.catch_up(home, rows)
