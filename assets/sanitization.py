"""Which method ends which medium, and to what level?

The data stands in `sanitization.toml`. A rating is that of a profile: `mic_jp` (総務省 guideline, where shredding counts as
destruction) unless another is asked for.
"""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from assets.language import N_, Word
from assets.particles import fine_enough

LEVELS = ("CLEAR", "PURGE", "DESTROY")
PROFILE = "mic_jp"
NOT_APPLICABLE = "·"
_NAMES = {
    "mic_jp": N_("Guideline of the Japanese ministry (総務省)"),
    "nist_r2": N_("NIST SP 800-88 Rev.2 (US)"),
}
_NOTES = {
    ("degauss", "nist_r2"): N_("Degaussing is Purge and never Destroy."),
    ("punch_crush", "nist_r2"): N_("Bending and punching damage a medium; they do not destroy it."),
    ("shred", "nist_r2"): N_(
        "Shredding counts for the lowest class only, except for paper and film; paper in pieces of at most 5 mm² (P-7), as Rev.1 asked."
    ),
    ("pulverize", "nist_r2"): N_("Pulverising counts for the lowest class only, except for paper and film."),
}


class Rating(NamedTuple):
    """How well a method ends a medium.

    level: CLEAR, PURGE, DESTROY, or "" (it does not); conditional: only under conditions; otherwise: the level without them.
    """

    level: str
    conditional: bool
    otherwise: str


class Profile(NamedTuple):
    """The reading of one standard, as a certificate cites it: name in our words, standard and version in its own."""

    code: str
    name: Word
    standard: str
    version: str


@cache
def table() -> dict[str, Any]:
    """The whole of sanitization.toml."""
    return tomllib.loads((Path(__file__).parent / "sanitization.toml").read_text(encoding="utf-8"))


def media() -> tuple[str, ...]:
    """Codes of the media."""
    return tuple(table()["media"])


def methods() -> tuple[str, ...]:
    """Codes of the methods."""
    return tuple(table()["methods"])


def profiles() -> tuple[Profile, ...]:
    """The profiles, the default one first."""
    return tuple(
        Profile(code, profile_name(code), given["standard"], given["version"])
        for code, given in table()["profiles"].items()
    )


def profile_name(code: str) -> Word:
    """The name of a profile, translated where it is shown."""
    return Word(_NAMES[code])


def kind_of(method: str) -> str:
    """logical, magnetic, physical or none; "" for a method nobody knows."""
    return str(table()["methods"].get(method, {}).get("class", ""))


def cell(medium: str, method: str) -> str:
    """The code in the table: "X" when the method does nothing to the medium, NOT_APPLICABLE when it cannot be done to it."""
    return str(table()["media"].get(medium, {}).get(method, NOT_APPLICABLE))


def rate(medium: str, method: str, *, profile: str = PROFILE, pi_class: str = "") -> Rating:
    """The rating of a method on a medium; without a class, what counts for the lowest class only does not count."""
    otherwise, _, best = cell(medium, method).rpartition("/")
    counted = _counted(profile, pi_class)
    return Rating(counted.get(best.rstrip("?"), ""), best.endswith("?"), counted.get(otherwise, ""))


def _counted(profile: str, pi_class: str) -> Mapping[str, str]:
    given = table()["profiles"][profile]
    lowest = given.get("lowest", {}) if pi_class == "non_personal" else {}
    return {**given["counts"], **lowest}


def note(method: str, *, profile: str) -> Word:
    """What a profile says of a method beside its rating; "" when nothing."""
    return Word(_NOTES.get((method, profile), ""))


def condition_codes(medium: str, method: str) -> tuple[str, ...]:
    """What must be stated of the method on this medium, in the order to ask; none where the method is refused."""
    if cell(medium, method) in ("X", NOT_APPLICABLE):
        return ()
    usual = table()["conditions"].get(method, ())
    return tuple(table()["conditions_on"].get(medium, {}).get(method, usual))


def achieved(
    medium: str,
    method: str,
    *,
    conditions: bool | Collection[str],
    profile: str = PROFILE,
    pi_class: str = "",
    area: int | None = None,
) -> str:
    """The level reached.

    conditions: the codes somebody stated, of which a conditional rating needs every one; or True for all of them, False for none,
    where a conditional PURGE still counts as CLEAR. area: of the particles, in hundredths of a square millimetre, when measured.
    """
    rating = rate(medium, method, profile=profile, pi_class=pi_class)
    if not fine_enough(medium, method, area, pi_class=pi_class, profile=profile):
        return ""
    if not rating.conditional or conditions is True:
        return rating.level
    if conditions is False:
        return "CLEAR" if rating.level == "PURGE" else ""
    return rating.level if set(condition_codes(medium, method)) <= set(conditions) else rating.otherwise


def achieved_by(
    medium: str,
    steps: Sequence[str],
    asserted: bool | Collection[str],
    *,
    pi_class: str,
    profile: str = PROFILE,
    area: int | None = None,
) -> str:
    """The level of the best of several methods applied one after another; a step that does nothing adds nothing and spoils nothing."""
    step = decisive(medium, steps, asserted, pi_class=pi_class, profile=profile, area=area)
    return achieved(medium, step, conditions=asserted, profile=profile, pi_class=pi_class, area=area)


def decisive(
    medium: str,
    steps: Sequence[str],
    asserted: bool | Collection[str],
    *,
    pi_class: str,
    profile: str = PROFILE,
    area: int | None = None,
) -> str:
    """The step that decides the level: the first that reaches it; "" when none reaches any."""

    def level(step: str) -> str:
        return achieved(medium, step, conditions=asserted, profile=profile, pi_class=pi_class, area=area)

    best = max(possible(steps), key=lambda step: ("", *LEVELS).index(level(step)), default="")
    return best if level(best) else ""


def possible(steps: Sequence[str]) -> list[str]:
    """The steps without the commands given to what was in pieces already."""
    broken = next((at for at, step in enumerate(steps) if kind_of(step) == "physical"), len(steps))
    return [step for at, step in enumerate(steps) if at <= broken or kind_of(step) != "logical"]


def required(medium: str, pi_class: str, *, levels: Mapping[str, str] | None = None) -> str:
    """The level an information class needs on a medium before it counts as ended (総務省 guideline).

    levels: what the contract agreed on instead, per class. What cannot be destroyed on its own is capped either way.
    """
    capped = str(table()["capped"].get(medium, "DESTROY"))
    return min(str((levels or table()["required"])[pi_class]), capped, key=LEVELS.index)


def reaches(level: str, wanted: str) -> bool:
    """Whether `level` is at least `wanted`."""
    return bool(level) and LEVELS.index(level) >= LEVELS.index(wanted)


def suitable(
    medium: str, pi_class: str, *, kinds: tuple[str, ...], wanted: str = "", profile: str = PROFILE
) -> list[str]:
    """Methods of these kinds that reach what is wanted, or what the class needs on the medium, conditions granted."""
    wanted = wanted or required(medium, pi_class)
    return [
        method
        for method in methods()
        if kind_of(method) in kinds and reaches(rate(medium, method, profile=profile, pi_class=pi_class).level, wanted)
    ]
