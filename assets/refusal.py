"""Why was a deed refused?"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from assets import events as e
from assets.errors import AssetsError
from assets.language import N_, say


@dataclass(frozen=True)
class Reason:
    """Why not: a rule's id and clause, a sentence as a translatable template with its fields, and the next command."""

    rule: str
    clause: int
    message: str
    fields: dict[str, object]
    hint: str = ""

    def sentence(self) -> str:
        """The sentence in the language spoken now."""
        return say(self.message, self.fields)

    def advice(self) -> str:
        """What to type next, in the language spoken now."""
        return say(self.hint, self.fields) if self.hint else ""


class Refused(AssetsError):
    """A deed the rules refuse, with every reason at once; recorded: whether the ledger knows of it."""

    recorded = False

    exit_code = 3
    meaning = N_("a rule of the annex refuses the deed; the refusal is recorded")

    def __init__(self, reasons: Iterable[Reason], *, deed: str, asset: str = "") -> None:
        self.reasons = tuple(reasons)
        self.deed, self.asset = deed, asset
        first = self.reasons[0]
        super().__init__(first.message, hint=first.hint, **first.fields)

    def as_fact(self) -> e.Refused:
        """The refusal as it is recorded: which rules, never what was typed (clause 44)."""
        return e.Refused(asset=self.asset, deed=self.deed, rules=tuple(reason.rule for reason in self.reasons))


def refusing(refused: Refused) -> Callable[[object], Sequence[e.Fact]]:
    """A decision that is the refusal already made, so that it is recorded."""

    def decide(_desk: object) -> Sequence[e.Fact]:
        raise refused

    return decide
