"""What a push would come to: how many people, how many of them when, and how long it takes to send."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from math import ceil
from typing import Any

import storage.audiences
import storage.readings
from storage.transaction import Transaction
from study import announcements, audiences
from study.announcements import EVERYBODY
from study.rules.closing import closes_at
from study.rules.county import County
from study.rules.frozen import frozen
from study.send_times import send_times


@frozen
class PushPreview:
    """People, and the units they are in. Of them `unreached` have no chat, `away` are left in peace, `read_before` have
    read it this year and `too_late` could be told only after it has closed; `times`: how many are told when.

    `seconds`: how long the most that go at once take at the permitted rate; 0 where there is none.
    """

    people: int
    units: int
    unreached: int
    away: int
    read_before: int
    too_late: int
    times: tuple[tuple[datetime, int], ...]
    seconds: int
    due_at: datetime | None


def preview(
    tx: Transaction,
    audience: Mapping[str, Any],
    starts_at: datetime,
    closes_after: str | None,
    reading: str | None,
    county: County,
    now: datetime,
) -> PushPreview:
    """As of now. `closes_after` None: an announcement, of which a day brings one at most."""
    today = county.local_day(now)
    people = storage.audiences.people_after(tx, audience, 0, today, EVERYBODY)
    units = audiences.size(tx, audience, today)[1]
    if closes_after is None:
        seen = announcements.preview(tx, audience, starts_at, county, now)
        unreached = seen.people - seen.reached
        seconds = _seconds(seen.times, county)
        return PushPreview(seen.people, units, unreached, seen.away, 0, 0, seen.times, seconds, None)
    due_at = closes_at(starts_at, closes_after, county.zone)
    year, ids = county.year(starts_at), [person["id"] for person in people]
    read = storage.readings.completions_of(tx, reading, year, ids) if reading else {}
    told = [person for person in people if person["is_reached"] and person["id"] not in read]
    times = send_times(tx, told, max(starts_at, now), county, due_at=due_at)
    counted = Counter(at for at in times.values() if at is not None and at < due_at)
    in_order = tuple(sorted(counted.items()))
    return PushPreview(
        people=len(people),
        units=units,
        unreached=sum(not person["is_reached"] and person["id"] not in read for person in people),
        away=sum(at is None for at in times.values()),
        read_before=len(read),
        too_late=sum(at is not None and at >= due_at for at in times.values()),
        times=in_order,
        seconds=_seconds(in_order, county),
        due_at=due_at,
    )


def _seconds(times: tuple[tuple[datetime, int], ...], county: County) -> int:
    rate = county.settings.rates.bulk_per_second
    return ceil(max((people for _, people in times), default=0) / rate) if rate > 0 else 0
