"""May these people do it?"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from msgspec.structs import replace

from assets import decide
from assets import events as e
from assets.refusal import Refused
from tests.stories import AGENCY, COPYING, OURS, PEOPLE, PLACES, PULPERS, SHREDDING, Story, begin, on, refused

UNTRAINED = replace(PEOPLE["P-03"], person="P-10", trained_on="")
EXPIRED = replace(PEOPLE["P-03"], person="P-11", training_until="2025-05-31")


@pytest.mark.rule("R07-1")
def test_nobody_holds_anything_before_pledging_secrecy() -> None:
    """P-06 has not pledged: nothing is received, moved or kept by them; P-07 may from the day of the pledge on."""
    story = begin()
    tape = story.receive()

    with refused("R07-1"):
        story.move(tape, holder="P-06")
    with refused("R07-1"):
        story.handover(tape, received_by="P-06")
    with refused("R07-1"):
        story.move(tape, holder="P-07", day="2025-07-09")
    with refused("R07-1", "R05-1"):
        story.receive(received_by="P-06", day="2025-07-09")

    story.handover(tape, operator="P-06", received_by="P-07", day="2025-07-10")  # who gives away holds nothing
    assert "P-07" == tape.holder


@pytest.mark.rule("R07-1")
def test_nobody_works_watches_or_checks_before_pledging_secrecy() -> None:
    """P-06 has not pledged: they make, erase, destroy, begin, watch and check nothing; trained they are."""
    story = begin()
    tape = story.receive()
    story.approve(replace(SHREDDING, approved_on="2025-06-01"), tape)

    with refused("R07-1"):
        story.produce(by="P-06", day="2025-06-02")
    with refused("R07-1"):
        story.erase(tape, performed_by="P-06")
    with refused("R07-1"):
        story.erase(tape, verified_by="P-06")
    for part in ("performed_by", "witness", "verified_by"):
        with refused("R07-1"):
            story.dispose(tape, **{part: "P-06", "day": "2025-06-02"})
        with refused("R07-1"):
            story.start(**{part: "P-06", "day": "2025-06-02"})
    with refused("R07-1"):
        story.container_at(performed_by="P-06")

    story.dispose(tape, day="2025-06-02")


@pytest.mark.rule("R07-1")
def test_the_client_pledges_to_nobody() -> None:
    """The client's officer has pledged nothing to the contractor, and hands over all the same (clause 7 binds the contractor)."""
    story = begin()
    assert "" == PEOPLE["C-01"].pledged_on

    tape = story.receive()
    story.approve(COPYING, tape)

    with refused("R07-1"):
        story.copy(tape, by="P-06")
    story.give_back(tape)


@pytest.mark.rule("R16-1")
def test_only_people_on_the_roster_deal_with_assets() -> None:
    """A stranger to the roster receives, moves, erases and watches nothing, in whatever part of the deed they stand."""
    story = begin()
    tape = story.receive()
    story.approve(replace(SHREDDING, approved_on="2025-05-01"), tape)

    with refused("R16-1"):
        story.move(tape, performed_by="P-99")
    with refused("R16-1"):
        story.move(tape, holder="P-99")
    with refused("R16-1"):
        story.erase(tape, verified_by="P-99")
    with refused("R16-1"):
        story.dispose(tape, witness="P-99", day="2025-06-02")
    with refused("R16-1"):
        story.lose(tape, reported_by="P-99")
    with refused("R16-1"):
        story.receive(received_by="P-99", released_by="C-02")

    story.move(tape)


@pytest.mark.rule("R16-1")
def test_whoever_does_it_is_named() -> None:
    """A deed done by nobody is refused: an empty badge is not a person."""
    story = begin()
    tape = story.receive()

    with refused("R16-1"):
        story.move(tape, performed_by="")
    with refused("R16-1"):
        story.lose(tape, reported_by="")

    story.lose(tape)
    with refused("R16-1"):
        story.find(tape, found_by="")


