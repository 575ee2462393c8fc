"""What do people ask about a contract?

Every function takes a register's connection and returns rows; terminal, paper, Excel and browser show the same ones.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from typing import Any, NamedTuple

import msgspec

from assets.clauses import SERVES
from assets.counts import stocktake as stocktake
from assets.counts import stocktakes as stocktakes
from assets.held import held as held
from assets.held import holds as holds
from assets.held import person as person
from assets.held import stints as stints
from assets.tiers import subcontract_tree as subcontract_tree
from assets.when import days_between

Rows = list[dict[str, Any]]
COUNTS = ("received", "copied", "produced", "returned", "erased", "disposed", "lost", "open")


class Step(NamedTuple):
    """One event of an asset's life: its address, when it happened and was recorded, what, under which clause, by whom, and its facts.

    corrected_by: the last line that corrects it, None when none does; void: it was taken back and does not count.
    """

    seq: int
    occurred: str
    at: str
    kind: str
    clause: int
    op: str
    hash: str
    data: dict[str, Any]
    corrected_by: int | None = None
    void: bool = False


class Branch(NamedTuple):
    """A copy or a part in the tree under an asset; depth 1 came from the asset itself. relation: copied, split or extracted.

    copy_no is None for a part that was taken out or split off.
    """

    depth: int
    number: str
    status: str
    open: bool
    copy_no: int | None
    copies: int | None
    medium: str
    origin: str
    source: str
    approval: str | None
    begun_on: str
    ended_on: str | None
    place: str
    holder: str
    host: str
    erase_by: str
    relation: str = "copied"


class Tree(NamedTuple):
    """An original's line of the register with every copy under it, and how many were authorised, made, ended and are open (clause 21)."""

    original: dict[str, Any]
    branches: list[Branch]
    authorised: int
    made: int
    ended: int
    open: int


class Held(NamedTuple):
    """A container: its line of the register, what lies in it, its steps in order."""

    container: dict[str, Any]
    contents: Rows
    steps: list[Step]


class Life(NamedTuple):
    """The life of one asset: its line of the register, its steps in order, the copies and parts below it, what it came from above it."""

    asset: dict[str, Any]
    steps: list[Step]
    copies: list[Branch]
    originals: list[str]


def _ask(db: sqlite3.Connection, sql: str, *values: object) -> Rows:
    cursor = db.execute(sql, values)
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor]


def contract(db: sqlite3.Connection) -> dict[str, Any]:
    """The contract's one line: number, title, parties, term; empty when the register is."""
    return next(iter(_ask(db, "SELECT * FROM contract")), {})


def responsible(db: sqlite3.Connection) -> Rows:
    """管理責任者 (clause 15): side, person, name, start, reason of the change, latest first."""
    return _ask(
        db,
        "SELECT r.side, r.person, p.name, p.org, r.start, r.reason FROM responsible r LEFT JOIN people p USING (person) ORDER BY r.side, r.start DESC, r.rowid DESC",
    )


def people(db: sqlite3.Connection) -> Rows:
    """作業従事者名簿 (clauses 7, 8, 16)."""
    return _ask(db, "SELECT * FROM people ORDER BY side, person")


def places(db: sqlite3.Connection) -> Rows:
    """管理区域・取扱区域 (clauses 11, 22), with how many open assets are there."""
    return _ask(
        db,
        "SELECT p.*, (SELECT count(*) FROM assets a WHERE a.place = p.place AND a.open) AS holds FROM places p ORDER BY place",
    )


def protocols(db: sqlite3.Connection) -> Rows:
    """授受方法協議書 (clause 5)."""
    return _ask(db, "SELECT * FROM protocols ORDER BY agreed_on")


def subcontracts(db: sqlite3.Connection) -> Rows:
    """再委託承認 (clauses 19, 20)."""
    return _ask(db, "SELECT * FROM subcontracts ORDER BY approved_on")


def approvals(db: sqlite3.Connection) -> Rows:
    """複製承認・廃棄承認 (clauses 21, 41)."""
    return _ask(db, "SELECT * FROM approvals ORDER BY approved_on, number")


