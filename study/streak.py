"""The private streak: weeks in a row with something studied. It pays nothing and nobody else sees it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

import storage.assignments
import storage.attempts
from storage.people import Person
from storage.transaction import Transaction
from study import presence
from study.rules.county import County
from study.rules.reporting_period import ReportingPeriod, period_of
from study.rules.streak import Week, streak

LOOK_BACK = 26
"""Weeks; a longer streak is said as this many."""


def weeks_in_a_row(tx: Transaction, person: Person, county: County, now: datetime) -> int:
    """Weeks with study, counted back; leave, weeks without a working day and weeks with nothing open pause it."""
    periods = [period_of(now - timedelta(weeks=back), county.zone) for back in reversed(range(LOOK_BACK))]
    answered = storage.attempts.answer_times(tx, person.id, periods[0].starts_at)
    shares = [share for share in storage.assignments.of_person(tx, person.id) if share.kind == "plan"]
    pauses = presence.pauses(tx, person)
    weeks = []
    for period in periods:
        studied = any(period.starts_at <= at < period.ends_at for at in answered)
        open_then = any(
            share.opened_at < period.ends_at
            and (share.completed_at is None or share.completed_at >= period.starts_at)
            and (share.withdrawn_at is None or share.withdrawn_at >= period.starts_at)
            and share.excused_at is None
            for share in shares
        )
        weeks.append(Week(period.label, studied, open_then, _paused(pauses, period, county)))
    return streak(weeks)


def _paused(pauses: Sequence[presence.Pause], period: ReportingPeriod, county: County) -> bool:
    first = county.local_day(period.starts_at)
    working = [day for n in range(7) if county.calendar.is_working_day(day := first + timedelta(days=n))]
    return all(presence.away_until(pauses, day) is not None for day in working)
