"""Do the rules that hold for every deed hold?"""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from msgspec.structs import replace

from assets import decide
from assets import events as e
from assets.ids import Scan
from assets.refusal import Refused
from assets.rules.always import _NOT_TYPED
from assets.state import Asset
from assets.when import Moment
from tests.stories import COPYING, SHREDDING, Story, begin, on, refused

A_MY_NUMBER = "123456789018"
FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")


def _returned(story: Story) -> Asset:
    tape = story.receive()
    story.give_back(tape)
    return tape


def _erased(story: Story) -> Asset:
    tape = story.receive(owner="contractor")
    story.erase(tape)
    return tape


def _disposed(story: Story) -> Asset:
    tape = story.receive()
    story.approve(replace(SHREDDING, approved_on="2025-05-01"), tape)
    story.dispose(tape, day="2025-06-02")
    return tape


def _lost(story: Story) -> Asset:
    tape = story.receive()
    story.give_up(tape)
    return tape


@pytest.mark.rule("R00-1")
@pytest.mark.parametrize("ended", [_returned, _erased, _disposed, _lost])
def test_what_has_ended_takes_no_further_deed(ended: Callable[[Story], Asset]) -> None:
    """A tape was returned, erased, disposed of or lost: it is not moved, handed on or labelled any more; its neighbour is."""
    story = begin()
    tape, neighbour = ended(story), story.receive(title="別の巻")
    story.move(neighbour, day="2025-06-03")

    with refused("R00-1"):
        story.move(tape, day="2025-06-03")
    with refused("R00-1"):
        story.handover(tape, day="2025-06-03")
    with refused("R00-1"):
        story.do(decide.label, tape, day="2025-06-03")


@pytest.mark.rule("R00-1")
def test_the_end_of_an_erased_client_medium_is_still_to_come() -> None:
    """The client's own tape was erased: it is live, and its return is its end (clause 33)."""
    story = begin()
    tape = story.receive()
    story.erase(tape)
    assert ("", "erased_awaiting_return") == (tape.ending, tape.status)

    story.give_back(tape)

    with refused("R00-1"):
        story.give_back(tape)


@pytest.mark.rule("R00-2")
def test_nothing_happens_tomorrow() -> None:
    """On 2 June somebody enters a move of 3 June: refused; one of today is recorded."""
    story = begin()
    tape = story.receive()

    with refused("R00-2"):
        story.move(tape, day="2025-06-03", entered="2025-06-02")

    story.move(tape, day="2025-06-02", entered="2025-06-02")


@pytest.mark.rule("R00-2")
def test_nothing_happens_before_the_last_event() -> None:
    """A tape was moved on 2 June: a deed of 1 June comes too late to be told, one of the same day does not."""
    story = begin()
    tape = story.receive()
    story.move(tape, day="2025-06-02")

    with refused("R00-2"):
        story.move(tape, place="V-1", day="2025-06-01", entered="2025-06-02")

    story.move(tape, place="V-1", day="2025-06-02", entered="2025-06-03")


@pytest.mark.rule("R00-2")
def test_a_day_begins_at_midnight_in_japan() -> None:
    """14:59 in Greenwich is one minute before midnight in Japan: tomorrow is refused then, and is today a minute later."""
    story = begin()
    tape = story.receive()
    before, after = "2025-06-02T14:59:00.000Z", "2025-06-02T15:00:00.000Z"

    with refused("R00-2"):
        decide.move(story.desk, tape, place="H-1", performed_by="P-02", moment=Moment(before, "2025-06-03"))
    with refused("R00-2"):
        decide.move(story.desk, tape, place="H-1", performed_by="P-02", moment=Moment(before, after))

    assert [] != decide.move(story.desk, tape, place="H-1", performed_by="P-02", moment=Moment(after, "2025-06-03"))


def test_a_label_or_an_approval_does_not_move_the_clock() -> None:
    """A label was printed on 2 June: what happened to the tape on 1 June may still be told."""
    story = begin()
    tape = story.receive()
    story.do(decide.label, tape, day="2025-06-02")
    story.approve(COPYING, tape, day="2025-06-02")

    story.move(tape, day="2025-06-01", entered="2025-06-02")

    assert "2025-06-01" == tape.last


