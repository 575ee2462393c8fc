"""How does a contract stand, at a glance?

`told` asks the register for what is short, on a connection; the figures are counted by `figures`. `page` puts both into words.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple
from urllib.parse import quote

from assets import reports
from assets.holdings import ITEM_COUNTS, Age
from assets.language import N_
from assets.status import STATES
from assets.when import day_of, days_between, local
from datasette_plugins import explain, plot
from datasette_plugins.chain import Chain
from datasette_plugins.figures import Figures
from datasette_plugins.panels import Cell, Panel, Shelf, visible_of
from datasette_plugins.standing import SIGNS
from datasette_plugins.texts import called, half, translated, visible

# What the items of clause 23 are called; 0 for all of them.
ITEMS = {
    0: N_("Total"),
    1: N_("(1) media"),
    2: N_("(2) forms"),
    3: N_("(3) documents, programs"),
    4: N_("(4) as specified"),
}
_PANELS: dict[str, tuple[str, ...]] = {
    "incidents": ("number", "what", "category", "draft", "known_at", "oral_at", "written_at", "agreed_on", "closed_on"),
    "stocktakes": ("number", "day", "closed_on", "expected", "found", "found_elsewhere", "missing", "certified"),
    "subcontracts": ("number", "tier", "org", "parent", "approved_on", "until", "holds", "coming", "supervised_on"),
    "people": ("person", "name", "org", "role", "pledged_on", "training_until", "start", "end", "holds"),
}
_HEADINGS = {
    "tier": N_("Tier"),
    "holds": N_("Holds"),
    "coming": N_("On its way there"),
    "until": N_("Until"),
    "supervised_on": N_("Last supervised"),
    "draft": N_("Not assessed yet"),
}
# What is counted in the balance: split up or taken back is not.
_COUNTED_AS = {
    **{origin: f"origin={origin}&status__notin=split,void" for origin in ("received", "copied", "produced")},
    **{status: f"status={status}" for status in ("returned", "erased", "disposed", "lost")},
    "open": "open=1",
}
# Too many rows to count for each reader; their own pages count them.
_NOT_COUNTED = ("assets", "events", "flags", "counts", "incident_assets", "stocktake_expected")
_WHO_MAY_HOLD = """SELECT p.*, (SELECT count(*) FROM assets a WHERE a.holder = p.person AND a.holder <> '' AND a.open = 1) AS holds
  FROM people p WHERE p.side <> 'client' AND (coalesce(p.end, '') = '' OR p.end >= ? OR EXISTS (SELECT 1 FROM assets a
    WHERE a.holder = p.person AND a.holder <> '' AND a.open = 1)) ORDER BY p.side, p.person"""


class Told(NamedTuple):
    """What is short enough to be read for every page: rows by table, and how many rows the tables have."""

    rows: Mapping[str, Sequence[Mapping[str, Any]]]
    counts: Mapping[str, int]


def told(db: sqlite3.Connection, tables: Sequence[str], now: str) -> Told:
    """The short lists of a contract at an instant, and the size of `tables`."""
    return Told(
        {
            "incidents": reports.incidents(db),
            "stocktakes": reports.stocktakes(db),
            "subcontracts": reports.subcontract_tree(db),
            "people": [dict(row) for row in db.execute(_WHO_MAY_HOLD, (day_of(now),))],
        },
        {
            name: db.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]
            for name in tables
            if name not in _NOT_COUNTED
        },
    )


def page(told: Told, figures: Figures, chain: Chain, shelf: Shelf, explained: Mapping[str, Any]) -> dict[str, Any]:
    """What the template shows."""
    return {
        **summary(figures),
        "plot": plot.held(figures.months),
        "months": [month for month in figures.months if month.came or month.ended or month is figures.months[-1]],
        "standings": [(called(status), count, f"{shelf.url}/assets?status={status}") for status, count in figures.standings.items()],
        "ages": [_age(age, shelf.url) for age in figures.ages],
        "endings": [_ending(row, shelf.url) for row in figures.endings],
        "panels": [_panel(shelf, name, told.rows[name], day_of(figures.now)) for name in _PANELS if told.rows[name]],
        "without": [shelf.title(name) for name in _PANELS if not told.rows[name]],
        "tables": [_table(name, explained, told, figures) for name in explained if not explained[name].get("hidden")],
        "questions": [_question(name, asked) for name, asked in explain.queries().items()],
        "verified": _verified(chain),
    }  # fmt: skip


def summary(figures: Figures) -> dict[str, Any]:
    """What home and the contract's page both say: parties, due day, balance, clauses by state, what is open."""
    contract = {name: visible_of(value) for name, value in figures.contract.items()}
    return {
        "contract": contract,
        "due": _due(contract, day_of(figures.now)),
        "balance": [row | {"name": translated(ITEMS.get(row["item"], "?"))} for row in figures.balance],
        "balance_names": [(name, called(name)) for name in ITEM_COUNTS],
        "counted_as": _COUNTED_AS,
        "total": figures.balance[-1],
        "clauses": [(state, SIGNS[state], called(state), figures.clauses[state]) for state in STATES],
        "open_items": f"{figures.open_items:,}{'+' if figures.is_cut else ''}",
        "counted_at": figures.head.seq,
        "as_of": local(figures.now),
    }


