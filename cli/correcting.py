"""How is a mistake set right, or a file kept as proof?"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import typer

from assets import decide, reports
from assets.errors import BadInput
from assets.language import N_, _
from assets.mynumber import hidden
from assets.state import Container
from assets.terms import term
from cli import say
from cli.deeds import perform_in
from cli.documents import sha256_of
from cli.intake import NumericSerial
from cli.session import By, InContract, Json, existing, folded, needed, opened, reading, who
from cli.undo import carried_back

OneAsset = Annotated[
    str,
    typer.Argument(
        metavar="NUMBER", help=N_("The asset's number or its manufacturer's serial, as scanned."), show_default=False
    ),
]
Document = Annotated[
    str, typer.Option("--document", metavar="NUMBER", help=N_("The number of the document that shows it."))
]


def correct(
    number: OneAsset,
    set: Annotated[
        list[str] | None,
        typer.Option(
            "--set",
            metavar="NAME=TEXT",
            help=N_("What is right, e.g. serial=ABC123; may be given several times."),
        ),
    ] = None,
    void: Annotated[
        bool, typer.Option("--void", help=N_("Take the last deed back: it was scanned by mistake."))
    ] = False,
    line: Annotated[
        int | None,
        typer.Option(
            "--line", metavar="NUMBER", help=N_("Which line of the asset's history; its first one when left out.")
        ),
    ] = None,
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT", help=N_("Why."))] = "",
    document: Document = "",
    numeric_serial: NumericSerial = False,
    by: By = "",
    json: Json = False,
) -> None:
    """Set right what was written of an asset, or take its last deed back; the line itself stays for all to see (clause 44)."""
    if bool(set) == void:
        raise BadInput(
            N_("Say what is right, or take the last deed back."),
            hint=N_("assets correct {number} --set serial=ABC123   or   assets correct {number} --void"),
            number=hidden(number),
        )
    from assets import corrections

    changes = corrections.read(set or (), allow_numeric_serial=numeric_serial)
    reason = needed(reason, N_("Why?"), option="--reason")
    actor = who(by)
    with opened() as ledger:

        def decided(desk: Any, asset: Any, *, moment: Any, scan: Any, contents: Any = ()) -> Any:
            told: dict[str, Any] = {
                "hash_of": lambda seq: ledger.journal.hash_at(desk.number, seq),
                "reason": reason,
                "corrected_by": actor.op,
                "document": document,
            }
            if isinstance(asset, Container):
                return carried_back(ledger, desk, _void_of(asset, void), moment=moment, **told)
            told |= {"history": ledger.history(desk.number, asset.number), "line": line}
            if void:
                below = ledger.history(desk.number, asset.arrival.host) if asset.arrival.host else ()
                return decide.take_back(desk, asset, **told, host_history=below, moment=moment, scan=scan)
            live = ledger.live_with_serial(changes.get("serial", ""))
            return decide.correct(
                desk,
                asset,
                **told,
                changes=changes,
                live_serials=live,
                numeric_serial=numeric_serial,
                moment=moment,
                scan=scan,
            )

        perform_in(ledger, "correct", decided, iter([number]), actor=actor, on="", json=json)


def _void_of(container: Container, void: bool) -> str:
    """The container's number; raises BadInput when something of it is to be set right."""
    if not void:
        raise BadInput(
            N_("{container} is a container: only what was done to all in it is taken back."),
            hint=N_("assets correct {container} --void --reason TEXT"),
            container=container.number,
        )
    return container.number


def attach(
    number: Annotated[
        str, typer.Argument(metavar="NUMBER", help=N_("The asset's number, as scanned."), show_default=False)
    ] = "",
    file: Annotated[
        Path | None, typer.Argument(metavar="FILE", help=N_("The file; it stays where it is."), show_default=False)
    ] = None,
    what: Annotated[
        str, typer.Option("--what", metavar="TEXT", help=N_("What it is: a photo, a work report, an erasure log ..."))
    ] = "",
    document: Document = "",
    check: Annotated[
        Path | None,
        typer.Option(
            "--check",
            metavar="FOLDER",
            help=N_("Record nothing: see whether the files in this folder are still the same."),
        ),
    ] = None,
    contract: InContract = "",
    by: By = "",
    json: Json = False,
) -> None:
    """Let a file kept outside, e.g. a photo or a log, belong to an asset: the ledger holds its name and its SHA-256 (clause 44)."""
    if check:
        _check(check, contract=contract, json=json)
        return
    path = existing(Path(needed(str(file or ""), N_("Which file?"), option="FILE")))
    number = needed(number, N_("Of which asset?"), option="NUMBER")
    what = needed(what, N_("What is it?"), option="--what")
    actor = who(by)
    told = {"what": what, "sha256": sha256_of(path), "file": path.name, "document": folded(document)}
    with opened() as ledger:

        def decided(desk: Any, asset: Any, *, moment: Any, scan: Any) -> Any:
            return decide.attach(desk, asset, **told, attached_by=actor.op, moment=moment, scan=scan)

        perform_in(ledger, "attach", decided, iter([number]), actor=actor, on="", json=json)


def _check(folder: Path, *, contract: str, json: bool) -> None:
    if not folder.is_dir():
        raise BadInput(N_("There is no folder {folder}."), hint=N_("--check FOLDER"), folder=folder)
    with opened() as ledger:
        rows = reports.attachments(reading(ledger, ledger.contract(contract)).db)
    found = list(_compared(folder, rows))
    wrong = sum(row["state"] != "same" for row in found)
    if json:
        say.as_json(found)
        raise typer.Exit(BadInput.exit_code if wrong else 0)
    say.table(
        [_("Asset"), _("File"), _("What"), _("State"), _("SHA-256")],
        [(row["asset"], row["file"], row["what"], term(row["state"]), row["sha256"][:16]) for row in found],
    )
    if wrong:
        raise BadInput(
            N_("{count} of {all} files are missing or were changed."),
            hint=N_("Look for them in other folders: assets attach --check FOLDER"),
            count=wrong,
            all=len(found),
        )


def _compared(folder: Path, rows: reports.Rows) -> Iterator[dict[str, Any]]:
    there: dict[str, list[Path]] = {}
    for path in folder.rglob("*"):
        if path.is_file():
            there.setdefault(path.name, []).append(path)
    for row in rows:
        named = there.get(row["file"], [])
        same = any(sha256_of(path) == row["sha256"] for path in named)
        yield row | {"state": "same" if same else "changed" if named else "missing"}
