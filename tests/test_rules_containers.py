"""May it go into a container, or be dealt with while it lies in one?"""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest
from msgspec.structs import replace

from assets import decide
from assets import events as e
from assets.errors import BadInput
from assets.ids import Scan
from tests.stories import COPYING, SHREDDING, Story, begin, on, refused


def _case(tapes: int = 2, *, seal_no: str = "") -> tuple[Story, Any, list[Any]]:
    """A case with tapes in it, in the vault."""
    story = begin(
        replace(COPYING, sources=("国保被保険者データ",)), replace(SHREDDING, sources=("国保被保険者データ",))
    )
    inside = [story.receive(serial=f"KKS{n}L8") for n in range(tapes)]
    case = story.container_at("V-1", seal_no=seal_no)
    for tape in inside:
        story.pack(tape, case)
    return story, case, inside


_AWAY = {"operator": "P-01", "received_by": "S-01", "place": "S-1", "method": "専用便"}
_THERE = {"received_by": "", "place": ""}


# -- R23-11 -----------------------------------------------------------------------------------------------------------


@pytest.mark.rule("R23-11")
def test_only_what_is_there_goes_in() -> None:
    """A tape in the handling room does not lie in a case in the vault."""
    story, case, _inside = _case()
    other = story.receive(place="H-1")

    with refused("R23-11"):
        story.pack(other, case)
    story.move(other, place="V-1")
    story.pack(other, case)
    assert case.number == other.container


@pytest.mark.rule("R23-11")
def test_what_is_advised_brings_it_to_the_container() -> None:
    """To the room of a case that stands in one; to the subcontractor who has it; what is on its way is accepted first."""
    story, case, _inside = _case()
    other = story.receive(place="H-1")
    told: list[str] = []

    for away in (
        {},
        {"verb": decide.send, "deed": "send", **_AWAY},
        {"verb": decide.accept, "deed": "accept", **_THERE},
    ):
        if away:
            story.carry(case, **away)
        with refused("R23-11") as reasons:
            story.pack(other, case)
        told += [reason.advice() for reason in reasons]

    assert [
        f"assets move {other.number} --place V-1",
        f"assets accept {case.number}",
        f"assets send {other.number} --to PERSON --place S-1 --method METHOD",
    ] == told


@pytest.mark.rule("R23-11")
def test_nothing_lies_in_two_containers() -> None:
    """It is taken out of the one first."""
    story, case, (tape, _other) = _case()
    second = story.container_at("V-1")

    for one in (case, second):
        with refused("R23-11"):
            story.pack(tape, one)


@pytest.mark.rule("R23-11")
def test_a_container_exists() -> None:
    """A tape's number, or one that was never given, is no container."""
    story, _, (tape, _other) = _case()
    loose = story.receive()

    with refused("R23-11"):
        story.do(decide.pack, loose, container=None, is_empty=False, into=Scan(tape.number, ""), performed_by="P-02")


@pytest.mark.rule("R23-11")
def test_what_lies_in_nothing_is_not_taken_out() -> None:
    """Unpacking names something that is inside."""
    story = begin()

    with refused("R23-11"):
        story.unpack(story.receive())


@pytest.mark.rule("R23-11")
def test_nothing_goes_into_a_case_that_is_under_way() -> None:
    """The case left for the subcontractor; what stayed does not lie in it."""
    story, case, _inside = _case()
    other = story.receive()
    story.carry(case, decide.send, deed="send", operator="P-01", received_by="S-01", place="S-1", method="専用便")

    with refused("R23-11"):
        story.pack(other, case)


# -- R23-12 -----------------------------------------------------------------------------------------------------------

_ALONE: dict[str, Any] = {
    "copy": lambda story, tape: story.copy(tape, day="2025-06-10"),
    "move": lambda story, tape: story.move(tape),
    "handover": lambda story, tape: story.handover(tape),
    "send": lambda story, tape: story.send(tape),
    "return": lambda story, tape: story.give_back(tape),
    "erase": lambda story, tape: story.erase(tape),
    "dispose": lambda story, tape: story.dispose(tape),
}


