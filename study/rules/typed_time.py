"""Instants as people type them: 周四 20:00, thu 20:00, 11-26 20:00, 2026-11-26 20:00, 明天 8点半, 20:00."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from study.rules.local_time import local_instant
from study.rules.typed_day import read_day

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
"""As the timetable writes them, Monday first."""

_LONG = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_CHINESE = ("一", "二", "三", "四", "五", "六", "日")
_DAYS_AHEAD = {"今天": 0, "今日": 0, "today": 0, "明天": 1, "明日": 1, "tomorrow": 1, "后天": 2}
_HALF_DAYS = {"上午": 0, "早上": 0, "中午": 12, "下午": 12, "晚上": 12, "am": 0, "pm": 12}

_CLOCK = re.compile(
    r"(?P<half>上午|早上|中午|下午|晚上)?\s*(?P<hour>\d{1,2})"
    r"(:(?P<minute>\d{2})|[点时]((?P<said>\d{1,2})分?|(?P<bisected>半)|整)?)\s*(?P<after>am|pm)?$"
)


def read_moment(text: str, now: datetime, tz: ZoneInfo) -> datetime | None:
    """The instant somebody typed, which may be past; None when it is none.

    A weekday or an hour alone is the next there is; a day without a year the one nearest to today.
    """
    plain = unicodedata.normalize("NFKC", text).casefold().strip()
    clock = _CLOCK.search(plain)
    at = _time_of(clock) if clock else None
    if clock is None or at is None:
        return None
    named = plain[: clock.start()].replace(" ", "").strip(",，的")
    today = now.astimezone(tz).date()
    if not named:
        first = local_instant(today, at, tz)
        return first if first > now else local_instant(today + timedelta(days=1), at, tz)
    day = _day(named, today)
    if day is None:
        return None
    moment = local_instant(day, at, tz)
    if moment <= now and _weekday(named) is not None and "下" not in named:
        return local_instant(day + timedelta(days=7), at, tz)
    return moment


def _time_of(clock: re.Match[str]) -> time | None:
    hour = int(clock["hour"])
    minute = 30 if clock["bisected"] else int(clock["minute"] or clock["said"] or 0)
    half = clock["half"] or clock["after"]
    if half and _HALF_DAYS[half] and hour < 12:
        hour += 12 if half != "中午" or hour < 10 else 0
    if half == "am" and hour == 12:
        hour = 0
    return time(hour, minute) if hour < 24 and minute < 60 else None


def _day(named: str, today: date) -> date | None:
    if named in _DAYS_AHEAD:
        return today + timedelta(days=_DAYS_AHEAD[named])
    weekday = _weekday(named)
    if weekday is None:
        return read_day(named, today)
    if named.startswith("下"):
        return today + timedelta(days=7 - today.weekday() + weekday)
    return today + timedelta(days=(weekday - today.weekday()) % 7)


def _weekday(named: str) -> int | None:
    """0 for Monday; None where no day of the week is named."""
    for number, (short, long) in enumerate(zip(WEEKDAYS, _LONG, strict=True)):
        if named in (short, long):
            return number
    chinese = re.fullmatch(r"(?:下|本|这)?(?:个)?(?:周|星期|礼拜)([一二三四五六日天])", named)
    return _CHINESE.index(chinese[1].replace("天", "日")) if chinese else None
