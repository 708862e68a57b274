"""What makes a garden tick: a timer of its own, or the job queue that several nodes share."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import UTC
from typing import Protocol

from apscheduler.executors.asyncio import AsyncIOExecutor
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger

TICK_SECONDS = 10

Tick = Callable[[], Awaitable[None]]


class Clockwork(Protocol):
    """Calls `tick` every ten seconds from `start` to `stop`."""

    def start(self, tick: Tick) -> None: ...
    async def stop(self) -> None: ...


class OwnClockwork:
    """APScheduler in this process; what was missed is made up for by one tick."""

    def __init__(self) -> None:
        self._scheduler = AsyncIOScheduler(timezone=UTC, executors={"default": AsyncIOExecutor()})

    def start(self, tick: Tick) -> None:
        self._scheduler.add_job(
            tick,
            IntervalTrigger(seconds=TICK_SECONDS, timezone=UTC),
            misfire_grace_time=None,
            coalesce=True,
            max_instances=1,
        )
        self._scheduler.start()

    async def stop(self) -> None:
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)
