"""Messages on their way out.

States: `pending → sending → sent | failed | unsure | expired | cancelled | waiting`. `waiting` is kept for
somebody who cannot be reached now: a closed page (the page's acknowledgement makes it `sent`) or a blocked
chat (`failure` says `unreachable`; one digest takes its place when the person returns).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import storage.settings
from storage.transaction import Dialect, Transaction
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


@frozen
class Due:
    """What waits and may go now: messages that take an earlier one's place, and new ones."""

    edits: bool
    new: bool

    @property
    def any(self) -> bool:
        return self.edits or self.new


_BESIDE_OTHERS: dict[Dialect, str] = {"sqlite": "", "postgresql": "FOR UPDATE OF o SKIP LOCKED"}
"""What another node claims at this moment is left to it."""

_WAITS_ITS_TURN = "(f.send_after_at <= :now OR (f.is_bulk = 0 AND f.tries > 0))"
"""A pending row that later ones do not overtake: it is due, or a reply that is to be tried again."""

_EDITS = ("o.edits_id IS NULL", "o.edits_id IS NOT NULL")

_IS_DUE = (
    "EXISTS (SELECT 1 FROM outbox o LEFT JOIN person p ON p.id = o.person_id"
    " JOIN channel_identity i ON i.id = COALESCE(o.identity_id, p.identity_id)"
    " WHERE o.state = 'pending' AND o.send_after_at <= :now AND i.channel = :channel AND {which})"
)


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


def claim(
    tx: Transaction, node: str, channel: str, now: datetime, limit: int, edits: bool = False
) -> list[OutboxMessage]:
    """Take up to `limit` due messages of a channel, replies first, oldest first, one for each person at most.

    New messages, or with `edits` those alone that take an earlier one's place: they need no slot of the rate.
    """
    rows = tx.all(
        "WITH due AS MATERIALIZED (SELECT o.id FROM outbox o LEFT JOIN person p ON p.id = o.person_id"
        " JOIN channel_identity i ON i.id = COALESCE(o.identity_id, p.identity_id)"
        f" WHERE o.state = 'pending' AND o.send_after_at <= :now AND i.channel = :channel AND {_EDITS[edits]}"
        " AND i.unreachable_at IS NULL"
        # Said twice, because SQLite takes a partial index only for the very words of its condition.
        " AND NOT EXISTS (SELECT 1 FROM outbox s WHERE s.state IN ('sending', 'waiting') AND s.state = 'sending'"
        " AND s.person_id = o.person_id)"
        " AND NOT EXISTS (SELECT 1 FROM outbox f WHERE f.state = 'pending' AND f.person_id = o.person_id"
        f" AND {_WAITS_ITS_TURN} AND f.id < o.id)"
        f" ORDER BY o.is_bulk, o.send_after_at, o.id LIMIT :limit {_BESIDE_OTHERS[tx.dialect]})"
        " UPDATE outbox SET state = 'sending', node = :node, claimed_at = :now, tries = tries + 1"
        " WHERE id IN (SELECT id FROM due) AND state = 'pending' RETURNING id",
        node=node,
        now=now,
        channel=channel,
        limit=limit,
    )
    return [claimed for row in rows if (claimed := addressed(tx, row["id"]))]


def addressed(tx: Transaction, outbox_id: int) -> OutboxMessage | None:
    row = tx.one(
        "SELECT o.id, o.person_id, i.id AS identity_id, i.channel, i.address,"
        " COALESCE(p.language, i.language) AS language, o.kind, o.is_bulk, o.message_json AS message_json,"
        " o.expires_at, o.tries, o.edits_id, (SELECT e.message_ref FROM outbox e WHERE e.id = o.edits_id) AS edits_ref,"
        " p.daily_hour FROM outbox o LEFT JOIN person p ON p.id = o.person_id"
        " JOIN channel_identity i ON i.id = COALESCE(o.identity_id, p.identity_id) WHERE o.id = :id",
        id=outbox_id,
    )
    if row is None:
        return None
    row["message"] = row.pop("message_json")
    return OutboxMessage(**row)


def due(tx: Transaction, channel: str, now: datetime) -> Due:
    """Nothing goes out while the outbox is held after a restore."""
    row = tx.one(
        f"SELECT {_IS_DUE.format(which=_EDITS[True])} AS edits, {_IS_DUE.format(which=_EDITS[False])} AS new"
        " WHERE NOT EXISTS (SELECT 1 FROM setting WHERE name = :held)",
        held=storage.settings.OUTBOX_HELD,
        now=now,
        channel=channel,
    )
    return Due(bool(row["edits"]), bool(row["new"])) if row else Due(edits=False, new=False)


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


def still_in_hand(tx: Transaction, row: OutboxMessage, now: datetime) -> bool:
    """Whether this try is still the one that sends it; from now on its lease runs anew."""
    changed = tx.run(
        "UPDATE outbox SET claimed_at = :now WHERE id = :id AND state = 'sending' AND tries = :tries",
        id=row.id,
        tries=row.tries,
        now=now,
    )
    return changed > 0


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


def left_sending(tx: Transaction, node: str) -> list[dict[str, Any]]:
    """Rows `id, kind, tries` that this node had in hand when it died."""
    return tx.all(
        "SELECT id, kind, tries FROM outbox WHERE state = 'sending' AND node = :node ORDER BY id", node=node
    )


def left_too_long(tx: Transaction, before: datetime) -> list[dict[str, Any]]:
    """Rows as above, taken up by whatever node before then: it is gone, or stands still."""
    return tx.all(
        "SELECT id, kind, tries FROM outbox WHERE state = 'sending' AND claimed_at < :before ORDER BY id",
        before=before,
    )


def must_queue(tx: Transaction, person_id: int, node: str, now: datetime) -> bool:
    """Whether a reply to this person is queued or to be tried again first, or another node has one in hand."""
    if tx.dialect == "sqlite":
        found = tx.one(
            "SELECT id FROM outbox WHERE person_id = :person_id AND state = 'pending' AND is_bulk = 0"
            " AND (tries > 0 OR node IS NOT NULL) LIMIT 1",
            person_id=person_id,
        )
    else:
        found = tx.one(
            "SELECT f.id FROM outbox f WHERE f.person_id = :person_id AND ((f.state = 'sending' AND f.node <> :node)"
            f" OR (f.state = 'pending' AND f.is_bulk = 0 AND {_WAITS_ITS_TURN})) LIMIT 1",
            person_id=person_id,
            node=node,
            now=now,
        )
    return found is not None


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
