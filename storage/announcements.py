"""The office's announcements, and their way into the outbox."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from storage.audiences import HERE, REACHED, membership
from storage.listed import few
from storage.transaction import Transaction
from study.rules.frozen import frozen

KIND = "announcement"


@frozen
class Announcement:
    """`send_after_at`: not before; `queued_at` None while rows are being queued, or taken back."""

    id: int
    text: str
    audience: Mapping[str, Any]
    unit_id: int
    made_by: int
    made_at: datetime
    send_after_at: datetime
    withdrawn_at: datetime | None
    queued_at: datetime | None
    queue_cursor: int

    @property
    def dedup_key(self) -> str:
        return dedup_key(self.id)


def dedup_key(announcement_id: int) -> str:
    return f"{KIND}:{announcement_id}"


_COLUMNS = (
    "id, text, audience_json, unit_id, made_by, made_at, send_after_at, withdrawn_at, queued_at, queue_cursor"
)


def _announcement(row: dict[str, Any]) -> Announcement:
    row["audience"] = row.pop("audience_json")
    return Announcement(**row)


def insert(
    tx: Transaction,
    *,
    text: str,
    audience: Mapping[str, Any],
    unit_id: int,
    made_by: int,
    send_after: datetime,
    now: datetime,
    push_id: int | None = None,
) -> int:
    return tx.insert(
        "INSERT INTO announcement (text, audience_json, unit_id, made_by, made_at, send_after_at, push_id)"
        " VALUES (:text, :audience, :unit_id, :made_by, :now, :send_after, :push_id)",
        text=text,
        audience=dict(audience),
        unit_id=unit_id,
        made_by=made_by,
        send_after=send_after,
        now=now,
        push_id=push_id,
    )


def by_id(tx: Transaction, announcement_id: int) -> Announcement | None:
    row = tx.one(f"SELECT {_COLUMNS} FROM announcement WHERE id = :id", id=announcement_id)
    return _announcement(row) if row else None


def since(tx: Transaction, made_after: datetime) -> list[Announcement]:
    """Announcements made after an instant, the latest first."""
    rows = tx.all(
        f"SELECT {_COLUMNS} FROM announcement WHERE made_at > :made_after ORDER BY id DESC",
        made_after=made_after,
    )
    return [_announcement(row) for row in rows]


def to_queue(tx: Transaction) -> list[int]:
    """Those with rows to queue, or to take back, oldest first."""
    return [row["id"] for row in tx.all("SELECT id FROM announcement WHERE queued_at IS NULL ORDER BY id")]


def held(tx: Transaction, announcement_id: int) -> Announcement | None:
    """One with work left, held by this transaction so that no other node does the same chunk."""
    row = tx.one(
        "UPDATE announcement SET queue_cursor = queue_cursor WHERE id = :id AND queued_at IS NULL"
        f" RETURNING {_COLUMNS}",
        id=announcement_id,
    )
    return _announcement(row) if row else None


def save_cursor(tx: Transaction, announcement_id: int, cursor: int) -> None:
    tx.run("UPDATE announcement SET queue_cursor = :cursor WHERE id = :id", id=announcement_id, cursor=cursor)


def finish(tx: Transaction, announcement_id: int, now: datetime) -> None:
    tx.run("UPDATE announcement SET queued_at = :now WHERE id = :id", id=announcement_id, now=now)


def withdraw(tx: Transaction, announcement_id: int, now: datetime) -> bool:
    """Take back what has not gone out; False when that was done before."""
    changed = tx.run(
        "UPDATE announcement SET withdrawn_at = :now, queued_at = NULL WHERE id = :id AND withdrawn_at IS NULL",
        id=announcement_id,
        now=now,
    )
    return changed > 0


def cancel_pending(tx: Transaction, announcement_id: int, now: datetime, limit: int) -> int:
    """Take back some of what waits in the outbox; how many."""
    return tx.run(
        "UPDATE outbox SET state = 'cancelled', settled_at = :now WHERE id IN (SELECT id FROM outbox"
        " WHERE kind = 'announcement' AND dedup_key = :dedup_key AND state IN ('pending', 'waiting')"
        " LIMIT :limit) AND state IN ('pending', 'waiting')",
        dedup_key=dedup_key(announcement_id),
        now=now,
        limit=limit,
    )


def last_sent(tx: Transaction, keys: Sequence[str]) -> dict[int, datetime]:
    """Person to when the last of these announcements goes or went out to them."""
    if not keys:
        return {}
    listed, named = few("key", keys)
    rows = tx.all(
        "SELECT person_id, MAX(send_after_at) AS last_at FROM outbox WHERE kind = 'announcement'"
        f" AND dedup_key IN ({listed})"
        " AND state NOT IN ('cancelled', 'expired', 'failed') GROUP BY person_id",
        **named,
    )
    return {row["person_id"]: row["last_at"] for row in rows}


def queue(tx: Transaction, announcement_id: int, rows: Iterable[Mapping[str, Any]]) -> None:
    """Rows of `person_id, send_after, expires_at`; whoever has it already keeps that one."""
    tx.many(
        "INSERT INTO outbox (person_id, dedup_key, kind, is_bulk, message_json, state, send_after_at, expires_at)"
        " VALUES (:person_id, :dedup_key, 'announcement', 1, :message, 'pending', :send_after, :expires_at)"
        " ON CONFLICT DO NOTHING",
        [
            {**row, "dedup_key": dedup_key(announcement_id), "message": {"announcement": announcement_id}}
            for row in rows
        ],
    )


def states(tx: Transaction, announcement_id: int) -> dict[tuple[str, bool], int]:
    """(state, whether the person could not be reached) to number of messages."""
    rows = tx.all(
        "SELECT state, CASE WHEN failure = 'unreachable' THEN 1 ELSE 0 END AS lost, COUNT(*) AS messages FROM outbox"
        " WHERE kind = 'announcement' AND dedup_key = :dedup_key GROUP BY state, lost",
        dedup_key=dedup_key(announcement_id),
    )
    return {(row["state"], bool(row["lost"])): int(row["messages"]) for row in rows}


def without_message(tx: Transaction, announcement: Announcement, on: date) -> tuple[int, int]:
    """(reached, not reached) people of the audience looked at so far who were queued nothing."""
    conditions, values = membership(announcement.audience)
    row = tx.one(
        f"SELECT SUM({REACHED}) AS reached, COUNT(*) AS people FROM person p"
        f" LEFT JOIN channel_identity i ON i.id = p.identity_id WHERE p.id <= :cursor AND {HERE}"
        f" AND {conditions} AND NOT EXISTS (SELECT 1 FROM outbox o WHERE o.person_id = p.id"
        " AND o.dedup_key = :dedup_key)",
        cursor=announcement.queue_cursor,
        on=on,
        dedup_key=announcement.dedup_key,
        **values,
    )
    reached = int(row["reached"] or 0) if row else 0
    return reached, (int(row["people"]) - reached) if row else 0
