"""Who changed what, when and why. It only grows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from storage.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Change:
    """`before` and `after` are JSON objects or None; `actor` is "person:<id>" or "command line"."""

    actor: str
    action: str
    person_id: int | None = None
    unit_id: int | None = None
    before: Mapping[str, Any] | None = None
    after: Mapping[str, Any] | None = None
    reason: str = ""


def record(
    tx: Transaction,
    *,
    now: datetime,
    actor: str,
    action: str,
    person_id: int | None = None,
    unit_id: int | None = None,
    before: Any = None,
    after: Any = None,
    reason: str = "",
) -> None:
    record_many(tx, [Change(actor, action, person_id, unit_id, before, after, reason)], now)


def record_many(tx: Transaction, changes: Iterable[Change], now: datetime) -> None:
    tx.many(
        "INSERT INTO audit_entry"
        " (entered_at, actor, action, person_id, unit_id, before_json, after_json, reason)"
        " VALUES (:now, :actor, :action, :person_id, :unit_id, :before, :after, :reason)",
        [
            {
                "now": now,
                "actor": change.actor,
                "action": change.action,
                "person_id": change.person_id,
                "unit_id": change.unit_id,
                "before": None if change.before is None else dict(change.before),
                "after": None if change.after is None else dict(change.after),
                "reason": change.reason,
            }
            for change in changes
        ],
    )


def of_person(tx: Transaction, person_id: int) -> list[dict[str, Any]]:
    """Rows `entered_at, actor, action, unit_id, before_json, after_json, reason`, oldest first."""
    return tx.all(
        "SELECT entered_at, actor, action, unit_id, before_json, after_json, reason FROM audit_entry"
        " WHERE person_id = :person_id ORDER BY id",
        person_id=person_id,
    )