@pytest.mark.rule("R16-1")
def test_the_roster_begins_on_its_day() -> None:
    """P-07 joins on 1 July: on 30 June they report nothing, on 1 July they do, judged by the day it happened."""
    story = begin()
    tape = story.receive()

    with refused("R16-1"):
        story.lose(tape, reported_by="P-07", day="2025-06-30", entered="2025-07-05")

    story.lose(tape, reported_by="P-07", day="2025-07-01", entered="2025-07-05")


@pytest.mark.rule("R08-2")
@pytest.mark.parametrize("entered", ["", "2025-10-15"])
def test_nobody_acts_after_the_day_they_left(entered: str) -> None:
    """P-04 leaves on 30 September: that day they still move a tape, also when it is entered later; on 1 October they do not."""
    story = begin()
    tape = story.receive()

    with refused("R08-2"):
        story.move(tape, performed_by="P-04", day="2025-10-01", entered=entered)

    story.move(tape, performed_by="P-04", day="2025-09-30", entered=entered)


@pytest.mark.rule("R08-2")
def test_whoever_is_recorded_as_leaving_is_gone_the_day_after() -> None:
    """P-03 leaves by command, not by the roster's list: the same holds."""
    story = begin()
    tape = story.receive()
    story.do(decide.person_leaves, person="P-03", holding=(), exit_pledged_on="", day="2025-08-31")

    with refused("R08-2"):
        story.move(tape, performed_by="P-03", day="2025-09-01")
    with refused("R08-2"):
        story.erase(tape, verified_by="P-03", day="2025-09-01")

    story.move(tape, performed_by="P-03", day="2025-08-31", entered="2025-09-01")


def _says(person: str, day: str) -> list[tuple[Callable[..., list[e.Fact]], dict[str, Any]]]:
    """Deeds of the desk that name `person` as of `day`."""
    asked = e.ImprovementRequested(number="改-9", requested_on=day, requested_by=person, reason="r")
    return [
        (decide.put_on_record, {"told": asked}),
        (decide.put_on_record, {"told": e.ImprovementDone(number="改-1", done_on=day, verified_by=person)}),
        (
            decide.put_on_record,
            {"told": e.SubjectForwarded(number="請-1", told_on=day, told_by="P-01", told_to=person)},
        ),
        (
            decide.put_on_record,
            {"told": e.SubjectForwarded(number="請-1", told_on=day, told_by=person, told_to="C-01")},
        ),
        (
            decide.put_on_record,
            {"told": e.SubjectRequested(number="請-9", request="開示", received_on=day, received_by=person)},
        ),
        (decide.supervise, {"supervised": e.Supervised(org=PULPERS, how="立入", supervised_by=person)}),
        (decide.name_responsible, {"named": e.ResponsibleNamed(side="contractor", person=person, start=day)}),
        (decide.add_place, {"place": replace(PLACES["H-1"], place="H-9", responsible=person)}),
        (
            decide.request_disposal,
            {"request": replace(ASKED, planned_on=day, witness=person), "assets": ()},
        ),
        (decide.set_policy, {"key": "stocktake_days", "value": "30", "document": "", "recorded_by": person}),
        (decide.end_contract, {"trigger": "completion", "document": "", "recorded_by": person}),
    ]


ASKED = e.DisposalRequested(number="申-9", method="shred", place="D-1", performed_by="P-02")


def _desk() -> Story:
    """A contract with an improvement agreed on, a request of a data subject, and officers and staff who leave on 30 September."""
    leaving = [replace(PEOPLE[number], end="2025-09-30") for number in ("C-02", "P-03")]
    story = begin(people=(PEOPLE | {person.person: person for person in leaving}).values())
    wanted = e.ImprovementRequested(number="改-1", requested_on="2025-06-02", requested_by="C-01", reason="r")
    story.do(decide.put_on_record, told=wanted)
    story.do(decide.put_on_record, told=e.ImprovementAgreed(number="改-1", agreed_on="2025-06-02", action="a"))
    asked = e.SubjectRequested(number="請-1", request="開示", received_on="2025-06-02", received_by="P-01")
    story.do(decide.put_on_record, told=asked)
    return story


