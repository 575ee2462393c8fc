"""What is left undone where things change hands or place?"""

from __future__ import annotations

import pytest

from tests.stories import begin


@pytest.mark.rule("R11-4")
def test_what_is_not_accepted_in_time_is_seen() -> None:
    """A tape is sent to the subcontractor: until the next morning it needs attention, a day later it is overdue, accepted it is forgotten."""
    story = begin()
    tape = story.receive()
    story.send(tape, day="2025-06-02")

    assert ["attention"] == [item.state for item in story.seen("R11-4", day="2025-06-03", hour=9)]
    [item] = story.seen("R11-4", day="2025-06-04")
    assert (tape.number, 2, "high", "open") == (item.asset, item.age_days, item.severity, item.state)
    assert "sent" == story.lines[item.seq].kind

    story.accept(tape, day="2025-06-04")
    assert [] == story.seen("R11-4", day="2025-06-05")
