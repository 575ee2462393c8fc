"""May it be used for that?"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from msgspec.structs import replace

from assets import decide
from assets import events as e
from assets.state import Asset
from tests.stories import COPYING, Story, begin, refused

STATISTICS = e.ConsentGiven(
    number="承諾-01", given_on="2025-05-10", approver="C-01", purpose="統計作成", valid_until="2025-12-31"
)


def _move(story: Story, tape: Asset, **words: Any) -> object:
    return story.move(tape, **words)


def _handover(story: Story, tape: Asset, **words: Any) -> object:
    return story.handover(tape, **words)


def _send(story: Story, tape: Asset, **words: Any) -> object:
    return story.send(tape, **words)


def _produce(story: Story, tape: Asset, **words: Any) -> object:
    return story.produce(**words)


def _copy(story: Story, tape: Asset, **words: Any) -> object:
    return story.copy(tape, **words)


@pytest.mark.rule("R06-1")
@pytest.mark.parametrize("deed", [_move, _handover, _send, _produce, _copy])
def test_only_the_contracts_purposes_are_served(deed: Callable[..., object]) -> None:
    """Statistics are no purpose of this contract: refused whatever the deed; data entry is one, and no purpose need be said."""
    story = begin(replace(COPYING, purpose="", sources=("国保被保険者データ",)))
    tape = story.receive()

    with refused("R06-1") as reasons:
        deed(story, tape, purpose="統計作成", day="2025-06-02")
    assert "データ入力" in reasons[0].sentence()

    deed(story, tape, purpose="データ入力", day="2025-06-02")


@pytest.mark.rule("R06-1")
def test_a_consent_covers_what_comes_after_it() -> None:
    """The client consented in writing from 10 May to the end of the year: not a day before, not a day after, not to anything else."""
    story = begin()
    tape = story.receive()
    story.do(decide.give_consent, consent=STATISTICS, day="2025-05-10")

    with refused("R06-1"):
        story.move(tape, purpose="統計作成", day="2025-05-09")
    with refused("R06-1"):
        story.move(tape, purpose="研究", day="2025-05-10")
    story.move(tape, purpose="統計作成", day="2025-05-10")
    story.move(tape, purpose="統計作成", day="2025-12-31")
    with refused("R06-1"):
        story.move(tape, purpose="統計作成", day="2026-01-01")


@pytest.mark.rule("R06-1")
def test_an_approval_to_copy_in_writing_is_a_consent_too() -> None:
    """The client approved copying for statistics: in writing that is the consent clause 6 asks for, by word of mouth it is not."""
    for_statistics = replace(COPYING, purpose="統計作成", max_copies=9)
    story = begin()
    written, said = story.receive(), story.receive(title="別の巻")
    story.approve(for_statistics, written)
    story.approve(replace(for_statistics, number="承認-複-002", form="oral"), said)

    story.copy(written)
    with refused("R06-1"):
        story.copy(said)
    story.do(decide.confirm_approval, number="承認-複-002", document="確認-01", day="2025-05-20")
    story.copy(said)


@pytest.mark.rule("R00-10")
def test_only_the_client_consents() -> None:
    """The contractor consents to its own purpose: refused."""
    story = begin()

    with refused("R00-10"):
        story.do(decide.give_consent, consent=replace(STATISTICS, approver="P-01"))

    story.do(decide.give_consent, consent=STATISTICS)


@pytest.mark.rule("R10-1")
@pytest.mark.parametrize("purpose", ["第三者提供", "第三者への提供", "Third-party disclosure", "third_party"])
def test_nothing_is_handed_over_for_a_third_party(purpose: str) -> None:
    """Somebody else asked for it: not handed over and not sent, even where a consent names that purpose."""
    story = begin()
    tape = story.receive()
    story.do(decide.give_consent, consent=replace(STATISTICS, purpose=purpose), day="2025-05-10")

    with refused("R10-1"):
        story.handover(tape, purpose=purpose)
    with refused("R10-1"):
        story.send(tape, purpose=purpose)

    story.handover(tape, purpose="データ入力")
