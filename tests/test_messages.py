"""Is everything said in both languages?"""

from __future__ import annotations

import ast
import json
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog

from assets import events, ids, sanitization
from assets.rules.rule import DEEDS
from assets.terms import TERMS
from cli.verbs import GROUPS, VERBS
from tests import messages
from tests.conftest import Answer

LINES = ["--help", *(f"{name} --help" for name in (*GROUPS, *VERBS))]
_JAPANESE = re.compile(r"[ぁ-んァ-ヶ一-龯]")

# Every line in one process for each language: the command line library looks its words up once.
_SAY_ALL = """
import contextlib, io, json, sys
from cli.main import run
told = {}
for line in json.loads(sys.stdin.read()):
    out = io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
        code = run(["--lang", sys.argv[1], "--ledger", sys.argv[2], *line.split()])
    told[line] = [code, out.getvalue()]
print(json.dumps(told))
"""


def say_all(language: str, lines: list[str], folder: Path) -> dict[str, tuple[int, str]]:
    """What `assets --lang LANGUAGE LINE` answers to each line: exit code and text, on a terminal of 100 columns."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("ASSETS_", "LC_", "LANG"))}
    environment |= {"COLUMNS": "100", "PYTHONUTF8": "1", "NO_COLOR": "1"}
    done = subprocess.run(
        [sys.executable, "-c", _SAY_ALL, language, str(folder)],
        input=json.dumps(lines),
        env=environment,
        cwd=messages.HOME,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    return {line: (code, text) for line, (code, text) in json.loads(done.stdout).items()}


@pytest.fixture(scope="module")
def japanese(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[int, str]]:
    """The help of everything, in Japanese."""
    return say_all("ja", LINES, tmp_path_factory.mktemp("ja"))


@pytest.fixture(scope="module")
def english(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[int, str]]:
    """The help of everything, in English."""
    return say_all("en", LINES, tmp_path_factory.mktemp("en"))


@pytest.fixture(scope="module")
def wanted() -> set[str]:
    """Every message of the code."""
    return messages.collected()


def catalogue(**entries: str) -> Catalog:
    """A catalogue of these messages."""
    made = messages.Messages(locale="ja", fuzzy=False)
    for english_one, japanese_one in entries.items():
        made.add(english_one, japanese_one)
    return made


# -- the catalogue ----------------------------------------------------------------------------------------------------


def test_every_message_has_its_japanese(wanted: set[str]) -> None:
    """No message of the code is without Japanese, with other fields, fuzzy, or left over in the catalogue."""
    assert [] == messages.problems(wanted, messages.read())


def test_the_compiled_catalogue_is_the_written_one() -> None:
    """messages.mo is what messages.po compiles to, byte for byte, and the file of text is in its normal form."""
    again = messages.same(messages.read())

    assert messages.as_mo(again) == messages.MO.read_bytes()
    assert messages.as_po(again) == messages.PO.read_bytes()


def test_the_catalogue_names_no_machine_and_no_day() -> None:
    """Writing it elsewhere, or tomorrow, gives the same file."""
    text = messages.PO.read_text(encoding="utf-8")

    assert not re.search(r"^#[^,]|Creation-Date|Revision-Date|/home/|/usr/|[A-Z]:\\", text, re.MULTILINE)


@pytest.mark.parametrize(
    "source",
    [
        'from assets.language import N_\nplanted = N_("A planted sentence of {count} words.")\n',
        'print(_("A planted sentence of {count} words.").format(count=3))\n',
        "print(f\"{_('A planted sentence of {count} words.')}  \")\n",
        'raise BadInput(N_("A planted sentence "\n    "of {count} words."), count=3)\n',
        'told("A planted sentence of {count} words.", {})\n',
    ],
)
def test_a_planted_message_is_caught(tmp_path: Path, source: str) -> None:
    """A sentence without Japanese is found however it is written, and found no more once it has its Japanese."""
    (tmp_path / "planted.py").write_text(source, encoding="utf-8")
    planted = messages.extracted(tmp_path)

    assert {"A planted sentence of {count} words."} == planted
    assert ["no Japanese: 'A planted sentence of {count} words.'"] == messages.problems(planted, messages.read())[:1]
    assert [] == messages.problems(
        planted, catalogue(**{"A planted sentence of {count} words.": "{count}語の文です。"})
    )


def test_a_message_in_a_page_is_caught(tmp_path: Path) -> None:
    """Templates of the audit view are read as well."""
    (tmp_path / "page.html").write_text('<p>{{ _("entered {days} days late", days=3) }}</p>', encoding="utf-8")

    assert {"entered {days} days late"} == messages.extracted(tmp_path)


@pytest.mark.parametrize(
    ("english_one", "japanese_one", "fault"),
    [
        ("Row {row}", "{line}行目", "other fields"),
        ("Row {row}", "行", "other fields"),
        ("Nothing was scanned.", "Nothing was scanned.", "not in Japanese"),
        ("Row {row}: ", "{row}行目：", "other spaces"),
        ("管理区域 only.", "管理区域のみです。", "Japanese in English"),
    ],
)
def test_a_bad_translation_is_caught(english_one: str, japanese_one: str, fault: str) -> None:
    """Fields that differ, English left as Japanese, lost spaces and mixed languages are told."""
    [line] = messages.problems({english_one}, catalogue(**{english_one: japanese_one}))

    assert line.startswith(fault)


def test_a_fuzzy_or_left_over_message_is_caught() -> None:
    """Neither a guess nor a message that nobody says any more stays in the catalogue."""
    made = catalogue(Stopped="中止しました。")
    made["Stopped"].flags.add("fuzzy")

    assert ["fuzzy: 'Stopped'"] == messages.problems({"Stopped"}, made)
    assert ["not in the code any more: 'Stopped'"] == messages.problems(set(), made)


@pytest.mark.parametrize(
    "line",
    ["assets show {asset}", "--quantity NUMBER", "assets person list --contract {contract}", "--out report.xlsx"],
)
def test_what_is_typed_stays_as_it_is(line: str) -> None:
    """A line to type needs no Japanese; prose after it does."""
    assert messages.is_typed(line)
    assert not messages.is_typed(f"{line}   shows more")


def test_only_plain_strings_are_marked() -> None:
    """A message that is put together before it is marked could never be found in the catalogue."""
    files = [file for package in messages.PACKAGES for file in (messages.HOME / package).rglob("*.py")]
    calls = {
        file: [node for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))) if isinstance(node, ast.Call)]
        for file in files
    }
    marked = {
        file: sum(isinstance(call.func, ast.Name) and call.func.id == "N_" for call in found)
        for file, found in calls.items()
    }

    assert marked == {file: sum(name == "N_" for name, _text in messages.marks(file)) for file in files}


# -- words for codes --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "code",
    sorted(
        {*events.KINDS, *DEEDS.values(), *sanitization.media(), *sanitization.methods(), "CLEAR", "PURGE", "DESTROY"}
    ),
)
def test_every_code_is_a_word(code: str) -> None:
    """Kinds of events, deeds, media, methods and levels are shown in words, in both languages."""
    assert code in TERMS
    assert "_" not in TERMS[code] and "." not in TERMS[code]
    assert messages.read().get(TERMS[code]).string  # type: ignore[union-attr]


# -- what is seen -----------------------------------------------------------------------------------------------------


_NO_PROSE = (
    r"\n (例|Example): .*",
    r"(?m)^ *Usage: .*$",
    r"[│╭╰╮╯─]",
    r"<[^>]*>",
    r"\[[^\]]*\]",
    r"--?[\w-]+",
    r"assets( [a-z]+){1,2}",
    r"'[^']*'",
    r"\b\w*_\w+\b",
    r"\b[A-Z|=-]+\b",
)


def prose(text: str) -> str:
    """What people read as sentences: without the example at the end, frames, options, metavars, codes and lines to type."""
    for what in _NO_PROSE:
        text = re.sub(what, " ", text, flags=re.DOTALL if "Example" in what else 0)
    return text


def english_in(text: str) -> list[str]:
    """English words that follow each other without a comma, as they do in a sentence."""
    return re.findall(r"[A-Za-z][a-z']+(?: +[A-Za-z']*[a-z]){2,}", prose(text))


@pytest.mark.parametrize("line", LINES)
def test_help_is_japanese_in_japanese(japanese: dict[str, tuple[int, str]], line: str) -> None:
    """No English sentence is left in the Japanese help, nothing of it is cut off, and it ends well."""
    code, text = japanese[line]

    assert 0 == code
    assert _JAPANESE.search(text)
    assert [] == english_in(text)
    assert "…" not in text


@pytest.mark.parametrize("line", LINES)
def test_help_is_english_in_english(english: dict[str, tuple[int, str]], line: str) -> None:
    """The English help holds Japanese only where the annex's own term or an example stands, and nothing is cut off."""
    code, text = english[line]
    flat = " ".join(prose(text).split())
    for example in ("令和7年4月15日", "氏名・住所", "本, 枚, 冊, 箱, 個"):
        flat = flat.replace(example, "")

    assert 0 == code
    assert english_in(text)
    assert "<bool>" not in text  # a flag takes no value
    assert not _JAPANESE.search(re.sub(r"\([^()]*\)", "", flat))
    assert "…" not in text


