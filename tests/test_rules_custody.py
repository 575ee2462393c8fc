"""May it change hands or place?"""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from assets import decide
from assets import events as e
from tests.stories import PEOPLE, PROTOCOL, PULPERS, STRANGERS, SUBCONTRACT, begin, on, refused


@pytest.mark.rule("R05-1")
def test_only_the_agreed_people_hand_over_between_organisations() -> None:
    """P-03 and C-02 are no 授受担当者: neither gives to or takes from the other side; inside the contractor P-03 may."""
    story = begin()
    tape = story.receive()

    with refused("R05-1") as reasons:
        story.receive(released_by="C-02", received_by="P-03")
    assert 2 == len(reasons)
    with refused("R05-1"):
        story.give_back(tape, received_by="C-02")
    with refused("R05-1"):
        story.send(tape, received_by="S-03")

    story.handover(tape, received_by="P-03")
    story.handover(tape, operator="P-03", received_by="P-04")


@pytest.mark.rule("R05-1")
def test_two_subcontractors_are_two_organisations() -> None:
    """The pulping works hands a box to the carrier: both are subcontractors, and clause 5 stands between them."""
    story = begin(
        e.SubcontractAdded(
            org=STRANGERS,
            number="承認-再-002",
            approved_on="2025-04-25",
            scope_work="運送",
            scope_info=("paper",),
            management="-",
        )
    )
    box = story.receive(medium="paper")
    story.send(box, received_by="S-01")
    story.accept(box)

    with refused("R05-4"):
        story.handover(box, operator="S-01", received_by="S-02", place="S-1")
    story.handover(box, operator="S-01", received_by="S-03", place="S-1")
    with refused("R05-1"):
        story.handover(box, operator="S-03", received_by="S-02", place="S-1", method="手渡し")


@pytest.mark.rule("R05-2")
def test_only_what_the_protocol_names_travels() -> None:
    """Neither the method nor the medium is in the protocol: refused between organisations, not inside one."""
    story = begin()

    with refused("R05-2"):
        story.receive(method="普通郵便")
    with refused("R05-2"):
        story.receive(medium="usb_flash")
    with refused("R05-2") as both:
        story.receive(medium="usb_flash", method="普通郵便")
    assert 2 == len(both)

    tape = story.receive(method="専用便")
    story.handover(tape, method="台車")
    with refused("R05-2"):
        story.give_back(tape, method="普通郵便", day="2025-06-03")


@pytest.mark.rule("R05-2")
def test_the_protocol_names_kinds_of_information_too() -> None:
    """A program on a USB stick travels where the protocol says programs travel."""
    story = begin(protocol=replace(PROTOCOL, media=("program",)))

    assert "usb_flash" == story.receive(medium="usb_flash", info_kind="program").arrival.medium
    with refused("R05-2"):
        story.receive(medium="usb_flash")


@pytest.mark.rule("R05-3")
def test_nothing_travels_before_both_agreed_how() -> None:
    """Without a protocol nothing is received; inside the contractor nothing needs one."""
    story = begin(protocol=None)
    with refused("R05-3"):
        story.receive()

    story.do(
        decide.set_protocol,
        protocol=replace(PROTOCOL, agreed_on="2025-05-01", valid_until="2025-05-31"),
        day="2025-05-01",
    )
    with refused("R05-3"):
        story.receive(day="2025-04-30", entered="2025-05-02")
    tape = story.receive(day="2025-05-01")
    with refused("R05-3"):
        story.give_back(tape, day="2025-06-01")

    story.handover(tape, day="2025-06-01")
    assert "P-02" == tape.holder


@pytest.mark.rule("R05-4")
def test_a_handover_is_complete() -> None:
    """Who gave, who received, how, how many: whatever is missing is asked for, all of it at once."""
    story = begin()
    tape = story.receive()

    with refused("R05-4") as reasons:
        story.send(tape, received_by="S-01", method="", place="")
    assert ["--method", "--place"] == [reason.fields["option"] for reason in reasons]
    with refused("R05-4"):
        story.give_back(tape, method="")
    with refused("R05-4"):
        story.receive(quantity=0)
    with refused("R05-4"):
        story.handover(tape, operator="", received_by="P-02", method="手渡し")

    story.receive(quantity=1)


@pytest.mark.rule("R05-4")
def test_what_is_held_goes_to_a_subcontractor_only_to_a_place() -> None:
    """P-01 carries a tape and gives it to the subcontractor: without the place where it goes, nobody knows where it is."""
    story = begin()
    tape = story.receive(place="")
    assert ("P-01", "") == (tape.holder, tape.place)

    with refused("R05-4"):
        story.handover(tape, received_by="S-01", method="手渡し", place="")

    story.handover(tape, received_by="S-01", method="手渡し", place="S-1")
    assert ("at_subcontractor", "S-1", "S-01") == (tape.whereabouts, tape.place, tape.holder)


