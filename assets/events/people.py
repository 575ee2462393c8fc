"""What can happen to people, places and subcontractors?"""

from __future__ import annotations

from typing import ClassVar

from assets.events.fact import Fact


class ResponsibleNamed(Fact, frozen=True, kw_only=True):
    """管理責任者 (clause 15) of one side, client or contractor, from a day on."""

    kind: ClassVar[str] = "responsible.named"
    side: str
    person: str
    start: str
    reason: str = ""


class PlaceAdded(Fact, frozen=True, kw_only=True):
    """A place (保管場所) with its zone (clauses 11 and 22); entered again, it replaces what was known.

    org: whose place it is, when it is a subcontractor's.
    """

    kind: ClassVar[str] = "place.added"
    place: str
    name: str
    zone: str
    premises: str = ""
    lock: str = ""
    entry_control: str = ""
    responsible: str = ""
    org: str = ""


class PersonAdded(Fact, frozen=True, kw_only=True):
    """One line of the roster (作業従事者名簿, clauses 7, 8 and 16); entered again, it replaces what was known.

    org: the real employer (雇用元); zones: numbers of the places where the person may work, every area when empty.
    """

    kind: ClassVar[str] = "person.added"
    person: str
    name: str
    org: str
    side: str
    role: str = ""
    department: str = ""
    employment: str = ""
    transfers: bool = False
    pledged_on: str = ""
    trained_on: str = ""
    training_until: str = ""
    start: str = ""
    end: str = ""
    zones: tuple[str, ...] = ()


class PersonLeft(Fact, frozen=True, kw_only=True):
    """退職・離任 (clause 8): from the day after `end` on, nobody may name this person; checked_by: who saw that nothing is held."""

    kind: ClassVar[str] = "person.left"
    person: str
    end: str
    exit_pledged_on: str = ""
    checked_by: str = ""


class ProtocolSet(Fact, frozen=True, kw_only=True):
    """授受方法協議書 (clause 5): the ways and media by which things change hands, from a day on.

    between_premises: whether things may travel between two premises (事業所) of the contractor (R11-3).
    """

    kind: ClassVar[str] = "protocol.set"
    number: str
    agreed_on: str
    methods: tuple[str, ...]
    media: tuple[str, ...]
    valid_until: str = ""
    between_premises: bool = False


class SubcontractAdded(Fact, frozen=True, kw_only=True):
    """再委託の承認 (clauses 19 and 20): who, what work, which information, how it is supervised.

    parent: the subcontractor that gives the work on, "" for the first tier; subsidiary: 子会社, which counts as a third party too.
    """

    kind: ClassVar[str] = "subcontract.added"
    org: str
    number: str
    approved_on: str
    scope_work: str
    scope_info: tuple[str, ...]
    management: str
    valid_until: str = ""
    parent: str = ""
    subsidiary: bool = False


class Supervised(Fact, frozen=True, kw_only=True):
    """再委託先の監督 (clause 20): a subcontractor was looked after, how, by whom."""

    kind: ClassVar[str] = "subcontract.supervised"
    org: str
    how: str
    supervised_by: str
    document: str = ""


class SubcontractEnded(Fact, frozen=True, kw_only=True):
    """再委託の終了 (clause 20): refused while media are still there."""

    kind: ClassVar[str] = "subcontract.ended"
    org: str
    end: str
    document: str = ""
