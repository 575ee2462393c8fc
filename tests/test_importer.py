"""Is a client's list read as it was meant, and refused where it cannot be meant?"""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import msgspec
import openpyxl  # type: ignore[import-untyped, unused-ignore]
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assets import events, words
from assets.errors import BadInput
from assets.importer import Listing, fingerprint, read_people, read_places, read_receipts
from assets.language import say
from assets.reading import Problem

DATA = Path(__file__).parent / "data"
MY_NUMBER = "123456789018"

JAPANESE = [
    "受領日",
    "授受簿No",
    "資料名・情報名",
    "媒体",
    "製造番号",
    "数量",
    "単位",
    "件数",
    "個人情報区分",
]
JAPANESE += ["保管場所", "渡した者", "受け取った者", "授受方法", "備考"]
ENGLISH = [
    "occurred",
    "handover_no",
    "title",
    "medium",
    "serial",
    "quantity",
    "unit",
    "record_count",
    "pi_class",
]
ENGLISH += ["place", "released_by", "received_by", "method", "remarks"]
STORY = [
    [
        "2025/4/15",
        "J-001",
        "被保険者データ、第1巻",
        "磁気テープ(LTO-8)",
        "004471",
        "1",
        "本",
        "4,120",
        "特定個人情報",
        "V-1",
        "C-01",
        "P-01",
        "手渡し",
        '3.5"箱, 2; 3',
    ],
    [
        "令和7年5月12日 10:30",
        "J-002",
        "申込書 箱01",
        "紙帳票",
        "",
        "1,000",
        "枚",
        "",
        "個人情報",
        "H-2",
        "C-01",
        "P-03",
        "専用便",
        "一行目\n二行目",
    ],
    [
        "R7.5.12",
        "J-002",
        "過年度結果",
        "DVD-R",
        "",
        "5",
        "枚",
        "12",
        "照会中",
        "V-1",
        "C-01",
        "P-01",
        "手渡し",
        "",
    ],
]
ROW: dict[str, str] = dict(zip(ENGLISH, STORY[0], strict=True))


def as_csv(rows: list[list[str]], *, delimiter: str = ",", end: str = "\r\n") -> str:
    def cell(text: str) -> str:
        return '"' + text.replace('"', '""') + '"' if set(text) & set('",;\t\r\n') else text

    return "".join(delimiter.join(map(cell, row)) + end for row in rows)


@pytest.fixture
def written(tmp_path: Path) -> Callable[..., Path]:
    """Write a list of rows, or one changed row of the story under English headings; give the file's path."""

    def write(rows: list[list[str]] | None = None, *, encoding: str = "utf-8", **changed: str) -> Path:
        if rows is None:
            row = ROW | changed
            rows = [list(row), list(row.values())]
        path = tmp_path / "list.csv"
        path.write_bytes(as_csv(rows).encode(encoding))
        return path

    return write


@pytest.fixture
def workbook(tmp_path: Path) -> Callable[..., Path]:
    """Save rows of cells as the one sheet of a workbook; `formats` are number formats by cell name."""

    def save(rows: list[list[Any]], *, formats: dict[str, str] | None = None, sheets: int = 1) -> Path:
        book = openpyxl.Workbook()
        book.active.title = "1"
        for number in range(2, sheets + 1):
            book.create_sheet(str(number))
        for sheet in book.worksheets:
            for row in rows:
                sheet.append(row)
            for name, form in (formats or {}).items():
                sheet[name].number_format = form
        path = tmp_path / "list.xlsx"
        book.save(path)
        return path

    return save


def only_problem(listing: Listing) -> Problem:
    assert 1 == len(listing.problems), listing.problems
    return listing.problems[0]


def advice(problem: Problem) -> str:
    return say(problem.expected, problem.fields)


# ---- the samples ----


def test_the_sample_in_cp932_is_read_whole() -> None:
    """64 media of four deliveries, from a Japanese Excel CSV, without a question or a problem."""
    receipts = read_receipts(DATA / "received.csv")

    assert (64, [], {}, []) == (
        len(receipts.rows),
        receipts.problems,
        receipts.unknown_media,
        receipts.ignored_columns,
    )
    assert [2, 65] == [receipts.rows[0].row, receipts.rows[-1].row]
    assert "004471" in {row.values["serial"] for row in receipts.rows}


