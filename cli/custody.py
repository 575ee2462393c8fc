"""How does an asset change hands or place?"""

from __future__ import annotations

from typing import Annotated

import typer

from assets import decide
from assets.language import N_
from cli.deeds import Numbers, ScanFile, each_scan, perform
from cli.session import By, Json, On, moment, needed, opened, who

Place = Annotated[str, typer.Option("--place", metavar="PLACE", help=N_("The place's number."))]
To = Annotated[str, typer.Option("--to", metavar="PERSON", help=N_("Who receives it."))]
FromPerson = Annotated[str, typer.Option("--from-person", metavar="PERSON", help=N_("Who gives it; its holder, or else you, when left out."))]
Method = Annotated[str, typer.Option("--method", metavar="METHOD", help=N_("How it travels, as the handover protocol names it."))]
Seal = Annotated[str, typer.Option("--seal", metavar="NUMBER", help=N_("The new seal's number."))]


def move(
    numbers: Numbers = None, place: Place = "", file: ScanFile = None,
    holder: Annotated[str, typer.Option("--holder", metavar="PERSON", help=N_("Who has it in hand there; leave it out when it is stored."))] = "",
    by: By = "", on: On = "", json: Json = False,
) -> None:  # fmt: skip
    """Move assets to another place inside the areas (clause 11)."""
    actor = who(by)
    place = needed(place, N_("To which place?"), option="--place")
    with opened() as ledger:
        perform(
            ledger, each_scan(numbers, file),
            lambda desk, asset, scan: decide.move(desk, asset, place=place, performed_by=actor.op, holder=holder, moment=moment(on), scan=scan),
            deed="move", by=actor, moment=lambda: moment(on), json=json,
        )  # fmt: skip


def handover(
    numbers: Numbers = None, to: To = "", place: Place = "", file: ScanFile = None, from_person: FromPerson = "", method: Method = "",
    purpose: Annotated[str, typer.Option("--purpose", metavar="TEXT", help=N_("What for."))] = "", seal: Seal = "",
    by: By = "", on: On = "", json: Json = False,
) -> None:  # fmt: skip
    """Hand assets to another person, both being present (clause 5)."""
    actor = who(by)
    to = needed(to, N_("To whom?"), option="--to")
    with opened() as ledger:
        perform(
            ledger, each_scan(numbers, file),
            lambda desk, asset, scan: decide.handover(
                desk, asset, operator=actor.op, released_by=from_person, received_by=to, place=place, method=method, purpose=purpose, seal_no=seal,
                moment=moment(on), scan=scan,
            ),
            deed="handover", by=actor, moment=lambda: moment(on), json=json,
        )  # fmt: skip


def send(
    numbers: Numbers = None, to: To = "", place: Place = "", method: Method = "", file: ScanFile = None, from_person: FromPerson = "",
    seal: Seal = "", tracking: Annotated[str, typer.Option("--tracking", metavar="NUMBER", help=N_("The carrier's tracking number."))] = "",
    by: By = "", on: On = "", json: Json = False,
) -> None:  # fmt: skip
    """Send assets on their way; they are in transit until the receiver accepts them."""
    actor = who(by)
    to = needed(to, N_("To whom?"), option="--to")
    place = needed(place, N_("To which place?"), option="--place")
    with opened() as ledger:
        perform(
            ledger, each_scan(numbers, file),
            lambda desk, asset, scan: decide.send(
                desk, asset, operator=actor.op, released_by=from_person, received_by=to, place=place, method=method, seal_no=seal,
                tracking_no=tracking, moment=moment(on), scan=scan,
            ),
            deed="send", by=actor, moment=lambda: moment(on), json=json,
        )  # fmt: skip


def accept(
    numbers: Numbers = None, file: ScanFile = None, to: To = "", place: Place = "",
    condition: Annotated[str, typer.Option("--condition", metavar="TEXT", help=N_("In what state it arrived."))] = "",
    by: By = "", on: On = "", json: Json = False,
) -> None:  # fmt: skip
    """Accept assets that were sent: from now on the receiver answers for them."""
    actor = who(by)
    with opened() as ledger:
        perform(
            ledger, each_scan(numbers, file),
            lambda desk, asset, scan: decide.accept(desk, asset, received_by=to, place=place, condition=condition, moment=moment(on), scan=scan),
            deed="accept", by=actor, moment=lambda: moment(on), json=json,
        )  # fmt: skip


def lost(
    numbers: Numbers = None, file: ScanFile = None,
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT", help=N_("What is known."))] = "",
    incident: Annotated[str, typer.Option("--incident", metavar="NUMBER", help=N_("The incident report's number: gives the asset up for lost, an end."))] = "",
    by: By = "", on: On = "", json: Json = False,
) -> None:  # fmt: skip
    """Report assets missing; with the number of the incident report, give them up for lost (clause 37)."""
    actor = who(by)
    reason = reason or incident or needed(reason, N_("What is known?"), option="--reason")
    with opened() as ledger:
        perform(
            ledger, each_scan(numbers, file),
            lambda desk, asset, scan: decide.lose(
                desk, asset, reported_by=actor.op, reason=reason, incident=incident, moment=moment(on), scan=scan
            ),
            deed="lost", by=actor, moment=lambda: moment(on), json=json,
        )  # fmt: skip


def found(
    numbers: Numbers = None, place: Place = "", file: ScanFile = None,
    remarks: Annotated[str, typer.Option("--remarks", metavar="TEXT", help=N_("How it was found."))] = "", by: By = "", on: On = "", json: Json = False,
) -> None:  # fmt: skip
    """Record that missing assets are back at a place."""
    actor = who(by)
    place = needed(place, N_("At which place?"), option="--place")
    with opened() as ledger:
        perform(
            ledger, each_scan(numbers, file),
            lambda desk, asset, scan: decide.find_again(desk, asset, found_by=actor.op, place=place, remarks=remarks, moment=moment(on), scan=scan),
            deed="found", by=actor, moment=lambda: moment(on), json=json,
        )  # fmt: skip
