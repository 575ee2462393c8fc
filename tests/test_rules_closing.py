"""May the contract end on this day?"""

from __future__ import annotations

import pytest

from assets import decide
from tests.stories import begin, refused


@pytest.mark.rule("R40-20")
def test_a_contract_does_not_end_before_it_began() -> None:
    """The day clause 40 counts from lies in the contract's term."""
    story = begin()

    with refused("R40-20"):
        story.do(decide.end_contract, trigger="completion", document="", day="2025-03-01", entered="2025-06-02")
    story.do(decide.end_contract, trigger="completion", document="", day="2025-04-01", entered="2025-06-02")
    assert "2025-04-01" == story.desk.ended


@pytest.mark.rule("R40-21")
def test_a_last_day_is_moved_with_a_document_only() -> None:
    """The end is not moved at will; with the document that both sides signed it is (clause 40)."""
    story = begin()
    story.do(decide.end_contract, trigger="completion", document="", day="2026-03-31")

    with refused("R40-21"):
        story.do(decide.end_contract, trigger="completion", document="", day="2026-06-30")
    story.do(decide.end_contract, trigger="completion", document="変更契約-1", day="2026-06-30")
    assert "2026-06-30" == story.desk.ended[:10]
