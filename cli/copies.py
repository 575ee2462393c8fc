"""Where are the copies?"""

from __future__ import annotations

from typing import Annotated, Any

import typer

from assets import reports
from assets.errors import NotFound
from assets.language import N_, _
from assets.terms import term
from cli import say
from cli.look import found
from cli.session import InContract, Json, opened, reading

MaybeNumber = Annotated[
    str,
    typer.Argument(
        metavar="[NUMBER]",
        help=N_("An original or one of its copies; the whole contract when left out."),
        show_default=False,
    ),
]


def copies(number: MaybeNumber = "", contract: InContract = "", json: Json = False) -> None:
    """Show the tree of copies under an original, or under every original that was copied, with what is still open (clause 21)."""
    with opened() as ledger:
        home, number = found(ledger, number) if number else (ledger.contract(contract), "")
        db = reading(ledger, home).db
        trees = reports.copy_tree(db, number)
        if number and not trees:
            raise NotFound(N_("There is no asset {number}."), hint=N_("assets find WORDS"), number=number)
        places, people = say.names(reports.places(db), "place"), say.names(reports.people(db), "person")
    if json:
        say.as_json([_told(tree) for tree in trees])
        return
    for tree in trees:
        _show(tree, places, people)
    if not trees:
        say.note(_("Nothing was copied in this contract."))


def _told(tree: reports.Tree) -> dict[str, Any]:
    return tree._asdict() | {"branches": [branch._asdict() for branch in tree.branches]}


def _show(tree: reports.Tree, places: dict[str, str], people: dict[str, str]) -> None:
    original = tree.original
    say.heading(f"{original['number']}  {original['title']}  {_(term(original['status']))}")
    for branch in tree.branches:
        told = "  ".join(filter(None, _words(branch, places, people)))
        say.paragraph(told, indent=2 * branch.depth, wide=True)
    summed = _("authorised {authorised}, made {made}, ended {ended}, open {open}").format(
        authorised=tree.authorised, made=tree.made, ended=tree.ended, open=tree.open
    )
    say.paragraph(summed, indent=2)


def _words(branch: reports.Branch, places: dict[str, str], people: dict[str, str]) -> list[str]:
    which = f"{_('copy')} {branch.copy_no}/{branch.copies}" if branch.copy_no else _("part")
    where = (
        f"{branch.place} {places.get(branch.place, '')}"
        if branch.place
        else f"{branch.holder} {people.get(branch.holder, '')}"
    )
    return [
        f"{'●' if branch.open else '○'} {branch.number}",
        which,
        _(term(branch.medium)),
        _(term(branch.status)),
        branch.host and _("on {host}").format(host=branch.host),
        where.strip() if branch.open else branch.ended_on or "",
        _("to be erased by {day}").format(day=branch.erase_by) if branch.open and branch.erase_by else "",
    ]
