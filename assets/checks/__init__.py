"""What needs attention?

A check is one small function with an id, the clause whose duty it watches and a docstring that explains it. It looks at a register
and yields what it sees: rules judge a deed when it is done, checks see what was left undone. Importing this package registers all chapters.
"""

from assets.checks import (
    audits,
    copying,
    custody,
    ending,
    general,
    incidents,
    intake,
    people,
    stocktake,
    subcontracting,
)
from assets.checks.check import ATTENTION, CHECKS, OPEN, Check, Item, Sight, View, check, look, seen

__all__ = [
    "ATTENTION",
    "CHECKS",
    "OPEN",
    "Check",
    "Item",
    "Sight",
    "View",
    "audits",
    "check",
    "copying",
    "custody",
    "ending",
    "general",
    "incidents",
    "intake",
    "look",
    "people",
    "seen",
    "stocktake",
    "subcontracting",
]
