"""What follows when a mistake is set right, or a file is kept as proof?"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from msgspec.structs import replace

from assets import events as e
from assets.decide.judged import done
from assets.ids import Scan
from assets.lines import Event
from assets.state import Asset, Contract, Corrections, corrections, last_deed, text_of
from assets.when import Moment

_TRACELESS = ("labelled", "corrected", "attached", "refused")


def correct(
    desk: Contract,
    asset: Asset,
    *,
    history: Sequence[Event],
    hash_of: Callable[[int], str],
    changes: Mapping[str, str],
    reason: str,
    corrected_by: str,
    line: int | None = None,
    document: str = "",
    live_serials: Sequence[str] = (),
    numeric_serial: bool = False,
    moment: Moment,
    scan: Scan | None = None,
) -> list[e.Fact]:
    """訂正: what line `line` said of the asset (its beginning when None) is put right, field by field; the line itself stays.

    history: the asset's lines as written; hash_of: the hash of the line with this seq; changes: field -> text, read already as on entry.
    """
    told = corrections(history)
    found = _line_of(asset, history, told, asset.begun_seq if line is None else line)
    fact = e.Corrected(
        asset=asset.number,
        of=asset.begun_seq if line is None else line,
        of_hash=hash_of(found.seq) if found else "",
        reason=reason.strip(),
        corrected_by=corrected_by,
        fields=tuple(changes),
        was=tuple(_said(found, name) for name in changes),
        now=tuple(changes.values()),
        document=document,
        serial=changes.get("serial", ""),
    )
    right = Corrections({fact.of: [fact]}).read(found) if found else None
    return done(
        desk,
        fact,
        moment,
        asset=asset,
        scan=scan,
        line=found,
        right=right,
        live_serials=tuple(number for number in live_serials if number != asset.number),
        numeric_serial=numeric_serial,
    )


def take_back(
    desk: Contract,
    asset: Asset,
    *,
    history: Sequence[Event],
    hash_of: Callable[[int], str],
    reason: str,
    corrected_by: str,
    line: int | None = None,
    document: str = "",
    host_history: Sequence[Event] = (),
    moment: Moment,
    scan: Scan | None = None,
) -> list[e.Fact]:
    """取消: the asset's last deed does not count (a mis-scan); the asset stands as before it. Of a beginning: it never was an asset.

    host_history: the lines of the host of ours that the asset lies on; what never was an asset never lay there.
    """
    told = corrections(history)
    last = last_deed(asset.number, history)
    of = line if line is not None else last.seq if last else asset.begun_seq
    found = _line_of(asset, history, told, of) or (last if last and last.seq == of else None)
    began = isinstance(found.fact, e.Arrival) if found else False
    fact = e.Corrected(
        asset=asset.number,
        of=of,
        of_hash=hash_of(of) if found else "",
        reason=reason.strip(),
        corrected_by=corrected_by,
        void=True,
        document=document,
        source=getattr(asset.arrival, "source", "") if began else "",
    )
    taken = done(desk, fact, moment, asset=asset, scan=scan, line=found, last=last, since=_since(history, told, of))
    never_there = (
        line for line in host_history if began and isinstance(line.fact, e.Hosted) and line.fact.lying == asset.number
    )
    said = replace(fact, occurred=moment.occurred, source="")
    return [
        *taken,
        *(replace(said, asset=line.fact.asset, of=line.seq, of_hash=hash_of(line.seq)) for line in never_there),
    ]


def attach(
    desk: Contract,
    asset: Asset,
    *,
    what: str,
    sha256: str,
    file: str,
    attached_by: str,
    document: str = "",
    moment: Moment,
    scan: Scan | None = None,
) -> list[e.Fact]:
    """証跡の添付 (clause 44): a file kept outside, by its hash; nothing when the asset has it already. Also of what has ended."""
    if sha256 in asset.attached:
        return []
    fact = e.Attached(
        asset=asset.number, what=what, sha256=sha256, file=file, attached_by=attached_by, document=document
    )
    return done(desk, fact, moment, asset=asset, scan=scan)


def _line_of(asset: Asset, history: Sequence[Event], told: Corrections, seq: int) -> Event | None:
    """The asset's own line `seq` as it reads now; None for another's, for a correction, or when it does not count any more."""
    own = (line for line in history if line.seq == seq and line.fact.asset == asset.number and seq not in told.voided)
    return next((told.read(line) for line in own if not isinstance(line.fact, (e.Corrected, e.Refused))), None)


def _said(line: Event | None, name: str) -> str:
    return text_of(line.fact, name) if line and hasattr(line.fact, name) else ""


def _since(history: Sequence[Event], told: Corrections, seq: int) -> tuple[str, ...]:
    later = (line for line in history if line.seq > seq and line.seq not in told.voided)
    return tuple(dict.fromkeys(line.kind for line in later if line.kind not in _TRACELESS))
