"""How is a disposal asked for, and carried out in a session?"""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any

import typer

from assets import decide, disposals, events
from assets.errors import BadInput, NotFound
from assets.language import N_, _
from assets.policy import effective
from assets.rules.subcontracting import SITES
from assets.sanitization import methods
from assets.state import Contract
from assets.terms import term
from assets.verification import result_name
from cli import say
from cli.contained import everything
from cli.desk import desk_deed, known_code, told
from cli.ending import CertificateDue, Equipment, How, Vendor, Verifier, Witness
from cli.lacking import QUESTIONS
from cli.scans import Numbers, ScanFile, each_scan, resolved
from cli.session import By, InContract, Json, On, ask, day, folded, moment, needed, opened, reading, who

Place = Annotated[str, typer.Option("--place", metavar="PLACE", help=N_("Where it is done."))]
Performer = Annotated[str, typer.Option("--performer", metavar="PERSON", help=N_("Who does the work."))]
SessionNumber = Annotated[
    str, typer.Argument(metavar="SESSION", help=N_("The number of the session."), show_default=False)
]
ClosedSession = Annotated[str, typer.Option("--explain", metavar="TEXT", help=N_("Why anything approved is not done."))]
_SHOWN = 40


def request(
    numbers: Numbers = None,
    number: Annotated[str, typer.Option("--number", metavar="NUMBER", help=N_("The application's number."))] = "",
    method: How = None,
    place: Place = "",
    performer: Performer = "",
    witness: Witness = "",
    vendor: Vendor = "",
    planned_on: Annotated[
        str, typer.Option("--planned-on", metavar="DATE", help=N_("The day it is planned for."))
    ] = "",
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT", help=N_("Why they are disposed of."))] = "",
    file: ScanFile = None,
    by: By = "",
    on: On = "",
    json: Json = False,
) -> None:
    """Put assets on an application to dispose of them (廃棄承認申請書, clause 41); what the method cannot do is refused here, all or nothing."""
    steps = tuple(method or [needed("", N_("By which method?"), option="--method")])
    known_code(steps, methods(), option="--method")
    fact = events.DisposalRequested(
        number=needed(number, N_("The application's number?"), option="--number"),
        method=steps[-1],
        steps=steps if len(steps) > 1 else (),
        place=folded(needed(place, N_("At which place?"), option="--place")),
        reason=reason,
        planned_on=day(planned_on),
        performed_by=folded(performer),
        witness=folded(witness),
        vendor=vendor,
    )
    _request(fact, numbers, file, by=by, on=on, json=json)


def _request(fact: Any, numbers: list[str] | None, file: Path | None, *, by: str, on: str, json: bool) -> None:
    actor = who(by)
    when = replace(moment(on), operator=actor.op)
    with opened() as ledger:
        scans = resolved(ledger, each_scan(numbers, file), deed="disposal request")
        if not scans:
            raise BadInput(N_("Nothing was scanned."), hint=N_("Give numbers, or --file FILE with one scan to a line."))
        home = scans[0][1]
        rows = ledger.perform(
            home,
            lambda desk: decide.request_disposal(
                desk,
                fact,
                [one for scan, _of in scans for one in everything(ledger, home, scan, deed="disposal request")],
                moment=when,
            ),
            by=actor,
            moment=when,
        )
        told(ledger, home, rows, json=json)
        ledger.catch_up(home, rows)


def start(
    approval: Annotated[str, typer.Option("--approval", metavar="NUMBER", help=N_("The client's approval."))] = "",
    performer: Annotated[
        str, typer.Option("--performer", metavar="PERSON", help=N_("Who does the work, if not you."))
    ] = "",
    witness: Witness = "",
    verifier: Verifier = "",
    equipment: Equipment = "",
    place: Place = "",
    vendor: Vendor = "",
    certificate_due: CertificateDue = "",
    contract: InContract = "",
    by: By = "",
    on: On = "",
    json: Json = False,
) -> None:
    """Begin a disposal session (廃棄作業): who does it, who watches, who checks; then scan what is destroyed."""
    actor = who(by)
    approval = needed(approval, N_("Under which approval?"), option="--approval")
    words = {
        "approval": approval,
        "performed_by": folded(performer) or actor.op,
        "witness": folded(witness or _witness(contract)),
        "verified_by": folded(needed(verifier, N_("Who checks the result?"), option="--verifier")),
        "place": folded(place),
        "equipment": equipment or _our_equipment(contract, approval, vendor, folded(place)),
        "vendor": vendor,
        "certificate_due": day(certificate_due),
    }
    [row] = desk_deed(
        contract, lambda _ledger, desk, when: decide.start_session(desk, **words, moment=when), by=by, on=on, json=json
    )
    if not json:
        session = row.event.fact.session
        say.line(
            "  "
            + _("Next: assets dispose --session {session}   then label and serial, one after the other").format(
                session=session
            )
        )


def _desk(contract: str) -> Contract:
    with opened() as ledger:
        return ledger.desk(ledger.contract(contract))


def _witness(contract: str) -> str:
    """Who watches; "" where client and contractor agreed that nobody need."""
    wanted = effective(_desk(contract).policy).wants("witness_needed")
    return needed("", N_("Who is the witness?"), option="--witness") if wanted else ""


