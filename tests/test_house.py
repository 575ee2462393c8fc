"""Is the house in order?"""

from __future__ import annotations

import ast
import importlib
import json
import re
import shlex
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import product
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from assets import events as e
from assets import state
from assets.checks import CHECKS
from assets.clauses import CLAUSES, SERVES
from assets.errors import AssetsError
from assets.policy import SETTINGS
from assets.rules import RULES, custody
from assets.rules.rule import DEEDS, EVERY, REFUSE, SEVERITIES
from assets.sanitization import LEVELS, media, methods, table
from assets.telling import SENTENCES, tell
from assets.terms import TERMS
from cli import people, places
from cli.main import build, run
from cli.verbs import GROUPS, VERBS
from tests.stories import bad_advice, not_understood, options, without

ROOT = Path(__file__).parents[1]
PACKAGES = ("assets", "cli", "labels", "datasette_plugins")
FILES = sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))


def _name(path: Path) -> str:
    """The dotted name of a module."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


SOURCES = {_name(path): path.read_text(encoding="utf-8") for path in FILES}
MODULES = {name: ast.parse(source) for name, source in SOURCES.items()}
each_module = pytest.mark.parametrize("name", SOURCES)
each_verb = pytest.mark.parametrize("verb", VERBS)
each_kind = pytest.mark.parametrize("kind", e.KINDS)
each_rule = pytest.mark.parametrize("id", RULES)

# -- who imports whom -------------------------------------------------------------------------------------------------

MAY_IMPORT = {
    "assets": {"assets"},
    "labels": {"assets", "labels"},
    "datasette_plugins": {"assets", "datasette_plugins"},
    "cli": set(PACKAGES),
}
HOMES = {
    "typer": ("cli",),
    "rich": ("cli",),
    "reportlab": ("labels",),
    "qrcode": ("labels",),
    "PIL": ("labels", "cli.picture"),
    "pypdfium2": ("cli.picture",),
    "zxingcpp": ("cli.picture",),
    "datasette": ("datasette_plugins",),
    "openpyxl": ("assets.tables",),
    "sqlite_utils": ("assets.register_schema", "assets.register", "assets.reports", "assets.importer", "assets.bundle"),
}
HEAVY = (*HOMES.keys() - {"typer"},)
PURE = (
    "ids",
    "clauses",
    "events",
    "lines",
    "state",
    "refusal",
    "rules",
    "decide",
    "errors",
    "terms",
    "telling",
    "search",
    "when",
    "mynumber",
    "conditions",
    "evidence",
    "verification",
    "unsuitable",
    "wedge",
)
IMPURE = {
    "sqlite3",
    "os",
    "pathlib",
    "time",
    "io",
    "sys",
    "tempfile",
    "shutil",
    "subprocess",
    "socket",
    "secrets",
    "random",
    "getpass",
    "platform",
}
IMPURE_CALLS = {
    "open",
    "print",
    "input",
    "exec",
    "eval",
    "now",
    "today",
    "utcnow",
    "read_text",
    "write_text",
    "read_bytes",
    "write_bytes",
}
OURS_ALONE = {  # what a module of the book may import of the book; those not named here may import whatever makes no circle
    "ids": set(),
    "clauses": set(),
    "events": {"events"},
    "lines": {"events"},
    "state": {"events", "lines", "state", "when"},
    "journal": {"errors", "events", "journal_schema", "language", "lines", "sqlite_errors"},
    "journal_schema": {"lines"},
}
KEEPERS = {
    "journal",
    "register",
    "register_rows",
    "register_schema",
    "ledger",
    "reports",
    "proof",
    "delivery",
    "importer",
    "reading",
    "tables",
}


def imported(tree: ast.Module) -> Iterator[tuple[str, bool]]:
    """Everything a module imports, by its dotted name, and whether the import runs when the module is imported."""
    later = [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) or _is_for_types(node)
    ]
    inside = {id(node) for parent in later for node in ast.walk(parent)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, id(node) not in inside) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            yield from ((f"{node.module}.{alias.name}", id(node) not in inside) for alias in node.names)


def _is_for_types(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"


def _within(name: str, homes: Iterable[str]) -> bool:
    return any(name == home or name.startswith(home + ".") for home in homes)


def wrong_imports(name: str, tree: ast.Module) -> list[str]:
    """What the module `name` imports, or calls, against the plan of the house."""
    package, _, short = name.partition(".")
    chapter = short.split(".")[0]
    found = []
    for target, at_once in imported(tree):
        root = target.split(".")[0]
        if root in PACKAGES and root not in MAY_IMPORT[package]:
            found.append(f"{package} never imports {root}")
        if root in HOMES and not _within(name, HOMES[root]):
            found.append(f"{root} is used only in {', '.join(HOMES[root])}")
        if root in HEAVY and at_once and (root, package) != ("datasette", "datasette_plugins"):
            found.append(f"{root} is imported where it is used")
        if root == "assets" and package == "assets":
            found += _wrong_inside(chapter, [*target.split("."), ""][1])
        if package == "assets" and chapter in PURE and root in IMPURE:
            found.append(f"{chapter} is pure and imports {root}")
    if package == "assets" and chapter in PURE:
        found += [f"{chapter} is pure and calls {call}" for call in _calls(tree) if call in IMPURE_CALLS]
    return found


def _wrong_inside(chapter: str, other: str) -> Iterator[str]:
    if chapter in OURS_ALONE and other not in OURS_ALONE[chapter]:
        yield f"{chapter} does not import {other}"
    if chapter in PURE and other in KEEPERS:
        yield f"{chapter} does not know {other}"
    if chapter in ("rules", "state", "refusal") and other == "decide":
        yield f"{chapter} does not import decide"
    if chapter in ("journal", "register", "reports") and other in ("decide", "rules", "ledger"):
        yield f"{chapter} does not import {other}"


def _calls(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


@each_module
def test_imports_go_one_way(name: str) -> None:
    """cli, labels and datasette_plugins build on assets; the rules know no clock, file or screen; heavy libraries stay at home."""
    assert [] == wrong_imports(name, MODULES[name])


@pytest.mark.parametrize(
    ("name", "planted", "complaint"),
    [
        ("assets.decide", "import cli.say", "assets never imports cli"),
        ("assets.reports", "def later():\n    from labels import sheet", "assets never imports labels"),
        ("labels.sheet", "from datasette_plugins import cells", "labels never imports datasette_plugins"),
        ("datasette_plugins.cells", "import cli", "datasette_plugins never imports cli"),
        ("assets.ledger", "import typer", "typer is used only in cli"),
        ("cli.paper", "def later():\n    import reportlab.pdfgen", "reportlab is used only in labels"),
        ("cli.paper", "from qrcode.main import QRCode", "qrcode is used only in labels"),
        ("cli.look", "def later():\n    from sqlite_utils import Database", "sqlite_utils is used only in"),
        ("assets.register", "from sqlite_utils import Database", "sqlite_utils is imported where it is used"),
        ("cli.say", "import rich", "rich is imported where it is used"),
        ("labels.sheet", "import reportlab", "reportlab is imported where it is used"),
        ("assets.rules.ending", "import sqlite3", "rules is pure and imports sqlite3"),
        ("assets.decide", "from datetime import datetime\ndatetime.now()", "decide is pure and calls now"),
        ("assets.state.asset", "from pathlib import Path", "state is pure and imports pathlib"),
        ("assets.when", "import time", "when is pure and imports time"),
        ("assets.ids", "def f():\n    import os", "ids is pure and imports os"),
        ("assets.events.fact", "from assets.language import N_", "events does not import language"),
        ("assets.rules.people", "from assets import decide", "rules does not import decide"),
        ("assets.journal", "from assets.state import Asset", "journal does not import state"),
        ("assets.decide", "from assets.journal import Journal", "decide does not know journal"),
        ("assets.telling", "print('told')", "telling is pure and calls print"),
    ],
)
def test_a_wrong_import_is_seen(name: str, planted: str, complaint: str, tmp_path: Path) -> None:
    """A copy of the module with one line too many is caught, so the checker is not blind."""
    copy = tmp_path / "copy.py"
    copy.write_text(f"{SOURCES[name]}\n{planted}\n", encoding="utf-8")

    assert [complaint] == [
        found[: len(complaint)] for found in wrong_imports(name, ast.parse(copy.read_text(encoding="utf-8")))
    ][:1]


def circle(graph: Mapping[str, set[str]]) -> list[str]:
    """Modules that import each other in a circle; empty when there is none."""
    done: set[str] = set()

    def walk(name: str, path: list[str]) -> list[str]:
        if name in path:
            return [*path[path.index(name) :], name]
        if name in done:
            return []
        found = next(filter(None, (walk(other, [*path, name]) for other in sorted(graph.get(name, ())))), [])
        done.add(name)
        return found

    return next(filter(None, (walk(name, []) for name in sorted(graph))), [])


def test_nothing_goes_round_in_circles() -> None:
    """No module needs, to be imported, one that needs it."""
    graph: dict[str, set[str]] = defaultdict(set)
    for name, tree in MODULES.items():
        for target, at_once in imported(tree):
            known = target if target in MODULES else target.rpartition(".")[0]
            if (
                at_once
                and known in MODULES
                and known != name
                and known not in PACKAGES
                and not name.startswith(known + ".")
            ):
                graph[name].add(known)

    assert [] == circle(graph)
    assert ["a", "b", "c", "a"] == circle({"a": {"b"}, "b": {"c"}, "c": {"a"}, "d": {"a"}})
    assert [] == circle({"a": {"b", "c"}, "b": {"c"}})


# -- how files are written --------------------------------------------------------------------------------------------


@each_module
def test_a_file_opens_with_one_sentence(name: str) -> None:
    """The first line answers one question, or says one thing."""
    first = (ast.get_docstring(MODULES[name]) or "").partition("\n")[0]

    assert re.fullmatch(r"[A-Z].*[^?.][?.]", first)
    assert not re.search(r"[?.] ", first)


@each_module
def test_a_file_is_not_long(name: str) -> None:
    """Four hundred lines are enough for one question."""
    assert 400 >= SOURCES[name].count("\n")


@each_module
def test_what_is_public_is_explained(name: str) -> None:
    """Every function, class and method without an underscore has a docstring."""
    found = [
        node.name
        for parent in (MODULES[name], *(node for node in MODULES[name].body if isinstance(node, ast.ClassDef)))
        for node in parent.body
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
        and not node.name.startswith("_")
        and not getattr(parent, "name", "").startswith("_")
        and not ast.get_docstring(node)
    ]

    assert [] == found


TEXTS = {".py", ".toml", ".md", ".yml", ".yaml", ".po", ".html", ".css", ".js", ".cfg", ".txt", ""}
STRAYS = {
    "a folder beside the project": r"\.\./sh" r"ared",
    "a path of one machine": r"(?<![\w.:/~])/(?:wo" r"rk|ho" r"me|ro" r"ot|Us" r"ers)/\w|[A-Z]:\\\\?Us" r"ers",
    "the number of an issue": r"(?i)\b(?:issue|pull request|ticket|bug)s? *#? ?\d+|(?<![\w&#\"'(/;:])#\d{1,5}\b(?!\w)",
}


def strays(text: str, *, colours: bool = False) -> list[str]:
    """What of STRAYS stands in a text; a style sheet's colours are no issues."""
    return [what for what, pattern in STRAYS.items() if re.search(pattern, text) and not (colours and "issue" in what)]


