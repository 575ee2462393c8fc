"""May the policy be changed?"""

from __future__ import annotations

from collections.abc import Iterator

from assets.language import N_
from assets.policy import lowers
from assets.rules.rule import FLAG, Case, Finding, no, rule
from assets.terms import term


@rule("R14-1", clause=14, deeds=("policy set",))
def lowering_was_agreed(case: Case) -> Iterator[Finding]:
    """A setting is raised freely; lowered only with the document in which client and contractor agreed on it."""
    key, was, value = case.fact.key, case.fact.was, case.fact.value
    if not case.fact.document and lowers(key, was, value):
        yield no(
            N_("{value} is laxer than {was} for {key}; that takes the document in which both sides agreed."),
            hint=N_("assets policy set {key} {code} --document NUMBER"),
            key=key,
            was=term(was),
            value=term(value),
            code=value,
        )


@rule("R14-2", clause=14, deeds=("policy set",), outcome=FLAG)
def agreement_is_on_the_register(case: Case) -> Iterator[Finding]:
    """The document in which both sides agreed is on the register of documents; a paper kept elsewhere is noted as such. What a contract is opened with comes before any document."""
    if case.desk.opened and case.fact.document and case.fact.document not in case.desk.documents:
        yield no(
            N_("Document {document} is not on the register of documents."),
            hint=N_("assets document file --number {document} --type agreement --title TITLE"),
            document=case.fact.document,
        )
