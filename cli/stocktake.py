"""How is it counted?"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Annotated

import typer

from assets import decide, reports
from assets.errors import NotFound
from assets.language import N_, _
from assets.ledger import Ledger
from assets.state import Contract
from cli import say
from cli.counting import Counting, place_scanned, strangers
from cli.deeds import Tally, one_by_one
from cli.desk import known_code, told
from cli.scans import Numbers, ScanFile, each_scan, scanned
from cli.session import By, InContract, Json, On, folded, moment, needed, opened, reading, who
from cli.stocktake_page import say_list, say_page

Stocktake = Annotated[
    str,
    typer.Option(
        "--stocktake", metavar="NUMBER", help=N_("The stock-take's number; needed only when several are open.")
    ),
]
OneStocktake = Annotated[
    str,
    typer.Argument(
        metavar="[STOCKTAKE]",
        help=N_("The stock-take's number, or its digits; the open one when left out."),
        show_default=False,
    ),
]
Everything = Annotated[bool, typer.Option("--all", help=N_("Show every line of long tables."))]


def start(
    place: Annotated[
        list[str] | None,
        typer.Option(
            "--place", metavar="PLACE", help=N_("A place to count; repeat it. All of your own when left out.")
        ),
    ] = None,
    second: Annotated[str, typer.Option("--second", metavar="PERSON", help=N_("The second person."))] = "",
    blind: Annotated[
        bool, typer.Option("--blind/--open", help=N_("Whether the list is kept from those who count."))
    ] = True,
    contract: InContract = "",
    by: By = "",
    json: Json = False,
) -> None:
    """Start a stock-take (棚卸): what should be there is frozen now, then counted by two people (clause 23)."""
    actor = who(by)
    second = folded(needed(second, N_("Who counts with you?"), option="--second"))
    with opened() as ledger:
        home = ledger.contract(contract)
        now = replace(moment(""), operator=actor.op)
        lines = ledger.journal.head(home).seq + 1
        with say.progress(_("Reading the ledger"), lines) as advance:
            rows = ledger.perform(
                home,
                lambda desk: decide.start_stocktake(
                    desk,
                    ledger.assets(home, progress=advance),
                    places=[_place(desk, one) for one in place or ()],
                    mode="blind" if blind else "open",
                    counted_by=actor.op,
                    second=second,
                    as_of=ledger.journal.head(home).seq,
                    moment=now,
                ),
                by=actor,
                moment=now,
            )
        told(ledger, home, rows, json=json)
        ledger.catch_up(home, rows)


def count(
    numbers: Numbers = None,
    place: Annotated[
        str, typer.Option("--place", metavar="PLACE", help=N_("Where you count, until you scan another place's label."))
    ] = "",
    file: ScanFile = None,
    stocktake: Stocktake = "",
    condition: Annotated[
        str, typer.Option("--condition", metavar="TEXT", help=N_("In what state it is, when it has changed."))
    ] = "",
    seal: Annotated[
        str, typer.Option("--seal", metavar="STATE", help=N_("The seal, as found: intact or broken."))
    ] = "",
    quantity: Annotated[
        int | None, typer.Option("--quantity", metavar="NUMBER", help=N_("How many sheets or pieces were counted."))
    ] = None,
    contract: InContract = "",
    by: By = "",
    on: On = "",
    json: Json = False,
) -> None:
    """Count what is there: scan the place's label, then what lies there, then the next place. Nothing is moved by it."""
    actor = who(by)
    known_code([seal] if seal else [], ("intact", "broken"), option="--seal")
    with opened() as ledger:
        home, number = _taken(ledger, contract, stocktake)
        desk = ledger.desk(home)
        counting = Counting(
            ledger,
            home,
            number,
            actor,
            on,
            Tally(home=home, json=json),
            place=_place(desk, place) if place else _only_place(desk, number),
            words={"condition": condition, "seal": seal, "quantity": -1 if quantity is None else quantity},
        )
        counting.begin()
        one_by_one(scanned(ledger, each_scan(numbers, file)), counting.tally, counting.one)


def show(
    number: OneStocktake = "", everything: Everything = False, contract: InContract = "", json: Json = False
) -> None:
    """Show a stock-take: how far it is, what differs, what is still to be seen (never while it is counted blind)."""
    with opened() as ledger:
        home, found = _taken(ledger, contract, number, closed_too=True)
        _shown(ledger, home, found, everything=everything, json=json)