def _texts() -> Iterator[Path]:
    for folder in (*PACKAGES, "tests", "docs", ".ci"):
        yield from (path for path in sorted((ROOT / folder).rglob("*")) if path.is_file() and path.suffix in TEXTS)
    yield from (path for path in sorted(ROOT.iterdir()) if path.is_file() and path.suffix in TEXTS - {".txt"})


def test_nothing_points_outside_the_project() -> None:
    """No file names a folder beside the project, a path of somebody's machine, or the number of an issue."""
    found = {
        path.relative_to(ROOT).as_posix(): strays(
            path.read_text(encoding="utf-8", errors="replace"), colours=path.suffix in (".css", ".html")
        )
        for path in _texts()
    }

    assert {} == {path: what for path, what in found.items() if what}
    assert len(FILES) < len(found)


@pytest.mark.parametrize(
    "text",
    [
        "see ../sh" + "ared/x",
        "open('/ho" + "me/me/x')",
        "C:\\Us" + "ers\\me",
        "iss" + "ue 12",
        "fixes #" + "12",
        "Bug #" + "7",
    ],
)
def test_a_stray_is_seen(text: str) -> None:
    """The patterns find what they are for, and leave colours, entities and addresses alone."""
    assert strays(text)
    assert [] == strays("&#39; https://example.jp/ho" + "me/x ~/own/x tests/own/x", colours=False)
    assert [] == strays("color: #" + "333", colours=True)


