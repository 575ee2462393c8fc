"""May it be set right?"""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from assets import decide
from assets.rules import RULES
from assets.rules.correcting import CORRECTABLE
from tests.stories import COPYING, SHREDDING, Story, begin, refused

COPIES = replace(COPYING, sources=("国保被保険者データ",))


def _tape(**values: Any) -> tuple[Story, Any]:
    story = begin(COPIES, replace(SHREDDING, sources=("国保被保険者データ",)))
    return story, story.receive(serial="KKS101L8", record_count=4120, **values)


# -- R00-14 -----------------------------------------------------------------------------------------------------------


@pytest.mark.rule("R00-14")
@pytest.mark.parametrize(
    "changes",
    [
        {"place": "H-1"},
        {"released_by": "C-02"},
        {"received_by": "P-02"},
        {"method": "郵送"},
        {"occurred": "2025-04-16"},
        {"approvals": "承認-廃-001"},
        {"asset": "R7012-00002-W"},
        {"ordinal": "7"},
        {"pi_class": "non_personal"},
        {"serial": "KKS101L8"},
        {"title": "国保被保険者データ 第1巻"},
        {"copy_no": "1"},
    ],
)
def test_what_a_rule_has_judged_is_not_corrected(changes: dict[str, str]) -> None:
    """Who, where, when, how, under which approval, and the class; and what is so already, is no correction either."""
    story, tape = _tape()

    with refused("R00-14"):
        story.correct(tape, changes=changes)


@pytest.mark.rule("R00-14")
def test_a_copys_medium_is_what_was_approved() -> None:
    """An approval named the medium: a copy on another one is another copy."""
    story, tape = _tape()
    copy = story.copy(tape)

    with refused("R00-14"):
        story.correct(copy, changes={"medium": "mag_tape"})


@pytest.mark.rule("R00-14")
@pytest.mark.parametrize("line", [0, 99999])
def test_a_correction_names_a_line_of_the_asset(line: int) -> None:
    """Neither the contract's lines nor those that do not exist."""
    story, tape = _tape()

    with refused("R00-14"):
        story.correct(tape, changes={"serial": "X"}, line=line)


@pytest.mark.rule("R00-14")
def test_another_assets_line_is_left_alone() -> None:
    """The number scanned decides whose lines may be corrected; a copy made of it has lines of its own."""
    story, tape = _tape()
    copy = story.copy(tape)

    with refused("R00-14"):
        story.correct(tape, changes={"serial": "X"}, line=copy.begun_seq)


@pytest.mark.rule("R00-14")
@pytest.mark.parametrize("reason", ["", "  "])
def test_a_correction_says_why(reason: str) -> None:
    """A change without a reason is what an audit asks about first."""
    story, tape = _tape()

    with refused("R00-14"):
        story.correct(tape, changes={"serial": "X"}, reason=reason)


@pytest.mark.rule("R00-14")
def test_what_was_taken_back_is_corrected_no_more() -> None:
    """A line that does not count says nothing that could be right."""
    story, tape = _tape()
    story.send(tape, tracking_no="T-1")
    line = tape.last_seq
    story.take_back(tape)

    with refused("R00-14"):
        story.correct(tape, changes={"tracking_no": "T-2"}, line=line)


@pytest.mark.rule("R00-14")
@pytest.mark.parametrize("name", ["medium", "item", "owner", "info_kind"])
def test_what_decided_an_end_stays(name: str) -> None:
    """Degaussed as a tape: that it was none is no correction any more, the erasure has to be taken back first."""
    story, tape = _tape()
    story.erase(tape)

    with refused("R00-14"):
        story.correct(
            tape,
            changes={name: {"item": "3", "medium": "hdd", "owner": "lessor"}.get(name, "program")},
            document="通知-1",
        )


@pytest.mark.rule("R00-14")
def test_the_sum_of_the_parts_stays() -> None:
    """What was split into 300 and 200 held 500."""
    story = begin()
    bundle = story.receive(medium="paper", quantity=500, unit="枚")
    first, _second = story.split(bundle, 300, 200)

    with refused("R00-14"):
        story.correct(bundle, changes={"quantity": "501"})
    with refused("R00-14"):
        story.correct(first, changes={"quantity": "301"})


