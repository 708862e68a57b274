"""What the promises say of messages, asked of the outbox."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from storage.listed import LISTED, few, lists
from storage.transaction import Row, Transaction

_ROWS = (
    "SELECT p.staff_no, o.id, o.kind, o.dedup_key, o.state, o.settled_at FROM outbox o"
    " LEFT JOIN person p ON p.id = o.person_id"
    " LEFT JOIN channel_identity i ON i.id = COALESCE(o.identity_id, p.identity_id)"
)
_OPEN = "o.state IN ('sending', 'waiting')"
"""Said besides the one state that is meant, in the words of the index over the few rows of both."""


def messages(tx: Transaction, ids: Sequence[int]) -> dict[int, Row]:
    """Rows of the outbox by id: `id, kind, is_bulk, dedup_key, state, tries, failure, expires_at,
    daily_hour, left_on, paused_until_on`."""
    found: dict[int, Row] = {}
    for listed in lists(ids):
        rows = tx.all(
            "SELECT o.id, o.kind, o.is_bulk, o.dedup_key, o.state, o.tries, o.failure, o.expires_at,"
            " p.daily_hour, p.left_on, p.paused_until_on"
            f" FROM outbox o LEFT JOIN person p ON p.id = o.person_id WHERE o.id IN ({LISTED})",
            **listed,
        )
        found |= {row["id"]: row for row in rows}
    return found


def in_hand(tx: Transaction, before: datetime) -> list[Row]:
    """Rows `staff_no, id, kind, dedup_key, state, settled_at`: taken up before then and not settled."""
    return tx.all(
        f"{_ROWS} WHERE {_OPEN} AND o.state = 'sending' AND o.claimed_at < :before",
        before=before,
    )


def undelivered(tx: Transaction, now: datetime) -> list[Row]:
    """Rows as above: due by now and in no final state."""
    return tx.all(
        f"{_ROWS} WHERE o.state = 'sending' OR (o.state = 'pending' AND o.send_after_at <= :now)",
        now=now,
    )


def kept_from_the_reachable(tx: Transaction) -> list[Row]:
    """Rows as above: kept for somebody who could not be reached, and can be again."""
    return tx.all(
        f"{_ROWS} WHERE {_OPEN} AND o.state = 'waiting' AND o.failure = 'unreachable' AND i.id IS NOT NULL"
        " AND i.unreachable_at IS NULL AND p.left_on IS NULL"
    )


def dropped_for_the_unreachable(tx: Transaction, since: datetime) -> list[Row]:
    """Rows as above: expired since then, for somebody who could not be reached all the while."""
    return tx.all(
        f"{_ROWS} WHERE o.state = 'expired' AND o.is_bulk IN (0, 1) AND o.settled_at > :since"
        " AND i.unreachable_at < o.send_after_at",
        since=since,
    )


def digests_taken_back(tx: Transaction, since: datetime) -> list[Row]:
    """Rows as above: what was to say to somebody who came back what they had missed, and was never said."""
    return tx.all(
        f"{_ROWS} WHERE o.state = 'cancelled' AND o.failure IS NULL AND o.kind = 'digest' AND o.is_bulk = 0"
        " AND o.settled_at > :since",
        since=since,
    )


def given_up(tx: Transaction, kinds: Sequence[str], since: datetime) -> list[Row]:
    """Rows as above: of these kinds, nobody knows since then whether they arrived, and they were not sent again."""
    listed, named = few("kind", kinds)
    return tx.all(
        f"{_ROWS} WHERE o.state = 'unsure' AND o.tries < 2 AND o.is_bulk IN (0, 1) AND o.settled_at > :since"
        f" AND o.kind IN ({listed})",
        since=since,
        **named,
    )


def sent(tx: Transaction, since: datetime) -> list[Row]:
    """Rows as above: entered as sent since then."""
    return tx.all(
        f"{_ROWS} WHERE o.is_bulk IN (0, 1) AND o.settled_at > :since AND o.state = 'sent'",
        since=since,
    )


def replies_sent(tx: Transaction, since: datetime) -> list[Row]:
    """Rows as above: replies sent since then, each person's in the order in which they were due."""
    return tx.all(
        f"{_ROWS} WHERE o.is_bulk = 0 AND o.settled_at > :since"
        " AND o.state = 'sent' AND o.person_id IS NOT NULL ORDER BY o.person_id, o.id",
        since=since,
    )


def failed(tx: Transaction, since: datetime) -> list[Row]:
    """Rows as above: given up since then, though nothing was wrong with them."""
    return tx.all(
        f"{_ROWS} WHERE o.state = 'failed' AND o.is_bulk IN (0, 1) AND o.settled_at > :since", since=since
    )


def states_by_kind(tx: Transaction) -> list[Row]:
    """Rows `kind, state, messages` of the outbox."""
    return tx.all(
        "SELECT kind, state, COUNT(*) AS messages FROM outbox GROUP BY kind, state ORDER BY kind, state"
    )
