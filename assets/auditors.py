"""Who may look?

The accounts of those who look at registers in the browser stand in `auditors.json` in the ledger's folder, for its owner's eyes only: names, contracts,
scrypt hashes of passwords, SHA-256 of tokens, and the secret that signs their cookies. The file is replaced as a whole or not at all.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
import unicodedata
from contextlib import suppress
from pathlib import Path

import msgspec

from assets.errors import BadInput, LedgerUnusable, NotFound
from assets.language import N_, Word

FILE = "auditors.json"
SHORTEST, LONGEST = 12, 200
_COST, _BLOCK, _LANES = 2**15, 8, 1
_FEWEST_DIFFERENT = 5
_LEGIBLE = "abcdefghjkmnpqrstuvwxyz23456789"
_MARK = "aud_"


class Token(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A token for scripts, of which only the SHA-256 is kept. expires: the last day it holds."""

    id: str
    sha256: str
    made_on: str
    expires: str


class Auditor(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An account. contracts: numbers; sees_all: every contract, for the contractor's own manager; expires: the last day it holds, "" for ever."""

    password: str
    made_on: str
    contracts: tuple[str, ...] = ()
    sees_all: bool = False
    expires: str = ""
    disabled_on: str = ""
    tokens: tuple[Token, ...] = ()

    def is_open(self, today: str) -> bool:
        """Whether somebody may still come in with it."""
        return not self.disabled_on and (not self.expires or today <= self.expires)

    @property
    def fingerprint(self) -> str:
        """What changes with the password: a cookie made before is void."""
        return hashlib.sha256(self.password.encode()).hexdigest()[:16]


class Book(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All accounts by name. secret: what signs the cookies, made once."""

    secret: str
    auditors: dict[str, Auditor]
    v: int = 1

    def auditor(self, name: str) -> Auditor:
        """The account of this name. Raises NotFound."""
        found = self.auditors.get(folded(name))
        if found is None:
            raise NotFound(N_("There is no account {name}."), hint=N_("assets auditor list"), name=name)
        return found

    def having(self, name: str, auditor: Auditor) -> Book:
        """The book with this account as it is now."""
        return msgspec.structs.replace(self, auditors={**self.auditors, folded(name): auditor})

    def bearer(self, token: str, today: str) -> str:
        """The name of the account that a token opens today; "" when it opens none."""
        digest = _digest(token)
        for name, auditor in self.auditors.items():
            for one in auditor.tokens:
                if hmac.compare_digest(one.sha256, digest) and today <= one.expires and auditor.is_open(today):
                    return name
        return ""


def folded(name: str) -> str:
    """A name as it is compared: whatever width or case it was typed in."""
    return unicodedata.normalize("NFKC", name).casefold().strip()


def must_be_a_name(name: str) -> str:
    """The name of an account: letters, digits and . _ - @, forty at most. Raises BadInput."""
    found = folded(name)
    if not found or len(found) > 40 or not all(sign.isalnum() or sign in "._-@" for sign in found):
        raise BadInput(
            N_("{name} cannot be the name of an account."), hint=N_("Letters, digits and . _ - @"), name=name
        )
    return found


# -- passwords and tokens ---------------------------------------------------------------------------------------------


def must_be_good(password: str, *, name: str) -> str:
    """A password that is long enough and not one sign over and over; no other rules. Raises BadInput, which does not repeat it."""
    known = _typed(password)
    if not SHORTEST <= len(known) <= LONGEST:
        raise BadInput(
            N_("A password has {shortest} to {longest} characters."),
            hint=N_("Several words in a row are easy to remember; --generate makes one."),
            shortest=SHORTEST,
            longest=LONGEST,
        )
    if len(set(known)) < _FEWEST_DIFFERENT or folded(name) == known.casefold():
        raise BadInput(N_("This password is too easy to guess."), hint=N_("--generate makes one."))
    return known


def generated() -> str:
    """A password that can be read out: five groups of four signs, 99 bits."""
    return "-".join("".join(secrets.choice(_LEGIBLE) for _ in range(4)) for _ in range(5))


def hashed(password: str, *, salt: bytes = b"") -> str:
    """What is stored of a password: the parameters of scrypt, a random salt, the hash."""
    salt = salt or secrets.token_bytes(16)
    return f"scrypt:{_COST}:{_BLOCK}:{_LANES}:{salt.hex()}:{_scrypt(password, salt, _COST, _BLOCK, _LANES).hex()}"


def is_right(password: str, stored: str) -> bool:
    """Whether it is the password of which `stored` was kept; takes the same time when it is not."""
    _name, cost, block, lanes, salt, kept = stored.split(":")
    found = _scrypt(password, bytes.fromhex(salt), int(cost), int(block), int(lanes))
    return hmac.compare_digest(found, bytes.fromhex(kept))


# Compared with for a name nobody has: the same work, and never right.
NOBODYS = f"scrypt:{_COST}:{_BLOCK}:{_LANES}:{'00' * 16}:{'00' * 32}"


def token(expires: str, *, today: str) -> tuple[str, Token]:
    """A new token, to be shown once, and what is kept of it: 256 random bits, of which the SHA-256 is enough."""
    made = _MARK + secrets.token_urlsafe(32)
    return made, Token(id=secrets.token_hex(3), sha256=_digest(made), made_on=today, expires=expires)


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _typed(password: str) -> str:
    """A password whatever input method it was typed with."""
    return unicodedata.normalize("NFKC", password)


def _scrypt(password: str, salt: bytes, cost: int, block: int, lanes: int) -> bytes:
    known = _typed(password)[: 2 * LONGEST].encode()
    return hashlib.scrypt(known, salt=salt, n=cost, r=block, p=lanes, maxmem=256 * cost * block, dklen=32)


# -- the file ---------------------------------------------------------------------------------------------------------


def path(folder: Path) -> Path:
    """Where the accounts of a ledger stand."""
    return folder / FILE


def read(folder: Path) -> Book:
    """The accounts of a ledger; none, with a new secret, when there is no file. Raises LedgerUnusable when it cannot be read."""
    file = path(folder)
    try:
        return msgspec.json.decode(file.read_bytes(), type=Book)
    except FileNotFoundError:
        return Book(secret=secrets.token_hex(32), auditors={})
    except (OSError, msgspec.MsgspecError) as error:
        why = error.strerror if isinstance(error, OSError) else Word(N_("it is not what this program wrote"))
        raise LedgerUnusable(N_("The accounts {path} cannot be read: {why}"), path=file, why=why) from error


def write(folder: Path, book: Book) -> None:
    """Put the accounts on disk, as readable as they were: 0600 at first, what their owner made of it later. Raises LedgerUnusable."""
    file = path(folder)
    draft = file.with_suffix(".new")
    try:
        draft.unlink(missing_ok=True)
        with os.fdopen(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as out:
            out.write(msgspec.json.format(msgspec.json.encode(book), indent=1) + b"\n")
            out.flush()
            os.fsync(out.fileno())
        _as_readable_as(file, draft)
        draft.replace(file)
        _settle(folder)
    except OSError as error:
        with suppress(OSError):
            draft.unlink(missing_ok=True)
        raise LedgerUnusable(
            N_("The accounts {path} cannot be written: {why}"), path=file, why=error.strerror
        ) from error


def _as_readable_as(file: Path, draft: Path) -> None:
    """A group that may read the accounts, for a view under another user, still may."""
    if os.name != "posix" or not file.exists():
        return
    before = file.stat()
    with suppress(PermissionError):  # in a folder that hands its group on, the draft has it already
        os.chown(draft, before.st_uid, before.st_gid)
    if draft.stat().st_gid == before.st_gid:
        draft.chmod(before.st_mode & 0o640)


def _settle(folder: Path) -> None:
    if os.name != "posix":
        return
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
