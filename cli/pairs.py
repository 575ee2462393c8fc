"""Which serial was read beside which label?"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator, Mapping

from assets import ids, wedge
from assets.errors import BadInput
from assets.ids import compact
from assets.language import N_
from assets.ledger import Ledger
from assets.logged import logged
from assets.state import Asset, Contract
from cli.session import ask, folded

_BETWEEN = re.compile(r"\s*[\t,、;|]\s*|\s+")
_PARTS = re.compile(r"\s*[\t,;|]\s*")


class Pairs:
    """Scans of labels, each with the serial that was read off the device.

    both: the serial follows its label, on the same line (parted by a tab, a comma or a space) or on the next; on a terminal it is asked for
    when the register knows one. more: gives further words for an asset; serial: the one that was typed with the command;
    live: somebody scans while we read, so that nothing is waited for that need not come.
    """

    def __init__(
        self,
        scans: Iterator[str],
        more: Callable[[Contract, Asset], Mapping[str, object]],
        *,
        serial: str = "",
        both: bool = False,
        live: bool = False,
    ) -> None:
        self.scans, self.more, self.typed, self.both, self.live = scans, more, serial, both, live
        self.label, self.serial = "", serial
        self.held: str | None = None
        self.is_label = self.was_read = False

    def of(self, ledger: Ledger) -> Iterator[str]:
        """The labels, as this ledger reads them."""
        self.ledger = ledger
        while (line := self._next()) is not None:
            self.label, self.serial, self.was_read = line, self.typed, False
            self.is_label = not self.both or self._names(line)
            if self.both:
                self._take_apart(line)
                if not (self.live or self.serial):
                    self.serial = self._following()
            yield self.label
            if self.both and self.live and not (self.was_read or self.serial or sys.stdin.isatty()):
                self._following()  # the serial of a label that was refused before it was asked for

    def read(self, desk: Contract, asset: Asset) -> Mapping[str, object]:
        """The words for an asset: `serial_seen`, and what else is asked. Raises BadInput when the serial was scanned for a label."""
        self.was_read = True
        if not self.is_label:
            raise BadInput(
                N_("{label} is no label of an asset."),
                hint=N_("Scan the label first, then the device's serial."),
                label=self.label,
            )
        if not self.both and not self.serial and compact(self.label) == compact(asset.arrival.serial):
            self.serial = self.label  # it was found by the serial itself
        if asset.arrival.serial and not self.serial and sys.stdin.isatty():
            self.serial = ask(N_("Serial on the device?"), option="--serial")
        elif asset.arrival.serial and not self.serial and self.both and self.live:
            self.serial = self._following()
        return {"serial_seen": folded(self.serial), **self.more(desk, asset)}

    def _next(self) -> str | None:
        line = next(self.scans, None) if self.held is None else self.held
        self.held = None
        return line

    def _following(self) -> str:
        """The code on the next line when it is no label; a label is held back for its turn."""
        line = self._next() if self.is_label else None
        if line is None or self._names(line) or self._split(line):
            self.held = line
            return ""
        return logged(line.strip()).text

    def _take_apart(self, line: str) -> None:
        """Label and serial of a line that bears both, with or without the time that a scanner's memory gave it."""
        if found := self._split(line):
            self.label, self.serial = found
            self.is_label = True
        elif not self.is_label and not logged(line.strip()).occurred:
            self.label = _BETWEEN.split(line.strip(), maxsplit=1)[0]

    def _split(self, line: str) -> tuple[str, str] | None:
        label, *rest = _BETWEEN.split(line.strip(), maxsplit=1)
        parts = _PARTS.split(line.strip())
        labels = [part for part in parts if self._names(part)]
        if rest and len(parts) <= 2 and self._names(label) and not self._names(rest[0]):
            return label, rest[0]
        if len(labels) == 1 and len(parts) > 2:
            others = logged(",".join(part for part in parts if part not in labels))
            if others.occurred:
                return line.replace(others.text, "", 1), others.text
        return None

    def _names(self, line: str) -> bool:
        """Whether what is on a line is a label, or one of ours that was misread."""
        text = logged(line.strip()).text
        prefixes = self.ledger.prefixes(text)
        try:
            for code in wedge.codes(text, prefixes=prefixes, dressing=self.ledger.dressing):
                ids.validate(code, prefixes=prefixes)
        except ids.InvalidChecksum:
            return any(compact(text).startswith(prefix) for prefix in prefixes)
        except ids.ValidationError:
            return False
        return True
