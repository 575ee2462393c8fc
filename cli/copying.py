"""How is a copy or a product recorded?"""

from __future__ import annotations

import sys
from dataclasses import replace
from typing import Annotated, Any

import typer

from assets import decide, ids, words
from assets.language import N_
from assets.ledger import SITE, Ledger
from assets.refusal import Refused
from assets.sanitization import media as known_media
from assets.state import Asset
from cli import say
from cli.custody import Place, Purpose
from cli.deeds import as_result, perform_in
from cli.desk import known_code
from cli.ending import Remarks
from cli.intake import (
    Class,
    Encryption,
    Item,
    Items,
    Kind,
    Medium,
    NumericSerial,
    Owner,
    Quantity,
    Records,
    Serial,
    Spec,
    Title,
    Unit,
    classified,
    new_number,
)
from cli.scans import Numbers, ScanFile, each_scan, known, resolve
from cli.session import (
    By,
    InContract,
    Json,
    On,
    Performer,
    Violation,
    ask,
    coded,
    day,
    folded,
    moment,
    needed,
    opened,
    who,
)

Host = Annotated[
    str,
    typer.Option(
        "--host", metavar="HOST", help=N_("On which device data lies: one of our numbers, or a machine's name.")
    ),
]
Where = Annotated[
    str, typer.Option("--path-hint", metavar="TEXT", help=N_("Where on the host, so that it is found again."))
]
EraseBy = Annotated[
    str,
    typer.Option(
        "--erase-by", metavar="DATE", help=N_("The day by which it must be gone; for a transfer the same day.")
    ),
]


def copy(
    numbers: Numbers = None,
    medium: Medium = "",
    file: ScanFile = None,
    host: Host = "",
    path_hint: Where = "",
    method: Annotated[
        str, typer.Option("--method", metavar="METHOD", help=N_("photocopy, duplicate, backup, print or transfer."))
    ] = "",
    erase_by: EraseBy = "",
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
    owner: Owner = "contractor",
    remarks: Remarks = "",
    numeric_serial: NumericSerial = False,
    performer: Performer = "",
    by: By = "",
    on: On = "",
    violation: Violation = "",
    json: Json = False,
) -> None:
    """Record a copy as an asset of its own, with its number, under an approval of the client or the specification (clause 21)."""
    actor = who(by)
    medium = coded(needed(medium, N_("Copied to which medium?"), option="--medium"), "media")
    method = coded(method, "copy_methods")
    known_code([medium], known_media(), option="--medium")
    known_code(filter(None, [method]), tuple(words.meanings("copy_methods").values()), option="--method")
    given = {
        "medium": medium,
        "host": _asked_host(host, medium),
        "path_hint": path_hint,
        "copy_method": method,
        "erase_by": day(erase_by),
        "serial": folded(serial),
        "place": folded(place),
        "owner": owner,
        "remarks": remarks,
    }
    with opened() as ledger:
        given["host"], home_of_host = _named(ledger, given["host"], deed="copy")

        def decide_copy(desk: Any, source: Any, *, moment: Any, scan: Any) -> Any:
            return decide.copy(
                desk,
                source,
                values={name: value for name, value in given.items() if value},
                approval=approval,
                purpose=purpose,
                performed_by=folded(performer) or actor.op,
                ordinal=ledger.journal.last_ordinal(desk.number, site=SITE) + 1,
                site=SITE,
                live_serials=ledger.live_with_serial(folded(serial)),
                family=ledger.copies_made(desk.number, source.number),
                host=_device(ledger, given["host"], home_of_host, deed="copy"),
                moment=moment,
                scan=scan,
                numeric_serial=numeric_serial,
            )

        scans = each_scan(numbers, file)
        perform_in(ledger, "copy", decide_copy, scans, actor=actor, on=on, json=json, violation=violation)


def _asked_host(host: str, medium: str) -> str:
    """The host that was said, or asked for on a terminal; in a script its lack is for the rules to refuse (R21-9)."""
    if host or medium != "logical_copy" or not sys.stdin.isatty():
        return folded(host)
    return folded(ask(N_("On which device does it lie (number or machine's name)?"), option="--host"))


def _named(ledger: Ledger, host: str, *, deed: str) -> tuple[str, str]:
    """(host, contract) of what was said: the number of an asset with its contract, or a machine's name without one. A misread number is refused."""
    if not host:
        return "", ""
    try:
        scan, home = resolve(ledger, host, deed=deed)
    except Refused as refused:
        ours = any(ids.compact(host).startswith(prefix) for prefix in ledger.prefixes(host))
        if ours and isinstance(refused.__cause__, ids.InvalidChecksum):
            raise
        return host, ""
    return scan.number, home


def _device(ledger: Ledger, number: str, home: str, *, deed: str) -> Asset | None:
    return known(ledger, home, ids.Scan(number, ""), deed=deed) if home else None


def produce(
    title: Title = "",
    medium: Medium = "",
    pi_class: Class = "",
    items: Items = "",
    item: Item = 0,
    kind: Kind = "",
    host: Host = "",
    path_hint: Where = "",
    place: Place = "",
    purpose: Purpose = "",
    erase_by: EraseBy = "",
    serial: Serial = "",
    quantity: Quantity = 1,
    unit: Unit = "個",
    records: Records = -1,
    encryption: Encryption = "",
    owner: Owner = "contractor",
    spec: Spec = "",
    remarks: Remarks = "",
    numeric_serial: NumericSerial = False,
    contract: InContract = "",
    performer: Performer = "",
    by: By = "",
    on: On = "",
    violation: Violation = "",
    json: Json = False,
) -> None:
    """Record what was made in the work (成果物) as an asset of its own: it is the client's like everything else (clause 33)."""
    actor = who(by)
    when = replace(moment(on, violation), operator=actor.op)
    medium = coded(needed(medium, N_("Medium?"), option="--medium"), "media")
    given: dict[str, Any] = {
        "title": needed(title, N_("Title?"), option="--title"),
        "medium": medium,
        "pi_class": coded(needed(pi_class, N_("Class?"), option="--class"), "classes"),
        "info_items": needed(items, N_("Kinds of information?"), option="--items"),
        "item": item,
        "info_kind": kind,
        "host": _asked_host(host, medium),
        "path_hint": path_hint,
        "place": folded(place),
        "purpose": purpose,
        "erase_by": day(erase_by),
        "serial": folded(serial),
        "quantity": quantity,
        "unit": unit,
        "record_count": records,
        "encryption": encryption,
        "owner": owner,
        "spec_reference": spec,
        "remarks": remarks,
    }
    given = classified(given)
    with opened() as ledger:
        home = ledger.contract(contract)
        given["host"], home_of_host = _named(ledger, given["host"], deed="produce")
        if not home_of_host:  # what lies on a device of ours is where the device is
            given["place"] = folded(needed(given["place"], N_("At which place?"), option="--place"))
        rows = ledger.perform(
            home,
            lambda desk: decide.produce(
                desk,
                values={name: value for name, value in given.items() if value != ""},
                performed_by=folded(performer) or actor.op,
                ordinal=ledger.journal.last_ordinal(home, site=SITE) + 1,
                site=SITE,
                live_serials=ledger.live_with_serial(folded(serial)),
                host=_device(ledger, given["host"], home_of_host, deed="produce"),
                moment=when,
                numeric_serial=numeric_serial,
            ),
            by=actor,
            moment=when,
        )
        if json:
            say.as_json([as_result(ledger, home, row) for row in rows])
        else:
            new_number(ledger, home, rows, violation=when.violation)
        ledger.catch_up(home, rows)
