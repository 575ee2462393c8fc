"""How does an incident stand?"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from assets import reports
from assets.clocks import Clock, clocks
from assets.decide import incident_meant
from assets.errors import NotFound
from assets.language import N_, _
from assets.policy import SETTINGS, Effective, effective
from assets.telling import tell
from assets.terms import term
from assets.when import local
from cli import say
from cli.incidents import IncidentNumber
from cli.session import InContract, Json, opened, reading

_CLOCKS = {
    "oral": N_("client told by mouth or telephone"),
    "written": N_("written report to the client"),
    "measures": N_("measures recorded"),
    "agreement": N_("measures agreed with the client"),
    "first_report": N_("first report (速報)"),
    "full_report": N_("full report (確報)"),
}
_KEPT = {"late": N_("later than our own threshold"), "unknown": N_("whether in time is not known")}
_THRESHOLDS = {
    "hours": N_("our own threshold, hours: {count}"),
    "days": N_("our own threshold, days: {count}"),
}


def list_(contract: InContract = "", json: Json = False) -> None:
    """List a contract's incidents, the latest first, with what the client was told and what is closed."""
    with opened() as ledger:
        rows = reports.incidents(reading(ledger, ledger.contract(contract)).db)
    if json:
        say.as_json(rows)
        return
    say.table(
        [_("Incident"), _("Known"), _("Category"), _("What"), _("Assets"), _("Told"), _("In writing"), _("Closed")],
        [
            (
                row["number"],
                local(row["known_at"]),
                _category(row),
                term(row["what"]) if row["what"] else _why(row["cause"]),
                row["affected"],
                local(row["oral_at"] or ""),
                local(row["written_at"] or ""),
                row["closed_on"],
            )
            for row in rows
        ],
        right=[4],
    )


def show(number: IncidentNumber, contract: InContract = "", json: Json = False) -> None:
    """Show an incident: its clocks, what it touches, where copies of the same information are, and every step."""
    with opened() as ledger:
        home = ledger.contract(contract)
        db = reading(ledger, home).db
        found = reports.incident(db, incident_meant(number))
        if not found:
            raise NotFound(
                N_("There is no incident {number}. The contract has: {listed}"),
                hint=N_("assets incident list --contract {contract}"),
                number=incident_meant(number),
                listed=", ".join(row["number"] for row in reports.incidents(db)) or "-",
                contract=home,
            )
        policy = effective(ledger.desk(home).policy)
        people, places = ledger.names(home)
    running = clocks(found["incident"], policy)
    if json:
        say.as_json(
            found | {"clocks": {name: clock._asdict() | {"kept": clock.kept} for name, clock in running.items()}}
        )
        return
    _facts(found["incident"])
    _clocks(running, policy)
    _media(_("Affected"), found["affected"])
    _media(_("Same information: originals, copies and parts"), found["copies"])
    say.table(
        [_("No."), _("Happened"), _("What")],
        [
            (step["seq"], step["day"], tell(step["kind"], step["data"], people=people, places=places))
            for step in found["steps"]
        ],
        title=_("Steps"),
        right=[0],
    )


def _facts(row: dict[str, Any]) -> None:
    what = say.plain(term(row["what"]) if row["what"] else _why(row["cause"]))
    say.heading(f"{row['number']}  {what}")
    persons = row["persons_affected"]
    say.facts(
        [
            (_("Category"), _category(row)),
            (_("Opened because"), _why(row["cause"])),
            (_("Happened"), _when(row["happened_at"]) if row["happened_at"] else _("unknown")),
            (_("Known"), f"{_when(row['known_at'])}  {row['known_by']}"),
            (_("Cause"), row["reason"]),
            (_("Told by mouth"), _notice(row, "oral")),
            (_("Told in writing"), _notice(row, "written")),
            (_("Persons affected"), _("unknown") if persons is None else persons),
            (_("On purpose"), _("yes") if row["malicious"] else ""),
            (_("Agreement"), row["agreed_document"]),
            (_("Closed"), row["closed_on"]),
            (_("Conclusion"), row["conclusion"]),
        ]
    )


def _notice(row: dict[str, Any], form: str) -> str:
    """When the client was told first, by whom, to whom, how or by which document; "" when it was not."""
    told, how = row[f"{form}_at"], row["oral_method"] if form == "oral" else row["written_no"]
    people = f"{row[f'{form}_by']} → {row[f'{form}_to']}"
    return "  ".join(filter(None, (_when(told), people, how))) if told else ""


def _when(told: str) -> str:
    """A time as it was told; of a day, that nobody said the hour."""
    return local(told) if len(told) > len("2025-04-15") else _("{day} (day only)").format(day=told)


def _category(row: dict[str, Any]) -> str:
    category = _(term(row["category"]))
    return _("{category} (draft)").format(category=category) if row["draft"] else category


def _why(cause: str | None) -> str:
    """Codes of what happened in words, ids of rules as they are."""
    return ", ".join(_(term(code)) for code in (cause or "").split())


def _clocks(running: dict[str, Clock], policy: Effective) -> None:
    say.table(
        [_("Clock"), _("Duty"), _("Due"), _("Done")],
        [(_(_CLOCKS[name]), _duty(clock, policy), _due(clock), _done(name, clock)) for name, clock in running.items()],
        title=_("Clocks"),
    )


def _duty(clock: Clock, policy: Effective) -> str:
    if not clock.setting:
        return _("the law's, if it asks for a report: client or contractor")
    setting = SETTINGS[clock.setting]
    word = _(term(setting.word)) if setting.word else ""
    ours = _(_THRESHOLDS[setting.kind]).format(count=policy[clock.setting])
    return f"{word}  {ours}".strip()


def _due(clock: Clock) -> str:
    due = f"{clock.earliest} – {clock.due}" if clock.earliest else local(clock.due)
    by_hour_or_law = len(clock.due) > len("2025-04-15") or not clock.setting
    return _("{due} (day only: counted from its start)").format(due=due) if clock.day_only and by_hour_or_law else due


def _done(name: str, clock: Clock) -> str:
    if not clock.setting:
        return _("not recorded here")
    if name == "measures" or not clock.done:
        return clock.done
    told = _when(clock.done) if name == "oral" else local(clock.done)
    return told if clock.kept == "in_time" else f"{told}, {_(_KEPT[clock.kept])}"


def _media(title: str, rows: Iterable[dict[str, Any]]) -> None:
    shown = [
        (
            row["number"],
            row["title"],
            term(row["medium"]),
            term(row["pi_class"]),
            row["record_count"],
            row["encryption"],
            term(row["status"]),
            row["place"] or row["holder"],
        )
        for row in rows
    ]
    if shown:
        say.table(
            [_("Number"), _("Title"), _("Medium"), _("Class"), _("Records"), _("Encryption"), _("Status"), _("Place")],
            shown,
            title=title,
            right=[4],
        )
