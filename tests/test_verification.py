"""How is it known that a method did its work?"""

from __future__ import annotations

import pytest

from assets.sanitization import kind_of, methods, table
from assets.verification import RESULTS, VERIFICATIONS, result, verifies

READING = ("full_readback", "sampled_readback", "tool_log")


@pytest.mark.parametrize("method", methods())
def test_nothing_is_read_back_that_cannot_be_read(method: str) -> None:
    """Only what survived a logical method can be read; after degaussing the equipment is checked, after destruction one looks."""
    kind = kind_of(method)

    assert {kind == "logical"} == {verifies(method, verification) for verification in READING}
    assert (kind == "physical") == verifies(method, "visual")
    assert (kind in ("magnetic", "physical")) == verifies(method, "equipment_check")
    assert (kind != "none") == verifies(method, "third_party")
    assert not verifies(method, "none")


def test_every_way_of_checking_has_a_word() -> None:
    """The words are those of the table, and one for not having checked."""
    assert set(VERIFICATIONS) - {"none"} == {code for codes in table()["verification"].values() for code in codes}
    assert ["pass", "fail", "unknown"] == list(RESULTS)


@pytest.mark.parametrize(
    ("method", "verification", "claimed", "recorded"),
    [
        ("overwrite", "full_readback", "pass", "pass"),
        ("overwrite", "none", "pass", "unknown"),
        ("degauss", "full_readback", "pass", "unknown"),
        ("degauss", "equipment_check", "pass", "pass"),
        ("degauss", "full_readback", "fail", "fail"),
        ("shred", "visual", "unknown", "unknown"),
        ("shred", "visual", "", "unknown"),
        ("mask", "third_party", "pass", "unknown"),
    ],
)
def test_who_could_not_verify_does_not_say_that_it_passed(
    method: str, verification: str, claimed: str, recorded: str
) -> None:
    """A tool that could not look says that it does not know; a failure stays one."""
    assert recorded == result(method, verification, claimed=claimed)
