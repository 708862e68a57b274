"""Moving an item's due date and taking an item back: checked and counted first, asked for, done in chunks.

What touches many people's shares is a row (`storage.plan_changes`) that the tick works off, a chunk to a write
with its cursor: replies never wait for it, and a crash loses nothing and does nothing twice.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Literal

import storage.audit_log
import storage.people
import storage.plan
import storage.plan_changes
from storage.plan_changes import PlanChange
from storage.transaction import Transaction
from study import audiences, due_dates, plan, reminders
from study.plan import PlanLine
from study.rules.county import County
from study.rules.frozen import frozen

CHUNK = 500
"""People whose share is taken back in one write."""

FARTHEST = timedelta(days=400)
"""How far ahead a date may be moved: a year mistyped goes no further."""

Obstacle = Literal["past", "before_opening", "too_far", "nothing_to_change", "busy", "not_opened"]


@frozen
class Move:
    """What moving a date would do: `people` have not finished, due until now at the end of `from_on` (most of
    them). `now_on_time`: who finished late and would have been in time.
    """

    from_on: date
    due_on: date
    people: int
    now_on_time: int


def preview_move(
    tx: Transaction, line: PlanLine, unit_id: int | None, due_on: date, county: County, now: datetime
) -> Move | Obstacle:
    """What it would do for a unit and those below, or for everybody (None); or why it cannot be done."""
    if obstacle := _obstacle(tx, line, unit_id, due_on, county.local_day(now)):
        return obstacle
    today, due_at = county.local_day(now), county.midnight(due_on + timedelta(days=1))
    due: dict[datetime, int] = {}
    late = 0
    if line.assignment_id is not None:
        due = storage.plan.unfinished(tx, line.assignment_id, unit_id, today)
        late = storage.plan.late_before(tx, line.assignment_id, unit_id, due_at, today)
    moves_item = unit_id is None and line.due_on != due_on
    has_others = any(each != due_at for each in due) or (line.state == "upcoming" and line.due_on != due_on)
    if not moves_item and not has_others and not late:
        return "nothing_to_change"
    from_on = county.local_day(next(iter(due)) - timedelta(milliseconds=1)) if due else line.due_on
    return Move(from_on, due_on, sum(due.values()), late)


def _obstacle(
    tx: Transaction, line: PlanLine, unit_id: int | None, due_on: date, today: date
) -> Obstacle | None:
    if due_on < today:
        return "past"
    if due_on < line.opens_on:
        return "before_opening"
    if due_on > today + FARTHEST:
        return "too_far"
    if is_under_way(tx, line):
        return "busy"
    if line.state == "missed" and unit_id is not None:
        return "not_opened"
    return "nothing_to_change" if line.state == "withdrawn" else None


def is_under_way(tx: Transaction, line: PlanLine) -> bool:
    """Whether an earlier change is being worked off; one that waits for the opening is not."""
    if line.assignment_id is None or line.state == "upcoming":
        return False
    changes = storage.plan_changes.of_item(tx, line.assignment_id)
    return any(change.done_at is None for change in changes)


def move(
    tx: Transaction,
    line: PlanLine,
    unit_id: int | None,
    due_on: date,
    *,
    reason: str,
    actor: str,
    county: County,
    now: datetime,
) -> bool:
    """Have the date moved for a unit and those below, or for everybody; whether it is asked for now."""
    if not isinstance(preview_move(tx, line, unit_id, due_on, county, now), Move):
        return False
    assignment_id = plan.give_row(tx, line, county)
    if assignment_id is None:
        return False
    if not due_dates.begin_move(tx, assignment_id, unit_id, due_on, reason, actor, county, now):
        return False
    nobody_has_it = line.assignment_id is None or line.state == "upcoming"
    storage.plan_changes.insert(
        tx,
        assignment_id=assignment_id,
        kind="move",
        unit_id=unit_id,
        due_on=due_on,
        reason=reason,
        actor=actor,
        now=now,
        done_at=now if unit_id is None and nobody_has_it else None,
    )
    return True


def withdraw(
    tx: Transaction, line: PlanLine, *, reason: str, actor: str, county: County, now: datetime
) -> bool:
    """Take an item back for everybody; what is completed stays. Whether it is asked for now."""
    assignment_id = plan.give_row(tx, line, county)
    within = line.audience.get("within")
    if assignment_id is None or not storage.plan_changes.withdraw_item(tx, assignment_id, within, now):
        return False
    storage.plan_changes.insert(
        tx,
        assignment_id=assignment_id,
        kind="withdraw",
        unit_id=None,
        due_on=None,
        reason=reason,
        actor=actor,
        now=now,
    )
    storage.audit_log.record(
        tx,
        now=now,
        actor=actor,
        action="plan_withdraw",
        unit_id=audiences.units_of(tx, line.audience)[0],
        before={"name": line.name, "occurrence": str(line.year), "audience": dict(line.audience)},
        reason=reason,
    )
    return True


def run_chunk(tx: Transaction, change_id: int, county: County, now: datetime) -> int:
    """The next chunk of a change, its cursor saved with it; 0 when there is nothing left to do."""
    change = storage.plan_changes.held(tx, change_id)
    if change is None:
        return 0
    if change.due_on is None:
        cursor = _withdraw_chunk(tx, change, now)
    else:
        asked = (change.assignment_id, change.unit_id, change.due_on, change.person_cursor)
        cursor = due_dates.move_chunk(tx, *asked, county, now, change.reason)
    if cursor is None:
        storage.plan_changes.finish(tx, change.id, now)
        return 0
    storage.plan_changes.save_cursor(tx, change.id, cursor)
    return 1


def _withdraw_chunk(tx: Transaction, change: PlanChange, now: datetime) -> int | None:
    people = storage.plan_changes.open_shares_after(tx, change.assignment_id, change.person_cursor, CHUNK)
    for person_id in people:
        storage.people.lock(tx, person_id)
        if storage.plan_changes.withdraw_share(tx, change.assignment_id, person_id, now):
            reminders.cancel_if_nothing_left(tx, person_id, now)
    return people[-1] if people else None
