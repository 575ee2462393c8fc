"""What belongs to an asset beside its own steps?

Approvals beside what was done under them, the labels it bore, how its end was judged, incidents, counts, what was corrected, files.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from typing import Any

from assets.language import N_
from assets.verification import decision_name
from datasette_plugins.panels import Panel, Shelf
from datasette_plugins.texts import translated

Rows = list[dict[str, Any]]

# Under an approval to copy, the copies made from the asset, or the asset itself when it is one; under one to dispose, the asset's own end.
_APPROVALS = """SELECT a.number AS approval, a.deed, d.number AS asset, a.approved_on, a.approver, a.valid_until,
    CASE a.deed WHEN 'copy' THEN d.begun_on ELSE d.act_on END AS done_on, CASE a.deed WHEN 'copy' THEN d.medium ELSE d.method END AS how
  FROM approvals a JOIN assets t ON t.number = ?1
    LEFT JOIN assets d ON d.number IN (SELECT number FROM assets WHERE source = ?1 UNION ALL SELECT ?1) AND d.status <> 'void'
      AND CASE a.deed WHEN 'copy' THEN d.copy_approval = a.number ELSE d.number = ?1 AND d.end_approval = a.number END
  WHERE a.number IN (t.copy_approval, t.end_approval) OR a.number IN (SELECT copy_approval FROM assets WHERE source = ?1)
    OR instr('、' || t.approvals || '、', '、' || a.number || '、')
  ORDER BY a.approved_on, a.number, d.n"""
_OF_EVENTS = "FROM events e WHERE e.asset = ?1 AND e.kind"
# Each list: its heading, the table that explains its columns, the columns, the question.
_LISTS: dict[str, tuple[str, str, tuple[str, ...], str]] = {
    "approvals": (
        N_("Approvals beside what was done"),
        "approval_acts",
        ("approval", "deed", "asset", "approved_on", "approver", "valid_until", "done_on", "how"),
        _APPROVALS,
    ),
    "labels": (
        N_("Label generations"),
        "events",
        ("seq", "at", "op", "label"),
        f"SELECT e.seq, e.at, e.op, json_extract(e.data, '$.generation') AS label {_OF_EVENTS} = 'labelled' ORDER BY e.seq",
    ),
    "sanitization": (
        N_("Validation and certificates"),
        "events",
        ("seq", "at", "kind", "by", "said"),
        "SELECT e.seq, e.at, e.kind, coalesce(json_extract(e.data, '$.validated_by'), json_extract(e.data, '$.issuer')) AS by, "
        "coalesce(json_extract(e.data, '$.decision'), json_extract(e.data, '$.certificate_no')) AS said "
        f"{_OF_EVENTS} IN ('validated', 'certified') ORDER BY e.seq",
    ),
    "incidents": (
        N_("Incidents"),
        "incidents",
        ("number", "category", "known_at", "oral_at", "written_at", "closed_on"),
        "SELECT i.* FROM incidents i WHERE i.number IN (SELECT incident FROM incident_assets WHERE asset = ?1) ORDER BY i.seq",
    ),
    "counts": (
        N_("Counted in stock-takes"),
        "counts",
        ("seq", "day", "stocktake", "result", "place", "counted_by"),
        "SELECT seq, day, stocktake, result, place, counted_by FROM counts WHERE asset = ?1 ORDER BY seq",
    ),
}
_KEYED = {"approvals": "approvals"}
_HEADINGS = {"label": N_("Label generation"), "by": N_("By"), "said": N_("Decision or certificate no.")}


def told(db: sqlite3.Connection, number: str) -> dict[str, Rows]:
    """Rows by list, of one asset; lists without any are left out."""
    found = {name: _rows(db, sql, number) for name, (_title, _table, _columns, sql) in _LISTS.items()}
    return {name: rows for name, rows in found.items() if rows}


def panels(found: Mapping[str, Rows], shelf: Shelf) -> list[Panel]:
    """The lists as they are shown."""
    return [_panel(shelf, name, rows) for name, rows in found.items()]


def _panel(shelf: Shelf, name: str, rows: Sequence[Mapping[str, Any]]) -> Panel:
    title, table, columns, _sql = _LISTS[name]
    if name == "sanitization":
        rows = [
            {**row, "said": translated(decision_name(row["said"])) if row["kind"] == "validated" else row["said"]}
            for row in rows
        ]
    made = shelf.panel(table, columns, rows, keyed=_KEYED.get(name, table))
    return made._replace(
        key=name,
        title=translated(title),
        headings=[
            translated(_HEADINGS[column]) if column in _HEADINGS else said
            for column, said in zip(columns, made.headings, strict=True)
        ],
    )


def _rows(db: sqlite3.Connection, sql: str, number: str) -> Rows:
    cursor = db.execute(sql, (number,))
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor]
