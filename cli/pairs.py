"""Which serial was read beside which label?"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator, Mapping

from assets.errors import BadInput
from assets.ids import compact
from assets.language import N_
from assets.state import Asset, Contract
from cli.session import ask, folded

_BETWEEN = re.compile(r"\s*[\t,、]\s*|\s+")


class Pairs:
    """Scans of labels, each with the serial that was read off the device.

    both: the serial follows its label: on one line, parted by a tab, a comma or a space. On a terminal it is asked for when the register
    knows one. more: gives further words for an asset; serial: the one that was typed with the command.
    """

    def __init__(
        self,
        scans: Iterator[str],
        more: Callable[[Contract, Asset], Mapping[str, object]],
        *,
        serial: str = "",
        both: bool = False,
    ) -> None:
        self.scans, self.more, self.typed, self.both = scans, more, serial, both
        self.label, self.serial = "", serial

    def __iter__(self) -> Iterator[str]:
        for text in self.scans:
            self.label, self.serial = text, self.typed
            if self.both:
                label, *rest = _BETWEEN.split(text.strip(), maxsplit=1)
                self.label, self.serial = label, (rest[0] if rest else "") or self.typed
            yield self.label

    def read(self, desk: Contract, asset: Asset) -> Mapping[str, object]:
        """The words for an asset: `serial_seen`, and what else is asked. Raises BadInput when the serial was scanned for a label."""
        if self.both and asset.number.replace("-", "") not in compact(self.label).replace("-", ""):
            raise BadInput(
                N_("{label} is no label of an asset."),
                hint=N_("Scan the label first, then the device's serial."),
                label=self.label,
            )
        if not self.both and not self.serial and compact(self.label) == compact(asset.arrival.serial):
            self.serial = self.label  # it was found by the serial itself
        if asset.arrival.serial and not self.serial and sys.stdin.isatty():
            self.serial = ask(N_("Serial on the device?"), option="--serial")
        return {"serial_seen": folded(self.serial), **self.more(desk, asset)}
