"""Are the bytes of a line fixed for ever?"""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assets import events as e
from assets.events import KINDS
from assets.journal import Journal
from assets.lines import GENESIS, LARGEST, Actor, encode, read_canonical, read_line, write_line

GOLDEN = Path(__file__).parent / "data" / "golden-history.jsonl"
GOLDEN_HEAD = "edd8be5aa9c9407d2c30978072e0ce78b40a1ac220b22cf66e25c89588f9bb0c"
CONTRACT = "R7-国保-012"
BY = Actor(auth="typed", host="pc-01", op="P-01", os="scan01")
BADGE = Actor(auth="badge", host="pc-02", op="P-02", os="scan02")
KEYS = ["at", "by", "contract", "data", "id", "kind", "prev", "seq", "site", "v"]

# (recorded at, by whom, what): told once, never to be changed; a new kind of fact gets a new line at the end.
HISTORY: list[tuple[str, Actor, e.Fact]] = [
    (
        "2025-04-01T00:00:00.000Z",
        BY,
        e.ContractOpened(
            number=CONTRACT,
            title="国民健康保険 特定健診受診券等作成業務委託",
            prefix="R7012",
            client="架空市",
            contractor="架空ビジネスサービス株式会社",
            annex="個人情報取扱特記事項 (20250401)",
            start="2025-04-01",
            end="2026-03-31",
            purposes=("受診券作成", "データ入力"),
            nonce="000102030405060708090a0b0c0d0e0f",
        ),
    ),
    ("2025-04-01T00:00:00.000Z", BY, e.ResponsibleNamed(side="client", person="C-01", start="2025-04-01")),
    (
        "2025-04-01T00:00:00.000Z",
        BY,
        e.ProtocolSet(
            number="協議-2025-03", agreed_on="2025-04-01", methods=("手渡し", "専用便"), media=("mag_tape", "hdd")
        ),
    ),
    (
        "2025-04-01T00:00:00.000Z",
        BY,
        e.SubcontractAdded(
            org="架空溶解処理株式会社",
            number="承認-再-001",
            approved_on="2025-04-25",
            scope_work="溶解",
            scope_info=("paper",),
            management="週次報告",
        ),
    ),
    (
        "2025-04-01T00:00:00.001Z",
        BY,
        e.PlaceAdded(place="V-1", name="媒体保管庫", zone="controlled", premises="本社ビル3階", lock="電子錠"),
    ),
    (
        "2025-04-01T00:00:00.002Z",
        BY,
        e.PersonAdded(
            person="P-01",
            name="見本 太郎",
            org="架空ビジネスサービス株式会社",
            side="contractor",
            transfers=True,
            pledged_on="2025-04-01",
            start="2025-04-01",
        ),
    ),
    (
        "2025-04-15T01:30:00.250Z",
        BY,
        e.Received(
            asset="R7012-00001-Y",
            ordinal=1,
            title='国保データ "第1巻" \\ 控え',
            medium="mag_tape",
            item=1,
            pi_class="specific_pi",
            info_items="氏名・住所",
            record_count=4120,
            unit="本",
            manufacturer="富士フイルム",
            serial="KKS101L8",
            seal_no="S-5001",
            place="V-1",
            released_by="C-01",
            received_by="P-01",
            method="手渡し",
            handover_no="J-001",
            occurred="2025-04-14",
            flags=("R00-2L",),
        ),
    ),
    ("2025-04-15T01:30:00.250Z", BY, e.Labelled(asset="R7012-00001-Y", generation="A")),
    (
        "2025-04-20T02:00:00.000Z",
        BY,
        e.CopyApproved(
            number="承認-複-001",
            approved_on="2025-04-20",
            approver="C-01",
            max_copies=2,
            sources=("国保データ",),
            media=("hdd",),
            purpose="データ入力",
            place="V-1",
        ),
    ),
    ("2025-04-20T02:00:00.000Z", BY, e.Authorised(asset="R7012-00001-Y", deed="copy", approval="承認-複-001")),
    (
        "2025-05-20T02:00:00.000Z",
        BADGE,
        e.Copied(
            asset="R7012-00002-W",
            ordinal=2,
            title="国保データ",
            medium="hdd",
            item=1,
            pi_class="specific_pi",
            owner="contractor",
            place="V-1",
            source="R7012-00001-Y",
            approval="承認-複-001",
            copy_no=1,
            copies=2,
            performed_by="P-02",
            purpose="データ入力",
            approvals=("承認-廃-001",),
        ),
    ),
    ("2025-05-20T01:00:00.000Z", BADGE, e.Moved(asset="R7012-00002-W", place="V-1", performed_by="P-02")),
    (
        "2025-05-21T02:00:00.000Z",
        BADGE,
        e.HandedOver(asset="R7012-00001-Y", released_by="P-01", received_by="P-02", side="contractor", place="V-1"),
    ),
    ("2025-05-21T02:00:01.000Z", BADGE, e.Refused(asset="R7012-00001-Y", deed="dispose", rules=("R41-1", "R41-5"))),
    (
        "2025-05-22T02:00:00.000Z",
        BADGE,
        e.Sent(
            asset="R7012-00001-Y",
            released_by="P-02",
            received_by="S-01",
            side="subcontractor",
            place="S-1",
            method="専用便",
            tracking_no="123",
        ),
    ),
    (
        "2025-05-23T02:00:00.000Z",
        BADGE,
        e.Accepted(asset="R7012-00001-Y", received_by="S-01", side="subcontractor", place="S-1"),
    ),
    (
        "2025-05-24T02:00:00.000Z",
        BADGE,
        e.WentMissing(asset="R7012-00001-Y", reported_by="P-01", reason="棚卸で確認できず"),
    ),
    ("2025-05-25T02:00:00.000Z", BADGE, e.Found(asset="R7012-00001-Y", found_by="P-02", place="V-1")),
    (
        "2025-06-01T02:00:00.000Z",
        BADGE,
        e.DisposalApproved(
            number="承認-廃-001", approved_on="2025-06-01", approver="C-01", method="shred", place="V-1"
        ),
    ),
    (
        "2025-06-02T02:00:00.000Z",
        BADGE,
        e.Erased(asset="R7012-00002-W", method="overwrite", level="CLEAR", performed_by="P-02", verified_by="P-05"),
    ),
    (
        "2025-06-03T02:00:00.000Z",
        BADGE,
        e.Disposed(
            asset="R7012-00002-W",
            method="shred",
            level="DESTROY",
            approval="承認-廃-001",
            performed_by="P-02",
            witness="P-05",
            place="V-1",
        ),
    ),
    ("2025-06-04T02:00:00.000Z", BADGE, e.Lost(asset="R7012-00003-U", reported_by="P-01", incident="事故-001")),
    (
        "2025-06-05T02:00:00.000Z",
        BADGE,
        e.Returned(asset="R7012-00001-Y", released_by="P-01", received_by="C-01", method="手渡し"),
    ),
    ("2026-03-31T02:00:00.000Z", BY, e.PersonLeft(person="P-04", end="2025-09-30", exit_pledged_on="2025-09-30")),
    ("2026-03-31T02:00:00.000Z", BY, e.ContractEnded(trigger="completion", document="完了届-001")),
    ("2026-04-01T02:00:00.000Z", BY, e.ContractClosed(received=1, copied=1, returned=1, erased=0, disposed=1, lost=0)),
]


