"""In which words does a reader filter a table?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from assets.language import N_
from datasette_plugins.panels import heading_of
from datasette_plugins.texts import translated

_COMPARED = {
    "exact": N_("is"),
    "not": N_("is not"),
    "contains": N_("contains"),
    "endswith": N_("ends with"),
    "startswith": N_("begins with"),
    "gt": N_("is more than"),
    "gte": N_("is at least"),
    "lt": N_("is less than"),
    "lte": N_("is at most"),
    "in": N_("is one of (a,b,c)"),
    "notin": N_("is none of (a,b,c)"),
    "isblank": N_("is empty"),
    "notblank": N_("is not empty"),
}
_PARAMETERS = {
    "asset": N_("Asset number (empty: all)"),
    "since": N_("From this day (empty: the beginning)"),
    "until": N_("To this day (empty: the end)"),
}


def filter_choices(columns: Iterable[str], meanings: Mapping[str, str]) -> list[tuple[str, str]]:
    """The columns a reader can filter by: name, and what it is called."""
    return [(name, f"{heading_of(meanings, name)} {name}") for name in columns]


def lookup_choices(filters: Any) -> list[tuple[str, str]]:
    """The ways to compare, in people's words; those that few need keep Datasette's sign."""
    return [
        (f"{key}__1" if plain else key, translated(_COMPARED[key]) if key in _COMPARED else sign)
        for key, sign, plain in filters.lookups()
    ]


def parameter_of(name: str) -> str:
    """What a ready-made question asks for."""
    return translated(_PARAMETERS[name]) if name in _PARAMETERS else name
