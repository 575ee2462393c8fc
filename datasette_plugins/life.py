"""How does the life of one asset read?

`told` gathers rows of the register in one go, on a connection; `page` puts them into words, in the language of the request.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from assets import reports
from assets.clauses import CLAUSES
from assets.language import N_
from assets.rules import RULES
from assets.verification import decision_name, result_name, verification_name
from assets.when import day_of, days_between, local
from datasette_plugins import family
from datasette_plugins.overview import ITEMS
from datasette_plugins.texts import called, speaking, translated, visible

_PARTIES = {
    "released_by": N_("Given by"),
    "received_by": N_("Received by"),
    "performed_by": N_("Done by"),
    "reported_by": N_("Reported by"),
    "found_by": N_("Found by"),
    "holder": N_("Held by"),
    "witness": N_("Witness"),
    "verified_by": N_("Checked by"),
    "validated_by": N_("Validated by"),
    "asserted_by": N_("Conditions stated by"),
}
# Who was sent something does not have it yet, and it is not yet where it goes.
_PARTIES_ON_THE_WAY = _PARTIES | {"received_by": N_("Sent to")}
_DETAILS = {
    "violation": N_("Recorded as a violation"),
    "method": N_("Method"),
    "level": N_("Level"),
    "result": N_("Result"),
    "verification": N_("How it was checked"),
    "decision": N_("Decision"),
    "approval": N_("Approval"),
    "session": N_("Disposal session"),
    "handover_no": N_("Handover ledger no."),
    "seal_no": N_("Seal no."),
    "seal": N_("Old seal"),
    "tracking_no": N_("Tracking no."),
    "carrier": N_("Carrier"),
    "receipt_no": N_("Receipt no."),
    "certificate_no": N_("Certificate no."),
    "incident": N_("Incident"),
    "serial_seen": N_("Serial no. seen"),
    "purpose": N_("Purpose"),
    "condition": N_("Condition"),
    "conditions": N_("Conditions met"),
    "tool": N_("Tool"),
    "equipment": N_("Equipment"),
    "vendor": N_("Outside firm"),
    "destination": N_("Where the remains went"),
    "lessor": N_("Lessor"),
    "reason": N_("Reason"),
    "generation": N_("Label generation"),
    "deed": N_("Deed"),
    "clock": N_("Clock of the machine"),
    "remarks": N_("Remarks"),
    "what": N_("What it is"),
    "file": N_("File"),
    "sha256": N_("SHA-256"),
    "document": N_("Document"),
}
_ENDED = N_("How it ended")
_ARRIVALS = ("received", "copied", "produced", "split", "extracted")
_RELATIONS = {
    "copied": (N_("copied from"), N_("the copy is")),
    "split": (N_("split off from"), N_("the part is")),
    "extracted": (N_("taken out of"), N_("the medium taken out is")),
    "packed": (N_("into the container"), ""),
    "unpacked": (N_("out of the container"), ""),
}
_FACTS: dict[str, dict[str, str]] = {
    N_("The information"): {
        "info_kind": N_("Kind of information"),
        "pi_class": N_("Class"),
        "notice_no": N_("Written notice of the class"),
        "inquired_on": N_("Class inquired on"),
        "info_items": N_("Contains"),
        "record_count": N_("Records"),
        "item": N_("Item of clause 23"),
        "spec_reference": N_("Specification"),
        "remarks": N_("Remarks"),
    },
    N_("The medium"): {
        "medium": N_("Medium"),
        "quantity": N_("Quantity"),
        "manufacturer": N_("Manufacturer"),
        "model": N_("Model"),
        "serial": N_("Serial no."),
        "capacity": N_("Capacity"),
        "encryption": N_("Encryption"),
        "seal_no": N_("Seal no."),
        "owner": N_("Owner of the medium"),
        "label": N_("Label generation"),
    },
    N_("Where it is"): {
        "place": N_("Place"),
        "holder": N_("Held by"),
        "side": N_("In whose hands"),
        "begun_on": N_("Came on"),
        "last_on": N_("Last event"),
        "container": N_("Container"),
        "copy_approval": N_("Copied under"),
        "copy_no": N_("Copy"),
        "approvals": N_("Approvals"),
    },
    _ENDED: {
        "ended_on": N_("Ended on"),
        "act_on": N_("Erased or disposed of on"),
        "result": N_("Result"),
        "method": N_("Method"),
        "level_mic_jp": N_("Level (総務省)"),
        "level_nist_r2": N_("Level (NIST)"),
        "ended_by": N_("Done by"),
        "witness": N_("Witness"),
        "verified_by": N_("Checked by"),
        "decided_by": N_("Validated by"),
        "certificate_due": N_("Certificate due"),
        "end_approval": N_("Approval"),
        "end_document": N_("Document"),
    },
}
# Nobody knows where it is: what the ledger said last is not where it is now.
_LAST_KNOWN = {"place": N_("Last known place"), "holder": N_("Last known holder"), "side": N_("Last in whose hands")}
_CODES = (
    "info_kind", "pi_class", "medium", "owner", "method", "level", "level_mic_jp", "level_nist_r2", "side", "deed", "seal", "destination",
)  # fmt: skip
_PEOPLE = ("holder", "ended_by", "witness", "verified_by", "decided_by")


class Told(NamedTuple):
    """What the register tells of one asset: its contract's line, its life, people and places by number, its family, and where the register stands."""

    contract: Mapping[str, Any]
    life: reports.Life
    people: Mapping[str, Mapping[str, Any]]
    places: Mapping[str, Mapping[str, Any]]
    family: family.Family | None
    seq: int
    hash: str


