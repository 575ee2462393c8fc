"""What holds for every deed?"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from assets.events import Fact
from assets.ids import Scan
from assets.language import N_
from assets.lines import encode
from assets.mynumber import looks_like_my_number
from assets.rules.rule import EVERY, FLAG, ON_ASSETS, Case, Finding, no, rule
from assets.state import Asset, Container
from assets.terms import term
from assets.when import day_of, days_between, earlier, local

OTHER_CONTRACT = N_("{number} does not belong to {contract}: a deed under one contract names nothing of another.")
EACH_CONTRACT = N_(
    "assets contract list   shows each contract's label prefix; type the command once for each contract."
)
_DAY = len("2025-04-15")
_NOT_TYPED = ("asset", "source", "nonce", "of_hash", "sha256", "expected_hash")  # digits of a hash check by chance
_SERIALS = ("serial", "was", "now")
_PARTIES = ("receive", "handover", "send", "return")
_FITTING = {
    "copy": ("in_custody",),
    "move": ("in_custody", "at_subcontractor"),
    "handover": ("in_custody", "at_subcontractor"),
    "send": ("in_custody", "at_subcontractor"),
    "accept": ("in_transit",),
    "return": ("in_custody", "at_subcontractor"),
    "erase": ("in_custody", "at_subcontractor"),
    "dispose": ("in_custody", "at_subcontractor"),
    "found": ("missing",),
    "lost": ("in_custody", "in_transit", "at_subcontractor", "missing"),
    "validate": ("in_custody", "at_subcontractor"),
    "disposal request": ("in_custody", "at_subcontractor"),
    "pack": ("in_custody", "at_subcontractor"),
    "unpack": ("in_custody", "at_subcontractor"),
    "seal": ("in_custody", "at_subcontractor"),
    "split": ("in_custody", "at_subcontractor"),
    "extract": ("in_custody", "at_subcontractor"),
}


@rule("R00-1", clause=40, deeds=(*ON_ASSETS, "disposal request"), truth=True)
def asset_is_live(case: Case) -> Iterator[Finding]:
    """What was returned, erased, disposed of or lost takes no further deed."""
    if case.asset and case.asset.is_ended:
        yield no(
            N_("{asset} ended on {ended}: {ending}."),
            hint=N_("assets history {asset}"),
            ended=day_of(case.asset.ended_on),
            ending=term(case.asset.ending),
        )


@rule("R00-2", clause=44, deeds=EVERY, truth=True)
def time_runs_forward(case: Case) -> Iterator[Finding]:
    """Nothing happens in the future, nor before the asset's last event: otherwise the history could be bent."""
    if case.day > case.today:
        yield no(
            N_("{day} has not come yet."), hint=N_("--on takes a day that has passed, or leave it out."), day=case.day
        )
    elif len(case.fact.occurred) > _DAY and case.fact.occurred > case.now:
        yield no(
            N_("{day} has not come yet."),
            hint=N_("--on takes a day that has passed, or leave it out."),
            day=local(case.fact.occurred),
        )
    if case.asset and not case.asset.is_ended and earlier(case.fact.occurred or case.day, case.asset.last):
        yield no(
            N_("{asset} was last dealt with on {last}; {day} lies before that."),
            hint=N_("assets history {asset}"),
            last=local(case.asset.last),
            day=local(case.fact.occurred) or case.day,
        )


@rule("R00-2L", clause=44, deeds=EVERY, outcome=FLAG)
def entered_late(case: Case) -> Iterator[Finding]:
    """What is entered more than a day after it happened shows as entered late (事後入力)."""
    late = days_between(case.day, case.today)
    if late > 1:
        yield no(N_("Entered {late} days after it happened."), late=late)


@rule("R00-4", clause=12, deeds=EVERY, truth=True)
def no_individual_number(case: Case) -> Iterator[Finding]:
    """The ledger never holds an individual number (個人番号): twelve digits whose check digit is right are refused, unrepeated."""
    if not looks_like_my_number(encode(case.fact).decode()):  # one look at the whole line, for the sake of long lists
        return
    for name, text in _texts(case.fact):
        if looks_like_my_number(text) and not (name in _SERIALS and case.numeric_serial):
            yield no(
                N_("{field} holds what looks like an individual number (My Number)."),
                field=name,
                hint=N_("Leave the number out; the ledger must not hold it.")
                if name not in _SERIALS
                else N_("If it really is a manufacturer's serial: --allow-numeric-serial"),
            )


def _texts(fact: Fact) -> Iterator[tuple[str, str]]:
    for name in fact.__struct_fields__:
        value = getattr(fact, name)
        if isinstance(value, str) and name not in _NOT_TYPED:
            yield name, value
        elif isinstance(value, tuple):
            yield name, "|".join(value)


@rule("R00-5", clause=23, deeds=ON_ASSETS, truth=True)
def label_is_valid(case: Case) -> Iterator[Finding]:
    """A label counts only when it can be read, names an asset of the ledger, and no newer one has replaced it; the old one may have been copied."""
    if case.asset and case.scan:
        yield from void_label(case.scan, case.asset)


