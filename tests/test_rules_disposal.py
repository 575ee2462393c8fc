"""Did the client agree, and does it go as agreed?"""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from assets import decide
from assets import events as e
from assets.state import Asset
from tests import stocktakes
from tests.stories import COPYING, PROTOCOL, SHREDDING, Story, begin, on, refused

REQUEST = e.DisposalRequested(number="申-001", method="shred", place="D-1", reason="業務完了")


def _approved(**changes: Any) -> tuple[Story, Asset]:
    story = begin()
    tape = story.receive()
    story.approve(replace(SHREDDING, **changes), tape)
    return story, tape


@pytest.mark.rule("R41-1")
def test_nothing_is_destroyed_without_the_clients_approval() -> None:
    """The shredder is ready, the approval is not: refused, and told how it is recorded; the approved neighbour is shredded (clause 41)."""
    story, tape = _approved()
    other = story.receive(title="別の巻")

    with refused("R41-1") as reasons:
        story.dispose(other, method="shred", place="D-1")
    assert (
        f"assets approve dispose {other.number} " in reasons[0].advice()
        and "--method shred --place D-1" in reasons[0].advice()
    )

    (disposed,) = story.dispose(tape)
    assert ("shred", "D-1", SHREDDING.number, "DESTROY") == (
        disposed.method,
        disposed.place,
        disposed.approval,
        disposed.level,
    )


@pytest.mark.rule("R41-1")
def test_an_approval_to_copy_destroys_nothing() -> None:
    """The only approval on the tape is one to copy it: it is no disposal approval, named or not."""
    story = begin()
    tape = story.receive()
    story.approve(COPYING, tape)

    for approval in ("", COPYING.number):
        with refused("R41-1"):
            story.dispose(tape, method="shred", approval=approval)


@pytest.mark.rule("R41-2")
@pytest.mark.parametrize(
    ("outside", "inside"),
    [
        ({"day": "2026-03-19", "entered": "2026-03-25"}, {"day": "2026-03-20", "entered": "2026-03-25"}),
        ({"day": "2026-05-01"}, {"day": "2026-04-30"}),
        ({"method": "incinerate"}, {"method": "shred"}),
        ({"place": "H-1"}, {"place": "D-1"}),
    ],
    ids=["before the approval", "after it ran out", "another method", "another place"],
)
def test_the_approval_fits_the_act(outside: dict[str, Any], inside: dict[str, Any]) -> None:
    """Prior means before: one day early is refused, the same day is not; method and place are the approval's."""
    story, tape = _approved()

    with refused("R41-2"):
        story.dispose(tape, **outside)

    story.dispose(tape, **inside)


@pytest.mark.rule("R41-2")
def test_an_approval_covers_what_it_lists() -> None:
    """The approval lists one tape: its number typed at another one destroys nothing."""
    story, tape = _approved()
    other = story.receive(title="別の巻")

    with refused("R41-2"):
        story.dispose(other, approval=SHREDDING.number)

    story.dispose(tape, approval=SHREDDING.number)


@pytest.mark.rule("R41-2")
def test_the_approval_in_force_is_taken_without_asking() -> None:
    """An old approval ran out and a new one was given: nobody types a number, the one in force counts."""
    story, tape = _approved(approved_on="2025-05-01", valid_until="2025-12-31")
    story.approve(replace(SHREDDING, number="承認-廃-002", valid_until=""), tape)  # until further notice
    story.approve(replace(SHREDDING, number="承認-廃-003", approved_on="2026-04-10"), tape, day="2026-03-25")

    with refused("R41-2"):
        story.dispose(tape, day="2026-02-01", entered="2026-03-25", approval="承認-廃-002")

    (disposed,) = story.dispose(tape)
    assert "承認-廃-002" == disposed.approval


@pytest.mark.rule("R41-5")
def test_doing_watching_and_checking_are_three_people() -> None:
    """Nobody witnesses or checks their own work."""
    story, tape = _approved()

    with refused("R41-5"):
        story.dispose(tape, witness="P-02")
    with refused("R41-5"):
        story.dispose(tape, verified_by="P-05")
    with refused("R41-5"):
        story.dispose(tape, verified_by="P-02")
    with refused("R41-5"):
        story.erase(tape, verified_by="P-02", day="2026-03-25")

    story.dispose(tape, verified_by="P-03")


