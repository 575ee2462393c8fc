"""By when is what to be done after an incident?

The contract's clocks run by our own thresholds: the annex gives words, no numbers. The law's two run beside them: whoever has to report,
client or contractor, sends a first report (速報) about three to five days after knowing, a full one (確報) within thirty days, sixty when the
intent was malicious; the day of knowing counts as the first. What is known by the day only counts from the start of that day.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from assets.policy import Effective
from assets.when import begins, day_of, instant

_FIRST_REPORT = (3, 5)
_FULL_REPORT, _FULL_REPORT_MALICIOUS = 30, 60


class Clock(NamedTuple):
    """One time limit. due: the day, or the instant; earliest: for a span of days, its first, "" for none.

    done: when it was done, "" for not yet (of the law's reports the ledger does not know); setting: whose value is the threshold, "" for the law's.
    day_only: nobody said at which hour it was known, so the limit is the strictest possible.
    """

    due: str
    earliest: str = ""
    done: str = ""
    setting: str = ""
    day_only: bool = False

    @property
    def kept(self) -> str:
        """in_time, late, or unknown where an hour that nobody told decides it; "" while it is not done, or when nobody says when."""
        if len(self.done) < len("2025-04-15"):
            return ""
        _first, strictest = _span(self.due)
        laxest = strictest + timedelta(days=1) if self.day_only and len(self.due) > len("2025-04-15") else strictest
        earliest, latest = _span(self.done)
        return "in_time" if latest <= strictest else "late" if earliest > laxest else "unknown"

    def is_over(self, *, now: str, today: str) -> bool:
        """Whether it ran out before it was done."""
        return not self.done and (begins(now) > begins(self.due) if len(self.due) > 10 else today > self.due)


def _span(when: str) -> tuple[datetime, datetime]:
    """The first and the last moment that a day or an instant may mean."""
    first = begins(when)
    return first, first if len(when) > len("2025-04-15") else first + timedelta(days=1, milliseconds=-1)


def clocks(incident: Mapping[str, Any], policy: Effective) -> dict[str, Clock]:
    """The clocks of an incident, as its line of the register stands: oral, written, measures, agreement, first_report, full_report."""
    known_at = incident["known_at"]
    known_on = day_of(known_at)
    told_by = begins(known_at) + timedelta(hours=policy.hours("oral_notice_hours"))
    full = _FULL_REPORT_MALICIOUS if incident["malicious"] else _FULL_REPORT
    running = {
        "oral": Clock(instant(told_by), done=incident["oral_at"] or "", setting="oral_notice_hours"),
        "written": _within(known_on, "written_report_days", policy, done=incident["written_at"] or ""),
        "measures": _within(known_on, "measures_days", policy, done=str(incident["measures"] or "")),
        "agreement": _within(known_on, "agreement_days", policy, done=incident["agreed_on"] or ""),
        "first_report": Clock(_day(known_on, _FIRST_REPORT[1] - 1), earliest=_day(known_on, _FIRST_REPORT[0] - 1)),
        "full_report": Clock(_day(known_on, full - 1)),
    }
    return {name: clock._replace(day_only=known_at == known_on) for name, clock in running.items()}


def _within(known_on: str, setting: str, policy: Effective, *, done: str) -> Clock:
    return Clock(_day(known_on, policy.days(setting)), done=done, setting=setting)


def _day(known_on: str, days: int) -> str:
    return (date.fromisoformat(known_on) + timedelta(days=days)).isoformat()
