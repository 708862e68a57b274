"""The rules of one county, as every use case is given them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cached_property
from zoneinfo import ZoneInfo

from study.rules.quiet_time import QuietHours
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
