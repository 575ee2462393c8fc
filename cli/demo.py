"""What does the main job look like, from opening a contract to closing it?"""

from __future__ import annotations

import shlex
import shutil
import sqlite3
import tempfile
from pathlib import Path
from typing import Annotated, Any

import typer

import assets
from assets.errors import BadInput
from assets.language import N_, _, spoken
from assets.ledger import Ledger
from cli import say

SAMPLE = Path(assets.__file__).parent / "sample"
CRYPTO_ERASE = (
    "--method crypto_erase --assert all --tool '消去ツール 2.1' --verifier P-05 --result pass --verification tool_log"
)


class Stage:
    """Where the demo plays: a ledger in a folder, and the commands told as they are typed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.ledger = folder / "ledger"
        self.act = 0

    def tell(self, title: str) -> None:
        """Announce the next act."""
        self.act += 1
        say.line()
        typer.secho(f"── {self.act}. {_(title)}", bold=True)

    def type(self, line: str, *, ends: int = 0, ledger: Path | None = None) -> None:
        """Show a command, run it, and insist that it ends as the story says."""
        from cli.main import run

        say.line()
        typer.secho(f"$ assets {line}", fg=typer.colors.CYAN)
        words = [
            word.replace("SAMPLE/", f"{SAMPLE}/").replace("DEMO/", f"{self.folder}/") for word in shlex.split(line)
        ]
        code = run(["--ledger", str(ledger or self.ledger), "--lang", spoken(), *words])
        if code != ends:
            raise BadInput(N_("The demo expected exit code {wanted} and got {code}."), wanted=ends, code=code)

    def numbers(self, where: str, column: str = "number") -> list[str]:
        """Numbers, or what else is asked for, of the assets that a condition on the register finds."""
        with Ledger.open(self.ledger) as ledger:
            rows = ledger.reading(ledger.contract()).rows(f"SELECT {column} FROM assets WHERE {where} ORDER BY n")
        return [row[0] for row in rows]

    def scans(self, name: str, where: str, *, first: int | None = None, column: str = "number") -> str:
        """Write a file of scans, as a scanner would; its name as the story types it."""
        (self.folder / name).write_text("\n".join(self.numbers(where, column)[:first]) + "\n", encoding="utf-8")
        return f"DEMO/{name}"


def demo(
    to: Annotated[
        Path | None,
        typer.Option("--to", metavar="FOLDER", help=N_("Play in this new folder instead of a temporary one.")),
    ] = None,
) -> None:
    """Play the main job on a sample contract, told as it goes; nothing of yours is touched."""
    stage = Stage(_new_folder(to))
    for act in (_opening, _intake, _copies, _labels, _custody, _stocktake, _incident, _endings, _close, _tampering):
        act(stage)
    say.line()
    say.good(
        _("That was a contract from its opening to its close. Everything lies in {folder}").format(folder=stage.folder)
    )
    say.line(
        _("Look at it as the client's auditor does: assets --ledger {ledger} serve --open --browser").format(
            ledger=stage.ledger
        )
    )


def _new_folder(to: Path | None) -> Path:
    if to is None:
        return Path(tempfile.mkdtemp(prefix="assets-demo-"))
    try:
        to.mkdir(parents=True)
    except OSError as error:
        raise BadInput(N_("The folder {folder} cannot be made; it must be new."), folder=to) from error
    return to.absolute()


def _opening(stage: Stage) -> None:
    stage.tell(N_("A contract is opened: parties, protocol, approvals, areas, roster"))
    stage.type("init")
    stage.type("contract open --from SAMPLE/contract.toml")
    stage.type("place add --from SAMPLE/places.csv")
    stage.type("person add --from SAMPLE/roster.csv")


def _intake(stage: Stage) -> None:
    stage.tell(N_("Two deliveries come in from the client's own lists; the same list twice counts once"))
    stage.type("receive --from SAMPLE/received.csv --by P-01")
    stage.type("receive --from SAMPLE/received-more.xlsx --by P-01")
    stage.type("receive --from SAMPLE/received.csv --by P-01")
    stage.type("find 第1巻")


def _copies(stage: Stage) -> None:
    stage.tell(N_("Two copies are approved, a third is refused (clause 21)"))
    stage.type("copy KKS101L8 --medium hdd --serial WD-0001 --on 2025-05-20 --by P-02")
    stage.type("copy KKS101L8 --medium logical_copy --host 架空サーバ1 --path-hint 共有/入力 --on 2025-05-20 --by P-02")
    stage.type("copy KKS101L8 --medium hdd --on 2025-05-21 --by P-02", ends=3)
    stage.type("copies KKS101L8")


def _labels(stage: Stage) -> None:
    stage.tell(N_("Labels for everything"))
    stage.type("label --new --out DEMO/labels.pdf --by P-01")


def _custody(stage: Stage) -> None:
    stage.tell(
        N_(
            "Tapes are handed over by a file of scans; the lobby and a person without a pledge are refused (clauses 11 and 7)"
        )
    )
    tapes = stage.scans("scans.txt", "medium = 'mag_tape' AND origin = 'received'", first=4)
    stage.type(f"handover --file {tapes} --to P-02 --place H-1 --on 2025-05-22 --by P-01")
    stage.type("move KKS101L8 --place L-1 --on 2025-05-23 --by P-02", ends=3)
    stage.type("handover KKS101L8 --to P-06 --on 2025-05-23 --by P-02", ends=3)
    stage.type("history KKS101L8")


def _stocktake(stage: Stage) -> None:
    stage.tell(
        N_(
            "The vault is counted by two people against a frozen list; only a count without any difference is certified (clause 23)"
        )
    )
    stage.type("stocktake start --place V-1 --second P-05 --by P-02")
    vault = stage.scans("vault.txt", "place = 'V-1' AND open")
    stage.type(f"stocktake count --file {vault} --place V-1 --by P-02")
    stage.type("stocktake close 棚-001 --by P-01")


def _incident(stage: Stage) -> None:
    stage.tell(
        N_(
            "A tape is not where it should be: the ledger opens an incident, the client is told at once and in writing (clauses 37 to 39)"
        )
    )
    stage.type("lost KKS110L8 --reason 棚卸で確認できず --on 2025-06-02T10:00 --by P-02")
    stage.type("incident notice 1 --form oral --to C-01 --method 電話 --at 2025-06-02T10:20 --by P-01")
    stage.type("incident assess 1 --category suspected --cause 棚の取り違え --on 2025-06-02T11:00 --by P-01")
    stage.type("incident measure 1 --kind containment --what 保管庫の全数確認 --on 2025-06-02T11:30 --by P-01")
    stage.type("incident notice 1 --form written --to C-01 --document 報告-001 --at 2025-06-03 --by P-01")
    stage.type("incident close 1 --conclusion 発見 --on 2025-06-03 --by P-01", ends=3)
    stage.type("found KKS110L8 --place V-1 --on 2025-06-03 --by P-02")
    stage.type("incident agree 1 --document 協議-2025-07 --on 2025-06-10 --by P-01")
    stage.type("incident close 1 --conclusion 保管庫内で発見、漏えいなし --on 2025-06-10 --by P-01")
    stage.type("incident show 1")
    stage.type("status")


def _endings(stage: Stage) -> None:
    stage.tell(
        N_(
            "The work is done: disposal only with approval (clause 41), paper through the approved subcontractor (clauses 19 and 20)"
        )
    )
    stage.type("contract end --trigger completion --on 2026-03-31")
    ssd = stage.numbers("medium = 'ssd_sata'")[0]
    stage.type(f"dispose {ssd} --method shred --place D-1 --witness P-05 --on 2026-04-01 --by P-02", ends=3)
    stage.type("person add P-02 --trained-on 2026-03-30 --training-until 2027-03-31")
    disks = stage.scans("disks.txt", "title LIKE '特定健診対象者抽出データ%'", column="number || ',' || serial")
    stage.type(
        "disposal start --approval 承認-廃-001 --witness P-05 --verifier P-03 --equipment '破砕機 HC-2' --on 2026-04-02 --by P-02"
    )
    stage.type(f"dispose --session 作-001 --file {disks} --assert all --destination recycle --on 2026-04-02 --by P-02")
    stage.type("disposal close 作-001 --on 2026-04-02 --by P-02")
    stage.type("validate --session 作-001 --on 2026-04-02 --by P-01")
    stage.type(
        "certify --session 作-001 --number 証-001 --issued-on 2026-04-02 --issuer 架空ビジネスサービス株式会社 --by P-01"
    )
    stage.type(
        "approve dispose --source 受診券申込書 --number 承認-廃-002 --approved-on 2026-03-25 --approver C-01 --method pulp --place S-1"
    )
    boxes = stage.scans("boxes.txt", "title LIKE '受診券申込書%'")
    stage.type(f"send --file {boxes} --to S-01 --place S-1 --method 専用便 --on 2026-03-31 --by P-01", ends=0)
    stage.type(f"accept --file {boxes} --on 2026-03-31 --by S-01")
    stage.type(f"dispose --file {boxes} --witness P-05 --on 2026-03-31 --by S-01")


def _close(stage: Stage) -> None:
    stage.tell(N_("Copies end too, then the rest goes back; the contract closes only when nothing is left (clause 40)"))
    disk, data = stage.numbers("origin = 'copied'")
    stage.type(f"disposal request {disk} --number 申-002 --method degauss --place D-1 --by P-02", ends=3)
    stage.type(
        f"disposal request {disk} --number 申-002 --method shred --place D-1 --witness P-05 --reason 業務完了 --on 2026-03-28 --by P-02"
    )
    stage.type("approve dispose --request 申-002 --number 承認-廃-003 --approved-on 2026-03-30 --approver C-01")
    stage.type(
        f"dispose {disk} --witness P-05 --serial WD-0001 --particle-area 25 --equipment '破砕機 HC-2' --on 2026-04-02 --by P-02"
    )
    stage.type(f"erase {data} {CRYPTO_ERASE} --on 2026-04-02 --by P-02", ends=3)
    stage.type(
        f"approve dispose {data} --number 承認-消-001 --approved-on 2026-03-30 --approver C-01 --method crypto_erase"
    )
    stage.type(f"erase {data} {CRYPTO_ERASE} --on 2026-04-02 --by P-02")
    sticks = stage.scans("sticks.txt", "medium = 'usb_flash' AND open")
    stage.type(f"erase --file {sticks} {CRYPTO_ERASE} --on 2026-04-02 --by P-02")
    stage.type("contract close", ends=3)
    stage.type("validate --all --on 2026-04-03 --by P-01")
    stage.type("certify --all --number 溶解-7731 --issued-on 2026-04-03 --issuer 架空溶解処理株式会社 --by P-01")
    rest = stage.scans("rest.txt", "open")
    stage.type(f"return --file {rest} --to C-01 --method 手渡し --receipt 受-2026-001 --on 2026-04-03 --by P-01")
    stage.type("contract close")
    stage.type("report --contract R7012")
    stage.type("verify")


def _tampering(stage: Stage) -> None:
    stage.tell(N_("Somebody with the file and the tools rewrites one line of a copy: it shows"))
    forged = stage.folder / "forged"
    shutil.copytree(stage.ledger, forged)
    _forge(forged / "journal.db")
    stage.type("verify", ends=1, ledger=forged)


def _forge(journal: Path) -> None:
    """Change one word in an old line, as an insider would: triggers dropped, then put back."""
    db: Any = sqlite3.connect(journal)
    guard = db.execute("SELECT sql FROM sqlite_schema WHERE name = 'journal_no_update'").fetchone()[0]
    db.execute("DROP TRIGGER journal_no_update")
    db.execute(
        "UPDATE journal SET body = replace(body, 'P-05', 'P-03') WHERE kind = 'disposed' AND seq = (SELECT min(seq) FROM journal WHERE kind = 'disposed')"
    )
    db.execute(guard)
    db.commit()
    db.close()
