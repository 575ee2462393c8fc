"""What if the last scan was a mistake?

It is taken back by a line of its own (訂正・取消): nothing is deleted, and the ledger shows both.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assets import decide
from assets.errors import BadInput
from assets.events import Fact
from assets.language import N_, _
from assets.ledger import Ledger
from assets.lines import Actor, Event
from assets.state import Contract
from cli import say
from cli.deeds import Tally, acknowledged, sentence_of
from cli.done import Done, Scan
from cli.session import moment

REASON = "mis-scan"


def undo(ledger: Ledger, done: Done, *, by: Actor | None, tally: Tally) -> list[Event]:
    """Take back the scan that this session acknowledged last; the lines that say so. Raises BadInput when there is none, or it is done already."""
    last = done.last()
    if by is None or last is None:
        raise BadInput(
            N_("There is no scan of this session to take back."),
            hint=N_("assets correct NUMBER --void   takes back what was done before."),
        )
    home = last.lines[0].contract
    now = replace(moment(""), after=ledger.last_at(home), operator=by.op)

    def decided(desk: Contract) -> Sequence[Fact]:
        return [fact for line in last.deeds for fact in _taken_back(ledger, desk, line, by=by.op, moment=now)]

    rows = ledger.perform(home, decided, by=by, moment=now)
    _say(ledger, last)
    acknowledged(ledger, home, rows, tally, violation="")
    ledger.catch_up(home, rows)
    return [row.event for row in rows]
