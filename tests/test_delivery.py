"""How does a client's list become receipts, all or none?"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assets import contract_file, decide, delivery
from assets import events as e
from assets.importer import fingerprint, read_people, read_places, read_receipts
from assets.ledger import Ledger
from assets.reading import Row
from assets.state import Contract
from assets.when import Moment
from tests.bench.measure import delivery as client_list
from tests.conftest import Answer
from tests.stories import BOTH_SIDES, KEYBOARD, OPENED, PEOPLE, PLACES, PROTOCOL, badly_told, on

Run = Callable[..., Answer]
NOW = "2025-06-02T03:00:00.000Z"
SAMPLE = Path(delivery.__file__).parent / "sample"


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    """A ledger that holds one contract with its roster and places."""
    with Ledger.create(tmp_path) as made:
        moment = on("2025-04-01")
        made.perform(
            OPENED.number,
            lambda _: decide.open_contract(Contract(), OPENED, (*BOTH_SIDES, PROTOCOL), moment=moment),
            by=KEYBOARD,
            moment=moment,
        )
        made.perform(OPENED.number, lambda _: [*PEOPLE.values(), *PLACES.values()], by=KEYBOARD, moment=moment)
        yield made


def rows(*changes: dict[str, Any]) -> list[Row]:
    """Lines of a client's list, each with what it says otherwise."""
    usual = {
        "title": "国保被保険者データ 第1巻",
        "medium": "mag_tape",
        "item": 1,
        "pi_class": "personal",
        "info_items": "氏名",
        "released_by": "C-01",
        "received_by": "P-01",
        "method": "手渡し",
        "place": "V-1",
        "occurred": "2025-06-02",
    }
    return [Row(at, {**usual, **change}) for at, change in enumerate(changes, start=2)]


def received(ledger: Ledger, given: Sequence[Row], *, now: str = NOW) -> delivery.Delivery:
    """Judge the list and record what it amounts to, as one command does."""
    kept: list[delivery.Delivery] = []
    ids: list[str] = []

    def decided(desk: Any) -> Sequence[e.Fact]:
        found = delivery.read(ledger, desk, given, when=Moment(now))
        kept.append(found)
        ids.extend(found.ids)
        return found.facts

    ledger.perform(OPENED.number, decided, by=KEYBOARD, moment=on("2025-06-02"), ids=ids)
    return kept[-1]


@pytest.mark.parametrize("count", [2, 50])
def test_a_long_list_asks_the_journal_as_often_as_a_short_one(ledger: Ledger, count: int) -> None:
    """Which rows and which serials are known is asked once for all of them."""
    asked: list[str] = []
    given = rows(*({"serial": f"KKS{n}"} for n in range(count)))
    ledger.desk(OPENED.number)
    ledger.journal._db.set_trace_callback(asked.append)
    delivery.read(ledger, ledger.desk(OPENED.number), given, when=Moment(NOW))

    assert ["SELECT body", "SELECT id F", "SELECT DIST", "SELECT max("] == [question[:11] for question in asked]


def numbers(ledger: Ledger) -> list[str]:
    """Numbers of all assets."""
    return [asset.number for asset in ledger.assets(OPENED.number)]


def test_a_list_becomes_numbered_receipts(ledger: Ledger) -> None:
    """Two lines, two assets, numbered in the list's order."""
    found = received(ledger, rows({"title": "甲"}, {"title": "乙"}))

    assert [(1, "甲"), (2, "乙")] == [(fact.ordinal, fact.title) for fact in found.facts]
    assert numbers(ledger) == [fact.asset for fact in found.facts]


def test_the_same_list_read_again_changes_nothing(ledger: Ledger) -> None:
    """The operator is not sure whether it was read: reading it again records nothing, and says how many were known."""
    given = rows({"title": "甲"}, {"title": "乙"})
    received(ledger, given)

    again = received(ledger, given)

    assert ([], 2, 2) == (again.facts, again.known, len(numbers(ledger)))


def test_a_longer_list_adds_what_is_new(ledger: Ledger) -> None:
    """The client corrected the list by one line at its top: only that one is recorded."""
    received(ledger, rows({"title": "甲"}, {"title": "乙"}))

    found = received(ledger, rows({"title": "丙"}, {"title": "甲"}, {"title": "乙"}))

    assert (["丙"], 2, [3]) == (
        [fact.title for fact in found.facts],
        found.known,
        [fact.ordinal for fact in found.facts],
    )


def test_two_lines_that_say_the_same_are_two(ledger: Ledger) -> None:
    """Two boxes without serials, described alike: two assets, also when the list is read again with a third."""
    received(ledger, rows({}, {}))
    found = received(ledger, rows({}, {}, {}))

    assert (2, 1, 3) == (found.known, len(found.facts), len(numbers(ledger)))


@pytest.mark.built_in("R00-7")
def test_one_bad_line_stops_the_whole_list(ledger: Ledger) -> None:
    """The second and the fourth line are refused: nothing of the list is recorded, every reason of both lines is told."""
    with pytest.raises(delivery.RowsRefused) as caught:
        received(ledger, rows({}, {"place": "L-1", "released_by": "C-02"}, {}, {"title": "乙", "method": "普通郵便"}))

    assert [(3, ["R05-1", "R11-1"]), (5, ["R05-2"])] == [
        (row, [reason.rule for reason in reasons]) for row, reasons in caught.value.rows
    ]
    assert [] == [
        why for _, reasons in caught.value.rows for reason in reasons if (why := badly_told(reason, "receive"))
    ]
    assert [] == numbers(ledger)


