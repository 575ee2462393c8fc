"""How does an asset come in?"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any

import typer

from assets import decide, words
from assets.errors import BadInput
from assets.language import N_, _
from assets.language import say as told
from assets.ledger import SITE, Ledger
from assets.refusal import Refused
from assets.sanitization import media as known_media
from cli import say
from cli.custody import FromPerson, Method, Place, To
from cli.deeds import acknowledge, as_result
from cli.desk import known_code
from cli.ending import Remarks
from cli.session import (
    By,
    From,
    InContract,
    Json,
    On,
    Violation,
    ask,
    coded,
    existing,
    folded,
    moment,
    needed,
    opened,
    who,
)  # fmt: skip

_SHOWN_PROBLEMS = 50
Serial = Annotated[str, typer.Option("--serial", metavar="SERIAL", help=N_("The manufacturer's serial."))]
Medium = Annotated[
    str,
    typer.Option(
        "--medium",
        metavar="CODE",
        help=N_("What carries it: mag_tape, hdd, usb_flash, optical_worm, paper, ssd_sata, logical_copy, ..."),
    ),
]
NumericSerial = Annotated[
    bool,
    typer.Option("--allow-numeric-serial", help=N_("Twelve digits that look like a My Number really are a serial.")),
]
Title = Annotated[str, typer.Option("--title", metavar="TEXT", help=N_("A neutral title."))]
Class = Annotated[
    str, typer.Option("--class", metavar="CLASS", help=N_("specific_pi, personal, non_personal or unknown."))
]
Items = Annotated[
    str,
    typer.Option(
        "--items", metavar="TEXT", help=N_("Which kinds of information, e.g. 氏名・住所; never the contents.")
    ),
]
Item = Annotated[
    int, typer.Option("--item", metavar="1-4", help=N_("Clause 23's item; found from the medium when left out."))
]
Kind = Annotated[str, typer.Option("--kind", metavar="KIND", help=N_("data, form, document, program or other."))]
Quantity = Annotated[int, typer.Option("--quantity", metavar="NUMBER", help=N_("How many pieces."))]
Unit = Annotated[str, typer.Option("--unit", metavar="UNIT", help=N_("本, 枚, 冊, 箱, 個 ..."))]
Records = Annotated[int, typer.Option("--records", metavar="NUMBER", help=N_("How many persons or records (件数)."))]
Encryption = Annotated[str, typer.Option("--encryption", metavar="TEXT", help=N_("How it is encrypted."))]
Owner = Annotated[
    str, typer.Option("--owner", metavar="SIDE", help=N_("Whose medium it is: client, contractor or lessor."))
]
Spec = Annotated[
    str, typer.Option("--spec-reference", metavar="TEXT", help=N_("For item 4: what the specification calls it."))
]


def receive(
    source: From = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help=N_("Show what would happen; record nothing."))] = False,
    map: Annotated[
        list[str] | None,
        typer.Option(
            "--map",
            metavar="WORD=CODE",
            help=N_("What a word for a medium means, e.g. 'DVD-R=optical_worm'; may be given several times."),
        ),
    ] = None,
    title: Title = "",
    medium: Medium = "",
    pi_class: Class = "",
    items: Items = "",
    item: Item = 0,
    kind: Kind = "",
    serial: Serial = "",
    quantity: Quantity = 1,
    unit: Unit = "個",
    records: Records = -1,
    place: Place = "",
    from_person: FromPerson = "",
    to: To = "",
    method: Method = "",
    handover_no: Annotated[
        str, typer.Option("--handover-no", metavar="NUMBER", help=N_("The handover sheet's number."))
    ] = "",
    seal: Annotated[str, typer.Option("--seal", metavar="NUMBER", help=N_("The seal's number."))] = "",
    encryption: Encryption = "",
    owner: Owner = "client",
    spec: Spec = "",
    remarks: Remarks = "",
    numeric_serial: NumericSerial = False,
    contract: InContract = "",
    by: By = "",
    on: On = "",
    violation: Violation = "",
    json: Json = False,
) -> None:
    """Receive media from the client: a whole delivery from its list, or one medium by options (clauses 5 and 23)."""
    if source:
        if violation:
            raise BadInput(
                N_("A whole list is no violation: --violation goes with one medium."), hint=N_("Receive it by options.")
            )
        _receive_list(
            source,
            answers=_answers(map or []),
            dry_run=dry_run,
            numeric_serial=numeric_serial,
            contract=contract,
            by=by,
            json=json,
        )
        return
    actor = who(by)
    when = replace(moment(on, violation), operator=actor.op)
    given: dict[str, Any] = {
        "title": needed(title, N_("Title?"), option="--title"),
        "medium": coded(needed(medium, N_("Medium?"), option="--medium"), "media"),
        "pi_class": coded(needed(pi_class, N_("Class?"), option="--class"), "classes"),
        "info_items": needed(items, N_("Kinds of information?"), option="--items"),
        "item": item,
        "info_kind": kind,
        "serial": folded(serial),
        "quantity": quantity,
        "unit": unit,
        "record_count": records,
        "handover_no": handover_no,
        "place": folded(needed(place, N_("To which place?"), option="--place")),
        "seal_no": seal,
        "encryption": encryption,
        "owner": owner,
        "spec_reference": spec,
        "released_by": folded(needed(from_person, N_("Who gave it?"), option="--from-person")),
        "received_by": folded(to) or actor.op,
        "method": needed(method, N_("How did it travel?"), option="--method"),
        "remarks": remarks,
    }
    given = classified(given)
    with opened() as ledger:
        home = ledger.contract(contract)
        rows = ledger.perform(
            home,
            lambda desk: decide.receive(
                desk,
                given,
                ordinal=ledger.journal.last_ordinal(home, site=SITE) + 1,
                site=SITE,
                live_serials=ledger.live_with_serial(folded(serial)),
                moment=when,
                numeric_serial=numeric_serial,
            ),
            by=actor,
            moment=when,
        )
        if json:
            say.as_json([as_result(ledger, home, row) for row in rows])
        else:
            new_number(ledger, home, rows, violation=when.violation)
        ledger.catch_up(home, rows)


def classified(given: dict[str, Any]) -> dict[str, Any]:
    """What was said of a new asset, with its kind of information and clause 23's item where its medium tells them; raises BadInput for a code that is none."""
    known_code([given["medium"]], known_media(), option="--medium")
    known_code([given["pi_class"]], ("specific_pi", "personal", "non_personal", "unknown"), option="--class")
    known_code(filter(None, [given["info_kind"]]), tuple(words.meanings("kinds").values()), option="--kind")
    known_code([given["owner"]], ("client", "contractor", "lessor"), option="--owner")
    kind = given["info_kind"] or words.usual_kind(given["medium"])
    return given | {"info_kind": kind, "item": given["item"] or words.item(given["medium"], info_kind=kind)}


def new_number(ledger: Ledger, home: str, rows: Any, *, violation: str) -> None:
    """Say which number a new asset got, and that it needs its label."""
    acknowledge(ledger, home, rows, violation=violation)
    say.line(_("Next: assets label {asset}").format(asset=rows[0].event.fact.asset))


# -- a client's list --------------------------------------------------------------------------------------------------


def _answers(pairs: Sequence[str]) -> dict[str, str]:
    answers = {}
    for pair in pairs:
        word, equals, code = pair.rpartition("=")
        if not equals:
            raise BadInput(N_("--map takes WORD=CODE, not {pair}."), hint=N_("--map 'DVD-R=optical_worm'"), pair=pair)
        answers[word.strip()] = code.strip()
    return answers


def _receive_list(
    source: Path, *, answers: dict[str, str], dry_run: bool, numeric_serial: bool, contract: str, by: str, json: bool
) -> None:
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