def test_the_sample_workbook_is_read_below_its_title() -> None:
    """18 more, under a merged title: real dates, date-times and full-width digits are understood."""
    receipts = read_receipts(DATA / "received-more.xlsx")

    assert (18, [], {}, []) == (
        len(receipts.rows),
        receipts.problems,
        receipts.unknown_media,
        receipts.ignored_columns,
    )
    assert [4, 21] == [receipts.rows[0].row, receipts.rows[-1].row]
    assert ["2025-07-01", "2025-07-03T01:30:00.000Z"] == [receipts.rows[i].values["occurred"] for i in (0, -1)]
    assert 200 == receipts.rows[0].values["quantity"]


def test_the_sample_media_are_what_carries_them() -> None:
    """The carrier decides the medium; what is on it decides clause 23's item."""
    rows = read_receipts(DATA / "received.csv").rows
    media = {(row.values["medium"], row.values["info_kind"], row.values["item"]) for row in rows}

    assert {
        ("mag_tape", "data", 1),
        ("hdd", "data", 1),
        ("usb_flash", "data", 1),
        ("ssd_sata", "data", 1),
        ("optical_worm", "data", 1),
        ("optical_worm", "program", 3),
        ("paper", "document", 3),
        ("paper", "form", 2),
    } == media


def test_the_sample_roster_gives_people() -> None:
    """Nine people of three sides, days in ISO, empty days empty, はい and いいえ as truth."""
    people = read_people(DATA / "roster.csv")
    facts = {row.values["person"]: events.PersonAdded(**row.values) for row in people.rows}

    assert [] == people.problems
    assert 9 == len(facts)
    assert {"client", "contractor", "subcontractor"} == {fact.side for fact in facts.values()}
    assert ("2025-09-30", False) == (facts["P-04"].end, facts["P-04"].transfers)
    assert ("", True) == (facts["C-01"].pledged_on, facts["C-01"].transfers)


def test_the_sample_places_give_zones() -> None:
    """Six places with the zones of clauses 11 and 22; the lobby is in none."""
    places = read_places(DATA / "places.csv")
    zones = {fact.place: fact.zone for fact in (events.PlaceAdded(**row.values) for row in places.rows)}

    assert [] == places.problems
    assert {
        "V-1": "controlled",
        "H-1": "handling",
        "H-2": "handling",
        "D-1": "handling",
        "L-1": "none",
        "S-1": "subcontractor_site",
    } == zones


# ---- one story in every dress ----


@pytest.mark.parametrize("headings", [JAPANESE, ENGLISH], ids=["ja", "en"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"], ids=["comma", "semicolon", "tab"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["lf", "crlf", "cr"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16-le", "utf-16-be", "cp932"])
def test_a_delivery_is_the_same_in_every_dress(
    tmp_path: Path, headings: list[str], delimiter: str, end: str, encoding: str
) -> None:
    """Encoding, line ends, delimiter and language of the headings change nothing of what is read."""
    bom = "\ufeff" if encoding.startswith("utf-16") else ""
    path = tmp_path / "delivery.csv"
    path.write_bytes((bom + as_csv([headings, *STORY], delimiter=delimiter, end=end)).encode(encoding))

    receipts = read_receipts(path)
    told = [{field: row.values[field] for field in ENGLISH} for row in receipts.rows]

    assert [] == receipts.problems
    assert [
        [
            "2025-04-15",
            "J-001",
            "被保険者データ、第1巻",
            "mag_tape",
            "004471",
            1,
            "本",
            4120,
            "specific_pi",
            "V-1",
            "C-01",
            "P-01",
            "手渡し",
            '3.5"箱, 2; 3',
        ],
        [
            "2025-05-12T01:30:00.000Z",
            "J-002",
            "申込書 箱01",
            "paper",
            "",
            1000,
            "枚",
            -1,
            "personal",
            "H-2",
            "C-01",
            "P-03",
            "専用便",
            "一行目 二行目",
        ],
        [
            "2025-05-12",
            "J-002",
            "過年度結果",
            "optical_worm",
            "",
            5,
            "枚",
            12,
            "unknown",
            "V-1",
            "C-01",
            "P-01",
            "手渡し",
            "",
        ],
    ] == [list(values.values()) for values in told]


