"""Does this approval hold?"""

from __future__ import annotations

from collections.abc import Iterator

from assets import events as e
from assets.language import N_
from assets.rules.rule import Case, Finding, no, rule

_CONFIRM = N_("assets approve confirm {number} --document NO   once it is confirmed in writing")
_WRITTEN = N_("Record it once it is there in writing: --form written")


@rule("R00-9", clause=41, deeds=("approve", "consent add", "disposal request"), truth=True)
def a_number_stands_for_one_approval(case: Case) -> Iterator[Finding]:
    """An approval, a consent or an application, once recorded, is never changed: its number is given once, so that what was done under it stays provable."""
    fact = case.fact
    known: tuple[str, ...] = ()
    if isinstance(fact, (e.CopyApproved, e.DisposalApproved)):
        known = tuple(case.desk.approvals)
    elif isinstance(fact, e.ConsentGiven):
        known = tuple(given.number for given in case.desk.consents)
    elif isinstance(fact, e.DisposalRequested):
        known = tuple(case.desk.requests)
    if known and fact.number in known:
        yield no(
            N_("{number} is recorded already and stays as it is."),
            hint=N_(
                "assets contract show {contract}   lists it; what the client approves anew has a number of its own."
            ),
            number=fact.number,
        )


@rule("R21-7", clause=21, deeds=("approve", "copy"), setting="oral_approval")
def approval_to_copy_is_in_writing(case: Case) -> Iterator[Finding]:
    """An approval to copy given by word of mouth awaits its confirmation in writing (書面確認待ち)."""
    yield from _only_oral(case, e.CopyApproved)


@rule("R41-10", clause=41, deeds=("approve", "dispose"), setting="oral_approval")
def approval_to_dispose_is_in_writing(case: Case) -> Iterator[Finding]:
    """An approval to dispose given by word of mouth awaits its confirmation in writing (書面確認待ち)."""
    yield from _only_oral(case, e.DisposalApproved)


def _only_oral(case: Case, kind: type[e.CopyApproved] | type[e.DisposalApproved]) -> Iterator[Finding]:
    """The approval being recorded, or the one the deed is done under, when nobody has it in writing."""
    used = case.deed != "approve"
    approval = case.desk.approvals.get(case.fact.approval) if used else case.fact
    if isinstance(approval, kind) and approval.form == "oral" and approval.number not in case.desk.confirmed:
        yield no(
            N_("Approval {number} was given by word of mouth and is not confirmed in writing."),
            hint=_CONFIRM if used else _WRITTEN,
            number=approval.number,
        )
