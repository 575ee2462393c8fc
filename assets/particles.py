"""Are the pieces small enough?

The values of `particles.toml` are claims with a source, see SOURCE; areas are in hundredths of a square millimetre.
"""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from assets.language import N_

SOURCE = N_("ISO/IEC 21964 (DIN 66399), as commonly reported; not checked against the standard")


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / "particles.toml").read_text(encoding="utf-8"))


def categories(medium: str) -> tuple[str, ...]:
    """The categories (P, F, O, T, H, E) a medium belongs to; none for what has no body of its own, or several."""
    return tuple(_table()["categories"].get(medium, ()))


def largest(category: str) -> tuple[int, ...]:
    """The largest particle of levels 1 to 7; 0 where the level is no matter of size."""
    return tuple(_table()["largest"][category])


def particle_level(medium: str, area: int) -> int:
    """The level, 1 to 7, that particles of this area reach on the medium; 0: none, or none that a size decides."""
    return min((_level(category, area) for category in categories(medium)), default=0)


def _level(category: str, area: int) -> int:
    return max((level for level, most in enumerate(largest(category), 1) if 0 < area <= most), default=0)


def least_level(medium: str, method: str, *, pi_class: str, profile: str) -> int:
    """The lowest level that will do; 0 when any size does."""
    if not categories(medium) or method not in _table()["methods"]["leave_particles"]:
        return 0
    ours = int(_table()["protection"].get(pi_class, {}).get("level", 0))
    return max(ours, _own_level(medium, method, profile))


def fine_enough(medium: str, method: str, area: int | None, *, pi_class: str, profile: str) -> bool:
    """Whether the pieces are small enough. area None: nobody measured, which will do unless the profile sets a size of its own."""
    if area is None:
        return not _own_level(medium, method, profile)
    least = least_level(medium, method, pi_class=pi_class, profile=profile)
    return not least or particle_level(medium, area) >= least


def _own_level(medium: str, method: str, profile: str) -> int:
    return int(_table()["profiles"].get(profile, {}).get(medium, {}).get(method, 0))