def test_a_delivery_saved_again_has_the_same_fingerprints(tmp_path: Path) -> None:
    """Other encoding, delimiter, column order and headings: the same 64 hex characters."""
    wave = [[*STORY[0][:-1], "4月〜6月"], *STORY[1:]]
    again = [[*STORY[0][:-1], "4月～6月"], *STORY[1:]]
    first, second = tmp_path / "first.csv", tmp_path / "second.csv"
    first.write_bytes(as_csv([JAPANESE, *wave]).encode("utf-8"))
    turned = [list(reversed(["", *row])) for row in again]
    second.write_bytes(as_csv([list(reversed(["model", *ENGLISH])), *turned], delimiter=";", end="\r").encode("cp932"))

    prints = [[fingerprint(row.values) for row in read_receipts(path).rows] for path in (first, second)]

    assert prints[0] == prints[1]
    assert 3 == len(set(prints[0]))
    assert {64} == {len(one) for one in prints[0]}


def test_the_recorded_fact_has_the_fingerprint_of_its_row(written: Callable[..., Path]) -> None:
    """What was recorded from a row is recognised when the row comes again; another row is not."""
    row = read_receipts(written()).rows[0].values
    fact = events.Received(asset="R7012-00001-X", ordinal=1, approvals=("承認-1",), **row)

    assert fingerprint(row) == fingerprint(msgspec.structs.asdict(fact))
    assert fingerprint(row) != fingerprint(row | {"serial": "4471"})


def test_every_field_of_a_receipt_has_a_column() -> None:
    """No field of the register is out of reach of a list, and a list brings no other."""
    fields = set(events.Received.__struct_fields__) - {"asset", "ordinal", "approvals", "flags", "violation", "clock"}

    assert fields == set(words.meanings("headers.receipts").values())
    assert set(events.PersonAdded.__struct_fields__) - {"occurred", "flags", "violation", "clock"} == set(
        words.meanings("headers.people").values()
    )
    assert set(events.PlaceAdded.__struct_fields__) - {"occurred", "flags", "violation", "clock"} == set(
        words.meanings("headers.places").values()
    )


def test_an_empty_cell_means_what_the_fact_means(written: Callable[..., Path]) -> None:
    """A list with the required columns alone gives the very fact that the required fields alone give."""
    needed = ["occurred", "title", "medium", "quantity", "pi_class", "released_by", "received_by", "method"]
    row = read_receipts(
        written([needed, ["2025-04-15", "データ", "HDD", "1", "個人情報", "C-01", "P-01", "手渡し"]])
    ).rows[0]
    bare: dict[str, Any] = dict(
        zip(needed, ["2025-04-15", "データ", "hdd", 1, "personal", "C-01", "P-01", "手渡し"], strict=True)
    )

    assert events.Received(asset="", ordinal=1, item=1, **bare) == events.Received(asset="", ordinal=1, **row.values)


@pytest.mark.parametrize("table", ["receipts", "people", "places"])
def test_no_heading_means_two_things(table: str) -> None:
    """Within one list a heading stands for one field; the field's own name is always a heading."""
    folded = [
        word
        for field, names in words._words()["headers"][table].items()
        for word in {words.fold(name) for name in (field, *names)}
    ]

    assert len(folded) == len(set(folded))


def test_headings_forgive_width_space_and_line_breaks(written: Callable[..., Path]) -> None:
    """Broken lines, spaces, ＮＯ in full width and (必須) do not make another heading."""
    headings = [
        "受領\n日",
        "授受簿ＮＯ．",
        "資料名 ・ 情報名",
        "媒　体（必須）",
        "製造番号",
        "数量",
        "単位",
        "件 数",
    ]
    headings += ["個人情報区分", "保管場所", "渡した者", "受け取った者", "授受方法", "備考"]

    receipts = read_receipts(written([headings, *STORY]))

    assert (3, []) == (len(receipts.rows), receipts.ignored_columns)


def test_titles_and_blank_rows_are_stepped_over(written: Callable[..., Path]) -> None:
    """The header is found below a title and two known words; rows keep the spreadsheet's numbers."""
    above = [["架空市 受領一覧"], [], ["受領日", "2025/4/15", "備考", "なし"]]

    receipts = read_receipts(written([*above, JAPANESE, STORY[0], ["", " ", "\u3000"], STORY[1]]))

    assert ([5, 7], []) == ([row.row for row in receipts.rows], receipts.problems)


