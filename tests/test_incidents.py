"""Does an accident come to light, and is it followed to its end?"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from assets import decide, reports
from assets import events as e
from assets.clocks import clocks
from assets.decide.drafts import drafts
from assets.journal import Row
from assets.policy import effective
from assets.register import Register
from tests.conftest import Answer
from tests.stories import COPYING, OPENED, Story, _line, begin, on
from tests.test_rules_incidents import assess

Run = Callable[..., Answer]
TAPE, DISK, SSD, COPY = "R7012-00001-Y", "R7012-00013-Q", "R7012-00057-2", "R7012-00083-X"


def causes(facts: list[e.Fact]) -> list[tuple[str, str]]:
    """(number, cause) of the incidents that were opened."""
    return [(fact.number, fact.cause) for fact in facts if isinstance(fact, e.IncidentOpened)]


def register_of(story: Story) -> Register:
    """What the lines told so far amount to."""
    register = Register.in_memory(OPENED.number)
    register.replay([Row(_line(event), "0" * 64, event) for event in story.lines], earlier=lambda _number: ())
    return register


# -- what the ledger opens by itself ----------------------------------------------------------------------------------


def test_what_goes_missing_opens_a_draft() -> None:
    """Suspected, known when it was noticed, by who noticed it, with what is known; the tape is touched."""
    story = begin()
    tape = story.receive()

    (missing, opened, touched) = story.lose(tape, day="2025-06-02", entered="2025-06-04", recorded_by="P-01")

    assert "2025-06-02" == missing.occurred
    assert (
        e.IncidentOpened(
            number="事故-001",
            category="suspected",
            known_at="2025-06-02",
            known_by="P-02",
            what="棚卸で確認できず",
            draft=True,
            cause="went_missing",
            occurred="2025-06-02",
        )
        == opened
    )
    assert e.IncidentAffected(asset=tape.number, incident="事故-001", occurred="2025-06-02") == touched
    assert ("missing", ("事故-001",)) == (tape.whereabouts, tape.incidents)


def test_a_violation_is_known_when_it_is_recorded() -> None:
    """What somebody did weeks ago comes to light today; several broken rules are one incident."""
    story = begin()
    tape = story.receive()

    (moved, opened, _touched) = story.move(
        tape,
        place="L-1",
        performed_by="P-06",
        day="2025-06-02",
        entered="2025-06-20",
        recorded_by="P-01",
        violation="無断",
    )

    assert ("R00-2L", "R07-1", "R11-1") == moved.flags
    assert ("R07-1 R11-1", "2025-06-20T03:00:00.000Z", "P-01", "無断", "") == (
        opened.cause,
        opened.known_at,
        opened.known_by,
        opened.what,
        opened.occurred,
    )


def test_one_open_incident_for_each_asset_and_cause() -> None:
    """Missing, found and missing again while the first incident is open: the same one. Once it is closed, or for another cause or tape: a new one."""
    story = begin()
    tape, other = story.receive(), story.receive()

    assert [("事故-001", "went_missing")] == causes(story.lose(tape))
    story.find(tape)
    assert [] == causes(story.lose(tape))
    assert [("事故-002", "went_missing")] == causes(story.lose(other))
    story.find(tape)
    assert [("事故-003", "seal_broken")] == causes(story.handover(tape, seal="broken"))

    assess(story, category="no_incident", conclusion="発見")
    assert [("事故-004", "went_missing")] == causes(story.lose(tape))


def test_an_ordinary_day_opens_nothing() -> None:
    """Received, moved, handed over, found: no incident."""
    story = begin()
    tape = story.receive()
    facts = [*story.move(tape), *story.handover(tape), *story.move(tape, recorded_by="P-01", violation="念のため")]

    assert ([], {}) == (causes(facts), story.desk.incidents)


def _counted(asset: str, result: str, **more: Any) -> e.Counted:
    usual = {"stocktake": "棚-001", "place": "V-1", "counted_by": "P-02"}
    return e.Counted(asset=asset, result=result, **{**usual, **more})


@pytest.mark.parametrize(
    ("result", "more", "cause"),
    [
        ("found", {}, ""),
        ("label_void", {}, ""),
        ("ended_but_present", {}, "ended_but_present"),
        ("seal_broken", {"seal": "broken"}, "seal_broken"),
        ("found_elsewhere", {"place": "L-1"}, "R11-1"),
        ("found_elsewhere", {"place": "どこか"}, "R11-1"),
        ("seal_broken", {"place": "L-1"}, "seal_broken R11-1"),
    ],
)
def test_counting_opens_drafts(result: str, more: dict[str, str], cause: str) -> None:
    """What was returned and lies in the vault, a broken seal, a tape in the lobby; what is in its place is nobody's incident."""
    story = begin()
    tape = story.receive()

    opened = drafts(story.desk, [_counted(tape.number, result, **more)], on("2025-07-01"), assets=story.assets)

    assert ([("事故-001", cause)] if cause else []) == causes(opened)
    assert ["P-02"] * len(causes(opened)) == [fact.known_by for fact in opened if isinstance(fact, e.IncidentOpened)]


