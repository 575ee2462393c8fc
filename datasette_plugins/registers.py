"""What does Datasette see of a register?"""

from __future__ import annotations

from datasette.database import Database


class Register(Database):  # type: ignore[misc]  # Datasette is not typed.
    """A register as a database of Datasette's: the tables that are explained, no file beside it."""

    async def table_names(self) -> list[str]:
        """The inner tables of the search are left out: they cannot be counted, and nobody may see them."""
        return [name for name in await super().table_names() if name in self.ds.explained]

    async def attached_databases(self) -> list[object]:
        """None; asking SQLite would tell where the file lies."""
        return []
