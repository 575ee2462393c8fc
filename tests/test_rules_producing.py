"""May it be taken in as a product of the work?"""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from assets import decide
from assets import events as e
from tests.stories import BOTH_SIDES, COPYING, SHREDDING, begin, on, refused


def test_what_was_made_is_the_clients_like_everything_else() -> None:
    """A list printed in the work is an asset with a number of its own: labelled, moved, disposed of with approval; the sum counts it."""
    story = begin(
        replace(SHREDDING, method="pulp", place="", approved_on="2025-05-01", sources=("受診券送付用リスト",))
    )

    made = story.produce(purpose="データ入力")

    assert ("produced", "R7012-00001-Y", ("承認-廃-001",)) == (made.origin, made.number, made.approvals)
    story.do(decide.label, made)
    story.move(made, place="D-1")
    story.dispose(made, day="2025-06-03")
    story.record([e.ContractEnded(trigger="completion")], on("2026-03-31"))
    [closed] = story.close(day="2026-04-01")
    assert (1, 0, 1) == (closed.produced, closed.received, closed.disposed)  # type: ignore[attr-defined]


def test_a_product_may_be_copied_like_any_original() -> None:
    """An approval by title covers what bears it, received or produced."""
    story = begin(replace(COPYING, media=("paper",), sources=("受診券送付用リスト",)))

    copy = story.copy(story.produce(), medium="paper")

    assert ("copied", "受診券送付用リスト", 2) == (copy.origin, copy.arrival.title, copy.arrival.item)


@pytest.mark.parametrize(
    "rule", ["R23-1", "R23-2", "R16-1", "R07-1", "R08-2", "R11-1", "R11-2", "R15-1", "R00-4", "R00-12", "R06-1"]
)
def test_a_product_is_taken_in_like_anything_else(rule: str) -> None:
    """Each of the rules for what comes in holds for what is made here too."""
    story = begin(responsible=() if rule == "R15-1" else BOTH_SIDES)
    wrong: dict[str, dict[str, Any]] = {
        "R23-1": {"item": 5},
        "R23-2": {"serial": "S-1"},
        "R16-1": {"by": "P-99"},
        "R07-1": {"by": "P-06"},
        "R08-2": {"by": "P-04", "day": "2025-10-01"},
        "R11-1": {"place": "L-1"},
        "R11-2": {"place": "S-1"},
        "R15-1": {},
        "R00-4": {"remarks": "123456789018"},
        "R00-12": {"day": "2026-04-02"},
        "R06-1": {"purpose": "統計作成"},
    }
    if rule == "R23-2":
        story.receive(serial="S-1")
    if rule == "R00-12":
        story.record(
            [e.ContractClosed(received=0, copied=0, returned=0, erased=0, disposed=0, lost=0)], on("2026-04-01")
        )

    with refused(rule):
        story.produce(**wrong[rule])
