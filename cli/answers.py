"""What was answered last time?

Only places, ways of travelling, equipment and facilities are offered again, never a person: who does it, receives it or watches is said every
time.
The answers lie beside the ledger, readable by its owner alone; when they cannot be read or kept, nothing is offered.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

from assets.mynumber import looks_like_my_number

OFFERED = ("--place", "--method", "--tool", "--equipment", "--evidence facility", "--evidence permit")
_FILE = "answers.json"


def last(folder: Path, option: str) -> str:
    """The answer given last for `option` in this ledger; "" when there is none, or it is not one to offer."""
    return _kept(folder).get(option, "") if option in OFFERED else ""


def remember(folder: Path, option: str, answer: str) -> None:
    """Keep an answer for next time."""
    if option not in OFFERED or not folder.is_dir() or looks_like_my_number(answer):
        return
    try:
        kept = {**_kept(folder), option: answer}
        file = os.open(folder / _FILE, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600)
        with os.fdopen(file, "w", encoding="utf-8") as opened:
            json.dump(kept, opened, ensure_ascii=False)
    except OSError:
        return


def _kept(folder: Path) -> dict[str, str]:
    try:
        told = json.loads((folder / _FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return {name: str(answer) for name, answer in told.items()} if isinstance(told, dict) else {}
