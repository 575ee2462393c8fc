"""May data lie on that host?"""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from assets import events as e
from assets.ids import make
from assets.refusal import Refused
from assets.state import Asset
from tests.stories import COPYING, SHREDDING, Story, begin, refused


def _with_disk(**changes: Any) -> tuple[Story, Asset, Asset]:
    """A tape that may be copied, and a disk of ours to put the copies on."""
    story = begin()
    tape = story.receive()
    disk = story.receive(title="作業用ディスク", medium="hdd", owner="contractor", place="H-1")
    story.approve(replace(COPYING, **changes), tape)
    return story, tape, disk


@pytest.mark.rule("R21-9")
def test_data_names_its_host() -> None:
    """A file on nobody knows which machine is refused; named by the machine's name, or by the number of our disk, it is recorded."""
    story, tape, disk = _with_disk()

    with refused("R21-9"):
        story.produce(medium="logical_copy")

    named, ours = story.copy(tape, medium="logical_copy"), story.copy(tape, host=disk)
    assert ["架空サーバ1", disk.number] == [copy.arrival.host for copy in (named, ours)]


@pytest.mark.rule("R21-9")
def test_a_medium_of_its_own_lies_on_no_host() -> None:
    """A disk is no data on a host: named with one, it is refused, copied or produced."""
    story, tape, disk = _with_disk()

    with refused("R21-9"):
        story.copy(tape, host=disk, medium="hdd")
    with refused("R21-9"):
        story.produce(host=disk)

    assert disk.number == story.produce(host=disk, medium="logical_copy").arrival.host


@pytest.mark.rule("R21-9")
def test_the_host_is_there() -> None:
    """Nothing is put on a disk that is under way, missing or erased, nor on what is itself only data."""
    story, tape, disk = _with_disk(max_copies=9)
    data = story.copy(tape, host=disk)

    with refused("R21-9"):
        story.copy(tape, host=data)
    story.lose(disk, day="2025-05-21")
    with refused("R21-9"):
        story.copy(tape, host=disk, day="2025-05-21")
    story.find(disk, day="2025-05-21", place="H-1")

    story.copy(tape, host=disk, day="2025-05-21")


@pytest.mark.rule("R21-9")
def test_data_is_where_its_host_is() -> None:
    """The disk stands in the handling room: the copy on it is there, and nobody may say that it is in the vault."""
    story, tape, disk = _with_disk(place="")

    with refused("R21-9"):
        story.copy(tape, host=disk, place="V-1")

    assert "H-1" == story.copy(tape, host=disk).place


@pytest.mark.rule("R18-1")
def test_a_host_of_another_contract_is_none() -> None:
    """The disk belongs to another client's contract: this contract's data is not put there."""
    story, tape, disk = _with_disk()
    foreign = replace(disk, arrival=replace(disk.arrival, asset=make("R9001", 1)))

    with refused("R18-1"):
        story.copy(tape, host=foreign)

    story.copy(tape, host=disk)


@pytest.mark.rule("R18-1")
def test_the_refusal_names_nothing_of_the_other_contract() -> None:
    """Another client's disk on an approval of this one: refused, and what is recorded here does not give its number away."""
    story, tape, disk = _with_disk()
    foreign = replace(disk, arrival=replace(disk.arrival, asset=make("R9001", 1)))

    with pytest.raises(Refused) as told:
        story.approve(replace(COPYING, number="承認-複-002"), tape, foreign)

    assert ("", "approve", ("R18-1",)) == (told.value.asset, told.value.deed, told.value.as_fact().rules)
    assert "R9001" not in repr(told.value.as_fact())


@pytest.mark.rule("R21-10")
def test_a_host_ends_after_what_lies_on_it() -> None:
    """Two copies lie on the disk: it is neither erased nor returned nor disposed of, until both have ended."""
    story, tape, disk = _with_disk()
    story.approve(replace(SHREDDING, approved_on="2025-05-01"), disk)
    first, second = story.copy(tape, host=disk), story.copy(tape, host=disk)

    for ends in (story.erase, story.give_back, lambda asset: story.dispose(asset, day="2025-06-02")):
        with refused("R21-10") as reasons:
            ends(disk)
        assert f"2 still lie on {disk.number}: {first.number}, {second.number}." == reasons[0].sentence()
    story.erase(first, method="crypto_erase")
    with refused("R21-10"):
        story.erase(disk, day="2025-06-03")
    story.erase(second, method="crypto_erase")

    story.erase(disk, day="2025-06-03")
    assert "erased" == disk.ending


