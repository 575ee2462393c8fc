"""May it end?"""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from assets import decide
from assets import events as e
from tests.stories import BOTH_SIDES, COPYING, PULPERS, SHREDDING, begin, on, refused


@pytest.mark.rule("R33-1")
@pytest.mark.parametrize(
    ("owner", "flags", "status"),
    [
        ("client", ("R33-1",), "erased_awaiting_return"),
        ("contractor", (), "erased"),
        ("lessor", (), "erased_awaiting_return"),
    ],
)
def test_an_erased_client_medium_is_still_owed_back(owner: str, flags: tuple[str, ...], status: str) -> None:
    """All information is the client's, and so is this tape: its erasure is recorded with a remark, and it stays owed (clause 33)."""
    story = begin()
    tape = story.receive(owner=owner)

    (erased,) = story.erase(tape)

    assert (flags, status) == (erased.flags, tape.status)


@pytest.mark.rule("R40-1")
def test_a_contract_closes_when_nothing_is_left() -> None:
    """A tape and its copy are open: the contract is not closed; both ended, it is, and its sum stands on the line (clause 40)."""
    story = begin(replace(COPYING, sources=("国保被保険者データ",)))
    tape = story.receive()
    copy = story.copy(tape)
    story.do(decide.end_contract, trigger="completion", document="", day="2026-03-31")

    with refused("R40-1", "R40-5") as reasons:
        story.close(day="2026-04-01")
    assert f"{tape.number}, {copy.number}" == reasons[0].fields["numbers"]

    story.erase(copy, day="2026-04-02")
    story.give_back(tape, day="2026-04-02")
    (closed,) = story.close(day="2026-04-02")
    assert (1, 1, 1, 1, 0, 0) == (
        closed.received,
        closed.copied,
        closed.returned,
        closed.erased,
        closed.disposed,
        closed.lost,
    )


@pytest.mark.rule("R40-1")
def test_a_contract_that_has_not_ended_is_not_closed() -> None:
    """Nothing is open, yet the work goes on: first it ends, then it closes."""
    story = begin()
    story.give_back(story.receive())

    with refused("R40-1"):
        story.close()

    story.do(decide.end_contract, trigger="demand", document="通知-1")
    story.close()
    assert "2025-06-02" == story.desk.closed[:10]


@pytest.mark.rule("R40-1")
@pytest.mark.parametrize("open_one", ["missing", "in_transit", "at_subcontractor", "erased_awaiting_return"])
def test_nothing_open_is_overlooked(open_one: str) -> None:
    """What is missing, under way, away, or erased but the client's is open, and keeps the contract open."""
    story = begin()
    tape = story.receive()
    {
        "missing": story.lose,
        "in_transit": story.send,
        "at_subcontractor": story.send,
        "erased_awaiting_return": story.erase,
    }[open_one](tape)
    if open_one == "at_subcontractor":
        story.accept(tape)
    story.do(decide.end_contract, trigger="termination", document="")
    assert open_one == tape.status

    with refused("R40-1", "R40-5", *(["R37-16"] if open_one == "missing" else [])):
        story.close()


@pytest.mark.rule("R40-12")
def test_a_loss_counts_once_it_is_proved() -> None:
    """A tape was given up: the contract closes when the client was told by mouth, then in writing, and the incident is closed."""
    story = begin()
    tape = story.receive()
    story.give_up(tape)
    story.do(decide.end_contract, trigger="completion", document="")

    with refused("R37-16", "R40-12") as reasons:
        story.close()
    assert [(1, tape.number, "事故-001")] * 3 == [
        tuple(reason.fields[name] for name in ("count", "numbers", "incident"))
        for reason in reasons
        if reason.rule == "R40-12"
    ]

    story.settle("事故-001")
    story.close()
    assert "2025-06-02" == story.desk.closed[:10]


@pytest.mark.rule("R40-12")
def test_a_loss_with_what_was_no_incident_is_no_end() -> None:
    """An old line gave a tape up with an incident that was said to be none: the contract stays open."""
    story = begin()
    tape = story.receive()
    story.lose(tape)
    story.find(tape)
    story.assess("事故-001", category="no_incident", conclusion="発見")
    story.record([e.Lost(asset=tape.number, reported_by="P-02", incident="事故-001", reason="")], on("2025-06-03"))
    story.do(decide.end_contract, trigger="completion", document="")

    with refused("R40-12"):
        story.close()


