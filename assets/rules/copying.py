"""May it be copied?"""

from __future__ import annotations

from collections.abc import Iterator

from assets import events as e
from assets.language import N_
from assets.rules.people import speaks_for_client
from assets.rules.rule import Case, Finding, no, rule
from assets.terms import term

_REQUEST = N_("assets approve copy {source} --number NO --approved-on DATE --approver PERSON --max COPIES")
_OF_A_COPY = N_(
    "assets approve copy {source} --number NO --approved-on DATE --approver PERSON --max COPIES   or, for an original, with --copies-of-copies"
)


def _approval(case: Case) -> e.CopyApproved | None:
    given = case.desk.approvals.get(case.fact.approval)
    return given if isinstance(given, e.CopyApproved) else None


def _covers(case: Case, approval: e.CopyApproved | None) -> bool:
    return approval is not None and case.asset is not None and approval.number in case.asset.approvals


@rule("R21-5", clause=21, deeds=("copy",))
def copy_of_a_copy_is_approved(case: Case) -> Iterator[Finding]:
    """A copy is copied only when an approval says so: it lists that copy by its number, or extends to copies of copies."""
    if case.asset and case.asset.origin == "copied" and not _covers(case, _approval(case)):
        yield no(
            N_("{source} is itself a copy, and no approval to copy covers it."),
            hint=_OF_A_COPY,
            source=case.fact.source,
        )


@rule("R21-1", clause=21, deeds=("copy",))
def copy_is_approved(case: Case) -> Iterator[Finding]:
    """No copy without an approval of the client, or a provision of the specification, that covers this original, medium, place and purpose on that day."""
    source, approval = case.fact.source, _approval(case)
    if approval is None or not _covers(case, approval):
        if case.asset is None or case.asset.origin != "copied":  # of a copy R21-5 says so
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
            "" < approval.erase_by < (case.fact.erase_by or "9999"),
            N_("Copies under approval {number} are to be gone by {approved_erase_by}."),
        ),
        (
            approval.basis == "client_approval"
            and not speaks_for_client(case, approval.approver, approval.approved_on),
            N_("{approver}, who gave approval {number}, was no person of the client on the roster on {approved_on}."),
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
                approved_erase_by=approval.erase_by,
                approver=approval.approver or "-",
            )


@rule("R21-2", clause=21, deeds=("copy",))
def copies_stay_within_the_number(case: Case) -> Iterator[Finding]:
    """No more copies than approved; copies that have ended count too, and copies of copies count against their original's number."""
    approval = _approval(case)
    if approval and case.made >= approval.max_copies:
        yield no(
            N_("Approval {number} allows {allowed} copies of {source}; {made} were made."),
            hint=_REQUEST,
            number=approval.number,
            allowed=approval.max_copies,
            made=case.made,
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


@rule("R21-11", clause=21, deeds=("copy", "produce"), truth=True)
def erasure_is_still_to_come(case: Case) -> Iterator[Finding]:
    """A temporary copy is to be gone on the day it was made, or later: a day that has passed already promises nothing."""
    if "" < case.fact.erase_by < case.day:
        yield no(
            N_("It is to be erased by {erase_by}, which lies before {day}, the day it was made."),
            hint=N_("--erase-by takes the day it is made, or a later one."),
            erase_by=case.fact.erase_by,
            day=case.day,
        )
