"""Does the audit view show everything of one contract, nothing of another, and nothing else?"""

from __future__ import annotations

import asyncio
import base64
import hashlib
import html
import re
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import datasette.app  # noqa: F401  before any module of ours that uses it: its plugins load once
import pytest
from datasette.plugins import pm

from assets import events as e
from assets import status
from assets.clauses import CLAUSES
from assets.duties import duties
from assets.edge import actor, moment_of
from assets.errors import BadInput, LedgerUnusable
from assets.ids import make
from assets.journal import new_id
from assets.ledger import Ledger
from assets.policy import SETTINGS
from datasette_plugins import audit, explain, server

A, B = "R7-国保-012", "R7-介護-007"
PLANTED = ("CANARYWORD", "秘匿語彙", "CANARYPERSON", "R7007")
HOSTILE = "<script>alert('x')</script>" + "\x1b[31m=cmd|calc!A0\u202e" + "𠮷🏯" + "長" * 200
NOW = moment_of().now
TAPE, COPY, SECOND, EVIL = (make("R7012", number) for number in (1, 2, 3, 4))
OF_B = make("R7007", 1)


def _opening(number: str, prefix: str, title: str) -> list[e.Fact]:
    return [
        e.ContractOpened(
            number=number,
            title=title,
            prefix=prefix,
            client="架空市",
            contractor="架空サービス",
            annex="20250401",
            start="2025-04-01",
            end="2026-03-31",
            purposes=("データ入力",),
            nonce=prefix,
        ),
        e.PersonAdded(person="C-01", name="仮名 五月", org="架空市", side="client", transfers=True, start="2025-04-01"),
        e.PersonAdded(
            person="P-01",
            name="見本 太郎",
            org="架空サービス",
            side="contractor",
            transfers=True,
            start="2025-04-01",
            pledged_on="2025-04-01",
        ),
        e.ResponsibleNamed(side="client", person="C-01", start="2025-04-01"),
        e.ResponsibleNamed(side="contractor", person="P-01", start="2025-04-01"),
        e.PlaceAdded(place="V-1", name="媒体保管庫", zone="controlled"),
        e.PlaceAdded(place="H-1", name="運用室", zone="handling"),
        e.ProtocolSet(number="協議-1", agreed_on="2025-04-01", methods=("手渡し",), media=("mag_tape",)),
    ]


def _received(number: str, ordinal: int, title: str, **more: Any) -> e.Received:
    return e.Received(
        asset=number,
        ordinal=ordinal,
        title=title,
        medium="mag_tape",
        item=1,
        pi_class="specific_pi",
        released_by="C-01",
        received_by="P-01",
        method="手渡し",
        place="V-1",
        occurred="2025-04-15",
        **more,
    )


def _story() -> list[e.Fact]:
    return [
        *_opening(A, "R7012", "特定健診受診券等作成業務委託"),
        e.PersonAdded(person="P-09", name=HOSTILE, org=HOSTILE, side="contractor", start="2025-04-01"),
        e.PlaceAdded(place="L-1", name="ロビー", zone="none"),
        e.SubcontractAdded(
            org="架空溶解",
            number="再-1",
            approved_on="2025-04-25",
            scope_work="溶解",
            scope_info=("paper",),
            management="週次",
        ),
        e.CopyApproved(
            number="複-1", approved_on="2025-04-20", approver="C-01", max_copies=2, sources=("国保データ 第1巻",)
        ),
        e.DisposalApproved(
            number="廃-1", approved_on="2025-12-20", approver="C-01", method="shred", sources=("国保データ",)
        ),
        _received(
            TAPE, 1, "国保データ 第1巻", serial="KKS101L8", seal_no="S-5001", handover_no="J-001", record_count=4120
        ),
        e.Copied(
            asset=COPY,
            ordinal=2,
            title="国保データ 第1巻",
            medium="hdd",
            item=1,
            pi_class="specific_pi",
            source=TAPE,
            approval="複-1",
            copy_no=1,
            copies=2,
            performed_by="P-01",
            place="H-1",
            occurred="2025-05-01",
        ),
        e.HandedOver(
            asset=TAPE,
            released_by="P-01",
            received_by="P-09",
            side="contractor",
            place="H-1",
            occurred="2025-05-02",
            purpose="データ入力",
            flags=("R05-1",),
            violation="授受担当でない者への引渡",
        ),
        e.Refused(asset=TAPE, deed="dispose", rules=("R41-1",)),
        _received(SECOND, 3, "介護データ"),
        e.Disposed(
            asset=SECOND,
            method="shred",
            level="DESTROY",
            approval="廃-1",
            performed_by="P-01",
            witness="C-01",
            place="H-1",
            occurred="2025-12-24",
        ),
        e.Validated(asset=SECOND, decision="accepted", validated_by="P-01", occurred="2025-12-25"),
        _received(EVIL, 4, HOSTILE, remarks=HOSTILE),
        e.Labelled(asset=TAPE, generation="A"),
    ]


