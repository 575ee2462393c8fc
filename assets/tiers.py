"""What is with which subcontractor, tier by tier?"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from typing import Any


def subcontract_tree(db: sqlite3.Connection) -> list[dict[str, Any]]:
    """Every subcontractor under the one that gave it the work, tier by tier (clause 20), with its latest approval.

    tier: 1 for the first; until: the last day of the approval, also when it was ended before, "" for none; supervised_on: the last supervision;
    holds: assets with it; coming: on their way to it; below: the same for lower tiers. What one firm sent to another counts with both until it is accepted.
    Whoever has something without an approval stands at the end, without a number. What was destroyed there is with nobody any more.
    """
    has, coming = dict(db.execute(_WITH_FIRMS)), dict(db.execute(_COMING_TO_FIRMS))
    firms = {row["org"]: dict(row) for row in db.execute(_FIRMS)}
    firms |= {org: _unapproved(org) for org in sorted({*has, *coming} - set(firms))}
    for org, row in firms.items():
        row |= {"holds": has.get(org, 0), "coming": coming.get(org, 0)}
    placed: dict[str, dict[str, Any]] = {}
    for org, row in firms.items():
        if not row["parent"] or row["parent"] not in firms:
            _place(firms, org, 1, placed)
    for org in firms:  # those that name each other as parent have no top
        _place(firms, org, 1, placed)
    return list(placed.values())


def is_in_force(row: Mapping[str, Any], today: str) -> bool:
    """Whether a line of the tree, {} for none, has an approval that holds on a day."""
    return bool(row.get("number")) and row["approved_on"] <= today <= (row["until"] or "9999")


def lapsed(tree: Iterable[Mapping[str, Any]], org: str, today: str) -> str:
    """The first firm from `org` up to the prime contractor whose approval does not hold on a day; "" when all hold."""
    firms = {row["org"]: row for row in tree}
    seen: set[str] = set()
    while org not in seen:
        seen.add(org)
        row = firms.get(org, {})
        if not is_in_force(row, today):
            return org
        org = row["parent"] or org
    return ""


def _place(firms: dict[str, dict[str, Any]], org: str, tier: int, placed: dict[str, dict[str, Any]]) -> int:
    """Put a firm and those below it into the tree; what is with them all."""
    if org in placed:
        return 0
    row = placed[org] = firms[org] | {"tier": tier}
    lower = [name for name, one in firms.items() if org and one["parent"] == org]
    row["below"] = sum(_place(firms, name, tier + 1, placed) for name in lower)
    return int(row["holds"] + row["coming"] + row["below"])


def _unapproved(org: str) -> dict[str, Any]:
    told = "parent number approved_on valid_until ended_on until scope_work scope_info management supervised_on"
    return {"org": org, **dict.fromkeys(told.split(), ""), "subsidiary": 0, "supervisions": 0}


_FIRMS = """
SELECT s.org, s.parent, s.number, s.approved_on, s.valid_until, coalesce(s.ended_on, '') AS ended_on,
  CASE WHEN s.ended_on IS NULL THEN s.valid_until WHEN s.valid_until = '' THEN s.ended_on ELSE min(s.ended_on, s.valid_until) END AS until,
  s.scope_work, s.scope_info, s.management, s.subsidiary, coalesce(max(v.day), '') AS supervised_on, count(v.seq) AS supervisions
FROM subcontracts s LEFT JOIN supervisions v ON v.org = s.org
WHERE s.rowid = (SELECT rowid FROM subcontracts l WHERE l.org = s.org ORDER BY approved_on DESC, rowid DESC LIMIT 1)
GROUP BY s.org ORDER BY s.approved_on, s.rowid"""
_WITH_FIRMS = """
SELECT coalesce(h.org, nullif(p.org, ''), '') AS org, count(*) FROM assets a
  LEFT JOIN people h ON h.person = a.holder AND h.side = 'subcontractor' LEFT JOIN places p ON p.place = a.place
WHERE a.side = 'subcontractor' AND a.open = 1 AND (a.holder <> '' OR a.place <> '') GROUP BY 1"""
_COMING_TO_FIRMS = """
SELECT r.org, count(*) FROM assets a JOIN events e ON e.asset = a.number AND e.kind = 'sent'
  JOIN people r ON r.person = json_extract(e.data, '$.received_by') AND r.side = 'subcontractor'
WHERE a.status = 'in_transit' AND e.seq = (SELECT max(seq) FROM events WHERE asset = a.number AND kind = 'sent') GROUP BY r.org"""
