"""What if the last scan was a mistake?

It is taken back by a line of its own (訂正・取消): nothing is deleted, and the ledger shows both.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import msgspec

from assets import decide
from assets.errors import BadInput
from assets.events import Counted, Fact
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
            hint=N_("assets correct NUMBER --void --reason TEXT   takes back an earlier one."),
        )
    if isinstance(last.lines[0].fact, Counted):
        raise BadInput(
            N_("A count is not taken back: it says what was seen."),
            hint=N_("Count it again where it lies; the stock-take shows both."),
        )
    if last.container:
        raise BadInput(
            N_("{container} is a container: what was done to it and all in it is not taken back in one go."),
            hint=N_("assets container show {container}   then carry it where it belongs."),
            container=last.container,
        )
    home = last.lines[0].contract
    now = replace(moment(""), after=ledger.last_at(home), operator=by.op)

    def decided(desk: Contract) -> Sequence[Fact]:
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


def _taken_back(ledger: Ledger, desk: Contract, line: Event, *, by: str, moment: Moment) -> list[Fact]:
    asset = ledger.asset(desk.number, line.fact.asset)
    assert asset is not None
    return decide.take_back(
        desk,
        asset,
        history=ledger.history(desk.number, asset.number),
        hash_of=lambda seq: ledger.journal.hash_at(desk.number, seq),
        reason=REASON,
        corrected_by=by,
        line=line.seq,
        moment=moment,
    )
