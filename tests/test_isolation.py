"""Does an auditor see nothing of a contract that is not theirs?"""

from __future__ import annotations

import asyncio
import re
import threading
import time
from collections.abc import AsyncIterator, Iterator
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote

import datasette.app  # noqa: F401  before any module of ours that uses it: its plugins load once
import pytest

from assets import auditors
from assets.auditors import Auditor, Book
from cli.report import write_pdf
from datasette_plugins import explain, front, registers, server
from datasette_plugins.addresses import ROUTES
from datasette_plugins.door import Door, Visitor, asking
from tests.test_audit_view import OF_B, PLANTED, TAPE, A, B, make_ledger

SECRETS = (*PLANTED, B, OF_B, "介護 ")
_LONG = "replace(printf('%400000d', 1), ' ', 'a')"
ATTACKS = (
    "select * from assets",
    "select * from sqlite_master",
    "explain select * from assets",
    "explain query plan select * from assets",
    "pragma database_list",
    "pragma table_info(assets)",
    "select * from pragma_database_list()",
    "select zeroblob(900000000)",
    "select randomblob(900000000)",
    "select fts3_tokenizer('simple')",
    "select * from sqlite_stmt",
    "select * from dbstat",
    "attach '{path}' as x",
    "select * from x.assets",
    "select readfile('{path}')",
    "select load_extension('{path}')",
    "with assets as (select * from main.assets) select * from assets",
    "select * from assets_search where assets_search match 'CANARYWORD'",
    "select * from assets_search_data",
    "select sqlite_version(), sqlite_source_id()",
    "select '{b}'",
    "nonsense '",
)


class House(NamedTuple):
    """A ledger with two contracts. a, b: their databases; tokens: account -> what opens it."""

    folder: Path
    registers: dict[str, Path]
    a: str
    b: str
    tokens: dict[str, str]


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> House:
    folder = tmp_path_factory.mktemp("house") / "ledger"
    registers = make_ledger(folder)
    a, b = registers
    tokens, accounts = {}, {}
    for name, contracts in {
        "of-a": (A,),
        "of-b": (B,),
        "of-none": (),
        "of-gone": ("R1-9",),
        "of-both": (A, B),
        "chief": None,
    }.items():
        tokens[name], kept = auditors.token("2099-01-01", today="2026-01-01")
        accounts[name] = Auditor(
            password=auditors.NOBODYS,
            made_on="2026-01-01",
            contracts=contracts or (),
            sees_all=contracts is None,
            tokens=(kept,),
        )
    auditors.write(folder, Book(secret="0" * 64, auditors=accounts))
    return House(folder, registers, a, b, tokens)


@pytest.fixture
async def view(house: House) -> AsyncIterator[Any]:
    """The view as `serve` builds it, with accounts."""
    built = server.build(house.registers, door=Door(house.folder), paper=partial(write_pdf, font=None))
    yield built
    server.close(built)


async def ask(view: Any, house: House, who: str, path: str, method: str = "GET") -> Any:
    """What an account gets; "": what nobody gets."""
    headers = {"authorization": f"Bearer {house.tokens[who]}"} if who else {}
    return await view.client.request(
        method, f"http://localhost{path}", headers=headers, follow_redirects=False, avoid_path_rewrites=True
    )


def addresses(database: str, tables: list[str]) -> Iterator[str]:
    """Every shape of address under one database: Datasette's own and ours."""
    yield from (f"/{database}{form}" for form in ("", "/", ".json", ".csv", ".db", ".jsono", "?_show_hidden=1"))
    yield from (
        f"/{database}/-/{page}" for page in ("status", "status/", f"asset/{TAPE}", f"asset/{OF_B}", "other", "")
    )
    yield from (f"/{database}/-/event/{seq}" for seq in ("0", "3", "999999", "x"))
    yield from (f"/{database}/-/search{query}" for query in ("", "?q=CANARYWORD", "?q=国"))
    yield from (f"/{database}/-/verify{query}" for query in ("", "?after=2"))
    yield from (f"/{database}/-/{file}" for file in ("lines.jsonl", "lines.jsonl?first=1&last=3", "report.pdf"))
    for name in tables:
        yield from (f"/{database}/{name}{form}" for form in ("", "/", ".json", ".csv", ".csv?_stream=1", ".xlsx"))
        yield from (
            f"/{database}/{name}.json?{query}"
            for query in (
                "_search=CANARYWORD",
                "_fts_table=assets_search&_fts_pk=n&_search=CANARYWORD",
                "_facet=title",
                "_facet=title&_facet_size=max",
                "_where=1=1",
                "_sort=n",
                "_shape=array&_size=max",
                "title__contains=CANARYWORD",
                '_through={"table":"events","column":"asset","value":"1"}',
                "_labels=on&_extras=1",
            )
        )
    yield from (f"/{database}/{name}{form}" for name in explain.queries() for form in ("", ".json", ".csv", ".xlsx"))
    yield from (f"/{database}/assets/{row}" for row in ("1", "1.json", "9", OF_B, "1/", "~31", "%31"))
    yield from (f"/{database}/{name}" for name in ("sqlite_master", "assets_search", "assets_search_data", "nothing"))
    for sql in ATTACKS:
        yield from (f"/{database}{form}?sql={quote(sql)}" for form in ("", ".json", ".csv", ".xlsx"))


