"""A share that something entered for the past would touch, shown before it is confirmed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from storage.assignments import Enrollment
from storage.transaction import Transaction
from study.reminders import due_on
from study.rules.county import County
from study.rules.frozen import frozen
from study.today import title_of


@frozen
class Affected:
    """`due_before` and `due_after`: the last day in time, the same where only the unit changes."""

    enrollment: Enrollment
    title: Mapping[str, str]
    due_before: date
    due_after: date
    becomes_on_time: bool


def affected(
    tx: Transaction, enrollment: Enrollment, county: County, due_at: datetime | None = None
) -> Affected:
    """The share as it would be due at `due_at`; without it, at its own due date."""
    new = due_at or enrollment.due_at
    done = enrollment.completed_at
    return Affected(
        enrollment,
        title_of(tx, enrollment.reading, enrollment.name, county),
        due_on(enrollment, county),
        last_day(new, county),
        bool(enrollment.is_late) and done is not None and done < new,
    )


def last_day(due_at: datetime, county: County) -> date:
    """The last local day in time."""
    return county.local_day(due_at - timedelta(milliseconds=1))


def end_of(day: date, county: County) -> datetime:
    """The due instant of what may be done on this day still."""
    return county.midnight(day + timedelta(days=1))