@pytest.mark.rule("R23-12")
@pytest.mark.parametrize("deed", list(_ALONE))
def test_what_lies_in_a_case_is_not_dealt_with_alone(deed: str) -> None:
    """Scanned alone while its case is closed: either the case was opened and nobody said so, or it is not inside."""
    story, _, (tape, _other) = _case()

    with refused("R23-12"):
        _ALONE[deed](story, tape)
    story.unpack(tape)
    _ALONE[deed](story, tape)


@pytest.mark.rule("R23-12")
def test_what_came_in_a_case_is_accepted_with_it() -> None:
    """The receiver accepts the case, then opens it."""
    story, case, (tape, _other) = _case()
    story.carry(case, decide.send, deed="send", operator="P-01", received_by="S-01", place="S-1", method="専用便")

    with refused("R23-12"):
        story.accept(tape)
    story.carry(case, decide.accept, deed="accept", received_by="", place="")
    assert ("at_subcontractor", "S-1", "S-01") == (tape.status, tape.place, tape.holder)


@pytest.mark.rule("R23-12")
def test_what_was_done_with_the_case_is_not_taken_back_alone() -> None:
    """One of the tapes would lie elsewhere than its case."""
    story, case, (tape, _other) = _case()
    story.carry(case, decide.move, deed="move", place="H-1", performed_by="P-02")

    with refused("R23-12"):
        story.take_back(tape)


def test_what_is_missing_lies_in_no_case() -> None:
    """That it is not inside is no deed done to it: it is reported alone."""
    story, case, (tape, other) = _case()
    story.lose(tape)

    assert ("", [other]) == (tape.container, story.contents(case.number))


# -- R05-8 ------------------------------------------------------------------------------------------------------------


@pytest.mark.rule("R05-7")
def test_a_broken_seal_shows() -> None:
    """Recorded, not refused: it has happened."""
    story, case, (tape, _other) = _case(seal_no="封-1")
    for facts in (
        story.do(decide.seal, tape, seal_no="封-7", performed_by="P-02", seal="broken"),
        _seal(story, case, "封-2", "broken"),
    ):
        assert ("R05-7",) == facts[0].flags
    assert () == _seal(story, case, "封-3", "intact")[0].flags


@pytest.mark.rule("R05-9")
def test_a_case_arrives_under_its_own_seal() -> None:
    """The number on the case's seal is compared with the case's, not with that of each tape in it; its pieces are counted one by one."""
    story, case, _inside = _case(seal_no="封-1")
    handed = {"deed": "handover", "operator": "P-01", "received_by": "P-02", "place": "H-1"}
    _seal(story, case, "封-2", "intact")

    told = story.carry(case, decide.handover, seal_found="封-2", **handed)
    assert {()} == {fact.flags for fact in told}
    with pytest.raises(BadInput):
        story.carry(case, decide.handover, quantity=2, **{**handed, "received_by": "P-01"})

    told = story.carry(
        case, decide.handover, seal_found="封-9", **{**handed, "operator": "P-02", "received_by": "P-01"}
    )
    assert 1 == sum(isinstance(fact, e.IncidentOpened) for fact in told)


def _seal(story: Story, case: Any, seal_no: str, found: str) -> Any:
    return story.carry(case, decide.seal, deed="seal", seal_no=seal_no, performed_by="P-02", seal=found)


# -- a case and what lies in it ---------------------------------------------------------------------------------------


def test_a_case_moves_with_everything_in_it() -> None:
    """One scan, one line for the case and one for each tape; all are where the case is."""
    story, case, inside = _case()
    facts = story.carry(case, decide.move, deed="move", place="H-1", performed_by="P-02")

    assert [case.number, *(tape.number for tape in inside)] == [fact.asset for fact in facts]  # type: ignore[attr-defined]
    assert {"H-1"} == {story.container(case.number).place, *(tape.place for tape in inside)}