@pytest.mark.rule("R08-2")
@pytest.mark.parametrize("deed", range(11))
def test_whoever_has_left_is_named_in_nothing(deed: int) -> None:
    """Asked by, told to, told by, checked by, supervised by, answering, watching or recording: up to the last day and not after it."""
    who = "C-02" if deed in (0, 2) else "P-03"
    verb, late = _says(who, "2025-10-01")[deed]

    with refused("R08-2"):
        _desk().do(verb, day="2025-10-01", **late)

    verb, in_time = _says(who, "2025-09-30")[deed]
    _desk().do(verb, day="2025-09-30", **in_time)


@pytest.mark.rule("R08-2")
def test_what_a_leaver_did_in_time_is_entered_afterwards() -> None:
    """C-02 asked for it on the last day: the day in the fact counts, whenever it is typed."""
    asked = e.ImprovementRequested(number="改-9", requested_on="2025-09-30", requested_by="C-02", reason="r")
    _desk().do(decide.put_on_record, told=asked, day="2025-10-05")
    with refused("R08-2"):
        _desk().do(decide.put_on_record, told=replace(asked, requested_on="2025-10-01"), day="2025-10-05")


@pytest.mark.rule("R16-1")
@pytest.mark.parametrize("deed", [1, 3, 4, 6, 7, 8, 9, 10])
def test_strangers_are_named_on_no_desk(deed: int) -> None:
    """Whoever stands on no roster verifies, tells, is asked, answers, watches and records nothing; before there is a roster a contract is prepared."""
    verb, words = _says("P-99", "2025-06-02")[deed]

    with refused("R16-1"):
        _desk().do(verb, **words)

    fresh = begin(people=())
    fresh.do(decide.add_place, place=replace(PLACES["H-1"], place="H-9", responsible="P-99"))
    fresh.do(decide.add_person, person=PEOPLE["P-01"], recorded_by="P-01")


@pytest.mark.rule("R08-1")
def test_a_leaver_gives_everything_back_first() -> None:
    """P-03 holds a tape and wants to leave: refused, and told what is held; once it is handed on, P-03 leaves."""
    story = begin()
    tape = story.receive()
    story.handover(tape, received_by="P-03")

    with refused("R08-1") as reasons:
        story.do(
            decide.person_leaves, person="P-03", holding=(tape.number,), exit_pledged_on="2025-06-30", day="2025-06-30"
        )
    assert tape.number in reasons[0].sentence()

    story.handover(tape, operator="P-03", received_by="P-02", day="2025-06-30")
    story.do(decide.person_leaves, person="P-03", holding=(), exit_pledged_on="2025-06-30", day="2025-06-30")
    assert "2025-06-30" == story.desk.people["P-03"].end


@pytest.mark.rule("R08-1")
def test_a_last_day_on_the_roster_is_no_way_round_the_clearance() -> None:
    """P-03 holds a tape: no last day is entered for them, an agreed one is not brought forward, but it may be put off; other entries stay free."""
    story = begin()
    tape = story.receive()
    story.handover(tape, received_by="P-03")
    held = {"holding": (tape.number,)}

    with refused("R08-1") as reasons:
        story.do(decide.add_person, person=replace(PEOPLE["P-03"], end="2025-06-30"), **held)
    assert "assets person leave P-03" in reasons[0].advice()
    with refused("R08-1"):
        story.do(decide.add_person, person=replace(PEOPLE["P-04"], end="2025-06-30"), **held)

    story.do(decide.add_person, person=replace(PEOPLE["P-03"], role="取扱者"), **held)
    story.do(decide.add_person, person=replace(PEOPLE["P-04"], end="2025-12-31"), **held)
    story.do(decide.add_person, person=replace(PEOPLE["P-03"], end="2025-06-30"), holding=())