def on_the_way(db: sqlite3.Connection, receiver: str) -> Rows:
    """What was sent to a person, or to others of the same organisation, and not accepted yet (clause 5), the oldest first."""
    return _ask(
        db,
        """SELECT a.number, a.title FROM assets a JOIN people p ON p.person = (SELECT json_extract(e.data, '$.received_by') FROM events e
             WHERE e.asset = a.number AND e.kind = 'sent' ORDER BY e.seq DESC LIMIT 1)
           WHERE a.status = 'in_transit' AND (p.person = ?1 OR p.org = (SELECT org FROM people WHERE person = ?1)) ORDER BY a.last_seq""",
        receiver,
    )


def balance(db: sqlite3.Connection) -> Rows:
    """Per item of clause 23, then in total (item 0): received + copied + produced = returned + erased + disposed + lost + open; balanced: whether it is."""
    rows = _ask(db, f"SELECT item, {', '.join(COUNTS)} FROM balance ORDER BY item")
    total = {"item": 0} | {name: sum(row[name] for row in rows) for name in COUNTS}
    return [row | {"balanced": _balances(row)} for row in [*rows, total]]


def _balances(row: dict[str, Any]) -> bool:
    came = row["received"] + row["copied"] + row["produced"]
    return bool(came == row["returned"] + row["erased"] + row["disposed"] + row["lost"] + row["open"])


def open_assets(db: sqlite3.Connection, *, today: str) -> Rows:
    """What is still owed, oldest first, with its age in days on `today`, holder and place."""
    rows = _ask(db, "SELECT * FROM open_assets ORDER BY begun_on, number")
    return [row | {"age_days": days_between(row["begun_on"], today)} for row in rows]


def copies(db: sqlite3.Connection) -> Rows:
    """Every copy under its original (clause 21)."""
    return _ask(db, "SELECT * FROM copies ORDER BY source, copy_no, number")


def approval_acts(db: sqlite3.Connection) -> Rows:
    """Every approval beside what was done under it, with both dates (clauses 21, 41)."""
    return _ask(db, "SELECT * FROM approval_acts ORDER BY approved_on, approval, asset")


def endings(db: sqlite3.Connection) -> Rows:
    """What ended: when, how, by whom, under which approval (clauses 40, 41)."""
    return _ask(db, "SELECT * FROM endings ORDER BY ended_on, number")


def handovers(db: sqlite3.Connection) -> Rows:
    """個人情報授受簿 (clause 5)."""
    return _ask(db, "SELECT * FROM handovers ORDER BY seq")


def incidents(db: sqlite3.Connection) -> Rows:
    """事故 (clauses 37 to 39), the latest first, each with how many assets it touches."""
    return _ask(
        db,
        "SELECT i.*, (SELECT count(*) FROM incident_assets t WHERE t.incident = i.number) AS affected FROM incidents i ORDER BY i.seq DESC",
    )


def incident(db: sqlite3.Connection, number: str) -> dict[str, Any]:
    """One incident: `incident` its line, `steps` in order, `affected` assets, `copies`: whatever holds the same information; {} when unknown."""
    found = next((row for row in incidents(db) if row["number"] == number), None)
    if found is None:
        return {}
    steps = _ask(db, "SELECT seq, day, kind, data FROM incident_steps WHERE incident = ? ORDER BY seq", number)
    return {
        "incident": found,
        "steps": [step | {"data": msgspec.json.decode(step["data"])} for step in steps],
        "affected": _ask(db, _AFFECTED, number),
        "copies": _ask(db, _SAME_INFORMATION, number),
    }


_OF_INCIDENT = "SELECT asset FROM incident_assets WHERE incident = ?1"
_TOLD_OF_ASSET = "a.number, a.title, a.medium, a.pi_class, a.record_count, a.encryption, a.status, a.place, a.holder, a.origin, a.source"
_AFFECTED = f"SELECT {_TOLD_OF_ASSET} FROM assets a WHERE a.number IN ({_OF_INCIDENT}) ORDER BY a.n"
# From the assets affected up to their originals, then down to everything made of those: copies, copies of copies, parts.
_SAME_INFORMATION = f"""WITH RECURSIVE
  up(number, source) AS (SELECT number, source FROM assets WHERE number IN ({_OF_INCIDENT})
    UNION SELECT a.number, a.source FROM assets a JOIN up ON a.number = up.source),
  kin(number) AS (SELECT number FROM up UNION SELECT a.number FROM assets a JOIN kin ON a.source = kin.number)
  SELECT {_TOLD_OF_ASSET} FROM kin JOIN assets a ON a.number = kin.number WHERE kin.number NOT IN ({_OF_INCIDENT}) ORDER BY a.n"""


