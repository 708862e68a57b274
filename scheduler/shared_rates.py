"""The permitted rate of several nodes together: each takes its turns from one row."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import storage.shared_rate
from scheduler.rates import Rates
from storage.database import Database, DatabaseAway

AWAY_SECONDS = 1.0
"""Nobody sends while nobody can say whose turn it is."""


class SharedRates(Rates):
    """Like `Rates`, but whose turn it is stands in the database; the pace of one chat stays each node's own."""

    def __init__(
        self,
        db: Database,
        channel: str,
        total_per_second: float,
        bulk_per_second: float,
        chat_per_second: float,
        clock: Callable[[], float],
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        super().__init__(total_per_second, bulk_per_second, chat_per_second, clock, sleep)
        self._db = db
        self._channel = channel
        self._holding: set[asyncio.Task[None]] = set()

    def hold_everyone(self, seconds: float) -> None:
        """The whole channel must wait, on every node; this one at once."""
        super().hold_everyone(seconds)
        task = asyncio.create_task(self._db.write(storage.shared_rate.hold, self._channel, seconds))
        self._holding.add(task)
        task.add_done_callback(self._holding.discard)

    async def _take(self, bulk: bool) -> float:
        if (wait := await super()._take(bulk)) > 0:
            return wait
        try:
            return await self._turn(bulk)
        except DatabaseAway:
            return AWAY_SECONDS

    async def _turn(self, bulk: bool) -> float:
        steps = round(1_000_000 / self.total_per_second), round(1_000_000 / self.bulk_per_second)
        return await self._db.write(storage.shared_rate.take_turn, self._channel, bulk, *steps)
