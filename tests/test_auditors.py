"""Does only somebody with an account get in, for as long as it holds?"""

from __future__ import annotations

import asyncio
import json
import logging
import os
import re
import stat
import threading
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import datasette.app  # noqa: F401  before any module of ours that uses it: its plugins load once
import msgspec
import pytest

from assets import auditors
from assets.auditors import Auditor, Book
from assets.errors import BadInput, LedgerUnusable
from datasette_plugins import door as doors
from datasette_plugins import front, logbook, login, server
from datasette_plugins.attempts import Attempts
from datasette_plugins.door import Door
from tests.conftest import Answer
from tests.terminal import Terminal
from tests.test_audit_view import A, make_ledger

Run = Callable[..., Answer]
PASSWORD = "ばら色の 象は 鼻が長い"
SECRET = "s" * 64


def account(**more: Any) -> Auditor:
    """An open account for contract A with PASSWORD."""
    return Auditor(**{"password": STORED, "made_on": "2026-01-01", "contracts": (A,), **more})


STORED = auditors.hashed(PASSWORD)


@pytest.fixture(scope="module")
def registers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    return make_ledger(tmp_path_factory.mktemp("ledger") / "ledger")


@pytest.fixture(scope="module")
def a(registers: dict[str, Path]) -> str:
    return next(iter(registers))


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """A folder with one account: kansa."""
    auditors.write(tmp_path, Book(secret=SECRET, auditors={"kansa": account()}))
    return tmp_path


@pytest.fixture
async def view(registers: dict[str, Path], book: Path) -> AsyncIterator[Any]:
    built = server.build(registers, door=Door(book))
    yield built
    server.close(built)


@pytest.fixture
async def safe(registers: dict[str, Path], book: Path) -> AsyncIterator[Any]:
    """The view as it stands behind a proxy, over TLS."""
    built = server.build(registers, door=Door(book, secure=True, proxy="127.0.0.1"))
    yield built
    server.close(built)


def change(folder: Path, **more: Any) -> None:
    """Change the account as the manager does."""
    kept = auditors.read(folder)
    auditors.write(folder, kept.having("kansa", msgspec.structs.replace(kept.auditors["kansa"], **more)))


async def post(view: Any, name: str = "kansa", password: str = PASSWORD, *, goal: str = "/", **headers: str) -> Any:
    """Fill in the form."""
    asked = {"origin": "http://localhost", **headers}
    form = {"name": name, "password": password, "next": goal}
    return await view.client.post("/-/login", data=form, headers=asked)


async def come_in(view: Any, **headers: str) -> dict[str, str]:
    """The cookie of somebody who signed in."""
    name, _, value = (await post(view, **headers)).headers["set-cookie"].partition(";")[0].partition("=")
    return {name: value}


async def get(view: Any, path: str, cookies: dict[str, str] | None = None, **headers: str) -> Any:
    """A page, as somebody with these cookies."""
    cookie = "; ".join(f"{name}={value}" for name, value in (cookies or {}).items())
    return await view.client.get(path, headers={**({"cookie": cookie} if cookie else {}), **headers})


# -- accounts, typed --------------------------------------------------------------------------------------------------


def test_an_account_is_made_listed_changed_and_closed(run: Run, sample_folder: Path) -> None:
    """A password made for it is shown once; what is stored is neither password nor token; each step shows in the list."""
    made = json.loads(run("auditor", "add", "Kansa-1", "--contract", "R7012", "--generate", "--json").out)
    token = json.loads(run("auditor", "token", "kansa-1", "--expires", "2099-03-31", "--json").out)
    stored = auditors.path(sample_folder).read_text(encoding="utf-8")
    listed = json.loads(run("auditor", "list", "--json").out)

    assert [("kansa-1", ["R7-国保-012"], "open", "")] == [
        (row["account"], row["contracts"], row["stands"], row["expires"]) for row in listed
    ]
    assert [token["id"]] == [one["id"] for one in listed[0]["tokens"]]
    assert made["password"] not in stored and token["token"] not in stored
    assert auditors.is_right(made["password"], auditors.read(sample_folder).auditors["kansa-1"].password)
    assert "kansa-1" == auditors.read(sample_folder).bearer(token["token"], "2099-03-31")
    assert "" == auditors.read(sample_folder).bearer(token["token"], "2099-04-01")
    for line, stands in (
        (("disable", "kansa-1"), "disabled"),
        (("change", "kansa-1", "--all"), "open"),
        (("token", "kansa-1", "--revoke", token["id"]), "open"),
    ):
        assert 0 == run("auditor", *line).code
        assert stands == json.loads(run("auditor", "list", "--json").out)[0]["stands"]
    now = auditors.read(sample_folder).auditors["kansa-1"]
    assert (True, (), ()) == (now.sees_all, now.contracts, now.tokens)
    assert 4 == run("auditor", "token", "kansa-1", "--revoke", token["id"]).code


