"""How does a deed become facts that the rules have let pass?"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from msgspec.structs import replace

from assets import events as e
from assets.decide.drafts import drafts
from assets.rules import Case, judge
from assets.state import Asset, Contract
from assets.when import Moment

F = TypeVar("F", bound=e.Fact)
_CARRYING = (e.Moved, e.HandedOver, e.Sent, e.Accepted, e.WentMissing, e.Found, e.Lost)


def judged(desk: Contract, fact: F, moment: Moment, **case: Any) -> F:
    """`fact` with when it happened, the flags the rules gave it and the violation it is, if it is one; raises Refused."""
    told = replace(fact, occurred=moment.occurred, violation=moment.violation)
    verdict = judge(
        Case(
            desk=desk,
            fact=told,
            day=moment.day,
            now=moment.now,
            today=moment.today,
            operator=moment.operator,
            violation=moment.violation,
            **case,
        )
    )
    return replace(told, flags=(*verdict.flags, *verdict.broken), violation=moment.violation if verdict.broken else "")


def done(desk: Contract, fact: e.Fact, moment: Moment, **case: Any) -> list[e.Fact]:
    """What is recorded of a deed: the fact that the rules let pass, then the incident it opens, if any; raises Refused.

    Data goes where its host goes, told line by line; an incident of the host is theirs too.
    """
    told = judged(desk, fact, moment, **case)
    asset: Asset | None = case.get("asset")
    along = asset.hosted if asset and isinstance(fact, _CARRYING) else ()
    facts = [told, *(replace(told, asset=number) for number in along)]
    touched = dict.fromkeys((asset.number, *along), asset) if asset else {}
    return [*facts, *drafts(desk, facts, moment, assets=touched)]


def hosting(fact: e.Arrival, pi_class: str, moment: Moment, *, host: str) -> e.Hosted:
    """The host's own line of the data that lies on it: what ever was on a medium decides how it must end."""
    return e.Hosted(asset=host, lying=fact.asset, pi_class=pi_class, occurred=moment.occurred)


def several(desk: Contract, facts: Iterable[tuple[e.Fact, Asset | None]], moment: Moment) -> list[e.Fact]:
    """What is recorded of a deed that says several things at once, each with its asset, then the incidents they open together; raises Refused."""
    given = list(facts)
    told = [judged(desk, fact, moment, asset=asset) for fact, asset in given]
    return [*told, *drafts(desk, told, moment, assets={asset.number: asset for _fact, asset in given if asset})]


def side_of(desk: Contract, person: str) -> str:
    """client, contractor or subcontractor; "" for somebody not on the roster."""
    known = desk.people.get(person)
    return known.side if known else ""


def only_approval(
    desk: Contract, asset: Asset, kind: type[Any], day: str, *, fits: Callable[[Any], bool] = lambda _approval: True
) -> str:
    """The number of the latest approval of this kind on the asset that fits, one in force on `day` if there is such; else ""."""
    given = [desk.approvals[number] for number in asset.approvals if isinstance(desk.approvals.get(number), kind)]
    given = [one for one in given if fits(one)]
    in_force = [one for one in given if one.approved_on <= day <= (one.valid_until or "9999")]
    return str((in_force or given)[-1].number) if given else ""
