"""How is an event told in one sentence?"""

from __future__ import annotations

from collections.abc import Mapping
from string import Formatter
from typing import Any

from msgspec import NODEFAULT
from msgspec.structs import fields

from assets.events import KINDS
from assets.language import N_, _, say
from assets.terms import term
from assets.verification import decision_name, result_name, verification_name
from assets.when import local

_PEOPLE = (
    "released_by",
    "received_by",
    "performed_by",
    "reported_by",
    "found_by",
    "witness",
    "verified_by",
    "approver",
    "person",
    "holder",
    "supervised_by",
    "decided_by",
    "validated_by",
    "known_by",
    "assessed_by",
    "told_by",
    "told_to",
    "taken_by",
    "closed_by",
    "counted_by",
    "second",
    "approved_by",
    "received_by",
    "requested_by",
    "corrected_by",
    "attached_by",
    "asserted_by",
    "checked_by",
)
_CODES = (
    "medium", "pi_class", "method", "level", "zone", "side", "trigger", "deed", "decision", "category", "form", "measure",
    "reason", "what", "mode", "request", "was", "type", "copy_method", "basis", "seal", "verification",
)  # fmt: skip

SENTENCES = {
    "contract.opened": N_("contract {number} opened: {title}"),
    "contract.ended": N_("contract ended: {trigger}"),
    "contract.closed": N_("contract closed: nothing is left"),
    "responsible.named": N_("{person} answers for the {side} from {start}"),
    "place.added": N_("place {place} registered: {zone}"),
    "person.added": N_("{person} on the roster: {org}"),
    "person.left": N_("{person} left on {end}"),
    "protocol.set": N_("handover protocol {number} agreed on {agreed_on}"),
    "subcontract.added": N_("subcontractor {org} approved: {number}"),
    "copy.approved": N_("copying approved: {number} ({basis}), {max_copies} copies of each, by {approver}"),
    "disposal.approved": N_("disposal approved: {number}, {method}, by {approver}"),
    "refused": N_("refused: {deed} ({rules})"),
    "received": N_("received from {released_by} by {received_by}: {medium}, {title}"),
    "copied": N_("copy {copy_no}/{copies} made by {performed_by} from {source} under {approval}: {medium}"),
    "authorised": N_("approval {approval} attached"),
    "labelled": N_("label {asset}.{generation} printed"),
    "moved": N_("moved to {place} by {performed_by}"),
    "handed_over": N_("handed over from {released_by} to {received_by} at {place}"),
    "sent": N_("sent by {released_by} to {received_by}, {place}"),
    "accepted": N_("accepted by {received_by} at {place}"),
    "returned": N_("returned by {released_by} to {received_by}"),
    "erased": N_("erased by {performed_by}: {method}, {level}, {result}"),
    "disposed": N_(
        "disposed of by {performed_by}: {method}, {level}, {result}, approval {approval}, witness {witness}"
    ),
    "went_missing": N_("reported missing by {reported_by}: {reason}"),
    "found": N_("found by {found_by} at {place}"),
    "lost": N_("given up as lost by {reported_by}: incident {incident}"),
    "policy.set": N_("policy {key} set to {value}, was {was}"),
    "consent.given": N_("consent {number} to use for {purpose}, by {approver}"),
    "subcontract.supervised": N_("subcontractor {org} supervised by {supervised_by}: {how}"),
    "subcontract.ended": N_("subcontract with {org} ended on {end}"),
    "produced": N_("produced by {performed_by}: {medium}, {title}"),
    "split": N_("split off from {source} by {performed_by}: {quantity} {unit}"),
    "extracted": N_("taken out of {source} by {performed_by}: {medium}"),
    "hosted": N_("holds the data {lying}, {pi_class}: must end by the strictest class it ever held"),
    "inquired": N_("class inquired of the client: {asked}"),
    "reclassified": N_("class changed from {was} to {pi_class}: {document}"),
    "approval.confirmed": N_("approval {number} confirmed in writing: {document}"),
    "container.made": N_("container {asset}, {name}, made by {performed_by} at {place}"),
    "packed": N_("packed into {source} by {performed_by}"),
    "unpacked": N_("taken out of {source} by {performed_by}"),
    "sealed": N_("sealed by {performed_by}: {seal_no}; the seal before was {seal}"),
    "disposal.requested": N_("disposal requested: {number}, {method} at {place}"),
    "disposal.listed": N_("listed on disposal request {request}"),
    "session.started": N_(
        "disposal session {session} started: performer {performed_by}, witness {witness}, approval {approval}"
    ),
    "session.closed": N_("disposal session {session} closed: {approved} approved, {done} done, {remaining} remaining"),
    "validated": N_("sanitization {decision} by {validated_by}"),
    "certified": N_("certificate {certificate_no} of {issuer}, issued on {issued_on}"),
    "incident.opened": N_("incident {number} opened: {category}, {what}"),
    "incident.affected": N_("affected by incident {incident}"),
    "incident.assessed": N_("incident {number} assessed by {assessed_by}: {category}"),
    "incident.noticed": N_("client told of incident {number}: {form}, {told_at}, by {told_by} to {told_to}"),
    "incident.measured": N_("measure for incident {number} by {taken_by}: {measure}, {what}"),
    "incident.agreed": N_("measures for incident {number} agreed on {agreed_on}: {document}"),
    "incident.closed": N_("incident {number} closed by {closed_by}"),
    "stocktake.started": N_("stock-take {number} started by {counted_by}, {second}: {expected} expected"),
    "counted": N_("counted in {stocktake} at {place}: {result}"),
    "stocktake.closed": N_(
        "stock-take {number} closed: {found} found, {found_elsewhere} elsewhere, {missing} missing of {expected}"
    ),
    "safety.set": N_("safety measure, {measure}: {description}"),
    "subject.requested": N_("request {number} received: {request}"),
    "subject.forwarded": N_("request {number} passed on to {told_to} by {told_by}"),
    "document.filed": N_("document {number} filed: {title}"),
    "audit.noticed": N_("audit notice {number}: {scope}"),
    "audit.answered": N_("audit notice {number} answered: {response}"),
    "improvement.requested": N_("improvement {number} requested: {reason}"),
    "improvement.agreed": N_("improvement {number} agreed on {agreed_on}: {action}"),
    "improvement.done": N_("improvement {number} done on {done_on}, checked by {verified_by}"),
    "corrected": N_("line {of} corrected by {corrected_by}: {fields}; {reason}"),
    "attached": N_("file attached by {attached_by}: {what} ({file})"),
}
_TIMES = ("told_at", "known_at")
_TAKEN_BACK = N_("line {of} taken back by {corrected_by}: {reason}")
_FIELDS = {
    kind: tuple({name for _, name, _, _ in Formatter().parse(sentence) if name}) for kind, sentence in SENTENCES.items()
}


