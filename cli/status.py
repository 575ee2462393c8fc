"""How does the contract stand, clause by clause?"""

from __future__ import annotations

from typing import Annotated, Any

import typer

from assets import reports, status
from assets.checks import ATTENTION, OPEN, Item
from assets.clauses import CLAUSES
from assets.errors import NotFound
from assets.language import N_, _, spoken
from assets.language import say as sentence
from assets.policy import SETTINGS, Effective
from assets.rules import RULES
from assets.status import ClauseStatus
from assets.terms import term
from cli import say
from cli.session import InContract, Json, moment, opened, reading

# Never by colour alone: a sign and a word.
SIGNS = {OPEN: "✗", ATTENTION: "!", status.IN_ORDER: "✓", status.NOTHING: "–", status.OUTSIDE: "·"}
_COUNTED = {
    status.IN_ORDER: N_("{count} in order"),
    ATTENTION: N_("{count} need attention"),
    OPEN: N_("{count} open"),
    status.NOTHING: N_("{count} with nothing recorded"),
    status.OUTSIDE: N_("{count} out of the program's hands"),
}
_SHOWN = 5


def clause_status(
    contract: InContract = "",
    everything: Annotated[
        bool, typer.Option("--all", help=N_("Show every clause and every open item, not only what needs attention."))
    ] = False,
    clause: Annotated[
        int,
        typer.Option("--clause", metavar="N", help=N_("One clause in full: its duty, what is recorded, what is open.")),
    ] = 0,
    json: Json = False,
) -> None:
    """Show how a contract stands, clause by clause: what is recorded, what is open since when, what needs attention."""
    if clause and clause not in CLAUSES:
        raise NotFound(N_("The annex has no clause {number}."), hint=N_("assets clauses"), number=clause)
    with opened() as ledger:
        home = ledger.contract(contract)
        register = reading(ledger, home)
        standing = register.standing(ledger.journal).word
        view = status.view_of(register.db, moment("").now)
        clauses = status.clause_by_clause(view, standing=standing)
        one = reports.contract(register.db)
    if json:
        chosen = [status.as_json(one, view.policy) for one in clauses if clause in (0, one.clause)]
        told = {"contract": one["number"], "as_of": view.now, "register": standing, "profile": view.policy["profile"]}
        say.as_json(told | {"summary": status.summary(clauses), "clauses": chosen})
    elif clause:
        _whole(clauses[clause - 1], view.policy)
    else:
        say.heading(f"{one['number']}  {one['title']}")
        say_clauses(clauses, view.policy, everything=everything)


def say_clauses(clauses: list[ClauseStatus], policy: Effective, *, everything: bool) -> None:
    """The summary, every clause in one line when `everything`, and what is open or needs attention."""
    say.paragraph(summed_up(clauses))
    if everything:
        table(clauses)
    for one in clauses:
        if one.state in (OPEN, ATTENTION):
            say.line()
            _heading(one)
            _against(one, policy, limit=None if everything else _SHOWN)
    if not everything:
        say.line()
        say.line(_("Every clause: {command}").format(command="assets status --all"))


def summed_up(clauses: list[ClauseStatus]) -> str:
    """How many clauses are in each state, in one line."""
    found = status.summary(clauses)
    return ", ".join(_(said).format(count=found[state]) for state, said in _COUNTED.items())


def table(clauses: list[ClauseStatus]) -> None:
    """Every clause in one line: its state in a sign and a word, how much is recorded, how much is open."""
    say.table(
        [_("Clause"), _("What it says"), _("State"), _("Records"), _("Open")],
        [
            (
                one.clause,
                _title(one),
                f"{SIGNS[one.state]} {_(term(one.state))}",
                one.evidence.events or "",
                len(one.items) + one.lacks or "",
            )
            for one in clauses
        ],
        right=[0, 3, 4],
        narrow=True,
    )


def _title(one: ClauseStatus) -> str:
    clause = CLAUSES[one.clause]
    return clause.ja if spoken() == "ja" else clause.en


def _heading(one: ClauseStatus) -> None:
    clause = _("Clause {number}").format(number=one.clause)
    say.paragraph(f"{SIGNS[one.state]} {clause} {_title(one)}  ({_(term(one.state))})")
    if one.duty.words:
        say.paragraph(_("The annex says: {words}").format(words=_words(one)), indent=2)


def _words(one: ClauseStatus) -> str:
    return ", ".join(_(term(word)) for word in one.duty.words)


def _against(one: ClauseStatus, policy: Effective, *, limit: int | None) -> None:
    if one.lacks:
        say.paragraph(one.duty.lacking.text(spoken()), indent=2)
    for item in one.items[:limit]:
        say.paragraph(told(item, policy), indent=2)
    if limit is not None and len(one.items) > limit:
        say.paragraph(_("{count} more lines: --all").format(count=len(one.items) - limit), indent=2)
    for check in one.cut:
        say.paragraph(sentence(*status.stops(check)), indent=2)
    for remark in one.remarks:
        say.paragraph(sentence(*status.remark(remark)), indent=2)
        if remark.rule in RULES:
            say.paragraph(_(RULES[remark.rule].explanation), indent=4)


def told(item: Item, policy: Effective) -> str:
    """An open item in one line: how grave, what, how old, and the threshold that is our own."""
    known = [_("{days} days").format(days=item.age_days)] if item.since else []
    own = status.threshold(policy, item.setting)
    known += [sentence(*own)] if own else []
    more = f"  ({'; '.join(known)})" if known else ""
    asset = f"{item.asset}: " if item.asset and item.asset not in sentence(item.message, item.fields) else ""
    return f"[{item.check} {_(term(item.severity))}] {asset}{sentence(item.message, item.fields)}{more}"


def _whole(one: ClauseStatus, policy: Effective) -> None:
    _heading(one)
    say.paragraph(one.duty.said.text(spoken()), indent=2)
    if one.duty.outside.en:
        say.paragraph(one.duty.outside.text(spoken()), indent=2)
    evidence = one.evidence
    if evidence.events:
        newest = ", ".join(map(str, evidence.newest))
        recorded = _("Recorded: {events} events, the newest no. {newest}")
        say.paragraph(recorded.format(events=evidence.events, newest=newest), indent=2)
    if evidence.documents:
        more = " …" if evidence.documents_count > len(evidence.documents) else ""
        say.paragraph(_("Documents: {numbers}").format(numbers=", ".join(evidence.documents) + more), indent=2)
    for key in one.settings:
        say.paragraph(_setting(key, policy), indent=2)
    _against(one, policy, limit=None)


def _setting(key: str, policy: Effective) -> str:
    own = status.threshold(policy, key)
    value: Any = sentence(*own) if own else _(term(policy[key]))
    return f"{key}: {value}  {_(SETTINGS[key].explanation)}"
