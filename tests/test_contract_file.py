"""What does a contract file say?"""

from __future__ import annotations

from pathlib import Path

import pytest

from assets import contract_file
from assets import events as e
from assets.errors import BadInput

SAMPLE = Path(contract_file.__file__).parent / "sample" / "contract.toml"
CONTRACT = """
number = "R7-1"
title = "受診券作成"
prefix = "R71"
client = "架空市"
contractor = "架空社"
annex = "20250401"
start = 2025-04-01
end = 2026-03-31
purposes = ["データ入力"]
"""


def _written(folder: Path, text: str) -> Path:
    path = folder / "contract.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_sample_is_read_whole() -> None:
    """The contract with who answers, protocol, subcontractor and approvals, in this order."""
    opened, further = contract_file.read(SAMPLE)

    assert ("R7-国保-012", "R7012", "2025-04-01", "2026-03-31", "受診券作成") == (
        opened.number,
        opened.prefix,
        opened.start,
        opened.end,
        opened.purposes[0],
    )
    assert [
        e.ResponsibleNamed,
        e.ResponsibleNamed,
        e.ProtocolSet,
        e.SubcontractAdded,
        e.CopyApproved,
        e.DisposalApproved,
    ] == [type(fact) for fact in further]
    assert ("国保被保険者データ 第1巻",) == next(fact.sources for fact in further if isinstance(fact, e.CopyApproved))


def test_every_chain_has_its_own_name() -> None:
    """The same file opened twice gives two nonces, so that the chains' first hashes differ."""
    assert contract_file.read(SAMPLE)[0].nonce != contract_file.read(SAMPLE)[0].nonce


def test_a_windows_editor_may_have_saved_it(tmp_path: Path) -> None:
    """A byte order mark and CRLF do no harm."""
    path = tmp_path / "contract.toml"
    path.write_bytes(CONTRACT.replace("\n", "\r\n").encode("utf-8-sig"))

    assert "R71" == contract_file.read(path)[0].prefix


def test_days_are_days_however_they_are_written(tmp_path: Path) -> None:
    """令和7年4月1日 in quotes is the same day as TOML's own date."""
    opened, _ = contract_file.read(
        _written(tmp_path, CONTRACT.replace("2025-04-01", '"令和7年4月1日"').replace("2026-03-31", '"2026/3/31"'))
    )

    assert ("2025-04-01", "2026-03-31") == (opened.start, opened.end)


def test_an_approval_says_everything_it_says(tmp_path: Path) -> None:
    """One title or several, one copy, a last day in Japanese style."""
    table = "[[approval]]\nkind = 'copy'\nnumber = '1'\napproved_on = 2025-04-20\napprover = 'C-01'\nmax_copies = 1\nvalid_until = 'R7.12.31'\nsources = "
    expected = e.CopyApproved(
        number="1",
        approved_on="2025-04-20",
        approver="C-01",
        max_copies=1,
        valid_until="2025-12-31",
        sources=("甲", "乙"),
    )

    assert [expected] == contract_file.read(_written(tmp_path, CONTRACT + table + "['甲', '乙']"))[1]
    assert ("甲",) == contract_file.read(_written(tmp_path, CONTRACT + table + "'甲'"))[1][0].sources  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("change", "named"),
    [
        (('prefix = "R71"', 'prefix = "r71"'), "r71"),
        (('prefix = "R71"', 'prefix = "TOOLONG"'), "TOOLONG"),
        (('prefix = "R71"', ""), "prefix"),
        (('number = "R7-1"', 'number = " "'), "number"),
        (("end = 2026-03-31", "end = 2025-03-31"), "2025-03-31"),
        (("start = 2025-04-01", 'start = "その日"'), "その日"),
        (("start = 2025-04-01", "start = 2025-04-31"), "TOML"),
        (('annex = "20250401"', 'annex = "20250401"\nflags = ["R00-2L"]'), "flags"),
        (('annex = "20250401"', 'annex = "20250401"\noccurred = "2020-01-01"'), "occurred"),
        (('annex = "20250401"', 'annex = "20250401"\nclerk = "甲"'), "clerk"),
        (('purposes = ["データ入力"]', 'purposes = "データ入力"'), "purposes"),
        (("annex", "annex ="), "TOML"),
    ],
)
def test_a_contract_that_cannot_stand_is_refused_by_name(tmp_path: Path, change: tuple[str, str], named: str) -> None:
    """Whatever is wrong is named, in one sentence, before anything is recorded."""
    with pytest.raises(BadInput) as caught:
        contract_file.read(_written(tmp_path, CONTRACT.replace(*change)))

    assert named in caught.value.sentence()


