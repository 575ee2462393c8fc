"""May it be copied?"""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from assets import decide
from assets import events as e
from assets.state import Asset, covers
from tests.stories import COPYING, SHREDDING, Story, begin, refused


def _copyable(**changes: Any) -> tuple[Story, Asset]:
    story = begin()
    tape = story.receive()
    story.approve(replace(COPYING, **changes), tape)
    return story, tape


@pytest.mark.rule("R21-1")
def test_nothing_is_copied_without_approval() -> None:
    """Nobody approved a copy of this tape: refused; the approved neighbour is copied (clause 21)."""
    story, tape = _copyable()
    other = story.receive(title="別の巻")

    with refused("R21-1"):
        story.copy(other)
    with refused("R21-1"):
        story.copy(other, approval=COPYING.number)  # it covers the neighbour, not this one
    with refused("R21-1"):
        story.copy(tape, approval="承認-複-999")

    assert (1, 2, COPYING.number) == _numbered(story.copy(tape))


def _numbered(copy: Asset) -> tuple[int, int, str]:
    fact = copy.arrival
    assert isinstance(fact, e.Copied)
    return fact.copy_no, fact.copies, fact.approval


@pytest.mark.rule("R21-1")
@pytest.mark.parametrize(
    ("outside", "inside"),
    [
        ({"day": "2025-04-19"}, {"day": "2025-04-20"}),
        ({"day": "2026-01-01"}, {"day": "2025-12-31"}),
        ({"medium": "usb_flash"}, {"medium": "hdd"}),
        ({"purpose": "検証"}, {"purpose": "データ入力"}),
        ({"place": "V-1"}, {"place": "H-1"}),
    ],
    ids=["before the approval", "after it ran out", "another medium", "another purpose", "another place"],
)
def test_an_approval_covers_what_it_says(outside: dict[str, Any], inside: dict[str, Any]) -> None:
    """Day, medium, purpose and place are the approval's: each one outside is refused, each one on its edge is not."""
    story = begin(replace(COPYING, sources=("国保被保険者データ",)))
    tape = story.receive()

    with refused("R21-1"):
        story.copy(tape, **outside)

    story.copy(tape, **inside)


@pytest.mark.rule("R21-1")
def test_an_approval_without_limits_limits_nothing() -> None:
    """The client approved copies without naming medium, purpose or place: any will do."""
    story, tape = _copyable(media=(), purpose="", place="")

    assert "V-1" == story.copy(tape, medium="usb_flash", purpose="検証", place="V-1").place
    with refused("R21-1"):
        story.copy(tape, medium="usb_flash", approval="-")


@pytest.mark.rule("R21-2")
def test_the_third_copy_is_one_too_many() -> None:
    """Two copies are allowed; a third is refused."""
    story, tape = _copyable()

    assert [1, 2] == [_numbered(story.copy(tape))[0], _numbered(story.copy(tape))[0]]
    with refused("R21-2") as reasons:
        story.copy(tape)
    assert {"allowed": 2, "made": 2}.items() <= reasons[0].fields.items()


@pytest.mark.rule("R21-2")
def test_copies_that_have_ended_count() -> None:
    """Both copies were erased: a third is still the third (clause 21 approves making, not having)."""
    story, tape = _copyable()
    for _ in range(2):
        story.erase(story.copy(tape, medium="logical_copy"), method="crypto_erase")
    assert ["erased", "erased"] == [asset.ending for asset in story.assets.values() if asset.origin == "copied"]

    with refused("R21-2"):
        story.copy(tape, day="2025-06-03")


@pytest.mark.rule("R21-2")
def test_each_original_has_its_own_number_of_copies() -> None:
    """Two of each: what was made of the first volume is not counted against the second; a further approval counts afresh."""
    story, first = _copyable(max_copies=1)
    second = story.receive(title="国保被保険者データ 第2巻")
    story.approve(replace(COPYING, number="承認-複-002", max_copies=1), second)
    story.copy(first)

    story.copy(second)
    with refused("R21-2"):
        story.copy(first)

    story.approve(replace(COPYING, number="承認-複-003", max_copies=1), first)
    assert (1, 1, "承認-複-003") == _numbered(story.copy(first))


