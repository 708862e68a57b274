"""What becomes of a message after a try, after a crash, and when somebody comes back."""

from __future__ import annotations

from datetime import datetime, time, timedelta

import storage.claims
import storage.daily_cards
import storage.identities
import storage.outbox
from storage.outbox import OutboxMessage
from storage.transaction import Row, Transaction
from study.rules.county import County
from study.rules.delivery import SendResult

SENT_ONCE_MORE = frozenset({"question", "reading"})
"""Kinds somebody waits for: when it is unsure whether they arrived they are sent once more, as a new message."""

FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=5), timedelta(minutes=5)
"""Between two tries of what was certainly not sent; it is tried until it expires, however long the channel is away."""


LEASE = timedelta(seconds=45)
"""How long a node may take from the moment it makes sure that a message is its own to the end of the call."""

AT_ITS_SLOT = "scheduled_quiz"
"""The one unasked kind whose time is the timetable's and not the person's."""


def permitted_at(row: OutboxMessage, county: County, now: datetime) -> datetime:
    """When a claimed row may go, `now` as a rule. What was planned for a permitted hour may come to its turn
    after it: the channel or the program was away."""
    if not row.is_bulk or row.kind == AT_ITS_SLOT or row.daily_hour is None:
        return now
    hour = time.fromisoformat(row.daily_hour)
    return county.next_permitted(now, hour)


def settle(tx: Transaction, row: OutboxMessage, result: SendResult, now: datetime) -> bool:
    """Enter what came of a try; whether there is to be another."""
    match result.outcome:
        case "delivered":
            storage.outbox.settle(tx, row.id, row.tries, "sent", now, result.message_ref)
        case "waiting":
            storage.outbox.settle(tx, row.id, row.tries, "waiting", now, result.message_ref)
            if row.kind == "daily_card" and row.person_id is not None:
                storage.daily_cards.supersede(tx, row.person_id, row.id, now)
        case "unreachable":
            storage.identities.mark_unreachable(tx, row.identity_id, now)
            storage.outbox.settle(tx, row.id, row.tries, "waiting", now, failure="unreachable")
        case "retry_at":
            pause = min(FIRST_PAUSE * 2 ** min(row.tries - 1, 10), LONGEST_PAUSE)
            storage.outbox.postpone(
                tx, row.id, row.tries, max(result.retry_at or now, now + pause), result.reason
            )
            return True
        case "unsure":
            return _unsure(tx, row.id, row.kind, row.tries, now, result.reason)
        case _:
            storage.outbox.settle(tx, row.id, row.tries, "failed", now, failure=result.reason)
    return False


def put_off(tx: Transaction, row: OutboxMessage, until: datetime) -> None:
    """It is not sent now: its hour has passed, or what it is to say cannot be looked up."""
    storage.outbox.postpone(tx, row.id, row.tries, until, "put off")


def cancel(tx: Transaction, row: OutboxMessage, now: datetime) -> None:
    """There was nothing left to say."""
    storage.outbox.settle(tx, row.id, row.tries, "cancelled", now)


def recover(tx: Transaction, node: str, now: datetime) -> int:
    """What this node had in hand when it died may have arrived; how many there were."""
    return _take_away(tx, storage.claims.left_sending(tx, node), now)


def recover_from_others(tx: Transaction, now: datetime) -> int:
    """What any node has had in hand for longer than its lease may have arrived; how many there were."""
    return _take_away(tx, storage.claims.left_too_long(tx, now - LEASE), now)


def _take_away(tx: Transaction, left: list[Row], now: datetime) -> int:
    for row in left:
        _unsure(tx, row["id"], row["kind"], row["tries"], now, "the process ended while sending")
    return len(left)


def _unsure(tx: Transaction, outbox_id: int, kind: str, tries: int, now: datetime, reason: str) -> bool:
    if kind in SENT_ONCE_MORE and tries < 2:
        storage.outbox.postpone(tx, outbox_id, tries, now, reason)
        return True
    storage.outbox.settle(tx, outbox_id, tries, "unsure", now, failure=reason)
    return False


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
