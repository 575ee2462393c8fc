"""What is left undone where things are copied or approved?"""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from assets import decide
from tests.stories import COPYING, SHREDDING, begin


@pytest.mark.rule("R21-6")
def test_a_temporary_copy_that_stays_is_seen() -> None:
    """Copied for a transfer on 20 May: that day all is well, the next day it is overdue, erased it is forgotten; copies without a day never are."""
    story = begin()
    tape = story.receive()
    story.approve(COPYING, tape)
    stick = story.copy(tape, copy_method="transfer")
    story.copy(tape)

    assert [] == story.seen("R21-6", day="2025-05-20", hour=23)
    [item] = story.seen("R21-6", day="2025-05-23")
    assert (stick.number, "2025-05-20", 3, "high", "open") == (
        item.asset,
        item.since,
        item.age_days,
        item.severity,
        item.state,
    )

    story.erase(stick, day="2025-05-23")
    assert [] == story.seen("R21-6", day="2025-05-24")


@pytest.mark.rule("R21-6")
def test_a_clients_stick_that_was_erased_in_time_is_not_overdue() -> None:
    """It is still owed back, but what was to be gone is gone."""
    story = begin()
    tape = story.receive()
    story.approve(COPYING, tape)
    stick = story.copy(tape, copy_method="transfer", owner="client")
    assert [stick.number] == [item.asset for item in story.seen("R21-6", day="2025-05-21")]

    story.erase(stick, day="2025-05-20")

    assert "erased_awaiting_return" == stick.status
    assert [] == story.seen("R21-6", day="2025-05-24")


@pytest.mark.rule("R21-8")
def test_an_oral_approval_that_nobody_confirms_is_seen() -> None:
    """Said on 20 April: at once it needs attention, after two weeks, the contract's own threshold, it is overdue; confirmed it is forgotten, and one in writing never is."""
    story = begin(replace(COPYING, form="oral"), SHREDDING)

    assert ["attention"] == [item.state for item in story.seen("R21-8", day="2025-05-04")]
    [item] = story.seen("R21-8", day="2025-05-05")
    assert (COPYING.number, "2025-04-20", "copy.approved", "open") == (
        item.document,
        item.since,
        story.lines[item.seq].kind,
        item.state,
    )

    story.do(decide.confirm_approval, number=COPYING.number, document="確認-01", day="2025-05-05")
    assert [] == story.seen("R21-8", day="2025-05-06")
