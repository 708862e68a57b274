"""Moving the due date of a plan item for a unit or for everybody: begun once, then carried out in chunks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

import storage.assignments
import storage.audit_log
import storage.due_dates
import storage.exceptions
import storage.leaves
import storage.people
from storage.assignments import Assignment, Enrollment
from storage.transaction import Transaction
from study import exceptions, reminders
from study.affected import end_of, last_day
from study.rules.county import County
from study.rules.deadlines import DAYS_AFTER_LEAVE, DAYS_FOR_A_LATE_JOINER, due_after_leaves

CHUNK = 200
"""Shares moved in one write: small enough that replies never wait for it."""


def begin_move(
    tx: Transaction,
    assignment_id: int,
    unit_id: int | None,
    due_on: date,
    reason: str,
    actor: str,
    county: County,
    now: datetime,
) -> bool:
    """Decide that an item is due at the end of `due_on` for a unit and all below, or for everybody (None).

    The item's own date moves with everybody's. False for a day that is over, or an item that is not of the plan
    or would be due before it opens. People's shares follow by `move_chunk`.
    """
    assignment = storage.assignments.by_id(tx, assignment_id)
    due_at = end_of(due_on, county)
    if assignment is None or assignment.kind != "plan" or due_at <= max(assignment.opens_at, now):
        return False
    if unit_id is None or storage.due_dates.is_everybody(tx, unit_id):
        storage.due_dates.move_assignment(tx, assignment_id, due_at)
    about = {"name": assignment.name, "occurrence": assignment.occurrence}
    storage.audit_log.record(
        tx,
        now=now,
        actor=actor,
        action="plan_move",
        unit_id=unit_id,
        before={"due_on": last_day(assignment.due_at, county).isoformat()},
        after={**about, "due_on": due_on.isoformat()},
        reason=reason,
    )
    return True


def move_chunk(
    tx: Transaction,
    assignment_id: int,
    unit_id: int | None,
    due_on: date,
    after_person_id: int,
    county: County,
    now: datetime,
    reason: str = "",
) -> int | None:
    """Move the shares of the next people after this one; the last of them, or None when there were none.

    What one person alone was given, by hand or for a leave, stays where it reaches further. An earlier date
    makes nobody overdue: nothing falls due before tomorrow because of it. Late completions that the new date
    covers become on time.
    """
    assignment = storage.assignments.by_id(tx, assignment_id)
    today = county.local_day(now)
    rows = storage.due_dates.shares_after(tx, assignment_id, unit_id, after_person_id, today, CHUNK)
    if assignment is None or not rows:
        return None
    lately = min(today, due_on) - timedelta(days=DAYS_AFTER_LEAVE)
    leaves = storage.leaves.of_people(tx, rows[0]["person_id"], rows[-1]["person_id"], lately)
    for row in rows:
        storage.people.lock(tx, row["person_id"])
        share = storage.assignments.enrollment(tx, row["id"])
        wanted = _wanted(assignment, row, due_on, leaves.get(row["person_id"], ()), county)
        if share is not None and _move(tx, share, wanted, reason, county, now):
            reminders.reschedule(tx, share.person_id, county, now)
    last: int = rows[-1]["person_id"]
    return last


def _wanted(
    assignment: Assignment,
    row: Mapping[str, Any],
    due_on: date,
    leaves: Iterable[Mapping[str, Any]],
    county: County,
) -> datetime:
    """When it would be due for one person: late joining, their own extensions and leaves looked at."""
    if row["joined_on"] > county.local_day(assignment.opens_at):
        due_on = max(due_on, row["joined_on"] + timedelta(days=DAYS_FOR_A_LATE_JOINER))
    due_on = due_after_leaves(due_on, [(leave["from_on"], leave["until_on"]) for leave in leaves])
    due_at = end_of(due_on, county)
    return due_at if row["given_at"] is None else max(due_at, row["given_at"])


def _move(
    tx: Transaction, share: Enrollment, due_at: datetime, reason: str, county: County, now: datetime
) -> bool:
    """Whether the share's due date is another now."""
    if due_at > share.due_at:
        if not exceptions.may_lengthen(share, due_at):
            return False
    else:
        tomorrow = end_of(county.local_day(now) + timedelta(days=1), county)
        due_at = min(share.due_at, max(due_at, tomorrow))
        if due_at == share.due_at or not share.is_open:
            return False
    storage.exceptions.set_due(tx, share, due_at, reason, now, for_everybody=True)
    return True
