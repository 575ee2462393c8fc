"""Can an auditor do the work in a real browser, with a keyboard, on a phone, and without seeing?"""

from __future__ import annotations

import csv
import io
import shutil
from collections.abc import Iterator

import datasette.app  # noqa: F401  before any module of ours that uses it: its plugins load once
import pytest
from axe_playwright_python.sync_playwright import Axe
from openpyxl import load_workbook
from playwright.sync_api import Browser, Page, expect

from datasette_plugins import server
from tests.browsers import DESKTOP, PHONE, chromium, obstacles, served, taken
from tests.test_audit_view import COPY, EVIL, TAPE, make_ledger

GRAVE = ("serious", "critical")


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The view as `assets serve --open` shows it; the contract's page."""
    registers = make_ledger(tmp_path_factory.mktemp("browser") / "ledger")
    built = server.build(registers)
    with served(built) as root:
        yield f"{root}/{next(iter(registers))}"
    server.close(built)


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
    rows = list(csv.DictReader(io.StringIO(taken(page, "CSV").decode("utf-8-sig"), newline="")))
    sheet = load_workbook(io.BytesIO(taken(page, "XLSX"))).active
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
    for name, path in _pages(address).items():
        page.goto(f"{path}{'&' if '?' in path else '?'}lang={language}")

        assert (name, language, []) == (name, page.evaluate("document.documentElement.lang"), obstacles(page))


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