def test_an_erased_medium_of_our_own_may_lie_in_the_vault() -> None:
    """It ended with its erasure and is used again; the client's returned tape may not be there."""
    story = begin(COPYING)
    tape = story.receive()
    story.approve(replaced := e.CopyApproved(**{**_fields(COPYING), "number": "複-2"}), tape)
    disk = story.copy(tape, approval=replaced.number)
    story.erase(disk)

    assert [] == drafts(story.desk, [_counted(disk.number, "ended_but_present")], on("2025-07-01"), assets=story.assets)


def _fields(fact: e.Fact) -> dict[str, Any]:
    return {name: getattr(fact, name) for name in fact.__struct_fields__}


def test_what_has_no_number_opens_one_draft_for_each_thing() -> None:
    """Two unknown labels are two incidents that touch no asset; the first one, seen again, is known."""
    story = begin()
    first, second = (_counted("", "unregistered", scanned=text) for text in ("X-1", "X-2"))

    opened = drafts(story.desk, [first, second], on("2025-07-01"))
    story.record(opened, on("2025-07-01"))

    assert [("事故-001", "unregistered"), ("事故-002", "unregistered")] == causes(opened)
    assert ["X-1", "X-2"] == [fact.what for fact in opened if isinstance(fact, e.IncidentOpened)]
    assert 2 == len(opened)
    assert [] == drafts(story.desk, [first, second], on("2025-07-02"))
    assert [("事故-003", "unregistered")] == causes(
        drafts(story.desk, [first, _counted("", "unregistered", scanned="X-3")], on("2025-07-02"))
    )


def test_what_is_missing_together_is_one_incident() -> None:
    """A stock-take that ends with three tapes missing opens one incident, which touches all three."""
    story = begin()
    tapes = [story.receive() for _ in range(3)]
    facts = [e.WentMissing(asset=tape.number, reported_by="P-02", reason="棚-001") for tape in tapes]

    opened = drafts(story.desk, facts, on("2025-07-01"), assets=story.assets)

    assert [("事故-001", "went_missing")] == causes(opened)
    assert [tape.number for tape in tapes] == [fact.asset for fact in opened if isinstance(fact, e.IncidentAffected)]


def test_data_on_a_missing_host_is_missing_with_it() -> None:
    """The server is gone, and with it the copy that lies on it: one incident touches both, once; given up, both are given up."""
    story = begin()
    tape, server = story.receive(), story.receive(medium="hdd", title="サーバ", place="H-1")
    story.approve(COPYING, tape)
    data = story.copy(tape, host=server)

    story.lose(server)
    assert (("事故-001",), ("事故-001",)) == (server.incidents, data.incidents)
    story.find(server)
    assert [] == causes(story.lose(server))
    story.find(server)

    story.do(
        decide.open_incident, category="loss", known_by="P-02", what="盗難", assets=[story.with_neighbours(server)]
    )
    story.lose(server)
    story.lose(server, incident="2")
    assert (("lost", ("事故-001", "事故-002")),) * 2 == tuple((one.ending, one.incidents) for one in (server, data))


