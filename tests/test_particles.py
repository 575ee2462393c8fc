"""Are the pieces small enough?"""

from __future__ import annotations

import pytest

from assets.particles import SOURCE, categories, fine_enough, largest, least_level, particle_level
from assets.sanitization import media

# The largest particle per level in mm², written a second time; a word where the level is no matter of size.
TABLE = """
| P | 2000       | 800     | 320      | 160  | 30  | 10  | 5   |
| F | 160        | 30      | 10       | 2.5  | 1   | 0.5 | 0.2 |
| O | 2000       | 800     | 160      | 30   | 10  | 5   | 0.2 |
| T | inoperable | 2000    | 320      | 160  | 30  | 10  | 2.5 |
| H | inoperable | damaged | deformed | 2000 | 320 | 10  | 5   |
| E | inoperable | split   | 160      | 30   | 10  | 1   | 0.5 |
"""
ROWS = [[word.strip() for word in line.strip("|").split("|")] for line in TABLE.strip().splitlines()]


@pytest.mark.parametrize("row", ROWS, ids=[row[0] for row in ROWS])
def test_the_sizes_are_those_of_the_table(row: list[str]) -> None:
    """Every level of the category, in hundredths of a square millimetre."""
    category, *levels = row

    assert tuple(0 if level.isalpha() else round(float(level) * 100) for level in levels) == largest(category)


@pytest.mark.parametrize(
    ("medium", "area", "level"),
    [
        ("paper", 16000, 4),
        ("paper", 16001, 3),
        ("paper", 500, 7),
        ("paper", 200001, 0),
        ("film", 250, 4),
        ("optical_worm", 21, 6),
        ("optical_worm", 20, 7),
        ("hdd", 200000, 4),
        ("hdd", 200001, 0),
        ("ssd_nvme", 3000, 4),
        ("ssd_nvme", 20000, 0),
        ("sshd", 32000, 0),
        ("sshd", 1000, 5),
        ("mo_disk", 16000, 3),
        ("cloud_volume", 1, 0),
        ("paper", 0, 0),
    ],
)
def test_a_size_has_a_level(medium: str, area: int, level: int) -> None:
    """To the hundredth; with two categories the lower level counts; what has no body has none."""
    assert level == particle_level(medium, area)


@pytest.mark.parametrize("medium", media())
def test_every_medium_with_one_body_has_a_category(medium: str) -> None:
    """Only what is no single thing has none."""
    assert bool(categories(medium)) != (medium in ("device_composite", "cloud_volume", "logical_copy", "other_spec"))
    assert set(categories(medium)) <= set("PFOTHE")


@pytest.mark.parametrize(
    ("pi_class", "level"),
    [("specific_pi", 5), ("unknown", 5), ("personal", 4), ("non_personal", 0)],
)
def test_the_class_sets_the_level(pi_class: str, level: int) -> None:
    """特定個人情報 from level 5, 個人情報 from level 4; for paper NIST asks level 7 of all."""
    assert level == least_level("hdd", "shred", pi_class=pi_class, profile="mic_jp")
    assert 7 == least_level("paper", "shred", pi_class=pi_class, profile="nist_r2")
    assert 0 == least_level("hdd", "melt", pi_class=pi_class, profile="mic_jp")
    assert 0 == least_level("device_composite", "shred", pi_class=pi_class, profile="mic_jp")


def test_what_nobody_measured_will_do_unless_the_profile_sets_a_size() -> None:
    """An unknown size is no refusal in Japanese practice; NIST's paper must be measured; melting leaves no pieces."""
    assert fine_enough("hdd", "shred", None, pi_class="specific_pi", profile="mic_jp")
    assert not fine_enough("hdd", "shred", 32001, pi_class="specific_pi", profile="mic_jp")
    assert not fine_enough("paper", "shred", None, pi_class="personal", profile="nist_r2")
    assert fine_enough("paper", "pulp", None, pi_class="personal", profile="nist_r2")
    assert fine_enough("hdd", "melt", 999999, pi_class="specific_pi", profile="mic_jp")


def test_the_sizes_are_a_claim_with_a_source() -> None:
    """Nobody reads the level without reading where it comes from."""
    assert "ISO/IEC 21964" in SOURCE
