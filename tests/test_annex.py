"""Is the annex obeyed, chapter by chapter, over a contract's year?

Each test is a chapter of the annex (個人情報取扱特記事項), told in its docstring as a lawyer would read it. A line that begins with ✓ was typed
and accepted, a line that begins with ✗ was typed and refused by the rule named; every other line is for the reader. A day in square brackets
is the day the deed happened. R7012-00001-Y is the first tape, KKS102L8 the serial number of the second.
"""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import Answer

Run = Callable[..., Answer]
_SIGNED = ("--type", "handover_slip")
_LINE = re.compile(r"^(?P<sign>[✓✗]) *(?:(?P<rules>R[\w-]+(?:, R[\w-]+)*): )?(?:\[(?P<day>[\d-]+)\] )?(?P<typed>.+)$")


@pytest.fixture
def chapter(sample_folder: Path, run: Run, request: pytest.FixtureRequest) -> Callable[[], list[Answer]]:
    """Play the lines of the test's docstring on the sample contract; each must end as its sign says."""

    def play() -> list[Answer]:
        typed = [line for line in _lines(request) if line[:1] in ("✓", "✗")]
        assert typed
        return [_played(run, _read(line)) for line in typed]

    return play


def _read(line: str) -> re.Match[str]:
    found = _LINE.match(line)
    assert found, f"not a line to type: {line}"
    assert (line[0] == "✗") is bool(found["rules"]), f"a refusal names its rules, and nothing else does: {line}"
    return found


def _lines(request: pytest.FixtureRequest) -> list[str]:
    return [line.strip() for line in (request.function.__doc__ or "").splitlines()]


def _played(run: Run, line: re.Match[str]) -> Answer:
    words = shlex.split(line["typed"])
    day = ("--on", line["day"]) if line["day"] else ()
    answer = run(*words, *day, "--json")
    if line["sign"] == "✓":
        assert 0 == answer.code, (line[0], answer)
    else:
        assert 3 == answer.code, (line[0], answer)
        assert set(line["rules"].split(", ")) == _rules(answer), line[0]
    return answer


def _rules(answer: Answer) -> set[str]:
    told = json.loads(answer.out)
    refusals = told.get("failed", [told])
    return {reason["rule"] for refusal in refusals for reason in refusal.get("reasons", ())}


def state_of(run: Run, clause: int) -> str:
    """How a clause of the contract stands, as `assets status` says."""
    told = json.loads(run("status", "--json").out)
    return next(row["state"] for row in told["clauses"] if row["number"] == clause)


def test_what_is_entrusted(run: Run, chapter: Callable[[], list[Answer]], tmp_path: Path) -> None:
    """第3項～第5項. Only what is needed is entrusted, the client says in writing what is specific personal information, and both agree how things change hands.

    One of the delivered drives has a class nobody is sure of: it is handled as the strictest, and the client is asked.
    ✓ [2026-01-10] inquire R7012-00064-4 --number 照会-001 --text 特定個人情報に該当するか
    A handler may not settle it; the responsible person may, with the client's answer in hand.
    ✗ R04-2: [2026-01-20] reclassify R7012-00064-4 --class personal --document 回答-001 --by P-02
    ✓ [2026-01-20] reclassify R7012-00064-4 --class personal --document 回答-001 --by P-01
    A way of travelling that the protocol does not name is not used, and only the agreed people hand over.
    ✗ R05-2: [2025-06-10] return R7012-00001-Y --to C-01 --method 宅配便
    ✗ R05-1: [2025-06-10] send R7012-00032-K --to S-01 --place S-1 --method 専用便 --from-person P-05 --by P-05
    Each delivery has its slip; until the signed ones are back and filed with their scans, the clause is open.
    """
    chapter()

    assert "該当するか" in run("history", "R7012-00064-4").out
    assert "open" != state_of(run, 4)
    slips = [f"J-{number:03d}" for number in range(1, 6)]
    assert "open" == state_of(run, 5)
    for slip in slips:
        scan = tmp_path / f"{slip}.pdf"
        scan.write_bytes(slip.encode())
        assert 0 == run("document", "file", scan, "--number", f"綴-{slip}", *_SIGNED, "--concerns", slip).code
    assert "in_order" == state_of(run, 5)


