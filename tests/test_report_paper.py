"""Does the report on paper say what the register says, to be handed in?"""

from __future__ import annotations

import io
from collections.abc import AsyncIterator, Callable
from functools import partial
from pathlib import Path
from typing import Any

import datasette.app  # noqa: F401  before any module of ours that uses it: its plugins load once
import pypdfium2
import pytest

from assets import paper, status
from assets.edge import moment_of
from assets.ledger import Ledger
from assets.sections import Asked
from cli.report import write_pdf
from datasette_plugins import server
from labels.report import write_report
from tests.conftest import Answer
from tests.test_audit_view import PLANTED, A, B, make_ledger

Run = Callable[..., Answer]
TAPE = "R7012-00001-Y"


def _text(pdf: bytes) -> str:
    """The words of every page, without line breaks."""
    pages = pypdfium2.PdfDocument(pdf)
    return "".join("".join(page.get_textpage().get_text_range().split()) for page in pages)


def test_a_running_contract(run: Run, sample_folder: Path, tmp_path: Path) -> None:
    """Parties, days of the era, the sum, 44 clauses, what is open; page numbers and the chain's head on every page."""
    out = tmp_path / "report.pdf"

    assert 0 == run("report", "--out", out).code

    told = _text(out.read_bytes())
    with Ledger.open(sample_folder) as ledger:
        head = ledger.journal.head(ledger.contract())
    for word in (
        "情報資産管理状況報告書",
        "架空市",
        "令和7年4月1日～令和8年3月31日",
        "第44項",
        "免責の証明",
        TAPE,
        "未了の情報資産は、複製を含め82点です。",
    ):
        assert word in told
    pages = len(pypdfium2.PdfDocument(out.read_bytes()))
    assert [True] * pages == [f"{number}/{pages}" in told for number in range(1, pages + 1)]
    assert pages == told.count(head.hash[:32])


def test_a_heading_stands_with_its_list() -> None:
    """However long the list above it is, no page ends with the title of a list that begins on the next."""
    alone = []
    for rows in range(30, 50):
        first, second = (paper.Table(title, ["番号"], [["1"]] * rows, [1]) for title in ("前の一覧", "次の一覧"))
        out = io.BytesIO()
        write_report(paper.Paper("報告書", [("契約", "R7")], [first, second], ["以上"], "foot"), out)
        pages = [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(out.getvalue())]
        alone += [rows for page in pages if page.partition("foot")[0].split()[-1] == "次の一覧"]

    assert [] == alone


def test_it_is_japanese_whoever_asks(run: Run, sample_folder: Path, tmp_path: Path) -> None:
    """Paper for the client is Japanese; what stands in it is the same in both languages."""
    texts = []
    for language in ("en", "ja"):
        assert (
            0
            == run(
                "report", "--at", "2025-07-01", "--out", tmp_path / f"{language}.pdf", env={"ASSETS_LANG": language}
            ).code
        )
        texts.append(_text((tmp_path / f"{language}.pdf").read_bytes()))

    assert texts[0] == texts[1]


def test_a_long_list_says_what_it_leaves_out(sample: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    """So many lines, and how many more there are: nobody takes the beginning for all."""
    monkeypatch.setattr(paper, "MOST", 10)
    register = sample.reading(sample.contract())
    asked = Asked(
        status.view_of(register.db, moment_of().now),
        {"events": 1, "head": "", "register": "matches", "lines": 0, "as_of": ""},
    )

    [owed] = [table for table in paper.report(asked).tables if table.title == "未了の情報資産"]
    assert (10, 72) == (len(owed.rows), owed.left_out)


@pytest.fixture
async def view(tmp_path: Path) -> AsyncIterator[Any]:
    """The audit view with a printer."""
    built = server.build(make_ledger(tmp_path / "ledger"), paper=partial(write_pdf, font=None))
    yield built
    server.close(built)


async def test_an_auditor_takes_it_along(view: Any) -> None:
    """From the contract's page, of that contract alone."""
    a, b = view.registers
    page = await view.client.get(f"/{a}")
    answer = await view.client.get(f"/{a}/-/report.pdf")
    told = _text(answer.content)

    assert f"/{a}/-/report.pdf" in page.text
    assert (200, "application/pdf") == (answer.status_code, answer.headers["content-type"])
    assert A in told
    assert [] == [planted for planted in (B, *PLANTED) if planted in told]
    assert B in _text((await view.client.get(f"/{b}/-/report.pdf")).content)


async def test_without_a_printer_there_is_none(tmp_path: Path) -> None:
    """A view that cannot print offers nothing to print."""
    built = server.build(make_ledger(tmp_path / "ledger"))
    a = next(iter(built.registers))
    seen = [
        "report.pdf" in (await built.client.get(f"/{a}")).text,
        (await built.client.get(f"/{a}/-/report.pdf")).status_code,
    ]
    server.close(built)

    assert [False, 404] == seen
