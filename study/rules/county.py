"""The rules of one county, as every use case is given them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cached_property
from zoneinfo import ZoneInfo

from study.rules.quiet_time import QuietHours, card_time, next_permitted
from study.rules.settings import Settings
from study.rules.working_days import WorkCalendar


@dataclass(frozen=True)
class County:
    """Its settings, and what follows from them: the timezone, the working days, the quiet hours."""

    settings: Settings
    calendar: WorkCalendar

    @cached_property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.settings.timezone)

    @cached_property
    def quiet(self) -> QuietHours:
        return QuietHours(self.settings.quiet_hours)

    def local_day(self, instant: datetime) -> date:
        return instant.astimezone(self.zone).date()

    def year(self, instant: datetime) -> int:
        return self.local_day(instant).year

    def midnight(self, day: date) -> datetime:
        """The instant the local day begins."""
        return datetime.combine(day, time(), self.zone)

    def next_permitted(self, at: datetime, hour: time) -> datetime:
        """`at`, or the first instant after it at which somebody who chose this hour may be written to unasked."""
        return next_permitted(at, self.zone, self.quiet, self.calendar, hour)

    def card_time(self, day: date, hour: time) -> datetime:
        """The instant of that day's card for somebody who chose this hour."""
        return card_time(day, hour, self.zone)