# -- what holds the same information ----------------------------------------------------------------------------------


def test_copies_of_what_is_affected_are_shown_up_and_down() -> None:
    """One copy was leaked: its original, the original's other copy and a copy of the copy hold the same; a neighbour does not."""
    story = begin()
    tape, neighbour = story.receive(), story.receive()
    story.approve(COPYING, tape, neighbour)
    leaked, other = story.copy(tape), story.copy(tape)
    story.copy(neighbour)
    story.record(
        [e.Copied(**{**_fields(other.arrival), "asset": "R7012-00099-X", "ordinal": 99, "source": leaked.number})],
        on("2025-05-25"),
    )
    story.erase(other)
    story.do(decide.open_incident, category="leak", known_by="P-02", what="誤送付", assets=[leaked])

    found = reports.incident(register_of(story).db, "事故-001")

    assert [leaked.number] == [row["number"] for row in found["affected"]]
    assert [(tape.number, "in_custody"), (other.number, "erased"), ("R7012-00099-X", "in_custody")] == [
        (row["number"], row["status"]) for row in found["copies"]
    ]
    assert ["incident.opened"] == [step["kind"] for step in found["steps"]]
    assert {} == reports.incident(register_of(story).db, "事故-002")


def test_what_was_found_out_later_stands_in_the_line() -> None:
    """The assessment fills in cause, persons and an earlier knowledge, keeps what it does not name, and may add an asset."""
    story = begin()
    tape, other = story.receive(), story.receive()
    story.lose(tape)
    assess(story, cause="誤搬送", persons_affected=4120, known_at="2025-06-01", assets=[tape, other])
    assess(story, malicious=True)

    [row] = reports.incidents(register_of(story).db)

    assert ("loss", 0, "went_missing", "誤搬送", 4120, 1, "2025-06-01", "棚卸で確認できず", 2) == tuple(
        row[name]
        for name in (
            "category",
            "draft",
            "cause",
            "reason",
            "persons_affected",
            "malicious",
            "known_at",
            "what",
            "affected",
        )
    )
    assert "2025-06-01" == story.desk.incidents["事故-001"].known_at


def test_what_nobody_knows_stays_unknown() -> None:
    """No figure stands where nobody gave one."""
    story = begin()
    story.lose(story.receive())

    assert [None] == [row["persons_affected"] for row in reports.incidents(register_of(story).db)]


def test_the_clocks_follow_the_policy() -> None:
    """An agreed threshold moves the contract's clocks; the law's stay."""
    row = dict.fromkeys(("oral_at", "written_at", "agreed_on"), None) | {"measures": 0, "malicious": 0}
    row["known_at"] = "2025-06-02T03:00:00.000Z"

    usual, agreed = (clocks(row, effective(given)) for given in ({}, {"written_report_days": "1"}))

    assert ("2025-06-02T04:00:00.000Z", "2025-06-05", "2025-06-03") == (
        usual["oral"].due,
        usual["written"].due,
        agreed["written"].due,
    )
    assert usual["first_report"] == agreed["first_report"]
    assert (True, False) == tuple(
        clock.is_over(now="2025-06-04T03:00:00.000Z", today="2025-06-04")
        for clock in (agreed["written"], usual["written"])
    )


