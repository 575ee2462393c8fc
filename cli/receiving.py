"""What does a scan mean when something is received at the counter?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from assets import decide, ids
from assets.errors import BadInput
from assets.journal import Row
from assets.language import N_
from assets.ledger import SITE, Ledger
from assets.lines import Actor
from assets.when import Moment
from cli.intake import classified
from cli.session import folded

WITHOUT_SERIAL = "-"
_USUAL = {"info_kind": "", "item": 0, "quantity": 1, "unit": "個", "record_count": -1, "owner": "client"}


@dataclass
class Receiving:
    """A delivery as it is taken in piece by piece: each scan is the maker's serial on a device, or `-` for a thing without one.

    words: what was asked once for all of it: the fields of `events.Received` but number and serial.
    """

    ledger: Ledger
    home: str
    actor: Actor
    words: Mapping[str, str]

    def serial(self, text: str) -> str:
        """The serial that was scanned; "" for a thing without one. Raises BadInput for a label: what bears one was received before."""
        if ids.is_valid(text, prefixes=self.ledger.prefixes(text)):
            raise BadInput(
                N_("{found} is a label: what bears one was received before."),
                hint=N_("assets show {found}   Scan the maker's serial on the device; - for a thing without one."),
                found=ids.compact(text),
            )
        scanned = folded(text)
        return "" if scanned == WITHOUT_SERIAL else scanned

    def one(self, serial: str, now: Moment) -> list[Row]:
        """A new asset with its number, on disk. Raises Refused."""
        given = classified({**_USUAL, **self.words, "received_by": self.actor.op, "serial": serial})
        return self.ledger.perform(
            self.home,
            lambda desk: decide.receive(
                desk,
                given,
                ordinal=self.ledger.journal.last_ordinal(self.home, site=SITE) + 1,
                site=SITE,
                live_serials=self.ledger.live_with_serial(serial),
                moment=now,
            ),
            by=self.actor,
            moment=now,
        )
