"""Who gets a key to the audit view?"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer
from msgspec.structs import replace

from assets import auditors
from assets.auditors import Auditor, Book
from assets.edge import moment_of
from assets.errors import BadInput, NotFound, Unanswered
from assets.language import N_, _
from assets.ledger import Ledger
from cli import say
from cli.session import Json, day, existing, folder, needed, opened

Name = Annotated[str, typer.Argument(metavar="NAME", help=N_("The name of the account."))]
Contracts = Annotated[
    list[str] | None,
    typer.Option("--contract", "-c", metavar="CONTRACT", help=N_("A contract it may see; may be given several times.")),
]
All = Annotated[bool, typer.Option("--all", help=N_("It may see every contract: for the contractor's own manager."))]
Expires = Annotated[str, typer.Option("--expires", metavar="DATE", help=N_("The last day it holds."))]
PasswordFile = Annotated[
    str, typer.Option("--password-file", metavar="FILE|-", help=N_("Read the password from a file, or - from a pipe."))
]
Generate = Annotated[bool, typer.Option("--generate", help=N_("Make a password and show it once."))]


def auditor_add(
    name: Name,
    contract: Contracts = None,
    sees_all: All = False,
    expires: Expires = "",
    password_file: PasswordFile = "",
    generate: Generate = False,
    json: Json = False,
) -> None:
    """Give somebody an account for the audit view, for named contracts (clause 25); the password is asked for twice."""
    with opened() as ledger:
        known = auditors.must_be_a_name(name)
        scope = _scope(ledger, contract or [], sees_all)
        last = _last_day(expires)
        _must_be_new(auditors.read(folder()), known)
        password = _password(known, password_file, generate)
        fresh = Auditor(
            password=auditors.hashed(password), made_on=_today(), contracts=scope, sees_all=sees_all, expires=last
        )

        def added(book: Book) -> Book:
            _must_be_new(book, known)
            return book.having(known, fresh)

        _change(ledger, added)
    _tell(_("{name} may look now.").format(name=known), json, account=known, **_once(generate, password=password))


def auditor_list(json: Json = False) -> None:
    """List the accounts of the audit view with their contracts, and the tokens for scripts."""
    with opened():
        book = auditors.read(folder())
    rows = [_row(name, auditor) for name, auditor in sorted(book.auditors.items())]
    if json:
        say.as_json(rows)
        return
    columns = [_("Account"), _("Contracts"), _("Stands"), _("Last day"), _("Made on"), _("Tokens")]
    say.table(columns, [_shown(row) for row in rows])


def auditor_change(
    name: Name, contract: Contracts = None, sees_all: All = False, expires: Expires = "", json: Json = False
) -> None:
    """Change which contracts an account may see, or its last day; what is not named stays, and a disabled account opens again."""
    with opened() as ledger:
        scope = _scope(ledger, contract or [], sees_all) if contract or sees_all else None
        last = _last_day(expires)

        def changed(book: Book) -> Book:
            old = book.auditor(name)
            now = replace(old, disabled_on="", expires=last or old.expires)
            return book.having(name, replace(now, contracts=scope, sees_all=sees_all) if scope is not None else now)

        book = _change(ledger, changed)
    _tell(_("{name} is changed.").format(name=auditors.folded(name)), json, **_row(name, book.auditor(name)))


def auditor_disable(name: Name, json: Json = False) -> None:
    """Close an account: whoever is in with it is out at the next page, and its tokens open nothing."""
    with opened() as ledger:
        _change(ledger, lambda book: book.having(name, replace(book.auditor(name), disabled_on=_today())))
    _tell(_("{name} is closed.").format(name=auditors.folded(name)), json, account=auditors.folded(name))


def auditor_password(
    name: Name, password_file: PasswordFile = "", generate: Generate = False, json: Json = False
) -> None:
    """Set a new password; whoever is in with the old one is out at the next page."""
    with opened() as ledger:
        auditors.read(folder()).auditor(name)
        password = _password(name, password_file, generate)
        stored = auditors.hashed(password)
        _change(ledger, lambda book: book.having(name, replace(book.auditor(name), password=stored)))
    known = auditors.folded(name)
    _tell(_("{name} has a new password.").format(name=known), json, account=known, **_once(generate, password=password))


def auditor_token(
    name: Name,
    expires: Expires = "",
    revoke: Annotated[
        str, typer.Option("--revoke", metavar="ID", help=N_("Take the token of this id back, or all of them."))
    ] = "",
    json: Json = False,
) -> None:
    """Make a token with which a script may look, shown once; or take one back with --revoke."""
    with opened() as ledger:
        auditors.read(folder()).auditor(name)
        if revoke:
            _change(ledger, lambda book: book.having(name, _without(book.auditor(name), revoke)))
            _tell(_("The token is void."), json, account=auditors.folded(name), revoked=revoke)
            return
        last = _last_day(needed(expires, N_("The last day it holds?"), option="--expires"))
        made, kept = auditors.token(last, today=_today())

        def given(book: Book) -> Book:
            old = book.auditor(name)
            return book.having(name, replace(old, tokens=(*old.tokens, kept)))

        _change(ledger, given)
    done = _("Token {id}, until {day}. It is shown this once; send it as: Authorization: Bearer TOKEN")
    _tell(done.format(id=kept.id, day=last), json, account=auditors.folded(name), id=kept.id, expires=last, token=made)


# -- what was typed ---------------------------------------------------------------------------------------------------


def _scope(ledger: Ledger, contracts: list[str], sees_all: bool) -> tuple[str, ...]:
    if bool(contracts) == sees_all:
        raise BadInput(
            N_("Say which contracts the account may see."),
            hint=N_("--contract CONTRACT, several times if need be; or --all"),
        )
    return tuple(dict.fromkeys(ledger.contract(contract) for contract in contracts))


def _last_day(expires: str) -> str:
    last = day(expires)
    if last and last < _today():
        raise BadInput(N_("{day} is over."), hint=N_("--expires takes the last day on which it holds."), day=last)
    return last


def _must_be_new(book: Book, name: str) -> None:
    if name in book.auditors:
        raise BadInput(
            N_("There is an account {name} already."),
            hint=N_("assets auditor change {name} --contract CONTRACT"),
            name=name,
        )


def _password(name: str, file: str, generate: bool) -> str:
    """A password made, read, or asked for twice: never from the command line, where others could read it."""
    if generate:
        return auditors.generated()
    if file:
        return auditors.must_be_good(_first_line(file), name=name)
    if not sys.stdin.isatty():
        raise Unanswered(
            N_("The password is missing."), hint=N_("Add --password-file FILE, or - for a pipe, or --generate.")
        )
    typed = typer.prompt(_("Password (at least 12 characters)"), hide_input=True, confirmation_prompt=_("Once more"))
    return auditors.must_be_good(str(typed), name=name)


def _first_line(file: str) -> str:
    try:
        text = sys.stdin.read(4096) if file == "-" else existing(Path(file)).read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(N_("The file with the password cannot be read."), hint=N_("Text in UTF-8, one line.")) from error
    return text.partition("\n")[0].rstrip("\r")


def _without(auditor: Auditor, id: str) -> Auditor:
    kept = tuple(token for token in auditor.tokens if id not in (token.id, "all"))
    if len(kept) == len(auditor.tokens):
        raise NotFound(N_("The account has no token {id}."), hint=N_("assets auditor list"), id=id)
    return replace(auditor, tokens=kept)


def _today() -> str:
    return moment_of().today


# -- what is written, and said ----------------------------------------------------------------------------------------


def _change(ledger: Ledger, change: Callable[[Book], Book]) -> Book:
    """Read, change, write, while nobody else who changes the ledger can."""
    with ledger.journal.writing():
        book = change(auditors.read(folder()))
        auditors.write(folder(), book)
    return book


def _once(generate: bool, **shown: str) -> dict[str, str]:
    return shown if generate else {}


def _tell(done: str, json: bool, **facts: Any) -> None:
    """What was done; a secret among the facts stands on a line of its own, this once."""
    if json:
        say.as_json(facts)
        return
    say.good(say.plain(done))
    for name in ("password", "token"):
        if name in facts:
            say.line(facts[name])


def _row(name: str, auditor: Auditor) -> dict[str, Any]:
    tokens = [{"id": one.id, "made_on": one.made_on, "expires": one.expires} for one in auditor.tokens]
    stands = "disabled" if auditor.disabled_on else "open" if auditor.is_open(_today()) else "expired"
    return {
        "account": auditors.folded(name),
        "contracts": "*" if auditor.sees_all else list(auditor.contracts),
        "stands": stands,
        "expires": auditor.expires,
        "made_on": auditor.made_on,
        "disabled_on": auditor.disabled_on,
        "tokens": tokens,
    }


def _shown(row: dict[str, Any]) -> list[str]:
    words = {"disabled": _("closed"), "open": _("in use"), "expired": _("run out")}
    contracts = _("all") if row["contracts"] == "*" else ", ".join(row["contracts"])
    tokens = ", ".join(_("{id} until {day}").format(id=token["id"], day=token["expires"]) for token in row["tokens"])
    return [row["account"], contracts, words[row["stands"]], row["expires"], row["made_on"], tokens]
