"""What does somebody answer for, before it is recorded?"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import typer

from assets.conditions import CONDITIONS, conditions
from assets.decide.ending import EVERY_CONDITION
from assets.errors import BadInput
from assets.evidence import FIELDS, FILES
from assets.language import N_, _
from assets.sanitization import kind_of
from assets.state import Asset, Contract
from cli.desk import known_code
from cli.session import ask

_LARGEST = 100_000_000  # hundredths of a square millimetre: one square metre


@dataclass
class Answers:
    """What was said on the line, and on a terminal what is asked for; each question once in a command.

    steps: the methods for an asset, in order; stated: codes of conditions, or "all"; tool: "" when nobody said.
    """

    steps: Callable[[Contract, Asset], Sequence[str]]
    stated: tuple[str, ...]
    tool: str = "-"
    said: dict[str, bool] = field(default_factory=dict)

    def __call__(self, desk: Contract, asset: Asset) -> Mapping[str, object]:
        """The words `asserted` and `tool` for this asset."""
        steps = self.steps(desk, asset)
        asserted = self.stated or (self._asked(asset, steps) if sys.stdin.isatty() else ())
        if self.tool == "-":
            return {"asserted": asserted}
        if not self.tool and sys.stdin.isatty() and _needs_tool(asset, steps):
            self.tool = ask(N_("With which tool, in which version?"), option="--tool")
        return {"asserted": asserted, "tool": self.tool}

    def _asked(self, asset: Asset, steps: Sequence[str]) -> tuple[str, ...]:
        found = [condition for step in steps for condition in conditions(asset.arrival.medium, step)]
        for condition in found:
            if condition.code not in self.said:
                self.said[condition.code] = typer.confirm(_(condition.sentence))
        return tuple(condition.code for condition in found if self.said[condition.code])


def _needs_tool(asset: Asset, steps: Sequence[str]) -> bool:
    return asset.handled_as != "non_personal" and any(kind_of(step) == "logical" for step in steps)


def stated(given: Sequence[str] | None) -> tuple[str, ...]:
    """The codes of --assert. Raises BadInput for one that nobody knows."""
    known_code(given or (), (EVERY_CONDITION, *CONDITIONS), option="--assert")
    return tuple(given or ())


def proofs(given: Sequence[str] | None) -> tuple[str, ...]:
    """The `field=value` of --evidence, a file by its name alone. Raises BadInput for a field that nobody knows, or one without a value."""
    for one in given or ():
        name, sign, value = one.partition("=")
        if not sign or not value.strip():
            raise BadInput(N_("“{found}” is no evidence: FIELD=VALUE."), hint=N_("--evidence passes=3"), found=one)
        known_code([name], FIELDS, option="--evidence")
    return tuple(f"{one.partition('=')[0]}={path.name}" if (path := _file(one)) else one for one in given or ())


def attached(given: Sequence[str] | None) -> tuple[tuple[str, str, str], ...]:
    """(what it is, SHA-256, name) of each file that --evidence names: photographs and logs."""
    from cli.documents import sha256_of

    files = [(one.partition("=")[0], _file(one)) for one in given or ()]
    return tuple((_(FIELDS[name]), sha256_of(path), path.name) for name, path in files if path)


def _file(one: str) -> Path | None:
    name, _sign, value = one.partition("=")
    path = Path(value.strip())
    return path if name in FILES and path.is_file() else None


def hundredths(text: str) -> int:
    """An area in mm², as typed, in hundredths; 0 for "". Raises BadInput."""
    from decimal import Decimal, InvalidOperation

    if not text:
        return 0
    try:
        area = int(Decimal(text) * 100)
    except (InvalidOperation, ValueError, OverflowError):
        area = 0
    if not 1 <= area <= _LARGEST:
        raise BadInput(N_("“{found}” is no area in mm²."), hint=N_("--particle-area 30"), found=text)
    return area