def test_columns_that_are_not_known_are_named(written: Callable[..., Path]) -> None:
    """Nothing is lost in silence: a column the register has no place for is listed."""
    receipts = read_receipts(written([[*JAPANESE, "管理番号", "社内コード"], [*STORY[0], "A-1", "2026/3/31"]]))

    assert (1, [], ["管理番号", "社内コード"]) == (
        len(receipts.rows),
        receipts.problems,
        receipts.ignored_columns,
    )


def test_what_a_list_leaves_out_has_the_usual_value(written: Callable[..., Path]) -> None:
    """Every field is there: the media are the client's, and an empty cell stays empty under a full one."""
    rows = read_receipts(written([JAPANESE, STORY[0], STORY[1]])).rows

    assert ["client", "client"] == [row.values["owner"] for row in rows]
    assert ["004471", ""] == [row.values["serial"] for row in rows]
    assert [4120, -1] == [row.values["record_count"] for row in rows]


def test_progress_is_told(written: Callable[..., Path]) -> None:
    """Whoever waits hears how many rows were read."""
    heard: list[int] = []

    read_receipts(written([JAPANESE, *STORY * 2000]), progress=heard.append)

    assert [5000, 6000] == heard


# ---- values ----


@pytest.mark.parametrize(
    ("field", "typed", "meant"),
    [
        ("serial", "００４４７１", "004471"),
        ("serial", "ＫＫＳ１０１Ｌ８", "KKS101L8"),
        ("serial", '="004471"', "004471"),
        ("serial", f"Z{MY_NUMBER}", f"Z{MY_NUMBER}"),
        ("released_by", "Ｃ－０１", "C-01"),
        ("received_by", "Pー01", "P-01"),
        ("place", " V‐1　", "V-1"),
        ("quantity", "１，０００", 1000),
        ("record_count", "0", 0),
        ("title", "見本\x1b[31m赤\x1b[0m\u202e", "見本[31m赤[0m"),
        ("title", "カ\u3099ラス", "ガラス"),
        ("title", "ｶﾅ（１）", "ｶﾅ（１）"),
        ("remarks", "'=1+1", "=1+1"),
        ("pi_class", "non-personal", "non_personal"),
        ("pi_class", " 業務情報 ", "non_personal"),
    ],
)
def test_values_are_folded_as_their_column_demands(
    written: Callable[..., Path], field: str, typed: str, meant: object
) -> None:
    """Identity-like text is folded, free text keeps its characters, escapes lose their teeth."""
    receipts = read_receipts(written(**{field: typed}))

    assert [] == receipts.problems
    assert meant == receipts.rows[0].values[field]


@pytest.mark.parametrize(
    ("field", "typed", "advised"),
    [
        ("serial", "1.23E+11", "damaged by Excel"),
        ("serial", "4471.0", "damaged by Excel"),
        ("serial", "1234567890123450000", "damaged by Excel"),
        ("serial", "4月15日", "damaged by Excel"),
        ("serial", "15-Apr", "damaged by Excel"),
        ("seal_no", "1.20E+06", "damaged by Excel"),
        ("handover_no", "=A1+1", "damaged by Excel"),
        ("title", "#REF!", "error"),
        ("remarks", "########", "error"),
        (
            "pi_class",
            "個人情報等",
            "特定個人情報 (specific_pi), 個人情報 (personal), 業務情報 (non_personal), 照会中 (unknown)",
        ),
        ("pi_class", "特定個人情報？", "照会中"),
        ("owner", "誰か", "lessor"),
        ("info_kind", "動画", "program"),
        ("item", "5", "第1号"),
        ("quantity", "0", "from 1 to"),
        ("quantity", "-1", "from 1 to"),
        ("quantity", "1.5", "whole number"),
        ("quantity", "200枚", "without a unit"),
        ("quantity", "1,00", "whole number"),
        ("record_count", "約400", "from 0 to"),
        ("occurred", "2025/2/30", "exists in the calendar"),
        ("occurred", "平成31年5月1日", "平成 lasted from 1989-01-08 to 2019-04-30"),
        ("occurred", "4/15/2025", "2025-04-15"),
    ],
)
def test_a_cell_that_cannot_be_meant_is_refused(
    written: Callable[..., Path], field: str, typed: str, advised: str
) -> None:
    """Row, column and what stands there are named, with what to write instead; nothing is guessed."""
    receipts = read_receipts(written(**{field: typed}))
    problem = only_problem(receipts)

    assert (2, field, typed) == (problem.row, problem.column, problem.found)
    assert advised in advice(problem)
    assert [] == receipts.rows