def _our_equipment(contract: str, approval: str, vendor: str, place: str) -> str:
    """On a terminal, with what we ourselves do it; "" when a firm does, or nobody can be asked: then each disposal asks for its own."""
    if not sys.stdin.isatty():
        return ""
    desk = _desk(contract)
    terms = desk.approvals.get(approval)
    site = desk.places.get(place or getattr(terms, "place", ""))
    theirs = vendor or getattr(terms, "vendor", "") or (site and site.zone in SITES)
    return "" if terms is None or theirs else ask(QUESTIONS["equipment"], option="--equipment")


def close(
    session: SessionNumber,
    explain: ClosedSession = "",
    later: Annotated[bool, typer.Option("--later", help=N_("What remains is left to a later session."))] = False,
    document: Annotated[
        str, typer.Option("--document", metavar="NUMBER", help=N_("The number of the sheet that the witness signed."))
    ] = "",
    contract: InContract = "",
    by: By = "",
    on: On = "",
    json: Json = False,
) -> None:
    """Close a disposal session: what was approved is done, is left to a later session, or somebody says why it is not (clause 41)."""
    session = folded(session)

    def closed(ledger: Any, desk: Any, when: Any) -> Any:
        approval = desk.sessions[session].started.approval if session in desk.sessions else ""
        numbers = disposals.covered(ledger.reading(desk.number).db, approval)
        assets = filter(None, (ledger.asset(desk.number, number) for number in numbers))
        return decide.close_session(
            desk, session=session, assets=assets, explanation=explain, later=later, document=document, moment=when
        )

    desk_deed(contract, closed, by=by, on=on, json=json)


def show(
    number: Annotated[
        str, typer.Argument(metavar="NUMBER", help=N_("A session's or an application's number."), show_default=False)
    ],
    everything: Annotated[bool, typer.Option("--all", help=N_("Show every line of long tables."))] = False,
    contract: InContract = "",
    json: Json = False,
) -> None:
    """Show a disposal session or application: how far it has come, asset by asset."""
    number = folded(number)
    with opened() as ledger:
        db = reading(ledger, ledger.contract(contract)).db
        found = disposals.session(db, number) or disposals.request(db, number)
    if not found:
        raise NotFound(
            N_("There is no disposal session or request {number}."), hint=N_("assets disposal list"), number=number
        )
    if json:
        say.as_json(found)
        return
    _facts(found)
    _items(found["items"], None if everything else _SHOWN)


def _facts(found: dict[str, Any]) -> None:
    steps = (found["steps"] or found["method"] or "").split("、")
    say.facts(
        [
            (_("Session"), found.get("session")),
            (_("Application"), found.get("number")),
            (_("Approval"), found["approval"] or _("not approved yet")),
            (_("Day"), found["day"]),
            (_("Method"), " + ".join(_(term(step)) for step in steps)),
            (_("Place"), found["place"]),
            (_("Done by"), found["performed_by"]),
            (_("Witness"), found["witness"]),
            (_("Checked by"), found.get("verified_by")),
            (_("Equipment"), found.get("equipment")),
            (_("Outside firm"), found["vendor"]),
            (_("Reason"), found.get("reason")),
            (_("Closed"), found.get("closed_on")),
            (_("Explanation"), found.get("explanation")),
        ]
    )
    if "approved" in found:
        told = N_("{approved} approved = {done} done + {elsewhere} in other sessions or none + {remaining} remaining")
        say.line(_(told).format(**found))
        if found["later"]:
            say.line(_("What remained is left to a later session."))


def _items(items: list[dict[str, Any]], limit: int | None) -> None:
    say.table(
        [_("Number"), _("Title"), _("Medium"), _("Serial"), _("Class"), _("Status"), _("Result"), _("Day")],
        [
            (
                row["number"],
                row["title"],
                term(row["medium"]),
                row["serial"],
                term(row["highest_class"]),
                term(row["status"]),
                result_name(row["result"]) if row["result"] else "",
                row["act_on"],
            )
            for row in items[:limit]
        ],
    )
    if limit is not None and len(items) > limit:
        say.note(_("{count} more lines: --all").format(count=len(items) - limit))


def list_(contract: InContract = "", json: Json = False) -> None:
    """List the applications to dispose of media and the disposal sessions, with how far each has come."""
    with opened() as ledger:
        db = reading(ledger, ledger.contract(contract)).db
        requests, sessions = disposals.requests(db), disposals.sessions(db)
    if json:
        say.as_json({"requests": requests, "sessions": sessions})
        return
    say.table(
        [_("Application"), _("Day"), _("Method"), _("Place"), _("Assets"), _("Approval")],
        [
            (
                row["number"],
                row["day"],
                term(row["method"]),
                row["place"],
                row["assets"],
                row["approval"] or _("not approved yet"),
            )
            for row in requests
        ],
        right=[4],
    )
    say.table(
        [
            _("Session"),
            _("Approval"),
            _("Asked"),
            _("Approved"),
            _("Done"),
            _("Other sessions"),
            _("Remaining"),
            _("Closed"),
        ],
        [
            (
                row["session"],
                row["approval"],
                "-" if row["asked"] is None else row["asked"],
                row["approved"],
                row["done"],
                row["elsewhere"],
                row["remaining"],
                row["closed_on"] or _("not closed yet"),
            )
            for row in sessions
        ],
        right=[2, 3, 4, 5, 6],
    )
