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
from collections.abc import Awaitable, Callable, MutableMapping
from functools import cache
from typing import Any

from assets.search import query
from datasette_plugins.texts import asked, choose, speaking, without

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
App = Callable[[Scope, Callable[[], Awaitable[Message]], Callable[[Message], Awaitable[None]]], Awaitable[None]]

# -- who may see what -------------------------------------------------------------------------------------------------


def is_allowed(datasette: Any, action: str, resource: Any) -> bool:
    """Whether the person at this machine may do `action`: look at registers and ask them, nothing else."""
    if not getattr(datasette, "is_local", False):
        return False
    database, name = resource if isinstance(resource, tuple) else (resource, None)
    if action == "view-instance":
        return True
    if database not in datasette.registers:
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
    "SQLITE_LIMIT_LENGTH": 4_000_000,
    "SQLITE_LIMIT_SQL_LENGTH": 50_000,
    "SQLITE_LIMIT_COMPOUND_SELECT": 20,
    "SQLITE_LIMIT_ATTACHED": 0,
    "SQLITE_LIMIT_EXPR_DEPTH": 200,
    "SQLITE_LIMIT_LIKE_PATTERN_LENGTH": 500,
    "SQLITE_LIMIT_FUNCTION_ARG": 64,
}


def harden(conn: sqlite3.Connection) -> None:
    """Leave a connection able to read its one register and nothing else."""
    conn.create_function("escape_fts", 1, query, deterministic=True)
    _connect_virtual_tables(conn)
    conn.execute("PRAGMA query_only = 1")
    if hasattr(conn, "setlimit"):
        for name, limit in _LIMITS.items():
            conn.setlimit(getattr(sqlite3, name), limit)
    known = _TABLES | {row[0] for row in conn.execute("SELECT name FROM sqlite_master WHERE type IN ('table', 'view')")}
    conn.set_authorizer(lambda action, first, second, database, source: _verdict(known, action, first, second))


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


# -- requests ---------------------------------------------------------------------------------------------------------

_LOCAL_NAMES = ("localhost", "ip6-localhost")
_FIXED = {
    b"x-content-type-options": b"nosniff",
    b"x-frame-options": b"DENY",
    b"referrer-policy": b"no-referrer",
    b"cross-origin-opener-policy": b"same-origin",
    b"cross-origin-resource-policy": b"same-origin",
    b"x-robots-tag": b"noindex",
}


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


def guarded(datasette: Any, app: App) -> App:
    """`app` for readers at this machine alone: GET and HEAD, headers that keep the page to itself, the reader's language."""

    async def answer(
        scope: Scope, receive: Callable[[], Awaitable[Message]], send: Callable[[Message], Awaitable[None]]
    ) -> None:
        if scope["type"] != "http":
            await app(scope, receive, send)
            return
        headers = dict(scope["headers"])
        if scope["method"] not in ("GET", "HEAD"):
            await _say(send, 405, b"Method not allowed")
        elif not _is_for_us(headers.get(b"host", b"").decode("latin-1")):
            await _say(send, 421, b"Misdirected request")
        else:
            language, query = asked(scope["query_string"]), without(scope["query_string"])
            speaking.set(choose(scope["query_string"], headers))
            plain = {**scope, "query_string": query}
            await app(plain, receive, lambda message: send(_with_headers(message, scope["path"], language)))

    return answer


def _is_for_us(host: str) -> bool:
    """A page elsewhere may point its own name at 127.0.0.1 (DNS rebinding); its name is not ours."""
    name, _, port = host.rpartition(":")
    return is_loopback(name if name and port.isdigit() else host)


async def _say(send: Callable[[Message], Awaitable[None]], status: int, body: bytes) -> None:
    await send(
        _with_headers(
            {
                "type": "http.response.start",
                "status": status,
                "headers": [(b"content-type", b"text/plain; charset=utf-8")],
            },
            "/",
        )
    )
    await send({"type": "http.response.body", "body": body})


def _with_headers(message: Message, path: str, language: str = "") -> Message:
    if message["type"] != "http.response.start":
        return message
    ours = {**_FIXED, b"content-security-policy": content_security_policy().encode()}
    if not path.startswith(("/-/static/", "/-/static-plugins/")):
        ours |= {b"cache-control": b"private, no-store", b"content-language": speaking.get().encode()}
    kept = [
        (key, _stay_here(value) if key.lower() == b"location" else value)
        for key, value in message["headers"]
        if key.lower() not in ours
    ]
    if language:
        kept.append((b"set-cookie", f"lang={language}; Path=/; Max-Age=31536000; SameSite=Strict; HttpOnly".encode()))
    return {**message, "headers": [*kept, *ours.items()]}


def _stay_here(location: bytes) -> bytes:
    r"""`//example.com` and `/\example.com` lead elsewhere in a browser."""
    return b"/" + location.lstrip(b"/\\") if location[:1] in (b"/", b"\\") else location