# -- lists that check themselves --------------------------------------------------------------------------------------


@each_kind
def test_every_event_is_folded_told_named_and_placed(kind: str) -> None:
    """A kind of event has a fold, a sentence without gaps, a word, a clause, and a deed that makes it (a refusal is made by the rules)."""
    fact = e.KINDS[kind]
    told = tell(kind, {}, people={}, places={})

    assert fact in state.DESK_FOLDS or fact in state.ASSET_FOLDS or issubclass(fact, e.Arrival)
    assert told
    assert not re.search(r"[{}]", told)
    assert kind in TERMS
    assert SERVES[kind] in CLAUSES
    assert fact in DEEDS or fact is e.Refused


def test_no_list_knows_an_event_that_cannot_happen() -> None:
    """Sentences and clauses are those of the events, no more."""
    assert set(e.KINDS) == set(SENTENCES) == set(SERVES)
    assert {*e.KINDS.values()} == {*DEEDS, e.Refused}


@each_kind
def test_a_sentence_says_what_its_event_holds(kind: str) -> None:
    """Every field a sentence names is a field of the event."""
    named = set(re.findall(r"{(\w+)}", SENTENCES[kind]))

    assert set() == named - set(e.KINDS[kind].__struct_fields__)


def _errors(root: type[AssetsError] = AssetsError) -> Iterator[type[AssetsError]]:
    for child in root.__subclasses__():
        yield child
        yield from _errors(child)


