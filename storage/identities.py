"""Addresses on channels, and the person each is bound to."""

from __future__ import annotations

from datetime import datetime

from storage.transaction import Transaction
from study.rules.frozen import frozen


@frozen
class Identity:
    id: int
    channel: str
    address: str
    person_id: int | None
    language: str
    last_used_at: datetime
    unreachable_at: datetime | None


_COLUMNS = "id, channel, address, person_id, language, last_used_at, unreachable_at"


def find_or_create(tx: Transaction, channel: str, address: str, language: str, now: datetime) -> Identity:
    found = find(tx, channel, address)
    if found:
        return found
    row = tx.one(
        "INSERT INTO channel_identity (channel, address, language, last_used_at)"
        " VALUES (:channel, :address, :language, :now)"
        " ON CONFLICT (channel, address) DO UPDATE SET last_used_at = excluded.last_used_at"
        f" RETURNING {_COLUMNS}",
        channel=channel,
        address=address,
        language=language,
        now=now,
    )
    assert row is not None
    return Identity(**row)


def find(tx: Transaction, channel: str, address: str) -> Identity | None:
    row = tx.one(
        f"SELECT {_COLUMNS} FROM channel_identity WHERE channel = :channel AND address = :address",
        channel=channel,
        address=address,
    )
    return Identity(**row) if row else None


def by_id(tx: Transaction, identity_id: int) -> Identity | None:
    row = tx.one(f"SELECT {_COLUMNS} FROM channel_identity WHERE id = :id", id=identity_id)
    return Identity(**row) if row else None


def mark_used(tx: Transaction, identity: Identity, now: datetime) -> None:
    """The identity used last is where a person's messages go, and it is reachable."""
    tx.run(
        "UPDATE channel_identity SET last_used_at = :now, unreachable_at = NULL WHERE id = :id",
        id=identity.id,
        now=now,
    )
    # Only while it is the person's: a chat that has just been ended gets nothing any more.
    tx.run(
        "UPDATE person SET identity_id = :id WHERE id = :person_id AND EXISTS (SELECT 1 FROM channel_identity i"
        " WHERE i.id = :id AND i.person_id = person.id)",
        id=identity.id,
        person_id=identity.person_id,
    )


def mark_unreachable(tx: Transaction, identity_id: int, now: datetime) -> None:
    tx.run(
        "UPDATE channel_identity SET unreachable_at = :now WHERE id = :id AND unreachable_at IS NULL",
        id=identity_id,
        now=now,
    )


def set_language(tx: Transaction, identity_id: int, language: str) -> None:
    tx.run(
        "UPDATE channel_identity SET language = :language WHERE id = :id", id=identity_id, language=language
    )


def lock(tx: Transaction, identity_id: int) -> None:
    """Nobody else binds this chat until the transaction ends; SQLite has one writer anyway."""
    if tx.dialect == "postgresql":
        tx.one("SELECT id FROM channel_identity WHERE id = :id FOR UPDATE", id=identity_id)


def has_any(tx: Transaction, person_id: int) -> bool:
    """Whether a chat is bound to this person, reachable or not."""
    return tx.one("SELECT id FROM channel_identity WHERE person_id = :id LIMIT 1", id=person_id) is not None


def bind(tx: Transaction, identity_id: int, person_id: int, now: datetime) -> None:
    """This address is that person's from now on, and where their messages go."""
    tx.run(
        "UPDATE channel_identity SET person_id = :person_id, bound_at = :now, last_used_at = :now,"
        " unreachable_at = NULL, join_link_id = NULL, join_link_at = NULL WHERE id = :id",
        id=identity_id,
        person_id=person_id,
        now=now,
    )
    tx.run(
        "UPDATE person SET identity_id = :id, enrolled_at = COALESCE(enrolled_at, CAST(:now AS BIGINT))"
        " WHERE id = :person_id",
        id=identity_id,
        person_id=person_id,
        now=now,
    )


def release(tx: Transaction, person_id: int, now: datetime) -> list[int]:
    """End every chat of a person at once, with what waits in it; the ids of the identities.

    The chats are strangers' again and their browsers signed out. Questions put there are closed: an open attempt asks
    anew wherever the person comes in next. What was to be sent to those chats is cancelled.
    """
    rows = tx.all(
        "UPDATE channel_identity SET person_id = NULL, bound_at = NULL WHERE person_id = :person_id RETURNING id",
        person_id=person_id,
    )
    released = sorted(row["id"] for row in rows)
    tx.many("DELETE FROM web_session WHERE identity_id = :id", [{"id": each} for each in released])
    tx.many(
        "UPDATE outbox SET state = 'cancelled', settled_at = :now WHERE identity_id = :id AND state = 'pending'",
        [{"id": each, "now": now} for each in released],
    )
    tx.run(
        "UPDATE outbox SET state = 'cancelled', settled_at = :now WHERE person_id = :person_id AND state = 'waiting'",
        person_id=person_id,
        now=now,
    )
    tx.run(
        "UPDATE prompt SET closed_at = :now WHERE person_id = :person_id AND closed_at IS NULL",
        person_id=person_id,
        now=now,
    )
    tx.run(
        "UPDATE person SET identity_id = NULL, dialog_json = NULL WHERE id = :person_id", person_id=person_id
    )
    return released
