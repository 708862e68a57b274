"""Leaving, and coming back: what is open ends with the last day, what was done stays."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import storage.audit_log
import storage.invites
import storage.leaving
import storage.people
import storage.transfers
from storage.people import Person
from storage.transaction import Transaction
from study import reminders, standing
from study.rules.county import County

CHUNK = 100
"""People whose day has come, ended in one write."""


def end(
    tx: Transaction,
    person: Person,
    left_on: date,
    reason: str,
    actor: str,
    county: County,
    now: datetime,
) -> bool:
    """Somebody leaves: from `left_on` on they no longer count. False when they have left already, or it is so
    already, or that is before they joined.

    Up to today it takes effect at once, later when the day comes (`end_due`). Shares completed on or after a
    `left_on` in the past stay completed.
    """
    storage.people.lock(tx, person.id)
    person = storage.people.by_id(tx, person.id) or person
    today = county.local_day(now)
    if person.has_left(today) or left_on == person.left_on or left_on < person.joined_on:
        return False
    storage.people.update(tx, person.id, left_on=left_on)
    storage.audit_log.record_about(
        tx, "leaving", person, _day(person.left_on), _day(left_on), reason, actor, now
    )
    if left_on <= today:
        take_effect(tx, person.id, reason, actor, now)
    return True


def return_to_work(
    tx: Transaction, person: Person, reason: str, actor: str, county: County, now: datetime
) -> bool:
    """Somebody is back, or is not leaving after all; False when they are not leaving.

    Shares that still run are asked for again and new ones are given; roles are granted anew by hand. When they
    joined stays as it was.
    """
    storage.people.lock(tx, person.id)
    person = storage.people.by_id(tx, person.id) or person
    if person.left_on is None:
        return False
    storage.people.update(tx, person.id, left_on=None)
    come_back(tx, person.id, county, now)
    storage.people.reopen_enrolment(tx, now)
    storage.audit_log.record_about(tx, "return", person, _day(person.left_on), None, reason, actor, now)
    back = storage.people.by_id(tx, person.id)
    if back is not None:
        standing.tell(tx, back, county, now)
    return True


def end_due(tx: Transaction, county: County, now: datetime) -> int:
    """End what is left of the next people whose day has come, by whatever it was entered; 0 when all is done."""
    people = storage.leaving.people_to_end(tx, county.local_day(now), CHUNK)
    for person_id in people:
        storage.people.lock(tx, person_id)
        take_effect(tx, person_id, "", "garden", now)
    return len(people)


def take_effect(tx: Transaction, person_id: int, reason: str, actor: str, now: datetime) -> None:
    """The day has come: open shares, cards, roles, unused codes, transfers to come and dialogs all end."""
    storage.leaving.withdraw_open(tx, person_id, now)
    reminders.cancel_pending(tx, person_id, now)
    storage.invites.revoke_unused(tx, [person_id], now)
    storage.transfers.cancel_pending(tx, person_id, now)
    storage.people.update(tx, person_id, dialog_json=None)
    for grant in storage.leaving.take_grants(tx, person_id):
        expires_on = grant["expires_on"]
        storage.audit_log.record(
            tx,
            now=now,
            actor=actor,
            action="revoke",
            person_id=person_id,
            unit_id=grant["unit_id"],
            before={"role": grant["role"], "expires_on": expires_on.isoformat() if expires_on else None},
            reason=reason or "left",
        )


def come_back(tx: Transaction, person_id: int, county: County, now: datetime) -> None:
    """Give back the withdrawn shares that still run."""
    storage.leaving.reinstate(tx, person_id, now)
    reminders.reschedule(tx, person_id, county, now)


def _day(day: date | None) -> dict[str, Any]:
    return {"left_on": day.isoformat() if day else None}
