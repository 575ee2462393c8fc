"""May it go to a subcontractor?"""

from __future__ import annotations

from collections.abc import Iterator

from assets import events as e
from assets.language import N_
from assets.rules.people import is_part_of
from assets.rules.rule import FLAG, Case, Finding, no, rule
from assets.sanitization import media
from assets.state import CLASSES
from assets.terms import term

SITES = ("subcontractor_site", "disposal_site")
_WITH_THEM = ("handover", "send", "accept", "copy", "produce", "erase", "dispose")
_KINDS = ("data", "form", "document", "program", "other")
_ADD = N_(
    "assets subcontract add --org ORGANISATION --number NO --approved-on DATE --work TEXT --info CODE --management TEXT"
)


def scopes() -> tuple[str, ...]:
    """Codes by which an approval says which information it covers: media, kinds of information, classes."""
    return (*media(), *_KINDS, *CLASSES[1:])


@rule("R20-1", clause=20, deeds=_WITH_THEM)
def every_tier_is_approved(case: Case) -> Iterator[Finding]:
    """Every tier (2次、3次等) up to the prime contractor is approved by the client and in force that day, not only the firm that acts."""
    for org in _employers(case):
        for tier in list(case.desk.tiers_above(org, case.day))[1:]:
            if case.desk.subcontract_on(tier, case.day) is None:
                yield no(
                    N_("{org} works for {tier}, of which no approval was in force on {day}."),
                    hint=_ADD,
                    org=org,
                    tier=tier,
                    day=case.day,
                )


@rule("R20-2", clause=20, deeds=_WITH_THEM)
def information_is_within_the_scope(case: Case) -> Iterator[Finding]:
    """A subcontractor gets only the information that its approval names (そこに含まれる情報): these media or kinds, no stricter a class."""
    thing = case.fact if isinstance(case.fact, e.Arrival) else case.asset.arrival if case.asset else None
    if thing is None:
        return
    pi_class = case.asset.handled_as if case.asset else thing.pi_class
    for org in dict.fromkeys([*_employers(case), *_firms(case)]):
        approved = case.desk.subcontract_on(org, case.day)
        if approved and not _covers(approved.scope_info, {thing.medium, thing.info_kind}, pi_class):
            yield no(
                N_("Approval {number} of {org} covers {scope}, not {medium} with {pi_class}."),
                hint=_ADD,
                number=approved.number,
                org=org,
                scope=tuple(map(term, approved.scope_info)),
                medium=term(thing.medium),
                pi_class=term(pi_class),
            )


def _covers(scope: tuple[str, ...], what: set[str], pi_class: str) -> bool:
    """Whether a scope covers a medium or kind, and a class; a scope that names none of one sort does not limit it. `unknown` is the strictest."""
    classes = [CLASSES.index(code) for code in scope if code in CLASSES]
    things = set(scope) - set(CLASSES)
    strict = CLASSES.index(pi_class) if pi_class in CLASSES else len(CLASSES) - 1
    return (not things or bool(what & things)) and (not classes or strict <= max(classes))


@rule(
    "R20-3",
    clause=20,
    deeds=("send", "handover", "accept", "erase", "dispose", "disposal request", "disposal start", "approve"),
)
def outside_firms_are_subcontractors(case: Case) -> Iterator[Finding]:
    """An outside firm that carries, erases or destroys media, or on whose site they are, has them in hand: it is a subcontractor, approved with every tier above it."""
    day = getattr(case.fact, "approved_on", "") or case.day
    place = case.desk.places.get(getattr(case.fact, "place", ""))
    if case.deed in ("dispose", "disposal start") and place and is_nobodys(place.zone, place.org):
        yield no(
            N_("Nobody knows whose site {place} is."),
            hint=N_("assets place add {place} --zone {zone} --org NAME"),
            place=place.place,
            zone=place.zone,
        )
    for firm in _firms(case):
        for tier in case.desk.tiers_above(firm, day):
            if case.desk.subcontract_on(tier, day) is None:
                yield no(
                    N_(
                        "{firm} carries, keeps, erases or destroys media, but no approval of {tier} as a subcontractor was in force on {day}."
                    ),
                    hint=_ADD,
                    firm=firm,
                    tier=tier,
                    day=day,
                )


