"""What did somebody ever hold?"""

from __future__ import annotations

import sqlite3
from typing import Any


def person(db: sqlite3.Connection, number: str) -> dict[str, Any] | None:
    """One line of the roster; None when nobody has this number."""
    return next(map(dict, db.execute("SELECT * FROM people WHERE person = ?", (number,))), None)


def stints(db: sqlite3.Connection, number: str) -> list[dict[str, Any]]:
    """The times somebody was on the work, in order: first and last day, the pledge on leaving, who checked."""
    asked = "SELECT start, end, exit_pledged_on, checked_by FROM stints WHERE person = ? ORDER BY start"
    return [dict(row) for row in db.execute(asked, (number,))]


def holds(db: sqlite3.Connection, person: str) -> list[dict[str, Any]]:
    """What somebody holds now: open assets in their hands."""
    return [
        dict(row)
        for row in db.execute("SELECT * FROM open_assets WHERE holder = ? AND holder <> '' ORDER BY number", (person,))
    ]


def held(db: sqlite3.Connection, person: str) -> list[dict[str, Any]]:
    """Everything somebody ever held (clause 8): how often and since when, when it last left their hands, where it is now and with whom."""
    return [dict(row) for row in db.execute(_HELD, (person,))]


_HELD = """
WITH taken AS (
  SELECT e.asset, count(*) AS times, min(e.seq) AS first, max(e.seq) AS last FROM events e
  WHERE e.kind IN ('received', 'copied', 'produced', 'split', 'extracted', 'moved', 'handed_over', 'accepted')
    AND instr(e.line, json_quote(?1)) -- far quicker than taking every line apart
    AND ?1 = CASE WHEN e.kind = 'moved' THEN json_extract(e.data, '$.holder')
      WHEN e.kind IN ('handed_over', 'accepted') THEN json_extract(e.data, '$.received_by')
      WHEN json_extract(e.data, '$.place') IS NOT NULL THEN NULL
      ELSE coalesce(json_extract(e.data, '$.received_by'), json_extract(e.data, '$.performed_by')) END
  GROUP BY e.asset)
SELECT t.asset AS number, a.title, a.medium, t.times, f.day AS held_from,
  CASE WHEN a.holder = ?1 THEN NULL ELSE coalesce(
    (SELECT g.day FROM events g WHERE g.asset = t.asset AND g.seq > t.last
       AND g.kind IN ('moved', 'handed_over', 'accepted', 'found') ORDER BY g.seq LIMIT 1),
    a.ended_on) END AS given_on,
  a.status, a.place, p.name AS place_name, a.holder, h.name AS holder_name
FROM taken t JOIN assets a ON a.number = t.asset JOIN events f ON f.seq = t.first
  LEFT JOIN places p ON p.place = a.place LEFT JOIN people h ON h.person = a.holder ORDER BY t.first"""
