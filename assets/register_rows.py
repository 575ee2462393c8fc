"""Which rows does an event become in a register?"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from msgspec.structs import asdict

from assets import events as e
from assets.journal import Row
from assets.lines import Event, encode
from assets.sanitization import achieved_by, profiles
from assets.search import words
from assets.state import Asset, Container
from assets.when import day_of, days_between

Statement = tuple[str, tuple[Any, ...]]
_LISTED = "、"
_NOT_COLUMNS = ("occurred", "flags", "violation", "clock", "nonce")

# Facts that become a row of a table, column by column; beside the fact's own fields stand those named here.
_INSERTED: dict[type[e.Fact], tuple[str, tuple[str, ...]]] = {
    e.ContractOpened: ("contract", ("opened_on",)),
    e.PolicySet: ("policy", ("seq", "day")),
    e.ConsentGiven: ("consents", ()),
    e.ResponsibleNamed: ("responsible", ()),
    e.PlaceAdded: ("places", ()),
    e.PersonAdded: ("people", ()),
    e.ProtocolSet: ("protocols", ()),
    e.SubcontractAdded: ("subcontracts", ()),
    e.Supervised: ("supervisions", ("seq", "day")),
    e.CopyApproved: ("approvals", ("deed",)),
    e.DisposalApproved: ("approvals", ("deed",)),
    e.DisposalRequested: ("disposal_requests", ("day",)),
    e.SessionStarted: ("sessions", ("day",)),
    e.IncidentOpened: ("incidents", ("seq", "day")),
    e.IncidentAffected: ("incident_assets", ("seq",)),
    e.StocktakeStarted: ("stocktakes", ("day",)),
    e.Counted: ("counts", ("seq", "day")),
    e.Corrected: ("corrections", ("seq", "day")),
    e.SafetyMeasureSet: ("safety_measures", ("seq",)),
    e.SubjectRequested: ("subject_requests", ()),
    e.DocumentFiled: ("documents", ()),
    e.AuditNoticed: ("audits", ()),
    e.ImprovementRequested: ("improvements", ()),
}
_KEEPING = ("people",)  # a line entered again keeps what other events wrote beside it
_EXTRA: dict[str, Callable[[Event], Any]] = {
    "seq": lambda event: event.seq,
    "day": lambda event: day_of(event.occurred),
    "opened_on": lambda event: day_of(event.occurred),
    "deed": lambda event: "copy" if isinstance(event.fact, e.CopyApproved) else "dispose",
}

# Facts that change a row: SQL with the fact's fields, and `day`, as named parameters.
_INCIDENT_STEP = "INSERT INTO incident_steps(seq, incident, day, kind, data) VALUES (:seq, :number, :day, :kind, :data)"
_CHANGING: dict[type[e.Fact], tuple[str, ...]] = {
    e.ContractEnded: ("UPDATE contract SET ended_on = :day, end_trigger = :trigger, due_on = :due_on",),
    e.ContractClosed: ("UPDATE contract SET closed_on = :day",),
    e.PersonAdded: (
        "UPDATE people SET exit_pledged_on = NULL, checked_by = NULL WHERE person = :person AND end = ''",
        # The newest stint reads as the line does; one that begins after its last day is another (see assets.state.contract).
        "UPDATE OR IGNORE stints SET start = :start, end = :end WHERE person = :person AND (end = '' OR :start <= end) "
        "AND start = (SELECT max(start) FROM stints WHERE person = :person)",
        "INSERT OR IGNORE INTO stints(person, start, end) VALUES (:person, :start, :end)",
    ),
    e.PersonLeft: (
        "UPDATE stints SET end = :end, exit_pledged_on = coalesce(nullif(:exit_pledged_on, ''), exit_pledged_on), "
        "checked_by = coalesce(nullif(:checked_by, ''), checked_by) "
        "WHERE person = :person AND start = (SELECT max(start) FROM stints WHERE person = :person)",
        "UPDATE people SET end = :end, exit_pledged_on = coalesce(nullif(:exit_pledged_on, ''), exit_pledged_on), "
        "checked_by = coalesce(nullif(:checked_by, ''), checked_by) WHERE person = :person",
    ),
    e.SubcontractEnded: ("UPDATE subcontracts SET ended_on = :end WHERE org = :org AND ended_on IS NULL",),
    e.ApprovalConfirmed: ("UPDATE approvals SET confirmed_by = :document WHERE number = :number",),
    e.SessionClosed: (
        "UPDATE sessions SET closed_on = :day, approved = :approved, done = :done, elsewhere = :elsewhere, remaining = :remaining, later = :later, "
        "explanation = :explanation, document = :document WHERE session = :session",
    ),
    e.IncidentOpened: (_INCIDENT_STEP,),
    e.IncidentAssessed: (
        "UPDATE incidents SET category = :category, draft = 0, malicious = :malicious, reason = CASE :cause WHEN '' THEN reason ELSE :cause END, "
        "what = CASE :what WHEN '' THEN what ELSE :what END, known_at = CASE :known_at WHEN '' THEN known_at ELSE :known_at END, "
        "happened_at = CASE :happened_at WHEN '' THEN happened_at ELSE :happened_at END, "
        "persons_affected = CASE WHEN :persons_affected < 0 THEN persons_affected ELSE :persons_affected END WHERE number = :number",
        _INCIDENT_STEP,
    ),
    e.IncidentNoticed: (
        # The first notice of each form counts.
        "UPDATE incidents SET oral_at = :told_at, oral_to = :told_to, oral_by = :told_by, oral_method = :method "
        "WHERE number = :number AND :form = 'oral' AND oral_at IS NULL",
        "UPDATE incidents SET written_at = :told_at, written_to = :told_to, written_by = :told_by, written_no = :document "
        "WHERE number = :number AND :form <> 'oral' AND written_at IS NULL",
        _INCIDENT_STEP,
    ),
    e.IncidentMeasured: ("UPDATE incidents SET measures = measures + 1 WHERE number = :number", _INCIDENT_STEP),
    e.IncidentAgreed: (
        "UPDATE incidents SET agreed_on = :agreed_on, agreed_document = :document WHERE number = :number",
        _INCIDENT_STEP,
    ),
    e.IncidentClosed: (
        "UPDATE incidents SET closed_on = :day, conclusion = :conclusion WHERE number = :number",
        _INCIDENT_STEP,
    ),
    e.StocktakeStarted: (
        # What the table of assets says before this line (see Register.replay); in the same words: assets.decide.stocktake.expects.
        "INSERT INTO stocktake_expected(stocktake, asset, place) SELECT :number, number, place FROM assets "
        "WHERE open AND status <> 'in_transit' AND (place IN (SELECT value FROM json_each(:data, '$.places')) "
        "OR (:whole AND place = '' AND side = 'contractor')) ORDER BY n",
    ),
    e.StocktakeClosed: (
        "UPDATE stocktakes SET closed_on = :day, found = :found, found_elsewhere = :found_elsewhere, missing = :missing, gone = :gone, others = :others, "
        "certified = :certified, approved_by = :approved_by, remarks = :remarks WHERE number = :number",
    ),
    e.Corrected: ("DELETE FROM counts WHERE seq = :of AND :void",),  # what was taken back is no difference
    e.SubjectForwarded: (
        "UPDATE subject_requests SET told_on = :told_on, told_by = :told_by, told_to = :told_to WHERE number = :number",
    ),
    e.AuditAnswered: (
        "UPDATE audits SET answered_on = :answered_on, response = :response, refused_reason = :refused_reason, visitors = :visitors, "
        "document = :document WHERE number = :number",
    ),
    e.ImprovementAgreed: (
        "UPDATE improvements SET agreed_on = :agreed_on, action = :action, cost_note = :cost_note, "
        "due_on = CASE :due_on WHEN '' THEN due_on ELSE :due_on END WHERE number = :number",
    ),
    e.ImprovementDone: (
        "UPDATE improvements SET done_on = :done_on, verified_by = :verified_by, document = :document WHERE number = :number",
    ),
}
EVENT_COLUMNS = ("seq", "kind", "asset", "source", "day", "days_late", "line", "hash")
CONTAINER_COLUMNS = (
    "number",
    "name",
    "place",
    "holder",
    "whereabouts",
    "seal_no",
    "sealed",
    "label",
    "made_on",
    "last_on",
)


def desk_statements(event: Event) -> Iterator[Statement]:
    """The SQL by which an event changes the tables beside the assets', with its values."""
    kind = type(event.fact)
    if kind in _INSERTED:
        yield _inserted(event, *_INSERTED[kind])
    for sql in _CHANGING.get(kind, ()):
        yield sql, _named(event)


