"""May it be copied?"""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from assets import decide
from assets import events as e
from assets.errors import NotFound
from assets.state import Asset, covers
from tests.stories import COPYING, SHREDDING, Story, begin, on, refused

FURTHER_PURPOSE = e.ConsentGiven(number="承諾-01", given_on="2025-04-01", approver="C-01", purpose="封入封緘")


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
        ({"purpose": "封入封緘"}, {"purpose": "データ入力"}),
        ({"place": "V-1"}, {"place": "H-1"}),
    ],
    ids=["before the approval", "after it ran out", "another medium", "another purpose", "another place"],
)
def test_an_approval_covers_what_it_says(outside: dict[str, Any], inside: dict[str, Any]) -> None:
    """Day, medium, purpose and place are the approval's: each one outside is refused, each one on its edge is not."""
    story = begin(replace(COPYING, sources=("国保被保険者データ",)))
    story.do(decide.give_consent, consent=FURTHER_PURPOSE, day="2025-04-02")
    tape = story.receive()

    with refused("R21-1"):
        story.copy(tape, **outside)

    story.copy(tape, **inside)


@pytest.mark.rule("R21-1")
def test_an_approval_without_limits_limits_nothing() -> None:
    """The client approved copies without naming medium, purpose or place: any will do."""
    story, tape = _copyable(media=(), purpose="", place="")

    assert "V-1" == story.copy(tape, medium="usb_flash", purpose="データ入力", place="V-1").place
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


@pytest.mark.rule("R21-5")
def test_a_copy_of_a_copy_needs_its_own_approval() -> None:
    """The approval covers the tape, not what was made of it; one that names the copy covers that."""
    story, tape = _copyable()
    copy = story.copy(tape)

    with refused("R21-5"):
        story.copy(copy)
    with refused("R21-5"):
        story.copy(copy, approval=COPYING.number)

    story.approve(replace(COPYING, number="承認-複-004"), copy)
    assert copy.number == story.copy(copy).arrival.source  # type: ignore[attr-defined]


@pytest.mark.rule("R21-5")
def test_an_approval_extends_to_copies_of_copies_when_it_says_so() -> None:
    """The client allowed copies of copies: the copy is copied, and so is its copy; without that word neither is."""
    story, tape = _copyable(copies_of_copies=True, max_copies=3)
    first = story.copy(tape)

    second = story.copy(first)
    assert [(2, 3, COPYING.number), (3, 3, COPYING.number)] == [_numbered(second), _numbered(story.copy(second))]

    story, tape = _copyable(max_copies=3)
    with refused("R21-5"):
        story.copy(story.copy(tape))


@pytest.mark.rule("R21-5")
def test_an_approval_by_title_extends_to_the_copies_that_are_there() -> None:
    """It came after the first copy, names the title and extends to copies: that copy is covered too."""
    story, tape = _copyable()
    copy = story.copy(tape)
    with refused("R21-5"):
        story.copy(copy)

    later = replace(COPYING, number="承認-複-006", sources=("国保被保険者データ",), copies_of_copies=True)
    story.approve(later, *(asset for asset in story.assets.values() if decide.is_covered(later, asset)))

    assert (1, 2, "承認-複-006") == _numbered(story.copy(copy, day="2025-06-03"))


@pytest.mark.rule("R21-2")
def test_copies_of_copies_count_against_the_originals_number() -> None:
    """Two copies of each original, copies of copies among them: one of the tape and one of that copy are two, wherever the third is made."""
    story, tape = _copyable(copies_of_copies=True)
    first = story.copy(tape)
    story.copy(first)

    for source in (first, tape):
        with refused("R21-2"):
            story.copy(source)
    other, another = story.receive(title="別の巻"), replace(COPYING, number="承認-複-007", max_copies=1)
    story.approve(another, other, first)
    assert [(1, 1), (1, 1)] == [_numbered(story.copy(one, approval=another.number))[:2] for one in (other, first)]


@pytest.mark.rule("R21-5")
def test_an_approval_by_title_does_not_make_copies_of_copies() -> None:
    """A copy bears its original's title; an approval by title, whenever it comes, covers originals alone."""
    story = begin(replace(COPYING, sources=("国保被保険者データ",)))
    tape = story.receive()
    copy = story.copy(tape)
    with refused("R21-5"):
        story.copy(copy)

    later = replace(COPYING, number="承認-複-005", sources=("国保被保険者データ",))
    story.approve(later, *(asset for asset in story.assets.values() if decide.is_covered(later, asset)))

    with refused("R21-5"):
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