def test_a_password_comes_from_a_file_or_a_pipe(run: Run, sample_folder: Path, tmp_path: Path) -> None:
    """Its first line, whatever the line end; it is never repeated on the screen."""
    (tmp_path / "password").write_bytes(f"\ufeff{PASSWORD}\r\n".encode())
    first = run("auditor", "add", "one", "--all", "--password-file", tmp_path / "password")
    second = run("auditor", "add", "two", "--all", "--password-file", "-", stdin=f"{PASSWORD}\n")

    assert (0, 0) == (first.code, second.code)
    assert PASSWORD not in first.out + first.err + second.out + second.err
    assert all(auditors.is_right(PASSWORD, one.password) for one in auditors.read(sample_folder).auditors.values())


@pytest.mark.parametrize(
    ("line", "stdin", "code", "words"),
    [
        (("add", "x", "--contract", "R7012"), "", 2, "--password-file"),
        (("add", "x", "--contract", "R7012", "--password-file", "-"), "short", 5, "12 to 200"),
        (("add", "x", "--contract", "R7012", "--password-file", "-"), "", 5, "12 to 200"),
        (("add", "x", "--contract", "R7012", "--password-file", "-"), "a" * 201, 5, "12 to 200"),
        (("add", "x", "--contract", "R7012", "--password-file", "-"), "aaaaaaaabbbb", 5, "easy to guess"),
        (("add", "x-long-name-1", "--contract", "R7012", "--password-file", "-"), "X-LONG-NAME-1", 5, "easy to guess"),
        (("add", "x", "--contract", "R7012", "--password-file", "nowhere"), "", 5, "There is no file"),
        (("add", "x", "--generate"), "", 5, "which contracts"),
        (("add", "x", "--generate", "--all", "--contract", "R7012"), "", 5, "which contracts"),
        (("add", "x", "--contract", "R9", "--generate"), "", 4, "no contract R9"),
        (("add", "a b", "--contract", "R7012", "--generate"), "", 5, "name of an account"),
        (("add", "x" * 41, "--contract", "R7012", "--generate"), "", 5, "name of an account"),
        (("add", "x", "--contract", "R7012", "--generate", "--expires", "2020-01-01"), "", 5, "is over"),
        (("password", "nobody", "--generate"), "", 4, "no account nobody"),
        (("disable", "nobody"), "", 4, "no account nobody"),
        (("change", "nobody", "--all"), "", 4, "no account nobody"),
        (("token", "nobody", "--expires", "2099-01-01"), "", 4, "no account nobody"),
    ],
)
def test_what_cannot_be_an_account_is_refused(
    run: Run, sample_folder: Path, line: tuple[str, ...], stdin: str, code: int, words: str
) -> None:
    """One sentence, nothing written."""
    answer = run("auditor", *line, stdin=stdin)

    assert (code, True) == (answer.code, words in answer.err), answer
    assert not auditors.path(sample_folder).exists()


def test_a_name_is_given_once(run: Run, sample_folder: Path) -> None:
    """In whatever width or case; the account that stands keeps its password; a token needs an end."""
    assert 0 == run("auditor", "add", "kansa", "--all", "--generate").code
    before = auditors.path(sample_folder).read_bytes()

    assert 5 == run("auditor", "add", "ＫＡＮＳＡ", "--all", "--generate").code
    assert 2 == run("auditor", "token", "kansa").code
    assert before == auditors.path(sample_folder).read_bytes()


