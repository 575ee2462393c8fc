"""May it change hands or place?"""

from __future__ import annotations

from collections.abc import Iterator

from assets.language import N_
from assets.rules.rule import FLAG, Case, Finding, no, rule
from assets.terms import term

_TWO_PARTIES = ("receive", "handover", "send", "return")
_ZONES = {"contractor": ("controlled", "handling"), "subcontractor": ("subcontractor_site", "disposal_site")}


def _protocol_hint() -> str:
    return N_(
        "assets contract show {contract}   lists the agreed methods and media; assets protocol set --number NO --agreed-on DATE   records a new agreement"
    )


_AT_A_PLACE = (
    "receive", "copy", "produce", "move", "handover", "send", "accept", "found", "dispose", "disposal start", "container make",
)  # fmt: skip


@rule("R05-1", clause=5, deeds=_TWO_PARTIES)
def parties_may_transfer(case: Case) -> Iterator[Finding]:
    """Between client, contractor and subcontractor only the agreed people (授受担当者) hand over."""
    if case.is_between_organisations:
        for number in (case.fact.released_by, case.fact.received_by):
            person = case.desk.line_on(number, case.day)
            if person and not person.transfers:
                yield no(
                    N_("{person} is not authorised to hand over (授受担当者)."),
                    hint=N_("assets person list --contract {contract}"),
                    person=f"{number} {person.name}",
                )


@rule("R05-2", clause=5, deeds=_TWO_PARTIES)
def method_and_medium_are_agreed(case: Case) -> Iterator[Finding]:
    """Only media and methods of the handover protocol (授受方法協議書) travel between organisations."""
    protocol = case.protocol
    if protocol is None or not case.is_between_organisations:
        return
    thing = case.asset.arrival if case.asset else case.fact
    if protocol.media and not {thing.medium, thing.info_kind} & set(protocol.media):
        yield no(
            N_("Protocol {number} does not allow the medium {medium}."),
            hint=_protocol_hint(),
            number=protocol.number,
            medium=term(thing.medium),
        )
    if case.fact.method and case.fact.method not in protocol.methods:
        yield no(
            N_("Protocol {number} does not allow the method {method}; it allows {methods}."),
            hint=_protocol_hint(),
            number=protocol.number,
            method=case.fact.method,
            methods="・".join(protocol.methods),
        )


@rule("R05-3", clause=5, deeds=_TWO_PARTIES, setting="protocol_missing")
def protocol_is_in_force(case: Case) -> Iterator[Finding]:
    """Nothing travels between organisations before both agreed how."""
    if case.is_between_organisations and case.protocol is None:
        yield no(
            N_("No handover protocol was in force on {day}."),
            hint=N_("assets protocol set --number NO --agreed-on DATE --method METHOD --medium CODE"),
            day=case.day,
        )


@rule("R05-4", clause=5, deeds=_TWO_PARTIES, truth=True)
def handover_is_complete(case: Case) -> Iterator[Finding]:
    """A handover names who gave, who received, how, how many, and where it went when it left the organisation."""
    parts = {"--from-person": case.fact.released_by, "--to": case.fact.received_by or getattr(case.fact, "lessor", "")}
    if case.is_between_organisations:
        parts["--method"] = case.fact.method
        parts["--place"] = case.fact.place if case.deed in ("handover", "send") else "-"
    for option, given in parts.items():
        if not given:
            yield no(
                N_("{option} is missing: a handover needs both parties, a method and a place."),
                hint=N_("Add {option}."),
                option=option,
            )
    if case.arrival and case.arrival.quantity < 1:
        yield no(N_("A quantity of at least 1 is needed."), hint=N_("--quantity NUMBER"))


@rule("R05-5", clause=5, deeds=("handover", "send", "return"), truth=True)
def only_the_holder_releases(case: Case) -> Iterator[Finding]:
    """What somebody holds is given away by nobody else: otherwise the chain of custody has a gap."""
    holder = case.asset.holder if case.asset else ""
    if holder and case.fact.released_by not in ("", holder):
        yield no(
            N_("{asset} is held by {holder}, not by {person}."),
            hint=N_("Leave --from-person out, or name the holder: --from-person {holder}"),
            holder=holder,
            person=case.fact.released_by,
        )


@rule("R05-6", clause=5, deeds=("accept",), truth=True)
def addressed_side_accepts(case: Case) -> Iterator[Finding]:
    """What was sent is accepted by the organisation it was sent to, or comes home to the one that sent it; nobody accepts for another."""
    if case.asset is None or not case.asset.receiver or case.fact.received_by not in case.desk.people:
        return
    receiver = case.asset.receiver
    if case.organisation(case.fact.received_by) not in {
        case.organisation(receiver),
        case.organisation(case.asset.holder),
    }:
        yield no(
            N_("{asset} was sent to {receiver}; {person} belongs to another organisation."),
            hint=N_("assets accept {asset} --by {receiver}"),
            receiver=receiver,
            person=case.fact.received_by,
        )


@rule("R05-7", clause=5, deeds=("handover", "accept", "seal", "unpack"), outcome=FLAG, severity="high")
def seal_was_broken(case: Case) -> Iterator[Finding]:
    """A seal that is found broken may mean that somebody was at what it closed: it shows on the line, and opens an incident draft."""
    if getattr(case.fact, "seal", "") == "broken":
        yield no(N_("The seal was broken."))


