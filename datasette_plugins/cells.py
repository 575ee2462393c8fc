"""How does a cell read?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from typing import Any

from datasette.utils import to_css_class
from markupsafe import Markup, escape
from stdnum.exceptions import ValidationError

from assets.ids import validate
from assets.terms import TERMS
from assets.verification import result_name, verification_name
from datasette_plugins.texts import called, translated, visible

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
    )
)
NAMED = {"result": result_name, "verification": verification_name}


def cell(value: Any, *, column: str, database: str) -> Any:
    """What stands in the cell: a link for an asset's number, a word for a code, else None: Datasette shows the value.

    column: the register's name of it, which a heading of a ready-made question ends with.
    """
    if not isinstance(value, str) or not value:
        return None
    name = _name(column)
    if name in _NUMBERS and is_number(value):
        return Markup('<a class="number" href="/{}/-/asset/{}">{}</a>').format(database, value, value)
    if name in NAMED:
        return Markup('<span title="{}">{}</span>').format(value, translated(NAMED[name](value)))
    if name in CODES and value in TERMS:
        return Markup('<span title="{}">{}</span>').format(value, called(value))
    seen = visible(value)
    return None if seen == value else seen


@cache
def _name(column: str) -> str:
    return column.split()[-1] if column.strip() else ""


def row(cells: Iterable[Mapping[str, Any]]) -> Markup:
    """The cells of a table's row, in one piece: a template that puts thousands of them together takes twice as long."""
    return Markup("".join(f"{_begin(one['column'], one['value_type'])}{escape(one['value'])}</td>" for one in cells))


@lru_cache(maxsize=4096)
def _begin(column: str, kind: str) -> str:
    return f'<td class="col-{escape(to_css_class(column))} type-{escape(kind)}">'


def is_number(text: str) -> bool:
    """Whether `text` is an asset's number just as it is printed."""
    try:
        return validate(text).number == text
    except ValidationError:
        return False
