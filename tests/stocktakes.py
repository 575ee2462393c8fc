"""What happens in a stock-take of a story?"""

from __future__ import annotations

from typing import Any

from assets import decide
from assets import events as e
from assets.ids import Scan
from assets.state import Asset, fold_assets
from tests.stories import Story

FIRST = "棚-001"
DAY = "2025-07-01"


def start(story: Story, *, day: str = DAY, **words: Any) -> list[e.Fact]:
    """P-02 and P-05 begin to count, at all of the contractor's places."""
    usual = {"places": (), "mode": "blind", "counted_by": "P-02", "second": "P-05", "as_of": len(story.lines) - 1}
    return story.do(decide.start_stocktake, assets=tuple(story.assets.values()), day=day, **{**usual, **words})


def frozen(story: Story, asset: Asset, number: str = FIRST) -> Asset | None:
    """The asset as the list of a stock-take has it."""
    taken = story.desk.stocktakes.get(number)
    as_of = taken.started.as_of if taken else -1
    named = (event for event in story.lines if asset.number in _names(event.fact))
    return fold_assets(asset.number, (event for event in named if event.seq <= as_of))


def _names(fact: e.Fact) -> tuple[str, str]:
    return getattr(fact, "asset", ""), getattr(fact, "source", "")


def count(story: Story, asset: Asset, *, label: str = "", day: str = DAY, **words: Any) -> list[str]:
    """P-02 scans the asset in the vault; label: the generation that its label bears. The results that were recorded."""
    scan = Scan(asset.number, label) if label else None
    usual = {"stocktake": FIRST, "place": "V-1", "counted_by": "P-02"}
    told = {**usual, **words}
    facts = story.do(decide.count, asset, frozen=frozen(story, asset, told["stocktake"]), scan=scan, day=day, **told)
    return [fact.result for fact in facts if isinstance(fact, e.Counted)]


def stranger(
    story: Story, scanned: str, *, result: str = "unregistered", day: str = DAY, **words: Any
) -> list[e.Counted]:
    """P-02 scans in the vault what this contract has no number for. What was recorded of it."""
    usual = {"stocktake": FIRST, "place": "V-1", "counted_by": "P-02"}
    facts = story.do(
        decide.count_stranger, result=result, scanned=scanned, before=strangers(story), day=day, **{**usual, **words}
    )
    return [fact for fact in facts if isinstance(fact, e.Counted)]


def strangers(story: Story) -> list[e.Counted]:
    """What was counted without a number so far."""
    return [event.fact for event in story.lines if isinstance(event.fact, e.Counted) and not event.fact.asset]


def close(story: Story, *, number: str = FIRST, day: str = DAY, **words: Any) -> e.StocktakeClosed:
    """P-01 closes it and approves the result."""
    known = [frozen(story, asset, number) for asset in story.assets.values()]
    facts = story.do(
        decide.close_stocktake,
        stocktake=number,
        frozen=[asset for asset in known if asset],
        assets=tuple(story.assets.values()),
        strangers=strangers(story),
        day=day,
        **{"approved_by": "P-01", **words},
    )
    closed = facts[-1]
    assert isinstance(closed, e.StocktakeClosed)
    return closed


def last_count(story: Story) -> e.Counted:
    """The last line that a scan left."""
    return [event.fact for event in story.lines if isinstance(event.fact, e.Counted)][-1]
