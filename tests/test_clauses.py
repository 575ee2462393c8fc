"""Is every clause of the annex served, and does the table tell only what exists?"""

from __future__ import annotations

import importlib
import json
import re
from collections.abc import Callable
from typing import Any

import pytest

from assets import events as e
from assets.checks import CHECKS
from assets.clauses import CLAUSES, SERVES
from assets.duties import Duty, duties
from assets.register import Register
from assets.register_schema import TABLES
from assets.rules import RULES
from assets.rules.built_in import BUILT_IN
from assets.sections import SECTIONS
from assets.terms import TERMS
from cli.verbs import VERBS
from tests.conftest import Answer
from tests.stories import OPENED

Run = Callable[..., Answer]
each_duty = pytest.mark.parametrize("duty", duties().values(), ids=map(str, duties()))
each_built_in = pytest.mark.parametrize("id", BUILT_IN)


def _ids(chapter: str, *numbers: int) -> set[str]:
    return {f"R{chapter}-{number}" for number in numbers}


# Every id that the catalogue of the domain names.
CATALOGUE = (
    _ids("00", *range(1, 11))
    | _ids("03", 1)
    | _ids("04", 1, 2)
    | _ids("05", 1, 2, 3, 4)
    | _ids("06", 1, 2)
    | _ids("07", 1)
    | _ids("08", 1, 2)
    | _ids("10", 1)
    | _ids("11", 1, 2, 3, 4)
    | _ids("12", 1)
    | _ids("13", 1)
    | _ids("15", 1)
    | _ids("16", 1, 2)
    | _ids("18", 1)
    | _ids("19", 1)
    | _ids("20", 1, 2, 3, 4)
    | _ids("21", 1, 2, 3, 4, 5, 6)
    | _ids("23", 1, 2)
    | _ids("26", 1)
    | _ids("32", 1)
    | _ids("33", 1, 2)
    | _ids("37", 1, 2, 3)
    | _ids("40", 1, 2, 3, 4, 5)
    | _ids("41", *range(1, 10))
)


# -- the table --------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def laid_out() -> Any:
    register = Register.in_memory(OPENED.number)
    yield register.db
    register.close()


@each_duty
def test_a_clause_says_what_it_asks_in_both_languages(duty: Duty) -> None:
    """One sentence each in Japanese and in English; what is out of our hands says why."""
    for said in (duty.said, *([duty.outside] if duty.hands == "out_of_hands" else [])):
        assert re.fullmatch(r"[A-Z][^.]*\.", said.en)
        assert said.ja.endswith("。")
        assert re.search(r"[ぁ-ん]", said.ja)


@each_duty
def test_a_clause_names_only_what_exists(duty: Duty, laid_out: Any) -> None:
    """Events, verbs, tables, views and sections of the report that it names are there."""
    tables = {row[0] for row in laid_out.execute("SELECT name FROM sqlite_master WHERE type IN ('table', 'view')")}

    assert set() == set(duty.kinds) - set(e.KINDS)
    assert set() == set(duty.verbs) - set(VERBS)
    assert set() == set(duty.shown) - tables
    assert set() == set(duty.reported) - set(SECTIONS)
    assert set() == set(duty.words) - {"immediately", "promptly", "without_delay", "beforehand"}
    assert set() == set(duty.words) - set(TERMS)


@each_duty
def test_a_clause_is_served_or_says_why_not(duty: Duty) -> None:
    """What is in our hands is shown and reported somewhere; what is not records nothing and wants nothing."""
    if duty.hands == "program":
        assert duty.shown
        assert duty.reported
    else:
        assert not (duty.kinds or duty.wants or duty.verbs)


@each_duty
def test_its_questions_can_be_asked(duty: Duty, laid_out: Any) -> None:
    """An empty register lacks what is wanted, which is said in both languages, and proves nothing by documents."""
    assert [] == (laid_out.execute(duty.wants).fetchall() if duty.wants else [])
    assert [] == (laid_out.execute(duty.documents).fetchall() if duty.documents else [])
    assert bool(duty.wants) == bool(duty.lacking.en) == bool(duty.lacking.ja)


