"""May it go into a container, or be dealt with while it lies in one?"""

from __future__ import annotations

from collections.abc import Iterator

from assets.language import N_
from assets.rules.rule import Case, Finding, no, rule
from assets.state import CARRYING, Container
from assets.terms import term

_ALONE = ("copy", "move", "handover", "send", "accept", "return", "erase", "dispose", "split", "extract", "correct")


@rule("R23-11", clause=23, deeds=("pack", "unpack"), truth=True)
def container_and_content_are_together(case: Case) -> Iterator[Finding]:
    """Only what is where the container is goes into it, and only what lies in a container is taken out of it."""
    asset, container = case.asset, case.container
    if asset is None:
        return
    if case.deed == "unpack":
        if not asset.container:
            yield no(N_("{asset} lies in no container."), hint=N_("assets show {asset}"))
    elif container is None:
        yield no(
            N_("There is no container {container}."),
            hint=N_("assets container list"),
            container=case.fact.source or "-",
        )
    elif asset.container:
        yield no(
            N_("{asset} lies in container {container} already."),
            hint=N_("assets unpack {asset}"),
            container=asset.container,
        )
    elif container.whereabouts != asset.whereabouts or (container.place or container.holder) != (
        asset.place or asset.holder
    ):
        yield no(
            N_("{asset} is at {place}; container {container} is at {its_place} ({whereabouts})."),
            hint=_together(container),
            place=asset.place or asset.holder,
            container=container.number,
            its_place=container.place or container.holder or container.destination,
            whereabouts=term(container.whereabouts),
        )


def _together(container: Container) -> str:
    """How an asset comes to where the container is."""
    if container.whereabouts == "in_transit":
        return N_("assets accept {container}")
    if container.whereabouts == "at_subcontractor":
        return N_("assets send {asset} --to PERSON --place {its_place} --method METHOD")
    return N_("assets move {asset} --place {its_place}")


@rule("R23-12", clause=23, deeds=_ALONE, truth=True)
def content_goes_with_its_container(case: Case) -> Iterator[Finding]:
    """What lies in a container is dealt with by the container's label, or is taken out first: otherwise nobody knows what is inside."""
    if case.asset is None or not case.asset.container:
        return
    if case.deed == "correct" and not (case.fact.void and case.line and isinstance(case.line.fact, CARRYING)):
        return
    if case.scan is None or case.scan.number != case.asset.container:
        yield no(
            N_("{asset} lies in container {container}."),
            hint=N_("assets unpack {asset}   or scan the label of {container}"),
            container=case.asset.container,
        )