def _everything_imported() -> None:
    for name in SOURCES:
        importlib.import_module(name)


def test_every_exit_code_means_one_thing() -> None:
    """A class with its own exit code says what it means; two classes share a code only when they mean the same."""
    _everything_imported()
    own = [error for error in _errors() if "exit_code" in vars(error)]
    meanings: dict[int, set[str]] = defaultdict(set)
    for error in own:
        assert vars(error).get("meaning"), error.__name__
        meanings[error.exit_code].add(error.meaning)

    assert {} == {code: given for code, given in meanings.items() if len(given) > 1}
    assert {1, 2, 3, 4, 5, 6, 7, 8} <= set(meanings)
    assert 0 not in meanings


def test_every_error_is_explained() -> None:
    """Each class says when it is raised."""
    _everything_imported()

    assert [] == [error.__name__ for error in _errors() if not error.__doc__]


@each_verb
def test_every_verb_is_explained_with_an_example_that_parses(verb: str) -> None:
    """A verb has a docstring; its example begins with its own words and is understood as it stands."""
    example = shlex.split(VERBS[verb].example)
    words = verb.split()
    command = build(words[-1], VERBS[verb])

    assert VERBS[verb].function().__doc__
    assert ["assets", *words] == example[: 1 + len(words)]
    with command.make_context(verb, example[1 + len(words) :]) as understood:
        assert understood.params.keys() >= {param.name for param in command.params} - {"help"}


@each_verb
def test_every_verb_answers_scripts(verb: str) -> None:
    """--json stands on every verb but those that play or serve."""
    assert (verb not in ("serve", "watch", "demo")) == ("--json" in options(verb))


@each_verb
def test_every_option_is_explained(verb: str) -> None:
    """Help says of each option what it is for."""
    command = build(verb.split()[-1], VERBS[verb])

    assert [] == [param.name for param in command.params if not getattr(param, "help", None)]


def test_every_group_has_verbs() -> None:
    """The first words of two-word verbs are the groups."""
    assert {verb.split()[0] for verb in VERBS if " " in verb} == set(GROUPS)


def _terms_asked() -> Iterator[str]:
    """Codes that stand as literals where the code asks for their word."""
    for tree in MODULES.values():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) in (
                "term",
                "word",
            ):
                yield from (
                    arg.value for arg in node.args[:1] if isinstance(arg, ast.Constant) and isinstance(arg.value, str)
                )


@pytest.mark.parametrize(
    ("what", "codes"),
    [
        ("deeds", EVERY),
        ("statuses", state.STATUSES),
        ("media", media()),
        ("methods", methods()),
        ("levels", LEVELS),
        ("classes", tuple(table()["required"])),
        ("zones", (*places._ZONES, *(zone for zones in custody._ZONES.values() for zone in zones))),
        ("sides", people._SIDES),
        ("owners", ("client", "contractor", "lessor")),
        ("triggers", ("demand", "completion", "termination")),
        ("asked for", tuple(_terms_asked())),
    ],
)
def test_every_code_has_a_word(what: str, codes: tuple[str, ...]) -> None:
    """Nobody reads a code: every one that a screen can show has its word."""
    assert [] == [code for code in codes if code not in TERMS]


# -- rules and their proofs -------------------------------------------------------------------------------------------

