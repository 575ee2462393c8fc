"""What serves each clause of the annex?"""

from __future__ import annotations

from typing import Annotated, Any

import typer

from assets import events
from assets.checks import CHECKS
from assets.clauses import CLAUSES
from assets.duties import Duty, duties
from assets.errors import NotFound
from assets.language import N_, _, spoken
from assets.rules import RULES
from assets.rules.built_in import BUILT_IN
from assets.rules.rule import DEEDS
from assets.sections import SECTIONS
from assets.terms import term
from cli import say
from cli.session import Json


def clauses(
    number: Annotated[
        int | None, typer.Argument(metavar="[CLAUSE]", help=N_("One clause; all 44 when left out."), show_default=False)
    ] = None,
    json: Json = False,
) -> None:
    """List the annex's clauses with the rules that enforce them, where each is recorded, and where it is reported."""
    if number is not None and number not in CLAUSES:
        raise NotFound(N_("The annex has no clause {number}."), hint=N_("assets clauses"), number=number)
    chosen = [served(one) for clause, one in duties().items() if number in (None, clause)]
    if json:
        say.as_json(chosen)
        return
    for row in chosen:
        _say(row)
    _say_rules({id for row in chosen for id in (*row["rules"], *row["checks"], *row["built_in"])})


def served(duty: Duty) -> dict[str, Any]:
    """A clause with everything that serves it: rules, checks, what holds by construction, events, verbs, tables, sections."""
    here = {
        name: [id for id, one in known.items() if one.clause == duty.clause]
        for name, known in (("rules", RULES), ("checks", CHECKS), ("built_in", BUILT_IN))
    }
    return {
        **CLAUSES[duty.clause]._asdict(),
        "duty": duty.said._asdict(),
        "words": duty.words,
        "hands": duty.hands,
        "outside": duty.outside._asdict() if duty.outside.en else None,
        **here,
        "recorded": duty.kinds,
        "verbs": verbs_of(duty),
        "shown": duty.shown,
        "reported": duty.reported,
    }


def verbs_of(duty: Duty) -> list[str]:
    """The verbs that record what the clause asks, as they are typed, and those that show it."""
    from cli.verbs import VERBS

    deeds = [DEEDS[fact] for kind in duty.kinds if (fact := events.KINDS[kind]) in DEEDS]
    found = [verb for deed in deeds for verb in VERBS if verb == deed or verb.startswith(f"{deed} ")]
    return list(dict.fromkeys([*found, *duty.verbs]))


def _say(row: dict[str, Any]) -> None:
    language = spoken()
    say.paragraph(f"{row['number']:>2}  {row[language]}")
    say.paragraph(row["duty"][language], indent=4)
    if row["words"]:
        say.paragraph(
            _("The annex says: {words}").format(words=", ".join(_(term(word)) for word in row["words"])), indent=4
        )
    if row["outside"]:
        say.paragraph(f"{_(term('out_of_hands'))}: {row['outside'][language]}", indent=4)
    for heading, listed in (
        (_("Rules and checks"), [*row["rules"], *row["checks"], *row["built_in"]]),
        (_("Recorded as"), [_(term(kind)) for kind in row["recorded"]]),
        (_("Verbs"), [f"assets {verb}" for verb in row["verbs"]]),
        (_("Reported in"), [_(SECTIONS[name].title) for name in row["reported"]]),
    ):
        if listed:
            say.paragraph(f"{heading}: {', '.join(listed)}", indent=4)


def _say_rules(ids: set[str]) -> None:
    known: dict[str, Any] = {**RULES, **CHECKS, **BUILT_IN}
    say.table(
        [_("Rule"), _("Clause"), _("Why")],
        [(id, known[id].clause, _(known[id].explanation)) for id in sorted(ids)],
        right=[1],
    )
