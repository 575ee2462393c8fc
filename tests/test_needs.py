"""Do the commonest deeds ask for no more, and no less, than the README says?"""

from __future__ import annotations

import shlex
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import SAMPLE, Answer
from tests.needs import NEEDS, Need, options

Run = Callable[..., Answer]


@pytest.fixture
def counter(run: Run, sample_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """A counter where nobody has said who they are."""
    desk = tmp_path / "desk"
    shutil.copytree(SAMPLE, desk)
    monkeypatch.chdir(desk)
    monkeypatch.delenv("ASSETS_BY", raising=False)
    return run


def _typed(run: Run, line: str) -> Answer:
    return run(*shlex.split(line))


@pytest.mark.parametrize("need", NEEDS, ids=lambda need: need.deed)
def test_what_is_listed_is_enough(counter: Run, need: Need) -> None:
    """The line runs as it stands, with nobody there to ask."""
    for before in need.before:
        assert 0 == _typed(counter, before).code

    answer = _typed(counter, need.line)

    assert 0 == answer.code, answer


@pytest.mark.parametrize(
    ("need", "option"),
    [(need, option) for need in NEEDS for option in options(need.line) if option not in ("--new", "--from")],
)
def test_what_is_listed_is_needed(counter: Run, need: Need, option: str) -> None:
    """Without one of them a script is told which: an error that names the option, and nothing is recorded."""
    for before in need.before:
        assert 0 == _typed(counter, before).code
    words = shlex.split(need.line)
    place = words.index(option)

    answer = counter(*words[:place], *words[place + 2 :])

    assert 0 != answer.code
    assert option in answer.err


def test_ten_deeds_are_listed() -> None:
    """The ten that an operator does every week, each once."""
    assert 10 == len({need.deed for need in NEEDS})
