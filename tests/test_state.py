"""How do things stand now?"""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from assets import decide
from assets import events as e
from assets.lines import GENESIS, Event, read_line, write_line
from assets.state import STATUSES, Asset, Contract, fold_asset, fold_assets, fold_desk
from tests.stories import (
    BOTH_SIDES,
    COPYING,
    KEYBOARD,
    OPENED,
    PROTOCOL,
    PULPERS,
    SHREDDING,
    SUBCONTRACT,
    Story,
    begin,
    on,
)


def event(fact: e.Fact, *, seq: int = 0, at: str = "2025-06-02T03:00:00.000Z") -> Event:
    """A line read back."""
    return read_line(
        write_line(fact, contract=OPENED.number, site="0", seq=seq, prev=GENESIS, at=at, by=KEYBOARD, id="0" * 32)
    )


def standing(asset: Asset) -> tuple[str, str, str, str]:
    """Status, place, holder, side."""
    return asset.status, asset.place, asset.holder, asset.side


def test_a_life_from_receipt_to_its_end() -> None:
    """Received into the vault, moved, handed over, sent, accepted, lost, found, returned: after each step it stands where it should."""
    story = begin()
    tape = story.receive()
    seen = [standing(tape)]
    for step in (
        lambda: story.move(tape),
        lambda: story.handover(tape),
        lambda: story.send(tape),
        lambda: story.accept(tape),
        lambda: story.lose(tape),
        lambda: story.find(tape),
        lambda: story.give_back(tape),
    ):
        step()
        seen.append(standing(tape))

    assert [
        ("in_custody", "V-1", "", "contractor"),
        ("in_custody", "H-1", "", "contractor"),
        ("in_custody", "H-1", "P-02", "contractor"),
        ("in_transit", "", "P-02", "contractor"),
        ("at_subcontractor", "S-1", "S-01", "subcontractor"),
        ("missing", "S-1", "S-01", "subcontractor"),
        ("in_custody", "V-1", "", "contractor"),
        ("returned", "", "", "contractor"),
    ] == seen
    assert (True, "2025-06-02") == (tape.is_ended, tape.ended_on[:10])


def test_what_is_received_without_a_place_is_in_somebodys_hands() -> None:
    """The receiver has it; a copy without a place is with who made it."""
    story = begin(replace(COPYING, sources=("国保被保険者データ",), place=""))
    tape = story.receive(place="")

    assert ("", "P-01") == (tape.place, tape.holder)
    assert ("", "P-03") == (lambda copy: (copy.place, copy.holder))(story.copy(tape, by="P-03"))


def test_on_its_way_it_knows_where_to() -> None:
    """Until somebody accepts it, the sender answers for it and the receiver is only expected."""
    story = begin()
    tape = story.receive()
    story.send(tape, seal_no="封-7", tracking_no="T-1")

    assert ("S-1", "S-01", "P-01", "封-7") == (tape.destination, tape.receiver, tape.holder, tape.seal_no)
    story.accept(tape)
    assert ("", "", "S-01") == (tape.destination, tape.receiver, tape.holder)


@pytest.mark.parametrize(
    ("owner", "ending", "status"),
    [
        ("client", "", "erased_awaiting_return"),
        ("lessor", "", "erased_awaiting_return"),
        ("contractor", "erased", "erased"),
    ],
)
def test_erasure_ends_what_is_the_contractors(owner: str, ending: str, status: str) -> None:
    """The contractor's own medium is done with; anybody else's is owed back (clause 33)."""
    story = begin()
    tape = story.receive(owner=owner)
    story.erase(tape, day="2025-06-02", entered="2025-06-10")

    assert (ending, status, "2025-06-02") == (tape.ending, tape.status, tape.act_on)


def test_a_new_seal_replaces_the_old_one() -> None:
    """Sealed at receipt, sealed anew at a handover; a handover without a seal keeps the one that is on."""
    story = begin()
    tape = story.receive(seal_no="封-1")

    story.handover(tape, received_by="P-02", seal_no="封-2")
    assert "封-2" == tape.seal_no
    story.handover(tape, received_by="P-03")
    assert "封-2" == tape.seal_no


