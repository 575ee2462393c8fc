"""Does what an auditor reads on a page mean what happened?"""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote

import datasette.app  # noqa: F401  before any module of ours that uses it: its plugins load once
import pytest
from msgspec.structs import replace

from assets import events as e
from datasette_plugins import server
from tests.test_audit_view import COPY, SECOND, TAPE, make_ledger
from tests.test_pages import record, text_of

Tell = Callable[..., int]
FIRM, STRANGER = "架空溶解", "架空運送"
SENT = e.Sent(
    asset=TAPE, released_by="P-01", received_by="S-01", side="subcontractor", place="S-1", method="専用便", occurred="2025-06-01"
)  # fmt: skip
HANDED_OVER = e.HandedOver(
    asset=TAPE, released_by="P-01", received_by="S-01", side="subcontractor", place="S-1", occurred="2025-06-01"
)
PLACES = (e.PlaceAdded(place="S-1", name="処理場", zone="subcontractor_site", org=FIRM),)


def somebody(person: str, **more: Any) -> e.PersonAdded:
    usual = {"name": f"氏名 {person}", "org": STRANGER, "side": "contractor", "start": "2025-04-01"}
    return e.PersonAdded(person=person, **usual | more)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "ledger"


@pytest.fixture
async def view(folder: Path) -> AsyncIterator[Any]:
    built = server.build(make_ledger(folder))
    yield built
    server.close(built)


@pytest.fixture
def a(view: Any) -> str:
    return next(iter(view.registers))


@pytest.fixture
def tell(view: Any, folder: Path) -> Tell:
    return lambda *facts: record(folder, *facts)


async def panel(view: Any, path: str, title: str) -> str:
    """The words of one panel of a page."""
    told = (await view.client.get(f"{path}?lang=en")).text.partition(f">{title}")[2].partition("</section>")[0]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", told))


# -- one asset --------------------------------------------------------------------------------------------------------


async def test_who_was_sent_something_has_not_received_it(view: Any, a: str, tell: Tell) -> None:
    """On its way: the step names to whom and whereto, and does not say that it came."""
    tell(somebody("S-01", side="subcontractor"), *PLACES, SENT)
    step = (await text_of(view, f"/{a}/-/asset/{TAPE}?lang=en")).rpartition(" sent ")[2]

    assert "Sent to S-01" in step and "Destination S-1" in step
    assert "Received by" not in step


async def test_where_a_missing_medium_was_last_is_not_where_it_is(view: Any, a: str, tell: Tell) -> None:
    """The place that the ledger had last is called so, and a medium that is there has a place."""
    tell(e.WentMissing(asset=TAPE, reported_by="P-01", reason="なし"))
    missing, there = [await text_of(view, f"/{a}/-/asset/{number}?lang=en") for number in (TAPE, COPY)]

    assert "Last known place H-1" in missing
    assert "Last known" not in there and "Place H-1" in there


async def test_what_is_gone_is_in_nobody_s_hands(view: Any, a: str) -> None:
    """A disk that was destroyed is not with the contractor; a tape is."""
    gone, there = [await text_of(view, f"/{a}/-/asset/{number}?lang=en") for number in (SECOND, TAPE)]

    assert "In whose hands" not in gone
    assert "In whose hands contractor" in there


async def test_an_approval_stands_beside_the_copies_made_under_it(view: Any, a: str) -> None:
    """On the page of the original and of the copy alike: the copy, its day, its medium."""
    for number in (TAPE, COPY):
        told = await panel(view, f"/{a}/-/asset/{number}", "Approvals beside")

        assert f"複-1 copy {COPY} 2025-04-20 C-01 2025-05-01 HDD" in told


async def test_specific_personal_information_says_whether_it_was_told_in_writing(view: Any, a: str, tell: Tell) -> None:
    """Received without the client's notice, then with it; a copy needs none of its own."""
    before = await text_of(view, f"/{a}/-/asset/{TAPE}?lang=en")
    tell(e.Reclassified(asset=TAPE, pi_class="specific_pi", document="通知-1", was="specific_pi"))
    after, copy = [await text_of(view, f"/{a}/-/asset/{number}?lang=en") for number in (TAPE, COPY)]

    assert "Written notice of the class not received" in before
    assert "Written notice of the class 通知-1" in after
    assert "Written notice" not in copy


async def test_the_item_of_clause_23_is_named(view: Any, a: str) -> None:
    """Its number alone says nothing to who does not know the clause by heart."""
    assert "Item of clause 23 (1) media" in await text_of(view, f"/{a}/-/asset/{TAPE}?lang=en")


# -- the contract -----------------------------------------------------------------------------------------------------


