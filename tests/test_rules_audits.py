"""May it be told, asked or answered?"""

from __future__ import annotations

import pytest

from assets import decide
from assets import events as e
from tests.stories import Story, begin, refused


def _noticed(asked_by: str = "C-01") -> Story:
    story = begin()
    notice = e.AuditNoticed(number="監-001", noticed_on="2025-10-01", scope="保管状況", requested_by=asked_by)
    story.do(decide.put_on_record, told=notice, day="2025-10-01")
    return story


@pytest.mark.rule("R25-1")
def test_only_the_client_asks_and_is_told() -> None:
    """An audit asked for by our own people is none; a request is passed on to the client, not to a colleague (clauses 10 and 25)."""
    with refused("R25-1"):
        _noticed(asked_by="P-02")

    story = begin()
    request = e.SubjectRequested(number="請-001", request="disclosure", received_on="2025-06-02", received_by="P-01")
    story.do(decide.put_on_record, told=request)
    told = e.SubjectForwarded(number="請-001", told_on="2025-06-02", told_by="P-01", told_to="P-02")
    with refused("R25-1"):
        story.do(decide.put_on_record, told=told)


@pytest.mark.rule("R25-2")
def test_an_audit_is_answered_or_refused_with_a_reason() -> None:
    """An empty answer is none; a good reason is one (clause 25: 正当な理由)."""
    story = _noticed()
    with refused("R25-2"):
        story.do(
            decide.put_on_record,
            told=e.AuditAnswered(number="監-001", answered_on="2025-10-02", response=" "),
            day="2025-10-02",
        )

    answer = e.AuditAnswered(number="監-001", answered_on="2025-10-02", response="", refused_reason="月次処理中")
    story.do(decide.put_on_record, told=answer, day="2025-10-02")
    assert story.desk.audits["監-001"]


@pytest.mark.rule("R30-1")
def test_an_improvement_is_agreed_before_it_is_done() -> None:
    """Requested, it cannot be finished; agreed, it can (clause 30)."""
    story = _noticed()
    wanted = e.ImprovementRequested(
        number="改-001", requested_on="2025-10-20", requested_by="C-01", reason="施錠記録の不足", audit="監-001"
    )
    finished = e.ImprovementDone(number="改-001", done_on="2025-11-20", verified_by="P-05")
    story.do(decide.put_on_record, told=wanted, day="2025-10-20")

    with refused("R30-1"):
        story.do(decide.put_on_record, told=finished, day="2025-11-20")
    story.do(
        decide.put_on_record,
        told=e.ImprovementAgreed(number="改-001", agreed_on="2025-10-25", action="記録簿を設ける"),
        day="2025-10-25",
    )
    story.do(decide.put_on_record, told=finished, day="2025-11-20")
    assert "done" == story.desk.improvements["改-001"]
