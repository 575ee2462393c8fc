"""How do documents, audits and classes read at the keyboard?"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import Answer

Run = Callable[..., Answer]


def test_a_document_is_recognised_by_its_content(sample_folder: Path, run: Run, tmp_path: Path) -> None:
    """Filed by its SHA-256, recognised under another name, not recognised once a letter changed; the file stays where it is."""
    rules = tmp_path / "規定.pdf"
    rules.write_bytes(b"version 3")
    filed = run("document", "file", rules, "--number", "文-001", "--type", "management_rules", "--version", "3")
    copy = tmp_path / "renamed.pdf"
    copy.write_bytes(b"version 3")

    assert (0, 0) == (filed.code, run("document", "check", copy).code)
    [row] = json.loads(run("document", "list", "--json").out)
    assert (hashlib.sha256(b"version 3").hexdigest(), "規定.pdf") == (row["sha256"], row["file"])
    copy.write_bytes(b"version 4")
    changed = run("document", "check", copy)
    assert (4, True) == (changed.code, "never filed" in changed.err)


@pytest.mark.parametrize(("language", "word"), [("en", "is recorded already"), ("ja", "記録済みです")])
def test_a_number_is_used_once(sample_folder: Path, run: Run, language: str, word: str) -> None:
    """The same notice twice is a slip of the hand: exit 5, one sentence, nothing recorded."""
    line = ("--lang", language, "audit", "notice", "監-001", "--scope", "保管状況", "--asked-by", "C-01")
    assert 0 == run(*line).code
    before = json.loads(run("audit", "list", "--json").out)

    again = run(*line)

    assert (5, True, before) == (again.code, word in again.err, json.loads(run("audit", "list", "--json").out))


def test_an_answer_to_no_notice_is_told_what_there_is(sample_folder: Path, run: Run) -> None:
    """A wrong number lists the right ones, exit 4."""
    run("audit", "notice", "監-001", "--scope", "保管状況", "--asked-by", "C-01")

    answer = run("audit", "answer", "監-009", "--response", "提出済")

    assert (4, True) == (answer.code, "監-001" in answer.err)


def test_the_loop_of_an_audit_reads_from_notice_to_done(sample_folder: Path, run: Run) -> None:
    """Notice, answer, improvement asked for, agreed, done: each line is acknowledged in a sentence and listed."""
    lines = (
        ("audit", "notice", "監-001", "--scope", "保管状況", "--asked-by", "C-01", "--on", "2025-10-01"),
        ("audit", "answer", "監-001", "--response", "立入りを受けた", "--on", "2025-10-15"),
        ("improvement", "request", "改-001", "--reason", "施錠記録", "--asked-by", "C-01", "--audit", "監-001"),
        ("improvement", "agree", "改-001", "--action", "記録簿", "--due", "2027-11-30"),
        ("improvement", "done", "改-001", "--verifier", "P-05"),
    )

    assert [0] * 5 == [run(*line).code for line in lines]
    assert "記録簿" in run("improvement", "list").out
    assert "立入りを受けた" in run("--lang", "ja", "audit", "list").out


def test_what_is_missing_is_named(sample_folder: Path, run: Run) -> None:
    """In a script a missing piece is an error that names its option; a word that is none is told which there are."""
    missing, wrong = run("safety", "set", "--text", "施錠"), run("safety", "set", "--kind", "magic", "--text", "施錠")

    assert (2, True) == (missing.code, "--kind" in missing.err)
    assert (5, True) == (wrong.code, "organisational" in wrong.err)


def test_a_class_is_inquired_and_settled(sample_folder: Path, run: Run) -> None:
    """The disk whose class is unknown: asked about, settled with the answer by the responsible person, refused to a handler."""
    unknown = json.loads(run("find", "照会", "--json").out) or json.loads(run("report", "--json").out)["assets"]
    number = next(row["number"] for row in unknown if row["pi_class"] == "unknown")
    assert 0 == run("inquire", number, "--number", "照会-001").code

    assert 3 == run("reclassify", number, "--class", "個人情報", "--document", "回答-001", "--by", "P-02").code
    settled = run("reclassify", number, "--class", "個人情報", "--document", "回答-001")
    assert (0, True) == (settled.code, "回答-001" in settled.out)
    assert "personal information" in run("show", number).out
