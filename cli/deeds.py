"""How are scans turned into deeds, one by one?

Each scan is committed and acknowledged before the next is asked for; the register follows after the beep.
"""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

import typer

from assets.decide import carry
from assets.errors import AssetsError, BadInput, DiskFull, LedgerBusy, LedgerUnusable
from assets.events import Arrival, Fact, Hosted, IncidentAffected, IncidentOpened
from assets.ids import Scan
from assets.journal import Row
from assets.language import N_, _
from assets.ledger import Ledger
from assets.lines import Actor
from assets.logged import Logged
from assets.mynumber import hidden
from assets.refusal import Refused
from assets.state import Asset, Contract
from assets.telling import tell
from assets.when import Moment
from cli import say
from cli.scans import known, resolve_or_record, scanned
from cli.session import folded, moment, opened, who

Decide = Callable[..., Sequence[Fact]]
Ask = Callable[[Contract, Asset], Mapping[str, object]]
Complete = Callable[[Callable[[Mapping[str, Any]], object], Mapping[str, Any], str], Mapping[str, Any]]
_STOPPING = "R23-3"  # the wrong device under the right label: whoever goes on now destroys something else
_CODES = (
    "place", "holder", "operator", "released_by", "received_by", "performed_by", "witness", "verified_by", "reported_by",
    "found_by", "seal_no", "serial_seen",
)  # fmt: skip


@dataclass
class Tally:
    """What came of the scans of one command; `scans`: how many were recorded, `done`: the events for scripts, `home`: the contract of the last
    scan, `noted`: scans that left nothing to record, `looked`: what was only looked up, `filed`: whether they stand in a file, each for itself."""

    scans: int = 0
    done: list[dict[str, Any]] = field(default_factory=list)
    failed: list[dict[str, Any]] = field(default_factory=list)
    exit_code: int = 0
    seen: set[str] = field(default_factory=set)
    home: str = ""
    json: bool = False
    flags: dict[str, None] = field(default_factory=dict)
    noted: list[dict[str, Any]] = field(default_factory=list)
    looked: list[dict[str, Any]] = field(default_factory=list)
    filed: bool = False


def perform(
    deed: str,
    decide: Decide,
    scans: Iterator[str] | Callable[[Ledger], Iterator[str]],
    *,
    by: str,
    on: str,
    json: bool,
    doer: str = "",
    ask: Ask | None = None,
    violation: str = "",
    filed: bool = False,
    complete: Complete | None = None,
    **words: object,
) -> None:
    """Do a deed to everything scanned, with the same `words` for each.

    decide: the verb in `assets.decide`; doer: which of its words the person at the keyboard fills in when it is empty;
    ask: gives further words for one asset, before the ledger is locked; violation: why it is recorded although it was forbidden (R00-8);
    scans: the scans, or what tells them by the ledger; filed: they stand in a file, where another device's serial stops nothing but its own line;
    complete: on a terminal, asks for what the words of one asset still lack.
    Says what came of each scan, and leaves with the exit code of the first that failed.
    """
    actor = who(by)
    if doer:
        words[doer] = words.get(doer) or actor.op
    words = {name: folded(word) if name in _CODES and isinstance(word, str) else word for name, word in words.items()}
    with opened() as ledger:
        perform_in(
            ledger,
            deed,
            partial(decide, **words),
            scans(ledger) if callable(scans) else scans,
            actor=actor,
            on=on,
            violation=violation,
            json=json,
            ask=ask,
            filed=filed,
            complete=complete,
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
    filed: bool = False,
    complete: Complete | None = None,
) -> None:
    """Like `perform`, in a ledger that is open already, with a verb that has its words."""
    tally = Tally(json=json, filed=filed)

    def one(scan: Logged) -> None:
        now = moment(on or scan.occurred, violation)
        _one(ledger, deed, decide, scan.text, actor=actor, now=now, tally=tally, ask=ask, complete=complete)

    one_by_one(scanned(ledger, scans), tally, one)


def one_by_one(scans: Iterator[Logged], tally: Tally, one: Callable[[Logged], object]) -> None:
    """Do `one` for each scan, tell what failed and how many came through; leaves with the exit code of the first that failed."""
    try:
        for scan in scans:
            with unstoppable():
                if not attempt(scan, tally, one):
                    break
    except KeyboardInterrupt:
        tally.exit_code = 130
        say.line()
        say.problem(_("Stopped. {count} recorded; what was not acknowledged did not happen.").format(count=tally.scans))
    summary(tally)


def attempt(scan: Logged, tally: Tally, one: Callable[[Logged], object]) -> bool:
    """Do `one` for a scan and tell what failed; whether the next scan may come."""
    scanned_as = hidden(scan.text)
    try:
        one(scan)
        _count_once(scan, tally)
    except Refused as refused:
        failed(tally, refused, {"scanned": scanned_as, **say.refusal_json(refused)}, scanned=scan.text)
        if _STOPPING in [reason.rule for reason in refused.reasons] and not tally.filed:
            say.problem(_("Stopped: find out what this device is before you go on."))
            return False
    except AssetsError as error:
        failed(tally, error, {"scanned": scanned_as, "message": hidden(error.sentence())}, scanned=scan.text)
        return not isinstance(error, (LedgerUnusable, LedgerBusy, DiskFull))
    return True


@contextmanager
def unstoppable() -> Iterator[None]:
    """Hold Ctrl-C back until a deed is acknowledged: a stop never falls between the commit and the beep."""
    pressed: list[int] = []
    before = signal.signal(signal.SIGINT, lambda number, _frame: pressed.append(number))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
        if pressed:
            raise KeyboardInterrupt


