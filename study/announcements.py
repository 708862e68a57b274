"""Announcements: the office's own word to many people, each at the next time they may be written to.

They go out beside the daily card, at most one a day for a person: a second one of a day goes on the next day that
is permitted. Nobody on leave or paused on that day is written to. Queued in chunks, taken back the same way.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime, time, timedelta
from typing import Any, Literal

import storage.announcements
import storage.audiences
import storage.audit_log
from storage.announcements import Announcement
from storage.transaction import Transaction
from study.permissions import actor_name
from study.rules.county import County
from study.rules.frozen import frozen
from study.send_times import send_times

CHUNK = 1_000
EVERYBODY = 1_000_000
EXPIRES = timedelta(days=3)
MORNING = time(8, 30)
LOOK_BACK = timedelta(days=14)
"""How long ago another announcement may have been made and still wait to go out."""

When = Literal["now", "morning"]


@frozen
class Preview:
    """People: of the `reached`, those `away` are left in peace; `times` says when how many are written to."""

    people: int
    reached: int
    away: int
    times: tuple[tuple[datetime, int], ...]


@frozen
class Standing:
    """People as of now. `unreached`: no chat, or a message that did not arrive; `away`: left in peace."""

    pending: int
    sent: int
    unreached: int
    away: int
    cancelled: int


def begins(when: When | datetime, county: County, now: datetime) -> datetime:
    """Not before: now, the morning of the next working day, or an instant."""
    if isinstance(when, datetime):
        return max(when, now)
    if when == "now":
        return now
    tomorrow = county.local_day(now) + timedelta(days=1)
    return county.card_time(county.calendar.next_working_day(tomorrow), MORNING)


def preview(
    tx: Transaction, audience: Mapping[str, Any], when: When | datetime, county: County, now: datetime
) -> Preview:
    """Who would be written to, and when."""
    people = storage.audiences.people_after(tx, audience, 0, county.local_day(now), EVERYBODY)
    times = _times(tx, people, begins(when, county, now), None, county, now)
    counted = Counter(at for at in times.values() if at is not None)
    return Preview(
        people=len(people),
        reached=len(times),
        away=sum(at is None for at in times.values()),
        times=tuple(sorted(counted.items())),
    )


def _times(
    tx: Transaction,
    people: Sequence[Mapping[str, Any]],
    begins_at: datetime,
    announcement_id: int | None,
    county: County,
    now: datetime,
) -> dict[int, datetime | None]:
    """When each of those who can be reached is written to; None for who is away then."""
    others = [
        other.dedup_key
        for other in storage.announcements.since(tx, now - LOOK_BACK)
        if other.id != announcement_id
    ]
    last = storage.announcements.last_sent(tx, others)
    last_on = {person_id: county.local_day(at) for person_id, at in last.items()}
    reached = [person for person in people if person["is_reached"]]
    return send_times(tx, reached, begins_at, county, last_on)


def make(
    tx: Transaction,
    text: str,
    audience: Mapping[str, Any],
    when: When | datetime,
    *,
    unit_id: int,
    made_by: int,
    county: County,
    now: datetime,
    push_id: int | None = None,
) -> int:
    """Have it sent, in the name of a unit; its id. The tick queues it. `push_id`: the push it goes out for."""
    announcement_id = storage.announcements.insert(
        tx,
        text=text,
        audience=audience,
        unit_id=unit_id,
        made_by=made_by,
        send_after=begins(when, county, now),
        now=now,
        push_id=push_id,
    )
    storage.audit_log.record(
        tx,
        now=now,
        actor=actor_name(made_by),
        action="announce",
        unit_id=unit_id,
        after={"announcement": announcement_id, "text": text, "audience": dict(audience)},
    )
    return announcement_id


def run_chunk(tx: Transaction, announcement_id: int, county: County, now: datetime) -> int:
    """Queue the next people, or take the next messages back; how many, 0 when there is nothing left to do."""
    announcement = storage.announcements.held(tx, announcement_id)
    if announcement is None:
        return 0
    if announcement.withdrawn_at is not None:
        done = storage.announcements.cancel_pending(tx, announcement_id, now, CHUNK)
    else:
        done = _queue_chunk(tx, announcement, county, now)
    if not done:
        storage.announcements.finish(tx, announcement_id, now)
    return done


def _queue_chunk(tx: Transaction, announcement: Announcement, county: County, now: datetime) -> int:
    begins_at = max(announcement.send_after_at, now)
    people = storage.audiences.people_after(
        tx, announcement.audience, announcement.queue_cursor, county.local_day(now), CHUNK
    )
    times = _times(tx, people, begins_at, announcement.id, county, now)
    storage.announcements.queue(
        tx,
        announcement.id,
        [
            {"person_id": person_id, "send_after": at, "expires_at": at + EXPIRES}
            for person_id, at in times.items()
            if at is not None
        ],
    )
    if people:
        storage.announcements.save_cursor(tx, announcement.id, people[-1]["id"])
    return len(people)


def withdraw(tx: Transaction, announcement: Announcement, actor_id: int, now: datetime) -> bool:
    """Take back what has not gone out; whether that is asked for now."""
    if not storage.announcements.withdraw(tx, announcement.id, now):
        return False
    storage.audit_log.record(
        tx,
        now=now,
        actor=actor_name(actor_id),
        action="announce_withdraw",
        unit_id=announcement.unit_id,
        after={"announcement": announcement.id},
    )
    return True


def standing(tx: Transaction, announcement: Announcement, county: County, now: datetime) -> Standing:
    """What has become of it by now. Messages a closed page holds are pending still."""
    states = storage.announcements.states(tx, announcement.id)
    away, never = storage.announcements.without_message(tx, announcement, county.local_day(now))

    def total(*names: str, lost: bool = False) -> int:
        return sum(states.get((name, lost), 0) for name in names)

    return Standing(
        pending=total("pending", "sending", "waiting"),
        sent=total("sent"),
        unreached=never
        + total("failed", "unsure", "expired")
        + total("waiting", "failed", "unsure", "expired", lost=True),
        away=away,
        cancelled=total("cancelled") + total("cancelled", lost=True),
    )