@rule("R05-9", clause=5, deeds=("handover", "accept"), outcome=FLAG, severity="high")
def it_is_what_was_given(case: Case) -> Iterator[Finding]:
    """Whoever receives counts and reads the seal: other than the register says, it is recorded with a remark and opens an incident draft."""
    if case.asset and case.fact.quantity not in (-1, case.asset.arrival.quantity):
        yield no(
            N_("{found} {unit} arrived; the register says {quantity}."),
            found=case.fact.quantity,
            unit=case.asset.arrival.unit,
            quantity=case.asset.arrival.quantity,
        )
    if case.asset and case.fact.seal_found not in ("", case.asset.seal_no):
        yield no(
            N_("The seal bears the number {found}; the register says {seal_no}."),
            found=case.fact.seal_found,
            seal_no=case.asset.seal_no or "-",
        )


@rule(
    "R11-1",
    clause=11,
    deeds=_AT_A_PLACE,
)
def nothing_leaves_the_areas(case: Case) -> Iterator[Finding]:
    """Taking anything out of the controlled and handling areas (管理区域・取扱区域) is forbidden without exception."""
    place = case.fact.place
    if place and case.zone_of(place) == "none":
        known = case.desk.places.get(place)
        yield no(
            N_("{place} lies outside the controlled and handling areas.")
            if known
            else N_("{place} is not a registered place, so it counts as outside the areas."),
            hint=N_("assets place list --contract {contract}   shows where it may go"),
            place=f"{place} {known.name}" if known else place,
        )


@rule(
    "R11-2",
    clause=11,
    deeds=_AT_A_PLACE,
)
def place_belongs_to_the_holder(case: Case) -> Iterator[Finding]:
    """A client's, subcontractor's or disposal site is reached only by a handover to the people who answer for it; nothing is destroyed there that did not come there so."""
    if case.deed in ("dispose", "disposal start"):
        yield from _not_there(case)
        return
    side = getattr(case.fact, "side", "") or (case.asset.side if case.asset and case.deed == "move" else "contractor")
    zone = case.zone_of(case.fact.place)
    if case.fact.place and zone != "none" and side in _ZONES and zone not in _ZONES[side]:
        yield no(
            N_("{place} ({zone}) is not a place of the {side}."),
            hint=N_("assets handover {asset} --to PERSON --place PLACE"),
            place=case.fact.place,
            zone=term(zone),
            side=term(side),
        )


def _not_there(case: Case) -> Iterator[Finding]:
    """What is destroyed at another's site is there, in the hands of its people, who begin the work in a session."""
    place, asset = case.fact.place, case.asset
    if case.zone_of(place) not in _ZONES["subcontractor"]:
        return
    if asset and (asset.side, asset.place) != ("subcontractor", place):
        yield no(
            N_("{asset} is not at {place}: it was neither sent nor handed over there and accepted."),
            hint=N_("assets send {asset} --to PERSON --place {place} --method METHOD"),
            place=place,
        )
    if asset is None and case.side_of(case.fact.performed_by) == "contractor":
        yield no(
            N_("{person} is not one of those who work at {place}."),
            hint=N_("--performer PERSON   one of theirs, after assets send"),
            person=case.fact.performed_by,
            place=place,
        )


@rule("R19-1", clause=19, deeds=("handover", "send", "accept", "copy", "produce", "erase", "dispose", "disposal start"))
def subcontractor_is_approved(case: Case) -> Iterator[Finding]:
    """Only a subcontractor the client approved beforehand in writing may hold or work on anything (clauses 19 and 20)."""
    for name in ("received_by", "performed_by"):
        person = case.desk.people.get(getattr(case.fact, name, ""))
        if person and person.side == "subcontractor" and case.desk.subcontract_on(person.org, case.day) is None:
            yield no(
                N_("No approval of {org} as a subcontractor was in force on {day}."),
                hint=N_(
                    "assets subcontract add --org ORGANISATION --number NO --approved-on DATE --work TEXT --info CODE --management TEXT"
                ),
                org=person.org,
                day=case.day,
            )


@rule("R40-4", clause=40, deeds=("return", "handover", "send", "accept"), truth=True)
def goes_back_to_the_client_by_return(case: Case) -> Iterator[Finding]:
    """What the client gets is a return by two parties, and a return goes to nobody else."""
    side = case.side_of(case.fact.received_by)
    if case.deed == "return" and side not in ("client", ""):
        yield no(
            N_("{person} is not a person of the client: a return goes to the client."),
            hint=N_("assets handover {asset} --to {person} --place PLACE"),
            person=case.fact.received_by,
        )
    if case.deed == "return" and case.side_of(case.fact.released_by) == "client":
        yield no(
            N_("{person} is a person of the client and cannot return it."),
            hint=N_("Name who gives it back: --from-person"),
            person=case.fact.released_by,
        )
    if case.deed != "return" and side == "client":
        yield no(
            N_("{person} is a person of the client."),
            hint=N_("assets return {asset} --to {person} --method METHOD"),
            person=case.fact.received_by,
        )
