"""What does the report of a contract say on paper?

Paper for the client is Japanese, with the days of the era. Long lists end after MOST lines and say so: the CSV and the workbook have every line.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from assets import holdings, reports, status
from assets.checks import ATTENTION, OPEN, Item
from assets.clauses import CLAUSES
from assets.dates import wareki
from assets.language import _, say, speaking
from assets.sections import Asked
from assets.terms import term
from assets.when import day_of

MOST = 200
ITEMS = {1: "(1) 媒体", 2: "(2) 帳票", 3: "(3) ドキュメント・プログラム", 4: "(4) 仕様書の定め", 0: "合計"}
_SIGNS = {OPEN: "×", ATTENTION: "!", status.IN_ORDER: "✓", status.NOTHING: "-", status.OUTSIDE: "・"}
_OWED = "SELECT number, title, medium, pi_class, begun_on, place, place_name, holder, holder_name, status FROM open_assets ORDER BY begun_on, number LIMIT ?"
_ENDED = "SELECT number, title, status, ended_on, method, level, ended_by, witness, end_approval, end_document FROM endings ORDER BY ended_on, number LIMIT ?"


class Table(NamedTuple):
    """A list: its title, headings and cells; widths: how the page's width is divided, in parts; left_out: lines that are not shown."""

    title: str
    headings: Sequence[str]
    rows: Sequence[Sequence[str]]
    widths: Sequence[float]
    left_out: int = 0


class Paper(NamedTuple):
    """A report: title, facts (what, which), lists, what is declared at its end; foot: what stands below every page."""

    title: str
    facts: Sequence[tuple[str, str]]
    tables: Sequence[Table]
    declared: Sequence[str]
    foot: str


def report(asked: Asked) -> Paper:
    """A contract at a moment: 返却・消去・廃棄報告書 once it has ended (clauses 40, 41), 管理状況報告書 while it runs (clause 24)."""
    with speaking("ja"):
        contract, chain = reports.contract(asked.db), asked.chain
        title = "返却・消去・廃棄報告書" if contract["ended_on"] else "情報資産管理状況報告書"
        tables = [_balance(asked), _clauses(asked), *_items(asked), *_owed(asked), *_endings(asked), *_events(asked)]
        foot = f"{contract['number']}   記録 {chain['events']} 件   最終記録のハッシュ {chain['head'][:32]}"
        return Paper(title, _facts(asked, contract), tables, _declared(asked, contract), foot)


def _facts(asked: Asked, contract: dict[str, Any]) -> list[tuple[str, str]]:
    answering = {row["side"]: f"{row['person']} {row['name'] or ''}" for row in reversed(reports.responsible(asked.db))}
    ended = f"{_era(contract['ended_on'])} {_(term(contract['end_trigger'] or ''))}" if contract["ended_on"] else "－"
    found = {
        "契約": f"{contract['number']}　{contract['title']}",
        "発注者": f"{contract['client']}　管理責任者 {answering.get('client', '－')}",
        "受注者": f"{contract['contractor']}　管理責任者 {answering.get('contractor', '－')}",
        "契約期間": f"{_era(contract['start'])} ～ {_era(contract['end'])}",
        "契約終了（第40項の起点）": ended,
        "返却等の期限": _era(contract["due_on"]),
        "完了日": _era(contract["closed_on"]),
        "現在": _era(asked.chain["as_of"] or asked.view.today),
        "原簿との照合": _(term(asked.chain["register"])),
    }
    return list(found.items())


def _declared(asked: Asked, contract: dict[str, Any]) -> list[str]:
    total = holdings.balance(asked.db)[-1]
    if contract["closed_on"] and not total["open"]:
        return ["上記の契約により取り扱った情報資産は、複製を含め、受注者及び再委託先に残存しないことを申告します。"]
    return [f"未了の情報資産は、複製を含め {total['open']} 点です。"]


# -- lists ------------------------------------------------------------------------------------------------------------


def _balance(asked: Asked) -> Table:
    names = holdings.ITEM_COUNTS
    rows = [
        [ITEMS.get(row["item"], "－"), *(str(row[name]) for name in names), "一致" if row["balanced"] else "不一致"]
        for row in holdings.balance(asked.db)
    ]
    return Table("総括表（第23項）", ["区分", *(_(term(name)) for name in names), "収支"], rows, [3, *[1] * 9])


