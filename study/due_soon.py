"""Some working days before something is due its supervisors hear how many are done, in time and not begun."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

import storage.assignments
import storage.due_soon
import storage.outbox
import storage.summaries
from storage.assignments import Assignment
from storage.transaction import Transaction
from study import permissions
from study.rules.county import County
from study.rules.frozen import frozen
from study.today import title_of
from study.unit_groups import topmost

KIND = "due_soon"
LOOK_AHEAD = timedelta(days=60)


@frozen
class DueSoon:
    """One item over a supervisor's units; of those `in_time`, `not_begun` have opened nothing of it yet."""

    assignment_id: int
    title: Mapping[str, str]
    due_on: date
    done: int
    in_time: int
    not_begun: int


def tell_supervisors(tx: Transaction, county: County, now: datetime, send_after: datetime) -> int:
    """Queue today's notice for every supervisor, when something is due in so many working days; how many."""
    today = county.local_day(now)
    items = [
        item.id
        for item in storage.due_soon.assignments(tx, now, now + LOOK_AHEAD)
        if _told_on(item, county) == today
    ]
    queued = 0
    for person_id in dict.fromkeys(row["person_id"] for row in storage.summaries.supervisors(tx, today)):
        if not items:
            break
        row = storage.outbox.insert(
            tx,
            person_id=person_id,
            identity_id=None,
            dedup_key=f"due_soon:{today.isoformat()}",
            kind=KIND,
            is_bulk=True,
            message={"assignments": items},
            send_after=send_after,
            expires_at=county.midnight(county.local_day(send_after) + timedelta(days=1)),
        )
        queued += row is not None
    return queued


def due_soon(
    tx: Transaction, supervisor_id: int, assignment_ids: Sequence[int], county: County, now: datetime
) -> tuple[DueSoon, ...]:
    """How far this supervisor's people are with these items now; an item with nobody left is no news."""
    today = county.local_day(now)
    top = topmost(tx, permissions.units_granted(tx, supervisor_id, "supervisor", today))
    found = []
    for assignment_id in assignment_ids:
        item = storage.assignments.by_id(tx, assignment_id)
        counts = [storage.due_soon.counts(tx, unit_id, assignment_id, now, today) for unit_id in top]
        if item is None or not any(count["in_time"] for count in counts):
            continue
        total = {name: sum(count[name] for count in counts) for name in ("done", "in_time", "not_begun")}
        title = title_of(tx, item.reading, item.name, county)
        found.append(DueSoon(assignment_id, title, _due_on(item, county), **total))
    return tuple(found)


def _due_on(item: Assignment, county: County) -> date:
    return county.local_day(item.due_at - timedelta(milliseconds=1))


def _told_on(item: Assignment, county: County) -> date:
    days = county.settings.reminders.supervisor_before_due.days
    return county.calendar.working_days_before(_due_on(item, county), days)
