"""How are scans turned into deeds, one by one?

Each scan is committed and acknowledged before the next is asked for; the register follows after the beep.
"""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Annotated, Any

import typer

from assets import ids
from assets.decide import carry
from assets.errors import AssetsError, BadInput, DiskFull, LedgerBusy, LedgerUnusable
from assets.events import Fact, IncidentAffected, IncidentOpened
from assets.ids import InvalidChecksum, InvalidLength, Scan, SeveralNumbers, ValidationError
from assets.journal import Row
from assets.language import N_, _
from assets.ledger import Ledger
from assets.lines import Actor
from assets.mynumber import hidden
from assets.refusal import Reason, Refused
from assets.rules.always import EACH_CONTRACT, OTHER_CONTRACT
from assets.state import Asset, Contract
from assets.telling import tell
from assets.when import Moment
from cli import say
from cli.session import existing, folded, moment, opened, who

Numbers = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="NUMBER",
        help=N_("Asset numbers or manufacturer's serials, as scanned. None: scan them one by one."),
        show_default=False,
    ),
]
ScanFile = Annotated[Path | None, typer.Option("--file", metavar="FILE", help=N_("A file of scans, one to a line."))]
Decide = Callable[..., Sequence[Fact]]
Ask = Callable[[Contract, Asset], Mapping[str, object]]
_STOPPING = "R23-3"  # the wrong device under the right label: whoever goes on now destroys something else

_UNREADABLE: dict[type[ValidationError], str] = {
    InvalidChecksum: N_("{scanned} was misread or mistyped: the check character is wrong."),
    SeveralNumbers: N_("Several numbers stand in one line: {scanned}."),
    InvalidLength: N_("Nothing was scanned."),
}
_SCAN_AGAIN = N_("Scan one label again, or type its number; assets find {scanned}")
_CODES = (
    "place", "holder", "operator", "released_by", "received_by", "performed_by", "witness", "verified_by", "reported_by",
    "found_by", "seal_no", "serial_seen",
)  # fmt: skip


@dataclass
class Tally:
    """What came of the scans of one command; `scans`: how many were recorded, `done`: the events for scripts, `home`: the contract of the last
    scan, `noted`: scans that left nothing to record."""

    scans: int = 0
    done: list[dict[str, Any]] = field(default_factory=list)
    failed: list[dict[str, Any]] = field(default_factory=list)
    exit_code: int = 0
    seen: set[str] = field(default_factory=set)
    home: str = ""
    json: bool = False
    flags: dict[str, None] = field(default_factory=dict)
    noted: list[dict[str, Any]] = field(default_factory=list)


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


def perform(
    deed: str,
    decide: Decide,
    scans: Iterator[str],
    *,
    by: str,
    on: str,
    json: bool,
    doer: str = "",
    ask: Ask | None = None,
    violation: str = "",
    **words: object,
) -> None:
    """Do a deed to everything scanned, with the same `words` for each.

    decide: the verb in `assets.decide`; doer: which of its words the person at the keyboard fills in when it is empty;
    ask: gives further words for one asset, before the ledger is locked; violation: why it is recorded although it was forbidden (R00-8).
    Says what came of each scan, and leaves with the exit code of the first that failed.
    """
    actor = who(by)
    if doer:
        words[doer] = words.get(doer) or actor.op
    words = {name: folded(word) if name in _CODES and isinstance(word, str) else word for name, word in words.items()}
    with opened() as ledger:
        perform_in(
            ledger, deed, partial(decide, **words), scans, actor=actor, on=on, violation=violation, json=json, ask=ask
        )


def perform_in(
    ledger: Ledger,
    deed: str,
    decide: Decide,
    scans: Iterator[str],
    *,
    actor: Actor,
    on: str,
    json: bool,
    ask: Ask | None = None,
    violation: str = "",
) -> None:
    """Like `perform`, in a ledger that is open already, with a verb that has its words."""
    tally = Tally(json=json)
    one_by_one(
        scans,
        tally,
        lambda text: _one(ledger, deed, decide, text, actor=actor, now=moment(on, violation), tally=tally, ask=ask),
    )


