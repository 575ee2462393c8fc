"""What does the client's list say?

Three lists are read by one mechanism: receipts (受領), the roster (名簿) and the places (保管場所). A list is
read whole: every problem of it is returned with row, column and what to write instead, and the caller records
all of it or nothing.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from pathlib import Path

import msgspec
from msgspec import Struct

from assets import values, words
from assets.reading import Cells, Column, Problem, Progress, Reading, Row

_encoder = msgspec.json.Encoder(order="sorted")
# Given by the ledger, not by the list.
_NOT_LISTED = frozenset({"asset", "ordinal", "approvals", "flags", "violation", "clock"})
# Characters that CP932 and other encodings spell differently: a list saved again must stay the same list.
_TWINS = str.maketrans("〜−‖—¢£¬", "～－∥―￠￡￢")
_TWIN = re.compile("[〜−‖—¢£¬]")


class Listing(Struct, frozen=True):
    """What a list says: record `rows` only when there are no `problems`, and name `ignored_columns`."""

    rows: list[Row]
    problems: list[Problem]
    ignored_columns: list[str]


class Receipts(Listing, frozen=True):
    """Rows hold fields of `events.Received`; `unknown_media`: words to ask about, with their rows."""

    unknown_media: dict[str, list[int]]


class People(Listing, frozen=True):
    """Rows hold fields of `events.PersonAdded`."""


class Places(Listing, frozen=True):
    """Rows hold fields of `events.PlaceAdded`."""


def _receipt_columns(media: Mapping[str, str], allow_numeric_serial: bool) -> tuple[Column, ...]:
    return (
        Column("occurred", values.moment, required=True),
        Column("handover_no", values.code),
        Column("title", values.free_text, required=True),
        Column("medium", values.medium(media), empty=words.Carrier(""), required=True),
        Column("info_kind", values.choice("kinds")),
        Column("item", values.item, empty=0),
        Column("manufacturer", values.free_text),
        Column("model"),
        Column("serial", values.serial_as_given if allow_numeric_serial else values.serial),
        Column("capacity"),
        Column("quantity", values.count, empty=1, required=True),
        Column("unit", empty="個"),
        Column("record_count", values.count_or_none, empty=-1),
        Column("pi_class", values.choice("classes"), required=True),
        Column("info_items", values.free_text),
        Column("seal_no", values.code),
        Column("encryption"),
        Column("owner", values.choice("owners"), empty="client"),
        Column("place", values.code),
        Column("released_by", values.code, required=True),
        Column("received_by", values.code, required=True),
        Column("method", required=True),
        Column("spec_reference", values.free_text),
        Column("host", values.free_text),
        Column("path_hint", values.free_text),
        Column("erase_by", values.day),
        Column("retention_until", values.day),
        Column("return_due_on", values.day),
        Column("notice_no", values.code),
        Column("condition", values.free_text),
        Column("remarks", values.free_text),
    )


def readers(*, allow_numeric_serial: bool) -> dict[str, tuple[values.Reader, object, bool]]:
    """How each field of a receipt is read on entry, what an empty one means, and whether it may not be empty."""
    return {
        column.field: (column.read, column.empty, column.required or (bool(column.empty) and column.empty != -1))
        for column in _receipt_columns({}, allow_numeric_serial)
    }


_PEOPLE = (
    Column("person", values.code, required=True, once=True),
    Column("name", values.free_text, required=True),
    Column("org", values.free_text, required=True),
    Column("side", values.choice("sides"), required=True),
    Column("role"),
    Column("department", values.free_text),
    Column("employment"),
    Column("transfers", values.whether, empty=False),
    Column("pledged_on", values.day),
    Column("trained_on", values.day),
    Column("training_until", values.day),
    Column("start", values.day),
    Column("end", values.day),
    Column("zones", values.codes, empty=()),
)

_PLACES = (
    Column("place", values.code, required=True, once=True),
    Column("name", values.free_text, required=True),
    Column("zone", values.choice("zones"), required=True),
    Column("premises", values.free_text),
    Column("lock", values.free_text),
    Column("entry_control", values.free_text),
    Column("responsible", values.code),
    Column("org", values.free_text),
)


def read_receipts(
    path: str | Path,
    *,
    media: Mapping[str, str] | None = None,
    allow_numeric_serial: bool = False,
    progress: Progress | None = None,
) -> Receipts:
    """What was received (受領, clauses 5 and 23), from the client's handover list.

    media: answers for words, {"DVD-R": "optical_worm"}, which win over ours. progress is told how many rows
    were read so far. Raises BadInput when the file is no such list, or an answer no medium.
    """
    columns = _receipt_columns(media or {}, allow_numeric_serial)
    reading = Reading(path, heading_table="receipts", columns=columns)
    rows = reading.rows(progress, settle=_settle_media)
    return Receipts(rows, reading.problems, reading.ignored, reading.unknown_media)


def read_people(path: str | Path, *, progress: Progress | None = None) -> People:
    """The roster (作業従事者名簿, clauses 7, 8 and 16). Raises BadInput when the file is no such list."""
    reading = Reading(path, heading_table="people", columns=_PEOPLE)
    return People(reading.rows(progress), reading.problems, reading.ignored)


def read_places(path: str | Path, *, progress: Progress | None = None) -> Places:
    """The places (保管場所, clauses 11 and 22). Raises BadInput when the file is no such list."""
    reading = Reading(path, heading_table="places", columns=_PLACES)
    return Places(reading.rows(progress), reading.problems, reading.ignored)


def fingerprint(fields: Mapping[str, object]) -> str:
    """SHA-256, 64 hex characters, of what a row says, so that the same list read again is recognised.

    The same for a row and for the fields of the `Received` recorded from it. Two rows may say the same (five
    discs without a serial): compare how often a fingerprint occurs, not whether.
    """
    said = {field: value for field, value in fields.items() if value != "" and field not in _NOT_LISTED}
    spelt = _encoder.encode(said)
    text = spelt.decode()
    # Translating costs ten times as much as looking whether there is something to translate.
    return hashlib.sha256(text.translate(_TWINS).encode() if _TWIN.search(text) else spelt).hexdigest()


def _settle_media(cells: Cells) -> None:
    """Take carriers apart; a kind or an item that the list names itself goes before the usual one."""
    carriers = cells["medium"]
    cells["medium"] = [carrier.medium for carrier in carriers]
    cells["info_kind"] = [
        said or carrier.info_kind or words.usual_kind(carrier.medium)
        for said, carrier in zip(cells["info_kind"], carriers, strict=True)
    ]
    cells["item"] = [
        said or words.item(medium, info_kind=kind)
        for said, medium, kind in zip(cells["item"], cells["medium"], cells["info_kind"], strict=True)
    ]
