"""What is left undone where assets end?"""

from __future__ import annotations

from collections.abc import Iterator

from assets import disposals
from assets.checks.check import Sight, View, check, seen
from assets.language import N_
from assets.terms import term

_OPEN = "SELECT number, act_on, certificate_due, last_seq FROM assets WHERE open AND sanitization "


@check("R40-11", clause=40, severity="high")
def sanitization_failed(view: View) -> Iterator[Sight]:
    """What an erasure or disposal did not end, or was not accepted as ended, still holds the information and needs another method."""
    for row in view.rows(_OPEN + "= 'sanitizing_failed' ORDER BY act_on, number"):
        yield seen(
            N_("The erasure or disposal of {asset} on {since} does not count; it needs another method."),
            asset=row["number"],
            since=row["act_on"],
            seq=row["last_seq"],
        )


@check("R41-7", clause=41, severity="high", setting="certificate_days")
def certificate_overdue(view: View) -> Iterator[Sight]:
    """The certificate of an outside firm comes by the day agreed: a report alone proves nothing. Until that day it is awaited, then it is open."""
    awaited = "IN ('awaiting_validation', 'disposed_pending_certificate') AND end_document IS NULL AND certificate_due > '' ORDER BY act_on, number"
    for row in view.rows(_OPEN + awaited):
        late = row["certificate_due"] < view.today
        yield seen(
            N_("The certificate for {asset} was due on {since} and has not come.")
            if late
            else N_("{asset}: done on {since}; the certificate is awaited by {due}."),
            asset=row["number"],
            since=row["certificate_due"] if late else row["act_on"],
            seq=row["last_seq"],
            attention=not late,
            due=row["certificate_due"],
        )


@check("R41-11", clause=41, setting="validation_days")
def validation_pending(view: View) -> Iterator[Sight]:
    """What was erased or destroyed ends only when the responsible person accepts it: from the first day that needs attention, after the contract's own threshold it is open."""
    for row in view.rows(_OPEN + "= 'awaiting_validation' ORDER BY act_on, number"):
        yield seen(
            N_("{asset}: done on {since}, and the responsible person has not decided on it."),
            asset=row["number"],
            since=row["act_on"],
            seq=row["last_seq"],
            attention=view.age(row["act_on"]) <= view.policy.days("validation_days"),
        )


@check("R41-12", clause=41)
def session_unfinished(view: View) -> Iterator[Sight]:
    """A disposal session that was not closed on its day leaves open what was destroyed and what was not."""
    rows = view.rows(
        "SELECT session, day, method FROM sessions WHERE closed_on IS NULL AND day < ? ORDER BY session", view.today
    )
    for row in rows:
        yield seen(
            N_("Disposal session {document} ({method}) was started on {since} and is not closed."),
            document=row["session"],
            since=row["day"],
            method=term(row["method"]),
        )


@check("R41-16", clause=41)
def later_session_has_not_come(view: View) -> Iterator[Sight]:
    """What a session left to a later one is approved for destruction and still here: it needs attention until a session under that approval begins."""
    sql = (
        "SELECT session, approval, closed_on, remaining FROM sessions s WHERE later AND remaining > 0 AND NOT EXISTS "
        "(SELECT 1 FROM sessions n WHERE n.approval = s.approval AND n.session <> s.session "
        "AND (n.closed_on IS NULL OR n.day >= s.closed_on AND (length(n.session), n.session) > (length(s.session), s.session))) ORDER BY session"
    )
    for row in view.rows(sql):
        if left := len(disposals.remaining(view.db, row["session"])):
            yield seen(
                N_("Disposal session {document} left {count} to a later session, which has not begun."),
                document=row["session"],
                since=row["closed_on"],
                attention=True,
                count=left,
            )
