"""May it be copied?"""

from __future__ import annotations

from collections.abc import Iterator

from assets import events as e
from assets.language import N_
from assets.rules.rule import Case, Finding, no, rule
from assets.terms import term

_REQUEST = N_("assets approve copy {source} --number NO --approved-on DATE --approver PERSON --max COPIES")


def _approval(case: Case) -> e.CopyApproved | None:
    given = case.desk.approvals.get(case.fact.approval)
    return given if isinstance(given, e.CopyApproved) else None


@rule("R21-1", clause=21, deeds=("copy",))
def copy_is_approved(case: Case) -> Iterator[Finding]:
    """No copy without an approval of the client that covers this original, medium, place and purpose on that day."""
    source, approval = case.fact.source, _approval(case)
    if approval is None or case.asset is None or approval.number not in case.asset.approvals:
        yield no(N_("No approval to copy covers {source}."), hint=_REQUEST, source=source)
        return
    limits: list[tuple[bool, str]] = [
        (approval.approved_on > case.day, N_("Approval {number} was given on {approved_on}, after {day}.")),
        ("" < approval.valid_until < case.day, N_("Approval {number} expired on {valid_until}.")),
        (
            bool(approval.media) and case.fact.medium not in approval.media,
            N_("Approval {number} does not allow the medium {medium}; it allows {media}."),
        ),
        (
            bool(approval.purpose) and case.fact.purpose != approval.purpose,
            N_("Approval {number} is for the purpose {approved_purpose}, not {purpose}."),
        ),
        (
            bool(approval.place) and case.fact.place != approval.place,
            N_("Approval {number} is for place {approved_place}, not {place}."),
        ),
        (
            case.side_of(approval.approver) != "client",
            N_("{approver}, who gave approval {number}, is not a person of the client."),
        ),
    ]
    for wrong, message in limits:
        if wrong:
            yield no(
                message,
                hint=_REQUEST,
                source=source,
                number=approval.number,
                approved_on=approval.approved_on,
                day=case.day,
                valid_until=approval.valid_until,
                medium=term(case.fact.medium),
                media=", ".join(approval.media),
                purpose=case.fact.purpose or "-",
                approved_purpose=approval.purpose,
                place=case.fact.place or "-",
                approved_place=approval.place,
                approver=approval.approver,
            )


@rule("R21-2", clause=21, deeds=("copy",))
def copies_stay_within_the_number(case: Case) -> Iterator[Finding]:
    """No more copies than approved; copies that have ended count too."""
    approval = _approval(case)
    if approval and case.asset:
        made = case.asset.copies.get(approval.number, 0)
        if made >= approval.max_copies:
            yield no(
                N_("Approval {number} allows {allowed} copies of {source}; {made} were made."),
                hint=_REQUEST,
                number=approval.number,
                allowed=approval.max_copies,
                made=made,
                source=case.fact.source,
            )


@rule("R21-3", clause=21, deeds=("copy",), truth=True)
def source_is_in_hand(case: Case) -> Iterator[Finding]:
    """Only what is here can be copied: not what has ended, was erased, is missing, under way, or with a subcontractor."""
    if case.asset and (
        case.asset.is_ended or case.asset.is_erased or case.asset.is_gone or case.asset.whereabouts != "in_custody"
    ):
        yield no(
            N_("{source} is {status} and cannot be copied."),
            hint=N_("assets show {source}"),
            source=case.fact.source,
            status=term(case.asset.status),
        )
