"""What has been entered about a person, as it is told to them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from storage.listed import few
from storage.transaction import Transaction


def entries(tx: Transaction, person_id: int, actions: Sequence[str], since: datetime) -> list[dict[str, Any]]:
    """Rows `entered_at, action, before_json, after_json, reason` of the audit log since an instant, oldest first."""
    listed, named = few("action", actions)
    return tx.all(
        "SELECT entered_at, action, before_json, after_json, reason FROM audit_entry"
        f" WHERE person_id = :person_id AND entered_at >= :since AND action IN ({listed})"
        " ORDER BY id",
        person_id=person_id,
        since=since,
        **named,
    )


def is_queued(tx: Transaction, person_id: int, dedup_key: str) -> bool:
    """Whether this message of a person has not gone out yet."""
    row = tx.one(
        "SELECT id FROM outbox WHERE person_id = :person_id AND dedup_key = :dedup_key AND state = 'pending'",
        person_id=person_id,
        dedup_key=dedup_key,
    )
    return row is not None
