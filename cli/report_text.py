"""How does a report read on the screen?"""

from __future__ import annotations

from typing import Any, NamedTuple

from assets import reports
from assets.language import N_, _
from assets.sections import SECTIONS, Asked
from assets.terms import term
from assets.when import local
from cli import say
from cli.policy import say_policy
from cli.status import say_clauses

Rows = list[dict[str, Any]]


class Plain(NamedTuple):
    """A section told as one table: column -> heading; codes: columns that hold codes."""

    columns: dict[str, str]
    codes: tuple[str, ...] = ()


_PLAIN = {
    "closeout": Plain(
        {"blocker": N_("What"), "count": N_("Count"), "numbers": N_("Numbers")},
        codes=("blocker",),
    ),
    "sessions": Plain(
        {
            "session": N_("Session"),
            "day": N_("Day"),
            "approval": N_("Approval"),
            "asked": N_("Asked"),
            "approved": N_("Approved"),
            "done": N_("Done"),
            "elsewhere": N_("Other sessions"),
            "remaining": N_("Remaining"),
            "closed_on": N_("Closed"),
        }
    ),
    "subcontracts": Plain(
        {
            "tier": N_("Tier"),
            "org": N_("Subcontractor"),
            "number": N_("Approval"),
            "until": N_("Until"),
            "scope_work": N_("Work"),
            "supervised_on": N_("Supervised"),
            "holds": N_("Holds"),
        }
    ),
    "stocktakes": Plain(
        {
            "number": N_("Number"),
            "day": N_("Day"),
            "places": N_("Places"),
            "expected": N_("On the list"),
            "found": N_("In place"),
            "found_elsewhere": N_("Elsewhere"),
            "missing": N_("Missing"),
            "closed_on": N_("Closed"),
        }
    ),
    "incidents": Plain(
        {
            "number": N_("Number"),
            "category": N_("Kind"),
            "known_at": N_("Noticed"),
            "oral_at": N_("Told by mouth"),
            "written_at": N_("Told in writing"),
            "measures": N_("Measures"),
            "closed_on": N_("Closed"),
        },
        codes=("category",),
    ),
    "violations": Plain(
        {
            "seq": N_("No."),
            "day": N_("Day"),
            "kind": N_("What"),
            "asset": N_("Asset"),
            "rules": N_("Rules"),
            "violation": N_("Reason"),
        },
        codes=("kind",),
    ),
    "documents": Plain(
        {"number": N_("Number"), "type": N_("Kind"), "title": N_("Title"), "dated": N_("Date"), "sent_on": N_("Sent")},
        codes=("type",),
    ),
    "corrections": Plain(
        {
            "seq": N_("No."),
            "of": N_("Line"),
            "asset": N_("Asset"),
            "fields": N_("What"),
            "was": N_("Was"),
            "now": N_("Is"),
            "reason": N_("Reason"),
            "corrected_by": N_("By"),
        },
    ),
    "containers": Plain(
        {"number": N_("Number"), "name": N_("Name"), "place": N_("Place"), "seal_no": N_("Seal")},
    ),
}


def say_report(asked: Asked, *, limit: int | None) -> None:
    """The report of a contract, compact: long tables are cut at `limit` lines (None: none is)."""
    _parties(asked)
    say.line()
    say_clauses(asked.clauses, asked.view.policy, everything=limit is None)
    say_policy(section("policy", asked), only_set=limit is not None)
    _plain("closeout", asked, limit)
    _balance(section("balance", asked))
    _open(section("open_assets", asked), limit)
    _copies(section("copies", asked), limit)
    _approvals(section("approval_acts", asked), limit)
    for name in (
        "sessions",
        "subcontracts",
        "stocktakes",
        "incidents",
        "violations",
        "documents",
        "containers",
        "corrections",
    ):
        _plain(name, asked, limit)
    _chain(asked)


def section(name: str, asked: Asked) -> Any:
    """What a section says."""
    return SECTIONS[name].told(asked)


def _plain(name: str, asked: Asked, limit: int | None) -> None:
    rows, plain = section(name, asked), _PLAIN[name]
    if rows:
        cells = [[_shown(plain, column, row[column]) for column in plain.columns] for row in rows[:limit]]
        say.table([_(heading) for heading in plain.columns.values()], cells, title=_(SECTIONS[name].title))
        _more(rows, limit)


def _shown(plain: Plain, column: str, value: Any) -> Any:
    if column in plain.codes and value:
        return term(value)
    return local(value) if column.endswith("_at") and value else value


