"""Does the audit view, running, hold what it promises: over the wire, as another user, under attack?"""

from __future__ import annotations

import base64
import functools
import json
import os
import re
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import tempfile
import threading
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, NamedTuple

import datasette.app  # noqa: F401  before any module of ours that uses it: its plugins load once
import httpx
import pytest
import uvicorn

from assets import auditors
from assets import events as e
from assets.auditors import Auditor, Book
from assets.edge import actor, moment_of
from assets.journal import new_id
from assets.ledger import Ledger
from datasette_plugins import front, patience, server
from datasette_plugins.door import Door
from tests.test_audit_view import PLANTED, TAPE, A, make_ledger

ROOT = Path(__file__).parents[1]
NOBODY = 65534
LINE = "import sys; from cli.main import run; sys.exit(run(sys.argv[1:]))"
PASSWORD = "correct horse battery"
MEGABYTE = 1024
# A certificate for localhost with its key, which everybody who reads this has: for these tests alone.
KEY = """
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgPVGjm8aR0N3hLdibFhRx0Mvm1kYqiSQEOh9yT4ia9B+hRANCAASDJlkUyzaLi5mpQvUObacYwpV55Fvt
FJ2dCQ+VIgUwkP3SSSDBan//Jype8cRa7UzNI6OWWam4+lnOs9NjxOGG
"""
CERTIFICATE = """
MIIBmzCCAUGgAwIBAgIUHmVtX8sX8IUtVltsiC3/Jp6Ml/swCgYIKoZIzj0EAwIwFDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2MTEyNDIyMDUzNFoYDzIxMjYxMDMx
MjIwNTM0WjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAASDJlkUyzaLi5mpQvUObacYwpV55FvtFJ2dCQ+VIgUwkP3SSSDBan//
Jype8cRa7UzNI6OWWam4+lnOs9NjxOGGo28wbTAdBgNVHQ4EFgQUY5USKJHanJwYeLHQybNhKDw2aFcwHwYDVR0jBBgwFoAUY5USKJHanJwYeLHQybNhKDw2aFcwDwYD
VR0TAQH/BAUwAwEB/zAaBgNVHREEEzARgglsb2NhbGhvc3SHBH8AAAEwCgYIKoZIzj0EAwIDSAAwRQIhAK7L7HaZOWt/FVMXXr9DEFjX6k1LEfW7ThiUTk3YZDz2AiAt
eAG5g2DPfKfI/rWsj6Opt8inbyH+nvXESOqRKUyxyw==
"""
# Root without its privileges is a user like others: it may read what is its own, and not what belongs to somebody else.
UNPRIVILEGED = "import ctypes, os, sys; [ctypes.CDLL(None).prctl(24, n) for n in range(64)]; os.execv(sys.executable, [sys.executable, *sys.argv[1:]])"


class Other(NamedTuple):
    """Somebody other than the manager. before: how their Python is started; more: what that needs; manager, group: whose the ledger is."""

    name: str
    before: tuple[str, ...]
    more: dict[str, Any]
    manager: int = -1
    group: int = -1


@pytest.fixture
def folder() -> Iterator[Path]:
    """Where a ledger lies that another user of this machine can reach: pytest's own folders are closed to them."""
    with tempfile.TemporaryDirectory() as made:
        Path(made).chmod(0o711)
        yield Path(made) / "ledger"


@pytest.fixture
def registers(folder: Path) -> dict[str, Path]:
    made = make_ledger(folder)
    kept = Auditor(password=auditors.hashed(PASSWORD), made_on="2026-01-01", contracts=(A,))
    tokens = {}
    for name in ("one", "two"):
        tokens[name], token = auditors.token("2099-01-01", today="2026-01-01")
        (folder.parent / name).write_text(tokens[name])
        kept = kept.__class__(
            password=kept.password, made_on=kept.made_on, contracts=(A,), tokens=(*kept.tokens, token)
        )
    auditors.write(folder, Book(secret="0" * 64, auditors={"kansa": kept}))
    return made


