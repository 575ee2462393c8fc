"""May it be set right?

A correction changes what was written of a thing, never what a rule has judged: who, where, when, how and under which approval stand as
they were told. What was told wrong there is taken back (取消), when it is the last deed, and told again.
"""

from __future__ import annotations

from collections.abc import Iterator

from assets import events as e
from assets.ids import is_valid
from assets.language import N_
from assets.rules.rule import Case, Finding, no, rule
from assets.terms import term
from assets.when import day_of

DECIDING = ("medium", "info_kind", "item", "owner")  # they decide how it must end
_THING = (
    "title", "info_items", "record_count", "quantity", "unit", "manufacturer", "model", "serial", "capacity", "encryption", "seal_no",
    "spec_reference", "path_hint", "retention_until", "return_due_on", "notice_no", "condition", "remarks",
)  # fmt: skip
_KEPT_BY_APPROVAL = ("medium",)  # a copy's medium is what the client approved
_KEPT_BY_SUM = ("quantity",)  # the parts of a bundle add up
CORRECTABLE: dict[type[e.Fact], tuple[str, ...]] = {
    e.Received: (*_THING, "handover_no", *DECIDING),
    e.Produced: (*_THING, *DECIDING),
    e.Copied: tuple(name for name in (*_THING, *DECIDING) if name not in _KEPT_BY_APPROVAL),
    e.Extracted: (*_THING, *DECIDING),
    e.Split: tuple(name for name in (*_THING, *DECIDING) if name not in _KEPT_BY_SUM),
    e.HandedOver: ("seal_no", "condition"),
    e.Sent: ("seal_no", "tracking_no"),
    e.Accepted: ("condition",),
    e.Sealed: ("seal_no",),
    e.Returned: ("receipt_no",),
    e.WentMissing: ("reason",),
    e.Found: ("remarks",),
    e.Lost: ("reason",),
    e.Erased: ("tool", "remarks"),
    e.Disposed: ("certificate_no", "tool", "remarks"),
    e.Validated: ("remarks",),
    e.Certified: ("certificate_no", "issued_on", "issuer", "document"),
    e.Reclassified: ("document", "reason"),
    e.Attached: ("what", "document"),
}
ENDS = (e.Returned, e.Erased, e.Disposed, e.Lost, e.Validated, e.Certified)
BEGINNINGS = (e.Received, e.Produced, e.Copied, e.Extracted)
_TAKEN_BACK = (
    e.Moved, e.HandedOver, e.Sent, e.Accepted, e.WentMissing, e.Found, e.Packed, e.Unpacked, e.Sealed, e.Counted,
    *ENDS, *BEGINNINGS,
)  # fmt: skip
_ALONG = (e.Moved, e.HandedOver, e.Sent, e.Accepted, e.WentMissing, e.Found, e.Lost)  # data on a host goes along
_STANDING = ("in_custody", "in_transit", "at_subcontractor", "missing")
_TAKE_BACK = N_("assets correct {asset} --void --reason TEXT   takes the last deed back; then record the right one")


@rule("R00-14", clause=44, deeds=("correct",), truth=True)
def correction_names_what_it_corrects(case: Case) -> Iterator[Finding]:
    """A correction names a line of the asset, what it said and what is right, and why; what rules have judged is not corrected but taken back."""
    if case.line is None:
        yield no(
            N_("Line {line} is no line of {asset} that can be corrected."),
            hint=N_("assets history {asset}"),
            line=case.fact.of,
        )
        return
    if not case.fact.reason.strip():
        yield no(N_("A correction says why."), hint=N_("--reason TEXT"))
    for name, was, now in zip(case.fact.fields, case.fact.was, case.fact.now, strict=True):
        yield from _field(case, name, was, now)


def _field(case: Case, name: str, was: str, now: str) -> Iterator[Finding]:
    assert case.line is not None
    told = {"field": term(name), "line": case.fact.of, "what": term(case.line.kind)}
    if name == "pi_class":
        yield no(
            N_("The class is not corrected: it is changed by what the client answers (clause 4)."),
            hint=N_("assets reclassify {asset} --class CLASS --document NUMBER"),
        )
    elif name not in (*CORRECTABLE.get(type(case.line.fact), ()), "info_owner"):
        yield no(N_("{field} of line {line} ({what}) is not corrected."), hint=_TAKE_BACK, **told)
    elif was == now:
        yield no(N_("{field} is {now} already."), hint=N_("assets show {asset}"), now=term(now or "-"), **told)
    elif case.asset and name in DECIDING and case.asset.status not in _STANDING:
        yield no(
            N_("{asset} is {status}: {field} decided how it had to end."),
            hint=_TAKE_BACK,
            status=term(case.asset.status),
            **told,
        )
    elif case.asset and name in _KEPT_BY_SUM and case.asset.ending == "split":
        yield no(N_("{asset} was split: its parts add up to {was}."), hint=N_("assets show {asset}"), was=was)


