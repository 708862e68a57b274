"""Moving the due date of an item, for everybody or for the people of a unit."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from storage.transaction import Transaction


def move_assignment(tx: Transaction, assignment_id: int, due_at: datetime) -> None:
    tx.run("UPDATE assignment SET due_at = :due_at WHERE id = :id", id=assignment_id, due_at=due_at)


def is_everybody(tx: Transaction, unit_id: int) -> bool:
    """Whether every unit lies below this one."""
    row = tx.one(
        "SELECT id FROM unit WHERE id NOT IN (SELECT unit_id FROM unit_ancestor WHERE ancestor_id = :id) LIMIT 1",
        id=unit_id,
    )
    return row is None


def shares_after(
    tx: Transaction, assignment_id: int, unit_id: int | None, after_person_id: int, on: date, limit: int
) -> list[dict[str, Any]]:
    """The next shares, by person, that are open or were completed late: of a unit and those below, or of all.

    Rows `id, person_id, joined_on, given_at`: until when this person alone was given longer, or None.
    """
    below, scope = "", {}
    if unit_id is not None:
        below = " AND e.unit_id IN (SELECT unit_id FROM unit_ancestor WHERE ancestor_id = :unit_id)"
        scope = {"unit_id": unit_id}
    return tx.all(
        "SELECT e.id, e.person_id, p.joined_on, (SELECT MAX(x.due_after_at) FROM extension x"
        " WHERE x.enrollment_id = e.id AND x.is_for_everybody = 0) AS given_at"
        " FROM enrollment e JOIN person p ON p.id = e.person_id"
        " WHERE e.assignment_id = :assignment_id AND e.person_id > :after AND e.excused_at IS NULL"
        " AND e.withdrawn_at IS NULL AND (e.completed_at IS NULL OR e.is_late = 1)"
        f" AND (p.left_on IS NULL OR p.left_on > :on){below} ORDER BY e.person_id LIMIT :limit",
        assignment_id=assignment_id,
        after=after_person_id,
        on=on,
        limit=limit,
        **scope,
    )
