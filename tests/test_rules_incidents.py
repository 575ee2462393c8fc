"""May an incident be taken this step further?"""

from __future__ import annotations

from typing import Any

import pytest

from assets import decide
from assets import events as e
from assets.errors import NotFound
from tests.stories import COPYING, Story, begin, refused


def _missing_tape() -> Story:
    """A tape went missing on 2025-06-02: the ledger has opened 事故-001 for it."""
    story = begin()
    story.lose(story.receive())
    return story


def assess(story: Story, number: str = "事故-001", **words: Any) -> list[e.Fact]:
    """By P-01, as a loss."""
    return story.do(decide.assess_incident, number=number, **{"category": "loss", "assessed_by": "P-01", **words})


def notice(story: Story, form: str, **words: Any) -> list[e.Fact]:
    """By P-01 to C-01; what is in writing has a number."""
    document = "報告-001" if form == "written" else ""
    usual = {"number": "事故-001", "form": form, "told_by": "P-01", "told_to": "C-01", "document": document}
    return story.do(decide.notice_incident, **{**usual, **words})


def measure(story: Story, **words: Any) -> list[e.Fact]:
    """Everything is looked through by P-01."""
    usual = {"number": "事故-001", "measure": "containment", "what": "全数確認", "taken_by": "P-01"}
    return story.do(decide.measure_incident, **{**usual, **words})


def close(story: Story, **words: Any) -> list[e.Fact]:
    """By P-01."""
    usual = {"number": "事故-001", "closed_by": "P-01", "conclusion": "発見"}
    return story.do(decide.close_incident, **{**usual, **words})


@pytest.mark.rule("R37-3")
def test_an_incident_closes_after_both_notices() -> None:
    """Nobody was told: two reasons. Told by telephone: the report is missing. Reported in writing too: it closes."""
    story = _missing_tape()
    assess(story)
    measure(story)

    with refused("R37-3") as reasons:
        close(story)
    assert 2 == len(reasons)
    notice(story, "oral")
    with refused("R37-3") as reasons:
        close(story)
    assert [True] == ["--form written" in reason.advice() for reason in reasons]

    notice(story, "written")
    close(story)
    assert "2025-06-02" == story.desk.incidents["事故-001"].closed[:10]


@pytest.mark.rule("R37-18")
def test_a_written_notice_has_a_number() -> None:
    """The report that nobody can find is none; a telephone call has no number."""
    story = _missing_tape()
    notice(story, "oral")

    for document in ("", "　"):
        with refused("R37-18"):
            notice(story, "written", document=document)
    assert "" == story.desk.incidents["事故-001"].written_at

    notice(story, "written", document="報告-001")


@pytest.mark.rule("R37-19")
def test_a_notice_that_came_late_shows() -> None:
    """Known at noon: told at half past one it is late, the report of the sixth day too; a second call is measured by nobody."""
    story = _missing_tape()

    (told,) = notice(story, "oral", day="2025-06-02T04:30:00.000Z", entered="2025-06-03")
    (again,) = notice(story, "oral", day="2025-06-03")
    (report,) = notice(story, "written", day="2025-06-06")

    assert [("R37-19",), (), ("R37-19",)] == [told.flags, again.flags, report.flags]


@pytest.mark.rule("R37-19")
@pytest.mark.parametrize(
    ("known", "told", "late"),
    [
        ("2025-06-02T03:00:00.000Z", "2025-06-02T04:00:00.000Z", False),
        ("2025-06-02", "2025-06-02T04:30:00.000Z", False),
        ("2025-06-02T03:00:00.000Z", "2025-06-02", False),
        ("2025-06-02", "2025-06-03", False),
        ("2025-06-02", "2025-06-04", True),
        ("2025-06-02", "2025-06-02T16:30:00.000Z", True),
    ],
)
def test_what_nobody_can_know_is_not_called_late(known: str, told: str, late: bool) -> None:
    """Where the hour is missing, only what is late by any reading is."""
    story = begin()
    words = {"category": "leak", "known_by": "P-02", "what": "誤送付"}
    story.do(decide.open_incident, day=known, entered="2025-06-04", **words)

    (given,) = notice(story, "oral", day=told, entered="2025-06-04")

    assert late == ("R37-19" in given.flags)


