"""Does the record hold what proves it?"""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from assets import events as e
from tests.stories import PULPERS, SHREDDING, begin, refused


@pytest.mark.rule("R41-6")
@pytest.mark.parametrize(
    ("medium", "method", "missing"), [("hdd", "sanitize_cmd", "tool"), ("hdd", "degauss", "equipment")]
)
def test_what_erased_it_is_on_record(medium: str, method: str, missing: str) -> None:
    """Erased with what? Personal information needs an answer before it counts; business information, or what failed, does not."""
    story = begin()
    disk, plain = (story.receive(medium=medium, pi_class=one) for one in ("personal", "non_personal"))
    nothing = {"tool": "", "equipment": ""}

    with refused("R41-6") as reasons:
        story.erase(disk, method=method, **nothing)
    assert reasons[0].advice().startswith(f"--{missing} TEXT")

    story.erase(disk, method=method, result="fail", **nothing)
    story.erase(plain, method=method, **nothing)
    story.erase(disk, method=method, **nothing | {missing: "機器 X-1"})


@pytest.mark.rule("R41-6")
def test_an_eraser_is_a_tool_too() -> None:
    """Erased by an appliance and no software: the equipment is named, and that is enough."""
    story = begin()
    disk = story.receive(medium="hdd")

    with refused("R41-6"):
        story.erase(disk, method="sanitize_cmd", tool="", equipment="")
    story.erase(disk, method="sanitize_cmd", tool="", equipment="消去装置 E-4")

    assert "erased_awaiting_return" == disk.status


@pytest.mark.rule("R41-6")
def test_a_degausser_is_strong_enough_and_somebody_says_so() -> None:
    """Its field, the medium's coercivity and the last inspection are on record, or somebody answers for them."""
    story = begin()
    tapes = [story.receive(title=title) for title in ("甲", "乙")]
    fields = ("field_strength", "coercivity", "inspected_on")

    with refused("R41-6") as reasons:
        story.erase(tapes[0], asserted=())
    assert [f"--evidence {field}=VALUE" for field in fields] == [
        reason.advice().partition(",")[0] for reason in reasons
    ]
    with refused("R41-6"):
        story.erase(tapes[0], asserted=("degausser_rated",))

    story.erase(tapes[0], asserted=("degausser_rated", "degausser_checked"))
    story.erase(
        tapes[1], asserted=(), evidence=("field_strength=5000 Oe", "coercivity=280 mT", "inspected_on=2025-05-01")
    )


@pytest.mark.rule("R41-17")
@pytest.mark.parametrize("strength", ["1500 Oe", "１５０ｍT", "0.15 T", "2,799.9Oe"])
def test_a_degausser_too_weak_erases_nothing(strength: str) -> None:
    """A tape of 2800 Oe in the field of an old degausser: whoever answers for it, it did not pass."""
    story = begin()
    tape = story.receive()
    words = {"evidence": (f"field_strength={strength}", "coercivity=2800 Oe", "inspected_on=2025-05-01")}

    with refused("R41-17"):
        story.erase(tape, **words)

    story.erase(tape, **words, result="fail")
    story.erase(tape, evidence=("field_strength=2800 Oe", "coercivity=2800 Oe", "inspected_on=2025-05-01"))


@pytest.mark.rule("R41-6")
@pytest.mark.parametrize("method", ["shred", "punch_crush", "disintegrate", "pulverize", "incinerate", "melt"])
def test_what_destroyed_it_in_our_hands_is_named(method: str) -> None:
    """Our own machine has a name, on the record or on its session's; a firm answers for its own, a number of a certificate does not."""
    story = begin()
    drives = [story.receive(medium="hdd", title=title) for title in ("甲", "乙", "丙", "丁")]
    story.approve(replace(SHREDDING, method=method), *drives)
    proof = {"evidence": tuple(f"{field}=4" for field in ("facility", "permit", "weight", "holes", "screen_size"))}

    for words in ({}, {"certificate_no": "証-1"}):
        with refused("R41-6") as reasons:
            story.dispose(drives[0], equipment="", **proof, **words)
        assert ["--equipment TEXT"] == [reason.advice() for reason in reasons]

    story.dispose(drives[0], equipment="装置 X-1", **proof)
    story.dispose(drives[1], equipment="", vendor=PULPERS, **proof)
    story.dispose(drives[2], equipment="", session=story.start(equipment="装置 X-1"), **proof)
    story.dispose(drives[3], equipment="", evidence=(*proof["evidence"], "equipment=装置 X-1"))


@pytest.mark.rule("R41-6")
def test_a_contract_may_want_to_see_it() -> None:
    """Both agreed that photographs and logs are there: without them nothing counts; a firm's come with its certificate."""
    story = begin(e.PolicySet(key="evidence_files_needed", value="yes", was="no"))
    mine, theirs, disk = (story.receive(medium="hdd", title=title) for title in ("甲", "乙", "丙"))
    story.approve(SHREDDING, mine, theirs)

    with refused("R41-6") as reasons:
        story.dispose(mine)
    assert ["--evidence photo_after=VALUE"] == [reason.advice() for reason in reasons]
    with refused("R41-6"):
        story.erase(disk, method="sanitize_cmd", day="2026-03-25")

    story.dispose(mine, evidence=("photo_after=写真-1",))
    story.dispose(theirs, vendor=PULPERS)
    story.erase(disk, method="sanitize_cmd", evidence=("log_hash=ログ-1",), day="2026-03-25")


@pytest.mark.rule("R41-6")
def test_somebody_answers_for_how_small_the_pieces_are() -> None:
    """Specific personal information through the shredder: measured, or somebody says that the pieces are small enough; pulp has no pieces."""
    story = begin()
    forms = [story.receive(medium="paper", pi_class="specific_pi", title=title) for title in ("甲", "乙", "丙")]
    story.approve(replace(SHREDDING, approved_on="2025-05-01"), *forms[:2])
    story.approve(replace(SHREDDING, number="承認-廃-2", method="pulp", approved_on="2025-05-01"), forms[2])

    with refused("R41-6"):
        story.dispose(forms[0], asserted=(), day="2025-06-02")

    story.dispose(forms[0], asserted=(), particle_area=3_000, day="2025-06-02")
    story.dispose(forms[1], asserted=("particle_size",), day="2025-06-02")
    story.dispose(forms[2], asserted=(), day="2025-06-02")


@pytest.mark.rule("R41-6")
@pytest.mark.parametrize(
    ("medium", "method", "demanded"),
    [
        ("paper", "pulp", ("facility", "weight", "unopened")),
        ("paper", "incinerate", ("facility", "permit", "weight")),
        ("hdd", "melt", ("facility",)),
        ("hdd", "punch_crush", ("holes",)),
    ],
)
def test_a_destruction_carries_what_its_method_demands(medium: str, method: str, demanded: tuple[str, ...]) -> None:
    """Destroyed, and nothing says where or how much: each field is named with its option; said, or left to a firm's certificate, it counts."""
    story = begin()
    mine, theirs = story.receive(medium=medium), story.receive(medium=medium)
    story.approve(replace(SHREDDING, method=method), mine, theirs)

    with refused("R41-6") as reasons:
        story.dispose(mine, evidence=())
    assert [f"--evidence {field}=VALUE" for field in demanded] == [reason.advice() for reason in reasons]

    story.dispose(mine, evidence=tuple(f"{field}=4" for field in demanded))
    if method != "punch_crush":  # no facility's certificate says how many holes were drilled
        story.dispose(theirs, evidence=(), vendor=PULPERS)
    assert "disposed" == mine.ending