def void_label(scan: Scan, labelled: Asset | Container) -> Iterator[Finding]:
    """The label of an asset or a container was replaced by a newer one."""
    if scan.generation and scan.generation != labelled.generation:
        yield no(
            N_("The label {asset}.{scanned} is void; the valid one is {valid}."),
            hint=N_("assets label {asset}   prints a new one; put the void label away."),
            asset=labelled.number,
            scanned=scan.generation,
            valid=f"{labelled.number}.{labelled.generation}" if labelled.generation else "-",
        )


@rule("R00-8", clause=44, deeds=EVERY, truth=True)
def violations_are_recorded_by_who_answers(case: Case) -> Iterator[Finding]:
    """What happened against the rules is recorded too, by the responsible person (管理責任者) alone, with the reason: otherwise people bend the dates."""
    if case.violation and case.operator != case.desk.responsible_on("contractor", case.today):
        yield no(
            N_("Only the contractor's responsible person records a violation, not {person}."),
            hint=N_("assets contract show {contract}   names that person"),
            person=case.operator or "-",
        )


@rule("R18-1", clause=18, deeds=EVERY, truth=True)
def contracts_are_not_mixed(case: Case) -> Iterator[Finding]:
    """What is entrusted under one contract is used for that contract alone: no deed under one names what belongs to another."""
    for number in case.foreign:
        yield no(OTHER_CONTRACT, hint=EACH_CONTRACT, number=number)


@rule("R00-6", clause=5, deeds=_PARTIES, truth=True)
def two_different_parties(case: Case) -> Iterator[Finding]:
    """Who gives and who receives are two people."""
    if case.fact.released_by and case.fact.released_by == case.fact.received_by:
        yield no(
            N_("{person} cannot hand over to themselves."),
            hint=N_("Name the other person with --to or --from-person."),
            person=case.fact.released_by,
        )


@rule("R00-11", clause=23, deeds=(*ON_ASSETS, "validate", "disposal request"), truth=True)
def deed_fits_whereabouts(case: Case) -> Iterator[Finding]:
    """A deed must fit where the asset is: only what was sent is accepted, only what is missing is found, and what is destroyed is only accepted as such."""
    if case.asset is None or case.asset.is_ended:
        return
    if case.asset.is_gone and case.deed != "validate":
        yield no(
            N_("{asset} was destroyed on {day} ({status}); {deed} does not fit."),
            hint=N_("assets validate {asset}")
            if case.asset.status == "awaiting_validation"
            else N_("assets certify {asset} --number NO --issued-on DATE --issuer NAME"),
            day=day_of(case.asset.act_on),
            status=term(case.asset.status),
        )
    elif case.asset.whereabouts not in _FITTING.get(case.deed, (case.asset.whereabouts,)):
        hints = {"in_transit": N_("assets accept {asset}"), "missing": N_("assets found {asset} --place PLACE")}
        yield no(
            N_("{asset} is {whereabouts}; {deed} does not fit."),
            hint=hints.get(case.asset.whereabouts, N_("assets show {asset}")),
            whereabouts=term(case.asset.whereabouts),
        )


@rule(
    "R00-12",
    clause=40,
    deeds=("receive", "copy", "produce", "split", "extract", "container make", "contract end", "contract close"),
    truth=True,
)
def contract_is_open(case: Case) -> Iterator[Finding]:
    """A closed contract takes nothing in any more, and is closed once."""
    if case.desk.closed:
        yield no(
            N_("Contract {contract} was closed on {closed}."),
            hint=N_("assets contract show {contract}"),
            closed=day_of(case.desk.closed),
        )


_DATED = (
    "approved_on", "given_on", "sent_on", "noticed_on", "answered_on", "requested_on", "agreed_on", "done_on", "issued_on", "received_on",
    "told_on",
)  # fmt: skip


@rule("R00-16", clause=44, deeds=EVERY, truth=True)
def papers_bear_no_future_date(case: Case) -> Iterator[Finding]:
    """What a paper says was approved, agreed, sent or done bears no day that has not come."""
    if not case.desk.people:  # a contract's file is read before its roster, whenever it was drawn up
        return
    for name in _dated(type(case.fact)):  # type: ignore[arg-type]
        day = getattr(case.fact, name)
        if day > case.today:
            yield no(
                N_("{day} has not come yet."),
                hint=N_("assets {command}   with the day that stands on the paper"),
                day=day,
                command=_typed_as(case),
            )


@cache
def _dated(fact: type[Fact]) -> tuple[str, ...]:
    """Fields of a kind of fact that hold the day on a paper."""
    return tuple(name for name in _DATED if name in fact.__struct_fields__)


def _typed_as(case: Case) -> str:
    """The verb of a deed; an approval is typed by what it approves."""
    if case.deed != "approve":
        return case.deed
    return "approve dispose" if hasattr(case.fact, "method") else "approve copy"