def _other_story() -> list[e.Fact]:
    return [
        *_opening(B, "R7007", f"介護 {PLANTED[0]}"),
        e.PersonAdded(person="P-77", name=PLANTED[2], org=PLANTED[1], side="contractor", start="2025-04-01"),
        _received(OF_B, 1, f"{PLANTED[0]} {PLANTED[1]}", serial=PLANTED[0], remarks=PLANTED[1]),
    ]


def make_ledger(folder: Path) -> dict[str, Path]:
    """A ledger with two contracts, caught up: database name -> register."""
    with Ledger.create(folder) as ledger:
        for contract, facts in ((A, _story()), (B, _other_story())):
            with ledger.journal.writing():
                ids = [new_id(number) for number in range(len(facts))]
                ledger.journal.append(facts, contract=contract, at=moment_of().now, by=actor("P-01", "typed"), ids=ids)
            ledger.catch_up(contract)
        return {path.stem: path for path in map(ledger.register_path, (A, B))}


@pytest.fixture(scope="module")
def registers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    return make_ledger(tmp_path_factory.mktemp("ledger") / "ledger")


@pytest.fixture(scope="module")
def a(registers: dict[str, Path]) -> str:
    return next(iter(registers))


@pytest.fixture(scope="module")
def b(registers: dict[str, Path]) -> str:
    return list(registers)[1]


@pytest.fixture
def plugged_out() -> Iterator[None]:
    pm.unregister(audit)
    yield
    pm.register(audit, explain.NAME)


@pytest.fixture
async def view(registers: dict[str, Path]) -> AsyncIterator[Any]:
    """The view as `serve` builds it."""
    built = server.build(registers)
    yield built
    server.close(built)


async def ask(view: Any, database: str, sql: str) -> Any:
    return await view.client.get(f"/{database}.json?{urlencode({'sql': sql, '_shape': 'arrays'})}")


def pages(database: str, tables: list[str]) -> list[str]:
    """Every kind of address of one database."""
    return [
        f"/{database}",
        f"/{database}.json",
        f"/{database}?_show_hidden=1",
        *(f"/{database}/{name}{form}" for name in tables for form in ("", ".json", ".csv?_stream=1")),
        *(f"/{database}/{name}" for name in explain.queries()),
        f"/{database}/assets?_search=国保",
        f"/{database}/assets?_facet=title",
        f"/{database}/events?_facet=kind",
        f"/{database}/assets/1",
        f"/{database}/-/asset/{TAPE}",
        f"/{database}/-/asset/{TAPE}?lang=en",
        f"/{database}/-/status",
        f"/{database}/-/status?lang=en",
        *(f"/{database}?lang={language}" for language in ("ja", "en")),
        *(f"/{database}/-/event/{seq}?lang=en" for seq in range(25)),
        *(f"/{database}/-/search?q={quote(word)}" for word in ("", "国", "P", "架空", "1", HOSTILE)),
        *(f"/{database}/{name}.csv" for name in explain.queries()),
        f"/{database}/-/verify",
        f"/{database}/-/lines.jsonl",
        f"/{database}/nothing",
        f"/{database}?sql=select+*+from+assets",
        f"/{database}?sql=select+*+from+sqlite_master",
        f"/{database}?sql=nonsense",
    ]


# -- the guard stands -------------------------------------------------------------------------------------------------


async def test_our_hooks_are_loaded(view: Any) -> None:
    """Every hook the guard needs is registered, and our permissions are the last to be asked."""
    assert server.HOOKS <= {caller.name for caller in pm.get_hookcallers(audit) or ()}
    assert pm.hook.permission_allowed.get_hookimpls()[0].plugin is audit
    assert await view.permission_allowed(None, "anything-new", default=True) is False


async def test_without_the_plugin_nobody_sees_anything(registers: dict[str, Path], plugged_out: None) -> None:
    """The net in metadata.yml: Datasette started by hand over the same files refuses every page, to actors too."""
    from datasette.app import Datasette

    bare = Datasette([str(path) for path in registers.values()], metadata=explain.root())
    bare._root_token = None
    database = next(iter(registers))
    paths = [
        "/",
        f"/{database}",
        f"/{database}.json?sql=select+1",
        f"/{database}/assets",
        f"/{database}/assets/1",
        "/-/databases",
        "/-/metadata",
    ]
    cookies = {"ds_actor": bare.sign({"a": {"id": "root"}}, "actor")}

    seen = [(await bare.client.get(path)).status_code for path in paths] + [
        (await bare.client.get(path, cookies=cookies)).status_code for path in paths
    ]

    assert {403} == set(seen)


async def test_a_datasette_that_is_not_ours_stays_shut(registers: dict[str, Path], view: Any) -> None:
    """With the plugin loaded, but not started for local use, every page is refused even without the net."""
    from datasette.app import Datasette

    bare = Datasette([str(path) for path in registers.values()])

    assert {404} == {
        (await bare.client.get(path)).status_code for path in ("/", f"/{next(iter(registers))}", "/-/databases")
    }


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.5", "example.com", "::", ""])
def test_only_this_machine_may_look(registers: dict[str, Path], host: str) -> None:
    """A view that asks for no password is never bound to an address that others reach."""
    with pytest.raises(BadInput):
        server.serve(registers, host=host)


