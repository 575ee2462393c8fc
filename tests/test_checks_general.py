"""What is left undone in the contract as a whole?"""

from __future__ import annotations

import pytest

from assets import events as e
from assets.checks import CHECKS, View
from assets.journal import Row
from assets.policy import effective
from assets.register import Register
from tests.stories import OPENED, Story, _line, begin, on


def _told(story: Story, *facts: e.Fact, day: str) -> None:
    """Facts of chapters whose verbs are not the point here."""
    story.record(facts, on(day, operator="P-01"))


@pytest.mark.rule("R03-2")
def test_what_nobody_touches_is_listed() -> None:
    """Two tapes rest for a year; one is moved: only the other is perhaps no longer needed, and no duty is open for it."""
    story = begin()
    moved, resting = story.receive(), story.receive(title="第2巻")

    assert [] == story.seen("R03-2", day="2026-04-15")
    [both] = story.seen("R03-2", day="2026-04-16")
    assert (2, "2025-04-15", "attention", 366) == (both.fields["count"], both.since, both.state, both.age_days)

    story.move(moved, day="2026-04-16")
    [one] = story.seen("R03-2", day="2026-04-17")
    assert (1, resting.number) == (one.fields["count"], one.fields["numbers"])


@pytest.mark.rule("R03-2")
def test_a_long_list_is_shown_by_its_first() -> None:
    """Four tapes: three numbers and a sign that there are more."""
    story = begin()
    tapes = [story.receive(title=f"第{number}巻") for number in range(4)]

    [item] = story.seen("R03-2", day="2026-06-01")
    assert ", ".join(tape.number for tape in tapes[:3]) + " …" == item.fields["numbers"]


def _leak(draft: bool = False) -> e.IncidentOpened:
    return e.IncidentOpened(
        number="事故-001",
        category="leak",
        known_at="2025-06-02T01:00:00.000Z",
        known_by="P-01",
        what="封筒の誤送付",
        draft=draft,
    )


@pytest.mark.rule("R12-2")
def test_a_leak_stands_against_its_clause() -> None:
    """A draft is not yet a leak; once assessed as one it stays on record, closed or not."""
    story = begin()
    _told(story, _leak(draft=True), day="2025-06-02")
    assert [] == story.seen("R12-2", day="2025-06-03")

    _told(story, e.IncidentAssessed(number="事故-001", category="leak", assessed_by="P-01"), day="2025-06-03")
    [item] = story.seen("R12-2", day="2025-06-04")
    assert ("事故-001", "attention") == (item.document, item.state)


@pytest.mark.rule("R13-2")
@pytest.mark.parametrize(
    "tampering",
    [
        "DELETE FROM events WHERE seq = 3",
        "DELETE FROM events WHERE seq = (SELECT max(seq) FROM events)",
        "UPDATE events SET hash = 'x' WHERE seq = (SELECT max(seq) FROM events)",
    ],
)
def test_a_gap_in_the_register_is_seen(tampering: str) -> None:
    """A line taken out of the register's file, or its last line exchanged, shows against the head."""
    story = begin()
    register = Register.in_memory(OPENED.number)
    register.replay([Row(_line(event), "0" * 64, event) for event in story.lines], earlier=lambda _number: ())
    view = View(register.db, "2025-06-02", "2025-06-02T03:00:00.000Z", effective({}))
    assert [] == list(CHECKS["R13-2"].look(view))

    register.db.execute(tampering)
    assert 1 == len(list(CHECKS["R13-2"].look(view)))
    register.close()


@pytest.mark.rule("R17-1")
def test_what_is_past_its_retention_is_seen() -> None:
    """A tape to be kept until the end of March is overdue on the first of April, and no more once it went back."""
    story = begin()
    tape = story.receive(retention_until="2026-03-31")
    story.receive(title="期限のないもの")

    assert [] == story.seen("R17-1", day="2026-03-31")
    [item] = story.seen("R17-1", day="2026-04-01")
    assert (1, tape.number, "open") == (item.fields["count"], item.fields["numbers"], item.state)

    story.give_back(tape, day="2026-04-01")
    assert [] == story.seen("R17-1", day="2026-04-02")


