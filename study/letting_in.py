"""Who may open a chat for whom."""

from __future__ import annotations

from datetime import date, datetime

import storage.audit_log
import storage.grants
from storage.people import Person
from storage.transaction import Transaction
from study.permissions import ROLES, actor_name
from study.units import is_within


def may_let_in(tx: Transaction, actor_id: int, person_id: int, today: date) -> bool:
    """Whether whatever this person may do, the actor may do as well.

    Whoever opens a chat for somebody could open it for themselves: nobody comes by a role in that way.
    """
    held = storage.grants.in_force(tx, actor_id, today)
    return all(
        any(
            ROLES.index(mine.role) >= ROLES.index(theirs.role) and is_within(theirs.unit_path, mine.unit_path)
            for mine in held
        )
        for theirs in storage.grants.in_force(tx, person_id, today)
    )


def permit(tx: Transaction, actor_id: int, person: Person, today: date, now: datetime) -> bool:
    """`may_let_in`, and a refusal is entered in the audit log."""
    if may_let_in(tx, actor_id, person.id, today):
        return True
    storage.audit_log.record(
        tx,
        now=now,
        actor=actor_name(actor_id),
        action="refused",
        person_id=person.id,
        unit_id=person.unit_id,
        after={"action": "let_in"},
    )
    return False
