"""Does the page of the register show what is asked for, and as quickly for a word that every asset bears?"""

from __future__ import annotations

import html
import re
import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from urllib.parse import quote, quote_plus, unquote_plus

import datasette.app  # noqa: F401  before any module of ours that uses it: its plugins load once
import pytest

from assets.ledger import Ledger
from datasette_plugins import explain, filtering, searching, server
from datasette_plugins.cells import CODES

WORD = quote("データ")  # stands in nearly every title


@pytest.fixture
async def view(sample_folder: Path) -> AsyncIterator[Any]:
    with Ledger.open(sample_folder) as ledger:
        path = ledger.register_path(ledger.contract())
        ledger.reading(ledger.contract())
    built = server.build({"r": path})
    yield built
    server.close(built)


async def page(view: Any, query: str = "", *, path: str = "/r/assets") -> str:
    asked = f"{path}?{query}" if query else path.removeprefix("http://localhost")
    answer = await view.client.get(asked, headers={"accept-language": "en"})
    assert 200 == answer.status_code, answer.text
    return str(answer.text)


def columns(told: str) -> list[str]:
    return re.findall(r'<th scope="col" class="col-[^"]*"[^>]*>.*?<code>(\w+)</code>', told)


def numbers(told: str) -> list[str]:
    return re.findall(r'<a class="number" href="[^"]*">([^<]+)</a></td><td class="col-title', told)


def links(told: str, words: str) -> list[str]:
    return [html.unescape(href) for href in re.findall(rf'<a [^>]*href="([^"]+)"[^>]*>{words}</a>', told)]


# -- columns ----------------------------------------------------------------------------------------------------------


async def test_the_main_columns_are_shown_and_all_are_one_link_away(view: Any) -> None:
    """The key and those that metadata.yml names; from there all but the contract, which is the same in every row, and back."""
    main = view.explained["assets"]["main_columns"]
    told = await page(view)
    [every] = links(told, "All columns")
    whole = await page(view, path=every)
    [back] = links(whole, "Only the main columns")

    assert main == columns(told)
    assert [name for name in view.explained["assets"]["columns"] if name != "contract"] == columns(whole)
    assert columns(told) == columns(await page(view, path=back))


@pytest.mark.parametrize("query", ["remarks__contains=x", "_sort=remarks", "_sort_desc=remarks", "_facet=remarks"])
async def test_a_column_that_is_asked_for_by_name_is_shown(view: Any, query: str) -> None:
    """Whoever filters, sorts or counts by a column sees it."""
    told = columns(await page(view, query + "&n__gt=0"))

    assert "remarks" in told or not numbers(await page(view, query))
    assert "seal_no" not in told


async def test_a_choice_of_columns_is_kept(view: Any) -> None:
    """`_col` and `_nocol` are Datasette's own; JSON and files hold every column."""
    [row] = (await view.client.get("/r/assets.json?_size=1&_shape=array")).json()

    assert ["n", "remarks"] == columns(await page(view, "_col=remarks"))
    assert "seal_no" in columns(await page(view, "_nocol=remarks"))
    assert set(view.explained["assets"]["columns"]) == set(row)
    assert "seal_no" in (await view.client.get("/r/assets.csv")).text.partition("\n")[0]


def test_every_main_column_and_breakdown_is_a_column(view: Any) -> None:
    """A word of metadata.yml that is no column would be passed over."""
    told = explain.tables({"assets": list(view.explained["assets"]["columns"])})["assets"]

    assert {*told["main_columns"], *told["breakdowns"], *told["facets"]} <= set(told["columns"])


# -- counts by a column -----------------------------------------------------------------------------------------------


