"""Is it counted by the right people, and told for what it is?"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from msgspec.structs import replace

from assets import decide
from assets import events as e
from assets.decide.judged import judged
from assets.refusal import Refused
from assets.state import Asset
from tests.stocktakes import DAY, FIRST, close, count, last_count, start, stranger
from tests.stories import PEOPLE, PLACES, SHREDDING, Story, begin, on, refused


def flags(story: Story) -> tuple[str, ...]:
    """What the last scan is flagged with."""
    return last_count(story).flags


@pytest.mark.rule("R23-4")
@pytest.mark.parametrize("words", [{"second": "P-02"}, {"second": "X-99"}, {"counted_by": "X-99"}, {"second": "P-04"}])
def test_two_people_of_the_roster_count(words: dict[str, str]) -> None:
    """P-02 cannot confirm their own count; neither can a stranger, nor P-04, who left in September. P-02 with P-05 can."""
    story = begin()

    with refused("R23-4"):
        start(story, day="2025-10-02", **words)

    start(story, day="2025-10-02")


@pytest.mark.rule("R23-4")
def test_who_scans_is_on_the_roster() -> None:
    """More than two may scan; nobody whom the roster does not name."""
    story = begin()
    tape = story.receive()
    start(story)

    with refused("R23-4"):
        count(story, tape, counted_by="X-99")

    assert ["found"] == count(story, tape, counted_by="P-03")


@pytest.mark.rule("R23-22")
@pytest.mark.parametrize("number", ["P-12", "P-06"])
def test_who_counts_may_enter_the_place(number: str) -> None:
    """P-12 may work in the handling room alone, P-06 has pledged nothing: in the vault they neither count nor stand by."""
    confined = replace(PEOPLE["P-03"], person="P-12", zones=("H-1",))
    story = begin(people=(*PEOPLE.values(), confined))
    tape = story.receive()

    for part in ("counted_by", "second"):
        with refused("R23-22"):
            start(story, places=("V-1", "H-1"), **{part: number})
    start(story)
    with refused("R23-22"):
        count(story, tape, counted_by=number)

    assert ["found"] == count(story, tape)


@pytest.mark.rule("R23-22")
def test_whoever_is_confined_counts_in_their_own_area() -> None:
    """P-12 counts the handling room, where they work; the client's officer, who pledges to nobody, may stand by."""
    confined = replace(PEOPLE["P-03"], person="P-12", zones=("H-1",))
    story = begin(people=(*PEOPLE.values(), confined))
    start(story, places=("H-1",), counted_by="P-12", second="C-01")

    with refused("R23-22"):
        stranger(story, "X", counted_by="P-12")
    assert 1 == len(stranger(story, "X", counted_by="P-12", place="H-1"))


@pytest.mark.rule("R23-23")
def test_who_approves_counts_nothing() -> None:
    """P-01 answers for the contractor: they neither begin, stand by, nor scan."""
    story = begin()
    tape = story.receive()

    for part in ("counted_by", "second"):
        with refused("R23-23"):
            start(story, **{part: "P-01"})
    start(story)
    with refused("R23-23"):
        count(story, tape, counted_by="P-01")
    with refused("R23-23"):
        stranger(story, "X", counted_by="P-01")


@pytest.mark.rule("R23-23")
@pytest.mark.parametrize("counter", ["P-02", "P-05", "P-03", "P-07"])
def test_who_counted_does_not_come_to_approve_it(counter: str) -> None:
    """Whoever began, stood by, scanned a tape or scanned something unknown is named responsible afterwards: another must be, to approve."""
    story = begin()
    tape = story.receive()
    start(story, day="2025-07-11")
    count(story, tape, counted_by="P-03", day="2025-07-11")
    stranger(story, "X", counted_by="P-07", day="2025-07-11")
    for person, day in ((counter, "2025-07-12"), ("P-01", "2025-07-13")):
        named = e.ResponsibleNamed(side="contractor", person=person, start=day)
        story.do(decide.name_responsible, named=named, day=day)

    with refused("R23-23"):
        close(story, approved_by=counter, day="2025-07-12")

    assert "P-01" == close(story, day="2025-07-13").approved_by


