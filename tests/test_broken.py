"""Does the proof of a rule that holds by construction fall when what keeps the rule is broken?"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from assets.rules.built_in import BUILT_IN, Proof
from tests.broken import PERMISSIVE

ROOT = Path(__file__).parents[1]
PROOFS = [proof for one in BUILT_IN.values() for proof in one.proofs]


def _run(proof: Proof, *options: str) -> str:
    module, _, test = proof.test.partition(".")
    command = [sys.executable, "-m", "pytest", "-x", "-p", "no:cacheprovider", "-p", "tests.broken", "-rfE", *options]
    given = [*command, "-k", test, f"tests/{module}.py"]
    return subprocess.run(given, cwd=ROOT, capture_output=True, text=True).stdout


@pytest.mark.parametrize("proof", PROOFS, ids=lambda proof: f"{proof.kept_by}-{proof.test}")
def test_a_proof_falls_with_what_keeps_its_rule(proof: Proof) -> None:
    """In a program in which that one thing lets everything pass, the test itself fails: it does not merely stumble on its way."""
    module, _, test = proof.test.partition(".")

    told = _run(proof, "--broken", proof.kept_by)

    assert f"FAILED tests/{module}.py::{test}" in told, told


def test_a_proof_stands_while_nothing_is_broken() -> None:
    """The control: the same run, with nothing broken, fails nothing."""
    told = _run(Proof("", "test_rules_always.test_a_my_number_hides_in_no_field_of_any_deed"))

    assert "FAILED" not in told
    assert "1 passed" in told


def test_everything_that_keeps_a_rule_can_be_broken() -> None:
    """No more is broken than what the rules name, and no less."""
    assert {proof.kept_by for proof in PROOFS} == set(PERMISSIVE)
