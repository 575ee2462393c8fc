"""What do the annex's clauses (個人情報取扱特記事項, form 20250401) say, in a few words?"""

from __future__ import annotations

from typing import NamedTuple


class Clause(NamedTuple):
    """One of the 44 clauses: its number and our short title in both languages."""

    number: int
    ja: str
    en: str


_TITLES = (
    ("個人情報保護法の遵守", "Obey the personal information law"),
    ("用語の定義", "Definitions"),
    ("必要最小限度の委託", "Only the minimum is entrusted"),
    ("特定個人情報である旨の書面", "Written notice of specific personal information"),
    ("授受担当者・媒体・方法・記録の協議", "How things change hands is agreed"),
    ("目的外利用・開示の禁止", "No use or disclosure beyond the purpose"),
    ("従業員等の秘密保持義務", "Secrecy of the people who work on it"),
    ("退職者の誓約と返還", "Leavers pledge and give everything back"),
    ("適法な取得の保証", "Lawful acquisition is guaranteed"),
    ("本人・第三者からの請求の通知", "Requests are passed on to the client"),
    ("管理区域・取扱区域外への持ち出し禁止", "Nothing leaves the areas"),
    ("漏えいの禁止", "No leak, also afterwards"),
    ("安全管理措置", "Safety measures"),
    ("安全管理措置の協議", "Measures are agreed"),
    ("管理責任者の設置", "A responsible person on each side"),
    ("取扱者の限定・監督・教育", "Few handlers, supervised and trained"),
    ("守秘義務・適正な維持管理", "Statutory secrecy and maintenance"),
    ("必要な範囲での使用", "Use only as far as needed"),
    ("再委託の禁止", "No subcontracting without approval"),
    ("再委託の承認と監督", "Subcontractors approved and supervised"),
    ("複写・複製の禁止", "No copy without approval"),
    ("施設設備の管理体制", "Facilities are protected"),
    ("媒体・帳票・ドキュメント等の善管注意", "Due care for media, forms, documents and programs"),
    ("管理運営規定の提出・改善", "Management rules on request"),
    ("監査", "Audits"),
    ("監査時の秘密保持契約", "Secrecy of the contractor's own secrets"),
    ("入退館規則", "Auditors follow the entry rules"),
    ("監査費用", "Cost of audits beyond the usual"),
    ("改善の要請", "Improvements may be asked for"),
    ("改善の協議", "Improvements are discussed"),
    ("改善費用", "Cost of improvements"),
    ("情報の権利の不侵害", "The client's rights are not infringed"),
    ("情報は発注者の所有物", "All information belongs to the client"),
    ("第三者の権利の不侵害", "Third parties' rights are not infringed"),
    ("権利侵害の解決", "Disputes over such rights"),
    ("権利侵害の賠償", "Damages for such rights"),
    ("事故の報告", "Accidents are reported at once, then in writing"),
    ("事故の拡大防止", "Accidents are contained"),
    ("事故時の措置の協議", "Measures after an accident are agreed"),
    ("返却・消去・廃棄", "Everything is returned, erased or disposed of"),
    ("廃棄の事前承認", "Disposal needs prior approval"),
    ("違反時の解除・賠償", "Termination and damages for misuse"),
    ("漏えい等の賠償", "Damages for leaks"),
    ("免責の証明", "Exemption if faithful measures are proved"),
)

CLAUSES = {number: Clause(number, ja, en) for number, (ja, en) in enumerate(_TITLES, start=1)}

# Which clause an event serves, by the kind on its line.
SERVES = {
    "contract.opened": 3,
    "contract.ended": 40,
    "contract.closed": 40,
    "responsible.named": 15,
    "place.added": 22,
    "person.added": 16,
    "person.left": 8,
    "protocol.set": 5,
    "subcontract.added": 20,
    "copy.approved": 21,
    "disposal.approved": 41,
    "refused": 44,
    "received": 5,
    "copied": 21,
    "authorised": 14,
    "labelled": 23,
    "moved": 11,
    "handed_over": 5,
    "sent": 11,
    "accepted": 5,
    "returned": 40,
    "erased": 40,
    "disposed": 41,
    "went_missing": 37,
    "found": 37,
    "lost": 37,
}
