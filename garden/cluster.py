"""Several nodes on one PostgreSQL: whose turn it is to tick comes from Procrastinate's queue in that database."""

from __future__ import annotations

import asyncio
import contextlib
import logging

from procrastinate import App, PsycopgConnector
from procrastinate.jobs import DeleteJobCondition
from procrastinate.schema import SchemaManager

import storage.job_queue
from garden.clockwork import TICK_SECONDS, Tick
from storage.database import Database

AGAIN_SECONDS = 5.0
log = logging.getLogger(__name__)

# It would tell of every tick.
logging.getLogger("procrastinate").setLevel(logging.WARNING)


class SharedClockwork:
    """A tick is a job deferred once for all nodes and taken by one of them.

    A node that dies with a job in hand holds nobody up: the job has no lock, and what a tick does is kept exact by
    the rows of `job_slot` and `lease`.
    """

    def __init__(self, url: str) -> None:
        self._app = App(connector=PsycopgConnector(conninfo=url))
        self._working: asyncio.Task[None] | None = None

    def start(self, tick: Tick) -> None:
        @self._app.periodic(cron=f"* * * * * */{TICK_SECONDS}")
        @self._app.task(name="garden.tick", queueing_lock="garden.tick")
        async def _tick(timestamp: int) -> None:
            await tick()

        self._working = asyncio.create_task(self._work())

    async def stop(self) -> None:
        if self._working:
            self._working.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._working

    async def _work(self) -> None:
        while True:
            try:
                async with self._app.open_async():
                    await self._app.run_worker_async(
                        concurrency=1,
                        install_signal_handlers=False,
                        delete_jobs=DeleteJobCondition.ALWAYS,
                    )
            except Exception as error:
                log.warning("the job queue is away: %s", type(error).__name__)
            await asyncio.sleep(AGAIN_SECONDS)


async def install_queue(db: Database) -> None:
    """The queue's own tables, where there are none yet."""
    await db.write(storage.job_queue.install, SchemaManager.get_schema())
