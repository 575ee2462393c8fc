"""May it happen?

A rule is one small function with an id, the clause it serves and the deeds it guards; its docstring is its explanation.
It looks at a Case and yields a Reason for everything it finds wrong. Importing this package registers all chapters.
"""

from assets.refusal import Reason, Refused
from assets.rules import always, containers, copying, correcting, custody, ending, intake, parts, people
from assets.rules.rule import RULES, Case, Rule, judge

__all__ = [
    "RULES",
    "Case",
    "Reason",
    "Refused",
    "Rule",
    "always",
    "containers",
    "copying",
    "correcting",
    "custody",
    "ending",
    "intake",
    "judge",
    "parts",
    "people",
]
