"""In which words does a reader filter a table?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any
from urllib.parse import quote_plus, unquote_plus

from assets.language import LANGUAGES, N_
from assets.terms import TERMS
from datasette_plugins.cells import CODES
from datasette_plugins.panels import heading_of
from datasette_plugins.texts import called, called_in, translated

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
# How several values are compared, where one is compared like this.
_SEVERAL = {"": "in", "exact": "in", "in": "in", "not": "notin", "notin": "notin"}
# Codes in one list, a person's own words in another.
_BOTH = ("employment", "method", "request")
_PARAMETERS = {
    "asset": N_("Asset number (empty: all)"),
    "since": N_("From this day (empty: the beginning)"),
    "until": N_("To this day (empty: the end)"),
}


def filter_choices(columns: Iterable[str], meanings: Mapping[str, str]) -> list[tuple[str, str]]:
    """The columns a reader can filter by: name, and what it is called."""
    return [(name, f"{heading_of(meanings, name)} {name}") for name in columns]


def lookup_choices(filters: Any, chosen: str) -> list[tuple[str, str]]:
    """The ways to compare, in people's words; one that few need, with Datasette's sign, only where it is `chosen` by the address."""
    return [
        (f"{key}__1" if plain else key, translated(_COMPARED[key]) if key in _COMPARED else sign)
        for key, sign, plain in filters.lookups()
        if key in (*_COMPARED, chosen)
    ]


def parameter_of(name: str) -> str:
    """What a ready-made question asks for."""
    return translated(_PARAMETERS[name]) if name in _PARAMETERS else name


def value_shown(column: str, value: str) -> str:
    """What a table is filtered by, as the reader sees it in the rows."""
    return called(value) if column in CODES else value


def coded(query: bytes) -> bytes:
    """A query in which the words that stand in the rows (`status=廃棄済み`) are the codes that the register holds (`status=disposed`).

    What belongs to a question in SQL stays as it was typed: there, a name says nothing of what is meant.
    """
    parts = query.split(b"&")
    if any(unquote_plus(part.partition(b"=")[0].decode("latin-1")) == "sql" for part in parts):
        return query
    return b"&".join(map(_coded, parts))


def _coded(part: bytes) -> bytes:
    key, _, told = part.partition(b"=")
    column, _, lookup = key.decode("latin-1").partition("__")
    if column not in CODES or lookup not in _SEVERAL or not told:
        return part
    value = unquote_plus(told.decode("latin-1"))
    words = [word.strip() for word in value.split(",")] if "in" in lookup else [value]
    codes = [code for word in words for code in (_codes().get(word, [word]) + [word] * (column in _BOTH))]
    codes = list(dict.fromkeys(codes))
    if codes == words:
        return part
    compared = lookup if len(codes) == 1 else _SEVERAL[lookup]
    return f"{column}{compared and '__'}{compared}={quote_plus(','.join(codes))}".encode()


@cache
def _codes() -> dict[str, list[str]]:
    """The codes that a word of either language stands for."""
    found: dict[str, list[str]] = defaultdict(list)
    for code in TERMS:
        for language in LANGUAGES:
            if code not in found[word := called_in(language, code)]:
                found[word].append(code)
    return found
