"""Which sentences lack their Japanese?

`python -m tests.messages` lists them. With `--write` the catalogue is brought up to date first: what is new in the code comes in without Japanese,
what has Japanese keeps it, what left the code goes; `messages.mo` is compiled beside it. Then fill in messages.po by hand, and write once more.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from string import Formatter

import typer
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from assets.checks import CHECKS
from assets.language import LOCALE_FOLDER, speak, spoken
from assets.rules import RULES

HOME = Path(__file__).parent.parent
PACKAGES = ("assets", "cli", "labels", "datasette_plugins")
PO = LOCALE_FOLDER / "ja" / "LC_MESSAGES" / "messages.po"
MO = PO.with_suffix(".mo")

_MARKS = ("N_", "_", "say", "told", "translated")
_LIBRARY = ("core.py", "rich_utils.py")
_HEADER = [
    ("Project-Id-Version", "assets-ledger"),
    ("Language", "ja"),
    ("MIME-Version", "1.0"),
    ("Content-Type", "text/plain; charset=utf-8"),
    ("Content-Transfer-Encoding", "8bit"),
    ("Plural-Forms", "nplurals=1; plural=0;"),
]

_JAPANESE = re.compile(r"[\u3005-\u3007\u3040-\u30ff\u3400-\u9fff]")
_IN_PARENTHESES = re.compile(r"\([^()]*\)")
# What people type or read as it is, in English too.
_EXAMPLES = ("令和7年4月15日", "氏名・住所", "本, 枚, 冊, 箱, 個")
_WORD = re.compile(r"[a-z]{3,}")
_ARGUMENT = re.compile(r"--[\w-]+|\{\w+\}|[A-Z]+|[\w-]+\.\w+|'[^']+'|assets|pip|install")


class Messages(Catalog):
    """A catalogue whose file depends on its messages alone: no dates, no names of people or machines."""

    @property
    def mime_headers(self) -> list[tuple[str, str]]:
        """What gettext needs to read the file."""
        return _HEADER


# -- what the code says -----------------------------------------------------------------------------------------------


def collected() -> set[str]:
    """Every message a person may see: marked in the code, said in the help, explained by a rule, or said by the command line library."""
    marked = (extracted(HOME / package) for package in PACKAGES)
    return set().union(*marked, helps(), (rule.explanation for rule in (*RULES.values(), *CHECKS.values())), library())


def extracted(folder: Path) -> set[str]:
    """The messages marked in the modules and templates under `folder`."""
    modules = {text for file in folder.rglob("*.py") for name, text in marks(file) if name in _MARKS}
    pages = extract_from_dir(
        folder, [("**.html", "jinja2")], options_map={"**.html": {"silent": "false"}}, keywords=dict.fromkeys(_MARKS)
    )
    return (modules | {str(message) for _file, _line, message, _comments, _context in pages}) - {""}


def marks(file: Path) -> Iterator[tuple[str, str]]:
    """(function, message) of every call with a plain string first; also inside f-strings, where Babel does not look on every Python."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        match node:
            case ast.Call(func=ast.Name(id=name), args=[ast.Constant(value=str(text)), *_]):
                yield name, text


def helps() -> set[str]:
    """What the help of every verb is made of, as `cli.main` looks it up."""
    before = spoken()
    speak("en")
    try:
        return set(filter(None, _helps()))
    finally:
        speak(before)


def _helps() -> Iterator[str]:
    from cli.main import _top, build
    from cli.verbs import VERBS

    for command in (_top(), *(build(name.split()[-1], verb) for name, verb in VERBS.items())):
        yield command.help or ""
        yield from (getattr(param, "help", "") for param in command.get_params(typer.Context(command)))


def library() -> set[str]:
    """What the command line library looks up in the same catalogue."""
    return {text for file in _LIBRARY for name, text in marks(Path(typer.__file__).parent / file) if name == "_"}


# -- the catalogue ----------------------------------------------------------------------------------------------------


def read(path: Path = PO) -> Catalog:
    """The catalogue as it lies in the file; empty when there is none."""
    if not path.exists():
        return Messages(locale="ja", fuzzy=False)
    with path.open("rb") as file:
        return read_po(file, locale="ja")


