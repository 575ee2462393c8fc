"""How does a container stand now?

A container (箱・ケース) is no asset: it is where its contents are, under one seal. Its own lines say where that is.
"""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from assets import events as e
from assets.lines import Event
from assets.state.corrections import counting
from assets.state.folds import ASSET_FOLDS

CARRYING = (e.Moved, e.HandedOver, e.Sent, e.Accepted)


class Container(Struct):
    """One container. is_sealed: its seal is on; a seal named when it was made is put on once it is packed."""

    made: e.ContainerMade
    begun_seq: int
    begun: str
    last: str
    place: str
    seal_no: str
    holder: str = ""
    side: str = "contractor"
    whereabouts: str = "in_custody"
    destination: str = ""
    receiver: str = ""
    generation: str = ""
    is_sealed: bool = False

    @property
    def number(self) -> str:
        """容器の管理番号."""
        return self.made.asset


def fold_container(number: str, lines: Iterable[Event]) -> Container | None:
    """The container `number`, from those of its lines that count; None when there is none. Lines about its contents are passed over."""
    container: Container | None = None
    for event in counting(lines):
        if event.fact.asset != number:
            continue
        if isinstance(event.fact, e.ContainerMade):
            container = _begin(event)
        elif container is not None and isinstance(event.fact, (*CARRYING, e.Sealed, e.Labelled)):
            ASSET_FOLDS[type(event.fact)](container, event.fact, event)
            container.last = event.occurred
            if not isinstance(event.fact, e.Labelled):
                container.is_sealed = bool(container.seal_no)
    return container


def _begin(event: Event) -> Container:
    fact = event.fact
    return Container(fact, event.seq, event.occurred, event.occurred, fact.place, fact.seal_no)
