"""Does what happened open an incident?

Clause 37 asks for a notice as soon as there is a risk of an accident. So the ledger itself opens a draft, in the same commit, for what
went missing, a broken seal, what arrived otherwise than it was sent, what a stock-take should not have found, and every recorded
violation; a person then assesses it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from assets import events as e
from assets.policy import effective
from assets.rules import RULES
from assets.state import Asset, Contract
from assets.when import Moment

_FOUND_WRONG = ("ended_but_present", "unregistered", "seal_broken")
_OUTSIDE = "R11-1"
_DIFFERS = "R05-9"
_WORDS = ("violation", "reason", "condition", "scanned")
_NOTICING = ("reported_by", "counted_by", "found_by", "received_by", "performed_by")


def incident_number(count: int) -> str:
    """The number of a contract's incident: 事故-001, 事故-002 ..."""
    return f"事故-{count:03d}"


def drafts(
    desk: Contract, facts: Sequence[e.Fact], moment: Moment, *, assets: Mapping[str, Asset] | None = None
) -> list[e.Fact]:
    """The incidents that `facts`, recorded together, open: one for each cause, with every asset it touches.

    assets: by number, as they stood before. What an open incident with the same cause touches already opens no second one.
    """
    groups: dict[tuple[str, str, str], list[e.Fact]] = {}
    for fact in facts:
        asset = (assets or {}).get(getattr(fact, "asset", ""))
        causes = [cause for cause in _causes(desk, fact, asset) if not _is_open(desk, cause, asset, fact)]
        if causes:
            groups.setdefault((" ".join(causes), _what(fact), fact.violation), []).append(fact)
    opened: list[e.Fact] = []
    for count, (key, group) in enumerate(groups.items(), start=len(desk.incidents) + 1):
        opened += _draft(incident_number(count), key, group, moment)
    return opened


def _draft(number: str, key: tuple[str, str, str], group: list[e.Fact], moment: Moment) -> Iterator[e.Fact]:
    cause, what, violation = key
    occurred = "" if violation else moment.occurred  # what was forbidden is known at the latest when it is recorded
    yield e.IncidentOpened(
        number=number,
        category="suspected",
        known_at=occurred or moment.now,
        known_by=(moment.operator if violation else "") or _first(group[0], _NOTICING) or moment.operator,
        what=what,
        draft=True,
        cause=cause,
        occurred=occurred,
    )
    for asset in dict.fromkeys(getattr(fact, "asset", "") for fact in group):
        if asset:
            yield e.IncidentAffected(asset=asset, incident=number, occurred=occurred)


def _causes(desk: Contract, fact: e.Fact, asset: Asset | None) -> list[str]:
    found = [rule for rule in fact.flags if RULES[rule].refuses(effective(desk.policy))] if fact.violation else []
    if isinstance(fact, e.WentMissing):
        found.append("went_missing")
    if getattr(fact, "seal", "") == "broken":
        found.append("seal_broken")
    if _DIFFERS in fact.flags:
        found.append("differs_on_arrival")
    if isinstance(fact, e.Counted):
        found += _found_by_counting(desk, fact, asset)
    return list(dict.fromkeys(found))


def _found_by_counting(desk: Contract, fact: e.Counted, asset: Asset | None) -> Iterator[str]:
    """An own medium that was erased may lie in the cupboard again; nothing else that ended may."""
    if fact.result in _FOUND_WRONG and not (asset and asset.ending == "erased"):
        yield fact.result
    place = desk.places.get(fact.place)
    if place is None or place.zone == "none":
        yield _OUTSIDE


def _is_open(desk: Contract, cause: str, asset: Asset | None, fact: e.Fact) -> bool:
    numbers = asset.incidents if asset else () if getattr(fact, "asset", "") else desk.incidents
    return any(
        not incident.closed
        and cause in incident.opened.cause.split()
        and (asset or incident.opened.what == _what(fact))
        for incident in map(desk.incidents.get, numbers)
        if incident
    )


def _what(fact: e.Fact) -> str:
    return _first(fact, _WORDS)


def _first(fact: e.Fact, names: Sequence[str]) -> str:
    return next(filter(None, (str(getattr(fact, name, "")) for name in names)), "")