def list_(contract: InContract = "", json: Json = False) -> None:
    """List the stock-takes of a contract with their results, the latest first."""
    with opened() as ledger:
        rows = reports.stocktakes(reading(ledger, ledger.contract(contract)).db)
    say.as_json(rows) if json else say_list(rows)


def close(
    number: OneStocktake = "",
    remarks: Annotated[str, typer.Option("--remarks", metavar="TEXT", help=N_("What is to be said about it."))] = "",
    everything: Everything = False,
    contract: InContract = "",
    by: By = "",
    json: Json = False,
) -> None:
    """Close a stock-take, by the responsible person, who approves the result: what was expected and not seen goes missing; it is certified only without any difference."""
    actor = who(by)
    with opened() as ledger:
        home, found = _taken(ledger, contract, number)
        now = replace(moment(""), operator=actor.op)
        as_of = ledger.desk(home).stocktakes[found].started.as_of
        lines = as_of + 1 + ledger.journal.head(home).seq + 1
        with say.progress(_("Comparing the list with what was seen"), lines) as advance:
            rows = ledger.perform(
                home,
                lambda desk: decide.close_stocktake(
                    desk,
                    stocktake=found,
                    frozen=ledger.assets(home, until=as_of, progress=advance),
                    assets=ledger.assets(home, progress=advance),
                    strangers=strangers(ledger, home, after=as_of),
                    approved_by=actor.op,
                    remarks=remarks,
                    moment=now,
                ),
                by=actor,
                moment=now,
            )
        ledger.catch_up(home, rows)
        _shown(ledger, home, found, everything=everything, json=json)


def _shown(ledger: Ledger, home: str, number: str, *, everything: bool, json: bool) -> None:
    db = reading(ledger, home).db
    found = reports.stocktake(db, number)
    if json:
        say.as_json(found)
        return
    people, places = say.names(reports.people(db), "person"), say.names(reports.places(db), "place")
    say_page(found, people=people, places=places, everything=everything)


# -- which stock-take, which place ------------------------------------------------------------------------------------


def _taken(ledger: Ledger, contract: str, typed: str, *, closed_too: bool = False) -> tuple[str, str]:
    """(contract, number) of the stock-take meant: the one typed, else the only one open, else (closed_too) the latest."""
    homes = [ledger.contract(contract)] if contract else list(ledger.journal.contracts().values())
    known = [(home, number, taken) for home in homes for number, taken in ledger.desk(home).stocktakes.items()]
    if typed:
        meant = [(home, number) for home, number, _taken in known if number == _written(typed)]
    else:
        meant = [(home, number) for home, number, taken in known if not taken.closed]
        if not meant and closed_too:
            meant = [(home, number) for home, number, _taken in known[-1:]]
    if len(meant) == 1:
        return meant[0]
    raise _not_one(meant, typed)


def _not_one(meant: list[tuple[str, str]], typed: str) -> NotFound:
    if meant:
        listed = ", ".join(f"{number} ({home})" for home, number in meant)
        return NotFound(
            N_("Which stock-take? {listed}"), hint=N_("Name it by its number, and --contract CONTRACT."), listed=listed
        )
    if typed:
        return NotFound(
            N_("There is no stock-take {number}."), hint=N_("assets stocktake list"), number=say.plain(typed)
        )
    return NotFound(N_("No stock-take is open."), hint=N_("assets stocktake start --second PERSON"))


def _written(typed: str) -> str:
    """棚-001 of what was typed: the number itself, 棚-1, or 1."""
    digits = re.fullmatch(r"(?:棚-?)?([0-9]+)", folded(typed))
    return f"棚-{int(digits[1]):03d}" if digits else folded(typed)


def _place(desk: Contract, typed: str) -> str:
    found = place_scanned(desk, typed)
    if not found:
        raise NotFound(
            N_("{place} is not a registered place."),
            hint=N_("assets place list --contract {contract}"),
            place=say.plain(typed),
            contract=desk.number,
        )
    return found


def _only_place(desk: Contract, number: str) -> str:
    places = desk.stocktakes[number].started.places
    return places[0] if len(places) == 1 else ""