def test_a_terminal_asks_twice_and_shows_nothing(sample_folder: Path) -> None:
    """What is typed does not stand on the screen; two that differ are asked for again."""
    typed = ["--ledger", str(sample_folder), "--lang", "en", "auditor", "add", "kansa", "--all"]
    seen = ""
    with Terminal(typed) as terminal:
        for prompt, answer in (
            ("Password (at least", "one two three four"),
            ("Once more", "one two three five"),
            ("do not match", "one two three four"),
            ("Once more", "one two three four"),
        ):
            terminal.until(prompt)
            terminal.quiet()
            seen += terminal.shown()
            terminal.resize(24, 80)  # an empty screen: the next prompt is the next one
            terminal.type(answer)
        terminal.until("may look now")
        seen += terminal.shown()

    assert "three" not in seen
    assert auditors.is_right("one two three four", auditors.read(sample_folder).auditors["kansa"].password)


# -- the file ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("may_give_away", [True, False])
def test_the_file_is_its_owners_alone(book: Path, monkeypatch: pytest.MonkeyPatch, may_give_away: bool) -> None:
    """0600 from the first byte on; a group that was let in stays in, also when the folder hands it on; others never."""
    file = auditors.path(book)
    first = stat.S_IMODE(file.stat().st_mode)
    file.chmod(0o644)

    def not_yours(*_: Any) -> None:
        raise PermissionError

    if not may_give_away:
        monkeypatch.setattr(os, "chown", not_yours)
    change(book, expires="2099-01-01")

    assert (0o600, 0o640) == (first, stat.S_IMODE(file.stat().st_mode))
    assert ["auditors.json"] == [path.name for path in book.iterdir() if path.suffix in (".json", ".new")]


@pytest.mark.parametrize("fails", ["fsync", "fdopen", "replace"])
def test_the_file_is_replaced_whole_or_not_at_all(book: Path, monkeypatch: pytest.MonkeyPatch, fails: str) -> None:
    """A disk that fails half way leaves the old accounts, and no draft."""
    before = auditors.path(book).read_bytes()

    def full(*_: Any, **__: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path if fails == "replace" else os, fails, full)
    with pytest.raises(LedgerUnusable):
        change(book, disabled_on="2026-01-01")
    monkeypatch.undo()

    assert before == auditors.path(book).read_bytes()
    assert [] == list(book.glob("*.new"))


def test_two_managers_at_once_lose_nothing(sample_folder: Path) -> None:
    """Accounts made in several processes at the same moment are all there."""
    import subprocess
    import sys

    line = "import sys; from cli.main import run; sys.exit(run(sys.argv[1:]))"
    lines = [
        [
            sys.executable,
            "-c",
            line,
            "--ledger",
            str(sample_folder),
            "auditor",
            "add",
            f"n{number}",
            "--all",
            "--generate",
        ]
        for number in range(4)
    ]
    root = Path(__file__).parents[1]
    children = [subprocess.Popen(one, cwd=root, stdout=subprocess.DEVNULL) for one in lines]

    assert [0] * 4 == [child.wait(60) for child in children]
    assert {"n0", "n1", "n2", "n3"} == set(auditors.read(sample_folder).auditors)


@pytest.mark.parametrize("content", ["", "{}", "nonsense", '{"secret": "x", "auditors": {"a": {"password": 1}}}'])
async def test_accounts_that_cannot_be_read_let_nobody_in(view: Any, a: str, book: Path, content: str) -> None:
    """Whoever was in is out while the file is broken, or gone, and in again when it is back."""
    cookies = await come_in(view)
    kept = auditors.path(book).read_text(encoding="utf-8")
    seen = [(await get(view, f"/{a}", cookies)).status_code]
    auditors.path(book).write_text(content)
    seen += [(await get(view, f"/{a}", cookies)).status_code, (await post(view)).status_code]
    auditors.path(book).unlink()
    seen += [(await get(view, f"/{a}", cookies)).status_code, (await post(view)).status_code]
    auditors.path(book).write_text(kept)
    seen += [(await get(view, f"/{a}", cookies)).status_code]

    assert [200, 303, 401, 303, 401, 200] == seen


# -- coming in --------------------------------------------------------------------------------------------------------


async def test_the_right_password_opens_ones_own_contracts(view: Any, a: str, registers: dict[str, Path]) -> None:
    """The form leads on to where one wanted to go; the cookie opens A and not B; the page says who one is, and how to leave."""
    wanted = await get(view, f"/{a}/assets?_search=国保")
    form = await get(view, wanted.headers["location"])
    answer = await post(view, goal=f"/{a}/assets?_search=x")
    cookies = await come_in(view)
    page = await get(view, f"/{a}", cookies)

    assert (303, f"/{a}/assets?_search=x") == (answer.status_code, answer.headers["location"])
    assert 'action="/-/login' in form.text and f'value="/{a}/assets?_search=' in form.text
    assert [200, 404] == [(await get(view, f"/{name}", cookies)).status_code for name in registers]
    assert "<bdi>kansa</bdi>" in page.text and 'action="/-/logout"' in page.text
    assert "ローカル閲覧" not in page.text