@pytest.mark.parametrize("version", ["0.65.4", "0.64.8", "0.66", "1.0a41", "1.0"])
def test_another_datasette_is_refused(
    registers: dict[str, Path], monkeypatch: pytest.MonkeyPatch, version: str
) -> None:
    """On 1.0 the permission hook is silently ignored; before 0.65.5 there are holes."""
    monkeypatch.setattr("datasette.version.__version__", version)

    with pytest.raises(LedgerUnusable):
        server.build(registers)


def test_a_strange_plugin_is_refused(registers: dict[str, Path]) -> None:
    """Another plugin could add pages that ask nobody."""
    import types

    pm.register(types.ModuleType("datasette_strange"), "datasette-strange")
    try:
        with pytest.raises(LedgerUnusable):
            server.build(registers)
    finally:
        pm.unregister(name="datasette-strange")


def test_what_is_no_register_is_refused(tmp_path: Path) -> None:
    """A missing file, another file, the journal itself: none is shown."""
    (tmp_path / "text.db").write_text("no database")
    Ledger.create(tmp_path / "ledger").journal.close()

    for path in (tmp_path / "none.db", tmp_path / "text.db", tmp_path / "ledger" / "journal.db"):
        with pytest.raises(LedgerUnusable):
            server.build({"x": path})
    with pytest.raises(BadInput):
        server.build({})


async def test_the_probe_notices_a_fallen_guard(view: Any, plugged_out: None) -> None:
    """What must be refused is tried before anybody may look."""
    with pytest.raises(LedgerUnusable):
        await server._must_refuse(view)


@pytest.mark.parametrize(
    "query",
    [
        "_where=1;select+1",
        "n__gt=" + "9" * 400,
        "title__in=[%22a%22",
        "title__in=" + "[" * 3000,
        "title__like=" + "%25a" * 5000,
        "_timelimit=x",
        "_through={",
        "_through=[]",
        "_through={%22table%22:%22x%22}",
        "&".join(["a=1"] * 5000),
    ],
    ids=lambda query: query[:20],
)
async def test_a_mistake_in_an_address_is_not_ours(view: Any, a: str, query: str) -> None:
    """A filter that cannot be read, a number too large, two statements at once: refused in a sentence, on the page as in every file; no fault here."""
    seen = {
        form: (await view.client.get(f"/{a}/assets{form}?{query}")).status_code
        for form in ("", ".json", ".csv", ".xlsx")
    }

    assert {"": 400, ".json": 400} == {form: seen[form] for form in ("", ".json")}
    assert {200, 400} >= set(seen.values())