def test_an_erased_medium_under_way_is_under_way() -> None:
    """Erased and sent: it awaits its return only when it is back in custody."""
    story = begin()
    tape = story.receive()
    story.erase(tape)
    story.send(tape)
    assert "in_transit" == tape.status
    story.accept(tape, received_by="P-01", place="V-1")
    assert "erased_awaiting_return" == tape.status


def test_every_status_is_on_the_list() -> None:
    """What whereabouts and endings can be is what reports count."""
    from assets.terms import TERMS

    assert set() == set(STATUSES) - set(TERMS)
    assert len(STATUSES) == len(set(STATUSES))


def test_copies_are_counted_by_approval_for_ever() -> None:
    """Two under one approval, one under another, one of them erased since."""
    story = begin(
        replace(COPYING, sources=("国保被保険者データ",)),
        replace(COPYING, number="承認-複-2", sources=("国保被保険者データ",)),
    )
    tape = story.receive()
    first = story.copy(tape, approval=COPYING.number, medium="logical_copy")
    story.copy(tape, approval=COPYING.number)
    story.copy(tape, approval="承認-複-2")
    story.erase(first, method="crypto_erase", conditions="鍵は破棄済")

    assert {COPYING.number: 2, "承認-複-2": 1} == tape.copies
    assert ("erased", {}) == (first.ending, first.copies)


def test_an_asset_is_folded_from_the_lines_that_name_it() -> None:
    """From all lines of the contract, those of the tape alone give the tape, its copy's lines included where they name it as source."""
    story = begin(replace(COPYING, sources=("国保被保険者データ",)))
    tape, copy = _tape_and_copy(story)
    lines = [
        line
        for line in story.lines
        if tape.number in (getattr(line.fact, "asset", ""), getattr(line.fact, "source", ""))
    ]

    assert tape == fold_assets(tape.number, lines)
    assert copy == fold_assets(
        copy.number, [line for line in story.lines if getattr(line.fact, "asset", "") == copy.number]
    )
    assert fold_assets("R7012-09999-X", []) is None


def _tape_and_copy(story: Story) -> tuple[Asset, Asset]:
    tape = story.receive()
    copy = story.copy(tape)
    story.do(decide.label, tape)
    story.move(copy)
    return tape, copy


def test_a_line_before_the_beginning_changes_nothing() -> None:
    """A line of an asset whose receipt was not read folds to nothing, and a refusal changes nothing."""
    assert fold_asset(None, event(e.Moved(asset="R7012-00001-Y", place="H-1", performed_by="P-02"))) is None

    story = begin()
    tape = story.receive()
    before = replace(tape)
    assert before == fold_asset(tape, event(e.Refused(asset=tape.number, deed="move", rules=("R11-1",)), seq=99))


def test_folding_never_refuses() -> None:
    """What is on the chain has happened: an ended tape that moves again moves."""
    story = begin()
    tape = story.receive()
    story.give_back(tape)

    folded = fold_asset(tape, event(e.Moved(asset=tape.number, place="L-1", performed_by="X-1"), seq=99))

    assert folded is not None
    assert ("L-1", 99) == (folded.place, folded.last_seq)


def test_somebody_unknown_may_leave() -> None:
    """A line says that somebody left whom no line of the roster names: the desk stands all the same."""
    desk = Contract()

    fold_desk(desk, event(e.PersonLeft(person="P-99", end="2025-06-30")))

    assert 0 == desk.seq


# -- what was in force on a day ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "number"),
    [
        ("2025-03-31", ""),
        ("2025-04-01", "甲"),
        ("2025-05-31", "甲"),
        ("2025-06-01", "乙"),
        ("2025-06-30", "乙"),
        ("2025-07-01", "甲"),
    ],
)
@pytest.mark.parametrize("recorded", ["in order", "the old one late"])
def test_the_agreement_in_force_is_the_latest_agreed(day: str, number: str, recorded: str) -> None:
    """乙 replaces 甲 for June, also when 甲 is entered after it: the day of agreement decides, not the day of entry."""
    first = replace(PROTOCOL, number="甲", agreed_on="2025-04-01", valid_until="")
    second = replace(PROTOCOL, number="乙", agreed_on="2025-06-01", valid_until="2025-06-30")
    story = begin(*((first, second) if recorded == "in order" else (second, first)), protocol=None)

    found = story.desk.protocol_on(day)

    assert number == (found.number if found else "")


