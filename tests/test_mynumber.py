"""Is a My Number recognised, and nothing else taken for one?"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.jp import in_

from assets.mynumber import looks_like_my_number

# The example number that is printed in official explanations of the check digit.
EXAMPLE = "123456789018"


@pytest.mark.parametrize(
    "text",
    [
        EXAMPLE,
        "１２３４５６７８９０１８",
        "1234-5678-9018",
        "1234 5678 9018",
        "1234　5678　9018",
        "１２３４－５６７８－９０１８",
        "1234‐5678−9018",
        "1 2 3 4 5 6 7 8 9 0 1 8",
        "被保険者 123456789018 の申込書",
        "第1号 1234-5678-9018",
        "2025 123456789018",
        "No.123456789018A",
        "1 1234-5678-9018 2",
    ],
)
def test_a_my_number_is_seen_however_it_is_written(text: str) -> None:
    """Width, spaces, hyphens and the words around it do not hide a My Number."""
    assert looks_like_my_number(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "123456789019",
        "1234567890181",
        "12345678901",
        "2025-04-15 10:30",
        "03-1234-5678",
        "KKS101L8",
        "第1巻",
    ],
)
def test_other_numbers_are_let_through(text: str) -> None:
    """A wrong check digit, another length, a date or a telephone number is no My Number."""
    assert not looks_like_my_number(text)


@given(st.from_regex(r"\A[0-9]{12}\Z"))
def test_the_check_digit_is_the_one_of_the_library(number: str) -> None:
    """For any twelve digits the verdict is that of python-stdnum's own reckoning."""
    assert (in_.calc_check_digit(number[:-1]) == number[-1]) == looks_like_my_number(number)


@given(st.from_regex(r"\A[0-9]{11}\Z"), st.integers(0, 10), st.integers(1, 9))
def test_one_misread_digit_is_mostly_noticed(body: str, at: int, off: int) -> None:
    """A number with one digit changed is a My Number only when both remainders give the check digit 0."""
    right = body + str(in_.calc_check_digit(body))
    misread = right[:at] + str((int(right[at]) + off) % 10) + right[at + 1 :]

    assert looks_like_my_number(right)
    assert right[-1] == "0" or not looks_like_my_number(misread)
