"""What waits for a second person's consent, and what became of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from storage.transaction import Transaction
from storage.units import at_or_below
from study.rules.frozen import frozen


@frozen
class Approval:
    """`payload` is what is to be done, as JSON values. Until `decided_at` it waits, but not beyond `expires_at`."""

    id: int
    action: str
    unit_id: int
    unit_path: str
    payload: Mapping[str, Any]
    reason: str
    asked_by: int
    asked_by_name: str
    asked_at: datetime
    expires_at: datetime
    decided_by: int | None
    decided_by_name: str | None
    decided_at: datetime | None
    is_approved: bool | None

    def is_open(self, now: datetime) -> bool:
        return self.decided_at is None and now < self.expires_at


_SELECT = (
    "SELECT a.id, a.action, a.unit_id, u.path AS unit_path, a.payload_json, a.reason, a.asked_by,"
    " p.name AS asked_by_name, a.asked_at, a.expires_at, a.decided_by, d.name AS decided_by_name, a.decided_at,"
    " a.is_approved FROM approval a JOIN unit u ON u.id = a.unit_id JOIN person p ON p.id = a.asked_by"
    " LEFT JOIN person d ON d.id = a.decided_by"
)
_OPEN = "a.decided_at IS NULL AND a.expires_at > :now"


def _approval(row: dict[str, Any]) -> Approval:
    is_approved = None if row["is_approved"] is None else bool(row["is_approved"])
    fields = {name: value for name, value in row.items() if name != "payload_json"}
    return Approval(**{**fields, "payload": row["payload_json"], "is_approved": is_approved})


def insert(
    tx: Transaction,
    *,
    action: str,
    unit_id: int,
    payload: Mapping[str, Any],
    reason: str,
    asked_by: int,
    now: datetime,
    expires_at: datetime,
) -> int:
    """The new row's id."""
    return tx.insert(
        "INSERT INTO approval (action, unit_id, payload_json, reason, asked_by, asked_at, expires_at)"
        " VALUES (:action, :unit_id, :payload, :reason, :asked_by, :now, :expires_at)",
        action=action,
        unit_id=unit_id,
        payload=dict(payload),
        reason=reason,
        asked_by=asked_by,
        now=now,
        expires_at=expires_at,
    )


def by_id(tx: Transaction, approval_id: int) -> Approval | None:
    row = tx.one(f"{_SELECT} WHERE a.id = :id", id=approval_id)
    return _approval(row) if row else None


def open_over(tx: Transaction, action: str, unit_ids: Sequence[int], now: datetime) -> list[Approval]:
    """What waits of one action over these units and all below them, the oldest first."""
    if not unit_ids:
        return []
    below, units = at_or_below(unit_ids)
    rows = tx.all(
        f"{_SELECT} WHERE {_OPEN} AND a.action = :action AND a.unit_id IN {below} ORDER BY a.id",
        action=action,
        now=now,
        **units,
    )
    return [_approval(row) for row in rows]


def open_of(tx: Transaction, asked_by: int, now: datetime) -> list[Approval]:
    """What this person asked for and nobody has decided yet, the oldest first."""
    rows = tx.all(
        f"{_SELECT} WHERE {_OPEN} AND a.asked_by = :asked_by ORDER BY a.id", asked_by=asked_by, now=now
    )
    return [_approval(row) for row in rows]


def settle(tx: Transaction, approval_id: int, decided_by: int, is_approved: bool, now: datetime) -> bool:
    """Decide it; False, and nothing changed, when that was done before or it came too late."""
    changed = tx.run(
        "UPDATE approval SET decided_by = :decided_by, decided_at = :now, is_approved = :is_approved"
        " WHERE id = :id AND decided_at IS NULL AND expires_at > :now",
        id=approval_id,
        decided_by=decided_by,
        is_approved=is_approved,
        now=now,
    )
    return changed > 0


def mark_undone(tx: Transaction, approval_id: int) -> None:
    """It was consented to, but could no longer be done."""
    tx.run("UPDATE approval SET is_approved = 0 WHERE id = :id", id=approval_id)
