"""Does what is listed fit a terminal of eighty columns, with nothing cut off?"""

from __future__ import annotations

import contextlib
import shutil
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cli import fit, say
from tests.conftest import Screen, _settle, typed
from tests.test_register import BOX, COPY, DISK, LIFE, PAPER, PRODUCE, SSD, TAPE, told

LISTED: tuple[tuple[str, ...], ...] = (
    ("contract", "show"),
    ("contract", "list"),
    ("place", "list"),
    ("person", "list"),
    *(("person", "show", person) for person in ("P-01", "P-02", "P-04", "C-01")),
    ("subcontract", "list"),
    ("policy", "show"),
    ("stocktake", "show", "棚-001"),
    ("stocktake", "list"),
    ("container", "show", BOX),
    ("container", "list"),
    ("disposal", "show", "作-001"),
    ("disposal", "list"),
    ("incident", "list"),
    *(("incident", "show", number) for number in ("事故-001", "事故-002", "事故-003")),
    ("safety", "list"),
    ("subject", "list"),
    ("document", "list"),
    ("audit", "list"),
    ("improvement", "list"),
    *(
        (verb, number)
        for verb in ("show", "history", "copies")
        for number in (TAPE, DISK, PAPER, SSD, COPY, "R7012-00002-W", "R7012-00003-U")
    ),
    ("copies",),
    ("find", "国保"),
    ("find", "令和七年度"),
    ("scan", TAPE),
    ("report",),
    ("report", "--all"),
    ("status",),
    ("status", "--all"),
    *(("status", "--clause", number) for number in ("5", "21", "40", "41")),
    ("clauses",),
    ("clauses", "41"),
    ("verify",),
)
_LONG = "特定健康診査等データ（令和七年度分・受診券作成用）" * 6
LONG: tuple[tuple[str, ...], ...] = (
    *(
        ("correct", number, "--set", f"title={_LONG}", "--reason", _LONG)
        for number in ("R7012-00002-W", "R7012-00003-U")
    ),
    (*PRODUCE, "--title", _LONG, "--items", _LONG),
    ("lost", "R7012-00003-U", "--reason", _LONG, "--on", "2025-06-02"),
    ("place", "add", "V-1", "--name", _LONG, "--zone", "controlled"),
    ("person", "add", "P-02", "--name", _LONG, "--org", _LONG),
    ("document", "file", "--number", "文-9", "--type", "agreement", "--title", _LONG),
    ("container", "make", "--name", _LONG, "--place", "V-1", "--seal", "S-99"),
    ("safety", "set", "--kind", "physical", "--text", _LONG),
)


@pytest.fixture(scope="module")
def lived(sample_master: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger in which everything that can happen has happened, once more with long names."""
    folder = tmp_path_factory.mktemp("lived") / "ledger"
    shutil.copytree(sample_master, folder)
    with pytest.MonkeyPatch.context() as patch:
        _settle(patch, folder)
        for line in (*LIFE[:-2], *LONG, *LIFE[-2:]):
            assert (3 if line == ("contract", "close") else 0) == told(line).code, line
    return folder


@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize("line", LISTED, ids=" ".join)
def test_a_list_fits_eighty_columns(
    lived: Path, line: tuple[str, ...], language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a pipe, where nothing says how wide it is: no line is wider, nothing ends in dots, and it says something."""
    _settle(monkeypatch, lived)
    monkeypatch.delenv("COLUMNS")

    answer = typed(("--lang", language, *line))

    assert 0 == answer.code, answer
    assert [] == [text for text in (answer.out + answer.err).splitlines() if fit.width(text) > 80]
    assert answer.out.strip()
    assert "…" not in answer.out.replace(" …", "")


# -- any table --------------------------------------------------------------------------------------------------------

_TEXTS = st.text(alphabet="aé長ー ｶA0-", max_size=40)
_CELLS = st.one_of(_TEXTS, st.sampled_from(["R7012-00001-Y", "2025-04-15", "2025-04-15 09:00", "", "128"]))


@given(data=st.data(), columns=st.integers(1, 14), space=st.integers(60, 120))
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_nothing_of_a_table_is_cut_off(
    data: st.DataObject, columns: int, space: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever stands in it: no line is wider than the screen, and every character of every cell is there."""
    names = data.draw(st.lists(_TEXTS, min_size=columns, max_size=columns))
    rows = data.draw(st.lists(st.lists(_CELLS, min_size=columns, max_size=columns), max_size=4))
    monkeypatch.setenv("COLUMNS", str(space))
    screen = Screen()
    with contextlib.redirect_stdout(screen):
        say.table(names, rows)
    shown = screen.text()

    assert [] == [line for line in shown.splitlines() if fit.width(line) > space]
    assert Counter() == _characters("".join(cell for row in rows for cell in row)) - _characters(shown)


def _characters(text: str) -> Counter[str]:
    return Counter(text.replace(" ", ""))


@pytest.mark.parametrize(
    ("space", "between", "widths"),
    [
        (40, 2, [10, 17, 5]),
        (33, 2, [10, 14, 5]),
        (30, 2, [10, 11, 5]),
        (27, 1, [10, 10, 5]),
        (25, 1, [10, 10, 3]),
        (24, 0, []),
    ],
)
def test_texts_give_way_first(space: int, between: int, widths: list[int]) -> None:
    """Then the space between columns, then the words of headings; a day is never broken: rather each row stands by itself."""
    rows = [["2025-04-15", "国保被保険者デー", "128"]]

    assert (between, widths) == fit.widths(["Day", "A title of medium", "Count"], rows, space)


@pytest.mark.parametrize(("columns", "expected"), [("", 80), ("100", 100), ("0", 80), ("wide", 80)])
def test_a_pipe_has_eighty_columns(columns: str, expected: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Unless COLUMNS says otherwise."""
    monkeypatch.setenv("COLUMNS", columns)

    assert expected == fit.room()