def _inserted(event: Event, table: str, extra: tuple[str, ...]) -> Statement:
    row = {name: _cell(value) for name, value in asdict(event.fact).items() if name not in _NOT_COLUMNS}
    row |= {name: _EXTRA[name](event) for name in extra}
    insert = f"INTO {table}({', '.join(row)}) VALUES ({', '.join('?' * len(row))})"
    if table in _KEEPING:
        changed = ", ".join(f"{name} = excluded.{name}" for name in row)
        return f"INSERT {insert} ON CONFLICT DO UPDATE SET {changed}", tuple(row.values())
    return f"INSERT OR REPLACE {insert}", tuple(row.values())


def _named(event: Event) -> Any:
    fields = {name: _cell(value) for name, value in asdict(event.fact).items()}
    data = encode(event.fact).decode()
    return fields | {"day": day_of(event.occurred), "seq": event.seq, "kind": event.kind, "data": data}


def _cell(value: Any) -> Any:
    return _LISTED.join(value) if isinstance(value, tuple) else value


def event_row(row: Row) -> tuple[Any, ...]:
    """An event's line of the table of events, in the order of EVENT_COLUMNS."""
    fact, day = row.event.fact, day_of(row.event.occurred)
    return (
        row.event.seq,
        row.event.kind,
        getattr(fact, "asset", None),
        getattr(fact, "source", None),
        day,
        days_between(day, day_of(row.event.at)) if fact.occurred else 0,
        row.body,
        row.hash,
    )