def one_by_one(scans: Iterator[str], tally: Tally, one: Callable[[str], None]) -> None:
    """Do `one` for each scan, tell what failed and how many came through; leaves with the exit code of the first that failed."""
    try:
        for text in scans:
            with _unstoppable():
                try:
                    one(text.strip())
                except Refused as refused:
                    _failed(
                        tally, refused, {"scanned": hidden(text.strip()), **say.refusal_json(refused)}, scanned=text
                    )
                    if _STOPPING in [reason.rule for reason in refused.reasons]:
                        say.problem(_("Stopped: find out what this device is before you go on."))
                        break
                except AssetsError as error:
                    _failed(
                        tally,
                        error,
                        {"scanned": hidden(text.strip()), "message": hidden(error.sentence())},
                        scanned=text,
                    )
                    if isinstance(error, (LedgerUnusable, LedgerBusy, DiskFull)):
                        break
    except KeyboardInterrupt:
        tally.exit_code = 130
        say.line()
        say.problem(_("Stopped. {count} recorded; what was not acknowledged did not happen.").format(count=tally.scans))
    _summary(tally)


@contextmanager
def _unstoppable() -> Iterator[None]:
    """Hold Ctrl-C back until a deed is acknowledged: a stop never falls between the commit and the beep."""
    pressed: list[int] = []
    before = signal.signal(signal.SIGINT, lambda number, _frame: pressed.append(number))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
        if pressed:
            raise KeyboardInterrupt


def _one(
    ledger: Ledger, deed: str, decide: Decide, text: str, *, actor: Actor, now: Moment, tally: Tally, ask: Ask | None
) -> None:
    scan, contract = _resolve_or_record(ledger, text, deed=deed, home=tally.home, by=actor, moment=now)
    tally.home = contract
    now = replace(now, after=ledger.last_at(contract), operator=actor.op)
    if scan.number in tally.seen:
        if not tally.json:
            say.note(_("{asset} was scanned already; it counts once.").format(asset=scan.number))
        return
    asset = ledger.asset(contract, scan.number) if ask else None
    more = ask(ledger.desk(contract), asset) if ask and asset and not asset.is_ended else {}
    verb = partial(decide, **more)
    rows = ledger.perform(contract, lambda desk: _decided(ledger, desk, verb, scan, deed, now), by=actor, moment=now)
    tally.seen |= {scan.number, *(row.event.fact.asset for row in rows if getattr(row.event.fact, "asset", ""))}
    _acknowledged(ledger, contract, rows, tally, violation=now.violation)
    ledger.catch_up(contract, rows)


def _decided(ledger: Ledger, desk: Contract, decide: Decide, scan: Scan, deed: str, moment: Moment) -> Sequence[Fact]:
    """What a deed comes to: done to the asset scanned, or to everything in the container scanned."""
    asset = ledger.asset(desk.number, scan.number)
    if asset is None and (container := ledger.container(desk.number, scan.number)):
        contents = ledger.contents(desk.number, container.number)
        return carry(desk, container, contents=contents, verb=decide, deed=deed, moment=moment, scan=scan)
    return decide(desk, asset or known(ledger, desk.number, scan, deed=deed), moment=moment, scan=scan)


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


def _resolve_or_record(
    ledger: Ledger, text: str, *, deed: str, home: str, by: Actor, moment: Moment
) -> tuple[Scan, str]:
    """Like `resolve`; a refusal is recorded in the contract at hand, when there is one (clause 44)."""
    try:
        return resolve(ledger, text, deed=deed)
    except Refused as refused:
        known_contracts = list(ledger.journal.contracts().values())
        at_hand = home or (known_contracts[0] if len(known_contracts) == 1 else "")
        if at_hand:
            ledger.perform(at_hand, raising(refused), by=by, moment=moment)
        raise


def of_one_contract(
    ledger: Ledger, texts: Iterable[str], *, deed: str, contract: str = "", by: Actor, moment: Moment
) -> tuple[str, list[Scan]]:
    """The contract of everything scanned, the one named or else the first scan's, with the scans.

    Raises Refused for what is of another contract (R18-1) or of none (R00-5); the refusal names nothing of the other contract.
    """
    home = ledger.contract(contract) if contract else ""
    scans: list[Scan] = []
    for text in texts:
        scan, of = _resolve_or_record(ledger, text, deed=deed, home=home, by=by, moment=moment)
        home = home or of
        if of != home:
            told = Reason("R18-1", 18, OTHER_CONTRACT, {"number": scan.number, "contract": home}, EACH_CONTRACT)
            ledger.perform(home, raising(Refused([told], deed=deed)), by=by, moment=moment)
        scans.append(scan)
    return home or ledger.contract(contract), scans


