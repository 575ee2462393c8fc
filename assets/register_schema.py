"""How is a register laid out?

One file per contract: tables and views for people to read, each pinned to its contract by a CHECK.
A register is derived: one laid out by an older version is laid out anew and replayed from the journal.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database, Migrations

SCHEMA_VERSION = 9

_TABLES = {
    "contract": "number TEXT PRIMARY KEY, title TEXT, prefix TEXT, client TEXT, contractor TEXT, annex TEXT, start TEXT, end TEXT, "
    "purposes TEXT, opened_on TEXT, ended_on TEXT, end_trigger TEXT, due_on TEXT, closed_on TEXT",
    "policy": "seq INTEGER PRIMARY KEY, day TEXT, key TEXT, value TEXT, was TEXT, document TEXT",
    "consents": "number TEXT PRIMARY KEY, given_on TEXT, approver TEXT, purpose TEXT, valid_until TEXT",
    # people, places, subcontractors
    "responsible": "side TEXT NOT NULL, person TEXT NOT NULL, start TEXT NOT NULL, reason TEXT, PRIMARY KEY (side, start, person)",
    "places": "place TEXT PRIMARY KEY, name TEXT, zone TEXT, premises TEXT, lock TEXT, entry_control TEXT, responsible TEXT, org TEXT",
    "people": "person TEXT PRIMARY KEY, name TEXT, org TEXT, side TEXT, role TEXT, department TEXT, employment TEXT, transfers INTEGER, "
    "pledged_on TEXT, trained_on TEXT, training_until TEXT, start TEXT, end TEXT, zones TEXT, exit_pledged_on TEXT, checked_by TEXT",
    "stints": "person TEXT NOT NULL, start TEXT NOT NULL, end TEXT NOT NULL, exit_pledged_on TEXT, checked_by TEXT, PRIMARY KEY (person, start)",
    "protocols": "number TEXT PRIMARY KEY, agreed_on TEXT, methods TEXT, media TEXT, valid_until TEXT, between_premises INTEGER",
    "subcontracts": "number TEXT PRIMARY KEY, org TEXT, approved_on TEXT, scope_work TEXT, scope_info TEXT, management TEXT, valid_until TEXT, "
    "parent TEXT, subsidiary INTEGER, ended_on TEXT",
    "supervisions": "seq INTEGER PRIMARY KEY, day TEXT, org TEXT, how TEXT, supervised_by TEXT, document TEXT",
    # approvals, disposal
    "approvals": "number TEXT PRIMARY KEY, deed TEXT, approved_on TEXT, approver TEXT, sources TEXT, max_copies INTEGER, media TEXT, "
    "purpose TEXT, method TEXT, place TEXT, valid_until TEXT, basis TEXT, spec_clause TEXT, form TEXT, copies_of_copies INTEGER, "
    "erase_by TEXT, request TEXT, steps TEXT, vendor TEXT, confirmed_by TEXT",
    "disposal_requests": "number TEXT PRIMARY KEY, day TEXT, method TEXT, steps TEXT, place TEXT, reason TEXT, planned_on TEXT, performed_by TEXT, "
    "witness TEXT, vendor TEXT",
    "sessions": "session TEXT PRIMARY KEY, day TEXT, approval TEXT, performed_by TEXT, witness TEXT, verified_by TEXT, place TEXT, method TEXT, "
    "steps TEXT, equipment TEXT, vendor TEXT, certificate_due TEXT, closed_on TEXT, approved INTEGER, done INTEGER, elsewhere INTEGER, "
    "remaining INTEGER, later INTEGER, explanation TEXT, document TEXT",
    # incidents, stock-takes
    "incidents": "number TEXT PRIMARY KEY, seq INTEGER, day TEXT, category TEXT, happened_at TEXT, known_at TEXT, known_by TEXT, what TEXT, "
    "draft INTEGER, cause TEXT, reason TEXT, persons_affected INTEGER, malicious INTEGER, oral_at TEXT, oral_to TEXT, oral_by TEXT, oral_method TEXT, written_at TEXT, written_to TEXT, written_by TEXT, written_no TEXT, measures INTEGER DEFAULT 0, "
    "agreed_on TEXT, agreed_document TEXT, closed_on TEXT, conclusion TEXT",
    "incident_steps": "seq INTEGER PRIMARY KEY, incident TEXT, day TEXT, kind TEXT, data TEXT",
    "incident_assets": "seq INTEGER PRIMARY KEY, incident TEXT, asset TEXT",
    "stocktakes": "number TEXT PRIMARY KEY, day TEXT, places TEXT, mode TEXT, counted_by TEXT, second TEXT, as_of INTEGER, expected INTEGER, "
    "expected_hash TEXT, whole INTEGER, closed_on TEXT, found INTEGER, found_elsewhere INTEGER, missing INTEGER, gone INTEGER, "
    "others INTEGER, certified INTEGER, approved_by TEXT, remarks TEXT",
    "stocktake_expected": "stocktake TEXT, asset TEXT, place TEXT, PRIMARY KEY (stocktake, asset)",
    "counts": "seq INTEGER PRIMARY KEY, day TEXT, stocktake TEXT, asset TEXT, result TEXT, place TEXT, counted_by TEXT, scanned TEXT, "
    "condition TEXT, seal TEXT, quantity INTEGER",
    # what both sides tell each other
    "safety_measures": "seq INTEGER PRIMARY KEY, measure TEXT, description TEXT, start TEXT, document TEXT",
    "subject_requests": "number TEXT PRIMARY KEY, request TEXT, received_on TEXT, received_by TEXT, told_on TEXT, told_by TEXT, told_to TEXT",
    "documents": "number TEXT PRIMARY KEY, type TEXT, title TEXT, sha256 TEXT, file TEXT, version TEXT, dated TEXT, sent_on TEXT, concerns TEXT",
    "audits": "number TEXT PRIMARY KEY, noticed_on TEXT, scope TEXT, requested_by TEXT, planned_on TEXT, nda_no TEXT, answered_on TEXT, "
    "response TEXT, refused_reason TEXT, visitors TEXT, document TEXT",
    "improvements": "number TEXT PRIMARY KEY, requested_on TEXT, requested_by TEXT, reason TEXT, audit TEXT, due_on TEXT, agreed_on TEXT, "
    "action TEXT, cost_note TEXT, done_on TEXT, verified_by TEXT, document TEXT",
    # assets
    "assets": "n INTEGER PRIMARY KEY, number TEXT NOT NULL UNIQUE, title TEXT, medium TEXT, info_kind TEXT, item INTEGER, pi_class TEXT, "
    "info_items TEXT, record_count INTEGER, quantity INTEGER, unit TEXT, manufacturer TEXT, model TEXT, serial TEXT, capacity TEXT, "
    "encryption TEXT, seal_no TEXT, owner TEXT, origin TEXT, source TEXT, copy_no INTEGER, copies INTEGER, copy_approval TEXT, "
    "handover_no TEXT, begun_on TEXT, status TEXT, open INTEGER, place TEXT, holder TEXT, side TEXT, label TEXT, erased_on TEXT, "
    "ended_on TEXT, method TEXT, level TEXT, ended_by TEXT, witness TEXT, end_approval TEXT, end_document TEXT, last_on TEXT, last_seq INTEGER, "
    "approvals TEXT, spec_reference TEXT, remarks TEXT, highest_class TEXT, inquired_on TEXT, notice_no TEXT, condition TEXT, host TEXT, "
    "path_hint TEXT, copy_method TEXT, erase_by TEXT, retention_until TEXT, return_due_on TEXT, container TEXT, requests TEXT, incidents TEXT, "
    "counted_on TEXT, act_on TEXT, result TEXT, sanitization TEXT, level_mic_jp TEXT, level_nist_r2 TEXT, verification TEXT, verified_by TEXT, "
    "decided_on TEXT, decided_by TEXT, certificate_due TEXT, session TEXT",
    "containers": "number TEXT PRIMARY KEY, name TEXT, place TEXT, holder TEXT, whereabouts TEXT, seal_no TEXT, sealed INTEGER, label TEXT, "
    "made_on TEXT, last_on TEXT",
    "corrections": "seq INTEGER PRIMARY KEY, day TEXT, asset TEXT, of INTEGER, of_hash TEXT, void INTEGER, fields TEXT, was TEXT, now TEXT, "
    "reason TEXT, corrected_by TEXT, document TEXT, serial TEXT, source TEXT",
    "events": "seq INTEGER PRIMARY KEY, kind TEXT NOT NULL, asset TEXT, source TEXT, day TEXT NOT NULL, days_late INTEGER NOT NULL, line TEXT NOT NULL, hash TEXT NOT NULL, "
    + ", ".join(
        f"{name} TEXT GENERATED ALWAYS AS ({path}) VIRTUAL"
        for name, path in {
            "at": "json_extract(line, '$.at')",
            "occurred": "coalesce(json_extract(line, '$.data.occurred'), json_extract(line, '$.at'))",
            "op": "json_extract(line, '$.by.op')",
            "auth": "json_extract(line, '$.by.auth')",
            "os": "json_extract(line, '$.by.os')",
            "host": "json_extract(line, '$.by.host')",
            "flags": "json_extract(line, '$.data.flags')",
            "data": "json_extract(line, '$.data')",
            "prev": "json_extract(line, '$.prev')",
        }.items()
    ),
    # what the rules let pass with a remark, or what had happened against them
    "flags": "seq INTEGER NOT NULL, rule TEXT NOT NULL, day TEXT, kind TEXT, asset TEXT, op TEXT, violation TEXT, PRIMARY KEY (seq, rule)",
    # so that a clause's events are counted without walking through them
    "kinds": "kind TEXT PRIMARY KEY, events INTEGER NOT NULL",
    # so that assets are counted without walking through them: how many of a kind began, or ended, on a day
    "begun": "begun_on TEXT, status TEXT, item INTEGER, origin TEXT, open INTEGER, assets INTEGER NOT NULL, "
    "PRIMARY KEY (begun_on, status, item, origin, open)",
    "ended": "ended_on TEXT, status TEXT, method TEXT, level TEXT, assets INTEGER NOT NULL, PRIMARY KEY (ended_on, status, method, level)",
    "head": "site TEXT PRIMARY KEY, seq INTEGER NOT NULL, hash TEXT NOT NULL, at TEXT NOT NULL",
}
ASSET_COLUMNS = tuple(part.split()[0] for part in _TABLES["assets"].split(", "))

_ITEM_COUNTS = ", ".join(
    f"sum(iif({what} = '{word}', assets, 0)) AS {word}"
    for what, words in {
        "origin": ("received", "copied", "produced"),
        "status": ("returned", "erased", "disposed", "lost"),
    }.items()
    for word in words
)
# Counted along the index assets_status, so that a million assets are counted without being read or sorted.
_BALANCE = (
    f"SELECT (SELECT contract FROM head) AS contract, item, sum(assets) AS assets, {_ITEM_COUNTS}, sum(open * assets) AS open"
    " FROM (SELECT status, item, origin, open, count(*) AS assets FROM assets WHERE status NOT IN ('split', 'void')"
    " GROUP BY status, item, origin, open) GROUP BY item"
)
_IS_DISPOSED = "status IN ('disposed', 'disposed_pending_certificate', 'awaiting_validation')"
# In these words the index events_handovers is made, and found again; the + keeps SQLite from gathering the kinds one by one and sorting them all.
_IS_HANDOVER = "+kind IN ('received', 'handed_over', 'sent', 'accepted', 'returned')"

_VIEWS = {
    # Names are looked up, not joined: who counts or filters assets pays nothing for them.
    "open_assets": "SELECT a.contract, a.number, a.title, a.medium, a.item, a.pi_class, a.origin, a.source, a.begun_on, a.status, a.place, "
    "(SELECT name FROM places p WHERE p.place = a.place) AS place_name, (SELECT zone FROM places p WHERE p.place = a.place) AS zone, a.holder, "
    "(SELECT name FROM people h WHERE h.person = a.holder) AS holder_name, (SELECT org FROM people h WHERE h.person = a.holder) AS holder_org, "
    "a.last_on, a.quantity, a.unit, a.record_count, a.host, a.erase_by FROM assets a WHERE a.open = 1",
    "balance": _BALANCE,
    "copies": "SELECT c.contract, c.source, (SELECT title FROM assets s WHERE s.number = c.source) AS title, c.number, c.copy_no, c.copies, "
    "c.copy_approval, c.begun_on, c.medium, c.status, c.open, c.ended_on, (SELECT status FROM assets s WHERE s.number = c.source) AS source_status "
    "FROM assets c WHERE c.source IS NOT NULL AND c.origin = 'copied' AND c.copy_no IS NOT NULL AND c.status <> 'void'",
    "endings": "SELECT contract, number, title, medium, pi_class, status, ended_on, method, level, level_mic_jp, level_nist_r2, ended_by, witness, "
    "verified_by, decided_by, end_approval, end_document "
    "FROM assets WHERE open = 0 AND status NOT IN ('split', 'void')",
    "approval_acts": "SELECT a.contract, a.number AS approval, a.deed, a.approved_on, a.approver, a.valid_until, t.number AS asset, t.title, "
    "CASE a.deed WHEN 'copy' THEN t.begun_on ELSE t.act_on END AS done_on, CASE a.deed WHEN 'copy' THEN t.medium ELSE t.method END AS how, "
    "CASE a.deed WHEN 'copy' THEN t.copy_no ELSE NULL END AS copy_no, a.max_copies "
    "FROM approvals a LEFT JOIN assets t ON (a.deed = 'copy' AND t.copy_approval = a.number AND t.status <> 'void') "
    "OR (a.deed = 'dispose' AND t.end_approval = a.number)",
    "handovers": "SELECT e.contract, e.seq, e.day, e.kind, e.asset, json_extract(e.line, '$.data.released_by') AS released_by, "
    "coalesce(nullif(json_extract(e.line, '$.data.received_by'), ''), json_extract(e.line, '$.data.lessor')) AS received_by, "
    "json_extract(e.line, '$.data.method') AS method, json_extract(e.line, '$.data.place') AS place, "
    "json_extract(e.line, '$.data.handover_no') AS handover_no, json_extract(e.line, '$.data.seal_no') AS seal_no, "
    "(SELECT max(c.seq) FROM corrections c WHERE c.of = e.seq) AS corrected_by FROM events e "
    f"WHERE {_IS_HANDOVER} AND e.asset NOT IN (SELECT number FROM containers) "
    "AND e.seq NOT IN (SELECT of FROM corrections WHERE void)",
    "refusals": "SELECT contract, seq, at, op, asset, json_extract(data, '$.deed') AS deed, json_extract(data, '$.rules') AS rules "
    "FROM events WHERE kind = 'refused'",
    "violations": "SELECT contract, seq, day, kind, asset, op, violation, (SELECT group_concat(rule, ' ') FROM flags r WHERE r.seq = v.seq) AS rules "
    "FROM flags v WHERE violation <> '' AND rule = (SELECT min(rule) FROM flags r WHERE r.seq = v.seq)",
    "late_entries": "SELECT contract, seq, day, date(at, '+9 hours') AS recorded_on, days_late, kind, asset, op FROM events WHERE days_late > 1",
}
_INDEXES = (
    "assets_status ON assets(status, item, origin, open)",
    "assets_class ON assets(medium, pi_class, open, record_count)",
    "assets_item ON assets(item)",
    "assets_begun ON assets(begun_on, n, open)",
    "assets_ended ON assets(ended_on, status) WHERE ended_on IS NOT NULL",
    "assets_place ON assets(place)",
    "assets_where ON assets(place, status, holder, open, last_on)",
    "assets_sanitization ON assets(sanitization) WHERE open AND sanitization IS NOT NULL",
    "assets_holder ON assets(holder, open) WHERE holder <> ''",
    "assets_subcontracted ON assets(side, holder, place, open) WHERE side = 'subcontractor' AND open = 1",
    "assets_source ON assets(source, copy_no, copy_approval, begun_on, origin, status) WHERE source IS NOT NULL",
    "assets_copy_approval ON assets(copy_approval) WHERE copy_approval IS NOT NULL",
    f"assets_disposed ON assets(act_on, number, end_approval, status, witness) WHERE {_IS_DISPOSED}",
    "assets_end_approval ON assets(end_approval) WHERE end_approval IS NOT NULL",
    "incident_assets_incident ON incident_assets(incident)",
    "counts_stocktake ON counts(stocktake, asset)",
    "counts_result ON counts(result, seq)",
    "assets_untouched ON assets(last_on, open) WHERE open = 1",
    "assets_retention ON assets(retention_until) WHERE open = 1 AND retention_until <> ''",
    "assets_notice ON assets(notice_no) WHERE notice_no <> ''",
    "assets_received ON assets(handover_no, begun_on) WHERE handover_no IS NOT NULL AND status <> 'void'",
    "assets_returned ON assets(coalesce(end_document, ''), ended_on) WHERE status = 'returned'",
    "assets_erase_by ON assets(erase_by) WHERE open = 1 AND erase_by > ''",
    "assets_unknown ON assets(n) WHERE open = 1 AND pi_class = 'unknown'",
    "assets_unnoticed ON assets(n) WHERE open = 1 AND pi_class = 'specific_pi' AND origin = 'received' AND notice_no = ''",
    "flags_rule ON flags(rule, seq)",
    "flags_violation ON flags(seq) WHERE violation <> ''",
    "assets_container ON assets(container) WHERE container <> ''",
    "corrections_of ON corrections(of)",
    "events_asset ON events(asset, seq) WHERE asset IS NOT NULL",
    "events_source ON events(source, seq) WHERE source IS NOT NULL",
    "events_kind ON events(kind, seq)",
    f"events_handovers ON events(day, seq, asset) WHERE {_IS_HANDOVER}",
    "events_late ON events(days_late DESC, seq) WHERE days_late > 1",
)
_TALLIES = {
    "begun": ("begun_on", "status", "item", "origin", "open"),
    "ended": ("ended_on", "status", "method", "level"),
}


def _triggers(table: str, columns: tuple[str, ...]) -> Iterator[str]:
    """Keep `table` counting assets by `columns`; "" stands for what an asset does not have."""
    key, was, now = (
        ", ".join(form.format(name) for name in columns)
        for form in ("{}", "coalesce(old.{}, '')", "coalesce(new.{}, '')")
    )
    more = f"INSERT INTO {table}({key}, assets) VALUES ({now}, 1) ON CONFLICT DO UPDATE SET assets = assets + 1;"
    less = f"UPDATE {table} SET assets = assets - 1 WHERE ({key}) = ({was}); DELETE FROM {table} WHERE ({key}) = ({was}) AND assets = 0;"
    yield f"CREATE TRIGGER {table}_more AFTER INSERT ON assets BEGIN {more} END"
    yield f"CREATE TRIGGER {table}_other AFTER UPDATE OF {key} ON assets WHEN ({was}) <> ({now}) BEGIN {less} {more} END"


def pinned(contract: str) -> str:
    """The column of every table that keeps another contract's rows out (clause 26)."""
    literal = "'" + contract.replace("'", "''") + "'"
    return f"contract TEXT NOT NULL DEFAULT {literal} CHECK (contract = {literal})"


def migrations(contract: str) -> Migrations:
    """How a register that may hold this contract alone is laid out."""
    from sqlite_utils import Migrations

    steps = Migrations("register")

    @steps()
    def m001_tables_views_indexes_search(db: Database) -> None:
        pin = pinned(contract)
        for name, columns in _TABLES.items():
            plain, _, constraint = columns.partition(", PRIMARY KEY")
            tail = f", PRIMARY KEY{constraint}" if constraint else ""
            db.execute(f"CREATE TABLE {name} ({plain}, {pin}{tail})")
        for index in _INDEXES:
            db.execute(f"CREATE INDEX {index}")
        for table, counted in _TALLIES.items():
            for trigger in _triggers(table, counted):
                db.execute(trigger)
        for name, sql in _VIEWS.items():
            db.create_view(name, sql)
        db.execute(
            "CREATE VIRTUAL TABLE assets_search USING fts5(words, content='', columnsize=0, tokenize='unicode61 remove_diacritics 0')"
        )

    return steps


TABLES = tuple(_TABLES)
