"""What is still to come at the counter?"""

from __future__ import annotations

from collections.abc import Mapping

from assets import disposals, reports
from assets.ledger import Ledger
from cli.modes import NOBODY, Mode


def still_to_come(
    ledger: Ledger, contract: str, mode: Mode, words: Mapping[str, str], *, who: str
) -> dict[str, str] | None:
    """Number -> title of what the mode still waits for, from the register; None where nobody can say.

    Accepting: what is on its way to this receiver; a disposal session: what its approval covers and is not done; an open stock-take: what is
    on its list and was not seen.
    """
    if mode.code == "accept":
        rows = reports.on_the_way(ledger.reading(contract).db, who)
    elif mode.code == "dispose" and words.get("session", NOBODY) != NOBODY:
        rows = disposals.remaining(ledger.reading(contract).db, words["session"])
    elif mode.code == "stocktake":
        found = reports.stocktake(ledger.reading(contract).db, words["stocktake"]).get("remaining")
        if found is None:
            return None
        rows = found
    else:
        return None
    return {row["number"]: row["title"] for row in rows}