def test_the_version_is_told(run: Callable[..., Answer]) -> None:
    """What the project file says, also before there is a ledger."""
    version = tomllib.loads((Path(__file__).parent.parent / "pyproject.toml").read_text("utf-8"))["project"]["version"]

    assert (0, f"assets {version}") == ((told := run("--version")).code, told.out.strip())


def test_the_eye_for_english_sees(english: dict[str, tuple[int, str]], japanese: dict[str, tuple[int, str]]) -> None:
    """The check for English finds the sentences of the English help, and one that slipped into the Japanese."""
    assert all(english_in(text) for _code, text in english.values())
    assert "Where it is kept" in english_in(japanese["find --help"][1].replace("語句", "Where it is kept", 1))


@pytest.mark.parametrize(
    ("line", "in_japanese", "in_english"),
    [
        ("show R7012-00001-9", "台帳がありません", "There is no ledger"),
        ("shwo", "というコマンドはありません", "shwo"),
        ("show --nothing", "というオプションはありません", "There is no option"),
        ("show", "がありません", "is missing"),
        ("show one two", "", "two"),
        ("label --start 0", "--start", "--start"),
        ("receive --by", "--by", "--by"),
    ],
)
def test_an_error_is_told_in_the_language(tmp_path: Path, line: str, in_japanese: str, in_english: str) -> None:
    """What went wrong and what to do comes out in the language asked for."""
    told = {language: say_all(language, [line], tmp_path / "none")[line][1] for language in ("ja", "en")}

    assert in_japanese in told["ja"]
    assert [] == english_in(told["ja"])
    assert in_english in told["en"]
    assert not _JAPANESE.search(told["en"])


