"""Who is asking?

Whoever asks stands in a context variable while their request is answered; where nobody stands there, nobody is asking, and nothing is shown.
Cookies are signed and hold no session: name, end, a fingerprint of the stored password, so that a new password voids them all, and a random part, so
that one can be voided alone, by who leaves.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
import os
import secrets
import time
from collections.abc import Mapping
from contextvars import ContextVar
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

from assets import auditors
from assets.auditors import Auditor, Book
from assets.errors import AssetsError, LedgerUnusable
from assets.language import N_
from assets.when import day_of, instant

COOKIE_HOURS = 8
_SHORTEST_SECRET = 32
_LONGEST_COOKIE = 1000


class Visitor(NamedTuple):
    """Somebody who may look. contracts: their numbers, None for every one; name: "" for whoever sits at this machine."""

    name: str
    contracts: frozenset[str] | None


LOCAL = Visitor("", None)
asking: ContextVar[Visitor | None] = ContextVar("asking", default=None)


def may_see(visitor: Visitor | None, contract: str | None) -> bool:
    """Whether a visitor may see a contract; nobody may see none."""
    return visitor is not None and contract is not None and (visitor.contracts is None or contract in visitor.contracts)


class Door:
    """The accounts of a ledger, as a server sees them: read again whenever the file has changed, closed to all when it cannot be read.

    secure: visitors come over TLS; proxy: the address of the one machine that brings them, "" when they come themselves.
    """

    def __init__(self, folder: Path, *, secure: bool = False, proxy: str = "", secret: str = "") -> None:
        self.secure = secure
        self.proxy = proxy
        self._folder = folder
        self._secret = secret or os.environ.get("ASSETS_AUDIT_SECRET", "")
        self._seen: tuple[Any, Book | None] = (None, None)
        self._left: dict[str, int] = {}
        if self._secret and len(self._secret) < _SHORTEST_SECRET:
            raise LedgerUnusable(
                N_("ASSETS_AUDIT_SECRET is too short to sign anything."), hint=N_("At least 32 random characters.")
            )

    @property
    def cookie(self) -> str:
        """The cookie's name. Browsers take `__Host-` over TLS alone; on this machine, without TLS, it does without prefix and Secure."""
        return "__Host-audit" if self.secure else "audit"

    def book(self) -> Book | None:
        """The accounts as they stand now; None when they cannot be read."""
        stamp = self._stamp()
        if stamp is None or stamp != self._seen[0]:
            try:
                self._seen = (stamp, auditors.read(self._folder) if stamp else None)
            except AssetsError:
                self._seen = (stamp, None)
        return self._seen[1]

    def _stamp(self) -> tuple[int, int, int] | None:
        try:
            told = auditors.path(self._folder).stat()
        except OSError:
            return None
        return told.st_mtime_ns, told.st_ino, told.st_size

    # -- who ----------------------------------------------------------------------------------------------------------

    def visitor(self, headers: Mapping[bytes, bytes]) -> Visitor | None:
        """Who asks, by a token or by a cookie; None for everybody else. A token that opens nothing is not made good by a cookie."""
        book = self.book()
        if book is None:
            return None
        if shown := headers.get(b"authorization"):
            scheme, _, token = shown.decode("latin-1").partition(" ")
            return _visitor(book, book.bearer(token.strip(), _today()) if scheme.lower() == "bearer" else "")
        return self._of_cookie(book, _cookies(headers.get(b"cookie", b"")).get(self.cookie, ""))

    def admitted(self, name: str, stored: str) -> Visitor | None:
        """The visitor who gave the right password for `stored`; None when the account is closed or has another one by now."""
        book = self.book()
        found = book.auditors.get(name) if book else None
        return _visitor(book, name) if book and found and found.password == stored else None

    def account(self, name: str) -> Auditor | None:
        """The account of a name as typed, open or not."""
        book = self.book()
        return book.auditors.get(auditors.folded(name)) if book else None

    def _of_cookie(self, book: Book, cookie: str) -> Visitor | None:
        payload, _, signature = cookie.partition(".")
        if (
            not payload
            or len(cookie) > _LONGEST_COOKIE
            or not hmac.compare_digest(self._signature(book, payload).encode(), signature.encode())
        ):
            return None
        name, until, fingerprint = _unpacked(payload)
        found = book.auditors.get(name)
        if found is None or time.time() >= until or not hmac.compare_digest(found.fingerprint, fingerprint):
            return None
        if payload in self._left:
            return None
        return _visitor(book, name)

    def leave(self, headers: Mapping[bytes, bytes]) -> None:
        """Void the cookie that somebody leaves with, if it holds, wherever else it may lie; until the view is started again."""
        cookie = _cookies(headers.get(b"cookie", b"")).get(self.cookie, "")
        book = self.book()
        if book and self._of_cookie(book, cookie):
            payload = cookie.partition(".")[0]
            now = time.time()
            self._left = {one: until for one, until in self._left.items() if until > now}
            self._left[payload] = _unpacked(payload)[1]

    def made_cookie(self, name: str) -> str:
        """A cookie for somebody who was let in."""
        book = self.book()
        assert book is not None
        until = int(time.time()) + COOKIE_HOURS * 3600
        told = json.dumps([name, until, book.auditors[name].fingerprint, secrets.token_hex(8)]).encode()
        payload = base64.urlsafe_b64encode(told).decode().rstrip("=")
        return f"{payload}.{self._signature(book, payload)}"

    def _signature(self, book: Book, payload: str) -> str:
        key = hashlib.sha256(f"audit cookie {self._secret or book.secret}".encode()).digest()
        return hmac.new(key, f"{self.cookie} {payload}".encode(), hashlib.sha256).hexdigest()


def _visitor(book: Book, name: str) -> Visitor | None:
    found = book.auditors.get(name)
    if found is None or not found.is_open(_today()):
        return None
    return Visitor(name, None if found.sees_all else frozenset(found.contracts))


def _unpacked(payload: str) -> tuple[str, int, str]:
    try:
        name, until, fingerprint, _random = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
        return str(name), int(until), str(fingerprint)
    except (ValueError, TypeError, binascii.Error):
        return "", 0, ""


def _cookies(header: bytes) -> dict[str, str]:
    pairs = (part.partition("=") for part in header.decode("latin-1").split(";"))
    return {name.strip(): value.strip() for name, _, value in pairs}


def _today() -> str:
    return day_of(instant(datetime.now(UTC)))
