"""How is a bundle or a device taken apart?"""

from __future__ import annotations

from typing import Annotated, Any

import typer

from assets import decide
from assets.errors import Unanswered
from assets.language import N_, _
from assets.ledger import SITE
from assets.sanitization import media as known_media
from cli import say
from cli.correcting import OneAsset
from cli.deeds import perform_in
from cli.desk import known_code
from cli.ending import Remarks
from cli.intake import Medium, NumericSerial, Serial
from cli.session import By, Json, On, coded, folded, needed, opened, who


def split(
    number: OneAsset,
    into: Annotated[
        list[int] | None,
        typer.Option("--into", metavar="NUMBER", help=N_("How many pieces a part has; given once for each part.")),
    ] = None,
    by: By = "",
    on: On = "",
    json: Json = False,
) -> None:
    """Split a bundle into parts with numbers of their own, so that a part can be returned or disposed of alone (clause 40)."""
    if not into:
        raise Unanswered(
            N_("{option} is missing."),
            hint=N_("assets split {number} --into 300 --into 200"),
            option="--into",
            number=number,
        )
    actor = who(by)
    with opened() as ledger:

        def decided(desk: Any, asset: Any, *, moment: Any, scan: Any) -> Any:
            return decide.split(
                desk,
                asset,
                into=into,
                performed_by=actor.op,
                ordinal=ledger.journal.last_ordinal(desk.number, site=SITE) + 1,
                site=SITE,
                moment=moment,
                scan=scan,
            )

        perform_in(ledger, "split", decided, iter([number]), actor=actor, on=on, json=json)
    _label_next(json=json)


def extract(
    number: OneAsset,
    medium: Medium = "",
    serial: Serial = "",
    manufacturer: Annotated[str, typer.Option("--manufacturer", metavar="NAME", help=N_("Who made it."))] = "",
    model: Annotated[str, typer.Option("--model", metavar="NAME", help=N_("Its model."))] = "",
    capacity: Annotated[str, typer.Option("--capacity", metavar="TEXT", help=N_("How much it holds, e.g. 2TB."))] = "",
    remarks: Remarks = "",
    numeric_serial: NumericSerial = False,
    by: By = "",
    on: On = "",
    json: Json = False,
) -> None:
    """List a medium inside a device as an asset of its own, before anything is erased or destroyed (clause 23)."""
    actor = who(by)
    medium = coded(needed(medium, N_("Medium?"), option="--medium"), "media")
    known_code([medium], known_media(), option="--medium")
    given = {
        "medium": medium,
        "serial": folded(serial),
        "manufacturer": manufacturer,
        "model": model,
        "capacity": capacity,
        "remarks": remarks,
    }
    with opened() as ledger:

        def decided(desk: Any, asset: Any, *, moment: Any, scan: Any) -> Any:
            return decide.extract(
                desk,
                asset,
                values=given,
                performed_by=actor.op,
                ordinal=ledger.journal.last_ordinal(desk.number, site=SITE) + 1,
                site=SITE,
                live_serials=ledger.live_with_serial(given["serial"]),
                numeric_serial=numeric_serial,
                moment=moment,
                scan=scan,
            )

        perform_in(ledger, "extract", decided, iter([number]), actor=actor, on=on, json=json)
    _label_next(json=json)


def _label_next(*, json: bool) -> None:
    if not json:
        say.line(_("Next: assets label --new --out labels.pdf"))