def token(folder: Path) -> dict[str, str]:
    """What opens contract A."""
    return {"authorization": f"Bearer {(folder.parent / 'one').read_text()}"}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(*line: object, how: Other | None = None) -> Iterator[subprocess.Popen[str]]:
    """A verb that runs until it is ended, in a process of its own, perhaps as another user; ended like a service is."""
    child = subprocess.Popen(
        [*(how.before if how else (sys.executable,)), "-B", "-c", LINE, *map(str, line)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1", "HOME": "/nonexistent"},
        **(how.more if how else {}),
    )
    try:
        yield child
    finally:
        child.send_signal(signal.SIGTERM)
        with suppress(subprocess.TimeoutExpired):
            child.wait(10)
        child.kill()
        child.communicate()


def answers(child: subprocess.Popen[str], url: str) -> None:
    """Wait until it listens."""
    until = time.monotonic() + 60
    while time.monotonic() < until:
        assert child.poll() is None, child.communicate()
        with suppress(httpx.HTTPError):
            httpx.get(url, timeout=5)
            return
        time.sleep(0.1)
    raise AssertionError(f"nobody answers at {url}")


def peak(child: subprocess.Popen[str]) -> int:
    """The most memory the process ever had, in KiB."""
    found = re.search(r"VmHWM:\s+(\d+)", Path(f"/proc/{child.pid}/status").read_text())
    assert found
    return int(found[1])


# -- another user -----------------------------------------------------------------------------------------------------


def _other() -> Other:
    """Another user of this machine, as far as there is one; what cannot be shown here is said."""
    nobody = Other("nobody", (sys.executable,), {"user": NOBODY, "group": NOBODY, "extra_groups": []}, group=NOBODY)
    if os.getuid() == 0:
        line = [sys.executable, "-c", "import cli.main, datasette.app"]
        with suppress(PermissionError):  # Python itself may lie where nobody else can read it
            if subprocess.run(line, cwd=ROOT, capture_output=True, check=False, **nobody.more).returncode == 0:
                return nobody
        return Other("unprivileged", (sys.executable, "-c", UNPRIVILEGED), {}, manager=NOBODY, group=0)
    warnings.warn("shown by permissions alone: only root can let somebody else run the view", stacklevel=2)
    return Other("same", (sys.executable,), {})


def _hand_over(folder: Path) -> Other:
    """Let another user read the registers and the accounts, and nothing else, as the README says."""
    other = _other()
    for path in folder.rglob("*"):
        os.chown(path, other.manager, other.group)
    os.chown(folder, other.manager, other.group)
    for path, mode in (
        (folder, 0o2710),
        (folder / "registers", 0o2750),
        *((path, 0o640) for path in (folder / "registers").iterdir()),
        (auditors.path(folder), 0o640),
    ):
        path.chmod(mode)
    if other.name == "same":
        (folder / "journal.db").chmod(0)
    return other


def _everything(folder: Path) -> dict[str, tuple[int, bytes]]:
    return {
        str(path): (path.stat().st_mode, path.read_bytes())
        for path in folder.rglob("*")
        if path.is_file() and path.suffix != ".db-shm" and os.access(path, os.R_OK)
    }


def _open_files(pid: int) -> list[str]:
    found = []
    for link in Path(f"/proc/{pid}/fd").iterdir():
        with suppress(FileNotFoundError):  # closed meanwhile
            found.append(str(link.readlink()))
    return found


def test_a_user_who_cannot_read_the_journal_shows_the_registers(folder: Path, registers: dict[str, Path]) -> None:
    """The view runs as somebody who may neither read the journal nor write anything, beside `assets watch`; what is entered meanwhile is seen."""
    name = next(iter(registers))
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    with running("--ledger", folder, "watch") as watch:
        _until(lambda: Path(f"{registers[name]}-shm").exists())
        other = _hand_over(folder)
        before = _everything(folder)
        with running("--ledger", folder, "serve", "--no-watch", "--port", port, how=other) as child:
            answers(child, url)
            status = Path(f"/proc/{child.pid}/status").read_text()
            open_files = _open_files(child.pid)
            page = httpx.get(f"{url}/{name}/-/asset/{TAPE}", headers=token(folder))
            asked = httpx.get(f"{url}/{name}.json?sql=select+count(*)+from+events", headers=token(folder))
            unchanged = _everything(folder)
            (folder / "journal.db").chmod(0o600)
            seq = _entered(folder)
            _until(lambda: f'id="seq-{seq}"' in httpx.get(f"{url}/{name}/-/asset/{TAPE}", headers=token(folder)).text)
        assert watch.poll() is None

    assert (200, 200) == (page.status_code, asked.status_code)
    assert [] == [path for path in open_files if "journal" in path]
    assert str(registers[name]) in open_files
    assert before == unchanged
    assert re.search(
        {"nobody": rf"Uid:\s+{NOBODY}\s", "unprivileged": r"CapEff:\s+0+\n", "same": "Uid:"}[other.name], status
    )
    for tried in ("'journal.db', 'rb'", "'new', 'wb'", "'registers/new', 'wb'", "'auditors.json', 'ab'"):
        line = [*other.before, "-c", f"open({tried})"]
        done = subprocess.run(line, cwd=folder, capture_output=True, text=True, check=False, **other.more)
        assert other.name == "same" or "PermissionError" in done.stderr, tried


def _entered(folder: Path) -> int:
    with Ledger.open(folder) as ledger:
        moved = e.Moved(asset=TAPE, place="V-1", performed_by="P-01")
        with ledger.journal.writing():
            ledger.journal.append([moved], contract=A, at=moment_of().now, by=actor("P-01", "typed"), ids=[new_id(99)])
        return ledger.journal.head(A).seq  # `assets watch` alone lets the register catch up


def _until(so: Any) -> None:
    until = time.monotonic() + 60
    while not so():
        assert time.monotonic() < until
        time.sleep(0.1)


def test_a_new_register_is_as_readable_as_its_folder(folder: Path, registers: dict[str, Path]) -> None:
    """A contract opened later can be read by the group that may list the registers; without such a group by its owner alone."""
    path = next(iter(registers.values()))
    modes = []
    for mode in (0o2750, 0o700):
        shutil.rmtree(path.parent)
        path.parent.mkdir()
        path.parent.chmod(mode)
        with Ledger.open(folder) as ledger:
            ledger.catch_up(A)
        modes.append(path.stat().st_mode & 0o777)

    assert [0o640, 0o600] == modes


def test_without_a_watcher_it_says_who_is_missing(folder: Path, registers: dict[str, Path]) -> None:
    """A register that nobody holds open cannot be read by somebody who may not write: one sentence, and the command."""
    other = _hand_over(folder)
    if (
        other.name == "same"
    ):  # whoever may write needs no watcher: only what is said of a broken register is left to show
        next(iter(registers.values())).write_bytes(b"nothing")
    with running("--ledger", folder, "--lang", "en", "serve", "--no-watch", "--port", free_port(), how=other) as child:
        _out, told = child.communicate(timeout=60)

    assert (6, True) == (child.returncode, ("assets rebuild" if other.name == "same" else "assets watch") in told)


# -- attacks ----------------------------------------------------------------------------------------------------------


def test_memory_stays_bounded_under_attack(folder: Path, registers: dict[str, Path]) -> None:
    """Nothing an auditor may ask makes the server big: blobs, long texts, joins, sorts, recursion, many at once. Afterwards it still answers."""
    name = next(iter(registers))
    many = "with recursive c(x) as (select 1 union all select x + 1 from c where x < {n}) "
    attacks = [
        "select zeroblob(900000000)",
        "select randomblob(900000000)",
        "select hex(zeroblob(400000000))",
        "select replace(printf('%.*c', 900000, 'x'), 'x', 'xxxxxxxx')",
        many.format(n=900) + "select printf('%.*c', 990000, 'x') from c",
        many.format(n=900) + "select cast(printf('%.*c', 990000, 'x') as blob) from c",
        many.format(n=100000000) + "select group_concat(printf('%.*c', 100000, 'x')) from c",
        many.format(n=100000000) + "select json_group_array(x) from c",
        many.format(n=100000000) + "select count(distinct x) from c",
        many.format(n=100000000) + "select x from c order by printf('%.*c', 1000, 'x') || x limit 5",
        "select count(*) from events a, events b, events c, events d, events e, events f",
        "select max(hex(printf('%.*c', 490000, 'x') || a.n)) from assets a, events b, events c, events d",
        "with recursive c(x) as (select printf('%.*c', 900000, 'x') union all select x || 'y' from c) select count(*) from c",
    ]
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    with running("--ledger", folder, "serve", "--port", port) as child:
        answers(child, url)
        httpx.get(f"{url}/{name}", headers=token(folder))
        start = peak(child)
        results = []

        def attack(sql: str) -> None:
            with suppress(httpx.TimeoutException):
                results.append(httpx.get(f"{url}/{name}.json", params={"sql": sql}, headers=token(folder), timeout=60))

        threads = [threading.Thread(target=attack, args=(sql,)) for sql in attacks for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        grown = peak(child) - start
        after = httpx.get(f"{url}/{name}.json?sql=select+1", headers=token(folder), timeout=60)

    assert 200 == after.status_code
    assert {400, 429} >= {
        answer.status_code for answer in results if len(answer.content) > 100_000 or answer.status_code != 200
    }
    assert grown < 500 * MEGABYTE, grown


# -- the wire ---------------------------------------------------------------------------------------------------------


@contextmanager
def listening(built: Any, tls: tuple[Path, Path] | None = None, *, proxy: str = "") -> Iterator[int]:
    """The view as `serve` lets uvicorn run it, in a thread; its port."""
    with socket.create_server(("127.0.0.1", 0)) as listens:
        running_server = uvicorn.Server(server._configured(built.app(), tls, proxy=proxy))
        thread = threading.Thread(target=running_server.run, kwargs={"sockets": [listens]})
        thread.start()
        try:
            _until(lambda: running_server.started)
            yield listens.getsockname()[1]
        finally:
            running_server.should_exit = True
            thread.join(20)
            server.close(built)


def said(connection: socket.socket, seconds: float = 20) -> bytes:
    """Everything that is answered until the other side closes."""
    connection.settimeout(seconds)
    told = b""
    with suppress(ConnectionError):
        while more := connection.recv(65536):
            told += more
    return told


def test_who_says_little_is_cut_off(folder: Path, registers: dict[str, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    """A head that comes byte by byte, a connection that says nothing, a body that never ends: each is closed, and others are answered meanwhile."""
    monkeypatch.setattr(patience, "protocol", functools.partial(patience.protocol, 0.6))
    monkeypatch.setattr(front, "BODY_SECONDS", 0.5)
    with listening(server.build(registers, door=Door(folder))) as port:
        silent = [socket.create_connection(("127.0.0.1", port)) for _ in range(30)]
        dripping = socket.create_connection(("127.0.0.1", port))
        began = time.monotonic()
        dripping.sendall(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n")
        with pytest.raises(OSError):
            while time.monotonic() - began < 20:
                dripping.sendall(b"X: y\r\n")
                time.sleep(0.05)
        took = time.monotonic() - began
        slow = socket.create_connection(("127.0.0.1", port))
        slow.sendall(
            b"POST /-/login HTTP/1.1\r\nHost: 127.0.0.1\r\nOrigin: http://127.0.0.1\r\nContent-Length: 100\r\n\r\nname="
        )
        late = said(slow)
        fine = httpx.get(f"http://127.0.0.1:{port}/-/login")
        quiet = [said(connection) for connection in silent]
        for connection in (*silent, dripping, slow):
            connection.close()

    assert took < 10
    assert late.startswith(b"HTTP/1.1 408")
    assert ([b""] * 30, 200) == (quiet, fine.status_code)


@pytest.mark.parametrize(("proxy", "expected"), [("", patience.EACH_CONNECTIONS), ("127.0.0.1", 100)])
def test_one_address_takes_only_so_many_connections(
    folder: Path, registers: dict[str, Path], proxy: str, expected: int
) -> None:
    """The rest are cut at once, and leave room for other addresses; a proxy brings everybody."""
    with listening(server.build(registers, door=Door(folder, proxy=proxy)), proxy=proxy) as port:
        held = [socket.create_connection(("127.0.0.1", port)) for _ in range(100)]
        time.sleep(0.5)
        taken = sum(_is_open(connection) for connection in held)
        for connection in held:
            connection.close()

    assert expected == taken


def _is_open(connection: socket.socket) -> bool:
    connection.setblocking(False)
    try:
        return connection.recv(1) != b""
    except BlockingIOError:
        return True
    except OSError:
        return False


def test_an_answer_does_not_wait_for_its_second_half(folder: Path, registers: dict[str, Path]) -> None:
    """On a connection that is kept, one question after the other."""
    took = []
    port = free_port()
    with running("--ledger", folder, "serve", "--port", port) as child:
        answers(child, f"http://127.0.0.1:{port}")
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", headers=token(folder)) as client:
            for _ in range(30):
                began = time.monotonic()
                client.get("/nothing")
                took.append(time.monotonic() - began)

    assert min(took[5:]) < 0.03


def test_too_much_is_not_read(folder: Path, registers: dict[str, Path]) -> None:
    """A long head, a long address, a long form: refused, and nothing of it kept."""
    with listening(server.build(registers, door=Door(folder))) as port:
        url = f"http://127.0.0.1:{port}"
        body = httpx.post(f"{url}/-/login", content=b"x" * 100_000, headers={"origin": url})
        head = socket.create_connection(("127.0.0.1", port))
        with suppress(OSError):
            head.sendall(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX: " + b"x" * 200_000)
        told = said(head)
        head.close()

    assert 413 == body.status_code
    assert told == b"" or told.startswith(b"HTTP/1.1 4")


def test_who_does_not_take_the_answer_is_let_go(
    folder: Path, registers: dict[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A reader who asks for much and reads nothing holds no place for ever."""
    monkeypatch.setattr(patience, "protocol", functools.partial(patience.protocol, 0.6))
    name = next(iter(registers))
    sql = "with recursive c(x) as (select 1 union all select x + 1 from c where x < 400) select printf('%25.*c', 30000, 'x') from c"
    built = server.build(registers, door=Door(folder))
    with listening(built) as port:
        reader = socket.socket()
        reader.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        reader.connect(("127.0.0.1", port))
        path = str(httpx.URL(f"/{name}.json", params={"sql": sql}))
        reader.sendall(
            f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: {token(folder)['authorization']}\r\n\r\n".encode()
        )
        time.sleep(2.5)
        told = said(reader)
        reader.close()

    assert told.startswith(b"HTTP/1.1 200")
    assert len(told) < 11_000_000


def test_two_accounts_on_one_connection_stay_apart(folder: Path, registers: dict[str, Path]) -> None:
    """A proxy keeps connections open and sends everybody over them: each question is its own asker's."""
    name = next(iter(registers))
    with (
        listening(server.build(registers, door=Door(folder))) as port,
        httpx.Client(base_url=f"http://127.0.0.1:{port}") as client,
    ):
        seen = [
            client.get(f"/{name}.json", headers=headers).status_code
            for headers in (token(folder), {}, token(folder), {"authorization": "Bearer x"}, {})
        ]

    assert [200, 401, 200, 401, 401] == seen


def test_it_speaks_tls(folder: Path, registers: dict[str, Path]) -> None:
    """With a certificate the view is reached over TLS alone, with the very certificate given, and its cookie is bound to it."""
    key, certificate = base64.b64decode(KEY), base64.b64decode(CERTIFICATE)
    for file, kind, content in (("k.pem", "PRIVATE KEY", key), ("c.pem", "CERTIFICATE", certificate)):
        text = f"-----BEGIN {kind}-----\n{base64.encodebytes(content).decode()}-----END {kind}-----\n"
        (folder.parent / file).write_text(text)
    tls = (folder.parent / "c.pem", folder.parent / "k.pem")
    with listening(server.build(registers, door=Door(folder, secure=True)), tls) as port:
        url = f"https://localhost:{port}"
        shown = ssl.PEM_cert_to_DER_cert(ssl.get_server_certificate(("127.0.0.1", port)))
        with httpx.Client(base_url=url, verify=False) as client:
            answer = client.post("/-/login", data={"name": "kansa", "password": PASSWORD}, headers={"origin": url})
            page = client.get("/", headers={"cookie": answer.headers["set-cookie"].partition(";")[0]})
        with pytest.raises(httpx.HTTPError):
            httpx.get(f"http://127.0.0.1:{port}/")

    assert (certificate, 303, 200) == (shown, answer.status_code, page.status_code)
    assert answer.headers["set-cookie"].startswith("__Host-audit=")


def test_started_as_typed_it_asks_who_is_there(folder: Path, registers: dict[str, Path]) -> None:
    """`assets serve`, with accounts: its address is said, a page leads to the form, the right password opens it, every access is in the log."""
    name, other = registers
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    log = folder.parent / "access.log"
    with running("--ledger", folder, "--lang", "en", "serve", "--port", port, "--log", log) as child:
        answers(child, url)
        with httpx.Client(base_url=url) as client:
            first = client.get(f"/{name}")
            let_in = client.post(
                "/-/login", data={"name": "kansa", "password": PASSWORD, "next": f"/{name}"}, headers={"origin": url}
            )
            page, foreign = client.get(let_in.headers["location"]), client.get(f"/{other}")
        child.send_signal(signal.SIGTERM)
        told, errors = child.communicate(timeout=20)
    lines = [json.loads(line) for line in log.read_text().splitlines()]

    assert url in told
    assert [303, 303, 200, 404] == [answer.status_code for answer in (first, let_in, page, foreign)]
    assert [("", 303), ("kansa", 303), ("kansa", 200), ("kansa", 404)] == [
        (line["user"], line["status"]) for line in lines[-4:]
    ]
    assert not any(word in told + errors + log.read_text() for word in (*PLANTED[:3], PASSWORD))


def test_ended_while_somebody_waits_it_ends(folder: Path, registers: dict[str, Path]) -> None:
    """Ctrl-C while a file is on its way whose question has no end: the work stops, in sentences."""
    port = free_port()
    endless = "(with recursive c(x) as (select 1 union all select x + 1 from c) select count(*) from c)"
    with running("--ledger", folder, "--lang", "en", "serve", "--port", port) as child:
        answers(child, f"http://127.0.0.1:{port}")
        path = httpx.URL(f"/{next(iter(registers))}/assets.csv", params={"_where": endless})
        reader = socket.create_connection(("127.0.0.1", port))
        reader.sendall(
            f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: {token(folder)['authorization']}\r\n\r\n".encode()
        )
        time.sleep(1)
        child.send_signal(signal.SIGINT)
        _told, errors = child.communicate(timeout=20)
        reader.close()

    assert ("given up" in errors, "Traceback" in errors) == (True, False), errors
