"""What do the ten commonest deeds ask for?

Each line is typed as it stands, in a script that answers nothing: it is enough; without any one of its options it is not (`tests/test_needs.py`).
"""

from __future__ import annotations

import shlex
from typing import NamedTuple


class Need(NamedTuple):
    """A deed with the least that is typed; before: lines that set the stage; known: where everything else comes from."""

    deed: str
    line: str
    known: str
    before: tuple[str, ...] = ()


NEEDS = (
    Need(
        "receive",
        "receive --from received.csv --by P-01",
        "the client's list; classes, items and approvals from words and titles in it",
    ),
    Need("label", "label --new", "what has no label yet"),
    Need("move", "move R7012-00001-Y --place V-1 --by P-02", "the asset's last holder and place"),
    Need(
        "handover", "handover R7012-00001-Y --to P-02 --by P-01", "who holds it releases it, and it stays where it is"
    ),
    Need(
        "send",
        "send R7012-00032-K --to S-01 --place S-1 --method 専用便 --on 2026-03-30 --by P-01",
        "who holds it releases it; the protocol, the subcontract and its scope are looked up",
    ),
    Need(
        "accept",
        "accept R7012-00032-K --on 2026-03-30 --by S-01",
        "place and receiver from what was sent",
        ("send R7012-00032-K --to S-01 --place S-1 --method 専用便 --on 2026-03-30 --by P-01",),
    ),
    Need(
        "copy",
        "copy R7012-00001-Y --medium hdd --on 2025-05-20 --by P-02",
        "title, class and items from the original; approval, purpose, place and number from the client's approval",
    ),
    Need(
        "erase",
        "erase R7012-00014-O --method sanitize_cmd --tool 消去ツール2.1 --verifier P-05 --result pass --verification tool_log --by P-02",
        "the level and whether it is enough from medium, class and policy",
    ),
    Need(
        "dispose",
        "dispose R7012-00013-Q --witness P-05 --equipment 破砕機HC-2 --on 2026-04-02 --by P-02",
        "approval, method and place from the client's approval; level from medium, class and policy",
    ),
    Need("return", "return R7012-00001-Y --to C-01 --method 手渡し --by P-01", "who holds it gives it back"),
)


def options(line: str) -> dict[str, str]:
    """The options of a line with their values; the day is no demand, it only places the sample's deed in its year."""
    words = shlex.split(line)
    return {
        word: value
        for word, value in zip(words, [*words[1:], ""], strict=True)
        if word.startswith("--") and word != "--on"
    }


def table() -> str:
    """The table of the README."""
    rows = ["| deed | scanned | said, or scanned from a badge or a place | everything else |", "|---|---|---|---|"]
    for need in NEEDS:
        scanned = "the label" if "R7012-" in need.line else "–"
        rows.append(
            f"| {need.deed} | {scanned} | {', '.join(f'`{option}`' for option in options(need.line))} | {need.known} |"
        )
    return "\n".join(rows)
