"""Is what was agreed on shown, set and kept for one contract?"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from assets.policy import SETTINGS
from tests.conftest import Answer
from tests.test_contract_file import CONTRACT

Run = Callable[..., Answer]


def _shown(run: Run, *args: object) -> dict[str, dict[str, Any]]:
    answer = run("policy", "show", *args, "--json")
    assert 0 == answer.code, answer
    return {row["key"]: row for row in json.loads(answer.out)}


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", ("3 days (our own threshold)", "immediately (直ちに)", "default", "MIC guideline (総務省)")),
        ("ja", ("3日（当方の目安）", "直ちに", "総務省ガイドライン")),
    ],
)
def test_every_setting_is_shown(run: Run, sample_folder: Path, language: str, told: tuple[str, ...]) -> None:
    """All of them with value, where it comes from and the annex's word; numbers are called our own."""
    answer = run("--lang", language, "policy", "show")

    assert 0 == answer.code
    assert [] == [key for key in SETTINGS if key not in answer.out]
    assert [] == [word for word in told if word not in answer.out]


def test_one_setting_is_explained(run: Run, sample_folder: Path) -> None:
    """`assets policy show KEY` says what it is for; a key that is none is named, with what to type."""
    answer = run("policy", "show", "search_days")
    unknown = run("policy", "show", "serch_days")

    assert "before the loss is to be decided on" in " ".join(answer.out.split())
    assert "stocktake_days" not in answer.out
    assert 5 == unknown.code
    assert "serch_days" in unknown.err and "assets policy show" in unknown.err


def test_raising_is_free_and_shows(run: Run, sample_folder: Path) -> None:
    """Stock-takes every month: set, shown as set, with the day, and counted by the status of its clause."""
    assert 0 == run("policy", "set", "stocktake_days", "３０日").code
    row = _shown(run)["stocktake_days"]

    assert ("30", "set", "", True) == (row["value"], row["source"], row["document"], row["own_threshold"])
    told = json.loads(run("status", "--clause", "23", "--json").out)["clauses"][0]
    assert {"stocktake_days": "30", "custodian_counts": "flag"} == told["settings"]
    assert "in_order" == json.loads(run("status", "--clause", "14", "--json").out)["clauses"][0]["state"]


@pytest.mark.parametrize(("language", "said"), [("en", "laxer"), ("ja", "緩い")])
def test_lowering_needs_its_document(run: Run, sample_folder: Path, language: str, said: str) -> None:
    """Refused by R14-1 with the command to type; with the number of the agreement it is recorded and shown."""
    refused = run("--lang", language, "policy", "set", "certificate_days", "60")
    assert 3 == refused.code
    assert all(word in refused.err for word in ("R14-1", said, "assets policy set certificate_days 60 --document"))
    assert "default" == _shown(run)["certificate_days"]["source"]

    assert 0 == run("policy", "set", "certificate_days", "60", "--document", "協議-9").code
    assert ("60", "協議-9") == tuple(_shown(run)["certificate_days"][name] for name in ("value", "document"))
    assert "協議-9" in run("report").out


@pytest.mark.parametrize(
    ("key", "value"), [("certificate_day", "60"), ("certificate_days", "0"), ("witness_needed", "x")]
)
def test_what_cannot_be_is_refused_in_a_sentence(run: Run, sample_folder: Path, key: str, value: str) -> None:
    """A misspelt setting or value is told, with what to type; nothing is recorded."""
    before = run("verify", "--json").out
    answer = run("policy", "set", key, value)

    assert 5 == answer.code
    assert "assets policy show" in answer.err
    assert before == run("verify", "--json").out


@pytest.mark.parametrize("args", [(), ("stocktake_days",)])
def test_a_script_is_told_what_is_missing(run: Run, sample_folder: Path, args: tuple[str, ...]) -> None:
    """Without a terminal nobody is asked: the error names what is missing."""
    answer = run("policy", "set", *args)

    assert 2 == answer.code
    assert ("VALUE" if args else "SETTING") in answer.err


# -- agreed on from the start -----------------------------------------------------------------------------------------


def _opened(run: Run, folder: Path, policy: str) -> Answer:
    path = folder / "contract.toml"
    path.write_text(f"{CONTRACT}\n[policy]\n{policy}\n", encoding="utf-8")
    assert 0 == run("init").code
    return run("contract", "open", "--from", path)


def test_a_contract_brings_its_policy(run: Run, tmp_path: Path) -> None:
    """A stricter profile, a threshold as a number, a Japanese word: all hold from the first day."""
    answer = _opened(run, tmp_path, "profile = 'nist_r2'\nstocktake_days = 30\ntraining_missing = '拒否'")
    assert 0 == answer.code, answer
    shown = _shown(run)

    assert {"profile": "nist_r2", "stocktake_days": "30", "training_missing": "refuse"} == {
        key: row["value"] for key, row in shown.items() if row["source"] == "set"
    }


def test_a_contract_that_lowers_names_the_agreement(run: Run, tmp_path: Path) -> None:
    """Without `document` nothing is opened at all; with it the number stands beside each setting that it lowered."""
    answer = _opened(run, tmp_path, "required_personal = 'CLEAR'")
    assert 5 == answer.code
    assert "required_personal" in answer.err and "document = NUMBER" in answer.err
    assert "[]" == run("contract", "list", "--json").out.strip()

    path = tmp_path / "contract.toml"
    path.write_text(f"{path.read_text(encoding='utf-8')}document = '協議-1'\n", encoding="utf-8")
    assert 0 == run("contract", "open", "--from", path).code
    assert ("CLEAR", "協議-1") == tuple(_shown(run)["required_personal"][name] for name in ("value", "document"))


@pytest.mark.parametrize("policy", ["stocktake_day = 30", "stocktake_days = 'often'", "stocktake_days = [30]"])
def test_a_policy_that_cannot_be_is_refused(run: Run, tmp_path: Path, policy: str) -> None:
    """A misspelt setting or value in the file: one sentence, no contract."""
    answer = _opened(run, tmp_path, policy)

    assert 5 == answer.code
    assert "Traceback" not in answer.err
    assert "[]" == run("contract", "list", "--json").out.strip()