@pytest.mark.rule("R00-10")
@pytest.mark.parametrize("approver", ["P-01", "S-01", "C-99"])
@pytest.mark.parametrize("approval", [COPYING, SHREDDING], ids=["copy", "dispose"])
def test_only_the_client_approves(approval: e.CopyApproved | e.DisposalApproved, approver: str) -> None:
    """The contractor approves its own disposal: refused; a person of the client approves it."""
    story = begin()
    tape = story.receive()

    with refused("R00-10"):
        story.approve(replace(approval, approver=approver), tape)

    story.approve(replace(approval, approver="C-02"), tape)
    assert (approval.number,) == tape.approvals


@pytest.mark.rule("R41-2", "R21-1")
def test_an_approver_in_the_contract_file_is_looked_up_when_it_counts() -> None:
    """The contract file came before the roster, so its approvals were not questioned: they are when somebody acts on them."""
    story = begin(
        replace(SHREDDING, approver="P-01", sources=("国保被保険者データ",)),
        replace(COPYING, approver="P-01", sources=("国保被保険者データ",)),
    )
    tape = story.receive()

    with refused("R41-2"):
        story.dispose(tape)
    with refused("R21-1"):
        story.copy(tape)


CONTRACTORS_CLIENT = replace(PEOPLE["C-01"], person="C-05", org=OURS)
FORMER = replace(PEOPLE["C-01"], person="C-06", end="2025-06-01")
NEXT = replace(PEOPLE["C-01"], person="C-07", start="2026-04-01")


@pytest.mark.rule("R00-10")
@pytest.mark.parametrize("approver", ["C-05", "C-06", "C-07"])
def test_who_approves_is_really_employed_by_the_client_on_that_day(approver: str) -> None:
    """The contractor's man listed on the client's side, an officer who has left, one who has not come yet: none of them approves or consents."""
    story = begin(people=(*PEOPLE.values(), CONTRACTORS_CLIENT, FORMER, NEXT))
    tape = story.receive()

    with refused("R00-10") as reasons:
        story.approve(replace(SHREDDING, approver=approver), tape)
    assert all(word in reasons[0].sentence() for word in (approver, "架空市", "2026-03-20"))
    consent = e.ConsentGiven(number="同-1", given_on="2026-03-20", approver=approver, purpose="統計")
    with refused("R00-10"):
        story.do(decide.give_consent, consent=consent, day="2026-03-21")


def test_an_approval_counts_as_of_its_own_day() -> None:
    """What an officer approved before leaving is entered afterwards, and holds."""
    story = begin(people=(*PEOPLE.values(), FORMER))
    tape = story.receive()

    story.approve(replace(SHREDDING, approver="C-06", approved_on="2025-06-01"), tape, day="2025-06-10")
    story.dispose(tape, day="2025-06-10")

    assert "disposed" == tape.status


@pytest.mark.rule("R41-2", "R21-1", "R06-1")
@pytest.mark.parametrize("approver", ["C-05", "C-06", "C-07"])
def test_an_approver_of_the_contract_file_was_the_clients_that_day(approver: str) -> None:
    """Approvals that came before the roster are held to the same when somebody acts on them."""
    story = begin(
        replace(SHREDDING, approver=approver, sources=("国保被保険者データ",)),
        replace(COPYING, approver=approver, approved_on="2025-06-02", sources=("国保被保険者データ",)),
        e.ConsentGiven(number="同-1", given_on="2025-06-02", approver=approver, purpose="統計"),
        people=(*PEOPLE.values(), CONTRACTORS_CLIENT, FORMER, NEXT),
    )
    tape = story.receive()

    with refused("R21-1"):
        story.copy(tape, day="2025-06-02")
    with refused("R06-1"):
        story.move(tape, purpose="統計")
    with refused("R41-2"):
        story.dispose(tape)


