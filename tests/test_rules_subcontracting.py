"""May it go to a subcontractor?"""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from assets import decide
from assets import events as e
from tests.stories import PEOPLE, PLACES, PULPERS, SHREDDING, STRANGERS, SUBCONTRACT, begin, refused

SECOND = replace(
    SUBCONTRACT, org=STRANGERS, number="承認-再-002", approved_on="2025-05-01", parent=PULPERS, valid_until="2026-03-31"
)
THIRD = replace(SECOND, org="架空三次株式会社", number="承認-再-003", parent=STRANGERS)
THEIRS = replace(PEOPLE["S-02"], person="S-05", org=THIRD.org)
EVERYBODY = (*PEOPLE.values(), THEIRS)


@pytest.mark.rule("R20-1")
@pytest.mark.parametrize("tier", [0, 1])
def test_every_tier_up_to_the_prime_is_approved(tier: int) -> None:
    """The third tier is approved; when the approval of the second or the first has run out, nothing goes there."""
    chain = [SUBCONTRACT, SECOND, THIRD]
    chain[tier] = replace(chain[tier], valid_until="2025-05-31")
    story = begin(*chain, subcontract=None, people=EVERYBODY)
    tape, other = story.receive(), story.receive()
    story.approve(replace(SHREDDING, approved_on="2025-05-01", method="pulp", place=""), tape)

    broken = ("R20-1", "R20-3") if tier == 0 else ("R20-1",)  # the site is the first tier's

    story.send(tape, received_by="S-05", day="2025-05-31")
    with refused(*broken) as reasons:
        story.send(other, received_by="S-05", day="2025-06-01")
    assert chain[tier].org in reasons[0].sentence()
    with refused(*broken):
        story.handover(other, received_by="S-05", place="S-1", method="手渡し", day="2025-06-01")
    with refused(*broken):
        story.accept(tape, day="2025-06-01")

    story.accept(tape, day="2025-05-31")
    with refused("R20-1"):
        story.erase(tape, performed_by="S-05", day="2025-06-01")


@pytest.mark.rule("R20-1")
def test_a_tier_whose_parent_is_gone_gets_nothing() -> None:
    """The first tier's subcontract was ended: the second hangs in the air, though its own approval is in force."""
    story = begin(SECOND)
    tape = story.receive()
    story.do(decide.end_subcontract, org=PULPERS, assets=(), day="2025-06-01")

    with refused("R20-1", "R20-3"):
        story.send(tape, received_by="S-02")

    renewed = replace(SUBCONTRACT, number="承認-再-009", approved_on="2025-06-10")
    story.do(decide.add_subcontract, subcontract=renewed, day="2025-06-10")
    story.send(tape, received_by="S-02", day="2025-06-10")


@pytest.mark.rule("R20-2")
def test_a_subcontractor_gets_only_what_its_approval_names() -> None:
    """The pulping works are approved for paper: no tape goes there, nor does one that is erased there; a box does."""
    story = begin(subcontract=replace(SUBCONTRACT, scope_info=("paper",)))
    tape, box = story.receive(), story.receive(medium="paper", info_kind="form")

    with refused("R20-2") as reasons:
        story.send(tape)
    assert SUBCONTRACT.number in reasons[0].sentence()
    with refused("R20-2"):
        story.handover(tape, received_by="S-01", place="S-1", method="手渡し")
    with refused("R20-2"):
        story.erase(tape, performed_by="S-01")

    story.send(box)


@pytest.mark.rule("R20-2")
def test_a_scope_may_name_kinds_and_classes() -> None:
    """Forms with personal information at most: specific personal information does not go there, nor what is still being inquired."""
    story = begin(subcontract=replace(SUBCONTRACT, scope_info=("form", "personal")))
    form = {"medium": "paper", "info_kind": "form"}

    with refused("R20-2"):
        story.send(story.receive(**form, pi_class="specific_pi"))
    with refused("R20-2"):
        story.send(story.receive(**form, pi_class="unknown"))
    with refused("R20-2"):
        story.send(story.receive(medium="paper", info_kind="document"))

    story.send(story.receive(**form, pi_class="personal"))
    story.send(story.receive(**form, pi_class="non_personal"))


