"""May it be kept there, or travel there?"""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from assets import decide
from assets import events as e
from assets.rules.places import building
from tests.stories import PLACES, PROTOCOL, SECURED, begin, refused


@pytest.mark.rule("R22-1")
@pytest.mark.parametrize("lack", [{"lock": ""}, {"entry_control": ""}, {"lock": "なし"}, {"entry_control": "－"}])
def test_an_area_without_lock_or_entry_control_is_flagged(lack: dict[str, str]) -> None:
    """A handling area of which one of both is not known, or is none, is recorded with a flag; the lobby outside the areas needs neither."""
    story = begin()
    place = e.PlaceAdded(**{"place": "H-9", "name": "増設室", "zone": "handling", **SECURED, **lack})

    (flagged,) = story.do(decide.add_place, place=place)
    (secured,) = story.do(decide.add_place, place=replace(place, **SECURED))
    (lobby,) = story.do(decide.add_place, place=replace(place, place="L-9", zone="none"))

    assert [("R22-1",), (), ()] == [flagged.flags, secured.flags, lobby.flags]


HEAD = [replace(PLACES[number], premises="本社ビル3階") for number in ("V-1", "H-1")]
CELLAR = replace(PLACES["D-1"], premises="本社ビル地下1階")
BRANCH = e.PlaceAdded(place="B-1", name="支店保管庫", zone="controlled", premises="東支店2階", **SECURED)
OURS = [*PLACES.values(), *HEAD, CELLAR, BRANCH]


@pytest.mark.rule("R11-3")
def test_nothing_travels_between_two_premises_unless_agreed() -> None:
    """From the head office to the branch nothing is sent, carried or handed over; inside the head office it is, to the cellar too."""
    story = begin(places=OURS)
    tape = story.receive()
    by_courier = {"received_by": "P-02", "place": "B-1", "method": "専用便"}

    with refused("R11-3") as reasons:
        story.send(tape, **by_courier)
    assert "東支店2階" in reasons[0].sentence()
    with refused("R11-3"):
        story.move(tape, place="B-1")
    with refused("R11-3"):
        story.handover(tape, place="B-1")
    story.move(tape, place="D-1")

    agreed = replace(PROTOCOL, number="協議-04", agreed_on="2025-06-02", between_premises=True)
    story.do(decide.set_protocol, protocol=agreed)
    story.send(tape, **by_courier)
    assert "in_transit" == tape.whereabouts


@pytest.mark.rule("R11-3")
def test_only_premises_that_are_known_are_told_apart() -> None:
    """A place without premises, and a site of the subcontractor, are judged by other rules; a second branch is not."""
    story = begin(places=[*OURS, replace(PLACES["S-1"], premises="処理場"), replace(BRANCH, place="B-2", premises="")])
    tape = story.receive()

    story.move(tape, place="B-2")
    story.move(tape, place="B-1")
    with refused("R11-3"):
        story.move(tape, place="V-1")
    story.send(tape)


@pytest.mark.parametrize(
    ("premises", "same"),
    [
        ("本社ビル3階", "本社ビル"),
        ("本社ビル 地下１階 301号室", "本社ビル"),
        ("本社ビル三階", "本社ビル"),
        ("本社ビルB1F会議室", "本社ビル"),
        ("第2ビル10階", "第2ビル"),
        ("1号館", "1号館"),
        ("処理場", "処理場"),
        ("Head Office, 3rd floor", "head office"),
        ("head office 3F", "head office"),
        ("Head office, floor 2", "head office"),
        ("3階", ""),
        ("", ""),
    ],
)
def test_a_building_is_what_stands_before_the_floor(premises: str, same: str) -> None:
    """However the floor is written; where only a floor is named, the building is not known."""
    assert same == building(premises)