def test_every_kind_of_event_serves_its_clause() -> None:
    """The clause under which an event is told is one of those that list it."""
    assert [] == [kind for kind, clause in SERVES.items() if kind not in duties()[clause].kinds]


def test_every_table_serves_a_clause() -> None:
    """Nothing is kept that no clause asks for; where a register stands is not told by a clause."""
    assert {"head"} == set(TABLES) - {name for duty in duties().values() for name in duty.shown}


def test_every_section_serves_a_clause() -> None:
    """What is reported is reported for a clause; the overview is of all."""
    assert {"clauses", "open_items"} == set(SECTIONS) - {name for duty in duties().values() for name in duty.reported}


# -- the catalogue ----------------------------------------------------------------------------------------------------


def test_the_catalogue_is_enforced() -> None:
    """Every id of the catalogue is a rule, a check, or holds by construction."""
    assert set() == CATALOGUE - {*RULES, *CHECKS, *BUILT_IN}


def test_an_id_means_one_thing() -> None:
    """Rules, checks and what is built in share one space of ids."""
    assert len(RULES) + len(CHECKS) + len(BUILT_IN) == len({*RULES, *CHECKS, *BUILT_IN})


@each_built_in
def test_what_is_built_in_is_explained_and_proved(id: str) -> None:
    """It has a clause, a sentence, and tests that exist and are marked as its proof."""
    one = BUILT_IN[id]

    assert id == one.id
    assert re.fullmatch(r"R\d\d-\d+", id)
    assert one.clause in CLAUSES
    assert id[1:3] in ("00", f"{one.clause:02d}")
    assert one.explanation.endswith(".")
    assert one.proofs
    for proof in one.proofs:
        module, _, test = proof.test.partition(".")
        found = getattr(importlib.import_module(f"tests.{module}"), test)
        assert (id,) in [mark.args for mark in found.pytestmark if mark.name == "built_in"]


def test_no_fact_says_whose_the_information_is() -> None:
    """Only a medium has an owner; of the information there is none but the client (clauses 32 and 33)."""
    fields = {(kind, field) for kind, fact in e.KINDS.items() for field in fact.__struct_fields__ if "owner" in field}
    arrivals = {kind for kind, fact in e.KINDS.items() if issubclass(fact, e.Arrival)}

    assert {(kind, "owner") for kind in arrivals} == fields


# -- assets clauses ---------------------------------------------------------------------------------------------------


def test_scripts_get_everything_of_every_clause(run: Run) -> None:
    """Rules, checks and what is built in stand under their clause, each once, with records, verbs, tables and sections."""
    told = json.loads(run("clauses", "--json").out)

    assert list(CLAUSES) == [row["number"] for row in told]
    for name, known in (("rules", RULES), ("checks", CHECKS), ("built_in", BUILT_IN)):
        assert sorted(known) == sorted(id for row in told for id in row[name])
    assert [] == [row["number"] for row in told if row["hands"] == "program" and not (row["shown"] and row["reported"])]
    five = told[4]
    assert {"protocol set", "receive", "handover", "send", "accept", "return"} <= set(five["verbs"])
    assert ["protocols", "handovers"] == five["shown"]


@pytest.mark.parametrize("language", ["en", "ja"])
def test_one_clause_is_told_alone(run: Run, language: str) -> None:
    """`assets clauses 11`: its duty, its rules with why, where it is recorded; nothing of its neighbours."""
    answer = run("--lang", language, "clauses", "11")

    assert 0 == answer.code
    assert duties()[11].said.text(language)[:20] in answer.out
    assert all(id in answer.out for id in ("R11-1", "R11-4", "assets move"))
    assert "R41-1" not in answer.out


def test_a_clause_out_of_our_hands_says_so(run: Run) -> None:
    """The client's guarantee is nothing that this program could keep."""
    assert "out of the program's hands: The client's own guarantee." in run("clauses", "9").out


@pytest.mark.parametrize("verb", [("clauses", "45"), ("status", "--clause", "45")])
def test_the_annex_has_44_clauses(run: Run, sample_folder: Any, verb: tuple[str, ...]) -> None:
    """There is no 45th."""
    answer = run(*verb)

    assert (4, "") == (answer.code, answer.out)
    assert "assets clauses" in answer.err
