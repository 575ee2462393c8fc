"""What must a record of a sanitization carry as proof?"""

from __future__ import annotations

import pytest

from assets.evidence import DEMANDED, FIELDS, LATER, POLICY, evidence, field_name
from assets.sanitization import kind_of, methods


@pytest.mark.parametrize(
    ("method", "field", "need"),
    [
        ("overwrite", "tool_version", DEMANDED),
        ("overwrite", "passes", DEMANDED),
        ("overwrite", "log_hash", POLICY),
        ("fw_secure_erase", "mode", DEMANDED),
        ("sanitize_cmd", "sanitize_status", DEMANDED),
        ("crypto_erase", "conditions", DEMANDED),
        ("crypto_erase", "key_destruction_record", DEMANDED),
        ("factory_reset", "encryption_statement", DEMANDED),
        ("degauss", "field_strength", DEMANDED),
        ("degauss", "coercivity", DEMANDED),
        ("degauss", "inspected_on", DEMANDED),
        ("punch_crush", "holes", DEMANDED),
        ("punch_crush", "photo_after", POLICY),
        ("shred", "particle_size", DEMANDED),
        ("disintegrate", "screen_size", DEMANDED),
        ("pulverize", "particle_size", DEMANDED),
        ("incinerate", "permit", DEMANDED),
        ("incinerate", "certificate_no", LATER),
        ("melt", "facility", DEMANDED),
        ("pulp", "unopened", DEMANDED),
        ("pulp", "certificate_no", LATER),
    ],
)
def test_a_method_leaves_its_proof(method: str, field: str, need: str) -> None:
    """Each field stands under one need, and in the whole list."""
    assert [need] == [one for one in (DEMANDED, LATER, POLICY) if field in evidence(method, need=one)]
    assert field in evidence(method)


@pytest.mark.parametrize("method", methods())
def test_only_what_ends_something_needs_proof(method: str) -> None:
    """Every method that counts demands something; formatting and masking have nothing to prove."""
    assert (kind_of(method) != "none") == bool(evidence(method, need=DEMANDED))


def test_every_field_has_a_word() -> None:
    """The words are those of the table, no more, no fewer."""
    assert set(FIELDS) == {field for method in methods() for field in evidence(method)}
    assert "screen size" == field_name("screen_size")
