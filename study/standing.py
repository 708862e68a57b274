"""Telling people what was entered about them: one short message a day, put together when it is sent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, time, timedelta
from typing import Any

import storage.assignments
import storage.outbox
import storage.people
import storage.standing
from storage.people import Person
from storage.transaction import Transaction
from study import notices
from study.rules.county import County
from study.rules.frozen import frozen
from study.today import title_of

KIND = "standing"

TOLD = (
    "leave",
    "end_leave",
    "excuse",
    "lift_excusal",
    "extend",
    "complete_on_paper",
    "undo_on_paper",
    "transfer",
    "cancel_transfer",
    "return",
)
"""Actions of the audit log that their person is told of."""


@frozen
class StandingChange:
    """One entry. `title`: of the item it is about, or None; `before` and `after` as the audit log has them."""

    action: str
    title: Mapping[str, str] | None
    before: Mapping[str, Any]
    after: Mapping[str, Any]
    reason: str


def tell(tx: Transaction, person: Person, county: County, now: datetime) -> bool:
    """Queue a message about what has just been entered; False when one that waits already will say it.

    At most one a day: when today's has gone, the next one comes at the person's hour on the next working day.
    """
    at, hour = notices.time_for(person, county, now), time.fromisoformat(person.daily_hour)
    while at is not None and not storage.standing.is_queued(tx, person.id, _key(at, county)):
        if _queue(tx, person, at, county, now):
            return True
        day = county.calendar.next_working_day(county.local_day(at) + timedelta(days=1))
        at = notices.time_for(person, county, county.card_time(day, hour))
    return False


def tell_all(tx: Transaction, people: Sequence[Person], county: County, now: datetime) -> None:
    for person in people:
        tell(tx, person, county, now)


def _key(at: datetime, county: County) -> str:
    return f"standing:{county.local_day(at).isoformat()}"


def _queue(tx: Transaction, person: Person, at: datetime, county: County, now: datetime) -> bool:
    queued = storage.outbox.insert(
        tx,
        person_id=person.id,
        identity_id=None,
        dedup_key=_key(at, county),
        kind=KIND,
        is_bulk=True,
        message={"since": now.isoformat()},
        send_after=at,
        expires_at=county.midnight(county.local_day(at) + timedelta(days=1)),
    )
    return queued is not None


def changes_since(tx: Transaction, person_id: int, since: datetime, county: County) -> list[StandingChange]:
    """What was entered about a person since an instant, oldest first."""
    return [
        StandingChange(
            row["action"],
            _title(tx, row["after_json"] or row["before_json"] or {}, county),
            row["before_json"] or {},
            row["after_json"] or {},
            row["reason"],
        )
        for row in storage.standing.entries(tx, person_id, TOLD, since)
    ]


def _title(tx: Transaction, entered: Mapping[str, Any], county: County) -> Mapping[str, str] | None:
    share = storage.assignments.enrollment(tx, entered["enrollment"]) if "enrollment" in entered else None
    return None if share is None else title_of(tx, share.reading, share.name, county)
