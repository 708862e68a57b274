"""Work for many people: a chunk to a write, so that replies never wait for it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from storage.database import Database
from storage.transaction import Transaction
from study.rules.county import County


async def in_chunks(
    db: Database,
    waiting: Callable[[Transaction], list[int]],
    run_chunk: Callable[[Transaction, int, County, datetime], int],
    county: County,
    now: datetime,
) -> int:
    """Work off each id that waits, in order, until its `run_chunk` has nothing left; the sum of what that returned."""
    done = 0
    for each in await db.read(waiting):
        while chunk := await db.write(run_chunk, each, county, now):
            done += chunk
    return done
