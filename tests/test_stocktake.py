"""Does a stock-take add up, whatever is scanned, and does the counter hear what it needs to?"""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from assets import decide, ids, reports
from assets import events as e
from assets.decide.stocktake import PRESENT, expects
from assets.edge import actor, moment_of
from assets.errors import LedgerUnusable
from assets.ledger import Ledger
from assets.refusal import Refused
from assets.state import Asset
from tests.conftest import Answer
from tests.stocktakes import DAY, FIRST, close, count, frozen, last_count, start, stranger
from tests.stories import COPYING, Story, begin

Run = Callable[..., Answer]
CONTRACT = "R7-国保-012"
TAPE, TAPE_2, DISK, PAPER, LEAFLET = "R7012-00001-Y", "R7012-00002-W", "R7012-00013-Q", "R7012-00032-K", "R7012-00052-C"
A_MY_NUMBER = "123456789018"
OTHER = {
    "title": "別の業務",
    "prefix": "R7099",
    "client": "別市",
    "contractor": "k",
    "start": "2025-04-01",
    "end": "2027-03-31",
}


# -- the sums ---------------------------------------------------------------------------------------------------------

_SIX = st.integers(0, 5)
_PLACES = st.sampled_from(["V-1", "H-1", "D-1", "L-1"])
_ACTIONS = st.one_of(
    st.tuples(st.just("count"), _SIX, _PLACES, st.sampled_from(["", "A", "B"])),
    st.tuples(st.just("count"), _SIX, _PLACES, st.sampled_from(["", "A", "B"])),
    st.tuples(st.just("stranger"), st.sampled_from(["X", "Y", "R7099-00001-2"]), _PLACES),
    st.tuples(st.just("move"), _SIX, _PLACES),
    st.tuples(st.just("hold"), _SIX),
    st.tuples(st.just("return"), _SIX),
    st.tuples(st.just("send"), _SIX),
    st.tuples(st.just("erase"), _SIX),
    st.tuples(st.just("lose"), _SIX),
    st.tuples(st.just("find"), _SIX, _PLACES),
    st.tuples(st.just("label"), _SIX),
    st.tuples(st.just("arrive"), st.sampled_from(["V-1", "H-1"])),
)


def _act(story: Story, action: tuple[Any, ...]) -> None:
    """One step; what the rules refuse does not happen."""
    what, *words = action
    asset = list(story.assets.values())[words[0]] if isinstance(words[0], int) else None
    steps: dict[str, Callable[[], object]] = {
        "count": lambda: count(story, asset, place=words[1], label=words[2]),
        "stranger": lambda: stranger(story, words[0], place=words[1]),
        "move": lambda: story.move(asset, place=words[1], day=DAY),
        "hold": lambda: story.handover(asset, place="", day=DAY),
        "return": lambda: story.give_back(asset, day=DAY),
        "send": lambda: story.send(asset, day=DAY),
        "erase": lambda: story.erase(asset, day=DAY),
        "lose": lambda: story.lose(asset, day=DAY),
        "find": lambda: story.find(asset, place=words[1], day=DAY),
        "label": lambda: story.do(decide.label, asset, day=DAY),
        "arrive": lambda: story.receive(place=words[0], day=DAY),
    }
    try:
        steps[what]()
    except Refused:
        return


