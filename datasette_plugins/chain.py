"""How does the register on this page stand to the journal?

The view may not read the journal. Whoever records leaves beside the register how far the journal goes (`assets.heads`); every page compares.
"""

from __future__ import annotations

import asyncio
import sqlite3
from pathlib import Path
from typing import Any, NamedTuple

from assets import heads
from assets.journal import Head
from assets.language import N_
from datasette_plugins.texts import translated

_SIGNS = {heads.MATCHES: "✓", heads.BEHIND: "…", heads.DIFFERENT: "!", heads.UNKNOWN: "?"}
_SAID = {
    heads.MATCHES: N_("The register matches the journal."),
    heads.BEHIND: N_("The register is {lines} events behind the journal."),
    heads.DIFFERENT: N_("ALARM: the register does not follow from the journal."),
    heads.UNKNOWN: N_("How the register stands to the journal is not known here."),
}
# Somebody may be recording between our two looks: an alarm is looked at twice.
_AGAIN_AFTER = 0.2


class Chain(NamedTuple):
    """Where a register stands: how it compares in a word, a sign and a sentence, its last line, and what was left beside it."""

    word: str
    sign: str
    text: str
    head: Head
    mark: heads.Mark


async def standing(datasette: Any, database: str) -> Chain:
    """How the register of this name stands, now."""
    register = datasette.get_database(database)
    here, mark = await register.execute_fn(head), heads.read(Path(register.path))
    if heads.standing(here, mark).word == heads.DIFFERENT:
        await asyncio.sleep(_AGAIN_AFTER)
        here, mark = await register.execute_fn(head), heads.read(Path(register.path))
    state = heads.standing(here, mark)
    said = translated(_SAID[state.word], lines=state.lines) if state.lines else translated(_SAID[state.word])
    return Chain(state.word, _SIGNS[state.word], said, here, mark)


def head(db: sqlite3.Connection) -> Head:
    """The last line that a register has replayed."""
    found = db.execute("SELECT seq, hash, at FROM head WHERE site = '0'").fetchone()
    return Head(*found) if found else Head()
