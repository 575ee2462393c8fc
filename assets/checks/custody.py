"""What is left undone where things change hands or place?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

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


# The paper's first day and number, and the line of its first asset: of papers without a number one for each day, of the others each once.
_PAPER = "SELECT {day} AS day, {slip} AS slip, {line} AS seq FROM assets INDEXED BY {index} WHERE {which} AND "
_NEXT = (
    _PAPER + "{slip} = '' AND {day} > ? ORDER BY {day} LIMIT 1",
    _PAPER + "{slip} > ? ORDER BY {slip}, {day} LIMIT 1",
)
_SLIPS = {  # what came from the client, and what went back
    "received": {
        "day": "begun_on",
        "slip": "handover_no",
        "line": "n",
        "index": "assets_received",
        "which": "handover_no IS NOT NULL AND status <> 'void'",
    },
    "returned": {
        "day": "ended_on",
        "slip": "coalesce(end_document, '')",
        "line": "last_seq",
        "index": "assets_returned",
        "which": "status = 'returned'",
    },
}
_SIGNED = "SELECT number, concerns FROM documents WHERE type = 'handover_slip' AND sha256 <> ''"


@check("R05-10", clause=5, setting="signature_days")
def slip_is_not_signed(view: View) -> Iterator[Sight]:
    """The client signs for what it hands over and gets back on paper: the signed slip (受渡票・預り証) comes back and is filed, scanned, within the contract's own threshold (署名未取得)."""
    signed = {text for row in view.rows(_SIGNED) for text in row.values()}
    messages = {
        "received": N_("The signed slip {slip} of what was received on {since} is not filed as a handover slip."),
        "returned": N_("The signed slip {slip} of what was returned on {since} is not filed as a handover slip."),
    }
    for what, message in messages.items():
        for row in _slips(view, _SLIPS[what]):
            slip = row["slip"] or str(row["seq"])  # a paper without a number is named by the line
            if slip not in signed:
                waits = view.age(row["day"]) <= view.policy.days("signature_days")
                yield seen(message, slip=slip, since=row["day"], document=row["slip"], seq=row["seq"], attention=waits)


def _slips(view: View, columns: dict[str, str]) -> Iterator[dict[str, Any]]:
    """Each paper once, by the index, however many assets it lists; without numbers, one for each day."""
    for sql, told in zip(_NEXT, ("day", "slip"), strict=True):
        last = ""
        while row := next(view.rows(sql.format(**columns), last), None):
            yield row
            last = row[told]