@pytest.mark.parametrize(("name", "password"), [("ＫＡＮＳＡ", PASSWORD), (" Kansa ", PASSWORD.replace("象", "象"))])
async def test_whatever_input_method_it_was_typed_with(view: Any, name: str, password: str) -> None:
    """Full width or half, capital or small, the account is the same; so is the password but for its case."""
    assert 303 == (await post(view, name, password)).status_code
    assert 401 == (await post(view, name, password + "x")).status_code


async def test_the_cookie_is_kept_close(view: Any, safe: Any) -> None:
    """HttpOnly, SameSite=Strict, eight hours, for all paths; over TLS Secure and bound to this host by its name."""
    plain, secure = (await post(view)), (await post(safe, origin="https://localhost"))
    for answer, start in ((plain, "audit="), (secure, "__Host-audit=")):
        cookie = answer.headers["set-cookie"]

        assert cookie.startswith(start)
        assert {"HttpOnly", "SameSite=strict", "Max-Age=28800", "Path=/"} <= set(cookie.split("; "))
        assert (start == "__Host-audit=") == ("Secure" in cookie)
        assert "Domain" not in cookie
    beyond = await safe.client.get("/-/login", headers={"host": "audit.example"})
    assert "max-age=31536000" == beyond.headers["strict-transport-security"]