def is_nobodys(zone: str, org: str) -> bool:
    """Whether it is not known whose site an outside firm's site is."""
    return zone in SITES and not org.strip()


def _employers(case: Case) -> list[str]:
    """Subcontractors whose people get it or do it."""
    people = case.given(("received_by", "performed_by"))
    return sorted({person.org for _number, person in people if person.side == "subcontractor"})


def _firms(case: Case) -> list[str]:
    """Outside firms that have it in hand: the carrier, the disposal firm, whose site it is; none before the contract is open."""
    if case.desk.opened is None:
        return []
    place = case.desk.places.get(getattr(case.fact, "place", ""))
    named = {getattr(case.fact, "vendor", ""), getattr(case.fact, "carrier", "")}
    named |= {place.org} if place and place.zone in SITES else set()
    return sorted(firm for firm in named - {""} if not is_part_of(firm, case.desk.opened.contractor))


@rule("R20-10", clause=20, deeds=("place add",), outcome=FLAG)
def site_belongs_to_a_firm(case: Case) -> Iterator[Finding]:
    """A subcontractor's or disposal site is some firm's; one of which this is not known is recorded with a flag, and nothing is destroyed there."""
    if is_nobodys(case.fact.zone, case.fact.org):
        yield no(N_("Nobody knows whose site {place} is."), place=case.fact.place)


@rule("R20-4", clause=20, deeds=("subcontract end",))
def nothing_is_left_with_them(case: Case) -> Iterator[Finding]:
    """A subcontract ends only when nothing is with the firm, or on its way to it, nor with a firm that has the work from it."""
    if case.holding:
        yield no(
            N_("{org}, or a firm below it, still has {count}: {numbers}."),
            hint=N_("assets handover {first} --to PERSON --place PLACE"),
            org=case.fact.org,
            count=len(case.holding),
            numbers=", ".join(case.holding[:20]) + (" …" if len(case.holding) > 20 else ""),
            first=case.holding[0],
        )


@rule("R20-7", clause=20, deeds=("subcontract end", "subcontract supervise"), truth=True)
def firm_is_known(case: Case) -> Iterator[Finding]:
    """Only a subcontractor that was approved is supervised, and only its subcontract ends."""
    if case.fact.org not in {given.org for given in case.desk.subcontracts}:
        yield no(
            N_("{org} is not a subcontractor of {contract}."),
            hint=N_("assets subcontract list --contract {contract}"),
            org=case.fact.org,
        )


@rule("R20-8", clause=20, deeds=("subcontract supervise",))
def contractor_supervises(case: Case) -> Iterator[Finding]:
    """The contractor answers for the supervision (受注者の責任において): one of its people on the roster supervises."""
    if case.side_of(case.fact.supervised_by) != "contractor":
        yield no(
            N_("{person} is not a person of the contractor on the roster."),
            hint=N_("assets person list --contract {contract}"),
            person=case.fact.supervised_by or "-",
        )


@rule("R20-9", clause=20, deeds=("subcontract add",), truth=True)
def tiers_hang_together(case: Case) -> Iterator[Finding]:
    """A further tier names the subcontractor that gives the work on, which is known and is not itself or one below it."""
    org, parent = case.fact.org, case.fact.parent
    known = {given.org for given in case.desk.subcontracts}
    if parent and case.desk.opened and (parent not in known or parent in case.desk.tiers_below(org)):
        yield no(
            N_("{parent} is not a subcontractor above {org}."),
            hint=N_("assets subcontract list --contract {contract}"),
            parent=parent,
            org=org,
        )
