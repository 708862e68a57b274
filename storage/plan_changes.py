"""Changes of the plan that touch many people's shares: asked for once, done chunk by chunk."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from storage.transaction import Transaction
from study.rules.frozen import frozen


@frozen
class PlanChange:
    """`kind`: "move" to the end of `due_on`, or "withdraw"; `unit_id` None: for everybody.

    `person_cursor`: the last person done.
    """

    id: int
    assignment_id: int
    kind: str
    unit_id: int | None
    due_on: date | None
    reason: str
    actor: str
    asked_at: datetime
    person_cursor: int
    done_at: datetime | None


_COLUMNS = "id, assignment_id, kind, unit_id, due_on, reason, actor, asked_at, person_cursor, done_at"


def insert(
    tx: Transaction,
    *,
    assignment_id: int,
    kind: str,
    unit_id: int | None,
    due_on: date | None,
    reason: str,
    actor: str,
    now: datetime,
    done_at: datetime | None = None,
) -> int:
    return tx.insert(
        "INSERT INTO plan_change (assignment_id, kind, unit_id, due_on, reason, actor, asked_at, done_at)"
        " VALUES (:assignment_id, :kind, :unit_id, :due_on, :reason, :actor, :now, :done_at)",
        assignment_id=assignment_id,
        kind=kind,
        unit_id=unit_id,
        due_on=due_on,
        reason=reason,
        actor=actor,
        now=now,
        done_at=done_at,
    )


def of_item(tx: Transaction, assignment_id: int) -> list[PlanChange]:
    """All that was asked of an item, oldest first."""
    rows = tx.all(
        f"SELECT {_COLUMNS} FROM plan_change WHERE assignment_id = :id ORDER BY id", id=assignment_id
    )
    return [PlanChange(**row) for row in rows]


def to_run(tx: Transaction) -> list[int]:
    """Changes to be done now, oldest first; one of an item that nobody has a share of yet waits for them."""
    rows = tx.all(
        "SELECT c.id FROM plan_change c JOIN assignment a ON a.id = c.assignment_id"
        " WHERE c.done_at IS NULL AND (a.enrolled_at IS NOT NULL OR c.kind = 'withdraw') ORDER BY c.id"
    )
    return [row["id"] for row in rows]


def held(tx: Transaction, change_id: int) -> PlanChange | None:
    """A change not done yet, held by this transaction so that no other node does the same chunk."""
    row = tx.one(
        "UPDATE plan_change SET person_cursor = person_cursor WHERE id = :id AND done_at IS NULL"
        f" RETURNING {_COLUMNS}",
        id=change_id,
    )
    return PlanChange(**row) if row else None


def save_cursor(tx: Transaction, change_id: int, person_cursor: int) -> None:
    tx.run(
        "UPDATE plan_change SET person_cursor = :cursor WHERE id = :id", id=change_id, cursor=person_cursor
    )


def finish(tx: Transaction, change_id: int, now: datetime) -> None:
    tx.run("UPDATE plan_change SET done_at = :now WHERE id = :id", id=change_id, now=now)


def withdraw_item(tx: Transaction, assignment_id: int, within: Sequence[int] | None, now: datetime) -> bool:
    """Take an item back: nobody belongs to it any more. False when it was taken back before."""
    nobody = {"everyone": False} if within is None else {"everyone": False, "within": list(within)}
    changed = tx.run(
        "UPDATE assignment SET withdrawn_at = :now, audience_json = :nobody WHERE id = :id AND kind = 'plan'"
        " AND withdrawn_at IS NULL",
        id=assignment_id,
        nobody=nobody,
        now=now,
    )
    return changed > 0


def open_shares_after(tx: Transaction, assignment_id: int, person_cursor: int, limit: int) -> list[int]:
    """The next people after the cursor who have not completed an item."""
    rows = tx.all(
        "SELECT person_id FROM enrollment WHERE assignment_id = :id AND person_id > :cursor"
        " AND completed_at IS NULL AND withdrawn_at IS NULL ORDER BY person_id LIMIT :limit",
        id=assignment_id,
        cursor=person_cursor,
        limit=limit,
    )
    return [row["person_id"] for row in rows]


def withdraw_share(tx: Transaction, assignment_id: int, person_id: int, now: datetime) -> bool:
    """Whether there was a share to take back."""
    changed = tx.run(
        "UPDATE enrollment SET withdrawn_at = :now, next_remind_at = NULL, next_stage = NULL"
        " WHERE assignment_id = :id AND person_id = :person_id AND completed_at IS NULL AND withdrawn_at IS NULL",
        id=assignment_id,
        person_id=person_id,
        now=now,
    )
    return changed > 0