@pytest.mark.rule("R20-2")
def test_a_scope_of_classes_alone_limits_no_medium() -> None:
    """Approved for business information, on whatever medium; personal information is beyond it."""
    story = begin(subcontract=replace(SUBCONTRACT, scope_info=("non_personal",)))

    with refused("R20-2"):
        story.send(story.receive())

    story.send(story.receive(pi_class="non_personal"))


@pytest.mark.rule("R20-3")
def test_a_carrier_is_a_subcontractor() -> None:
    """The firm that carries a parcel has it in hand: unknown it is refused, approved it travels, ours it is no outside firm."""
    story = begin(SECOND)
    tape, other, third = story.receive(), story.receive(), story.receive()

    with refused("R20-3") as reasons:
        story.send(tape, carrier="謎運送")
    assert "謎運送" in reasons[0].sentence()
    with refused("R20-3"):
        story.send(tape, carrier=STRANGERS, day="2025-04-30")

    story.send(tape, carrier=STRANGERS)
    story.send(other, carrier="架空ビジネスサービス（株）")
    story.do(decide.end_subcontract, org=PULPERS, assets=(), day="2025-06-02")
    with refused("R20-3"):
        story.send(third, received_by="P-02", place="H-1", carrier=STRANGERS, day="2025-06-03")


@pytest.mark.rule("R20-3")
def test_a_disposal_firm_is_a_subcontractor() -> None:
    """The client approves a disposal by an outside firm that was never approved as a subcontractor: neither request nor approval stands."""
    story = begin()
    tape = story.receive()
    outside = replace(SHREDDING, vendor="謎処分")

    with refused("R20-3"):
        story.approve(outside, tape)

    story.approve(replace(SHREDDING, vendor=PULPERS), tape)


@pytest.mark.rule("R20-3")
def test_whoever_owns_the_site_is_a_subcontractor() -> None:
    """A tape is sent to the works, but the site belongs to another firm, which nobody approved; the works' own site is fine."""
    theirs = replace(PLACES["S-1"], place="S-9", org=STRANGERS)
    dump = replace(theirs, place="X-1", zone="disposal_site", org="謎処分")
    story = begin(places=(*PLACES.values(), theirs, dump))
    tape = story.receive()
    story.approve(replace(SHREDDING, approved_on="2025-05-01", place=""), tape)

    with refused("R20-3"):
        story.send(tape, place="S-9")
    with refused("R20-3"):
        story.handover(tape, received_by="S-01", place="S-9", method="手渡し")
    with refused("R11-2", "R20-3"):
        story.dispose(tape, place="X-1", day="2025-06-02")

    story.send(tape)


@pytest.mark.rule("R20-3")
@pytest.mark.rule("R20-10")
@pytest.mark.parametrize("zone", ["subcontractor_site", "disposal_site"])
def test_nothing_is_destroyed_on_nobodys_site(zone: str) -> None:
    """A site was registered without saying whose it is: flagged, and nothing is destroyed there until somebody says it."""
    story = begin()
    nobodys = e.PlaceAdded(place="S-8", name="処理場", zone=zone)
    (flagged,) = story.do(decide.add_place, place=nobodys)
    tape = story.receive()
    story.approve(replace(SHREDDING, approved_on="2025-05-01", place="S-8"), tape)
    story.handover(tape, received_by="S-01", place="S-8", method="手渡し")

    with refused("R20-3") as reasons:
        story.dispose(tape, performed_by="S-01", day="2025-06-02")
    assert f"assets place add S-8 --zone {zone} --org NAME" == reasons[0].advice()
    with refused("R20-3"):
        story.start(performed_by="S-01", day="2025-06-02")

    (known,) = story.do(decide.add_place, place=replace(nobodys, org=PULPERS))
    story.dispose(tape, performed_by="S-01", day="2025-06-02")
    assert (("R20-10",), (), PULPERS) == (flagged.flags, known.flags, tape.act and tape.act.vendor)


