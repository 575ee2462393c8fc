"""How does a client's list become receipts, all or none?"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from assets import decide
from assets.events import Fact
from assets.importer import fingerprint
from assets.ledger import SITE, Ledger
from assets.reading import Row
from assets.refusal import Reason, Refused
from assets.state import Contract
from assets.when import JAPAN, Moment


@dataclass(frozen=True)
class Delivery:
    """What a list amounts to: facts to record with the ids of their lines, and how many rows the ledger knew already."""

    facts: list[Fact]
    ids: list[str]
    known: int


class RowsRefused(Refused):
    """Rows of a list that the rules refuse: nothing of the list is recorded. `rows`: (row, its reasons)."""

    def __init__(self, rows: Sequence[tuple[int, tuple[Reason, ...]]]) -> None:
        super().__init__([reason for _, reasons in rows for reason in reasons], deed="receive")
        self.rows = rows

    def as_fact(self) -> Any:
        """The refusal as it is recorded: each rule once."""
        import msgspec

        fact = super().as_fact()
        return msgspec.structs.replace(fact, rules=tuple(dict.fromkeys(fact.rules)))


def line_id(contract: str, said: str, nth: int, *, day: str) -> str:
    """The id of the line that the `nth` row with the fingerprint `said` becomes: the same list read again gives the same ids.

    A UUIDv8: the day of receipt in its first 48 bits keeps a delivery together in the index, the rest is a hash of what the row says.
    """
    digest = hashlib.sha256(f"{contract}\n{said}\n{nth}".encode()).digest()
    instant = int(datetime.fromisoformat(day).replace(tzinfo=JAPAN).timestamp() * 1000)
    tail = int.from_bytes(digest[:10], "big")
    return f"{(instant & (1 << 48) - 1) << 80 | 0x8 << 76 | (tail >> 62 & 0xFFF) << 64 | 0x2 << 62 | tail & (1 << 62) - 1:032x}"


def read(
    ledger: Ledger,
    desk: Contract,
    rows: Sequence[Row],
    *,
    when: Moment,
    numeric_serial: bool = False,
    progress: Callable[[int], None] | None = None,
) -> Delivery:
    """Judge every row, inside the ledger's write lock; raises RowsRefused with the reasons of all rows."""
    ids = _ids(desk.number, rows)
    known = ledger.journal.known_ids(ids)
    given = (row.values.get("serial", "") for row, id in zip(rows, ids, strict=True) if id not in known)
    live = {serial: ledger.live_with_serial(serial) for serial in ledger.journal.known_serials(given)}
    ordinal = ledger.journal.last_ordinal(desk.number, site=SITE)
    facts: list[Fact] = []
    refused: list[tuple[int, tuple[Reason, ...]]] = []
    moments = {day: replace(when, occurred=day) for day in {row.values["occurred"] for row in rows}}
    for count, (row, id) in enumerate(zip(rows, ids, strict=True), start=1):
        if progress and count % 1000 == 0:
            progress(1000)
        if id in known:
            continue
        values = {name: value for name, value in row.values.items() if name != "occurred"}
        serial = values.get("serial", "")
        try:
            facts += decide.receive(
                desk,
                values,
                ordinal=ordinal + len(facts) + 1,
                site=SITE,
                live_serials=live.get(serial, ()),
                moment=moments[row.values["occurred"]],
                numeric_serial=numeric_serial,
            )
        except Refused as one:
            refused.append((row.row, one.reasons))
            continue
        if serial:
            live[serial] = (facts[-1].asset,)  # type: ignore[attr-defined]
    if refused:
        raise RowsRefused(refused)
    return Delivery(facts, [id for id in ids if id not in known], len(known))


def _ids(contract: str, rows: Sequence[Row]) -> list[str]:
    seen: dict[str, int] = {}
    ids = []
    for row in rows:
        said = fingerprint(row.values)
        seen[said] = seen.get(said, 0) + 1
        ids.append(line_id(contract, said, seen[said], day=row.values["occurred"][:10]))
    return ids