def test_a_copy_has_the_class_its_original_has_now() -> None:
    """The client answered that the tape holds specific personal information: what is copied from it does too, under the same notice."""
    story, tape = _copyable()
    story.record(
        [e.Reclassified(asset=tape.number, pi_class="specific_pi", was="personal", document="通知-01")],
        on("2025-05-10"),
    )

    copy = story.copy(tape)

    assert ("specific_pi", "specific_pi", "通知-01") == (copy.pi_class, copy.handled_as, copy.notice_no)


# -- the specification provides for it --------------------------------------------------------------------------------

PROVIDED = e.CopyApproved(
    number="仕様書 第7条",
    approved_on="",
    basis="spec_provision",
    spec_clause="第7条",
    max_copies=2,
    media=("hdd",),
    place="H-1",
    sources=("国保被保険者データ",),
)


@pytest.mark.rule("R21-1")
def test_the_specification_may_provide_for_copies() -> None:
    """仕様書 第7条 provides for copies: nobody approved, and yet it covers the tape from the contract's first day; no more than it says."""
    story = begin()
    tape = story.receive()
    with refused("R21-1"):
        story.copy(tape)
    story.approve(PROVIDED, tape)
    assert "2025-04-01" == story.desk.approvals[PROVIDED.number].approved_on

    assert (1, 2, PROVIDED.number) == _numbered(story.copy(tape))
    with refused("R21-1"):
        story.copy(tape, medium="usb_flash")


@pytest.mark.rule("R00-10")
def test_only_the_specification_needs_no_approver() -> None:
    """The client's approval names who gave it; a provision of the specification does not."""
    story = begin()
    tape = story.receive()

    with refused("R00-10"):
        story.approve(replace(COPYING, approver=""), tape)

    story.approve(PROVIDED, tape)
    assert (PROVIDED.number,) == tape.approvals


# -- copies that are to be gone again ---------------------------------------------------------------------------------


def test_a_copy_for_a_transfer_is_to_be_gone_the_same_day() -> None:
    """Copied onto a stick for a transfer: by the end of the day it is to be erased, unless a day was said; other copies as the approval says."""
    story, tape = _copyable(media=(), erase_by="2025-06-30", max_copies=9)

    transfer, sooner, usual = (
        story.copy(tape, **values)
        for values in ({"copy_method": "transfer"}, {"copy_method": "transfer", "erase_by": "2025-05-21"}, {})
    )

    assert ["2025-05-20", "2025-05-21", "2025-06-30"] == [one.arrival.erase_by for one in (transfer, sooner, usual)]


@pytest.mark.rule("R21-1")
def test_no_copy_is_kept_longer_than_approved() -> None:
    """The copies are to be gone by the end of June: none is promised for July, and none is made in July."""
    story, tape = _copyable(erase_by="2025-06-30")

    with refused("R21-1") as reasons:
        story.copy(tape, erase_by="2025-07-01")
    assert "are to be gone by 2025-06-30" in reasons[0].sentence()
    with refused("R21-1"):
        story.copy(tape, day="2025-07-01", erase_by="2025-07-01")

    assert "2025-06-29" == story.copy(tape, erase_by="2025-06-29").arrival.erase_by


@pytest.mark.rule("R21-11")
def test_a_day_that_has_passed_promises_nothing() -> None:
    """To be gone by yesterday: refused for a copy and for a product; by today is fine."""
    story, tape = _copyable()

    with refused("R21-11"):
        story.copy(tape, erase_by="2025-05-19")
    with refused("R21-11"):
        story.produce(erase_by="2025-05-19")

    assert "2025-05-20" == story.copy(tape, erase_by="2025-05-20").arrival.erase_by


# -- word of mouth ----------------------------------------------------------------------------------------------------


