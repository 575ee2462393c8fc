"""Does settings.toml keep what its owner wrote?"""

from __future__ import annotations

import stat
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assets.errors import BadInput, LedgerUnusable
from assets.settings import keep, with_table

OURS: dict[str, object] = {"offset_mm": [1.0, -0.5], "scale": [1.0, 0.99]}
WRITTEN = """# mine
font = "x.ttf"   # keep this

[printer.office]   # upstairs
address = "tcp://office"
scale = [9.0, 9.0]
# why

[other]
a = 1
"""


@pytest.mark.parametrize(
    "before", ["", "\n\n", "a = 1", WRITTEN, "[printer.office]", "[printer.lobby]\nscale = [1, 1]\n"]
)
@pytest.mark.parametrize("name", ["office", "事務室 2階", 'a"b', "x.y"])
def test_a_printer_is_written_and_read_back(before: str, name: str) -> None:
    """New, or in place of what was there; everything else has its value still, a name may be anything."""
    after = with_table(before, "printer", name, OURS)
    was, now = tomllib.loads(before), tomllib.loads(after)

    assert OURS == {key: now["printer"][name][key] for key in OURS}
    assert {key: value for key, value in was.items() if key != "printer"} == {
        key: value for key, value in now.items() if key != "printer"
    }
    assert after == with_table(after, "printer", name, OURS)


def test_comments_and_other_values_stay() -> None:
    """What the owner wrote stands where it stood."""
    after = with_table(WRITTEN, "printer", "office", OURS)

    for line in (
        "# mine",
        'font = "x.ttf"   # keep this',
        'address = "tcp://office"',
        "# why",
        "[printer.office]   # upstairs",
    ):
        assert line in after.splitlines()
    assert "9.0" not in after


def test_what_cannot_be_changed_is_left_alone() -> None:
    """A printer written on one line with braces is not ours to rewrite: said, with what to write by hand."""
    with pytest.raises(BadInput) as refusal:
        with_table("printer = { office = { scale = [1, 1] } }\n", "printer", "office", OURS)

    assert "offset_mm = [1.0, -0.5]" in refusal.value.advice()


@given(st.text(min_size=1, max_size=12))
def test_any_name_is_written_or_refused(name: str) -> None:
    """Whatever is typed for a name, the file can be read afterwards."""
    try:
        after = with_table(WRITTEN, "printer", name, OURS)
    except BadInput:
        return

    assert OURS["scale"] == tomllib.loads(after)["printer"][name]["scale"]


def test_the_file_is_replaced_as_a_whole(tmp_path: Path) -> None:
    """Only its owner may read it; where it cannot be written, it stays as it is."""
    path = tmp_path / "settings.toml"
    path.write_text(WRITTEN, encoding="utf-8")
    keep(path, "printer", "office", OURS)

    assert with_table(WRITTEN, "printer", "office", OURS) == path.read_text(encoding="utf-8")
    assert 0o600 == stat.S_IMODE(path.stat().st_mode)
    assert ["settings.toml"] == [found.name for found in tmp_path.iterdir()]
    with pytest.raises(LedgerUnusable):
        keep(tmp_path / "missing" / "settings.toml", "printer", "office", OURS)