@pytest.mark.parametrize(
    ("known", "told", "kept"),
    [
        ("2025-06-02T03:00:00.000Z", "2025-06-02T03:30:00.000Z", "in_time"),
        ("2025-06-02T03:00:00.000Z", "2025-06-02T05:00:00.000Z", "late"),
        ("2025-06-02T03:00:00.000Z", "2025-06-02", "unknown"),
        ("2025-06-02", "2025-06-02", "unknown"),
        ("2025-06-02", "2025-06-05", "late"),
        ("2025-06-02", None, ""),
    ],
)
def test_whether_it_was_told_in_time(known: str, told: str | None, kept: str) -> None:
    """Known at noon, within the hour: in time. Where nobody told the hour, only what no hour could save is late, and nothing is called in time."""
    row = dict.fromkeys(("written_at", "agreed_on"), None) | {"measures": 2, "malicious": 0}

    running = clocks(row | {"known_at": known, "oral_at": told}, effective({}))

    assert (kept, "") == (running["oral"].kept, running["measures"].kept)
    assert {len(known) == 10} == {clock.day_only for clock in running.values()}


# -- at the keyboard --------------------------------------------------------------------------------------------------


def _json(answer: Answer) -> Any:
    assert 0 == answer.code, answer
    return json.loads(answer.out)


@pytest.mark.parametrize(
    ("language", "marked", "opened", "plain"),
    [
        (
            "en",
            "[violation: 誤搬出]",
            "incident 事故-001 opened (draft): assets incident show 事故-001",
            "ordinary deed",
        ),
        ("ja", "［違反の記録：誤搬出］", "事故-001 を起票しました（案）：assets incident show 事故-001", "通常の記録"),
    ],
)
def test_a_violation_is_recorded_marked_and_opens_an_incident(
    run: Run, sample_folder: Path, language: str, marked: str, opened: str, plain: str
) -> None:
    """Refused without the reason; with it recorded by who answers, in one commit with the draft, told below the scan; what was allowed is an ordinary deed."""
    words = ("--lang", language, "move", TAPE, "--place", "L-1")
    assert 3 == run(*words).code
    assert 3 == run(*words, "--violation", "誤搬出", "--by", "P-02").code

    answer = run(*words, "--violation", "誤搬出")

    assert 0 == answer.code, answer
    scan, below = answer.out.splitlines()
    assert (True, True, "  " + opened) == (TAPE in scan, marked in scan, below)
    assert plain not in answer.err
    assert marked in run("--lang", language, "history", TAPE).out
    ordinary = run("--lang", language, "move", TAPE, "--place", "H-1", "--violation", "念のため")
    assert (True, False) == (plain in ordinary.err, "［" in ordinary.out or "[viol" in ordinary.out)


def test_scripts_get_everything_a_scan_came_to(run: Run, sample_folder: Path) -> None:
    """The move, the incident, the asset it touches: three events of one scan."""
    told = _json(run("move", TAPE, "--place", "L-1", "--violation", "誤搬出", "--json"))

    assert ["moved", "incident.opened", "incident.affected"] == [done["kind"] for done in told["done"]]
    assert "誤搬出" == told["done"][0]["data"]["violation"]
    assert 0 == run("verify").code


def test_scans_are_counted_not_events(run: Run, sample_folder: Path) -> None:
    """Two tapes are missing: two recorded, whatever was opened besides."""
    answer = run("lost", TAPE, DISK, "--reason", "不明")

    assert "2 recorded, 0 not." in answer.out