# One fact of each further kind, every field filled: (kind, its fields), recorded on one day by one person.
FURTHER: list[e.Fact] = [
    e.PolicySet(key="training_missing", value="flag", was="refuse", document="協議-2025-09"),
    e.ConsentGiven(number="承諾-001", given_on="2025-06-01", approver="C-01", purpose="統計", valid_until="2025-12-31"),
    e.Supervised(org="架空溶解処理株式会社", how="立入検査", supervised_by="P-01", document="報告-1"),
    e.SubcontractEnded(org="架空溶解処理株式会社", end="2026-03-31", document="終了-1"),
    e.Produced(
        asset="R7012-00004-S",
        ordinal=4,
        title="集計表",
        medium="usb_flash",
        item=1,
        pi_class="personal",
        performed_by="P-02",
    ),
    e.Split(
        asset="R7012-00005-Q",
        ordinal=5,
        title="申込書",
        medium="paper",
        item=2,
        pi_class="personal",
        source="R7012-00001-Y",
        origin="received",
        performed_by="P-02",
    ),
    e.Extracted(
        asset="R7012-00006-O",
        ordinal=6,
        title="内蔵SSD",
        medium="ssd_sata",
        item=1,
        pi_class="personal",
        source="R7012-00001-Y",
        origin="received",
        performed_by="P-02",
    ),
    e.Inquired(asset="R7012-00001-Y", number="照会-1", asked="特定個人情報に該当するか"),
    e.Reclassified(
        asset="R7012-00001-Y",
        pi_class="personal",
        was="unknown",
        document="回答-1",
        reason="照会の回答",
        decided_by="P-01",
    ),
    e.ApprovalConfirmed(number="承認-廃-001", document="書面-1"),
    e.ContainerMade(
        asset="R7012-00007-M", ordinal=7, name="テープケース", place="V-1", performed_by="P-02", seal_no="S-1"
    ),
    e.Packed(asset="R7012-00001-Y", source="R7012-00007-M", performed_by="P-02"),
    e.Unpacked(asset="R7012-00001-Y", source="R7012-00007-M", performed_by="P-02"),
    e.Sealed(asset="R7012-00001-Y", seal_no="S-2", performed_by="P-02", seal="intact"),
    e.DisposalRequested(number="申-001", method="shred", place="D-1", steps=("degauss", "shred")),
    e.DisposalListed(asset="R7012-00001-Y", request="申-001"),
    e.SessionStarted(
        session="作-001",
        approval="承認-廃-001",
        performed_by="P-02",
        witness="P-05",
        verified_by="P-03",
        place="D-1",
        method="shred",
    ),
    e.SessionClosed(session="作-001", approved=2, done=1, remaining=1, explanation="故障"),
    e.Validated(asset="R7012-00001-Y", decision="accepted", validated_by="P-01"),
    e.Certified(asset="R7012-00001-Y", certificate_no="証-001", issued_on="2025-06-10", issuer="架空溶解処理株式会社"),
    e.IncidentOpened(
        number="事故-001",
        category="suspected",
        known_at="2025-06-02",
        known_by="P-01",
        what="所在不明",
        draft=True,
        cause="went_missing",
    ),
    e.IncidentAffected(asset="R7012-00001-Y", incident="事故-001"),
    e.IncidentAssessed(number="事故-001", category="loss", assessed_by="P-01", persons_affected=4120, malicious=False),
    e.IncidentNoticed(
        number="事故-001",
        form="oral",
        told_at="2025-06-02T01:00:00.000Z",
        told_by="P-01",
        told_to="C-01",
        method="電話",
    ),
    e.IncidentMeasured(number="事故-001", measure="containment", what="捜索", taken_by="P-02"),
    e.IncidentAgreed(number="事故-001", agreed_on="2025-06-05", document="協議-2"),
    e.IncidentClosed(number="事故-001", closed_by="P-01", conclusion="発見"),
    e.StocktakeStarted(
        number="棚-001",
        places=("V-1",),
        mode="blind",
        counted_by="P-02",
        second="P-05",
        as_of=20,
        expected=3,
        expected_hash="0" * 64,
    ),
    e.Counted(asset="", stocktake="棚-001", result="unregistered", place="V-1", counted_by="P-02", scanned="X"),
    e.StocktakeClosed(
        number="棚-001",
        expected=3,
        found=2,
        found_elsewhere=0,
        missing=1,
        others=1,
        certified=False,
        approved_by="P-01",
    ),
    e.SafetyMeasureSet(measure="physical", description="媒体保管庫の施錠", start="2025-04-01"),
    e.SubjectRequested(number="請-001", request="disclosure", received_on="2025-06-02", received_by="P-01"),
    e.SubjectForwarded(number="請-001", told_on="2025-06-02", told_by="P-01", told_to="C-01"),
    e.DocumentFiled(
        number="文-001", type="management_rules", title="管理運営規定", sha256="0" * 64, file="規定.pdf", version="3"
    ),
    e.AuditNoticed(
        number="監-001",
        noticed_on="2025-06-02",
        scope="保管状況",
        requested_by="C-01",
        planned_on="2025-06-20",
        nda_no="NDA-1",
    ),
    e.AuditAnswered(number="監-001", answered_on="2025-06-20", response="立入りを受けた", visitors="仮名 五月 入館12"),
    e.ImprovementRequested(
        number="改-001", requested_on="2025-06-21", requested_by="C-01", reason="施錠の記録", audit="監-001"
    ),
    e.ImprovementAgreed(number="改-001", agreed_on="2025-06-25", action="記録簿を設ける", due_on="2025-07-31"),
    e.ImprovementDone(number="改-001", done_on="2025-07-20", verified_by="P-01"),
    e.Corrected(
        asset="R7012-00001-Y",
        of=6,
        of_hash="0" * 64,
        reason="誤記",
        corrected_by="P-01",
        fields=("unit",),
        was=("本",),
        now=("巻",),
    ),
    e.Attached(asset="R7012-00001-Y", what="写真", sha256="0" * 64, file="前.jpg", attached_by="P-02"),
    e.Hosted(asset="R7012-00001-Y", lying="R7012-00004-S", pi_class="specific_pi"),
]
HISTORY += [("2026-04-02T02:00:00.000Z", BY, fact) for fact in FURTHER]


