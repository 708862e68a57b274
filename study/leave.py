"""Leave: while it lasts nothing is asked of a person, and the streak pauses."""

from __future__ import annotations

from datetime import date, datetime

import storage.audit_log
import storage.leaves
import storage.outbox
import storage.people
from storage.people import Person
from storage.transaction import Transaction
from study import reminders
from study.rules.county import County


def record_leave(
    tx: Transaction,
    person: Person,
    from_on: date,
    until_on: date,
    reason: str,
    actor: str,
    county: County,
    now: datetime,
) -> bool:
    """Enter a leave, both days included; False when it ends before it begins. Reminders follow at once."""
    if until_on < from_on:
        return False
    storage.people.lock(tx, person.id)
    storage.leaves.insert(tx, person.id, from_on, until_on, reason, now)
    reminders.reschedule(tx, person.id, county, now)
    storage.outbox.cancel_pending_cards(tx, person.id, now, from_on, until_on)
    storage.audit_log.record(
        tx,
        now=now,
        actor=actor,
        action="leave",
        person_id=person.id,
        unit_id=person.unit_id,
        after={"from": from_on.isoformat(), "until": until_on.isoformat()},
        reason=reason,
    )
    return True
