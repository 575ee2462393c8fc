"""May it be taken apart?"""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from assets import decide, reports
from assets.journal import Row
from assets.refusal import Refused
from assets.register import Register
from assets.state import NOWHERE, fold_assets
from tests.stories import COPYING, OPENED, PROTOCOL, SHREDDING, Story, _line, begin, refused

ANY_MEDIUM = replace(PROTOCOL, media=())


def _bundle(**values: Any) -> tuple[Story, Any]:
    story = begin(
        replace(COPYING, sources=("受診券申込書",), media=(), place=""),
        replace(SHREDDING, sources=("受診券申込書",)),
    )
    usual = {
        "title": "受診券申込書 箱01",
        "medium": "paper",
        "item": 2,
        "quantity": 500,
        "unit": "枚",
        "record_count": 500,
    }
    return story, story.receive(**{**usual, **values})


# -- R40-6 ------------------------------------------------------------------------------------------------------------


@pytest.mark.rule("R40-6")
@pytest.mark.parametrize("into", [(), (500,), (300, 199), (300, 201), (500, 0), (600, -100), (501, -1)])
def test_the_parts_add_up(into: tuple[int, ...]) -> None:
    """300 and 199 of 500: one sheet would be nowhere."""
    story, bundle = _bundle()

    with refused("R40-6"):
        story.split(bundle, *into)
    assert "in_custody" == bundle.status


@pytest.mark.rule("R40-6")
def test_what_was_erased_is_not_split() -> None:
    """Its parts would look as if they still held something."""
    story, tapes = _bundle(medium="mag_tape", unit="本", quantity=2)
    story.erase(tapes)

    with refused("R40-6"):
        story.split(tapes, 1, 1)


@pytest.mark.rule("R00-1")
def test_what_was_split_takes_no_deed() -> None:
    """Its parts are what is dealt with now."""
    story, bundle = _bundle()
    story.split(bundle, 300, 200)

    with refused("R00-1"):
        story.split(bundle, 300, 200)


def test_a_part_is_returned_and_the_other_is_owed() -> None:
    """Partial return: split, then return one part. The sum still balances to the unit."""
    story, bundle = _bundle()
    back, rest = story.split(bundle, 300, 200)
    story.give_back(back)

    assert ("split", "returned", "in_custody") == (bundle.status, back.status, rest.status)
    assert (300, 200, "枚") == (back.arrival.quantity, rest.arrival.quantity, rest.arrival.unit)
    assert ("received", "V-1", -1) == (rest.origin, rest.place, rest.arrival.record_count)
    story.do(decide.end_contract, trigger="completion", document="")
    with refused("R40-1", "R40-5"):
        story.close()
    story.give_back(rest)
    story.close()


def test_a_part_stands_as_the_bundle_stood() -> None:
    """With whom it was, what it may be disposed of under, how often it was copied, and how strict it ever was: all of it holds for a part."""
    story, bundle = _bundle(pi_class="specific_pi")
    story.copy(bundle, medium="hdd")
    story.copy(bundle, medium="hdd")
    story.handover(bundle, received_by="P-02")
    part, _other = story.split(bundle, 300, 200)

    assert ("P-02", "H-1", "contractor") == (part.holder, part.place, part.side)
    assert (bundle.approvals, bundle.copies, "specific_pi") == (part.approvals, part.copies, part.highest_class)
    with refused("R21-2"):
        story.copy(part, medium="hdd", day="2025-06-10")
    story.dispose(part, method="shred")
    assert "disposed" == part.status


def test_a_part_of_what_is_with_a_subcontractor_is_there_too() -> None:
    """Split where it lies."""
    story, bundle = _bundle()
    story.send(bundle)
    story.accept(bundle)
    part, _other = story.split(bundle, 1, 499, performed_by="S-01")

    assert ("at_subcontractor", "S-1", "S-01") == (part.status, part.place, part.holder)


@pytest.mark.rule("R21-2")
def test_a_part_copied_counts_for_the_whole() -> None:
    """An approval that extends to copies of copies counts the whole family, parts included."""
    story = begin(
        replace(COPYING, sources=("受診券申込書",), media=(), place="", copies_of_copies=True), protocol=ANY_MEDIUM
    )
    bundle = story.receive(title="受診券申込書 箱01", medium="paper", quantity=2, unit="箱")
    story.copy(bundle, medium="hdd")
    first, second = story.split(bundle, 1, 1)
    story.copy(first, medium="hdd", day="2025-06-10")

    with refused("R21-2"):
        story.copy(second, medium="hdd", day="2025-06-10")


@pytest.mark.rule("R21-10")
def test_what_holds_data_is_not_split() -> None:
    """Nobody would know on which of the two disks it lies."""
    story = begin(replace(COPYING, sources=("国保被保険者データ",)))
    disks = story.receive(medium="hdd", quantity=2, unit="台", place="H-1")
    story.copy(story.receive(), host=disks)

    with refused("R21-10"):
        story.split(disks, 1, 1)


