"""What did a scanner with a memory write on a line?"""

from __future__ import annotations

import doctest

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assets import logged as module
from assets.logged import Logged, logged

ONE = "R7012-00001-Y"
AT = "2025-06-02T01:31:05.000Z"


def test_the_examples_hold() -> None:
    """What the module shows is what it does."""
    assert (0, 1) == tuple(doctest.testmod(module))


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (f"2025-06-02 10:31:05,{ONE}", Logged(ONE, AT)),
        (f"2025/06/02 10:31:05,{ONE}", Logged(ONE, AT)),
        (f"{ONE},2025-06-02T10:31:05", Logged(ONE, AT)),
        (f"2025/6/2,10:31:05,{ONE}", Logged(ONE, AT)),
        (f"{ONE};2;2025-06-02 10:31:05", Logged(ONE, AT, 2)),
        (f"{ONE}\t3", Logged(ONE, "", 3)),
        (f'"{ONE}","x2"', Logged(ONE, "", 2)),
        (f"20250602 10:31,{ONE}", Logged(ONE, "2025-06-02T01:31:00.000Z")),
        (f"2025-06-02,{ONE}", Logged(ONE, "2025-06-02")),
        (f"{ONE},", Logged(ONE)),
        (f"2025-06-02 10:31:05,{ONE} R7012-00002-W", Logged(f"{ONE} R7012-00002-W", AT)),
    ],
)
def test_time_and_count_are_told_apart(line: str, told: Logged) -> None:
    """Day and time of Japan, together or in two parts, before or after the code; how often it was read."""
    assert told == logged(line)


@pytest.mark.parametrize(
    "line",
    [
        ONE,
        "",
        "handover",
        "P-02",
        "004471",
        f"{ONE},R7012-00002-W",
        f"{ONE},KKS101L8",
        f"{ONE},10:31:05",
        f"02/06/2025 10:31,{ONE}",
        f"2025-02-30 10:31,{ONE}",
        f"{ONE},2,3",
        "2025-06-02 10:31:05",
    ],
)
def test_what_is_not_clear_stays_as_it_is(line: str) -> None:
    """Two codes, a code and a serial, a day that may be read two ways, a time without a day: nothing is guessed."""
    assert Logged(line) == logged(line)


@given(st.text(max_size=40))
def test_no_line_makes_it_stumble(line: str) -> None:
    """Whatever stands there."""
    assert logged(line).times >= 1
