"""Intervals that pause a person."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from storage.transaction import Transaction


def insert(tx: Transaction, person_id: int, from_on: date, until_on: date, reason: str, now: datetime) -> int:
    """The new leave's id."""
    return tx.insert(
        "INSERT INTO leave (person_id, from_on, until_on, reason, recorded_at)"
        " VALUES (:person_id, :from_on, :until_on, :reason, :now)",
        person_id=person_id,
        from_on=from_on,
        until_on=until_on,
        reason=reason,
        now=now,
    )


def update(tx: Transaction, leave_id: int, from_on: date, until_on: date, reason: str, now: datetime) -> None:
    tx.run(
        "UPDATE leave SET from_on = :from_on, until_on = :until_on, reason = :reason, recorded_at = :now"
        " WHERE id = :id",
        id=leave_id,
        from_on=from_on,
        until_on=until_on,
        reason=reason,
        now=now,
    )


def remove(tx: Transaction, leave_id: int) -> None:
    tx.run("DELETE FROM leave WHERE id = :id", id=leave_id)


def of_person(tx: Transaction, person_id: int) -> list[dict[str, Any]]:
    """Rows `id, from_on, until_on, reason`, both days included."""
    return tx.all(
        "SELECT id, from_on, until_on, reason FROM leave WHERE person_id = :person_id ORDER BY from_on, id",
        person_id=person_id,
    )


def of_people(
    tx: Transaction, first_person_id: int, last_person_id: int, until_after: date
) -> dict[int, list[dict[str, Any]]]:
    """Person to rows `person_id, from_on, until_on`, in order, of the people in this range of ids; leaves that
    ended before `until_after` are left out."""
    found: dict[int, list[dict[str, Any]]] = {}
    for row in tx.all(
        "SELECT person_id, from_on, until_on FROM leave WHERE person_id >= :first AND person_id <= :last"
        " AND until_on >= :until_after ORDER BY person_id, from_on, id",
        first=first_person_id,
        last=last_person_id,
        until_after=until_after,
    ):
        found.setdefault(row["person_id"], []).append(row)
    return found
