"""Which reminders one person gets of one thing, on which days, and how many cards a week may bring."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from study.rules.deadlines import Window
from study.rules.frozen import frozen
from study.rules.quiet_time import card_time
from study.rules.working_days import WorkCalendar

CARDS_A_WEEK = 3


@frozen
class Stage:
    """`name`: `announce`, `before:7` (days before the due date) or `overdue:1` (weeks after it)."""

    name: str
    on: date


def stages(
    window: Window, before_due: Sequence[timedelta], overdue_weekly: int, calendar: WorkCalendar
) -> tuple[Stage, ...]:
    """The ladder of a person's own window, in order of days, all of them working days.

    Nothing is said before the due date within the first third of the window. Of two stages on one day the
    later one stands.
    """
    on_day = {on: name for name, on in _ladder(window, before_due, overdue_weekly, calendar)}
    return tuple(Stage(name, on) for on, name in sorted(on_day.items()))


def _ladder(
    window: Window, before_due: Iterable[timedelta], overdue_weekly: int, calendar: WorkCalendar
) -> Iterator[tuple[str, date]]:
    yield "announce", calendar.next_working_day(window.opens_on)
    length = (window.due_on - window.opens_on).days + 1
    for ahead in sorted(before_due, reverse=True):
        on = calendar.previous_working_day(window.due_on - ahead)
        if (on - window.opens_on).days * 3 >= length:
            yield f"before:{ahead.days}", on
    for week in range(1, overdue_weekly + 1):
        yield f"overdue:{week}", calendar.next_working_day(window.due_on + timedelta(weeks=week))


def next_reminder(
    window: Window,
    after: datetime,
    chosen_hour: time,
    tz: ZoneInfo,
    calendar: WorkCalendar,
    before_due: Sequence[timedelta],
    overdue_weekly: int,
) -> tuple[Stage, datetime] | None:
    """The first stage whose card goes out later than `after`, and that instant; None after the last.

    `window` is the person's own: from when it was opened for them, to when it is due for them.
    """
    for stage in stages(window, before_due, overdue_weekly, calendar):
        at = card_time(stage.on, chosen_hour, tz)
        if at > after:
            return stage, at
    return None


def card_allowed(cards_this_week: int, card_today: bool, something_due_by_tomorrow: bool) -> bool:
    """At most one card a day and three a week, unless something is due today or tomorrow."""
    return something_due_by_tomorrow or not (card_today or cards_this_week >= CARDS_A_WEEK)
