"""Can an auditor do the work in a real browser, with a keyboard, on a phone, and without seeing?

Debian's Chromium is used as it is installed (`make test` installs it); nothing is fetched.
"""

from __future__ import annotations

import csv
import io
import os
import shutil
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import datasette.app  # noqa: F401  before any module of ours that uses it: its plugins load once
import pytest
from axe_playwright_python.sync_playwright import Axe
from openpyxl import load_workbook
from playwright.sync_api import Browser, Page, expect, sync_playwright

from datasette_plugins import server
from tests.test_audit_view import COPY, EVIL, TAPE, make_ledger

DESKTOP, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
GRAVE = ("serious", "critical")


def chromium() -> str:
    """Where the browser is; a sentence when there is none."""
    names = (os.environ.get("CHROMIUM", ""), "chromium", "chromium-browser", "google-chrome")
    found = next(filter(None, map(shutil.which, filter(None, names))), None)
    if found is None:
        pytest.fail(
            "These tests need Chromium: sudo apt-get install chromium, or CHROMIUM=/path/to/it make test", pytrace=False
        )
    return found


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """The browser, started once."""
    arguments = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium(), args=arguments)
        yield started
        started.close()


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The view as `assets serve` shows it, at an address of this machine; the contract's page."""
    import uvicorn

    registers = make_ledger(tmp_path_factory.mktemp("browser") / "ledger")
    built = server.build(registers)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        serving = uvicorn.Server(uvicorn.Config(built.app(), log_level="error", ws="none"))
        thread = threading.Thread(target=serving.run, kwargs={"sockets": [listening]})
        thread.start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}/{next(iter(registers))}"
        serving.should_exit = True
        thread.join()
    server.close(built)


@pytest.fixture
def page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A fresh page; anything it complains of fails the test that asked for it."""
    wanted = {"viewport": DESKTOP, "locale": "en", **getattr(request, "param", {})}
    context = browser.new_context(**wanted)
    opened, complaints = context.new_page(), []
    opened.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    yield opened
    context.close()

    assert [] == complaints


def _taken(page: Page, name: str) -> bytes:
    with page.expect_download() as waiting:
        page.get_by_role("link", name=name, exact=True).first.click()
    return Path(waiting.value.path()).read_bytes()


@pytest.mark.parametrize("page", [{}, {"java_script_enabled": False}, {"viewport": PHONE}], indirect=True)
def test_from_two_characters_to_a_file(page: Page, address: str) -> None:
    """Find a tape by two characters, open its copy and come back, filter what is open, take it along as CSV and as Excel; with scripts or without."""
    page.goto(address)
    page.get_by_role("searchbox").fill("国保")
    page.get_by_role("button", name="Search").click()
    page.get_by_role("link", name=TAPE).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("国保データ 第1巻")

    page.locator(".copies").get_by_role("link", name=COPY).click()
    expect(page.locator(".title > .number")).to_have_text(COPY)
    page.locator(".copies").get_by_role("link", name=TAPE).click()
    page.get_by_role("navigation").get_by_role("link", name="Register").click()

    page.get_by_label("Column to filter by").last.select_option("open")
    page.get_by_label("Value to compare with").last.fill("1")
    page.get_by_role("button", name="Apply").click()
    rows = list(csv.DictReader(io.StringIO(_taken(page, "CSV").decode("utf-8-sig"), newline="")))
    sheet = load_workbook(io.BytesIO(_taken(page, "XLSX"))).active
    cells = [[cell.value for cell in row] for row in sheet.iter_rows()]

    assert [TAPE, COPY, EVIL] == [row["number"] for row in rows]
    assert [TAPE, COPY, EVIL] == [row[cells[0].index("number")] for row in cells[1:]]


def _pages(address: str) -> dict[str, str]:
    """A page of each kind."""
    return {
        "home": address.rpartition("/")[0] + "/",
        "contract": address,
        "asset": f"{address}/-/asset/{TAPE}",
        "hostile": f"{address}/-/asset/{EVIL}",
        "line": f"{address}/-/event/9",
        "search": f"{address}/-/search?q=1",
        "check": f"{address}/-/verify",
        "clauses": f"{address}/-/status",
        "table": f"{address}/assets?status=in_custody",
        "row": f"{address}/people/P-01",
        "question": f"{address}/clause-05-handovers",
        "sql": f"{address}?sql=select+*+from+people",
    }


@pytest.mark.parametrize("page", [{"viewport": DESKTOP}, {"viewport": PHONE}], indirect=True, ids=["desktop", "phone"])
@pytest.mark.parametrize("language", ["ja", "en"])
def test_nothing_stands_in_the_way(page: Page, address: str, language: str) -> None:
    """For who listens to a page, enlarges it or uses the keys: axe finds nothing, nothing sticks out, no complaint in the console."""
    axe = Axe()
    for name, path in _pages(address).items():
        page.goto(f"{path}{'&' if '?' in path else '?'}lang={language}")
        found = [
            (found["impact"], found["id"], found["nodes"][0]["html"]) for found in axe.run(page).response["violations"]
        ]
        sticks_out = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")

        assert (name, language, [], True) == (
            name,
            page.evaluate("document.documentElement.lang"),
            found,
            sticks_out <= 0,
        )


def test_axe_would_find_something(page: Page, address: str) -> None:
    """The judge judges: a picture without words and a field without a label are found."""
    page.goto(address)
    page.evaluate("document.querySelector('main').insertAdjacentHTML('beforeend', '<img src=\"data:,\"><input>')")
    found = {found["id"] for found in Axe().run(page).response["violations"] if found["impact"] in GRAVE}

    assert {"image-alt", "label"} <= found


def test_no_script_can_be_slipped_in(browser: Browser, address: str) -> None:
    """A script written into the page does not run: the browser is told to run none but Datasette's own."""
    context = browser.new_context()
    page, complaints = context.new_page(), []
    page.on("console", lambda message: complaints.append(message.text))
    page.goto(address)
    page.evaluate(
        "() => { const one = document.createElement('script'); one.textContent = 'window.ran = 1'; document.body.append(one); }"
    )
    ran = page.evaluate("window.ran")
    context.close()

    assert ran is None
    assert any("Content Security Policy" in text for text in complaints)


def test_the_keys_are_enough(page: Page, address: str) -> None:
    """The first Tab leads past the head of the page; the search is reached, typed and sent without a mouse."""
    page.goto(address)
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.keyboard.type("ロビ")
    page.keyboard.press("Enter")

    expect(page.get_by_role("status")).to_have_text("1 found")


def test_paper_has_what_the_screen_has(page: Page, address: str) -> None:
    """Printed: the figures of the drawing stand there as a table, forms and links to files do not; it fits on paper."""
    page.goto(address)
    page.emulate_media(media="print")

    assert page.locator("#over-time ~ details td").first.evaluate("one => one.getClientRects().length > 0")
    assert [0, 0] == [
        page.locator(each).evaluate_all("all => all.filter(one => one.getClientRects().length).length")
        for each in (".search", ".files a")
    ]
    assert page.pdf(format="A4").startswith(b"%PDF")


def test_a_missing_browser_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    """Which package to install; never a traceback."""
    monkeypatch.setattr(shutil, "which", lambda _name: None)

    with pytest.raises(pytest.fail.Exception, match="apt-get install chromium") as failed:
        chromium()
    assert not failed.value.pytrace
