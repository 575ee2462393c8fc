"""How does an information class change?"""

from __future__ import annotations

from typing import Annotated, Any

import typer

from assets import decide
from assets.language import N_
from cli.deeds import perform, perform_in
from cli.desk import known_code
from cli.scans import Numbers, ScanFile, each_scan
from cli.session import By, Json, On, coded, needed, opened, who

CLASSES = ("specific_pi", "personal", "non_personal", "unknown")


def inquire(
    numbers: Numbers = None,
    file: ScanFile = None,
    number: Annotated[str, typer.Option("--number", metavar="NUMBER", help=N_("The inquiry's number."))] = "",
    asked: Annotated[str, typer.Option("--text", metavar="TEXT", help=N_("What the client is asked."))] = "",
    by: By = "",
    on: On = "",
    json: Json = False,
) -> None:
    """Record that the client was asked which class assets have (照会, clause 4)."""
    number = needed(number, N_("The inquiry's number?"), option="--number")
    perform(
        "inquire",
        decide.inquire,
        each_scan(numbers, file),
        by=by,
        on=on,
        json=json,
        number=number,
        asked=asked or number,
    )


def reclassify(
    numbers: Numbers = None,
    pi_class: Annotated[
        str, typer.Option("--class", metavar="CLASS", help=N_("specific_pi, personal, non_personal or unknown."))
    ] = "",
    document: Annotated[
        str, typer.Option("--document", metavar="NUMBER", help=N_("The number of the client's answer or notice."))
    ] = "",
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT", help=N_("Why."))] = "",
    file: ScanFile = None,
    by: By = "",
    on: On = "",
    json: Json = False,
) -> None:
    """Change the information class, or record the written notice of it (clause 4).

    A stricter class is also that of every copy and part, and of the devices they lie on; a laxer one is only of what you name."""
    pi_class = coded(needed(pi_class, N_("Class?"), option="--class"), "classes")
    known_code([pi_class], CLASSES, option="--class")
    actor = who(by)
    with opened() as ledger:

        def decided(desk: Any, asset: Any, *, moment: Any, scan: Any) -> Any:
            return decide.reclassify(
                desk,
                asset,
                pi_class=pi_class,
                document=document,
                reason=reason,
                decided_by=actor.op,
                below=ledger.below(desk.number, asset.number),
                moment=moment,
                scan=scan,
            )

        perform_in(ledger, "reclassify", decided, each_scan(numbers, file), actor=actor, on=on, json=json)