@pytest.mark.rule("R16-5")
def test_nobody_changes_sides() -> None:
    """P-03 does not become the client's under the same number, nor an officer the contractor's; everything else may change, and a new number is free."""
    story = begin()

    with refused("R16-5"):
        story.do(decide.add_person, person=replace(PEOPLE["P-03"], side="client", org="架空市"))
    with refused("R16-5"):
        story.do(decide.add_person, person=replace(PEOPLE["C-02"], side="contractor"))
    assert "contractor" == story.desk.people["P-03"].side

    story.do(decide.add_person, person=replace(PEOPLE["P-03"], department="監査課"))
    story.do(decide.add_person, person=replace(PEOPLE["P-03"], person="C-08", side="client", org="架空市"))


def test_a_refusal_names_the_person_by_number_and_name() -> None:
    """Whoever reads the refusal need not look the number up."""
    story = begin()

    with pytest.raises(Refused) as caught:
        story.move(story.receive(), holder="P-06")

    assert "P-06 雛形 四季" in caught.value.sentence()


# -- training ---------------------------------------------------------------------------------------------------------


@pytest.mark.rule("R16-2")
@pytest.mark.parametrize(("person", "says"), [(UNTRAINED, "had not been trained"), (EXPIRED, "only until 2025-05-31")])
def test_nobody_untrained_gets_or_works_on_anything(person: e.PersonAdded, says: str) -> None:
    """P-10 was never trained, the training of P-11 has run out: neither receives, moves, keeps, copies, produces nor erases."""
    story = begin(people=(*PEOPLE.values(), replace(person, transfers=True)))
    tape = story.receive()
    story.approve(COPYING, tape)

    with refused("R16-2") as reasons:
        story.move(tape, performed_by=person.person)
    assert says in reasons[0].sentence()
    with refused("R16-2"):
        story.handover(tape, received_by=person.person)
    with refused("R16-2"):
        story.move(tape, holder=person.person)
    with refused("R16-2"):
        story.copy(tape, by=person.person, day="2025-06-02")
    with refused("R16-2"):
        story.produce(by=person.person, day="2025-06-02")
    with refused("R16-2"):
        story.erase(tape, performed_by=person.person)
    with refused("R16-2"):
        story.receive(received_by=person.person, day="2025-06-02")


@pytest.mark.rule("R16-2")
def test_a_subcontractors_people_are_trained_too() -> None:
    """S-01 is sent nothing before the training, and has it from that day on; the last day of a training still counts."""
    works = replace(PEOPLE["S-01"], trained_on="2025-06-01", training_until="2025-06-30")
    story = begin(people=(PEOPLE | {"S-01": works}).values())
    tape = story.receive()

    with refused("R16-2"):
        story.send(tape, day="2025-05-31")
    story.send(tape, day="2025-06-01")
    with refused("R16-2"):
        story.accept(tape, day="2025-07-01")

    story.accept(tape, day="2025-06-30")


@pytest.mark.rule("R16-2")
def test_client_and_contractor_may_agree_that_training_is_only_flagged() -> None:
    """With the setting agreed on, the deed is recorded and bears the flag; whoever gives something away needs no training."""
    story = begin(people=(*PEOPLE.values(), UNTRAINED))
    tape = story.receive()
    with refused("R16-2"):
        story.handover(tape, received_by="P-10")

    agreed = e.PolicySet(key="training_missing", value="flag", was="refuse", document="協議-9")
    story.record([agreed], on("2025-06-02"))
    (given,) = story.handover(tape, received_by="P-10")
    assert ("R16-2",) == given.flags