@pytest.mark.parametrize(
    ("org", "day", "there"),
    [
        (PULPERS, "2025-04-24", False),
        (PULPERS, "2025-04-25", True),
        (PULPERS, "2026-03-31", True),
        (PULPERS, "2026-04-01", False),
        ("架空", "2025-06-01", False),
    ],
)
def test_a_subcontract_is_of_one_organisation_and_time(org: str, day: str, there: bool) -> None:
    """From its approval to its last day, for the organisation it names."""
    assert there == (begin().desk.subcontract_on(org, day) is not None)


@pytest.mark.parametrize(
    ("day", "number"),
    [("2025-05-31", "承認-再-001"), ("2025-06-01", ""), ("2025-06-30", ""), ("2025-07-01", "承認-再-002")],
)
def test_a_subcontract_that_ended_may_be_given_again(day: str, number: str) -> None:
    """It ends on 31 May, long before its last day, and is approved again in July: in between there is none."""
    story = begin()
    story.record([e.SubcontractEnded(org=PULPERS, end="2025-05-31")], on("2025-05-31"))
    story.record([replace(SUBCONTRACT, number="承認-再-002", approved_on="2025-07-01")], on("2025-07-01"))

    found = story.desk.subcontract_on(PULPERS, day)

    assert number == (found.number if found else "")


def test_tiers_are_walked_up_and_down() -> None:
    """From the third tier up to the first, from the first down to all; firms that name each other end the walk."""
    second, third = (
        replace(SUBCONTRACT, org="乙", number="2", parent=PULPERS),
        replace(SUBCONTRACT, org="丙", number="3", parent="乙"),
    )
    desk = begin(second, third).desk

    assert ["丙", "乙", PULPERS] == list(desk.tiers_above("丙", "2025-06-02"))
    assert ({PULPERS, "乙", "丙"}, {"乙", "丙"}, {"丙"}) == tuple(map(desk.tiers_below, (PULPERS, "乙", "丙")))
    circle = begin(second, replace(SUBCONTRACT, number="9", parent="乙"), subcontract=None).desk
    assert ["乙", PULPERS] == list(circle.tiers_above("乙", "2025-06-02"))
    assert {"乙", PULPERS} == circle.tiers_below("乙")


@pytest.mark.parametrize(
    ("day", "person"), [("2025-03-31", ""), ("2025-04-01", "P-01"), ("2025-08-31", "P-01"), ("2025-09-01", "P-02")]
)
def test_who_answers_follows_the_days_named(day: str, person: str) -> None:
    """P-02 takes over on 1 September, recorded before or after P-01's own line."""
    later = e.ResponsibleNamed(side="contractor", person="P-02", start="2025-09-01")

    assert person == begin(responsible=(*BOTH_SIDES, later)).desk.responsible_on("contractor", day)
    assert person == begin(responsible=(later, *BOTH_SIDES)).desk.responsible_on("contractor", day)


def test_approvals_are_found_by_title() -> None:
    """Copying and disposal alike, in the order they came."""
    desk = begin(replace(COPYING, sources=("申請書",)), replace(SHREDDING, sources=("申請書 控え", "名簿"))).desk

    assert [(COPYING.number,), (COPYING.number, SHREDDING.number), (SHREDDING.number,), ()] == [
        desk.approvals_for(title) for title in ("申請書", "申請書 控え 1", "名簿 2", "申請書控え")
    ]


def test_a_desk_stands_the_same_after_a_second_reading() -> None:
    """Folding the same lines afresh gives the same desk: nothing is kept beside the lines."""
    story = begin(replace(COPYING, sources=("申請書",)), SUBCONTRACT)
    story.do(decide.person_leaves, person="P-03", holding=(), exit_pledged_on="", day="2025-08-31")
    story.do(decide.end_contract, trigger="completion", document="", day="2026-03-31")
    again = Contract()
    for line in story.lines:
        if not getattr(line.fact, "asset", ""):
            fold_desk(again, line)

    assert again == story.desk
    assert ("2026-03-31", "2025-08-31") == (again.ended[:10], again.people["P-03"].end)


