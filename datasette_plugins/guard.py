"""What is refused?

Everything that is not named here as allowed. A register holds one contract and nothing else, so its rows may be asked anything; what must be
kept out is writing, other files, memory without end, and pages that speak of the server.
"""

from __future__ import annotations

import base64
import contextlib
import hashlib
import ipaddress
import re
import sqlite3
from collections.abc import Callable
from functools import cache, partial
from typing import Any

from assets.search import query
from datasette_plugins.door import asking, may_see

# -- who may see what -------------------------------------------------------------------------------------------------


def is_allowed(datasette: Any, action: str, resource: Any) -> bool:
    """Whether whoever asks just now may do `action`: look at registers of their contracts and ask them, nothing else.

    Who asks is known from the request alone (`door.asking`), never from what Datasette takes for its actor.
    """
    visitor = asking.get()
    database, name = resource if isinstance(resource, tuple) else (resource, None)
    if action == "view-instance":
        return visitor is not None
    if not may_see(visitor, getattr(datasette, "contracts", {}).get(database)):
        return False
    if action in ("view-database", "execute-sql"):
        return name is None
    return action == "view-query" or (action == "view-table" and name in datasette.explained)


# -- connections ------------------------------------------------------------------------------------------------------

_FUNCTIONS = frozenset(
    (
        "->",
        "->>",
        "abs",
        "avg",
        "bm25",
        "cast",
        "char",
        "coalesce",
        "count",
        "cume_dist",
        "date",
        "datetime",
        "dense_rank",
        "escape_fts",
        "first_value",
        "format",
        "glob",
        "group_concat",
        "hex",
        "ifnull",
        "iif",
        "instr",
        "json",
        "json_array",
        "json_array_length",
        "json_each",
        "json_extract",
        "json_group_array",
        "json_group_object",
        "json_object",
        "json_quote",
        "json_tree",
        "json_type",
        "json_valid",
        "julianday",
        "lag",
        "last_value",
        "lead",
        "length",
        "like",
        "likelihood",
        "likely",
        "lower",
        "ltrim",
        "match",
        "max",
        "min",
        "nth_value",
        "ntile",
        "nullif",
        "percent_rank",
        "printf",
        "quote",
        "rank",
        "replace",
        "round",
        "row_number",
        "rtrim",
        "sign",
        "sqlite_version",
        "strftime",
        "substr",
        "substring",
        "sum",
        "time",
        "total",
        "trim",
        "typeof",
        "unicode",
        "unixepoch",
        "unlikely",
        "upper",
    )
)
# What Datasette and the full-text index ask of a connection; `database_list` is not among them: it tells where the file lies.
_PRAGMAS = frozenset(
    (
        "data_version",
        "foreign_key_list",
        "index_info",
        "index_list",
        "index_xinfo",
        "schema_version",
        "table_info",
        "table_xinfo",
    )
)
_TABLES = frozenset(("json_each", "json_tree", "sqlite_master", "sqlite_schema"))
_LIMITS = {
    "SQLITE_LIMIT_LENGTH": 1_000_000,
    "SQLITE_LIMIT_SQL_LENGTH": 50_000,
    "SQLITE_LIMIT_COMPOUND_SELECT": 20,
    "SQLITE_LIMIT_ATTACHED": 0,
    "SQLITE_LIMIT_EXPR_DEPTH": 200,
    "SQLITE_LIMIT_LIKE_PATTERN_LENGTH": 200,
    "SQLITE_LIMIT_FUNCTION_ARG": 64,
}


def harden(conn: sqlite3.Connection) -> None:
    """Leave a connection able to read its one register and nothing else."""
    conn.create_function("escape_fts", 1, _words, deterministic=True)
    for name, strip in {"trim": str.strip, "ltrim": str.lstrip, "rtrim": str.rstrip}.items():
        conn.create_function(name, 2, partial(_trimmed, strip), deterministic=True)
    _connect_virtual_tables(conn)
    conn.execute("PRAGMA query_only = 1")
    if hasattr(conn, "setlimit"):
        for name, limit in _LIMITS.items():
            conn.setlimit(getattr(sqlite3, name), limit)
    known = _TABLES | {row[0] for row in conn.execute("SELECT name FROM sqlite_master WHERE type IN ('table', 'view')")}
    conn.set_authorizer(lambda action, first, second, database, source: _verdict(known, action, first, second))


