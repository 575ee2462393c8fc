"""Is anything demanded of people that nothing then uses?

A field is demanded when its fact cannot be made without it, or when a verb insists on an answer (`needed`). It is used when the event's
sentence says it, when a rule that guards the deed asks it, or when a screen, a form, a check, a report or a question of the auditors takes
it from the table that keeps it.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from msgspec import NODEFAULT
from msgspec.structs import fields

from assets import events as e
from assets.register_rows import _CHANGING, _INSERTED
from assets.register_schema import _VIEWS, ASSET_COLUMNS
from assets.rules import RULES
from assets.rules.rule import DEEDS
from assets.telling import _FIELDS
from cli.verbs import VERBS
from datasette_plugins import explain

ROOT = Path(__file__).parents[1]
LEDGERS_OWN = {  # what nobody is asked for: the ledger writes it, so that something can be proved
    "ordinal": "numbers follow each other without a gap",
    "nonce": "nobody guesses the first hash of a contract",
    "of_hash": "verify compares which line was corrected",
    "expected_hash": "verify compares which list was counted",
    "as_of": "a stock-take says up to which line its list was made",
}
ONLY_BEFORE = {
    "lost": ("reason",)
}  # what is known is asked when it goes missing; giving it up needs the incident alone


def _trees(places: str) -> dict[str, ast.Module]:
    found = {".".join(path.relative_to(ROOT).with_suffix("").parts): path for path in sorted(ROOT.glob(places))}
    return {name: ast.parse(path.read_text(encoding="utf-8")) for name, path in found.items()}


def _words(tree: ast.AST) -> set[str]:
    """Attributes that are asked for, and strings that are one word: `fact.place`, `row["place"]`."""
    nodes = list(ast.walk(tree))
    return {node.attr for node in nodes if isinstance(node, ast.Attribute)} | set(_strings(nodes))


def _subscripts(tree: ast.AST) -> set[str]:
    slices = [node.slice for node in ast.walk(tree) if isinstance(node, ast.Subscript)]
    return set(_strings(slices))


def _strings(nodes: list[ast.AST]) -> Iterator[str]:
    return (node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str))


RULEBOOKS = {name: _words(tree) for name, tree in _trees("assets/rules/*.py").items()}
CLI = _trees("cli/*.py")
SCREENS = {word for tree in (CLI | _trees("labels/*.py")).values() for word in _subscripts(tree)}
ASKED = [
    *(query["sql"] for query in explain.queries().values()),
    *(
        text
        for tree in _trees("assets/**/*.py").values()
        for text in _strings(list(ast.walk(tree)))
        if "SELECT " in text
    ),
]


# -- what is demanded -------------------------------------------------------------------------------------------------


def _insisted(function: ast.AST) -> set[str]:
    """Keywords and keys that a function fills with an answer it insists on, also by way of a variable."""
    nodes = list(ast.walk(function))
    answers = {target.id for node in nodes if isinstance(node, ast.Assign) and _asks(node.value, set()) for target in node.targets if isinstance(target, ast.Name)}  # fmt: skip
    given = [(word.arg or "", word.value) for node in nodes if isinstance(node, ast.Call) for word in node.keywords]
    given += [(key.value, value) for node in nodes if isinstance(node, ast.Dict) for key, value in zip(node.keys, node.values, strict=True) if isinstance(key, ast.Constant)]  # fmt: skip
    return {name for name, value in given if _asks(value, answers)}


def _asks(value: ast.AST, answers: set[str]) -> bool:
    names = {getattr(node, "id", "") for node in ast.walk(value)}
    return "needed" in names or bool(names & answers)


@cache
def _by_verb() -> dict[str, set[str]]:
    """Verb -> what its function, with those of its module that it calls, insists on."""
    return {verb: _insisted(_whole(*one.place.split(":"))) for verb, one in VERBS.items()}


def _whole(module: str, name: str) -> ast.Module:
    own = {node.name: node for node in CLI[module].body if isinstance(node, ast.FunctionDef)}
    found = [name]
    for one in found:
        found += {getattr(node, "id", "") for node in ast.walk(own[one])} & own.keys() - set(found)
    return ast.Module([own[one] for one in found], [])


def demanded(kind: str) -> set[str]:
    """The fields of a fact that people must give."""
    fact, deed = e.KINDS[kind], DEEDS.get(e.KINDS[kind], "")
    must = {field.name for field in fields(fact) if field.default is NODEFAULT and field.default_factory is NODEFAULT}
    asked = {name for verb, names in _by_verb().items() if deed and f"{verb} ".startswith(f"{deed} ") for name in names}
    return (must | asked & set(fact.__struct_fields__)) - set(LEDGERS_OWN) - set(ONLY_BEFORE.get(kind, ()))


# -- what is used -----------------------------------------------------------------------------------------------------


def _tables(fact: type[e.Fact]) -> set[str]:
    """The tables and views in which what a fact says stands."""
    if issubclass(fact, e.AssetFact):
        found = {"assets"}
    else:
        sql = " ".join(_CHANGING.get(fact, ()))
        found = {_INSERTED[fact][0] if fact in _INSERTED else "", *re.findall(r"(?:UPDATE|INTO) (\w+)", sql)}
    views = {name for name, sql in _VIEWS.items() if found & set(re.findall(r"\w+", sql)) or fact.kind in sql}
    return found - {""} | views


def uses(kind: str, field: str) -> list[str]:
    """Where a field of a fact is used."""
    fact = e.KINDS[kind]
    deeds = (
        {DEEDS.get(fact)} if issubclass(fact, e.AssetFact) else set(DEEDS.values())
    )  # what stands on the desk is asked by all
    guards = {rule.check.__module__ for rule in RULES.values() if deeds & set(rule.deeds)}
    texts = [set(re.findall(r"\w+", sql)) for sql in ASKED]
    return [
        *(["told"] if field in _FIELDS[kind] else []),
        *(module for module in guards if field in RULEBOOKS[module]),
        *(["shown"] if field in SCREENS and (field in ASSET_COLUMNS or not issubclass(fact, e.AssetFact)) else []),
        *("asked" for words in texts if field in words and words & {kind, *_tables(fact)}),
    ]


@pytest.mark.parametrize(("kind", "field"), [(kind, field) for kind in e.KINDS for field in sorted(demanded(kind))])
def test_what_is_demanded_is_used(kind: str, field: str) -> None:
    """Some sentence, rule, form, report or page says it, or judges by it: nobody is asked for what is then put away."""
    assert uses(kind, field)


def test_what_nobody_uses_is_seen() -> None:
    """A field that stands on the line and nowhere else has no use; one is known from the sentence, one from a rule, one from a question."""
    assert [] == uses("split", "clock")
    assert "told" in uses("moved", "place")
    assert "assets.rules.custody" in uses("sent", "method")
    assert "asked" in uses("subcontract.added", "management")


def test_what_a_verb_insists_on_is_seen() -> None:
    """Also what goes by way of a variable, or stands in a function that the verb calls."""
    assert {"place"} <= demanded("moved")
    assert {"info_items", "released_by"} <= demanded("received")
    assert "condition" not in demanded("received")
