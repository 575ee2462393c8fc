"""Which words stand in a text, so that one Japanese character is found?"""

from __future__ import annotations

import sqlite3
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assets.search import query, words

TITLES = ("国保被保険者データ 第1巻", "特定健診対象者抽出データ", "受診券 CSV-Ver.2", "Ａ社 ﾃﾞｰﾀ", "髙橋・﨑", "_a_b_")
# Characters that stand for themselves: composed, no marks of their own.
LETTERS = st.text(st.sampled_from("国保健診データ第1巻abcＡｱー々〇é漢 -・_"), min_size=1, max_size=12)


def found(texts: tuple[str, ...] | list[str], typed: str) -> list[str]:
    """Those of `texts` that a search for `typed` finds, in an index like a register's."""
    db = sqlite3.connect(":memory:")
    db.execute(
        "CREATE VIRTUAL TABLE found USING fts5(words, content='', columnsize=0, tokenize='unicode61 remove_diacritics 0')"
    )
    db.executemany(
        "INSERT INTO found(rowid, words) VALUES (?, ?)", [(at, words(text)) for at, text in enumerate(texts)]
    )
    rows = db.execute("SELECT rowid FROM found WHERE found MATCH ? ORDER BY rowid", (query(typed),)).fetchall()
    db.close()
    return [texts[at] for (at,) in rows]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("国", TITLES[:1]),
        ("タ", (*TITLES[:2], TITLES[3])),
        ("健診", TITLES[1:2]),
        ("データ", (*TITLES[:2], TITLES[3])),
        ("第1巻", TITLES[:1]),
        ("第１巻", TITLES[:1]),
        ("第10巻", ()),
        ("者データ 国保", TITLES[:1]),
        ("csv", TITLES[2:3]),
        ("VER", TITLES[2:3]),
        ("a", (TITLES[3], TITLES[5])),
        ("", ()),
        ("・", ()),
        ("健国", ()),
        ('"', ()),
        ("健診 OR 受診", ()),
        ("NEAR(国 保)", ()),
        ("国*", TITLES[:1]),
        ("髙橋", TITLES[4:5]),
        ("高橋", ()),
    ],
)
def test_what_stands_in_a_title_is_found(typed: str, expected: tuple[str, ...]) -> None:
    """One character, two, a word, words in any order, full or half width; signs and operators are nothing special."""
    assert list(expected) == found(TITLES, typed)


@given(LETTERS, st.data())
def test_every_part_of_a_text_finds_it(text: str, data: st.DataObject) -> None:
    """Whatever stretch of a text is typed, the text is found, unless it holds nothing but signs."""
    start = data.draw(st.integers(0, len(text) - 1))
    typed = text[start : data.draw(st.integers(start + 1, len(text)))]

    assert ([text] if any(unicodedata.normalize("NFKC", character).isalnum() for character in typed) else []) == found(
        [text], typed
    )


@given(LETTERS, LETTERS)
def test_nothing_is_found_that_does_not_stand_there(text: str, typed: str) -> None:
    """A text that is found holds every run of characters typed."""
    if found([text], typed):
        folded = unicodedata.normalize("NFKC", text).lower()
        runs = "".join(
            character if character.isalnum() else " " for character in unicodedata.normalize("NFKC", typed).lower()
        ).split()

        assert [] == [run for run in runs if run not in folded]


@given(st.text(max_size=20))
def test_no_text_breaks_the_search(typed: str) -> None:
    """Quotes, stars, brackets and control characters never reach the index as its own language."""
    assert isinstance(found(["国保"], typed), list)
