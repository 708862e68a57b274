"""People moving between units: on which day, from where to where, and the shares that follow."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from storage.assignments import JOINED, Enrollment
from storage.transaction import Transaction
from study.rules.frozen import frozen


@frozen
class Transfer:
    """`applied_at` and `cancelled_at` both None: its day has not come."""

    id: int
    person_id: int
    from_unit_id: int
    to_unit_id: int
    effective_on: date
    reason: str
    actor: str
    recorded_at: datetime
    applied_at: datetime | None
    cancelled_at: datetime | None

    @property
    def is_pending(self) -> bool:
        return self.applied_at is None and self.cancelled_at is None


_COLUMNS = "id, person_id, from_unit_id, to_unit_id, effective_on, reason, actor, recorded_at, applied_at, cancelled_at"
_FOLLOWS = (
    "e.person_id = :person_id AND e.unit_id <> :to_unit_id AND e.withdrawn_at IS NULL"
    " AND ((e.completed_at IS NULL AND e.excused_at IS NULL) OR e.completed_at >= :since OR e.excused_at >= :since)"
)
"""Shares that are open, and those completed or excused since."""


def insert(
    tx: Transaction,
    *,
    person_id: int,
    from_unit_id: int,
    to_unit_id: int,
    effective_on: date,
    reason: str,
    actor: str,
    now: datetime,
) -> Transfer:
    row = tx.one(
        "INSERT INTO transfer (person_id, from_unit_id, to_unit_id, effective_on, reason, actor, recorded_at)"
        f" VALUES (:person_id, :from_unit_id, :to_unit_id, :effective_on, :reason, :actor, :now) RETURNING {_COLUMNS}",
        person_id=person_id,
        from_unit_id=from_unit_id,
        to_unit_id=to_unit_id,
        effective_on=effective_on,
        reason=reason,
        actor=actor,
        now=now,
    )
    assert row is not None
    return Transfer(**row)


def insert_applied(
    tx: Transaction, rows: Iterable[Mapping[str, Any]], on: date, reason: str, actor: str, now: datetime
) -> None:
    """Rows of person_id, from_unit_id, to_unit_id: all of them moved on this day."""
    shared = {"on": on, "reason": reason, "actor": actor, "now": now}
    tx.many(
        "INSERT INTO transfer (person_id, from_unit_id, to_unit_id, effective_on, reason, actor, recorded_at,"
        " applied_at) VALUES (:person_id, :from_unit_id, :to_unit_id, :on, :reason, :actor, :now, :now)",
        [{**row, **shared} for row in rows],
    )


def by_id(tx: Transaction, transfer_id: int) -> Transfer | None:
    row = tx.one(f"SELECT {_COLUMNS} FROM transfer WHERE id = :id", id=transfer_id)
    return Transfer(**row) if row else None


def of_person(tx: Transaction, person_id: int) -> list[Transfer]:
    """All that were entered, the cancelled too, in the order of their days."""
    rows = tx.all(
        f"SELECT {_COLUMNS} FROM transfer WHERE person_id = :id ORDER BY effective_on, id", id=person_id
    )
    return [Transfer(**row) for row in rows]


def due(tx: Transaction, today: date, limit: int) -> list[Transfer]:
    """Those whose day has come, in the order in which they take effect."""
    rows = tx.all(
        f"SELECT {_COLUMNS} FROM transfer WHERE effective_on <= :today AND applied_at IS NULL"
        " AND cancelled_at IS NULL ORDER BY effective_on, id LIMIT :limit",
        today=today,
        limit=limit,
    )
    return [Transfer(**row) for row in rows]


def apply(tx: Transaction, transfer_id: int, from_unit_id: int, now: datetime) -> bool:
    """Whether it is applied now; `from_unit_id`: where the person was when the day came."""
    changed = tx.run(
        "UPDATE transfer SET applied_at = :now, from_unit_id = :from_unit_id WHERE id = :id"
        " AND applied_at IS NULL AND cancelled_at IS NULL",
        id=transfer_id,
        from_unit_id=from_unit_id,
        now=now,
    )
    return changed > 0


def cancel(tx: Transaction, transfer_id: int, now: datetime) -> bool:
    """Whether it was still to come."""
    changed = tx.run(
        "UPDATE transfer SET cancelled_at = :now WHERE id = :id AND applied_at IS NULL AND cancelled_at IS NULL",
        id=transfer_id,
        now=now,
    )
    return changed > 0


def cancel_pending(tx: Transaction, person_id: int, now: datetime) -> None:
    tx.run(
        "UPDATE transfer SET cancelled_at = :now WHERE person_id = :person_id AND applied_at IS NULL"
        " AND cancelled_at IS NULL",
        person_id=person_id,
        now=now,
    )


def shares_that_follow(tx: Transaction, person_id: int, to_unit_id: int, since: datetime) -> list[Enrollment]:
    """What `move_shares` would move."""
    rows = tx.all(
        f"{JOINED} WHERE {_FOLLOWS} ORDER BY e.due_at, e.id",
        person_id=person_id,
        to_unit_id=to_unit_id,
        since=since,
    )
    return [Enrollment(**row) for row in rows]


def move_shares(tx: Transaction, rows: Iterable[Mapping[str, Any]], since: datetime) -> None:
    """Rows of person_id, to_unit_id. What is open follows, and what was completed or excused since."""
    tx.many(
        "UPDATE enrollment SET unit_id = :to_unit_id WHERE id IN (SELECT e.id FROM enrollment e"
        f" WHERE {_FOLLOWS})",
        [{**row, "since": since} for row in rows],
    )
