"""What is left undone after something went wrong?"""

from __future__ import annotations

import pytest

from assets import decide
from tests.stories import Story, begin
from tests.test_rules_incidents import assess, close, notice


def _missing_tape() -> Story:
    """A tape went missing at noon of 2025-06-02."""
    story = begin()
    story.lose(story.receive())
    return story


@pytest.mark.rule("R37-1")
def test_the_client_is_told_within_the_hour() -> None:
    """Missing since noon: at half past twelve all is well, at two it is critical, draft or not; told, it is well again."""
    story = _missing_tape()

    assert [] == story.seen("R37-1", day="2025-06-02", hour=13)
    [item] = story.seen("R37-1", day="2025-06-02", hour=14)
    assert ("critical", "open", 0, "事故-001") == (item.severity, item.state, item.age_days, item.document)
    assert ("incident.opened", "2025-06-02 13:00") == (story.lines[item.seq].kind, item.fields["due"])

    notice(story, "oral", day="2025-06-02T06:00:00.000Z", entered="2025-06-03")
    assert [] == story.seen("R37-1", day="2025-06-09")


@pytest.mark.rule("R37-1")
def test_what_is_known_by_the_day_counts_from_its_beginning() -> None:
    """Nobody said at which hour it was noticed: the strictest reading holds."""
    story = begin()
    story.lose(story.receive(), day="2025-06-02", entered="2025-06-02")

    assert [] == story.seen("R37-1", day="2025-06-02", hour=1)
    [item] = story.seen("R37-1", day="2025-06-02", hour=2)
    assert ("2025-06-02 01:00", True) == (item.fields["due"], "day only" in item.message)


@pytest.mark.rule("R37-2")
def test_the_written_report_follows_in_days() -> None:
    """Three days are given; on the fourth it is overdue; reported, or found to be no incident, it is not."""
    story, other = _missing_tape(), _missing_tape()

    assert [] == story.seen("R37-2", day="2025-06-05")
    [item] = story.seen("R37-2", day="2025-06-06")
    assert ("high", 4, "2025-06-05") == (item.severity, item.age_days, item.fields["due"])

    notice(story, "written", day="2025-06-06")
    assess(other, category="no_incident", conclusion="発見", day="2025-06-06")
    assert [] == story.seen("R37-2", day="2025-06-07") + other.seen("R37-2", day="2025-06-07")


@pytest.mark.rule("R37-5")
def test_a_search_has_an_end() -> None:
    """Missing for seven days it is searched for; on the eighth somebody has to decide; found, it is forgotten."""
    story = _missing_tape()
    [tape] = story.assets.values()

    assert [] == story.seen("R37-5", day="2025-06-09")
    [item] = story.seen("R37-5", day="2025-06-10")
    assert (tape.number, "high", 8) == (item.asset, item.severity, item.age_days)

    story.find(tape, day="2025-06-10")
    assert [] == story.seen("R37-5", day="2025-06-20")


@pytest.mark.rule("R37-5")
def test_a_second_search_counts_anew() -> None:
    """Found once and missing again, it is searched for from the second day on."""
    story = _missing_tape()
    [tape] = story.assets.values()
    story.find(tape, day="2025-06-03")
    story.lose(tape, day="2025-07-01")

    assert [] == story.seen("R37-5", day="2025-07-08")
    assert ["2025-07-01"] == [item.since for item in story.seen("R37-5", day="2025-07-09")]


@pytest.mark.rule("R37-7")
def test_a_draft_waits_for_a_person() -> None:
    """From the moment the ledger opened it until somebody says what it is; what a person opened is no draft."""
    story = _missing_tape()
    story.do(decide.open_incident, category="leak", known_by="P-02", what="誤送付")

    assert ["事故-001"] == [item.document for item in story.seen("R37-7", day="2025-06-02")]
    assess(story)
    assert [] == story.seen("R37-7", day="2025-06-02")


@pytest.mark.rule("R37-8")
def test_the_law_may_want_a_first_report() -> None:
    """About the third to the fifth day, the day of knowing being the first; for information, until the incident is closed."""
    story = _missing_tape()

    [item] = story.seen("R37-8", day="2025-06-02")
    assert ("info", "attention", "2025-06-04", "2025-06-06") == (
        item.severity,
        item.state,
        item.fields["earliest"],
        item.fields["due"],
    )
    assess(story, category="no_incident", conclusion="発見")
    assert [] == story.seen("R37-8", day="2025-06-02")


@pytest.mark.rule("R37-9")
@pytest.mark.parametrize(("malicious", "due"), [(False, "2025-07-01"), (True, "2025-07-31")])
def test_the_law_may_want_a_full_report(malicious: bool, due: str) -> None:
    """Within thirty days, sixty when it may have been done on purpose."""
    story = _missing_tape()
    assess(story, malicious=malicious)

    [item] = story.seen("R37-9", day="2025-06-10")
    assert ("info", "attention", due) == (item.severity, item.state, item.fields["due"])


@pytest.mark.rule("R37-8", "R37-9")
def test_what_is_known_by_the_day_says_so() -> None:
    """The law's reports count from that day too, and it is said that nobody told the hour."""
    precise, by_day = _missing_tape(), begin()
    by_day.lose(by_day.receive(), day="2025-06-02", entered="2025-06-02")

    for check in ("R37-8", "R37-9"):
        told = [story.seen(check, day="2025-06-02")[0] for story in (precise, by_day)]
        assert [False, True] == ["day only" in item.message for item in told]
        assert told[0].fields["due"] == told[1].fields["due"]


@pytest.mark.rule("R38-1")
def test_an_incident_without_measures_is_seen() -> None:
    """Two weeks are given; one measure is enough, and then it may be closed; a draft waits for its assessment first."""
    story = _missing_tape()
    assert [] == story.seen("R38-1", day="2025-07-10")
    assess(story)
    notice(story, "oral")
    notice(story, "written")

    assert [] == story.seen("R38-1", day="2025-06-16")
    assert ["事故-001"] == [item.document for item in story.seen("R38-1", day="2025-06-17")]
    story.do(
        decide.measure_incident, number="1", measure="prevention", what="点検の強化", taken_by="P-01", day="2025-06-17"
    )
    close(story, day="2025-06-17")
    assert [] == story.seen("R38-1", day="2025-06-18")


@pytest.mark.rule("R39-1")
def test_measures_are_agreed_with_the_client() -> None:
    """Thirty days are given; an incident that was none needs no agreement."""
    story, other = _missing_tape(), _missing_tape()
    assess(story)
    assess(other, category="no_incident", conclusion="発見")

    assert [] == story.seen("R39-1", day="2025-07-02") + other.seen("R39-1", day="2025-08-02")
    assert [31] == [item.age_days for item in story.seen("R39-1", day="2025-07-03")]
    story.do(decide.agree_on_incident, number="1", document="協議-5", day="2025-07-03")
    assert [] == story.seen("R39-1", day="2025-07-04")
