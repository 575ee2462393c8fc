"""On which day, in Japan, did it happen?

Instants are UTC on the chain; the rules judge by the civil day of Asia/Tokyo, which has known no summer time since 1951.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from functools import lru_cache

JAPAN = timezone(timedelta(hours=9), "JST")


@lru_cache(maxsize=4096)
def day_of(occurred: str) -> str:
    """The civil day of Japan of a day (`YYYY-MM-DD`) or of an instant in UTC; "" of ""."""
    if len(occurred) <= 10:
        return occurred
    return datetime.fromisoformat(occurred).astimezone(JAPAN).date().isoformat()


def local(instant: str) -> str:
    """A day as it is; an instant in UTC as `YYYY-MM-DD HH:MM` in Japan."""
    if len(instant) <= 10:
        return instant
    return datetime.fromisoformat(instant).astimezone(JAPAN).strftime("%Y-%m-%d %H:%M")


def days_between(earlier: str, later: str) -> int:
    """Days from one civil day to another; negative when the first is the later one."""
    return (date.fromisoformat(later) - date.fromisoformat(earlier)).days


def days_after(day: str, days: int) -> str:
    """The civil day so many days later."""
    return (date.fromisoformat(day) + timedelta(days=days)).isoformat()


def earlier(one: str, other: str) -> bool:
    """Whether one moment lies before the other: by the instant when both have one, else by the day."""
    return one < other if len(one) > 10 < len(other) else day_of(one) < day_of(other)


def begins(occurred: str) -> datetime:
    """The instant meant, or the first one of a civil day of Japan."""
    return datetime.fromisoformat(occurred if len(occurred) > 10 else f"{occurred}T00:00:00+09:00")


def instant(moment: datetime) -> str:
    """An aware moment as it stands on the chain: UTC, milliseconds, 24 characters."""
    utc = moment.astimezone(UTC)
    return utc.strftime("%Y-%m-%dT%H:%M:%S.") + f"{utc.microsecond // 1000:03d}Z"


@dataclass(frozen=True)
class Moment:
    """When a deed is recorded, and when it is claimed to have happened.

    now: the instant of recording, UTC; occurred: a day or an instant, "" when it is now; after: when the last line was
    recorded, for a clock that was set back; operator: who records it ("" when nobody said); violation: why it is recorded although
    the rules forbid it ("": it is not).
    """

    now: str
    occurred: str = ""
    after: str = ""
    operator: str = ""
    violation: str = ""

    @property
    def today(self) -> str:
        """The civil day of recording."""
        return day_of(max(self.now, self.after))

    @property
    def day(self) -> str:
        """The civil day the rules judge by."""
        return day_of(self.occurred) or self.today