async def test_rows_are_counted_by_a_column_with_one_click(view: Any) -> None:
    """A link for each column offered; once counted, the link is gone and another takes the count away."""
    told = await page(view)
    by_medium = links(told, "Medium")[0]
    counted = await page(view, path=by_medium)
    [gone] = links(counted, "do not count")
    rows = sum(
        int(found.replace(",", ""))
        for found in re.findall(r"</a> ([\d,]+)</li>", counted.partition("Medium</h2>")[2].partition("</section>")[0])
    )

    assert rows == len((await view.client.get("/r/assets.json?_shape=array&_size=max")).json())
    assert "do not count" not in told
    assert "do not count" not in await page(view, path=gone)
    assert by_medium not in map(html.unescape, re.findall(r'href="([^"]+)"', counted))


async def test_places_are_counted_by_name(view: Any) -> None:
    """A number of a place says little to whoever is not from here."""
    told = await page(view, "_facet=place")

    assert links(told, "V-1 媒体保管庫")


async def test_what_is_counted_anyway_is_not_counted_twice(view: Any) -> None:
    """`_facet=status` leads to the page that counts by status."""
    answer = await view.client.get("/r/assets?_facet=status&_facet=medium")

    assert (302, "/r/assets?_facet=medium") == (answer.status_code, answer.headers["location"])


# -- a word that stands in most assets --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "query",
    [
        "",
        "&_size=1",
        "&_size=2&_next=30",
        "&status=in_custody",
        "&medium__not=mag_tape&n__gt=30",
        "&ended_on__isblank=1",
        "&status__in=in_custody,copied",
        "&_sort=begun_on",
        "&_sort_desc=title",
        "&_where=n+%3E+50+or+n+%3C+30",
        "&title__contains=%E5%9B%BD",
        "&rowid__gt=20",
        "&rank__not=x",
        "&_where=assets.n+in+(select+rowid+from+assets_search+where+assets_search+match+escape_fts(:search))",
    ],
)
async def test_the_same_rows_are_found_either_way(view: Any, monkeypatch: pytest.MonkeyPatch, query: str) -> None:
    """Whether the numbers of all that fit are gathered first, or the index of words is followed: the same rows, counts and order."""
    asked = f"/r/assets.json?_search={WORD}{query}&_nofacet=1"
    few = (await view.client.get(asked)).json()
    monkeypatch.setattr(searching, "MANY", 1)
    put: list[str] = []
    plain = searching.quicker
    monkeypatch.setattr("datasette_plugins.registers.quicker", lambda *given: put.append(plain(*given)) or put[-1])
    many = (await view.client.get(asked)).json()

    assert [few[name] for name in ("rows", "filtered_table_rows_count", "next")] == [
        many[name] for name in ("rows", "filtered_table_rows_count", "next")
    ]
    assert few["rows"]
    assert any("+n in (select" in sql or "cross join" in sql or "from assets_search" in sql for sql in put)


