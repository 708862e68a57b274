"""When a person may be written to unasked. Replies know no quiet hours."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from study.rules.frozen import frozen
from study.rules.local_time import local_instant, parse_hour
from study.rules.working_days import WorkCalendar

CHOSEN_HOUR_LASTS = timedelta(hours=1)
"""How long a chosen hour inside daytime quiet hours stays open: a whole county's cards are out in minutes."""

_DAY = timedelta(days=1)


@frozen
class QuietWindow:
    """Local hours [starts, ends) of every day; over midnight when it ends before it starts."""

    starts: time
    ends: time

    def __post_init__(self) -> None:
        if self.starts == self.ends:
            raise ValueError(f"Quiet hours cannot end when they start, at {self.starts:%H:%M}.")

    @classmethod
    def parse(cls, text: str) -> QuietWindow:
        """`21:00-07:30`; ValueError, in one sentence, for anything else."""
        starts, dash, ends = text.partition("-")
        if not dash:
            raise ValueError(f"'{text}' is not quiet hours: write them as 21:00-07:30.")
        return cls(parse_hour(starts.strip()), parse_hour(ends.strip()))

    @property
    def is_over_midnight(self) -> bool:
        return self.ends < self.starts

    def covers(self, at: time) -> bool:
        if self.is_over_midnight:
            return at >= self.starts or at < self.ends
        return self.starts <= at < self.ends


@frozen
class QuietHours:
    """All quiet windows of a day; ValueError when they leave no hour free."""

    windows: Sequence[QuietWindow]

    def __post_init__(self) -> None:
        if self.windows and all(self.covers(window.ends) for window in self.windows):
            raise ValueError("The quiet hours leave no time of day at which anybody could be written to.")

    @classmethod
    def parse(cls, *texts: str) -> QuietHours:
        """Windows such as `21:00-07:30`; ValueError, in one sentence, for anything else."""
        return cls(tuple(map(QuietWindow.parse, texts)))

    def covers(self, at: time) -> bool:
        return any(window.covers(at) for window in self.windows)


def may_send_unasked(
    at: datetime, tz: ZoneInfo, quiet: QuietHours, calendar: WorkCalendar, chosen_hour: time
) -> bool:
    """Whether a message nobody asked for may go to a person with this chosen hour at this instant."""
    return _held_until(at, tz, quiet, calendar, chosen_hour) is None


def next_permitted(
    at: datetime, tz: ZoneInfo, quiet: QuietHours, calendar: WorkCalendar, chosen_hour: time
) -> datetime:
    """`at` itself, or the first instant after it that is on a working day and not in quiet hours.

    The person's chosen hour wins over quiet hours of the day, never over those that span midnight.
    """
    while (later := _held_until(at, tz, quiet, calendar, chosen_hour)) is not None:
        at = later
    return at


def card_time(day: date, chosen_hour: time, tz: ZoneInfo) -> datetime:
    """The instant of a person's daily card."""
    return local_instant(day, chosen_hour, tz)


def _held_until(
    at: datetime, tz: ZoneInfo, quiet: QuietHours, calendar: WorkCalendar, chosen_hour: time
) -> datetime | None:
    """When the first reason to wait that is found ends; None when there is none."""
    local = at.astimezone(tz)
    day = local.date()
    if not calendar.is_working_day(day):
        return local_instant(calendar.next_working_day(day), time(), tz)
    for window in quiet.windows:
        if window.covers(local.time()):
            ends = _quiet_until(local, window, chosen_hour)
            if ends is not None:
                # An hour that the clock shows twice ends in the showing we are in.
                return local_instant(ends.date(), ends.time().replace(fold=local.fold), tz)
    return None


def _quiet_until(local: datetime, window: QuietWindow, chosen_hour: time) -> datetime | None:
    """When, by the wall clock, a window covering `local` ends for this person; None if it does not hold."""
    now = local.replace(tzinfo=None, fold=0)
    if window.is_over_midnight:
        ends_on = now.date() + _DAY if now.time() >= window.starts else now.date()
        return datetime.combine(ends_on, window.ends)
    ends = datetime.combine(now.date(), window.ends)
    if not window.covers(chosen_hour):
        return ends
    chosen = datetime.combine(now.date(), chosen_hour)
    if now < chosen:
        return chosen
    return None if now < chosen + CHOSEN_HOUR_LASTS else ends
