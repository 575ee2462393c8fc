"""Do the auditor's pages tell what is, and can it be taken along and checked?"""

from __future__ import annotations

import asyncio
import csv
import hashlib
import html
import io
import re
import subprocess
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import datasette.app  # noqa: F401  before any module of ours that uses it: its plugins load once
import pytest
from openpyxl import load_workbook

from assets import events as e
from assets import heads, holdings, reports
from assets.edge import actor, moment_of
from assets.journal import Head, new_id
from assets.ledger import Ledger
from datasette_plugins import downloads, explain, exports, figures, plot, proofs, server
from datasette_plugins.texts import speaking
from tests.test_audit_view import COPY, EVIL, HOSTILE, PLANTED, SECOND, TAPE, A, B, make_ledger


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "ledger"


@pytest.fixture
def registers(folder: Path) -> dict[str, Path]:
    return make_ledger(folder)


@pytest.fixture
def a(registers: dict[str, Path]) -> str:
    return next(iter(registers))


@pytest.fixture
async def view(registers: dict[str, Path]) -> AsyncIterator[Any]:
    built = server.build(registers)
    yield built
    server.close(built)


def record(folder: Path, *facts: e.Fact, contract: str = A, follows: bool = True) -> int:
    """Record facts as a command would; the number of the last line."""
    with Ledger.open(folder) as ledger:
        with ledger.journal.writing():
            ids = [new_id(500 + number) for number in range(len(facts))]
            ledger.journal.append(facts, contract=contract, at=moment_of().now, by=actor("P-01", "typed"), ids=ids)
        if follows:
            ledger.catch_up(contract)
        else:
            heads.leave(ledger.journal, ledger.register(contract), ledger.register_path(contract))
        return ledger.journal.head(contract).seq


def moved(place: str = "V-1") -> e.Moved:
    return e.Moved(asset=TAPE, place=place, performed_by="P-01")


async def text_of(view: Any, path: str) -> str:
    """The words of a page, without its markup."""
    answer = await view.client.get(path)
    assert (path, 200) == (path, answer.status_code)
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", answer.text)))


# -- how the register stands, on every page ---------------------------------------------------------------------------


def every_page(database: str) -> list[str]:
    """One page of each kind that shows the contract."""
    return [
        f"/{database}",
        f"/{database}/assets",
        f"/{database}/people/P-01",
        f"/{database}/clause-05-handovers",
        f"/{database}?sql=select+1",
        f"/{database}/-/status",
        f"/{database}/-/asset/{TAPE}",
        f"/{database}/-/event/3",
        f"/{database}/-/search?q=x",
        f"/{database}/-/verify",
        "/",
    ]


async def test_every_page_says_that_the_register_matches(view: Any, a: str) -> None:
    """Ours and Datasette's alike, in both languages."""
    for path in every_page(a):
        assert "The register matches the journal." in await text_of(view, f"{path}{'&' if '?' in path else '?'}lang=en")
    assert "管理台帳は原簿と一致しています。" in await text_of(view, f"/{a}/assets?lang=ja")


async def test_every_page_says_by_how_much_it_is_behind(view: Any, a: str, folder: Path) -> None:
    """Recorded, not followed yet."""
    record(folder, moved(), moved(), follows=False)

    for path in every_page(a):
        assert "The register is 2 events behind the journal." in await text_of(
            view, f"{path}{'&' if '?' in path else '?'}lang=en"
        )


