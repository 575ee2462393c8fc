"""Does a file that is taken along hold up nobody else, and end when nobody waits for it?"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

import datasette.app  # noqa: F401  before any module of ours that uses it: its plugins load once
import httpx
import pytest

from assets import auditors
from assets.auditors import Auditor, Book
from datasette_plugins import downloads, server
from datasette_plugins.door import Door
from tests.browsers import served
from tests.test_audit_view import A, B, make_ledger

ENDLESS = "(with recursive c(x) as (select 1 union all select x + 1 from c) select count(*) from c) > 0"


class House(NamedTuple):
    """A served ledger. url: where its view is; files: account -> a file of its contract; tokens: account -> what opens it."""

    url: str
    files: dict[str, str]
    tokens: dict[str, dict[str, str]]


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    """One account for each of two contracts."""
    registers = make_ledger(tmp_path / "ledger")
    tokens, accounts = {}, {}
    for name, contract in (("of-a", A), ("of-b", B)):
        shown, kept = auditors.token("2099-01-01", today="2026-01-01")
        tokens[name] = {"authorization": f"Bearer {shown}"}
        accounts[name] = Auditor(password=auditors.NOBODYS, made_on="2026-01-01", contracts=(contract,), tokens=(kept,))
    auditors.write(tmp_path / "ledger", Book(secret="0" * 64, auditors=accounts))
    built = server.build(registers, door=Door(tmp_path / "ledger"))
    with served(built) as url:
        yield House(url, {name: f"/{at}/assets" for name, at in zip(accounts, registers, strict=True)}, tokens)
    server.close(built)


async def take(house: House, who: str, form: str = "csv", *, where: str = "1", seconds: float = 30) -> httpx.Response:
    """The file of an account."""
    async with httpx.AsyncClient(base_url=house.url, headers=house.tokens[who], timeout=seconds) as client:
        return await client.get(f"{house.files[who]}.{form}", params={"_where": where})


@pytest.mark.parametrize("form", ["csv", "xlsx"])
async def test_a_question_without_an_end_holds_up_nobody_else(house: House, form: str) -> None:
    """However many one reader asks, another's file comes at once; when the reader has left, the next one of theirs comes too."""
    began = time.monotonic()
    hung = [asyncio.create_task(take(house, "of-a", form, where=ENDLESS, seconds=4)) for _ in range(4)]
    await asyncio.sleep(1)
    other = await take(house, "of-b", form)
    waited = sum(not task.done() for task in hung)
    left = await asyncio.gather(*hung, return_exceptions=True)
    own = await take(house, "of-a", form, seconds=10)

    assert (200, 200, 4) == (other.status_code, own.status_code, waited)
    assert [httpx.ReadTimeout] * 4 == [type(one) for one in left]
    assert time.monotonic() - began < downloads.PIECE_SECONDS


async def test_a_question_that_takes_too_long_is_answered(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """When nothing comes of it: a sentence, not silence."""
    monkeypatch.setattr(downloads, "PIECE_SECONDS", 0.5)
    answers = await asyncio.gather(*(take(house, "of-a", form, where=ENDLESS) for form in ("csv", "xlsx")))

    assert [400, 400] == [answer.status_code for answer in answers]
    assert all("時間がかかりすぎ" in answer.text for answer in answers)


@pytest.mark.parametrize("form", ["csv", "xlsx"])
async def test_what_breaks_off_at_once_is_a_refusal(house: House, form: str) -> None:
    """A text that is none: a sentence, and not the beginning of a file."""
    database = house.files["of-a"].rpartition("/")[0]
    async with httpx.AsyncClient(base_url=house.url, headers=house.tokens["of-a"]) as client:
        answer = await client.get(f"{database}.{form}", params={"sql": "select 1 union all select char(0xd800)"})

    assert (400, "text/html; charset=utf-8") == (answer.status_code, answer.headers["content-type"])


async def test_who_waits_for_a_turn_is_told(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """While one file of a reader's is on its way, the next waits, and then says so."""
    monkeypatch.setattr(downloads, "TURN_SECONDS", 0.5)
    first = asyncio.create_task(take(house, "of-a", where=ENDLESS, seconds=3))
    await asyncio.sleep(0.5)
    second = await take(house, "of-a")
    with suppress(httpx.ReadTimeout):
        await first

    assert (503, True) == (second.status_code, "ほかのファイル" in second.text)