@pytest.mark.rule("R40-5")
def test_the_sum_balances_to_the_unit() -> None:
    """Two came in, one went: the sum says so beside the list of what is open."""
    story = begin()
    story.give_back(story.receive())
    story.receive(title="別の巻")
    story.do(decide.end_contract, trigger="completion", document="")

    with refused("R40-1", "R40-5") as reasons:
        story.close()

    assert [(2, 1)] == [(reason.fields["came"], reason.fields["went"]) for reason in reasons if reason.rule == "R40-5"]


@pytest.mark.rule("R33-2")
def test_a_leased_tape_goes_back_empty() -> None:
    """A leased tape: back to its lessor only after its erasure was accepted, against a paper; back to the client at any time (clause 33)."""
    story = begin()
    tape, other = story.receive(owner="lessor"), story.receive(owner="lessor", title="別の巻")
    home = {"received_by": "", "lessor": "架空リース株式会社", "receipt_no": "受-9"}

    with refused("R33-2") as reasons:
        story.give_back(tape, **home)
    assert "assets erase" in reasons[0].advice()
    story.erase(tape, validated=False)
    with refused("R33-2") as reasons:
        story.give_back(tape, **home)
    assert "assets validate" in reasons[0].advice()
    story.validate(tape)
    with refused("R33-2"):
        story.give_back(tape, **{**home, "receipt_no": ""})

    (returned,) = story.give_back(tape, **home)
    story.give_back(other)
    assert ("returned", "架空リース株式会社", "returned") == (tape.ending, returned.lessor, other.ending)


@pytest.mark.rule("R33-2")
def test_a_clients_tape_goes_to_no_lessor() -> None:
    """What belongs to the client goes back to the client, erased or not."""
    story = begin()
    tape = story.receive()
    story.erase(tape)

    with refused("R33-2"):
        story.give_back(tape, received_by="", lessor="架空リース株式会社", receipt_no="受-9")


@pytest.mark.rule("R40-1")
def test_a_closing_says_what_only_a_decision_or_a_paper_keeps_open() -> None:
    """One tape awaits validation, one its certificate, one failed: each is told with what to do; then all three end and the contract closes."""
    story = begin()
    waiting, papered, failed = (story.receive(title=title, owner="contractor") for title in ("甲", "乙", "丙"))
    story.approve(replace(SHREDDING, approved_on="2025-05-01"), papered)
    story.erase(waiting, validated=False)
    story.dispose(papered, vendor=PULPERS, day="2025-06-02")
    story.erase(failed, result="unknown")
    story.do(decide.end_contract, trigger="completion", document="")

    with refused("R40-1", "R40-5") as reasons:
        story.close()
    told = {reason.fields["numbers"]: reason.advice() for reason in reasons if reason.fields.get("count") == 1}
    assert ["assets validate", "assets certify", "assets erase"] == [
        " ".join(told[asset.number].split()[:2]) for asset in (waiting, papered, failed)
    ]

    story.validate(waiting)
    story.certify(papered)
    story.erase(failed)
    (closed,) = story.close()
    assert (2, 1) == (closed.erased, closed.disposed)


@pytest.mark.rule("R40-1")
def test_an_open_session_keeps_the_contract_open() -> None:
    """Everything went back, and a disposal session is still under way: first it is closed."""
    story = begin()
    tape = story.receive()
    story.approve(SHREDDING, tape)
    number = story.start()
    story.give_back(tape, day="2026-03-25")
    story.do(decide.end_contract, trigger="completion", document="", day="2026-03-31")

    with refused("R40-1") as reasons:
        story.close(day="2026-03-31")
    assert f"assets disposal close {number}" == reasons[0].advice()

    story.do(decide.close_session, session=number, assets=[tape], day="2026-03-31")
    story.close(day="2026-03-31")


