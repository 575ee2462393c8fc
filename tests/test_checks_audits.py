"""What is left undone between client and contractor?"""

from __future__ import annotations

import pytest

from assets import decide
from assets import events as e
from tests.stories import begin


@pytest.mark.rule("R10-2")
def test_a_request_is_passed_on_in_time() -> None:
    """Received on Monday: seen at once, open on Friday, gone when the client was told (clause 10: すみやかに)."""
    story = begin()
    request = e.SubjectRequested(number="請-001", request="disclosure", received_on="2025-06-02", received_by="P-01")
    story.do(decide.put_on_record, told=request)

    assert ["attention", "open"] == [story.seen("R10-2", day=day)[0].state for day in ("2025-06-03", "2025-06-06")]
    told = e.SubjectForwarded(number="請-001", told_on="2025-06-06", told_by="P-01", told_to="C-01")
    story.do(decide.put_on_record, told=told, day="2025-06-06")
    assert [] == story.seen("R10-2", day="2025-06-06")


@pytest.mark.rule("R13-3")
def test_each_kind_of_safety_measure_is_written_down() -> None:
    """Four kinds are missing at first, then one less (clause 13)."""
    story = begin()

    assert 4 == len(story.seen("R13-3", day="2025-06-02"))
    measure = e.SafetyMeasureSet(measure="physical", description="媒体保管庫の施錠", start="2025-04-01")
    story.do(decide.put_on_record, told=measure)
    assert {"organisational", "human", "technical"} == {
        item.fields["measure"] for item in story.seen("R13-3", day="2025-06-02")
    }


@pytest.mark.rule("R25-3")
def test_a_notice_is_answered() -> None:
    """A fortnight after the notice it is open; a different policy makes it open sooner."""
    story = begin()
    notice = e.AuditNoticed(number="監-001", noticed_on="2025-10-01", scope="保管状況", requested_by="C-01")
    story.do(decide.put_on_record, told=notice, day="2025-10-01")

    assert "attention" == story.seen("R25-3", day="2025-10-10")[0].state
    [late] = story.seen("R25-3", day="2025-10-20")
    assert ("open", "監-001", 19) == (late.state, late.document, late.age_days)
    answer = e.AuditAnswered(number="監-001", answered_on="2025-10-20", response="立入りを受けた")
    story.do(decide.put_on_record, told=answer, day="2025-10-20")
    assert [] == story.seen("R25-3", day="2025-10-21")


@pytest.mark.rule("R30-2")
def test_an_improvement_is_done_by_the_day_agreed() -> None:
    """Agreed until the end of November: on the first of December it is open, although our own threshold passed before."""
    story = begin()
    wanted = e.ImprovementRequested(
        number="改-001", requested_on="2025-10-01", requested_by="C-01", reason="施錠記録の不足"
    )
    story.do(decide.put_on_record, told=wanted, day="2025-10-01")
    assert "open" == story.seen("R30-2", day="2025-11-05")[0].state

    agreed = e.ImprovementAgreed(number="改-001", agreed_on="2025-11-05", action="記録簿", due_on="2025-11-30")
    story.do(decide.put_on_record, told=agreed, day="2025-11-05")
    assert ["attention", "open"] == [story.seen("R30-2", day=day)[0].state for day in ("2025-11-30", "2025-12-01")]
    finished = e.ImprovementDone(number="改-001", done_on="2025-12-01", verified_by="P-05")
    story.do(decide.put_on_record, told=finished, day="2025-12-01")
    assert [] == story.seen("R30-2", day="2025-12-02")
