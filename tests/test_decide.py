"""What follows from a deed?"""

from __future__ import annotations

import inspect
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from assets import decide
from assets import events as e
from assets.state import Contract
from assets.when import JAPAN, Moment, day_of, days_between, instant, local
from tests.stories import COPYING, OPENED, PROTOCOL, SHREDDING, begin, on, refused


def test_a_contract_opens_with_what_came_with_it() -> None:
    """The opening first, then who answers, protocol and approvals, all of them facts to record."""
    facts = decide.open_contract(Contract(), OPENED, (PROTOCOL, COPYING), moment=on("2025-04-01"))

    assert [OPENED, PROTOCOL, COPYING] == facts


def test_what_happened_now_claims_no_other_time() -> None:
    """Without --on the line's own instant is the time; with it the claim stands on the line."""
    story = begin()
    tape = story.receive()

    assert ["", "2025-06-02"] == [
        story.move(tape, **when)[0].occurred
        for when in ({"day": "2025-06-02"}, {"day": "2025-06-02", "entered": "2025-06-02"})
    ]


def test_a_handover_stays_where_it_is_unless_told() -> None:
    """Nobody named a place: it changes hands where it is; nobody named who gives: its holder, or whoever is at the keyboard."""
    story = begin()
    tape = story.receive()

    (first,) = story.handover(tape, place="", received_by="P-03")
    (second,) = story.handover(tape, operator="P-01", received_by="P-02")

    assert ("V-1", "P-01", "P-03") == (first.place, first.released_by, second.released_by)


def test_whoever_it_was_sent_to_accepts_it() -> None:
    """Nobody named receiver and place: they are those it was sent to."""
    story = begin()
    tape = story.receive()
    story.send(tape)

    (accepted,) = story.accept(tape)

    assert ("S-01", "subcontractor", "S-1") == (accepted.received_by, accepted.side, accepted.place)


def test_an_incident_makes_missing_lost() -> None:
    """Reported missing it is searched for, and an incident opens; with its number it is given up."""
    story = begin()
    tape = story.receive()
    assert [e.WentMissing, e.IncidentOpened, e.IncidentAffected] == [type(fact) for fact in story.lose(tape)]
    assert ("missing", "") == (tape.whereabouts, tape.ending)
    story.assess("事故-001")

    assert [e.Lost] == [type(fact) for fact in story.lose(tape, incident="事故-001")]
    assert "lost" == tape.ending


def test_a_disposal_is_what_was_approved_unless_told() -> None:
    """Method, place and number come from the approval; the certificate, the serial and the verifier from the operator."""
    story = begin()
    tape = story.receive()
    story.approve(SHREDDING, tape)

    (disposed,) = story.dispose(tape, certificate_no="証-1", serial_seen="KKS101L8", verified_by="P-03")

    assert ("shred", "D-1", SHREDDING.number, "DESTROY", "P-02", "P-05", "P-03", "証-1", "KKS101L8") == (
        disposed.method,
        disposed.place,
        disposed.approval,
        disposed.level,
        disposed.performed_by,
        disposed.witness,
        disposed.verified_by,
        disposed.certificate_no,
        disposed.serial_seen,
    )


def test_an_approval_is_written_onto_the_live_assets_it_covers() -> None:
    """One line for the approval, one for each asset, none for what has ended."""
    story = begin()
    gone, tape = story.receive(), story.receive()
    story.give_back(gone)

    facts = decide.approve(story.desk, COPYING, [gone, tape], moment=on("2025-06-03"))

    assert [COPYING, e.Authorised(asset=tape.number, deed="copy", approval=COPYING.number)] == facts


@pytest.mark.rule("R00-9")
def test_a_number_given_to_an_approval_is_given_for_good() -> None:
    """Also when the other kind of approval comes with it."""
    story = begin(COPYING)

    with refused("R00-9"):
        decide.approve(story.desk, replace(SHREDDING, number=COPYING.number), [], moment=on("2026-03-25"))


def test_labels_take_the_next_letter() -> None:
    """A, then B: printing again voids the one before."""
    story = begin()
    tape = story.receive()

    assert ["A", "B"] == [story.do(decide.label, tape)[0].generation for _ in range(2)]