def test_secrecy_and_the_people(run: Run, chapter: Callable[[], list[Answer]]) -> None:
    """第6項～第8項、第15項、第16項. Few people, who pledged and were trained, use it for the agreed purpose; who leaves gives everything back.

    P-06 has neither pledged nor been trained: nothing is handed to them.
    ✗ R07-1, R16-2: [2025-05-22] handover R7012-00001-Y --to P-06 --place H-1
    A purpose the contract does not name needs the client's prior written consent.
    ✗ R06-1: [2025-05-22] handover R7012-00001-Y --to P-02 --place H-1 --purpose 統計作成
    ✓ consent add --number 承諾-001 --given-on 2025-05-23 --approver C-01 --purpose 統計作成
    ✓ [2025-05-24] handover R7012-00001-Y --to P-02 --place H-1 --purpose 統計作成
    The leaver P-04 still holds a tape and cannot leave; handed on, P-04 can, and nobody may name P-04 afterwards.
    ✓ [2025-09-01] handover KKS102L8 --to P-04 --place H-1 --by P-01
    ✗ R08-1: [2025-09-30] person leave P-04 --exit-pledged-on 2025-09-30
    ✓ [2025-09-30] handover KKS102L8 --from-person P-04 --to P-02 --place H-1 --by P-01
    ✓ [2025-09-30] person leave P-04 --exit-pledged-on 2025-09-30 --checked-by P-01
    ✗ R08-2: [2025-10-02] handover KKS102L8 --to P-04 --place H-1 --by P-02
    """
    chapter()

    assert "P-04" in run("person", "show", "P-04").out


def test_requests_of_the_people_concerned(run: Run, chapter: Callable[[], list[Answer]]) -> None:
    """第10項. A request for disclosure is not answered by the contractor: the client is told promptly (すみやかに).

    ✓ subject request 請-001 --kind disclosure --on 2025-06-02
    ✗ R25-1: subject forward 請-001 --to P-02 --on 2025-06-03
    ✓ subject forward 請-001 --to C-01 --on 2025-06-03
    """
    chapter()

    assert "in_order" == state_of(run, 10)


def test_nothing_leaves_the_areas(run: Run, chapter: Callable[[], list[Answer]]) -> None:
    """第11項～第14項、第22項. Nothing leaves the controlled and handling areas; what did all the same is recorded, and the client hears of it.

    The lobby is no area. What happened there is recorded by the responsible person alone, as a violation, and opens an incident.
    ✗ R11-1: [2025-06-02] move R7012-00001-Y --place L-1 --by P-02
    ✗ R00-8, R11-1: [2025-06-02] move R7012-00001-Y --place L-1 --by P-02 --violation 誤って持ち出した
    ✓ [2025-06-02] move R7012-00001-Y --place L-1 --by P-01 --violation 誤って持ち出した
    A measure is agreed with the client before it is lowered (第14項), and raised freely.
    ✗ R14-1: policy set stocktake_days 180
    ✓ policy set stocktake_days 180 --document 協議-2025-09
    ✓ policy set stocktake_days 30
    ✓ safety set --kind physical --text 媒体保管庫の電子錠 --start 2025-04-01
    """
    chapter()

    assert "誤って持ち出した" in run("history", "R7012-00001-Y").out
    assert "open" == state_of(run, 37)


def test_subcontractors(run: Run, chapter: Callable[[], list[Answer]]) -> None:
    """第19項、第20項. Work goes to a third party only with the client's prior written approval, tier by tier, within what was approved.

    The pulping firm was approved for paper: a tape is not sent there, a box of forms is.
    ✗ R20-2: [2025-06-10] send R7012-00001-Y --to S-01 --place S-1 --method 専用便
    ✓ [2025-06-10] send R7012-00032-K --to S-01 --place S-1 --method 専用便
    ✓ [2025-06-10] accept R7012-00032-K --by S-01
    It is supervised, and its approval does not end while something is still there.
    ✓ [2025-09-10] subcontract supervise --org 架空溶解処理株式会社 --how 立入検査
    ✗ R20-4: [2026-03-31] subcontract end --org 架空溶解処理株式会社
    """
    chapter()

    assert "架空溶解処理株式会社" in run("subcontract", "list").out


def test_copies(run: Run, chapter: Callable[[], list[Answer]]) -> None:
    """第21項. Nothing is copied unless the client approved it or the specification provides for it, never more often than approved.

    Two copies of the first tape were approved, for a named medium; each is an asset of its own.
    ✗ R21-1: [2025-05-20] copy R7012-00001-Y --medium usb_flash --by P-02
    ✓ [2025-05-20] copy R7012-00001-Y --medium hdd --serial WD-0001 --by P-02
    ✓ [2025-05-20] copy R7012-00001-Y --medium hdd --serial WD-0002 --by P-02
    ✗ R21-2: [2025-05-21] copy R7012-00001-Y --medium hdd --serial WD-0003 --by P-02
    Another tape was not approved; the specification may provide for it.
    ✗ R21-1: [2025-05-21] copy KKS102L8 --medium hdd --by P-02
    ✓ approve copy KKS102L8 --number 仕-001 --approved-on 2025-05-22 --spec-clause 第7条 --max 1
    ✓ [2025-05-23] copy KKS102L8 --medium hdd --serial WD-0004 --by P-02
    """
    chapter()

    assert "WD-0002" in run("find", "WD-0002").out