@pytest.mark.rule("R40-2")
def test_an_ended_contract_is_cleared_in_time() -> None:
    """After the end there are thirty days of our own; then it is overdue; with nothing open the close is what is left."""
    story = begin()
    tape = story.receive()
    assert [] == story.seen("R40-2", day="2026-03-31")

    _told(story, e.ContractEnded(trigger="completion"), day="2026-03-31")
    [due] = story.seen("R40-2", day="2026-04-30")
    [late] = story.seen("R40-2", day="2026-05-01")
    assert [("attention", 1, 30), ("open", 1, 31)] == [
        (one.state, one.fields["count"], one.age_days) for one in (due, late)
    ]

    story.give_back(tape, day="2026-05-01")
    [done] = story.seen("R40-2", day="2026-05-02")
    assert "attention" == done.state
    story.close(day="2026-05-02")
    assert [] == story.seen("R40-2", day="2026-05-03")


@pytest.mark.rule("R40-2")
def test_a_day_agreed_goes_before_our_own_threshold() -> None:
    """With a day agreed upon it is late the day after, however few days have passed."""
    story = begin()
    story.receive()
    _told(story, e.ContractEnded(trigger="termination", due_on="2026-04-05"), day="2026-03-31")

    assert ["attention", "open"] == [story.seen("R40-2", day=day)[0].state for day in ("2026-04-05", "2026-04-06")]


def _violated() -> tuple[Story, str]:
    story = begin()
    tape = story.receive()
    story.move(tape, place="L-1", violation="避難のため", recorded_by="P-01")
    return story, tape.number


@pytest.mark.rule("R44-1")
def test_a_violation_stays_open_until_its_incident_is_closed() -> None:
    """A tape was carried to the lobby: open until an incident that affects it is closed, an earlier one does not count."""
    story, tape = _violated()
    [item] = story.seen("R44-1", day="2025-06-03")
    assert (tape, "moved", "避難のため") == (item.asset, story.lines[item.seq].kind, item.fields["violation"])
    assert "R11-1" in str(item.fields["rules"])

    _told(story, _leak(), e.IncidentAffected(asset=tape, incident="事故-001"), day="2025-06-03")
    assert 1 == len(story.seen("R44-1", day="2025-06-04"))

    _told(story, e.IncidentClosed(number="事故-001", closed_by="P-01"), day="2025-06-05")
    assert [] == story.seen("R44-1", day="2025-06-06")

    story.move(story.assets[tape], place="L-1", violation="再び", recorded_by="P-01", day="2025-06-07")
    assert ["再び"] == [item.fields["violation"] for item in story.seen("R44-1", day="2025-06-08")]


@pytest.mark.rule("R44-1")
def test_to_enter_a_violation_late_is_not_what_was_violated() -> None:
    """Carried to the lobby, and entered a week later: R11-1 was broken, R00-2L only remarks."""
    story = begin()
    story.move(story.receive(), place="L-1", violation="避難のため", recorded_by="P-01", entered="2025-06-09")
    [item] = story.seen("R44-1", day="2025-06-10")

    assert "R11-1" == item.fields["rules"]


@pytest.mark.rule("R44-1")
def test_an_incident_that_was_none_settles_it_too() -> None:
    """Assessed as no incident, the draft settles the violation."""
    story, tape = _violated()
    _told(story, _leak(draft=True), e.IncidentAffected(asset=tape, incident="事故-001"), day="2025-06-03")
    assert story.seen("R44-1", day="2025-06-03")

    _told(story, e.IncidentAssessed(number="事故-001", category="none", assessed_by="P-01"), day="2025-06-04")
    assert [] == story.seen("R44-1", day="2025-06-05")


@pytest.mark.rule("R44-1")
def test_a_violation_without_an_asset_is_settled_by_its_cause() -> None:
    """A roster line that had to be recorded against a rule is settled by an incident that names the rule."""
    story = begin()
    broken = e.PersonLeft(person="P-03", end="2025-06-02", flags=("R08-1",), violation="音信不通")
    _told(story, broken, day="2025-06-02")
    assert [""] == [item.asset for item in story.seen("R44-1", day="2025-06-03")]

    opened = e.IncidentOpened(
        number="事故-002", category="suspected", known_at="2025-06-02", known_by="P-01", what="", cause="R08-1"
    )
    _told(story, opened, e.IncidentClosed(number="事故-002", closed_by="P-01"), day="2025-06-04")
    assert [] == story.seen("R44-1", day="2025-06-05")