async def test_a_fault_of_ours_is_called_one(view: Any, a: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A page that breaks while it is made, though by the same kind of error, is not blamed on who asks."""
    monkeypatch.setattr(audit, "cell", lambda *_args, **_more: int("x"))

    assert 500 == (await view.client.get(f"/{a}/assets")).status_code


# -- isolation --------------------------------------------------------------------------------------------------------


@pytest.mark.built_in("R26-1")
async def test_nothing_of_another_contract_is_on_any_page(view: Any, a: str, b: str) -> None:
    """Words planted in B stand on no page of A; the same pages of B do show them."""
    tables = list(view.explained)
    shown = {path: (await view.client.get(path)).text for path in pages(a, tables)}
    of_b = "".join([(await view.client.get(path)).text for path in pages(b, tables)])

    assert [] == [(path, planted) for path, text in shown.items() for planted in PLANTED if planted in text]
    assert all(planted in of_b for planted in PLANTED)


@pytest.mark.parametrize("suffix", ["", ".json", "?lang=en"])
async def test_foreign_looks_like_nonexistent(view: Any, a: str, b: str, suffix: str) -> None:
    """B's number under A, a number nobody has, no number at all, a contract nobody has: the same bytes."""
    unknown = make("R7012", 999)
    paths = [
        f"/{a}/-/asset/{OF_B}",
        f"/{a}/-/asset/{unknown}",
        f"/{a}/-/asset/x",
        f"/nobody-00000000/-/asset/{TAPE}",
        "/nobody-00000000",
        "/nobody-00000000/-/status",
        f"/{a}/-/nothing",
    ]
    answers = [await view.client.get(path + suffix) for path in paths]

    assert {404} == {answer.status_code for answer in answers}
    assert 1 == len({answer.content for answer in answers})
    assert 1 == len({tuple(sorted(answer.headers.items())) for answer in answers})


@pytest.mark.parametrize(
    "path",
    [
        "/-/databases",
        "/-/databases.json",
        "/-/metadata",
        "/-/metadata.json",
        "/-/plugins",
        "/-/versions",
        "/-/settings",
        "/-/config",
        "/-/threads",
        "/-/actor",
        "/-/auth-token",
        "/-/logout",
        "/-/permissions",
        "/-/messages",
        "/-/allow-debug",
        "/-/patterns",
        "/-",
        "/_internal",
        "/_internal.json",
        "/_internal/databases",
        "/_memory",
        "/_memory?sql=select+1",
        "/:memory:",
        "/:memory:/x",
        "/{a}.db",
        "/{a}/assets_search",
        "/{a}/assets_search_data",
        "/{a}/_sqlite_migrations",
        "/{a}/sqlite_master",
        "/{a}/-/other",
    ],
)
async def test_everything_else_is_not_there(view: Any, a: str, path: str) -> None:
    """Pages that speak of the server, its databases, and the inner tables look like pages that do not exist."""
    answer = await view.client.get(path.format(a=a))
    nowhere = await view.client.get("/nowhere.json" if path.endswith(".json") else "/nowhere")

    assert (404, nowhere.content) == (answer.status_code, answer.content)


async def test_a_strange_host_or_verb_is_turned_away(view: Any, a: str) -> None:
    """A page elsewhere that points its name at this machine gets nothing; nothing but reading is spoken."""
    assert 421 == (await view.client.get(f"/{a}", headers={"host": "evil.example"})).status_code
    assert 421 == (await view.client.get(f"/{a}", headers={"host": "127.0.0.1.evil.example:8001"})).status_code
    assert [200, 200, 200] == [
        (await view.client.get("/", headers={"host": host})).status_code
        for host in ("127.0.0.1:8001", "localhost", "[::1]:8001")
    ]
    assert 405 == (await view.client.post(f"/{a}/assets")).status_code


@pytest.mark.parametrize("path", ["//evil.example/", "/\\evil.example/", "/\\\\evil.example/"])
async def test_no_redirect_leads_elsewhere(view: Any, path: str) -> None:
    """A trailing slash is cut off by a redirect, which must stay on this server."""
    answer = await view.client.request("GET", f"http://localhost{path}", avoid_path_rewrites=True)

    assert re.match(r"/(?![/\\])|$", answer.headers.get("location", ""))


# -- what may be asked ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "sql",
    [
        "delete from assets",
        "insert into head values ('9', 1, 'x', 'x', 'R7-国保-012')",
        "attach database '/etc/passwd' as x",
        "pragma journal_mode = delete",
        "pragma database_list",
        "create table x(y)",
        "vacuum into '/tmp/x.db'",
        "drop table assets",
        "select load_extension('x')",
        "select zeroblob(900000000)",
        "select randomblob(900000000)",
        "select fts3_tokenizer('simple')",
        "select writefile('/tmp/x', 'x')",
        "select readfile('/etc/passwd')",
        "select * from sqlite_stmt",
        "select * from dbstat",
        "with x as (select 1) insert into head select 1, 1, 1, 1, 1 from x",
        "select replace(printf('%.*c', 700000, 'x'), 'x', 'xxxx')",
        "explain delete from assets",
    ],
)
async def test_nothing_but_reading_is_possible(view: Any, a: str, sql: str) -> None:
    """Writing, other files, memory without end and other people's statements are refused, through the page and on the connection itself."""
    import sqlite3

    answer = await ask(view, a, sql)

    assert 400 == answer.status_code
    with pytest.raises(sqlite3.DatabaseError):
        await view.get_database(a).execute(sql, log_sql_errors=False)


async def test_the_path_of_the_file_is_not_told(view: Any, a: str, registers: dict[str, Path]) -> None:
    """Neither by a pragma nor by any page."""
    told = [
        (await ask(view, a, "select * from pragma_database_list()")).text,
        (await view.client.get("/")).text,
        (await view.client.get(f"/{a}")).text,
    ]

    assert [] == [text for text in told if str(registers[a].parent) in text]


async def test_ordinary_questions_are_answered(view: Any, a: str) -> None:
    """Counting, common table expressions, JSON, windows and the search table work under the guard."""
    for sql in (
        "select count(*) from assets",
        "with x as (select * from assets) select count(*) from x",
        "select count(*) from (select 1 from events)",
        "select json_extract(data, '$.title') from events",
        "select value from json_each('[1, 2]')",
        "select row_number() over (order by n) from assets",
        "with recursive c(x) as (select 1 union all select x + 1 from c where x < 5) select group_concat(x) from c",
        "select * from late_entries",
        "select rowid from assets_search where assets_search match escape_fts('国保')",
        "select strftime('%Y', begun_on), upper(unit) from assets",
    ):
        answer = await ask(view, a, sql)
        assert (sql, 200) == (sql, answer.status_code)
        assert answer.json()["rows"]


@pytest.mark.parametrize(
    ("typed", "found"), [("国保", 2), ("国", 2), ("介護", 1), ("護", 1), ("ＫＫＳ１０１", 1), ("ない", 0), ('"*(', 0)]
)
async def test_short_japanese_words_are_found(view: Any, a: str, typed: str, found: int) -> None:
    """Datasette's own search box finds words of one and two characters, whatever their width."""
    answer = await view.client.get(f"/{a}/assets.json?{urlencode({'_search': typed})}")

    assert found == answer.json()["filtered_table_rows_count"]


