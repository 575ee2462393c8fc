"""What can a stock-take find?"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import ClassVar

from assets.events.fact import AssetFact, Fact


class StocktakeStarted(Fact, frozen=True, kw_only=True):
    """棚卸の開始 (clause 23): what should be at `places` is frozen: `expected` assets as of line `as_of`.

    mode: blind (the list is not shown) or open; whole: all of the contractor's places are counted, and what its people hold without one;
    expected_hash: `list_hash` of the numbers expected, by which the list can be proved later.
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
    whole: bool = False


def list_hash(numbers: Iterable[str]) -> str:
    """The SHA-256 of asset numbers, sorted, one to a line without a last line break: anybody can compute it again."""
    return hashlib.sha256("\n".join(sorted(numbers)).encode()).hexdigest()


class Counted(AssetFact, frozen=True, kw_only=True):
    """棚卸の1点: what was scanned at `place`, and what it means.

    result: found 確認, found_elsewhere 別場所で確認, unexpected_live 範囲外の現物, ended_but_present 終了済みの現物, unregistered 台帳外,
    label_void 失効ラベル, condition_changed 状態変化, seal_broken 開封, duplicate_scan 重複. One line for each result: a broken seal stands
    beside found. asset: "" for what this contract does not know, or what belongs to another: then `scanned` says what was read.
    condition: as seen; seal: intact or broken; quantity: as counted, -1 when it was not.
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
    """棚卸の終了: expected = found + found_elsewhere + missing + gone; certified only without any difference.

    gone: not seen, but by the record it ended or went elsewhere after the list was frozen; others: what was seen beside those expected,
    and what was wrong with them.
    """

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
    gone: int = 0
