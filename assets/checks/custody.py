"""What is left undone where things change hands or place?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from assets.checks.check import Sight, View, check, seen
from assets.language import N_
from assets.when import day_of


@check("R11-4", clause=11, severity="high", setting="in_transit_hours")
def in_transit_too_long(view: View) -> Iterator[Sight]:
    """What was sent is looked after until it is accepted; later than the contract's own threshold it may have gone astray on its way."""
    sent = """SELECT a.number, e.seq, e.occurred, e.at FROM assets a JOIN events e ON e.asset = a.number AND e.kind = 'sent'
              WHERE a.status = 'in_transit' AND e.seq = (SELECT max(seq) FROM events WHERE asset = a.number AND kind = 'sent')"""
    for row in view.rows(sent):
        since = row["occurred"] if len(row["occurred"]) > 10 else f"{row['occurred']}T00:00:00.000+09:00"
        hours = (datetime.fromisoformat(view.now) - datetime.fromisoformat(since)).total_seconds() / 3600
        yield seen(
            N_("{asset} was sent on {since} and is not accepted yet."),
            asset=row["number"],
            since=day_of(row["occurred"]),
            seq=row["seq"],
            attention=hours <= view.policy.hours("in_transit_hours"),
        )
