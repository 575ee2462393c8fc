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
    (answered,) = story.do(decide.put_on_record, told=answer, day="2025-10-02")
    assert answer.refused_reason == answered.refused_reason  # type: ignore[attr-defined]


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


@pytest.mark.rule("R25-4")
def test_nothing_is_answered_before_it_was_asked() -> None:
    """Noticed on 1 October, requested on the 20th, received on 2 June: an answer of the day before is none, one of the same day is."""
    story = _noticed()
    wanted = e.ImprovementRequested(number="改-001", requested_on="2025-10-20", requested_by="C-01", reason="不足")
    received = e.SubjectRequested(number="請-001", request="disclosure", received_on="2025-06-02", received_by="P-01")
    story.do(decide.put_on_record, told=wanted, day="2025-10-20")
    story.do(decide.put_on_record, told=received, day="2025-10-20")

    def answers(audit: str, subject: str, agreed: str, done: str) -> list[e.Fact]:
        return [
            e.AuditAnswered(number="監-001", answered_on=audit, response="対応"),
            e.SubjectForwarded(number="請-001", told_on=subject, told_by="P-01", told_to="C-01"),
            e.ImprovementAgreed(number="改-001", agreed_on=agreed, action="記録簿"),
            e.ImprovementDone(number="改-001", done_on=done, verified_by="P-05"),
        ]

    early = answers("2025-09-30", "2025-06-01", "2025-10-19", "2025-10-24")
    for before, right in zip(early, answers("2025-10-01", "2025-06-02", "2025-10-25", "2025-10-25"), strict=True):
        with refused("R25-4"):
            story.do(decide.put_on_record, told=before, day="2025-11-20")
        story.do(decide.put_on_record, told=right, day="2025-11-20")
    assert "done" == story.desk.improvements["改-001"]


@pytest.mark.rule("R25-5")
@pytest.mark.parametrize(("planned", "flags"), [("2025-10-02", ()), ("2025-10-01", ("R25-5",)), ("", ())])
def test_a_visit_is_noticed_beforehand(planned: str, flags: tuple[str, ...]) -> None:
    """The client stood at the door on the day of its letter: recorded, and it shows."""
    story = begin()
    notice = e.AuditNoticed(
        number="監-001", noticed_on="2025-10-01", scope="立入り", requested_by="C-01", planned_on=planned
    )

    (told,) = story.do(decide.put_on_record, told=notice, day="2025-10-01")

    assert flags == told.flags
