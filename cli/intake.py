"""How does an asset come in?"""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Any

import typer

from assets import decide, words
from assets.errors import BadInput
from assets.language import N_, _
from assets.ledger import SITE
from assets.sanitization import media as known_media
from cli import say
from cli.custody import FromPerson, Method, Place, To
from cli.deeds import Numbers, ScanFile, acknowledge, as_result, each_scan, perform_in
from cli.delivery import answers_of, receive_list
from cli.desk import known_code
from cli.ending import Remarks
from cli.session import By, From, InContract, Json, On, Violation, coded, folded, moment, needed, opened, who

Serial = Annotated[str, typer.Option("--serial", metavar="SERIAL", help=N_("The manufacturer's serial."))]
Medium = Annotated[
    str,
    typer.Option(
        "--medium",
        metavar="CODE",
        help=N_("What carries it: mag_tape, hdd, usb_flash, optical_worm, paper, ssd_sata, logical_copy, ..."),
    ),
]
NumericSerial = Annotated[
    bool,
    typer.Option("--allow-numeric-serial", help=N_("Twelve digits that look like a My Number really are a serial.")),
]


def receive(
    source: From = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help=N_("Show what would happen; record nothing."))] = False,
    map: Annotated[
        list[str] | None,
        typer.Option(
            "--map",
            metavar="WORD=CODE",
            help=N_("What a word for a medium means, e.g. 'DVD-R=optical_worm'; may be given several times."),
        ),
    ] = None,
    title: Annotated[str, typer.Option("--title", metavar="TEXT", help=N_("A neutral title."))] = "",
    medium: Medium = "",
    pi_class: Annotated[
        str, typer.Option("--class", metavar="CLASS", help=N_("specific_pi, personal, non_personal or unknown."))
    ] = "",
    items: Annotated[
        str,
        typer.Option(
            "--items", metavar="TEXT", help=N_("Which kinds of information, e.g. 氏名・住所; never the contents.")
        ),
    ] = "",
    item: Annotated[
        int, typer.Option("--item", metavar="1-4", help=N_("Clause 23's item; found from the medium when left out."))
    ] = 0,
    kind: Annotated[
        str, typer.Option("--kind", metavar="KIND", help=N_("data, form, document, program or other."))
    ] = "",
    serial: Serial = "",
    quantity: Annotated[int, typer.Option("--quantity", metavar="NUMBER", help=N_("How many pieces."))] = 1,
    unit: Annotated[str, typer.Option("--unit", metavar="UNIT", help=N_("本, 枚, 冊, 箱, 個 ..."))] = "個",
    records: Annotated[
        int, typer.Option("--records", metavar="NUMBER", help=N_("How many persons or records (件数)."))
    ] = -1,
    place: Place = "",
    from_person: FromPerson = "",
    to: To = "",
    method: Method = "",
    handover_no: Annotated[
        str, typer.Option("--handover-no", metavar="NUMBER", help=N_("The handover sheet's number."))
    ] = "",
    seal: Annotated[str, typer.Option("--seal", metavar="NUMBER", help=N_("The seal's number."))] = "",
    encryption: Annotated[str, typer.Option("--encryption", metavar="TEXT", help=N_("How it is encrypted."))] = "",
    owner: Annotated[
        str, typer.Option("--owner", metavar="SIDE", help=N_("Whose medium it is: client, contractor or lessor."))
    ] = "client",
    spec: Annotated[
        str, typer.Option("--spec-reference", metavar="TEXT", help=N_("For item 4: what the specification calls it."))
    ] = "",
    remarks: Remarks = "",
    numeric_serial: NumericSerial = False,
    contract: InContract = "",
    by: By = "",
    on: On = "",
    violation: Violation = "",
    json: Json = False,
) -> None:
    """Receive media from the client: a whole delivery from its list, or one medium by options (clauses 5 and 23)."""
    if source:
        if violation:
            raise BadInput(
                N_("A whole list is no violation: --violation goes with one medium."), hint=N_("Receive it by options.")
            )
        receive_list(
            source,
            answers=answers_of(map or []),
            dry_run=dry_run,
            numeric_serial=numeric_serial,
            contract=contract,
            by=by,
            json=json,
        )
        return
    actor = who(by)
    when = replace(moment(on, violation), operator=actor.op)
    given = {
        "title": needed(title, N_("Title?"), option="--title"),
        "medium": coded(needed(medium, N_("Medium?"), option="--medium"), "media"),
        "pi_class": coded(needed(pi_class, N_("Class?"), option="--class"), "classes"),
        "info_items": needed(items, N_("Kinds of information?"), option="--items"),
        "item": item,
        "info_kind": kind,
        "serial": folded(serial),
        "quantity": quantity,
        "unit": unit,
        "record_count": records,
        "handover_no": handover_no,
        "place": folded(needed(place, N_("To which place?"), option="--place")),
        "seal_no": seal,
        "encryption": encryption,
        "owner": owner,
        "spec_reference": spec,
        "released_by": folded(needed(from_person, N_("Who gave it?"), option="--from-person")),
        "received_by": folded(to) or actor.op,
        "method": needed(method, N_("How did it travel?"), option="--method"),
        "remarks": remarks,
    }
    known_code([given["medium"]], known_media(), option="--medium")
    known_code([given["pi_class"]], ("specific_pi", "personal", "non_personal", "unknown"), option="--class")
    known_code([kind] if kind else [], tuple(words.meanings("kinds").values()), option="--kind")
    known_code([owner], ("client", "contractor", "lessor"), option="--owner")
    carrier = str(given["medium"])
    given["info_kind"] = kind or words.usual_kind(carrier)
    given["item"] = item or words.item(carrier, info_kind=str(given["info_kind"]))
    with opened() as ledger:
        home = ledger.contract(contract)
        rows = ledger.perform(
            home,
            lambda desk: decide.receive(
                desk,
                given,
                ordinal=ledger.journal.last_ordinal(home, site=SITE) + 1,
                site=SITE,
                live_serials=ledger.live_with_serial(folded(serial)),
                moment=when,
                numeric_serial=numeric_serial,
            ),
            by=actor,
            moment=when,
        )
        if json:
            say.as_json([as_result(ledger, home, row) for row in rows])
        else:
            acknowledge(ledger, home, rows, violation=when.violation)
            say.line(_("Next: assets label {asset}").format(asset=rows[0].event.fact.asset))
        ledger.catch_up(home, rows)


