"""What is left undone about stock-takes?"""

from __future__ import annotations

from collections.abc import Iterator

from assets.checks.check import Sight, View, check, seen
from assets.language import N_

_LISTED = "、"
_EXPLAINING = "'moved', 'handed_over', 'sent', 'accepted', 'found', 'returned', 'disposed', 'lost'"


@check("R23-5", clause=23, severity="high")
def custody_gaps(view: View) -> Iterator[Sight]:
    """What was seen elsewhere than the ledger has it is a gap in its custody until a deed says how it came there."""
    unexplained = f"""SELECT c.asset, c.day, c.place, c.stocktake, c.seq FROM counts c
                      WHERE c.result IN ('found_elsewhere', 'unexpected_live') AND c.asset <> '' AND NOT EXISTS
                        (SELECT 1 FROM events e WHERE e.asset = c.asset AND e.seq > c.seq AND e.kind IN ({_EXPLAINING}))
                      ORDER BY c.seq"""
    for row in view.rows(unexplained):
        yield seen(
            N_("{asset} was seen at {place} on {since}, where the ledger does not have it; no deed explains it."),
            asset=row["asset"],
            place=row["place"],
            document=row["stocktake"],
            since=row["day"],
            seq=row["seq"],
        )


@check("R23-8", clause=23, severity="warn", setting="stocktake_days")
def stocktake_overdue(view: View) -> Iterator[Sight]:
    """Every place with assets is counted again within the contract's own threshold, the first time from their receipt on."""
    closed = list(
        view.rows("SELECT number, places, closed_on FROM stocktakes WHERE closed_on IS NOT NULL ORDER BY closed_on")
    )
    last = {place: row for row in closed for place in row["places"].split(_LISTED)}
    # The lowest number still at the place came first: found by the index, however many lie there.
    holding = """SELECT p.place, (SELECT a.begun_on FROM assets a WHERE a.place = p.place AND a.open ORDER BY a.n LIMIT 1) AS first_on
                 FROM places p WHERE p.zone IN ('controlled', 'handling') AND first_on IS NOT NULL ORDER BY p.place"""
    for row in view.rows(holding):
        done = last.get(row["place"])
        since = done["closed_on"] if done else row["first_on"]
        if view.age(since) > view.policy.days("stocktake_days"):
            yield seen(
                N_("{place} was last counted on {since}.")
                if done
                else N_("{place} has not been counted since {since}."),
                place=row["place"],
                document=done["number"] if done else "",
                since=since,
            )


@check("R23-9", clause=23, severity="warn")
def stocktake_left_open(view: View) -> Iterator[Sight]:
    """A stock-take that is not closed says nothing: what was not seen is neither found nor missing."""
    for row in view.rows(
        "SELECT number, day FROM stocktakes WHERE closed_on IS NULL AND day < ? ORDER BY day", view.today
    ):
        yield seen(N_("Stock-take {document} of {since} is still open."), document=row["number"], since=row["day"])