@pytest.mark.parametrize("name", explain.queries())
async def test_every_ready_made_question_is_answered(view: Any, a: str, name: str) -> None:
    """Each runs, is titled in both languages, and its description names what is asked."""
    asked = explain.queries()[name]
    answer = await view.client.get(f"/{a}/{name}")

    assert 200 == answer.status_code
    assert re.fullmatch(r"第.+ / Clauses? .+", asked["title"])
    assert " / " in asked["description"]


async def test_questions_find_what_is_wrong(view: Any, a: str) -> None:
    """A disposal under its approval is marked ○ with both dates side by side; a copy too; the sum adds up."""
    disposals = (await view.client.get(f"/{a}/clause-41-disposals.json?_shape=arrays")).json()["rows"]
    copies = (await view.client.get(f"/{a}/clause-21-copies.json?_shape=arrays")).json()["rows"]
    balance = (await view.client.get(f"/{a}/clause-23-register.json?_shape=arrays")).json()["rows"]

    assert [(SECOND, "2025-12-20", "2025-12-24", "○")] == [(row[0], row[9], row[3], row[2]) for row in disposals]
    assert [(TAPE, COPY, "○")] == [(row[0], row[2], row[-1]) for row in copies]
    assert [(3, 1, 1, 3, "○")] == [(row[1], row[2], row[6], row[8], row[-1]) for row in balance]


async def test_everything_is_explained(view: Any, a: str) -> None:
    """Every table, view and column of a register has a title and a meaning in both languages; nothing else is explained."""
    inner = re.compile(r"assets_search|_sqlite_migrations|sqlite_")
    db = view.get_database(a)
    names = [name for name in [*await db.table_names(), *await db.view_names()] if not inner.match(name)]
    missing = [name for name in names if " / " not in view.explained.get(name, {}).get("title", "")]
    for name in names:
        meanings = view.explained[name]["columns"]
        missing += [
            f"{name}.{column}" for column in await db.table_columns(name) if " / " not in meanings.get(column, "")
        ]

    assert [] == missing
    assert set(names) == set(view.explained)


async def test_explanations_are_handed_out_as_copies(view: Any, a: str, b: str) -> None:
    """Datasette writes into what it is given; the next reader gets it as it was."""
    first = audit.get_metadata(datasette=view, key=None, database=None)["databases"]
    first[a]["tables"]["assets"]["columns"]["number"] = "spoilt"
    view.metadata("databases")[a]["tables"]["assets"]["title"] = "spoilt"
    (await view.get_canned_queries(a, None))["clause-05-handovers"]["sql"] = "spoilt"

    assert {a, b} == set(first)
    assert "spoilt" not in str(audit.get_metadata(datasette=view, key=None, database=None))
    assert "spoilt" not in str(await view.get_canned_queries(a, None))


# -- the page of an asset ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["ja", "en"])
async def test_the_life_of_an_asset_is_told(view: Any, a: str, language: str) -> None:
    """Steps with clause, parties by name, place and time; the copy; the refusal; the late entry; the head of the register."""
    text = (await view.client.get(f"/{a}/-/asset/{TAPE}?lang={language}")).text
    head = await view.get_database(a).execute("select seq, hash from head")

    assert f'<html lang="{language}">' in text
    for clause in (5, 21, 44):
        assert getattr(CLAUSES[clause], language).replace("'", "&#39;") in text
    for expected in (
        "仮名 五月",
        "見本 太郎",
        "媒体保管庫",
        "KKS101L8",
        f"/{a}/-/asset/{COPY}",
        '<time datetime="2025-04-15">',
        "R41-1",
        "ローカル閲覧 / local view",
        head.rows[0][1],
        'class="late">',
        "授受担当でない者への引渡",
        ">.A<",
    ):
        assert expected in text
    assert "<script" not in text


async def test_a_copy_leads_to_its_original(view: Any, a: str) -> None:
    """From the copy's page one link leads up, from the original's page one leads down."""
    text = (await view.client.get(f"/{a}/-/asset/{COPY}?lang=en")).text

    assert f'href="/{a}/-/asset/{TAPE}?lang=en"' in text
    assert "1 of 2" in text


@pytest.mark.parametrize(
    "path", ["-/asset/{evil}", "-/asset/{tape}", "assets", "people", "events", "clause-05-handovers", "assets/20"]
)
async def test_hostile_names_stay_text(view: Any, a: str, path: str) -> None:
    """Markup is escaped, control characters and signs that turn the direction are not passed on, characters of four bytes survive."""
    text = (await view.client.get(f"/{a}/{path.format(evil=EVIL, tape=TAPE)}")).text

    assert "<script>alert" not in text
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert "𠮷" in text


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("ja", "ja"),
        ("en-GB,en;q=0.9", "en"),
        ("fr,en;q=0.3,ja;q=0.8", "ja"),
        ("fr", "ja"),
        ("", "ja"),
        ("en;q=x", "ja"),
        ("en;q=0", "ja"),
    ],
)
async def test_the_reader_is_spoken_to_in_their_language(view: Any, a: str, accepted: str, language: str) -> None:
    """?lang= first, then what the browser likes, then Japanese."""
    answer = await view.client.get(f"/{a}/-/asset/{TAPE}", headers={"accept-language": accepted})

    assert f'<html lang="{language}">' in answer.text
    assert (
        '<html lang="en">'
        in (await view.client.get(f"/{a}/-/asset/{TAPE}?lang=en", headers={"accept-language": accepted})).text
    )