@pytest.mark.rule("R16-2")
def test_whoever_gives_something_away_needs_no_training() -> None:
    """The training of P-11 runs out while they hold a tape: they hand it on and get it back no more."""
    story = begin(people=(*PEOPLE.values(), EXPIRED))
    tape = story.receive()
    story.handover(tape, received_by="P-11", day="2025-05-31")

    story.handover(tape, operator="P-11", received_by="P-02", day="2025-06-01")

    with refused("R16-2"):
        story.handover(tape, operator="P-02", received_by="P-11", day="2025-06-01")


@pytest.mark.rule("R16-2")
def test_a_training_counts_for_its_own_time() -> None:
    """P-11 was trained until May and again in July: deeds of May and July are entered in August, one of June is refused; a corrected day replaces."""
    again = replace(EXPIRED, trained_on="2025-07-01", training_until="")
    story = begin(people=(*PEOPLE.values(), EXPIRED))
    tape = story.receive()
    story.do(decide.add_person, person=again, day="2025-07-01")

    story.move(tape, performed_by="P-11", day="2025-05-31", entered="2025-08-01")
    with refused("R16-2"):
        story.move(tape, performed_by="P-11", day="2025-06-30", entered="2025-08-01")
    story.move(tape, performed_by="P-11", day="2025-07-01", entered="2025-08-01")

    story.do(decide.add_person, person=replace(again, training_until="2025-07-31"), day="2025-08-01")
    with refused("R16-2"):
        story.move(tape, performed_by="P-11", day="2025-08-01")


# -- areas ------------------------------------------------------------------------------------------------------------

CONFINED = replace(PEOPLE["P-03"], person="P-12", zones=("H-1",), transfers=True)


@pytest.mark.rule("R16-3")
def test_people_keep_to_the_areas_named_for_them() -> None:
    """P-12 may work in the handling room alone: not in the vault, neither as receiver nor as performer, holder or witness."""
    story = begin(people=(*PEOPLE.values(), CONFINED))
    tape = story.receive()
    story.approve(replace(SHREDDING, approved_on="2025-05-01"), tape)

    with refused("R16-3") as reasons:
        story.move(tape, performed_by="P-12")  # it would be fetched from the vault
    assert "H-1" in reasons[0].sentence()
    assert "V-1" in reasons[0].sentence()
    with refused("R16-3"):
        story.handover(tape, received_by="P-12", place="V-1")
    with refused("R16-3"):
        story.erase(tape, performed_by="P-12")
    with refused("R16-3"):
        story.dispose(tape, witness="P-12", day="2025-06-02")
    with refused("R16-3"):
        story.receive(received_by="P-12")

    story.handover(tape, received_by="P-12")
    with refused("R16-3"):
        story.move(tape, performed_by="P-12", place="V-1")
    story.erase(tape, performed_by="P-12")


@pytest.mark.rule("R16-3")
def test_without_areas_of_their_own_people_work_in_every_area() -> None:
    """P-02 has none named and goes anywhere; once two are named, the third is closed."""
    story = begin()
    tape = story.receive()
    story.move(tape, place="D-1")

    story.do(decide.add_person, person=replace(PEOPLE["P-02"], zones=("V-1", "H-1")))
    with refused("R16-3"):
        story.move(tape, place="H-1")
    story.move(tape, performed_by="P-01", place="H-1")
    story.move(tape, place="V-1")


@pytest.mark.rule("R21-4")
def test_a_copier_keeps_to_their_areas() -> None:
    """The approval names the handling room; P-13 may work only in the vault, P-12 in the handling room."""
    vault = replace(CONFINED, person="P-13", zones=("V-1",))
    story = begin(people=(*PEOPLE.values(), CONFINED, vault))
    tape = story.receive()
    story.approve(COPYING, tape)

    with refused("R21-4"):
        story.copy(tape, by="P-13")

    assert "H-1" == story.copy(tape, by="P-12").place


# -- employers --------------------------------------------------------------------------------------------------------