def golden() -> list[bytes]:
    """The lines as they were first written."""
    return GOLDEN.read_bytes().splitlines()


def told(journal: Journal) -> list[Any]:
    """The history written into a journal, each line with an id of its own."""
    rows: list[Any] = []
    for number, (at, by, fact) in enumerate(HISTORY):
        with journal.writing():
            rows += journal.append([fact], contract=CONTRACT, at=at, by=by, ids=[f"{number:032x}"])
    return rows


# -- the golden history -----------------------------------------------------------------------------------------------


def test_the_history_is_written_as_it_always_was(tmp_path: Path) -> None:
    """The same facts at the same instants by the same people give these lines, byte for byte, and this head.

    When this fails, ledgers that exist can no longer be extended by the same rules: that takes a new VERSION, not a new file here.
    """
    with Journal.create(tmp_path / "journal.db") as journal:
        rows = told(journal)

    assert golden() == [row.body.encode() for row in rows]
    assert GOLDEN_HEAD == rows[-1].hash


def test_the_golden_history_proves_itself() -> None:
    """Without a line of our code: sha256 of each line is the prev of the next, and of the last the head printed here."""
    hashes = [hashlib.sha256(line).hexdigest() for line in golden()]

    assert [GENESIS, *hashes[:-1]] == [json.loads(line)["prev"] for line in golden()]
    assert GOLDEN_HEAD == hashes[-1]
    assert list(range(len(hashes))) == [json.loads(line)["seq"] for line in golden()]


