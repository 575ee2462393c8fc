"""Does the method do its work on this medium?"""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from assets import events as e
from assets.sanitization import condition_codes
from assets.state import Asset
from tests.stories import PROTOCOL, SHREDDING, Story, begin, on, refused

NOON = on("2025-06-02")


def _approved(**changes: Any) -> tuple[Story, Asset]:
    story = begin()
    tape = story.receive()
    story.approve(replace(SHREDDING, **changes), tape)
    return story, tape


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
def test_who_names_no_method_is_told_which_there_are() -> None:
    """Without an approval to take it from: nothing is said of a method that nobody named."""
    story = begin()
    tape = story.receive()

    with refused("R41-1", "R41-3") as reasons:
        story.dispose(tape)
    assert ["No method is named, and no approval names one."] == [
        reason.sentence() for reason in reasons if reason.rule == "R41-3"
    ]


@pytest.mark.rule("R41-3")
def test_destroying_is_disposal_and_erasing_is_not() -> None:
    """Shredding never counts as erasure, which needs no approval; overwriting never as disposal."""
    story, tape = _approved(method="overwrite", approved_on="2025-05-01")

    with refused("R41-3") as reasons:
        story.erase(tape, method="shred")
    assert f"assets dispose {tape.number} --method shred" == reasons[0].advice()
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
        unasked = ("R40-7",) if pi_class in ("specific_pi", "unknown") else ()
        with refused("R41-4", *unasked) as reasons:
            story.erase(story.receive(pi_class=pi_class, title="甲"), method=falling_short)
        assert "--assert" not in "".join(reason.advice() for reason in reasons)  # no condition would lift it
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

    for stated in ((), ("encrypted_from_start", "strength_128")):
        with refused("R41-4") as reasons:
            story.erase(disk, method="crypto_erase", asserted=stated, conditions="鍵は全ての写しを含め破棄済")
        assert "--assert all" in reasons[0].advice()
        assert "key_copies_zeroized" in reasons[0].sentence()

    (erased,) = story.erase(disk, method="crypto_erase", asserted=("all",))
    assert ("PURGE", condition_codes("hdd", "crypto_erase"), "P-02") == (
        erased.level,
        erased.asserted,
        erased.asserted_by,
    )


@pytest.mark.rule("R41-4")
def test_the_strictest_class_it_ever_had_decides() -> None:
    """The tape held specific personal information; what it holds now does not make it harmless."""
    story = begin()
    tape = story.receive(pi_class="specific_pi")
    story.record([e.Reclassified(asset=tape.number, pi_class="personal", was="specific_pi", document="回答-1")], NOON)

    with refused("R40-7", "R41-4") as reasons:
        story.erase(tape)

    assert "specific personal information" in reasons[-1].sentence()


@pytest.mark.rule("R41-4")
def test_a_contract_may_ask_for_more() -> None:
    """Both agreed that personal information is destroyed as well: degaussing is not enough any more, shredding is."""
    story = begin(e.PolicySet(key="required_personal", value="DESTROY", was="PURGE"))
    tape = story.receive()
    story.approve(replace(SHREDDING, approved_on="2025-05-01"), tape)

    with refused("R41-4"):
        story.erase(tape)

    story.dispose(tape, day="2025-06-02")


@pytest.mark.rule("R41-4")
def test_the_profile_decides_what_counts() -> None:
    """By Rev.2 no shredder destroys a drive with personal information; business information it does, and melting any."""
    story = begin(e.PolicySet(key="profile", value="nist_r2", was="mic_jp"))
    drive, plain = (story.receive(medium="hdd", pi_class=one) for one in ("personal", "non_personal"))
    story.approve(replace(SHREDDING, approved_on="2025-05-01"), drive, plain)

    with refused("R41-4") as reasons:
        story.dispose(drive, day="2025-06-02")
    assert "melt" in reasons[0].advice()
    assert "shred" not in reasons[0].advice()

    (disposed,) = story.dispose(plain, day="2025-06-02")
    assert "DESTROY" == disposed.level


@pytest.mark.rule("R41-4")
def test_pieces_that_were_measured_must_be_small_enough() -> None:
    """Personal information on paper needs P-4 (160 mm²): 200 mm² is too coarse, 100 is not."""
    story = begin()
    form = story.receive(medium="paper")
    story.approve(replace(SHREDDING, approved_on="2025-05-01"), form)

    with refused("R41-4") as reasons:
        story.dispose(form, particle_area=20_000, day="2025-06-02")
    assert "level 4" in reasons[0].sentence()

    story.dispose(form, particle_area=10_000, day="2025-06-02")


