"""May it be taken apart?"""

from __future__ import annotations

from collections.abc import Iterator

from assets.language import N_
from assets.rules.rule import Case, Finding, no, rule
from assets.terms import term

_IN_HAND = ("in_custody", "at_subcontractor", "in_transit", "missing")  # where it is, R00-11 asks
_DEVICES = (
    "device_composite",
    "mobile",
    "hdd",
    "sshd",
    "ssd_sata",
    "ssd_nvme",
    "other_spec",
)  # also drives in a case of their own


@rule("R40-6", clause=40, deeds=("split",), truth=True)
def parts_add_up(case: Case) -> Iterator[Finding]:
    """The parts of a bundle add up to the bundle, to the piece; what was erased or ended is split no more."""
    if case.asset is None or case.asset.is_ended:
        return
    quantity, unit = case.asset.arrival.quantity, case.asset.arrival.unit
    if len(case.parts) < 2 or min(case.parts) < 1 or sum(case.parts) != quantity:
        yield no(
            N_("{asset} holds {quantity} {unit}; {parts} do not add up to that in two or more parts."),
            hint=N_("assets split {asset} --into NUMBER --into NUMBER"),
            quantity=quantity,
            unit=unit,
            parts=" + ".join(map(str, case.parts)) or "-",
        )
    if case.asset.status not in _IN_HAND:
        yield no(
            N_("{asset} is {status} and is not split."),
            hint=N_("assets show {asset}"),
            status=term(case.asset.status),
        )


@rule("R23-26", clause=23, deeds=("extract",), truth=True)
def only_devices_hold_media(case: Case) -> Iterator[Finding]:
    """A medium is taken out of a device that holds media; it is listed on its own before anything is erased or destroyed."""
    if case.asset and case.asset.arrival.medium not in _DEVICES:
        yield no(
            N_("{asset} is {medium}; media are taken out of devices."),
            hint=N_("assets show {asset}"),
            medium=term(case.asset.arrival.medium),
        )
    if case.fact.medium in ("device_composite", "logical_copy", "cloud_volume", "paper", "film"):
        yield no(
            N_("{medium} is no medium inside a device."),
            hint=N_("assets extract {asset} --medium hdd"),
            medium=term(case.fact.medium),
        )
