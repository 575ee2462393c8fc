"""What follows when something went wrong, and something is done about it?"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping

from msgspec.structs import replace

from assets import events as e
from assets.decide.drafts import incident_number
from assets.decide.judged import done, judged
from assets.errors import NotFound
from assets.language import N_
from assets.state import Asset, Contract
from assets.when import Moment

NO_INCIDENT = "no_incident"


def incident_meant(text: str) -> str:
    """The number of an incident from what people type: 1, 001, 事故－００１."""
    folded = unicodedata.normalize("NFKC", text).strip()
    return incident_number(int(folded)) if folded.isdecimal() else folded


def open_incident(
    desk: Contract,
    *,
    category: str,
    known_by: str,
    what: str,
    happened_at: str = "",
    assets: Iterable[Asset] = (),
    moment: Moment,
) -> list[e.Fact]:
    """事故の起票 (clause 37): by a person, who knew of it at the moment told, with the assets it touches."""
    fact = e.IncidentOpened(
        number=incident_number(len(desk.incidents) + 1),
        category=category,
        known_at=moment.occurred or moment.now,
        known_by=known_by,
        what=what,
        happened_at=happened_at,
    )
    return [*done(desk, fact, moment), *_touching(desk, fact.number, assets, moment)]


def assess_incident(
    desk: Contract,
    number: str,
    *,
    category: str,
    assessed_by: str,
    what: str = "",
    persons_affected: int = -1,
    malicious: bool = False,
    cause: str = "",
    known_at: str = "",
    happened_at: str = "",
    conclusion: str = "",
    assets: Iterable[Asset] = (),
    missing: Iterable[str] = (),
    given_up: Mapping[str, str] | None = None,
    moment: Moment,
) -> list[e.Fact]:
    """事故の評価: what it is, with further assets it touches; that it was none closes it, with the conclusion.

    given_up: what was lost with it, each with its number; then it cannot have been none (R37-17).
    """
    fact = e.IncidentAssessed(
        number=_known(desk, number),
        category=category,
        assessed_by=assessed_by,
        what=what,
        persons_affected=persons_affected,
        malicious=malicious,
        cause=cause,
        known_at=known_at,
        happened_at=happened_at,
    )
    told = [*done(desk, fact, moment, given_up=given_up or {}), *_touching(desk, fact.number, assets, moment)]
    if category != NO_INCIDENT:
        return told
    assessed = replace(desk.incidents[fact.number], category=category, draft=False)
    then = replace(desk, incidents=desk.incidents | {fact.number: assessed})
    return told + close_incident(
        then, number, closed_by=assessed_by, conclusion=conclusion, missing=missing, moment=moment
    )


def notice_incident(
    desk: Contract,
    number: str,
    *,
    form: str,
    told_by: str,
    told_to: str,
    method: str = "",
    document: str = "",
    moment: Moment,
) -> list[e.Fact]:
    """事故の通知 (clause 37): by mouth or telephone immediately (直ちに), then in writing without delay (遅滞なく)."""
    fact = e.IncidentNoticed(
        number=_known(desk, number),
        form=form,
        told_at=moment.occurred or moment.now,
        told_by=told_by,
        told_to=told_to,
        method=method,
        document=document,
    )
    return done(desk, fact, moment)


def measure_incident(
    desk: Contract, number: str, *, measure: str, what: str, taken_by: str, moment: Moment
) -> list[e.Fact]:
    """事故の措置 (clause 38)."""
    fact = e.IncidentMeasured(number=_known(desk, number), measure=measure, what=what, taken_by=taken_by)
    return done(desk, fact, moment)


def agree_on_incident(desk: Contract, number: str, *, document: str, moment: Moment) -> list[e.Fact]:
    """措置の協議 (clause 39)."""
    return done(desk, e.IncidentAgreed(number=_known(desk, number), agreed_on=moment.day, document=document), moment)


def close_incident(
    desk: Contract, number: str, *, closed_by: str, conclusion: str, missing: Iterable[str] = (), moment: Moment
) -> list[e.Fact]:
    """事故の終結: refused without both notices (R37-3), without a measure (R38-2), or while an asset it touches is missing (R37-11)."""
    fact = e.IncidentClosed(number=_known(desk, number), closed_by=closed_by, conclusion=conclusion)
    return done(desk, fact, moment, missing=tuple(missing))


def affected(desk: Contract, asset: str, number: str, moment: Moment) -> e.IncidentAffected:
    """The incident touches this asset, ended ones too."""
    return judged(desk, e.IncidentAffected(asset=asset, incident=number), moment)


def _touching(desk: Contract, number: str, assets: Iterable[Asset], moment: Moment) -> list[e.Fact]:
    given = dict.fromkeys(
        one for asset in assets if number not in asset.incidents for one in (asset.number, *asset.hosted)
    )
    return [affected(desk, asset, number, moment) for asset in given]


def _known(desk: Contract, text: str) -> str:
    number = incident_meant(text)
    if number not in desk.incidents:
        raise NotFound(
            N_("There is no incident {number}. The contract has: {listed}"),
            hint=N_("assets incident list --contract {contract}"),
            number=number,
            listed=", ".join(desk.incidents) or "-",
            contract=desk.number,
        )
    return number