def refusals(db: sqlite3.Connection) -> Rows:
    """What the rules refused (clause 44)."""
    return _ask(db, "SELECT * FROM refusals ORDER BY seq")


def safety_measures(db: sqlite3.Connection) -> Rows:
    """安全管理措置 (clause 13)."""
    return _ask(db, "SELECT * FROM safety_measures ORDER BY measure, start, seq")


def subject_requests(db: sqlite3.Connection) -> Rows:
    """本人等からの請求 (clause 10)."""
    return _ask(db, "SELECT * FROM subject_requests ORDER BY received_on, number")


def documents(db: sqlite3.Connection) -> Rows:
    """文書 (clauses 24, 25)."""
    return _ask(db, "SELECT * FROM documents ORDER BY number")


def audits(db: sqlite3.Connection) -> Rows:
    """監査等 (clauses 25-27)."""
    return _ask(db, "SELECT * FROM audits ORDER BY noticed_on, number")


def improvements(db: sqlite3.Connection) -> Rows:
    """改善 (clauses 24, 29, 30)."""
    return _ask(db, "SELECT * FROM improvements ORDER BY requested_on, number")


def late_entries(db: sqlite3.Connection) -> dict[str, int]:
    """How many lines were entered more than a day after they happened, and how many lines there are."""
    late = db.execute("SELECT count(*) FROM late_entries").fetchone()[0]
    return {"late": late, "events": db.execute("SELECT count(*) FROM events").fetchone()[0]}


def register_rows(db: sqlite3.Connection) -> Iterator[dict[str, Any]]:
    """情報資産管理台帳: every asset's line, streamed."""
    cursor = db.execute("SELECT * FROM assets ORDER BY n")
    names = [column[0] for column in cursor.description]
    return (dict(zip(names, row, strict=True)) for row in cursor)


def asset(db: sqlite3.Connection, number: str) -> dict[str, Any] | None:
    """One asset's line of the register; None when there is none of this number."""
    return next(iter(_ask(db, "SELECT * FROM assets WHERE number = ?", number)), None)


def life(db: sqlite3.Connection, number: str) -> Life | None:
    """The whole life of one asset; None when there is none of this number."""
    found = asset(db, number)
    if found is None:
        return None
    return Life(found, list(_steps(db, number)), list(_branches(db, number, 1)), list(_originals(db, found["source"])))


def _steps(db: sqlite3.Connection, number: str) -> Iterator[Step]:
    sql = """SELECT seq, occurred, at, kind, op, hash, data,
               (SELECT max(c.seq) FROM corrections c WHERE c.of = e.seq), (SELECT max(c.void) FROM corrections c WHERE c.of = e.seq)
             FROM events e WHERE seq IN (SELECT seq FROM events WHERE asset = ? UNION SELECT seq FROM events WHERE source = ?) ORDER BY seq"""
    for seq, occurred, at, kind, op, hash, data, corrected_by, void in db.execute(sql, (number, number)):
        told = msgspec.json.decode(data)
        yield Step(seq, occurred, at, kind, _clause(kind, told), op or "", hash, told, corrected_by, bool(void))


def _clause(kind: str, told: dict[str, Any]) -> int:
    """An approval on an asset serves the clause that asks for it: 21 to copy, 41 to dispose."""
    return SERVES[kind] if kind != "authorised" else 21 if told["deed"] == "copy" else 41


