"""Does every example that `--help` shows run?"""

from __future__ import annotations

import json
import shlex
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from cli.verbs import VERBS
from tests.conftest import SAMPLE, Answer

Run = Callable[..., Answer]
FIRST = {
    "accept": ("send",),
    "found": ("lost",),
    "incident assess": ("lost",),
    "incident notice": ("lost",),
    "incident measure": ("lost",),
    "incident agree": ("lost",),
    "incident close": ("lost",),
    "incident show": ("lost",),
    "contract open": ("init",),
    "dispose": (),
    "certify": ("dispose",),
    "validate": ("dispose",),
    "disposal close": ("disposal start",),
    "disposal show": ("disposal start",),
    "return": (),
    "stocktake count": ("stocktake start",),
    "stocktake show": ("stocktake start",),
    "stocktake close": ("stocktake start",),
    "container show": ("container make",),
    "pack": ("container make",),
    "unpack": ("container make", "pack"),
    "seal": ("container make",),
    "subject forward": ("subject request",),
    "document check": ("document file",),
    "audit answer": ("audit notice",),
    "improvement request": ("audit notice",),
    "improvement agree": ("audit notice", "improvement request"),
    "improvement done": ("audit notice", "improvement request", "improvement agree"),
    "auditor change": ("auditor add",),
    "auditor password": ("auditor add",),
    "auditor token": ("auditor add",),
    "auditor disable": ("auditor add",),
}
EMPTY = ("init", "contract open", "demo")
REFUSED = {"contract close": 3, "incident close": 3}
NOT_RUN = ("serve", "watch")
WITHOUT_JSON = ("demo", "serve", "watch")


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the sample's files, a file of scans and a photo, as an operator would stand in it."""
    desk = tmp_path / "desk"
    shutil.copytree(SAMPLE, desk)
    (desk / "scans.txt").write_text("R7012-00005-Q\nＲ７０１２－００００６－Ｏ\nkks107l8\n", encoding="utf-8")
    (desk / "photo.jpg").write_bytes(b"\xff\xd8")
    (desk / "規定.pdf").write_bytes(b"%PDF-1.7 ...")
    monkeypatch.chdir(desk)
    return desk


def _typed(run: Run, verb: str, *more: str) -> Answer:
    return run(*shlex.split(VERBS[verb].example)[1:], *more)


@pytest.mark.parametrize("verb", [verb for verb in VERBS if verb not in (*EMPTY, *NOT_RUN)])
def test_the_example_runs_on_the_sample(verb: str, run: Run, sample_folder: Path, here: Path) -> None:
    """What `--help` shows can be typed as it stands, on the ledger of the sample."""
    for before in FIRST.get(verb, ()):
        assert 0 == _typed(run, before).code

    answer = _typed(run, verb)

    assert REFUSED.get(verb, 0) == answer.code, answer


@pytest.mark.parametrize("verb", ["init", "contract open"])
def test_the_example_runs_on_nothing(verb: str, run: Run, here: Path) -> None:
    """The first two verbs need no ledger, or an empty one."""
    for before in FIRST.get(verb, ()):
        assert 0 == _typed(run, before).code

    assert 0 == _typed(run, verb).code


@pytest.mark.parametrize("verb", [verb for verb in VERBS if verb not in (*EMPTY, *WITHOUT_JSON)])
def test_json_is_one_document(verb: str, run: Run, sample_folder: Path, here: Path) -> None:
    """With `--json` a script gets one JSON document on standard output, whatever came of the verb."""
    for before in FIRST.get(verb, ()):
        _typed(run, before)

    answer = _typed(run, verb, "--json")

    assert json.loads(answer.out) is not None
    assert REFUSED.get(verb, 0) == answer.code, answer


def test_the_demo_plays_to_its_end(run: Run, tmp_path: Path) -> None:
    """The main job, told as it goes: it insists itself that every command ends as the story says."""
    answer = run("demo", "--to", tmp_path / "stage")

    assert 0 == answer.code, answer.err
    assert "contract closed: nothing is left" in answer.out
    assert "NOT verified" in answer.err
    assert (tmp_path / "stage" / "labels.pdf").stat().st_size > 10_000
