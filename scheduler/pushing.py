"""What each tick does for what instructors push: opened when its time has come, looked after, its cards kept true."""

from __future__ import annotations

import logging
from datetime import datetime

import storage.push_cards
import storage.push_changes
import storage.pushes
from scheduler.chunks import in_chunks
from storage.database import Database
from study import push_cards, push_changes, pushes
from study.rules.county import County

log = logging.getLogger(__name__)


async def open_pushes(db: Database, county: County, now: datetime) -> int:
    """Open what is due, every slot that was missed, then a chunk to a write what is taken back or sent again."""
    done = 0
    for push_id in await db.read(storage.pushes.to_open, now):
        try:
            while await db.write(pushes.open_due, push_id, county, now):
                done += 1
        except Exception:
            # One that cannot be opened holds nobody else's back; it is tried again at the next tick.
            log.exception("push failed", extra={"push": push_id})
    return done + await in_chunks(db, storage.push_changes.to_run, push_changes.run_chunk, county, now)


async def follow_pushes(db: Database, county: County, now: datetime) -> int:
    """Keep the cards of pushes true, counted by a reader; how many messages were queued."""
    queued = 0
    for push_id, person_id in await db.read(storage.push_cards.to_look_at, now, push_cards.PAGE):
        seen = await db.read(push_cards.look, push_id, county, now)
        if seen is not None:
            queued += await db.write(push_cards.keep_true, push_id, person_id, seen, county, now)
    return queued
