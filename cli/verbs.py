"""Which verbs are there, where does each live?

A verb's module is imported only when the verb is typed, so that a scan starts fast.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable
from typing import Any, NamedTuple

from assets.language import N_

START, DESK, INTAKE, CUSTODY, ENDING, SIDES, LOOK, PROOF = (
    N_("Start"),
    N_("The contract's desk"),
    N_("Intake"),
    N_("Custody"),
    N_("Endings"),
    N_("Between client and contractor"),
    N_("Look"),
    N_("Proof"),
)
INCIDENTS = N_("Incidents")
WINDOW = N_("The audit view")


class Verb(NamedTuple):
    """Where a verb's function stands, in which part of the help, with a runnable example."""

    place: str
    panel: str
    example: str

    def function(self) -> Callable[..., Any]:
        """The verb's function, its module imported now."""
        module, _, name = self.place.partition(":")
        found: Callable[..., Any] = getattr(importlib.import_module(module), name)
        return found


VERBS: dict[str, Verb] = {
    "init": Verb("cli.start:init", START, "assets init"),
    "demo": Verb("cli.demo:demo", START, "assets demo"),
    "contract open": Verb("cli.contract:open_", DESK, "assets contract open --from contract.toml"),
    "contract show": Verb("cli.contract:show", DESK, "assets contract show R7012"),
    "contract list": Verb("cli.contract:list_", DESK, "assets contract list"),
    "contract end": Verb("cli.contract:end", DESK, "assets contract end R7012 --trigger completion --on 2026-03-31"),
    "contract close": Verb("cli.contract:close", DESK, "assets contract close R7012"),
    "place add": Verb("cli.places:place_add", DESK, "assets place add --from places.csv"),
    "place list": Verb("cli.places:place_list", DESK, "assets place list"),
    "person add": Verb("cli.people:person_add", DESK, "assets person add --from roster.csv"),
    "person leave": Verb("cli.people:person_leave", DESK, "assets person leave P-04 --on 2025-09-30"),
    "person list": Verb("cli.people:person_list", DESK, "assets person list"),
    "person show": Verb("cli.people:person_show", DESK, "assets person show P-04"),
    "protocol set": Verb(
        "cli.contract:protocol_set",
        DESK,
        "assets protocol set --number 協議-2025-03 --agreed-on 2025-04-01 --method 手渡し --medium hdd",
    ),
    "subcontract add": Verb(
        "cli.subcontract:subcontract_add",
        DESK,
        "assets subcontract add --org 架空溶解処理株式会社 --number 承認-再-001 --approved-on 2025-04-25 --work 溶解 --info paper --management 週次報告",
    ),
    "subcontract supervise": Verb(
        "cli.subcontract:subcontract_supervise",
        DESK,
        "assets subcontract supervise --org 架空溶解処理株式会社 --how 立入検査 --on 2025-09-10 --by P-01",
    ),
    "subcontract end": Verb(
        "cli.subcontract:subcontract_end",
        DESK,
        "assets subcontract end --org 架空溶解処理株式会社 --on 2026-03-31",
    ),
    "subcontract list": Verb("cli.subcontract:subcontract_list", DESK, "assets subcontract list"),
    "approve copy": Verb(
        "cli.approve:approve_copy",
        DESK,
        "assets approve copy R7012-00002-W --number 承認-複-002 --approved-on 2025-06-01 --approver C-01 --max 1",
    ),
    "approve dispose": Verb(
        "cli.approve:approve_dispose",
        DESK,
        "assets approve dispose R7012-00057-2 --number 承認-廃-002 --approved-on 2026-03-20 --approver C-01 --method shred",
    ),
    "policy show": Verb("cli.policy:policy_show", DESK, "assets policy show --contract R7012"),
    "policy set": Verb(
        "cli.policy:policy_set", DESK, "assets policy set stocktake_days 30 --contract R7012 --document 協議-2025-04"
    ),
    "approve confirm": Verb(
        "cli.approve:approve_confirm", DESK, "assets approve confirm 承認-複-001 --document 確認書-複-001"
    ),
    "consent add": Verb(
        "cli.approve:consent_add",
        DESK,
        "assets consent add --number 承諾-001 --given-on 2025-05-01 --approver C-01 --purpose 統計作成",
    ),
    "receive": Verb("cli.intake:receive", INTAKE, "assets receive --from received.csv --by P-01"),
    "split": Verb("cli.parts:split", INTAKE, "assets split R7012-00032-K --into 300 --into 212 --by P-02"),
    "extract": Verb(
        "cli.parts:extract", INTAKE, "assets extract R7012-00057-2 --medium ssd_sata --serial S4XX0001 --by P-02"
    ),
    "copy": Verb("cli.copying:copy", INTAKE, "assets copy R7012-00001-Y --medium hdd --on 2025-05-20 --by P-02"),
    "produce": Verb(
        "cli.copying:produce",
        INTAKE,
        "assets produce --title 受診券送付用リスト --medium paper --class personal --items 氏名・住所 --place H-1 --by P-02",
    ),
    "label": Verb("cli.paper:label", INTAKE, "assets label --new --out labels.pdf"),
    "scan": Verb("cli.scan:scan", CUSTODY, "assets scan R7012-00001-Y"),
    "move": Verb("cli.custody:move", CUSTODY, "assets move R7012-00001-Y --place H-1 --by P-02"),
    "handover": Verb(
        "cli.custody:handover", CUSTODY, "assets handover --file scans.txt --to P-02 --place H-1 --by P-01"
    ),
    "send": Verb(
        "cli.custody:send",
        CUSTODY,
        "assets send R7012-00032-K --to S-01 --place S-1 --method 専用便 --on 2026-03-30 --by P-01",
    ),
    "accept": Verb("cli.custody:accept", CUSTODY, "assets accept R7012-00032-K --on 2026-03-30 --by S-01"),
    "lost": Verb("cli.custody:lost", CUSTODY, "assets lost R7012-00003-U --reason 棚卸で確認できず --by P-02"),
    "found": Verb("cli.custody:found", CUSTODY, "assets found R7012-00003-U --place V-1 --by P-02"),
    "stocktake start": Verb(
        "cli.stocktake:start", CUSTODY, "assets stocktake start --place V-1 --second P-05 --by P-02"
    ),
    "stocktake count": Verb(
        "cli.stocktake:count", CUSTODY, "assets stocktake count --file scans.txt --place V-1 --by P-02"
    ),
    "stocktake show": Verb("cli.stocktake:show", CUSTODY, "assets stocktake show 棚-001"),
    "stocktake list": Verb("cli.stocktake:list_", CUSTODY, "assets stocktake list"),
    "stocktake close": Verb("cli.stocktake:close", CUSTODY, "assets stocktake close 棚-001 --by P-01"),
    "container make": Verb(
        "cli.containers:make", CUSTODY, "assets container make --name テープケース1 --place V-1 --seal S-9 --by P-02"
    ),
    "container show": Verb("cli.containers:show", CUSTODY, "assets container show R7012-00083-X"),
    "container list": Verb("cli.containers:list_", CUSTODY, "assets container list"),
    "pack": Verb("cli.containers:pack", CUSTODY, "assets pack --file scans.txt --into R7012-00083-X --by P-02"),
    "unpack": Verb("cli.containers:unpack", CUSTODY, "assets unpack R7012-00005-Q --seal-state intact --by P-02"),
    "seal": Verb("cli.containers:seal", CUSTODY, "assets seal R7012-00083-X --seal S-10 --seal-state intact --by P-02"),
    "return": Verb("cli.ending:return_", ENDING, "assets return --file scans.txt --to C-01 --method 手渡し --by P-01"),
    "erase": Verb(
        "cli.ending:erase",
        ENDING,
        "assets erase R7012-00019-E --method crypto_erase --assert all --tool 消去ツール2.1 --verifier P-05 --result pass --verification tool_log --by P-02",
    ),
    "dispose": Verb(
        "cli.ending:dispose",
        ENDING,
        "assets dispose R7012-00013-Q --witness P-05 --equipment 破砕機HC-2 --on 2026-04-02 --by P-02",
    ),
    "validate": Verb("cli.validating:validate", ENDING, "assets validate --all --by P-01"),
    "certify": Verb(
        "cli.validating:certify",
        ENDING,
        "assets certify R7012-00013-Q --number 証-001 --issued-on 2026-04-10 --issuer 架空ビジネスサービス株式会社",
    ),
    "disposal request": Verb(
        "cli.disposal:request",
        ENDING,
        "assets disposal request R7012-00057-2 --number 申-001 --method shred --place D-1 --witness P-05 --by P-02",
    ),
    "disposal start": Verb(
        "cli.disposal:start",
        ENDING,
        "assets disposal start --approval 承認-廃-001 --witness P-05 --verifier P-03 --equipment 破砕機HC-2 --on 2026-04-02 --by P-02",
    ),
    "disposal close": Verb(
        "cli.disposal:close", ENDING, "assets disposal close 作-001 --later --on 2026-04-02 --by P-02"
    ),
    "disposal show": Verb("cli.disposal:show", ENDING, "assets disposal show 作-001"),
    "disposal list": Verb("cli.disposal:list_", ENDING, "assets disposal list"),
    "incident open": Verb(
        "cli.incidents:open_",
        INCIDENTS,
        "assets incident open R7012-00003-U --category suspected --what ケースの破損を発見 --by P-02",
    ),
    "incident assess": Verb(
        "cli.incidents:assess", INCIDENTS, "assets incident assess 事故-001 --category loss --cause 誤搬送 --by P-01"
    ),
    "incident notice": Verb(
        "cli.incidents:notice",
        INCIDENTS,
        "assets incident notice 事故-001 --form oral --to C-01 --method 電話 --by P-01",
    ),
    "incident measure": Verb(
        "cli.incidents:measure",
        INCIDENTS,
        "assets incident measure 事故-001 --kind containment --what 保管庫の全数確認 --by P-01",
    ),
    "incident agree": Verb(
        "cli.incidents:agree", INCIDENTS, "assets incident agree 事故-001 --document 協議-2025-07 --by P-01"
    ),
    "incident close": Verb(
        "cli.incidents:close", INCIDENTS, "assets incident close 事故-001 --conclusion 全媒体を確認 --by P-01"
    ),
    "incident list": Verb("cli.incident_view:list_", INCIDENTS, "assets incident list"),
    "incident show": Verb("cli.incident_view:show", INCIDENTS, "assets incident show 事故-001"),
    "correct": Verb(
        "cli.correcting:correct",
        PROOF,
        "assets correct R7012-00001-Y --set serial=KKS101L9 --reason ラベルの読み違い --by P-01",
    ),
    "attach": Verb(
        "cli.correcting:attach", PROOF, "assets attach R7012-00013-Q photo.jpg --what 破砕後の写真 --by P-02"
    ),
    "inquire": Verb("cli.classes:inquire", INTAKE, "assets inquire R7012-00064-4 --number 照会-001 --by P-01"),
    "reclassify": Verb(
        "cli.classes:reclassify",
        INTAKE,
        "assets reclassify R7012-00064-4 --class personal --document 回答-001 --by P-01",
    ),
    "safety set": Verb("cli.documents:safety_set", SIDES, "assets safety set --kind physical --text 媒体保管庫の施錠"),
    "safety list": Verb("cli.documents:safety_list", SIDES, "assets safety list"),
    "subject request": Verb(
        "cli.documents:subject_request", SIDES, "assets subject request 請-001 --kind disclosure --by P-01"
    ),
    "subject forward": Verb(
        "cli.documents:subject_forward", SIDES, "assets subject forward 請-001 --to C-01 --by P-01"
    ),
    "subject list": Verb("cli.documents:subject_list", SIDES, "assets subject list"),
    "document file": Verb(
        "cli.documents:document_file",
        SIDES,
        "assets document file 規定.pdf --number 文-001 --type management_rules --sent-on 2025-05-01",
    ),
    "document list": Verb("cli.documents:document_list", SIDES, "assets document list"),
    "document check": Verb("cli.documents:document_check", SIDES, "assets document check 規定.pdf"),
    "audit notice": Verb(
        "cli.audits:audit_notice", SIDES, "assets audit notice 監-001 --scope 保管状況 --asked-by C-01 --on 2025-10-01"
    ),
    "audit answer": Verb(
        "cli.audits:audit_answer", SIDES, "assets audit answer 監-001 --response 立入りを受けた --on 2025-10-15"
    ),
    "audit list": Verb("cli.audits:audit_list", SIDES, "assets audit list"),
    "improvement request": Verb(
        "cli.audits:improvement_request",
        SIDES,
        "assets improvement request 改-001 --audit 監-001 --reason 施錠記録の不足 --asked-by C-01",
    ),
    "improvement agree": Verb(
        "cli.audits:improvement_agree",
        SIDES,
        "assets improvement agree 改-001 --action 記録簿を設ける --due 2025-11-30",
    ),
    "improvement done": Verb("cli.audits:improvement_done", SIDES, "assets improvement done 改-001 --verifier P-05"),
    "improvement list": Verb("cli.audits:improvement_list", SIDES, "assets improvement list"),
    "show": Verb("cli.look:show", LOOK, "assets show R7012-00001-Y"),
    "history": Verb("cli.look:history", LOOK, "assets history R7012-00001-Y"),
    "copies": Verb("cli.copies:copies", LOOK, "assets copies R7012-00001-Y"),
    "find": Verb("cli.look:find", LOOK, "assets find 健診"),
    "report": Verb("cli.report:report", LOOK, "assets report --contract R7012"),
    "status": Verb("cli.status:clause_status", LOOK, "assets status --contract R7012"),
    "clauses": Verb("cli.clauses:clauses", LOOK, "assets clauses"),
    "serve": Verb("cli.serve:serve", WINDOW, "assets serve --open --browser"),
    "watch": Verb("cli.serve:watch", WINDOW, "assets watch"),
    "auditor add": Verb(
        "cli.auditors:auditor_add",
        WINDOW,
        "assets auditor add kansa-1 --contract R7012 --expires 2099-03-31 --generate",
    ),
    "auditor change": Verb(
        "cli.auditors:auditor_change", WINDOW, "assets auditor change kansa-1 --contract R7012 --expires 2099-06-30"
    ),
    "auditor password": Verb("cli.auditors:auditor_password", WINDOW, "assets auditor password kansa-1 --generate"),
    "auditor token": Verb("cli.auditors:auditor_token", WINDOW, "assets auditor token kansa-1 --expires 2099-03-31"),
    "auditor disable": Verb("cli.auditors:auditor_disable", WINDOW, "assets auditor disable kansa-1"),
    "auditor list": Verb("cli.auditors:auditor_list", WINDOW, "assets auditor list"),
    "verify": Verb("cli.proof:verify", PROOF, "assets verify"),
    "rebuild": Verb("cli.proof:rebuild", PROOF, "assets rebuild"),
}