@pytest.mark.rule("R23-24")
def test_who_keeps_it_is_no_independent_counter() -> None:
    """P-03 answers for the vault, P-02 has a tape in hand: their scans are flagged, and refused once the contract agreed so; P-05's never are."""
    story = begin(places=(*PLACES.values(), replace(PLACES["V-1"], responsible="P-03")))
    tapes = [story.receive(title=f"第{volume}巻") for volume in range(3)]
    held = story.receive()
    story.handover(held, received_by="P-02", place="V-1")
    start(story)

    for asset, by in ((tapes[0], "P-03"), (held, "P-02")):
        count(story, asset, counted_by=by)
        assert ("R23-24",) == flags(story)
    count(story, tapes[1], counted_by="P-05")
    assert () == flags(story)

    story.record([e.PolicySet(key="custodian_counts", value="refuse", was="flag")], on(DAY))
    with refused("R23-24"):
        count(story, tapes[2], counted_by="P-03")
    assert ["found"] == count(story, tapes[2])


@pytest.mark.rule("R23-13")
def test_nothing_is_counted_after_the_end() -> None:
    """Once closed, a stock-take takes no scan and is not closed again; a new one may begin."""
    story = begin()
    tape = story.receive()
    start(story)
    count(story, tape)
    close(story)

    with refused("R23-13"):
        count(story, tape)
    with refused("R23-13"):
        count(story, tape, place="H-1")
    with refused("R23-13"):
        stranger(story, "X")
    with refused("R23-13"):
        close(story)

    start(story)
    assert ["found"] == count(story, tape, stocktake="棚-002")


@pytest.mark.rule("R23-13")
def test_nothing_is_counted_before_the_beginning() -> None:
    """A scan of yesterday, or of a stock-take that never began, is none of this one."""
    story = begin()
    tape = story.receive()

    with refused("R23-13"):
        count(story, tape)

    start(story)
    with refused("R23-13"):
        story.do(_counted_yesterday, tape, day="2025-06-30", entered=DAY)


def _counted_yesterday(desk, asset, *, moment):  # type: ignore[no-untyped-def]
    fact = e.Counted(asset=asset.number, stocktake=FIRST, result="found", place="V-1", counted_by="P-02")
    return [judged(desk, fact, moment, asset=asset)]


@pytest.mark.rule("R23-6")
@pytest.mark.parametrize(
    "wrong",
    [{"found": 0}, {"found": 2}, {"missing": 1}, {"gone": 1}, {"found_elsewhere": 1}, {"expected": 2, "found": 2}],
)
def test_a_result_that_does_not_add_up_is_refused(wrong: dict[str, int]) -> None:
    """One was expected and one found: no other sum is written, nor one over another list."""
    story = begin()
    count_of_one = story.receive()
    start(story)
    count(story, count_of_one)
    right = e.StocktakeClosed(
        number=FIRST, expected=1, found=1, found_elsewhere=0, missing=0, others=0, certified=True, approved_by="P-01"
    )

    with refused("R23-6"):
        judged(story.desk, replace(right, **wrong), on(DAY))

    assert right == replace(judged(story.desk, right, on(DAY)), occurred="")


@pytest.mark.rule("R23-7")
@pytest.mark.parametrize("approver", ["P-02", "C-01", "", "X-99"])
def test_who_answers_approves_the_result(approver: str) -> None:
    """Neither who counted, nor the client, nor nobody approves the result: P-01 answers for the contractor, and does."""
    story = begin()
    start(story)

    with refused("R23-7"):
        close(story, approved_by=approver)

    assert close(story).certified


@pytest.mark.rule("R23-7")
def test_without_a_responsible_person_nothing_is_approved() -> None:
    """The contractor never named who answers: the refusal says how to."""
    story = begin(responsible=())
    start(story)

    with refused("R23-7") as reasons:
        close(story)
    assert "--responsible" in reasons[0].advice()


# -- what a scan means ------------------------------------------------------------------------------------------------


@pytest.mark.rule("R23-14")
def test_what_lies_elsewhere_is_flagged() -> None:
    """A tape of the vault lies in the handling room: told, flagged, and not moved by it; the one beside it is where it should be."""
    story = begin()
    tape, other = story.receive(), story.receive(title="別の巻", place="H-1")
    start(story)

    assert ["found_elsewhere"] == count(story, tape, place="H-1")
    assert ("R23-14",) == flags(story)
    assert "V-1" == tape.place

    assert ["found"] == count(story, other, place="H-1")
    assert () == flags(story)


@pytest.mark.rule("R23-15")
def test_what_was_not_expected_here_is_flagged() -> None:
    """Only the vault is counted: a disk of the handling room lies in it, and a tape of another client's contract."""
    story = begin()
    disk = story.receive(place="H-1")
    start(story, places=("V-1",))

    assert ["unexpected_live"] == count(story, disk)
    assert ("R23-15",) == flags(story)

    [fact] = stranger(story, "R7099-00001-2", result="unexpected_live")
    assert ("R23-15", "", "R7099-00001-2") == (*fact.flags, fact.asset, fact.scanned)