async def test_so_many_rows_are_not_counted_by_a_column(view: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """The page says which columns, and shows everything else."""
    monkeypatch.setattr(searching, "MANY", 1)
    told = await page(view, f"_search={WORD}&_facet=medium")

    assert re.search(
        r"So many rows are not counted by: *How it stands, Medium", re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", told))
    )
    assert numbers(told)


@pytest.mark.parametrize(
    "sql",
    [
        "select n from assets where {fitting} or n < 30 order by n limit 5",
        "select n from assets where {fitting} union select 0 order by n limit 5",
        "select n from (select n from assets where {fitting} order by n limit 5) order by n limit 3",
        "select count(*) from assets where {fitting} and n in (22, 40)",
        "select number from assets a where a.{fitting} order by number limit 5",
        "select '{fitting}', number from assets order by n limit 1",
        "select n, {fitting} from assets order by n limit 5",
        "select rowid from assets where {fitting} order by n limit 5",
        "select title from assets where title <> ' and {fitting}' and {fitting} order by title limit 5",
        "select title from assets where 1 /* and {fitting} */ order by title limit 5",
        'select n from assets where "words" <> :search and {fitting} order by n limit 5',
        "select medium as value, count(*) as count from ( select * from assets where {fitting} ) group by 1",
    ],
)
async def test_somebodys_own_question_is_answered_as_it_stands(
    view: Any, monkeypatch: pytest.MonkeyPatch, sql: str
) -> None:
    """A statement that only looks like a page's means what it says."""
    asked = {"sql": sql.format(fitting=searching.FITTING), "search": "データ"}
    few = (await view.client.get("/r.json", params=asked)).json()
    monkeypatch.setattr(searching, "MANY", 1)
    many = (await view.client.get("/r.json", params=asked)).json()

    assert few["ok"]
    assert few["rows"]
    assert [few[name] for name in ("rows", "columns", "ok")] == [many[name] for name in ("rows", "columns", "ok")]


def test_a_question_without_its_word_is_left_alone() -> None:
    """Nobody said what to search for: nothing is looked up."""
    sql = f"select n from assets where {searching.FITTING} order by n limit 5"

    assert sql == searching.quicker(sqlite3.connect(":memory:"), sql, None)


async def test_nothing_in_a_column_is_a_value_too(view: Any) -> None:
    """Counted, said in words, and its link finds the rows."""
    told = await page(view, "_facet=holder")
    [nobody] = links(told, "none")
    [count] = re.findall(r">none</a> ([\d,]+)", told)

    assert f"{count} rows" in await page(view, path=nobody)


# -- words ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "means"),
    [
        ("medium=紙", "medium=paper"),
        ("medium=magnetic tape", "medium=mag_tape"),
        ("medium__not=磁気テープ", "medium__not=mag_tape"),
        ("medium__in=紙,HDD", "medium__in=paper,hdd"),
        ("medium__notin=paper, HDD", "medium__notin=paper,hdd"),
        ("status=搬送中", "status__in=in_transit,transit"),
        ("medium__not=搬送中", "medium__notin=in_transit,transit"),
        ("method=溶解", "method__in=pulp,溶解"),
        ("method=手渡し", "method=手渡し"),
        ("title=紙", "title=紙"),
        ("medium__contains=紙", "medium__contains=紙"),
        ("medium=paper&medium=&medium", "medium=paper&medium=&medium"),
        ("_facet=medium&_search=紙", "_facet=medium&_search=紙"),
        ("", ""),
    ],
)
def test_a_word_of_the_page_means_its_code(asked: str, means: str) -> None:
    """In either language; where several codes, or somebody's own words, read the same, any of them fits; everything else stands as it is."""
    given = "&".join("=".join(map(quote_plus, part.split("=", 1))) for part in asked.split("&"))

    assert means == unquote_plus(filtering.coded(given.encode()).decode())


async def test_a_word_in_a_question_of_ones_own_is_left_as_it_was_typed(view: Any) -> None:
    """Its parameters may be called what they like; a title may be the name of a medium."""
    asked = f"sql=select+:medium+as+one,+:kind+as+other&medium={quote('紙')}&kind={quote('搬送中')}"
    [told] = (await view.client.get(f"/r.json?_shape=arrays&{asked}")).json()["rows"]

    assert ["紙", "搬送中"] == told
    assert "紙,搬送中" in (await view.client.get(f"/r.csv?{asked}")).text


def test_no_ready_made_question_asks_for_a_code() -> None:
    """Their parameters would be turned into what the register holds, where somebody may have typed a word of their own."""
    assert set() == {name for question in explain.queries().values() for name in question.get("params", ())} & CODES


async def test_ways_to_compare_are_offered_in_words(view: Any) -> None:
    """None of Datasette's signs; one that stands in the address is kept, so that applying the form again does not change it."""
    told = await page(view)
    kept = await page(view, "title__glob=*1*")
    offered = re.findall(r'<select id="op_1?".*?</select>|<select id="op".*?</select>', told, re.S)[-1]

    assert not re.search(">(like|not like|glob|date|array contains|is null|≠)<", offered)
    assert 'value="isblank__1"' in offered
    assert '<option value="glob" selected>' in kept


