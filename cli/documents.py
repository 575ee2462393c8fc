"""How is a document, a safety measure or a request recorded?"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Annotated

import typer

from assets import events, reports
from assets.errors import BadInput, NotFound
from assets.language import N_, _
from cli import say
from cli.desk import known_code, put_on_record
from cli.listing import listed
from cli.session import By, InContract, Json, day, existing, folded, moment, needed, opened, reading

TYPES = (
    "management_rules", "pledge", "training", "specification", "agreement", "approval", "consent", "certificate", "incident_report", "notice",
    "photo", "handover_slip", "other_document",
)  # fmt: skip
MEASURES = ("organisational", "human", "physical", "technical")
REQUESTS = ("disclosure", "correction", "addition", "deletion", "third_party")
_PIECE = 1 << 20
File = Annotated[
    Path | None, typer.Argument(metavar="[FILE]", help=N_("The file; it stays where it is."), show_default=False)
]
Document = Annotated[str, typer.Option("--document", metavar="NUMBER", help=N_("The number of the document."))]
Number = Annotated[str, typer.Option("--number", metavar="NUMBER", help=N_("The document's number."))]
RequestNumber = Annotated[str, typer.Argument(metavar="[NUMBER]", help=N_("The request's number."), show_default=False)]
Day = Annotated[str, typer.Option("--on", metavar="DATE", help=N_("On which day; today when left out."))]


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file, read piece by piece with a bar when it is long."""
    made = hashlib.sha256()
    try:
        with path.open("rb") as file, say.progress(_("Reading the file"), path.stat().st_size) as advance:
            while piece := file.read(_PIECE):
                made.update(piece)
                advance(len(piece))
    except OSError as error:
        raise BadInput(N_("The file {path} cannot be read."), path=path) from error
    return made.hexdigest()


def document_file(
    file: File = None,
    number: Number = "",
    type: Annotated[
        str,
        typer.Option(
            "--type", metavar="WORD", help=N_("management_rules, pledge, agreement, approval, certificate, ...")
        ),
    ] = "",
    title: Annotated[str, typer.Option("--title", metavar="TEXT", help=N_("What it is called."))] = "",
    version: Annotated[str, typer.Option("--version", metavar="TEXT", help=N_("Which version."))] = "",
    dated: Annotated[str, typer.Option("--dated", metavar="DATE", help=N_("The date on it."))] = "",
    sent_on: Annotated[str, typer.Option("--sent-on", metavar="DATE", help=N_("When the client got it."))] = "",
    concerns: Annotated[
        str, typer.Option("--concerns", metavar="NUMBER", help=N_("What it belongs to: an approval, an incident ..."))
    ] = "",
    contract: InContract = "",
    by: By = "",
    json: Json = False,
) -> None:
    """Put a document on the register by its SHA-256; the file itself stays outside the ledger (clauses 24 and 25)."""
    known_code([type] if type else [], TYPES, option="--type")
    path = existing(file) if file else None
    fact = events.DocumentFiled(
        number=needed(number, N_("The document's number?"), option="--number"),
        type=type or "other_document",
        title=title or (path.stem if path else needed("", N_("What is it called?"), option="--title")),
        sha256=sha256_of(path) if path else "",
        file=path.name if path else "",
        version=version,
        dated=day(dated),
        sent_on=day(sent_on),
        concerns=concerns,
    )
    put_on_record(contract, fact, by=by, json=json)


def document_list(contract: InContract = "", json: Json = False) -> None:
    """List the documents on the register."""
    listed(
        contract,
        reports.documents,
        {
            "number": _("Number"),
            "type": _("Kind"),
            "title": _("Title"),
            "version": _("Version"),
            "dated": _("Dated"),
            "sent_on": _("Sent on"),
            "file": _("File"),
            "concerns": _("Concerns"),
        },
        json=json,
        codes=("type",),
    )


