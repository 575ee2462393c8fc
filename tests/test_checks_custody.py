"""What is left undone where things change hands or place?"""

from __future__ import annotations

import pytest

from assets import decide
from assets import events as e
from tests.stories import Story, begin, on


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


def _file(story: Story, slip: str, *, day: str, **more: str) -> None:
    """The slip came back signed and is filed."""
    usual = {"number": f"綴-{slip}", "type": "handover_slip", "title": "受渡票", "sha256": "0" * 64, "concerns": slip}
    story.do(decide.put_on_record, told=e.DocumentFiled(**{**usual, **more}), day=day)


@pytest.mark.rule("R05-10")
def test_a_slip_comes_back_signed() -> None:
    """Two tapes came on one slip, a third on another: each slip is awaited for seven days, then overdue; filed with its scan it is forgotten."""
    story = begin()
    for slip, day in (("授-1", "2025-04-15"), ("授-1", "2025-04-16"), ("授-2", "2025-04-15")):
        story.receive(handover_no=slip, day=day)

    waiting = story.seen("R05-10", day="2025-04-22")
    assert [("attention", "授-1"), ("attention", "授-2")] == [(item.state, item.document) for item in waiting]
    assert {("open", 8, "warn", "signature_days")} == {
        (item.state, item.age_days, item.severity, item.setting) for item in story.seen("R05-10", day="2025-04-23")
    }

    _file(story, "授-1", day="2025-04-23", sha256="")
    _file(story, "授-2", day="2025-04-23")
    assert ["授-1"] == [item.document for item in story.seen("R05-10", day="2025-04-23")]
    _file(story, "授-1", day="2025-04-24", number="綴-3")
    assert [] == story.seen("R05-10", day="2025-05-30")


@pytest.mark.rule("R05-10")
def test_what_went_back_is_signed_for_too() -> None:
    """A tape without a slip's number is named by its line, coming and going; what was read by mistake needs no signature."""
    story = begin()
    tape, mistaken = story.receive(), story.receive(day="2025-04-16")
    story.take_back(mistaken, day="2025-04-17")
    story.give_back(tape, day="2025-06-02")

    received, returned = story.seen("R05-10", day="2025-06-03")
    assert ("received", "returned") == (story.lines[received.seq].kind, story.lines[returned.seq].kind)
    assert [str(received.seq), str(returned.seq)] == [received.fields["slip"], returned.fields["slip"]]

    _file(story, str(received.seq), day="2025-06-03")
    assert [returned.seq] == [item.seq for item in story.seen("R05-10", day="2025-06-03")]
    _file(story, str(returned.seq), day="2025-06-03")
    assert [] == story.seen("R05-10", day="2025-07-30")


@pytest.mark.rule("R05-10")
def test_the_policy_says_how_long_a_signature_may_take() -> None:
    """Agreed on thirty days, a slip is not overdue after eight."""
    story = begin()
    story.receive(handover_no="授-1")
    agreed = e.PolicySet(key="signature_days", value="30", was="7", document="協議-9")

    assert ["open"] == [item.state for item in story.seen("R05-10", day="2025-04-23")]
    story.record([agreed], on("2025-04-23"))
    assert ["attention"] == [item.state for item in story.seen("R05-10", day="2025-04-23")]
