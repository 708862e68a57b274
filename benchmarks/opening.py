"""One assignment opened for a county while people are answered, and a tick with nothing due."""

from __future__ import annotations

import asyncio
import statistics
import tempfile
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import storage.assignments
from benchmarks import people
from benchmarks.figures import CADRES, Figure
from benchmarks.replies import NODE, replies_during
from garden.configuration import load_settings
from scheduler.jobs import enrol, timetable
from scheduler.runner import tick
from storage.database import Database
from storage.migrating import migrate
from storage.opening import open_database
from study import assignments
from study.rules.county import County
from study.rules.working_days import WorkCalendar

ROOT = Path(__file__).parents[1]
IDLE_TICKS = 30


def measure(repeats: int = 3) -> list[Figure]:
    runs = [asyncio.run(_run()) for _ in range(repeats)]
    opened, worst, typical, idle = (tuple(values) for values in zip(*runs, strict=True))
    return [
        Figure("one assignment opened for 5,649 people", opened, "s", 5),
        Figure("slowest reply meanwhile", worst, "ms", 200),
        Figure("median reply meanwhile", typical, "ms", 200),
        Figure("tick with nothing due at 5,649", idle, "ms", 20),
    ]


async def _run() -> tuple[float, float, float, float]:
    with tempfile.TemporaryDirectory() as name:
        settings = load_settings(ROOT / "config.yaml", {"DATABASE_URL": f"sqlite:{name}/garden.db"})
        county = County(replace(settings, plan=settings.plan[10:11], quiz_schedule=()), WorkCalendar())
        now = county.midnight(datetime(2026, 11, 3, tzinfo=UTC).date()) + timedelta(hours=1)
        db = await open_database(settings.database)
        try:
            await migrate(db, now)
            await db.write(people.take_in, CADRES, county, now)
            await db.write(assignments.open_plan, county, now)
            opened, replies = await _open_and_answer(db, county, now)
            idle = await _idle_tick(db, county, now)
            return opened, max(replies), statistics.median(replies), idle
        finally:
            await db.close()


async def _open_and_answer(db: Database, county: County, now: datetime) -> tuple[float, list[float]]:
    """(seconds for all shares, milliseconds of each reply meanwhile)."""
    seconds, replies = await replies_during(asyncio.create_task(enrol(db, county, now)), db, county, now)
    if await db.read(storage.assignments.to_enrol, now):
        raise RuntimeError("somebody was left out")
    return seconds, replies


async def _idle_tick(db: Database, county: County, now: datetime) -> float:
    """Milliseconds of a tick once everything is done."""
    jobs = timetable(county)
    await tick(db, county, jobs, NODE, now)
    began = time.perf_counter()
    for number in range(IDLE_TICKS):
        await tick(db, county, jobs, NODE, now + timedelta(seconds=number))
    return (time.perf_counter() - began) * 1_000 / IDLE_TICKS
