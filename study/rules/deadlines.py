"""From when to when something is owed, and by whom."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from study.rules.frozen import frozen
from study.rules.local_time import local_instant

DAYS_FOR_A_LATE_JOINER = 14
DAYS_AFTER_LEAVE = 7

_DAY = timedelta(days=1)
_COMMON_YEAR = 2023
_MONTH_DAY = re.compile(r"([0-9]{2})-([0-9]{2})")


@dataclass(frozen=True, slots=True, order=True)
class MonthDay:
    """A day that every year has; ValueError for 02-29 and days that do not exist."""

    month: int
    day: int

    def __post_init__(self) -> None:
        if (self.month, self.day) == (2, 29):
            raise ValueError("'02-29' is not a day of every year: write 02-28 or 03-01.")
        try:
            self.in_year(_COMMON_YEAR)
        except ValueError:
            raise ValueError(f"'{self}' is not a day of the year.") from None

    @classmethod
    def parse(cls, text: str) -> MonthDay:
        """`03-01` is the first of March; ValueError for anything else."""
        found = _MONTH_DAY.fullmatch(text)
        if not found:
            raise ValueError(f"'{text}' is not a month and day: write it as 03-01.")
        return cls(int(found[1]), int(found[2]))

    def in_year(self, year: int) -> date:
        return date(year, self.month, self.day)

    def __str__(self) -> str:
        return f"{self.month:02}-{self.day:02}"


@frozen
class Window:
    """Local days from `opens_on` to `due_on`, both included; in UTC instants [opens_at, due_at)."""

    opens_on: date
    due_on: date
    opens_at: datetime
    due_at: datetime


def _window(opens_on: date, due_on: date, tz: ZoneInfo) -> Window:
    return Window(
        opens_on, due_on, local_instant(opens_on, time(), tz), local_instant(due_on + _DAY, time(), tz)
    )


def plan_window(opens: MonthDay, due: MonthDay, year: int, tz: ZoneInfo) -> Window:
    """The window that opens in `year`; due before it opens means due the year after."""
    due_year = year + 1 if due < opens else year
    return _window(opens.in_year(year), due.in_year(due_year), tz)


def window_for_joiner(window: Window, joined_on: date, tz: ZoneInfo) -> Window | None:
    """The window of a person who joined on that day; None when all was due before and nothing is owed.

    Who joins after the opening begins that day and has at least 14 days more; no due date comes earlier.
    """
    if window.due_on < joined_on:
        return None
    if joined_on <= window.opens_on:
        return window
    return _window(joined_on, max(window.due_on, joined_on + DAYS_FOR_A_LATE_JOINER * _DAY), tz)


def due_after_leaves(due_on: date, leaves: Iterable[tuple[date, date]]) -> date:
    """The last day in time for somebody on leave, `leaves` being first and last days in order.

    What falls due during a leave, or with less than 7 days left after it, is due 7 days after its end.
    """
    for from_on, until_on in leaves:
        after = until_on + DAYS_AFTER_LEAVE * _DAY
        if from_on <= due_on < after:
            due_on = after
    return due_on


def is_late(window_due_at: datetime, completed_at: datetime) -> bool:
    """Whether it was completed after the due date; the due instant itself is already the next day."""
    return completed_at >= window_due_at


def owed_years(
    opens: MonthDay, due: MonthDay, first_seen: datetime, now: datetime, tz: ZoneInfo
) -> list[int]:
    """The years whose window has opened by `now` and was not yet past due at `first_seen`, in order."""
    years = range(first_seen.astimezone(tz).year - 1, now.astimezone(tz).year + 1)
    windows = {year: plan_window(opens, due, year, tz) for year in years}
    return [year for year, window in windows.items() if window.opens_at <= now and first_seen < window.due_at]