async def test_a_forged_old_or_borrowed_cookie_is_none(
    view: Any, a: str, book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every byte of it counts, and so does the hour; another ledger's secret signs nothing here."""
    (name, value), *_ = (await come_in(view)).items()
    other = Door(book, secret="t" * 64).made_cookie("kansa")
    broken = [
        value[:place] + ("A" if value[place] != "A" else "B") + value[place + 1 :] for place in range(0, len(value), 7)
    ]
    for wrong in (*broken, other, "", ".", value.partition(".")[0], value + "0", "x" * 5000, "=.=", "W10.0"):
        assert 303 == (await get(view, f"/{a}", {name: wrong})).status_code, wrong
    monkeypatch.setattr(doors.time, "time", lambda: 8 * 3600 + 1 + _now())

    assert 303 == (await get(view, f"/{a}", {name: value})).status_code


def _now() -> float:
    from datetime import UTC, datetime

    return datetime.now(UTC).timestamp()


@pytest.mark.parametrize(
    ("changed", "status"),
    [
        ({"password": auditors.hashed("another one, quite long")}, 303),
        ({"disabled_on": "2026-01-01"}, 303),
        ({"expires": "2026-01-01"}, 303),
        ({"contracts": ()}, 404),
        ({"expires": "2099-01-01"}, 200),
    ],
)
async def test_what_changes_the_account_changes_who_is_in(
    view: Any, a: str, book: Path, changed: dict[str, Any], status: int
) -> None:
    """A new password, a closed account, a day that is over, a contract taken away: at the next page, for cookie and token."""
    made, kept = auditors.token("2099-01-01", today="2026-01-01")
    change(book, tokens=(kept,))
    cookies = await come_in(view)
    before = (await get(view, f"/{a}", cookies)).status_code
    change(book, **changed)
    by_token = (await get(view, f"/{a}.json", authorization=f"Bearer {made}")).status_code

    assert (200, status) == (before, (await get(view, f"/{a}", cookies)).status_code)
    assert {303: 401, 404: 404, 200: 200}[200 if "password" in changed else status] == by_token


async def test_a_token_opens_and_nothing_else_does(view: Any, a: str, book: Path) -> None:
    """Until its last day, until it is revoked; a wrong one is not made good by a cookie; Basic is no way in."""
    made, kept = auditors.token("2099-01-01", today="2026-01-01")
    over, old = auditors.token("2026-01-01", today="2025-01-01")
    change(book, tokens=(kept, old))
    cookies = await come_in(view)
    asked = {
        f"Bearer {made}": 200,
        f"bearer {made}": 200,
        f"Bearer {over}": 401,
        f"Bearer {made}x": 401,
        f"Bearer {kept.sha256}": 401,
        "Bearer ": 401,
        "Bearer": 401,
        f"Basic {made}": 401,
        made: 401,
    }

    assert asked == {
        shown: (await get(view, f"/{a}.json", cookies, authorization=shown)).status_code for shown in asked
    }
    change(book, tokens=())
    assert 401 == (await get(view, f"/{a}.json", authorization=f"Bearer {made}")).status_code


async def test_a_secret_from_the_environment_signs(
    registers: dict[str, Path], book: Path, a: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It outlives a restart, and voids every cookie when it is changed; a short one is refused."""
    seen = []
    cookies: dict[str, str] = {}
    for secret in ("x" * 40, "x" * 40, "y" * 40):
        monkeypatch.setenv("ASSETS_AUDIT_SECRET", secret)
        built = server.build(registers, door=Door(book))
        cookies = cookies or await come_in(built)
        seen.append((await get(built, f"/{a}", cookies)).status_code)
        server.close(built)

    assert [200, 200, 303] == seen
    monkeypatch.setenv("ASSETS_AUDIT_SECRET", "short")
    with pytest.raises(LedgerUnusable):
        Door(book)


async def test_leaving_takes_the_cookie_away(view: Any) -> None:
    """By post from our own page; a link cannot sign anybody out."""
    answer = await view.client.post("/-/logout", headers={"origin": "http://localhost"})

    assert (303, "/-/login") == (answer.status_code, answer.headers["location"])
    assert "Max-Age=0" in answer.headers["set-cookie"]
    assert 303 == (await get(view, "/-/logout")).status_code
    assert 404 == (await get(view, "/-/logout", await come_in(view))).status_code


async def test_who_left_is_out_wherever_the_cookie_lies(view: Any, a: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A cookie kept elsewhere opens nothing after its owner has left; another one of theirs still does, and what is remembered ends with it."""
    kept, other = await come_in(view), await come_in(view)
    cookie = "; ".join(f"{name}={value}" for name, value in kept.items())
    await view.client.post("/-/logout", headers={"origin": "http://localhost", "cookie": cookie})
    seen = [(await get(view, f"/{a}", cookies)).status_code for cookies in (kept, other, await come_in(view))]
    await view.client.post("/-/logout", headers={"origin": "http://localhost", "cookie": "audit=W10.forged"})

    assert ([303, 200, 200], 1) == (seen, len(view.door._left))
    later = doors.time.time() + 9 * 3600
    monkeypatch.setattr(doors.time, "time", lambda: later)
    cookie = "; ".join(f"{name}={value}" for name, value in (await come_in(view)).items())
    await view.client.post("/-/logout", headers={"origin": "http://localhost", "cookie": cookie})
    assert 1 == len(view.door._left)


@pytest.mark.parametrize(
    "origin",
    ["https://evil.example", "null", "http://localhost:1", "https://localhost", "http://localhost.evil.example", ""],
)
@pytest.mark.parametrize("page", ["/-/login", "/-/logout"])
async def test_a_form_elsewhere_cannot_post_here(view: Any, origin: str, page: str) -> None:
    """Whatever it says; nothing is looked at, no cookie is set."""
    answer = await view.client.post(page, data={"name": "kansa", "password": PASSWORD}, headers={"origin": origin})

    assert (403, None) == (answer.status_code, answer.headers.get("set-cookie"))


@pytest.mark.parametrize(
    "goal",
    [
        "//evil.example",
        "/\\evil.example",
        "https://evil.example",
        "evil",
        "",
        "/a\r\nSet-Cookie: x=1",
        "javascript:1",
        "/" + "x" * 5000,
    ],
)
async def test_the_form_leads_nowhere_else(view: Any, goal: str) -> None:
    """Where one wanted to go is on this server, or it is the first page."""
    answer = await post(view, goal=goal)

    assert (303, "/", None) == (answer.status_code, answer.headers["location"], answer.headers.get("x"))


async def test_the_form_speaks_both_languages_and_needs_no_script(view: Any) -> None:
    """Labels belong to their fields, a mistake is announced, the password is never sent back."""
    for language, words in (("ja", "パスワード"), ("en", "Password")):
        text = (await get(view, f"/-/login?lang={language}")).text
        wrong = await view.client.post(
            f"/-/login?lang={language}",
            data={"name": "kansa", "password": "not the one"},
            headers={"origin": "http://localhost"},
        )

        assert f'<html lang="{language}">' in text and words in text
        assert (
            "same-origin" == wrong.headers["referrer-policy"]
        )  # with `no-referrer` a browser would post `Origin: null`
        assert "<script" not in text and 'for="name"' in text and 'for="password"' in text
        assert 'role="alert"' in wrong.text and "not the one" not in wrong.text and 'value="kansa"' in wrong.text


# -- guessing ---------------------------------------------------------------------------------------------------------


async def test_a_name_nobody_has_answers_like_one_somebody_has(
    view: Any, book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same bytes, and one hash each, for a wrong password, an unknown name, a closed account and one that is over."""
    kept = (
        auditors.read(book)
        .having("over", account(expires="2026-01-01"))
        .having("shut", account(disabled_on="2026-01-01"))
    )
    auditors.write(book, kept)
    costs = []
    original = auditors.is_right
    monkeypatch.setattr(
        auditors,
        "is_right",
        lambda password, stored: costs.append(stored.split(":")[1:4]) or original(password, stored),
    )
    answers = {
        (answer.status_code, answer.text.replace(f'value="{name}"', "").replace(name, ""))
        for name, password in (("kansa", "wrong"), ("nobody", PASSWORD), ("shut", PASSWORD), ("over", PASSWORD))
        for answer in [await post(view, name, password)]
    }

    assert 1 == len(answers)
    assert [["32768", "8", "1"]] * 4 == costs


@pytest.mark.parametrize("name", ["kansa", "nobody"])
async def test_five_wrong_ones_close_a_name_for_a_while(view: Any, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """The sixth is not even looked at, though it be right, and whether anybody has the name or not; later it is."""
    hours = [0.0]
    view.porter.attempts = Attempts(clock=lambda: hours[0])
    looked = []
    original = auditors.is_right
    monkeypatch.setattr(auditors, "is_right", lambda password, stored: looked.append(1) or original(password, stored))
    seen = [(await post(view, name, "wrong")).status_code for _ in range(5)] + [(await post(view, name)).status_code]
    hours[0] = 15 * 60 + 1

    assert [401] * 5 + [429] == seen
    assert 5 == len(looked)
    assert (303 if name == "kansa" else 401) == (await post(view, name)).status_code


async def test_forty_at_once_are_forty_in_a_row(view: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Attempts are counted before the password is looked at: side by side no more pass than one after the other."""
    monkeypatch.setattr(front, "MOST_AT_ONCE", 100)
    looked = []
    monkeypatch.setattr(auditors, "is_right", lambda password, stored: looked.append(threading.current_thread().name))
    answers = await asyncio.gather(*(post(view, "kansa", f"wrong {number}") for number in range(40)))

    assert 5 == len(looked)
    assert 35 == [answer.status_code for answer in answers].count(429)
    assert {"password_0"} == set(looked)


async def test_twenty_wrong_ones_close_an_address(view: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Over all names; who was right in between is not counted against it."""
    monkeypatch.setattr(
        auditors, "is_right", lambda password, stored: password == PASSWORD and stored != auditors.NOBODYS
    )
    seen = [(await post(view, f"n{number}", "wrong")).status_code for number in range(19)]
    seen += [(await post(view)).status_code for _ in range(3)]
    seen += [(await post(view, "n20", "wrong")).status_code, (await post(view)).status_code]

    assert [401] * 19 + [303] * 3 + [401, 429] == seen


def test_a_stranger_cannot_keep_somebody_out_from_where_they_come_in() -> None:
    """Wrong in their name, elsewhere: the name is closed there and everywhere new, and open where it came in before, five attempts at a time."""
    attempts = Attempts(clock=lambda: 0.0)
    attempts.reserve("kansa", "10.0.0.1")
    attempts.forgive("kansa", "10.0.0.1")
    strangers = [attempts.reserve("kansa", f"192.0.2.{number}") for number in range(6)]
    at_home = [attempts.reserve("kansa", "10.0.0.1") for _ in range(6)]

    assert [True] * 5 + [False] == strangers
    assert [True] * 5 + [False] == at_home
    assert not attempts.reserve("kansa", "10.0.0.2")
    assert attempts.reserve("kansa\n10.0.0.1", "192.0.2.9")


def test_addresses_of_one_network_count_together() -> None:
    """Whoever has an IPv6 address has its whole network; the books never grow without end."""
    attempts = Attempts(clock=lambda: 0.0)
    passed = [attempts.reserve(f"n{number}", f"2001:db8::{number:x}") for number in range(21)]
    for number in range(30_000):
        attempts.reserve(f"m{number}", f"10.{number // 65536}.{number // 256 % 256}.{number % 256}")

    assert [True] * 20 + [False] == passed
    assert all(len(counted._times) <= 10_000 for counted in (attempts._names, attempts._addresses))


async def test_pages_are_answered_while_passwords_are_looked_at(view: Any, a: str) -> None:
    """Hashing goes on beside the pages: ten wrong passwords at once do not hold a page up until the last of them."""
    cookies = await come_in(view)
    wrong = [asyncio.create_task(post(view, f"n{number}", "wrong password")) for number in range(7)]
    await asyncio.sleep(0.05)
    page = await get(view, f"/{a}.json?sql=select+1", cookies)
    unfinished = sum(not task.done() for task in wrong)
    await asyncio.gather(*wrong)

    assert 200 == page.status_code
    assert unfinished >= 3


# -- the server -------------------------------------------------------------------------------------------------------


async def test_a_host_name_that_is_not_ours_is_turned_away(view: Any, safe: Any) -> None:
    """Without TLS only this machine's own names; behind a proxy any that can be one."""
    for host, plain, secure in (
        ("audit.example", 421, 303),
        ("127.0.0.1:8001", 303, 303),
        ("a b", 421, 421),
        ("x@y", 421, 421),
        ("", 421, 421),
    ):
        assert plain == (await view.client.get("/", headers={"host": host})).status_code, host
        assert secure == (await safe.client.get("/", headers={"host": host})).status_code, host


async def test_the_proxy_alone_says_where_somebody_comes_from(
    registers: dict[str, Path], book: Path, view: Any, safe: Any, tmp_path: Path
) -> None:
    """Its last word is believed, nobody else's; whoever comes past it is turned away."""
    handler = logbook.open_at(tmp_path / "log")
    forwarded = {"x-forwarded-for": "6.6.6.6, 10.1.2.3"}
    await safe.client.get("/", headers=forwarded)
    await view.client.get("/", headers=forwarded)
    elsewhere = server.build(registers, door=Door(book, secure=True, proxy="10.9.9.9"))
    past = await elsewhere.client.get("/", headers=forwarded)
    server.close(elsewhere)
    logbook.close(handler)

    told = [json.loads(line)["address"] for line in (tmp_path / "log").read_text().splitlines()]
    assert (["10.1.2.3", "127.0.0.1", "127.0.0.1"], 421) == (told, past.status_code)


async def test_links_go_the_way_the_visitor_came(safe: Any, a: str) -> None:
    """Behind a proxy the server is asked in the clear; links to the next page and to a part of the rows lead over TLS all the same."""
    host = "audit.example:8443"
    cookies = await come_in(safe, host=host, origin=f"https://{host}")
    page = await get(safe, f"/{a}/assets?_size=1", cookies, host=host)
    links = re.findall(r'href="(\w+://[^/"]+)', page.text)

    assert links
    assert {f"https://{host}"} == set(links)


async def test_every_access_is_written_down(view: Any, a: str, tmp_path: Path) -> None:
    """When, who, from where, which page, what came of it; no search word, no secret, no name that nobody has; for its owner alone."""
    log = tmp_path / "access.log"
    handler = logbook.open_at(log)
    cookies = await come_in(view)
    await get(view, f"/{a}/assets?_search=秘匿語彙&title=CANARY", cookies)
    await post(view, "my secret password", "CANARYWORD")
    log.rename(tmp_path / "access.log.1")
    await get(view, f"/{a}/-/asset/山田", cookies)
    logbook.close(handler)
    before, after = ((tmp_path / name).read_text() for name in ("access.log.1", "access.log"))
    lines = [json.loads(line) for line in (before + after).splitlines()]

    assert [
        ("kansa", "POST", "/-/login", 303),
        ("kansa", "GET", f"/{a}/assets", 200),
        ("", "POST", "/-/login", 401),
        ("kansa", "GET", f"/{a}/-/asset/%E5%B1%B1%E7%94%B0", 302),
    ] == [(line["user"], line["method"], line["path"], line["status"]) for line in lines]
    assert {"time", "user", "address", "method", "path", "status", "bytes", "ms"} == set(lines[1])
    assert lines[1]["bytes"] > 1000 and lines[1]["ms"] > 0
    assert (3, 1) == (before.count("\n"), after.count("\n"))
    assert not any(word in before + after for word in ("秘匿", "CANARY", "secret", *cookies.values(), PASSWORD))
    assert {0o600} == {stat.S_IMODE(path.stat().st_mode) for path in (log, tmp_path / "access.log.1")}


def test_a_log_that_cannot_be_written_is_said_first(tmp_path: Path) -> None:
    """No view without its log."""
    with pytest.raises(BadInput):
        logbook.open_at(tmp_path / "nowhere" / "log")

    assert "_Private" not in [type(one).__name__ for one in logging.getLogger("assets.access").handlers]


@pytest.mark.parametrize(
    ("line", "code", "words"),
    [
        ((), 2, "Nobody has an account yet"),
        (("--open", "--host", "0.0.0.0"), 5, "asks nobody for a password"),
        (("--open", "--behind-proxy", "127.0.0.1"), 5, "would bring others in"),
        (("--behind-proxy", "proxy.example"), 5, "not an address"),
        (("--tls-cert", "x.pem"), 2, "needs its key"),
        (("--tls-cert", "x.pem", "--tls-key", "y.pem"), 5, "no file x.pem"),
    ],
)
def test_the_view_is_not_started_unsafely(
    run: Run, sample_folder: Path, line: tuple[str, ...], code: int, words: str
) -> None:
    """Without accounts only with --open, and then on this machine alone; one sentence, and what to type."""
    answer = run("serve", *line)

    assert (code, True, "") == (answer.code, words in answer.err, answer.out), answer


def test_passwords_do_not_cross_a_network_in_clear(run: Run, sample_folder: Path) -> None:
    """With accounts, another machine's reach needs TLS here or at a proxy."""
    assert 0 == run("auditor", "add", "kansa", "--all", "--generate").code
    answer = run("serve", "--host", "0.0.0.0")

    assert (5, True) == (answer.code, "--tls-cert" in answer.err)


async def test_the_probe_notices_an_open_door(view: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """When nobody is let in after all, or the guard does not ask, the view does not start."""
    await server._must_refuse(view)
    for name, broken in (
        ("may_see", lambda visitor, contract: True),
        ("_admitted", lambda datasette, asked: asked.path),
    ):
        with monkeypatch.context() as patch:
            patch.setattr(front, name, broken)
            patch.setattr("datasette_plugins.guard.may_see", lambda visitor, contract: True)
            if name == "may_see":
                patch.setattr(Door, "visitor", lambda self, headers: doors.LOCAL)
            with pytest.raises(LedgerUnusable):
                await server._must_refuse(view)


async def test_a_contract_opened_meanwhile_is_shown(registers: dict[str, Path], book: Path) -> None:
    """To those who may see it, without a restart."""
    (first, path), (second, other) = registers.items()
    auditors.write(book, Book(secret=SECRET, auditors={"kansa": account(), "chief": account(sees_all=True)}))
    built = server.build({first: path}, door=Door(book))
    (name, value), *_ = [(await post(built, "chief")).headers["set-cookie"].partition(";")[0].split("=", 1)]
    own, seen = await come_in(built), []
    for _ in range(2):
        seen += [(await get(built, f"/{second}/assets", cookies)).status_code for cookies in (own, {name: value})]
        server.add(built, {first: path, second: other})
    server.close(built)

    assert [404, 404, 404, 200] == seen


async def test_local_use_says_so_and_has_no_form(registers: dict[str, Path], a: str) -> None:
    """Without accounts every page says that nobody was asked, and there is no form to sign in."""
    built = server.build(registers)
    page = await get(built, f"/{a}")
    form = [(await get(built, path)).status_code for path in ("/-/login", "/-/logout")]
    posted = await post(built)
    brought = [(await get(built, "/", **{name: "x"})).status_code for name in ("x-forwarded-for", "forwarded", "via")]
    server.close(built)

    assert [421, 421, 421] == brought
    assert "パスワードなし・この端末だけ / no password asked, this machine only" in page.text
    assert ([404, 404], 405) == (form, posted.status_code)
    assert login.LOGOUT not in page.text
