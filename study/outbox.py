"""What becomes of a message after a try, after a crash, and when somebody comes back."""

from __future__ import annotations

from datetime import datetime, timedelta

import storage.daily_cards
import storage.identities
import storage.outbox
from storage.outbox import OutboxMessage
from storage.transaction import Transaction
from study.rules.county import County
from study.rules.delivery import SendResult

SENT_ONCE_MORE = frozenset({"question", "reading"})
"""Kinds somebody waits for: when it is unsure whether they arrived they are sent once more, as a new message."""

FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=5), timedelta(minutes=5)
"""Between two tries of what was certainly not sent; it is tried until it expires, however long the channel is away."""


def settle(tx: Transaction, row: OutboxMessage, result: SendResult, now: datetime) -> None:
    """Enter what came of a try."""
    match result.outcome:
        case "delivered":
            storage.outbox.settle(tx, row.id, "sent", now, result.message_ref)
        case "waiting":
            storage.outbox.settle(tx, row.id, "waiting", now, result.message_ref)
            if row.kind == "daily_card" and row.person_id is not None:
                storage.daily_cards.supersede(tx, row.person_id, row.id, now)
        case "unreachable":
            storage.identities.mark_unreachable(tx, row.identity_id, now)
            storage.outbox.settle(tx, row.id, "waiting", now, failure="unreachable")
        case "retry_at":
            pause = min(FIRST_PAUSE * 2 ** min(row.tries - 1, 10), LONGEST_PAUSE)
            storage.outbox.postpone(tx, row.id, max(result.retry_at or now, now + pause), result.reason)
        case "unsure":
            _unsure(tx, row.id, row.kind, row.tries, now, result.reason)
        case _:
            storage.outbox.settle(tx, row.id, "failed", now, failure=result.reason)


def cancel(tx: Transaction, row: OutboxMessage, now: datetime) -> None:
    """There was nothing left to say."""
    storage.outbox.settle(tx, row.id, "cancelled", now)


def recover(tx: Transaction, node: str, now: datetime) -> int:
    """What this node had in hand when it died may have arrived; how many there were."""
    left = storage.outbox.left_sending(tx, node)
    for row in left:
        _unsure(tx, row["id"], row["kind"], row["tries"], now, "the process ended while sending")
    return len(left)


def _unsure(tx: Transaction, outbox_id: int, kind: str, tries: int, now: datetime, reason: str) -> None:
    if kind in SENT_ONCE_MORE and tries < 2:
        storage.outbox.postpone(tx, outbox_id, now, reason)
    else:
        storage.outbox.settle(tx, outbox_id, "unsure", now, failure=reason)


def welcome_back(tx: Transaction, person_id: int, county: County, now: datetime) -> bool:
    """One digest in place of everything that could not reach this person; whether there was anything."""
    if not storage.outbox.take_unreached(tx, person_id, now):
        return False
    storage.outbox.insert(
        tx,
        person_id=person_id,
        identity_id=None,
        dedup_key=f"digest:{now.isoformat()}",
        kind="digest",
        is_bulk=False,
        message={},
        send_after=now,
        expires_at=county.midnight(county.local_day(now) + timedelta(days=1)),
    )
    return True