# -- R23-26 -----------------------------------------------------------------------------------------------------------


@pytest.mark.rule("R23-26")
@pytest.mark.parametrize(
    ("source", "medium"), [("mag_tape", "hdd"), ("paper", "hdd"), ("device_composite", "logical_copy")]
)
def test_media_are_taken_out_of_devices(source: str, medium: str) -> None:
    """A tape holds no disk, and data is no medium inside a device."""
    story = begin(protocol=ANY_MEDIUM)
    thing = story.receive(medium=source)

    with refused("R23-26"):
        story.extract(thing, medium=medium)


@pytest.mark.rule("R23-2")
def test_a_medium_taken_out_is_listed_once() -> None:
    """Its serial is that of no live medium."""
    story = begin(protocol=ANY_MEDIUM)
    server = story.receive(medium="device_composite", serial="SRV-1")
    story.extract(server, serial="SSD-1")

    with refused("R23-2"):
        story.extract(server, serial="SSD-1")
    story.extract(server, serial="SSD-2")
    assert 2 == server.components


def test_a_medium_taken_out_is_what_the_device_is() -> None:
    """Its class, owner, place and disposal approval are the device's; the device remains an asset."""
    story = begin(
        replace(SHREDDING, sources=("国保被保険者データ",)),
        replace(COPYING, sources=("国保被保険者データ",)),
        protocol=ANY_MEDIUM,
    )
    server = story.receive(medium="device_composite", pi_class="specific_pi")
    story.move(server)
    disk = story.extract(server, serial="SSD-1", medium="ssd_nvme")

    assert ("received", "specific_pi", "H-1", "client") == (
        disk.origin,
        disk.handled_as,
        disk.place,
        disk.arrival.owner,
    )
    assert (("承認-廃-001",), False, 1) == (disk.approvals, server.is_ended, server.components)
    assert server.number == disk.arrival.source


# -- whatever happened ------------------------------------------------------------------------------------------------


def _balanced(story: Story) -> tuple[bool, int]:
    """Whether the sum of clause 40 balances in a register replayed from the story, and how many assets count."""
    register = Register.in_memory(OPENED.number)
    register.replay([Row(_line(event), "0" * 64, event) for event in story.lines], earlier=lambda _number: ())
    rows = reports.balance(register.db)
    register.close()
    return all(row["balanced"] for row in rows), sum(rows[-1][name] for name in ("received", "copied", "produced"))


@given(
    deeds=st.lists(
        st.tuples(
            st.sampled_from(["split", "extract", "take_back", "give_back", "copy", "move", "erase", "correct"]),
            st.integers(0, 30),
            st.integers(1, 7),
        ),
        max_size=14,
    )
)
@settings(max_examples=60, deadline=None)
def test_the_sum_balances_whatever_is_split_taken_out_or_taken_back(deeds: list[tuple[str, int, int]]) -> None:
    """In any order, accepted or refused: nothing is counted twice, nothing is lost, and the pieces of a bundle stay as many as they were."""
    story = begin(replace(COPYING, sources=("受診券申込書",), media=(), place="", max_copies=9), protocol=ANY_MEDIUM)
    for values in (
        {"quantity": 8, "medium": "paper"},
        {"medium": "device_composite"},
        {"quantity": 3, "medium": "mag_tape"},
    ):
        story.receive(**{"title": "受診券申込書 箱", "unit": "個", **values})
    doing: dict[str, Any] = {
        "split": lambda asset, n: story.split(asset, n, asset.arrival.quantity - n),
        "extract": lambda asset, n: story.extract(asset, serial=f"S-{n}"),
        "take_back": lambda asset, n: story.take_back(asset),
        "give_back": lambda asset, n: story.give_back(asset),
        "copy": lambda asset, n: story.copy(asset, medium="hdd", day="2025-06-02"),
        "move": lambda asset, n: story.move(asset),
        "erase": lambda asset, n: story.erase(asset),
        "correct": lambda asset, n: story.correct(asset, changes={"serial": f"C-{n}"}),
    }
    for deed, which, n in deeds:
        asset = list(story.assets.values())[which % len(story.assets)]
        try:
            doing[deed](asset, n)
        except Refused:
            continue

    counted = [asset for asset in story.assets.values() if asset.ending not in NOWHERE]
    pieces = sum(
        asset.arrival.quantity
        for asset in counted
        if asset.origin == "received" and asset.arrival.unit == "個" and asset.arrival.medium in ("paper", "mag_tape")
    )
    voided = sum(
        asset.arrival.quantity
        for asset in story.assets.values()
        if asset.ending == "void" and asset.arrival.medium in ("paper", "mag_tape")
    )
    assert (True, len(counted)) == _balanced(story)
    assert 11 == pieces + voided
    for number, asset in story.assets.items():
        assert asset == fold_assets(number, story.history(number))
