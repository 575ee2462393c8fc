"""What is with which subcontractor, tier by tier?"""

from __future__ import annotations

from typing import Any

from msgspec.structs import replace

from assets import events as e
from assets.tiers import is_in_force, lapsed, subcontract_tree
from tests.stories import PULPERS, STRANGERS, SUBCONTRACT, Story, begin, on


def _tree(story: Story) -> list[dict[str, Any]]:
    return subcontract_tree(story.register().db)


def _tier(org: str, parent: str = "", **more: Any) -> e.SubcontractAdded:
    return replace(SUBCONTRACT, org=org, number=f"承認-{org}", parent=parent, **more)


def test_the_tree_goes_down_before_it_goes_on() -> None:
    """Two first tiers; under one of them two more, one below the other: parents stand before children, each under its own."""
    facts = (_tier("乙"), _tier("甲の二次", "甲"), _tier("甲"), _tier("甲の三次", "甲の二次"))

    tree = _tree(begin(*facts, subcontract=None))

    assert [("乙", 1), ("甲", 1), ("甲の二次", 2), ("甲の三次", 3)] == [(row["org"], row["tier"]) for row in tree]


def test_what_was_destroyed_at_a_firm_is_with_nobody() -> None:
    """Pulped there, its certificate still to come: no firm has it. The firm that nobody approved stands in the first tier."""
    story = begin(SUBCONTRACT, subcontract=None)
    register = story.register()
    for n, (holder, place) in enumerate((("", ""), ("S-02", "S-1"), ("", "Z-9"))):
        register.db.execute(
            "INSERT INTO assets(n, number, status, side, open, holder, place) VALUES (?, ?, 'x', 'subcontractor', 1, ?, ?)",
            (n, str(n), holder, place),
        )

    told = [(row["org"], row["tier"], row["holds"]) for row in subcontract_tree(register.db)]

    assert [(PULPERS, 1, 0), ("", 1, 1), (STRANGERS, 1, 1)] == told


def test_firms_that_name_each_other_are_shown_once() -> None:
    """No top is found, and nobody is left out."""
    assert ["甲", "乙"] == [row["org"] for row in _tree(begin(_tier("甲", "乙"), _tier("乙", "甲"), subcontract=None))]


def test_the_latest_approval_counts_until_it_ended() -> None:
    """Renewed in July, ended in August: one line, with the day on which it really stops."""
    story = begin(replace(SUBCONTRACT, number="承認-再-002", approved_on="2025-07-01", valid_until="2026-03-31"))
    story.record([e.SubcontractEnded(org=PULPERS, end="2025-08-31")], on("2025-08-31"))

    [row] = _tree(story)

    assert ("承認-再-002", "2026-03-31", "2025-08-31", "2025-08-31") == tuple(
        row[name] for name in ("number", "valid_until", "ended_on", "until")
    )
    assert [True, False] == [is_in_force(row, day) for day in ("2025-08-31", "2025-09-01")]


def test_every_approval_keeps_its_own_end() -> None:
    """Ended, given again, ended again: the first approval ended when it did."""
    story = begin()
    story.record([e.SubcontractEnded(org=PULPERS, end="2025-05-31")], on("2025-05-31"))
    story.record([replace(SUBCONTRACT, number="承認-再-002", approved_on="2025-07-01")], on("2025-07-01"))
    story.record([e.SubcontractEnded(org=PULPERS, end="2025-08-31")], on("2025-08-31"))

    rows = story.register().rows("SELECT number, ended_on FROM subcontracts ORDER BY number")

    assert [(SUBCONTRACT.number, "2025-05-31"), ("承認-再-002", "2025-08-31")] == [tuple(row) for row in rows]


def test_what_one_firm_sent_to_another_counts_with_both() -> None:
    """Until it is accepted the sender answers for it, and it is on its way to the receiver; what is missing there still counts."""
    story = begin(replace(SUBCONTRACT, org=STRANGERS, number="承認-再-002", parent=PULPERS))
    tape, lost = story.receive(), story.receive()
    for asset in (tape, lost):
        story.handover(asset, received_by="S-01", place="S-1", method="手渡し")
    story.lose(lost, reported_by="S-01")
    story.send(tape, received_by="S-02")

    first, second = _tree(story)
    assert ((2, 0, 1), (0, 1, 0)) == tuple((row["holds"], row["coming"], row["below"]) for row in (first, second))

    story.accept(tape)
    first, second = _tree(story)
    assert ((1, 0, 1), (1, 0, 0)) == tuple((row["holds"], row["coming"], row["below"]) for row in (first, second))


def test_a_firm_is_as_good_as_every_one_above_it() -> None:
    """Whose approval ran out first, from below: itself, the one above, or nobody's; firms that name each other end the search."""
    tree = _tree(
        begin(_tier("甲", valid_until="2025-06-30"), _tier("乙", "甲", valid_until="2025-07-31"), subcontract=None)
    )

    assert ["", "甲", "乙", "丙"] == [
        lapsed(tree, org, day)
        for org, day in (("乙", "2025-06-30"), ("乙", "2025-07-01"), ("乙", "2025-08-01"), ("丙", "2025-06-01"))
    ]
    circle = _tree(begin(_tier("甲", "乙"), _tier("乙", "甲"), subcontract=None))
    assert "" == lapsed(circle, "甲", "2025-06-01")
