"""What stands on the labels of places, people and seals, and on stickers?"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from assets import events
from assets.errors import BadInput, NotFound
from assets.language import N_, japanese
from assets.ledger import Ledger
from assets.state import Asset, Contract
from assets.terms import term
from cli.session import folded, moment

if TYPE_CHECKING:
    from labels.variants import Erased, Person, Place, Printable, Seal, Waiting

ALL = "all"
_MOST_SEALS = 10_000


def badges(
    ledger: Ledger, *, places: Sequence[str], people: Sequence[str], seal: str, count: int, contract: str
) -> list[Printable]:
    """The labels of these places, people (`all`: every one that is there today) and of `count` seals from `seal` on."""
    made: list[Printable] = []
    if places or people:
        desk = ledger.desk(ledger.contract(contract))
        made += [_place(desk, number) for number in _named(places, desk.places)]
        made += [_person(desk, number) for number in _named(people, _there(desk, moment("").today))]
    return [*made, *(_seals(seal, count) if seal else ())]


def _there(desk: Contract, today: str) -> list[str]:
    return [number for number, person in desk.people.items() if not person.end or person.end >= today]


def _named(given: Sequence[str], every: Sequence[str] | dict[str, events.PlaceAdded]) -> list[str]:
    return list(every) if ALL in given else list(dict.fromkeys(map(folded, given)))


def _place(desk: Contract, number: str) -> Place:
    from labels.variants import Place

    known = desk.places.get(number)
    if known is None:
        raise NotFound(N_("There is no place {number}."), hint=N_("assets place list"), number=number)
    return Place(number, known.name, japanese(term(known.zone)))


def _person(desk: Contract, number: str) -> Person:
    from labels.variants import Person

    known = desk.people.get(number)
    if known is None:
        raise NotFound(N_("There is no person {number} on the roster."), hint=N_("assets person list"), number=number)
    return Person(number, known.name, known.org)


def _seals(first: str, count: int) -> Iterator[Seal]:
    """Seals with numbers in sequence: S-0001, S-0002 ..."""
    from labels.variants import Seal

    found = re.fullmatch(r"(.*?)(\d+)", folded(first).upper())
    if not found or count > _MOST_SEALS:
        raise BadInput(
            N_("Seals are numbered in sequence from a number with digits at its end, at most {most} at a time."),
            hint=N_("assets label --seal S-0001 --count 50"),
            most=_MOST_SEALS,
        )
    head, digits = found.groups()
    return (Seal(f"{head}{int(digits) + place:0{len(digits)}d}") for place in range(count))


def erased(desk: Contract, asset: Asset) -> Erased:
    """消去済: what the ledger knows of the erasure. BadInput when it knows of none that passed and was accepted."""
    from assets.dates import wareki
    from labels.variants import Erased

    act = asset.act
    if not isinstance(act, events.Erased) or asset.sanitization in ("sanitizing_failed", "awaiting_validation"):
        raise BadInput(
            N_("{asset} is not erased as far as the ledger knows: nothing passed and was accepted."),
            hint=N_("assets show {asset}"),
            asset=asset.number,
        )
    level = japanese(term(act.level))
    return Erased(asset.number, asset.generation, wareki(asset.act_on), japanese(term(act.method)), level)


def waiting(desk: Contract, asset: Asset) -> Waiting:
    """廃棄待ち: the application or approval it waits under. BadInput when there is none, or nothing to wait for."""
    from labels.variants import Waiting

    approvals = [
        number for number in asset.approvals if isinstance(desk.approvals.get(number), events.DisposalApproved)
    ]
    reference = f"承認 {approvals[-1]}" if approvals else f"申請 {asset.requests[-1]}" if asset.requests else ""
    if asset.is_ended or not reference:
        raise BadInput(
            N_("{asset} does not wait for its disposal: nobody applied for it, or it has ended."),
            hint=N_("assets show {asset}"),
            asset=asset.number,
        )
    return Waiting(asset.number, asset.generation, reference)


STICKERS: dict[str, Callable[[Contract, Asset], Printable]] = {"erased": erased, "waiting": waiting}
