"""Where in a contract does a word stand?"""

from __future__ import annotations

import pytest

from assets.finding import PLACES, find
from assets.ledger import Ledger
from assets.register_schema import TABLES
from assets.search import occurs

CONTRACT = "R7-国保-012"


def _found(ledger: Ledger, typed: str) -> dict[str, int]:
    return {group.table: group.total for group in find(ledger.reading(CONTRACT).db, typed)}


@pytest.mark.parametrize("typed", ["溶解", "溶", "ﾖｳｶｲ", "Ｐ－０１", "p-01", "金庫"])
def test_everything_is_looked_through(sample: Ledger, typed: str) -> None:
    """One and two characters, half-width kana, full-width letters; the same word in people, places, firms and approvals."""
    sample.reading(CONTRACT).db.execute("UPDATE places SET lock = 'ヨウカイ 金庫 溶解炉'")

    assert _found(sample, typed)


def test_groups_say_how_many_there_are(sample: Ledger) -> None:
    """Twenty rows stand there at most; the count is that of all; a number finds its assets however it is typed."""
    db = sample.reading(CONTRACT).db
    total = db.execute("SELECT count(*) FROM assets").fetchone()[0]
    [assets] = [group for group in find(db, "R7012") if group.table == "assets"]
    [wide] = [group for group in find(db, "Ｒ７０１２") if group.table == "assets"]

    assert (20, total, total) == (len(assets.rows), assets.total, wide.total)


def test_what_is_found_twice_is_counted_once(sample: Ledger) -> None:
    """Some assets have the number that was typed, some the word, some both: each is one."""
    db = sample.reading(CONTRACT).db
    db.execute("INSERT INTO assets_search(rowid, words) SELECT n, 'r7 70 01 12 2' FROM assets ORDER BY n LIMIT 10")
    db.execute("UPDATE assets SET number = 'X-' || number WHERE n IN (SELECT n FROM assets ORDER BY n LIMIT 4)")
    total = db.execute("SELECT count(*) FROM assets").fetchone()[0]
    db.execute("INSERT INTO assets(n, number) VALUES (99999, 'Y-1')")
    [assets] = [group for group in find(db, "R7012", limit=5) if group.table == "assets"]

    assert (5, total) == (len(assets.rows), assets.total)


@pytest.mark.parametrize("typed", ["", " ", '"*(', "ない言葉です"])
def test_nothing_is_found_for_nothing(sample: Ledger, typed: str) -> None:
    """No word, only signs, or a word that stands nowhere: no group at all."""
    assert {} == _found(sample, typed)


def test_signs_between_the_words_do_not_matter() -> None:
    """Every run of characters must occur; what stands between is not looked at."""
    assert [True, True, False, False] == [
        occurs(typed)("見本 太郎\nP-01 ABC") for typed in ("太郎・見本", "ｐ-01", "太郎 次郎", "・")
    ]


def test_every_place_exists(sample: Ledger) -> None:
    """Tables and columns are those of the register."""
    db = sample.reading(CONTRACT).db
    for table, place in PLACES.items():
        columns = {row[1] for row in db.execute(f"PRAGMA table_info({table})")}

        assert table in TABLES
        assert set() == {place.key, *place.shown, *place.searched} - columns