@pytest.mark.rule("R41-5")
def test_a_disposal_has_a_witness() -> None:
    """Nobody watched: refused; an erasure needs no witness."""
    story, tape = _approved()
    with refused("R41-5"):
        story.dispose(tape, witness="")

    story.erase(tape, verified_by="", day="2026-03-25")
    story.dispose(tape)


def test_three_reasons_come_in_one_refusal() -> None:
    """Unapproved, unwitnessed and by a method that does nothing: the operator hears it all at once."""
    story = begin()
    tape = story.receive()

    with refused("R41-1", "R41-3", "R41-5"):
        story.dispose(tape, method="pulp", witness="", place="D-1")


@pytest.mark.rule("R00-9")
def test_an_approval_is_recorded_once() -> None:
    """The same number cannot come again with other words: what was done under it stays provable."""
    story, tape = _approved()

    with refused("R00-9"):
        decide.approve(story.desk, replace(SHREDDING, method="melt"), [tape], moment=on("2026-03-25"))


def test_an_approval_by_title_and_number_is_written_once() -> None:
    """Scanned, and covered by its title too: one line for the asset."""
    story = begin()
    tape = story.receive()
    approval = replace(SHREDDING, sources=("国保被保険者データ",))

    facts = decide.approve(story.desk, approval, [tape, tape], moment=on("2026-03-25"))

    assert [e.DisposalApproved, e.Authorised] == [type(fact) for fact in facts]


@pytest.mark.rule("R23-3")
def test_a_swapped_drive_is_seen_before_it_is_shredded() -> None:
    """The label says one drive, the device's own serial another: stop, somebody may have swapped it."""
    story = begin()
    tape = story.receive(serial="KKS101L8")
    story.approve(SHREDDING, tape)

    with refused("R23-3"):
        story.dispose(tape, serial_seen="OTHER-1")

    (disposed,) = story.dispose(tape, serial_seen=tape.arrival.serial)

    assert "" != disposed.serial_seen == tape.arrival.serial


@pytest.mark.rule("R23-25")
def test_in_a_session_the_serial_is_always_read() -> None:
    """The register knows the drive's serial: its label alone does not put it into the shredder; a tape without one needs none."""
    story = begin()
    drive, tape = story.receive(medium="hdd", serial="WD-7"), story.receive()
    story.approve(SHREDDING, drive, tape)
    number = story.start()

    with refused("R23-25"):
        story.dispose(drive, session=number)

    story.dispose(drive, session=number, serial_seen="WD-7")
    story.dispose(tape, session=number)


@pytest.mark.rule("R23-21")
def test_a_label_alone_does_not_prove_which_device_it_was() -> None:
    """Shredded by its label, the serial unread: recorded with a remark; with the serial read, or of a tape that has none, without."""
    story = begin()
    drives = [story.receive(medium="hdd", serial=serial) for serial in ("WD-7", "WD-8")]
    tape = story.receive()
    story.approve(SHREDDING, *drives, tape)

    (unread,) = story.dispose(drives[0])
    (read,) = story.dispose(drives[1], serial_seen="WD-8")
    (without,) = story.dispose(tape)

    assert [("R23-21",), (), ()] == [unread.flags, read.flags, without.flags]


# -- R40-7, R41-5, R41-9 ----------------------------------------------------------------------------------------------


ERASING = replace(SHREDDING, number="承認-消-001", method="crypto_erase", place="", approved_on="2025-05-01")


@pytest.mark.rule("R40-7")
def test_erasing_specific_personal_information_is_approved() -> None:
    """The copy on the server holds specific personal information: erased for good, so the client is asked first; personal information is not."""
    story = begin(protocol=replace(PROTOCOL, media=()))
    copy, other = (story.receive(medium="logical_copy", pi_class=one) for one in ("specific_pi", "personal"))

    with refused("R40-7"):
        story.erase(copy, method="crypto_erase")
    story.erase(other, method="crypto_erase")

    story.approve(ERASING, copy)
    (erased,) = story.erase(copy, method="crypto_erase")
    assert "承認-消-001" == erased.approval


@pytest.mark.rule("R40-7")
def test_a_contract_may_ask_approval_for_every_erasure() -> None:
    """Both agreed that nothing is erased unasked: then the approval names the asset, the method and the time."""
    asking = e.PolicySet(key="erasure_needs_approval", value="yes", was="no")
    story = begin(asking)
    tape = story.receive()

    with refused("R40-7"):
        story.erase(tape)
    story.approve(ERASING, tape)
    with refused("R40-7"):
        story.erase(tape)  # approved was another method
    story.approve(replace(ERASING, number="承認-消-002", method="degauss", approved_on="2025-06-05"), tape)
    with refused("R40-7") as reasons:
        story.erase(tape, entered="2025-06-06")
    assert "was given on 2025-06-05, after 2025-06-02" in reasons[0].sentence()

    story.erase(tape, day="2025-06-05")


