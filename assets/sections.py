"""Which sections has the report of a contract?"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from assets import agreed, closeout, disposals, reports, status
from assets.checks import View
from assets.language import N_
from assets.tiers import subcontract_tree


@dataclass(frozen=True)
class Asked:
    """What is reported on: a register at a moment, and how the chain behind it stands.

    chain: events, head, register (matches, behind or different), lines (how many behind), as_of ("" for now).
    """

    view: View
    chain: dict[str, Any]

    @property
    def db(self) -> sqlite3.Connection:
        """The register."""
        return self.view.db

    @cached_property
    def clauses(self) -> list[status.ClauseStatus]:
        """All 44 clauses as they stand."""
        return status.clause_by_clause(self.view, standing=self.chain["register"])


class Section(NamedTuple):
    """One part of the report: its title, translatable, and what stands in it: rows, or one row."""

    title: str
    told: Callable[[Asked], Any]


def _clauses(asked: Asked) -> list[dict[str, Any]]:
    return [status.as_json(one, asked.view.policy) for one in asked.clauses]


def _items(asked: Asked) -> list[dict[str, Any]]:
    return [item for clause in _clauses(asked) for item in clause["items"]]


def _table(name: str, order: str) -> Callable[[Asked], Any]:
    return lambda asked: list(asked.view.rows(f"SELECT * FROM {name} ORDER BY {order}"))


SECTIONS = {
    "contract": Section(N_("Contract"), lambda asked: reports.contract(asked.db)),
    "responsible": Section(N_("Responsible persons"), lambda asked: reports.responsible(asked.db)),
    "policy": Section(N_("Policy"), lambda asked: agreed.settings(asked.db)),
    "clauses": Section(N_("Clause by clause"), _clauses),
    "open_items": Section(N_("Open items"), _items),
    "closeout": Section(N_("Closeout"), lambda asked: closeout.blockers(asked.db)),
    "balance": Section(N_("Balance"), lambda asked: reports.balance(asked.db)),
    "open_assets": Section(N_("Open"), lambda asked: reports.open_assets(asked.db, today=asked.view.today)),
    "copies": Section(N_("Copies"), lambda asked: reports.copies(asked.db)),
    "approval_acts": Section(N_("Approvals"), lambda asked: reports.approval_acts(asked.db)),
    "sessions": Section(N_("Disposal sessions"), lambda asked: disposals.sessions(asked.db)),
    "endings": Section(N_("Endings"), lambda asked: reports.endings(asked.db)),
    "handovers": Section(N_("Handovers"), lambda asked: reports.handovers(asked.db)),
    "people": Section(N_("Roster"), lambda asked: reports.people(asked.db)),
    "places": Section(N_("Places"), lambda asked: reports.places(asked.db)),
    "protocols": Section(N_("Handover protocols"), lambda asked: reports.protocols(asked.db)),
    "consents": Section(N_("Consents"), lambda asked: reports.consents(asked.db)),
    "subcontracts": Section(N_("Subcontractors"), lambda asked: subcontract_tree(asked.db)),
    "supervisions": Section(N_("Supervisions"), _table("supervisions", "seq")),
    "stocktakes": Section(N_("Stock-takes"), _table("stocktakes", "day, number")),
    "incidents": Section(N_("Incidents"), _table("incidents", "day, number")),
    "violations": Section(N_("Violations"), _table("violations", "seq")),
    "refusals": Section(N_("Refusals"), lambda asked: reports.refusals(asked.db)),
    "entered": Section(N_("Late entries"), lambda asked: reports.late_entries(asked.db)),
    "safety_measures": Section(N_("Safety measures"), lambda asked: reports.safety_measures(asked.db)),
    "subject_requests": Section(N_("Requests passed on"), lambda asked: reports.subject_requests(asked.db)),
    "documents": Section(N_("Documents"), lambda asked: reports.documents(asked.db)),
    "audits": Section(N_("Audits"), lambda asked: reports.audits(asked.db)),
    "improvements": Section(N_("Improvements"), lambda asked: reports.improvements(asked.db)),
    "containers": Section(N_("Containers"), _table("containers", "number")),
    "corrections": Section(N_("Corrections"), _table("corrections", "seq")),
    "chain": Section(N_("Chain"), lambda asked: asked.chain),
    "assets": Section(N_("Register"), lambda asked: list(reports.register_rows(asked.db))),
}


def whole(asked: Asked) -> dict[str, Any]:
    """Every section by its name, in order: what scripts and Excel get."""
    return {name: section.told(asked) for name, section in SECTIONS.items()}
