"""Do the auditor's questions answer rightly, and at once, however big the contract is?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from assets.register import Register
from datasette_plugins import explain
from tests.stories import begin

EVERYTHING = {"since": "", "until": "", "asset": ""}
# Questions whose answer is as long as the contract: only what is shown of it may be read.
LISTS = {
    "clause-05-handovers": EVERYTHING,
    "clause-33-40-open": {},
    "clause-40-endings": EVERYTHING,
    "clause-42-44-violations": {},
    "clause-44-late": {},
    "clause-44-refusals": {},
}


@pytest.fixture
def register() -> Iterator[Register]:
    """A register with nothing in it."""
    made = Register.in_memory("R7-1")
    yield made
    made.close()


def _put(register: Register, table: str, **columns: Any) -> None:
    marks = ", ".join("?" * len(columns))
    register.db.execute(f"INSERT INTO {table}({', '.join(columns)}) VALUES ({marks})", [*columns.values()])


def _asset(register: Register, n: int, **more: Any) -> None:
    usual = {"number": f"A-{n:05d}", "title": "国保", "begun_on": "2025-05-01", "status": "in_custody", "open": 1}
    _put(register, "assets", n=n, **(usual | {"place": "V-1", "holder": "", "last_on": "2025-05-02"} | more))


def _event(register: Register, seq: int, kind: str = "handed_over", **more: Any) -> None:
    usual = {"asset": f"A-{seq:05d}", "day": "2025-05-01", "days_late": 0, "line": '{"data":{}}', "hash": ""}
    _put(register, "events", seq=seq, kind=kind, **(usual | more))


def _answer(register: Register, question: str, **values: str) -> list[dict[str, Any]]:
    """The rows, by the register's own names of the columns."""
    asked = register.db.execute(explain.queries()[question]["sql"], values)
    names = [column[0].split()[-1] for column in asked.description]
    return [dict(zip(names, row, strict=True)) for row in asked]


def _many(register: Register, count: int) -> None:
    """So many assets of each sort, one handover, one refusal, one late entry and one violation of each."""
    register.db.execute("BEGIN")
    for n in range(count):
        day = f"20{n // 300 + 10}-{n % 12 + 1:02d}-{n % 25 + 1:02d}"
        _asset(register, n, begun_on="2025-05-01")
        _asset(register, n + count, open=0, status="returned", ended_on=day)
        _event(register, n, day=day)
        _event(register, n + count, "refused")
        _event(register, n + 2 * count, "moved", days_late=n % 40 + 2)
        _put(register, "flags", seq=n, rule="R05-1", violation="緊急")
    register.db.execute("COMMIT")


def _steps(register: Register, sql: str, values: dict[str, str]) -> tuple[int, int]:
    """How many of the first ten rows there are, and the steps of SQLite's machine until they are."""
    steps = 0

    def step() -> None:
        nonlocal steps
        steps += 1

    register.db.set_progress_handler(step, 1)
    rows = register.db.execute(sql, values).fetchmany(10)
    register.db.set_progress_handler(None, 1)
    return len(rows), steps


@pytest.mark.parametrize("question", LISTS)
def test_a_long_list_is_read_as_far_as_it_is_shown(register: Register, question: str) -> None:
    """Ten times as many assets and events, and the first rows cost the same: nothing is sorted or counted before them."""
    sql, small = explain.queries()[question]["sql"], Register.in_memory("R7-1")
    _many(small, 300)
    _many(register, 3000)
    (few, little), (many, much) = (_steps(one, sql, LISTS[question]) for one in (small, register))

    assert (10, 10) == (few, many)
    assert much < 2 * little


def test_the_handovers_of_one_asset_are_not_sought_among_all(register: Register) -> None:
    """Its own events are read, by the question and by the view, however many others there are."""
    _many(register, 3000)

    asked = EVERYTHING | {"asset": "A-00007"}
    for sql in (explain.queries()["clause-05-handovers"]["sql"], "SELECT * FROM handovers WHERE asset = :asset"):
        rows, steps = _steps(register, sql, asked)

        assert 1 == rows
        assert steps < 1000


def test_what_changed_hands_is_told_by_the_day(register: Register) -> None:
    """What was entered late stands at its day; days and an asset narrow the list."""
    for seq, day in enumerate(("2025-05-03", "2025-05-01", "2025-05-02")):
        _event(register, seq, day=day)
    days = [row["day"] for row in _answer(register, "clause-05-handovers", **EVERYTHING)]
    some = _answer(register, "clause-05-handovers", since="2025-05-02", until="2025-05-02", asset="")
    one = _answer(register, "clause-05-handovers", **EVERYTHING | {"asset": "A-00001"})

    assert ["2025-05-01", "2025-05-02", "2025-05-03"] == days
    assert [2] == [row["seq"] for row in some]
    assert [1] == [row["seq"] for row in one]