# The clauses that the rules without one in their id serve.
COMMON = {
    "R00-1": 40,
    "R00-2": 44,
    "R00-2L": 44,
    "R00-4": 12,
    "R00-5": 23,
    "R00-6": 5,
    "R00-8": 44,
    "R00-9": 41,
    "R00-10": 41,
    "R00-11": 23,
    "R00-12": 40,
    "R00-13": 44,
    "R00-14": 44,
    "R00-16": 44,
    "R00-15": 44,
}


def _proofs() -> dict[str, list[Callable[..., None]]]:
    """Rule -> the tests marked with it, of every test module that marks one."""
    found: dict[str, list[Callable[..., None]]] = defaultdict(list)
    for path in sorted((ROOT / "tests").glob("test_*.py")):
        if "mark.rule(" in path.read_text(encoding="utf-8") and path.stem != Path(__file__).stem:
            for test in _tests(importlib.import_module(f"tests.{path.stem}")):
                for mark in getattr(test, "pytestmark", []):
                    for rule in mark.args if mark.name == "rule" else ():
                        found[rule].append(test)
    return found


def _tests(module: ModuleType) -> Iterator[Callable[..., None]]:
    return (test for name, test in vars(module).items() if name.startswith("test_") and callable(test))


PROOFS = _proofs()


@each_rule
def test_a_rule_explains_itself(id: str) -> None:
    """A rule has an id, a clause, deeds that exist, and a sentence that says why."""
    rule = RULES[id]

    assert re.fullmatch(r"R\d\d-\d+[A-Z]?", id)
    assert COMMON.get(id, int(id[1:3])) == rule.clause
    assert rule.clause in CLAUSES
    assert rule.deeds
    assert set() == set(rule.deeds) - set(EVERY)
    assert rule.explanation.endswith(".")


@each_rule
def test_a_rule_is_proved_by_a_story(id: str) -> None:
    """Some test is marked with the rule and tells why in its docstring."""
    assert PROOFS.get(id)
    assert [] == [test.__name__ for test in PROOFS[id] if not test.__doc__]


def test_no_story_proves_a_rule_that_is_gone() -> None:
    """Every mark names a rule of the catalogue."""
    assert {*RULES, *CHECKS} == set(PROOFS)


def _cases(test: Callable[..., None]) -> Iterator[dict[str, Any]]:
    """The arguments of a test, once for every row of its parametrize tables."""
    tables = [_rows(*mark.args[:2]) for mark in getattr(test, "pytestmark", []) if mark.name == "parametrize"]
    return ({name: value for row in rows for name, value in row.items()} for rows in product(*tables))


def _rows(names: Any, values: Iterable[Any]) -> list[dict[str, Any]]:
    given = [name.strip() for name in names.split(",")] if isinstance(names, str) else list(names)
    return [dict(zip(given, value if len(given) > 1 else (value,), strict=True)) for value in values]


def _needs_fixtures(test: Callable[..., None]) -> bool:
    code = getattr(test, "__code__", None)
    given = set(next(_cases(test), {}))
    return code is None or set(code.co_varnames[: code.co_argcount]) - given != set()


def proves(test: Callable[..., None], rule: str) -> bool:
    """Whether a test fails, in one of its cases, when nobody asks the rule."""
    with without(rule):
        for case in _cases(test):
            try:
                test(**case)
            except (Exception, pytest.fail.Exception):
                return True
    return False


@each_rule
def test_a_story_falls_without_its_rule(id: str) -> None:
    """With the rule taken out of the catalogue every test marked with it fails: a test that passes anyway would prove nothing."""
    tests = [test for test in PROOFS[id] if not _needs_fixtures(test)]

    assert tests
    assert [] == [test.__name__ for test in tests if not proves(test, id)]


def test_a_story_that_proves_nothing_is_seen() -> None:
    """A test that passes without the rule is caught, and the rule is back afterwards."""
    from tests.stories import begin, refused

    def idle() -> None:
        begin().receive()

    def busy() -> None:
        with refused("R11-1"):
            begin().receive(place="L-1")

    assert (False, True) == (proves(idle, "R11-1"), proves(busy, "R11-1"))
    busy()


@pytest.mark.parametrize("id", CHECKS)
def test_a_check_explains_itself_and_is_proved(id: str) -> None:
    """A check has an id of the catalogue, a clause, a severity, a sentence that says why, and a test that is marked with it."""
    check = CHECKS[id]

    assert re.fullmatch(r"R\d\d-\d+[A-Z]?", id)
    assert id not in RULES
    assert check.clause in CLAUSES
    assert check.severity in SEVERITIES
    assert check.setting in ("", *SETTINGS)
    assert check.explanation.endswith(".")
    assert PROOFS.get(id)


