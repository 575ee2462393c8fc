"""Why does a method not end this medium?"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from assets.language import N_
from assets.particles import fine_enough, least_level
from assets.sanitization import (
    NOT_APPLICABLE,
    PROFILE,
    Rating,
    achieved,
    cell,
    condition_codes,
    kind_of,
    profile_name,
    rate,
    reaches,
    required,
)
from assets.terms import term


class Refusal(NamedTuple):
    """One reason against a method: its code, the sentence as a template, and the fields of the template."""

    code: str
    message: str
    fields: dict[str, object]


@dataclass(frozen=True)
class _Plan:
    medium: str
    method: str
    pi_class: str
    wanted: str
    condition: str
    profile: str
    parts: bool
    asserted: bool | Collection[str]
    area: int | None

    @cached_property
    def works(self) -> bool:
        return kind_of(self.method) != "none" and cell(self.medium, self.method) not in ("X", NOT_APPLICABLE)

    @cached_property
    def rating(self) -> Rating:
        return rate(self.medium, self.method, profile=self.profile, pi_class=self.pi_class)

    @cached_property
    def fine(self) -> bool:
        return fine_enough(self.medium, self.method, self.area, pi_class=self.pi_class, profile=self.profile)

    @cached_property
    def level(self) -> str:
        """What is reached with the conditions that were stated."""
        return achieved(
            self.medium,
            self.method,
            conditions=self.asserted,
            profile=self.profile,
            pi_class=self.pi_class,
            area=self.area,
        )

    @cached_property
    def could(self) -> bool:
        """Whether it would be enough if all conditions were stated."""
        return reaches(self.rating.level, self.wanted)

    @property
    def fields(self) -> dict[str, object]:
        """What the sentences name."""
        stated = () if isinstance(self.asserted, bool) else self.asserted
        missing = [code for code in condition_codes(self.medium, self.method) if code not in stated]
        return {
            "method": term(self.method or "-"),
            "medium": term(self.medium),
            "level": term(self.level or "-"),
            "wanted": term(self.wanted),
            "pi_class": term(self.pi_class),
            "profile": profile_name(self.profile),
            "missing": ", ".join(missing),
            "least": least_level(self.medium, self.method, pi_class=self.pi_class, profile=self.profile),
        }


_REASONS: dict[str, tuple[str, Callable[[_Plan], bool]]] = {
    "no_ending": (
        N_("{method} is no way to end anything: the information is still there."),
        lambda plan: kind_of(plan.method) == "none",
    ),
    "invalid": (
        N_("{method} does not work on {medium}."),
        lambda plan: kind_of(plan.method) != "none" and cell(plan.medium, plan.method) == "X",
    ),
    "not_applicable": (
        N_("{method} cannot be done to {medium}."),
        lambda plan: kind_of(plan.method) != "none" and cell(plan.medium, plan.method) == NOT_APPLICABLE,
    ),
    "no_parts": (
        N_("{medium}: its storage parts must be recorded one by one before it ends."),
        lambda plan: plan.medium == "device_composite" and not plan.parts,
    ),
    "unreadable": (
        N_(
            "The medium cannot be read, so nothing can be written to it either: {method} cannot work, a physical method is needed."
        ),
        lambda plan: plan.condition == "unreadable" and kind_of(plan.method) == "logical",
    ),
    "not_counted": (
        N_("{profile} does not count {method} on {medium} for {pi_class}."),
        lambda plan: plan.works and not plan.rating.level,
    ),
    "too_coarse": (
        N_("The pieces of {medium} must be measured and reach level {least} (ISO/IEC 21964) or finer."),
        lambda plan: plan.works and bool(plan.rating.level) and not plan.fine,
    ),
    "conditions": (
        N_("{method} on {medium} is enough only under conditions that nobody stated: {missing}."),
        lambda plan: plan.works and plan.fine and plan.could and not reaches(plan.level, plan.wanted),
    ),
    "too_low": (
        N_("{method} on {medium} reaches {level}; {pi_class} needs {wanted}."),
        lambda plan: plan.works and bool(plan.rating.level) and not plan.could,
    ),
}


def refusals(
    medium: str,
    method: str,
    *,
    pi_class: str,
    wanted: str = "",
    condition: str = "",
    profile: str = PROFILE,
    parts: bool = False,
    asserted: bool | Collection[str] = True,
    area: int | None = None,
) -> list[Refusal]:
    """Every reason why the method does not end the medium; empty when it does.

    wanted: the level, when it is not the one the class needs. condition: of the medium, "unreadable" when it cannot be read.
    parts: whether the media inside a device are recorded. asserted: the conditions stated; True grants them, as before the act.
    area: of the particles, in hundredths of a square millimetre, when measured.
    """
    level = wanted or required(medium, pi_class)
    plan = _Plan(medium, method, pi_class, level, condition, profile, parts, asserted, area)
    return [Refusal(code, message, plan.fields) for code, (message, holds) in _REASONS.items() if holds(plan)]