@pytest.mark.parametrize(
    "field", ["occurred", "title", "medium", "quantity", "pi_class", "released_by", "received_by", "method"]
)
def test_a_cell_that_must_be_filled_is(written: Callable[..., Path], field: str) -> None:
    """An empty cell of a required column is a problem: it is never filled from the row above."""
    row = dict(zip(ENGLISH, STORY[1], strict=True)) | {field: " \u3000"}
    problem = only_problem(read_receipts(written([list(ROW), list(ROW.values()), list(row.values())])))

    assert (3, field, "") == (problem.row, problem.column, problem.found)
    assert "Fill this cell in." == advice(problem)


@pytest.mark.built_in("R00-7")
def test_all_problems_are_told_at_once(written: Callable[..., Path]) -> None:
    """Three slips in two rows are three problems, in the order of the rows; the good row is read."""
    rows = [list(row) for row in STORY]
    rows[0][4], rows[2][0], rows[2][5] = "1.23E+11", "5/12", "五"

    receipts = read_receipts(written([JAPANESE, *rows]))

    assert [(2, "製造番号"), (4, "受領日"), (4, "数量")] == [(one.row, one.column) for one in receipts.problems]
    assert [3] == [row.row for row in receipts.rows]


def test_long_text_is_quoted_short(written: Callable[..., Path]) -> None:
    """Forty characters are enough to find the cell again."""
    problem = only_problem(read_receipts(written(quantity="x" * 100)))

    assert "x" * 40 == problem.found


# ---- My Number ----


@pytest.mark.parametrize(
    "field",
    [
        "title",
        "info_items",
        "remarks",
        "manufacturer",
        "model",
        "seal_no",
        "encryption",
        "place",
        "unit",
        "released_by",
        "method",
        "medium",
        "pi_class",
        "quantity",
        "occurred",
        "serial",
    ],
)
@pytest.mark.parametrize("written_as", ["123456789018", "1234-5678-9018", "１２３４　５６７８　９０１８"])
def test_a_my_number_is_refused_and_never_repeated(written: Callable[..., Path], field: str, written_as: str) -> None:
    """Wherever it stands and however it is written, no digit of it is in what the import says."""
    receipts = read_receipts(written(**{field: written_as}))
    problem = only_problem(receipts)

    assert "" == problem.found
    assert {} == receipts.unknown_media
    for said in (repr(receipts), advice(problem)):
        assert "9018" not in said
        assert "９０１８" not in said


def test_a_serial_of_twelve_digits_needs_a_word(written: Callable[..., Path]) -> None:
    """A numeric serial that could be a My Number is asked about, and let in when the option says so."""
    refused = only_problem(read_receipts(written(serial=MY_NUMBER)))
    allowed = read_receipts(written(serial=MY_NUMBER), allow_numeric_serial=True)

    assert "--allow-numeric-serial" in advice(refused)
    assert [MY_NUMBER] == [row.values["serial"] for row in allowed.rows]


# ---- media ----


def test_words_for_media_that_nobody_knows_are_asked_once(written: Callable[..., Path]) -> None:
    """Each unknown word comes with its rows; it is no problem of the list, and its rows wait."""
    rows = [list(row) for row in STORY]
    rows[0][3] = rows[2][3] = "ＺＩＰディスク"

    receipts = read_receipts(written([JAPANESE, *rows]))

    assert {"ZIPディスク": [2, 4]} == receipts.unknown_media
    assert ([3], []) == ([row.row for row in receipts.rows], receipts.problems)


@pytest.mark.parametrize(
    ("word", "answer", "meant"),
    [
        ("ZIPディスク", "floppy", ("floppy", "data", 1)),
        ("DVD-R", "optical_rw", ("optical_rw", "data", 1)),
        ("仕様書一式", "paper/document", ("paper", "document", 3)),
        ("箱", "paper", ("paper", "form", 2)),
        ("特殊装置", "other_spec", ("other_spec", "data", 4)),
    ],
)
def test_the_answer_about_a_medium_wins(
    written: Callable[..., Path], word: str, answer: str, meant: tuple[str, str, int]
) -> None:
    """What the caller answered is used, before what our own words say."""
    row = read_receipts(written(medium=word), media={word: answer}).rows[0].values

    assert meant == (row["medium"], row["info_kind"], row["item"])