@pytest.mark.rule("R38-2")
def test_something_is_done_before_an_incident_closes() -> None:
    """Told by mouth and in writing, but nobody did anything: it stays open until a measure is recorded; what was none needs none."""
    story = _missing_tape()
    assess(story)
    notice(story, "oral")
    notice(story, "written")

    with refused("R38-2"):
        close(story)
    measure(story)
    close(story)

    story.lose(story.receive())
    assess(story, "2", category="no_incident", conclusion="棚の奥にあった")
    assert "" != story.desk.incidents["事故-002"].closed


@pytest.mark.rule("R37-4")
def test_nothing_is_lost_without_an_incident_of_the_ledger() -> None:
    """A number that nobody knows, or one that turned out to be no incident, gives no tape up; the incident's own number does."""
    story = begin()
    tape = story.receive()
    story.lose(tape)

    with refused("R37-4"):
        story.lose(tape, incident="事故-99")
    story.find(tape)
    assess(story, category="no_incident", conclusion="棚の奥にあった")
    story.lose(tape)
    with refused("R37-4"):
        story.lose(tape, incident="事故-001")

    assess(story, "2")
    story.lose(tape, incident="2")
    assert ("lost", ("事故-001", "事故-002")) == (tape.ending, tape.incidents)


@pytest.mark.rule("R37-4")
def test_a_draft_gives_nothing_up() -> None:
    """Somebody has to say first that it was a loss."""
    story = _missing_tape()
    [tape] = story.assets.values()

    with refused("R37-4"):
        story.lose(tape, incident="事故-001")
    assert "" == tape.ending


@pytest.mark.rule("R37-4")
def test_an_incident_that_touches_something_else_gives_nothing_up() -> None:
    """Lost keys are no reason to give a tape up, until whoever assesses it says that the tape is touched."""
    story = _missing_tape()
    [tape] = story.assets.values()
    story.do(decide.open_incident, category="suspected", known_by="P-02", what="鍵の紛失")

    with refused("R37-4"):
        story.lose(tape, incident="2")

    assess(story, "2", assets=[tape])
    story.lose(tape, incident="2")
    assert "lost" == tape.ending


@pytest.mark.rule("R37-4")
def test_a_closed_incident_gives_nothing_up() -> None:
    """The tape was found, the incident closed; missing again, it is another incident."""
    story = _missing_tape()
    [tape] = story.assets.values()
    assess(story)
    story.find(tape)
    story.settle("事故-001")
    story.lose(tape)

    with refused("R37-4"):
        story.lose(tape, incident="事故-001")
    assert ("missing", ("事故-001", "事故-002")) == (tape.status, tape.incidents)


@pytest.mark.rule("R37-15")
def test_what_was_never_searched_for_is_not_given_up() -> None:
    """The incident was assessed and touches the tape; but the tape stands in the vault by the record."""
    story = begin()
    tape = story.receive()
    story.do(decide.open_incident, category="loss", known_by="P-02", what="盗難", assets=[tape])

    with refused("R37-15"):
        story.lose(tape, incident="1")

    story.lose(tape)
    story.lose(tape, incident="1")
    assert "lost" == tape.ending


@pytest.mark.rule("R37-16")
def test_a_contract_closes_after_its_incidents() -> None:
    """Everything went back, but the draft of the keys is open; assessed it is still open, closed the contract closes."""
    story = begin()
    story.give_back(story.receive())
    story.do(decide.open_incident, category="suspected", known_by="P-02", what="鍵の紛失")
    story.do(decide.end_contract, trigger="completion", document="")

    with refused("R37-16") as reasons:
        story.close()
    assert "事故-001" == reasons[0].fields["numbers"]

    story.settle("事故-001")
    story.close()
    assert "2025-06-02" == story.desk.closed[:10]


@pytest.mark.rule("R37-17")
def test_what_was_lost_was_an_incident() -> None:
    """A tape was given up with it; that it was none cannot be said any more."""
    story = begin()
    tape = story.receive()
    story.give_up(tape)
    nothing = {"category": "no_incident", "conclusion": "なし"}

    with refused("R37-17"):
        assess(story, given_up={tape.number: "事故-001"}, **nothing)
    assert "" == story.desk.incidents["事故-001"].closed