def copy(
    numbers: Numbers = None,
    medium: Medium = "",
    file: ScanFile = None,
    serial: Serial = "",
    approval: Annotated[
        str, typer.Option("--approval", metavar="NUMBER", help=N_("The approval, if several cover the original."))
    ] = "",
    purpose: Annotated[
        str, typer.Option("--purpose", metavar="TEXT", help=N_("What for; the approval's purpose when left out."))
    ] = "",
    place: Annotated[
        str, typer.Option("--place", metavar="PLACE", help=N_("Where it is kept; the approval's place when left out."))
    ] = "",
    owner: Annotated[
        str, typer.Option("--owner", metavar="SIDE", help=N_("Whose medium it is: client, contractor or lessor."))
    ] = "contractor",
    remarks: Remarks = "",
    numeric_serial: NumericSerial = False,
    by: By = "",
    on: On = "",
    violation: Violation = "",
    json: Json = False,
) -> None:
    """Record a copy as an asset of its own, with its number, under an approval of the client (clause 21)."""
    actor = who(by)
    medium = coded(needed(medium, N_("Copied to which medium?"), option="--medium"), "media")
    known_code([medium], known_media(), option="--medium")
    given = {"medium": medium, "serial": folded(serial), "place": folded(place), "owner": owner, "remarks": remarks}
    with opened() as ledger:

        def decide_copy(desk: Any, source: Any, *, moment: Any, scan: Any) -> Any:
            return decide.copy(
                desk,
                source,
                values={name: value for name, value in given.items() if value},
                approval=approval,
                purpose=purpose,
                performed_by=actor.op,
                ordinal=ledger.journal.last_ordinal(desk.number, site=SITE) + 1,
                site=SITE,
                live_serials=ledger.live_with_serial(folded(serial)),
                moment=moment,
                scan=scan,
                numeric_serial=numeric_serial,
            )

        perform_in(
            ledger,
            "copy",
            decide_copy,
            each_scan(numbers, file),
            actor=actor,
            on=on,
            violation=violation,
            json=json,
        )
