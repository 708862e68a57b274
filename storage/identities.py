"""Addresses on channels, and the person each is bound to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from storage.transaction import Transaction


@dataclass(frozen=True, slots=True)
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
    tx.run(
        "UPDATE person SET identity_id = :id WHERE id = :person_id",
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


def bind(tx: Transaction, identity_id: int, person_id: int, now: datetime) -> None:
    """This address is that person's from now on, and where their messages go."""
    tx.run(
        "UPDATE channel_identity SET person_id = :person_id, bound_at = :now, last_used_at = :now,"
        " unreachable_at = NULL WHERE id = :id",
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
