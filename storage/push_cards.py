"""The cards that follow a push in the chats of those who look after it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from storage.transaction import Transaction
from study.rules.frozen import frozen

KIND = "push_card"
"""Of the outbox rows that show one."""


@frozen
class PushCard:
    """`shown_in`: the dedup key of the outbox row that shows `shown`; `look_at` None: it is looked at no more."""

    push_id: int
    person_id: int
    shown_in: str
    shown: Mapping[str, Any]
    look_at: datetime | None


_COLUMNS = "push_id, person_id, shown_in, shown_json, look_at"


def keep(
    tx: Transaction,
    push_id: int,
    person_id: int,
    shown_in: str,
    shown: Mapping[str, Any],
    look_at: datetime | None,
) -> None:
    """Where the card stands now, what it says, and when to look at it again."""
    tx.run(
        f"INSERT INTO push_card ({_COLUMNS}) VALUES (:push_id, :person_id, :shown_in, :shown, :look_at)"
        " ON CONFLICT (push_id, person_id) DO UPDATE SET shown_in = excluded.shown_in,"
        " shown_json = excluded.shown_json, look_at = excluded.look_at",
        push_id=push_id,
        person_id=person_id,
        shown_in=shown_in,
        shown=dict(shown),
        look_at=look_at,
    )


def to_look_at(tx: Transaction, now: datetime, limit: int) -> list[tuple[int, int]]:
    """(push, person) of the cards whose time has come."""
    rows = tx.all(
        "SELECT push_id, person_id FROM push_card WHERE look_at <= :now ORDER BY look_at LIMIT :limit",
        now=now,
        limit=limit,
    )
    return [(row["push_id"], row["person_id"]) for row in rows]


def held(tx: Transaction, push_id: int, person_id: int, now: datetime) -> PushCard | None:
    """A card whose time has come, held by this transaction so that no other node looks at it too."""
    row = tx.one(
        "UPDATE push_card SET look_at = look_at WHERE push_id = :push_id AND person_id = :person_id"
        f" AND look_at <= :now RETURNING {_COLUMNS}",
        push_id=push_id,
        person_id=person_id,
        now=now,
    )
    if row is None:
        return None
    row["shown"] = row.pop("shown_json")
    return PushCard(**row)


def look_again(tx: Transaction, push_id: int, person_id: int, at: datetime | None) -> None:
    tx.run(
        "UPDATE push_card SET look_at = :at WHERE push_id = :push_id AND person_id = :person_id",
        push_id=push_id,
        person_id=person_id,
        at=at,
    )


def wake(tx: Transaction, push_id: int, at: datetime) -> None:
    """Look at a push's cards at an instant, or earlier where that is arranged already."""
    tx.run(
        "UPDATE push_card SET look_at = :at WHERE push_id = :push_id AND (look_at IS NULL OR look_at > :at)",
        push_id=push_id,
        at=at,
    )


def row_of(tx: Transaction, card: PushCard) -> dict[str, Any] | None:
    """Row `id, state, message_ref, edits_id` of the message that shows a card."""
    return tx.one(
        "SELECT id, state, message_ref, edits_id FROM outbox WHERE person_id = :person_id AND dedup_key = :key",
        person_id=card.person_id,
        key=card.shown_in,
    )
