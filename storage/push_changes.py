"""What is done about a push after it was sent: taken back, or sent again; worked off in chunks."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from storage.transaction import Transaction
from study.rules.frozen import frozen


@frozen
class PushChange:
    id: int
    push_id: int
    assignment_id: int
    kind: Literal["withdraw", "again"]
    person_cursor: int


_COLUMNS = "id, push_id, assignment_id, kind, person_cursor"


def ask(
    tx: Transaction, push_id: int, assignment_id: int, kind: str, actor: str, now: datetime, on: date
) -> bool:
    """Have it done; False when it was asked for that day before."""
    changed = tx.run(
        "INSERT INTO push_change (push_id, assignment_id, kind, actor, asked_at, asked_on)"
        " VALUES (:push_id, :assignment_id, :kind, :actor, :now, :on) ON CONFLICT DO NOTHING",
        push_id=push_id,
        assignment_id=assignment_id,
        kind=kind,
        actor=actor,
        now=now,
        on=on,
    )
    return changed > 0


def was_asked(tx: Transaction, assignment_id: int, kind: str, on: date) -> bool:
    row = tx.one(
        "SELECT id FROM push_change WHERE assignment_id = :id AND kind = :kind AND asked_on = :on",
        id=assignment_id,
        kind=kind,
        on=on,
    )
    return row is not None


def to_run(tx: Transaction) -> list[int]:
    """Those with work left, oldest first."""
    return [row["id"] for row in tx.all("SELECT id FROM push_change WHERE done_at IS NULL ORDER BY id")]


def is_open(tx: Transaction, assignment_id: int) -> bool:
    """Whether one of this opening has work left."""
    row = tx.one(
        "SELECT id FROM push_change WHERE assignment_id = :id AND done_at IS NULL LIMIT 1", id=assignment_id
    )
    return row is not None


def held(tx: Transaction, change_id: int) -> PushChange | None:
    """One with work left, held by this transaction so that no other node does the same chunk."""
    row = tx.one(
        "UPDATE push_change SET person_cursor = person_cursor WHERE id = :id AND done_at IS NULL"
        f" RETURNING {_COLUMNS}",
        id=change_id,
    )
    return PushChange(**row) if row else None


def save_cursor(tx: Transaction, change_id: int, cursor: int) -> None:
    tx.run("UPDATE push_change SET person_cursor = :cursor WHERE id = :id", id=change_id, cursor=cursor)


def finish(tx: Transaction, change_id: int, now: datetime) -> None:
    tx.run("UPDATE push_change SET done_at = :now WHERE id = :id", id=change_id, now=now)