@pytest.mark.rule("R37-6")
@pytest.mark.parametrize("told_to", ["P-02", "S-01", "誰か"])
def test_only_the_client_can_be_told(told_to: str) -> None:
    """Neither a colleague, nor a subcontractor, nor somebody not on the roster is the client."""
    story = _missing_tape()

    with refused("R37-6"):
        notice(story, "oral", told_to=told_to)
    assert "" == story.desk.incidents["事故-001"].oral_at


@pytest.mark.rule("R37-10")
def test_only_who_answers_says_that_it_was_nothing() -> None:
    """Whoever found the tape behind the shelf may not close the draft as no incident; the responsible person may, and the client need not be told."""
    story = _missing_tape()
    nothing = {"category": "no_incident", "conclusion": "棚の奥にあった"}
    assess(story, category="suspected", assessed_by="P-02")

    with refused("R37-10"):
        assess(story, assessed_by="P-02", **nothing)

    assert [e.IncidentAssessed, e.IncidentClosed] == [type(fact) for fact in assess(story, **nothing)]
    assert "no_incident" == story.desk.incidents["事故-001"].category


@pytest.mark.rule("R37-11")
def test_an_incident_stays_open_while_something_is_missing() -> None:
    """Both notices are given, but the tape is still searched for."""
    story = _missing_tape()
    notice(story, "oral")
    notice(story, "written")
    measure(story)

    with refused("R37-11"):
        close(story, missing=story.assets)
    with refused("R37-11"):
        assess(story, category="no_incident", conclusion="そのうち出てくる", missing=story.assets)

    close(story)


@pytest.mark.rule("R37-12")
def test_an_incident_is_closed_once() -> None:
    """Neither closed, assessed nor told of again, and no measure is added: a new incident is; a late agreement on the measures is still recorded."""
    story = _missing_tape()
    assess(story, category="no_incident", conclusion="棚の奥にあった")

    with refused("R37-12"):
        close(story)
    with refused("R37-12") as reasons:
        assess(story)
    assert "事故-001" in reasons[0].advice()
    for form in ("oral", "written"):
        with refused("R37-12"):
            notice(story, form)
    with refused("R37-12"):
        measure(story)

    story.do(decide.agree_on_incident, number="事故-001", document="協議-9", day="2025-07-01")
    assert "2025-07-01" == story.desk.incidents["事故-001"].agreed_on


@pytest.mark.rule("R37-13")
@pytest.mark.parametrize("who", ["P-99", "P-07", ""])
def test_whoever_deals_with_it_is_on_the_roster(who: str) -> None:
    """A stranger, somebody whose first day has not come, nobody: they do not assess, tell, take measures or close."""
    story = _missing_tape()

    with refused("R37-13"):
        assess(story, assessed_by=who)
    with refused("R37-13", *(("R16-1",) if who == "P-07" else ())):
        notice(story, "oral", told_by=who)
    with refused("R37-13"):
        story.do(decide.measure_incident, number="事故-001", measure="containment", what="捜索", taken_by=who)


@pytest.mark.rule("R37-13")
def test_who_has_left_takes_no_measure() -> None:
    """P-04 left on the last of September."""
    story = _missing_tape()
    measure = {"number": "事故-001", "measure": "prevention", "what": "点検", "taken_by": "P-04"}
    story.do(decide.measure_incident, day="2025-09-30", **measure)

    with refused("R37-13"):
        story.do(decide.measure_incident, day="2025-10-01", **measure)


@pytest.mark.rule("R37-14")
def test_it_is_known_before_anybody_is_told() -> None:
    """Known at noon, nobody was told at half past eleven, unless it was known at eleven already; and it cannot have been noticed before it happened."""
    story = _missing_tape()
    early = "2025-06-02T02:30:00.000Z"

    with refused("R37-14"):
        notice(story, "oral", day=early, entered="2025-06-02")
    with refused("R37-14"):
        assess(story, known_at="2025-06-03")
    with refused("R37-14"):
        assess(story, happened_at="2025-06-03")

    assess(story, known_at="2025-06-02T02:00:00.000Z", happened_at="2025-06-01")
    notice(story, "oral", day=early, entered="2025-06-02")
    assert early == story.desk.incidents["事故-001"].oral_at