def _due(contract: Mapping[str, Any], today: str) -> str:
    """What is known of the day by which everything must be back."""
    if contract["closed_on"]:
        return translated(N_("Closed on {day}: nothing is open."), day=contract["closed_on"])
    if not contract["ended_on"]:
        return translated(N_("Runs until {day}."), day=contract["end"])
    if not contract["due_on"]:
        return translated(N_("Ended on {day}; everything is owed back promptly."), day=contract["ended_on"])
    days = days_between(today, contract["due_on"])
    if days < 0:
        return translated(N_("Was due on {day}: {days} days late."), day=contract["due_on"], days=-days)
    return translated(N_("Due on {day}: {days} days left."), day=contract["due_on"], days=days)


def _age(age: Age, url: str) -> tuple[str, int, str]:
    if age.at_most is None:
        said = translated(N_("more than {days} days"), days=age.at_least - 1)
    else:
        said = translated(N_("{least} to {most} days"), least=age.at_least, most=age.at_most)
    return said, age.assets, f"{url}/open_assets?begun_on__gte={age.since}&begun_on__lte={age.until}"


def _ending(row: Mapping[str, Any], url: str) -> dict[str, Any]:
    chosen = "&".join(
        f"{name}={row[name]}" if row[name] else f"{name}__isblank=1" for name in ("status", "method", "level")
    )
    return {
        "status": called(row["status"]),
        "method": called(row["method"]) if row["method"] else "–",
        "level": called(row["level"]) if row["level"] else "–",
        "assets": row["assets"],
        "since": row["since"],
        "until": row["until"],
        "href": f"{url}/endings?{chosen}",
    }  # fmt: skip


def _panel(shelf: Shelf, name: str, rows: Sequence[Mapping[str, Any]], today: str) -> Panel:
    made = shelf.panel(name, _PANELS[name], rows)
    told = [_told(name, dict(zip(_PANELS[name], cells, strict=True)), shelf.url, today) for cells in made.rows]
    return made._replace(
        headings=[
            translated(_HEADINGS[column]) if column in _HEADINGS else said
            for column, said in zip(_PANELS[name], made.headings, strict=True)
        ],
        rows=[[*row.values()] for row in told],
    )


def _told(name: str, cells: dict[str, Cell], url: str, today: str) -> dict[str, Cell]:
    """A row by column, saying what an empty or a late cell means."""
    if name == "people":
        return cells | _held(cells, url, today)
    if name == "subcontracts" and not cells["number"].text:
        return cells | {"number": Cell(translated(N_("× no approval"))), "org": Cell(cells["org"].text or "–")}
    if name in ("incidents", "stocktakes") and not cells["closed_on"].text:
        return cells | {"closed_on": Cell(translated(N_("not closed")))}
    return cells


def _held(cells: Mapping[str, Cell], url: str, today: str) -> dict[str, Cell]:
    """What somebody holds, with the list; × beside the last day of who left and holds it still."""
    holds, end = cells["holds"], cells["end"].text
    if holds.text == "0":
        return {}
    left = translated(N_("× {day}, still holds media"), day=end)
    return {
        "end": Cell(left) if end and end < today else cells["end"],
        "holds": holds._replace(href=f"{url}/assets?holder={quote(cells['person'].text)}&open=1"),
    }


def _table(name: str, explained: Mapping[str, Any], told: Told, figures: Figures) -> dict[str, Any]:
    counts = {"assets": sum(figures.standings.values()), "events": figures.head.seq + 1, **told.counts}
    return {
        "name": name,
        "title": half(explained[name]["title"]),
        "description": half(explained[name]["description"]),
        "count": counts.get(name),
    }


def _question(name: str, asked: Mapping[str, Any]) -> dict[str, str]:
    return {"name": name, "title": half(asked["title"]), "description": half(asked["description"])}


def _verified(chain: Chain) -> str:
    """When and how far the writer verified the journal last, as was left beside the register."""
    if chain.mark.verified_seq < 0:
        return translated(N_("No verification of the journal is known here."))
    return translated(
        N_("The journal was last verified on {when}, up to no. {seq} ({hash})."),
        when=local(chain.mark.verified_at),
        seq=chain.mark.verified_seq,
        hash=visible(chain.mark.verified_hash)[:16],
    )
