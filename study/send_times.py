"""When each of many people is written to unasked: at the next permitted time, and never while they are away."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

import storage.leaves
from storage.transaction import Transaction
from study.rules.county import County


def send_times(
    tx: Transaction,
    people: Sequence[Mapping[str, Any]],
    begins_at: datetime,
    county: County,
    last_on: Mapping[int, date] | None = None,
    due_at: datetime | None = None,
) -> dict[int, datetime | None]:
    """Person id to the instant, not before `begins_at`; None for who is on leave or paused that day.

    `people` are rows `id, daily_hour, paused_until_on`, in the order of their ids. `last_on`: the day somebody has
    had a message of this kind already; the next one goes on a later day. `due_at`: what it is about is due then, so
    that who would be told no earlier is not left to their own hour.
    """
    if not people:
        return {}
    earliest = county.local_day(begins_at)
    leaves = storage.leaves.of_people(tx, people[0]["id"], people[-1]["id"], earliest)
    known: dict[tuple[str, date | None], datetime] = {}
    times: dict[int, datetime | None] = {}
    for person in people:
        key = (person["daily_hour"], (last_on or {}).get(person["id"]))
        if key not in known:
            known[key] = _send_at(begins_at, time.fromisoformat(key[0]), key[1], county, due_at)
        day = county.local_day(known[key])
        paused_until = person["paused_until_on"]
        is_away = (paused_until is not None and paused_until >= day) or any(
            leave["from_on"] <= day <= leave["until_on"] for leave in leaves.get(person["id"], ())
        )
        times[person["id"]] = None if is_away else known[key]
    return times


def _send_at(
    begins_at: datetime, hour: time, last_on: date | None, county: County, due_at: datetime | None
) -> datetime:
    """The next permitted time; of a later day the person's own hour, unless it would be due by then; never a second one
    on a day."""
    at = county.next_permitted(begins_at, hour)
    if last_on is not None and county.local_day(at) <= last_on:
        at = county.midnight(county.calendar.next_working_day(last_on + timedelta(days=1)))
        at = county.next_permitted(at, hour)
    if county.local_day(at) == county.local_day(begins_at):
        return at
    chosen = county.card_time(county.local_day(at), hour)
    at_their_hour = max(at, county.next_permitted(chosen, hour))
    return at if due_at is not None and at_their_hour >= due_at else at_their_hour
