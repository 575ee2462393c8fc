"""How is the journal laid out?

The line is stored as the bytes that were hashed; every other column is generated from it, so that none can disagree. Triggers are seat belts:
the evidence is the chain.
"""

from __future__ import annotations

from collections.abc import Iterable

from assets.lines import GENESIS

APPLICATION_ID = 0x41534A31  # "ASJ1"
SCHEMA_VERSION = 2

_GENERATED = (
    ("contract", "TEXT NOT NULL", "$.contract"),
    ("site", "TEXT NOT NULL", "$.site"),
    ("seq", "INTEGER NOT NULL", "$.seq"),
    ("prev", "TEXT NOT NULL", "$.prev"),
    ("kind", "TEXT NOT NULL", "$.kind"),
    ("at", "TEXT NOT NULL", "$.at"),
    ("id", "TEXT NOT NULL", "$.id"),
    ("asset", "TEXT", "$.data.asset"),
    ("source", "TEXT", "$.data.source"),
    ("serial", "TEXT", "$.data.serial"),
    ("host", "TEXT", "$.data.host"),
    ("ordinal", "INTEGER", "$.data.ordinal"),
    ("prefix", "TEXT", "$.data.prefix"),
)
_HOST_INDEX = "CREATE INDEX journal_host ON journal(host) WHERE host IS NOT NULL"


def _column(name: str, kind: str, path: str) -> str:
    return f"{name} {kind} GENERATED ALWAYS AS (json_extract(body, '{path}')) VIRTUAL"


def _table(columns: Iterable[tuple[str, str, str]], *, added: str = "") -> str:
    listed = ",\n".join(f"  {_column(*one)}" for one in columns)
    return f"""CREATE TABLE journal (
  n INTEGER PRIMARY KEY,
  body TEXT NOT NULL CHECK (json_valid(body) AND substr(body, 1, 1) = '{{'),
  hash TEXT NOT NULL CHECK (length(hash) = 64 AND hash NOT GLOB '*[^0-9a-f]*'),
{listed}
{added}) STRICT"""


SCHEMA = (
    _table(_GENERATED),
    "CREATE UNIQUE INDEX journal_address ON journal(contract, site, seq)",
    "CREATE UNIQUE INDEX journal_id ON journal(id)",
    "CREATE INDEX journal_asset ON journal(contract, asset, seq)",
    "CREATE INDEX journal_source ON journal(source) WHERE source IS NOT NULL",
    "CREATE INDEX journal_serial ON journal(serial) WHERE serial IS NOT NULL",
    _HOST_INDEX,
    "CREATE UNIQUE INDEX journal_ordinal ON journal(contract, site, ordinal) WHERE ordinal IS NOT NULL",
    "CREATE UNIQUE INDEX journal_prefix ON journal(prefix) WHERE prefix IS NOT NULL",
    "CREATE TRIGGER journal_no_update BEFORE UPDATE ON journal BEGIN SELECT RAISE(ABORT, 'journal is append-only'); END",
    "CREATE TRIGGER journal_no_delete BEFORE DELETE ON journal BEGIN SELECT RAISE(ABORT, 'journal is append-only'); END",
    """CREATE TRIGGER journal_no_replace BEFORE INSERT ON journal
WHEN EXISTS (SELECT 1 FROM journal WHERE contract = NEW.contract AND site = NEW.site AND seq = NEW.seq)
  OR EXISTS (SELECT 1 FROM journal WHERE id = NEW.id)
  OR EXISTS (SELECT 1 FROM journal WHERE contract = NEW.contract AND site = NEW.site AND ordinal = NEW.ordinal)
  OR EXISTS (SELECT 1 FROM journal WHERE prefix = NEW.prefix)
BEGIN SELECT RAISE(ABORT, 'journal is append-only: the line exists'); END""",
    f"""CREATE TRIGGER journal_links AFTER INSERT ON journal
WHEN NEW.prev IS NOT CASE NEW.seq WHEN 0 THEN '{GENESIS}' ELSE
  (SELECT hash FROM journal WHERE contract = NEW.contract AND site = NEW.site AND seq = NEW.seq - 1) END
BEGIN SELECT RAISE(ABORT, 'journal is a chain: wrong prev'); END""",
    """CREATE TRIGGER journal_in_order AFTER INSERT ON journal
WHEN NEW.n <> 1 + coalesce((SELECT n FROM journal WHERE n <> NEW.n ORDER BY n DESC LIMIT 1), 0)
BEGIN SELECT RAISE(ABORT, 'journal is append-only: n is counted, not given'); END""",
)

# Version 1 knew no hosts. No line changes: the column is read out of the lines that are there.
_HOST = next(one for one in _GENERATED if one[0] == "host")
FROM_VERSION_1 = (f"ALTER TABLE journal ADD COLUMN {_column(*_HOST)}", _HOST_INDEX)
LAYOUTS = (SCHEMA, (_table((one for one in _GENERATED if one != _HOST), added=f", {_column(*_HOST)}"), *SCHEMA[1:]))


def name_of(statement: str) -> str:
    """The name of the table, index or trigger that a statement of SCHEMA makes."""
    return statement.split()[3 if statement.startswith("CREATE UNIQUE") else 2].split("(")[0]