@pytest.mark.rule("R21-7")
def test_an_oral_approval_to_copy_is_flagged_until_confirmed() -> None:
    """The client said yes on the telephone: the approval and what is done under it are flagged, until a document confirms it."""
    story = begin()
    tape = story.receive()
    [approved, authorised] = story.do(
        decide.approve, approval=replace(COPYING, form="oral"), assets=[tape], day="2025-05-01"
    )
    assert (("R21-7",), ()) == (approved.flags, authorised.flags)

    assert ("R21-7",) == story.copy(tape).arrival.flags
    story.do(decide.confirm_approval, number=COPYING.number, document="確認-01", day="2025-05-20")
    assert () == story.copy(tape).arrival.flags


@pytest.mark.rule("R21-7")
def test_an_oral_approval_to_copy_is_refused_where_both_agreed_so() -> None:
    """In this contract word of mouth is not enough: neither is the approval recorded, nor one from before used."""
    story = begin()
    tape, other = story.receive(), story.receive(title="別の巻")
    story.approve(replace(COPYING, form="oral"), tape)
    _word_of_mouth_is_refused(story)

    with refused("R21-7"):
        story.copy(tape)
    with refused("R21-7"):
        story.approve(replace(COPYING, number="承認-複-008", form="oral"), other)

    story.do(decide.confirm_approval, number=COPYING.number, document="確認-01", day="2025-05-20")
    story.copy(tape)


def _word_of_mouth_is_refused(story: Story) -> None:
    story.record([e.PolicySet(key="oral_approval", value="refuse", was="flag")], on("2025-05-02"))


@pytest.mark.rule("R41-10")
def test_an_oral_approval_to_dispose_is_flagged_or_refused() -> None:
    """The same for a disposal: flagged while only said, refused where both agreed so, let pass once it is there in writing."""
    story = begin()
    tape, other = story.receive(), story.receive(title="別の巻")
    oral = replace(SHREDDING, form="oral")
    [approved, *_] = story.do(decide.approve, approval=oral, assets=[tape, other], day="2026-03-20")
    assert ("R41-10",) == approved.flags
    assert ("R41-10",) == story.dispose(tape)[0].flags

    _word_of_mouth_is_refused(story)
    with refused("R41-10"):
        story.dispose(other)
    story.do(decide.confirm_approval, number=SHREDDING.number, document="確認-02", day="2026-03-21")
    assert () == story.dispose(other)[0].flags


def test_only_what_was_said_is_confirmed_and_only_once() -> None:
    """A written approval needs no confirmation, a confirmed one no second; a number nobody gave is not there."""
    story = begin(COPYING, replace(SHREDDING, form="oral"))

    assert [] == story.do(decide.confirm_approval, number=COPYING.number, document="確認-01")
    assert 1 == len(story.do(decide.confirm_approval, number=SHREDDING.number, document="確認-02"))
    assert [] == story.do(decide.confirm_approval, number=SHREDDING.number, document="確認-03")
    assert {SHREDDING.number: "確認-02"} == story.desk.confirmed
    with pytest.raises(NotFound):
        story.do(decide.confirm_approval, number="承認-複-999", document="確認-04")


@pytest.mark.rule("R00-9")
def test_a_consents_number_is_given_once() -> None:
    """The same number for another purpose is refused; with a number of its own it is recorded."""
    story = begin()
    story.do(decide.give_consent, consent=FURTHER_PURPOSE)

    with refused("R00-9"):
        story.do(decide.give_consent, consent=replace(FURTHER_PURPOSE, purpose="統計作成"))

    story.do(decide.give_consent, consent=replace(FURTHER_PURPOSE, number="承諾-02", purpose="統計作成"))
    assert ["封入封緘", "統計作成"] == [given.purpose for given in story.desk.consents]


# -- what was disposed of had copies ----------------------------------------------------------------------------------


@pytest.mark.rule("R41-8")
def test_the_copies_of_what_is_disposed_of_are_shown() -> None:
    """Of two copies one was erased: the disposal of the tape goes through, and names the other, which is still owed."""
    story, tape = _copyable()
    story.approve(replace(SHREDDING, approved_on="2025-05-01"), tape)
    gone, still_there = story.copy(tape), story.copy(tape)
    story.erase(gone, day="2025-05-21")

    [disposed] = story.dispose(tape, day="2025-06-02")

    assert (("R41-8",), (still_there.number,)) == (disposed.flags, disposed.live_copies)  # type: ignore[attr-defined]
    assert "" == still_there.ending