_UNSAID = {
    kind: {field.name: "-" if field.default in ("", NODEFAULT) else field.default for field in fields(fact)}
    for kind, fact in KINDS.items()
}  # what a line leaves out is the default of its fact


def tell(kind: str, data: Mapping[str, Any], *, people: Mapping[str, str], places: Mapping[str, str]) -> str:
    """The event of this kind with this data as a sentence in the language spoken now.

    people, places: number -> name; a number without a name stands alone. What was left empty is told as "-".
    """
    told = {**_UNSAID[kind], **{name: value for name, value in data.items() if value != ""}, **_instead(data)}
    if kind == "corrected":
        told["fields"] = _changes(told)
    template = _TAKEN_BACK if kind == "corrected" and data.get("void") else SENTENCES[kind]
    sentence = say(template, {name: _shown(name, told[name], people, places) for name in _FIELDS[kind]})
    reason = data.get("violation", "")
    return f"{sentence} {say(N_('[violation: {reason}]'), {'reason': reason})}" if reason else sentence


def _instead(data: Mapping[str, Any]) -> dict[str, object]:
    """Who did it, where the one who usually does is nobody: a leased medium went to its lessor, a contract's policy accepted."""
    if data.get("lessor"):
        return {"received_by": data["lessor"]}
    return {"validated_by": term("by_policy")} if data.get("validated_by") == "" else {}


def _changes(data: Mapping[str, Any]) -> list[str]:
    """What a correction changes, field by field: `serial number ABD → ABC`."""
    rows = zip(data["fields"], data["was"], data["now"], strict=False)
    return [f"{_(term(name))} {_read(name, was)} → {_read(name, now)}" for name, was, now in rows]


def _read(name: str, text: str) -> str:
    return _(term(text)) if name in (*_CODES, "owner", "info_kind") else text or "-"


def _shown(name: str, value: Any, people: Mapping[str, str], places: Mapping[str, str]) -> object:
    if value == "":
        return "-"
    if isinstance(value, (list, tuple)):
        return ", ".join(map(str, value))
    if name == "result":
        return result_name(str(value))
    if name == "decision":
        return decision_name(str(value))
    if name == "verification":
        return verification_name(str(value))
    if name in _CODES:
        return term(str(value))
    if name in _TIMES:
        return local(value)
    if name in _PEOPLE and value in people:
        return f"{value} {people[value]}"
    if name == "place" and value in places:
        return f"{value} {places[value]}"
    return value
