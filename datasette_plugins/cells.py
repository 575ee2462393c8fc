"""How does a cell read?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from typing import Any

from datasette.utils import tilde_encode, to_css_class
from markupsafe import Markup, escape
from stdnum.exceptions import ValidationError

from assets.ids import validate
from assets.language import N_
from assets.rules import RULES
from assets.terms import TERMS
from assets.verification import result_name, verification_name
from assets.when import local
from datasette_plugins.named import TABLES, Named
from datasette_plugins.texts import called, half, translated, visible

_NUMBERS = frozenset(("number", "asset", "source"))
CODES = frozenset(
    (
        "status",
        "medium",
        "info_kind",
        "pi_class",
        "owner",
        "origin",
        "side",
        "zone",
        "method",
        "level",
        "level_mic_jp",
        "level_nist_r2",
        "sanitization",
        "kind",
        "deed",
        "end_trigger",
        "source_status",
        "category",
        "measure",
        "request",
        "how",
        "form",
        "mode",
        "type",
        "basis",
        "employment",
        "whereabouts",
    )
)
YES_NO = (
    "draft", "certified", "subsidiary", "transfers", "copies_of_copies", "between_premises", "whole", "malicious", "sealed", "void",
)  # fmt: skip
_LISTS = ("media", "scope_info")
_RULES = ("rule", "rules", "flags", "cause")
_NAMES = frozenset(("name", "holder_name", "place_name"))
_FINDINGS, _SIGNS, _STATES = ("finding", "draft"), ("× ", "○ "), ("未了 / open", "評価前 / draft")
_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT[\d:.]+Z")
_RULE = re.compile(r"R\d\d-\w+")
NAMED = {"result": result_name, "verification": verification_name}


def cell(value: Any, *, column: str, database: str, is_stored: bool = False) -> Any:
    """What stands in the cell: a link for a number of ours, a word for a code, Japan's time for an instant, else None: Datasette shows the value.

    column: the register's name of it, which a heading of a ready-made question ends with. is_stored: it stands so in a table or a view.
    """
    name = _name(column)
    if isinstance(value, int):
        return _figure(value, name, database, is_stored)
    if not isinstance(value, str) or not value:
        return None
    if name in _NUMBERS and is_number(value):
        return Markup(f'<a class="number" href="/{escape(database)}/-/asset/{value}">{value}</a>')
    if name in NAMED:
        return _stands_for(value, translated(NAMED[name](value)))
    if (name in CODES or name == "cause") and value in TERMS:
        return _stands_for(value, called(value))
    seen = _explained(value, name) or visible(value)
    return None if seen == value else seen


@lru_cache(maxsize=4096)
def _stands_for(code: str, word: str) -> Markup:
    # Markup.format would take three times as long, and a page has hundreds of these.
    return Markup(f'<span title="{escape(code)}">{escape(word)}</span>')


def _figure(value: int, name: str, database: str, is_stored: bool) -> Any:
    if name == "seq" and value >= 0:
        return Markup(f'<a href="/{escape(database)}/-/event/{value}">{value}</a>')
    if is_stored and name in YES_NO and value in (0, 1):
        return _stands_for(str(value), "○" if value else "–")
    if is_stored and name == "quantity" and value == -1:
        return translated(N_("not counted"))
    return None


def _explained(value: str, name: str) -> Any:
    """Several codes as words, rules with what they say, the half of a finding that is read, an instant in Japan's time; None for anything else."""
    if name in _LISTS and (codes := value.split("、")) and all(code in TERMS for code in codes):
        return _stands_for(value, "、".join(map(called, codes)))
    if name in _RULES and (rules := dict.fromkeys(_RULE.findall(value))) and all(rule in RULES for rule in rules):
        said = Markup("<strong>{}</strong> {}")
        return Markup("<br>").join(said.format(rule, translated(RULES[rule].explanation)) for rule in rules)
    if name in _FINDINGS and value.startswith(_SIGNS):
        return value[:2] + half(value[2:])
    if name in _FINDINGS and value in _STATES:
        return half(value)
    if (name in ("at", "occurred") or name.endswith("_at")) and _INSTANT.fullmatch(value):
        return Markup(f'<time datetime="{value}" title="{value}">{escape(local(value))}</time>')
    return None


@cache
def _name(column: str) -> str:
    return column.split()[-1] if column.strip() else ""


def row(cells: Iterable[Mapping[str, Any]], named: Named) -> Markup:
    """The cells of a table's row, in one piece: a template that puts thousands of them together takes twice as long."""
    return Markup("".join(f"{_begin(one['column'], one['value_type'])}{told(one, named)}</td>" for one in cells))


def told(one: Mapping[str, Any], named: Named) -> Markup:
    """What stands in a cell of a table: somebody's number, or a place's, leads to their line and has the name beside it."""
    table = TABLES.get(one["column"], "")
    name = named.of(one["column"], one["raw"]) if table and one["value_type"] == "str" else None
    if name is None:
        return escape(one["value"])
    href = escape(f"{named.url}/{table}/{tilde_encode(one['raw'])}")
    return Markup(f'<a href="{href}">{escape(one["value"])}</a> <bdi>{escape(name)}</bdi>')


def answered(value: Any, column: str, columns: Iterable[str], named: Named) -> Markup:
    """The same for a cell of an answer, where the value stands alone; an answer that tells names itself is not told them twice."""
    if not _NAMES.isdisjoint(map(_name, columns)):
        return escape(value)
    return told({"column": _name(column), "raw": value, "value": value, "value_type": "str"}, named)


@lru_cache(maxsize=4096)
def _begin(column: str, kind: str) -> str:
    return f'<td class="col-{escape(to_css_class(column))} type-{escape(kind)}">'


def is_number(text: str) -> bool:
    """Whether `text` is an asset's number just as it is printed."""
    try:
        return validate(text).number == text
    except ValidationError:
        return False
