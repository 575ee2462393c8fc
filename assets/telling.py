"""How is an event told in one sentence?"""

from __future__ import annotations

from collections.abc import Mapping
from string import Formatter
from typing import Any

from assets.language import N_, say
from assets.terms import term

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
)
_CODES = ("medium", "pi_class", "method", "level", "zone", "side", "trigger", "deed")

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
    "copy.approved": N_("copying approved: {number}, {max_copies} copies of each, by {approver}"),
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
    "erased": N_("erased by {performed_by}: {method}, {level}"),
    "disposed": N_("disposed of by {performed_by}: {method}, {level}, approval {approval}, witness {witness}"),
    "went_missing": N_("reported missing by {reported_by}: {reason}"),
    "found": N_("found by {found_by} at {place}"),
    "lost": N_("given up as lost by {reported_by}: incident {incident}"),
}
_FIELDS = {
    kind: tuple({name for _, name, _, _ in Formatter().parse(sentence) if name}) for kind, sentence in SENTENCES.items()
}


def tell(kind: str, data: Mapping[str, Any], *, people: Mapping[str, str], places: Mapping[str, str]) -> str:
    """The event of this kind with this data as a sentence in the language spoken now.

    people, places: number -> name; a number without a name stands alone.
    """
    return say(SENTENCES[kind], {name: _shown(name, data.get(name, "-"), people, places) for name in _FIELDS[kind]})


def _shown(name: str, value: Any, people: Mapping[str, str], places: Mapping[str, str]) -> object:
    if isinstance(value, (list, tuple)):
        return ", ".join(map(str, value))
    if name in _CODES:
        return term(str(value))
    if name in _PEOPLE and value in people:
        return f"{value} {people[value]}"
    if name == "place" and value in places:
        return f"{value} {places[value]}"
    return value