@pytest.mark.rule("R05-5")
def test_only_the_holder_gives_away() -> None:
    """P-02 holds the tape: P-01 does not give it to anybody; when nobody is named, its holder gives it."""
    story = begin()
    tape = story.receive()
    story.handover(tape, received_by="P-02")

    with refused("R05-5"):
        story.handover(tape, released_by="P-01", received_by="P-03")
    with refused("R05-5"):
        story.give_back(tape, released_by="P-01")
    with refused("R05-5"):
        story.send(tape, released_by="P-01")

    (given,) = story.handover(tape, operator="P-01", received_by="P-03")
    assert "P-02" == given.released_by


@pytest.mark.rule("R11-1")
@pytest.mark.parametrize(
    ("place", "why"),
    [("L-1", "L-1 ロビー lies outside"), ("X-9", "X-9 is not a registered place")],
    ids=["lobby", "nobody registered"],
)
def test_nothing_leaves_the_areas(place: str, why: str) -> None:
    """The lobby lies outside the areas, and a place nobody registered counts as outside: no exception exists (clause 11)."""
    story = begin()
    tape = story.receive()

    with refused("R11-1") as reasons:
        story.move(tape, place=place)
    assert reasons[0].sentence().startswith(why)
    with refused("R11-1"):
        story.handover(tape, place=place)
    with refused("R11-1"):
        story.send(tape, place=place)
    with refused("R11-1"):
        story.receive(place=place)

    story.move(tape, place="H-1")


@pytest.mark.rule("R11-2")
def test_another_organisations_site_is_reached_by_handover_only() -> None:
    """P-02 does not carry a tape to the pulping works, nor to the client's office; it is handed over to who answers there."""
    story = begin()
    tape = story.receive()

    for place in ("S-1", "K-1"):
        with refused("R11-2"):
            story.move(tape, place=place)
    with refused("R11-2"):
        story.receive(place="S-1")
    with refused("R11-2"):
        story.handover(tape, received_by="S-01", place="V-1", method="手渡し")

    story.handover(tape, received_by="S-01", place="S-1", method="手渡し")
    with refused("R11-2"):
        story.move(tape, performed_by="S-01", place="V-1")


@pytest.mark.rule("R11-2")
def test_what_a_subcontractor_did_not_take_comes_home() -> None:
    """It was sent to the pulping works; P-01 takes it back into the vault, but does not accept it over there."""
    story = begin()
    tape = story.receive()
    story.send(tape)

    with refused("R11-2"):
        story.accept(tape, received_by="P-01")

    story.accept(tape, received_by="P-01", place="V-1")
    assert ("in_custody", "V-1", "P-01", "contractor") == (tape.whereabouts, tape.place, tape.holder, tape.side)


PULPING = e.DisposalApproved(number="承認-廃-9", approved_on="2025-05-01", approver="C-01", method="pulp", place="S-1")


@pytest.mark.rule("R11-2")
def test_nothing_is_destroyed_where_it_is_not() -> None:
    """A box in our room is pulped at the works by our own P-02, on paper: refused until it was sent and accepted there; and the works' certificate is awaited, whoever did it (clause 11)."""
    story = begin()
    box = story.receive(medium="paper", place="H-1")
    story.approve(PULPING, box)

    with refused("R11-2") as reasons:
        story.dispose(box, day="2025-06-02")
    assert "assets send" in reasons[0].advice()
    story.send(box)
    story.accept(box)
    (disposed,) = story.dispose(box, day="2025-06-02")
    assert (PULPERS, "2025-07-02", "disposed_pending_certificate") == (
        disposed.vendor,
        disposed.certificate_due,
        box.status,
    )


@pytest.mark.rule("R11-2")
def test_the_works_people_begin_the_work_there() -> None:
    """A session at the works is begun for S-01, not for our own P-02."""
    story = begin()
    story.approve(PULPING, story.receive(medium="paper"))
    words = {"approval": PULPING.number, "day": "2025-06-02"}

    with refused("R11-2"):
        story.start(**words)

    assert "作-001" == story.start(**words, performed_by="S-01")


@pytest.mark.rule("R19-1")
def test_only_an_approved_subcontractor_gets_anything() -> None:
    """The carrier was never approved; the pulping works is, from its day to its last day."""
    story = begin()
    tape = story.receive()

    with refused("R19-1"):
        story.send(tape, received_by="S-02")
    with refused("R19-1"):
        story.handover(tape, received_by="S-02", place="S-1", method="手渡し")
    with refused("R19-1", "R20-3"):
        story.send(story.receive(day="2025-04-24"), day="2025-04-24")
    with refused("R19-1", "R20-3"):
        story.send(tape, day="2026-04-01")

    story.send(tape, day="2025-04-25", entered="2025-06-02")


