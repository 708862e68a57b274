"""What is done about a push after it was sent: taken back while it is on its way, or sent again to who has not opened
it. Both are worked off in chunks."""

from __future__ import annotations

from datetime import datetime

import storage.announcements
import storage.assignments
import storage.audit_log
import storage.push_cards
import storage.push_changes
import storage.push_figures
import storage.pushes
from storage.assignments import Assignment
from storage.pushes import Push
from storage.transaction import Transaction
from study import announcements, push_delivery
from study.permissions import actor_name
from study.rules.county import County

CHUNK = 1_000


def withdraw(tx: Transaction, push: Push, actor_id: int, county: County, now: datetime) -> bool:
    """Take a push back: what has not gone out does not, and who has not begun is not asked any more.

    Who has begun keeps everything, to the end. Whether that is asked for now.
    """
    if not storage.pushes.withdraw(tx, push.id, now):
        return False
    opening = storage.pushes.latest_opening(tx, push.id)
    if opening is not None and now < opening.due_at:
        storage.push_figures.close_enrolment(tx, opening.id, now)
        _ask(tx, push, opening, "withdraw", actor_id, county, now)
    announcement_id = storage.pushes.latest_announcement(tx, push.id)
    announced = storage.announcements.by_id(tx, announcement_id) if announcement_id else None
    if announced is not None:
        announcements.withdraw(tx, announced, actor_id, now)
    _record(tx, push, "push_withdraw", actor_id, now)
    storage.push_cards.wake(tx, push.id, now)
    return True


def send_again(tx: Transaction, push: Push, actor_id: int, county: County, now: datetime) -> bool:
    """Have it sent once more to whom it has reached and who has not opened it; once a day at most."""
    opening = storage.pushes.latest_opening(tx, push.id)
    if opening is None or push.withdrawn_at is not None or now >= opening.due_at:
        return False
    if not _ask(tx, push, opening, "again", actor_id, county, now):
        return False
    _record(tx, push, "push_again", actor_id, now)
    return True


def _ask(
    tx: Transaction, push: Push, opening: Assignment, kind: str, actor_id: int, county: County, now: datetime
) -> bool:
    today = county.local_day(now)
    return storage.push_changes.ask(tx, push.id, opening.id, kind, actor_name(actor_id), now, today)


def run_chunk(tx: Transaction, change_id: int, county: County, now: datetime) -> int:
    """Do the next people of a change; how many were looked at, 0 when there is nothing left to do."""
    change = storage.push_changes.held(tx, change_id)
    opening = storage.assignments.by_id(tx, change.assignment_id) if change else None
    if change is None or opening is None:
        return 0
    if change.kind == "withdraw":
        cancelled = storage.push_figures.cancel_messages(tx, opening.id, now, CHUNK)
        if cancelled:
            return cancelled
    people = storage.push_figures.not_begun_after(
        tx, opening, change.person_cursor, CHUNK, delivered=change.kind == "again"
    )
    if change.kind == "withdraw":
        person_ids = [person["id"] for person in people]
        storage.push_figures.take_shares_back(tx, opening.id, person_ids, now)
    elif now < opening.due_at:
        push_delivery.send_again(tx, opening, people, county, now)
    if people:
        storage.push_changes.save_cursor(tx, change.id, people[-1]["id"])
    else:
        storage.push_changes.finish(tx, change.id, now)
        storage.push_cards.wake(tx, change.push_id, now)
    return len(people)


def _record(tx: Transaction, push: Push, action: str, actor_id: int, now: datetime) -> None:
    storage.audit_log.record(
        tx,
        now=now,
        actor=actor_name(actor_id),
        action=action,
        unit_id=push.unit_id,
        after={"push": push.id},
    )