def _returned(story: Story, tape: Asset) -> None:
    story.give_back(tape)


def _disposed(story: Story, tape: Asset) -> None:
    story.approve(replace(SHREDDING, approved_on="2025-05-01"), tape)
    story.dispose(tape, day="2025-06-02")


def _lost(story: Story, tape: Asset) -> None:
    story.record([e.Lost(asset=tape.number, reported_by="P-02", incident="事故-001")], on("2025-06-02"))


@pytest.mark.rule("R23-16")
@pytest.mark.parametrize("ended", [_returned, _disposed, _lost])
def test_what_ended_and_is_still_there_is_critical(ended: Callable[[Story, Asset], None]) -> None:
    """Returned, shredded or lost on record, yet it lies in the vault: somebody signed for what did not happen."""
    story = begin()
    tape = story.receive()
    ended(story, tape)
    start(story)

    assert ["ended_but_present"] == count(story, tape)
    assert ("R23-16",) == flags(story)


def test_an_erased_medium_of_our_own_may_lie_there() -> None:
    """The contractor's own tape was erased and is back on the shelf: nothing to record, and the result stays without difference."""
    story = begin()
    tape = story.receive(owner="contractor")
    story.erase(tape)
    start(story)

    assert [] == count(story, tape, label="Z", seal="broken", condition="古い")
    assert close(story).certified


@pytest.mark.rule("R23-17")
def test_what_the_ledger_does_not_know_is_critical() -> None:
    """A medium without a number of ours: recorded with what was read, since it may be a copy that nobody approved."""
    story = begin()
    start(story)

    [fact] = stranger(story, "USBメモリ 青")

    assert ("", "USBメモリ 青", ("R23-17",)) == (fact.asset, fact.scanned, fact.flags)


@pytest.mark.rule("R23-18")
def test_an_old_label_is_flagged_and_the_asset_found() -> None:
    """Label A was replaced by B: scanned with A the tape is found, and is to be relabelled; scanned with B it counts once."""
    story = begin()
    tape = story.receive()
    story.record([e.Labelled(asset=tape.number, generation=generation) for generation in "AB"], on("2025-06-02"))
    start(story)

    assert ["found", "label_void"] == count(story, tape, label="A")
    assert ("R23-18",) == flags(story)
    assert f"{tape.number}.A" == last_count(story).scanned
    assert [] == count(story, tape, label="B")


@pytest.mark.rule("R23-19")
@pytest.mark.parametrize(
    ("words", "result"),
    [
        ({"seal": "broken"}, "seal_broken"),
        ({"condition": "水濡れ"}, "condition_changed"),
        ({"quantity": 419}, "condition_changed"),
    ],
)
def test_what_has_changed_is_flagged(words: dict[str, object], result: str) -> None:
    """A broken seal, a wet box, 419 sheets instead of 420: found, and flagged; as it was, it is simply found."""
    story = begin()
    box, other = (story.receive(title=title, medium="paper", quantity=420, unit="枚") for title in ("箱1", "箱2"))
    start(story)

    assert ["found", result] == count(story, box, **words)
    assert ("R23-19",) == flags(story)
    assert ["found"] == count(story, other, seal="intact", quantity=420)


@pytest.mark.rule("R23-20")
def test_one_label_at_two_places_is_flagged() -> None:
    """Scanned in the vault and again in the handling room, no deed between: there may be two of this label, known to us or not."""
    story = begin()
    tape = story.receive()
    start(story)
    count(story, tape)

    assert ["duplicate_scan"] == count(story, tape, place="H-1")
    assert ("R23-20",) == flags(story)

    stranger(story, "X")
    [fact] = stranger(story, "X", place="H-1")
    assert ("duplicate_scan", ("R23-20",)) == (fact.result, fact.flags)


@pytest.mark.rule("R11-5")
def test_what_was_seen_outside_the_areas_is_critical() -> None:
    """A tape on the lobby's table was taken out of the areas, whoever finds it there."""
    story = begin()
    tape = story.receive()
    start(story)

    assert ["found_elsewhere"] == count(story, tape, place="L-1")
    assert ["R11-5", "R23-14"] == sorted(flags(story))


def test_every_reason_is_told_at_once() -> None:
    """Neither the approver nor the sum: both are told."""
    story = begin()
    start(story)
    wrong = e.StocktakeClosed(
        number=FIRST, expected=9, found=0, found_elsewhere=0, missing=0, others=0, certified=False, approved_by="P-02"
    )

    with pytest.raises(Refused) as caught:
        judged(story.desk, wrong, on(DAY))

    assert ["R23-6", "R23-7"] == sorted(reason.rule for reason in caught.value.reasons)
