"""How does an asset stand now?"""

from __future__ import annotations

from msgspec import Struct, field

from assets import events as e

CLASSES = ("", "non_personal", "personal", "specific_pi")  # from the laxest to the strictest; "": not known


class Asset(Struct):
    """One information asset: how it began (`arrival`), where it is, how it ended.

    whereabouts: in_custody, in_transit, at_subcontractor or missing; ending: "" while it is live.
    pi_class: the class now; highest_class: the strictest it was ever known to have, what lay on it as data included;
    unanswered: numbers of the data that was put on it and whose class the client has not told.
    copies: approval number -> copies ever made of this asset under it, ended ones included.
    act: the last erasure or disposal, on which day (act_on), what the responsible person decided on it, who and when, and the number of its
    certificate; it ends the asset only when it passed, was accepted, and no certificate is missing.
    live_copies, hosted: numbers of the assets still held that were copied from it, or lie on it as data on a host. Its own lines do not
    tell: the ledger fills them in.
    components: media taken out of it; container: the number of the container it lies in; counted: stock-take -> (result, place) of each line;
    counters: stock-take -> who scanned it;
    attached: SHA-256 of the files kept outside that belong to it.
    """

    arrival: e.Arrival
    origin: str
    begun: str
    begun_seq: int
    last: str
    last_seq: int
    whereabouts: str = "in_custody"
    place: str = ""
    holder: str = ""
    side: str = "contractor"
    destination: str = ""
    receiver: str = ""
    seal_no: str = ""
    generation: str = ""
    approvals: tuple[str, ...] = ()
    copies: dict[str, int] = field(default_factory=dict)
    live_copies: tuple[str, ...] = ()
    hosted: tuple[str, ...] = ()
    act: e.Erased | e.Disposed | None = None
    act_on: str = ""
    decision: str = ""
    decided_by: str = ""
    decided_on: str = ""
    certificate_no: str = ""
    ending: str = ""
    ended_on: str = ""
    end: e.AssetFact | None = None
    pi_class: str = ""
    highest_class: str = ""
    unanswered: tuple[str, ...] = ()
    inquired_on: str = ""
    notice_no: str = ""
    condition: str = ""
    components: int = 0
    container: str = ""
    requests: tuple[str, ...] = ()
    incidents: tuple[str, ...] = ()
    counted: dict[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)
    counted_on: str = ""
    counters: dict[str, frozenset[str]] = field(default_factory=dict)
    attached: tuple[str, ...] = ()

    @property
    def number(self) -> str:
        """管理番号."""
        return self.arrival.asset

    @property
    def handled_as(self) -> str:
        """The class that decides how it must end: the strictest it ever had or held; `unknown` while the client has not answered."""
        return "unknown" if self.pi_class == "unknown" or self.unanswered else self.highest_class

    @property
    def is_ended(self) -> bool:
        """Whether nothing is owed for it any more (clause 40)."""
        return bool(self.ending)

    @property
    def sanitization(self) -> str:
        """How the last erasure or disposal stands: "" (there was none), sanitizing_failed, awaiting_validation, erased_awaiting_return (somebody
        else's medium), disposed_pending_certificate, or what it ended as: erased or disposed."""
        if self.act is None:
            return ""
        if self.act.result != "pass" or self.decision in ("rejected", "redo"):
            return "sanitizing_failed"
        if self.decision != "accepted":
            return "awaiting_validation"
        if isinstance(self.act, e.Erased):
            return "erased" if self.arrival.owner == "contractor" else "erased_awaiting_return"
        return "disposed" if self.certificate_no or not self.act.certificate_due else "disposed_pending_certificate"

    @property
    def is_erased(self) -> bool:
        """Whether an erasure that passed, and that nobody rejected, left nothing on it."""
        return isinstance(self.act, e.Erased) and self.sanitization != "sanitizing_failed"

    @property
    def is_gone(self) -> bool:
        """Whether the medium was destroyed, and nobody rejected that: it is nowhere any more, also while its end is not accepted yet."""
        return isinstance(self.act, e.Disposed) and self.sanitization != "sanitizing_failed"

    @property
    def is_held(self) -> bool:
        """Whether its information is still there, as far as anybody has accepted: neither ended, nor erased or destroyed for certain."""
        return not self.is_ended and self.sanitization not in ("erased_awaiting_return", "disposed_pending_certificate")

    @property
    def status(self) -> str:
        """One word for where it stands: its ending, or how its sanitization stands, or else its whereabouts."""
        if self.ending:
            return self.ending
        if self.sanitization and (self.is_gone or self.whereabouts not in ("in_transit", "missing")):
            return self.sanitization
        return self.whereabouts


STATUSES = (
    "in_custody",
    "in_transit",
    "at_subcontractor",
    "missing",
    "sanitizing_failed",
    "awaiting_validation",
    "disposed_pending_certificate",
    "erased_awaiting_return",
    "returned",
    "erased",
    "disposed",
    "lost",
    "split",
    "void",
)
NOWHERE = ("split", "void")  # what counts nowhere: its parts do, or it never was
