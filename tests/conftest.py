"""Which ledgers do the tests play with?

`ledger` is an empty one, `sample` holds the sample contract with both deliveries received; `run` types a line in it.
`folder` is where they lie: one ledger for each test.
"""

from __future__ import annotations

import contextlib
import io
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

from assets.language import speak
from assets.ledger import Ledger
from cli import main

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

SAMPLE = Path(__file__).parent.parent / "assets" / "sample"
OPENING = (
    ("init",),
    ("contract", "open", "--from", "contract.toml"),
    ("place", "add", "--from", "places.csv"),
    ("person", "add", "--from", "roster.csv"),
    ("receive", "--from", "received.csv"),
    ("receive", "--from", "received-more.xlsx"),
)


class Answer(NamedTuple):
    """What came of a typed line: exit code, what stood on the screen, what stood on the error output."""

    code: int
    out: str
    err: str


class Keyboard(io.TextIOWrapper):
    """Standard input with something in it: a pipe, not a terminal."""

    def __init__(self, text: str) -> None:
        super().__init__(io.BytesIO(text.encode()), encoding="utf-8")


class Screen(io.TextIOWrapper):
    """An output that remembers what was written, bytes as well as text."""

    def __init__(self) -> None:
        super().__init__(io.BytesIO(), encoding="utf-8", newline="", write_through=True)

    def text(self) -> str:
        """Everything written so far."""
        self.flush()
        return self.buffer.getvalue().decode()  # type: ignore[attr-defined, no-any-return]


def typed(args: tuple[object, ...], *, stdin: str | None = None) -> Answer:
    """Type a line, in this process; an exception that the program does not turn into a sentence comes out here."""
    out, err = Screen(), Screen()
    with pytest.MonkeyPatch.context() as patch, contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        patch.setattr(sys, "stdin", Keyboard(stdin or ""))
        code = main.run([str(arg) for arg in args])
    return Answer(code, out.text(), err.text())


@pytest.fixture(autouse=True)
def english() -> None:
    """Each test begins in English, whatever language the one before it spoke last."""
    speak("en")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where this test's ledger lies, or will lie."""
    return tmp_path / "ledger"


@pytest.fixture
def ledger(folder: Path) -> Iterator[Ledger]:
    """An empty ledger, open."""
    with Ledger.create(folder) as made:
        yield made


@pytest.fixture(scope="session")
def sample_master(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample ledger, made once through the command line. Copy it, never change it."""
    made = tmp_path_factory.mktemp("sample") / "ledger"
    with pytest.MonkeyPatch.context() as patch:
        _settle(patch, made)
        for line in OPENING:
            answer = typed((*line[:-1], _listed(made.parent, line[-1])) if "--from" in line else line)
            assert 0 == answer.code, (line, answer)
    return made


def _listed(folder: Path, name: str) -> Path:
    """A file of the sample; of the roster a copy whose training has not run out by the day on which the tests run."""
    if name != "roster.csv":
        return SAMPLE / name
    renewed = folder / name
    renewed.write_text((SAMPLE / name).read_text("utf-8-sig").replace("2026/3/31", "2099/3/31"), "utf-8-sig")
    return renewed


@pytest.fixture
def sample_folder(sample_master: Path, folder: Path) -> Path:
    """The folder of a copy of the sample ledger that nobody has open."""
    shutil.copytree(sample_master, folder)
    return folder


@pytest.fixture
def sample(sample_folder: Path) -> Iterator[Ledger]:
    """A copy of the sample ledger, open."""
    with Ledger.open(sample_folder) as opened:
        yield opened


@pytest.fixture
def run(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Answer]:
    """Type a line: `run("show", number, stdin="...", env={"ASSETS_LANG": "ja"})`. In this test's ledger, by P-01, in English, unless said."""
    _settle(monkeypatch, folder)

    def line(*args: object, stdin: str | None = None, env: dict[str, str] | None = None) -> Answer:
        with pytest.MonkeyPatch.context() as patch:
            for name, value in (env or {}).items():
                patch.setenv(name, value)
            return typed(args, stdin=stdin)

    return line


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A real browser; for one module, as others have loops of their own that it would hold up."""
    from tests import browsers

    with browsers.started() as browser:
        yield browser


@pytest.fixture
def page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A fresh page, wide and in English unless said; anything it complains of fails the test that asked for it."""
    from tests import browsers

    wanted = {"viewport": browsers.DESKTOP, "locale": "en", **getattr(request, "param", {})}
    with browsers.quiet(browser.new_context(**wanted)) as page:
        yield page


def _settle(patch: pytest.MonkeyPatch, folder: Path) -> None:
    for name, value in {
        "ASSETS_LEDGER": str(folder),
        "ASSETS_LANG": "en",
        "ASSETS_BY": "P-01",
        "LANGUAGE": "en",
        "TERM": "dumb",
        "COLUMNS": "160",
    }.items():
        patch.setenv(name, value)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests that fork come first: a server's threads, started by later tests, could hold a lock that a child waits for."""
    items.sort(key=lambda item: not item.path.name.startswith(("test_crash", "test_counter_", "test_benches")))
