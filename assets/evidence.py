"""What must a record of a sanitization carry as proof?"""

from __future__ import annotations

from assets.language import N_, Word
from assets.sanitization import table

DEMANDED, LATER, POLICY = "demanded", "later", "policy"
OF_THE_FIRM = ("facility", "permit", "weight", "unopened")  # what an outside firm's certificate says
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
