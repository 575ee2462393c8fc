"""Which day is meant?

Days are civil days of Japan, `YYYY-MM-DD`; a day with a time is the instant in UTC,
`YYYY-MM-DDTHH:MM:SS.000Z`. A text without a zone is Japanese time. A new era (元号)
is a new line of ERAS, set by cabinet order (元号を改める政令).
"""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, date, datetime, time, timedelta, timezone
from functools import lru_cache
from typing import NamedTuple

from assets.errors import BadInput
from assets.language import N_
from assets.when import JAPAN

_QUOTED = 40


class Era(NamedTuple):
    """An era with the letter forms use for it, its first day, and the day the next one began (None: it lasts)."""

    name: str
    letter: str
    since: date
    until: date | None


ERAS = (
    Era("令和", "R", date(2019, 5, 1), None),
    Era("平成", "H", date(1989, 1, 8), date(2019, 5, 1)),
    Era("昭和", "S", date(1926, 12, 25), date(1989, 1, 8)),
    Era("大正", "T", date(1912, 7, 30), date(1926, 12, 25)),
    Era("明治", "M", date(1868, 10, 23), date(1912, 7, 30)),
)

_WEEKDAY = re.compile(r"\(([月火水木金土日])(?:曜日?)?\)")
_ROUND_SIGN = re.compile(r"\s*([年月日時分秒])\s*")
_SIGNS = str.maketrans({"年": "/", "月": "/", "日": " ", "時": ":", "分": ":", "秒": None})
_COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)", re.ASCII)
_WHEN = re.compile(
    r"""(?: (?P<era>[A-Z]|[\u4e00-\u9fff]{1,2})\s*(?P<of_era>\d{1,2}|元) | (?P<year>[1-9]\d{3}) )
        (?P<mark>[-/.])(?P<month>\d{1,2})(?P=mark)(?P<day>\d{1,2})
        (?: (?:T|\s+) (?P<hour>\d{1,2}):(?P<minute>\d\d)(?::(?P<second>\d\d)(?:\.(?P<part>\d{1,9}))?)?:?
            (?P<zone>Z|[+-]\d\d:?\d\d)? )?""",
    re.ASCII | re.VERBOSE,
)


@lru_cache(maxsize=4096)
def parse_day(text: str) -> str:
    """The day meant, `YYYY-MM-DD`, or the instant in UTC when a time stands after it.

    Read are 2025-04-15, 2025/4/15, 2025.4.15, 20250415, 2025年4月15日, 令和7年4月15日, 令和元年5月1日 and
    R7.4.15, in full or half width, and after them 10:30, 10:30:15 or 10時30分. Raises BadInput for anything
    else, and for days that never were.
    """
    folded, weekday = _folded(text)
    found = _WHEN.fullmatch(folded)
    if not found:
        raise _unreadable(text)
    day = _day(found, text=text)
    if weekday and weekday != "月火水木金土日"[day.weekday()]:
        raise _impossible(text)
    return _instant(found, day=day, text=text) if found["hour"] else day.isoformat()


def parse_only_day(text: str) -> str:
    """Like `parse_day`, for what has no time of day: a deadline, the day of a pledge."""
    day = parse_day(text)
    if len(day) > len("2025-04-15"):
        raise BadInput(
            N_("“{found}” is more than a day."),
            hint=N_("Write the day alone, without a time."),
            found=text[:_QUOTED],
        )
    return day


@lru_cache(maxsize=4096)
def wareki(day: str) -> str:
    """A day as Japanese paper writes it: 2025-04-15 -> 令和7年4月15日."""
    meant = date.fromisoformat(day)
    era = next(era for era in ERAS if era.since <= meant)
    year = meant.year - era.since.year + 1
    return f"{era.name}{'元' if year == 1 else year}年{meant.month}月{meant.day}日"


def _folded(text: str) -> tuple[str, str]:
    """The text in one notation (y/m/d h:m:s), and the weekday that stood in brackets."""
    folded = unicodedata.normalize("NFKC", text).strip().upper()
    weekday = _WEEKDAY.search(folded)
    folded = _ROUND_SIGN.sub(r"\1", _WEEKDAY.sub("", folded)).translate(_SIGNS).strip()
    return _COMPACT.sub(r"\1/\2/\3", folded, count=1), weekday[1] if weekday else ""


def _day(found: re.Match[str], *, text: str) -> date:
    era = _era(found["era"], text=text) if found["era"] else None
    year = int(found["year"] or found["of_era"].replace("元", "1"))
    try:
        day = date(era.since.year + year - 1 if era else year, int(found["month"]), int(found["day"]))
    except ValueError:
        raise _impossible(text) from None
    if era and not era.since <= day < (era.until or date.max):
        raise _outside(text, era=era)
    return day


def _instant(found: re.Match[str], *, day: date, text: str) -> str:
    try:
        moment = time(
            int(found["hour"]),
            int(found["minute"]),
            int(found["second"] or 0),
            int((found["part"] or "").ljust(6, "0")[:6]),
            _zone(found["zone"]),
        )
        at = datetime.combine(day, moment).astimezone(UTC)
    except (ValueError, OverflowError):
        raise _impossible(text) from None
    return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _zone(offset: str | None) -> timezone:
    if not offset:
        return JAPAN
    if offset == "Z":
        return UTC
    away = timedelta(hours=int(offset[1:3]), minutes=int(offset[-2:]))
    return timezone(-away if offset[0] == "-" else away)


def _era(name: str, *, text: str) -> Era:
    for era in ERAS:
        if name in (era.name, era.name[0], era.letter):
            return era
    raise _unreadable(text)


def _unreadable(text: str) -> BadInput:
    return BadInput(
        N_("“{found}” is not a day."),
        hint=N_(
            "Write a day such as 2025-04-15, 2025/4/15, 20250415, R7.4.15 or 令和7年4月15日; a time may follow: 10:30."
        ),
        found=text[:_QUOTED],
    )


def _impossible(text: str) -> BadInput:
    return BadInput(
        N_("“{found}” does not exist in the calendar."),
        hint=N_("Write a day that exists in the calendar."),
        found=text[:_QUOTED],
    )


def _outside(text: str, *, era: Era) -> BadInput:
    hint = N_("{era} began on {start}: write a day of it, or the western year.")
    if era.until:
        hint = N_("{era} lasted from {start} to {end}: write a day of it, or the western year.")
    return BadInput(
        N_("“{found}” is not a day of {era}."),
        hint=hint,
        found=text[:_QUOTED],
        era=era.name,
        start=era.since,
        end=era.until and era.until - timedelta(days=1),
    )
