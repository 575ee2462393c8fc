"""May it end?"""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from assets import decide
from assets import events as e
from assets.state import Asset
from tests.stories import COPYING, SHREDDING, Story, begin, on, refused


def _approved(**changes: Any) -> tuple[Story, Asset]:
    story = begin()
    tape = story.receive()
    story.approve(replace(SHREDDING, **changes), tape)
    return story, tape


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

    with refused("R40-1", "R40-5"):
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


@pytest.mark.rule("R41-3")
def test_a_method_that_does_nothing_is_refused() -> None:
    """A paper form is not degaussed, a tape not pulped: the refusal names what would work for medium and class."""
    story = begin()
    form, tape = story.receive(medium="paper"), story.receive()

    with refused("R41-3") as reasons:
        story.erase(form)
    assert "does not work on paper" in reasons[0].sentence()
    story.approve(replace(SHREDDING, method="pulp", approved_on="2025-05-01"), tape, form)
    with refused("R41-3") as reasons:
        story.dispose(tape, day="2025-06-02")
    assert "shred, disintegrate, pulverize, incinerate, melt" in reasons[0].advice()

    story.dispose(form, day="2025-06-02")
    story.erase(tape)


@pytest.mark.rule("R41-3")
def test_destroying_is_disposal_and_erasing_is_not() -> None:
    """Shredding never counts as erasure, which needs no approval; overwriting never as disposal."""
    story, tape = _approved(method="overwrite", approved_on="2025-05-01")

    with refused("R41-3") as reasons:
        story.erase(tape, method="shred")
    assert (
        f"assets dispose {tape.number} --method shredding" in reasons[0].advice()
        or "--method shred" in reasons[0].advice()
    )
    with refused("R41-3", "R41-4"):
        story.dispose(tape, day="2025-06-02")


@pytest.mark.rule("R41-4")
@pytest.mark.parametrize(
    ("pi_class", "reaching", "falling_short"),
    [
        ("non_personal", "overwrite", ""),
        ("personal", "degauss", "overwrite"),
        ("specific_pi", "", "degauss"),
        ("unknown", "", "degauss"),
    ],
)
def test_the_class_decides_how_thorough(pi_class: str, reaching: str, falling_short: str) -> None:
    """Business information may be overwritten, personal information needs PURGE, specific personal information DESTROY; unknown counts as that."""
    story = begin()
    if falling_short:
        with refused("R41-4") as reasons:
            story.erase(story.receive(pi_class=pi_class, title="甲"), method=falling_short)
        assert "--conditions" not in reasons[0].advice()  # no condition would lift it
    if reaching:
        story.erase(story.receive(pi_class=pi_class), method=reaching)
    tape = story.receive(pi_class=pi_class, title="乙")
    story.approve(replace(SHREDDING, approved_on="2025-05-01"), tape)

    story.dispose(tape, day="2025-06-02")


@pytest.mark.rule("R41-4")
def test_conditions_are_stated_or_do_not_count() -> None:
    """Cryptographic erase reaches PURGE only when somebody answers for the keys; the refusal asks for that."""
    story = begin()
    disk = story.receive(medium="hdd")

    with refused("R41-4") as reasons:
        story.erase(disk, method="crypto_erase")
    assert "--conditions" in reasons[0].advice()

    (erased,) = story.erase(disk, method="crypto_erase", conditions="鍵は全ての写しを含め破棄済")
    assert "PURGE" == erased.level


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

    story.dispose(tape, verified_by="P-01")


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


# -- R23-3 ------------------------------------------------------------------------------------------------------------


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