@pytest.mark.parametrize(
    ("table", "named"),
    [
        ("[responsible]\ncliant = 'C-01'", "cliant"),
        ("responsible = 'C-01'", "responsible"),
        ("approval = 'copy'", "approval"),
        ("[[approval]]\nkind = 'burn'\nnumber = '1'", "burn"),
        ("[[approval]]\nnumber = '1'", "kind"),
        (
            "[[approval]]\nkind = 'dispose'\nnumber = '1'\napproved_on = 2026-03-20\napprover = 'C-01'\nmethod = 'shredd'",
            "shredd",
        ),
        (
            "[[approval]]\nkind = 'copy'\nnumber = '1'\napproved_on = 2026-03-20\napprover = 'C-01'\nmax_copies = 0",
            "allows 0 copies",
        ),
        (
            "[[approval]]\nkind = 'copy'\nnumber = '1'\napproved_on = 2026-03-20\napprover = 'C-01'\nmax_copies = 1\nmedia = ['hdds']",
            "hdds",
        ),
        (
            "[[approval]]\nkind = 'copy'\nnumber = '1'\napproved_on = '20-03-26'\napprover = 'C-01'\nmax_copies = 1",
            "20-03-26",
        ),
        (
            "[[approval]]\nkind = 'copy'\nnumber = '1'\napproved_on = 2026-03-20\napprover = 'C-01'\nmax_copies = 1\nflags = ['R41-1']",
            "flags",
        ),
        ("[protocol]\nnumber = '1'\nagreed_on = 2025-04-01\nmethods = ['手渡し']\nmedia = ['tape']", "tape"),
        (
            "[[subcontract]]\norg = ''\nnumber = '1'\napproved_on = 2025-04-01\nscope_work = '溶解'\nscope_info = ['paper']\nmanagement = '-'",
            "org",
        ),
    ],
)
def test_what_comes_with_a_contract_is_checked_too(tmp_path: Path, table: str, named: str) -> None:
    """A misspelt side, method, medium or day would be found only when it is used: it is found here."""
    with pytest.raises(BadInput) as caught:
        contract_file.read(_written(tmp_path, CONTRACT + table))

    assert named in caught.value.sentence()
    assert caught.value.advice()


def test_an_approval_stands_once(tmp_path: Path) -> None:
    """Two approvals of one number: the second would replace the first in silence."""
    once = "\n[[approval]]\nkind = 'dispose'\nnumber = '1'\napproved_on = 2026-03-20\napprover = 'C-01'\nmethod = 'shred'\n"
    assert 1 == len(contract_file.read(_written(tmp_path, CONTRACT + once))[1])

    with pytest.raises(BadInput):
        contract_file.read(_written(tmp_path, CONTRACT + once + once.replace("shred", "melt")))


_TIER = "[[subcontract]]\nnumber = '{number}'\norg = '{org}'\napproved_on = 2025-04-01\nscope_work = '溶解'\nscope_info = ['paper']\nmanagement = '-'\n{more}\n"


def test_tiers_name_the_one_above(tmp_path: Path) -> None:
    """The second tier with its parent, a subsidiary at that, behind the first; a protocol that lets things travel between premises."""
    first = _TIER.format(number="1", org="甲", more="")
    second = _TIER.format(number="2", org="乙", more="parent = '甲'\nsubsidiary = true")
    protocol = "[protocol]\nnumber = '協議'\nagreed_on = 2025-04-01\nmethods = ['手渡し']\nmedia = ['hdd']\nbetween_premises = true\n"

    agreed, *tiers = contract_file.read(_written(tmp_path, CONTRACT + protocol + first + second))[1]

    assert [("甲", "", False), ("乙", "甲", True)] == [(one.org, one.parent, one.subsidiary) for one in tiers]  # type: ignore[attr-defined]
    assert agreed.between_premises  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("org", "more", "says"),
    [
        ("乙", "parent = '甲'", "does not stand before it"),
        ("乙", "parent = '乙'", "does not stand before it"),
        ("乙", "scope_info = ['氏名']", "scope_info does not know 氏名"),
    ],
)
def test_a_tier_that_hangs_in_the_air_is_said_so(tmp_path: Path, org: str, more: str, says: str) -> None:
    """A parent that nobody named before, or itself; a scope by which nobody could judge."""
    table = _TIER.format(number="1", org=org, more="")
    table = table.replace("scope_info = ['paper']\n", "") + more if "scope" in more else table + more

    with pytest.raises(BadInput, match=says):
        contract_file.read(_written(tmp_path, CONTRACT + table))


def test_control_characters_do_not_get_in(tmp_path: Path) -> None:
    """A line break inside a title becomes a space."""
    opened, _ = contract_file.read(_written(tmp_path, CONTRACT.replace("受診券作成", "受診券\\n作成")))

    assert "受診券 作成" == opened.title


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", 'title = "契約"'.encode("cp932")])
def test_what_is_not_toml_is_said_so(tmp_path: Path, content: bytes) -> None:
    """Another encoding or another kind of file ends in a sentence, not in a traceback."""
    path = tmp_path / "contract.toml"
    path.write_bytes(content)

    with pytest.raises(BadInput, match="not a TOML file in UTF-8"):
        contract_file.read(path)


def test_a_file_that_is_not_there_is_said_so(tmp_path: Path) -> None:
    """The same for a file that cannot be opened."""
    with pytest.raises(BadInput, match="cannot be read"):
        contract_file.read(tmp_path / "none.toml")