def raising(refused: Refused) -> Callable[[Contract], Sequence[Fact]]:
    """A decision that is the refusal already made, so that it is recorded."""

    def decide(_desk: Contract) -> Sequence[Fact]:
        raise refused

    return decide


def with_serial(ledger: Ledger, text: str) -> list[tuple[str, str]]:
    """(contract, number) of the assets with this serial: the live ones, or the ended ones when none is live."""
    found = ledger.with_serial(ids.compact(text)) or ledger.with_serial(text.strip())
    live = [(contract, asset.number) for contract, asset in found if not asset.is_ended]
    return live or [(contract, asset.number) for contract, asset in found]


def sentence(ledger: Ledger, contract: str, row: Row) -> str:
    """An event in one sentence, with the names of the contract's desk."""
    import msgspec

    people, places = ledger.names(contract)
    return tell(row.event.kind, msgspec.structs.asdict(row.event.fact), people=people, places=places)


def as_result(ledger: Ledger, contract: str, row: Row) -> dict[str, Any]:
    """An event for scripts."""
    import msgspec

    event = row.event
    return {
        "contract": contract,
        "seq": event.seq,
        "hash": row.hash,
        "kind": event.kind,
        "at": event.at,
        "occurred": event.occurred,
        "data": msgspec.to_builtins(event.fact),
        "sentence": sentence(ledger, contract, row),
    }


def _acknowledged(ledger: Ledger, contract: str, rows: list[Row], tally: Tally, *, violation: str) -> None:
    tally.scans += 1
    tally.flags.update(dict.fromkeys(flag for row in rows for flag in row.event.fact.flags))
    if tally.json:
        tally.done += [as_result(ledger, contract, row) for row in rows]
    else:
        acknowledge(ledger, contract, rows, violation=violation)


def acknowledge(ledger: Ledger, contract: str, rows: Sequence[Row], *, violation: str) -> None:
    """Say what a scan came to, below it the incident that was opened because of it, and beep; violation: the reason given, if any."""
    opened_now = {row.event.fact.number for row in rows if isinstance(row.event.fact, IncidentOpened)}
    for row in rows:
        fact = row.event.fact
        if isinstance(fact, IncidentOpened):
            say.line(draft_opened(fact))
        elif not (isinstance(fact, IncidentAffected) and fact.incident in opened_now):
            say.good(say.plain(f"{fact.asset}  {sentence(ledger, contract, row)}"))
            _say_copies(fact)
    if violation and not any(row.event.fact.violation for row in rows):
        say.note(_("No rule forbids this: it is recorded as an ordinary deed."))
    if not rows:
        say.note(_("Nothing to record: the ledger says so already."))
    say.beep()


def _say_copies(fact: Any) -> None:
    """R41-8: what was copied from something disposed of is still owed."""
    if left := getattr(fact, "live_copies", ()):
        say.note(_("Copies of {asset} are still held: {numbers}.").format(asset=fact.asset, numbers=", ".join(left)))


def draft_opened(fact: IncidentOpened) -> str:
    """What to know of an incident that a deed opened by itself."""
    return "  " + _("incident {number} opened (draft): assets incident show {number}").format(number=fact.number)


def _failed(tally: Tally, error: AssetsError, told: dict[str, Any], *, scanned: str) -> None:
    tally.exit_code = tally.exit_code or error.exit_code
    tally.failed.append(told)
    if tally.json:
        return
    if isinstance(error, Refused):
        say.refusal(error, label=f"{scanned.strip()}  ")
    else:
        say.error(error)


def _summary(tally: Tally) -> None:
    if not (tally.scans or tally.failed or tally.noted or tally.exit_code or sys.stdin.isatty()):
        raise BadInput(N_("Nothing was scanned."), hint=N_("Give numbers, or --file FILE with one scan to a line."))
    if tally.json:
        say.as_json({"done": tally.done, "failed": tally.failed, **({"noted": tally.noted} if tally.noted else {})})
    else:
        _say_summary(tally)
    if tally.exit_code:
        raise typer.Exit(tally.exit_code)


def _say_summary(tally: Tally) -> None:
    for flag in tally.flags:
        say.note(say.plain(say.flag(flag)))
    if tally.scans + len(tally.failed) > 1:
        say.line(_("{done} recorded, {failed} not.").format(done=tally.scans, failed=len(tally.failed)))