class Party(NamedTuple):
    """Somebody in a step: as what, with number, name and organisation."""

    role: str
    person: str
    name: str
    org: str


class Spot(NamedTuple):
    """A place with its name and what its zone is called; is_outside: it lies outside the areas; label: what the place is to the step."""

    place: str
    name: str
    zone: str
    is_outside: bool
    label: str


class Entry(NamedTuple):
    """One step as it is shown.

    days_late: 0 when it was entered by the next day; link: the other asset of a copy or a part, or the container; corrected: by which line.
    """

    seq: int
    occurred: str
    when: str
    recorded_at: str
    recorded: str
    days_late: int
    is_same_day: bool
    kind: str
    what: str
    clause: str
    parties: list[Party]
    spot: Spot | None
    details: list[tuple[str, str]]
    link: tuple[str, str] | None
    rules: list[tuple[str, str]]
    operator: str
    hash: str
    corrected: tuple[str, int] | None


def told(db: sqlite3.Connection, number: str) -> Told | None:
    """Everything about one asset; None when the register has none of this number."""
    life = reports.life(db, number)
    if life is None:
        return None
    seq, hash = db.execute("SELECT seq, hash FROM head WHERE site = '0'").fetchone()
    places = {row["place"]: row for row in _rows(db, "SELECT place, name, zone FROM places")}
    people = {row["person"]: row for row in _rows(db, "SELECT person, name, org FROM people")}
    kin = family.told(db, life)
    return Told(_shown(reports.contract(db)), _shown_life(life), people, places, kin, seq, hash)


def page(told: Told) -> dict[str, Any]:
    """What the template shows, in words of the language of the request."""
    asset = told.life.asset
    return {
        "contract": told.contract,
        "asset": asset,
        "status": called(asset["status"]),
        "sign_now": family.SIGNS.get(asset["status"], "●"),
        "groups": [group for group in (_group(told, title, names) for title, names in _FACTS.items()) if group[1]],
        "entries": [_entry(told, step) for step in told.life.steps],
        "family": family.page(told.family),
        "events": told.seq + 1,
        "seq": told.seq,
        "hash": told.hash,
        "clause_21": _clause(21),
    }


# -- facts of the asset -----------------------------------------------------------------------------------------------


def _group(told: Told, title: str, names: Mapping[str, str]) -> tuple[str, list[tuple[str, str]]]:
    if title == _ENDED and not (told.life.asset["ended_on"] or told.life.asset["act_on"]):
        return title, []
    is_lost_sight_of = told.life.asset["status"] == "missing" and "place" in names
    labels = {**names, **_LAST_KNOWN} if is_lost_sight_of else names
    facts = ((translated(label), _fact(told, name)) for name, label in labels.items())
    return translated(title), [(label, text) for label, text in facts if text]


def _fact(told: Told, name: str) -> str:
    asset = told.life.asset
    value = asset[name]
    if name == "notice_no" and not value and asset["pi_class"] == "specific_pi" and asset["origin"] == "received":
        return translated(N_("not received (書面未受領)"))
    if value in (None, "") or (name == "side" and not (asset["place"] or asset["holder"])):
        return ""
    if name in _CODES:
        return called(value)
    if name == "result":
        return translated(result_name(value))
    if name in _PEOPLE:
        return " ".join(_party(told, "", value)[1:3])
    if name == "place":
        return " ".join(filter(None, _spot(told, value)[:3]))
    return _counted(asset, name, value)