def _clauses(asked: Asked) -> Table:
    rows = [
        [
            f"第{one.clause}項",
            CLAUSES[one.clause].ja,
            f"{_SIGNS[one.state]} {_(term(one.state))}",
            str(one.evidence.events or ""),
            str(len(one.items) + one.lacks or ""),
        ]
        for one in asked.clauses
    ]
    return Table("条項ごとの状況", ["条項", "内容", "状況", "記録", "未対応"], rows, [1.2, 6, 1.6, 1, 1])


def _items(asked: Asked) -> Iterator[Table]:
    pressing = (one for one in asked.clauses if one.state in (OPEN, ATTENTION))
    rows = [
        [f"第{one.clause}項", item.check, _said(item), item.since and _era(item.since)]
        for one in pressing
        for item in one.items
    ]
    yield from _cut("未対応・要注意の事項", ["条項", "規則", "内容", "いつから"], rows, [1, 1.1, 6.5, 1.9])


def _said(item: Item) -> str:
    sentence = say(item.message, item.fields)
    return sentence if not item.asset or item.asset in sentence else f"{item.asset}：{sentence}"


def _owed(asked: Asked) -> Iterator[Table]:
    rows = [
        [
            row["number"],
            row["title"],
            _(term(row["medium"])),
            _(term(row["pi_class"])),
            _era(row["begun_on"]),
            f"{row['place'] or row['holder'] or ''} {row['place_name'] or row['holder_name'] or ''}".strip(),
            _(term(row["status"])),
        ]
        for row in asked.view.rows(_OWED, MOST)
    ]
    total = holdings.balance(asked.db)[-1]["open"]
    headings = ["管理番号", "名称", "媒体", "個人情報区分", "受領・複製日", "所在", "現況"]
    yield from _cut("未了の情報資産", headings, rows, [1.7, 2.4, 1.3, 1.4, 1.6, 1.6, 1.1], total=total)


def _endings(asked: Asked) -> Iterator[Table]:
    rows = [
        [
            row["number"],
            row["title"],
            _(term(row["status"])),
            _era(row["ended_on"]),
            _(term(row["method"] or "")),
            " ".join(filter(None, (row["ended_by"], row["witness"]))),
            " ".join(filter(None, (row["end_approval"], row["end_document"]))),
        ]
        for row in asked.view.rows(_ENDED, MOST)
    ]
    total = sum(row["assets"] for row in holdings.endings(asked.db))
    headings = ["管理番号", "名称", "終わり方", "日", "方法", "実施者・立会者", "承認・証明書"]
    yield from _cut("返却・消去・廃棄の明細", headings, rows, [1.7, 2.4, 1.1, 1.6, 1.2, 1.5, 1.9], total=total)


def _events(asked: Asked) -> Iterator[Table]:
    incidents = [
        [
            row["number"],
            _(term(row["category"])),
            row["what"],
            *(_era(day_of(row[name] or "")) for name in ("known_at", "oral_at", "written_at", "closed_on")),
        ]
        for row in reports.incidents(asked.db)
    ]
    headings = ["事故番号", "種別", "内容", "覚知", "口頭通知", "書面報告", "終結"]
    yield from _cut("事故（第37項から第39項）", headings, incidents, [1.2, 1, 3, 1.5, 1.5, 1.5, 1.5])
    stocktakes = [
        [
            row["number"],
            _era(row["day"]),
            _era(row["closed_on"]),
            *(
                str(row[name] if row[name] is not None else "")
                for name in ("expected", "found", "found_elsewhere", "missing")
            ),
            "" if row["closed_on"] is None else "差異なし" if row["certified"] else "差異あり",
        ]
        for row in reports.stocktakes(asked.db)
    ]
    headings = ["棚卸番号", "開始日", "終了日", "対象", "所定の場所", "別の場所", "所在不明", "結果"]
    yield from _cut("棚卸（第23項）", headings, stocktakes, [1.2, 1.8, 1.8, 1, 1.2, 1.1, 1.1, 1.2])


def _cut(
    title: str, headings: Sequence[str], rows: Iterable[Sequence[str]], widths: Sequence[float], *, total: int = 0
) -> Iterator[Table]:
    """The list, as long as it may be; nothing where there are no rows."""
    given = list(rows)
    if given:
        yield Table(title, headings, given[:MOST], widths, max(total, len(given)) - len(given[:MOST]))


def _era(day: str | None) -> str:
    return wareki(day) if day else "－"