@pytest.mark.rule("R06-2")
@pytest.mark.parametrize(
    ("org", "employment"),
    [("架空下請株式会社", "社員"), (AGENCY, ""), ("架空市", "職員"), (OURS + "販売", "社員")],
)
def test_a_strangers_employee_gets_nothing(org: str, employment: str) -> None:
    """On the roster as the contractor's own, but employed by another firm that lends nobody: the real employer counts (clause 6)."""
    person = replace(PEOPLE["P-03"], person="P-20", org=org, employment=employment, transfers=True)
    story = begin(people=(*PEOPLE.values(), person))
    tape = story.receive()

    with refused("R06-2") as reasons:
        story.handover(tape, received_by="P-20")
    assert org in reasons[0].sentence()
    with refused("R06-2"):
        story.move(tape, holder="P-20")
    with refused("R06-2"):
        story.move(tape, performed_by="P-20")
    with refused("R06-2"):
        story.receive(received_by="P-20")


@pytest.mark.rule("R06-2")
def test_the_contractors_own_and_those_lent_to_it_do_get_it() -> None:
    """Employees however the firm is spelt, a department behind its name, agency staff and the seconded work under its orders (clause 7)."""
    told = {
        "P-20": ("架空ビジネスサービス(株)", ""),
        "P-21": (OURS + "　運用課", "パート"),
        "P-22": (AGENCY, "派遣社員"),
        "P-23": ("別会社", "出向"),
        "P-24": ("Temps Ltd.", "Agency Staff"),
        "P-25": ("別会社", "社員"),
    }
    lent = [replace(PEOPLE["P-03"], person=number, org=org, employment=how) for number, (org, how) in told.items()]
    story = begin(people=(*PEOPLE.values(), *lent))
    tape = story.receive()

    for number in [*told][:-1]:
        story.handover(tape, operator="P-01", received_by=number)
    with refused("R06-2"):
        story.handover(tape, operator="P-01", received_by="P-25")


@pytest.mark.rule("R06-2")
def test_another_public_body_is_not_the_client() -> None:
    """C-03 stands on the client's side but is employed by another town: nothing is returned to them; the client's own department gets it."""
    other = replace(PEOPLE["C-01"], person="C-03", org="架空町")
    desk = replace(PEOPLE["C-01"], person="C-04", org="架空市 保険年金課")
    story = begin(people=(*PEOPLE.values(), other, desk))
    tape = story.receive()

    with refused("R06-2"):
        story.give_back(tape, received_by="C-03")

    story.give_back(tape, received_by="C-04")


# -- leaving ----------------------------------------------------------------------------------------------------------


@pytest.mark.rule("R08-3")
def test_leaving_without_a_pledge_is_flagged() -> None:
    """P-03 leaves without pledging secrecy for afterwards: recorded with a flag; P-05 pledges, and an officer of the client need not."""
    story = begin()

    (left,) = story.do(decide.person_leaves, person="P-03", holding=(), exit_pledged_on="")
    (pledged,) = story.do(decide.person_leaves, person="P-05", holding=(), exit_pledged_on="2025-06-02")
    (officer,) = story.do(decide.person_leaves, person="C-02", holding=(), exit_pledged_on="")

    assert [("R08-3",), (), ()] == [left.flags, pledged.flags, officer.flags]


@pytest.mark.rule("R08-5")
@pytest.mark.parametrize("checker", ["P-03", "P-99", "P-04"])
def test_a_leaver_is_checked_by_somebody_else(checker: str) -> None:
    """Neither the leaver, nor a stranger, nor somebody who has left vouches for it: P-01 does."""
    story = begin()
    words = {"person": "P-03", "holding": (), "exit_pledged_on": "2025-10-31", "day": "2025-10-31"}

    with refused("R08-5"):
        story.do(decide.person_leaves, checked_by=checker, **words)

    (left,) = story.do(decide.person_leaves, checked_by="P-01", **words)
    assert "P-01" == left.checked_by