def document_check(file: File = None, contract: InContract = "", json: Json = False) -> None:
    """Say which document of the register a file is, by its SHA-256; one that was changed is not found."""
    path = existing(Path(needed(str(file or ""), N_("Which file?"), option="FILE")))
    digest = sha256_of(path)
    with opened() as ledger:
        rows = reports.documents(reading(ledger, ledger.contract(contract)).db)
    same = [row for row in rows if row["sha256"] == digest]
    if not same:
        raise NotFound(
            N_("{file} is none of the documents on the register: it was changed, or never filed."),
            hint=N_("assets document list"),
            file=path.name,
        )
    if json:
        say.as_json(same)
        return
    for row in same:
        say.good(say.plain(f"{row['number']}  {row['title']}  {row['version']}  {digest}"))


def safety_set(
    measure: Annotated[
        str, typer.Option("--kind", metavar="WORD", help=N_("organisational, human, physical or technical."))
    ] = "",
    text: Annotated[str, typer.Option("--text", metavar="TEXT", help=N_("What is done."))] = "",
    start: Annotated[str, typer.Option("--start", metavar="DATE", help=N_("From when on; today when left out."))] = "",
    document: Document = "",
    contract: InContract = "",
    by: By = "",
    json: Json = False,
) -> None:
    """Write down a safety measure (安全管理措置, clause 13)."""
    measure = needed(measure, N_("Which kind of measure?"), option="--kind")
    known_code([measure], MEASURES, option="--kind")
    fact = events.SafetyMeasureSet(
        measure=measure,
        description=needed(text, N_("What is done?"), option="--text"),
        start=day(start) or moment("").today,
        document=document,
    )
    put_on_record(contract, fact, by=by, json=json)


def safety_list(contract: InContract = "", json: Json = False) -> None:
    """List the safety measures."""
    columns = {"measure": _("Kind"), "description": _("What is done"), "start": _("From"), "document": _("Document")}
    listed(contract, reports.safety_measures, columns, json=json, codes=("measure",))


def subject_request(
    number: RequestNumber = "",
    request: Annotated[
        str,
        typer.Option("--kind", metavar="WORD", help=N_("disclosure, correction, addition, deletion or third_party.")),
    ] = "",
    on: Day = "",
    contract: InContract = "",
    by: By = "",
    json: Json = False,
) -> None:
    """Record that somebody asked for disclosure, correction or the like; nothing about the person (clause 10)."""
    request = needed(request, N_("What was asked for?"), option="--kind")
    known_code([request], REQUESTS, option="--kind")
    number = needed(number, N_("The request's number?"), option="NUMBER")

    def fact(operator: str) -> events.SubjectRequested:
        return events.SubjectRequested(
            number=number, request=request, received_on=day(on) or moment("").today, received_by=operator
        )

    put_on_record(contract, fact, by=by, json=json)


def subject_forward(
    number: RequestNumber = "",
    to: Annotated[str, typer.Option("--to", metavar="PERSON", help=N_("Who at the client's was told."))] = "",
    on: Day = "",
    contract: InContract = "",
    by: By = "",
    json: Json = False,
) -> None:
    """Record that a request was passed on to the client, promptly (すみやかに, clause 10)."""
    number = needed(number, N_("The request's number?"), option="NUMBER")
    to = folded(needed(to, N_("Who at the client's was told?"), option="--to"))

    def fact(operator: str) -> events.SubjectForwarded:
        return events.SubjectForwarded(number=number, told_on=day(on) or moment("").today, told_by=operator, told_to=to)

    put_on_record(contract, fact, by=by, json=json)


def subject_list(contract: InContract = "", json: Json = False) -> None:
    """List the requests with when the client was told."""
    columns = {
        "number": _("Request"),
        "request": _("Kind"),
        "received_on": _("Received on"),
        "told_on": _("Passed on"),
        "told_to": _("To"),
    }
    listed(contract, reports.subject_requests, columns, json=json, codes=("request",))