def test_every_correctable_field_is_a_field() -> None:
    """The closed list names fields that the facts have, and never who, where or under which approval."""
    named = {(fact.kind, name) for fact, names in CORRECTABLE.items() for name in names}

    assert set() == {
        pair
        for fact, names in CORRECTABLE.items()
        for pair in ((fact.kind, n) for n in names if n not in fact.__struct_fields__)
    }
    assert set() == {name for _kind, name in named} & {
        "place",
        "asset",
        "source",
        "approval",
        "approvals",
        "performed_by",
        "pi_class",
        "occurred",
    }


# -- R00-15 -----------------------------------------------------------------------------------------------------------


@pytest.mark.rule("R00-15")
def test_only_the_last_deed_is_taken_back() -> None:
    """What stands on another deed stays; taken back one by one, the last first, each may go."""
    story, tape = _tape()
    story.move(tape)
    moved = tape.last_seq
    story.handover(tape)

    with refused("R00-15"):
        story.take_back(tape, line=moved)
    story.take_back(tape)
    story.take_back(tape)
    assert ("V-1", "") == (tape.place, tape.holder)


@pytest.mark.rule("R00-15")
def test_what_was_copied_is_taken_back_at_the_copy() -> None:
    """The original's last deed is that it was copied: the copy's beginning is what may go."""
    story, tape = _tape()
    story.move(tape)
    story.copy(tape, day="2025-06-10")

    with refused("R00-15"):
        story.take_back(tape)


@pytest.mark.rule("R00-15")
def test_a_beginning_with_a_history_stays() -> None:
    """Approved for disposal since: there was something to approve."""
    story = begin()
    tape = story.receive()
    story.approve(SHREDDING, tape)

    with refused("R00-15"):
        story.take_back(tape)


@pytest.mark.rule("R00-15")
def test_a_split_is_not_taken_back() -> None:
    """Its parts are assets of their own, each of which may have gone its way."""
    story = begin()
    bundle = story.receive(medium="paper", quantity=5, unit="箱")
    part, _other = story.split(bundle, 2, 3)

    for one in (bundle, part):
        with refused("R00-15"):
            story.take_back(one)


@pytest.mark.rule("R00-15")
def test_what_a_contract_closed_on_stays() -> None:
    """Everything was returned and the contract closed: what is described may still be corrected, what happened stands."""
    story, tape = _tape()
    story.give_back(tape)
    story.do(decide.end_contract, trigger="completion", document="")
    story.close()

    with refused("R00-15"):
        story.take_back(tape)
    story.correct(tape, changes={"serial": "KKS101L9"})
    assert ("returned", "KKS101L9") == (tape.status, tape.arrival.serial)


@pytest.mark.rule("R00-15")
def test_nothing_is_left_to_take_back() -> None:
    """An asset that never was has no deed any more."""
    story, tape = _tape()
    story.do(decide.label, tape)
    label = tape.last_seq
    story.take_back(tape)
    assert "void" == tape.status

    with refused("R00-15"):
        story.take_back(tape, line=label)


# -- R00-13 -----------------------------------------------------------------------------------------------------------


@pytest.mark.rule("R00-13")
@pytest.mark.parametrize("by", ["P-02", "P-05"])
def test_an_end_is_taken_back_by_who_answers(by: str) -> None:
    """A return scanned by mistake: the responsible person brings it back, nobody else."""
    story, tape = _tape()
    story.give_back(tape)
    assert "returned" == tape.status

    with refused("R00-13"):
        story.take_back(tape, by=by)
    story.take_back(tape)
    assert ("in_custody", "V-1", False) == (tape.status, tape.place, tape.is_ended)


@pytest.mark.rule("R00-13")
@pytest.mark.parametrize("verb", ["erase", "dispose"])
def test_an_erasure_is_taken_back_by_who_answers(verb: str) -> None:
    """That information is gone is not unsaid by whoever said so."""
    story, tape = _tape()
    getattr(story, verb)(tape)

    with refused("R00-13"):
        story.take_back(tape, by="P-02")


@pytest.mark.rule("R00-13")
def test_a_beginning_is_taken_back_by_who_answers() -> None:
    """An asset received twice by mistake, or a copy never made."""
    story, tape = _tape()
    copy = story.copy(tape)

    for one in (copy, tape):
        with refused("R00-13"):
            story.take_back(one, by="P-02")
        story.take_back(one)
        assert "void" == one.status