async def test_who_left_and_holds_something_still_stands_on_the_roster(view: Any, a: str, tell: Tell) -> None:
    """The one who left with a tape is marked; the one who left with nothing is not shown."""
    tell(somebody("P-04", end="2025-05-31"), somebody("P-05", end="2025-05-31"))
    tell(e.HandedOver(asset=TAPE, released_by="P-01", received_by="P-04", side="contractor", place="H-1", occurred="2025-05-20"))  # fmt: skip
    roster = await panel(view, f"/{a}", "Roster")

    assert re.search(r"P-04 .*× 2025-05-31, still holds media 1 ", roster)
    assert "P-05" not in roster


async def test_a_firm_without_an_approval_is_marked(view: Any, a: str, tell: Tell) -> None:
    """First tier, with what it has; and what is on its way to it is told too."""
    tell(somebody("S-01", side="subcontractor"), *PLACES, HANDED_OVER, replace(SENT, asset=COPY))
    firms = await panel(view, f"/{a}", "Approved subcontracts")

    assert f"× no approval 1 {STRANGER} 1 1 " in firms


async def test_an_incident_says_what_happened_and_that_it_is_not_closed(view: Any, a: str, tell: Tell) -> None:
    """A draft nobody assessed: what, the kind under a heading that says so, and its state."""
    tell(e.IncidentOpened(number="事故-1", category="loss", known_at="2025-06-01T01:00:00.000Z", known_by="P-01", what="棚にない", draft=True))  # fmt: skip
    told = await panel(view, f"/{a}", "Incidents")

    assert "事故-1 棚にない loss ○ 2025-06-01 10:00 not closed" in told
    assert " Kind Not assessed yet " in told


async def test_every_number_of_the_balance_leads_to_what_it_counts(view: Any, a: str) -> None:
    """Behind each figure stand as many rows as it says."""
    balance = (await view.client.get(f"/{a}?lang=en")).text.partition('id="balance"')[2].partition("</tbody>")[0]
    links = re.findall(r'<td class="figure"><a href="/([^"]+)">(\d+)</a>', balance)

    assert 8 <= len(links)
    for link, count in links:
        path, _, query = link.replace("&amp;", "&").partition("?")
        rows = (await view.client.get(f"/{path}.json?{query}&_shape=arrays")).json()["filtered_table_rows_count"]
        assert (link, int(count)) == (link, rows)


async def test_what_is_open_is_one_click_away(view: Any, a: str) -> None:
    """From the sum at the top, on home and on the contract's page."""
    for page in ("/", f"/{a}"):
        told = (await view.client.get(f"{page}?lang=en")).text

        assert f'<a href="/{a}/open_assets"><b>3</b> open</a>' in told


@pytest.mark.parametrize("path", ["assets", "people/P-01", "clause-11-where", "-/event/3", "-/search?q=x", "-/verify"])
async def test_every_page_says_whose_contract_it_is(view: Any, a: str, path: str) -> None:
    """By its number, also when it is printed; who audits two contracts must not mix them up."""
    told = (await view.client.get(f"/{a}/{path}")).text.partition("<main")[0]

    assert "<bdi>R7-国保-012</bdi></a>" in told


# -- clause by clause -------------------------------------------------------------------------------------------------


async def test_a_remark_leads_to_all_that_were_remarked_on(view: Any, a: str) -> None:
    """Not only to the newest."""
    links = re.findall(r'href="(/[^"]+/flags\?rule=([^"]+))"', (await view.client.get(f"/{a}/-/status")).text)
    rows = (await view.client.get(f"/{a}/flags.json?rule=R05-1&_shape=arrays")).json()["rows"]

    assert (f"/{a}/flags?rule=R05-1", "R05-1") in links
    assert 1 == len(rows)


async def test_an_item_about_somebody_leads_to_them(view: Any, a: str) -> None:
    """P-09 pledged nothing: from there to the line of the roster."""
    assert (
        f'<a href="/{a}/people/{quote("P-09")}?lang=en">P-09</a>'
        in (await view.client.get(f"/{a}/-/status?lang=en")).text
    )


async def test_the_auditor_is_told_to_keep_the_last_line(view: Any, a: str) -> None:
    """Where it is proved: the whole hash, and what it is good for when the contractor is not trusted."""
    head = (await view.get_database(a).execute("select seq, hash from head")).rows[0]
    for path in ("", "/-/verify"):
        told = await text_of(view, f"/{a}{path}?lang=en")

        assert head["hash"] in told
        assert (
            f"Whenever you look again, line no. {head['seq']} must still have this hash and every line must check"
            in told
        )


# -- cells of tables --------------------------------------------------------------------------------------------------