def _parties(asked: Asked) -> None:
    one = section("contract", asked)
    current = {row["side"]: f"{row['person']} {row['name'] or ''}" for row in reversed(section("responsible", asked))}
    say.heading(f"{one['number']}  {one['title']}")
    say.facts(
        [
            (_("Client"), f"{one['client']}  {_('responsible')}: {current.get('client', '-')}"),
            (_("Contractor"), f"{one['contractor']}  {_('responsible')}: {current.get('contractor', '-')}"),
            (_("Term"), f"{one['start']} – {one['end']}"),
            (_("Annex"), one["annex"]),
            (_("Ended"), one["ended_on"]),
            (_("Closed"), one["closed_on"]),
            (_("As of"), asked.chain["as_of"]),
        ]
    )


def _balance(rows: list[dict[str, Any]]) -> None:
    names = [_(term(name)) for name in reports.COUNTS]
    items = {
        1: _("(1) media"),
        2: _("(2) forms"),
        3: _("(3) documents, programs"),
        4: _("(4) as specified"),
        0: _("Total"),
    }
    say.table(
        [_("Clause 23"), *names, _("Balances")],
        [
            (items[row["item"]], *(row[name] for name in reports.COUNTS), _("yes") if row["balanced"] else _("no"))
            for row in rows
        ],
        title=_("Balance: received + copied + produced = returned + erased + disposed + lost + open"),
        right=range(1, len(names) + 1),
    )


def _open(rows: list[dict[str, Any]], limit: int | None) -> None:
    if not rows:
        say.good(_("Nothing is open."))
        return
    say.table(
        [
            _("Number"),
            _("Title"),
            _("Medium"),
            _("Class"),
            _("Status"),
            _("Place"),
            _("Holder"),
            _("Erase by"),
            _("Age (days)"),
        ],
        [
            (
                row["number"],
                row["title"],
                term(row["medium"]),
                term(row["pi_class"]),
                term(row["status"]),
                f"{row['place'] or ''} {row['place_name'] or ''}",
                f"{row['holder'] or ''} {row['holder_name'] or ''}",
                row["erase_by"],
                row["age_days"],
            )
            for row in rows[:limit]
        ],
        title=_("Open: {count}").format(count=len(rows)),
        right=[8],
    )
    _more(rows, limit)


def _copies(rows: list[dict[str, Any]], limit: int | None) -> None:
    if rows:
        say.table(
            [
                _("Original"),
                _("Title"),
                _("Copy"),
                _("n/m"),
                _("Medium"),
                _("Approval"),
                _("Made"),
                _("Status"),
                _("Ended"),
            ],
            [
                (
                    row["source"],
                    row["title"],
                    row["number"],
                    f"{row['copy_no']}/{row['copies']}",
                    term(row["medium"]),
                    row["copy_approval"],
                    row["begun_on"],
                    term(row["status"]),
                    row["ended_on"],
                )
                for row in rows[:limit]
            ],
            title=_("Copies under their originals (clause 21)"),
        )
        _more(rows, limit)


def _approvals(rows: list[dict[str, Any]], limit: int | None) -> None:
    if rows:
        say.table(
            [_("Approval"), _("For"), _("Approved on"), _("Until"), _("Done on"), _("Asset"), _("How")],
            [
                (
                    row["approval"],
                    term(row["deed"]),
                    row["approved_on"],
                    row["valid_until"],
                    row["done_on"] or _("not used"),
                    row["asset"],
                    term(row["how"]) if row["how"] else "",
                )
                for row in rows[:limit]
            ],
            title=_("Approvals against acts (clauses 21 and 41)"),
        )
        _more(rows, limit)


def _more(rows: list[dict[str, Any]], limit: int | None) -> None:
    if limit is not None and len(rows) > limit:
        say.note(_("{count} more lines: --all").format(count=len(rows) - limit))


def _chain(asked: Asked) -> None:
    chain = asked.chain
    say.paragraph(
        _("Refused deeds: {refused}   Entered late: {late} of {events}").format(
            refused=len(section("refusals", asked)), **section("entered", asked)
        )
    )
    say.paragraph(
        _("Chain: {events} events; the register {state} by its head. Contents are checked by assets verify.").format(
            events=chain["events"], state=_(term(chain["register"]))
        )
    )
    say.line(f"  {_('head')} {chain['head']}")
    if chain["register"] == "behind":
        say.note(_("The register is {lines} events behind the journal.").format(lines=chain["lines"]))
    if chain["register"] == "different":
        say.problem(_("ALARM: the register does not follow from the journal."), "assets verify")