def _branches(db: sqlite3.Connection, number: str, depth: int) -> Iterator[Branch]:
    sql = """SELECT number, status, open, copy_no, copies, medium, origin, source, copy_approval, begun_on, ended_on, place, holder, host,
               erase_by, (SELECT kind FROM events WHERE seq = n) FROM assets WHERE source = ? ORDER BY n"""
    for below, status, still_open, *more in db.execute(sql, (number,)).fetchall():
        yield Branch(depth, below, status, bool(still_open), *more)
        yield from _branches(db, below, depth + 1)


def _originals(db: sqlite3.Connection, source: str | None) -> Iterator[str]:
    while source:
        yield source
        found = db.execute("SELECT source FROM assets WHERE number = ?", (source,)).fetchone()
        source = found[0] if found else None


def corrections(db: sqlite3.Connection) -> Rows:
    """訂正・取消: which line, what it said, what is right, why, by whom (clause 44)."""
    return _ask(db, "SELECT * FROM corrections ORDER BY seq")


def attachments(db: sqlite3.Connection) -> Rows:
    """Files kept outside that belong to assets: asset, name, what it is, SHA-256."""
    sql = """SELECT seq, asset, json_extract(data, '$.file') AS file, json_extract(data, '$.what') AS what,
               json_extract(data, '$.sha256') AS sha256, json_extract(data, '$.document') AS document
             FROM events WHERE kind = 'attached' ORDER BY seq"""
    return _ask(db, sql)


_CONTAINERS = "SELECT c.*, (SELECT count(*) FROM assets a WHERE a.container = c.number AND a.container <> '') AS holds FROM containers c"


def containers(db: sqlite3.Connection) -> Rows:
    """容器: where each is, its seal, how many assets lie in it."""
    return _ask(db, f"{_CONTAINERS} ORDER BY number")


def container(db: sqlite3.Connection, number: str) -> Held | None:
    """One container with its contents and its history; None when there is none of this number."""
    found = next(iter(_ask(db, f"{_CONTAINERS} WHERE c.number = ?", number)), None)
    if found is None:
        return None
    contents = _ask(
        db,
        "SELECT number, title, medium, quantity, unit, status, place FROM assets WHERE container = ? AND container <> '' ORDER BY n",
        number,
    )
    return Held(found, contents, list(_steps(db, number)))


def copy_tree(db: sqlite3.Connection, number: str = "") -> list[Tree]:
    """The tree of copies (clause 21) under the original of `number`, or under every original that was ever copied; [] for a number nobody has."""
    roots = "SELECT number FROM assets WHERE origin <> 'copied' AND number IN (SELECT source FROM assets WHERE copy_no IS NOT NULL) ORDER BY n"
    numbers = (
        [[number, *_originals(db, (asset(db, number) or {}).get("source"))][-1]]
        if number
        else [row[0] for row in db.execute(roots)]
    )
    found = (
        (line, list(_branches(db, line["number"], 1))) for line in filter(None, (asset(db, one) for one in numbers))
    )
    return [_counted(db, line, branches) for line, branches in found]


def _counted(db: sqlite3.Connection, original: dict[str, Any], branches: list[Branch]) -> Tree:
    made = [branch for branch in branches if branch.origin == "copied" and branch.status not in ("split", "void")]
    still_open = sum(branch.open for branch in made)
    authorised = _authorised(db, [original["number"], *(branch.number for branch in branches)])
    return Tree(original, branches, authorised, len(made), len(made) - still_open, still_open)


def _authorised(db: sqlite3.Connection, family: list[str]) -> int:
    """Copies allowed in a family: of each asset an approval lists, or once for the family where it extends to copies of copies."""
    listed = """SELECT a.number, a.max_copies, a.copies_of_copies FROM approvals a JOIN assets t ON t.number = ?
                AND instr('、' || t.approvals || '、', '、' || a.number || '、') WHERE a.deed = 'copy'"""
    once: dict[str, int] = {}
    each = 0
    for number in family:
        for approval, allowed, extends in db.execute(listed, (number,)):
            once |= {approval: allowed} if extends else {}
            each += 0 if extends else allowed
    return each + sum(once.values())


def consents(db: sqlite3.Connection) -> Rows:
    """書面承諾 (clause 6)."""
    return _ask(db, "SELECT * FROM consents ORDER BY given_on, number")