@pytest.mark.rule("R00-2L")
@pytest.mark.parametrize(
    ("entered", "flags"),
    [("2025-06-02", ()), ("2025-06-03", ()), ("2025-06-04", ("R00-2L",)), ("2025-12-02", ("R00-2L",))],
)
def test_what_is_entered_late_says_so(entered: str, flags: tuple[str, ...]) -> None:
    """A move of 2 June entered on the 4th is recorded, and shows for good that it was entered late (事後入力)."""
    story = begin()
    (moved,) = story.move(story.receive(), day="2025-06-02", entered=entered)

    assert (flags, "2025-06-02") == (moved.flags, story.lines[-1].occurred)


@pytest.mark.rule("R00-4")
@pytest.mark.parametrize(
    "text",
    [
        A_MY_NUMBER,
        A_MY_NUMBER.translate(FULL_WIDTH),
        "1234 5678 9018",
        "1234-5678-9018",
        f"個人番号{A_MY_NUMBER}を含む",
        "1234ー5678ー9018",
    ],
)
def test_a_my_number_never_gets_in(text: str) -> None:
    """Somebody types an individual number into the remarks: refused, and the digits stand in no reason and on no line."""
    story = begin()
    story.receive(remarks="123456789017")  # twelve digits that do not check are just digits

    with refused("R00-4") as reasons:
        story.receive(remarks=text)

    assert "5678" not in reasons[0].sentence().translate(
        {ord(wide): narrow for narrow, wide in zip("0123456789", "０１２３４５６７８９", strict=True)}
    )
    assert A_MY_NUMBER[:4] not in repr(reasons)


@pytest.mark.built_in("R12-1")
@pytest.mark.rule("R00-4")
def test_a_my_number_hides_in_no_field_of_any_deed() -> None:
    """It is refused in a title, a list of media, a person's name, an approval's purpose and a serial alike."""
    story = begin()
    tape = story.receive()

    with refused("R00-4"):
        story.receive(title=f"申請書 {A_MY_NUMBER}")
    with refused("R00-4"):
        story.do(
            decide.set_protocol,
            protocol=e.ProtocolSet(number="協議-4", agreed_on="2025-06-01", methods=("手渡し", A_MY_NUMBER), media=()),
        )
    with refused("R00-4"):
        story.do(decide.add_place, place=e.PlaceAdded(place="V-2", name=A_MY_NUMBER, zone="controlled"))
    with refused("R00-4"):
        story.approve(replace(COPYING, number="承認-複-9", purpose=A_MY_NUMBER), tape)
    with refused("R00-4"):
        story.receive(serial=A_MY_NUMBER)


def test_the_digits_of_a_hash_are_nobodys_number() -> None:
    """One hash in four hundred holds twelve digits that check: a file with it is attached all the same, and every hash is known as one."""
    story = begin()
    tape = story.receive()
    unlucky = f"ab{A_MY_NUMBER}".ljust(64, "c")

    story.do(decide.attach, tape, what="写真", sha256=unlucky, file="a.jpg", attached_by="P-01")

    hashes = {
        name for kind in e.KINDS.values() for name in kind.__struct_fields__ if re.search("hash|sha256|nonce", name)
    }
    assert hashes <= set(_NOT_TYPED)


def test_a_serial_may_look_like_a_my_number_when_somebody_says_so() -> None:
    """One in ten twelve-digit serials checks: a person may say it is one, for the serial and nothing else."""
    story = begin()
    assert A_MY_NUMBER == story.receive(serial=A_MY_NUMBER, numeric_serial=True).arrival.serial

    with refused("R00-4"):
        story.receive(remarks=A_MY_NUMBER, numeric_serial=True)


@pytest.mark.rule("R00-5")
def test_a_replaced_label_is_void() -> None:
    """A label was printed twice: scanning the first one is refused, the second one and the bare number are taken."""
    story = begin()
    tape = story.receive()
    with refused("R00-5"):
        story.move(tape, scan=Scan(tape.number, "A"))  # never printed by us

    story.do(decide.label, tape)
    story.do(decide.label, tape)

    with refused("R00-5"):
        story.move(tape, scan=Scan(tape.number, "A"))
    story.move(tape, scan=Scan(tape.number, "B"))
    story.move(tape, place="V-1", scan=Scan(tape.number, ""))


@pytest.mark.rule("R00-6")
def test_nobody_hands_over_to_themselves() -> None:
    """P-01 gives to P-01: refused; to P-02 it is a handover."""
    story = begin()
    tape = story.receive()

    with refused("R00-6"):
        story.handover(tape, received_by="P-01")

    story.handover(tape, received_by="P-02")