def _count_once(scan: Logged, tally: Tally) -> None:
    if scan.times > 1:
        note = _("{asset} was read {count} times; it counts once.").format(asset=say.plain(scan.text), count=scan.times)
        tally.noted.append({"scanned": hidden(scan.text), "note": note})
        if not tally.json:
            say.note(note)


def _one(
    ledger: Ledger,
    deed: str,
    decide: Decide,
    text: str,
    *,
    actor: Actor,
    now: Moment,
    tally: Tally,
    ask: Ask | None,
    complete: Complete | None,
) -> None:
    scan, contract = resolve_or_record(ledger, text, deed=deed, home=tally.home, by=actor, moment=now)
    tally.home = contract
    now = replace(now, after=ledger.last_at(contract), operator=actor.op)
    if scan.number in tally.seen:
        if not tally.json:
            say.note(_("{asset} was scanned already; it counts once.").format(asset=scan.number))
        return
    asset = ledger.asset(contract, scan.number) if ask else None
    more = ask(ledger.desk(contract), asset) if ask and asset and not asset.is_ended else {}
    if complete and sys.stdin.isatty():
        more = complete(partial(attempted, ledger, contract, deed, decide, scan, now), more, scan.number)
    rows = recorded(ledger, contract, deed, partial(decide, **more), scan, by=actor, moment=now)
    done = (row.event.fact for row in rows if not isinstance(row.event.fact, Hosted))
    tally.seen |= {scan.number, *filter(None, (getattr(fact, "asset", "") for fact in done))}
    acknowledged(ledger, contract, rows, tally, violation=now.violation)
    ledger.catch_up(contract, rows)


def recorded(
    ledger: Ledger, contract: str, deed: str, decide: Decide, scan: Scan, *, by: Actor, moment: Moment
) -> list[Row]:
    """Do a deed to what was scanned, under one lock: the lines, on disk. `decide` has all its words."""
    return ledger.perform(
        contract, lambda desk: _decided(ledger, desk, decide, scan, deed, moment), by=by, moment=moment
    )


def attempted(
    ledger: Ledger, contract: str, deed: str, decide: Decide, scan: Scan, moment: Moment, words: Mapping[str, Any]
) -> Sequence[Fact]:
    """What a deed with these words would come to, unrecorded. Raises Refused, of which nothing is recorded either."""
    return _decided(ledger, ledger.desk(contract), partial(decide, **words), scan, deed, moment)


def _decided(ledger: Ledger, desk: Contract, decide: Decide, scan: Scan, deed: str, moment: Moment) -> Sequence[Fact]:
    """What a deed comes to: done to the asset scanned, or to everything in the container scanned."""
    asset = ledger.asset(desk.number, scan.number)
    if asset is None and (container := ledger.container(desk.number, scan.number)):
        contents = ledger.contents(desk.number, container.number)
        return carry(desk, container, contents=contents, verb=decide, deed=deed, moment=moment, scan=scan)
    return decide(desk, asset or known(ledger, desk.number, scan, deed=deed), moment=moment, scan=scan)


def sentence(ledger: Ledger, contract: str, row: Row) -> str:
    """An event in one sentence, with the names of the contract's desk."""
    import msgspec

    said = msgspec.structs.asdict(row.event.fact)
    people, places = ledger.names(contract, said.values())
    return tell(row.event.kind, said, people=people, places=places)


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


def acknowledged(ledger: Ledger, contract: str, rows: list[Row], tally: Tally, *, violation: str) -> None:
    """Count a scan that is on disk, and say so."""
    tally.scans += 1
    tally.flags.update(dict.fromkeys(flag for row in rows for flag in row.event.fact.flags))
    if tally.json:
        tally.done += [as_result(ledger, contract, row) for row in rows]
    else:
        acknowledge(ledger, contract, rows, violation=violation)


def acknowledge(ledger: Ledger, contract: str, rows: Sequence[Row], *, violation: str) -> None:
    """Say what a scan came to, below it the incident that was opened because of it, and beep; violation: the reason given, if any."""
    new = any(
        isinstance(row.event.fact, Arrival) for row in rows
    )  # its number is what there is to tell, its host was just named
    opened_now = {row.event.fact.number for row in rows if isinstance(row.event.fact, IncidentOpened)}
    for row in rows:
        fact = row.event.fact
        if isinstance(fact, IncidentOpened):
            say.line(draft_opened(fact))
        elif not (
            (isinstance(fact, IncidentAffected) and fact.incident in opened_now) or (new and isinstance(fact, Hosted))
        ):
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


def failed(tally: Tally, error: AssetsError, told: dict[str, Any], *, scanned: str) -> None:
    """Count a scan that was not recorded, and say why."""
    tally.exit_code = tally.exit_code or error.exit_code
    tally.failed.append(told)
    if tally.json:
        return
    if isinstance(error, Refused):
        say.refusal(error, label=f"{scanned.strip()}  ")
    else:
        say.error(error)


def summary(tally: Tally) -> None:
    """Say what came of everything scanned; leaves with the exit code of the first that failed."""
    anything = tally.scans or tally.failed or tally.noted or tally.looked or tally.exit_code
    if not (anything or sys.stdin.isatty()):
        raise BadInput(N_("Nothing was scanned."), hint=N_("Give numbers, or --file FILE with one scan to a line."))
    if tally.json:
        more = {"noted": tally.noted, "looked": tally.looked}
        say.as_json({"done": tally.done, "failed": tally.failed, **{name: told for name, told in more.items() if told}})
    else:
        _say_summary(tally)
    if tally.exit_code:
        raise typer.Exit(tally.exit_code)


def _say_summary(tally: Tally) -> None:
    for flag in tally.flags:
        say.note(say.plain(say.flag(flag)))
    if tally.scans + len(tally.failed) > 1:
        say.line(_("{done} recorded, {failed} not.").format(done=tally.scans, failed=len(tally.failed)))
