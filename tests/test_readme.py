"""Does the README tell the truth?"""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from cli.verbs import VERBS
from tests.readme import PROOFS, README, written

TEXT = README.read_text(encoding="utf-8")


def test_generated_parts_are_those_of_the_code() -> None:
    """Command list, exit codes and the table of places are written by `make readme`; a change of the code changes them."""
    assert written(TEXT) == TEXT


def test_the_two_commands_stand_first() -> None:
    """A newcomer sees `make demo` and `make test` before anything else that can be typed."""
    first = re.search(r"```sh\n(.*?)```", TEXT, re.DOTALL)

    assert first is not None
    assert ["make demo", "make test"] == [line.partition("#")[0].strip() for line in first[1].splitlines()]


@pytest.mark.parametrize("line", re.findall(r"^assets .*$", TEXT, re.MULTILINE))
def test_every_line_shown_is_a_verb(line: str) -> None:
    """What the README tells people to type begins with a verb that exists."""
    words = shlex.split(line, comments=True)[1:]

    assert words[0] in VERBS or " ".join(words[:2]) in VERBS


def test_every_deed_is_proved_where_it_says() -> None:
    """The table names test files that exist and that speak of the deed."""
    for deed, name in PROOFS.items():
        source = (Path(__file__).parent / name).read_text(encoding="utf-8")

        assert deed in source


def test_the_changelog_keeps_its_form() -> None:
    """Keep a Changelog: the newest part is on top, and lists what users get."""
    text = (README.parent / "CHANGELOG.md").read_text(encoding="utf-8")

    assert text.startswith("# Changelog")
    assert "## [Unreleased]" in text