async def test_every_page_alarms_when_the_journal_was_put_back(
    view: Any, a: str, registers: dict[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The journal ends before the register does: the alarm stands on every page, after a second look."""
    monkeypatch.setattr("datasette_plugins.chain._AGAIN_AFTER", 0)
    heads._write(registers[a], heads.Mark(1, "0"))

    for path in every_page(a):
        assert "ALARM" in await text_of(view, f"{path}{'&' if '?' in path else '?'}lang=en")


async def test_a_writer_between_two_looks_is_no_alarm(view: Any, a: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """What seems ahead is looked at once more: somebody may just have recorded."""
    right, looks = heads.read, iter([heads.Mark(0, "0")])
    monkeypatch.setattr("datasette_plugins.chain._AGAIN_AFTER", 0)
    monkeypatch.setattr(heads, "read", lambda path: next(looks, None) or right(path))

    assert "The register matches the journal." in await text_of(view, f"/{a}/-/event/1?lang=en")


async def test_without_a_sign_nothing_is_claimed(view: Any, a: str, registers: dict[str, Path]) -> None:
    """No file beside the register: not "matches", not an alarm."""
    registers[a].with_suffix(".head").unlink()
    told = await text_of(view, f"/{a}?lang=en")

    assert "is not known here" in told
    assert "matches the journal" not in told and "ALARM" not in told


# -- home and the contract --------------------------------------------------------------------------------------------


async def test_home_tells_each_contract(view: Any, folder: Path) -> None:
    """Balance, due day, open items; another day is told after the contract has ended."""
    told = await text_of(view, "/?lang=en")

    assert "3 received + 1 copied + 0 produced = 0 returned + 0 erased + 1 disposed of + 0 lost + 3 open" in told
    assert "Runs until 2026-03-31." in told
    assert re.search(r"[1-9]\d* open items", told)

    record(folder, e.ContractEnded(trigger="completion", due_on="2026-04-10"))

    assert re.search(r"Was due on 2026-04-10: \d+ days late\.", await text_of(view, "/?lang=en"))


@pytest.mark.parametrize(
    ("due_on", "closed", "said"),
    [
        ("", False, "everything is owed back promptly"),
        ("2999-01-01", False, "Due on 2999-01-01"),
        ("", True, "Closed on"),
    ],
)
async def test_the_due_day_is_told_as_it_is_known(
    view: Any, a: str, folder: Path, due_on: str, closed: bool, said: str
) -> None:
    """No day agreed, a day agreed, everything closed."""
    record(folder, e.ContractEnded(trigger="completion", due_on=due_on))
    if closed:
        record(folder, e.ContractClosed(received=3, copied=1, returned=0, erased=0, disposed=1, lost=0))

    assert said in await text_of(view, f"/{a}?lang=en")


async def test_the_contract_is_told_at_a_glance(view: Any, a: str) -> None:
    """Drawing with words for who cannot see it, figures beside it, ages, endings, who may hold, subcontractors; all without a script."""
    answer = await view.client.get(f"/{a}?lang=en")
    told = await text_of(view, f"/{a}?lang=en")

    assert "<script" not in answer.text
    assert "From 2025-04 to 2025-12: 4 came, 1 ended, 3 are held now; the most were 4 in 2025-05." in told
    assert "<table" in answer.text.partition('id="over-time"')[2].partition("</section>")[0]
    for expected in (
        "more than 365 days",
        "disposed of 2025-12-24 shredding Destroy 1",
        "P-01 見本 太郎",
        "再-1",
        "Nothing is recorded under: ",
    ):
        assert expected in told
    assert f'href="/{a}/endings?status=disposed&amp;method=shred&amp;level=DESTROY"' in answer.text


async def test_links_of_the_contract_lead_somewhere(view: Any, a: str) -> None:
    """Every link on the contract's page, on home and on an asset's page opens."""
    for page in (
        "/",
        f"/{a}?lang=en",
        f"/{a}/-/asset/{TAPE}",
        f"/{a}/-/search?q=国",
        f"/{a}/-/status",
        f"/{a}/-/event/5",
        f"/{a}/approvals/%E8%A4%87-1",
    ):
        found = set(re.findall(r'href="(/[^"#]*)"', (await view.client.get(page)).text))
        wrong = [
            link for link in sorted(found) if (await view.client.get(html.unescape(link))).status_code not in (200, 302)
        ]

        assert (page, []) == (page, wrong)


def test_figures_are_those_of_the_report(registers: dict[str, Path], a: str) -> None:
    """Counted along indexes or row by row: the same balance."""
    with Ledger.open(next(iter(registers.values())).parent.parent) as ledger:
        db = ledger.reading(A).db

        assert reports.balance(db) == holdings.balance(db)
        assert sum(age.assets for age in holdings.ages(db, today="2026-01-01")) == holdings.balance(db)[-1]["open"]
        assert holdings.balance(db)[-1]["open"] == holdings.months(db)[-1].held


def test_a_register_that_does_not_balance_says_so(folder: Path, registers: dict[str, Path]) -> None:
    """What is open is counted by itself, never as the rest: an asset that ended and is open makes the sum wrong."""
    with Ledger.open(folder) as ledger:
        db = ledger.reading(A).db
        db.execute("UPDATE assets SET open = 1 WHERE number = ?", (SECOND,))

        assert [False, False] == [row["balanced"] for row in holdings.balance(db)]
        assert reports.balance(db) == holdings.balance(db)


def test_what_was_split_or_taken_back_is_not_held(folder: Path, registers: dict[str, Path]) -> None:
    """A registration that was taken back is neither received nor ended, in the month it came too."""
    with Ledger.open(folder) as ledger:
        begun = next(line for line in ledger.history(A, EVIL) if line.kind == "received")
    record(folder, e.Corrected(asset=EVIL, of=begun.seq, of_hash="", reason="誤", corrected_by="P-01", void=True))
    with Ledger.open(folder) as ledger:
        months = holdings.months(ledger.reading(A).db)

    assert ({"2025-04": 2, "2025-05": 1, "2025-12": 0}, 2) == (
        {month.month: month.came for month in months if month.came or month.ended},
        months[-1].held,
    )


def test_a_drawing_of_nothing_is_nothing() -> None:
    """No month, no drawing; one month, one step; a month without anything leaves no bar."""
    speaking.set("en")

    assert "" == plot.held([])
    drawn = plot.held([holdings.Month("2025-04", 3, 0, 3), holdings.Month("2025-05", 0, 0, 3)])
    assert (1, 0) == (drawn.count('class="came"'), drawn.count('class="ended"'))
    assert "the most were 3 in 2025-04" in drawn


async def test_more_open_items_than_are_counted(view: Any, a: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a list of open items stops, home and the contract say that there may be more."""
    monkeypatch.setattr("assets.status.MOST", 1)

    assert re.search(r"\d\+ open items", await text_of(view, "/?lang=en"))
    assert re.search(r"\d\+ open items", await text_of(view, f"/{a}?lang=en"))


async def test_figures_are_kept_while_the_register_stands(
    view: Any, a: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Counted once for a line, and after the next line again; after some minutes too: open items may come with time alone."""
    counted: list[int] = []
    plain = figures.count
    monkeypatch.setattr(figures, "count", lambda db: counted.append(1) or plain(db))
    first = await figures.of(view, a)
    again = await figures.of(view, a)

    assert (1, first) == (len(counted), again)

    record(folder, moved())

    assert (await figures.of(view, a)).head.seq == first.head.seq + 1  # type: ignore[union-attr]
    assert 2 == len(counted)

    since, known = view.kept_figures[a]
    view.kept_figures[a] = since - 301, known
    await figures.of(view, a)

    assert 3 == len(counted)
    assert f"line no. {first.head.seq + 1}." in await text_of(view, f"/{a}?lang=en")  # type: ignore[union-attr]


# -- one asset --------------------------------------------------------------------------------------------------------


async def test_the_family_is_told_up_and_down(view: Any, a: str) -> None:
    """From the copy's page the original stands above it with its status, from the original's the copy below."""
    for number in (TAPE, COPY):
        told = await text_of(view, f"/{a}/-/asset/{number}?lang=en")
        family = told.partition("Originals, copies and parts")[2][:400]

        assert family.index(TAPE) < family.index(COPY)
        assert 2 == family.count("in custody")
        assert "copies authorised, 1 made, 0 ended, 1 open" in family


async def test_what_belongs_to_an_asset_stands_beside_it(view: Any, a: str, folder: Path) -> None:
    """Approvals with the day of the deed, labels, validation, certificates, incidents, counts; each line leads to its page."""
    record(
        folder,
        e.IncidentOpened(
            number="事故-1", category="loss", known_at="2025-06-01T01:00:00.000Z", known_by="P-01", what="所在不明"
        ),
        e.IncidentAffected(asset=SECOND, incident="事故-1"),
        e.Counted(asset=SECOND, stocktake="棚-1", result="found", place="V-1", counted_by="P-01", scanned=""),
    )
    tape, second = [await text_of(view, f"/{a}/-/asset/{number}?lang=en") for number in (TAPE, SECOND)]

    assert "廃-1" in second.partition("Approvals beside")[2][:200]
    assert "2025-12-24 shredding" in second.partition("Approvals beside")[2][:300]
    assert "accepted as effective" in second.partition("Validation and certificates")[2][:300]
    assert "事故-1" in second.partition("Incidents")[2][:200]
    assert "棚-1" in second.partition("Counted in stock-takes")[2][:200]
    assert "Label generations" in tape and "Counted in stock-takes" not in tape


# -- one line, all lines ----------------------------------------------------------------------------------------------


async def test_a_line_is_shown_as_it_is_stored(view: Any, a: str, registers: dict[str, Path]) -> None:
    """The line, its hash, the neighbours, and the sentence in the reader's language."""
    stored = await view.get_database(a).execute("SELECT seq, line, hash FROM events WHERE kind = 'copied'")
    seq, line, hash = stored.rows[0]
    english, japanese = [await text_of(view, f"/{a}/-/event/{seq}?lang={language}") for language in ("en", "ja")]
    raw = (await view.client.get(f"/{a}/-/lines.jsonl?first={seq}&last={seq}")).content

    assert line in english and hash in english
    assert f"copy 1/2 made by P-01 見本 太郎 from {TAPE}" in english
    assert "NOT OK" not in english and english.count("OK") >= 4
    assert "一致（OK）" in japanese and "made by" not in japanese and "不一致" not in japanese
    assert f"{line}\n".encode() == raw


async def test_the_first_and_the_last_line(view: Any, a: str) -> None:
    """No line before the first, none after the last; no page for a line that is not there."""
    last = (await view.get_database(a).execute("SELECT max(seq) FROM events")).rows[0][0]

    assert "the beginning of the chain" in await text_of(view, f"/{a}/-/event/0?lang=en")
    assert "this is the last line" in await text_of(view, f"/{a}/-/event/{last}?lang=en")
    assert 404 == (await view.client.get(f"/{a}/-/event/{last + 1}")).status_code


def _tampered(path: Path, sql: str) -> None:
    with Ledger.open(path.parent.parent) as ledger:
        ledger.register(A).db.execute(sql)


@pytest.mark.parametrize(
    ("sql", "seq", "why"),
    [
        ("UPDATE events SET line = replace(line, '太郎', '次郎') WHERE seq = 2", 2, "its bytes do not give its hash"),
        ("UPDATE events SET hash = 'x' WHERE seq = 2", 2, "its bytes do not give its hash"),
        ("UPDATE events SET line = line || ' ' WHERE seq = 2", 2, "not canonical"),
        ("DELETE FROM events WHERE seq = 4", 4, "is missing"),
        ("DELETE FROM events WHERE seq = 0", 0, "is missing"),
    ],
)
async def test_what_was_changed_is_found(
    view: Any, a: str, registers: dict[str, Path], sql: str, seq: int, why: str
) -> None:
    """A changed line, a changed hash, a missing line: the check names the first one, and the line's own page says NOT OK."""
    _tampered(registers[a], sql)
    told = await text_of(view, f"/{a}/-/verify?lang=en")

    assert "NOT OK" in told and why in told and f"No. {seq}" in told
    if "DELETE" not in sql and "||" not in sql:
        assert "NOT OK" in await text_of(view, f"/{a}/-/event/{seq}?lang=en")


async def test_a_forged_line_with_its_own_hash_breaks_the_link(view: Any, a: str, registers: dict[str, Path]) -> None:
    """Who changes a line and its hash too is found by the next one."""
    row = (
        (await view.get_database(a).execute("SELECT line FROM events WHERE seq = 2")).rows[0][0].replace("太郎", "次郎")
    )
    with Ledger.open(registers[a].parent.parent) as ledger:
        ledger.register(A).db.execute(
            "UPDATE events SET line = ?, hash = ? WHERE seq = 2", (row, hashlib.sha256(row.encode()).hexdigest())
        )

    assert "line 3 does not link to the line before it" in await text_of(view, f"/{a}/-/verify?lang=en")
    assert "NOT OK" in await text_of(view, f"/{a}/-/event/2?lang=en")


async def test_the_check_goes_in_slices(view: Any, a: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A slice ends after its time and leads to the next one, until the last line; each line is in exactly one."""
    monkeypatch.setattr(proofs, "_LOOK_AT_THE_CLOCK", 5)
    monkeypatch.setattr(proofs.check, "__kwdefaults__", {"seconds": 0.0})
    path, slices = f"/{a}/-/verify?lang=en", []
    while path:
        page = html.unescape((await view.client.get(path)).text)
        slices.append(tuple(map(int, re.findall(r"Lines (\d+) to (\d+) of (\d+)", page)[0])))
        following = re.search(r'name="after" value="(\d+)"', page)
        path = f"/{a}/-/verify?lang=en&after={following[1]}" if following else ""

    assert len(slices) > 3
    assert [first for first, _last, _total in slices] == [0, *(last + 1 for _first, last, _total in slices[:-1])]
    assert slices[-1][1] + 1 == slices[-1][2]


@pytest.mark.parametrize("after", ["x", "-5", "99999999999999999999", "９"])
async def test_a_strange_slice_is_no_fault(view: Any, a: str, after: str) -> None:
    """What is no number begins anew; a line that is not there is said to be missing."""
    assert 200 == (await view.client.get(f"/{a}/-/verify?after={quote(after)}")).status_code


async def test_the_two_commands_on_the_page_tell_the_truth(view: Any, a: str, tmp_path: Path) -> None:
    """Typed as they stand there, on the file as it is downloaded, they print what the page says."""
    (tmp_path / "lines.jsonl").write_bytes((await view.client.get(f"/{a}/-/lines.jsonl")).content)
    page = html.unescape((await view.client.get(f"/{a}/-/verify?lang=en")).text)
    commands = re.findall(r'<pre class="line" tabindex="0">(.*?)\n<samp>(.*?)</samp>', page, re.S)

    assert 2 == len(commands)
    for command, expected in commands:
        assert (
            expected
            == subprocess.run(
                ["bash", "-c", command], cwd=tmp_path, capture_output=True, text=True, check=True
            ).stdout.strip()
        )
    assert commands[0][1].split()[0] == commands[1][1]


async def test_the_last_verification_is_told(view: Any, a: str, registers: dict[str, Path]) -> None:
    """When, and up to which line."""
    assert "No verification of the journal is known here." in await text_of(view, f"/{a}?lang=en")

    heads.leave_verified(registers[a], seq=7, hash="abc", at="2026-01-01T00:00:00.000Z")

    assert "last verified on 2026-01-01 09:00, up to no. 7 (abc)" in await text_of(view, f"/{a}?lang=en")


# -- search -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("国", ["国保データ 第1巻", "approvals"]),
        ("庫", ["媒体保管庫"]),
        ("仮名", ["仮名 五月"]),
        ("ﾛﾋﾞｰ", ["ロビー"]),
        ("再－１", ["架空溶解"]),
        ("ＫＫＳ", [TAPE]),
        ("複-1", ["複-1"]),
        (TAPE.lower(), [TAPE]),
    ],
)
async def test_one_box_finds_everything(view: Any, a: str, typed: str, found: list[str]) -> None:
    """Titles, places, people, firms, approvals, numbers; one character, half width, full width, small letters."""
    page = (await view.client.get(f"/{a}/-/search?q={quote(typed)}&lang=en")).text

    assert [] == [word for word in found if word not in html.unescape(page)]


async def test_nothing_of_another_contract_is_found(view: Any, a: str) -> None:
    """B's words, typed in A, find nothing; what was typed stands there as text, whatever it was."""
    for planted in PLANTED:
        assert "Nothing of this contract contains it." in await text_of(view, f"/{a}/-/search?q={planted}&lang=en")
    page = (await view.client.get(f"/{a}/-/search?q={quote(HOSTILE)}")).text
    assert "<script>alert" not in page and "\x1b" not in page and "\u202e" not in page


# -- files ------------------------------------------------------------------------------------------------------------


async def test_a_table_as_csv(view: Any, a: str) -> None:
    """With a byte order mark, filtered as the page is, formulas inert; the answer is a download."""
    answer = await view.client.get(
        f"/{a}/assets.csv?status=in_custody&_sort_desc=n&_col=number&_col=title&_col=remarks&_facet=item"
    )
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"), newline="")))

    assert answer.content.startswith(b"\xef\xbb\xbf")
    assert "attachment" in answer.headers["content-disposition"]
    assert [EVIL, COPY, TAPE] == [row["number"] for row in rows]
    assert ["number", "title", "remarks"] == list(rows[0])


async def test_a_formula_stays_text(view: Any, a: str, folder: Path) -> None:
    """In CSV behind an apostrophe, in Excel in a text cell; leading zeros stay."""
    record(folder, e.PersonAdded(person="P-10", name="=1+1", org="007", side="contractor", start="2025-04-01"))
    rows = list(csv.DictReader(io.StringIO((await view.client.get(f"/{a}/people.csv")).content.decode("utf-8-sig"))))
    sheet = load_workbook(io.BytesIO((await view.client.get(f"/{a}/people.xlsx")).content)).active
    cells = {row[0].value: row for row in sheet.iter_rows()}

    [taken] = [row for row in rows if row["person"] == "P-10"]

    assert ("'=1+1", "007") == (taken["name"], taken["org"])
    assert [("=1+1", "s"), ("007", "s")] == [(cell.value, cell.data_type) for cell in cells["P-10"][1:3]]


@pytest.mark.parametrize("form", ["csv", "xlsx"])
async def test_every_page_can_be_taken_along(view: Any, a: str, form: str) -> None:
    """Each table, view and question, with as many rows as there are, nothing of another contract in it."""
    for name in (*view.explained, *explain.queries()):
        answer = await view.client.get(f"/{a}/{name}.{form}")
        count = (await view.client.get(f"/{a}/{name}.json?_shape=array&_size=max")).json()
        if form == "csv":
            rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"), newline="")))
        else:
            rows = [
                [str(cell) for cell in row]
                for row in load_workbook(io.BytesIO(answer.content)).active.iter_rows(values_only=True)
            ]

        assert (name, 200, len(count) + 1) == (name, answer.status_code, len(rows))
        assert [] == [planted for planted in PLANTED if planted in str(rows)]


@pytest.mark.parametrize(
    "query",
    [
        "nocolumn=1",
        "status__nothing=1",
        "_through=x",
        "_search_title=x",
        "_searchmode=raw",
        "_where=1;drop",
        "_where=zeroblob(9)",
    ],
)
async def test_a_filter_that_cannot_be_kept_is_refused(view: Any, a: str, query: str) -> None:
    """Never more rows than the page showed: what is not understood is refused."""
    assert 400 == (await view.client.get(f"/{a}/assets.csv?{query}")).status_code


@pytest.mark.parametrize("path", ["nothing.csv", "assets_search.csv", "sqlite_master.csv", "_sqlite_migrations.xlsx"])
async def test_no_other_file_is_there(view: Any, a: str, path: str) -> None:
    """Inner tables and other endings are not there."""
    assert 404 == (await view.client.get(f"/{a}/{path}")).status_code
    assert 404 == (await view.client.get(f"/nobody-00000000/{path}")).status_code


@pytest.mark.parametrize(
    "query",
    [
        "",
        "status__isblank=1",
        "title__contains=国保",
        "_search=国保",
        "_where=n>12",
        "status__in=in_custody,disposed",
        "pi_class__not=x",
    ],
)
async def test_a_file_has_the_rows_of_its_page(view: Any, a: str, query: str) -> None:
    """For every way to filter: the same numbers in the same order as Datasette's own answer."""
    page = (await view.client.get(f"/{a}/assets.json?_shape=array&{query}")).json()
    file = list(
        csv.DictReader(
            io.StringIO((await view.client.get(f"/{a}/assets.csv?{query}")).content.decode("utf-8-sig"), newline="")
        )
    )

    assert [row["number"] for row in page] == [row["number"] for row in file]


async def test_a_question_is_taken_with_what_was_asked(view: Any, a: str) -> None:
    """Its parameters hold in the file too."""
    lines = [
        (await view.client.get(f"/{a}/clause-40-endings.csv?until={day}")).text.count("\n")
        for day in ("2025-12-01", "2026-01-01")
    ]

    assert [1, 2] == lines


async def test_a_page_shows_the_first_rows_of_an_answer(view: Any, a: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """It says that there are more, and the file and JSON have them, also when they are asked for next."""
    monkeypatch.setattr("datasette_plugins.registers.ROWS_ON_PAGE", 2)
    address = f"/{a}/clause-05-handovers"
    page = await text_of(view, f"{address}?lang=en")
    rows = (await view.client.get(f"{address}.json")).json()["rows"]
    file = (await view.client.get(f"{address}.csv")).text

    assert "more than 2 rows; the file has them all" in page
    assert 2 < len(rows) == file.count("\n") - 1


async def test_somebodys_own_question_is_taken_along_whole(view: Any, a: str) -> None:
    """All rows, where the page stops at a thousand; with the mark that Excel reads, no formula, and what was asked filled in."""
    many = "WITH RECURSIVE k(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM k WHERE i < 1500) SELECT i, '=1+1' AS sum, :who AS who FROM k"
    asked = {"sql": many, "who": "ｶｻﾞﾏ"}
    told = await view.client.get(f"/{a}.csv", params=asked)
    rows = list(csv.reader(io.StringIO(told.content.decode("utf-8-sig"), newline="")))
    sheet = load_workbook(io.BytesIO((await view.client.get(f"/{a}.xlsx", params=asked)).content)).active
    page = (await view.client.get(f"/{a}", params=asked | {"lang": "en"})).text

    assert told.content.startswith("\ufeff".encode())
    assert (["i", "sum", "who"], ["1500", "'=1+1", "ｶｻﾞﾏ"], 1501) == (rows[0], rows[-1], len(rows))
    assert sheet is not None
    assert ((1500, "=1+1", "ｶｻﾞﾏ"), "s") == (tuple(cell.value for cell in sheet[1501]), sheet["B1501"].data_type)
    assert "more than 200 rows; the file has them all" in page
    assert 1000 == len((await view.client.get(f"/{a}.json", params=asked)).json()["rows"])
    for form in ("csv", "xlsx"):
        [link] = re.findall(rf'<a href="([^"]+)" download>{form.upper()}</a>', page)
        assert 200 == (await view.client.get(html.unescape(link))).status_code


@pytest.mark.parametrize(
    ("sql", "status"), [("", 404), ("DELETE FROM assets", 400), ("SELECT nonsense", 400), ("SELECT zeroblob(9)", 400)]
)
async def test_what_cannot_be_asked_is_no_file(view: Any, a: str, sql: str, status: int) -> None:
    """Refused before the first byte."""
    assert status == (await view.client.get(f"/{a}.csv", params={"sql": sql})).status_code


async def test_a_download_that_fails_has_no_end(view: Any, a: str) -> None:
    """What goes wrong before the first byte is refused; afterwards the answer breaks off, and is not taken for whole."""

    class Asked:
        method = "GET"

        @staticmethod
        async def receive() -> dict[str, str]:
            await asyncio.sleep(60)
            return {"type": "http.disconnect"}

    async def sent(produce: Any) -> list[dict[str, Any]]:
        messages: list[dict[str, Any]] = []

        async def send(message: dict[str, Any]) -> None:
            messages.append(message)

        with pytest.raises(ZeroDivisionError):
            await downloads.Download(view, Asked(), a, produce, name="x", type="text/plain").asgi_send(send)
        return messages

    def midway(_db: Any, out: Any) -> None:
        out.write(b"x" * 200_000)
        raise ZeroDivisionError

    def at_once(_db: Any, out: Any) -> None:
        raise ZeroDivisionError

    assert [] == await sent(at_once)
    assert all(message["type"] == "http.response.start" or message["more_body"] for message in await sent(midway))


async def test_a_reader_who_leaves_stops_the_work(view: Any, a: str) -> None:
    """The thread ends, and the next in turn gets its place; memory holds a few pieces at most."""
    made = 0

    def endless(_db: Any, out: Any) -> None:
        nonlocal made
        while True:
            out.write(b"x" * 65_536)
            made += 1

    class Asked:
        method = "GET"
        gone = asyncio.Event()

        async def receive(self) -> dict[str, str]:
            await self.gone.wait()
            return {"type": "http.disconnect"}

    got = 0

    async def send(message: dict[str, Any]) -> None:
        nonlocal got
        got += 1
        if got == 10:
            Asked.gone.set()
        await asyncio.sleep(0.001)

    await asyncio.wait_for(
        downloads.Download(view, Asked(), a, endless, name="x", type="t").asgi_send(send), timeout=10
    )

    assert made <= got + downloads._WAITING + 2


async def test_a_head_request_reads_nothing(view: Any, a: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Headers without a body, and no row is read for it."""
    monkeypatch.setattr(exports, "produce", lambda *_args: lambda *_more: 1 / 0)
    answer = await view.client.request("HEAD", f"/{a}/assets.csv")

    assert (200, b"") == (answer.status_code, answer.content)


# -- language ---------------------------------------------------------------------------------------------------------


async def test_the_language_stays_chosen(view: Any, a: str) -> None:
    """Asked for once, it holds on Datasette's pages too, and does no harm to their filters; another choice wins."""
    chosen = await view.client.get(f"/{a}?lang=en")
    cookie = chosen.headers["set-cookie"].partition(";")[0]
    table = await view.client.get(f"/{a}/assets?status=in_custody&lang=ja", headers={"cookie": "lang=en"})
    later = await view.client.get(f"/{a}/assets", headers={"cookie": cookie, "accept-language": "ja"})

    assert "lang=en" == cookie
    assert ('<html lang="ja">', '<html lang="en">') == tuple(
        re.search(r"<html lang=...>|<html lang=\"..\">", page.text)[0]
        for page in (table, later)  # type: ignore[index]
    )
    assert 3 == table.text.count('<td class="col-number ')
    assert "set-cookie" not in later.headers


def test_heads_are_read_in_the_right_order() -> None:
    """The register first, then the sign: who looks the other way round sees an alarm where somebody was just recording."""
    assert ["matches", "behind"] == [heads.standing(Head(4, "x"), heads.Mark(seq, "x")).word for seq in (4, 5)]


async def test_another_contract_has_its_own_figures(view: Any, registers: dict[str, Path]) -> None:
    """What is counted and kept for one is not shown for the other."""
    name = list(registers)[1]

    assert PLANTED[0] in await text_of(view, f"/{name}")
    assert B != A


async def test_an_answer_is_headed_in_the_reader_s_language(view: Any, a: str) -> None:
    """The Japanese words, or what the register's own name of the column means; the name itself stands below."""
    japanese, english = [await text_of(view, f"/{a}/clause-21-copies?lang={language}") for language in ("ja", "en")]

    assert "原本 source 資料名 title" in japanese
    assert "Number of the original source Title title" in english
