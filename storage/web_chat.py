"""The web chat: who may open a transcript, and what stands in it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import storage.identities
from storage.transaction import Transaction
from study.rules.frozen import frozen

CHANNEL = "web"


@frozen
class Visitor:
    """A browser with a session. `language` is the person's, or the identity's while nobody is bound."""

    identity_id: int
    address: str
    language: str


@frozen
class WebEvent:
    """One bubble of a transcript; `body` is what the page draws."""

    id: int
    body: Mapping[str, Any]
    made_at: datetime


def open_session(
    tx: Transaction, token_hash: str, address: str, language: str, now: datetime, expires_at: datetime
) -> Visitor:
    """A session for the identity at `address`, which is made when it is new."""
    identity = storage.identities.find_or_create(tx, CHANNEL, address, language, now)
    tx.run(
        "INSERT INTO web_session (token_hash, identity_id, made_at, expires_at)"
        " VALUES (:token_hash, :identity_id, :now, :expires_at)",
        token_hash=token_hash,
        identity_id=identity.id,
        now=now,
        expires_at=expires_at,
    )
    return Visitor(identity.id, address, language)


def visitor(tx: Transaction, token_hash: str, now: datetime) -> Visitor | None:
    """Whose session this is; None when there is none or it is over."""
    row = tx.one(
        "SELECT i.id AS identity_id, i.address, COALESCE(p.language, i.language) AS language FROM web_session s"
        " JOIN channel_identity i ON i.id = s.identity_id LEFT JOIN person p ON p.id = i.person_id"
        " WHERE s.token_hash = :token_hash AND s.expires_at > :now",
        token_hash=token_hash,
        now=now,
    )
    return Visitor(**row) if row else None


def store_sent(
    tx: Transaction,
    address: str,
    outbox_id: int,
    body: Mapping[str, Any],
    now: datetime,
    edited: int | None = None,
) -> tuple[int, int] | None:
    """Put a bubble into the transcript at `address`: (event id, identity id), or None when nobody is there.

    The person's language and size of text go along, so that an open page follows the settings. `edited`: the event
    it takes the place of, which leaves the transcript, so that one edited often stands in it once.
    """
    reader = tx.one(
        "SELECT i.id, COALESCE(p.language, i.language) AS language, p.large_text FROM channel_identity i"
        " LEFT JOIN person p ON p.id = i.person_id WHERE i.channel = :channel AND i.address = :address",
        channel=CHANNEL,
        address=address,
    )
    if reader is None:
        return None
    if edited is not None:
        tx.run(
            "DELETE FROM web_event WHERE id = :id AND identity_id = :reader", id=edited, reader=reader["id"]
        )
    set_by_person: dict[str, Any] = {"language": reader["language"]}
    if reader["large_text"] is not None:
        set_by_person["large"] = bool(reader["large_text"])
    return _insert(tx, reader["id"], outbox_id, {**body, **set_by_person}, now, None), reader["id"]


def store_echo(tx: Transaction, identity_id: int, body: Mapping[str, Any], now: datetime) -> None:
    """Put what the person said into their transcript; nobody needs to acknowledge it."""
    _insert(tx, identity_id, None, body, now, now)


def _insert(
    tx: Transaction,
    identity_id: int,
    outbox_id: int | None,
    body: Mapping[str, Any],
    now: datetime,
    acked_at: datetime | None,
) -> int:
    return tx.insert(
        "INSERT INTO web_event (identity_id, outbox_id, body_json, made_at, acked_at)"
        " VALUES (:identity_id, :outbox_id, :body, :now, :acked_at)",
        identity_id=identity_id,
        outbox_id=outbox_id,
        body=dict(body),
        now=now,
        acked_at=acked_at,
    )


def event(tx: Transaction, identity_id: int, event_id: int) -> WebEvent | None:
    """One event of this identity's transcript; None when it is nobody's or somebody else's."""
    row = tx.one(
        "SELECT id, body_json, made_at FROM web_event WHERE id = :event_id AND identity_id = :identity_id",
        event_id=event_id,
        identity_id=identity_id,
    )
    return WebEvent(row["id"], row["body_json"], row["made_at"]) if row else None


def events_after(tx: Transaction, identity_id: int, after: int, limit: int) -> list[WebEvent]:
    """The first `limit` events later than `after`, oldest first."""
    rows = tx.all(
        "SELECT id, body_json, made_at FROM web_event WHERE identity_id = :identity_id AND id > :after"
        " ORDER BY id LIMIT :limit",
        identity_id=identity_id,
        after=after,
        limit=limit,
    )
    return [WebEvent(row["id"], row["body_json"], row["made_at"]) for row in rows]


def events_before(tx: Transaction, identity_id: int, before: int, limit: int) -> list[WebEvent]:
    """The last `limit` events earlier than `before`, oldest first."""
    rows = tx.all(
        "SELECT id, body_json, made_at FROM web_event WHERE identity_id = :identity_id AND id < :before"
        " ORDER BY id DESC LIMIT :limit",
        identity_id=identity_id,
        before=before,
        limit=limit,
    )
    return [WebEvent(row["id"], row["body_json"], row["made_at"]) for row in reversed(rows)]


def forget(tx: Transaction, made_before: datetime, now: datetime, limit: int) -> int:
    """Drop transcripts' events made long ago, and sessions that have ended; how many events."""
    tx.run("DELETE FROM web_session WHERE expires_at <= :now", now=now)
    return tx.run(
        "DELETE FROM web_event WHERE id IN (SELECT id FROM web_event WHERE made_at < :before LIMIT :limit)",
        before=made_before,
        limit=limit,
    )


def acknowledge(tx: Transaction, identity_id: int, up_to: int, now: datetime, limit: int) -> None:
    """The page has drawn everything up to an event: settle the first `limit` outbox rows not yet settled.

    A row may still be `sending`: a page can be quicker than the worker that marks it.
    """
    drawn = tx.all(
        "SELECT id, outbox_id FROM web_event WHERE identity_id = :identity_id AND id <= :up_to AND acked_at IS NULL"
        " AND id > COALESCE((SELECT done.id FROM web_event done WHERE done.identity_id = :identity_id"
        " AND done.outbox_id IS NOT NULL AND done.acked_at IS NOT NULL ORDER BY done.id DESC LIMIT 1), 0)"
        " ORDER BY id LIMIT :limit",
        identity_id=identity_id,
        up_to=up_to,
        limit=limit,
    )
    tx.many(
        "UPDATE outbox SET state = 'sent', settled_at = :now, message_ref = COALESCE(message_ref, :name)"
        " WHERE id = :outbox_id AND state IN ('sending', 'waiting')",
        [{"now": now, "outbox_id": event["outbox_id"], "name": str(event["id"])} for event in drawn],
    )
    tx.many(
        "UPDATE web_event SET acked_at = :now WHERE id = :id",
        [{"now": now, "id": event["id"]} for event in drawn],
    )