def _six() -> Story:
    story = begin()
    for number in range(6):
        story.receive(
            title=f"第{number}巻", place=("V-1", "H-1", "")[number % 3], owner=("client", "contractor")[number // 4]
        )
    return story


@given(
    before=st.lists(_ACTIONS, max_size=6),
    during=st.lists(_ACTIONS, min_size=4, max_size=25),
    places=st.sampled_from([(), ("V-1",), ("V-1", "H-1")]),
)
@settings(max_examples=100, deadline=None)
def test_whatever_is_scanned_the_sums_add_up(
    before: list[tuple[Any, ...]], during: list[tuple[Any, ...]], places: tuple[str, ...]
) -> None:
    """Valid, void, foreign, ended, twice or unknown, with deeds between, in any order.

    Expected = found + found elsewhere + missing + went since, over the frozen list; each missing one, and no other, goes missing; what was
    still to be seen is what goes missing; and the register replayed from the lines says the same and proves the list.
    """
    story = _six()
    for action in before:
        if action[0] not in ("count", "stranger"):
            _act(story, action)
    [started] = start(story, mode="open", places=places)
    assert isinstance(started, e.StocktakeStarted)
    for action in during:
        _act(story, action)
    open_register = reports.stocktake(story.register().db, FIRST)
    lines = len(story.lines)

    closed = close(story)

    assert closed.expected == closed.found + closed.found_elsewhere + closed.missing + closed.gone
    assert started.expected == closed.expected
    went = [event.fact.asset for event in story.lines[lines:] if isinstance(event.fact, e.WentMissing)]
    assert closed.missing == len(went) == len(set(went))
    assert set(went) == {row["number"] for row in open_register["remaining"]}
    assert all(expects(started, frozen(story, story.assets[number])) for number in went)
    assert {"missing"} >= {story.assets[number].status for number in went}
    differs = [
        event.fact for event in story.lines if isinstance(event.fact, e.Counted) and event.fact.result != "found"
    ]
    assert closed.certified == (not differs and not went)
    told = reports.stocktake(story.register().db, FIRST)
    assert told["list_proved"]
    assert (closed.found, closed.found_elsewhere) == tuple(told["results"].get(name, 0) for name in PRESENT)
    assert closed.others == sum(told["results"].values()) - closed.found - closed.found_elsewhere
    assert went == [row["number"] for row in told["missing_assets"]]


def test_a_count_moves_nothing() -> None:
    """Seen in the handling room, the tape still stands in the vault on record, in nobody's hand, and its clock has not moved."""
    story = begin()
    tape = story.receive()
    start(story)
    before = tape.place, tape.holder, tape.whereabouts, tape.last

    count(story, tape, place="H-1")

    assert before == (tape.place, tape.holder, tape.whereabouts, tape.last)
    assert "2025-07-01T03:00:00.000Z" == tape.counted_on


def test_what_left_by_a_deed_is_not_missing() -> None:
    """Returned, sent away or moved out of the vault while it is counted: accounted for by the record, and certified."""
    story = begin()
    returned, sent, moved, seen = (story.receive(title=f"第{number}巻") for number in range(4))
    start(story, places=("V-1",))
    story.give_back(returned, day=DAY)
    story.send(sent, day=DAY)
    story.move(moved, day=DAY)
    count(story, seen)

    closed = close(story)

    assert (4, 1, 0, 0, 3, True) == (
        closed.expected, closed.found, closed.found_elsewhere, closed.missing, closed.gone, closed.certified
    )  # fmt: skip


def test_what_is_moved_on_record_counts_where_it_is_now() -> None:
    """Moved from the vault to the handling room after the list was frozen, it is found there; scanned in the vault first, it counts once."""
    story = begin()
    tape, other = story.receive(), story.receive(title="別の巻")
    start(story)
    count(story, other)
    for one in (tape, other):
        story.move(one, day=DAY)

    assert (["found"], []) == (count(story, tape, place="H-1"), count(story, other, place="H-1"))
    assert close(story).certified


def test_what_somebody_holds_without_a_place_is_found_anywhere() -> None:
    """Given to P-02 without a place, a tape is expected when all is counted, and where it lies says nothing against the record."""
    story = begin()
    tape = story.receive(place="")
    [started] = start(story)

    assert (1, ["found"]) == (started.expected, count(story, tape, place="H-1"))  # type: ignore[attr-defined]
    assert close(story).certified


def test_a_stranger_counts_once_at_a_place() -> None:
    """The same unknown label scanned twice in the vault is one difference, also from another keyboard."""
    story = begin()
    start(story)

    assert (1, 0) == (len(stranger(story, "X")), len(stranger(story, "X", counted_by="P-05")))
    assert 1 == close(story).others


def _with_data(story: Story) -> tuple[Asset, Asset, Asset]:
    """A tape in the vault with a copy on a disk in the handling room, and data of it on that disk."""
    tape = story.receive()
    story.approve(replace(COPYING, max_copies=5), tape)
    disk = story.copy(tape)
    return tape, disk, story.copy(tape, host=disk)


def test_data_is_seen_with_its_host() -> None:
    """Nobody can scan data: the disk is scanned, and the data on it is found by it, told line by line."""
    story = begin()
    tape, disk, data = _with_data(story)
    start(story)
    count(story, tape)

    assert ["found", "found"] == count(story, disk, place="H-1", along=[(data, frozen(story, data))])
    assert (data.number, disk.number) == (last_count(story).asset, last_count(story).scanned)
    assert [] == count(story, disk, place="H-1", along=[(data, frozen(story, data))])
    assert close(story).certified


def test_data_goes_missing_with_its_host() -> None:
    """The disk is not seen: what was put onto it after the list was frozen is missing too, though no sum counts it."""
    story = begin()
    tape, disk, data = _with_data(story)
    start(story)
    late = story.copy(tape, host=disk, day=DAY)
    count(story, tape)

    closed = close(story)

    assert (3, 1, 2) == (closed.expected, closed.found, closed.missing)
    assert ["missing"] * 3 == [asset.whereabouts for asset in (disk, data, late)]


def test_what_should_not_be_there_opens_incident_drafts() -> None:
    """A stranger, a broken seal and three tapes that are missing: one draft for each cause, the missing ones together; the end comes last."""
    story = begin()
    seen, *_missing = (story.receive(title=f"第{number}巻") for number in range(4))
    start(story)
    stranger(story, "X")
    count(story, seen, seal="broken")

    close(story)

    drafts = [event.fact for event in story.lines if isinstance(event.fact, e.IncidentOpened)]
    assert ["unregistered", "seal_broken", "went_missing"] == [fact.cause for fact in drafts]
    assert ["事故-001", "事故-002", "事故-003"] == [fact.number for fact in drafts]
    touched = [event.fact.incident for event in story.lines if isinstance(event.fact, e.IncidentAffected)]
    assert ["事故-002", "事故-003", "事故-003", "事故-003"] == touched
    assert "stocktake.closed" == story.lines[-1].kind


def test_what_comes_later_is_not_on_the_list() -> None:
    """Received while the vault is counted, a tape in its place changes nothing: the list stays as it was frozen."""
    story = begin()
    start(story)
    late = story.receive(day=DAY)

    assert [] == count(story, late)
    assert (0, True) == ((closed := close(story)).expected, closed.certified)


def test_a_missing_asset_goes_missing_again_only_as_a_line() -> None:
    """Missing before, not seen again: still expected, still missing, and the history says so."""
    story = begin()
    tape = story.receive()
    story.lose(tape)
    [started] = start(story)
    closed = close(story)

    [_before, went] = [event.fact for event in story.lines if isinstance(event.fact, e.WentMissing)]
    assert (1, 1) == (started.expected, closed.missing)  # type: ignore[attr-defined]
    assert ("missing", FIRST) == (tape.status, went.stocktake)


def test_a_list_that_is_not_the_frozen_one_is_an_alarm() -> None:
    """An asset left out of the reckoning does not go unnoticed: nothing is closed."""
    story = begin()
    tape, _other = story.receive(), story.receive(title="別の巻")
    start(story)

    with pytest.raises(LedgerUnusable, match="frozen"):
        decide.close_stocktake(
            story.desk,
            stocktake=FIRST,
            frozen=[tape],
            assets=[tape],
            strangers=[],
            approved_by="P-01",
            moment=moment_of(),
        )


# -- at the counter ---------------------------------------------------------------------------------------------------


def _started(run: Run, *more: str) -> dict[str, Any]:
    answer = run("stocktake", "start", "--second", "P-05", "--by", "P-02", "--json", *more)
    assert 0 == answer.code, answer
    data: dict[str, Any] = json.loads(answer.out)[0]["data"]
    return data


def _counted(run: Run, *scans: str, more: tuple[str, ...] = ()) -> dict[str, Any]:
    answer = run("stocktake", "count", "--json", "--by", "P-02", *more, stdin="\n".join(scans))
    told: dict[str, Any] = json.loads(answer.out)
    return told


def _results(told: dict[str, Any]) -> list[tuple[str, str, str]]:
    counted = [row["data"] for row in told["done"] if row["kind"] == "counted"]
    return [(data["asset"], data["result"], data["place"]) for data in counted]


def _shown(run: Run, *more: str) -> dict[str, Any]:
    answer = run("stocktake", "show", "--json", *more)
    assert 0 == answer.code, answer
    told: dict[str, Any] = json.loads(answer.out)
    return told


def _numbers(folder: Path, place: str) -> list[str]:
    with Ledger.open(folder) as ledger:
        return [row[0] for row in ledger.reading(CONTRACT).rows("SELECT number FROM assets WHERE place = ?", place)]


def test_a_stocktake_without_difference_is_certified(run: Run, sample_folder: Path, tmp_path: Path) -> None:
    """The handling room is counted from a file: all found, certified, with the hash of the list and the line that closed it."""
    numbers = _numbers(sample_folder, "H-1")
    started = _started(run, "--place", "H-1")
    assert (len(numbers), hashlib.sha256("\n".join(sorted(numbers)).encode()).hexdigest()) == (
        started["expected"],
        started["expected_hash"],
    )
    scans = tmp_path / "scans.txt"
    scans.write_text("\n".join(reversed(numbers)), encoding="utf-8")
    assert 0 == run("stocktake", "count", "--file", scans, "--by", "P-02").code

    closed = json.loads(run("stocktake", "close", "--json").out)

    assert (1, len(numbers), 0, 0, 0) == tuple(
        closed[name] for name in ("certified", "found", "missing", "gone", "others")
    )
    assert (sorted(numbers), []) == (sorted(closed["listed"]), closed["remaining"])
    with Ledger.open(sample_folder) as ledger:
        assert closed["closing"]["hash"] == ledger.journal.head(CONTRACT).hash
    assert "Certified: no difference (差異なし)" in run("stocktake", "show", "1").out
    assert 0 == run("verify").code


def test_a_stocktake_with_differences_is_refused_its_certificate(run: Run, sample_folder: Path) -> None:
    """One tape missing, one elsewhere, a stranger: closed, the missing one goes missing, and the page says why there is no certificate."""
    _started(run, "--place", "V-1")
    rest = [number for number in _numbers(sample_folder, "V-1") if number not in (TAPE, TAPE_2)]
    _counted(run, *rest, "H-1", TAPE_2, "無記名のUSB")

    answer = run("stocktake", "close", "--by", "P-01", "--remarks", "捜索中")

    assert 0 == answer.code
    assert "Refused: there are differences (差異あり)" in answer.out
    for word in (TAPE, TAPE_2, "found elsewhere", "not registered", "無記名のUSB", "Went missing: 1", "捜索中"):
        assert word in answer.out, word
    assert "missing" == json.loads(run("show", TAPE, "--json").out)["asset"]["status"]
    [row] = json.loads(run("stocktake", "list", "--json").out)
    assert (row["expected"], 0) == (
        row["found"] + row["found_elsewhere"] + row["missing"] + row["gone"],
        row["certified"],
    )


def test_places_and_things_are_scanned_as_they_come(run: Run, sample_folder: Path) -> None:
    """A place's label, on whatever keyboard, switches the place; the same label again counts once, and nobody is left in doubt."""
    _started(run)

    told = _counted(run, TAPE, "v-1", TAPE, TAPE, "Ｈ－２", PAPER.replace("-", "").lower(), "H-1", LEAFLET)

    assert [(TAPE, "found", "V-1"), (PAPER, "found", "H-2"), (LEAFLET, "found", "H-1")] == _results(told)
    assert ["At which place? Scan the place's label first."] == [row["message"] for row in told["failed"]]
    assert [TAPE] == [row["scanned"] for row in told["noted"]]


def test_a_wrong_place_is_told(run: Run, sample_folder: Path) -> None:
    """A place that nobody registered is not counted at, nor put on the list."""
    assert 4 == run("stocktake", "start", "--second", "P-05", "--place", "X-9", "--by", "P-02").code
    _started(run, "--place", "V-1")

    assert 4 == run("stocktake", "count", TAPE, "--place", "X-9", "--by", "P-02").code
    assert [] == _shown(run)["differences"]


def test_only_the_number_of_another_contract_is_told(run: Run, sample_folder: Path) -> None:
    """A tape of another client lies in the vault: its number stands in this chain, its title and client never do."""
    for line in (
        (
            "contract",
            "open",
            "--number",
            "R7-別-099",
            *(part for name, value in OTHER.items() for part in (f"--{name}", value)),
        ),
        ("place", "add", "V-1", "--zone", "controlled", "--contract", "R7099"),
    ):
        assert 0 == run(*line).code
    with Ledger.open(sample_folder) as ledger:
        fields = {
            "title": "秘密の名簿",
            "medium": "mag_tape",
            "item": 1,
            "pi_class": "personal",
            "info_items": "氏名",
            "serial": "Z-1",
        }
        parties = {"released_by": "C-01", "received_by": "P-01", "method": "手渡し", "place": "V-1"}
        theirs = e.Received(**fields, **parties, asset="R7099-00001-6", ordinal=1)
        ledger.perform("R7-別-099", lambda desk: [theirs], by=actor("P-01", "typed"), moment=moment_of())
    assert (
        0 == run("stocktake", "start", "--second", "P-05", "--place", "V-1", "--contract", "R7012", "--by", "P-02").code
    )

    told = _counted(run, "R7099-00001-6", "Z-1", more=("--contract", "R7012"))

    assert [("", "unexpected_live", "V-1")] == _results(told)
    assert "R7099-00001-6" == told["done"][0]["data"]["scanned"]
    with Ledger.open(sample_folder) as ledger:
        lines = "".join(row.body for row in ledger.journal.lines(CONTRACT))
    assert not any(
        secret in lines + json.dumps(told, ensure_ascii=False) for secret in ("秘密の名簿", "Z-1", "R7-別-099", "別市")
    )


def test_a_my_number_is_neither_kept_nor_repeated(run: Run, sample_folder: Path) -> None:
    """A label that reads like a My Number is recorded as unregistered, unread."""
    _started(run, "--place", "V-1")

    answer = run("stocktake", "count", A_MY_NUMBER, "--by", "P-02")

    assert {"unregistered": 1} == _shown(run)["results"]
    assert "************" in answer.err
    for text in (answer.out, answer.err, (sample_folder / "journal.db").read_bytes().decode("utf-8", "replace")):
        assert A_MY_NUMBER not in text


def test_what_was_misread_is_scanned_again(run: Run, sample_folder: Path) -> None:
    """A wrong check character is no unregistered medium: refused, recorded as refused, and the tape is still to be seen."""
    _started(run, "--place", "V-1", "--open")

    told = _counted(run, TAPE[:-1] + "Z", f"{TAPE} {TAPE_2[:-1]}Z")

    assert [] == told["done"]
    assert ["R00-5", "R00-5"] == [row["reasons"][0]["rule"] for row in told["failed"]]
    assert TAPE in [row["number"] for row in _shown(run)["remaining"]]


def test_the_list_stays_as_it_was_frozen(run: Run, sample_folder: Path) -> None:
    """Moved into the vault after the list was frozen, the leaflet is not on it: said, and nothing recorded."""
    _started(run, "--place", "V-1")
    assert 0 == run("move", LEAFLET, "--place", "V-1").code

    told = _counted(run, LEAFLET)

    assert ([], [LEAFLET]) == (told["done"], [row["scanned"] for row in told["noted"]])
    assert "not on the list" in told["noted"][0]["note"]


def test_a_draft_is_told_below_the_scan(run: Run, sample_folder: Path) -> None:
    """Something unknown lies there: the incident draft is named, with the line that shows it, and the scan counts as one."""
    _started(run, "--place", "V-1")

    answer = run("stocktake", "count", "無記名", TAPE, "--by", "P-02")

    assert "assets incident show 事故-001" in answer.out
    assert "2 recorded, 0 not." in answer.out
    assert 0 == run("stocktake", "close").code
    listed = run("incident", "list", env={"ASSETS_LANG": "ja"})
    assert "棚卸で確認できず" in listed.out, listed


def test_data_on_a_disk_is_counted_with_the_disk(run: Run, sample_folder: Path) -> None:
    """Its own number never has to be typed: scanning the disk tells of both."""
    assert 0 == run("move", DISK, "--place", "H-1", "--on", "2025-05-19").code
    assert 0 == run("copy", TAPE, "--medium", "logical_copy", "--host", DISK, "--on", "2025-05-20").code
    _started(run, "--place", "H-1")

    results = _results(_counted(run, DISK))

    assert [(DISK, "found", "H-1"), ("R7012-00083-X", "found", "H-1")] == results


def test_a_serial_counts_as_its_asset(run: Run, sample_folder: Path) -> None:
    """A damaged label: the manufacturer's serial finds the tape."""
    _started(run, "--place", "V-1")

    assert [(TAPE, "found", "V-1")] == _results(_counted(run, "KKS101L8"))


def test_a_number_that_was_never_given_is_unregistered(run: Run, sample_folder: Path) -> None:
    """A label like ours with a right check character, that no asset ever had: somebody printed it."""
    _started(run, "--place", "V-1")

    told = _counted(run, ids.make("R7012", 9999))

    assert [("", "unregistered", "V-1")] == _results(told)


def test_blind_means_blind(run: Run, sample_folder: Path) -> None:
    """While it is counted blind nobody is shown what is still to be seen, neither on the screen nor in JSON; with the list open everybody is."""
    _started(run, "--place", "H-1")
    _started(run, "--place", "H-1", "--open")
    shown = {mode: run("stocktake", "show", number) for mode, number in (("blind", "1"), ("open", "棚-2"))}

    assert (None, None) == tuple(_shown(run, "棚-001")[name] for name in ("remaining", "listed"))
    assert LEAFLET not in shown["blind"].out + json.dumps(_shown(run, "1"))
    assert LEAFLET in shown["open"].out
    assert LEAFLET in [row["number"] for row in _shown(run, "2")["remaining"]]


def test_which_stocktake_is_asked_only_when_there_are_several(run: Run, sample_folder: Path) -> None:
    """None open, or two: told with what to type; one is taken as it is; a wrong number is no stock-take."""
    assert (4, "No stock-take is open.") == (
        (answer := run("stocktake", "count", TAPE, "--by", "P-02")).code,
        answer.err.splitlines()[0][2:],
    )
    _started(run, "--place", "V-1")
    assert 0 == run("stocktake", "count", TAPE, "--by", "P-02").code
    _started(run, "--place", "H-1")
    answer = run("stocktake", "count", TAPE, "--place", "V-1", "--by", "P-02")
    assert (4, True) == (answer.code, "棚-001" in answer.err and "棚-002" in answer.err)

    assert 0 == run("stocktake", "count", LEAFLET, "--stocktake", "2", "--by", "P-02").code
    assert 4 == run("stocktake", "show", "3").code
    assert 4 == run("stocktake", "close").code


def test_after_the_end_nothing_is_counted(run: Run, sample_folder: Path) -> None:
    """Refused, with how to begin anew; the closed result is still shown."""
    _started(run, "--place", "D-1")
    assert 0 == run("stocktake", "close").code

    answer = run("stocktake", "count", TAPE, "--stocktake", "1", "--place", "V-1", "--by", "P-02")

    assert (3, True) == (answer.code, "R23-13" in answer.err)
    assert 3 == run("stocktake", "close", "1").code
    assert "D-1" == _shown(run)["places"]


def test_a_missing_asset_that_is_scanned_is_to_be_recorded_as_found(run: Run, sample_folder: Path) -> None:
    """It was missing and lies in the vault: found elsewhere, with the line to type; typed, the gap is closed."""
    assert 0 == run("lost", TAPE, "--reason", "不明").code
    _started(run, "--place", "V-1")

    answer = run("stocktake", "count", TAPE, "--by", "P-02")

    assert f"assets found {TAPE} --place V-1" in answer.err
    assert 0 == run("found", TAPE, "--place", "V-1").code
    assert 0 == run("stocktake", "count", TAPE, "--by", "P-02").code


def test_what_lies_outside_the_areas_is_brought_back(run: Run, sample_folder: Path) -> None:
    """A tape in the lobby is never moved there on record: it is brought back, and then the deed that says where to is typed."""
    _started(run, "--place", "V-1")

    answer = run("stocktake", "count", "L-1", TAPE, "--by", "P-02")

    assert "Bring it back" in answer.err
    assert "--place L-1" not in answer.err
    assert "R11-5" in answer.err


def test_the_options_of_a_scan(run: Run, sample_folder: Path) -> None:
    """A broken seal, a wet box, a sheet too few: found, with what is wrong beside it; a seal is intact or broken, nothing else."""
    _started(run, "--place", "H-2")

    told = _counted(run, PAPER, more=("--seal", "broken", "--condition", "水濡れ", "--quantity", "3"))

    assert ["found", "seal_broken", "condition_changed"] == [result for _asset, result, _place in _results(told)]
    assert (3, "水濡れ", "broken") == tuple(told["done"][2]["data"][name] for name in ("quantity", "condition", "seal"))
    assert 5 == run("stocktake", "count", PAPER, "--seal", "ok", "--by", "P-02").code
    assert "quantity 3" in run("stocktake", "show").out


def test_two_people_count_at_once(sample_folder: Path, run: Run) -> None:
    """The same forty labels at two keyboards: each counts once, whoever was first, and none is lost."""
    _started(run, "--place", "V-1")
    numbers = _numbers(sample_folder, "V-1")[:40]

    def scan(order: list[str]) -> None:
        with Ledger.open(sample_folder) as ledger:
            for number in order:
                ledger.perform(CONTRACT, partial(_count, ledger, number), by=actor("P-02", "typed"), moment=moment_of())

    people = [threading.Thread(target=scan, args=(order,)) for order in (numbers, numbers[::-1])]
    for person in people:
        person.start()
    for person in people:
        person.join()

    assert {"found": 40} == _shown(run)["results"]


def _count(ledger: Ledger, number: str, desk: Any) -> list[e.Fact]:
    asset = ledger.asset(CONTRACT, number)
    assert asset is not None
    frozen = ledger.asset_at(CONTRACT, number, desk.stocktakes[FIRST].started.as_of)
    words = {"stocktake": FIRST, "place": "V-1", "counted_by": "P-02"}
    return decide.count(desk, asset, frozen=frozen, moment=moment_of(), **words)


def test_a_scan_reads_its_asset_alone(sample_folder: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many are expected: no scan reads all the lines of the contract."""
    _started(run)

    def everything(*_args: object, **_words: object) -> None:
        raise AssertionError("a scan read the whole contract")

    monkeypatch.setattr(Ledger, "assets", everything)
    monkeypatch.setattr("assets.journal.Journal.lines", everything)
    told = _counted(run, "V-1", TAPE, "無記名", "H-1", TAPE)

    assert ["found", "unregistered", "duplicate_scan"] == [result for _asset, result, _place in _results(told)]


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            "en",
            (
                "expected",
                "counted in 棚-001",
                "found elsewhere",
                "Differences: 1",
                "Went missing: {missing}",
                "Refused: there are differences",
            ),
        ),
        ("ja", ("台帳数", "確認", "別場所で確認", "差異：1件", "所在不明：{missing}件", "差異あり")),
    ],
)
def test_it_is_told_in_both_languages(run: Run, sample_folder: Path, language: str, words: tuple[str, ...]) -> None:
    """Start, scans, page and verdict, in the language asked for."""
    env = {"ASSETS_LANG": language}
    missing = len(_numbers(sample_folder, "V-1")) - 2
    lines = (
        ("stocktake", "start", "--second", "P-05", "--place", "V-1", "--by", "P-02"),
        ("stocktake", "count", TAPE, "H-1", TAPE_2, "--by", "P-02"),
        ("stocktake", "show"),
        ("stocktake", "close"),
        ("stocktake", "list"),
    )
    answers = [run(*line, env=env) for line in lines]

    assert [0] * 5 == [answer.code for answer in answers]
    told = "".join(answer.out + answer.err for answer in answers)
    assert [] == [word for word in words if word.format(missing=missing) not in told]


def test_the_reason_of_a_missing_asset_is_a_word(run: Run, sample_folder: Path) -> None:
    """The history says in both languages that the stock-take did not see it."""
    _started(run, "--place", "H-1")
    run("stocktake", "close")

    assert "not seen in the stock-take" in run("history", LEAFLET).out
    assert "棚卸で確認できず" in run("history", LEAFLET, env={"ASSETS_LANG": "ja"}).out


def test_nobody_is_asked_in_a_script(run: Run, sample_folder: Path) -> None:
    """Without the second person a script is told the option, and nothing begins."""
    answer = run("stocktake", "start")

    assert (2, True) == (answer.code, "--second" in answer.err)
    assert [] == json.loads(run("stocktake", "list", "--json").out)
    assert 4 == run("stocktake", "show").code


def test_a_rebuilt_register_proves_the_same_list(run: Run, sample_folder: Path) -> None:
    """Replayed from nothing, after moves and endings since, the list is the one that was frozen; a list changed by hand is an alarm."""
    _started(run, "--place", "V-1")
    assert 0 == run("move", TAPE, "--place", "H-1").code
    assert 0 == run("return", TAPE_2, "--to", "C-01", "--method", "手渡し").code
    assert 0 == run("rebuild").code
    assert _shown(run)["list_proved"]

    with Ledger.open(sample_folder) as ledger:
        ledger.register(CONTRACT).db.execute("DELETE FROM stocktake_expected WHERE asset = ?", (DISK,))

    assert not _shown(run)["list_proved"]
    assert "ALARM" in run("stocktake", "show").err
    assert 1 == run("verify").code
