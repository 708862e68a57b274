"""Which days are worked in China: public holidays are not, make-up Saturdays and Sundays are."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

from holidays import country_holidays

_DAY = timedelta(days=1)


@cache
def _rest_days(year: int) -> frozenset[date]:
    """Built whole and never changed, so threads may share it."""
    china = country_holidays("CN", years=year)
    first = date(year, 1, 1)
    days = (first + timedelta(days=n) for n in range((date(year, 12, 31) - first).days + 1))
    return frozenset(day for day in days if not china.is_working_day(day))


class WorkCalendar:
    """Working days as the State Council's yearly notice sets them (source: the `holidays` package).

    Make-up days are known once the notice of a year is; until then its weekends count as rest.
    """

    def is_working_day(self, day: date) -> bool:
        return day not in _rest_days(day.year)

    def next_working_day(self, day: date) -> date:
        """`day` itself when it is worked, else the first working day after it."""
        while not self.is_working_day(day):
            day += _DAY
        return day

    def previous_working_day(self, day: date) -> date:
        """`day` itself when it is worked, else the last working day before it."""
        while not self.is_working_day(day):
            day -= _DAY
        return day

    def working_days_before(self, day: date, n: int) -> date:
        """The nth working day before `day`, which itself is not counted."""
        for _ in range(n):
            day = self.previous_working_day(day - _DAY)
        return day
