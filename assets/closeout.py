"""What stands between a contract and its close?"""

from __future__ import annotations

import sqlite3
from typing import Any

# What keeps a contract from being closed, and what is better finished before: blocker -> (numbers of what it is about, whether closing is refused).
_BLOCKERS = {
    "not_ended": ("SELECT number FROM contract WHERE coalesce(ended_on, '') = ''", True),
    "open_assets": ("SELECT number FROM assets WHERE open = 1", True),
    "open_incidents": ("SELECT number FROM incidents WHERE coalesce(closed_on, '') = ''", True),
    "open_sessions": ("SELECT session FROM sessions WHERE coalesce(closed_on, '') = ''", True),
    "open_stocktakes": ("SELECT number FROM stocktakes WHERE coalesce(closed_on, '') = ''", False),
    "open_requests": ("SELECT number FROM subject_requests WHERE coalesce(told_on, '') = ''", False),
    "open_audits": ("SELECT number FROM audits WHERE coalesce(answered_on, '') = ''", False),
    "open_improvements": ("SELECT number FROM improvements WHERE coalesce(done_on, '') = ''", False),
}


def blockers(db: sqlite3.Connection) -> list[dict[str, Any]]:
    """What stands between this contract and its close (clause 40): blocker, how many, the first numbers, whether closing is refused."""
    told = []
    for blocker, (numbers, refused) in _BLOCKERS.items():
        [count] = db.execute(f"SELECT count(*) FROM ({numbers})").fetchone()
        if count:
            first = [row[0] for row in db.execute(f"{numbers} LIMIT 5")]
            told.append({"blocker": blocker, "count": count, "numbers": ", ".join(first), "refuses_close": refused})
    return told