async def test_numbers_lead_to_the_life(view: Any, a: str) -> None:
    """In tables, views and answers an asset's number is a link; a contract's number is not."""
    link = f'<a class="number" href="/{a}/-/asset/{TAPE}">{TAPE}</a>'
    for path in ("assets", "open_assets", "copies", "events", "clause-05-handovers", "clause-21-copies"):
        assert link in (await view.client.get(f"/{a}/{path}")).text
    assert "/-/asset/" not in (await view.client.get(f"/{a}?sql=select+number+from+contract")).text


# -- the page of the clauses ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["ja", "en"])
async def test_every_clause_stands_on_the_page(view: Any, a: str, language: str) -> None:
    """All 44 with title and duty in the language asked for, states in sign and word, the policy below, no script."""
    text = (await view.client.get(f"/{a}/-/status?lang={language}")).text
    shown = html.unescape(text)

    assert f'<html lang="{language}">' in text
    assert [] == [
        number
        for number, duty in duties().items()
        if not (f'id="clause-{number}"' in text and duty.said.text(language) in shown)
    ]
    assert [] == [clause.number for clause in CLAUSES.values() if getattr(clause, language) not in shown]
    assert all(key in text for key in SETTINGS)
    assert {"ja": "当方の目安：3日", "en": "our own threshold: 3 days"}[language] in text
    assert "<script" not in text


async def test_the_page_says_what_the_command_says(view: Any, a: str) -> None:
    """The states are those that `assets status` tells of the same register; what is open stands on top with its evidence."""
    text = (await view.client.get(f"/{a}/-/status?lang=en")).text
    stand = await view.get_database(a).execute_fn(lambda conn: status.clause_by_clause(status.view_of(conn, NOW)))
    states = dict(re.findall(r'<li id="clause-(\d+)" class="state-(\w+)">', text))

    assert {str(one.clause): one.state for one in stand} == states
    pressing = text.partition('class="pressing"')[2].partition("</section>")[0]
    assert "No safety measure is recorded." in pressing
    assert {number for number, state in states.items() if state in ("open", "attention")} == set(
        re.findall(r"#clause-(\d+)", pressing)
    )
    for one in stand[4].evidence.newest:
        assert f'href="/{a}/-/event/{one}?lang=en"' in text
    assert "協議-1" in text


async def test_the_contract_leads_to_its_clauses(view: Any, a: str) -> None:
    """The link stands on the contract's page; the page leads back, and to an asset that is open."""
    assert f'href="/{a}/-/status?lang=en"' in (await view.client.get(f"/{a}?lang=en")).text
    assert f'href="/{a}?lang=en"' in (await view.client.get(f"/{a}/-/status?lang=en")).text


async def test_an_open_item_leads_to_its_asset(tmp_path: Path) -> None:
    """A violation shows under its clause and under clause 44, with a link to the life of the asset and to its line; hostile words stay text."""
    broken = e.Moved(asset=TAPE, place="L-1", performed_by="P-01", flags=("R11-1",), violation=HOSTILE)
    name, built, seq = _told(tmp_path, broken)
    text = (await built.client.get(f"/{name}/-/status?lang=en")).text
    server.close(built)

    assert f'href="/{name}/-/asset/{TAPE}?lang=en"' in text
    assert 2 <= text.count(f'href="/{name}/-/event/{seq}?lang=en"')
    assert "R44-1" in text and "R11-1: 1 violations" in text
    assert "<script>alert" not in text and "\x1b" not in text and "\u202e" not in text


def _told(folder: Path, *facts: e.Fact) -> tuple[str, Any, int]:
    """A view of contract A after some more has happened in it: its database, the view, its last line."""
    registers = make_ledger(folder / "ledger")
    with Ledger.open(folder / "ledger") as ledger:
        ids = [new_id(99 + number) for number in range(len(facts))]
        with ledger.journal.writing():
            ledger.journal.append(facts, contract=A, at=NOW, by=actor("P-01", "typed"), ids=ids)
        ledger.catch_up(A)
        return next(iter(registers)), server.build(registers), ledger.journal.head(A).seq


def _subcontract(org: str, parent: str) -> e.SubcontractAdded:
    return e.SubcontractAdded(
        org=org,
        number=org,
        approved_on="2025-05-01",
        scope_work="溶解",
        scope_info=("paper",),
        management="週次",
        parent=parent,
    )


def _incident(number: str) -> e.IncidentOpened:
    return e.IncidentOpened(
        number=number, category="loss", known_at="2025-06-01T01:00:00.000Z", known_by="P-01", what="所在不明"
    )