def flag_rows(event: Event) -> Iterator[tuple[Any, ...]]:
    """One row for each rule that let the event pass with a remark, or that it broke as a recorded violation."""
    fact = event.fact
    for rule in fact.flags:
        yield (
            event.seq,
            rule,
            day_of(event.occurred),
            event.kind,
            getattr(fact, "asset", ""),
            event.by.op,
            fact.violation,
        )


def asset_row(asset: Asset) -> tuple[Any, ...]:
    """An asset's line of the register, in the order of ASSET_COLUMNS."""
    arrival, end = asset.arrival, asset.end
    copied = arrival if isinstance(arrival, e.Copied) else None
    source = copied.source if copied else getattr(arrival, "source", None)
    act = asset.act
    how = act if act and (asset.is_gone or asset.is_erased) else None
    levels = achieved_levels(asset) if how else {}
    return (
        asset.begun_seq,
        arrival.asset,
        arrival.title,
        arrival.medium,
        arrival.info_kind,
        arrival.item,
        asset.pi_class,
        arrival.info_items,
        None if arrival.record_count < 0 else arrival.record_count,
        arrival.quantity,
        arrival.unit,
        arrival.manufacturer,
        arrival.model,
        arrival.serial,
        arrival.capacity,
        arrival.encryption,
        asset.seal_no,
        arrival.owner,
        asset.origin,
        source,
        copied.copy_no if copied else None,
        copied.copies if copied else None,
        copied.approval if copied else None,
        arrival.handover_no if isinstance(arrival, e.Received) else None,
        day_of(asset.begun),
        asset.status,
        int(not asset.is_ended),
        asset.place,
        asset.holder,
        asset.side,
        asset.generation,
        day_of(asset.act_on) if act and asset.is_erased else None,
        day_of(asset.ended_on) or None,
        how.method if how else None,
        how.level if how else None,
        _ended_by(end or how) or None,
        getattr(end or how, "witness", None),
        getattr(end or how, "approval", None) or None,
        (asset.certificate_no if how and end in (None, how) else _document(end)) or None,
        day_of(asset.last),
        asset.last_seq,
        _LISTED.join(asset.approvals),
        arrival.spec_reference,
        arrival.remarks,
        asset.handled_as,
        day_of(asset.inquired_on) or None,
        asset.notice_no,
        asset.condition,
        arrival.host,
        arrival.path_hint,
        copied.copy_method if copied else None,
        arrival.erase_by,
        arrival.retention_until,
        arrival.return_due_on,
        asset.container,
        _LISTED.join(asset.requests),
        _LISTED.join(asset.incidents),
        day_of(asset.counted_on) or None,
        day_of(asset.act_on) or None,
        act.result if act else None,
        asset.sanitization or None,
        levels.get("mic_jp"),
        levels.get("nist_r2"),
        act.verification if act else None,
        act.verified_by if act else None,
        day_of(asset.decided_on) or None,
        asset.decided_by or None,
        getattr(act, "certificate_due", "") or None,
        (act.session if act else "") or None,
    )


def achieved_levels(asset: Asset) -> dict[str, str]:
    """Profile -> the level that the last erasure or disposal reached by it, for the strictest class it ever had."""
    act = asset.act
    assert act is not None
    return {
        profile.code: achieved_by(
            asset.arrival.medium,
            act.steps or (act.method,),
            act.asserted or bool(act.conditions),
            pi_class=asset.handled_as,
            profile=profile.code,
            area=getattr(act, "particle_area", 0) or None,
        )
        for profile in profiles()
    }


def container_row(container: Container) -> tuple[Any, ...]:
    """A container's line of the register, in the order of CONTAINER_COLUMNS."""
    return (
        container.number,
        container.made.name,
        container.place,
        container.holder,
        container.whereabouts,
        container.seal_no,
        int(container.is_sealed),
        container.generation,
        day_of(container.begun),
        day_of(container.last),
    )


def _ended_by(end: e.AssetFact | None) -> str:
    given = (getattr(end, name, "") for name in ("performed_by", "released_by", "reported_by", "corrected_by"))
    return next(filter(None, given), "")


def _document(end: e.AssetFact | None) -> str:
    given = (getattr(end, name, "") for name in ("receipt_no", "incident"))
    return next(filter(None, given), "")


def searchable(arrival: e.Arrival) -> str:
    """The words by which an asset is found."""
    handover_no = arrival.handover_no if isinstance(arrival, e.Received) else ""
    texts = (
        arrival.title,
        arrival.info_items,
        arrival.manufacturer,
        arrival.model,
        arrival.serial,
        arrival.seal_no,
        handover_no,
        arrival.remarks,
    )
    return " ".join(words(text) for text in texts if text)