def test_every_deed_that_may_have_happened_takes_the_option(run: Run, sample_folder: Path) -> None:
    """Received, produced, copied, handed over, sent, accepted, erased, returned, disposed of, found against the rules: all on the record."""
    why = ("--violation", "既に実施", "--json")
    medium = ("--title", "追加", "--medium", "mag_tape", "--class", "personal", "--items", "氏名", "--method", "郵送")
    lines = [
        ("receive", *medium, "--place", "L-1", "--from-person", "C-01"),
        ("produce", *medium[:-2], "--place", "L-1"),
        ("copy", TAPE, "--medium", "paper"),
        ("handover", TAPE, "--to", "S-01", "--place", "S-1", "--method", "郵送"),
        ("send", TAPE, "--from-person", "S-01", "--to", "P-02", "--place", "L-1", "--method", "郵送"),
        ("accept", TAPE, "--to", "P-02", "--place", "L-1"),
        ("erase", DISK, "--method", "logical_delete"),
        ("return", TAPE, "--to", "C-01", "--method", "郵送", "--from-person", "P-02"),
        ("dispose", SSD, "--witness", "P-05", "--place", "D-1", "--method", "logical_delete"),
    ]
    for line in lines:
        assert 3 == run(*line).code, line
        answer = _json(run(*line, *why))
        first = (answer if isinstance(answer, list) else answer["done"])[0]["data"]
        assert ("既に実施", True) == (first["violation"], bool(first["flags"])), line

    assert 0 == run("lost", "R7012-00003-U", "--reason", "不明").code
    assert 3 == run("found", "R7012-00003-U", "--place", "L-1").code
    assert 0 == run("found", "R7012-00003-U", "--place", "L-1", *why).code
    assert 0 == run("verify").code
    assert 5 == run("receive", "--from", "whatever.csv", *why).code


@pytest.mark.parametrize(("state", "flags"), [("broken", ["R05-7"]), ("開封", ["R05-7"]), ("intact", []), ("", [])])
def test_the_receiver_says_how_the_seal_was(run: Run, sample_folder: Path, state: str, flags: list[str]) -> None:
    """In the words of the forms, too; a word that means nothing is not taken."""
    words = ("handover", TAPE, "--to", "P-02", "--place", "H-1")

    told = _json(run(*words, "--seal-state", state, "--json"))["done"]

    assert flags == [flag for fact in told for flag in fact["data"].get("flags", []) if flag != "R00-2L"]
    assert (1 if not flags else 3) == len(told)
    assert 5 == run(*words, "--seal-state", "melted").code


def test_from_missing_to_lost(run: Run, sample_folder: Path) -> None:
    """A medium is missing, searched for, and given up with its incident: the client is told, measures are taken and agreed, the incident closes."""
    assert 0 == run("lost", SSD, "--reason", "棚卸で確認できず", "--on", "2025-06-12T12:00").code
    assert 3 == run("lost", SSD, "--incident", "事故-77").code
    told = ("incident", "notice", "1", "--to", "C-01")
    for line in (
        ("incident", "assess", "1", "--category", "滅失", "--persons", "41", "--cause", "誤廃棄のおそれ"),
        (*told, "--form", "電話", "--at", "2025-06-12T12:20", "--method", "電話"),
        (*told, "--form", "書面", "--on", "2025-06-13", "--document", "報-1"),
        ("incident", "measure", "1", "--kind", "再発防止", "--what", "二人作業"),
        ("incident", "agree", "1", "--document", "協議-9", "--on", "2025-06-20"),
    ):
        assert 0 == (answer := run(*line)).code, answer
    assert 3 == run("incident", "close", "1", "--conclusion", "亡失").code
    assert 0 == run("lost", SSD, "--incident", "1").code
    assert 0 == run("incident", "close", "1", "--conclusion", "亡失").code

    [row] = _json(run("incident", "list", "--json"))
    shown = _json(run("incident", "show", "事故－００１", "--json"))

    assert ("loss", 41, "2025-06-12T03:20:00.000Z", "2025-06-13", 1) == tuple(
        row[name] for name in ("category", "persons_affected", "oral_at", "written_at", "measures")
    )
    assert row == shown["incident"]
    assert [(SSD, "lost")] == [(asset["number"], asset["status"]) for asset in shown["affected"]]
    assert ["opened", "assessed", "noticed", "noticed", "measured", "agreed", "closed"] == [
        step["kind"].partition(".")[2] for step in shown["steps"]
    ]
    assert ("2025-06-12T04:00:00.000Z", "2025-06-12T03:20:00.000Z") == (
        shown["clocks"]["oral"]["due"],
        shown["clocks"]["oral"]["done"],
    )


