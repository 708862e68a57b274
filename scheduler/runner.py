"""The tick: every slot of the timetable once, in order, caught up after downtime, whatever the clock does."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta

import storage.clockwork
import storage.settings
from scheduler import waiting
from scheduler.jobs import EACH_TICK, Job
from storage.database import Database
from storage.transaction import Transaction
from study.rules.county import County
from study.rules.timetable import slots

LEASE = timedelta(minutes=10)
LOOK_BACK = timedelta(days=8)
"""Slots missed longer ago are not caught up."""

log = logging.getLogger(__name__)


async def tick(db: Database, county: County, jobs: Sequence[Job], node: str, now: datetime) -> dict[str, int]:
    """Run what is due by `now`; what each job came to. One that fails is logged and tried at the next tick."""
    came_to: dict[str, int] = {}
    known = await db.read(_known, jobs)
    for job in jobs:
        for slot in await _due_slots(db, county, job, known[job.name], now):
            try:
                came_to[job.name] = came_to.get(job.name, 0) + await _run_slot(
                    db, county, job, slot, node, now
                )
            except Exception:
                log.exception("job failed", extra={"job": job.name, "slot": slot.isoformat()})
                break
    if not came_to and not await db.read(waiting.anything, now):
        return came_to
    for name, look in EACH_TICK.items():
        try:
            count = await look(db, county, now)
        except Exception:
            log.exception("job failed", extra={"job": name})
            continue
        if count:
            came_to[name] = count
    return came_to


def _known(tx: Transaction, jobs: Sequence[Job]) -> dict[str, tuple[list[datetime], datetime | None]]:
    """By job (slots left undone, the instant after which its slots are still to be run, None for a new one)."""
    slots_of = storage.clockwork.known_slots(tx, [job.name for job in jobs])
    first_seen = storage.settings.all_first_seen(tx, "job:")
    return {name: (unfinished, last or first_seen.get(name)) for name, (unfinished, last) in slots_of.items()}


async def _due_slots(
    db: Database, county: County, job: Job, known: tuple[list[datetime], datetime | None], now: datetime
) -> list[datetime]:
    """Slots not yet done, oldest first: those left undone by a crash, and those since the last one that has a row.

    A job new to this garden begins with the first slot after it was first seen.
    """
    unfinished, since = known
    if since is None:
        since = await db.write(storage.settings.first_seen, f"job:{job.name}", now)
    fresh = slots(job.when, max(since, now - LOOK_BACK), now, county.zone, county.calendar, job.on_rest_day)
    due = [slot for slot in unfinished if slot <= now] + fresh
    return due[-1:] if job.catch_up == "latest" else due


async def _run_slot(db: Database, county: County, job: Job, slot: datetime, node: str, now: datetime) -> int:
    if not await db.write(storage.clockwork.claim_slot, job.name, slot, node, now, LEASE):
        return 0
    count = await job.run(db, county, slot, now)
    await db.write(storage.clockwork.finish_slot, job.name, slot, now, job.catch_up == "latest")
    log.info("job done", extra={"job": job.name, "slot": slot.isoformat(), "count": count})
    return count