# SQLite looks at the clock between its steps only; what it does in one must not take long.
_LONGEST_WORDS, _MOST_TO_TRIM = 2_000, 100


def _words(typed: Any) -> str:
    """What somebody searches for, as the index of words is asked. Raises ValueError for what nobody types."""
    text = "" if typed is None else str(typed)
    if len(text) > _LONGEST_WORDS:
        raise ValueError("too long to search for")
    return query(text)


def _trimmed(strip: Callable[[str, str], str], text: Any, signs: Any) -> str | None:
    """SQLite's own looks for every sign in turn: many, in a long text, keep it for hours. Raises ValueError for more than anybody needs."""
    if text is None or signs is None:
        return None
    if len(str(signs)) > _MOST_TO_TRIM:
        raise ValueError("too many signs to trim")
    return strip(str(text), str(signs)) if signs != "" else str(text)


def _connect_virtual_tables(conn: sqlite3.Connection) -> None:
    """A virtual table must be met once before the authorizer stands, or its constructor fails."""
    for sql in (
        "SELECT 1 FROM json_each('[]')",
        "SELECT 1 FROM json_tree('[]')",
        "SELECT 1 FROM assets_search WHERE assets_search MATCH '\"\"'",
    ):
        with contextlib.suppress(sqlite3.OperationalError):
            conn.execute(sql).fetchall()


def _verdict(known: frozenset[str], action: int, first: str | None, second: str | None) -> int:
    if action in (sqlite3.SQLITE_SELECT, sqlite3.SQLITE_RECURSIVE):
        return sqlite3.SQLITE_OK
    if action == sqlite3.SQLITE_READ:
        # No column: the statement counts rows, of a table or of a common table expression that has no name of ours.
        return sqlite3.SQLITE_OK if first in known or second == "" else sqlite3.SQLITE_DENY
    if action == sqlite3.SQLITE_FUNCTION:
        return sqlite3.SQLITE_OK if (second or "").lower() in _FUNCTIONS else sqlite3.SQLITE_DENY
    if action == sqlite3.SQLITE_PRAGMA:
        return _pragma_verdict((first or "").lower(), second)
    return sqlite3.SQLITE_DENY


def _pragma_verdict(name: str, argument: str | None) -> int:
    # `PRAGMA schema_version = 1` writes; the others take the name of a table.
    asks = argument is None or name not in ("data_version", "schema_version")
    return sqlite3.SQLITE_OK if name in _PRAGMAS and asks else sqlite3.SQLITE_DENY


# -- addresses and scripts ---------------------------------------------------------------------------------------------------------

_LOCAL_NAMES = ("localhost", "ip6-localhost")


def is_loopback(host: str) -> bool:
    """Whether a host name or address is this machine's own, reachable from nowhere else."""
    bare = host.strip("[]").lower()
    with contextlib.suppress(ValueError):
        return ipaddress.ip_address(bare).is_loopback
    return bare in _LOCAL_NAMES


@cache
def content_security_policy() -> str:
    """A policy that lets Datasette's own pages work: scripts from here, and the inline ones of its templates by their hashes."""
    from importlib.resources import files

    templates = (files("datasette") / "templates").iterdir()
    texts = [
        text
        for template in templates
        for text in re.findall(r"<script>(.*?)</script>", template.read_text(encoding="utf-8"), re.S)
        if "{{" not in text
    ]
    texts += [f"DATASETTE_ALLOW_FACET = {value};" for value in ("true", "false")]
    hashes = " ".join(
        sorted({f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'" for text in texts})
    )
    return (
        f"default-src 'none'; script-src 'self' {hashes}; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )
