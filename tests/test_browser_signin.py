"""Can an auditor come in, do the work, and leave nothing behind, in a real browser?"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import datasette.app  # noqa: F401  before any module of ours that uses it: its plugins load once
import pytest
from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from assets import auditors
from assets.auditors import Auditor, Book
from assets.language import LANGUAGES
from datasette_plugins import server
from datasette_plugins.door import Door
from datasette_plugins.texts import speaking, translated
from tests.browsers import DESKTOP, PHONE, obstacles, served, taken
from tests.test_audit_view import COPY, EVIL, TAPE, A, make_ledger
from tests.test_isolation import addresses

PASSWORD = "ばら色の 象は 鼻が長い"
WORDS = ("Sign out", "Register", "Column to filter by", "Value to compare with", "Apply")
# Everything of an answer that a script of the page can see.
LOOK = """async path => {
    const answer = await fetch(path, {redirect: 'manual'});
    return [answer.status, [...answer.headers].filter(([name]) => name != 'date').join(), await answer.text()];
}"""


class House(NamedTuple):
    """A served ledger. root: where; own, foreign: the database of the auditor's contract, and of another client's."""

    root: str
    own: str
    foreign: str


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """The view as `assets serve` shows it, with an account for contract A."""
    folder: Path = tmp_path_factory.mktemp("signin") / "ledger"
    registers = make_ledger(folder)
    kept = Auditor(password=auditors.hashed(PASSWORD), made_on="2026-01-01", contracts=(A,))
    auditors.write(folder, Book(secret="0" * 64, auditors={"kansa": kept}))
    built = server.build(registers, door=Door(folder))
    with served(built) as root:
        yield House(root, *registers)
    server.close(built)


def _come_in(page: Page, address: str) -> None:
    """By the keys alone: the form has the cursor already."""
    page.goto(address)
    _fill_in(page, "kansa", PASSWORD)
    expect(page).to_have_url(address)


def _fill_in(page: Page, name: str, password: str) -> None:
    expect(page.locator("#name")).to_be_focused()
    page.keyboard.type(name)
    page.keyboard.press("Tab")
    page.keyboard.insert_text(password)
    page.keyboard.press("Enter")


def _said(language: str) -> list[str]:
    """WORDS as a page in this language has them."""
    token = speaking.set(language)
    try:
        return list(map(translated, WORDS))
    finally:
        speaking.reset(token)


def _each_way() -> Any:
    ways = [
        pytest.param({"viewport": size, "locale": language}, language, id=f"{language}-{name}")
        for language in LANGUAGES
        for name, size in (("desktop", DESKTOP), ("phone", PHONE))
    ]
    return pytest.mark.parametrize(("page", "language"), ways, indirect=["page"])


@_each_way()
def test_from_the_door_to_the_door(page: Page, house: House, language: str) -> None:
    """Sign in by the keys, find a tape by two characters, open its copy, filter what is open, take it along, sign out; then nothing is left to see."""
    contract, (leave, register, column, value, apply) = f"{house.root}/{house.own}", _said(language)
    page.goto(contract)
    assert (language, []) == (page.evaluate("document.documentElement.lang"), obstacles(page))

    _come_in(page, contract)
    assert (language, []) == (page.evaluate("document.documentElement.lang"), obstacles(page))
    page.get_by_role("searchbox").press("ControlOrMeta+a")
    page.keyboard.type("国保")
    page.keyboard.press("Enter")
    page.get_by_role("link", name=TAPE).first.press("Enter")
    page.locator(".copies").get_by_role("link", name=COPY).press("Enter")
    expect(page.locator(".title > .number")).to_have_text(COPY)
    assert [] == obstacles(page)

    page.get_by_role("navigation").get_by_role("link", name=register).press("Enter")
    page.get_by_label(column).last.select_option("open")
    page.get_by_label(value).last.fill("1")
    page.get_by_role("button", name=apply).press("Enter")
    filtered = page.url
    rows = list(csv.DictReader(io.StringIO(taken(page, "CSV").decode("utf-8-sig"), newline="")))
    sheet = load_workbook(io.BytesIO(taken(page, "XLSX"))).active
    cells = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert [TAPE, COPY, EVIL] == [row["number"] for row in rows]
    assert [TAPE, COPY, EVIL] == [row[cells[0].index("number")] for row in cells[1:]]

    page.get_by_role("button", name=leave).press("Enter")
    expect(page).to_have_url(f"{house.root}/-/login")
    for _ in range(3):
        page.go_back(wait_until="commit")
        expect(page.locator("#password")).to_be_visible()
        assert (0, 0) == (page.get_by_text(TAPE).count(), page.get_by_role("button", name=leave).count())
    page.goto(filtered)

    assert page.url.startswith(f"{house.root}/-/login?next=")
    assert {"lang"} >= {cookie["name"] for cookie in page.context.cookies()}


def test_another_clients_contract_is_an_address_that_leads_nowhere(page: Page, house: House) -> None:
    """By every shape of link, opened or fetched by a script: the same page, bytes and headers as of a name nobody has."""
    _come_in(page, f"{house.root}/{house.own}")
    elsewhere = page.context.new_page()  # what is refused is told in a console, which is quiet otherwise
    elsewhere.goto(f"{house.root}/nobody-00000000/assets")
    seen = elsewhere.content()
    for shape in ("", "/assets", f"/-/asset/{TAPE}", "/-/status", "/assets/1", "?sql=select+1", "/clause-05-handovers"):
        elsewhere.goto(f"{house.root}/{house.foreign}{shape}")
        assert (shape, seen) == (shape, elsewhere.content())

    nowhere = {form: elsewhere.evaluate(LOOK, f"/nobody-00000000{form}") for form in ("", ".json")}
    links = [*addresses(house.foreign, ["assets", "handovers"])]
    answers = elsewhere.evaluate(f"async links => Promise.all(links.map({LOOK}))", links)
    different = [
        link
        for link, answer in zip(links, answers, strict=True)
        if answer != nowhere[".json" if link.partition("?")[0].endswith(".json") else ""]
    ]
    assert ([], True) == (different, len(links) > 150)
    assert 200 == elsewhere.evaluate(LOOK, f"/{house.own}/assets")[0]


@_each_way()
def test_who_may_not_come_in_is_told_so(page: Page, house: House, language: str) -> None:
    """A wrong password: said where one listens, the name kept, the cursor where to go on; nothing stands in the way there, nor where nothing is."""
    page = page.context.new_page()  # what is refused is told in a console, which is quiet otherwise
    page.goto(f"{house.root}/-/login")
    _fill_in(page, "kansa-shi", "not the right one")
    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.locator("#password")).to_be_focused()

    assert ("kansa-shi", "", []) == (
        page.locator("#name").input_value(),
        page.locator("#password").input_value(),
        obstacles(page),
    )
    assert language == page.evaluate("document.documentElement.lang")
    _come_in(page, f"{house.root}/")
    assert [] == obstacles(page)
    page.goto(f"{house.root}/nobody-00000000")
    assert [] == obstacles(page)
