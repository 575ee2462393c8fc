"""How far has a disposal come?

Every function takes a register's connection and returns rows, as `assets.reports` does.
"""

from __future__ import annotations

import sqlite3
from typing import Any

from assets.conditions import CONDITIONS
from assets.sanitization import profiles

Rows = list[dict[str, Any]]
_COVERED = "instr('、' || approvals || '、', '、' || ? || '、') > 0"
_GONE = "(coalesce(sanitization, '') IN ('awaiting_validation', 'disposed_pending_certificate', 'disposed') AND witness IS NOT NULL)"
_COUNTS = f"""count(*) FILTER (WHERE {_GONE} AND end_approval = s.approval AND coalesce(session, '') = s.number) AS done,
 count(*) FILTER (WHERE {_GONE} AND end_approval = s.approval AND coalesce(session, '') <> s.number) AS elsewhere,
 count(*) FILTER (WHERE open AND NOT {_GONE}) AS remaining"""


def _ask(db: sqlite3.Connection, sql: str, *values: object) -> Rows:
    cursor = db.execute(sql, values)
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor]


def _numbers(db: sqlite3.Connection, sql: str, *values: object) -> list[str]:
    return [row[0] for row in db.execute(sql, values)]


def listed(db: sqlite3.Connection, request: str) -> list[str]:
    """Numbers of the assets on an application (廃棄承認申請書), in the order they were put on it."""
    sql = "SELECT asset FROM events WHERE kind = 'disposal.listed' AND json_extract(data, '$.request') = ? ORDER BY seq"
    return _numbers(db, sql, request)


def covered(db: sqlite3.Connection, approval: str) -> list[str]:
    """Numbers of the assets that an approval covers."""
    return _numbers(db, f"SELECT number FROM assets WHERE {_COVERED} ORDER BY n", approval)


def remaining(db: sqlite3.Connection, session: str) -> Rows:
    """What a session's approval covers and nobody destroyed yet."""
    sql = f"SELECT number, title FROM assets WHERE {_COVERED} AND open AND NOT {_GONE} ORDER BY n"
    approval = next(iter(_numbers(db, "SELECT approval FROM sessions WHERE session = ?", session)), "")
    return _ask(db, sql, approval)


def waiting(db: sqlite3.Connection, session: str = "") -> list[str]:
    """Numbers of the assets whose erasure or disposal awaits validation: all of them, or those of a session."""
    sql = "SELECT number FROM assets WHERE sanitization = 'awaiting_validation' AND open AND ? IN ('', session) ORDER BY n"
    return _numbers(db, sql, session)


def pending(db: sqlite3.Connection, session: str = "") -> list[str]:
    """Numbers of the assets that passed and have no certificate yet: all that await one, or everything of a session."""
    awaited = "SELECT number FROM assets WHERE certificate_due IS NOT NULL AND end_document IS NULL AND result = 'pass' ORDER BY n"
    of_session = "SELECT number FROM assets WHERE session = ? AND result = 'pass' AND end_document IS NULL ORDER BY n"
    return _numbers(db, of_session, session) if session else _numbers(db, awaited)


def requests(db: sqlite3.Connection) -> Rows:
    """The applications, with how many assets stand on each and the approval that answered it."""
    return _ask(
        db,
        """SELECT r.*, (SELECT count(*) FROM events e WHERE e.kind = 'disposal.listed' AND json_extract(e.data, '$.request') = r.number) AS assets,
           (SELECT group_concat(a.number, '、') FROM approvals a WHERE a.request = r.number) AS approval
           FROM disposal_requests r ORDER BY r.day, r.number""",
    )


def sessions(db: sqlite3.Connection) -> Rows:
    """The sessions, each with how many assets were asked for, approved, done in it, done elsewhere, and remain; of a closed one, as it was closed.

    `asked` is None when the approval answers no application.
    """
    rows = _ask(
        db,
        """SELECT s.*, CASE WHEN a.request > '' THEN (SELECT count(*) FROM events e WHERE e.kind = 'disposal.listed'
             AND json_extract(e.data, '$.request') = a.request) END AS asked
           FROM sessions s LEFT JOIN approvals a ON a.number = s.approval ORDER BY s.day, s.session""",
    )
    return [row | _progress(db, row) for row in rows]