@pytest.mark.parametrize("answer", ["zip", "paper/", "paper/poem", "", "/document"])
def test_an_answer_that_is_no_medium_is_refused(written: Callable[..., Path], answer: str) -> None:
    """A typing slip in an answer is told with the codes there are."""
    with pytest.raises(BadInput, match="not the code of a medium") as refusal:
        read_receipts(written(), media={"ZIP": answer})

    assert "mag_tape" in refusal.value.advice()


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("磁気テープ（ＬＴＯ－８）", ("mag_tape", "data", 1)),
        ("lto8", ("mag_tape", "data", 1)),
        ("ＵＳＢメモリー", ("usb_flash", "data", 1)),
        ("プログラム(DVD-R)", ("optical_worm", "program", 3)),
        ("帳票(USBメモリ)", ("usb_flash", "form", 2)),
        ("ドキュメント", ("paper", "document", 3)),
        ("紙", ("paper", "form", 2)),
        ("hdd", ("hdd", "data", 1)),
        ("optical_worm", ("optical_worm", "data", 1)),
        ("paper/document", ("paper", "document", 3)),
    ],
)
def test_media_are_known_by_many_words(written: Callable[..., Path], word: str, meant: tuple[str, str, int]) -> None:
    """Municipal words, their full-width twins, codes, and a kind of information on a carrier."""
    row = read_receipts(written(medium=word)).rows[0].values

    assert meant == (row["medium"], row["info_kind"], row["item"])


@pytest.mark.parametrize("word", ["プログラム", "CD/DVD", "磁気テープ(DVD-R)", "プログラム(棚)", "箱(DVD-R)", "SSD?"])
def test_a_word_that_leaves_the_carrier_open_is_asked(written: Callable[..., Path], word: str) -> None:
    """What could be on several carriers, or contradicts itself, is a question."""
    assert {word: [2]} == read_receipts(written(medium=word)).unknown_media


def test_a_list_may_name_kind_and_item_itself(written: Callable[..., Path]) -> None:
    """Columns for the kind and for clause 23's item go before what the medium suggests."""
    said = read_receipts(written(medium="USBメモリ", info_kind="プログラム")).rows[0].values
    itemed = read_receipts(written(medium="USBメモリ", item="（4）")).rows[0].values

    assert ("usb_flash", "program", 3) == (said["medium"], said["info_kind"], said["item"])
    assert ("data", 4) == (itemed["info_kind"], itemed["item"])


# ---- columns ----


def test_missing_columns_are_named_together(written: Callable[..., Path]) -> None:
    """One problem names all required columns that are missing, in the list's language; no row is offered."""
    japanese = read_receipts(written([JAPANESE[1:-2], [*STORY[0][1:-2]]]))
    english = read_receipts(written([ENGLISH[1:-2], [*STORY[0][1:-2]]]))

    assert "Add these columns, which are missing: 受領日, 授受方法." == advice(only_problem(japanese))
    assert "Add these columns, which are missing: occurred, method." == advice(only_problem(english))
    assert [] == japanese.rows


def test_a_column_that_stands_twice_is_a_problem(written: Callable[..., Path]) -> None:
    """Two columns for one field could contradict each other: one has to go."""
    problem = only_problem(read_receipts(written([[*JAPANESE, "シリアル番号"], [*STORY[0], "999"]])))

    assert (1, "シリアル番号") == (problem.row, problem.column)
    assert "製造番号" in advice(problem)


def test_a_value_under_no_heading_is_a_problem(written: Callable[..., Path]) -> None:
    """A comma too many shifts a row: what then stands beyond the headings is not dropped."""
    problem = only_problem(read_receipts(written([JAPANESE, [*STORY[0], "", "はみ出し"], [*STORY[1], ""]])))
    inside = only_problem(read_receipts(written([["", *JAPANESE], ["?", *STORY[0]], ["", *STORY[1]]])))

    assert (2, "P", "はみ出し") == (problem.row, problem.column, problem.found)
    assert (2, "A", "?") == (inside.row, inside.column, inside.found)


def test_a_short_row_is_filled_with_nothing(written: Callable[..., Path]) -> None:
    """Spreadsheets drop empty cells at the end of a row."""
    assert "" == read_receipts(written([JAPANESE, STORY[0][:-1]])).rows[0].values["remarks"]


