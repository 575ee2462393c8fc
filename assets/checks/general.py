"""What is left undone in the contract as a whole?"""

from __future__ import annotations

from collections.abc import Iterator

from assets.checks.check import Sight, View, check, seen
from assets.language import N_
from assets.rules import may_be_broken

_SHOWN = 3


def _first(view: View, where: str, *values: object) -> str:
    """The first numbers of the open assets for which `where` holds, in its order."""
    rows = view.rows(f"SELECT number FROM assets WHERE open = 1 AND {where} LIMIT {_SHOWN + 1}", *values)
    numbers = [row["number"] for row in rows]
    return ", ".join(numbers[:_SHOWN]) + (" …" if len(numbers) > _SHOWN else "")


@check("R03-2", clause=3, severity="info", setting="untouched_days")
def untouched(view: View) -> Iterator[Sight]:
    """What nobody has touched for long is perhaps no longer needed, and only what is needed may be kept."""
    where, before = "last_on < date(?, ?)", (view.today, f"-{view.policy.days('untouched_days')} days")
    for row in view.rows(
        f"SELECT count(*) AS count, min(last_on) AS since FROM assets WHERE open = 1 AND {where}", *before
    ):
        if row["count"]:
            yield seen(
                N_("{count} assets without any event, the longest since {since}: {numbers}"),
                since=row["since"],
                attention=True,
                count=row["count"],
                numbers=_first(view, f"{where} ORDER BY last_on", *before),
            )


@check("R12-2", clause=12, severity="high")
def leaks(view: View) -> Iterator[Sight]:
    """An incident that was assessed as a leak stands against the duty to leak nothing."""
    for row in view.rows("SELECT number, day FROM incidents WHERE category = 'leak' AND draft = 0 ORDER BY day"):
        yield seen(
            N_("Incident {document} of {since} was a leak."), document=row["number"], since=row["day"], attention=True
        )


@check("R13-2", clause=13, severity="critical")
def lines_are_whole(view: View) -> Iterator[Sight]:
    """A register holds every line up to its head, without a gap: a gap means that somebody changed the file."""
    for row in view.rows(
        "SELECT h.seq, (SELECT count(*) FROM events) AS lines, (SELECT max(seq) FROM events) AS last, "
        "h.hash = (SELECT hash FROM events WHERE seq = h.seq) AS fits FROM head h"
    ):
        if not (row["lines"] == row["seq"] + 1 == row["last"] + 1 and row["fits"]):
            yield seen(
                N_("The register holds {lines} lines up to no. {last}, but its head says no. {head}: assets verify"),
                lines=row["lines"],
                last=row["last"],
                head=row["seq"],
            )


@check("R17-1", clause=17)
def past_retention(view: View) -> Iterator[Sight]:
    """What is kept longer than it must be (保存期限) is returned, erased or disposed of."""
    where = "retention_until <> '' AND retention_until < ?"
    for row in view.rows(
        f"SELECT count(*) AS count, min(retention_until) AS since FROM assets WHERE open = 1 AND {where}", view.today
    ):
        if row["count"]:
            yield seen(
                N_("{count} assets are past the day until which they are kept, the first since {since}: {numbers}"),
                since=row["since"],
                count=row["count"],
                numbers=_first(view, f"{where} ORDER BY retention_until", view.today),
            )


@check("R40-2", clause=40, severity="high", setting="closeout_days")
def closeout(view: View) -> Iterator[Sight]:
    """Once the contract has ended everything goes promptly (速やかに): by the day agreed, else within our own threshold."""
    for row in view.rows("SELECT ended_on, due_on FROM contract WHERE ended_on <> '' AND coalesce(closed_on, '') = ''"):
        since, due = row["ended_on"], row["due_on"]
        count = next(view.rows("SELECT count(*) AS open FROM assets WHERE open = 1"))["open"]
        late = view.today > due if due else view.age(since) > view.policy.days("closeout_days")
        if not count:
            yield seen(N_("Nothing is open any more; the contract is not closed yet."), since=since, attention=True)
        elif late:
            yield seen(
                N_("{count} assets are still open after the contract ended on {since}."), since=since, count=count
            )
        else:
            yield seen(
                N_("The contract ended on {since}; {count} assets are to be returned, erased or disposed of."),
                since=since,
                attention=True,
                count=count,
            )


_SETTLED = """SELECT 1 FROM incident_steps s JOIN incidents i ON i.number = s.incident
 WHERE s.seq > v.seq AND (s.kind = 'incident.closed' OR (s.kind = 'incident.assessed' AND i.category = 'none'))
 AND (EXISTS (SELECT 1 FROM incident_assets a WHERE a.incident = i.number AND a.asset = v.asset)
      OR (v.asset = '' AND i.cause <> '' AND instr(v.rules, i.cause)))"""


@check("R44-1", clause=44, severity="high")
def violations_are_settled(view: View) -> Iterator[Sight]:
    """What was done against the rules is settled when an incident about it is closed."""
    asked = f"SELECT v.seq, v.day, v.asset, v.rules, v.violation FROM violations v WHERE NOT EXISTS ({_SETTLED}) ORDER BY v.seq"
    for row in view.rows(asked):
        yield seen(
            N_("Recorded as a violation of {rules}, and no incident about it is closed: {violation}"),
            asset=row["asset"],
            since=row["day"],
            seq=row["seq"],
            rules=" ".join(filter(may_be_broken, row["rules"].split())) or row["rules"],
            violation=row["violation"],
        )