@pytest.mark.rule("R40-7")
def test_an_approval_that_is_named_must_fit() -> None:
    """Nobody asked for an approval, yet one is named: then it is the right one."""
    story = begin()
    tape = story.receive()
    story.approve(ERASING)

    for number in ("承認-消-999", ERASING.number):
        with refused("R40-7"):
            story.erase(tape, approval=number)

    story.erase(tape)


@pytest.mark.rule("R40-10")
def test_a_contract_may_do_without_a_witness() -> None:
    """Both agreed that nobody need watch: then somebody else checks, or the result is not known."""
    without = e.PolicySet(key="witness_needed", value="no", was="yes", document="協議-9")
    story = begin(without)
    tape = story.receive()
    story.approve(replace(SHREDDING, approved_on="2025-05-01"), tape)

    with refused("R40-10"):
        story.dispose(tape, witness="", result="pass", verification="visual", day="2025-06-02")
    (unseen,) = story.dispose(tape, witness="", day="2025-06-02")
    assert ("unknown", "sanitizing_failed") == (unseen.result, tape.status)

    story.dispose(tape, witness="", verified_by="P-05", verification="visual", day="2025-06-02")
    assert "disposed" == tape.ending


@pytest.mark.rule("R41-9")
def test_nothing_destroyed_is_sold() -> None:
    """The pieces go to the recycler or into the waste, never onto a market."""
    story, tape = _approved()

    with refused("R41-9"):
        story.dispose(tape, destination="resale")

    (disposed,) = story.dispose(tape, destination="recycle")
    assert "recycle" == disposed.destination


# -- the application --------------------------------------------------------------------------------------------------


@pytest.mark.rule("R00-9")
def test_an_application_lists_what_it_asks_for() -> None:
    """One line for the application, one for each asset; the approval that answers it is for its method, and covers what it lists."""
    story = begin()
    tapes = [story.receive(title=title) for title in ("甲", "乙")]

    facts = story.do(decide.request_disposal, request=REQUEST, assets=[*tapes, tapes[0]], day="2026-03-20")

    assert [e.DisposalRequested, e.DisposalListed, e.DisposalListed] == [type(fact) for fact in facts]
    assert [("申-001",), ("申-001",)] == [tape.requests for tape in tapes]
    with refused("R00-9"):
        story.do(decide.request_disposal, request=REQUEST, assets=[story.receive()], day="2026-03-20")


@pytest.mark.rule("R41-3")
def test_what_makes_no_sense_is_refused_before_the_client_is_asked() -> None:
    """Two tapes and a form are to be pulped: the application is refused whole, each line with its reason (R00-7)."""
    story = begin()
    tapes = [story.receive(title=title) for title in ("甲", "乙")]
    form = story.receive(medium="paper")
    pulping = replace(REQUEST, method="pulp")

    with refused("R41-3") as reasons:
        story.do(decide.request_disposal, request=pulping, assets=[*tapes, form], day="2026-03-20")

    assert [tape.number for tape in tapes] == [reason.sentence().partition(":")[0] for reason in reasons]
    assert ((), {}) == (form.requests, story.desk.requests)
    story.do(decide.request_disposal, request=pulping, assets=[form], day="2026-03-20")


@pytest.mark.rule("R41-4")
def test_a_level_too_low_is_refused_before_the_client_is_asked() -> None:
    """By Rev.2 a shredder destroys no tape with personal information; the application says so, not the shredder."""
    story = begin(e.PolicySet(key="profile", value="nist_r2", was="mic_jp"))
    tape = story.receive()

    with refused("R41-4"):
        story.do(decide.request_disposal, request=REQUEST, assets=[tape], day="2026-03-20")

    story.do(decide.request_disposal, request=replace(REQUEST, method="melt"), assets=[tape], day="2026-03-20")


