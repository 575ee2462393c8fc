"""What if the last scan was a mistake?

It is taken back by a line of its own (訂正・取消): nothing is deleted, and the ledger shows both.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import msgspec

from assets import decide
from assets.errors import BadInput
from assets.events import Fact
from assets.language import N_, _
from assets.ledger import Ledger
from assets.lines import Actor, Event
from assets.state import Contract
from assets.telling import tell
from assets.when import Moment
from cli import say
from cli.deeds import Tally, acknowledged
from cli.done import Done
from cli.session import moment

REASON = "mis-scan"


def undo(ledger: Ledger, done: Done, *, by: Actor | None, tally: Tally) -> None:
    """Take back the scan that this session acknowledged last. Raises BadInput when there is none, or it is taken back already."""
    last = done.last()
    if by is None or last is None:
        raise BadInput(
            N_("No scan of this session is left to take back."),
            hint=N_("assets correct NUMBER --void   takes back an earlier one."),
        )
    if not last.deeds:
        raise BadInput(
            N_("A count of what has no number here is not taken back: it says what was seen."),
            hint=N_(
                "Say in the remarks what it was when the stock-take is closed: assets stocktake close --remarks TEXT"
            ),
        )
    home = last.lines[0].contract
    now = replace(moment(""), after=ledger.last_at(home), operator=by.op)

    def decided(desk: Contract) -> Sequence[Fact]:
        if any(line.fact.asset == last.container for line in last.lines):
            return carried_back(
                ledger,
                desk,
                last.container,
                hash_of=_hash_of(ledger, desk),
                reason=REASON,
                corrected_by=by.op,
                moment=now,
            )
        return [fact for line in last.deeds for fact in _taken_back(ledger, desk, line, by=by.op, moment=now)]

    rows = ledger.perform(home, decided, by=by, moment=now)
    done.add([row.event for row in rows])
    acknowledged(ledger, home, rows, tally, violation="")
    tally.scans -= 2  # neither it nor what it takes back counts
    people, places = ledger.names(home)
    for line in last.deeds:
        what = tell(line.kind, msgspec.structs.asdict(line.fact), people=people, places=places)
        say.line(say.plain(_("taken back: {asset}  {what}").format(asset=line.fact.asset, what=what)))
    ledger.catch_up(home, rows)


def carried_back(ledger: Ledger, desk: Contract, number: str, **told: Any) -> list[Fact]:
    """What was done to a container by its label, for it and everything in it; told: hash_of, reason, corrected_by, moment, document."""
    container = ledger.container(desk.number, number)
    assert container is not None
    own, packed = list(ledger.journal.own_lines(desk.number, number)), ledger.packed(desk.number, number)
    return decide.take_back_carried(desk, container, own=own, packed=packed, **told)


def _taken_back(ledger: Ledger, desk: Contract, line: Event, *, by: str, moment: Moment) -> list[Fact]:
    asset = ledger.asset(desk.number, line.fact.asset)
    assert asset is not None
    return decide.take_back(
        desk,
        asset,
        history=ledger.history(desk.number, asset.number),
        hash_of=_hash_of(ledger, desk),
        reason=REASON,
        corrected_by=by,
        line=line.seq,
        moment=moment,
    )


def _hash_of(ledger: Ledger, desk: Contract) -> Callable[[int], str]:
    return lambda seq: ledger.journal.hash_at(desk.number, seq)