def test_a_closing_counts_everything_that_ever_came() -> None:
    """Received and copied on one side; returned, erased, disposed of and lost on the other."""
    story = begin(
        replace(COPYING, sources=("国保被保険者データ",)),
        replace(SHREDDING, approved_on="2025-05-01", sources=("国保被保険者データ",)),
    )
    returned, disposed, lost = (story.receive() for _ in range(3))
    erased = story.copy(returned)
    story.erase(erased)
    story.give_back(returned)
    story.dispose(disposed, day="2025-06-02")
    story.give_up(lost)
    story.settle("事故-001")
    story.do(decide.end_contract, trigger="completion", document="")

    assert [e.ContractClosed(received=3, copied=1, returned=1, erased=1, disposed=1, lost=1)] == story.close()


def test_a_leaver_is_on_the_roster() -> None:
    """Nobody leaves who never came: such a line would name a person the desk does not know."""
    with refused("R08-1"):
        decide.person_leaves(begin().desk, "P-99", holding=(), exit_pledged_on="", moment=on("2025-06-02"))


def test_a_refusal_leaves_no_facts() -> None:
    """Nothing of a refused deed is returned, and the refusal says which rules, never what was typed."""
    story = begin()
    before = len(story.lines)

    with refused("R11-1"):
        story.receive(place="L-1", remarks="秘密")

    assert (before, {}) == (len(story.lines), story.assets)


VERBS = [
    name
    for name, verb in vars(decide).items()
    if inspect.isfunction(verb) and verb.__module__.startswith(decide.__name__) and not name.startswith("_")
]


@pytest.mark.parametrize("name", VERBS)
def test_every_verb_takes_its_words_by_name(name: str) -> None:
    """Beside the desk and its subject a verb takes keyword arguments, so that no caller mixes up who gave and who received."""
    kinds = [parameter.kind for parameter in inspect.signature(getattr(decide, name)).parameters.values()]

    assert 3 >= sum(kind is inspect.Parameter.POSITIONAL_OR_KEYWORD for kind in kinds)


# -- days and instants ------------------------------------------------------------------------------------------------


@given(st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1)), st.integers(-12, 14))
def test_an_instant_is_told_in_utc_and_belongs_to_a_day_of_japan(moment: datetime, offset: int) -> None:
    """Wherever the clock stands: 24 characters in UTC, and the civil day of Japan."""
    aware = moment.replace(tzinfo=timezone(timedelta(hours=offset)))
    told = instant(aware)

    assert (24, "Z") == (len(told), told[-1])
    assert aware.astimezone(JAPAN).date().isoformat() == day_of(told)
    assert datetime.fromisoformat(told) == aware.astimezone(UTC).replace(microsecond=aware.microsecond // 1000 * 1000)


@pytest.mark.parametrize(
    ("occurred", "day"),
    [
        ("", ""),
        ("2025-06-02", "2025-06-02"),
        ("2025-06-02T14:59:59.999Z", "2025-06-02"),
        ("2025-06-02T15:00:00.000Z", "2025-06-03"),
        ("2025-12-31T15:00:00.000Z", "2026-01-01"),
        ("2024-02-28T15:00:00.000Z", "2024-02-29"),
    ],
)
def test_midnight_is_midnight_in_japan(occurred: str, day: str) -> None:
    """A day is itself; an instant falls on the day that Japan's clocks show."""
    assert day == day_of(occurred)


def test_the_day_of_a_deed_is_the_day_claimed() -> None:
    """`day` judges, `today` is when it is typed; without a claim both are one."""
    now = "2025-06-02T15:30:00.000Z"

    assert ("2025-06-03", "2025-06-03") == (Moment(now).day, Moment(now).today)
    assert ("2025-06-01", "2025-06-03") == (Moment(now, "2025-06-01").day, Moment(now, "2025-06-01").today)
    assert "2025-06-03" == Moment(now, "2025-06-02T15:00:00.000Z").day


def test_days_are_counted_across_months() -> None:
    """One day before March is the last of February; backwards is negative."""
    assert [1, 29, -1, 0] == [
        days_between(*pair)
        for pair in (
            ("2024-02-29", "2024-03-01"),
            ("2024-02-01", "2024-03-01"),
            ("2024-03-01", "2024-02-29"),
            ("2025-06-02", "2025-06-02"),
        )
    ]


def test_an_instant_is_shown_as_the_clock_on_the_wall() -> None:
    """Reports say Japanese time; a day stays a day."""
    assert ["2025-06-03 00:05", "2025-06-02"] == [local("2025-06-02T15:05:00.000Z"), local("2025-06-02")]
