"""What is left undone about stock-takes?"""

from __future__ import annotations

import pytest

from tests.stocktakes import close, count, start
from tests.stories import begin


@pytest.mark.rule("R23-5")
def test_a_gap_stays_until_a_deed_explains_it() -> None:
    """A tape of the vault was seen in the handling room: a gap, also after the stock-take, until it is moved there on record."""
    story = begin()
    tape, other = story.receive(), story.receive(title="別の巻")
    start(story)
    count(story, tape, place="H-1")
    count(story, other)
    close(story)

    [item] = story.seen("R23-5", day="2025-07-02")
    assert (tape.number, "棚-001", "high", 1) == (item.asset, item.document, item.severity, item.age_days)
    assert "counted" == story.lines[item.seq].kind

    story.move(tape, day="2025-07-02")
    assert [] == story.seen("R23-5", day="2025-07-03")


@pytest.mark.rule("R23-5")
def test_what_was_missing_is_explained_when_it_is_recorded_as_found() -> None:
    """A missing tape turns up in a stock-take; the gap is closed by `found`, and by nothing before."""
    story = begin()
    tape = story.receive()
    story.lose(tape)
    start(story)

    assert ["found_elsewhere"] == count(story, tape)
    assert 1 == len(story.seen("R23-5", day="2025-07-02"))

    story.find(tape, day="2025-07-02")
    assert [] == story.seen("R23-5", day="2025-07-03")


@pytest.mark.rule("R23-8")
def test_a_place_is_counted_again_in_time() -> None:
    """Received on 15 April: 90 days later all is well, a day later the vault is overdue; counted, it has time again. An empty place has."""
    story = begin()
    tape = story.receive(day="2025-04-15")
    assert [] == story.seen("R23-8", day="2025-07-14")

    [item] = story.seen("R23-8", day="2025-07-15")
    assert ("V-1", "2025-04-15", "", "stocktake_days") == (
        item.fields["place"],
        item.since,
        item.document,
        item.setting,
    )

    start(story, day="2025-07-15", places=("H-1",))
    close(story, day="2025-07-15")
    assert 1 == len(story.seen("R23-8", day="2025-07-15"))

    start(story, day="2025-07-15", places=("H-1", "V-1"))
    count(story, tape, day="2025-07-15", stocktake="棚-002")
    assert 1 == len(story.seen("R23-8", day="2025-07-15"))
    close(story, day="2025-07-15", number="棚-002")
    assert [] == story.seen("R23-8", day="2025-10-13")

    [item] = story.seen("R23-8", day="2025-10-14")
    assert ("V-1", "2025-07-15", "棚-002") == (item.fields["place"], item.since, item.document)


@pytest.mark.rule("R23-9")
def test_a_stocktake_is_not_left_open() -> None:
    """Begun on 1 July: the next day it is seen, until it is closed."""
    story = begin()
    start(story)
    assert [] == story.seen("R23-9", day="2025-07-01")

    [item] = story.seen("R23-9", day="2025-07-02")
    assert ("棚-001", "2025-07-01", 1) == (item.document, item.since, item.age_days)

    close(story, day="2025-07-02")
    assert [] == story.seen("R23-9", day="2025-07-03")


@pytest.mark.rule("R37-5")
def test_a_stocktake_does_not_begin_the_search_anew() -> None:
    """Missing since 2 June and not seen on 1 July either: the search has lasted since June; found and missing again, since then."""
    story = begin()
    tape = story.receive()
    story.lose(tape, day="2025-06-02")
    start(story)
    close(story)

    [item] = story.seen("R37-5", day="2025-07-02")
    assert "2025-06-02" == item.since

    story.find(tape, day="2025-07-02")
    story.lose(tape, day="2025-07-03")
    assert [] == story.seen("R37-5", day="2025-07-04")
