"""One life of the program: a garden whose memory can be thrown away between any two steps."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from contextvars import Context, ContextVar
from dataclasses import replace
from datetime import datetime
from typing import Any, Concatenate

from bot.channel import Channel, Delivery
from bot.channels.telegram.sending import CAPABILITIES
from bot.conversation.incoming import Incoming
from garden.running import Garden
from garden.simulation.chance import Chance
from storage.database import Database
from storage.transaction import Dialect, P, T, Transaction
from study.rules.county import County
from study.rules.delivery import SendResult

SHOWS = replace(CAPABILITIES, whole_readings=True)
"""What a simulated chat can show: Telegram's messages and buttons, but pages are turned without a call."""

NODE = "simulated"
CHANNEL = "telegram"
TICK_SECONDS, NIGHT_TICK_SECONDS = 1_800.0, 3_600.0
"""Rarer than in life: what is due is due at the full hour or the half."""

OF_A_WRITE, OF_A_CALL = ("before", "within", "after"), ("before", "after")
SENDING = "sending"

_running: ContextVar[Process | None] = ContextVar("running", default=None)


class ProcessDied(BaseException):
    """The process is gone; whatever still runs of it stops where it is."""


class Process:
    """Its garden, its tasks and its death.

    `dies_at(boundaries, what, occasion)` names the one of these boundaries at which death comes, or none; without it
    this life has no end. `died` is told where it came.
    """

    def __init__(
        self,
        number: int,
        db: Database,
        county: County,
        channel: Channel,
        clock: Callable[[], datetime],
        chance: Chance,
        dies_at: Callable[[tuple[str, ...], str, object], str] | None,
        died: Callable[[str], None],
    ) -> None:
        self.is_alive = True
        self._dies_at, self._died = dies_at, died
        self._clock, self._zone = clock, county.zone
        self._tasks: set[asyncio.Task[Any]] = set()
        self._stirred = asyncio.Event()
        loop = asyncio.get_running_loop()
        record = _FencedDatabase(db, self) if dies_at else db
        channels = [_FencedChannel(channel, self)]
        rng = chance.rng("process", number)
        self.garden = Garden(record, county, channels, NODE, clock, rng, loop.time)

    def spawn(self, work: Coroutine[Any, Any, Any]) -> asyncio.Task[Any]:
        """Run it, and everything it starts, as a part of this process."""
        token = _running.set(self)
        try:
            return asyncio.get_running_loop().create_task(work)
        finally:
            _running.reset(token)

    async def live(self) -> None:
        """Take up what the last life left; tick and deliver until the end."""
        await self.garden.take_up()
        self.spawn(self._deliver())
        while True:
            await self.garden.tick()
            self.stir()
            between = TICK_SECONDS if _is_day(self.now().astimezone(self._zone).hour) else NIGHT_TICK_SECONDS
            await asyncio.sleep(between - asyncio.get_running_loop().time() % between)

    def stir(self) -> None:
        """There may be something to deliver now."""
        self._stirred.set()

    async def _deliver(self) -> None:
        worker = self.garden.worker(CHANNEL)
        while True:
            await self._stirred.wait()
            self._stirred.clear()
            await worker.deliver_pending()

    def doom(self, boundaries: tuple[str, ...], what: str, occasion: object) -> str:
        """The one of the boundaries of a step at which this life ends, or "" as nearly always."""
        return self._dies_at(boundaries, what, occasion) if self._dies_at else ""

    def pass_by(self, boundary: str, doom: str, what: str) -> None:
        """Between two steps: the process dies here when it must, and goes no further when it is dead."""
        if self.is_alive and boundary == doom:
            self.die(f"{boundary} {what}")
        if not self.is_alive:
            raise ProcessDied

    def die(self, where: str) -> None:
        """Throw its memory away."""
        self.is_alive = False
        for task in self._tasks:
            task.cancel()
        self._died(where)

    def keep(self, task: asyncio.Task[Any]) -> None:
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def now(self) -> datetime:
        return self._clock()


def _is_day(hour: int) -> bool:
    return 7 <= hour < 22


def count_tasks(loop: asyncio.AbstractEventLoop) -> None:
    """Let every process of this loop know its tasks."""

    def make(loop: asyncio.AbstractEventLoop, work: Any, **options: Any) -> asyncio.Task[Any]:
        task: asyncio.Task[Any] = asyncio.Task(work, loop=loop, **options)
        where: Context | None = options.get("context")
        process = _running.get() if where is None else where.get(_running)
        if process is not None:
            process.keep(task)
        return task

    loop.set_task_factory(make)


class _FencedDatabase:
    """The record, as one process sees it: its end may come before a transaction, in it, or right after its commit."""

    def __init__(self, db: Database, process: Process) -> None:
        self._db, self._process = db, process

    @property
    def dialect(self) -> Dialect:
        return self._db.dialect

    async def write(
        self, use_case: Callable[Concatenate[Transaction, P], T], /, *args: P.args, **kwargs: P.kwargs
    ) -> T:
        process, what = self._process, getattr(use_case, "__qualname__", "write")
        event = next((arg.event_id for arg in args if isinstance(arg, Incoming)), None)
        doom = process.doom(OF_A_WRITE, what, event or asyncio.get_running_loop().time())

        def dies_before_its_commit(tx: Transaction) -> T:
            result = use_case(tx, *args, **kwargs)
            process.pass_by("within", doom, what)
            return result

        process.pass_by("before", doom, what)
        result = await self._db.write(dies_before_its_commit)
        process.pass_by("after", doom, what)
        return result

    async def read(
        self, query: Callable[Concatenate[Transaction, P], T], /, *args: P.args, **kwargs: P.kwargs
    ) -> T:
        if not self._process.is_alive:
            raise ProcessDied
        return await self._db.read(query, *args, **kwargs)

    async def close(self) -> None:
        """The record outlives every process."""


class _FencedChannel:
    """The way out, as one process sees it: its end may come before a call or before the answer to it."""

    name = CHANNEL
    capabilities = SHOWS

    def __init__(self, channel: Channel, process: Process) -> None:
        self._channel, self._process = channel, process

    async def send(self, delivery: Delivery) -> SendResult:
        doom = self._process.doom(OF_A_CALL, SENDING, delivery.outbox_id)
        self._process.pass_by("before", doom, SENDING)
        result = await self._channel.send(delivery)
        self._process.pass_by("after", doom, SENDING)
        if result.outcome in ("retry_at", "unsure"):
            now = self._process.now()
            until = (result.retry_at or now) - now
            asyncio.get_running_loop().call_later(until.total_seconds() + 1, self._process.stir)
        return result