def test_data_goes_where_its_host_goes() -> None:
    """The disk is moved, handed over, missed and found: the copy on it too, line by line; the one on another machine stays."""
    story, tape, disk = _with_disk()
    along, apart = story.copy(tape, host=disk), story.copy(tape, medium="logical_copy")

    moved = story.move(disk, place="V-1")
    assert [disk.number, along.number] == [fact.asset for fact in moved]  # type: ignore[attr-defined]
    assert ["V-1", "V-1", "H-1"] == [asset.place for asset in (disk, along, apart)]
    story.handover(disk, received_by="P-03")
    assert ["P-03", "P-03", ""] == [asset.holder for asset in (disk, along, apart)]
    story.lose(disk)
    assert ["missing", "missing", "in_custody"] == [asset.whereabouts for asset in (disk, along, apart)]
    story.find(disk)
    assert ["V-1", "V-1", "H-1"] == [asset.place for asset in (disk, along, apart)]


def test_what_ever_lay_on_a_host_decides_how_it_ends() -> None:
    """Specific personal information lay on a disk of the class personal and was erased: the disk ends as one that held it, here and in the register."""
    story, tape, disk = _with_disk()
    story.reclassify(tape, "specific_pi", day="2025-05-02")
    data = story.copy(tape, host=disk)
    story.approve(replace(SHREDDING, approved_on="2025-05-01", method="crypto_erase", place=""), data)
    story.erase(data, method="crypto_erase")

    assert data.is_ended
    assert ("personal", "specific_pi") == (disk.pi_class, disk.handled_as)
    (row,) = story.register().rows("SELECT highest_class FROM assets WHERE number = ?", disk.number)
    assert "specific_pi" == row["highest_class"]


def test_a_host_waits_for_the_clients_answer_too() -> None:
    """Data of an unknown class makes its host one of an unknown class, until the client has answered for every one of them."""
    story, _tape, disk = _with_disk(max_copies=9)
    first, second = (story.produce(host=disk, medium="logical_copy", pi_class="unknown") for _ in range(2))
    assert "unknown" == disk.handled_as

    story.reclassify(first, "personal")
    assert "unknown" == disk.handled_as

    story.reclassify(second, "specific_pi")
    assert "specific_pi" == disk.handled_as


def test_a_copy_that_never_was_lay_nowhere() -> None:
    """A copy recorded by mistake is taken back, and with it that it lay on the disk."""
    story, tape, disk = _with_disk()
    story.reclassify(tape, "specific_pi", day="2025-05-02")
    data = story.copy(tape, host=disk)

    story.take_back(data)

    assert ("void", "personal") == (data.status, disk.handled_as)


def test_a_stricter_class_goes_down_to_every_copy_and_the_hosts() -> None:
    """The tape turns out to be specific: so are the copy, the copy of the copy, and the disk on which an erased copy lay."""
    story, tape, disk = _with_disk(media=("hdd", "logical_copy"), copies_of_copies=True, max_copies=9)
    copy, gone = story.copy(tape), story.copy(tape, host=disk)
    deep = story.copy(copy, host=disk)
    story.erase(gone, method="crypto_erase")

    told = story.reclassify(tape, "specific_pi", day="2025-06-03", document="通知-02")

    lines = [(fact.asset, fact.was, fact.document) for fact in told if isinstance(fact, e.Reclassified)]
    assert [(one.number, "personal", "通知-02") for one in (tape, copy, deep)] == lines
    assert ["specific_pi"] * 3 == [one.handled_as for one in (copy, deep, disk)]
    assert ("erased", "personal") == (gone.status, gone.pi_class)


def test_a_laxer_class_is_only_that_of_what_is_named() -> None:
    """The client lowers the tape: its copy stays what it was until the client's answer names it too."""
    story, tape, _disk = _with_disk()
    story.reclassify(tape, "specific_pi", day="2025-05-02")
    copy = story.copy(tape)

    story.reclassify(tape, "personal")

    assert ("personal", "specific_pi") == (tape.pi_class, copy.pi_class)


def test_a_part_of_a_bundle_rises_with_it() -> None:
    """A medium taken out of a device is raised with the device."""
    story = begin()
    device = story.receive(title="業務サーバ", medium="device_composite", released_by="P-02")
    part = story.extract(device)

    story.reclassify(device, "specific_pi", day="2025-06-03")

    assert "specific_pi" == part.pi_class
