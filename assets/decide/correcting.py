"""What follows when a mistake is set right, or a file is kept as proof?"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from msgspec.structs import replace

from assets import events as e
from assets.decide.judged import done, judged
from assets.errors import BadInput
from assets.ids import Scan
from assets.language import N_
from assets.lines import Event
from assets.state import CARRYING, Asset, Container, Contract, Corrections, corrections, counting, last_deed, text_of
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

    line: which line; a count (棚卸の1点) is taken back only when it is named, and then all that the scan told, line by line.
    host_history: the lines of the host of ours that the asset lies on; what never was an asset never lay there.
    """
    told = corrections(history)
    last = last_deed(asset.number, history)
    of = line if line is not None else last.seq if last else asset.begun_seq
    found = _line_of(asset, history, told, of) or (last if last and last.seq == of else None)
    if found and isinstance(found.fact, e.Counted):
        last = _last_count(found, history)
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


def take_back_carried(
    desk: Contract,
    container: Container,
    *,
    own: Sequence[Event],
    packed: Sequence[tuple[Asset, Sequence[Event]]],
    hash_of: Callable[[int], str],
    reason: str,
    corrected_by: str,
    document: str = "",
    moment: Moment,
) -> list[e.Fact]:
    """取消 of what was done to a container by its label: its own line and that of everything in it, all or nothing.

    own: the container's lines; packed: whatever was ever packed into it, with its lines. Raises BadInput when it never was carried.
    """
    deeds = [line for line in counting(own) if isinstance(line.fact, (*CARRYING, e.Sealed))]
    carried = [line for line in deeds if not isinstance(line.fact, e.Sealed)]
    if not carried:
        raise BadInput(
            N_("Nothing was done to all that lies in {container}."),
            hint=N_("assets container show {container}"),
            container=container.number,
        )
    line = carried[-1]
    fact = e.Corrected(
        asset=container.number,
        of=line.seq,
        of_hash=hash_of(line.seq),
        reason=reason.strip(),
        corrected_by=corrected_by,
        void=True,
        document=document,
    )
    told: list[e.Fact] = [judged(desk, fact, moment, line=line, last=deeds[-1])]
    for asset, history in packed:
        along = [
            one.seq for one in history if one.at == line.at and one.kind == line.kind and one.fact.asset == asset.number
        ]
        if not along and asset.container == container.number:
            raise BadInput(
                N_("{asset} was packed into {container} since."),
                hint=N_("assets unpack {asset}"),
                asset=asset.number,
                container=container.number,
            )
        for seq in along:
            told += take_back(
                desk, asset, history=history, hash_of=hash_of, reason=reason, corrected_by=corrected_by, line=seq,
                document=document, moment=moment, scan=Scan(container.number, ""),
            )  # fmt: skip
    return told


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


def _last_count(line: Event, history: Sequence[Event]) -> Event:
    """`line` itself when it is of the last scan that counted the asset in its stock-take; what one scan told was written at one time."""
    counts = [
        one
        for one in counting(history)
        if isinstance(one.fact, e.Counted) and one.fact.stocktake == line.fact.stocktake
    ]
    return line if not counts or counts[-1].at == line.at else counts[-1]


def _said(line: Event | None, name: str) -> str:
    return text_of(line.fact, name) if line and hasattr(line.fact, name) else ""


def _since(history: Sequence[Event], told: Corrections, seq: int) -> tuple[str, ...]:
    later = (line for line in history if line.seq > seq and line.seq not in told.voided)
    return tuple(dict.fromkeys(line.kind for line in later if line.kind not in _TRACELESS))
