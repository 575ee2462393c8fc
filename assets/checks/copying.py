"""What is left undone where things are copied or approved?"""

from __future__ import annotations

from collections.abc import Iterator

from assets.checks.check import Sight, View, check, seen
from assets.language import N_


@check("R21-6", clause=21, severity="high")
def temporary_copy_is_overdue(view: View) -> Iterator[Sight]:
    """What was to be gone by a day and is still there: a temporary copy that stays is a copy nobody approved."""
    overdue = """SELECT number, erase_by, last_seq FROM assets
                 WHERE open = 1 AND erased_on IS NULL AND erase_by > '' AND erase_by < ? ORDER BY erase_by, number"""
    for row in view.rows(overdue, view.today):
        yield seen(
            N_("{asset} was to be erased by {since} and is still there."),
            asset=row["number"],
            since=row["erase_by"],
            seq=row["last_seq"],
        )


@check("R21-8", clause=21, setting="approval_confirmation_days")
def oral_approval_is_not_confirmed(view: View) -> Iterator[Sight]:
    """An approval given by word of mouth may not be provable until it is confirmed in writing; after the contract's own threshold that is overdue."""
    oral = """SELECT a.number, a.approved_on, e.seq FROM approvals a
              JOIN events e ON e.kind IN ('copy.approved', 'disposal.approved') AND json_extract(e.data, '$.number') = a.number
              WHERE a.form = 'oral' AND coalesce(a.confirmed_by, '') = '' ORDER BY a.approved_on, a.number"""
    for row in view.rows(oral):
        yield seen(
            N_("Approval {document} was given by word of mouth on {since} and is not confirmed in writing."),
            document=row["number"],
            since=row["approved_on"],
            seq=row["seq"],
            attention=view.age(row["approved_on"]) <= view.policy.days("approval_confirmation_days"),
        )