def test_what_was_entered_late_is_told_with_the_days() -> None:
    """From the second day on; the longest first. The day it happened is that of Japan."""
    story = begin()
    late = [
        story.receive(title=day, day=day, entered="2025-05-20").number
        for day in ("2025-05-17", "2025-05-19", "2025-05-18", "2025-05-20", "2025-05-01")
    ]
    told = _answer(story.register(), "clause-44-late")

    assert [(late[4], 19), (late[0], 3), (late[2], 2)] == [(row["asset"], row["days_late"]) for row in told]
    assert ["2025-05-01", "2025-05-17", "2025-05-18"] == [row["day"] for row in told]
    assert {"2025-05-20"} == {row["recorded_on"] for row in told}


def test_events_are_counted_by_kind() -> None:
    """What a clause's evidence is counted from is what the lines say."""
    story = begin()
    for title in ("第1巻", "第2巻"):
        story.move(story.receive(title=title))
    register = story.register()
    told = dict(map(tuple, register.rows("SELECT kind, events FROM kinds")))

    assert (2, 2) == (told["received"], told["moved"])
    assert told == dict(map(tuple, register.rows("SELECT kind, count(*) FROM events GROUP BY kind")))


def test_what_was_taken_back_and_containers_changed_no_hands(register: Register) -> None:
    """A voided handover is left out, a corrected one names its correction; a container is no asset."""
    _put(register, "containers", number="A-00003")
    for seq in range(4):
        _event(register, seq)
    _put(register, "corrections", seq=10, of=1, void=1)
    _put(register, "corrections", seq=11, of=2, void=0)

    rows = register.rows("SELECT seq, corrected_by FROM handovers")
    assert [(0, None), (2, 11)] == [tuple(row) for row in rows]


def test_copies_that_were_not_approved_come_first(register: Register) -> None:
    """Without an approval, before it, beyond its number: each before what is right, whatever it was copied from."""
    _put(register, "approvals", number="承-1", deed="copy", approved_on="2025-05-01", max_copies=2)
    _asset(register, 0)
    for n, (approval, day, copy_no) in enumerate(
        (("承-1", "2025-05-02", 1), ("承-1", "2025-05-02", 3), ("承-1", "2025-04-30", 2), ("", "2025-05-02", 4)),
        start=1,
    ):
        copy = {"origin": "copied", "source": "A-00000", "copy_no": copy_no, "copy_approval": approval}
        _asset(register, n, begun_on=day, **copy)
    rows = _answer(register, "clause-21-copies")

    assert ["× 承認前", "× 数の超過", "× 承認なし", "○"] == [row["finding"].split(" / ")[0] for row in rows]
    assert {"国保"} == {row["title"] for row in rows}


def test_disposals_that_were_not_approved_come_first(register: Register) -> None:
    """Without an approval, before it, after it expired: each before what is right; an erasure in waiting is no disposal."""
    _put(register, "approvals", number="承-1", deed="dispose", approved_on="2025-05-02", valid_until="2025-05-31")
    gone = {"status": "disposed", "open": 0, "end_approval": "承-1"}
    for n, day in enumerate(("2025-05-03", "2025-06-01", "2025-05-01")):
        _asset(register, n, act_on=day, **gone)
    _asset(register, 3, act_on="2025-05-04", **gone | {"end_approval": None, "status": "disposed_pending_certificate"})
    _asset(register, 4, act_on="2025-05-05", status="awaiting_validation", witness=None)
    _asset(register, 5, act_on="2025-05-06", end_approval="承-1", status="awaiting_validation", witness="C-01")
    rows = _answer(register, "clause-41-disposals")

    assert [2, 3, 1, 0, 5] == [int(row["number"][2:]) for row in rows]
    assert ["× 承認前", "× 承認なし", "× 期限後", "○", "○"] == [row["finding"].split(" / ")[0] for row in rows]