def _counted(asset: Mapping[str, Any], name: str, value: Any) -> str:
    if name == "quantity":
        return f"{value} {asset['unit']}"
    if name == "item":
        return translated(ITEMS.get(value, "?"))
    if name == "record_count":
        return f"{value:,}"
    if name == "copy_no":
        return translated(N_("{copy_no} of {copies}"), copy_no=value, copies=asset["copies"])
    return str(value)


# -- steps ------------------------------------------------------------------------------------------------------------


def _entry(told: Told, step: reports.Step) -> Entry:
    data = step.data
    days = days_between(day_of(step.occurred), day_of(step.at))
    return Entry(
        step.seq,
        step.occurred,
        local(step.occurred),
        step.at,
        local(step.at),
        days if days > 1 else 0,
        days == 0,
        step.kind,
        called(step.kind),
        _clause(step.clause),
        [_party(told, translated(role), data[name]) for name, role in _roles(step).items() if data.get(name)],
        _spot(told, data["place"], step.kind) if data.get("place") else None,
        list(_details(step.kind, data)),
        _link(told, step),
        [(rule, _explained(rule)) for rule in (*data.get("flags", ()), *data.get("rules", ()))],
        " ".join(_party(told, "", step.op)[1:3]) if step.op else "",
        step.hash,
        _corrected(step),
    )


def _roles(step: reports.Step) -> Mapping[str, str]:
    return _PARTIES_ON_THE_WAY if step.kind == "sent" else _PARTIES


def _corrected(step: reports.Step) -> tuple[str, int] | None:
    if step.corrected_by is None:
        return None
    return translated(N_("taken back by line") if step.void else N_("corrected by line")), step.corrected_by


def _details(kind: str, data: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for name, label in _DETAILS.items():
        value = data.get(name)
        if value and not (kind in _ARRIVALS and name == "remarks"):
            yield translated(label), _word(name, value)
    for field, was, now in zip(data.get("fields", ()), data.get("was", ()), data.get("now", ()), strict=False):
        yield called(field), f"{was or '-'} → {now or '-'}"


def _word(name: str, value: object) -> str:
    if named := {"result": result_name, "decision": decision_name, "verification": verification_name}.get(name):
        return translated(named(str(value)))
    return called(str(value)) if name in _CODES else str(value)


def _link(told: Told, step: reports.Step) -> tuple[str, str] | None:
    if step.kind not in _RELATIONS:
        return None
    of, other = _RELATIONS[step.kind]
    if step.data["asset"] == told.life.asset["number"]:
        return translated(of), step.data["source"]
    return translated(other), step.data["asset"]


def _explained(rule: str) -> str:
    return translated(RULES[rule].explanation) if rule in RULES else ""


def _clause(number: int) -> str:
    clause = CLAUSES[number]
    return translated(N_("Clause {number}"), number=number) + " " + (clause.ja if speaking.get() == "ja" else clause.en)


def _party(told: Told, role: str, person: str) -> Party:
    known = told.people.get(person, {})
    return Party(role, person, known.get("name") or "", known.get("org") or "")


def _spot(told: Told, place: str, kind: str = "") -> Spot:
    known = told.places.get(place, {})
    zone = known.get("zone") or "none"
    label = N_("Destination") if kind == "sent" else N_("Place")
    return Spot(place, known.get("name") or "", called(zone), zone == "none", translated(label))


# -- hostile text -----------------------------------------------------------------------------------------------------


def _rows(db: sqlite3.Connection, sql: str) -> Iterator[dict[str, Any]]:
    cursor = db.execute(sql)
    names = [column[0] for column in cursor.description]
    return (_shown(dict(zip(names, row, strict=True))) for row in cursor)


def _shown_life(life: reports.Life) -> reports.Life:
    return life._replace(asset=_shown(life.asset), steps=[step._replace(data=_shown(step.data)) for step in life.steps])


def _shown(value: Any) -> Any:
    """`value` with every text in it made visible."""
    if isinstance(value, str):
        return visible(value)
    if isinstance(value, dict):
        return {key: _shown(item) for key, item in value.items()}
    return [_shown(item) for item in value] if isinstance(value, (list, tuple)) else value
