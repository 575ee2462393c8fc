"""By when is what to be done after an incident?

The contract's clocks run by our own thresholds: the annex gives words, no numbers. The law's two run beside them: whoever has to report,
client or contractor, sends a first report (速報) about three to five days after knowing, a full one (確報) within thirty days, sixty when the
intent was malicious; the day of knowing counts as the first.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, NamedTuple

from assets.policy import Effective
from assets.when import begins, day_of, instant

_FIRST_REPORT = (3, 5)
_FULL_REPORT, _FULL_REPORT_MALICIOUS = 30, 60


class Clock(NamedTuple):
    """One time limit. due: the day, or the instant; earliest: for a span of days, its first, "" for none.

    done: when it was done, "" for not yet (of the law's reports the ledger does not know); setting: whose value is the threshold, "" for the law's.
    """

    due: str
    earliest: str = ""
    done: str = ""
    setting: str = ""

    def is_over(self, *, now: str, today: str) -> bool:
        """Whether it ran out before it was done."""
        return not self.done and (begins(now) > begins(self.due) if len(self.due) > 10 else today > self.due)


def clocks(incident: Mapping[str, Any], policy: Effective) -> dict[str, Clock]:
    """The clocks of an incident, as its line of the register stands: oral, written, measures, agreement, first_report, full_report."""
    known_at = incident["known_at"]
    known_on = day_of(known_at)
    told_by = begins(known_at) + timedelta(hours=policy.hours("oral_notice_hours"))
    full = _FULL_REPORT_MALICIOUS if incident["malicious"] else _FULL_REPORT
    return {
        "oral": Clock(instant(told_by), done=incident["oral_at"] or "", setting="oral_notice_hours"),
        "written": _within(known_on, "written_report_days", policy, done=incident["written_at"] or ""),
        "measures": _within(known_on, "measures_days", policy, done=str(incident["measures"] or "")),
        "agreement": _within(known_on, "agreement_days", policy, done=incident["agreed_on"] or ""),
        "first_report": Clock(_day(known_on, _FIRST_REPORT[1] - 1), earliest=_day(known_on, _FIRST_REPORT[0] - 1)),
        "full_report": Clock(_day(known_on, full - 1)),
    }


def _within(known_on: str, setting: str, policy: Effective, *, done: str) -> Clock:
    return Clock(_day(known_on, policy.days(setting)), done=done, setting=setting)


def _day(known_on: str, days: int) -> str:
    return (date.fromisoformat(known_on) + timedelta(days=days)).isoformat()
