"""How is an audit or an improvement recorded?"""

from __future__ import annotations

from typing import Annotated

import typer

from assets import events, reports
from assets.language import N_, _
from cli.desk import put_on_record
from cli.listing import listed
from cli.session import By, InContract, Json, day, folded, moment, needed

Number = Annotated[
    str, typer.Argument(metavar="[NUMBER]", help=N_("The notice's or request's number."), show_default=False)
]
Document = Annotated[str, typer.Option("--document", metavar="NUMBER", help=N_("The number of the document."))]
AskedBy = Annotated[str, typer.Option("--asked-by", metavar="PERSON", help=N_("Who at the client's asked."))]
Day = Annotated[str, typer.Option("--on", metavar="DATE", help=N_("On which day; today when left out."))]
Due = Annotated[str, typer.Option("--due", metavar="DATE", help=N_("Until when, if a day was named."))]


def audit_notice(
    number: Number = "",
    scope: Annotated[str, typer.Option("--scope", metavar="TEXT", help=N_("What is asked for."))] = "",
    asked_by: AskedBy = "",
    on: Day = "",
    planned: Annotated[str, typer.Option("--planned", metavar="DATE", help=N_("When the visit is planned."))] = "",
    nda: Annotated[
        str,
        typer.Option("--nda", metavar="NUMBER", help=N_("The secrecy agreement (clause 26), if one was asked for.")),
    ] = "",
    contract: InContract = "",
    by: By = "",
    json: Json = False,
) -> None:
    """Record the client's written notice of an audit, or its call for reports or documents (clauses 24 and 25)."""
    fact = events.AuditNoticed(
        number=needed(number, N_("The notice's number?"), option="NUMBER"),
        noticed_on=day(on) or moment("").today,
        scope=needed(scope, N_("What is asked for?"), option="--scope"),
        requested_by=folded(needed(asked_by, N_("Who at the client's asked?"), option="--asked-by")),
        planned_on=day(planned),
        nda_no=nda,
    )
    put_on_record(contract, fact, by=by, json=json)


def audit_answer(
    number: Number = "",
    response: Annotated[str, typer.Option("--response", metavar="TEXT", help=N_("What was done or handed in."))] = "",
    refused: Annotated[
        str,
        typer.Option("--refused", metavar="TEXT", help=N_("The good reason (正当な理由) why it is not complied with.")),
    ] = "",
    visitors: Annotated[
        str, typer.Option("--visitors", metavar="TEXT", help=N_("Who came, with their entry numbers (clause 27)."))
    ] = "",
    document: Document = "",
    on: Day = "",
    contract: InContract = "",
    by: By = "",
    json: Json = False,
) -> None:
    """Record how the client's notice was answered (clauses 25 and 27)."""
    fact = events.AuditAnswered(
        number=needed(number, N_("The notice's number?"), option="NUMBER"),
        answered_on=day(on) or moment("").today,
        response=response if refused else needed(response, N_("What was done or handed in?"), option="--response"),
        refused_reason=refused,
        visitors=visitors,
        document=document,
    )
    put_on_record(contract, fact, by=by, json=json)


def audit_list(contract: InContract = "", json: Json = False) -> None:
    """List the client's notices with how they were answered."""
    listed(
        contract,
        reports.audits,
        {
            "number": _("Notice"),
            "noticed_on": _("Noticed on"),
            "scope": _("Scope"),
            "requested_by": _("Asked by"),
            "answered_on": _("Answered on"),
            "response": _("Answer"),
            "refused_reason": _("Reason of refusal"),
        },
        json=json,
    )


def improvement_request(
    number: Number = "",
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT", help=N_("The client's reason, in writing."))] = "",
    asked_by: AskedBy = "",
    audit: Annotated[str, typer.Option("--audit", metavar="NUMBER", help=N_("The audit it comes from."))] = "",
    due: Due = "",
    on: Day = "",
    contract: InContract = "",
    by: By = "",
    json: Json = False,
) -> None:
    """Record that the client asks for better measures (clauses 24 and 29)."""
    fact = events.ImprovementRequested(
        number=needed(number, N_("The request's number?"), option="NUMBER"),
        requested_on=day(on) or moment("").today,
        requested_by=folded(needed(asked_by, N_("Who at the client's asked?"), option="--asked-by")),
        reason=needed(reason, N_("The client's reason?"), option="--reason"),
        audit=audit,
        due_on=day(due),
    )
    put_on_record(contract, fact, by=by, json=json)


def improvement_agree(
    number: Number = "",
    action: Annotated[str, typer.Option("--action", metavar="TEXT", help=N_("What will be done."))] = "",
    due: Due = "",
    cost: Annotated[
        str, typer.Option("--cost", metavar="TEXT", help=N_("Who bears the cost (clauses 28 and 31)."))
    ] = "",
    on: Day = "",
    contract: InContract = "",
    by: By = "",
    json: Json = False,
) -> None:
    """Record what client and contractor agreed to improve (clause 30)."""
    fact = events.ImprovementAgreed(
        number=needed(number, N_("The request's number?"), option="NUMBER"),
        agreed_on=day(on) or moment("").today,
        action=needed(action, N_("What will be done?"), option="--action"),
        due_on=day(due),
        cost_note=cost,
    )
    put_on_record(contract, fact, by=by, json=json)


def improvement_done(
    number: Number = "",
    verifier: Annotated[str, typer.Option("--verifier", metavar="PERSON", help=N_("Who checked it."))] = "",
    document: Document = "",
    on: Day = "",
    contract: InContract = "",
    by: By = "",
    json: Json = False,
) -> None:
    """Record that an improvement is done and checked (clause 30)."""
    fact = events.ImprovementDone(
        number=needed(number, N_("The request's number?"), option="NUMBER"),
        done_on=day(on) or moment("").today,
        verified_by=folded(needed(verifier, N_("Who checked it?"), option="--verifier")),
        document=document,
    )
    put_on_record(contract, fact, by=by, json=json)


def improvement_list(contract: InContract = "", json: Json = False) -> None:
    """List what the client asked to be improved, with how far it is."""
    listed(
        contract,
        reports.improvements,
        {
            "number": _("Improvement"),
            "requested_on": _("Requested on"),
            "reason": _("Reason"),
            "agreed_on": _("Agreed on"),
            "action": _("Action"),
            "due_on": _("Until"),
            "done_on": _("Done on"),
            "verified_by": _("Checked by"),
        },
        json=json,
    )
