"""The daily cards in the outbox: one a day for a person, known by their keys."""

from __future__ import annotations

from datetime import date, datetime

from storage.transaction import Transaction


def count(tx: Transaction, person_id: int, first: date, last: date) -> int:
    """Daily cards given to a person for the days from `first` to `last`, whatever became of them but cancelled."""
    row = tx.one(
        "SELECT COUNT(*) AS cards FROM outbox WHERE person_id = :person_id AND state <> 'cancelled'"
        " AND dedup_key >= :first AND dedup_key <= :last",
        person_id=person_id,
        first=f"card:{first.isoformat()}",
        last=f"card:{last.isoformat()}",
    )
    return int(row["cards"]) if row else 0


def waiting(tx: Transaction, person_id: int, day: date) -> datetime | None:
    """When the card of a day that has not gone out yet will; None when there is none."""
    row = tx.one(
        "SELECT send_after_at FROM outbox WHERE person_id = :person_id AND dedup_key = :dedup_key"
        " AND state = 'pending'",
        person_id=person_id,
        dedup_key=f"card:{day.isoformat()}",
    )
    return row["send_after_at"] if row else None


def cancel_pending(
    tx: Transaction, person_id: int, now: datetime, first: date = date.min, last: date = date.max
) -> None:
    """Take back the cards of the days from `first` to `last` that have not gone out."""
    tx.run(
        "UPDATE outbox SET state = 'cancelled', settled_at = :now WHERE person_id = :person_id"
        " AND kind = 'daily_card' AND state = 'pending' AND dedup_key >= :first AND dedup_key <= :last",
        person_id=person_id,
        first=f"card:{first.isoformat()}",
        last=f"card:{last.isoformat()}",
        now=now,
    )


def supersede(tx: Transaction, person_id: int, newest_id: int, now: datetime) -> None:
    """A closed page keeps the newest card only: it says all that the earlier ones said."""
    earlier = tx.all(
        "UPDATE outbox SET state = 'cancelled', settled_at = :now WHERE person_id = :person_id"
        " AND state = 'waiting' AND kind = 'daily_card' AND id <> :newest_id RETURNING id",
        person_id=person_id,
        newest_id=newest_id,
        now=now,
    )
    tx.many("DELETE FROM web_event WHERE outbox_id = :id AND acked_at IS NULL", earlier)
