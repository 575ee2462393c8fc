"""May it be used for that?"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from assets import events as e
from assets.language import N_
from assets.rules.people import speaks_for_client
from assets.rules.rule import Case, Finding, no, rule

_WRITTEN = ("written", "electronic")
_THIRD_PARTY = (
    "第三者提供",
    "第三者への提供",
    "第三者に提供",
    "第三者開示",
    "第三者への開示",
    "第三者に開示",
    "thirdparty",
    "thirdparties",
)
_BETWEEN = str.maketrans("", "", " 　-_・")


@rule("R06-1", clause=6, deeds=("copy", "produce", "move", "handover", "send"))
def purpose_is_the_contracts(case: Case) -> Iterator[Finding]:
    """Information is used for the purposes of the contract, or for one to which the client consented beforehand in writing."""
    desk, purpose = case.desk, case.fact.purpose
    if not purpose or desk.opened is None or not desk.opened.purposes or purpose in desk.opened.purposes:
        return
    if not (any(_consents(case, given) for given in desk.consents) or _was_approved_for_it(case)):
        yield no(
            N_(
                "{purpose} is none of the purposes of {contract} ({purposes}), and no consent of the client covers it on {day}."
            ),
            hint=N_(
                "assets consent add --number NO --given-on DATE --approver PERSON --purpose {purpose} --contract {contract}"
            ),
            purpose=purpose,
            purposes="・".join(desk.opened.purposes),
            day=case.day,
        )


def _consents(case: Case, given: e.ConsentGiven) -> bool:
    in_force = given.given_on <= case.day <= (given.valid_until or "9999")
    return given.purpose == case.fact.purpose and in_force and speaks_for_client(case, given.approver, given.given_on)


def _was_approved_for_it(case: Case) -> bool:
    """An approval to copy that names the purpose is the client's consent too, when it was given in writing."""
    approval = case.desk.approvals.get(getattr(case.fact, "approval", ""))
    return (
        isinstance(approval, e.CopyApproved)
        and approval.purpose == case.fact.purpose
        and (approval.form in _WRITTEN or approval.number in case.desk.confirmed)
    )


@rule("R10-1", clause=10, deeds=("handover", "send"))
def nothing_is_given_to_third_parties(case: Case) -> Iterator[Finding]:
    """A third party that asks for personal information is answered by the client: nothing is handed over for that, whoever consents."""
    purpose, opened = case.fact.purpose, case.desk.opened
    folded = unicodedata.normalize("NFKC", purpose).casefold().translate(_BETWEEN)
    if any(word in folded for word in _THIRD_PARTY) and not (opened and purpose in opened.purposes):
        yield no(
            N_("{purpose} is disclosure to a third party, which is for the client alone to answer."),
            hint=N_(
                "assets subject request NUMBER --kind third_party   records it; assets subject forward NUMBER --to PERSON   passes it on to the client"
            ),
            purpose=purpose,
        )
