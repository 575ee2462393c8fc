"""What is left undone about what came in?"""

from __future__ import annotations

import pytest

from assets import decide
from tests.stories import begin


@pytest.mark.rule("R04-4")
def test_an_unknown_class_is_an_open_inquiry_until_it_is_settled() -> None:
    """From the first day it is seen, a week later it is open, asked or not; settled, it is gone (clause 4: 速やかに)."""
    story = begin()
    disk = story.receive(pi_class="unknown", day="2025-06-02")

    [early] = story.seen("R04-4", day="2025-06-03")
    assert (disk.number, "attention", "2025-06-02") == (early.asset, early.state, early.since)
    story.do(decide.inquire, disk, number="照会-1", asked="該当するか", day="2025-06-04")
    [late] = story.seen("R04-4", day="2025-06-12")
    assert ("open", 10, "2025-06-04") == (late.state, late.age_days, late.fields["inquired_on"])

    story.do(
        decide.reclassify,
        disk,
        pi_class="personal",
        document="回答-1",
        decided_by="P-01",
        recorded_by="P-01",
        day="2025-06-13",
    )
    assert [] == story.seen("R04-4", day="2025-06-13")


@pytest.mark.rule("R04-5")
def test_specific_information_without_the_clients_notice_is_listed() -> None:
    """One tape came with the notice, one without; the notice that comes later settles it."""
    story = begin()
    story.receive(pi_class="specific_pi", notice_no="通知-1")
    without = story.receive(pi_class="specific_pi", title="第2巻")

    assert [without.number] == [item.asset for item in story.seen("R04-5", day="2025-06-02")]
    story.do(decide.reclassify, without, pi_class="specific_pi", document="通知-2", decided_by="P-01")
    assert [] == story.seen("R04-5", day="2025-06-02")