@pytest.mark.parametrize("id", CHECKS)
def test_a_checks_story_falls_without_it(id: str) -> None:
    """Blinded, a check fails every test that is marked with it."""
    seen = [test for test in PROOFS.get(id, []) if not _needs_fixtures(test)]

    assert seen
    assert [] == [test.__name__ for test in seen if not _falls_blinded(test, id)]


def _falls_blinded(test: Callable[..., None], id: str) -> bool:
    kept = CHECKS[id]
    CHECKS[id] = replace(kept, look=lambda view: iter(()))
    try:
        for case in _cases(test):
            try:
                test(**case)
            except (Exception, pytest.fail.Exception):
                return True
    finally:
        CHECKS[id] = kept
    return False


# -- advice -----------------------------------------------------------------------------------------------------------


def _advice() -> Iterator[tuple[str, str]]:
    """(module, text) of every literal that tells somebody to type a command."""
    for name, tree in MODULES.items():
        for node in ast.walk(tree):
            if (
                isinstance(node, ast.Constant)
                and isinstance(node.value, str)
                and re.match(r"(?:Next: )?assets [a-z]", node.value)
            ):
                yield name, node.value


@pytest.mark.parametrize(("name", "text"), sorted(set(_advice())))
def test_advice_can_be_followed(name: str, text: str) -> None:
    """What begins with `assets ` names a verb that exists, with options that it has."""
    assert "" == bad_advice(re.sub(r"{\w+}", "X", text.removeprefix("Next: ")))
    assert text.endswith(" ") or "" == not_understood(text)  # some stand before what is filled in


def test_what_is_advised_is_whole() -> None:
    """An argument too many or too few is caught, also behind a good command; what stands after three spaces, or a comma, explains."""
    assert "" == not_understood("assets approve confirm {number} --document NO   once it is confirmed in writing")
    assert "" == not_understood("assets init, or name it: --ledger FOLDER")
    assert "" == not_understood("assets split {asset} --into NUMBER --into NUMBER")
    assert not_understood("assets contract open FILE")
    assert not_understood("assets approve confirm --document NO")
    assert not_understood("assets show X   or   assets approve confirm --document NO")


def test_bad_advice_is_seen() -> None:
    """A verb or an option that does not exist is caught, also behind a good one, and options alone belong to the deed."""
    assert "" == bad_advice("assets person add --from roster.csv   or   assets person add NUMBER --responsible")
    assert bad_advice("assets findd X")
    assert bad_advice("assets person add --from x   or   assets person ad X")
    assert bad_advice("assets show X --method Y")
    assert ("", "['move'] has no --witness") == (
        bad_advice("--witness PERSON", "dispose"),
        bad_advice("--witness PERSON", "move"),
    )


def test_every_finding_says_what_to_do_next() -> None:
    """Each finding that refuses carries a hint; a flag needs none."""
    flags = {rule.check.__name__ for rule in RULES.values() if rule.outcome != REFUSE}
    silent = [
        f"{name}.{function.name}"
        for name, tree in MODULES.items()
        if name.startswith("assets.rules.")
        for function in tree.body
        if isinstance(function, ast.FunctionDef) and function.name not in flags
        for node in ast.walk(function)
        if isinstance(node, ast.Call)
        and getattr(node.func, "id", "") == "no"
        and "hint" not in {word.arg for word in node.keywords}
    ]

    assert [] == silent


# -- clauses ----------------------------------------------------------------------------------------------------------


def test_assets_clauses_lists_all_44(capsys: pytest.CaptureFixture[str]) -> None:
    """One row for each clause of the annex, with the rules that enforce it."""
    assert 0 == run(["--lang", "en", "clauses", "--json"])
    told = json.loads(capsys.readouterr().out)

    assert list(range(1, 45)) == [row["number"] for row in told]
    assert sorted(RULES) == sorted(rule for row in told for rule in row["rules"])
    assert all(row["ja"] and row["en"] for row in told)


@pytest.mark.parametrize("language", ["en", "ja"])
def test_assets_clauses_prints_all_44(
    language: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """On a wide screen every title stands there, in the language spoken."""
    monkeypatch.setenv("COLUMNS", "200")
    assert 0 == run(["--lang", language, "clauses"])
    printed = capsys.readouterr().out

    assert [] == [clause.number for clause in CLAUSES.values() if getattr(clause, language) not in printed]
    assert 0 == run(["--lang", "en", "clauses"])