@pytest.mark.rule("R37-14")
def test_nobody_knows_of_it_before_it_happens() -> None:
    """Opened by a person, too."""
    story = begin()
    words = {"category": "leak", "known_by": "P-02", "what": "誤送付"}

    with refused("R37-14"):
        story.do(decide.open_incident, happened_at="2025-06-03", **words)
    assert {} == story.desk.incidents


@pytest.mark.rule("R00-2")
def test_a_notice_lies_in_the_past() -> None:
    """The client was not told tomorrow, and nothing was known tomorrow."""
    story = _missing_tape()

    with refused("R00-2"):
        notice(story, "oral", day="2025-06-03", entered="2025-06-02")
    with refused("R00-2"):
        story.do(
            decide.open_incident,
            category="leak",
            known_by="P-02",
            what="誤送付",
            day="2025-06-03",
            entered="2025-06-02",
        )


@pytest.mark.rule("R00-4")
def test_an_incident_names_no_my_number() -> None:
    """Neither what happened, nor the cause, nor the reason of a violation: an individual number stands nowhere."""
    story = _missing_tape()
    tape = story.receive()
    number = "123456789018"

    with refused("R00-4"):
        story.do(decide.open_incident, category="leak", known_by="P-02", what=number)
    with refused("R00-4"):
        assess(story, cause=number)
    with refused("R00-4"):
        story.move(tape, place="L-1", recorded_by="P-01", violation=f"番号{number}")


@pytest.mark.rule("R05-7")
def test_a_broken_seal_shows() -> None:
    """Accepted or handed over with a broken seal: recorded, flagged, and an incident is opened; intact it is an ordinary day."""
    story = begin()
    tape, other = story.receive(), story.receive()
    story.send(tape)
    (accepted, opened, touched) = story.accept(tape, received_by="S-01", seal="broken", condition="角に傷")
    (handed, *_rest) = story.handover(other, seal="broken")

    assert (("R05-7",), ("R05-7",)) == (accepted.flags, handed.flags)
    assert ("seal_broken", "S-01", "角に傷") == (opened.cause, opened.known_by, opened.what)
    assert e.IncidentAffected(asset=tape.number, incident="事故-001") == touched
    assert [()] == [fact.flags for fact in story.handover(story.receive(), seal="intact")]


def test_an_unknown_number_lists_the_known_ones() -> None:
    """No rule is needed to say that there is no such incident."""
    story = _missing_tape()

    with pytest.raises(NotFound, match=r"事故-007.*事故-001"):
        assess(story, number="7")


@pytest.mark.parametrize("typed", ["1", "001", "事故-001", "事故－００１", " 事故-001 ", "１"])
def test_the_digits_of_an_incident_are_enough(typed: str) -> None:
    """Nobody needs an input method to name an incident."""
    assert "事故-001" == decide.incident_meant(typed)


def test_a_copy_made_without_approval_is_an_incident() -> None:
    """Recorded by who answers: the copy exists in the ledger, with what was broken, and the incident touches the copy."""
    story = begin()
    tape = story.receive()
    words: dict[str, Any] = {
        "values": {"medium": "hdd", "place": "H-1"},
        "family": {},
        "approval": "",
        "purpose": "データ入力",
        "performed_by": "P-02",
        "ordinal": 2,
        "site": "0",
        "live_serials": (),
    }

    with refused("R21-1"):
        story.do(decide.copy, tape, **words)
    (copied, opened, touched) = story.do(decide.copy, tape, recorded_by="P-01", violation="無断複製を発見", **words)

    assert ("無断複製を発見", ("R21-1",)) == (copied.violation, copied.flags)
    assert ("R21-1", "無断複製を発見", "P-01", copied.asset) == (
        opened.cause,
        opened.what,
        opened.known_by,
        touched.asset,
    )
    assert COPYING.number not in story.desk.approvals
