"""May it happen?

A rule is one small function with an id, the clause it serves and the deeds it guards; its docstring is its explanation.
It looks at a Case and yields a Reason for everything it finds wrong. Importing this package registers all chapters.
"""

from assets.refusal import Reason, Refused
from assets.rules import (
    always,
    approving,
    audits,
    closing,
    containers,
    copying,
    correcting,
    custody,
    disposal,
    ending,
    hosting,
    incidents,
    intake,
    parts,
    people,
    places,
    policy,
    proving,
    purposes,
    sanitizing,
    stocktake,
    subcontracting,
)
from assets.rules.rule import RULES, Case, Rule, judge, may_be_broken

__all__ = [
    "RULES",
    "Case",
    "Reason",
    "Refused",
    "Rule",
    "always",
    "approving",
    "audits",
    "closing",
    "containers",
    "copying",
    "correcting",
    "custody",
    "disposal",
    "ending",
    "hosting",
    "incidents",
    "intake",
    "judge",
    "may_be_broken",
    "parts",
    "people",
    "places",
    "policy",
    "proving",
    "purposes",
    "sanitizing",
    "stocktake",
    "subcontracting",
]
