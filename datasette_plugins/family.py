"""From what does an asset stem, and what stems from it?"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection
from typing import Any, NamedTuple

from assets import reports
from assets.language import N_
from datasette_plugins.texts import called, translated, visible

MOST = 200
SIGNS = {
    "in_custody": "●",
    "in_transit": "→",
    "at_subcontractor": "◆",
    "missing": "!",
    "sanitizing_failed": "!",
    "awaiting_validation": "…",
    "disposed_pending_certificate": "…",
    "erased_awaiting_return": "○",
    "returned": "✓",
    "erased": "✓",
    "disposed": "✓",
    "lost": "×",
    "split": "÷",
    "void": "×",
}


class Family(NamedTuple):
    """The whole family of an asset under its first original, with the titles; `left_out`: how many far relatives are not shown."""

    number: str
    tree: reports.Tree
    titles: dict[str, str]
    left_out: int


def told(db: sqlite3.Connection, life: reports.Life) -> Family | None:
    """Originals, copies and parts around one asset; None when it stands alone."""
    number = life.asset["number"]
    tree = next(iter(reports.copy_tree(db, number)), None)
    if tree is None or not tree.branches:
        return None
    near = {number, *life.originals, *(branch.number for branch in life.copies)}
    shown = tree.branches if len(tree.branches) <= MOST else [one for one in tree.branches if one.number in near]
    titles = _titles(db, [tree.original["number"], *(branch.number for branch in shown)])
    return Family(number, tree._replace(branches=shown), titles, len(tree.branches) - len(shown))


def _titles(db: sqlite3.Connection, numbers: Collection[str]) -> dict[str, str]:
    asked = "SELECT title FROM assets WHERE number = ?"
    return {number: visible(db.execute(asked, (number,)).fetchone()[0]) for number in numbers}


def page(family: Family | None) -> dict[str, Any] | None:
    """The tree as the template shows it: leaves with the copies made from each."""
    if family is None:
        return None
    original, tree = family.tree.original, family.tree
    title = family.titles[original["number"]]
    root = _leaf(family, original["number"], original["status"], original["medium"], "", title="")
    levels = [root["copies"]]
    for branch in tree.branches:
        leaf = _leaf(family, branch.number, branch.status, branch.medium, _relation(branch), title=title)
        del levels[branch.depth :]
        levels[-1].append(leaf)
        levels.append(leaf["copies"])
    said = N_("{authorised} copies authorised, {made} made, {ended} ended, {open} open")
    counts = {name: getattr(tree, name) for name in ("authorised", "made", "ended", "open")}
    return {"root": root, "counts": translated(said, **counts) if tree.made else "", "left_out": family.left_out}


def _leaf(family: Family, number: str, status: str, medium: str, relation: str, *, title: str) -> dict[str, Any]:
    """One asset of the tree; its title stands there when it differs from the original's."""
    own = family.titles[number]
    return {
        "number": number,
        "status": called(status),
        "sign": SIGNS.get(status, "●"),
        "words": " · ".join(filter(None, (called(medium), relation))),
        "title": "" if own == title else own,
        "is_this": number == family.number,
        "copies": [],
    }


def _relation(branch: reports.Branch) -> str:
    if branch.relation != "copied":
        return called(branch.relation)
    return translated(N_("{copy_no} of {copies}"), copy_no=branch.copy_no, copies=branch.copies)