def test_the_golden_history_is_understood_for_ever() -> None:
    """Every line reads back as the fact that was told; the one whose clock went back keeps the clock beside it."""
    facts = [read_canonical(line)[0].fact for line in golden()]
    kept = [msgspec.structs.replace(fact, clock="") for fact in facts]

    assert [fact for _at, _by, fact in HISTORY] == kept
    assert ["2025-05-20T01:00:00.000Z"] == [fact.clock for fact in facts if fact.clock]


def test_the_golden_history_knows_every_kind() -> None:
    """A new kind of fact has its line there."""
    assert set(KINDS) == {json.loads(line)["kind"] for line in golden()}


# -- canonical --------------------------------------------------------------------------------------------------------

_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
_VALUES: dict[Any, st.SearchStrategy[Any]] = {
    str: _TEXT,
    int: st.integers(-LARGEST, LARGEST),
    bool: st.booleans(),
    tuple[str, ...]: st.lists(_TEXT, max_size=3).map(tuple),
}
FACTS = st.sampled_from(sorted(KINDS)).flatmap(
    lambda kind: st.builds(
        KINDS[kind], **{field.name: _VALUES[field.type] for field in msgspec.structs.fields(KINDS[kind])}
    )
)


def _line(fact: e.Fact, **changes: Any) -> bytes:
    address: dict[str, Any] = {
        "contract": CONTRACT,
        "site": "0",
        "seq": 7,
        "prev": GENESIS,
        "at": "2025-04-01T00:00:00.000Z",
        "by": BY,
        "id": "0" * 32,
    }
    return write_line(fact, **address | changes)


