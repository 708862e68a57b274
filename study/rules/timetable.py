"""When things happen: the `when` of the configuration, and the slots it makes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Literal
from zoneinfo import ZoneInfo

from apscheduler.triggers.cron import CronTrigger

from study.rules.frozen import frozen
from study.rules.local_time import local_instant, parse_hour
from study.rules.working_days import WorkCalendar

OnRestDay = Literal["keep", "skip", "move"]

_DAY = timedelta(days=1)
_WEEKDAY = "(mon|tue|wed|thu|fri|sat|sun)"
_WEEKDAYS = re.compile(f"{_WEEKDAY}(,{_WEEKDAY})*")
_MONTHLY = re.compile(r"monthly ([1-9]|1[0-9]|2[0-8])")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@frozen
class When:
    """A local hour on one day `on`, or else on every day that fits all the others; `*` is any.

    `weekdays` are names (`mon,thu`), for APScheduler counts weekday numbers from Monday as 0, unlike cron.
    """

    at: time
    weekdays: str = "*"
    day_of_month: str = "*"
    workdays_only: bool = False
    on: date | None = None


def parse_when(text: str) -> When:
    """`daily 08:30`, `mon,thu 20:00`, `workdays 08:30`, `monthly 1 08:30` or `2026-11-26 20:00`.

    ValueError, in one sentence, for anything else; monthly takes the days every month has, 1 to 28.
    """
    days, _, hour = text.strip().rpartition(" ")
    days = days.strip()
    if days == "daily":
        return When(parse_hour(hour))
    if days == "workdays":
        return When(parse_hour(hour), workdays_only=True)
    if _WEEKDAYS.fullmatch(days):
        return When(parse_hour(hour), weekdays=days)
    if monthly := _MONTHLY.fullmatch(days):
        return When(parse_hour(hour), day_of_month=monthly[1])
    if _DATE.fullmatch(days):
        return When(parse_hour(hour), on=_parse_date(days))
    raise ValueError(
        f"'{text}' is not a time: write 'daily 08:30', 'mon,thu 20:00', 'workdays 08:30', "
        "'monthly 1 08:30' (day 1 to 28) or '2026-11-26 20:00'."
    )


def _parse_date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ValueError(f"'{text}' is not a day of the calendar.") from None


def slots(
    when: When,
    after: datetime,
    until: datetime,
    tz: ZoneInfo,
    calendar: WorkCalendar,
    on_rest_day: OnRestDay,
) -> list[datetime]:
    """The UTC instants in (after, until], in order; one a day at most, also where the clock is put back.

    `on_rest_day`: what becomes of a slot on a rest day; moved, it falls at the same hour of the next working
    day, and those that fall together are one.
    """
    between = (after.astimezone(tz).date(), until.astimezone(tz).date())
    return [slot for slot in _instants(when, *between, tz, calendar, on_rest_day) if after < slot <= until]


@lru_cache(maxsize=256)
def _instants(
    when: When, first: date, last: date, tz: ZoneInfo, calendar: WorkCalendar, on_rest_day: OnRestDay
) -> tuple[datetime, ...]:
    """Every slot of these local days, in order. Each tick asks for the same days until midnight."""
    named = _named_days(when, _first_day_moving_to(first, calendar), last, calendar)
    days = {_day_kept(day, calendar, on_rest_day) for day in named}
    return tuple(sorted(local_instant(day, when.at, tz) for day in days if day))


def planned_on(when: When, slot: datetime, tz: ZoneInfo, calendar: WorkCalendar) -> date:
    """The local day the timetable named for a slot: of a moved one the day it was moved from.

    What a slot stands for goes by this day: a Sunday's slot moved to Tuesday belongs to the Sunday's week.
    Of several that were moved together it is the latest.
    """
    day = slot.astimezone(tz).date()
    return max(_named_days(when, _first_day_moving_to(day, calendar), day, calendar), default=day)


def _first_day_moving_to(day: date, calendar: WorkCalendar) -> date:
    return calendar.previous_working_day(day - _DAY) + _DAY


def _day_kept(day: date, calendar: WorkCalendar, on_rest_day: OnRestDay) -> date | None:
    if on_rest_day == "keep" or calendar.is_working_day(day):
        return day
    return calendar.next_working_day(day) if on_rest_day == "move" else None


def _named_days(when: When, first: date, last: date, calendar: WorkCalendar) -> Iterator[date]:
    days = iter([when.on]) if when.on else _recurring_days(when, first, last)
    for day in days:
        if first <= day <= last and (not when.workdays_only or calendar.is_working_day(day)):
            yield day


def _recurring_days(when: When, first: date, last: date) -> Iterator[date]:
    """Days are reckoned in UTC and given their local hour afterwards.

    In a zone with summer time the trigger would fire twice in the hour that is shown twice.
    """
    trigger = CronTrigger(
        day=when.day_of_month,
        day_of_week=when.weekdays,
        hour=0,
        timezone=UTC,
        end_date=datetime.combine(last, time(), UTC),
    )
    fires = trigger.get_next_fire_time(None, datetime.combine(first, time(), UTC))
    while fires is not None:
        yield fires.date()
        fires = trigger.get_next_fire_time(fires, fires)