@pytest.mark.built_in("R00-7")
def test_one_bad_cell_stops_the_whole_list(run: Run, sample_folder: Path, tmp_path: Path) -> None:
    """A quantity that is no figure stands in the last row: the rows above it are not recorded either."""
    listed = client_list(tmp_path / "list.csv", 3)
    *above, last = listed.read_text("utf-8").splitlines()
    listed.write_text("\n".join([*above, last.replace(",1,本,", ",五,本,")]), "utf-8")
    before = sample_folder.joinpath("journal.db").read_bytes()

    answer = run("receive", "--from", listed)

    assert 5 == answer.code
    assert before == sample_folder.joinpath("journal.db").read_bytes()


def test_a_refused_list_is_one_refusal_on_the_chain(ledger: Ledger) -> None:
    """However many lines are wrong: one line that names each rule once (clause 44)."""
    with pytest.raises(delivery.RowsRefused):
        received(ledger, rows({"place": "L-1"}, {"place": "L-1", "method": "普通郵便"}))

    last = ledger.journal.lines(OPENED.number)[-1].event.fact
    assert e.Refused(asset="", deed="receive", rules=("R11-1", "R05-2")) == last


@pytest.mark.rule("R23-2")
def test_a_serial_stands_once_in_a_list(ledger: Ledger) -> None:
    """The list names one serial twice: the second line is refused and told which asset has it."""
    with pytest.raises(delivery.RowsRefused) as caught:
        received(ledger, rows({"serial": "WX-1"}, {"serial": "WX-2"}, {"serial": "WX-1", "title": "乙"}))

    ((row, (reason,)),) = caught.value.rows
    assert (4, "R23-2", "R7012-00001") == (row, reason.rule, str(reason.fields["others"])[:11])


@pytest.mark.rule("R23-2")
def test_a_serial_of_another_delivery_is_refused_while_it_is_live(ledger: Ledger) -> None:
    """The disk came in May and is still here."""
    received(ledger, rows({"serial": "WX-1", "medium": "hdd", "occurred": "2025-05-01"}))

    with pytest.raises(delivery.RowsRefused):
        received(ledger, rows({"serial": "WX-1", "medium": "hdd"}))


def test_what_came_in_spring_and_is_typed_in_summer_shows_it(ledger: Ledger) -> None:
    """The day of receipt stands on the line, with the flag of a late entry."""
    (fact,) = received(ledger, rows({"occurred": "2025-04-15"})).facts

    assert ("2025-04-15", ("R00-2L",)) == (fact.occurred, fact.flags)


def test_progress_is_told_by_the_thousand(ledger: Ledger) -> None:
    """Whoever waits sees it move."""
    seen: list[int] = []
    with ledger.journal.writing():
        delivery.read(
            ledger, ledger.desk(OPENED.number), rows(*({} for _ in range(2001))), when=Moment(NOW), progress=seen.append
        )

    assert [1000, 1000] == seen


def test_the_sample_delivery_comes_in_whole(tmp_path: Path) -> None:
    """The files that ship with the program belong together: contract, places, roster, and a delivery that passes every rule."""
    opened, further = contract_file.read(SAMPLE / "contract.toml")
    moment, given = on("2026-04-01"), read_receipts(SAMPLE / "received.csv", media={"DVD-R": "optical_worm"})
    desk = [e.PlaceAdded(**row.values) for row in read_places(SAMPLE / "places.csv").rows]
    desk += [e.PersonAdded(**row.values) for row in read_people(SAMPLE / "roster.csv").rows]
    with Ledger.create(tmp_path) as sample:
        sample.perform(
            opened.number,
            lambda _: [*decide.open_contract(Contract(), opened, further, moment=moment), *desk],
            by=KEYBOARD,
            moment=moment,
        )
        with sample.journal.writing():
            found = delivery.read(sample, sample.desk(opened.number), given.rows, when=moment)

    assert ([], []) == (given.problems, list(given.unknown_media))
    assert (len(given.rows), 0) == (len(found.facts), found.known)


@given(
    st.dictionaries(st.sampled_from(["title", "serial", "remarks"]), st.text(max_size=8)), st.integers(1, 3), st.dates()
)
def test_a_line_has_an_id_that_reading_again_gives_again(said: dict[str, str], nth: int, day: Any) -> None:
    """A UUIDv8 from contract, words and count alone; another contract or the next such line has another."""
    values, when = fingerprint({**said, "occurred": day.isoformat()}), day.isoformat()
    made = delivery.line_id("R7", values, nth, day=when)
    parsed = uuid.UUID(made)

    assert (32, 8, uuid.RFC_4122) == (len(made), parsed.version, parsed.variant)
    assert fingerprint(dict(reversed([*said.items(), ("occurred", when)]))) == values
    assert 3 == len(
        {made, delivery.line_id("R8", values, nth, day=when), delivery.line_id("R7", values, nth + 1, day=when)}
    )
