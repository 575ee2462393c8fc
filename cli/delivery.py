"""How does a client's list come in?"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import typer

from assets.errors import BadInput
from assets.language import N_, _
from assets.language import say as told
from assets.ledger import Ledger
from assets.refusal import Refused
from assets.sanitization import media as known_media
from cli import say
from cli.session import ask, existing, moment, opened, who

_SHOWN_PROBLEMS = 50


def answers_of(pairs: Sequence[str]) -> dict[str, str]:
    """Word -> code, from `WORD=CODE` of --map."""
    answers = {}
    for pair in pairs:
        word, equals, code = pair.rpartition("=")
        if not equals:
            raise BadInput(N_("--map takes WORD=CODE, not {pair}."), hint=N_("--map 'DVD-R=optical_worm'"), pair=pair)
        answers[word.strip()] = code.strip()
    return answers


def receive_list(
    source: Path, *, answers: dict[str, str], dry_run: bool, numeric_serial: bool, contract: str, by: str, json: bool
) -> None:
    """Receive every row of a list, or none."""
    from assets import delivery

    actor = who(by)
    when = replace(moment(""), operator=actor.op)
    receipts = _read(existing(source), answers, numeric_serial)
    with opened() as ledger:
        home = ledger.contract(contract)
        try:
            with say.progress(_("Recording"), len(receipts.rows) * 2) as advance:
                if dry_run:
                    with ledger.journal.writing():
                        found = delivery.read(
                            ledger,
                            ledger.desk(home),
                            receipts.rows,
                            when=when,
                            numeric_serial=numeric_serial,
                            progress=advance,
                        )
                    _dry(found, json=json)
                    return
                known, rows = _record(
                    ledger, home, receipts.rows, actor=actor, when=when, numeric_serial=numeric_serial, advance=advance
                )
        except delivery.RowsRefused as refused:
            _refused_rows(source, refused, json=json)
        _recorded(ledger, home, known, rows, json=json)
        ledger.catch_up(home, rows)


def _record(
    ledger: Ledger, home: str, given: Any, *, actor: Any, when: Any, numeric_serial: bool, advance: Any
) -> tuple[int, Any]:
    from assets import delivery

    ids: list[str] = []
    counted: list[int] = []

    def decided(desk: Any) -> Any:
        found = delivery.read(ledger, desk, given, when=when, numeric_serial=numeric_serial, progress=advance)
        ids.extend(found.ids)
        counted.append(found.known)
        return found.facts

    rows = ledger.perform(home, decided, by=actor, moment=when, ids=ids, progress=advance)
    return counted[-1], rows


def _read(source: Path, answers: dict[str, str], numeric_serial: bool) -> Any:
    from assets.importer import read_receipts

    with say.progress(_("Reading"), None) as advance:
        receipts = read_receipts(source, media=answers, allow_numeric_serial=numeric_serial, progress=advance)
    if receipts.unknown_media:
        return _read(source, answers | _ask_media(receipts.unknown_media), numeric_serial)
    refuse_problems(source, receipts.problems)
    for column in receipts.ignored_columns:
        say.note(_("Column {column} is not used.").format(column=say.plain(column)))
    return receipts


def _ask_media(unknown: dict[str, list[int]]) -> dict[str, str]:
    if not sys.stdin.isatty():
        word, rows = next(iter(unknown.items()))
        raise BadInput(
            N_("Unknown words for media: {words} (first in row {row})."),
            hint=N_("Say what they mean: --map '{word}=CODE'; codes: {codes}"),
            words=", ".join(unknown),
            row=rows[0],
            word=word,
            codes=", ".join(known_media()),
        )
    say.line(_("Codes: {codes}").format(codes=", ".join(known_media())))
    return {word: _one_medium(word, len(rows)) for word, rows in unknown.items()}


def _one_medium(word: str, count: int) -> str:
    while True:
        code = ask(
            told(N_("Which medium is “{word}” ({count} rows)?"), {"word": say.plain(word), "count": count}),
            option="--map",
        )
        if code in known_media():
            return code
        say.problem(_("{code} is not a medium.").format(code=say.plain(code)))


def refuse_problems(source: Path, problems: Sequence[Any]) -> None:
    """Show every bad row of a list, then refuse the whole list; nothing happens when there are none."""
    if not problems:
        return
    say.table(
        [_("Row"), _("Column"), _("Found"), _("Expected")],
        [(one.row, one.column, one.found, told(one.expected, one.fields)) for one in problems[:_SHOWN_PROBLEMS]],
        right=[0],
    )
    raise BadInput(
        N_("{path}: {count} problems; nothing was recorded."),
        hint=N_("Correct the list, then read it again."),
        path=source.name,
        count=len(problems),
    )


def _refused_rows(source: Path, refused: Any, *, json: bool) -> None:
    if json:
        say.as_json(
            {
                "refused": [
                    {"row": row, **say.refusal_json(Refused(reasons, deed="receive"))} for row, reasons in refused.rows
                ]
            }
        )
        raise typer.Exit(refused.exit_code)
    for row, reasons in refused.rows[:_SHOWN_PROBLEMS]:
        say.refusal(Refused(reasons, deed="receive"), label=_("Row {row}: ").format(row=row))
    say.problem(
        _("{path}: {count} rows refused; no row was recorded.").format(path=source.name, count=len(refused.rows))
    )
    raise typer.Exit(refused.exit_code)


def _dry(found: Any, *, json: bool) -> None:
    if json:
        say.as_json({"would_record": len(found.facts), "known": found.known})
        return
    say.table(
        [_("Number"), _("Title"), _("Medium"), _("Class"), _("Quantity"), _("Place")],
        [
            (
                fact.asset,
                fact.title,
                say.word(fact.medium),
                say.word(fact.pi_class),
                f"{fact.quantity} {fact.unit}",
                fact.place,
            )
            for fact in found.facts
        ],
    )
    say.note(
        _("Dry run: {count} would be recorded, {known} are known already. Nothing was recorded.").format(
            count=len(found.facts), known=found.known
        )
    )


def _recorded(ledger: Ledger, home: str, known: int, rows: Any, *, json: bool) -> None:
    if json:
        say.as_json({"recorded": len(rows), "known": known, "assets": [row.event.fact.asset for row in rows]})
        return
    if known:
        say.note(_("{known} rows were recorded before; they are not recorded again.").format(known=known))
    if not rows:
        say.note(_("Nothing new: the ledger did not change."))
        return
    first, last = rows[0].event.fact.asset, rows[-1].event.fact.asset
    say.good(_("{count} received: {first} to {last}").format(count=len(rows), first=first, last=last))
    if any(row.event.fact.flags for row in rows):
        say.note(_("Entered later than the day it happened; the history shows both days."))
    say.beep()
    say.line(_("Next: assets label --new --out labels.pdf"))