async def test_people_and_places_have_their_names_beside_their_numbers(view: Any, a: str, tell: Tell) -> None:
    """In a table, on the page of a row, in an answer; each number leads to its line. What no list knows stands for itself."""
    tell(e.Moved(asset=COPY, place="Z-9", performed_by="P-01"))
    for path in ("events", "events/12", "clause-41-disposals"):
        told = (await view.client.get(f"/{a}/{path}")).text

        assert (path, True) == (path, f'<a href="/{a}/people/P-01">P-01</a> <bdi>見本 太郎</bdi>' in told)
    places = (await view.client.get(f"/{a}/open_assets")).text
    assert f'<a href="/{a}/places/H-1">H-1</a> <bdi>運用室</bdi>' in places
    assert ">Z-9</td>" in places


async def test_names_follow_the_roster(view: Any, a: str, tell: Tell) -> None:
    """Married since: the page says the new name at once."""
    await view.client.get(f"/{a}/events")
    tell(somebody("P-01", name="改姓 太郎"))

    assert "<bdi>改姓 太郎</bdi>" in (await view.client.get(f"/{a}/events")).text


async def test_an_answer_that_tells_names_is_not_told_them_twice(view: Any, a: str) -> None:
    """Who was refused stands there once."""
    told = (await view.client.get(f"/{a}/clause-44-refusals")).text.partition("<tbody>")[2].partition("</tbody>")[0]

    assert 1 == told.count("見本 太郎")


@pytest.mark.parametrize(
    ("path", "language", "shown"),
    [
        ("refusals", "en", "<strong>R41-1</strong> "),
        ("flags", "ja", "<strong>R05-1</strong> "),
        ("subcontracts", "en", '<span title="paper">paper</span>'),
        ("subcontracts", "ja", '<span title="paper">紙</span>'),
        ("subcontracts", "ja", '<span title="0">–</span>'),
        ("incidents", "en", '<span title="went_missing">went missing</span>'),
        ("incidents", "en", '<span title="1">○</span>'),
        ("incidents", "ja", '<time datetime="2025-06-01T01:00:00.000Z" title="2025-06-01T01:00:00.000Z">2025-06-01 10:00</time>'),
        ("clause-37-39-incidents", "en", ">× no oral notice</td>"),
        ("clause-37-39-incidents", "ja", ">× 口頭の通知なし</td>"),
        ("counts", "ja", ">数えていません</td>"),
        ("stints", "ja", '<th scope="col" class="col-Link">行</th>'),
        ("flags", "en", '<td class="col-seq type-int"><a href="/{a}/-/event/'),
    ],
)  # fmt: skip
async def test_no_code_stands_where_a_word_belongs(
    view: Any, a: str, tell: Tell, path: str, language: str, shown: str
) -> None:
    """Rules say what they forbid, lists of codes are words, yes is no 1, an instant is Japan's, a finding is in one language."""
    tell(
        e.IncidentOpened(number="事故-1", category="loss", known_at="2025-06-01T01:00:00.000Z", known_by="P-01", what="なし", draft=True, cause="went_missing"),
        e.Counted(asset=TAPE, stocktake="棚-1", result="found", place="V-1", counted_by="P-01", scanned=""),
    )  # fmt: skip

    assert shown.format(a=a) in (await view.client.get(f"/{a}/{path}?lang={language}")).text


@pytest.mark.parametrize(
    ("column", "value"),
    [("finding", "甲 / 乙"), ("rules", "R99-9"), ("media", "hdd、円盤"), ("known_at", "2025-06-01"), ("draft", 1), ("seq", -1)],
)  # fmt: skip
async def test_what_only_looks_like_a_code_stays_as_it_is(view: Any, a: str, column: str, value: str | int) -> None:
    """In somebody's own answer: other people's words are not cut, and a figure is no yes."""
    told = (await view.client.get(f"/{a}?sql=select+:v+as+{column}&v={quote(str(value))}&lang=en")).text

    assert f">{value}</td>" in told


async def test_a_rule_that_refused_twice_is_explained_once(view: Any, a: str, tell: Tell) -> None:
    """Two reasons of one rule: it is said once what the rule forbids."""
    tell(e.Refused(asset=TAPE, deed="close", rules=("R40-1", "R40-1")))

    assert 1 == (await view.client.get(f"/{a}/clause-44-refusals")).text.count("<strong>R40-1</strong>")


async def test_a_row_leads_to_what_belongs_to_it(view: Any, a: str) -> None:
    """An incident to its assets and steps, somebody to what they hold: every such link is a list."""
    for table, named in view.explained.items():
        for one in named.get("beside", ()):
            answer = await view.client.get(f"/{a}/{one['table']}.json?{one['column']}=x&_shape=arrays")
            assert (table, one, 200) == (table, one, answer.status_code)
    person = (await view.client.get(f"/{a}/people/P-01?lang=en")).text

    assert f'<a href="/{a}/open_assets?holder=P-01">What is still open (clauses 33 and 40)</a>' in person
