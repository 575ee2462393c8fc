"""Does each clause stand as what is recorded says, and never better?"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from assets import decide, status
from assets import events as e
from assets.checks import View
from assets.clauses import CLAUSES
from assets.duties import duties
from assets.journal import Row
from assets.ledger import Ledger
from assets.policy import effective
from assets.register import Register
from assets.status import ClauseStatus
from tests.conftest import Answer
from tests.stories import OPENED, Story, _line, begin, on

Run = Callable[..., Answer]
TAPE = "R7012-00001-Y"


def _stand(story: Story, *, day: str = "2025-06-10", standing: str = "matches") -> dict[int, ClauseStatus]:
    """Every clause of a story at noon of a day."""
    register = Register.in_memory(OPENED.number)
    register.replay([Row(_line(event), "0" * 64, event) for event in story.lines], earlier=lambda _number: ())
    view = View(register.db, day, f"{day}T03:00:00.000Z", effective(story.desk.policy))
    return {one.clause: one for one in status.clause_by_clause(view, standing=standing)}


# -- states -----------------------------------------------------------------------------------------------------------


def test_silence_is_not_order() -> None:
    """A contract just opened, with nobody and nothing: what a duty wants is open, what has not come up is not recorded, nothing is in order but what is."""
    stand = _stand(Story())

    assert list(CLAUSES) == list(stand)
    wanting = {number for number, duty in duties().items() if duty.wants}
    assert wanting - {3} == {number for number, one in stand.items() if one.state == "open"}
    assert all(stand[number].lacks or stand[number].items for number in wanting - {3})
    assert {3, 44} == {number for number, one in stand.items() if one.state == "in_order"}
    assert {1, 2, 9, 28, 31, 34, 35, 36, 42, 43} == {
        number for number, one in stand.items() if one.state == "out_of_hands"
    }
    assert {"nothing_recorded"} == {
        stand[number].state for number in (6, 8, 10, 12, 18, 21, 24, 25, 37, 38, 39, 40, 41)
    }


def test_what_is_recorded_is_the_evidence() -> None:
    """Areas, protocol, a subcontract and a receipt that was signed for put their clauses in order: with how many events, the newest lines, the documents."""
    story = begin()
    tape = story.receive(day="2025-06-02", handover_no="授-1")
    slip = e.DocumentFiled(number="綴-1", type="handover_slip", title="受渡票", sha256="0" * 64, concerns="授-1")
    story.do(decide.put_on_record, told=slip)
    stand = _stand(story)
    last = tape.begun_seq

    assert {"in_order"} == {stand[number].state for number in (5, 11, 19, 23, 33)}
    assert (2, (last, 3), ("協議-03",), 1) == tuple(stand[5].evidence)
    assert [] == [number for number, one in stand.items() if one.lacks and number not in (13, 22)]


def test_what_a_check_sees_is_open() -> None:
    """A tape sent and not accepted opens clause 11, with its age; accepted, the clause is in order again."""
    story = begin()
    tape = story.receive()
    story.send(tape, day="2025-06-02")
    eleven = _stand(story, day="2025-06-05")[11]

    assert "open" == eleven.state
    assert [("R11-4", tape.number, 3)] == [(item.check, item.asset, item.age_days) for item in eleven.items]

    story.accept(tape, day="2025-06-05")
    assert "in_order" == _stand(story, day="2025-06-06")[11].state


def test_attention_is_not_open() -> None:
    """What only deserves a look does not make a duty open."""
    story = begin()
    story.receive()

    assert "attention" == _stand(story, day="2026-06-05")[3].state


def test_violations_and_late_entries_need_attention() -> None:
    """A violation counts for the clause of its rule, an entry made late for clause 44; both name their newest line."""
    story = begin()
    tape = story.receive(day="2025-05-01", entered="2025-05-20")
    story.move(tape, place="L-1", violation="避難のため", recorded_by="P-01")
    stand = _stand(story)
    lines = {event.kind: event.seq for event in story.lines}

    assert [("R11-1", 1, 1, lines["moved"])] == [tuple(one) for one in stand[11].remarks]
    assert "attention" == stand[11].state
    assert [("R00-2L", 1, 0, lines["received"])] == [tuple(one) for one in stand[44].remarks]
    assert "open" == stand[44].state


def test_a_violation_shows_even_beyond_our_hands() -> None:
    """Clauses 42 and 43 stay the client's, whatever is recorded: the program claims nothing for them."""
    story = begin()
    tape = story.receive()
    story.move(tape, place="L-1", violation="避難のため", recorded_by="P-01")

    assert {"out_of_hands"} == {_stand(story)[number].state for number in (42, 43)}