@rule("R00-15", clause=44, deeds=("correct",), truth=True)
def only_the_last_deed_is_taken_back(case: Case) -> Iterator[Finding]:
    """What was scanned by mistake is taken back while nothing stands on it: the last deed, and no beginning with a history of its own."""
    line, last = case.line, case.last
    if not case.fact.void or line is None:
        return
    if case.desk.closed:
        yield no(
            N_("Contract {contract} was closed on {closed}."),
            hint=N_("assets contract show {contract}"),
            closed=day_of(case.desk.closed),
        )
    elif last is None or line.seq != last.seq:
        yield no(
            N_("Line {line} is not the last deed of {asset}; that is line {last}."),
            hint=N_("assets history {asset}"),
            line=line.seq,
            last=last.seq if last else "-",
        )
    elif last.fact.asset != case.number and not isinstance(last.fact, e.Split):
        yield no(
            N_("{other} was made or taken from {asset} since."),
            hint=N_("assets correct {other} --void --reason TEXT"),
            other=last.fact.asset,
        )
    elif isinstance(line.fact, e.Counted) and case.desk.stocktakes[line.fact.stocktake].closed:
        yield no(
            N_("Stock-take {stocktake} is closed: its sum stands."),
            hint=N_("assets stocktake show {stocktake}"),
            stocktake=line.fact.stocktake,
        )
    elif not isinstance(last.fact, _TAKEN_BACK):
        yield no(N_("{what} is not taken back."), hint=N_("assets history {asset}"), what=term(last.kind))
    elif isinstance(last.fact, (*_ALONG, *BEGINNINGS)) and _is_hosting_or_hosted(case):
        yield no(
            N_("Data goes where its host goes: what was done to both is not taken back for one of them."),
            hint=N_("assets show {asset}   then record where it is: assets move {asset} --place PLACE"),
        )
    elif isinstance(last.fact, e.Arrival) and case.since:
        yield no(
            N_("{asset} has a history of its own by now, e.g. {since}."),
            hint=N_("assets history {asset}"),
            since=term(case.since[0]),
        )


def _is_hosting_or_hosted(case: Case) -> bool:
    """Whether data lies on the asset, or it is data that goes along with an asset."""
    asset, ours = case.asset, case.desk.opened.prefix if case.desk.opened else ""
    if asset is None or case.line is None:
        return False
    moved_along = not isinstance(case.line.fact, e.Arrival) and is_valid(asset.arrival.host, prefixes=(ours,))
    return bool(asset.hosted) or moved_along


@rule("R00-13", clause=44, deeds=("correct",))
def ends_are_set_right_by_who_answers(case: Case) -> Iterator[Finding]:
    """That something began or ended is taken back, and what decides how it must end is corrected, by the responsible person (管理責任者) alone."""
    weighty = case.fact.void and case.line is not None and isinstance(case.line.fact, (*ENDS, *BEGINNINGS))
    if not weighty and not set(case.fact.fields) & set(DECIDING):
        return
    answering = case.desk.responsible_on("contractor", case.today)
    if case.fact.corrected_by != answering:
        yield no(
            N_("Only the responsible person sets this right: {person}."),
            hint=N_("assets correct {asset} --by {person}"),
            person=answering or "-",
        )


@rule("R32-1", clause=32, deeds=("correct",))
def the_clients_stays_the_clients(case: Case) -> Iterator[Finding]:
    """All information is the client's, which no correction changes; the client's medium becomes another's only by a document of the client."""
    for name, was in zip(case.fact.fields, case.fact.was, strict=True):
        if name == "info_owner":
            yield no(N_("All information of the contract belongs to the client."), hint=N_("assets show {asset}"))
        elif name == "owner" and was == "client" and not case.fact.document:
            yield no(
                N_("{asset} is the client's medium; that it is another's needs a document of the client."),
                hint=N_("--document NUMBER"),
            )