def renewed(catalogue: Catalog, wanted: Iterable[str]) -> Messages:
    """The catalogue of exactly the messages `wanted`, with the Japanese that `catalogue` has for them."""
    made = Messages(locale="ja", header_comment="", fuzzy=False)
    for message in sorted(wanted):
        known = catalogue.get(message)
        made.add(message, known.string if known else "", flags=known.flags if known else ())
    return made


def same(catalogue: Catalog) -> Messages:
    """The catalogue in its normal form, with the messages it has."""
    return renewed(catalogue, (str(message.id) for message in catalogue if message.id))


def as_po(catalogue: Catalog) -> bytes:
    """The catalogue as text for translators, one message after another in the order of the alphabet."""
    file = BytesIO()
    write_po(file, catalogue, width=0, no_location=True, sort_output=True)
    return file.getvalue().lstrip(b"#\n")


def as_mo(catalogue: Catalog) -> bytes:
    """The catalogue as gettext reads it."""
    file = BytesIO()
    write_mo(file, catalogue)
    return file.getvalue()


def write(catalogue: Messages) -> None:
    """Put both files in their place."""
    PO.parent.mkdir(parents=True, exist_ok=True)
    PO.write_bytes(as_po(catalogue))
    MO.write_bytes(as_mo(catalogue))


# -- what is wrong with it --------------------------------------------------------------------------------------------


def problems(wanted: Iterable[str], catalogue: Catalog) -> list[str]:
    """What keeps `catalogue` from being the Japanese of the messages `wanted`, one line each."""
    wanted = set(wanted)
    known = {str(message.id): message for message in catalogue if message.id}
    lines = [
        f"no Japanese: {message!r}" for message in sorted(wanted) if message not in known or not known[message].string
    ]
    lines += [
        f"not in the code any more: {message!r}" for message in sorted({*known, *map(str, catalogue.obsolete)} - wanted)
    ]
    for message in sorted(wanted & set(known)):
        if known[message].string:
            lines += [
                f"{why}: {message!r}" for why in _faults(message, str(known[message].string), known[message].flags)
            ]
    return lines + [f"Japanese in English: {message!r}" for message in sorted(wanted) if _mixes(message)]


def _faults(english: str, japanese: str, flags: Iterable[str]) -> Iterator[str]:
    if "fuzzy" in flags:
        yield "fuzzy"
    if fields(english) != fields(japanese):
        yield f"other fields, {sorted(fields(japanese) ^ fields(english))}"
    if not (_JAPANESE.search(japanese) or is_typed(english) or not _WORD.search(english)):
        yield "not in Japanese"
    if english[:1].isspace() != japanese[:1].isspace() or english[-1:].isspace() != japanese[-1:].isspace():
        yield "other spaces around it"


def fields(template: str) -> set[str]:
    """The names of the fields of a template."""
    return {name for _text, name, _spec, _conversion in Formatter().parse(template) if name is not None}


def is_typed(message: str) -> bool:
    """Whether `message` is only something to type: it stays as it is in every language."""
    from cli.verbs import VERBS

    verbs = {word for name in VERBS for word in name.split()}
    words = message.split(" ")
    begins = words[0] in ("assets", "pip") or words[0].startswith("--")
    return begins and all(
        bool(_ARGUMENT.fullmatch(word)) or word in verbs or before.startswith("--")
        for before, word in pairwise(["", *words])
    )


def _mixes(english: str) -> bool:
    for example in _EXAMPLES:
        english = english.replace(example, "")
    return bool(_JAPANESE.search(_IN_PARENTHESES.sub("", english)))


def main(arguments: Sequence[str]) -> int:
    """List what is wrong; 1 when anything is."""
    wanted = collected()
    if "--write" in arguments:
        write(renewed(read(), wanted))
    lines = problems(wanted, read())
    if not MO.exists() or as_mo(same(read())) != MO.read_bytes():
        lines.append("messages.mo is not messages.po compiled: python -m tests.messages --write")
    print("\n".join(lines) or f"{len(wanted)} messages, all in Japanese")
    return 1 if lines else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
