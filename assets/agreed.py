"""What was agreed on for the contract in a register?"""

from __future__ import annotations

import sqlite3
from typing import Any

from assets.policy import SETTINGS, effective


def settings(db: sqlite3.Connection) -> list[dict[str, Any]]:
    """契約別方針 (clause 14): every setting as it stands: its value, default or set, since when, under which document, the annex's word.

    own_threshold: whether it is a number of ours, since the annex gives none.
    """
    asked = "SELECT key, value, document, day FROM policy ORDER BY seq"
    names = ("key", "value", "document", "day")
    given = {row[0]: dict(zip(names, row, strict=True)) for row in db.execute(asked)}
    stands = effective({key: row["value"] for key, row in given.items()})
    return [
        {
            "key": key,
            "clause": setting.clause,
            "kind": setting.kind,
            "value": stands[key],
            "source": stands.source(key),
            "document": given.get(key, {}).get("document", ""),
            "day": given.get(key, {}).get("day", ""),
            "word": setting.word,
            "own_threshold": setting.kind in ("days", "hours"),
        }
        for key, setting in SETTINGS.items()
    ]
