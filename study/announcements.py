"""Announcements: the office's own word to many people, each at the next time they may be written to.

They go out beside the daily card, at most one a day for a person: a second one of a day goes on the next day that
is permitted. Nobody on leave or paused on that day is written to. Queued in chunks, taken back the same way.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Literal

import storage.announcements
import storage.audit_log
from storage.announcements import Announcement
from storage.transaction import Transaction
from study.permissions import actor_name
from study.rules.county import County
from study.rules.quiet_time import card_time, next_permitted

CHUNK = 1_000
EVERYBODY = 1_000_000
EXPIRES = timedelta(days=3)
MORNING = time(8, 30)
LOOK_BACK = timedelta(days=14)
"""How long ago another announcement may have been made and still wait to go out."""

When = Literal["now", "morning"]


@dataclass(frozen=True, slots=True)
class Preview:
    """People: of the `reached`, those `away` are left in peace; `times` says when how many are written to."""

    people: int
    reached: int
    away: int
    times: tuple[tuple[datetime, int], ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """People as of now. `unreached`: no chat, or a message that did not arrive; `away`: left in peace."""

    pending: int
    sent: int
    unreached: int
    away: int
    cancelled: int


def begins(when: When, county: County, now: datetime) -> datetime:
    """Not before: now, or the morning of the next working day."""
    if when == "now":
        return now
    tomorrow = county.local_day(now) + timedelta(days=1)
    return card_time(county.calendar.next_working_day(tomorrow), MORNING, county.zone)


def preview(
    tx: Transaction, audience: Mapping[str, Any], when: When, county: County, now: datetime
) -> Preview:
    """Who would be written to, and when."""
    people = storage.announcements.people_after(tx, audience, 0, county.local_day(now), EVERYBODY)
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
    leaves: dict[int, list[Mapping[str, Any]]] = defaultdict(list)
    for leave in storage.announcements.leaves_from(tx, county.local_day(begins_at)):
        leaves[leave["person_id"]].append(leave)
    known: dict[tuple[str, date | None], datetime] = {}
    times: dict[int, datetime | None] = {}
    for person in people:
        if not person["is_reached"]:
            continue
        last_on = county.local_day(last[person["id"]]) if person["id"] in last else None
        key = (person["daily_hour"], last_on)
        if key not in known:
            known[key] = _send_at(begins_at, time.fromisoformat(person["daily_hour"]), last_on, county)
        day = county.local_day(known[key])
        paused_until = person["paused_until_on"]
        is_away = (paused_until is not None and paused_until >= day) or any(
            leave["from_on"] <= day <= leave["until_on"] for leave in leaves[person["id"]]
        )
        times[person["id"]] = None if is_away else known[key]
    return times


def _send_at(begins_at: datetime, hour: time, last_on: date | None, county: County) -> datetime:
    """The next permitted time; of a later day the person's own hour; never a second one on a day."""
    at = next_permitted(begins_at, county.zone, county.quiet, county.calendar, hour)
    if last_on is not None and county.local_day(at) <= last_on:
        at = county.midnight(county.calendar.next_working_day(last_on + timedelta(days=1)))
        at = next_permitted(at, county.zone, county.quiet, county.calendar, hour)
    if county.local_day(at) == county.local_day(begins_at):
        return at
    chosen = card_time(county.local_day(at), hour, county.zone)
    return max(at, next_permitted(chosen, county.zone, county.quiet, county.calendar, hour))


def make(
    tx: Transaction,
    text: str,
    audience: Mapping[str, Any],
    when: When,
    *,
    unit_id: int,
    made_by: int,
    county: County,
    now: datetime,
) -> int:
    """Have it sent, in the name of a unit; its id. The tick queues it."""
    announcement_id = storage.announcements.insert(
        tx,
        text=text,
        audience=audience,
        unit_id=unit_id,
        made_by=made_by,
        send_after=begins(when, county, now),
        now=now,
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
    people = storage.announcements.people_after(
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