@pytest.mark.rule("R00-1")
@pytest.mark.rule("R00-11")
def test_only_what_is_there_is_asked_for() -> None:
    """What ended, is missing, or was shredded already stands on no application."""
    story = begin()
    gone, missing, shredded = (story.receive(title=title) for title in ("甲", "乙", "丙"))
    story.give_back(gone)
    story.lose(missing)
    story.approve(replace(SHREDDING, approved_on="2025-05-01"), shredded)
    story.dispose(shredded, day="2025-06-02", validated=False)

    with refused("R00-1", "R00-11") as reasons:
        story.do(decide.request_disposal, request=REQUEST, assets=[gone, missing, shredded], day="2026-03-20")
    assert [gone.number, missing.number, shredded.number] == [reason.sentence().partition(":")[0] for reason in reasons]


@pytest.mark.rule("R41-15")
def test_nothing_is_asked_for_twice() -> None:
    """The tape stands on an application that the client has not answered: first the answer, then another application."""
    story = begin()
    tape = story.receive()
    story.do(decide.request_disposal, request=REQUEST, assets=[tape], day="2026-03-20")
    again = replace(REQUEST, number="申-002", method="melt")

    with refused("R41-15") as reasons:
        story.do(decide.request_disposal, request=again, assets=[tape], day="2026-03-20")
    assert "申-001" in reasons[0].advice()

    story.approve(replace(SHREDDING, request="申-001"))  # the client left this tape out
    story.do(decide.request_disposal, request=again, assets=[tape], day="2026-03-25")


# -- the session ------------------------------------------------------------------------------------------------------


def test_a_session_knows_what_need_not_be_typed() -> None:
    """Approval, method, place, people and equipment stand on the session; each scan takes them from there."""
    story, tape = _approved(steps=("degauss", "shred"))
    number = story.start(equipment="破砕機 HC-2")

    (disposed,) = story.dispose(tape, session=number, performed_by="P-01", witness="")

    assert ("作-001", "承認-廃-001", ("degauss", "shred"), "D-1", "P-02", "P-05", "P-03", "破砕機 HC-2") == (
        disposed.session,
        disposed.approval,
        disposed.steps,
        disposed.place,
        disposed.performed_by,
        disposed.witness,
        disposed.verified_by,
        disposed.equipment,
    )


@pytest.mark.rule("R41-1")
def test_a_session_begins_under_an_approval_to_dispose() -> None:
    """No approval, or one to copy: no session."""
    story = begin(COPYING)

    for number in ("", "承認-廃-999", COPYING.number):
        with refused("R41-1"):
            story.start(approval=number)

    story.approve(SHREDDING)
    assert "作-001" == story.start()


@pytest.mark.rule("R41-2")
@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"valid_until": "2026-03-24"}, {}),
        ({"approved_on": "2026-03-26"}, {"entered": "2026-03-27"}),
        ({}, {"place": "H-1"}),
    ],
)
def test_a_session_keeps_to_its_approval(changes: dict[str, str], words: dict[str, str]) -> None:
    """Expired, given afterwards, or for another place: no session."""
    story = begin()
    story.approve(replace(SHREDDING, **changes))

    with refused("R41-2"):
        story.start(**words)


@pytest.mark.rule("R41-2")
def test_a_scan_that_is_not_approved_is_refused_and_the_session_goes_on() -> None:
    """A tape that nobody approved lies on the table: it stays, the next one is shredded."""
    story, tape = _approved()
    other = story.receive(title="別の巻")
    number = story.start()

    with refused("R41-2"):
        story.dispose(other, session=number)

    story.dispose(tape, session=number)
    assert ["in_custody", "disposed"] == [other.status, tape.status]


@pytest.mark.rule("R41-5")
@pytest.mark.parametrize("words", [{"witness": ""}, {"witness": "P-02"}, {"verified_by": "P-05"}, {"verified_by": ""}])
def test_a_session_has_three_people(words: dict[str, str]) -> None:
    """Nobody watches their own work, nor checks what they watched."""
    story, _tape = _approved()

    with refused("R41-5"):
        story.start(**words)

    story.start()


@pytest.mark.rule("R41-14")
def test_work_happens_between_start_and_close() -> None:
    """A session that never began, and one that is closed: nothing is shredded in it, nor is it closed again."""
    story, tape = _approved()
    with refused("R41-14"):
        story.dispose(tape, session="作-009")
    number = story.start()
    story.do(decide.close_session, session=number, assets=[tape], explanation="装置故障", day="2026-03-25")

    with refused("R41-14"):
        story.dispose(tape, session=number)
    with refused("R41-14"):
        story.do(decide.close_session, session=number, assets=[tape], explanation="装置故障", day="2026-03-25")

    assert "作-002" == story.start()
    story.dispose(tape, session="作-002")


