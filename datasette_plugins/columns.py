"""Which columns of the register of assets does its page show?

An asset has some seventy: a page with all of them is a wall, and takes longest to write. What is asked for by name is always shown.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from datasette.views.table import TableView

_NAMED_BY = ("_sort", "_sort_desc", "_facet")


class MainColumns(TableView):  # type: ignore[misc]  # Datasette is not typed.
    """Datasette's page of a table, showing the main columns that metadata.yml names unless `_col` or `_nocol` says which."""

    async def columns_to_select(self, table_columns: Sequence[str], pks: Sequence[str], request: Any) -> list[str]:
        """The columns of the page: its key, which is not shown, the main ones, and what it is filtered, sorted or counted by."""
        chosen: list[str] = await super().columns_to_select(table_columns, pks, request)
        if "_col" in request.args or "_nocol" in request.args:
            return chosen
        filtered = {key.partition("__")[0] for key in request.args}
        named = {value for key in _NAMED_BY for value in request.args.getlist(key)}
        wanted = [*pks, *self.ds.explained[request.url_vars["table"]]["main_columns"]]
        return wanted + [name for name in chosen if name in filtered | named and name not in wanted]
