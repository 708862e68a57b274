"""Files sent to the chat, from their arrival until somebody has decided on them.

States: `arrived → reading → previewed → saved | cancelled`; `refused` where a file cannot be used, `forgotten` where
nobody decided in time. Bytes are kept until the file has been read; what it is for may show only then.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from storage.transaction import Transaction
from study.rules.frozen import frozen


@frozen
class Upload:
    """A file without its bytes. `place` is the channel's name of it; `result_json`: what came of it so far."""

    id: int
    person_id: int
    identity_id: int
    channel: str
    purpose: str
    name: str
    size: int
    place: str
    state: str
    result_json: Mapping[str, Any] | None
    tries: int


_SELECT = (
    "SELECT f.id, f.person_id, f.identity_id, i.channel, f.purpose, f.name, f.size, f.place, f.state, f.result_json,"
    " f.tries FROM upload f JOIN channel_identity i ON i.id = f.identity_id"
)
_UNDECIDED = "('arrived', 'reading', 'previewed')"


def insert(
    tx: Transaction,
    *,
    person_id: int,
    identity_id: int,
    purpose: str,
    name: str,
    size: int,
    place: str,
    content: bytes | None,
    now: datetime,
) -> int:
    """A file that has arrived; `purpose` is "" where its content must tell what it is for. Its id."""
    return tx.insert(
        "INSERT INTO upload (person_id, identity_id, purpose, name, size, place, content, state, arrived_at)"
        " VALUES (:person_id, :identity_id, :purpose, :name, :size, :place, :content, 'arrived', :now)",
        person_id=person_id,
        identity_id=identity_id,
        purpose=purpose,
        name=name,
        size=size,
        place=place,
        content=content,
        now=now,
    )


def by_id(tx: Transaction, upload_id: int) -> Upload | None:
    row = tx.one(f"{_SELECT} WHERE f.id = :id", id=upload_id)
    return Upload(**row) if row else None


def content(tx: Transaction, upload_id: int) -> bytes | None:
    """The bytes, where they came along with the event."""
    row = tx.one("SELECT content FROM upload WHERE id = :id", id=upload_id)
    return bytes(row["content"]) if row and row["content"] is not None else None


def count_unread(tx: Transaction, person_id: int) -> int:
    """Files of a person that nobody has looked at yet."""
    row = tx.one(
        "SELECT COUNT(*) AS files FROM upload WHERE person_id = :person_id"
        " AND state IN ('arrived', 'reading')",
        person_id=person_id,
    )
    return int(row["files"]) if row else 0


def set_purpose(tx: Transaction, upload_id: int, purpose: str) -> None:
    tx.run("UPDATE upload SET purpose = :purpose WHERE id = :id", id=upload_id, purpose=purpose)


def has_arrived(tx: Transaction) -> bool:
    return tx.one("SELECT id FROM upload WHERE state = 'arrived' LIMIT 1") is not None


def claim(tx: Transaction, now: datetime) -> Upload | None:
    """Take the oldest unread file in hand."""
    row = tx.one(
        "UPDATE upload SET state = 'reading', claimed_at = :now, tries = tries + 1 WHERE id ="
        " (SELECT MIN(id) FROM upload WHERE state = 'arrived') AND state = 'arrived' RETURNING id",
        now=now,
    )
    return by_id(tx, row["id"]) if row else None


def release(tx: Transaction, claimed_before: datetime, upload_id: int | None = None) -> int:
    """Back to `arrived` what was taken in hand and not finished, or only that one; how many."""
    only = "" if upload_id is None else " AND id = :id"
    params = {} if upload_id is None else {"id": upload_id}
    return tx.run(
        "UPDATE upload SET state = 'arrived', claimed_at = NULL WHERE state = 'reading'"
        f" AND claimed_at <= :claimed_before{only}",
        claimed_before=claimed_before,
        **params,
    )


def move(
    tx: Transaction,
    upload_id: int,
    before: str,
    after: str,
    now: datetime,
    result: Mapping[str, Any] | None = None,
) -> bool:
    """From one state to another, with what came of it; the bytes are dropped. False when it was not in `before`."""
    changed = tx.run(
        "UPDATE upload SET state = :after, content = NULL, result_json = :result, settled_at = :settled_at"
        " WHERE id = :id AND state = :before",
        id=upload_id,
        before=before,
        after=after,
        result=None if result is None else dict(result),
        settled_at=None if after == "previewed" else now,
    )
    return changed > 0


def forget_undecided(tx: Transaction, arrived_before: datetime, now: datetime) -> int:
    """Drop what is in files nobody has decided on; how many."""
    return tx.run(
        "UPDATE upload SET state = 'forgotten', content = NULL, result_json = NULL, settled_at = :now"
        f" WHERE arrived_at < :arrived_before AND state IN {_UNDECIDED}",
        arrived_before=arrived_before,
        now=now,
    )


def forget_settled(tx: Transaction, arrived_before: datetime) -> int:
    """Delete what is settled and old; how many."""
    return tx.run(
        "DELETE FROM upload WHERE arrived_at < :arrived_before AND settled_at IS NOT NULL",
        arrived_before=arrived_before,
    )
