"""What is left undone about what came in?"""

from __future__ import annotations

from collections.abc import Iterator

from assets.checks.check import Sight, View, check, seen
from assets.language import N_


@check("R04-4", clause=4, severity="high", setting="inquiry_days")
def classes_inquired(view: View) -> Iterator[Sight]:
    """An asset whose class is unknown is an open inquiry (照会) to the client, from the day it came in until the class is settled."""
    unknown = "SELECT number, begun_on, inquired_on, n FROM assets WHERE open = 1 AND pi_class = 'unknown' ORDER BY n"
    for row in view.rows(unknown):
        late = view.age(row["begun_on"]) > view.policy.days("inquiry_days")
        message = N_("The class of {asset} is not settled; the client was asked on {inquired_on}.")
        if not row["inquired_on"]:
            message = N_("The class of {asset} is not settled, and the client was not asked yet.")
        yield seen(
            message,
            asset=row["number"],
            since=row["begun_on"],
            seq=row["n"],
            inquired_on=row["inquired_on"],
            attention=not late,
        )


@check("R04-5", clause=4, severity="warn")
def notices_not_received(view: View) -> Iterator[Sight]:
    """The client states in writing what is specific personal information; what came without that statement is listed (書面未受領)."""
    without = "SELECT number, begun_on, n FROM assets WHERE open = 1 AND pi_class = 'specific_pi' AND origin = 'received' AND notice_no = '' ORDER BY n"
    for row in view.rows(without):
        yield seen(
            N_("The client's written notice for {asset} is missing."),
            asset=row["number"],
            since=row["begun_on"],
            seq=row["n"],
            attention=True,
        )
