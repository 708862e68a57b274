"""Something waits for somebody's decision: one notice a day, at a permitted time, counted when it is sent."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import groupby

import storage.grants
import storage.outbox
import storage.people
from storage.transaction import Transaction
from study import notices
from study.permissions import ACTIONS
from study.rules.county import County

KIND = "desk_notice"


def tell(
    tx: Transaction, action: str, unit_id: int, county: County, now: datetime, but_not: int | None = None
) -> int:
    """Tell those nearest above the unit who may do `action`, other than `but_not`; how many are newly told."""
    told = 0
    for person_id in deciders(tx, action, unit_id, county, now, but_not):
        at = notices.time_for(storage.people.by_id(tx, person_id), county, now)
        if at is None:
            continue
        day = county.local_day(at)
        queued = storage.outbox.insert(
            tx,
            person_id=person_id,
            identity_id=None,
            dedup_key=f"desk:{day.isoformat()}",
            kind=KIND,
            is_bulk=True,
            message={},
            send_after=at,
            expires_at=county.midnight(day + timedelta(days=1)),
        )
        told += queued is not None
    return told


def deciders(
    tx: Transaction, action: str, unit_id: int, county: County, now: datetime, but_not: int | None = None
) -> list[int]:
    """The people of the nearest unit, this one or above, where somebody's grant allows the action."""
    holders = [
        holder
        for holder in storage.grants.holders_above(tx, unit_id, county.local_day(now))
        if holder["person_id"] != but_not
    ]
    able = [holder for holder in holders if action in ACTIONS.get(holder["role"], ())]
    for _, nearest in groupby(able, key=lambda holder: holder["unit_id"]):
        return list(dict.fromkeys(holder["person_id"] for holder in nearest))
    return []
