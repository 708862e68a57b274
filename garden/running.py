"""A garden at work: the one place that puts the rooms together."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from random import Random, SystemRandom

from bot.channel import Channel
from bot.locales import Words
from bot.postman import Postman
from bot.reception import GardenReception
from garden.clockwork import Clockwork, OwnClockwork
from garden.uploads import UploadReader
from scheduler.jobs import Job, open_plan, timetable
from scheduler.leased import LeasedDatabase
from scheduler.outbox_worker import OutboxWorker
from scheduler.rates import Rates
from scheduler.runner import tick
from scheduler.shared_rates import SharedRates
from storage.database import Database
from study import outbox
from study.rules.county import County

SILENT_SECONDS = 60
"""When no tick has come for so long, the outbox loop ticks itself: a stepped clock can stall a scheduler."""

IDLE_SECONDS = 0.5
GRACE_SECONDS = 10.0

log = logging.getLogger(__name__)


@dataclass
class Pulse:
    """Monotonic seconds of the last tick and its length, for health and for the watchdog."""

    last_tick: float = field(default_factory=time.monotonic)
    tick_seconds: float = 0.0


class Garden:
    """Reception, postman, workers and the clockwork of one node.

    `has_neighbours`: other nodes serve the same database; rate and ticks are shared with them.
    """

    def __init__(
        self,
        db: Database,
        county: County,
        channels: Sequence[Channel],
        node: str,
        clock: Callable[[], datetime],
        rng: Random | None = None,
        monotonic: Callable[[], float] = time.monotonic,
        clockwork: Clockwork | None = None,
        has_neighbours: bool = False,
    ) -> None:
        self.db = db
        self.county = county
        self.node = node
        self.clock = clock
        self.words = Words(county.zone)
        self.pulse = Pulse()
        self._channels: Mapping[str, Channel] = {channel.name: channel for channel in channels}
        self._leased = LeasedDatabase(db, node, clock) if has_neighbours else None
        self._rates = {name: self._rates_of(name, monotonic) for name in self._channels}
        rng = rng or SystemRandom()
        self.postman = Postman(db, self._channels, self._rates, county, self.words, clock, rng)
        self.reception = GardenReception(db, self.postman, county, self.words, node, clock, rng)
        self.uploads = UploadReader(db, county, clock)
        self._jobs: tuple[Job, ...] = timetable(county)
        self._ticking = asyncio.Lock()
        self._tasks: list[asyncio.Task[None]] = []
        self._clockwork = clockwork or OwnClockwork()

    def _rates_of(self, channel: str, monotonic: Callable[[], float]) -> Rates:
        """Telegram's permitted rate; the web chat has none."""
        rates = self.county.settings.rates
        if channel != "telegram" or rates.total_per_second <= 0:
            return Rates(0, 0, 0, monotonic)
        permitted = (rates.total_per_second, rates.bulk_per_second, 1.0, monotonic)
        return SharedRates(self.db, channel, *permitted) if self._leased else Rates(*permitted)

    async def take_up(self) -> None:
        """Settle what a crash left in hand, and open what the plan has open."""
        now = self.clock()
        recovered = await self.db.write(outbox.recover, self.node, now)
        if recovered:
            log.warning("messages in hand at the last end", extra={"count": recovered})
        await self.uploads.recover()
        await open_plan(self.db, self.county, now, now)

    def worker(self, channel: str) -> OutboxWorker:
        """Who delivers what waits in the outbox for this channel."""
        return OutboxWorker(self.db, channel, self._rates[channel], self.postman.post, self.node, self.clock)

    async def start(self) -> None:
        """Take up what there is, and begin ticking and delivering."""
        await self.take_up()
        self._clockwork.start(self.tick)
        self._tasks = [asyncio.create_task(self._deliver_for_ever(name)) for name in self._channels]
        self._tasks += [asyncio.create_task(self.tick()), asyncio.create_task(self._read_uploads_for_ever())]

    async def tick(self) -> None:
        """One tick, never two at once."""
        if self._ticking.locked():
            return
        async with self._ticking:
            began = time.monotonic()
            await self._tick()
            self.pulse.last_tick = time.monotonic()
            self.pulse.tick_seconds = self.pulse.last_tick - began

    async def _tick(self) -> None:
        now = self.clock()
        if self._leased is None:
            await tick(self.db, self.county, self._jobs, self.node, now)
        elif await self._leased.take():
            taken_away = await self._leased.write(outbox.recover_from_others, now)
            if taken_away:
                log.warning("messages left in hand by a node", extra={"count": taken_away})
            await tick(self._leased, self.county, self._jobs, self.node, now)
            await self._leased.release()

    async def _deliver_for_ever(self, channel: str) -> None:
        worker = self.worker(channel)
        while True:
            try:
                await worker.deliver_pending()
                if time.monotonic() - self.pulse.last_tick > SILENT_SECONDS:
                    await self.tick()
            except Exception:
                log.exception("delivering failed", extra={"channel": channel})
            await asyncio.sleep(IDLE_SECONDS)

    async def _read_uploads_for_ever(self) -> None:
        while True:
            try:
                await self.uploads.read_arrived()
            except Exception:
                log.exception("looking at the files sent failed")
            await asyncio.sleep(IDLE_SECONDS)

    async def stop(self) -> None:
        """Finish what is in hand, for ten seconds at most."""
        await self._clockwork.stop()
        for task in self._tasks:
            task.cancel()
        for task in self._tasks:
            with contextlib.suppress(asyncio.CancelledError):
                await task
        await self.postman.lanes.drain(GRACE_SECONDS)