def test_all_or_nothing() -> None:
    """One of the tapes may not go: none goes, and every reason is told once for each item."""
    story, case, (first, _second) = _case()
    story.approve(replace(SHREDDING, number="承認-廃-009"), first, day="2026-03-20")
    before = len(story.lines)

    with refused("R41-2") as reasons:
        story.carry(
            case, decide.dispose, deed="dispose", day="2026-03-25",
            method="", approval="承認-廃-009", performed_by="P-02", witness="P-05", place="", equipment="HC-2",
        )  # fmt: skip
    assert (1, before) == (len(reasons), len(story.lines))


def test_the_cases_line_bears_its_seal() -> None:
    """A handover under a new seal: the seal is the case's; without one, the line tells which seal was on."""
    story, case, (tape, _other) = _case(seal_no="封-1")
    hand = partial(story.carry, case, decide.handover, deed="handover", operator="P-01", place="H-1")
    own, *items = hand(received_by="P-02")
    assert ["封-1", "", ""] == [fact.seal_no for fact in (own, *items)]  # type: ignore[attr-defined]

    own, *items = hand(received_by="P-03", seal_no="封-2")
    assert ["封-2", "", ""] == [fact.seal_no for fact in (own, *items)]  # type: ignore[attr-defined]
    assert ("封-2", "") == (story.container(case.number).seal_no, tape.seal_no)


def test_opening_a_sealed_case_is_on_the_record() -> None:
    """A seal named when the case was made is put on when it is packed; taking something out breaks it, and so does putting something in."""
    story, case, (tape, other) = _case(seal_no="封-1")
    assert not story.container(case.number).is_sealed
    _seal(story, case, "封-1", "")
    assert story.container(case.number).is_sealed

    opened, unpacked = story.unpack(tape, seal="intact")
    assert (case.number, "", "intact", tape.number) == (opened.asset, opened.seal_no, opened.seal, unpacked.asset)  # type: ignore[attr-defined]
    assert ("", False) == (story.container(case.number).seal_no, story.container(case.number).is_sealed)
    _seal(story, case, "封-2", "")
    assert ["sealed", "packed"] == [fact.kind for fact in story.pack(tape, case)]
    assert {tape.number, other.number} == {one.number for one in story.contents(case.number)}


def test_an_empty_case_comes_to_what_is_packed() -> None:
    """Nobody moves an empty box: it is where the first thing is put into it."""
    story, case, inside = _case()
    for tape in inside:
        story.unpack(tape)
    far = story.receive(place="H-1")
    moved, packed = story.pack(far, case)

    assert ("moved", "packed", "H-1") == (moved.kind, packed.kind, story.container(case.number).place)


def test_a_case_is_not_copied_and_an_empty_one_not_moved() -> None:
    """Copies are made of tapes; an empty case holds nothing that could be dealt with."""
    story, case, inside = _case()
    with pytest.raises(BadInput, match="one by one"):
        story.carry(case, decide.copy, deed="copy")
    for tape in inside:
        story.unpack(tape)
    with pytest.raises(BadInput, match="empty"):
        story.carry(case, decide.move, deed="move", place="H-1", performed_by="P-02")


@pytest.mark.rule("R11-1")
def test_a_case_stands_inside_the_areas() -> None:
    """What will hold personal information does not stand in the lobby."""
    with refused("R11-1"):
        begin().container_at("L-1")


def test_a_replaced_label_of_a_case_is_void() -> None:
    """Scanned or packed into, by the label that was replaced: refused like any other void label."""
    story, case, (tape, _other) = _case()
    story.do(decide.label, story.container(case.number))
    story.unpack(tape)
    old = Scan(case.number, "Z")

    with refused("R00-5"):
        story.pack(tape, case, into=old)
    with refused("R00-5"):
        decide.carry(
            story.desk, story.container(case.number), contents=story.contents(case.number),
            verb=partial(decide.move, place="H-1", performed_by="P-02"), deed="move", moment=on("2025-06-03"), scan=old,
        )  # fmt: skip
    story.pack(tape, case, into=Scan(case.number, "A"))