@pytest.mark.rule("R00-13")
@pytest.mark.parametrize("changes", [{"medium": "ssd_sata"}, {"item": "3"}, {"info_kind": "program"}])
def test_what_decides_the_end_is_corrected_by_who_answers(changes: dict[str, str]) -> None:
    """An SSD that was listed as a tape would be degaussed in vain: important enough for the responsible person."""
    story, tape = _tape()

    with refused("R00-13"):
        story.correct(tape, by="P-02", changes=changes)
    story.correct(tape, changes=changes)
    name, now = next(iter(changes.items()))
    assert now == str(getattr(tape.arrival, name))


def test_a_description_is_corrected_by_anybody_on_the_roster() -> None:
    """A misread serial needs no manager."""
    story, tape = _tape()
    story.correct(tape, by="P-05", changes={"serial": "KKS101L9", "record_count": "4121"})

    assert ("KKS101L9", 4121) == (tape.arrival.serial, tape.arrival.record_count)
    with refused("R16-1"):
        story.correct(tape, by="X-99", changes={"serial": "KKS101L0"})


# -- R32-1, R23-1, R23-2 ----------------------------------------------------------------------------------------------


@pytest.mark.rule("R32-1")
def test_the_information_is_the_clients_whatever_is_corrected() -> None:
    """Nobody writes himself in as its owner."""
    story, tape = _tape()

    with refused("R32-1"):
        story.correct(tape, changes={"info_owner": "contractor"}, document="通知-1")


@pytest.mark.rule("R32-1")
def test_the_clients_medium_becomes_anothers_only_by_document() -> None:
    """Erasing one's own medium ends the duty, erasing the client's does not: so whose it is is not for one side to say."""
    story, tape = _tape()

    with refused("R32-1"):
        story.correct(tape, changes={"owner": "contractor"})
    story.correct(tape, changes={"owner": "contractor"}, document="確認書-3")
    story.correct(tape, changes={"owner": "client"})
    assert "client" == tape.arrival.owner


@pytest.mark.rule("R23-1")
def test_a_correction_keeps_clause_23() -> None:
    """Item (4) needs its specification, whether on entry or afterwards."""
    story, tape = _tape()

    with refused("R23-1"):
        story.correct(tape, changes={"item": "4"})
    story.correct(tape, changes={"item": "4", "spec_reference": "仕様書5.2"})
    assert (4, "仕様書5.2") == (tape.arrival.item, tape.arrival.spec_reference)


@pytest.mark.rule("R23-2")
def test_a_corrected_serial_is_nobody_elses() -> None:
    """Two live media with one serial: one of them is not what it says."""
    story, tape = _tape()
    story.receive(serial="KKS102L8")

    with refused("R23-2"):
        story.correct(tape, changes={"serial": "KKS102L8"}, live_serials=("R7012-00002-W",))
    assert "KKS101L8" == tape.arrival.serial


def test_the_rules_of_this_chapter_are_on_the_list() -> None:
    """Corrections are refused by these four, and by what holds for everything."""
    assert {"R00-13", "R00-14", "R00-15", "R32-1"} <= {rule.id for rule in RULES.values() if "correct" in rule.deeds}


# -- data on a host ---------------------------------------------------------------------------------------------------


def _hosted() -> tuple[Story, Any, Any, Any]:
    """A tape, a disk, and data copied from the tape onto the disk."""
    story, tape = _tape()
    disk = story.receive(medium="hdd", title="作業用ディスク", place="H-1")
    return story, tape, disk, story.copy(tape, host=disk)


@pytest.mark.rule("R00-15")
def test_what_data_and_host_did_together_is_not_taken_back_for_one() -> None:
    """The disk was moved and its data with it: taken back for the disk alone, the data would lie where it is not."""
    story, _, disk, data = _hosted()
    story.move(disk, place="V-1")
    assert ("V-1", "V-1") == (disk.place, data.place)

    for one in (disk, data):
        with refused("R00-15"):
            story.take_back(one)


@pytest.mark.rule("R00-15")
def test_a_host_was_there_while_data_lies_on_it() -> None:
    """What holds data is no mistake."""
    story, _, disk, data = _hosted()

    with refused("R00-15"):
        story.take_back(disk)
    story.take_back(data)
    story.take_back(disk)
    assert ("void", "void") == (data.status, disk.status)