def test_what_happened_on_a_claimed_day_ends_on_that_day() -> None:
    """An end entered late ended when it happened."""
    story = begin()
    tape = story.receive()
    story.give_back(tape, day="2025-06-02", entered="2025-07-01")

    assert ("2025-06-02", "2025-07-01T03:00:00.000Z") == (tape.ended_on, story.lines[-1].at)


def test_an_entered_again_place_replaces_what_was_known() -> None:
    """The lobby becomes a handling area: the desk knows the new zone, the lines know both."""
    story = begin()
    place: Any = replace(story.desk.places["L-1"], zone="handling")
    story.do(decide.add_place, place=place)

    assert "handling" == story.desk.places["L-1"].zone
    assert ["none", "handling"] == [
        line.fact.zone for line in story.lines if line.kind == "place.added" and line.fact.place == "L-1"
    ]


# -- an act, and what it still needs ----------------------------------------------------------------------------------


def test_an_act_ends_nothing_by_itself() -> None:
    """Shredded: nowhere any more, yet open; rejected: back where it was shredded; shredded again, accepted and certified: ended on the day of the act."""
    story = begin()
    form = story.receive(medium="paper")
    story.approve(replace(SHREDDING, approved_on="2025-05-01"), form)

    story.dispose(form, vendor=PULPERS, day="2025-06-02", validated=False)
    assert (("awaiting_validation", "", "", "contractor"), True, True) == (standing(form), form.is_gone, form.is_held)
    story.validate(form, decision="redo", remarks="写真がない", day="2025-06-03")
    assert (("sanitizing_failed", "D-1", "", "contractor"), False) == (standing(form), form.is_gone)
    story.dispose(form, vendor=PULPERS, day="2025-06-04")
    assert (("disposed_pending_certificate", "", "", "contractor"), False) == (standing(form), form.is_held)
    story.certify(form, day="2025-06-20")

    assert ("disposed", "2025-06-04", e.Disposed) == (form.ending, form.ended_on[:10], type(form.end))


def test_a_certificate_may_come_before_the_decision() -> None:
    """The works' certificate is there, the responsible person decides later: the order does not matter."""
    story = begin()
    form = story.receive(medium="paper")
    story.approve(replace(SHREDDING, approved_on="2025-05-01"), form)
    story.dispose(form, vendor=PULPERS, day="2025-06-02", validated=False)

    story.certify(form, day="2025-06-03")
    assert ("", "awaiting_validation") == (form.ending, form.status)
    story.validate(form, day="2025-06-04")

    assert ("disposed", "溶解-7731") == (form.ending, form.certificate_no)


def test_a_failed_disposal_leaves_the_medium_where_it_was_tried() -> None:
    """The shredder jammed: the tape is in the shredding room, in whose hands it was, and live."""
    story = begin()
    tape = story.receive()
    story.approve(replace(SHREDDING, approved_on="2025-05-01"), tape)
    story.handover(tape)

    story.dispose(tape, result="fail", day="2025-06-02")

    assert ("sanitizing_failed", "D-1", "P-02", "contractor") == standing(tape)


def test_lines_of_before_are_read_as_they_were_meant() -> None:
    """A line without a result: of an erasure nobody said that it passed, of a disposal the witness saw it."""
    erased = e.Erased(asset="R7012-00001-Y", method="degauss", level="PURGE", performed_by="P-02")
    disposed = e.Disposed(
        asset="R7012-00001-Y", method="shred", level="DESTROY", approval="廃-1", performed_by="P-02", witness="P-05",
        place="D-1",
    )  # fmt: skip

    for fact, status in ((erased, "sanitizing_failed"), (disposed, "awaiting_validation")):
        tape = begin().receive()
        assert status == fold_asset(tape, event(fact, seq=99)).status  # type: ignore[union-attr]
