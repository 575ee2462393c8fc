"""What did client and contractor agree on, where the annex leaves room?

The settings with their defaults stand in `policy.toml`. The annex gives no numbers: every number is our own threshold,
and what is shown as the duty is the annex's word (`Setting.word`).
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from assets import words
from assets.errors import BadInput
from assets.language import N_
from assets.mynumber import hidden
from assets.terms import term

_SHOW, _SHOW_ONE = N_("assets policy show"), N_("assets policy show {key}")
_NUMBER = re.compile(r"0*([1-9][0-9]{0,8})\s*([^\W\d]*)")

_EXPLANATIONS = {
    "profile": N_(
        "The standard by which methods are rated: mic_jp is the MIC guideline, where shredding counts as destruction; "
        "nist_r2 accepts shredding or pulverising of media other than paper and film only for business information."
    ),
    "required_specific_pi": N_("The level at which a medium with specific personal information counts as ended."),
    "required_unknown": N_(
        "The level while the class is being inquired: never below the one for specific personal information."
    ),
    "required_personal": N_("The level at which a medium with personal information counts as ended."),
    "required_non_personal": N_("The level at which a medium with business information counts as ended."),
    "erasure_needs_approval": N_(
        "Whether the client approves an erasure before it is done. The annex asks approval only for disposal."
    ),
    "erasure_needs_approval_specific_pi": N_(
        "The same for specific personal information, and while the class is being inquired: erasure cannot be undone, "
        "so the client is asked unless both agreed otherwise."
    ),
    "verification_needed": N_(
        "Whether somebody else checks that the method worked before an erasure or disposal counts."
    ),
    "validation_needed": N_(
        "Whether the responsible person accepts the checked result before an erasure or disposal counts."
    ),
    "evidence_files_needed": N_(
        "Whether the photographs of a destruction and the logs of an erasure are there, as files or by where they are filed, before it counts."
    ),
    "witness_needed": N_("Whether a disposal needs a witness."),
    "protocol_missing": N_("What happens to a handover when no handover protocol is in force."),
    "training_missing": N_("What happens when somebody without valid training deals with assets."),
    "custodian_counts": N_(
        "What happens when assets are counted by whoever answers for the place, or has them in hand: flagged, or refused."
    ),
    "oral_approval": N_(
        "What happens when an approval to copy or to dispose was given only by word of mouth: "
        "flagged until confirmed in writing, or refused."
    ),
    "untouched_days": N_("After how many days without an event an asset is listed as perhaps no longer needed."),
    "inquiry_days": N_("After how many days an inquiry about the class that the client has not answered is overdue."),
    "signature_days": N_("Within how many days the signed slip of a handover is filed."),
    "request_forward_days": N_(
        "Within how many days the request of a data subject or a third party is passed on to the client."
    ),
    "in_transit_hours": N_("After how many hours on the way an asset that nobody accepted is flagged."),
    "supervision_days": N_("After how many days a subcontractor is to be supervised again."),
    "stocktake_days": N_("After how many days the next stock-take is due."),
    "audit_answer_days": N_("Within how many days an audit request is answered."),
    "improvement_days": N_("Within how many days an improvement the client asked for is made."),
    "oral_notice_hours": N_(
        "Within how many hours of learning of an accident, or the risk of one, the client is told by mouth or telephone."
    ),
    "written_report_days": N_("Within how many days the written report of an accident follows."),
    "search_days": N_("For how many days a missing asset is searched for before the loss is to be decided on."),
    "measures_days": N_("Within how many days measures against spreading and recurrence are recorded."),
    "agreement_days": N_("Within how many days client and contractor agree on the measures after an accident."),
    "closeout_days": N_("Within how many days of the base date everything is returned, erased or disposed of."),
    "validation_days": N_(
        "Within how many days the responsible person accepts or rejects the checked result of an erasure or disposal."
    ),
    "certificate_days": N_("Within how many days of a disposal its certificate arrives."),
    "approval_confirmation_days": N_(
        "Within how many days an approval given by word of mouth is confirmed in writing."
    ),
}


class Setting(NamedTuple):
    """One thing to agree on.

    kind: profile, level, outcome, answer, days or hours. word: the annex's own for the duty (immediately, promptly,
    without_delay, beforehand), "" where it has none. defaults: profile -> value. explanation: translatable.
    """

    key: str
    clause: int
    kind: str
    word: str
    defaults: Mapping[str, str]
    explanation: str


@dataclass(frozen=True)
class Effective:
    """Every setting as it stands for one contract. A key asked for as another kind than its own is a KeyError."""

    _values: Mapping[str, str]
    _sources: Mapping[str, str]

    def __getitem__(self, key: str) -> str:
        return self._values[key]

    def level(self, key: str) -> str:
        """CLEAR, PURGE or DESTROY."""
        return self._of("level", key)

    def refuses(self, key: str) -> bool:
        """Whether the deed is refused; otherwise it is flagged."""
        return self._of("outcome", key) == "refuse"

    def wants(self, key: str) -> bool:
        """Whether it is asked for."""
        return self._of("answer", key) == "yes"

    def days(self, key: str) -> int:
        """Our own threshold, in days."""
        return int(self._of("days", key))

    def hours(self, key: str) -> int:
        """Our own threshold, in hours."""
        return int(self._of("hours", key))

    def required_levels(self) -> dict[str, str]:
        """Information class -> the level at which a medium that holds it counts as ended."""
        return {name: self.level(f"required_{name}") for name in ("specific_pi", "unknown", "personal", "non_personal")}

    def source(self, key: str) -> str:
        """Where the value comes from: "default", of the profile, or "set", for this contract."""
        return self._sources[key]

    def _of(self, kind: str, key: str) -> str:
        if SETTINGS[key].kind != kind:
            raise KeyError(f"{key} is {SETTINGS[key].kind}, not {kind}")
        return self._values[key]


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_name("policy.toml").read_text(encoding="utf-8"))


def profiles() -> tuple[str, ...]:
    """Codes of the standard profiles, the laxest first: it holds unless another is agreed."""
    return tuple(_table()["kinds"]["profile"]["values"])


def _setting(key: str, row: Mapping[str, Any]) -> Setting:
    defaults = MappingProxyType({profile: str(row[profile]) for profile in profiles()})
    return Setting(key, row["clause"], row["kind"], row.get("word", ""), defaults, _EXPLANATIONS[key])


SETTINGS = {key: _setting(key, row) for key, row in _table()["settings"].items()}


def effective(given: Mapping[str, str]) -> Effective:
    """All settings of a contract for which `given` was agreed: the profile's default unless given.

    A setting with a floor (`at_least`) is lifted to it: a class being inquired never needs less than specific personal
    information. Raises BadInput as `parse` does.
    """
    return _effective(frozenset(given.items()))


@lru_cache(maxsize=256)
def _effective(given: frozenset[tuple[str, str]]) -> Effective:
    agreed = {key: parse(key, text) for key, text in given}
    profile = agreed.get("profile", profiles()[0])
    values = {key: agreed.get(key, setting.defaults[profile]) for key, setting in SETTINGS.items()}
    sources = {key: "set" if key in agreed else "default" for key in SETTINGS}
    for key, floor in _floors():
        if lowers(key, values[floor], values[key]):
            values[key], sources[key] = values[floor], sources[floor]
    return Effective(MappingProxyType(values), MappingProxyType(sources))


def _floors() -> Iterator[tuple[str, str]]:
    return ((key, row["at_least"]) for key, row in _table()["settings"].items() if "at_least" in row)


def parse(key: str, text: str) -> str:
    """The value that `text` means for a setting: a code, or digits without a unit.

    Japanese words, full width and the setting's own unit (30日) are understood. Raises BadInput.
    """
    return _number(key, text) if known(key).kind in ("days", "hours") else _choice(key, text)


def known(key: str) -> Setting:
    """The setting of this key. Raises BadInput when there is none."""
    if key not in SETTINGS:
        raise BadInput(
            N_("There is no setting “{key}”. The settings are: {keys}."),
            hint=_SHOW,
            key=hidden(key),
            keys=", ".join(SETTINGS),
        )
    return SETTINGS[key]


def _choice(key: str, text: str) -> str:
    kind = _kind(key)
    found = text if text in kind["values"] else words.meanings(kind["words"]).get(words.fold(text), "")
    if not found:
        raise BadInput(
            N_("“{found}” is not a value of {key}. Write one of: {values}."),
            hint=_SHOW_ONE,
            found=hidden(text),
            key=key,
            values=words.shown(kind["words"]),
        )
    return found


def _number(key: str, text: str) -> str:
    unit, kind = SETTINGS[key].kind, _kind(key)
    found = _NUMBER.fullmatch(unicodedata.normalize("NFKC", text).strip())
    if not found or not _is_unit(found[2], unit) or not kind["least"] <= int(found[1]) <= kind["most"]:
        raise BadInput(
            N_("“{found}” is not a value of {key}. Write a whole number of {unit} from {least} to {most}."),
            hint=_SHOW_ONE,
            found=hidden(text),
            key=key,
            unit=term(unit),
            least=kind["least"],
            most=kind["most"],
        )
    return found[1]


def _is_unit(word: str, unit: str) -> bool:
    return not word or words.meanings("units").get(words.fold(word)) == unit


def _kind(key: str) -> dict[str, Any]:
    found: dict[str, Any] = _table()["kinds"][SETTINGS[key].kind]
    return found


def lowers(key: str, old: str, new: str) -> bool:
    """Whether `new` is laxer than `old`: only that needs the document in which both agreed (clause 14)."""
    return _strictness(key, new) < _strictness(key, old)


def _strictness(key: str, text: str) -> int:
    value, kind = parse(key, text), _kind(key)
    return -int(value) if kind["stricter"] == "fewer" else int(kind["values"].index(value))