def disguised(database: str) -> list[str]:
    """The name of a database in other clothes, and ways past what looks at it."""
    tilde = "".join(f"~{ord(sign):02X}" for sign in database)
    percent = "".join(f"%{ord(sign):02X}" for sign in database)
    return [
        *(f"/{name}{rest}" for name in (tilde, percent, database.upper()) for rest in ("", ".json", "/assets", "/")),
        *(
            f"{way}{database}/assets"
            for way in ("//", "/./", "/-/", "/-/static/../", "/-/../", "/x/../", "/%2e%2e/", "/\\")
        ),
        f"/-/static/%2e%2e/{database}",
        f"/-/login/../{database}",
        f"/-/login/{database}",
        f"/{database};x",
        f"/{database}%00",
        f"/{database}%2Fassets",
        f"/?database={database}",
        f"/.json?database={database}",
        f"/-/login?next=/{database}/assets",
        "/-/databases.json",
        "/-/metadata.json",
        "/-/plugins.json",
        "/-/actor.json",
        f"/-/permissions?database={database}",
        "/-/allow-debug",
        "/_internal",
        "/_internal/tables.json",
        "/_memory?sql=select+1",
        "/.json",
    ]


def leaks(answer: Any, *, asked: str = "") -> list[str]:
    """Which planted words stand in an answer, headers included, that were not in the question."""
    told = answer.text + str(answer.headers)
    return [secret for secret in SECRETS if secret in told and secret not in asked]


def test_every_page_of_ours_is_walked() -> None:
    """Each route that names a contract is among the addresses below: a new page cannot be forgotten."""
    walked = list(addresses("b", ["assets"]))

    named = [pattern for pattern, _page in ROUTES if "database" in pattern]
    assert [] == [pattern for pattern in named if not any(re.match(pattern, path.partition("?")[0]) for path in walked)]


# -- the walk ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("method", ["GET", "HEAD"])
async def test_a_foreign_contract_does_not_exist(view: Any, house: House, method: str) -> None:
    """Every shape of address under B is, to A's auditor, byte for byte what an address that leads nowhere is."""
    nowhere = {form: await ask(view, house, "of-a", f"/nobody-00000000{form}", method) for form in ("", ".json")}
    different = []
    count = 0
    for path in addresses(house.b, list(view.explained)):
        answer = await ask(view, house, "of-a", path, method)
        like = nowhere[".json" if path.partition("?")[0].endswith(".json") else ""]
        count += 1
        if (answer.status_code, answer.content, answer.headers) != (404, like.content, like.headers):
            different.append((path, answer.status_code))

    assert [] == different
    assert count > 400


