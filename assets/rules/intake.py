"""May it be taken in?"""

from __future__ import annotations

from collections.abc import Iterator

from assets.language import N_
from assets.rules.rule import FLAG, Case, Finding, no, rule
from assets.state import is_within
from assets.terms import term
from assets.when import day_of

_BEGINNING = ("receive", "copy", "produce")
_CARRIED_ABOUT = (
    "mag_tape", "floppy", "mag_card", "mo_disk", "optical_worm", "optical_rw", "hdd", "sshd", "ssd_sata", "ssd_nvme", "usb_flash", "memory_card", "mobile",
)  # fmt: skip
_UNENCRYPTED = ("none", "no", "なし", "無し", "無", "未暗号化", "暗号化なし")
STRICTNESS = ("non_personal", "personal", "specific_pi", "unknown")


@rule("R03-1", clause=3, deeds=("receive", "produce"))
def says_what_it_holds(case: Case) -> Iterator[Finding]:
    """Only the minimum is entrusted: whoever registers an asset says which kinds of information it holds, never the contents."""
    if not case.fact.info_items.strip():
        yield no(N_("Which kinds of information does it hold?"), hint=N_("--items TEXT"))


@rule("R04-1", clause=4, deeds=_BEGINNING, truth=True)
def class_is_known_or_inquired(case: Case) -> Iterator[Finding]:
    """Every asset has an information class; one of which nobody is sure is `unknown`, handled as the strictest, and the client is asked."""
    if case.fact.pi_class not in STRICTNESS:
        yield no(
            N_("{pi_class} is no information class."),
            hint=N_("--class takes specific_pi, personal, non_personal or unknown."),
            pi_class=case.fact.pi_class or "-",
        )


@rule("R04-2", clause=4, deeds=("reclassify",))
def lowering_a_class_is_proved(case: Case) -> Iterator[Finding]:
    """A class is lowered, and an unknown one settled, only by the responsible person, with the client's answer in hand."""
    if case.asset is None or STRICTNESS.index(case.fact.pi_class) >= STRICTNESS.index(case.asset.pi_class):
        return
    fields: dict[str, object] = {"was": term(case.asset.pi_class), "pi_class": term(case.fact.pi_class)}
    if not case.fact.document:
        yield no(
            N_("{was} becomes {pi_class} only with the number of the client's answer."),
            hint=N_("--document NUMBER"),
            **fields,
        )
    if case.operator != case.desk.responsible_on("contractor", case.today):
        yield no(
            N_("Only the contractor's responsible person lowers a class, not {person}."),
            hint=N_("assets contract show {contract}   names that person"),
            person=case.operator or "-",
        )


@rule("R04-3", clause=4, deeds=("receive",), outcome=FLAG)
def specific_information_is_notified(case: Case) -> Iterator[Finding]:
    """The client states in writing what is specific personal information; without that notice it is noted as not received (書面未受領)."""
    if case.fact.pi_class == "specific_pi" and not case.fact.notice_no:
        yield no(N_("The client's written notice is missing."))


@rule("R13-1", clause=13, deeds=_BEGINNING, outcome=FLAG)
def what_is_carried_about_is_encrypted(case: Case) -> Iterator[Finding]:
    """A medium that can be carried off with personal information on it ought to be encrypted."""
    bare = case.fact.encryption.strip().casefold() in _UNENCRYPTED
    if bare and case.fact.medium in _CARRIED_ABOUT and case.fact.pi_class != "non_personal":
        yield no(N_("It is not encrypted."))


@rule("R40-3", clause=40, deeds=_BEGINNING)
def nothing_begins_after_the_end(case: Case) -> Iterator[Finding]:
    """After the contract's end everything goes back: nothing more is received, copied or produced."""
    ended = day_of(case.desk.ended)
    if ended and case.day > ended:
        yield no(
            N_("The contract ended on {ended}; nothing is received, copied or produced on {day}."),
            hint=N_("assets contract show {contract}"),
            ended=ended,
            day=case.day,
        )


@rule("R15-1", clause=15, deeds=("receive", "produce"))
def both_sides_named_who_answers(case: Case) -> Iterator[Finding]:
    """Before anything is taken in, client and contractor have each named a responsible person (管理責任者) in force that day."""
    for side in ("client", "contractor"):
        person = case.desk.line_on(case.desk.responsible_on(side, case.day), case.day)
        if not (person and person.side == side and is_within(person, case.day)):
            yield no(
                N_("No responsible person of the {side} is on the roster for {day}."),
                hint=N_("assets person add --from roster.csv   or   assets person add NUMBER --responsible"),
                side=term(side),
                day=case.day,
            )


@rule("R23-1", clause=23, deeds=("receive", "copy", "produce", "extract", "correct"), truth=True)
def falls_under_clause_23(case: Case) -> Iterator[Finding]:
    """Everything kept belongs to one of clause 23's items; item (4) needs the specification that names it."""
    thing = case.arrival
    if thing is None:
        return
    if thing.item not in (1, 2, 3, 4):
        yield no(N_("{item} is not an item of clause 23."), hint=N_("--item takes 1, 2, 3 or 4."), item=thing.item)
    if thing.item == 4 and not thing.spec_reference:
        hints = {"correct": N_("assets correct {asset} --set item=4 --set spec_reference=TEXT --reason TEXT")}
        yield no(
            N_("Item (4) of clause 23 needs the specification that names it."),
            hint=hints.get(case.deed, N_("--spec-reference TEXT")),
        )


@rule("R23-2", clause=23, deeds=("receive", "copy", "produce", "extract", "correct"), truth=True)
def serial_is_not_live(case: Case) -> Iterator[Finding]:
    """A medium with this serial is still owed somewhere: it cannot be in two places, or its ending was never recorded."""
    if case.live_serials:
        yield no(
            N_("Serial {serial} is that of {others}, which is still live."),
            hint=N_("assets find {serial}"),
            serial=case.arrival.serial if case.arrival else "",
            others=", ".join(case.live_serials),
        )
