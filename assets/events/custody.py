"""How can an asset change hands or place?"""

from __future__ import annotations

from typing import ClassVar

from assets.events.fact import AssetFact


class Moved(AssetFact, frozen=True, kw_only=True):
    """移動: to another place inside the areas; `holder` still has it (empty: it is stored there)."""

    kind: ClassVar[str] = "moved"
    place: str
    performed_by: str
    holder: str = ""
    purpose: str = ""


class HandedOver(AssetFact, frozen=True, kw_only=True):
    """授受: one person gave it to another, both present (clause 5); `side` is the receiver's.

    seal_no: the new seal's number; seal: intact or broken, as the receiver found the old one; seal_found: the number on the old one;
    quantity: pieces that the receiver counted, -1 when nobody counted.
    """

    kind: ClassVar[str] = "handed_over"
    released_by: str
    received_by: str
    side: str
    place: str
    method: str = ""
    purpose: str = ""
    seal_no: str = ""
    seal: str = ""
    condition: str = ""
    quantity: int = -1
    seal_found: str = ""


class Sent(AssetFact, frozen=True, kw_only=True):
    """搬送中: it left for `place`; it counts as received only when accepted there. carrier: the outside firm that brings it."""

    kind: ClassVar[str] = "sent"
    released_by: str
    received_by: str
    side: str
    place: str
    method: str
    purpose: str = ""
    seal_no: str = ""
    tracking_no: str = ""
    carrier: str = ""


class Accepted(AssetFact, frozen=True, kw_only=True):
    """受領確認: the receiver has it; from here on the receiver answers for it.

    seal: intact or broken, as found; seal_found: the number on it; quantity: pieces counted, -1 when nobody counted.
    """

    kind: ClassVar[str] = "accepted"
    received_by: str
    side: str
    place: str
    condition: str = ""
    seal: str = ""
    quantity: int = -1
    seal_found: str = ""


class Returned(AssetFact, frozen=True, kw_only=True):
    """返却 (clause 40): the client has it back, by two parties.

    lessor: whom a leased medium went back to instead, once nothing was left on it (clause 33); `receipt_no` is the lessor's paper then.
    """

    kind: ClassVar[str] = "returned"
    released_by: str
    received_by: str
    method: str
    place: str = ""
    receipt_no: str = ""
    lessor: str = ""


class WentMissing(AssetFact, frozen=True, kw_only=True):
    """所在不明: it is not where it should be; still owed, and searched for. stocktake: the one that did not see it."""

    kind: ClassVar[str] = "went_missing"
    reported_by: str
    reason: str
    stocktake: str = ""


class Found(AssetFact, frozen=True, kw_only=True):
    """発見: it is back at `place`."""

    kind: ClassVar[str] = "found"
    found_by: str
    place: str
    remarks: str = ""


class Lost(AssetFact, frozen=True, kw_only=True):
    """亡失 (clause 37): given up, with the number of the incident report. An end."""

    kind: ClassVar[str] = "lost"
    reported_by: str
    incident: str
    reason: str = ""


class ContainerMade(AssetFact, frozen=True, kw_only=True):
    """箱・ケース: a container with a number, a label and a seal of its own; it is no asset, what it holds is.

    seal_no: the seal it will be closed with.
    """

    kind: ClassVar[str] = "container.made"
    ordinal: int
    name: str
    place: str
    performed_by: str
    seal_no: str = ""


class Packed(AssetFact, frozen=True, kw_only=True):
    """封入: the asset was put into the container `source`."""

    kind: ClassVar[str] = "packed"
    source: str
    performed_by: str


class Unpacked(AssetFact, frozen=True, kw_only=True):
    """取出し: the asset was taken out of the container `source`."""

    kind: ClassVar[str] = "unpacked"
    source: str
    performed_by: str


class Sealed(AssetFact, frozen=True, kw_only=True):
    """封印: an asset or a container got a new seal, or was opened (`seal_no` empty); seal: intact or broken, as the old one was found."""

    kind: ClassVar[str] = "sealed"
    seal_no: str
    performed_by: str
    seal: str = ""
