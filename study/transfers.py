"""Transfers between units, each from a day on: what is open follows, past results stay where they were made."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Literal

import storage.audit_log
import storage.grants
import storage.people
import storage.transfers
import storage.units
from storage.audit_log import Change
from storage.people import Person
from storage.transaction import Transaction
from storage.transfers import Transfer
from storage.units import Unit
from study import standing
from study.affected import Affected, affected
from study.rules.county import County
from study.rules.frozen import frozen

CHUNK = 200
"""Transfers applied in one write."""


@frozen
class Refusal:
    """Why somebody is not transferred. "before_last": they have been transferred since that day."""

    reason: Literal["same_unit", "has_left", "before_joining", "before_last", "already_that_day", "no_reason"]


def record_transfer(
    tx: Transaction,
    person: Person,
    to_unit: Unit,
    effective_on: date,
    reason: str,
    actor: str,
    county: County,
    now: datetime,
) -> Transfer | Refusal:
    """Transfer somebody: at once up to today, else when the day comes (`apply_due`).

    Open shares follow to the new unit, also those of items asked of the old one alone: they were given. What was
    completed or excused before that day stays with the old unit, what was since belongs to the new one. Roles
    over the old unit do not move by themselves: `roles_left` names them.
    """
    reason = reason.strip()
    storage.people.lock(tx, person.id)
    person = storage.people.by_id(tx, person.id) or person
    refusal = _refusal(tx, person, to_unit, effective_on, reason)
    if refusal is not None:
        return refusal
    transfer = storage.transfers.insert(
        tx,
        person_id=person.id,
        from_unit_id=person.unit_id,
        to_unit_id=to_unit.id,
        effective_on=effective_on,
        reason=reason,
        actor=actor,
        now=now,
    )
    _record(tx, "transfer", person.unit_path, transfer, reason, actor, now)
    if effective_on <= county.local_day(now):
        _apply(tx, transfer, person, county, now)
    standing.tell(tx, person, county, now)
    return storage.transfers.by_id(tx, transfer.id) or transfer


def preview(
    tx: Transaction, person: Person, to_unit: Unit, effective_on: date, county: County, now: datetime
) -> tuple[Affected, ...]:
    """The completed and excused shares that a transfer entered for the past would take to the new unit."""
    since = county.midnight(effective_on)
    shares = storage.transfers.shares_that_follow(tx, person.id, to_unit.id, since)
    return tuple(affected(tx, share, county) for share in shares if not share.is_open)


def roles_left(tx: Transaction, person_id: int, unit_id: int, today: date) -> tuple[str, ...]:
    """Roles somebody holds over this very unit, which do not move with them."""
    grants = storage.grants.in_force(tx, person_id, today)
    return tuple(grant.role for grant in grants if grant.unit_id == unit_id)


def cancel_transfer(
    tx: Transaction, transfer_id: int, reason: str, actor: str, county: County, now: datetime
) -> bool:
    """Take back a transfer whose day has not come; False for any other."""
    transfer = storage.transfers.by_id(tx, transfer_id)
    if transfer is None:
        return False
    storage.people.lock(tx, transfer.person_id)
    person = storage.people.by_id(tx, transfer.person_id)
    if person is None or not storage.transfers.cancel(tx, transfer_id, now):
        return False
    _record(tx, "cancel_transfer", person.unit_path, transfer, reason, actor, now)
    standing.tell(tx, person, county, now)
    return True


def apply_due(tx: Transaction, county: County, now: datetime) -> int:
    """Apply the next transfers whose day has come; how many there were, 0 when all is done."""
    found = storage.transfers.due(tx, county.local_day(now), CHUNK)
    for transfer in sorted(found, key=lambda each: (each.person_id, each.effective_on, each.id)):
        storage.people.lock(tx, transfer.person_id)
        person = storage.people.by_id(tx, transfer.person_id)
        if person is not None and _apply(tx, transfer, person, county, now):
            _record(tx, "transfer_applied", person.unit_path, transfer, transfer.reason, transfer.actor, now)
    return len(found)


def moved_by_file(
    tx: Transaction,
    moves: Sequence[tuple[Person, Unit]],
    reason: str,
    actor: str,
    county: County,
    now: datetime,
) -> None:
    """Transfer all these people today: the roster says so. The roster itself is the caller's."""
    today = county.local_day(now)
    rows = [
        {"person_id": person.id, "from_unit_id": person.unit_id, "to_unit_id": unit.id}
        for person, unit in moves
    ]
    storage.transfers.insert_applied(tx, rows, today, reason, actor, now)
    storage.transfers.move_shares(tx, rows, county.midnight(today))
    entries = [
        Change(
            actor,
            "transfer",
            person.id,
            unit.id,
            {"unit": person.unit_path},
            {"unit": unit.path, "on": today.isoformat()},
            reason,
        )
        for person, unit in moves
    ]
    storage.audit_log.record_many(tx, entries, now)
    standing.tell_all(tx, [person for person, _ in moves], county, now)


def _refusal(
    tx: Transaction, person: Person, to_unit: Unit, effective_on: date, reason: str
) -> Refusal | None:
    if not reason:
        return Refusal("no_reason")
    if person.has_left(effective_on):
        return Refusal("has_left")
    if effective_on < person.joined_on:
        return Refusal("before_joining")
    known = [each for each in storage.transfers.of_person(tx, person.id) if each.cancelled_at is None]
    if any(each.applied_at and each.effective_on > effective_on for each in known):
        return Refusal("before_last")
    pending = [each for each in known if each.is_pending]
    if any(each.effective_on == effective_on for each in pending):
        return Refusal("already_that_day")
    earlier = [each.to_unit_id for each in pending if each.effective_on < effective_on]
    return Refusal("same_unit") if [person.unit_id, *earlier][-1] == to_unit.id else None


def _apply(tx: Transaction, transfer: Transfer, person: Person, county: County, now: datetime) -> bool:
    """Whether it is applied now."""
    if not storage.transfers.apply(tx, transfer.id, person.unit_id, now):
        return False
    storage.people.update(tx, person.id, unit_id=transfer.to_unit_id)
    row = {"person_id": person.id, "to_unit_id": transfer.to_unit_id}
    storage.transfers.move_shares(tx, [row], county.midnight(transfer.effective_on))
    storage.people.reopen_enrolment(tx, now)
    return True


def _record(
    tx: Transaction, action: str, from_path: str, transfer: Transfer, reason: str, actor: str, now: datetime
) -> None:
    path = storage.units.by_id(tx, transfer.to_unit_id).path
    storage.audit_log.record(
        tx,
        now=now,
        actor=actor,
        action=action,
        person_id=transfer.person_id,
        unit_id=transfer.to_unit_id,
        before={"unit": from_path},
        after={"unit": path, "on": transfer.effective_on.isoformat()},
        reason=reason,
    )
