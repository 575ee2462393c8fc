"""Does the counter keep out what nobody at it should be able to do?"""

from __future__ import annotations

import json
import re
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import SAMPLE, Answer

Run = Callable[..., Answer]
TAPE = "R7012-00001-Y"
A_MY_NUMBER = "123456789018"


@pytest.mark.parametrize("by", ["GHOST", "P-04"])
def test_whoever_records_is_on_the_roster_today(run: Run, sample_folder: Path, by: str) -> None:
    """Neither a stranger nor somebody who left last year records a handover between two others."""
    words = ("handover", TAPE, "--from-person", "P-01", "--to", "P-02", "--place", "H-1")

    assert 3 == run(*words, "--by", by).code
    assert 0 == run(*words, "--by", "P-03").code


@pytest.mark.parametrize(
    "words",
    [
        ("move", TAPE, "--place", A_MY_NUMBER),
        ("move", TAPE, "--place", "H-1", "--by", A_MY_NUMBER),
        ("move", A_MY_NUMBER, "--place", "H-1"),
        ("scan", A_MY_NUMBER),
        ("show", "１２３４　５６７８　９０１８"),
        ("lost", TAPE, "--reason", "1234\t5678\t9018"),
        ("copy", TAPE, "--medium", "hdd", "--purpose", A_MY_NUMBER, "--on", "2025-05-20"),
    ],
)
@pytest.mark.parametrize("more", [(), ("--json",)])
def test_a_my_number_is_neither_kept_nor_repeated(
    run: Run, sample_folder: Path, words: tuple[str, ...], more: tuple[str, ...]
) -> None:
    """Wherever it is typed: refused, not on the screen, not in the journal."""
    answer = run(*words, *more)

    assert 0 != answer.code
    for text in (answer.out, answer.err, (sample_folder / "journal.db").read_bytes().decode("utf-8", "replace")):
        assert not re.search(r"[1１]\D?[2２]\D?[3３]\D?[4４]\D*[5５]\D?[6６]\D?[7７]\D?[8８]", text)


@pytest.mark.parametrize(("first", "then"), [("10:00", "09:59"), ("23:59", "00:01")])
def test_instants_of_one_day_keep_their_order(run: Run, sample_folder: Path, first: str, then: str) -> None:
    """Two deeds of one day with their times: the second is not before the first."""
    assert 0 == run("move", TAPE, "--place", "H-1", "--on", f"2025-06-02T{first}").code
    assert 3 == run("move", TAPE, "--place", "V-1", "--on", f"2025-06-02T{then}").code
    assert 0 == run("move", TAPE, "--place", "V-1", "--on", "2025-06-02T23:59").code


def test_options_take_the_words_of_the_forms(run: Run, sample_folder: Path) -> None:
    """磁気テープ and 特定個人情報 are understood where mag_tape and specific_pi are; full-width numbers too."""
    answer = run(
        *(
            "receive",
            "--title",
            "追加",
            "--medium",
            "磁気テープ",
            "--class",
            "特定個人情報",
            "--items",
            "氏名",
            "--json",
        ),
        *(
            "--place",
            "Ｖ－１",
            "--from-person",
            "Ｃ－０１",
            "--method",
            "手渡し",
            "--serial",
            "ＣＤ－１２",
            "--by",
            "Ｐ－０１",
        ),
    )

    [told] = json.loads(answer.out)
    assert ("mag_tape", "specific_pi", "V-1", "CD-12", "C-01") == tuple(
        told["data"][name] for name in ("medium", "pi_class", "place", "serial", "released_by")
    )


def test_a_deleted_contract_shows(run: Run, sample_folder: Path, tmp_path: Path) -> None:
    """Every line of a contract in the middle of the file is gone, its chain with it: verify sees the hole."""
    for number, prefix in (("R7-2", "R72"), ("R7-3", "R73")):
        words = ("--title", "t", "--client", "c", "--contractor", "k", "--start", "2025-04-01", "--end", "2026-03-31")
        assert 0 == run("contract", "open", "--number", number, "--prefix", prefix, *words).code
    db = sqlite3.connect(sample_folder / "journal.db")
    [(guard,)] = db.execute("SELECT sql FROM sqlite_schema WHERE name = 'journal_no_delete'").fetchall()
    db.execute("DROP TRIGGER journal_no_delete")
    db.execute("DELETE FROM journal WHERE contract = 'R7-2'")
    db.execute(guard)
    db.commit()
    db.close()

    answer = run("verify")

    assert 1 == answer.code
    assert "missing" in answer.err


def test_a_taken_port_is_said_first(run: Run, sample_folder: Path) -> None:
    """Another program listens there: one sentence, and no address is promised."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        answer = run("serve", "--open", "--port", str(other.getsockname()[1]))

    assert (5, "") == (answer.code, answer.out)


def test_an_empty_file_of_scans_is_no_success(run: Run, sample_folder: Path, tmp_path: Path) -> None:
    """Nothing was scanned: said, and not exit 0."""
    (tmp_path / "none.txt").write_text("\n\n")

    assert 5 == run("move", "--file", tmp_path / "none.txt", "--place", "H-1").code


def test_a_short_command_waits_for_no_validator(sample_folder: Path) -> None:
    """`show` reads its words without the validation library behind the command line, which is slow to import."""
    line = f"from cli.main import run; import sys; run(['--ledger', {str(sample_folder)!r}, 'show', '{TAPE}'])"
    told = subprocess.run(
        [sys.executable, "-c", line + "; print('pydantic' in sys.modules, 'sqlite_utils' in sys.modules)"],
        capture_output=True, text=True, check=True, cwd=SAMPLE.parent.parent,
    ).stdout  # fmt: skip

    assert TAPE in told
    assert told.endswith("False False\n")