@pytest.mark.rule("R21-3")
def test_only_what_is_here_is_copied() -> None:
    """A tape that is missing, under way, away, erased or returned is not copied; back in the vault it is."""
    story, tape = _copyable()

    story.send(tape, day="2025-05-20")
    with refused("R21-3", "R00-11"):
        story.copy(tape)
    story.accept(tape, day="2025-05-20")
    with refused("R21-3", "R00-11"):
        story.copy(tape)
    story.lose(tape, day="2025-05-20")
    with refused("R21-3", "R00-11"):
        story.copy(tape)
    story.find(tape, day="2025-05-20")
    story.copy(tape)

    story.erase(tape)
    with refused("R21-3") as reasons:
        story.copy(tape, day="2025-06-03")
    assert "erased, awaiting return" in reasons[0].sentence()
    story.give_back(tape)
    with refused("R21-3", "R00-1"):
        story.copy(tape, day="2025-06-03")


@pytest.mark.rule("R21-1")
def test_a_copy_of_a_copy_needs_its_own_approval() -> None:
    """The approval covers the tape, not what was made of it; one that names the copy covers that."""
    story, tape = _copyable()
    copy = story.copy(tape)

    with refused("R21-1"):
        story.copy(copy)
    with refused("R21-1"):
        story.copy(copy, approval=COPYING.number)

    story.approve(replace(COPYING, number="承認-複-004"), copy)
    assert copy.number == story.copy(copy).arrival.source  # type: ignore[attr-defined]


@pytest.mark.rule("R21-1")
def test_an_approval_by_title_does_not_make_copies_of_copies() -> None:
    """A copy bears its original's title; an approval by title, whenever it comes, covers originals alone."""
    story = begin(replace(COPYING, sources=("国保被保険者データ",)))
    tape = story.receive()
    copy = story.copy(tape)
    with refused("R21-1"):
        story.copy(copy)

    later = replace(COPYING, number="承認-複-005", sources=("国保被保険者データ",))
    story.approve(later, *(asset for asset in story.assets.values() if decide.is_covered(later, asset)))

    with refused("R21-1"):
        story.copy(copy, day="2025-06-03")


def test_a_title_is_covered_from_its_first_word_on() -> None:
    """第1巻 covers itself and 第1巻 予備; neither 第10巻 nor what only begins with the same characters."""
    sources = ("国保被保険者データ 第1巻",)

    covered = ("国保被保険者データ 第1巻", "国保被保険者データ 第1巻 予備")
    others = (
        "国保被保険者データ 第10巻",
        "国保被保険者データ",
        "国保被保険者データ 第1",
        "旧 国保被保険者データ 第1巻",
    )
    assert covered == tuple(title for title in (*covered, *others) if covers(sources, title))
    assert not covers((), "国保被保険者データ 第1巻")
    assert covers(("国保被保険者データ",), "国保被保険者データ 第10巻")


def test_a_copy_inherits_disposal_approvals_by_title_only() -> None:
    """A disposal approved for the title covers its copies; one for a single tape does not, nor does any approval to copy."""
    story = begin(
        replace(SHREDDING, number="承認-廃-T", sources=("国保被保険者データ",)),
        replace(COPYING, number="承認-複-T", sources=("国保被保険者データ",)),
    )
    tape = story.receive()
    story.approve(replace(SHREDDING, number="承認-廃-N", approved_on="2025-05-01"), tape)

    copy = story.copy(tape)

    assert ("承認-廃-T", "承認-複-T", "承認-廃-N") == tape.approvals
    assert ("承認-廃-T",) == copy.approvals


def test_a_copy_inherits_what_it_holds_and_belongs_to_the_contractor() -> None:
    """Title, class, item, kinds of information and number of records follow the information; the medium is the contractor's."""
    story = begin(replace(COPYING, sources=("申請書",)))
    original = story.receive(
        title="申請書",
        item=4,
        spec_reference="仕様書 第5条",
        pi_class="specific_pi",
        record_count=4120,
        info_kind="other",
    )

    kept = story.copy(original).arrival

    assert ("申請書", 4, "仕様書 第5条", "specific_pi", "氏名・住所", 4120, "other", "contractor", "hdd", "H-1") == (
        kept.title,
        kept.item,
        kept.spec_reference,
        kept.pi_class,
        kept.info_items,
        kept.record_count,
        kept.info_kind,
        kept.owner,
        kept.medium,
        kept.place,
    )