async def test_the_second_wall_holds_alone(view: Any, house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """Should every path be let through to Datasette, permissions still give A's auditor nothing of B, and nobody nothing of anything."""
    monkeypatch.setattr(front, "_admitted", lambda datasette, asked: asked.path)
    found = []
    for path in addresses(house.b, list(view.explained)):
        for who in ("of-a", ""):
            answer = await ask(view, house, who, path)
            found += [(path, who, leak) for leak in leaks(answer, asked=path)]
            if answer.status_code == 200:
                found.append((path, who, "200"))

    assert [] == found


async def test_the_owner_sees_them_all(view: Any, house: House) -> None:
    """The same addresses answer B's own auditor, and show every planted word: the walk above is not blind."""
    told = {
        path: await ask(view, house, "of-b", path)
        for path in addresses(house.b, list(view.explained))
        if ".csv" not in path and "sql=" not in path
    }

    assert sum(answer.status_code == 200 for answer in told.values()) > 250
    assert [] == [planted for planted in PLANTED if not any(planted in answer.text for answer in told.values())]


async def test_no_disguise_helps(view: Any, house: House) -> None:
    """Encoded, doubled, upward, under static files, as a parameter: nothing of B comes out, to A's auditor or to nobody."""
    for path in disguised(house.b):
        for who in ("of-a", "of-none", ""):
            answer = await ask(view, house, who, path)
            assert (path, who, []) == (path, who, leaks(answer))
            assert answer.status_code in (200, 302, 303, 401, 404, 421), (path, who, answer.status_code)
            if answer.status_code == 200:
                assert path.startswith(("/?", "/-/login?")), (path, who)


async def test_nothing_foreign_stands_on_ones_own_pages(view: Any, house: House) -> None:
    """A's auditor asks everything of A, attacks included: no word of B anywhere, nor its database's name."""
    path_of_b = str(house.registers[house.b])
    found = []
    for shape in addresses(house.a, list(view.explained)):
        path = shape.replace(quote("{path}"), quote(path_of_b)).replace(quote("{b}"), quote("b"))
        answer = await ask(view, house, "of-a", path)
        found += [
            (path, leak)
            for leak in leaks(answer, asked=path + "CANARYWORD" * ("CANARYWORD" in path) + OF_B * (OF_B in path))
        ]
        if house.b in answer.text and house.b not in path:
            found.append((path, house.b))

    assert [] == found


async def test_the_first_page_lists_ones_own(view: Any, house: House) -> None:
    """Each sees the contracts of their account, the chief all of them, an account without a contract none."""
    seen = {}
    for who in house.tokens:
        text = (await ask(view, house, who, "/")).text
        seen[who] = [name for name in (house.a, house.b) if f"/{name}" in text]

    both = [house.a, house.b]
    assert {"of-a": [house.a], "of-b": [house.b], "of-none": [], "of-gone": [], "of-both": both, "chief": both} == seen


async def test_nobody_gets_nothing(view: Any, house: House) -> None:
    """Without a name a page leads to the form, whatever its address, and data is 401: the same whether the contract exists or not."""
    pages, data = set(), set()
    for database in (house.a, house.b, "nobody-00000000"):
        for path in (
            f"/{database}",
            f"/{database}/assets",
            f"/{database}/-/status",
            f"/{database}/assets/1",
            f"/{database}.db",
        ):
            answer = await ask(view, house, "", path)
            pages.add((answer.status_code, answer.content, answer.headers["location"] == f"/-/login?next={path}"))
        for path in (
            f"/{database}.json",
            f"/{database}/assets.csv",
            f"/{database}/assets.json?_search=x",
            f"/{database}/assets?_stream=on",
        ):
            answer = await ask(view, house, "", path)
            data.add((answer.status_code, answer.content, answer.headers["www-authenticate"]))

    assert {(303, b"", True)} == pages
    assert {(401, b"Not signed in", "Bearer")} == data


@pytest.mark.parametrize("actor", [None, {"id": "root"}, {"id": "chief"}, {"id": "of-a"}])
async def test_datasettes_own_idea_of_who_asks_counts_for_nothing(view: Any, house: House, actor: Any) -> None:
    """Permission hangs on the request alone: whoever is not asking gets nothing, whatever Datasette takes them for."""
    kinds = {
        None: ("view-instance", "debug-menu", "permissions-debug", "anything-new"),
        house.a: ("view-database", "execute-sql", "view-database-download", "anything-new"),
        (house.a, "assets"): ("view-table", "insert-row", "anything-new"),
        (house.a, next(iter(explain.queries()))): ("view-query",),
    }

    assert [] == [
        (resource, action)
        for resource, actions in kinds.items()
        for action in actions
        if await view.permission_allowed(actor, action, resource, default=True)
    ]


async def test_a_cookie_of_datasettes_own_opens_nothing(view: Any, house: House) -> None:
    """Even one that it signed itself."""
    cookies = {"ds_actor": view.sign({"a": {"id": "root"}}, "actor")}
    answer = await view.client.get(f"/{house.a}.json", cookies=cookies)

    assert 401 == answer.status_code


# -- side channels ----------------------------------------------------------------------------------------------------


async def test_a_foreign_contract_takes_no_longer_than_none(view: Any, house: House) -> None:
    """The time to be told that there is nothing is the same for B as for a name nobody has, for tables, rows and searches."""
    for rest in ("/assets.json", "/assets/1.json", "/assets.json?_search=CANARYWORD", ".json?sql=select+1"):
        times: dict[str, list[float]] = {house.b: [], "nobody-00000000": []}
        for _ in range(60):
            for name, spent in times.items():
                began = time.perf_counter()
                await ask(view, house, "of-a", f"/{name}{rest}")
                spent.append(time.perf_counter() - began)
        foreign, none = (min(spent) for spent in times.values())  # what else the machine does only adds

        assert 0.5 < foreign / none < 2, (rest, foreign, none)


async def test_a_foreign_register_is_never_asked(view: Any, house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """No statement runs on B's register for A's auditor, whatever the address: there is nothing to measure."""
    asked = []
    register = view.get_database(house.b)
    original = register.execute_fn
    monkeypatch.setattr(register, "execute_fn", lambda fn: asked.append(fn) or original(fn))
    for path in (*addresses(house.b, list(view.explained)), *disguised(house.b), "/"):
        await ask(view, house, "of-a", path)
    silent = list(asked)
    await ask(view, house, "of-b", f"/{house.b}/assets.json")

    assert [] == silent
    assert asked


async def test_faults_and_logs_give_nothing_away(
    view: Any,
    house: House,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    """What was searched for and what a fault says stay out of the page and out of the error output; where it happened is written."""
    monkeypatch.setattr("datasette_plugins.life.told", lambda db, number: {}["CANARYWORD"])
    answers = [
        await ask(view, house, "of-b", f"/{house.b}/-/asset/{OF_B}"),
        await ask(view, house, "of-b", f"/{house.b}.json?sql={quote('select CANARYWORD from assets')}"),
        await ask(view, house, "of-b", f"/{house.b}/assets.json?_where=CANARYWORD"),
        await ask(view, house, "of-b", f"/{house.b}/assets.json?_sort=CANARYWORD"),
    ]
    told = capfd.readouterr()

    assert [500, 400, 400, 400] == [answer.status_code for answer in answers]
    assert "CANARYWORD" not in answers[0].text
    assert "CANARYWORD" not in told.err + told.out + caplog.text
    assert "KeyError" in caplog.text


# -- two at once ------------------------------------------------------------------------------------------------------


async def test_two_auditors_at_once_never_see_each_others_rows(view: Any, house: House) -> None:
    """Six hundred questions of two auditors through each other: every answer is the asker's own, and nobody is left standing."""
    questions = [
        "/assets.json?_shape=array",
        "/people.json?_shape=array",
        ".json?sql=select+number,title+from+contract&_shape=array",
    ]
    wrong = []

    async def stream(who: str, own: str, foreign: str, own_word: str, foreign_word: str) -> None:
        for turn in range(100):
            question = questions[turn % 3]
            mine = await ask(view, house, who, f"/{own}{question}")
            other = await ask(view, house, who, f"/{foreign}{question}")
            if mine.status_code != 200 or foreign_word in mine.text or other.status_code != 404:
                wrong.append((who, question, mine.status_code, other.status_code))
            if turn % 3 == 0 and own_word not in mine.text:
                wrong.append((who, question, "not mine"))

    await asyncio.gather(
        *(stream("of-a", house.a, house.b, TAPE, "R7007") for _ in range(3)),
        *(stream("of-b", house.b, house.a, OF_B, "R7012") for _ in range(3)),
    )

    assert [] == wrong
    assert asking.get() is None


async def test_one_reader_cannot_take_all_places(view: Any, house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """More than eight questions of one account at once are turned away; another account's is answered."""
    waiting = asyncio.Event()
    register = view.get_database(house.a)

    async def slow(fn: Any) -> Any:
        await waiting.wait()
        raise RuntimeError

    monkeypatch.setattr(register, "execute_fn", slow)
    first = [asyncio.create_task(ask(view, house, "of-a", f"/{house.a}/-/status")) for _ in range(8)]
    await asyncio.sleep(0.2)
    ninth = await ask(view, house, "of-a", f"/{house.a}/-/status")
    other = await ask(view, house, "of-b", f"/{house.b}/assets.json")
    waiting.set()
    await asyncio.gather(*first)

    assert (429, "1", 200) == (ninth.status_code, ninth.headers["retry-after"], other.status_code)
    assert 500 == (await ask(view, house, "of-a", f"/{house.a}/-/status")).status_code


async def test_slow_questions_leave_threads_to_others(view: Any, house: House) -> None:
    """Eight questions without an end, from one account, do not make another's page wait for them."""
    sql = quote("with recursive c(x) as (select 1 union all select x + 1 from c) select count(*) from c")
    slow = [asyncio.create_task(ask(view, house, "of-a", f"/{house.a}.json?sql={sql}")) for _ in range(8)]
    await asyncio.sleep(0.3)
    began = time.perf_counter()
    other = await ask(view, house, "of-b", f"/{house.b}/assets")
    took = time.perf_counter() - began
    waiting = sum(not task.done() for task in slow)
    await asyncio.gather(*slow)

    assert (200, 8, True) == (other.status_code, waiting, took < 2)


async def test_a_page_of_ours_has_an_end_too(view: Any, house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """A search, say, that takes too long is given up, and says so."""
    endless = "with recursive c(x) as (select 1 union all select x + 1 from c) select count(*) from c"
    monkeypatch.setattr(registers, "PAGE_MS", 300)
    monkeypatch.setattr("assets.finding.find", lambda db, typed: db.execute(endless).fetchall())
    answer = await asyncio.wait_for(ask(view, house, "of-a", f"/{house.a}/-/search?q=x"), 20)

    assert (400, True) == (answer.status_code, "時間がかかりすぎ" in answer.text)


async def test_an_answer_that_would_fill_the_memory_ends(view: Any, house: House) -> None:
    """Rows of hundreds of kilobytes each are refused before they are all there, though there be few of them and they come at once; a sentence says why."""
    sql = "with recursive c(x) as (select 1 union all select x + 1 from c where x < {rows}) select printf('%.*c', 300000, 'x') from c"
    few, many = [
        await ask(view, house, "of-a", f"/{house.a}{form}?sql={quote(sql.format(rows=rows))}")
        for rows, form in ((5, ".json"), (100, ""))
    ]

    assert (200, True) == (few.status_code, len(few.content) > 1_500_000)
    assert (400, True) == (many.status_code, "1ページに収まりません" in many.text)


@pytest.mark.parametrize("who", ["of-none", "of-gone"])
async def test_an_account_sees_only_what_exists(view: Any, house: House, who: str) -> None:
    """No contract, or one that this ledger has no register of, is nothing, not everything."""
    seen = [(await ask(view, house, who, f"/{name}.json")).status_code for name in house.registers]

    assert [404, 404] == seen
    assert TAPE not in (await ask(view, house, who, "/")).text


async def test_a_thread_that_nobody_waits_for_is_still_its_readers(view: Any, house: House) -> None:
    """Whoever asks what cannot be stopped, leaves, and asks again: others are answered."""
    hold = threading.Event()
    register = view.get_database(house.a)
    mine = asking.set(Visitor("of-a", frozenset((A,))))
    for _again in range(3):
        hung = [asyncio.ensure_future(register.execute_fn(lambda _conn: hold.wait(20))) for _ in range(2)]
        await asyncio.sleep(0.1)
        for one in hung:
            one.cancel()
        await asyncio.gather(*hung, return_exceptions=True)
    asking.reset(mine)
    try:
        answer = await asyncio.wait_for(ask(view, house, "of-b", f"/{house.b}.json?sql=select+1"), 5)
    finally:
        hold.set()

    assert 200 == answer.status_code


@pytest.mark.parametrize(
    "work",
    [
        "ltrim({long}, replace(printf('%80000d', 1), ' ', '中') || 'a')",
        "trim({long}, {long} || 'b')",
        "escape_fts(replace(printf('%300000d', 1), ' ', 'ﷺ'))",
        "{long} like '%' || replace(printf('%490d', 1), ' ', 'a') || 'b'",
    ],
)
async def test_no_single_step_takes_for_ever(view: Any, house: House, work: str) -> None:
    """SQLite does not look at the clock while it compares: what takes minutes there is refused."""
    sql = f"select length({work.format(long=_LONG)}) from (select 1)"
    began = time.monotonic()
    answer = await ask(view, house, "of-a", f"/{house.a}.json?sql={quote(sql)}")

    assert 400 == answer.status_code
    assert time.monotonic() - began < 2


@pytest.mark.parametrize(
    ("work", "expected"),
    [("trim('  a ')", "a"), ("ltrim('xxay', 'xy')", "ay"), ("rtrim('ayx', 'xy')", "a"), ("trim('a', '')", "a"), ("trim(null, 'a')", None), ("trim(1001, '1')", "00")],
)  # fmt: skip
async def test_what_is_trimmed_is_trimmed_as_in_sqlite(
    view: Any, house: House, work: str, expected: str | None
) -> None:
    """Ours does what SQLite's own does."""
    answer = await ask(view, house, "of-a", f"/{house.a}.json?_shape=arrays&sql={quote(f'select {work}')}")

    assert [[expected]] == answer.json()["rows"]