def _progress(db: sqlite3.Connection, session: dict[str, Any]) -> dict[str, int]:
    if session["closed_on"]:
        return {}
    sql = f"SELECT {_COUNTS} FROM assets, (SELECT ? AS approval, ? AS number) s WHERE {_COVERED}"
    [counts] = _ask(db, sql, session["approval"], session["session"], session["approval"])
    return counts | {"approved": sum(counts.values())}


def session(db: sqlite3.Connection, number: str) -> dict[str, Any]:
    """One session with its `items`: every asset that its approval covers; empty when there is none of this number."""
    found = next((row for row in sessions(db) if row["session"] == number), {})
    return found | {"items": _items(db, _COVERED, found["approval"])} if found else {}


def request(db: sqlite3.Connection, number: str) -> dict[str, Any]:
    """One application with its `items`; empty when there is none of this number."""
    found = next((row for row in requests(db) if row["number"] == number), {})
    return (
        found | {"items": [row for one in listed(db, number) for row in _items(db, "number = ?", one)]} if found else {}
    )


def _items(db: sqlite3.Connection, where: str, value: str) -> Rows:
    return _ask(
        db,
        "SELECT number, title, medium, serial, quantity, unit, record_count, pi_class, highest_class, status, result, act_on, session "
        f"FROM assets WHERE {where} ORDER BY n",
        value,
    )


def certificate(db: sqlite3.Connection, number: str) -> dict[str, Any]:
    """What a certificate of sanitization (消去・廃棄証明書) says of an asset, by every standard; empty when nothing counts as done to it.

    `standards`: name, standard, version and the level reached; `conditions`: the sentences stated, with who answers for them.
    """
    asset = next(iter(_ask(db, "SELECT * FROM assets WHERE number = ? AND method IS NOT NULL", number)), None)
    if asset is None:
        return {}
    act = _last_act(db, number)
    names = (
        "number",
        "title",
        "medium",
        "manufacturer",
        "model",
        "serial",
        "capacity",
        "quantity",
        "unit",
        "record_count",
        "info_items",
    )
    checks = (
        "act_on",
        "result",
        "verification",
        "verified_by",
        "decided_on",
        "decided_by",
        "certificate_due",
        "session",
    )
    return {
        **{name: asset[name] for name in (*names, "highest_class", *checks)},
        "certificate_no": asset["end_document"],
        "methods": act.get("steps") or [act["method"]],
        "standards": [profile._asdict() | {"level": asset[f"level_{profile.code}"] or ""} for profile in profiles()],
        "performed_by": act["performed_by"],
        "witness": act.get("witness", ""),
        "place": act.get("place", ""),
        "approval": act.get("approval", ""),
        "tool": act.get("tool", ""),
        "equipment": act.get("equipment", ""),
        "particle_area": act.get("particle_area", 0),
        "conditions": [CONDITIONS[code] for code in act.get("asserted", ())],
        "asserted_by": act.get("asserted_by", ""),
        "evidence": act.get("evidence", []),
        "vendor": act.get("vendor", ""),
        "destination": act.get("destination", ""),
        "copies_open": _numbers(db, "SELECT number FROM assets WHERE source = ? AND open ORDER BY n", number),
        "record": _numbers(db, "SELECT hash FROM events WHERE seq = ?", act["seq"])[0],
    }


def _last_act(db: sqlite3.Connection, number: str) -> dict[str, Any]:
    import msgspec

    sql = "SELECT seq, data FROM events WHERE asset = ? AND kind IN ('erased', 'disposed') ORDER BY seq DESC LIMIT 1"
    seq, data = db.execute(sql, (number,)).fetchone()
    told: dict[str, Any] = msgspec.json.decode(data)
    return told | {"seq": seq}
