"""What can a stock-take find?"""

from __future__ import annotations

from typing import ClassVar

from assets.events.fact import AssetFact, Fact


class StocktakeStarted(Fact, frozen=True, kw_only=True):
    """棚卸の開始 (clause 23): what should be at `places` is frozen: `expected` assets as of line `as_of`, their numbers hashed.

    mode: blind (the list is not shown) or open; places: numbers of the places counted, all of the contractor's when empty.
    """

    kind: ClassVar[str] = "stocktake.started"
    number: str
    places: tuple[str, ...]
    mode: str
    counted_by: str
    second: str
    as_of: int
    expected: int
    expected_hash: str


class Counted(AssetFact, frozen=True, kw_only=True):
    """棚卸の1点: what was scanned at `place`, and what it means.

    result: found 確認, found_elsewhere 別場所で確認, unexpected_live 範囲外の現物, ended_but_present 終了済みの現物, unregistered 台帳外,
    label_void 失効ラベル, condition_changed 状態変化, seal_broken 開封, duplicate_scan 重複. asset: "" for what the ledger does not know.
    """

    kind: ClassVar[str] = "counted"
    stocktake: str
    result: str
    place: str
    counted_by: str
    scanned: str = ""
    condition: str = ""
    seal: str = ""
    quantity: int = -1


class StocktakeClosed(Fact, frozen=True, kw_only=True):
    """棚卸の終了: expected = found + found_elsewhere + missing; certified only without any difference."""

    kind: ClassVar[str] = "stocktake.closed"
    number: str
    expected: int
    found: int
    found_elsewhere: int
    missing: int
    others: int
    certified: bool
    approved_by: str
    remarks: str = ""
