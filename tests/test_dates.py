"""Is the day that was written the day that is understood?"""

from __future__ import annotations

import unicodedata
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assets.dates import parse_day, parse_only_day
from assets.errors import BadInput

ERAS = [
    ("令和", "R", date(2019, 5, 1)),
    ("平成", "H", date(1989, 1, 8)),
    ("昭和", "S", date(1926, 12, 25)),
    ("大正", "T", date(1912, 7, 30)),
]
FULL_WIDTH = str.maketrans({chr(code): chr(code + 0xFEE0) for code in range(0x21, 0x7F)} | {" ": "\u3000"})


def era_of(day: date) -> tuple[str, str, int]:
    kanji, letter, since = next(era for era in ERAS if era[2] <= day)
    return kanji, letter, day.year - since.year + 1


def spellings(day: date) -> list[str]:
    kanji, letter, year = era_of(day)
    short = f"{letter}{year}.{day.month}.{day.day}"
    return [
        day.isoformat(),
        f"{day:%Y/%m/%d}",
        f"{day.year}/{day.month}/{day.day}",
        f"{day.year}.{day.month}.{day.day}",
        f"{day:%Y%m%d}",
        f"{day.year}年{day.month}月{day.day}日",
        f"{day.year}年{day.month}月{day.day}日({'月火水木金土日'[day.weekday()]})",
        f"{kanji}{'元' if year == 1 else year}年{day.month}月{day.day}日",
        f"{kanji} {year} 年 {day.month} 月 {day.day} 日",
        f"{kanji[0]}{year}.{day.month}.{day.day}",
        short,
        short.lower(),
        f"{letter}{year:02}/{day.month:02}/{day.day:02}",
    ]


@given(st.dates(date(1912, 7, 30), date(2117, 12, 31)), st.booleans())
def test_every_spelling_of_a_day_is_that_day(day: date, wide: bool) -> None:
    """However an office writes a day, in full or half width, it is read back as the same day."""
    written = [text.translate(FULL_WIDTH) if wide else text for text in spellings(day)]

    assert {day.isoformat()} == {parse_day(text) for text in written}


@given(
    st.datetimes(datetime(1960, 1, 1), datetime(2100, 1, 1)),
    st.sampled_from(["{:%Y-%m-%dT%H:%M}", "{:%Y-%m-%d %H:%M}", "{:%Y/%m/%d %H:%M:00}", "{:%Y年%m月%d日%H時%M分}"]),
)
def test_a_time_is_japanese_time(at: datetime, form: str) -> None:
    """A day with a time is an instant: nine hours earlier in UTC, 24 characters, to the millisecond."""
    instant = parse_day(form.format(at))

    assert 24 == len(instant)
    assert at.replace(second=0, microsecond=0) - timedelta(hours=9) == datetime.strptime(
        instant, "%Y-%m-%dT%H:%M:%S.000Z"
    )


@given(st.datetimes(datetime(1960, 1, 1), datetime(2100, 1, 1)), st.integers(-12, 14))
def test_a_zone_that_is_written_is_obeyed(at: datetime, hours: int) -> None:
    """An instant with an offset, and an instant of our own, is read as the instant it is."""
    local = at.replace(microsecond=0, tzinfo=timezone(timedelta(hours=hours)))
    expected = local.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")

    assert expected == parse_day(local.isoformat())
    assert expected == parse_day(expected)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("令和7年4月15日", "2025-04-15"),
        ("令和元年5月1日", "2019-05-01"),
        ("平成31年4月30日", "2019-04-30"),
        ("昭和64年1月7日", "1989-01-07"),
        ("㋿７年４月15日", "2025-04-15"),
        ("R7.4.15", "2025-04-15"),
        (" 2025/4/15\u3000", "2025-04-15"),
        ("2024-02-29", "2024-02-29"),
        ("2025年4月15日（火）", "2025-04-15"),
        ("2025-04-15 10:30", "2025-04-15T01:30:00.000Z"),
        ("2025/4/15 8:05:09", "2025-04-14T23:05:09.000Z"),
        ("令和7年4月15日10時30分", "2025-04-15T01:30:00.000Z"),
        ("2025-04-15T10:30:00.123456+09:00", "2025-04-15T01:30:00.123Z"),
    ],
)
def test_days_as_offices_write_them(text: str, day: str) -> None:
    """The spellings named in the manual are read as the manual says."""
    assert day == parse_day(text)


@pytest.mark.parametrize(
    "text",
    [
        "2025-02-29",
        "2025/13/1",
        "2025/4/31",
        "20250230",
        "令和7年2月30日",
        "2025-04-15 24:00",
        "2025-04-15 10:60",
        "2025年4月15日(月)",
    ],
)
def test_a_day_that_never_was_is_refused(text: str) -> None:
    """The 30th of February, hour 24 and a wrong weekday are refused, with the text that was found."""
    with pytest.raises(BadInput, match="does not exist") as refusal:
        parse_day(text)

    assert text in refusal.value.sentence()
    assert refusal.value.advice()


@pytest.mark.parametrize(
    ("text", "era"),
    [("平成31年5月1日", "平成"), ("R1.4.30", "令和"), ("昭和64年1月8日", "昭和"), ("H1.1.7", "平成")],
)
def test_a_day_outside_its_era_is_refused(text: str, era: str) -> None:
    """A day after an era ended or before it began is a slip of the pen; the hint says when the era was."""
    with pytest.raises(BadInput, match="is not a day of") as refusal:
        parse_day(text)

    assert era in refusal.value.advice()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "今日",
        "today",
        "yesterday",
        "25/4/15",
        "4/15/2025",
        "15.4.2025",
        "2025-04",
        "2025/4-15",
        "X7.4.15",
        "あ7.4.15",
        "45762",
        "202504151030",
        "2025-04-15Z",
        "2025-04-15 10",
        "令7",
        "0025-04-15",
        "2025-04-15\n2025-04-16",
    ],
)
def test_what_could_mean_several_days_is_refused(text: str) -> None:
    """Short years, American order, day numbers of a spreadsheet and words are refused, never guessed."""
    with pytest.raises(BadInput, match="is not a day") as refusal:
        parse_day(text)

    assert "2025-04-15" in refusal.value.advice()


def test_a_deadline_has_no_time() -> None:
    """Where only a day makes sense, a time is refused instead of being dropped."""
    assert "2026-03-31" == parse_only_day("R8.3.31")
    with pytest.raises(BadInput, match="more than a day"):
        parse_only_day("R8.3.31 10:00")


@given(st.text(max_size=30))
def test_any_text_is_a_day_or_refused(text: str) -> None:
    """Whatever is typed, the answer is a day, an instant, or a sentence; never another error."""
    try:
        day = parse_day(text)
    except BadInput:
        return

    assert len(day) in (10, 24), unicodedata.normalize("NFKC", text)