def test_a_register_that_is_not_the_journals_is_an_alarm() -> None:
    """Different from the journal: clause 13 is open, critically."""
    story = begin()
    stand = _stand(story, standing="different")[13]

    assert [("R13-2", "critical", "open")] == [
        (item.check, item.severity, item.state) for item in stand.items if item.severity == "critical"
    ]
    assert "open" == stand.state


def test_what_is_open_comes_first_and_the_oldest_of_it() -> None:
    """Among several items the open ones stand above those for attention, the oldest first."""
    story = begin()
    tapes = [story.receive(title=f"第{number}巻") for number in range(2)]
    for tape, day in zip(tapes, ("2025-06-03", "2025-06-02"), strict=True):
        story.send(tape, day=day)

    assert [tapes[1].number, tapes[0].number] == [item.asset for item in _stand(story, day="2025-06-09")[11].items]


def test_a_list_without_end_is_cut_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a million late parcels the first thousand are enough; that there may be more is said."""
    monkeypatch.setattr(status, "MOST", 2)
    story = begin()
    for number in range(3):
        story.send(story.receive(title=f"第{number}巻"), day="2025-06-02")
    eleven = _stand(story, day="2025-06-09")[11]

    assert (2, ("R11-4",), "open") == (len(eleven.items), eleven.cut, eleven.state)
    assert ("R11-4", 2) == tuple(status.stops("R11-4")[1].values())
    assert () == _stand(begin())[11].cut


def test_the_policy_of_the_register_is_the_one_that_counts() -> None:
    """A threshold set for this contract decides when something is late, until then it needs attention; the clause names its own thresholds."""
    story = begin()
    tape = story.receive()
    story.do(decide.set_policy, key="in_transit_hours", value="200", document="協議-9")
    story.send(tape, day="2025-06-02")
    register = Register.in_memory(OPENED.number)
    register.replay([Row(_line(event), "0" * 64, event) for event in story.lines], earlier=lambda _number: ())
    view = status.view_of(register.db, "2025-06-05T03:00:00.000Z")
    [eleven] = [one for one in status.clause_by_clause(view) if one.clause == 11]

    assert ("attention", ("in_transit_hours",), "200") == (
        eleven.state,
        eleven.settings,
        view.policy["in_transit_hours"],
    )
    assert ("our own threshold: {number} hours", {"number": "200"}) == status.threshold(view.policy, "in_transit_hours")
    assert status.threshold(view.policy, "protocol_missing") is status.threshold(view.policy, "") is None
    register.close()


def test_a_violation_entered_late_is_no_violation_of_lateness() -> None:
    """One remark of R00-2L, no violation of it; R11-1 was violated."""
    story = begin()
    story.move(story.receive(), place="L-1", violation="避難のため", recorded_by="P-01", entered="2025-06-09")
    stand = _stand(story)

    assert [("R11-1", 1)] == [(one.rule, one.violations) for one in stand[11].remarks]
    assert [("R00-2L", 0)] == [(one.rule, one.violations) for one in stand[44].remarks]


def test_an_unknown_rule_is_not_forgotten() -> None:
    """A remark of a rule that this program does not know (a line of a newer one) counts for clause 44."""
    story = begin()
    story.record([e.PlaceAdded(place="X-1", name="x", zone="handling", flags=("R99-9",))], on("2025-06-02"))

    assert ["R99-9"] == [one.rule for one in _stand(story)[44].remarks]


# -- assets status ----------------------------------------------------------------------------------------------------


def _width(line: str) -> int:
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in line)


@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize("options", [(), ("--all",), ("--clause", "37"), ("--clause", "3"), ("--clause", "9")])
def test_it_fits_eighty_columns(run: Run, sample_folder: Path, language: str, options: tuple[str, ...]) -> None:
    """In both languages no line is wider than 80 columns."""
    answer = run("--lang", language, "status", *options)

    assert 0 == answer.code, answer
    assert [] == [line for line in answer.out.splitlines() if _width(line) > 80]


def test_the_summary_counts_every_clause(run: Run, sample_folder: Path) -> None:
    """The line on top adds up to 44; what is open is told below with sign and word, what is in order only with --all."""
    answer = run("status")
    told = json.loads(run("status", "--json").out)
    summary = told["summary"]

    assert 44 == sum(summary.values())
    assert (
        f"{summary['in_order']} in order, {summary['attention']} need attention, {summary['open']} open" in answer.out
    )
    assert "✗ Clause 13 Safety measures  (open)" in answer.out
    assert "No safety measure is recorded." in answer.out
    assert "Definitions" not in answer.out
    assert all(word in run("status", "--all").out for word in ("Definitions", "✓ in order", "– nothing recorded"))


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", ("immediately (直ちに)", "our own threshold: 1 hours", "our own threshold: 3 days", "nothing recorded")),
        ("ja", ("直ちに", "当方の目安：1時間", "当方の目安：3日", "記録なし")),
    ],
)
def test_one_clause_in_full(run: Run, sample_folder: Path, language: str, told: tuple[str, ...]) -> None:
    """The annex's own word is the duty, and our thresholds are called our own."""
    answer = run("--lang", language, "status", "--clause", "37")

    assert [] == [word for word in told if word not in answer.out]


