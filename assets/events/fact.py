"""What is a fact?"""

from __future__ import annotations

from typing import ClassVar

from msgspec import Struct


# gc=False: strings, numbers and tuples of them hold no cycles, and looking for them costs as much as reading a long list.
class Fact(Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True, kw_only=True, gc=False):
    """What happened. Fields left at their default are not written.

    occurred: the day or the instant it happened, when that is not the moment it was recorded.
    flags: ids of the rules that let it pass with a remark (R00-2L: entered late).
    violation: why it is recorded although the rules in `flags` forbade it: it had happened already (R00-8).
    clock: what the machine's clock said, when it stood before the line already written (order is kept).
    """

    kind: ClassVar[str] = ""
    occurred: str = ""
    flags: tuple[str, ...] = ()
    violation: str = ""
    clock: str = ""


class AssetFact(Fact, frozen=True, kw_only=True):
    """What happened to one information asset (情報資産): `asset` is its number (管理番号)."""

    asset: str


class Refused(Fact, frozen=True, kw_only=True):
    """拒否記録 (clause 44): a deed that the rules refused. Never holds what was typed into a text field.

    asset: "" when the deed named none; always written, so that no refusal is read as a line of the desk.
    """

    kind: ClassVar[str] = "refused"
    asset: str
    deed: str
    rules: tuple[str, ...]