GROUPS = {
    "contract": N_("Open, show, end and close a contract."),
    "place": N_("Places and their zones (clauses 11 and 22)."),
    "person": N_("The roster (clauses 7, 8 and 16)."),
    "protocol": N_("How things change hands (clause 5)."),
    "subcontract": N_("Approved subcontractors (clauses 19 and 20)."),
    "policy": N_("What client and contractor agreed on (clause 14)."),
    "container": N_("Boxes and cases with a number of their own (clause 23)."),
    "safety": N_("Safety measures (clause 13)."),
    "subject": N_("Requests of data subjects and others (clause 10)."),
    "document": N_("Documents kept outside the ledger (clauses 24 and 25)."),
    "audit": N_("Audits (clauses 25 to 27)."),
    "improvement": N_("Improvements the client asks for (clauses 24, 29 and 30)."),
    "approve": N_("The client's approvals (clauses 21 and 41)."),
    "disposal": N_("Disposal from the application to the end of the work (clause 41)."),
    "incident": N_("Accidents and the risk of one: notice, report, measures (clauses 37 to 39)."),
    "consent": N_("The client's consents to further purposes (clause 6)."),
    "auditor": N_("Accounts of those who look at registers in the browser (clause 25)."),
    "stocktake": N_("Count what is there against the ledger (clause 23)."),
}
