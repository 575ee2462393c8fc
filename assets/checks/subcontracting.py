"""What is left undone about subcontractors?"""

from __future__ import annotations

from collections.abc import Iterator

from assets.checks.check import Sight, View, check, seen
from assets.checks.people import is_closed
from assets.language import N_
from assets.tiers import is_in_force, lapsed, subcontract_tree


@check("R20-5", clause=20, setting="supervision_days")
def not_supervised(view: View) -> Iterator[Sight]:
    """A subcontractor whose approval is in force was not supervised for longer than the contract's own threshold."""
    if is_closed(view):
        return
    for tier in subcontract_tree(view.db):
        since = max(tier["supervised_on"] or "", tier["approved_on"] or "")
        if is_in_force(tier, view.today) and view.age(since) > view.policy.days("supervision_days"):
            never = N_("{org} was approved on {since} and has not been supervised.")
            yield seen(
                N_("{org} was last supervised on {since}.") if tier["supervised_on"] == since else never,
                since=since,
                document=tier["number"],
                org=tier["org"],
            )


@check("R20-6", clause=20, severity="high")
def media_where_no_approval_is(view: View) -> Iterator[Sight]:
    """Media are with a subcontractor whose approval, or that of a tier above it, is not in force any more, or never was."""
    tree = subcontract_tree(view.db)
    for tier in tree:
        above = lapsed(tree, tier["org"], view.today)
        if tier["holds"] and above:
            until = next((row["until"] for row in tree if row["org"] == above), "")
            yield seen(
                N_("{count} assets are with {org}; the approval of {lapsed} ran out on {since}.")
                if until
                else N_("{count} assets are with {org}; no approval of {lapsed} is recorded."),
                since=until,
                document=tier["number"],
                org=tier["org"] or "-",
                count=tier["holds"],
                lapsed=above or "-",
            )
