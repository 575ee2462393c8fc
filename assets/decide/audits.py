"""What follows when client and contractor tell each other how the work is done?"""

from __future__ import annotations

from collections.abc import Collection

from assets import events as e
from assets.decide.judged import done
from assets.errors import BadInput, NotFound
from assets.language import N_
from assets.state import Contract
from assets.when import Moment

# What is numbered: where the numbers stand on the desk, whether the fact brings a new one, and the command that lists them.
_NUMBERED: dict[type[e.Fact], tuple[str, bool, str]] = {
    e.DocumentFiled: ("documents", True, N_("assets document list")),
    e.SubjectRequested: ("subjects", True, N_("assets subject list")),
    e.SubjectForwarded: ("subjects", False, N_("assets subject list")),
    e.AuditNoticed: ("audits", True, N_("assets audit list")),
    e.AuditAnswered: ("audits", False, N_("assets audit list")),
    e.ImprovementRequested: ("improvements", True, N_("assets improvement list")),
    e.ImprovementAgreed: ("improvements", False, N_("assets improvement list")),
    e.ImprovementDone: ("improvements", False, N_("assets improvement list")),
}


def put_on_record(desk: Contract, told: e.Fact, *, moment: Moment) -> list[e.Fact]:
    """請求 (clause 10), 安全管理措置 (13), 文書 and 監査等 (24, 25), 改善 (29, 30).

    Raises BadInput for a number that is taken, NotFound for a reference to one that nobody gave.
    """
    if type(told) in _NUMBERED:
        names, is_new, listed_by = _NUMBERED[type(told)]
        _check_number(getattr(told, "number", ""), getattr(desk, names), is_new=is_new, hint=listed_by)
    if isinstance(told, e.ImprovementRequested) and told.audit:
        _check_number(told.audit, desk.audits, is_new=False, hint=N_("assets audit list"))
    return done(desk, told, moment)


def _check_number(number: str, known: Collection[str], *, is_new: bool, hint: str) -> None:
    if is_new and number in known:
        raise BadInput(N_("{number} is recorded already."), hint=hint, number=number)
    if not is_new and number not in known:
        listed = ", ".join(sorted(known)) or "-"
        raise NotFound(N_("There is no {number}; recorded: {listed}"), hint=hint, number=number, listed=listed)