@pytest.mark.rule("R19-1")
def test_a_stranger_neither_accepts_nor_destroys() -> None:
    """The tape was sent to the approved works: another firm does not accept it, nor erase or destroy it anywhere (clauses 19, 20)."""
    story = begin()
    tape = story.receive()
    with refused("R19-1"):
        story.erase(tape, performed_by="S-02")
    story.approve(
        e.DisposalApproved(number="承認-廃-9", approved_on="2025-05-01", approver="C-01", method="shred"), tape
    )
    with refused("R19-1", "R20-3"):
        story.dispose(tape, performed_by="S-02", day="2025-06-02")

    story.send(tape)
    with refused("R19-1", "R05-6"):
        story.accept(tape, received_by="S-02")

    story.accept(tape)
    story.dispose(tape, performed_by="S-01", day="2025-06-03")


@pytest.mark.rule("R19-1")
def test_a_renewed_subcontract_counts_from_its_own_day() -> None:
    """The approval ran out and was given again: in between nothing goes there."""
    story = begin(
        replace(SUBCONTRACT, valid_until="2025-06-30"),
        replace(SUBCONTRACT, number="承認-再-003", approved_on="2025-08-01"),
        subcontract=None,
    )
    tape = story.receive()

    with refused("R19-1", "R20-3"):
        story.send(tape, day="2025-07-15")

    story.send(tape, day="2025-08-01")


@pytest.mark.rule("R40-4")
def test_the_client_gets_it_by_a_return() -> None:
    """Nothing slips to the client by handover, parcel or acceptance, and a return goes to nobody else (clause 40)."""
    story = begin()
    tape = story.receive()

    with refused("R40-4"):
        story.handover(tape, received_by="C-01", method="手渡し", place="K-1")
    with refused("R40-4"):
        story.send(tape, received_by="C-01", place="K-1")
    with refused("R40-4"):
        story.give_back(tape, received_by="P-02")
    with refused("R40-4"):
        story.give_back(tape, received_by="S-01", method="専用便")

    story.send(tape)
    with refused("R40-4", "R05-6"):
        story.accept(tape, received_by="C-01", place="K-1")

    story.accept(tape, received_by="P-01", place="V-1")
    story.give_back(tape)
    assert "returned" == tape.ending


@pytest.mark.rule("R40-4")
def test_the_client_does_not_return_to_itself() -> None:
    """A return is given by the contractor's side."""
    story = begin(people=(*PEOPLE.values(), replace(PEOPLE["C-02"], person="C-03")))
    tape = story.receive()

    with refused("R40-4"):
        story.give_back(tape, released_by="C-02", received_by="C-03", method="手渡し")


def test_a_subcontractor_may_give_back_to_the_client_directly() -> None:
    """What the works holds goes straight home to the client: two parties, both 授受担当者, the client's side receiving."""
    story = begin()
    tape = story.receive()
    story.send(tape)
    story.accept(tape)

    (returned,) = story.give_back(tape, operator="P-01", method="専用便")

    assert ("S-01", "C-01") == (returned.released_by, returned.received_by)


def test_agency_staff_stand_on_the_contractors_side() -> None:
    """P-04 is lent by an agency: a handover to them stays inside the contractor (clause 7, 直接的であるか間接的であるかを問わず)."""
    story = begin(protocol=replace(PROTOCOL, valid_until="2025-05-31"))
    tape = story.receive()

    assert [] != decide.handover(
        story.desk, tape, operator="P-01", received_by="P-04", place="H-1", moment=on("2025-06-02")
    )


# -- R05-6 ------------------------------------------------------------------------------------------------------------


@pytest.mark.rule("R05-6")
def test_a_parcel_is_accepted_by_those_it_was_sent_to() -> None:
    """A box under way to the pulping firm is accepted by that firm, not by another one."""
    story = begin()
    box = story.receive(medium="paper")
    story.send(box, received_by="S-01")

    with refused("R05-6", "R19-1"):
        story.accept(box, received_by="S-02")

    (accepted,) = story.accept(box, received_by="S-01")

    assert ("S-01", "subcontractor") == (accepted.received_by, accepted.side)


@pytest.mark.rule("R05-9")
def test_what_arrives_otherwise_than_it_was_sent_shows() -> None:
    """Counted as sent, under the seal it was sent with: no remark. One piece less, or another seal: a remark, and an incident draft. Not refused: it is there."""
    story = begin()
    tape = story.receive(quantity=3, seal_no="封-1")

    assert () == story.handover(tape, quantity=3, seal_found="封-1")[0].flags
    for words in ({"quantity": 2}, {"quantity": 0}, {"seal_found": "封-9"}):
        other = story.receive(quantity=3, seal_no="封-1")
        told, opened, _touched = story.handover(other, **words)
        assert ("R05-9",) == told.flags
        assert ("differs_on_arrival", True) == (opened.cause, opened.draft)  # type: ignore[attr-defined]

    tapes = story.receive(quantity=5)
    story.send(tapes)
    facts = story.do(decide.accept, tapes, received_by="S-01", place="S-1", quantity=4, day="2025-06-03")
    assert (("R05-9",), 4) == (facts[0].flags, facts[0].quantity)  # type: ignore[attr-defined]
