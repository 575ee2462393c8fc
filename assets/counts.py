"""What did a stock-take find?"""

from __future__ import annotations

import sqlite3
from typing import Any

from assets.events import list_hash

Rows = list[dict[str, Any]]


def _ask(db: sqlite3.Connection, sql: str, *values: object) -> Rows:
    cursor = db.execute(sql, values)
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor]


def stocktakes(db: sqlite3.Connection) -> Rows:
    """棚卸 (clause 23), latest first."""
    return _ask(db, "SELECT * FROM stocktakes ORDER BY as_of DESC")


def stocktake(db: sqlite3.Connection, number: str) -> dict[str, Any]:
    """One stock-take (棚卸結果): its line; empty when there is none of this number.

    results: what was scanned, counted by result; differences: each scan that is not simply found, newest first; missing_assets: what went
    missing when it was closed; closing: seq and hash of the line that closed it; list_proved: whether the frozen list has the hash on the chain.
    listed: its numbers, and remaining: what of it is still to be seen, both None while it is counted blind; nothing remains of a closed one.
    """
    found = next(iter(_ask(db, "SELECT * FROM stocktakes WHERE number = ?", number)), None)
    if found is None:
        return {}
    listed = [row["asset"] for row in _ask(db, "SELECT asset FROM stocktake_expected WHERE stocktake = ?", number)]
    by_result = _ask(db, "SELECT result, count(*) AS scans FROM counts WHERE stocktake = ? GROUP BY result", number)
    is_open = found["closed_on"] is None
    blind = is_open and found["mode"] == "blind"
    return found | {
        "results": {row["result"]: row["scans"] for row in by_result},
        "differences": _ask(
            db, "SELECT * FROM counts WHERE stocktake = ? AND result <> 'found' ORDER BY seq DESC", number
        ),
        "missing_assets": _ask(db, _WENT_MISSING, number),
        "listed": None if blind else listed,
        "remaining": None if blind else _ask(db, _REMAINING, number) if is_open else [],
        "list_proved": list_hash(listed) == found["expected_hash"],
        "closing": next(iter(_ask(db, _CLOSING, number)), None),
    }


_ASSET_SHOWN = "a.number, a.title, a.medium, a.pi_class, a.place, a.holder, a.status"
_WENT_MISSING = f"""SELECT {_ASSET_SHOWN}, e.seq FROM events e JOIN assets a ON a.number = e.asset
 WHERE e.kind = 'went_missing' AND json_extract(e.data, '$.stocktake') = ? ORDER BY e.seq"""
_CLOSING = "SELECT seq, hash FROM events WHERE kind = 'stocktake.closed' AND json_extract(data, '$.number') = ?"
# Expected, not seen, and by the record still where this stock-take counts: what `assets.decide.stocktake.close_stocktake` would call missing.
_REMAINING = f"""SELECT {_ASSET_SHOWN} FROM stocktake_expected x JOIN assets a ON a.number = x.asset
 JOIN stocktakes s ON s.number = x.stocktake WHERE x.stocktake = ?1 AND a.open AND a.status <> 'in_transit'
 AND (a.place IN (SELECT value FROM json_each((SELECT json_extract(e.data, '$.places') FROM events e
   WHERE e.kind = 'stocktake.started' AND json_extract(e.data, '$.number') = ?1)))
   OR (s.whole AND a.place = '' AND a.side = 'contractor'))
 AND NOT EXISTS (SELECT 1 FROM counts c WHERE c.stocktake = x.stocktake AND c.asset = x.asset AND c.result IN ('found', 'found_elsewhere'))
 ORDER BY a.place, a.n"""