@given(FACTS)
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_fact_comes_back(fact: e.Fact) -> None:
    """What is written is read back as it was, by both readers."""
    line = _line(fact)

    assert fact == read_line(line).fact
    assert (fact, GENESIS) == (read_canonical(line)[0].fact, read_canonical(line)[1])


@given(FACTS)
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_another_encoder_writes_the_same_bytes(fact: e.Fact) -> None:
    """Python's own json, told to sort keys and leave out spaces, gives the same line: nobody needs our library to rebuild one."""
    line = _line(fact)
    rebuilt = json.dumps(json.loads(line), sort_keys=True, separators=(",", ":"), ensure_ascii=False)

    assert rebuilt.encode() == line
    assert b"\n" not in line


def test_a_line_has_exactly_these_keys() -> None:
    """Sorted, so that every line ends with its link's neighbours, which a shell can check."""
    line = _line(HISTORY[4][2])

    assert KEYS == list(json.loads(line))
    assert line.startswith(
        b'{"at":"2025-04-01T00:00:00.000Z","by":{"auth":"typed","host":"pc-01","op":"P-01","os":"scan01"},"contract":"R7-'
    )
    assert line.endswith(b'"prev":"' + GENESIS.encode() + b'","seq":7,"site":"0","v":"assets-journal/1"}')


def test_what_nobody_said_is_not_written() -> None:
    """Defaults stay off the line; an asset's place in a refusal stays on it even when empty."""
    assert b'{"asset":"A","performed_by":"P","place":"V"}' == encode(e.Moved(asset="A", place="V", performed_by="P"))
    assert b'{"asset":"","deed":"move","rules":["R00-5"]}' == encode(e.Refused(asset="", deed="move", rules=("R00-5",)))