@pytest.mark.parametrize(
    ("read", "headings", "row"),
    [
        (read_people, ["番号", "氏名", "所属会社", "側"], ["P-01", "見本 太郎", "架空社", "受注者"]),
        (read_places, ["番号", "名称", "区分"], ["V-1", "保管庫", "管理区域"]),
    ],
)
def test_a_number_stands_once_on_a_roster(
    written: Callable[..., Path], read: Callable[..., Any], headings: list[str], row: list[str]
) -> None:
    """Two people, or two places, with one number: the second is a problem that names the first."""
    wide = [row[0].replace("-", "－"), *row[1:]]
    problem = only_problem(read(written([headings, row, wide])))

    assert (3, "番号", row[0]) == (problem.row, problem.column, problem.found)
    assert "Row 2" in advice(problem)


@pytest.mark.parametrize(
    ("field", "typed", "advised"),
    [
        ("側", "甲", "発注者 (client)"),
        ("授受担当", "たぶん", "はい (yes)"),
        ("誓約書日", "2025/4/1 10:30", "without a time"),
        ("従事終了日", "未定", "2025-04-15"),
        ("氏名", MY_NUMBER, "My Number"),
    ],
)
def test_a_roster_is_refused_where_it_is_wrong(
    written: Callable[..., Path], field: str, typed: str, advised: str
) -> None:
    """Sides, answers and days of the roster are checked like the receipts are."""
    row = {"番号": "P-01", "氏名": "見本 太郎", "所属会社": "架空社", "側": "受注者"} | {field: typed}
    problem = only_problem(read_people(written([list(row), list(row.values())])))

    assert field == problem.column
    assert advised in advice(problem)


@pytest.mark.parametrize(
    ("word", "code"),
    [
        ("管理区域", "controlled"),
        ("取扱区域", "handling"),
        ("発注者施設", "client_site"),
        ("再委託先区域", "subcontractor_site"),
        ("処分場", "disposal_site"),
        ("搬送中", "transit"),
        ("区域外", "none"),
        ("Handling", "handling"),
    ],
)
def test_zones_have_japanese_names(written: Callable[..., Path], word: str, code: str) -> None:
    """Every zone is known by the word of the annex and by its code."""
    assert code == read_places(written([["番号", "名称", "区分"], ["X", "場所", word]])).rows[0].values["zone"]


# ---- workbooks ----


def test_cells_of_a_workbook_read_as_they_show(workbook: Callable[..., Path]) -> None:
    """Numbers, zeros that only a format shows, days in an era format and times are what their owner sees."""
    row: list[Any] = [datetime(2025, 4, 15), 7, "データ", "HDD", 4471, 1000.0, "台", 18250, "個人情報"]
    row += ["V-1", "C-01", "P-01", "手渡し", 0.5]
    path = workbook([JAPANESE, row], formats={"A2": '[$-411]ggge"年"m"月"d"日"', "E2": "000000", "H2": "#,##0"})

    values = read_receipts(path).rows[0].values

    assert ["2025-04-15", "7", "004471", 1000, 18250, "0.5"] == [
        values[field] for field in ("occurred", "handover_no", "serial", "quantity", "record_count", "remarks")
    ]


def test_a_workbook_of_another_program_is_read_whole(workbook: Callable[..., Path], tmp_path: Path) -> None:
    """A size that the file states wrongly cuts nothing off, and a coded carriage return is a line break."""
    remark = "一行目_x000D_\n二行目"
    saved, path = workbook([JAPANESE, *STORY, [*STORY[0][:-1], remark]]), tmp_path / "other.xlsx"
    with zipfile.ZipFile(saved) as source, zipfile.ZipFile(path, "w") as target:
        for name in source.namelist():
            target.writestr(name, source.read(name).replace(b'ref="A1:N5"', b'ref="A1:B2"'))

    receipts = read_receipts(path)

    assert [2, 3, 4, 5] == [row.row for row in receipts.rows]
    assert "一行目 二行目" == receipts.rows[-1].values["remarks"]


def test_a_formula_is_refused(workbook: Callable[..., Path]) -> None:
    """A value that a formula makes may change tomorrow; a text that only begins like one is a text."""
    rows: list[list[Any]] = [JAPANESE, list(STORY[0]), list(STORY[1])]
    rows[1][5] = "=1+1"
    path = workbook(rows)

    problem = only_problem(read_receipts(path))

    assert (2, "数量") == (problem.row, problem.column)
    assert "formula" in advice(problem)


