"""What is left undone about people and the places where they work?"""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from assets import decide
from assets import events as e
from tests.stories import BOTH_SIDES, PEOPLE, PLACES, begin


@pytest.mark.rule("R07-2")
def test_whoever_is_on_the_work_without_a_pledge_is_seen() -> None:
    """P-06 has not pledged since April; P-07 pledges in July; neither the client's people nor those who left are asked."""
    gone = replace(PEOPLE["P-06"], person="P-16", end="2025-05-31")
    story = begin(people=(*PEOPLE.values(), gone))

    assert ["P-06 雛形 四季"] == [item.fields["person"] for item in story.seen("R07-2", day="2025-06-02")]
    assert ["P-06", "P-07"] == [str(item.fields["person"])[:4] for item in story.seen("R07-2", day="2025-07-09")]
    assert ["2025-04-01"] == [item.since for item in story.seen("R07-2", day="2025-07-10")]


@pytest.mark.rule("R16-4")
def test_training_that_runs_out_is_seen_beforehand() -> None:
    """Thirty days before its last day it needs attention, the day after it is open; a new training ends it."""
    story = begin(people=[replace(PEOPLE["P-02"], training_until="2025-06-30")])

    assert [] == story.seen("R16-4", day="2025-05-30")
    assert ["attention"] == [item.state for item in story.seen("R16-4", day="2025-05-31")]
    assert ["attention"] == [item.state for item in story.seen("R16-4", day="2025-06-30")]
    [item] = story.seen("R16-4", day="2025-07-02")
    assert ("open", "2025-06-30", 2) == (item.state, item.since, item.age_days)

    story.do(decide.add_person, person=replace(PEOPLE["P-02"], training_until="2026-06-30"), day="2025-07-02")
    assert [] == story.seen("R16-4", day="2025-07-02")


@pytest.mark.rule("R16-4")
def test_whoever_was_never_trained_is_seen() -> None:
    """From the first day on; the client's people and those who left are not asked."""
    people = [replace(PEOPLE[number], trained_on="") for number in ("P-02", "P-04", "C-01")]
    story = begin(people=people)

    assert ["P-02", "P-04"] == [str(item.fields["person"])[:4] for item in story.seen("R16-4", day="2025-06-02")]
    assert ["P-02"] == [str(item.fields["person"])[:4] for item in story.seen("R16-4", day="2025-10-01")]


@pytest.mark.rule("R08-4")
def test_a_leaver_without_pledge_or_clearance_is_seen() -> None:
    """P-04's last day stood on the roster: from the next day on both are missed, until they are told; a changed line keeps them."""
    story = begin(people=(PEOPLE["P-01"], PEOPLE["P-04"], replace(PEOPLE["C-02"], end="2025-05-31")))
    told = {"person": "P-04", "holding": (), "day": "2025-10-02", "entered": "2025-10-02"}

    assert [] == story.seen("R08-4", day="2025-09-30")
    assert 2 == len(story.seen("R08-4", day="2025-10-01"))

    story.do(decide.person_leaves, exit_pledged_on="2025-10-02", **{**told, "day": "2025-09-30"})
    assert ["2025-09-30"] == [item.since for item in story.seen("R08-4", day="2025-10-02")]
    story.do(decide.person_leaves, exit_pledged_on="", checked_by="P-01", **{**told, "day": "2025-09-30"})
    assert [] == story.seen("R08-4", day="2025-10-02")

    story.do(decide.add_person, person=replace(PEOPLE["P-04"], role="入力"), day="2025-10-03")
    assert [] == story.seen("R08-4", day="2025-10-03")


@pytest.mark.rule("R08-4")
def test_whoever_comes_back_and_leaves_again_is_cleared_again() -> None:
    """The pledge of the first time does not serve the second."""
    story = begin(people=(PEOPLE["P-01"], PEOPLE["P-04"]))
    story.do(
        decide.person_leaves,
        person="P-04",
        holding=(),
        exit_pledged_on="2025-09-30",
        checked_by="P-01",
        day="2025-09-30",
    )
    story.do(decide.add_person, person=replace(PEOPLE["P-04"], start="2025-11-01", end=""), day="2025-11-01")
    assert [] == story.seen("R08-4", day="2025-12-01")

    story.do(decide.person_leaves, person="P-04", holding=(), exit_pledged_on="", day="2025-12-31")
    assert 2 == len(story.seen("R08-4", day="2026-01-01"))


