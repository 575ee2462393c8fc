"""What does the ledger say about it?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from assets import disposals, ids, reports
from assets.errors import AssetsError, NotFound
from assets.language import N_, _
from assets.ledger import Ledger
from assets.mynumber import hidden
from assets.refusal import Refused
from assets.sanitization import profiles
from assets.telling import tell
from assets.terms import term
from assets.verification import result_name, verification_name
from assets.when import day_of, local
from cli import say
from cli.scans import each_scan, resolve, scanned
from cli.session import InContract, Json, opened, reading

OneNumber = Annotated[
    str,
    typer.Argument(
        metavar="NUMBER", help=N_("The asset's number or its manufacturer's serial, as scanned."), show_default=False
    ),
]


_BADGES = {
    "person": N_("{number} is a person: this is a badge."),
    "place": N_("{number} is a place: this is its label."),
    "seal": N_("{number} is a seal."),
}


def found(ledger: Ledger, text: str) -> tuple[str, str]:
    """(contract, number) of what was typed; looking records nothing."""
    try:
        scan, contract = resolve(ledger, text, deed="show")
    except Refused as refused:  # looking is no deed: nothing is refused, it is only not there
        raise NotFound(refused.message, hint=refused.hint, **refused.fields) from refused
    return contract, scan.number


def _life(ledger: Ledger, text: str) -> tuple[reports.Life | reports.Held, Any]:
    contract, number = found(ledger, text)
    register = reading(ledger, contract)
    life = reports.life(register.db, number) or reports.container(register.db, number)
    if life is None:
        raise NotFound(N_("There is no asset {number}."), hint=N_("assets find WORDS"), number=number)
    return life, register.db


def _void(text: str, asset: dict[str, Any]) -> str:
    """The generation of a scanned label that was replaced by a newer one (R00-5); "" when it was not."""
    try:
        scanned = ids.validate(text, prefixes=[ids.prefix_of(asset["number"])])
    except ids.ValidationError:
        return ""
    return scanned.generation if scanned.generation != asset["label"] else ""


def _told_void(text: str, asset: dict[str, Any]) -> None:
    if generation := _void(text, asset):
        say.note(
            _("The label {asset}.{scanned} is void; the valid one is {valid}.").format(
                asset=asset["number"],
                scanned=generation,
                valid=f"{asset['number']}.{asset['label']}" if asset["label"] else "-",
            )
        )


def show(number: OneNumber, json: Json = False) -> None:
    """Show one asset: what it is, where it is, who has it, its copies and parts; or a container with what lies in it."""
    with opened() as ledger:
        life, db = _life(ledger, number)
        if json and isinstance(life, reports.Life):
            say.as_json(
                {
                    "asset": life.asset,
                    "copies": [branch._asdict() for branch in life.copies],
                    "originals": life.originals,
                    "sanitization": disposals.certificate(db, life.asset["number"]),
                }
            )
            return
        _show(life, db, json=json)
        if isinstance(life, reports.Life):
            _told_void(number, life.asset)


def _show(life: reports.Life | reports.Held, db: Any, *, json: bool = False) -> None:
    if isinstance(life, reports.Held):
        from cli.containers import say_container

        say_container(life, db, json=json)
        return
    asset = life.asset
    people, places = say.names(reports.people(db), "person"), say.names(reports.places(db), "place")
    say.heading(f"{asset['number']}  {asset['title']}")
    say.facts(
        [
            (_("Status"), term(asset["status"])),
            (_("Place"), _named(asset["place"], places)),
            (_("Holder"), _named(asset["holder"], people)),
            (_("Class"), term(asset["pi_class"])),
            (
                _("Medium"),
                f"{_(term(asset['medium']))}  {asset['manufacturer']} {asset['model']} {asset['capacity']}".rstrip(),
            ),
            (_("Serial"), asset["serial"]),
            (_("Clause 23"), f"({asset['item']})"),
            (_("Quantity"), f"{asset['quantity']} {asset['unit']}"),
            (_("Records"), asset["record_count"]),
            (_("Information"), asset["info_items"]),
            (_("Seal"), asset["seal_no"]),
            (_("Container"), asset["container"]),
            (_("Encryption"), asset["encryption"]),
            (_("Origin"), _origin(life)),
            (_("Copied as"), asset["copy_method"] and term(asset["copy_method"])),
            (_("Host"), f"{asset['host']}  {asset['path_hint']}".strip()),
            (_("Erase by"), asset["erase_by"]),
            (_("Since"), asset["begun_on"]),
            (_("Label"), asset["label"] and f"{asset['number']}.{asset['label']}"),
            *_sanitized(asset, people),
            *_violations(life.steps),
            (_("Ended"), asset["ended_on"]),
            (_("Approvals"), asset["approvals"]),
            (_("Remarks"), asset["remarks"]),
            (_("Last event"), asset["last_on"]),
        ]
    )
    for branch in life.copies:
        state = _(term(branch.status))
        told = f"└ {branch.number}  {_relation(branch)}  {_(term(branch.medium))}  {state}"
        say.paragraph(told, indent=2 * branch.depth, wide=True)


def _sanitized(asset: dict[str, Any], people: dict[str, str]) -> Iterator[tuple[str, object]]:
    """What was done to it last, and to what level by every standard."""
    yield _("Erased or disposed of on"), asset["act_on"]
    yield _("Method"), asset["method"] and term(asset["method"])
    for profile in profiles() if asset["method"] else ():
        yield f"  {_(profile.name)}", term(asset[f"level_{profile.code}"] or "-")
    yield _("Result"), asset["result"] and result_name(asset["result"])
    yield _("Verification"), asset["verification"] and verification_name(asset["verification"])
    yield _("Checked by"), _named(asset["verified_by"] or asset["witness"] or "", people)
    yield _("Validated by"), _named(asset["decided_by"] or "", people)
    yield _("Certificate"), asset["end_document"] if asset["act_on"] else ""
    yield _("Certificate due"), asset["certificate_due"]


def _violations(steps: Iterable[reports.Step]) -> Iterator[tuple[str, object]]:
    """What was done to it although a rule forbids it, with the reason given."""
    for step in steps:
        if reason := step.data.get("violation"):
            yield _("Violation"), f"{day_of(step.occurred)}  {_(term(step.kind))}: {reason}"


def _relation(branch: reports.Branch) -> str:
    """Whether it is a copy, or a part of what stands above it."""
    if branch.relation == "copied":
        return f"{_('copy')} {branch.copy_no}/{branch.copies}"
    return _(term(branch.relation))


def _origin(life: reports.Life) -> str:
    asset, began = life.asset, next(step for step in life.steps if step.seq == life.asset["n"])
    told = {
        "copied": N_("copy {n}/{m} of {source}"),
        "split": N_("split off from {source}"),
        "extracted": N_("taken out of {source}"),
        "produced": N_("produced in the work"),
    }.get(began.kind, N_("original"))
    return _(told).format(n=asset["copy_no"], m=asset["copies"], source=asset["source"])


def _named(number: str, names: dict[str, str]) -> str:
    return f"{number} {names.get(number, '')}".strip()


def history(number: OneNumber, json: Json = False) -> None:
    """Tell the whole life of one asset, each step with its clause."""
    with opened() as ledger:
        life, db = _life(ledger, number)
        people, places = say.names(reports.people(db), "person"), say.names(reports.places(db), "place")
    if json:
        say.as_json([step._asdict() for step in life.steps])
        return
    say.table(
        [_("No."), _("Happened"), _("What"), _("Clause"), _("By"), _("Recorded")],
        [
            (
                step.seq,
                local(step.occurred),
                tell(step.kind, step.data, people=people, places=places) + corrected(step),
                step.clause,
                step.op,
                local(step.at),
            )
            for step in life.steps
        ],
        title=_heading(life),
        right=[0, 3],
    )


def _heading(life: reports.Life | reports.Held) -> str:
    if isinstance(life, reports.Held):
        return f"{life.container['number']}  {say.plain(life.container['name'])}"
    return f"{life.asset['number']}  {say.plain(life.asset['title'])}"


def corrected(step: reports.Step) -> str:
    """How a line that was corrected is marked; "" for one that was not."""
    if step.corrected_by is None:
        return ""
    mark = N_("taken back by line {line}") if step.void else N_("corrected by line {line}")
    return f" [{_(mark).format(line=step.corrected_by)}]"


def find(
    words: Annotated[
        list[str],
        typer.Argument(
            metavar="WORDS",
            help=N_("A number, a serial, or words; one Japanese character is enough."),
            show_default=False,
        ),
    ],
    contract: InContract = "",
    json: Json = False,
) -> None:
    """Find assets by number, serial or words."""
    text = " ".join(words)
    with opened() as ledger:
        homes = [ledger.contract(contract)] if contract else list(ledger.journal.contracts().values())
        rows = [dict(row) for home in homes for row in reading(ledger, home).search(text)]
    if json:
        say.as_json(rows)
    elif rows:
        say.table(
            [_("Number"), _("Title"), _("Medium"), _("Serial"), _("Status"), _("Place"), _("Holder"), _("Erase by")],
            [
                (
                    row["number"],
                    row["title"],
                    term(row["medium"]),
                    row["serial"],
                    term(row["status"]),
                    row["place"],
                    row["holder"],
                    row["erase_by"] if row["open"] else "",
                )
                for row in rows
            ],
        )
    if not rows:
        raise NotFound(N_("Nothing found for “{text}”."), hint=N_("Fewer or shorter words find more."), text=text)


def look_all_up(numbers: Sequence[str] | None, file: Path | None, images: Sequence[str] | None, *, json: bool) -> None:
    """Look up everything scanned, or every label in pictures; leaves with the exit code of the last that was not found."""
    told: list[dict[str, Any]] = []
    with opened() as ledger:
        if images:
            code = _scan_pictures(ledger, [*images, *(numbers or ())], told, json=json)
        else:
            scans = scanned(ledger, each_scan(numbers, file))
            codes = [look_up(ledger, scan.text, told, json=json) for scan in scans]
            code = next(filter(None, reversed(codes)), 0)
    if json:
        say.as_json(told)
    if code:
        raise typer.Exit(code)


def look_up(
    ledger: Ledger, text: str, told: list[dict[str, Any]], *, json: bool, seen: set[tuple[str, str]] | None = None
) -> int:
    """Tell what the ledger knows of one scan, unless it is among those `seen` before; the exit code."""
    if badge := ids.badge(text):
        return _tell_badge(badge, text, told, json=json)
    try:
        life, db = _life(ledger, text)
    except (NotFound, Refused) as error:
        return _failed(error, {"scanned": hidden(text)}, told, json=json)
    subject = life.asset if isinstance(life, reports.Life) else life.container
    void = _void(text, subject)
    if seen is not None and (subject["number"], void) in seen:
        return 0
    told.append(subject | {"void_label": void})
    if seen is not None:
        seen.add((subject["number"], void))
    if not json:
        _show(life, db)
        _told_void(text, subject)
        say.beep()
    return 0


def _tell_badge(badge: ids.Badge, text: str, told: list[dict[str, Any]], *, json: bool) -> int:
    told.append({"scanned": text, "badge": badge.kind, "number": badge.code})
    if not json:
        say.line(_(_BADGES[badge.kind]).format(number=badge.code))
        say.beep()
    return 0


def _failed(error: AssetsError, what: dict[str, Any], told: list[dict[str, Any]], *, json: bool) -> int:
    told.append(what | {"message": hidden(error.sentence())})
    if not json:
        say.error(error)
    return error.exit_code


def _scan_pictures(ledger: Ledger, names: Sequence[str], told: list[dict[str, Any]], *, json: bool) -> int:
    """Look up every code in the pictures, each asset once: a drive bears our label and its maker's. The last exit code that is not 0."""
    from cli.picture import codes_in, pictures

    texts: set[str] = set()
    seen: set[tuple[str, str]] = set()
    code = 0
    for picture in pictures(names):
        before = len(told)
        if not json:
            say.line(typer.style(say.plain(picture), dim=True))
        try:
            for text in codes_in(picture):
                if text not in texts:
                    texts.add(text)
                    code = look_up(ledger, text, told, json=json, seen=seen) or code
        except AssetsError as error:
            code = _failed(error, {}, told, json=json)
        for entry in told[before:]:
            entry["picture"] = str(picture)
    return code
