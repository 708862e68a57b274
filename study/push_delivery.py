"""The messages that tell people of a push: each at a time the person may be written to, before it closes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import storage.pushes
from storage.assignments import Assignment
from storage.transaction import Transaction
from study.rules.county import County
from study.send_times import send_times


def announce(
    tx: Transaction,
    assignment: Assignment,
    people: Sequence[Mapping[str, Any]],
    county: County,
    now: datetime,
) -> None:
    """Queue it for these people, once each; rows `id, daily_hour, paused_until_on, identity_id`.

    Nothing is queued for who has no chat, is away on the day, or could be told only after it has closed.
    """
    times = _times(tx, assignment, people, county, now)
    _queue(tx, assignment, [(person, at, storage.pushes.dedup_key(assignment.id)) for person, at in times])


def send_again(
    tx: Transaction,
    assignment: Assignment,
    people: Sequence[Mapping[str, Any]],
    county: County,
    now: datetime,
) -> None:
    """Queue it once more for these people; once a day for each at most. Rows as for `announce`."""
    times = _times(tx, assignment, people, county, now)
    _queue(
        tx,
        assignment,
        [(person, at, storage.pushes.dedup_key(assignment.id, county.local_day(at))) for person, at in times],
    )


def _times(
    tx: Transaction,
    assignment: Assignment,
    people: Sequence[Mapping[str, Any]],
    county: County,
    now: datetime,
) -> list[tuple[int, datetime]]:
    in_a_chat = [person for person in people if person["identity_id"] is not None]
    times = send_times(tx, in_a_chat, max(now, assignment.opens_at), county, due_at=assignment.due_at)
    return [(person, at) for person, at in times.items() if at is not None and at < assignment.due_at]


def _queue(tx: Transaction, assignment: Assignment, rows: Sequence[tuple[int, datetime, str]]) -> None:
    storage.pushes.queue(
        tx,
        assignment.id,
        [
            {"person_id": person, "dedup_key": key, "send_after": at, "expires_at": assignment.due_at}
            for person, at, key in rows
        ],
    )
