"""How is an incident opened, assessed, told of, closed?"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any

import typer

from assets import decide
from assets.events import Lost
from assets.language import N_
from assets.ledger import Ledger
from assets.state import Asset
from cli.contained import everything
from cli.desk import desk_deed, known_code, told
from cli.scans import ScanFile, each_scan, resolved
from cli.session import By, InContract, Json, On, coded, folded, moment, needed, opened, time, who

_CATEGORIES = ("leak", "loss", "damage", "suspected")
_FORMS = ("oral", "written")
_MEASURES = ("first_aid", "containment", "prevention", "notice")

IncidentNumber = Annotated[
    str, typer.Argument(metavar="NUMBER", help=N_("The incident's number; its digits are enough."), show_default=False)
]
Touched = Annotated[
    list[str] | None,
    typer.Argument(metavar="ASSET", help=N_("Asset numbers it touches, as scanned."), show_default=False),
]
What = Annotated[
    str,
    typer.Option("--what", metavar="TEXT", help=N_("What happened, in a few words; never whose information it is.")),
]
KnownAt = Annotated[
    str,
    typer.Option(
        "--known-at",
        "--on",
        metavar="TIME",
        help=N_("When it was noticed (覚知), if not now: a day, or a day with a time."),
    ),
]
Happened = Annotated[
    str, typer.Option("--happened", metavar="TIME", help=N_("When it happened (発生), as far as is known."))
]
Conclusion = Annotated[str, typer.Option("--conclusion", metavar="TEXT", help=N_("What it came to."))]
Document = Annotated[str, typer.Option("--document", metavar="NUMBER", help=N_("The document's number."))]


def open_(
    numbers: Touched = None,
    category: Annotated[
        str,
        typer.Option(
            "--category", metavar="CODE", help=N_("leak, loss, damage, or suspected: there is a risk of one.")
        ),
    ] = "",
    what: What = "",
    known_at: KnownAt = "",
    known_by: Annotated[str, typer.Option("--known-by", metavar="PERSON", help=N_("Who noticed it, if not you."))] = "",
    happened: Happened = "",
    file: ScanFile = None,
    contract: InContract = "",
    by: By = "",
    json: Json = False,
) -> None:
    """Open an incident: an accident, or the risk of one; the client is to be told immediately (直ちに, clause 37)."""
    asked = needed(category, N_("A leak, a loss, damage, or suspected?"), option="--category")
    category = _code(asked, "incidents", _CATEGORIES, option="--category")
    what = needed(what, N_("What happened?"), option="--what")
    actor = who(by)
    when = replace(moment(known_at), operator=actor.op)
    with opened() as ledger:
        scans = resolved(ledger, _scanned(numbers, file), deed="incident open")
        home = scans[0][1] if scans else ledger.contract(contract)
        rows = ledger.perform(
            home,
            lambda desk: decide.open_incident(
                desk,
                category=category,
                known_by=folded(known_by) or actor.op,
                what=what,
                happened_at=time(happened),
                assets=[one for scan, _of in scans for one in everything(ledger, home, scan, deed="incident open")],
                moment=when,
            ),
            by=actor,
            moment=when,
        )
        told(ledger, home, rows, json=json)
        ledger.catch_up(home, rows)


def assess(
    number: IncidentNumber,
    numbers: Touched = None,
    category: Annotated[
        str,
        typer.Option(
            "--category",
            metavar="CODE",
            help=N_("leak, loss, damage, suspected; none: it was no incident, which closes it with a conclusion."),
        ),
    ] = "",
    persons: Annotated[
        int, typer.Option("--persons", metavar="NUMBER", help=N_("How many persons are affected."))
    ] = -1,
    malicious: Annotated[
        bool, typer.Option("--malicious", help=N_("It was done on purpose, or may have been."))
    ] = False,
    cause: Annotated[str, typer.Option("--cause", metavar="TEXT", help=N_("Why it happened."))] = "",
    what: What = "",
    known_at: Annotated[
        str, typer.Option("--known-at", metavar="TIME", help=N_("An earlier time at which it was known already."))
    ] = "",
    happened: Happened = "",
    conclusion: Conclusion = "",
    file: ScanFile = None,
    contract: InContract = "",
    by: By = "",
    on: On = "",
    json: Json = False,
) -> None:
    """Assess an incident, a draft above all: what it is, whom it affects, which further assets it touches (clause 37)."""
    asked = needed(category, N_("A leak, a loss, damage, suspected, or none?"), option="--category")
    category = _code(asked, "incidents", (*_CATEGORIES, "no_incident"), option="--category")
    is_none = category == "no_incident"
    if is_none:
        conclusion = needed(conclusion, N_("Why is it no incident?"), option="--conclusion")

    def facts(ledger: Ledger, desk: Any, when: Any) -> Any:
        return decide.assess_incident(
            desk,
            number,
            category=category,
            assessed_by=when.operator,
            what=what,
            persons_affected=persons,
            malicious=malicious,
            cause=cause,
            known_at=time(known_at),
            happened_at=time(happened),
            conclusion=conclusion,
            assets=_touched(ledger, desk.number, numbers, file),
            missing=_missing(ledger, desk.number, number) if is_none else (),
            given_up=_given_up(ledger, desk.number, number) if is_none else {},
            moment=when,
        )

    desk_deed(contract, facts, by=by, on=on, json=json, someone=True)


def notice(
    number: IncidentNumber,
    form: Annotated[
        str,
        typer.Option(
            "--form", metavar="CODE", help=N_("oral: by mouth or telephone, immediately; written: the report.")
        ),
    ] = "",
    to: Annotated[str, typer.Option("--to", metavar="PERSON", help=N_("Who was told: a person of the client."))] = "",
    at: Annotated[
        str, typer.Option("--at", "--on", metavar="TIME", help=N_("When, if not now: a day, or a day with a time."))
    ] = "",
    method: Annotated[str, typer.Option("--method", metavar="TEXT", help=N_("How, e.g. by telephone (電話)."))] = "",
    document: Document = "",
    contract: InContract = "",
    by: By = "",
    json: Json = False,
) -> None:
    """Record that the client was told: by mouth or telephone immediately (直ちに), in writing without delay (遅滞なく, clause 37)."""
    form = _code(needed(form, N_("Oral or written?"), option="--form"), "notices", _FORMS, option="--form")
    to = folded(needed(to, N_("Who was told?"), option="--to"))
    if form == "written":
        document = needed(document, N_("The number of the document?"), option="--document")
    desk_deed(
        contract,
        lambda _ledger, desk, when: decide.notice_incident(
            desk,
            number,
            form=form,
            told_by=when.operator,
            told_to=to,
            method=method,
            document=document,
            moment=when,
        ),
        by=by,
        on=at,
        json=json,
        someone=True,
    )


def measure(
    number: IncidentNumber,
    kind: Annotated[
        str,
        typer.Option(
            "--kind", metavar="CODE", help=N_("first_aid, containment, prevention, or notice to the people concerned.")
        ),
    ] = "",
    what: Annotated[str, typer.Option("--what", metavar="TEXT", help=N_("What was done."))] = "",
    contract: InContract = "",
    by: By = "",
    on: On = "",
    json: Json = False,
) -> None:
    """Record a measure against spreading or recurrence (clause 38)."""
    asked = needed(kind, N_("First aid, containment, prevention or notice?"), option="--kind")
    kind = _code(asked, "measures", _MEASURES, option="--kind")
    what = needed(what, N_("What was done?"), option="--what")
    desk_deed(
        contract,
        lambda _ledger, desk, when: decide.measure_incident(
            desk, number, measure=kind, what=what, taken_by=when.operator, moment=when
        ),
        by=by,
        on=on,
        json=json,
        someone=True,
    )


def agree(
    number: IncidentNumber,
    document: Document = "",
    contract: InContract = "",
    by: By = "",
    on: On = "",
    json: Json = False,
) -> None:
    """Record that client and contractor agreed on the measures (clause 39)."""
    document = needed(document, N_("The number of the document?"), option="--document")
    desk_deed(
        contract,
        lambda _ledger, desk, when: decide.agree_on_incident(desk, number, document=document, moment=when),
        by=by,
        on=on,
        json=json,
        someone=True,
    )


def close(
    number: IncidentNumber,
    conclusion: Conclusion = "",
    contract: InContract = "",
    by: By = "",
    on: On = "",
    json: Json = False,
) -> None:
    """Close an incident: refused before the client was told by mouth and in writing, before any measure, or while something is missing (clauses 37 and 38)."""
    conclusion = needed(conclusion, N_("What did it come to?"), option="--conclusion")
    desk_deed(
        contract,
        lambda ledger, desk, when: decide.close_incident(
            desk,
            number,
            closed_by=when.operator,
            conclusion=conclusion,
            missing=_missing(ledger, desk.number, number),
            moment=when,
        ),
        by=by,
        on=on,
        json=json,
        someone=True,
    )


def _code(word: str, table: str, codes: tuple[str, ...], *, option: str) -> str:
    code = coded(word, table)
    known_code([code], codes, option=option)
    return code


def _scanned(numbers: list[str] | None, file: Path | None) -> Any:
    return each_scan(numbers, file) if numbers or file else ()


def _touched(ledger: Ledger, home: str, numbers: list[str] | None, file: Path | None) -> list[Asset]:
    scans = resolved(ledger, _scanned(numbers, file), deed="incident assess")
    return [one for scan, _home in scans for one in everything(ledger, home, scan, deed="incident assess")]


def _missing(ledger: Ledger, home: str, number: str) -> list[str]:
    meant = decide.incident_meant(number)
    return [
        asset.number
        for asset in ledger.assets(home)
        if meant in asset.incidents and asset.whereabouts == "missing" and not asset.is_ended
    ]


def _given_up(ledger: Ledger, home: str, number: str) -> dict[str, str]:
    meant = decide.incident_meant(number)
    ends = ((asset.number, asset.end) for asset in ledger.assets(home))
    return {asset: meant for asset, end in ends if isinstance(end, Lost) and end.incident == meant}
