"""How is a mistake set right without being hidden?"""

from __future__ import annotations

from typing import ClassVar

from assets.events.fact import AssetFact


class Corrected(AssetFact, frozen=True, kw_only=True):
    """訂正・取消: line `of` (with its hash) said `was` in `fields`; right is `now`. void: line `of` does not count at all (取消).

    The original stays on the chain. was and now are texts, one for each field; serial: the manufacturer's serial as it is now known,
    so that it is found by it; source: what the asset was made or taken from, when the line that began it does not count.
    """

    kind: ClassVar[str] = "corrected"
    of: int
    of_hash: str
    reason: str
    corrected_by: str
    fields: tuple[str, ...] = ()
    was: tuple[str, ...] = ()
    now: tuple[str, ...] = ()
    void: bool = False
    document: str = ""
    serial: str = ""
    source: str = ""


class Attached(AssetFact, frozen=True, kw_only=True):
    """証跡: a file kept outside the ledger belongs to the asset, recognised by its SHA-256."""

    kind: ClassVar[str] = "attached"
    what: str
    sha256: str
    file: str
    attached_by: str
    document: str = ""
