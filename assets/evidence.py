"""What must a record of a sanitization carry as proof?"""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal

from assets.language import N_, Word
from assets.sanitization import table

DEMANDED, LATER, POLICY = "demanded", "later", "policy"
OF_THE_FIRM = (
    "facility",
    "permit",
    "weight",
    "unopened",
    "photo_before",
    "photo_after",
)  # what comes with its certificate
FILES = ("log_hash", "photo_before", "photo_after")  # a file kept outside, or a reference to where it is
FIELDS = {
    "tool": N_("tool"),
    "tool_version": N_("version of the tool"),
    "passes": N_("number of passes"),
    "pattern": N_("pattern written"),
    "bytes_written": N_("bytes or sectors written"),
    "started_at": N_("started at"),
    "ended_at": N_("ended at"),
    "exit_status": N_("result reported"),
    "log_hash": N_("hash of the log"),
    "command": N_("command given"),
    "mode": N_("mode (normal or enhanced)"),
    "sanitize_status": N_("sanitize status log"),
    "conditions": N_("conditions stated"),
    "key_destruction_record": N_("record of the destruction of keys"),
    "device_id": N_("device ID"),
    "encryption_statement": N_("statement that encryption was on since first use"),
    "equipment": N_("model of the equipment"),
    "field_strength": N_("field strength (Oe or mT)"),
    "coercivity": N_("coercivity of the medium (Oe or mT)"),
    "inspected_on": N_("last calibration or inspection"),
    "holes": N_("number of holes"),
    "photo_before": N_("photograph before"),
    "photo_after": N_("photograph after"),
    "particle_size": N_("particle size"),
    "screen_size": N_("screen size"),
    "facility": N_("facility"),
    "permit": N_("permit of the facility"),
    "weight": N_("boxes or weight"),
    "unopened": N_("destroyed unopened"),
    "certificate_no": N_("number of the vendor's certificate"),
}


def evidence(method: str, *, need: str = "") -> tuple[str, ...]:
    """The fields that a record of the method carries, in the order to ask: those of one need, or all of them.

    need: DEMANDED when it is recorded, LATER when a vendor's paper may follow, POLICY when the contract decides.
    """
    given = table()["evidence"].get(method, {})
    return tuple(field for one in (DEMANDED, LATER, POLICY) if need in ("", one) for field in given.get(one, ()))


def field_name(field: str) -> Word:
    """The word for a field, translated where it is shown."""
    return Word(FIELDS[field])


_STRENGTH = re.compile(r"\s*([0-9]+(?:\.[0-9]+)?)\s*(k?oe|mt|t|k?g)\s*", re.IGNORECASE)
_OERSTED = {"oe": 1, "koe": 1000, "g": 1, "kg": 1000, "mt": 10, "t": 10_000}  # in air: 1 G = 1 Oe, 1 mT = 10 Oe


def weaker(strength: str, coercivity: str) -> bool:
    """Whether the one is certainly less than the other, as typed: 5000 Oe, 280 mT; what cannot be read is not judged.

    >>> weaker("100 mT", "2800 Oe"), weaker("0.5 T", "2800 Oe"), weaker("strong", "2800 Oe")
    (True, False, False)
    """
    given = [
        _STRENGTH.fullmatch(unicodedata.normalize("NFKC", text).replace(",", "")) for text in (strength, coercivity)
    ]
    values = [Decimal(found[1]) * _OERSTED[found[2].lower()] for found in given if found]
    return len(values) == 2 and values[0] < values[1]