@pytest.mark.rule("R40-8")
@pytest.mark.parametrize("person", ["P-02", "P-05", "C-01", "S-01", "X-9", ""])
def test_only_who_answers_accepts(person: str) -> None:
    """Neither who did it, who checked it, the client, a stranger nor nobody accepts an erasure: the contractor's responsible person does."""
    story = begin()
    tape = story.receive(owner="contractor")
    story.erase(tape, validated=False)

    with refused("R40-8"):
        story.validate(tape, validated_by=person)
    assert ("", "awaiting_validation") == (tape.ending, tape.status)

    story.validate(tape, validated_by="P-01")
    assert ("erased", "P-01") == (tape.ending, tape.decided_by)


@pytest.mark.rule("R40-8")
def test_who_answered_on_that_day_accepts() -> None:
    """P-02 took over in September: from then on P-01 accepts nothing more."""
    later = e.ResponsibleNamed(side="contractor", person="P-02", start="2025-09-01")
    story = begin(responsible=(*BOTH_SIDES, later))
    tape = story.receive()
    story.erase(tape, performed_by="P-03", day="2025-09-02", validated=False)

    with refused("R40-8"):
        story.validate(tape, validated_by="P-01", day="2025-09-02")

    story.validate(tape, validated_by="P-02", day="2025-09-02")


@pytest.mark.rule("R40-8")
@pytest.mark.parametrize("part", ["performed_by", "verified_by", "witness"])
def test_nobody_accepts_their_own_work(part: str) -> None:
    """Whoever answers did it, watched or checked it themselves: another responsible person is named and decides (clause 40)."""
    story = begin()
    tape = story.receive()
    story.approve(replace(SHREDDING, approved_on="2025-05-01"), tape)
    story.dispose(tape, **{part: "P-01"}, day="2025-06-02", validated=False)

    with refused("R40-8") as reasons:
        story.validate(tape, validated_by="P-01")
    assert reasons[0].advice().startswith("assets person add PERSON --responsible")

    answers = e.ResponsibleNamed(side="contractor", person="P-03", start="2025-06-02")
    story.do(decide.name_responsible, named=answers)
    story.validate(tape, validated_by="P-03")
    assert ("disposed", "P-03") == (tape.ending, tape.decided_by)


@pytest.mark.rule("R40-8")
@pytest.mark.parametrize("policy", ["yes", "no"])
def test_a_violation_ends_only_by_somebody_elses_decision(policy: str) -> None:
    """Shredded unapproved, its own performer watching, by whoever answers: whatever the policy says it is no orderly end until somebody else accepts it."""
    story = begin(e.PolicySet(key="validation_needed", value=policy, was="yes", document="協議-9"))
    tape = story.receive()
    words = {"method": "shred", "place": "D-1", "performed_by": "P-01", "witness": "P-01"}

    (disposed, *_drafts) = story.dispose(tape, **words, violation="誤って破砕", recorded_by="P-01", validated=False)
    assert ("誤って破砕", ("R41-1", "R41-5")) == (disposed.violation, disposed.flags)
    assert ("awaiting_validation", "") == (tape.status, tape.ending)

    with refused("R40-8"):
        story.validate(tape, validated_by="P-01", day="2026-03-25")
    assert "" == tape.ending


@pytest.mark.rule("R40-9")
def test_there_is_nothing_to_accept_twice() -> None:
    """A tape nobody touched, one that failed, one that was rejected and one accepted already: nothing there to accept."""
    story = begin()
    tape = story.receive()
    with refused("R40-9"):
        story.validate(tape)
    story.erase(tape, result="fail")
    with refused("R40-9"):
        story.validate(tape)
    story.erase(tape, validated=False)
    story.validate(tape, decision="redo", remarks="ログがない")
    with refused("R40-9"):
        story.validate(tape)

    story.erase(tape)
    with refused("R40-9"):
        story.validate(tape)
    assert "erased_awaiting_return" == tape.status


@pytest.mark.rule("R40-9")
def test_a_certificate_is_of_something_that_passed() -> None:
    """No certificate for a tape in the vault, nor for one whose erasure failed; of one that ended it may still come."""
    story = begin()
    tape = story.receive(owner="contractor")
    with refused("R40-9"):
        story.certify(tape)
    story.erase(tape, result="fail")
    with refused("R40-9"):
        story.certify(tape)

    story.erase(tape)
    story.certify(tape, certificate_no="証-1")
    assert ("erased", "2025-06-02", "証-1") == (tape.ending, tape.ended_on[:10], tape.certificate_no)