@pytest.mark.rule("R00-11")
def test_a_deed_fits_where_the_asset_is() -> None:
    """Only what was sent is accepted, only what is missing is found; on its way it is neither moved nor returned."""
    story = begin()
    tape = story.receive()
    with refused("R00-11"):
        story.accept(tape, received_by="P-02", place="V-1")
    with refused("R00-11"):
        story.find(tape)

    story.send(tape)
    with refused("R00-11") as reasons:
        story.move(tape)
    assert f"assets accept {tape.number}" == reasons[0].advice()
    with refused("R00-11"):
        story.give_back(tape)
    story.accept(tape)

    story.lose(tape)
    with refused("R00-11") as reasons:
        story.handover(tape, operator="S-01", received_by="S-03", place="S-1")
    assert reasons[0].advice().startswith(f"assets found {tape.number}")
    story.find(tape)
    story.move(tape)

    assert ("in_custody", "H-1", "") == (tape.whereabouts, tape.place, tape.holder)


@pytest.mark.rule("R00-11")
def test_every_reason_is_given_at_once() -> None:
    """A missing tape is to leave the areas, tomorrow, in the hands of a stranger: four reasons, one refusal."""
    story = begin()
    tape = story.receive()
    story.lose(tape)

    with refused("R00-11", "R11-1", "R00-2", "R16-1") as reasons:
        story.move(tape, place="L-1", performed_by="P-99", day="2025-06-03", entered="2025-06-02")

    assert 4 == len(reasons)


@pytest.mark.rule("R00-12")
def test_a_closed_contract_takes_nothing_in() -> None:
    """The contract ended and was closed: no delivery, no copy, no second closing; the day before, a tape still came in."""
    story = begin()
    story.give_back(story.receive(day="2026-03-30"), day="2026-03-30")
    story.do(decide.end_contract, trigger="completion", document="", day="2026-03-31")
    story.close(day="2026-04-02")

    with refused("R00-12", "R40-3"):
        story.receive(day="2026-04-02")
    with refused("R00-12"):
        story.close(day="2026-04-03")
    with refused("R00-12"):
        story.do(decide.end_contract, trigger="demand", document="", day="2026-04-03")


@pytest.mark.rule("R00-8")
def test_what_has_happened_against_the_rules_is_recorded_by_who_answers() -> None:
    """A tape stood in the lobby: its handler may not record that, the responsible person may; the line keeps the reason and the broken rule."""
    story = begin()
    tape = story.receive()

    with refused("R00-8", "R11-1"):
        story.move(tape, place="L-1", recorded_by="P-02", violation="誤って搬出")

    (moved, *_drafts) = story.move(tape, place="L-1", recorded_by="P-01", violation="誤って搬出")
    assert (("R11-1",), "誤って搬出", "L-1") == (moved.flags, moved.violation, tape.place)


def test_a_violation_breaks_no_rule_of_truth() -> None:
    """What cannot have happened is refused whoever says so; what was allowed is no violation, and its line does not say so."""
    story = begin()
    tape = story.receive()

    with refused("R00-11"):
        story.accept(tape, received_by="P-01", place="V-1", recorded_by="P-01", violation="理由")
    (moved, *_drafts) = story.move(tape, recorded_by="P-01", violation="理由")
    assert ((), "") == (moved.flags, moved.violation)


def test_a_late_entry_that_is_refused_is_recorded_as_refused_only() -> None:
    """A refusal knows the deed, the asset and the rules, and nothing of what was typed (clause 44)."""
    story = begin()
    tape = story.receive()

    with pytest.raises(Refused) as caught:
        decide.move(
            story.desk, tape, place="秘密の場所", performed_by="P-02", moment=on("2025-06-02", entered="2025-06-20")
        )

    assert e.Refused(asset=tape.number, deed="move", rules=("R11-1",)) == caught.value.as_fact()


@pytest.mark.rule("R00-16")
def test_a_paper_bears_no_day_that_has_not_come() -> None:
    """An approval of next year is none today; the same approval, given yesterday, is one."""
    story = begin()
    tape = story.receive()
    early = replace(SHREDDING, approved_on="2026-06-01")

    with refused("R00-16"):
        story.do(decide.approve, approval=early, assets=(tape,), day="2025-06-02")
    story.do(decide.approve, approval=replace(early, approved_on="2025-06-01"), assets=(tape,), day="2025-06-02")
    assert SHREDDING.number in tape.approvals