def test_giving_up_needs_the_incident_that_touches_it(run: Run, sample_folder: Path) -> None:
    """A second medium is given up with the incident of the first: not before whoever assesses it says that it touches both."""
    run("lost", SSD, "--reason", "不明")
    run("lost", DISK, "--reason", "箱ごと不明")
    assess_it = ("incident", "assess", "1", "--category", "loss")
    assert 3 == run("lost", SSD, "--incident", "1").code
    assert 0 == run(*assess_it).code
    assert (0, 3) == (run("lost", SSD, "--incident", "1").code, run("lost", DISK, "--incident", "1").code)

    assert 0 == run(*assess_it, DISK).code

    assert 0 == run("lost", DISK, "--incident", "1").code
    assert [DISK, SSD] == [row["number"] for row in _json(run("incident", "show", "1", "--json"))["affected"]]


def test_no_incident_after_all(run: Run, sample_folder: Path) -> None:
    """The medium must be back first; then the responsible person says why it was none, and the draft is closed."""
    run("lost", SSD, "--reason", "不明")
    none = ("incident", "assess", "1", "--category", "none")

    assert 2 == run(*none).code
    assert 3 == run(*none, "--conclusion", "棚の奥").code
    assert 0 == run("found", SSD, "--place", "V-1").code
    assert 3 == run(*none, "--conclusion", "棚の奥", "--by", "P-02").code
    assert 0 == run(*none, "--conclusion", "棚の奥").code
    [row] = _json(run("incident", "list", "--json"))
    assert ("no_incident", "棚の奥") == (row["category"], row["conclusion"])


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            "en",
            (
                "Clocks",
                "immediately (直ちに)",
                "our own threshold, hours: 1",
                "client or contractor",
                "(draft)",
                "went missing",
            ),
        ),
        (
            "ja",
            (
                "期限",
                "直ちに",
                "当方の基準：1時間",
                "発注者又は受注者",
                "（案）",
                "所在不明",
                "速報",
                "確報",
                "遅滞なく",
            ),
        ),
    ],
)
def test_an_incident_is_shown_with_its_clocks(
    run: Run, sample_folder: Path, language: str, words: tuple[str, ...]
) -> None:
    """The annex's word is the duty, the number is our own; the law's reports say whose they are; what is unknown says so; copies stand below."""
    run("copy", TAPE, "--medium", "hdd", "--on", "2025-05-20", "--by", "P-02")
    run("lost", TAPE, "--reason", "不明")

    answer = run("--lang", language, "incident", "show", "1")

    assert [] == [word for word in words if word not in answer.out]
    assert COPY in answer.out.partition(TAPE)[2]
    assert ("unknown" if language == "en" else "不明") in answer.out
    assert "事故-001" in run("--lang", language, "incident", "list").out


@pytest.mark.parametrize(
    ("language", "said"), [("en", "There is no incident 事故-009"), ("ja", "事故-009 という事故はありません")]
)
def test_an_unknown_incident_is_said_with_those_there_are(
    run: Run, sample_folder: Path, language: str, said: str
) -> None:
    """Looked at or dealt with: exit 4, the list, and nothing recorded."""
    run("lost", TAPE, "--reason", "不明")

    for line in (("show", "9"), ("agree", "9", "--document", "協議-1")):
        answer = run("--lang", language, "incident", *line)
        assert (4, True, True) == (answer.code, said in answer.err, "事故-001" in answer.err)


@pytest.mark.parametrize(
    ("line", "option"),
    [
        (("open", "--what", "不明"), "--category"),
        (("open", "--category", "leak"), "--what"),
        (("assess", "1"), "--category"),
        (("notice", "1", "--to", "C-01"), "--form"),
        (("notice", "1", "--form", "oral"), "--to"),
        (("measure", "1", "--what", "x"), "--kind"),
        (("agree", "1"), "--document"),
        (("close", "1"), "--conclusion"),
    ],
)
def test_a_script_is_told_what_is_missing(run: Run, sample_folder: Path, line: tuple[str, ...], option: str) -> None:
    """What a terminal asks for is an error that names the option."""
    answer = run("incident", *line)

    assert (2, True) == (answer.code, option in answer.err)


