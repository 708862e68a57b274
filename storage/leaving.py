"""What ends when a person leaves, and what comes back with them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from storage.transaction import Transaction

_OPEN = "completed_at IS NULL AND excused_at IS NULL AND withdrawn_at IS NULL"


def withdraw_open(tx: Transaction, person_id: int, now: datetime) -> int:
    """Take back every open share; how many."""
    return tx.run(
        "UPDATE enrollment SET withdrawn_at = :now, next_remind_at = NULL, next_stage = NULL"
        f" WHERE person_id = :person_id AND {_OPEN}",
        person_id=person_id,
        now=now,
    )


def reinstate(tx: Transaction, person_id: int, now: datetime) -> int:
    """Give back the withdrawn shares that still run, of items that were not taken back themselves; how many."""
    return tx.run(
        "UPDATE enrollment SET withdrawn_at = NULL WHERE person_id = :person_id AND withdrawn_at IS NOT NULL"
        " AND due_at > :now AND EXISTS (SELECT 1 FROM assignment a WHERE a.id = enrollment.assignment_id"
        " AND a.withdrawn_at IS NULL)",
        person_id=person_id,
        now=now,
    )


def take_grants(tx: Transaction, person_id: int) -> list[dict[str, Any]]:
    """End every grant of a person; rows `role, unit_id, expires_on` of what they held."""
    return tx.all(
        "DELETE FROM role_grant WHERE person_id = :person_id RETURNING role, unit_id, expires_on",
        person_id=person_id,
    )


def people_to_end(tx: Transaction, today: date, limit: int) -> list[int]:
    """People whose last day is over and who still have something open, granted or unused."""
    rows = tx.all(
        "SELECT p.id FROM person p WHERE p.left_on <= :today AND ("
        f" EXISTS (SELECT 1 FROM enrollment e WHERE e.person_id = p.id AND {_OPEN})"
        " OR EXISTS (SELECT 1 FROM role_grant g WHERE g.person_id = p.id)"
        " OR EXISTS (SELECT 1 FROM transfer t WHERE t.person_id = p.id AND t.applied_at IS NULL"
        " AND t.cancelled_at IS NULL)"
        " OR EXISTS (SELECT 1 FROM invite i WHERE i.person_id = p.id AND i.used_at IS NULL AND i.revoked_at IS NULL))"
        " ORDER BY p.id LIMIT :limit",
        today=today,
        limit=limit,
    )
    return [row["id"] for row in rows]
