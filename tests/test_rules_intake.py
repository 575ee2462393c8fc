"""May it be taken in?"""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from assets import decide
from assets import events as e
from assets.ids import make
from tests.stories import BOTH_SIDES, COPYING, PROTOCOL, begin, on, refused


@pytest.mark.rule("R15-1")
@pytest.mark.parametrize(
    "named", [(), BOTH_SIDES[:1], BOTH_SIDES[1:]], ids=["nobody", "client only", "contractor only"]
)
def test_nothing_comes_in_before_both_sides_answer_for_it(named: tuple[e.ResponsibleNamed, ...]) -> None:
    """One side has named no responsible person (管理責任者): the delivery waits at the door."""
    story = begin(responsible=named)

    with refused("R15-1"):
        story.receive()

    begin().receive()


@pytest.mark.rule("R15-1")
def test_who_answers_is_judged_by_the_day() -> None:
    """The client's person answers from 1 May on: a tape of 30 April is refused, one of 1 May comes in."""
    story = begin(responsible=(e.ResponsibleNamed(side="client", person="C-01", start="2025-05-01"), BOTH_SIDES[1]))

    with refused("R15-1"):
        story.receive(day="2025-04-30", entered="2025-05-10")

    story.receive(day="2025-05-01", entered="2025-05-10")


@pytest.mark.rule("R15-1")
def test_who_answers_stands_on_the_roster_of_that_side() -> None:
    """A name on the contract's cover that is not on the roster, or on the other side's, answers for nothing."""
    for person in ("C-99", "P-01"):
        story = begin(responsible=(e.ResponsibleNamed(side="client", person=person, start="2025-04-01"), BOTH_SIDES[1]))

        with refused("R15-1"):
            story.receive()


@pytest.mark.rule("R23-1")
def test_everything_kept_falls_under_an_item_of_clause_23() -> None:
    """Item 5 does not exist; item 4 is what the specification names, so it says which."""
    story = begin()

    with refused("R23-1"):
        story.receive(item=5)
    with refused("R23-1"):
        story.receive(item=0)
    with refused("R23-1"):
        story.receive(item=4)

    assert 4 == story.receive(item=4, spec_reference="仕様書 第5条の認証トークン").arrival.item


@pytest.mark.rule("R23-2")
def test_a_medium_is_not_in_the_house_twice() -> None:
    """A disk with this serial is still owed: it cannot arrive again; once it went back, it may."""
    story = begin()
    disk = story.receive(serial="WX-1", medium="hdd")

    with refused("R23-2") as reasons:
        story.receive(serial="WX-1", medium="hdd")
    assert disk.number in reasons[0].sentence()

    story.receive(serial="WX-2", medium="hdd")
    story.give_back(disk)
    story.receive(serial="WX-1", medium="hdd", day="2025-06-03")


@pytest.mark.rule("R23-2")
def test_a_copy_does_not_go_onto_a_medium_that_is_in_use() -> None:
    """The disk for the copy still holds another copy: its serial says so."""
    story = begin()
    tape = story.receive()
    story.approve(COPYING, tape)
    story.copy(tape, serial="WX-1")

    with refused("R23-2"):
        story.copy(tape, serial="WX-1")

    story.copy(tape, serial="WX-2")


def test_numbers_are_given_in_order() -> None:
    """The first tape is 0001 of the contract's prefix, with a check character over all of it."""
    story = begin()

    assert [make("R7012", 1), make("R7012", 2)] == [story.receive().number, story.receive().number]


def test_an_approval_that_names_the_title_is_written_onto_what_arrives() -> None:
    """第1巻 is covered, 第10巻 is another volume."""
    story = begin(
        e.CopyApproved(
            number="承認-複-7",
            approved_on="2025-04-01",
            approver="C-01",
            max_copies=1,
            sources=("国保被保険者データ 第1巻",),
        )
    )

    first = story.receive(title="国保被保険者データ 第1巻")
    spare = story.receive(title="国保被保険者データ 第1巻 予備")
    tenth = story.receive(title="国保被保険者データ 第10巻")

    assert [("承認-複-7",), ("承認-複-7",), ()] == [first.approvals, spare.approvals, tenth.approvals]