_NOTICE = e.IncidentNoticed(
    number="事故-2", form="oral", told_at="2025-06-01T01:30:00.000Z", told_by="P-01", told_to="C-01"
)
_AUDIT = e.AuditNoticed(number="監-1", noticed_on="2025-06-01", scope="保管状況", requested_by="C-01")
_SESSION = e.SessionStarted(
    session="作-1",
    approval="廃-1",
    performed_by="P-01",
    witness="P-02",
    verified_by="P-03",
    place="H-1",
    method="shred",
)
_COUNT = e.StocktakeStarted(
    number="棚-1", places=(), mode="blind", counted_by="P-01", second="P-02", as_of=9, expected=3, expected_hash="0"
)
_COUNTED = e.StocktakeClosed(
    number="棚-1", expected=3, found=2, found_elsewhere=0, missing=1, others=0, certified=False, approved_by="P-01"
)
_ASKED = e.SubjectRequested(number="請-1", request="disclosure", received_on="2025-06-01", received_by="P-01")
_WANTED = e.ImprovementRequested(
    number="改-1", requested_on="2025-06-01", requested_by="C-01", reason="施錠", due_on="2025-06-30"
)


@pytest.mark.parametrize(
    ("question", "facts", "findings"),
    [
        ("clause-20-tiers", [_subcontract("孫請", "子請"), _subcontract("曾孫", "架空溶解")], ["×", "○", "○"]),
        ("clause-37-39-incidents", [_incident("事故-1"), _incident("事故-2"), _NOTICE], ["× 口頭", "× 書面"]),
        ("clause-25-audits", [_AUDIT], ["× 未対応"]),
        (
            "clause-25-audits",
            [_AUDIT, e.AuditAnswered(number="監-1", answered_on="2025-06-09", response="資料を提出")],
            ["○"],
        ),
        ("clause-41-sessions", [_SESSION], ["× 実施中"]),
        (
            "clause-41-sessions",
            [_SESSION, e.SessionClosed(session="作-1", approved=3, done=2, remaining=1)],
            ["× 説明"],
        ),
        (
            "clause-41-sessions",
            [_SESSION, e.SessionClosed(session="作-1", approved=3, done=2, remaining=0)],
            ["× 不一致"],
        ),
        ("clause-41-sessions", [_SESSION, e.SessionClosed(session="作-1", approved=3, done=3, remaining=0)], ["○"]),
        ("clause-23-stocktakes", [_COUNT], ["× 実施中"]),
        ("clause-23-stocktakes", [_COUNT, _COUNTED], ["× 差異あり"]),
        ("clause-10-requests", [_ASKED], ["× 未通知"]),
        ("clause-29-30-improvements", [_WANTED], ["× 期限後"]),
        (
            "clause-29-30-improvements",
            [_WANTED, e.ImprovementDone(number="改-1", done_on="2025-06-20", verified_by="P-01")],
            ["○"],
        ),
    ],
)
async def test_questions_mark_what_is_missing(
    tmp_path: Path, question: str, facts: list[e.Fact], findings: list[str]
) -> None:
    """A tier above that nobody approved, a notice that was not given, a notice not answered, a session or a count that does not close: each is marked ×."""
    name, built, _ = _told(tmp_path, *facts)
    rows = (await built.client.get(f"/{name}/{question}.json?_shape=array")).json()
    server.close(built)
    told = [next(row[name] for name in row if name.endswith(" finding")) for row in rows]

    assert len(findings) == len(told)
    assert [] == [one for one, finding in zip(told, findings, strict=True) if not one.startswith(finding)]


# -- the browser ------------------------------------------------------------------------------------------------------


async def test_every_page_says_how_it_is_guarded(view: Any, a: str) -> None:
    """Each page carries the policy, which covers every inline script it holds, and says that this is a local view."""
    for path in ["/", *(path for path in pages(a, list(view.explained)) if not re.search(r"\.(json|csv)", path))]:
        answer = await view.client.get(path)
        policy = answer.headers["content-security-policy"]
        scripts = re.findall(r"<script>(.*?)</script>", answer.text, re.S)
        hashes = [base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() for script in scripts]

        assert "default-src 'none'" in policy and "unsafe-inline" not in policy.partition("style-src")[0]
        assert [] == [found for found in hashes if f"'sha256-{found}'" not in policy]
        assert not re.search(r"""\son[a-z]+=["']|javascript:""", answer.text)
        assert "ローカル閲覧 / local view" in answer.text
        assert ["nosniff", "DENY", "private, no-store"] == [
            answer.headers[name] for name in ("x-content-type-options", "x-frame-options", "cache-control")
        ]