def test_evidence_is_named(run: Run, sample_folder: Path) -> None:
    """A clause in full names the newest lines of the chain and the documents."""
    answer = run("status", "--clause", "5")

    assert "Recorded: 83 events, the newest no. 103, 102, 101" in answer.out
    assert "Documents: 協議-2025-03" in answer.out


def test_scripts_get_every_clause(run: Run, sample_folder: Path) -> None:
    """44 rows with state, evidence, open items and remarks, or the one asked for; sentences in the language spoken."""
    told = json.loads(run("--lang", "ja", "status", "--json").out)
    by_number = {row["number"]: row for row in told["clauses"]}

    assert list(CLAUSES) == list(by_number)
    assert ("matches", "mic_jp") == (told["register"], told["profile"])
    assert "安全管理措置が記録されていません。" == by_number[13]["lacking"]
    assert {"rule": "R00-2L", "events": 82, "violations": 0, "newest": 103} == by_number[44]["remarks"][0]
    assert {"setting": "untouched_days", "value": "365"} == by_number[3]["items"][0]["own_threshold"]
    assert [37] == [row["number"] for row in json.loads(run("status", "--clause", "37", "--json").out)["clauses"]]


def test_a_violation_is_told_with_its_rule(run: Run, sample_folder: Path) -> None:
    """What was recorded against a rule stands under its clause with the rule's reason, and open under clause 44."""
    _violation(sample_folder)
    answer = run("status")

    assert "R11-1: 1 violations recorded among 1 events" in answer.out
    assert "R44-1 high" in answer.out


def _violation(folder: Path) -> None:
    from assets.edge import actor, moment_of

    with Ledger.open(folder) as ledger:
        contract = ledger.contract()
        with ledger.journal.writing():
            fact: Any = e.Moved(asset=TAPE, place="L-1", performed_by="P-01", flags=("R11-1",), violation="避難のため")
            ledger.journal.append(
                [fact], contract=contract, at=moment_of().now, by=actor("P-01", "typed"), ids=["0" * 32]
            )
        ledger.catch_up(contract)
