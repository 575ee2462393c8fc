"""What do the generated parts of the README say?"""

from __future__ import annotations

import re
import sys
from pathlib import Path

import assets.delivery
import cli.session
from assets.errors import AssetsError
from assets.language import speak
from assets.rules.rule import DEEDS
from cli.verbs import VERBS
from tests import needs

README = Path(__file__).parent.parent / "README.md"
PROOFS = {
    "receive": "test_rules_intake.py",
    "copy": "test_rules_copying.py",
    "label": "test_labels.py",
    "move": "test_rules_custody.py",
    "handover": "test_rules_custody.py",
    "send": "test_rules_custody.py",
    "accept": "test_rules_custody.py",
    "return": "test_rules_ending.py",
    "erase": "test_rules_ending.py",
    "dispose": "test_rules_ending.py",
    "lost": "test_rules_always.py",
    "found": "test_rules_always.py",
    "produce": "test_rules_producing.py",
    "reclassify": "test_rules_intake.py",
    "validate": "test_rules_ending.py",
    "certify": "test_rules_ending.py",
    "pack": "test_rules_containers.py",
    "unpack": "test_rules_containers.py",
    "seal": "test_rules_containers.py",
    "split": "test_rules_parts.py",
    "extract": "test_rules_parts.py",
    "correct": "test_rules_correcting.py",
}


def commands() -> str:
    """Every verb with its first sentence and its example."""
    speak("en")
    rows = ["| verb | what it does | example |", "|---|---|---|"]
    for name, verb in VERBS.items():
        rows.append(f"| `assets {name}` | {_sentence(verb.function().__doc__)} | `{verb.example}` |")
    return "\n".join(rows)


def _sentence(doc: str | None) -> str:
    return re.split(r"(?<=\.)\s", " ".join((doc or "").split()))[0]


def exit_codes() -> str:
    """Every exit code with what it means, from the classes of errors."""
    found = {0: "done", 130: "interrupted; what was acknowledged stays"}
    for kind in _subclasses(AssetsError):
        if kind.meaning != AssetsError.meaning:
            found.setdefault(kind.exit_code, kind.meaning)
    rows = [f"| {code} | {found[code]} |" for code in sorted(found)]
    return "\n".join(["| code | meaning |", "|---|---|", *rows])


def _subclasses(root: type[AssetsError]) -> list[type[AssetsError]]:
    return [root, *(deeper for child in root.__subclasses__() for deeper in _subclasses(child))]


def where() -> str:
    """For each deed on an asset: where it is decided, stored, typed, printed, shown, proved."""
    rows = ["| deed | decided | stored as | typed | printed | shown | proved |", "|---|---|---|---|---|---|---|"]
    for deed, test in PROOFS.items():
        chapters = sorted(_chapters(deed))
        facts = ", ".join(f"`{fact.kind}`" for fact, word in DEEDS.items() if word == deed)
        typed = VERBS[deed].place.partition(":")[0].replace(".", "/") + ".py"
        printed = "`labels/sheet.py`" if deed in ("receive", "copy", "produce", "label") else "–"
        rules = ", ".join(f"`{chapter}`" for chapter in chapters)
        rows.append(
            f"| {deed} | `assets/decide/` by `assets/rules/`: {rules} | {facts} in `assets/events/` | `{typed}` | {printed} | `assets/reports.py`, `datasette_plugins/` | `tests/{test}` |"
        )
    return "\n".join(rows)


def _chapters(deed: str) -> set[str]:
    from assets.rules import RULES

    return {rule.check.__module__.rpartition(".")[2] for rule in RULES.values() if deed in rule.deeds}


PARTS = {"commands": commands, "needs": needs.table, "exit codes": exit_codes, "where": where}


def written(text: str) -> str:
    """The README with its generated parts as the code has them now."""
    for name, part in PARTS.items():
        pattern = rf"(<!-- {name}: [^>]*-->\n).*?(<!-- /{name} -->)"
        text = re.sub(pattern, lambda found, part=part: f"{found[1]}{part()}\n{found[2]}", text, flags=re.DOTALL)
    return text


if __name__ == "__main__":
    if "--write" in sys.argv:
        README.write_text(written(README.read_text(encoding="utf-8")), encoding="utf-8")
    else:
        print(written(README.read_text(encoding="utf-8")))

__all__ = ["assets", "cli"]
