"""What is left undone after something went wrong?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from assets.checks.check import Sight, View, check, seen
from assets.clocks import Clock, clocks
from assets.language import N_
from assets.when import day_of, local

_OPEN = "SELECT * FROM incidents WHERE closed_on IS NULL ORDER BY seq"
_ASSESSED = "SELECT * FROM incidents WHERE draft = 0 AND category <> 'no_incident' ORDER BY seq"
_MISSING = """SELECT a.number, e.seq, e.occurred FROM assets a JOIN events e ON e.asset = a.number AND e.kind = 'went_missing'
  WHERE a.status = 'missing' AND e.seq = (SELECT min(seq) FROM events WHERE asset = a.number AND kind = 'went_missing'
  AND seq > coalesce((SELECT max(seq) FROM events WHERE asset = a.number AND kind = 'found'), -1))"""


def _run_out(view: View, sql: str, clock: str) -> Iterator[tuple[dict[str, Any], Clock]]:
    for row in view.rows(sql):
        limit = clocks(row, view.policy)[clock]
        if limit.is_over(now=view.now, today=view.today):
            yield row, limit


def _of(row: dict[str, Any]) -> dict[str, Any]:
    return {"since": day_of(row["known_at"]), "document": row["number"], "seq": row["seq"]}


@check("R37-1", clause=37, severity="critical", setting="oral_notice_hours")
def client_not_told_at_once(view: View) -> Iterator[Sight]:
    """The client is told of an accident, or the risk of one, immediately (直ちに) by mouth or telephone; a draft's clock runs too."""
    precise = N_(
        "The client has not been told of {document} by mouth or telephone; by our own threshold it was due at {due}."
    )
    by_day = N_(
        "The client has not been told of {document} by mouth or telephone; it was known on {since} (day only), so from the start of that day it was due at {due}."
    )
    for row, limit in _run_out(view, _OPEN, "oral"):
        yield seen(
            by_day if limit.day_only else precise,
            due=local(limit.due),
            **_of(row),
        )


@check("R37-2", clause=37, severity="high", setting="written_report_days")
def no_written_report(view: View) -> Iterator[Sight]:
    """The written report of an accident follows without delay (遅滞なく)."""
    for row, limit in _run_out(view, _OPEN, "written"):
        yield seen(
            N_("There is no written report of {document}; by our own threshold it was due on {due}."),
            due=limit.due,
            **_of(row),
        )


@check("R37-5", clause=37, severity="high", setting="search_days")
def missing_too_long(view: View) -> Iterator[Sight]:
    """What is missing is searched for; after the contract's own threshold the loss is to be decided on: found, or given up with its incident."""
    for row in view.rows(_MISSING):
        since = day_of(row["occurred"])
        if view.age(since) > view.policy.days("search_days"):
            yield seen(N_("{asset} has been missing since {since}."), asset=row["number"], since=since, seq=row["seq"])


@check("R37-7", clause=37, severity="high")
def draft_not_assessed(view: View) -> Iterator[Sight]:
    """A draft that the ledger opened is assessed by a person: an incident, or none."""
    for row in view.rows(_OPEN):
        if row["draft"]:
            yield seen(N_("{document} is a draft: nobody has assessed it yet."), **_of(row))


@check("R37-8", clause=37, severity="info")
def first_report_by_law(view: View) -> Iterator[Sight]:
    """If the law asks for a report of a leak, a first one (速報) is due about 3 to 5 days after knowing; client or contractor sends it."""
    for row in view.rows(_OPEN):
        limit = clocks(row, view.policy)["first_report"]
        precise = N_("{document}: a first report (速報), if the law asks for one, falls between {earliest} and {due}.")
        by_day = N_(
            "{document}: a first report (速報), if the law asks for one, falls between {earliest} and {due} (day only: counted from {since})."
        )
        yield seen(
            by_day if limit.day_only else precise,
            earliest=limit.earliest,
            due=limit.due,
            attention=True,
            **_of(row),
        )


@check("R37-9", clause=37, severity="info")
def full_report_by_law(view: View) -> Iterator[Sight]:
    """If the law asks for a report of a leak, a full one (確報) is due within 30 days of knowing, 60 when malicious; client or contractor sends it."""
    for row in view.rows(_OPEN):
        limit = clocks(row, view.policy)["full_report"]
        precise = N_("{document}: a full report (確報), if the law asks for one, is due by {due}.")
        by_day = N_(
            "{document}: a full report (確報), if the law asks for one, is due by {due} (day only: counted from {since})."
        )
        yield seen(
            by_day if limit.day_only else precise,
            due=limit.due,
            attention=True,
            **_of(row),
        )


@check("R38-1", clause=38, severity="high", setting="measures_days")
def no_measure_taken(view: View) -> Iterator[Sight]:
    """After an accident, or the risk of one, measures against spreading and recurrence are taken and recorded."""
    for row, limit in _run_out(view, _ASSESSED, "measures"):
        yield seen(
            N_("No measure is recorded for {document}; by our own threshold it was due on {due}."),
            due=limit.due,
            **_of(row),
        )


@check("R39-1", clause=39, severity="high", setting="agreement_days")
def measures_not_agreed(view: View) -> Iterator[Sight]:
    """Client and contractor agree on the measures after an accident."""
    for row, limit in _run_out(view, _ASSESSED, "agreement"):
        yield seen(
            N_("The measures for {document} are not agreed with the client; by our own threshold it was due on {due}."),
            due=limit.due,
            **_of(row),
        )