@pytest.mark.parametrize("damaged", [12345678901234567, date(2025, 4, 15), datetime(2025, 4, 15, 10, 30), 1.5e20])
def test_a_serial_that_a_workbook_keeps_as_a_number_is_refused(workbook: Callable[..., Path], damaged: object) -> None:
    """A spreadsheet keeps fifteen digits of a number, and makes a day of 4-15: such a serial is lost."""
    row: list[Any] = list(STORY[0])
    row[4] = damaged

    assert "damaged by Excel" in advice(only_problem(read_receipts(workbook([JAPANESE, row]))))


def test_a_table_on_two_sheets_is_refused(workbook: Callable[..., Path]) -> None:
    """Which sheet is meant is not guessed."""
    with pytest.raises(BadInput, match="more than one sheet: 1, 2"):
        read_receipts(workbook([JAPANESE, *STORY], sheets=2))


# ---- files that are no list ----


def refused(path: Path) -> BadInput:
    with pytest.raises(BadInput) as refusal:
        read_receipts(path)
    assert refusal.value.advice()
    return refusal.value


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "is empty"),
        (b"\r\n\r\n", "is empty"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x01", "is not a table"),
        (b"\xff\xfe\x00", "is not a table"),
        ("受領日,媒体\n".encode("euc_jp") + b"\xff\xff\n", "is not a table"),
        (b"PK\x03\x04 and then nothing", "cannot be read as an Excel workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "Workbook".encode("utf-16-le"), "old kind"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"),
            "password",
        ),
        (b"hello\nworld\n", "no row of column headings"),
        ("媒体,値段\nHDD,1\n".encode(), "no row of column headings"),
        ("受領日,媒体\n".encode(), "no rows"),
        ("受領日,媒体\n\n , \n".encode(), "no rows"),
        ('受領日,媒体\n2025/4/1,HDD\n2025/4/2,"HDD\n2025/4/3,HDD\n'.encode(), "from row 3 on"),
    ],
)
def test_a_file_that_is_no_list_is_refused_in_one_sentence(tmp_path: Path, content: bytes, sentence: str) -> None:
    """Empty, binary, locked, old or damaged files, and tables of something else: one sentence and a hint."""
    path = tmp_path / "file.csv"
    path.write_bytes(content)

    refusal = refused(path)

    assert sentence in refusal.sentence()
    assert "file.csv" in refusal.sentence()


def test_utf8_with_a_broken_byte_is_not_taken_for_cp932(tmp_path: Path) -> None:
    """One lost byte must not turn a whole Japanese list into rubbish that then is recorded."""
    row = [
        "2025-04-15",
        "",
        "国健" * 8,
        "hdd",
        "",
        "1",
        "",
        "",
        "personal",
        "V-1",
        "C-01",
        "P-01",
        "hand",
        "",
    ]
    path = tmp_path / "broken.csv"
    broken = as_csv([ENGLISH, row]).encode().replace("国".encode(), "国".encode()[:2], 1)
    path.write_bytes(broken)

    assert "蝗ｽ" in broken.decode("cp932")
    assert "is not a table" in refused(path).sentence()


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    """A name that leads nowhere, through a file, or to a folder is told as such."""
    (tmp_path / "file").write_bytes(b"x")

    assert "There is no file" in refused(tmp_path / "none.csv").sentence()
    assert "There is no file" in refused(tmp_path / "file" / "none.csv").sentence()
    assert "is a folder" in refused(tmp_path).sentence()


def test_a_foreign_zip_is_refused(tmp_path: Path) -> None:
    """A workbook that lost its parts does not bring a traceback."""
    path = tmp_path / "cut.xlsx"
    path.write_bytes((DATA / "received-more.xlsx").read_bytes()[:3000])

    assert "cannot be read as an Excel workbook" in refused(path).sentence()


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    """Whatever stands under known headings, there are rows, problems or one sentence; never another error."""
    path = tmp_path_factory.mktemp("any") / "any.csv"
    path.write_bytes(",".join(ENGLISH).encode() + b"\n" + content)
    try:
        receipts = read_receipts(path)
    except BadInput as refusal:
        assert refusal.sentence()
        return

    assert receipts.rows or receipts.problems or receipts.unknown_media
