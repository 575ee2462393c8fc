"""What follows when the policy is changed?"""

from __future__ import annotations

from assets import events as e
from assets.decide.judged import done
from assets.policy import effective, parse
from assets.state import Contract
from assets.when import Moment


def set_policy(desk: Contract, *, key: str, value: str, document: str, moment: Moment) -> list[e.Fact]:
    """契約別方針 (clause 14): a setting for this contract alone; nothing when it was set so already. Raises BadInput for what it cannot be."""
    meant = parse(key, value)
    if desk.policy.get(key) == meant:
        return []
    was = effective(desk.policy)[key]
    return done(desk, e.PolicySet(key=key, value=meant, was=was, document=document), moment)