async def test_a_fault_tells_nothing(view: Any, a: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """What went wrong inside stays inside; the reader gets a sentence."""
    monkeypatch.setattr("datasette_plugins.life.told", lambda db, number: 1 / 0)
    answer = await view.client.get(f"/{a}/-/asset/{TAPE}")

    assert 500 == answer.status_code
    assert "division" not in answer.text


async def test_a_slow_question_is_stopped(view: Any, a: str) -> None:
    """A question without end gets a sentence after the time limit."""
    view.sql_time_limit_ms = 50
    answer = await view.client.get(
        f"/{a}?{urlencode({'sql': 'with recursive c(x) as (select 1 union all select x + 1 from c) select count(*) from c'})}"
    )

    assert 400 == answer.status_code
    assert "<textarea" not in answer.text


# -- while it runs ----------------------------------------------------------------------------------------------------


async def test_what_is_written_is_seen_at_once(tmp_path: Path) -> None:
    """The view reads the live register: an event entered while it is open stands on the next page."""
    registers = make_ledger(tmp_path / "ledger")
    name = next(iter(registers))
    built = server.build(registers)
    before = (await built.client.get(f"/{name}/-/asset/{TAPE}")).text
    with Ledger.open(tmp_path / "ledger") as ledger:
        with ledger.journal.writing():
            moved = e.Moved(asset=TAPE, place="V-1", performed_by="P-01", holder="")
            ledger.journal.append([moved], contract=A, at=moment_of().now, by=actor("P-01", "typed"), ids=[new_id(99)])
        ledger.catch_up(A)
    after = (await built.client.get(f"/{name}/-/asset/{TAPE}")).text
    server.close(built)

    assert 1 == after.count("<li id=") - before.count("<li id=")


def test_a_reader_who_may_not_write_can_read_a_live_register(tmp_path: Path) -> None:
    """The keeper holds the write-ahead log open after the last writer has gone."""
    import sqlite3

    registers = make_ledger(tmp_path / "ledger")
    built = server.build(registers)
    path = next(iter(registers.values()))

    assert Path(f"{path}-shm").exists()
    assert 4 == sqlite3.connect(f"file:{path}?mode=ro", uri=True).execute("SELECT count(*) FROM assets").fetchone()[0]
    server.close(built)


def test_the_server_listens_here_and_calls_the_watcher(
    registers: dict[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """`serve` binds to this machine, answers over HTTP, calls `watch` again and again, and survives one that fails."""
    import threading

    import uvicorn

    called, seen = threading.Event(), {}
    monkeypatch.setattr(server, "EVERY_SECONDS", 0.01)

    def watch() -> None:
        called.set()
        raise OSError("the journal is elsewhere")

    async def serve_once(self: Any, sockets: Any = None) -> None:
        seen["address"] = sockets[0].getsockname()
        self.config.load()
        await asyncio.to_thread(called.wait, 10)

    monkeypatch.setattr(uvicorn.Server, "serve", serve_once)
    server.serve(registers, port=0, watch=watch)

    assert "127.0.0.1" == seen["address"][0]
    assert called.is_set()


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ("corrected by line", "taken back by line", "serial number", "into the container", "split off from")),
        ("ja", ("訂正あり: 記録", "取消済み: 記録", "製造番号", "入れた容器", "分割元")),
    ],
)
async def test_corrections_parts_and_containers_are_told(tmp_path: Path, language: str, words: tuple[str, ...]) -> None:
    """A corrected line leads to the one that corrects it, a part to its bundle, and a container's number to what lies in it."""
    registers = make_ledger(tmp_path / "ledger")
    name, case, part = next(iter(registers)), make("R7012", 5), make("R7012", 6)
    with Ledger.open(tmp_path / "ledger") as ledger:
        begun = next(line for line in ledger.history(A, TAPE) if line.kind == "received")
        last = ledger.journal.head(A).seq
        inherited = {
            "title": "国保データ 第1巻",
            "medium": "mag_tape",
            "item": 1,
            "pi_class": "specific_pi",
            "origin": "received",
        }
        facts: list[e.Fact] = [
            e.Corrected(asset=TAPE, of=begun.seq, of_hash="", reason="誤", corrected_by="P-01", fields=("serial",), was=("KKS101L8",), now=("NEW-1",), serial="NEW-1"),
            e.Moved(asset=TAPE, place="V-1", performed_by="P-01"),
            e.Corrected(asset=TAPE, of=last + 2, of_hash="", reason="誤", corrected_by="P-01", void=True),
            e.ContainerMade(asset=case, ordinal=5, name="ケース", place="H-1", performed_by="P-01"),
            e.Packed(asset=TAPE, source=case, performed_by="P-01"),
            e.Split(asset=part, ordinal=6, source=SECOND, performed_by="P-01", place="V-1", **inherited),
        ]  # fmt: skip
        with ledger.journal.writing():
            ids = [new_id(100 + number) for number in range(len(facts))]
            ledger.journal.append(facts, contract=A, at=moment_of().now, by=actor("P-01", "typed"), ids=ids)
        ledger.catch_up(A)
    built = server.build(registers)
    tape, piece = [(await built.client.get(f"/{name}/-/asset/{n}?lang={language}")).text for n in (TAPE, part)]
    led = await built.client.get(f"/{name}/-/asset/{case}")
    held = (await built.client.get(f"{led.headers['location']}&_shape=array")).text
    strange = await built.client.get(f"/{name}/-/asset/{make('R7012', 77)}")
    server.close(built)

    assert [] == [word for word in words[:4] if word not in tape]
    assert (f'href="#seq-{last + 1}"' in tape, "KKS101L8 → NEW-1" in tape) == (True, True)
    assert words[4] in piece and SECOND in piece
    assert (302, 404, True) == (led.status_code, strange.status_code, TAPE in held)