def test_places_outside_the_areas_are_found(register: Register) -> None:
    """At a place without a zone, at one nobody registered, or nowhere; not what is on its way, in somebody's hands, gone or destroyed."""
    for place, zone in (("V-1", "controlled"), ("L-1", "none")):
        _put(register, "places", place=place, zone=zone)
    for n, where in enumerate(
        (
            {"place": "V-1"},
            {"place": "L-1"},
            {"place": "Z-9"},
            {"place": ""},
            {"place": "", "holder": "P-01"},
            {"place": "L-1", "status": "in_transit"},
            {"place": "L-1", "open": 0},
            {"place": "", "status": "disposed_pending_certificate"},
        )
    ):
        _asset(register, n, **where)

    found = _answer(register, "clause-11-outside")
    assert ["A-00001", "A-00002", "A-00003"] == [row["number"] for row in found]
    assert ["none", None, None] == [row["zone"] for row in found]


def test_where_everything_is_adds_up(register: Register) -> None:
    """By place, holder and status, with the oldest move of each; what is gone is nowhere."""
    _put(register, "places", place="V-1", name="保管庫", zone="controlled")
    _put(register, "people", person="P-01", name="見本 太郎")
    for n, more in enumerate(({"last_on": "2025-05-03"}, {}, {"holder": "P-01"}, {"open": 0, "last_on": "2025-01-01"})):
        _asset(register, n, **more)
    told = [
        (row["place_name"], row["holder_name"], row["assets"], row["last_on"])
        for row in _answer(register, "clause-11-where")
    ]

    assert [("保管庫", None, 2, "2025-05-02"), ("保管庫", "見本 太郎", 1, "2025-05-02")] == told


def test_who_holds_how_many(register: Register) -> None:
    """What is still open counts, and what is gone does not."""
    _put(register, "people", person="P-01", side="contractor", start="2025-04-01")
    for n, still_open in enumerate((1, 1, 0)):
        _asset(register, n, holder="P-01", open=still_open)

    assert [2] == [row["holds"] for row in _answer(register, "clause-08-16-people")]


def test_who_must_not_hold_or_work_is_marked_first(register: Register) -> None:
    """Left and still holding, without a pledge, untrained, training run out; the client's people and leavers with nothing are right."""
    usual = {
        "side": "contractor",
        "pledged_on": "2025-04-01",
        "trained_on": "2025-04-01",
        "training_until": "",
        "end": "",
    }
    for person, more in {
        "P-1": {},
        "P-2": {"end": "2025-05-31"},
        "P-3": {"end": "2025-05-31", "training_until": "2025-12-31"},
        "P-4": {"pledged_on": ""},
        "P-5": {"trained_on": ""},
        "P-6": {"training_until": "2025-05-31"},
        "C-1": {"side": "client", "pledged_on": ""},
    }.items():
        _put(register, "people", person=person, **usual | more)
    _asset(register, 1, holder="P-2")
    told = {row["person"]: row["finding"].split(" / ")[0] for row in _answer(register, "clause-08-16-people")}

    assert ["P-2", "P-4", "P-5", "P-6"] == [*told][:4]
    assert ["× 離任後も所持", "× 誓約なし", "× 研修なし", "× 研修の期限切れ"] == [*told.values()][:4]
    assert {"○"} == {told[person] for person in ("P-1", "P-3", "C-1")}

    _put(register, "contract", number="R7-1", closed_on="2025-06-30")
    closed = {row["person"]: row["finding"].split(" / ")[0] for row in _answer(register, "clause-08-16-people")}
    assert ["P-2", "P-4"] == [person for person, finding in closed.items() if finding != "○"]


def test_what_was_not_told_in_writing_comes_first(register: Register) -> None:
    """Received without the client's notice, then what has one and copies, which need none; other classes and what was split are left out."""
    for n, more in enumerate(
        (
            {"notice_no": "通知-1", "origin": "received"},
            {"notice_no": "", "origin": "copied"},
            {"notice_no": "", "origin": "received", "pi_class": "personal"},
            {"notice_no": "", "origin": "received", "status": "split"},
            {"notice_no": "", "origin": "received"},
        )
    ):
        _asset(register, n, **{"pi_class": "specific_pi"} | more)
    told = [(row["number"], row["finding"].split(" / ")[0]) for row in _answer(register, "clause-04-notices")]

    assert [("A-00004", "× 書面未受領"), ("A-00000", "○"), ("A-00001", "○ 原本による")] == told


def test_a_violation_is_one_line_with_all_its_rules(register: Register) -> None:
    """However many rules a deed broke; a mere remark is no violation."""
    for seq, rule, why in ((1, "R41-1", "緊急"), (1, "R11-2", "緊急"), (2, "R05-1", "")):
        _put(register, "flags", seq=seq, rule=rule, violation=why)

    assert [(1, "R11-2 R41-1")] == [(row["seq"], row["rules"]) for row in _answer(register, "clause-42-44-violations")]
