"""May data lie on that host?"""

from __future__ import annotations

from collections.abc import Iterator

from assets.language import N_
from assets.rules.rule import Case, Finding, no, rule
from assets.terms import term

HOSTED = ("logical_copy", "cloud_volume")


@rule("R21-9", clause=21, deeds=("copy", "produce"), truth=True)
def data_names_its_host(case: Case) -> Iterator[Finding]:
    """Data on a host is found again only through its host: it names one that is here; a medium of its own lies on none."""
    fact, host = case.fact, case.host
    if fact.medium == "logical_copy" and not fact.host:
        yield no(
            N_("On which device does it lie? Data on a host names that device."),
            hint=N_("--host takes one of our numbers or a machine's name; --path-hint says where on it."),
        )
    if fact.host and fact.medium not in HOSTED:
        yield no(
            N_("{medium} is a medium of its own and lies on no host."),
            hint=N_("Leave --host out, or it is data on a host: --medium logical_copy"),
            medium=term(fact.medium),
        )
    if host and (host.is_ended or host.whereabouts != "in_custody" or host.arrival.medium in HOSTED):
        yield no(
            N_("{host} is {status} and holds no data."),
            hint=N_("assets show {host}"),
            host=host.number,
            status=term(host.arrival.medium if host.arrival.medium in HOSTED else host.status),
        )
    elif host and host.place and fact.place != host.place:
        yield no(
            N_("{host} is at {there}, so what lies on it is there too, not at {place}."),
            hint=N_("Leave --place out, or first: assets move {host} --place {place}"),
            host=host.number,
            there=host.place,
            place=fact.place or "-",
        )


@rule("R21-10", clause=21, deeds=("return", "erase", "dispose", "split"))
def nothing_lies_on_it(case: Case) -> Iterator[Finding]:
    """Data on a host is an asset of its own and ends first, recorded with how: otherwise it would be gone without anybody answering for it."""
    hosted = case.asset.hosted if case.asset else ()
    if hosted:
        yield no(
            N_("{count} still lie on {asset}: {numbers}."),
            hint=N_("assets erase {first} --method METHOD"),
            count=len(hosted),
            numbers=", ".join(hosted[:20]) + (" …" if len(hosted) > 20 else ""),
            first=hosted[0],
        )