async def test_rows_are_filtered_by_the_words_that_stand_in_them(view: Any) -> None:
    """As typed into the form: the page finds the rows, shows the word again, and so does the file."""
    typed = f"_filter_column_1=medium&_filter_op_1=exact&_filter_value_1={quote('紙')}"
    sent = await view.client.get(f"/r/assets?{typed}")
    told = await page(view, path=sent.headers["location"])
    rows = (await view.client.get(f"/r/assets.json?medium={quote('紙')}&_shape=array&_size=max")).json()
    file = (await view.client.get(f"/r/assets.csv?medium={quote('紙')}")).text

    assert 302 == sent.status_code
    assert f"{len(rows)} rows" in told
    assert 'name="_filter_value_1" value="paper"' in told
    assert {"paper"} == {row["medium"] for row in rows}
    assert len(rows) == file.count("\n") - 1


# -- page by page -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "many"),
    [("", searching.MANY), ("&n__gt=5", searching.MANY), (f"&_search={WORD}", searching.MANY), (f"&_search={WORD}", 1)],
)
@pytest.mark.parametrize("way", ["_sort", "_sort_desc"])
async def test_page_by_page_every_row_is_met_once(
    view: Any, monkeypatch: pytest.MonkeyPatch, query: str, way: str, many: int
) -> None:
    """However many are alike in what they are sorted by: no row is passed over, none comes twice."""
    monkeypatch.setattr(searching, "MANY", many)
    wrong = []
    whole = (await view.client.get(f"/r/assets.json?_size=max&_nofacet=1{query}")).json()["rows"]
    for column in view.explained["assets"]["columns"]:
        if [row[0] for row in whole] != sorted(await _page_by_page(view, "assets", f"{way}={column}{query}")):
            wrong.append(column)

    assert [] == wrong


async def _page_by_page(view: Any, table: str, query: str) -> list[Any]:
    met: list[Any] = []
    onward: str | None = ""
    while onward is not None:
        more = f"&_next={onward}" if onward else ""
        told = (await view.client.get(f"/r/{table}.json?_size=20&_nofacet=1&_nocount=1&{query}{more}")).json()
        met += [tuple(row) if table != "assets" else row[0] for row in told["rows"]]
        onward = told["next"]
    return met


async def test_so_it_is_in_every_table(view: Any) -> None:
    """Whatever its key is made of."""
    wrong = []
    for table, settings in view.explained.items():
        whole = (await view.client.get(f"/r/{table}.json?_size=max&_nofacet=1")).json()
        if whole["is_view"] or len(whole["rows"]) <= 7 or table in ("assets", "events"):
            continue
        for column in settings["columns"]:
            for way in ("_sort", "_sort_desc"):
                met = await _page_by_page(view, table, f"{way}={column}")
                if sorted(map(str, met)) != sorted(str(tuple(row)) for row in whole["rows"]):
                    wrong.append((table, column, way))

    assert [] == wrong


@pytest.mark.parametrize(
    "sql",
    [
        "select n, title from assets where n < 40 union select 1, 'a' order by title limit 5",
        "select n, title from assets where n < 30 -- order by title limit 5",
        "select n, title from nothing order by title limit 5",
        "select title from assets order by title limit 5",
        "select n, title from assets where n in (select n from assets order by n limit 3) order by title limit 5",
    ],
)
async def test_a_question_that_looks_like_a_page_is_answered_as_it_stands(view: Any, sql: str) -> None:
    """Brackets are put where they fit, or not at all."""
    db = sqlite3.connect(f"file:{view.get_database('r').path}?mode=ro", uri=True)
    try:
        expected: list[Any] = sorted(map(list, db.execute(sql)))
    except sqlite3.Error as error:
        expected = [str(error)]
    db.close()
    told = (await view.client.get("/r.json", params={"sql": sql})).json()

    assert expected == (sorted(told["rows"]) or [told["error"]])