@pytest.mark.parametrize(
    "line",
    [
        ("open", "--category", "none", "--what", "x"),
        ("open", "--category", "bad", "--what", "x"),
        ("notice", "1", "--form", "smoke", "--to", "C-01"),
        ("measure", "1", "--kind", "luck", "--what", "x"),
        ("open", "--category", "leak", "--what", "x", "--known-at", "someday"),
    ],
)
def test_a_word_that_means_nothing_is_not_taken(run: Run, sample_folder: Path, line: tuple[str, ...]) -> None:
    """Exit 5, and the ledger has no incident."""
    assert 5 == run("incident", *line).code
    assert [] == _json(run("incident", "list", "--json"))


def test_a_person_opens_an_incident_for_what_was_scanned(run: Run, sample_folder: Path, tmp_path: Path) -> None:
    """By number, by serial, from a file; a number that nobody gave opens nothing."""
    (tmp_path / "scans.txt").write_text(f"{TAPE}\n{DISK}\n", encoding="utf-8")
    words = ("incident", "open", "--category", "漏えい", "--what", "誤送付", "--happened", "2025-06-01")

    assert 3 == run(*words, "R7012-99999-X").code
    assert (
        0 == run(*words, "--file", tmp_path / "scans.txt", "--known-at", "2025-06-02T09:00", "--known-by", "受付").code
    )

    shown = _json(run("incident", "show", "1", "--json"))
    assert ("leak", "2025-06-02T00:00:00.000Z", "受付", "2025-06-01", 0) == tuple(
        shown["incident"][name] for name in ("category", "known_at", "known_by", "happened_at", "draft")
    )
    assert [TAPE, DISK] == [row["number"] for row in shown["affected"]]


def test_a_time_that_nobody_told_is_shown_as_such(run: Run, sample_folder: Path) -> None:
    """One incident was known by the day, another at half past ten: the first one's clocks say so, and when it happened nobody knows."""
    for known in ("2025-06-02", "2025-06-02T10:30"):
        assert 0 == run("incident", "open", "--category", "leak", "--what", "誤送付", "--known-at", known).code
    for number in ("1", "2"):
        line = ("incident", "notice", number, "--form", "oral", "--to", "C-01", "--at", "2025-06-02T11:00")
        assert 0 == run(*line, "--method", "電話").code

    by_day, precise = run("incident", "show", "1").out, run("incident", "show", "2").out

    assert (True, False) == ("2025-06-02 (day only)" in by_day, "day only" in precise)
    assert all(told in precise for told in ("2025-06-02 10:30", "P-01 → C-01  電話", "unknown"))
    assert ["unknown", "in_time"] == [
        _json(run("incident", "show", number, "--json"))["clocks"]["oral"]["kept"] for number in ("1", "2")
    ]
    assert "日付のみ" in run("--lang", "ja", "incident", "show", "1").out


def test_a_written_notice_is_asked_for_its_number(run: Run, sample_folder: Path) -> None:
    """In a script the option is named; a telephone call needs none."""
    assert 0 == run("incident", "open", "--category", "leak", "--what", "誤送付").code
    notice = ("incident", "notice", "1", "--to", "C-01", "--form")

    answer = run(*notice, "written")
    assert "--document is missing" in answer.err
    assert 0 != answer.code

    assert 0 == run(*notice, "oral").code
    assert 0 == run(*notice, "written", "--document", "報-1").code
    [row] = _json(run("incident", "list", "--json"))
    assert ("C-01", "P-01", "C-01", "P-01", "報-1") == tuple(
        row[name] for name in ("oral_to", "oral_by", "written_to", "written_by", "written_no")
    )