def test_a_roster_line_that_stands_already_is_not_recorded_again() -> None:
    """The same list read twice says nothing new."""
    story = begin()
    person, place = story.desk.people["P-01"], story.desk.places["V-1"]

    assert [] == decide.add_person(story.desk, person, moment=on("2025-06-02"))
    assert [] == decide.add_place(story.desk, place, moment=on("2025-06-02"))


@pytest.mark.rule("R03-1")
def test_nothing_is_registered_without_saying_what_it_holds() -> None:
    """An empty list of kinds of information is refused; a word is enough (clause 3: only the minimum is entrusted)."""
    story = begin()

    with refused("R03-1"):
        story.receive(info_items=" ")
    assert "氏名" == story.receive(info_items="氏名").arrival.info_items


@pytest.mark.rule("R04-1")
def test_every_asset_has_a_class() -> None:
    """A class nobody knows is refused; `unknown` is one, and is handled as the strictest."""
    story = begin()

    with refused("R04-1"):
        story.receive(pi_class="secret")
    assert "unknown" == story.receive(pi_class="unknown").handled_as


@pytest.mark.rule("R04-2")
def test_a_class_is_lowered_with_the_clients_answer() -> None:
    """From specific to personal: not by a handler, not without a document; the responsible person with the answer may. Raising is free."""
    story = begin()
    tape = story.receive(pi_class="specific_pi", notice_no="通知-1")

    with refused("R04-2"):
        story.do(decide.reclassify, tape, pi_class="personal", decided_by="P-02", document="回答-1", recorded_by="P-02")
    with refused("R04-2"):
        story.do(decide.reclassify, tape, pi_class="personal", decided_by="P-01", recorded_by="P-01")
    story.do(decide.reclassify, tape, pi_class="personal", decided_by="P-01", document="回答-1", recorded_by="P-01")
    assert ("personal", "specific_pi") == (tape.pi_class, tape.handled_as)

    other = story.receive(title="第2巻")
    story.do(decide.reclassify, other, pi_class="specific_pi", decided_by="P-02", recorded_by="P-02")
    assert "specific_pi" == other.handled_as


@pytest.mark.rule("R04-3")
def test_specific_information_without_notice_is_noted() -> None:
    """It is taken in, with a remark that the client's writing is missing (書面未受領); with the notice there is none."""
    story = begin()

    assert "R04-3" in story.flags(story.receive(pi_class="specific_pi"))
    assert "R04-3" not in story.flags(story.receive(pi_class="specific_pi", notice_no="通知-1", title="第2巻"))


@pytest.mark.rule("R13-1")
def test_an_unencrypted_stick_with_personal_information_is_noted() -> None:
    """A remark for what can be carried off unencrypted; none for paper, for an encrypted one, or without personal information."""
    story = begin(protocol=replace(PROTOCOL, media=()))
    bare = {"medium": "usb_flash", "encryption": "なし"}

    assert "R13-1" in story.flags(story.receive(**bare))
    for other in (
        {**bare, "encryption": "全体暗号化"},
        {**bare, "medium": "paper"},
        {**bare, "pi_class": "non_personal"},
    ):
        assert "R13-1" not in story.flags(story.receive(**other))


@pytest.mark.rule("R40-3")
def test_nothing_begins_after_the_contracts_end() -> None:
    """The contract ended: no delivery the day after, but one of the last day entered late is taken in (clause 40)."""
    story = begin()
    story.do(decide.end_contract, trigger="completion", document="", day="2026-03-31")

    with refused("R40-3"):
        story.receive(day="2026-04-01")
    assert "2026-03-30" == story.receive(day="2026-03-30", entered="2026-04-01").begun
