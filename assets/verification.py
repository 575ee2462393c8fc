"""How is it known that a method did its work?"""

from __future__ import annotations

from assets.language import N_, Word
from assets.sanitization import kind_of, table
from assets.terms import term

VERIFICATIONS = {
    "full_readback": N_("full read-back"),
    "sampled_readback": N_("sampled read-back"),
    "tool_log": N_("log of the tool"),
    "visual": N_("visual inspection"),
    "equipment_check": N_("check of the equipment"),
    "third_party": N_("verification by a third party"),
    "none": N_("not verified"),
}
RESULTS = {
    "pass": N_("passed"),
    "fail": N_("did not pass"),
    "unknown": N_("not known"),
}
DECISIONS = {
    "accepted": N_("accepted as effective"),
    "rejected": N_("rejected"),
    "redo": N_("to be done again"),
}


def result_name(code: str) -> Word:
    """The word for a result, translated where it is shown; of a stock-take too: what was never missing is not found again (発見)."""
    return Word(RESULTS[code]) if code in RESULTS else term("found_in_place" if code == "found" else code)


def decision_name(code: str) -> Word:
    """The word for what the responsible person decided, translated where it is shown."""
    return Word(DECISIONS.get(code, code))


def verification_name(code: str) -> Word:
    """The word for a way of checking, translated where it is shown."""
    return Word(VERIFICATIONS.get(code, code))


def verifies(method: str, verification: str) -> bool:
    """Whether this way of checking can tell that the method did its work: nothing is read back after degaussing or shredding."""
    return verification in table()["verification"].get(kind_of(method), ())


def result(method: str, verification: str, *, claimed: str) -> str:
    """The result to record: who could not verify cannot say that it passed, and nobody can say more than pass, fail or unknown."""
    if claimed == "pass" and not verifies(method, verification):
        return "unknown"
    return claimed if claimed in RESULTS else "unknown"