GOOD = _line(e.Moved(asset="R7012-00001-Y", place="V-1", performed_by="P-01"))
SPOILT = {
    "a key twice": GOOD.replace(b'"place":"V-1"', b'"place":"H-1","place":"V-1"'),
    "a key of the line twice": GOOD.replace(b'"seq":7', b'"seq":6,"seq":7'),
    "a space": GOOD.replace(b'"seq":7', b'"seq": 7'),
    "a space at the end": GOOD + b" ",
    "a newline at the end": GOOD + b"\n",
    "a byte order mark": b"\xef\xbb\xbf" + GOOD,
    "another order": GOOD.replace(b'"seq":7,"site":"0"', b'"site":"0","seq":7'),
    "another spelling of a letter": GOOD.replace(b'"V-1"', b'"\\u0056-1"'),
    "another spelling of a figure": GOOD.replace(b'"seq":7', b'"seq":7.0'),
    "a default written out": GOOD.replace(b'"performed_by"', b'"holder":"","performed_by"'),
    "an unknown key": GOOD.replace(b'"v":', b'"u":1,"v":'),
    "an unknown key in the fact": GOOD.replace(b'"place":"V-1"', b'"place":"V-1","reason":""'),
    "an unknown key in the actor": GOOD.replace(b'"os":"scan01"', b'"os":"scan01","pin":"1"'),
    "a missing key": GOOD.replace(b',"site":"0"', b""),
    "a missing key in the fact": GOOD.replace(b',"place":"V-1"', b""),
    "an unknown kind": GOOD.replace(b'"kind":"moved"', b'"kind":"flew"'),
    "another kind": GOOD.replace(b'"kind":"moved"', b'"kind":"labelled"'),
    "another version": GOOD.replace(b"assets-journal/1", b"assets-journal/2"),
    "a number for a text": GOOD.replace(b'"place":"V-1"', b'"place":1'),
    "a text for a number": GOOD.replace(b'"seq":7', b'"seq":"7"'),
    "half a character": GOOD.replace(b"V-1", b"V\xe5\x9b"),
    "half a line": GOOD[:-20],
    "nothing": b"",
    "two lines": GOOD + GOOD,
}


@pytest.mark.parametrize("line", SPOILT.values(), ids=SPOILT.keys())
def test_a_line_has_one_spelling(line: bytes) -> None:
    """Whatever would be written differently by us is no line: readers could understand it in two ways."""
    assert line != GOOD

    with pytest.raises((msgspec.MsgspecError, ValueError)):
        read_canonical(line)


def test_the_right_spelling_is_read() -> None:
    """The control to the refusals above."""
    assert "V-1" == read_canonical(GOOD)[0].fact.place


@pytest.mark.parametrize("figure", [LARGEST + 1, -LARGEST - 1, 10**30])
def test_no_figure_is_written_that_some_reader_rounds(figure: int) -> None:
    """Beyond 2**53 - 1 two readers of JSON may see two figures."""
    with pytest.raises(OverflowError):
        _line(e.ContractClosed(received=figure, copied=0, returned=0, erased=0, disposed=0, lost=0))


def test_every_figure_of_every_kind_is_looked_at() -> None:
    """Whichever field holds it, a figure that some reader rounds stands on no line."""
    usual = {str: "", int: 0, bool: False, tuple[str, ...]: ()}
    for fact in KINDS.values():
        told = {field.name: usual[field.type] for field in msgspec.structs.fields(fact)}
        for name in [name for name, value in told.items() if type(value) is int]:
            with pytest.raises(OverflowError):
                _line(fact(**told | {name: LARGEST + 1}))


def test_a_command_makes_only_the_readers_it_needs() -> None:
    """Seventy at once would be a tenth of the time in which a short command starts and ends."""
    line = "import cli.main, cli.look, assets.lines as lines; print(lines._decoder.cache_info().currsize)"
    started = subprocess.run([sys.executable, "-c", line], capture_output=True, text=True, check=True)

    assert "0" == started.stdout.strip()


def test_half_a_character_is_not_written() -> None:
    """A lone surrogate has no bytes."""
    with pytest.raises(UnicodeEncodeError):
        _line(e.Moved(asset="A", place="\ud800", performed_by="P"))


def test_kinds_and_facts_pair_off() -> None:
    """Each kind is the tag of one fact, each field holds text, a whole number, a yes or no, or several texts."""
    assert all(kind == fact.kind for kind, fact in KINDS.items())
    assert set(_VALUES) == {field.type for fact in KINDS.values() for field in msgspec.structs.fields(fact)}


def test_when_it_happened_is_what_was_claimed() -> None:
    """`occurred` is the claimed day, else the instant of recording."""
    at = "2025-04-01T00:00:00.000Z"

    assert at == read_line(GOOD).occurred
    assert "2025-03-30" == read_line(_line(e.Labelled(asset="A", generation="A", occurred="2025-03-30"))).occurred
