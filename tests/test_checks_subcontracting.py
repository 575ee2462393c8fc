"""What is left undone about subcontractors?"""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from assets import decide
from assets import events as e
from tests.stories import PLACES, PULPERS, STRANGERS, SUBCONTRACT, begin, on

SECOND = replace(SUBCONTRACT, org=STRANGERS, number="承認-再-002", approved_on="2025-05-01", parent=PULPERS)


@pytest.mark.rule("R20-5")
def test_a_subcontractor_that_nobody_watches_is_seen() -> None:
    """A year after the approval nobody has looked: seen; a visit ends it; the agreed number of days counts; after its last day nobody need look."""
    story = begin(subcontract=replace(SUBCONTRACT, valid_until="2028-03-31"))

    assert [] == story.seen("R20-5", day="2026-04-25")
    [item] = story.seen("R20-5", day="2026-04-26")
    assert (SUBCONTRACT.number, "2025-04-25", 366) == (item.document, item.since, item.age_days)

    visit = e.Supervised(org=PULPERS, how="立入検査", supervised_by="P-01")
    story.do(decide.supervise, supervised=visit, day="2026-04-26")
    assert [] == story.seen("R20-5", day="2027-04-26")
    assert ["2026-04-26"] == [item.since for item in story.seen("R20-5", day="2027-04-27")]
    assert [] == story.seen("R20-5", day="2028-04-01")

    story.record([e.PolicySet(key="supervision_days", value="30", was="365")], on("2026-04-27"))
    assert 1 == len(story.seen("R20-5", day="2026-05-27"))


@pytest.mark.rule("R20-6")
def test_media_that_outlive_an_approval_are_seen() -> None:
    """A tape is still with the works after the last day of the approval: seen until it is back."""
    story = begin()
    tape = story.receive()
    story.handover(tape, received_by="S-01", place="S-1", method="手渡し")

    assert [] == story.seen("R20-6", day="2026-03-31")
    [item] = story.seen("R20-6", day="2026-04-01")
    assert (1, PULPERS, "2026-03-31", "high") == (item.fields["count"], item.fields["org"], item.since, item.severity)

    story.handover(tape, operator="S-01", received_by="P-01", place="V-1", method="手渡し", day="2026-04-01")
    assert [] == story.seen("R20-6", day="2026-04-01")


@pytest.mark.rule("R20-6")
def test_media_under_a_tier_that_is_gone_are_seen() -> None:
    """The second tier's own approval is in force, the first's is not: what the second has is seen, and whose approval ran out."""
    story = begin(replace(SECOND, valid_until="2027-03-31"))
    tape = story.receive()
    story.handover(tape, received_by="S-02", place="S-1", method="手渡し")

    [item] = story.seen("R20-6", day="2026-04-01")

    assert (STRANGERS, PULPERS) == (item.fields["org"], item.fields["lapsed"])


@pytest.mark.rule("R20-6")
def test_media_with_a_firm_that_was_never_approved_are_seen() -> None:
    """Recorded as a violation, a tape went to a firm without any approval."""
    story = begin(places=PLACES.values(), subcontract=None)
    tape = story.receive()
    story.handover(
        tape,
        received_by="S-01",
        place="S-1",
        method="手渡し",
        recorded_by="P-01",
        violation="承認前に引き渡した",
    )

    [item] = story.seen("R20-6", day="2025-06-03")

    assert (PULPERS, "") == (item.fields["org"], item.since)
