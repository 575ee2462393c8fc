"""What stands in settings.toml?"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path

from assets.errors import BadInput, LedgerUnusable
from assets.language import N_
from assets.wedge import Dressing

TEMPLATE = """# Settings of this ledger.
# font = "/path/to/a/japanese-truetype-font.ttf"   # for labels and forms
# stock = "OP3008"                                 # the labels in the drawer, when none are named
# contact = "03-0000-0000"                         # whom a finder tells: on tags, boxes and cover sheets
# [printer.default]                                # what assets label --calibrate found out
# [printer.zebra]                                  # a thermal printer: assets label --new --printer zebra
# address = "tcp://192.0.2.10:9100"                # or a device: "/dev/usb/lp0"
# size = "60x30"                                   # its labels, in mm
# dpi = 203                                        # 203, 300 or 600; darkness = 0 to 30 and speed = 1 to 14 if need be
# [scanner]                                        # what a scanner types before and after every code
# prefix = "~"
# suffix = ""
"""
_BARE = re.compile(r"[A-Za-z0-9_-]+")
_HEADER = re.compile(r"\s*\[")


def keep(path: Path, table: str, name: str, values: Mapping[str, object]) -> None:
    """Write the values under [table.name] of the file, which is replaced as a whole or not at all. LedgerUnusable when it cannot be."""
    draft = path.with_suffix(".new")
    try:
        before = path.read_text(encoding="utf-8") if path.exists() else ""
        written = with_table(before, table, name, values)
        draft.touch(mode=0o600)
        draft.write_text(written, encoding="utf-8")
        draft.replace(path)
    except OSError as error:
        draft.unlink(missing_ok=True)
        raise LedgerUnusable(N_("The settings {path} cannot be written: {why}"), path=path, why=error) from error


def with_table(text: str, table: str, name: str, values: Mapping[str, object]) -> str:
    """`text` with the values under [table.name]; comments, order and other values stay. BadInput when it is written in a way that cannot."""
    header = f"[{table}.{_key(name)}]"
    before, inside, after = _parted(text.splitlines(), table, name)
    kept = [line for line in inside[1:] if line.partition("=")[0].strip() not in values]
    while kept and not kept[-1].strip():
        kept.pop()
    lines = [f"{key} = {json.dumps(value)}" for key, value in values.items()]
    written = (
        "\n".join([*before, *(inside[:1] or _apart(before, header)), *lines, *kept, *(["", *after] if after else [])])
        + "\n"
    )
    _must_read_back(written, table, name, values)
    return written


def _apart(before: list[str], header: str) -> list[str]:
    return ["", header] if before and before[-1].strip() else [header]


def _parted(lines: list[str], table: str, name: str) -> tuple[list[str], list[str], list[str]]:
    """What stands before the table, in it with its header first, and behind it."""
    headers = [place for place, line in enumerate(lines) if _HEADER.match(line)]
    for place in headers:
        if _is(lines[place], table, name):
            end = next((later for later in headers if later > place), len(lines))
            return lines[:place], lines[place:end], lines[end:]
    return lines, [], []


def _is(line: str, table: str, name: str) -> bool:
    try:
        read = tomllib.loads(line)
    except tomllib.TOMLDecodeError:
        return False
    return read == {table: {name: {}}}


def _key(name: str) -> str:
    return name if _BARE.fullmatch(name) else json.dumps(name, ensure_ascii=False)


def _must_read_back(text: str, table: str, name: str, values: Mapping[str, object]) -> None:
    try:
        found = tomllib.loads(text)[table][name]
    except (tomllib.TOMLDecodeError, KeyError, TypeError):
        found = {}
    if any(found.get(key) != value for key, value in values.items()):
        raise BadInput(
            N_("settings.toml cannot be written to for {name}."),
            hint=N_("Write it there by hand: [{table}.{name}]  {values}"),
            table=table,
            name=name,
            values="  ".join(f"{key} = {json.dumps(value)}" for key, value in values.items()),
        )


def dressing(settings: Mapping[str, object], *, path: Path) -> Dressing:
    """What the scanners of a ledger type before and after every code: [scanner] of its settings. Raises LedgerUnusable."""
    told = settings.get("scanner", {})
    found = [told.get(name, "") for name in Dressing._fields] if isinstance(told, dict) else [None]
    if not all(isinstance(sign, str) for sign in found):
        raise LedgerUnusable(
            N_("The settings {path} cannot be read: {why}"), path=path, why='[scanner] prefix = "~" suffix = ""'
        )
    return Dressing(*map(str, found))