@pytest.mark.rule("R41-13")
def test_a_session_ends_with_nothing_unexplained() -> None:
    """Three approved: one shredded, one jammed the machine, one went back to the client. One is done, one remains, and somebody says why."""
    story = begin()
    done, jammed, returned = (story.receive(title=title) for title in ("甲", "乙", "丙"))
    story.approve(SHREDDING, done, jammed, returned)
    number = story.start()
    story.dispose(done, session=number, validated=False)
    story.dispose(jammed, session=number, result="fail")
    story.give_back(returned, day="2026-03-25")
    assert ["awaiting_validation", "sanitizing_failed", "returned"] == [
        asset.status for asset in (done, jammed, returned)
    ]
    words: dict[str, Any] = {"session": number, "assets": [done, jammed, returned], "day": "2026-03-25"}

    with refused("R41-13") as reasons:
        story.do(decide.close_session, **words)
    assert "1 of 2" in reasons[0].sentence()

    (closed,) = story.do(decide.close_session, **words, explanation="装置故障、次回に回す")
    assert (2, 1, 1) == (closed.approved, closed.done, closed.remaining)


@pytest.mark.rule("R41-13")
def test_two_sessions_on_one_approval_count_each_for_itself() -> None:
    """Four approved, one shredded before any session: the first does one and leaves two, the second does them; each counts what it did."""
    story = begin()
    tapes = [story.receive(title=title) for title in ("甲", "乙", "丙", "丁")]
    story.approve(SHREDDING, *tapes)
    story.dispose(tapes[3])
    words: dict[str, Any] = {"assets": tapes, "day": "2026-03-25"}
    first = story.start()
    story.dispose(tapes[0], session=first)
    with refused("R41-13") as reasons:
        story.do(decide.close_session, session=first, **words)
    assert "--later" in reasons[0].advice()
    (closed,) = story.do(decide.close_session, session=first, later=True, **words)
    second = story.start()
    for tape in tapes[1:3]:
        story.dispose(tape, session=second)
    (last,) = story.do(decide.close_session, session=second, later=True, **words)

    assert [("作-001", 4, 1, 1, 2, True), ("作-002", 4, 2, 2, 0, False)] == [
        (fact.session, fact.approved, fact.done, fact.elsewhere, fact.remaining, fact.later) for fact in (closed, last)
    ]


@pytest.mark.rule("R41-13")
def test_what_another_session_does_is_not_left_over() -> None:
    """Two shredders under one approval at once: each session closes when, with the other's, nothing is left."""
    story = begin()
    tapes = [story.receive(title=title) for title in ("甲", "乙")]
    story.approve(SHREDDING, *tapes)
    sessions = [story.start(), story.start()]
    story.dispose(tapes[0], session=sessions[0])
    words: dict[str, Any] = {"assets": tapes, "day": "2026-03-25"}

    with refused("R41-13"):
        story.do(decide.close_session, session=sessions[0], **words)
    story.dispose(tapes[1], session=sessions[1])
    told = [story.do(decide.close_session, session=number, **words)[0] for number in sessions]

    assert [(2, 1, 1, 0)] * 2 == [(one.approved, one.done, one.elsewhere, one.remaining) for one in told]


@pytest.mark.rule("R41-14")
def test_nothing_of_a_session_lies_before_its_start() -> None:
    """It begins, then something is shredded, then it is closed: neither is entered for an earlier time."""
    story, tape = _approved()
    number = story.start()
    closing: dict[str, Any] = {"session": number, "assets": [tape], "explanation": "装置故障", "entered": "2026-03-26"}

    with refused("R41-14"):
        story.do(decide.close_session, **closing, day="2026-03-24")
    with refused("R41-14"):
        story.dispose(tape, session=number, day="2026-03-24", entered="2026-03-26", validated=False)

    story.dispose(tape, session=number, day="2026-03-25", entered="2026-03-26", validated=False)
    story.do(decide.close_session, **closing, day="2026-03-25")


def test_what_was_destroyed_is_looked_for_nowhere() -> None:
    """Shredded and not accepted yet: no stock-take expects the tape, nobody holds it, and whoever scans it finds what should not be there."""
    story, tape = _approved(approved_on="2025-05-01")
    story.dispose(tape, day="2025-06-02", validated=False)

    [started] = stocktakes.start(story)

    assert 0 == started.expected  # type: ignore[attr-defined]
    assert ["ended_but_present"] == stocktakes.count(story, tape)