def test_due_care(run: Run, chapter: Callable[[], list[Answer]]) -> None:
    """第23項、第24項. What is kept is counted: the list is frozen, two people count, what is not there is missing and searched for.

    ✗ R23-4: stocktake start --place D-1 --second P-02 --by P-02
    Who approves does not count; who has pledged nothing does not stand by.
    ✗ R23-23: stocktake start --place V-1 --second P-05 --by P-01
    ✗ R23-22: stocktake start --place V-1 --second P-06 --by P-02
    ✓ stocktake start --place V-1 --second P-05 --by P-02
    ✗ R23-23: stocktake count KKS102L8 --place V-1 --by P-01
    ✓ stocktake count R7012-00001-Y --place V-1 --by P-02
    The result needs the responsible person; whatever was not seen is missing from then on, and the result is Refused, not Certified.
    ✗ R23-7: stocktake close 棚-001 --by P-02
    ✓ stocktake close 棚-001 --by P-01
    """
    chapter()

    [held] = json.loads(run("stocktake", "list", "--json").out)
    assert held["expected"] == held["found"] + held["found_elsewhere"] + held["missing"]
    assert (1, 0) == (held["found"], held["certified"])
    assert "open" == state_of(run, 37)


def test_audits_and_improvements(run: Run, chapter: Callable[[], list[Answer]]) -> None:
    """第24項～第31項. The client asks in writing, the contractor answers; what is to be better is discussed, done and checked.

    ✓ audit notice 監-001 --scope 保管状況 --asked-by C-01 --on 2025-10-01 --nda NDA-01
    ✓ audit answer 監-001 --response 立入りを受けた --visitors '仮名 五月（入館12）' --on 2025-10-15
    ✓ improvement request 改-001 --audit 監-001 --reason 施錠記録の不足 --asked-by C-01 --on 2025-10-20
    ✗ R30-1: improvement done 改-001 --verifier P-05 --on 2025-10-25
    ✓ improvement agree 改-001 --action 記録簿を設ける --due 2025-11-30 --on 2025-10-28
    ✓ improvement done 改-001 --verifier P-05 --on 2025-11-20
    """
    chapter()

    assert ["in_order"] * 3 == [state_of(run, clause) for clause in (25, 29, 30)]


def test_everything_is_the_clients(run: Run, chapter: Callable[[], list[Answer]]) -> None:
    """第32項、第33項. What is made in the work is the client's too: it is registered and owed like everything else.

    ✓ [2025-07-01] produce --title 受診券送付用リスト --medium paper --class personal --items 氏名・住所 --quantity 12 --unit 枚 --place H-1 --by P-02
    ✗ R40-1, R40-5: contract close
    """
    chapter()

    total = json.loads(run("report", "--json").out)["balance"][-1]
    assert (82, 1, 83) == (total["received"], total["produced"], total["open"])


def test_when_something_happened(run: Run, chapter: Callable[[], list[Answer]]) -> None:
    """第37項～第39項. An accident is told at once by word of mouth, then in writing without delay; measures are taken and agreed.

    A tape is not found: the ledger opens a draft by itself, the responsible person assesses it.
    ✓ [2025-06-02] lost KKS107L8 --reason 棚卸で確認できず --by P-02
    ✓ [2025-06-02] incident assess 事故-001 --category loss --persons 4120 --by P-01
    It is not closed before the client was told and something was done, nor while the tape is still looked for; and the tape is not given up without an incident.
    ✗ R37-3, R37-11, R38-2: [2025-06-03] incident close 事故-001 --conclusion 発見できず --by P-01
    ✓ [2025-06-02] incident notice 事故-001 --form oral --to C-01 --method 電話 --by P-01
    ✓ [2025-06-04] incident notice 事故-001 --form written --to C-01 --document 報告-001 --by P-01
    ✓ [2025-06-04] incident measure 事故-001 --kind containment --what 保管庫の全数確認 --by P-01
    ✓ [2025-06-10] incident agree 事故-001 --document 協議-2025-07 --by P-01
    ✓ [2025-06-20] lost KKS107L8 --incident 事故-001 --by P-01
    ✓ [2025-06-20] incident close 事故-001 --conclusion 亡失として届出 --by P-01
    Closed, it stands: nothing is added to it, what comes to light later is an incident that names it.
    ✗ R37-12: [2025-06-25] incident measure 事故-001 --kind prevention --what 施錠の強化 --by P-01
    ✗ R37-12: [2025-06-25] incident notice 事故-001 --form oral --to C-01 --by P-01
    ✓ incident open --category suspected --what 事故-001の原因が判明 --known-at 2025-06-25T09:00 --by P-01
    """
    chapter()

    assert "亡失" in run("--lang", "ja", "history", "KKS107L8").out


