"""Intervals that pause a person."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from storage.transaction import Transaction


def insert(
    tx: Transaction, person_id: int, from_on: date, until_on: date, reason: str, now: datetime
) -> None:
    tx.run(
        "INSERT INTO leave (person_id, from_on, until_on, reason, recorded_at)"
        " VALUES (:person_id, :from_on, :until_on, :reason, :now)",
        person_id=person_id,
        from_on=from_on,
        until_on=until_on,
        reason=reason,
        now=now,
    )


def of_person(tx: Transaction, person_id: int) -> list[dict[str, Any]]:
    """Rows `from_on, until_on, reason`, both days included."""
    return tx.all(
        "SELECT from_on, until_on, reason FROM leave WHERE person_id = :person_id ORDER BY from_on, id",
        person_id=person_id,
    )