@pytest.mark.rule("R20-2")
def test_a_carrier_carries_only_what_its_approval_names() -> None:
    """Approved for paper, the carrier is given no tape."""
    story = begin(replace(SECOND, scope_info=("paper",)))

    with refused("R20-2"):
        story.send(story.receive(), carrier=STRANGERS)

    story.send(story.receive(medium="paper"), carrier=STRANGERS)


@pytest.mark.rule("R20-4")
def test_a_subcontract_ends_when_nothing_is_left_there() -> None:
    """A tape is with the second tier, a box is on its way to the first: neither subcontract ends before both are back."""
    story = begin(SECOND)
    tape, box = story.receive(), story.receive(medium="paper")
    story.handover(tape, received_by="S-02", place="S-1", method="手渡し")
    story.send(box)
    everything = tuple(story.assets.values())

    with refused("R20-4") as reasons:
        story.do(decide.end_subcontract, org=PULPERS, assets=everything)
    assert [tape.number, box.number] == [one for one in story.assets if one in reasons[0].sentence()]
    with refused("R20-4") as reasons:
        story.do(decide.end_subcontract, org=STRANGERS, assets=everything)
    assert [tape.number] == [one for one in story.assets if one in reasons[0].sentence()]

    story.accept(box, received_by="P-01", place="V-1")
    story.handover(tape, operator="S-02", received_by="P-01", place="V-1", method="手渡し")
    for org in (STRANGERS, PULPERS):
        story.do(decide.end_subcontract, org=org, assets=everything)
    assert story.desk.subcontract_on(PULPERS, "2025-06-03") is None


@pytest.mark.rule("R20-4")
def test_what_lies_on_their_site_is_with_them() -> None:
    """S-01 puts a tape on the shelf: nobody holds it, but the site is the works' own."""
    story = begin()
    tape = story.receive()
    story.handover(tape, received_by="S-01", place="S-1", method="手渡し")
    story.move(tape, performed_by="S-01", place="S-1")
    assert "" == tape.holder

    with refused("R20-4"):
        story.do(decide.end_subcontract, org=PULPERS, assets=story.assets.values())


def _supervised(**told: str) -> e.Supervised:
    return e.Supervised(**{"org": PULPERS, "how": "立入検査", "supervised_by": "P-01", **told})


@pytest.mark.rule("R20-7")
def test_only_a_subcontractor_is_supervised_or_let_go() -> None:
    """A firm that nobody approved is not supervised, and no subcontract with it ends: a slip of the keyboard would hide there."""
    story = begin()

    with refused("R20-7"):
        story.do(decide.supervise, supervised=_supervised(org="架空溶解株式会社"))
    with refused("R20-7"):
        story.do(decide.end_subcontract, org="架空溶解株式会社", assets=())

    story.do(decide.supervise, supervised=_supervised())


@pytest.mark.rule("R20-8")
@pytest.mark.parametrize("person", ["S-01", "C-01", "X-99", ""])
def test_the_contractor_supervises(person: str) -> None:
    """Neither the subcontractor's own people, nor the client's, nor a stranger, nor nobody: the contractor answers for it."""
    with refused("R20-8"):
        begin().do(decide.supervise, supervised=_supervised(supervised_by=person))

    begin().do(decide.supervise, supervised=_supervised())


@pytest.mark.rule("R20-9")
def test_tiers_hang_together() -> None:
    """A second tier names the first, which is known; nobody is above itself, nor below the firm that is below it."""
    story = begin()

    with refused("R20-9"):
        story.do(decide.add_subcontract, subcontract=replace(SECOND, parent="謎会社"))
    with refused("R20-9"):
        story.do(decide.add_subcontract, subcontract=replace(SECOND, parent=STRANGERS))

    story.do(decide.add_subcontract, subcontract=SECOND)
    with refused("R20-9"):
        story.do(decide.add_subcontract, subcontract=replace(SUBCONTRACT, number="承認-再-010", parent=STRANGERS))
