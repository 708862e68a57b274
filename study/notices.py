"""A word that somebody has not asked for, queued for the next time they may be written to."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from typing import Any

import storage.outbox
import storage.people
from storage.people import Person
from storage.transaction import Transaction
from study.rules.county import County

WAITS = timedelta(days=14)
"""How long a notice is worth sending."""


def time_for(person: Person | None, county: County, now: datetime) -> datetime | None:
    """When this person may be written to; None for who has no chat, or has left."""
    if person is None or person.identity_id is None or person.has_left(county.local_day(now)):
        return None
    hour = time.fromisoformat(person.daily_hour)
    return county.next_permitted(now, hour)


def queue(
    tx: Transaction,
    person_id: int,
    kind: str,
    dedup_key: str,
    message: Mapping[str, Any],
    county: County,
    now: datetime,
) -> None:
    """Have it sent once, whoever asks for the same again."""
    at = time_for(storage.people.by_id(tx, person_id), county, now)
    if at is not None:
        storage.outbox.insert(
            tx,
            person_id=person_id,
            identity_id=None,
            dedup_key=dedup_key,
            kind=kind,
            is_bulk=True,
            message=message,
            send_after=at,
            expires_at=at + WAITS,
        )
