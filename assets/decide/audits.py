"""What follows when client and contractor tell each other how the work is done?"""

from __future__ import annotations

from collections.abc import Container, Iterable

from assets import events as e
from assets.decide.judged import done
from assets.errors import BadInput, NotFound
from assets.language import N_
from assets.state import Contract
from assets.when import Moment


def set_safety(desk: Contract, measure: e.SafetyMeasureSet, *, moment: Moment) -> list[e.Fact]:
    """安全管理措置 (clause 13)."""
    return done(desk, measure, moment)


def file_document(desk: Contract, document: e.DocumentFiled, *, moment: Moment) -> list[e.Fact]:
    """文書の登録; raises BadInput for a number that is taken."""
    _must_be_new(document.number, desk.documents, hint=N_("assets document list"))
    return done(desk, document, moment)


def request_subject(desk: Contract, request: e.SubjectRequested, *, moment: Moment) -> list[e.Fact]:
    """本人等からの請求 (clause 10)."""
    _must_be_new(request.number, desk.subjects, hint=N_("assets subject list"))
    return done(desk, request, moment)


def forward_subject(desk: Contract, told: e.SubjectForwarded, *, moment: Moment) -> list[e.Fact]:
    """請求の通知 (clause 10): promptly (すみやかに)."""
    _must_be_known(told.number, desk.subjects, hint=N_("assets subject list"))
    return done(desk, told, moment)


def notice_audit(desk: Contract, notice: e.AuditNoticed, *, moment: Moment) -> list[e.Fact]:
    """監査等の通知 (clause 25)."""
    _must_be_new(notice.number, desk.audits, hint=N_("assets audit list"))
    return done(desk, notice, moment)


def answer_audit(desk: Contract, answer: e.AuditAnswered, *, moment: Moment) -> list[e.Fact]:
    """監査等への対応 (clause 25)."""
    _must_be_known(answer.number, desk.audits, hint=N_("assets audit list"))
    return done(desk, answer, moment)


def request_improvement(desk: Contract, request: e.ImprovementRequested, *, moment: Moment) -> list[e.Fact]:
    """改善の要請 (clauses 24 and 29)."""
    _must_be_new(request.number, desk.improvements, hint=N_("assets improvement list"))
    if request.audit:
        _must_be_known(request.audit, desk.audits, hint=N_("assets audit list"))
    return done(desk, request, moment)


def agree_improvement(desk: Contract, agreed: e.ImprovementAgreed, *, moment: Moment) -> list[e.Fact]:
    """改善の協議 (clause 30)."""
    _must_be_known(agreed.number, desk.improvements, hint=N_("assets improvement list"))
    return done(desk, agreed, moment)


def finish_improvement(desk: Contract, finished: e.ImprovementDone, *, moment: Moment) -> list[e.Fact]:
    """改善の完了 (clause 30)."""
    _must_be_known(finished.number, desk.improvements, hint=N_("assets improvement list"))
    return done(desk, finished, moment)


def _must_be_new(number: str, known: Container[str], *, hint: str) -> None:
    if number in known:
        raise BadInput(N_("{number} is recorded already."), hint=hint, number=number)


def _must_be_known(number: str, known: Iterable[str], *, hint: str) -> None:
    if number not in set(known):
        listed = ", ".join(sorted(known)) or "-"
        raise NotFound(N_("There is no {number}; recorded: {listed}"), hint=hint, number=number, listed=listed)
