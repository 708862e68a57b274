"""The weeks that summaries speak of."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from study.rules.frozen import frozen

_WEEK = timedelta(weeks=1)
_LABEL = re.compile(r"([0-9]{4})-W([0-9]{2})")


@frozen
class ReportingPeriod:
    """An ISO week such as `2026-W48`: [starts_at, ends_at), both a midnight in the county's timezone."""

    label: str
    starts_at: datetime
    ends_at: datetime


def period_of(instant: datetime, tz: ZoneInfo) -> ReportingPeriod:
    """The week in which the instant lies, by the local calendar."""
    day = instant.astimezone(tz).date()
    return _from_monday(day - timedelta(days=day.weekday()), tz)


def previous(period: ReportingPeriod) -> ReportingPeriod:
    """The week before; local midnights again, also across a change of the clock."""
    starts_at = period.starts_at - _WEEK
    return ReportingPeriod(_label(starts_at.date()), starts_at, period.starts_at)


def parse(label: str, tz: ZoneInfo) -> ReportingPeriod:
    """The week named `2026-W48`; ValueError when there is no such week."""
    found = _LABEL.fullmatch(label)
    try:
        if found:
            return _from_monday(date.fromisocalendar(int(found[1]), int(found[2]), 1), tz)
    except ValueError:
        pass
    raise ValueError(f"'{label}' is not a week: write the year and its week number, such as 2026-W48.")


def _from_monday(monday: date, tz: ZoneInfo) -> ReportingPeriod:
    starts_at = datetime.combine(monday, time(), tz)
    return ReportingPeriod(_label(monday), starts_at, starts_at + _WEEK)


def _label(monday: date) -> str:
    year, week, _ = monday.isocalendar()
    return f"{year}-W{week:02}"
