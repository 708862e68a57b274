"""Who takes a message up, and when it is its turn: replies first, each person's in order, none by two at once."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import storage.settings
from storage.outbox import OutboxMessage
from storage.transaction import Dialect, Transaction
from study.rules.frozen import frozen


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

_IN_HAND = "s.state IN ('sending', 'waiting') AND s.state = 'sending'"
"""Said twice, because SQLite takes a partial index only for the very words of its condition."""

_EDITS = ("o.edits_id IS NULL", "o.edits_id IS NOT NULL")

_IS_DUE = (
    "EXISTS (SELECT 1 FROM outbox o LEFT JOIN person p ON p.id = o.person_id"
    " JOIN channel_identity i ON i.id = COALESCE(o.identity_id, p.identity_id)"
    " WHERE o.state = 'pending' AND o.send_after_at <= :now AND i.channel = :channel AND {which})"
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
        f" AND NOT EXISTS (SELECT 1 FROM outbox s WHERE {_IN_HAND} AND s.person_id = o.person_id)"
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


def still_in_hand(tx: Transaction, row: OutboxMessage, now: datetime) -> bool:
    """Whether this try is still the one that sends it; from now on its lease runs anew."""
    changed = tx.run(
        "UPDATE outbox SET claimed_at = :now WHERE id = :id AND state = 'sending' AND tries = :tries",
        id=row.id,
        tries=row.tries,
        now=now,
    )
    return changed > 0


def left_sending(tx: Transaction, node: str) -> list[dict[str, Any]]:
    """Rows `id, kind, tries` that this node had in hand when it died."""
    return tx.all(
        f"SELECT s.id, s.kind, s.tries FROM outbox s WHERE {_IN_HAND} AND s.node = :node",
        node=node,
    )


def left_too_long(tx: Transaction, before: datetime) -> list[dict[str, Any]]:
    """Rows as above, taken up by whatever node before then: it is gone, or stands still."""
    return tx.all(
        f"SELECT s.id, s.kind, s.tries FROM outbox s WHERE {_IN_HAND} AND s.claimed_at < :before",
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
