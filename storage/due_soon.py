"""What is due soon, and how far people are with it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from storage.assignments import Assignment, by_id
from storage.shares import shares
from storage.transaction import Transaction


def assignments(tx: Transaction, now: datetime, until: datetime) -> list[Assignment]:
    """Plan items that are open and due before `until`."""
    rows = tx.all(
        "SELECT id FROM assignment WHERE kind = 'plan' AND opens_at <= :now AND due_at > :now AND due_at <= :until"
        " ORDER BY due_at, id",
        now=now,
        until=until,
    )
    return [assignment for row in rows if (assignment := by_id(tx, row["id"]))]


def counts(tx: Transaction, unit_id: int, assignment_id: int, now: datetime, on: date) -> dict[str, Any]:
    """`done`, `in_time` and, of these, `not_begun`: nothing of it read, nothing answered; people each."""
    share, units = shares([unit_id], "a.id = :assignment_id")
    row = tx.one(
        "SELECT SUM(CASE WHEN state = 'done' THEN 1 ELSE 0 END) AS done,"
        " SUM(CASE WHEN state = 'in_time' THEN 1 ELSE 0 END) AS in_time,"
        " SUM(CASE WHEN state = 'in_time'"
        " AND NOT EXISTS (SELECT 1 FROM reading_progress r"
        " WHERE r.person_id = share.person_id AND r.slug = share.reading)"
        " AND NOT EXISTS (SELECT 1 FROM attempt t WHERE t.enrollment_id = share.enrollment_id)"
        f" THEN 1 ELSE 0 END) AS not_begun FROM ({share}) AS share",
        assignment_id=assignment_id,
        now=now,
        on=on,
        **units,
    )
    return {name: int((row or {}).get(name) or 0) for name in ("done", "in_time", "not_begun")}