@pytest.mark.rule("R08-6")
def test_whoever_left_with_something_is_seen() -> None:
    """The last day of P-04 came while a tape was in their hands: seen from the next day on, until it is back."""
    story = begin()
    tape = story.receive()
    story.handover(tape, received_by="P-04")

    assert [] == story.seen("R08-6", day="2025-09-30")
    [item] = story.seen("R08-6", day="2025-10-01")
    assert (1, "high") == (item.fields["count"], item.severity)

    story.handover(tape, operator="P-04", received_by="P-02", day="2025-09-30", entered="2025-10-01")
    assert [] == story.seen("R08-6", day="2025-10-02")


@pytest.mark.rule("R15-2")
def test_a_side_without_a_responsible_person_is_seen() -> None:
    """Nobody was named for the client: seen until C-01 is; then C-01 leaves and it is seen again."""
    story = begin(responsible=BOTH_SIDES[1:])

    [item] = story.seen("R15-2", day="2025-06-02")
    assert ("high", "open") == (item.severity, item.state)

    story.do(decide.name_responsible, named=e.ResponsibleNamed(side="client", person="C-01", start="2025-06-10"))
    assert 1 == len(story.seen("R15-2", day="2025-06-09"))
    assert [] == story.seen("R15-2", day="2025-06-10")

    story.do(decide.person_leaves, person="C-01", holding=(), exit_pledged_on="", day="2025-08-31")
    assert [] == story.seen("R15-2", day="2025-08-31")
    assert ["2025-08-31"] == [item.since for item in story.seen("R15-2", day="2025-09-01")]


@pytest.mark.rule("R15-2")
@pytest.mark.parametrize("person", ["P-99", "C-01"])
def test_who_answers_stands_on_that_sides_roster(person: str) -> None:
    """A name that nobody on the roster bears, or one of the other side, answers for nothing."""
    story = begin(responsible=(BOTH_SIDES[0], replace(BOTH_SIDES[1], person=person)))

    [item] = story.seen("R15-2", day="2025-06-02")

    assert person == item.fields["person"]


@pytest.mark.rule("R22-2")
def test_an_area_without_lock_is_seen() -> None:
    """The vault's entry control is not known: seen until it is; the lobby and other firms' sites are theirs to lock."""
    story = begin(places=(*PLACES.values(), replace(PLACES["V-1"], entry_control="")))

    assert ["V-1 媒体保管庫"] == [item.fields["place"] for item in story.seen("R22-2", day="2025-06-02")]

    story.do(decide.add_place, place=PLACES["V-1"])
    assert [] == story.seen("R22-2", day="2025-06-02")


@pytest.mark.rule("R22-3")
def test_a_place_whose_keeper_left_is_seen() -> None:
    """P-04 keeps the vault until the last of September, nobody known keeps the lobby: seen until others are named; a closed contract needs none."""
    places = (
        *PLACES.values(),
        replace(PLACES["V-1"], responsible="P-04"),
        replace(PLACES["L-1"], responsible="P-99"),
        replace(PLACES["H-1"], responsible="P-03"),
    )
    story = begin(places=places)

    assert ["P-99"] == [item.fields["person"] for item in story.seen("R22-3", day="2025-09-30")]
    assert [("P-99", ""), ("P-04", "2025-09-30")] == [
        (item.fields["person"], item.since) for item in story.seen("R22-3", day="2025-10-01")
    ]

    story.do(decide.add_place, place=replace(PLACES["V-1"], responsible="P-03"), day="2025-10-01")
    assert ["P-99"] == [item.fields["person"] for item in story.seen("R22-3", day="2025-10-01")]
    story.do(decide.end_contract, trigger="completion", document="", day="2025-10-02")
    story.close(day="2025-10-02")
    assert [] == story.seen("R22-3", day="2025-10-03")


@pytest.mark.rule("R07-2", "R16-4", "R15-2", "R22-2")
def test_a_closed_contract_needs_nobody() -> None:
    """Once nothing is left and the contract is closed, nobody has to be trained or to answer any more."""
    story = begin(
        people=[replace(PEOPLE["P-06"], trained_on="")], places=[replace(PLACES["V-1"], lock="")], responsible=()
    )
    checks = ("R07-2", "R16-4", "R15-2", "R22-2")
    assert all(story.seen(check, day="2025-06-02") for check in checks)

    story.do(decide.end_contract, trigger="completion", document="")
    story.close()

    assert not any(story.seen(check, day="2025-06-02") for check in checks)
