"""Messages on their way out.

States: `pending → sending → sent | failed | unsure | expired | cancelled | waiting`. `waiting` is kept for
somebody who cannot be reached now: a closed page (the page's acknowledgement makes it `sent`) or a blocked
chat (`failure` says `unreachable`; one digest takes its place when the person returns).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from storage.transaction import Transaction
from study.rules.frozen import frozen


@frozen
class OutboxMessage:
    """A claimed row with where it goes. `message` is a stored message, or what its composer needs.

    `edits_id`: the row whose message this one takes the place of, `edits_ref` the channel's name of that message.
    `daily_hour`: the hour its person chose, HH:MM.
    """

    id: int
    person_id: int | None
    identity_id: int
    channel: str
    address: str
    language: str
    kind: str
    is_bulk: int
    message: Mapping[str, Any]
    expires_at: datetime
    tries: int
    edits_id: int | None = None
    edits_ref: str | None = None
    daily_hour: str | None = None


def insert(
    tx: Transaction,
    *,
    person_id: int | None,
    identity_id: int | None,
    dedup_key: str,
    kind: str,
    is_bulk: bool,
    message: Mapping[str, Any],
    send_after: datetime,
    expires_at: datetime,
    node: str | None = None,
    edits_id: int | None = None,
    queued: bool = False,
) -> int | None:
    """The row's id, or None when this person was given this key before. With `node` it is already claimed, or
    `queued` by it behind what goes first."""
    is_claimed = node is not None and not queued
    new_id = tx.insert(
        "INSERT INTO outbox (person_id, identity_id, dedup_key, kind, is_bulk, message_json, state, send_after_at,"
        " expires_at, node, claimed_at, tries, edits_id) VALUES (:person_id, :identity_id, :dedup_key, :kind, :is_bulk,"
        " :message, :state, :send_after, :expires_at, :node, :claimed_at, :tries, :edits_id)"
        " ON CONFLICT DO NOTHING",
        person_id=person_id,
        identity_id=identity_id,
        dedup_key=dedup_key,
        kind=kind,
        is_bulk=is_bulk,
        message=dict(message),
        state="sending" if is_claimed else "pending",
        send_after=send_after,
        expires_at=expires_at,
        node=node,
        claimed_at=send_after if is_claimed else None,
        tries=int(is_claimed),
        edits_id=edits_id,
    )
    return new_id or None


def expire(tx: Transaction, now: datetime) -> int:
    """Give up what came too late; how many."""
    return tx.run(
        "UPDATE outbox SET state = 'expired', settled_at = :now WHERE state = 'pending' AND send_after_at <= :now"
        " AND expires_at <= :now",
        now=now,
    )


def park_unreachable(tx: Transaction, now: datetime) -> int:
    """What is due for people who cannot be reached waits for their return; how many."""
    return tx.run(
        "UPDATE outbox SET state = 'waiting', failure = 'unreachable' WHERE state = 'pending'"
        " AND send_after_at <= :now AND person_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM person p"
        " JOIN channel_identity i ON i.id = COALESCE(outbox.identity_id, p.identity_id)"
        " AND i.unreachable_at IS NULL WHERE p.id = outbox.person_id)",
        now=now,
    )


def settle(
    tx: Transaction,
    outbox_id: int,
    tries: int,
    state: str,
    now: datetime,
    message_ref: str | None = None,
    failure: str = "",
) -> None:
    """What came of this try. Of a try that was taken away meanwhile nothing is entered: `tries` fences it."""
    tx.run(
        "UPDATE outbox SET state = :state, settled_at = :now, message_ref = :message_ref, failure = :failure"
        " WHERE id = :id AND state = 'sending' AND tries = :tries",
        id=outbox_id,
        tries=tries,
        state=state,
        now=None if state == "waiting" else now,
        message_ref=message_ref,
        failure=failure or None,
    )


def postpone(tx: Transaction, outbox_id: int, tries: int, send_after: datetime, failure: str) -> None:
    """Back to `pending`: this try was certainly not sent, or may be sent once more."""
    tx.run(
        "UPDATE outbox SET state = 'pending', send_after_at = :send_after, node = NULL, failure = :failure"
        " WHERE id = :id AND state = 'sending' AND tries = :tries",
        id=outbox_id,
        tries=tries,
        send_after=send_after,
        failure=failure,
    )


def take_unreached(tx: Transaction, person_id: int, now: datetime) -> int:
    """Cancel what waited for an unreachable person, also from before their chat was theirs; how many there were, so
    that one digest can stand for them."""
    return tx.run(
        "UPDATE outbox SET state = 'cancelled', settled_at = :now WHERE (person_id = :person_id"
        " OR (person_id IS NULL AND identity_id IN (SELECT id FROM channel_identity WHERE person_id = :person_id)))"
        " AND state = 'waiting' AND failure = 'unreachable'",
        person_id=person_id,
        now=now,
    )


def status(tx: Transaction) -> dict[str, int]:
    """State to number of rows."""
    rows = tx.all("SELECT state, COUNT(*) AS messages FROM outbox GROUP BY state ORDER BY state")
    return {row["state"]: int(row["messages"]) for row in rows}


def oldest_due(tx: Transaction, now: datetime) -> datetime | None:
    row = tx.one(
        "SELECT MIN(send_after_at) AS due_at FROM outbox WHERE state = 'pending' AND send_after_at <= :now",
        now=now,
    )
    return row["due_at"] if row else None


def forget_settled(tx: Transaction, before: datetime, limit: int) -> int:
    """Drop settled replies nobody will ask for again; keys of reminders and summaries stay."""
    return tx.run(
        "DELETE FROM outbox WHERE id IN (SELECT id FROM outbox WHERE settled_at < :before"
        " AND is_bulk = 0 LIMIT :limit)",
        before=before,
        limit=limit,
    )


def announce(
    tx: Transaction, assignment_id: int, after_person: int, up_to_person: int, now: datetime
) -> None:
    """Queue the announcement of a scheduled quiz for the people just enrolled who have a channel."""
    tx.run(
        "INSERT INTO outbox (person_id, dedup_key, kind, is_bulk, message_json, state, send_after_at, expires_at)"
        " SELECT e.person_id, 'quiz:' || CAST(e.assignment_id AS TEXT), 'scheduled_quiz', 1,"
        " '{\"enrollment\":' || CAST(e.id AS TEXT) || '}', 'pending', :now, e.due_at FROM enrollment e"
        " JOIN person p ON p.id = e.person_id AND p.identity_id IS NOT NULL"
        " WHERE e.assignment_id = :assignment_id AND e.person_id > :after AND e.person_id <= :up_to"
        " ON CONFLICT DO NOTHING",
        assignment_id=assignment_id,
        after=after_person,
        up_to=up_to_person,
        now=now,
    )