@pytest.mark.rule("R41-4")
def test_the_best_step_decides() -> None:
    """A drive with specific personal information is degaussed, then shredded: shredding decides, and both stand on the line, in order."""
    story = begin()
    drive = story.receive(medium="hdd", pi_class="specific_pi")
    story.approve(replace(SHREDDING, steps=("degauss", "shred"), approved_on="2025-05-01"), drive)

    with refused("R40-7", "R41-4"):
        story.erase(drive, method=("overwrite", "degauss"))

    (disposed,) = story.dispose(drive, day="2025-06-02")
    assert ("shred", ("degauss", "shred"), "DESTROY") == (disposed.method, disposed.steps, disposed.level)


@pytest.mark.rule("R41-3")
def test_steps_that_do_nothing_do_nothing_together() -> None:
    """Formatted and then degaussed, a USB stick holds everything still; a hybrid drive is not saved by it either."""
    story = begin(protocol=replace(PROTOCOL, media=()))

    for medium in ("usb_flash", "sshd"):
        with refused("R41-3"):
            story.erase(story.receive(medium=medium), method=("logical_delete", "degauss"))
        story.erase(story.receive(medium=medium), method=("logical_delete", "crypto_erase"))


@pytest.mark.rule("R41-3")
def test_a_device_ends_when_its_media_are_listed() -> None:
    """A copier with disks inside: first they are taken out and listed, then the rest is shredded."""
    story = begin(protocol=replace(PROTOCOL, media=()))
    device = story.receive(medium="device_composite", pi_class="non_personal")
    story.approve(replace(SHREDDING, approved_on="2025-05-01"), device)

    with refused("R41-3") as reasons:
        story.dispose(device, day="2025-06-02")
    assert "one by one" in reasons[0].sentence()
    with refused("R41-3"):
        story.erase(device, method="factory_reset")

    story.record([_taken_out(device)], NOON)
    story.dispose(device, day="2025-06-03")


def _taken_out(device: Asset) -> e.Extracted:
    return e.Extracted(
        asset="R7012-00099-Z", ordinal=99, title=device.arrival.title, medium="hdd", item=1, pi_class="personal", place="V-1",
        source=device.number, origin="received", performed_by="P-02",
    )  # fmt: skip


@pytest.mark.rule("R41-3")
@pytest.mark.parametrize("method", ["overwrite", "sanitize_cmd", "crypto_erase"])
def test_nothing_is_written_to_what_cannot_be_read(method: str) -> None:
    """A drive that does not spin takes no command: only a physical method is left."""
    story = begin()
    drive = story.receive(medium="hdd", pi_class="non_personal", condition="unreadable")

    with refused("R41-3") as reasons:
        story.erase(drive, method=method)
    assert "cannot be read" in reasons[0].sentence()

    story.erase(drive, method="degauss")


@pytest.mark.rule("R40-10")
def test_who_did_it_does_not_say_that_it_worked() -> None:
    """Nobody checked: the result is not known, whatever the performer says, and the tape stays live."""
    story = begin()
    tape = story.receive()

    with refused("R40-10"):
        story.erase(tape, verified_by="", result="pass", verification="equipment_check")

    (erased,) = story.erase(tape, verified_by="")
    assert ("unknown", "sanitizing_failed") == (erased.result, tape.status)


def test_a_check_that_cannot_tell_tells_nothing() -> None:
    """After degaussing nothing can be read back: who read back says nothing, so the result is not known."""
    story = begin()
    tape = story.receive()

    (erased,) = story.erase(tape, verification="full_readback")

    assert ("unknown", "sanitizing_failed") == (erased.result, tape.status)


def test_a_contract_may_do_without_checks_and_decisions() -> None:
    """Both agreed on neither: the performer's word counts, the tape ends at once, and the line says that the policy decided."""
    story = begin(
        e.PolicySet(key="verification_needed", value="no", was="yes", document="協議-9"),
        e.PolicySet(key="validation_needed", value="no", was="yes", document="協議-9"),
    )
    tape = story.receive(owner="contractor")

    facts = story.erase(tape, verified_by="", result="pass", verification="equipment_check")

    assert [e.Erased, e.Validated] == [type(fact) for fact in facts]
    assert ("erased", "accepted", "", "policy") == (
        tape.ending,
        facts[1].decision,
        facts[1].validated_by,
        facts[1].remarks,
    )
    story.erase(story.receive(title="別の巻"), verified_by="")
    assert "sanitizing_failed" == list(story.assets.values())[-1].status
