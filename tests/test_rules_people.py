"""May these people do it?"""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from assets import decide
from assets import events as e
from assets.refusal import Refused
from tests.stories import COPYING, PEOPLE, SHREDDING, begin, refused


@pytest.mark.rule("R07-1")
def test_nobody_holds_anything_before_pledging_secrecy() -> None:
    """P-06 has not pledged: nothing is received, moved or kept by them; P-07 may from the day of the pledge on."""
    story = begin()
    tape = story.receive()

    with refused("R07-1"):
        story.move(tape, holder="P-06")
    with refused("R07-1"):
        story.handover(tape, received_by="P-06")
    with refused("R07-1"):
        story.move(tape, holder="P-07", day="2025-07-09")
    with refused("R07-1", "R05-1"):
        story.receive(received_by="P-06", day="2025-07-09")

    story.handover(tape, operator="P-06", received_by="P-07", day="2025-07-10")  # who gives away holds nothing
    assert "P-07" == tape.holder


@pytest.mark.rule("R07-1")
def test_the_client_pledges_to_nobody() -> None:
    """The client's officer has pledged nothing to the contractor, and hands over all the same (clause 7 binds the contractor)."""
    story = begin()
    assert "" == PEOPLE["C-01"].pledged_on

    tape = story.receive()
    story.approve(COPYING, tape)

    with refused("R07-1"):
        story.copy(tape, by="P-06")
    story.give_back(tape)


@pytest.mark.rule("R16-1")
def test_only_people_on_the_roster_deal_with_assets() -> None:
    """A stranger to the roster receives, moves, erases and watches nothing, in whatever part of the deed they stand."""
    story = begin()
    tape = story.receive()
    story.approve(replace(SHREDDING, approved_on="2025-05-01"), tape)

    with refused("R16-1"):
        story.move(tape, performed_by="P-99")
    with refused("R16-1"):
        story.move(tape, holder="P-99")
    with refused("R16-1"):
        story.erase(tape, verified_by="P-99")
    with refused("R16-1"):
        story.dispose(tape, witness="P-99", day="2025-06-02")
    with refused("R16-1"):
        story.lose(tape, reported_by="P-99")
    with refused("R16-1"):
        story.receive(received_by="P-99", released_by="C-02")

    story.move(tape)


@pytest.mark.rule("R16-1")
def test_whoever_does_it_is_named() -> None:
    """A deed done by nobody is refused: an empty badge is not a person."""
    story = begin()
    tape = story.receive()

    with refused("R16-1"):
        story.move(tape, performed_by="")
    with refused("R16-1"):
        story.lose(tape, reported_by="")

    story.lose(tape)
    with refused("R16-1"):
        story.find(tape, found_by="")


@pytest.mark.rule("R16-1")
def test_the_roster_begins_on_its_day() -> None:
    """P-07 joins on 1 July: on 30 June they report nothing, on 1 July they do, judged by the day it happened."""
    story = begin()
    tape = story.receive()

    with refused("R16-1"):
        story.lose(tape, reported_by="P-07", day="2025-06-30", entered="2025-07-05")

    story.lose(tape, reported_by="P-07", day="2025-07-01", entered="2025-07-05")


@pytest.mark.rule("R08-2")
@pytest.mark.parametrize("entered", ["", "2025-10-15"])
def test_nobody_acts_after_the_day_they_left(entered: str) -> None:
    """P-04 leaves on 30 September: that day they still move a tape, also when it is entered later; on 1 October they do not."""
    story = begin()
    tape = story.receive()

    with refused("R08-2"):
        story.move(tape, performed_by="P-04", day="2025-10-01", entered=entered)

    story.move(tape, performed_by="P-04", day="2025-09-30", entered=entered)


@pytest.mark.rule("R08-2")
def test_whoever_is_recorded_as_leaving_is_gone_the_day_after() -> None:
    """P-03 leaves by command, not by the roster's list: the same holds."""
    story = begin()
    tape = story.receive()
    story.do(decide.person_leaves, person="P-03", holding=(), exit_pledged_on="", day="2025-08-31")

    with refused("R08-2"):
        story.move(tape, performed_by="P-03", day="2025-09-01")
    with refused("R08-2"):
        story.erase(tape, verified_by="P-03", day="2025-09-01")

    story.move(tape, performed_by="P-03", day="2025-08-31", entered="2025-09-01")


@pytest.mark.rule("R08-1")
def test_a_leaver_gives_everything_back_first() -> None:
    """P-03 holds a tape and wants to leave: refused, and told what is held; once it is handed on, P-03 leaves."""
    story = begin()
    tape = story.receive()
    story.handover(tape, received_by="P-03")

    with refused("R08-1") as reasons:
        story.do(
            decide.person_leaves, person="P-03", holding=(tape.number,), exit_pledged_on="2025-06-30", day="2025-06-30"
        )
    assert tape.number in reasons[0].sentence()

    story.handover(tape, operator="P-03", received_by="P-02", day="2025-06-30")
    story.do(decide.person_leaves, person="P-03", holding=(), exit_pledged_on="2025-06-30", day="2025-06-30")
    assert "2025-06-30" == story.desk.people["P-03"].end


@pytest.mark.rule("R00-10")
@pytest.mark.parametrize("approver", ["P-01", "S-01", "C-99"])
@pytest.mark.parametrize("approval", [COPYING, SHREDDING], ids=["copy", "dispose"])
def test_only_the_client_approves(approval: e.CopyApproved | e.DisposalApproved, approver: str) -> None:
    """The contractor approves its own disposal: refused; a person of the client approves it."""
    story = begin()
    tape = story.receive()

    with refused("R00-10"):
        story.approve(replace(approval, approver=approver), tape)

    story.approve(replace(approval, approver="C-02"), tape)
    assert (approval.number,) == tape.approvals


@pytest.mark.rule("R41-2", "R21-1")
def test_an_approver_in_the_contract_file_is_looked_up_when_it_counts() -> None:
    """The contract file came before the roster, so its approvals were not questioned: they are when somebody acts on them."""
    story = begin(
        replace(SHREDDING, approver="P-01", sources=("国保被保険者データ",)),
        replace(COPYING, approver="P-01", sources=("国保被保険者データ",)),
    )
    tape = story.receive()

    with refused("R41-2"):
        story.dispose(tape)
    with refused("R21-1"):
        story.copy(tape)


def test_a_refusal_names_the_person_by_number_and_name() -> None:
    """Whoever reads the refusal need not look the number up."""
    story = begin()

    with pytest.raises(Refused) as caught:
        story.move(story.receive(), holder="P-06")

    assert "P-06 雛形 四季" in caught.value.sentence()