def test_a_refusal_is_told_in_the_language(tmp_path: Path) -> None:
    """A rule's reason, its clause, the advice and the words for codes are all in the language asked for."""
    sample = messages.HOME / "assets" / "sample"
    lines = [
        "init",
        f"contract open --from {sample / 'contract.toml'}",
        f"person add --from {sample / 'roster.csv'}",
        f"place add --from {sample / 'places.csv'}",
        f"receive --from {sample / 'received.csv'} --by P-01",
        f"accept {ids.make('R7012', 1)} --by P-01 --on 2026-03-31",
        f"show {ids.make('R7012', 1)}",
    ]
    ledgers = {language: say_all(language, lines, tmp_path / language) for language in ("ja", "en")}
    refused = {language: told[lines[-2]] for language, told in ledgers.items()}
    shown = {language: told[lines[-1]][1] for language, told in ledgers.items()}

    assert [0, 0, 0, 0, 0] == [ledgers["ja"][line][0] for line in lines[:5]]
    assert {"ja": 3, "en": 3} == {language: code for language, (code, _text) in refused.items()}
    assert "保管中のため、受取はできません。" in refused["ja"][1]
    assert "第23項" in refused["ja"][1]
    assert [] == english_in(refused["ja"][1])
    assert "is in custody; accept does not fit." in refused["en"][1]
    assert not _JAPANESE.search(refused["en"][1])
    assert "保管中" in shown["ja"] and "磁気テープ" in shown["ja"]
    assert "in custody" in shown["en"] and "magnetic tape" in shown["en"]
    assert not re.search(r"in_custody|mag_tape|specific_pi", shown["ja"] + shown["en"])
