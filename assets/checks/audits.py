"""What is left undone between client and contractor?"""

from __future__ import annotations

from collections.abc import Iterator

from assets.checks.check import Sight, View, check, seen
from assets.language import N_
from assets.terms import term


@check("R10-2", clause=10, severity="high", setting="request_forward_days")
def requests_not_passed_on(view: View) -> Iterator[Sight]:
    """What people or authorities ask of the contractor is passed on to the client promptly (すみやかに)."""
    for row in view.rows("SELECT number, received_on FROM subject_requests WHERE told_on IS NULL"):
        yield seen(
            N_("Request {document} was received on {since} and is not passed on."),
            document=row["number"],
            since=row["received_on"],
            attention=view.age(row["received_on"]) <= view.policy.days("request_forward_days"),
        )


@check("R13-3", clause=13, severity="warn")
def safety_measures_missing(view: View) -> Iterator[Sight]:
    """Safety measures are organisational, human, physical and technical: each kind is written down."""
    known = {row["measure"] for row in view.rows("SELECT DISTINCT measure FROM safety_measures")}
    missing = [kind for kind in ("organisational", "human", "physical", "technical") if kind not in known]
    for kind in missing:
        yield seen(N_("No safety measure of this kind is recorded: {measure}"), measure=term(kind), attention=True)


@check("R25-3", clause=25, severity="warn", setting="audit_answer_days")
def audits_unanswered(view: View) -> Iterator[Sight]:
    """The client's notice of an audit, or its call for reports or documents, is answered."""
    for row in view.rows("SELECT number, noticed_on FROM audits WHERE answered_on IS NULL"):
        yield seen(
            N_("Notice {document} of {since} is not answered."),
            document=row["number"],
            since=row["noticed_on"],
            attention=view.age(row["noticed_on"]) <= view.policy.days("audit_answer_days"),
        )


@check("R30-2", clause=30, severity="warn", setting="improvement_days")
def improvements_unfinished(view: View) -> Iterator[Sight]:
    """What the client asks to be improved is agreed, done and checked by the day agreed, or within the contract's own threshold."""
    for row in view.rows("SELECT number, requested_on, due_on FROM improvements WHERE done_on IS NULL"):
        late = view.age(row["requested_on"]) > view.policy.days("improvement_days")
        if row["due_on"]:
            late = view.today > row["due_on"]
        yield seen(
            N_("Improvement {document}, requested on {since}, is not done."),
            document=row["number"],
            since=row["requested_on"],
            attention=not late,
        )
