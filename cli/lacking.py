"""What does a record still lack before it is made, and who can say it?

The rules themselves are asked, before the ledger is locked: what only lacks a piece (`lacks` of a reason) is asked for, piece by piece.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from assets.language import N_
from assets.refusal import Refused
from cli import say
from cli.conditions import attached, hundredths, proofs
from cli.session import ask, folded

QUESTIONS = {
    "witness": N_("Who is the witness?"),
    "tool": N_("With which tool, in which version?"),
    "equipment": N_("With which equipment (model, number)?"),
    "facility": N_("At which facility?"),
    "permit": N_("Under which permit does the facility work?"),
    "weight": N_("How many boxes, or what weight?"),
    "unopened": N_("Were the boxes destroyed unopened?"),
    "holes": N_("How many holes?"),
    "screen_size": N_("What is the size of the screen?"),
    "field_strength": N_("How strong is the degausser's field (Oe or mT)?"),
    "coercivity": N_("What is the coercivity of the medium (Oe or mT)?"),
    "inspected_on": N_("When was the degausser last inspected?"),
    "particle_area": N_("How large is the largest piece, in mm²?"),
    "log_hash": N_("The log of the erasure: which file, or where is it filed?"),
    "photo_before": N_("The photograph before: which file, or where is it filed?"),
    "photo_after": N_("The photograph after: which file, or where is it filed?"),
}
EACH = (
    "weight",
    "unopened",
    "holes",
    "log_hash",
    "photo_before",
    "photo_after",
)  # of one asset alone; the rest holds for all
_OPTIONS = {"witness": "--witness", "tool": "--tool", "equipment": "--equipment", "particle_area": "--particle-area"}
Try = Callable[[Mapping[str, Any]], object]


def lacking(attempt: Try, words: Mapping[str, Any]) -> list[str]:
    """The pieces for want of which alone the rules refuse what is attempted; none when they let it pass, or refuse it for another reason."""
    try:
        attempt(words)
    except Refused as refused:
        lacks = [str(reason.fields.get("lacks", "")) for reason in refused.reasons]
        return [name for name in dict.fromkeys(lacks) if name in QUESTIONS] if all(lacks) else []
    return []


def with_answer(words: Mapping[str, Any], name: str, answer: str) -> dict[str, Any]:
    """The words of a verb with one more piece. Raises BadInput for what is no answer."""
    if name == "particle_area":
        return {**words, name: hundredths(answer)}
    if name in ("tool", "equipment"):
        return {**words, name: answer}
    if name == "witness":
        return {**words, name: folded(answer)}
    given = [f"{name}={answer}"]
    return {
        **words,
        "evidence": (*words.get("evidence", ()), *proofs(given)),
        "files": (*words.get("files", ()), *attached(given)),
    }


@dataclass
class Missing:
    """Asks for what the records of one command lack; what holds for all of them is asked once. words: those of the verb that were typed."""

    words: Mapping[str, Any]
    said: dict[str, str] = field(default_factory=dict)

    def __call__(self, attempt: Try, words: Mapping[str, Any], number: str) -> Mapping[str, Any]:
        """`words` of the asset `number` with every missing piece; attempt: does it with such words, without recording it."""
        words, asked = {**self.words, **words}, set[str]()
        while missing := [name for name in lacking(attempt, words) if name not in asked]:
            name = missing[0]
            if name in EACH and not asked & set(EACH):
                say.line(f"{number}:")
            asked.add(name)
            words = with_answer(words, name, self._answer(name))
        return words

    def _answer(self, name: str) -> str:
        if name in self.said:
            return self.said[name]
        answer = ask(QUESTIONS[name], option=_OPTIONS.get(name, f"--evidence {name}"))
        if name not in EACH:
            self.said[name] = answer
        return answer


def told(each: Mapping[str, str]) -> dict[str, Any]:
    """The words of a verb that the answers at the counter come to."""
    words: dict[str, Any] = {}
    for name in QUESTIONS.keys() & each.keys():
        words = with_answer(words, name, each[name])
    return words
