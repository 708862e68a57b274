"""Reminders that supervisors asked for."""

from __future__ import annotations

from datetime import datetime

from storage.transaction import Transaction


def last(tx: Transaction, person_id: int) -> datetime | None:
    """When this person was last reminded on a supervisor's word, whoever's it was."""
    row = tx.one("SELECT MAX(nudged_at) AS nudged_at FROM nudge WHERE person_id = :id", id=person_id)
    return row["nudged_at"] if row else None


def insert(tx: Transaction, person_id: int, nudged_by: int, now: datetime) -> None:
    tx.run(
        "INSERT INTO nudge (person_id, nudged_by, nudged_at) VALUES (:person_id, :nudged_by, :now)",
        person_id=person_id,
        nudged_by=nudged_by,
        now=now,
    )