def test_a_whole_year(run: Run, chapter: Callable[[], list[Answer]]) -> None:
    """第1項～第44項. One contract from its first delivery to its close: what came is worked with, copied, looked for, returned, erased or destroyed.

    The sample contract is open and its deliveries are in; a tape is copied under the client's approval.
    ✓ [2025-05-20] copy R7012-00001-Y --medium hdd --serial WD-0001 --by P-02
    A helper of the agency works on it until the end of September, then gives it back and leaves.
    ✓ [2025-06-02] handover R7012-00001-Y --to P-04 --place H-1 --by P-01
    ✗ R08-1: [2025-09-30] person leave P-04 --exit-pledged-on 2025-09-30 --checked-by P-01
    ✓ [2025-09-29] handover R7012-00001-Y --from-person P-04 --to P-02 --place H-1 --by P-01
    ✓ [2025-09-30] person leave P-04 --exit-pledged-on 2025-09-30 --checked-by P-01
    The work is done. The copy is shredded: applied for, approved, done before a witness, accepted by who answers, proved by a certificate.
    ✓ [2026-03-31] contract end --trigger completion
    ✓ [2026-03-31] disposal request R7012-00083-X --number 申-001 --method shred --place D-1 --witness P-05 --by P-02
    ✗ R41-1: [2026-03-31] dispose R7012-00083-X --witness P-05 --method shred --place D-1 --particle-area 25 --equipment HC-2 --by P-02
    ✓ approve dispose --request 申-001 --number 承認-廃-010 --approved-on 2026-04-01 --approver C-01
    ✓ [2026-04-02] dispose R7012-00083-X --witness P-05 --serial WD-0001 --particle-area 25 --equipment HC-2 --by P-02
    ✗ R40-1, R40-5: [2026-04-02] contract close
    ✓ [2026-04-02] validate R7012-00083-X --by P-01
    Everything else goes back to the client, by two parties.
    """
    chapter()
    held = json.loads(run("report", "--json").out)["assets"]
    back = [row["number"] for row in held if row["open"]]

    assert 0 == run("return", *back, "--to", "C-01", "--method", "手渡し", "--on", "2026-04-03", "--by", "P-01").code
    assert 0 == run("contract", "close").code
    total = json.loads(run("report", "--json").out)["balance"][-1]
    assert (82, 1, 82, 1, 0) == tuple(total[name] for name in ("received", "copied", "returned", "disposed", "open"))
    assert 0 == run("verify").code


def test_the_end(run: Run, chapter: Callable[[], list[Answer]]) -> None:
    """第40項、第41項. At the end everything is returned, erased or destroyed, copies included; destruction only with the client's prior approval, and proved.

    After the end nothing new begins; nothing is destroyed without approval, nor by a method that does nothing.
    ✓ [2026-03-31] contract end --trigger completion
    ✗ R21-1, R40-3: [2026-04-01] copy R7012-00001-Y --medium hdd --by P-01
    ✗ R41-1: [2026-03-31] dispose R7012-00050-G --method shred --place D-1 --witness P-05 --equipment HC-2 --by P-02
    ✗ R41-3: [2026-03-31] erase R7012-00057-2 --method degauss --tool 消磁装置 --by P-02
    A return is made by two parties, to the client and to nobody else.
    ✗ R40-4: [2026-03-31] return R7012-00001-Y --to P-02 --method 手渡し --by P-01
    ✓ [2026-03-31] return R7012-00001-Y --to C-01 --method 手渡し --receipt 受-001 --by P-01
    The contract stays open while anything is.
    ✗ R40-1, R40-5: [2026-03-31] contract close
    """
    chapter()

    assert "returned" in run("show", "R7012-00001-Y").out


def test_proof_of_faithful_measures(run: Run, chapter: Callable[[], list[Answer]]) -> None:
    """第42項～第44項. Who can prove that the measures were faithfully taken is exempt: refusals are on record, the history verifies, and every clause tells how it stands.

    ✗ R11-1: [2025-06-02] move R7012-00001-Y --place L-1 --by P-02
    ✓ verify
    ✓ status
    """
    chapter()

    told = json.loads(run("report", "--json").out)
    assert ["R11-1"] == [rule for row in told["refusals"] for rule in json.loads(row["rules"])]
