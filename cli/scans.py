"""Which asset was scanned?

A scan is a label's code, a serial of the manufacturer, or what a keyboard made of them; every verb reads it the same way.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Annotated

import typer

from assets import ids, wedge
from assets.ids import InvalidChecksum, InvalidLength, Scan, SeveralNumbers, ValidationError
from assets.language import N_, _
from assets.ledger import Ledger
from assets.lines import Actor
from assets.logged import Logged, logged
from assets.refusal import Reason, Refused, refusing
from assets.rules.always import EACH_CONTRACT, OTHER_CONTRACT
from assets.state import Asset
from assets.when import Moment
from cli import say
from cli.session import existing

Numbers = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="NUMBER",
        help=N_("Asset numbers or manufacturer's serials, as scanned. None: scan them one by one."),
        show_default=False,
    ),
]
ScanFile = Annotated[Path | None, typer.Option("--file", metavar="FILE", help=N_("A file of scans, one to a line."))]

_UNREADABLE: dict[type[ValidationError], str] = {
    InvalidChecksum: N_("{scanned} was misread or mistyped: the check character is wrong."),
    SeveralNumbers: N_("Several numbers stand in one line: {scanned}."),
    InvalidLength: N_("Nothing was scanned."),
}
_SCAN_AGAIN = N_("Scan one label again, or type its number; assets find {scanned}")


def each_scan(numbers: Sequence[str] | None, file: Path | None) -> Iterator[str]:
    """What was scanned: the arguments, the lines of a file, else one by one at a prompt or from standard input."""
    if numbers:
        yield from numbers
    elif file:
        yield from filter(str.strip, _lines(existing(file)))
    elif sys.stdin.isatty():
        yield from _prompted()
    else:
        yield from filter(str.strip, sys.stdin)


def _lines(path: Path) -> list[str]:
    from assets.tables import decoded

    return decoded(path, path.read_bytes()).splitlines()


def _prompted() -> Iterator[str]:
    say.line(_("Scan a label; an empty line ends."))
    while True:
        try:
            text = input("> ").strip()
        except EOFError:
            return
        if not text:
            return
        yield text


def scanned(ledger: Ledger, lines: Iterable[str]) -> Iterator[Logged]:
    """The codes in what was scanned, as they stand on their labels, each with the time that a scanner with a memory gave it."""
    for line in lines:
        told = logged(line.strip())
        for code in wedge.codes(told.text, prefixes=ledger.prefixes(told.text), dressing=ledger.dressing):
            yield told._replace(text=code)


def resolved(ledger: Ledger, lines: Iterable[str], *, deed: str) -> list[tuple[Scan, str]]:
    """Everything scanned with its contract. Raises Refused (R00-5) for the first that cannot be read."""
    return [resolve(ledger, scan.text, deed=deed) for scan in scanned(ledger, lines)]


def known(ledger: Ledger, contract: str, scan: Scan, *, deed: str) -> Asset:
    """The asset of a scan; a number that was never given is refused."""
    asset = ledger.asset(contract, scan.number)
    if asset is None:
        raise unknown(N_("There is no asset {scanned}."), scan.number, deed=deed)
    return asset


def unknown(message: str, scanned: str, *, deed: str) -> Refused:
    """R00-5: a label that names no asset of this ledger."""
    return Refused([Reason("R00-5", 23, message, {"scanned": scanned[:60]}, _SCAN_AGAIN)], deed=deed)


def resolve(ledger: Ledger, text: str, *, deed: str) -> tuple[Scan, str]:
    """Which asset of which contract was scanned: by its number, or by its manufacturer's serial. Raises Refused (R00-5)."""
    prefixes = ledger.prefixes(text)
    codes = wedge.codes(text, prefixes=prefixes, dressing=ledger.dressing)
    text = codes[0] if len(codes) == 1 else text
    try:
        scan = ids.validate(text, prefixes=prefixes)
    except ValidationError as error:
        bearing = [] if type(error) is SeveralNumbers else with_serial(ledger, text)
        if len(bearing) == 1:
            return Scan(bearing[0][1], ""), bearing[0][0]
        unread = _UNREADABLE.get(type(error), N_("{scanned} is not a number of this ledger, nor a serial in it."))
        raise unknown(
            N_("Several assets bear the serial {scanned}: scan the label.") if bearing else unread,
            say.plain(text),
            deed=deed,
        ) from error
    if ids.prefix_of(scan.number) not in prefixes:
        raise unknown(N_("{scanned} belongs to no contract of this ledger."), scan.number, deed=deed)
    return scan, prefixes[ids.prefix_of(scan.number)]


def resolve_or_record(
    ledger: Ledger, text: str, *, deed: str, home: str, by: Actor, moment: Moment
) -> tuple[Scan, str]:
    """Like `resolve`; a refusal is recorded in the contract at hand, when there is one (clause 44)."""
    try:
        return resolve(ledger, text, deed=deed)
    except Refused as refused:
        known_contracts = list(ledger.journal.contracts().values())
        at_hand = home or (known_contracts[0] if len(known_contracts) == 1 else "")
        if at_hand:
            ledger.perform(at_hand, refusing(refused), by=by, moment=moment)
        raise


def of_one_contract(
    ledger: Ledger, texts: Iterable[str], *, deed: str, contract: str = "", by: Actor, moment: Moment
) -> tuple[str, list[Scan]]:
    """The contract of everything scanned, the one named or else the first scan's, with the scans.

    Raises Refused for what is of another contract (R18-1) or of none (R00-5); the refusal names nothing of the other contract.
    """
    home = ledger.contract(contract) if contract else ""
    scans: list[Scan] = []
    for one in scanned(ledger, texts):
        scan, of = resolve_or_record(ledger, one.text, deed=deed, home=home, by=by, moment=moment)
        home = home or of
        must_be_of(ledger, home, scan, of, deed=deed, by=by, moment=moment)
        scans.append(scan)
    return home or ledger.contract(contract), scans


def must_be_of(ledger: Ledger, contract: str, scan: Scan, home: str, *, deed: str, by: Actor, moment: Moment) -> None:
    """R18-1: people and places of one contract are named in no deed of another. Raises Refused, recorded, for a scan of another contract."""
    if home != contract:
        fields: dict[str, object] = {"number": scan.number, "contract": contract}
        told = Reason("R18-1", 18, OTHER_CONTRACT, fields, EACH_CONTRACT)
        ledger.perform(contract, refusing(Refused([told], deed=deed)), by=by, moment=moment)


def with_serial(ledger: Ledger, text: str) -> list[tuple[str, str]]:
    """(contract, number) of the assets with this serial: the live ones, or the ended ones when none is live."""
    found = ledger.with_serial(ids.compact(text)) or ledger.with_serial(text.strip())
    live = [(contract, asset.number) for contract, asset in found if not asset.is_ended]
    return live or [(contract, asset.number) for contract, asset in found]
