"""What is left undone where assets end?"""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from assets import decide
from tests.stories import SHREDDING, begin


@pytest.mark.rule("R40-11")
def test_what_failed_is_seen_until_another_method_works() -> None:
    """The degausser failed: at once the tape stands on the list, and leaves it when it was degaussed again and accepted."""
    story = begin()
    tape = story.receive()
    story.erase(tape, result="fail")

    [item] = story.seen("R40-11", day="2025-06-02")
    assert (tape.number, "high", "open", "2025-06-02") == (item.asset, item.severity, item.state, item.since)

    story.erase(tape, day="2025-06-03")
    assert [] == story.seen("R40-11", day="2025-06-03")


@pytest.mark.rule("R40-11")
def test_what_was_rejected_is_seen() -> None:
    """The responsible person did not accept it: the tape still holds what it held."""
    story = begin()
    tape = story.receive()
    story.erase(tape, validated=False)
    assert [] == story.seen("R40-11", day="2025-06-02")

    story.validate(tape, decision="rejected", remarks="装置の点検記録がない")

    assert [tape.number] == [item.asset for item in story.seen("R40-11", day="2025-06-02")]


@pytest.mark.rule("R41-7")
def test_an_overdue_certificate_is_seen() -> None:
    """The works have thirty days: from the first to the last it is awaited, then it is overdue, and once it came it is forgotten."""
    story = begin()
    box = story.receive(medium="paper")
    story.approve(replace(SHREDDING, method="pulp", place="", approved_on="2025-05-01"), box)
    story.dispose(box, vendor="架空溶解処理株式会社", day="2025-06-02")
    assert ("disposed_pending_certificate", False) == (box.status, box.is_ended)

    [first], [last] = (story.seen("R41-7", day=day) for day in ("2025-06-02", "2025-07-02"))
    assert [("attention", 0), ("attention", 30)] == [(item.state, item.age_days) for item in (first, last)]
    assert "2025-07-02" == first.fields["due"]
    [item] = story.seen("R41-7", day="2025-07-04")
    assert (box.number, "2025-07-02", 2, "high", "open") == (
        item.asset,
        item.since,
        item.age_days,
        item.severity,
        item.state,
    )

    story.certify(box, day="2025-07-04")
    assert [] == story.seen("R41-7", day="2025-07-04")
    assert "disposed" == box.ending


@pytest.mark.rule("R41-7")
def test_the_day_agreed_decides_when_a_certificate_is_overdue() -> None:
    """--certificate-due says ten days, whatever the contract says; and it is awaited also while nobody validated."""
    story = begin()
    box = story.receive(medium="paper")
    story.approve(replace(SHREDDING, method="pulp", place="", approved_on="2025-05-01"), box)
    story.dispose(box, certificate_due="2025-06-12", day="2025-06-02", validated=False)

    assert [(box.number, "attention"), (box.number, "open")] == [
        (item.asset, item.state) for day in ("2025-06-12", "2025-06-13") for item in story.seen("R41-7", day=day)
    ]


@pytest.mark.rule("R41-11")
def test_what_nobody_decided_on_is_seen() -> None:
    """From the first day it needs attention, seven days after the act it is time; decided on it is forgotten."""
    story = begin()
    tape = story.receive()
    story.erase(tape, validated=False)

    assert ["attention", "attention"] == [
        item.state for day in ("2025-06-02", "2025-06-09") for item in story.seen("R41-11", day=day)
    ]
    [item] = story.seen("R41-11", day="2025-06-10")
    assert (tape.number, 8, "2025-06-02", "open") == (item.asset, item.age_days, item.since, item.state)

    story.validate(tape, day="2025-06-10")
    assert [] == story.seen("R41-11", day="2025-06-10")


@pytest.mark.rule("R41-12")
def test_a_session_left_open_is_seen_the_next_day() -> None:
    """Nobody closed yesterday's session; closed with what remains explained it is forgotten."""
    story = begin()
    tape = story.receive()
    story.approve(SHREDDING, tape)
    story.start()

    assert [] == story.seen("R41-12", day="2026-03-25")
    [item] = story.seen("R41-12", day="2026-03-26")
    assert ("作-001", "2026-03-25", 1) == (item.document, item.since, item.age_days)

    story.do(decide.close_session, session="作-001", assets=[tape], explanation="装置故障", day="2026-03-26")
    assert [] == story.seen("R41-12", day="2026-03-27")


@pytest.mark.rule("R41-16")
def test_a_later_session_is_waited_for() -> None:
    """One of two was left to a later session: that needs attention until one begins, or until nothing is left of it."""
    story = begin()
    tapes = [story.receive(title=title) for title in ("甲", "乙")]
    story.approve(SHREDDING, *tapes)
    number = story.start()
    story.dispose(tapes[0], session=number)
    story.do(decide.close_session, session=number, assets=tapes, later=True, day="2026-03-25")

    [item] = story.seen("R41-16", day="2026-03-28")
    assert ("作-001", "2026-03-25", 3, "attention") == (item.document, item.since, item.age_days, item.state)
    assert "left 1 to" in item.message.format(**item.fields)

    story.start(day="2026-03-28")
    assert [] == story.seen("R41-16", day="2026-03-28")


@pytest.mark.rule("R41-16")
def test_nothing_left_needs_no_later_session() -> None:
    """What was left over went back to the client: no later session is waited for; explained in words it never was."""
    for later in (True, False):
        story = begin()
        tape = story.receive()
        story.approve(SHREDDING, tape)
        story.do(
            decide.close_session,
            session=story.start(),
            assets=[tape],
            later=later,
            explanation="故障",
            day="2026-03-25",
        )
        assert later == bool(story.seen("R41-16", day="2026-03-26"))

        story.give_back(tape, day="2026-03-26")
        assert [] == story.seen("R41-16", day="2026-03-26")
