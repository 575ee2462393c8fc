"""What is left undone about people and the places where they work?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from assets.checks.check import Sight, View, check, seen
from assets.language import N_
from assets.rules.people import is_trained
from assets.rules.places import is_unsecured
from assets.terms import term

_SOON = 30  # days before a training runs out
_ACTIVE = "SELECT * FROM people WHERE side <> 'client' AND start <= ?1 AND (end = '' OR end >= ?1) ORDER BY person"


def is_closed(view: View) -> bool:
    """Whether the contract is closed: nothing is left that anybody could handle."""
    return any(view.rows("SELECT 1 AS one FROM contract WHERE closed_on IS NOT NULL"))


def _active(view: View) -> Iterator[dict[str, Any]]:
    """People of the contractor and the subcontractors who are on the work today; none when the contract is closed."""
    return iter(()) if is_closed(view) else view.rows(_ACTIVE, view.today)


def _who(row: dict[str, Any]) -> str:
    return f"{row['person']} {row['name']}"


@check("R07-2", clause=7)
def active_without_pledge(view: View) -> Iterator[Sight]:
    """Somebody is on the roster for the work and has not pledged secrecy: nothing may be given to them."""
    for row in _active(view):
        if not "" < row["pledged_on"] <= view.today:
            yield seen(N_("{person} has not pledged secrecy."), since=row["start"], person=_who(row))


@check("R16-4", clause=16)
def training_has_run_out(view: View) -> Iterator[Sight]:
    """Somebody on the work was never trained, or the training has run out; thirty days before it does, it needs attention."""
    for row in _active(view):
        until = row["training_until"]
        if not is_trained(row["trained_on"], until, view.today):
            since = until if "" < until < view.today else row["start"]
            never = N_("{person} has not been trained.")
            message = N_("The training of {person} ran out on {since}.") if since == until else never
            yield seen(message, since=since, person=_who(row))
        elif until and -view.age(until) <= _SOON:
            yield seen(
                N_("The training of {person} runs out on {until}."), person=_who(row), until=until, attention=True
            )


@check("R08-4", clause=8)
def left_without_clearance(view: View) -> Iterator[Sight]:
    """Somebody left and did not pledge secrecy for afterwards, or nobody is named who saw that nothing is held any more."""
    left = "SELECT * FROM people WHERE side <> 'client' AND end <> '' AND end < ? ORDER BY person"
    for row in view.rows(left, view.today):
        if not row["exit_pledged_on"]:
            yield seen(
                N_("{person} left on {since} without pledging secrecy for afterwards."),
                since=row["end"],
                person=_who(row),
            )
        if not row["checked_by"]:
            yield seen(
                N_("{person} left on {since}; nobody checked that nothing is held."), since=row["end"], person=_who(row)
            )


@check("R08-6", clause=8, severity="high")
def left_with_something(view: View) -> Iterator[Sight]:
    """Somebody's last day on the roster has passed, and something is still in their hands."""
    holders = """SELECT p.person, p.name, p.end, count(*) AS held FROM people p JOIN assets a ON a.holder = p.person AND a.holder <> ''
                 WHERE p.end <> '' AND p.end < ? GROUP BY p.person ORDER BY p.person"""
    for row in view.rows(holders, view.today):
        message = N_("{person} left on {since} and still holds {count}.")
        yield seen(message, since=row["end"], person=_who(row), count=row["held"])


@check("R15-2", clause=15, severity="high")
def nobody_answers_now(view: View) -> Iterator[Sight]:
    """A side has no responsible person (管理責任者) in force today, or the one named has left."""
    if is_closed(view):
        return
    for side in ("client", "contractor"):
        row = next(view.rows(_NAMED, side, view.today), None)
        if row is None:
            yield seen(N_("The {side} has named no responsible person."), side=term(side))
        elif row["side"] != side:
            yield seen(
                N_("{person}, who answers for the {side}, is not on its roster."),
                since=row["start"],
                side=term(side),
                person=row["person"],
            )
        elif "" < row["end"] < view.today:
            yield seen(
                N_("{person}, who answers for the {side}, left on {since}."),
                since=row["end"],
                side=term(side),
                person=_who(row),
            )


_NAMED = """SELECT r.person, r.start, p.name, p.side, p.end FROM responsible r LEFT JOIN people p USING (person)
            WHERE r.side = ? AND r.start <= ? ORDER BY r.start DESC, r.rowid DESC LIMIT 1"""


@check("R22-2", clause=22)
def area_is_unsecured(view: View) -> Iterator[Sight]:
    """Nothing is known of how a controlled or handling area is locked, or of who enters it."""
    if is_closed(view):
        return
    for row in view.rows("SELECT * FROM places ORDER BY place"):
        if is_unsecured(row["zone"], row["lock"], row["entry_control"]):
            yield seen(
                N_("Nothing is known of the lock or the entry control of {place}."),
                place=f"{row['place']} {row['name']}",
            )


@check("R22-3", clause=22)
def nobody_keeps_the_area(view: View) -> Iterator[Sight]:
    """Whoever answers for a place (保管責任者) has left, or stands on no roster: the place has a keeper in name only."""
    if is_closed(view):
        return
    kept = """SELECT l.place, l.name, l.responsible, p.end FROM places l LEFT JOIN people p ON p.person = l.responsible
              WHERE l.responsible <> '' AND (p.person IS NULL OR (p.end <> '' AND p.end < ?)) ORDER BY l.place"""
    for row in view.rows(kept, view.today):
        yield seen(
            N_("{person}, who answers for {place}, left on {since}.")
            if row["end"]
            else N_("{person}, who answers for {place}, is not on the roster."),
            since=row["end"] or "",
            person=row["responsible"],
            place=f"{row['place']} {row['name']}",
        )
