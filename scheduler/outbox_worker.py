"""Delivers what waits in the outbox: a rate slot first, then the claim, then the send."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Protocol

import storage.claims
import storage.outbox
from storage.claims import Due
from storage.database import Database
from storage.outbox import OutboxMessage
from storage.transaction import Transaction

IN_FLIGHT = 16
"""Messages of one channel being sent at once."""

PAGE = 50
"""Messages claimed in one write where no rate has to be kept."""

log = logging.getLogger(__name__)


class Rate(Protocol):
    total_per_second: float

    async def slot(self, *, bulk: bool) -> None: ...


class OutboxWorker:
    """One channel's worker. `post` delivers a claimed message and returns the task that does."""

    def __init__(
        self,
        db: Database,
        channel: str,
        rate: Rate,
        post: Callable[[OutboxMessage], asyncio.Task[None]],
        node: str,
        clock: Callable[[], datetime],
    ) -> None:
        self._db = db
        self._channel = channel
        self._rate = rate
        self._post = post
        self._node = node
        self._clock = clock
        self._in_flight: set[asyncio.Task[None]] = set()

    async def deliver_pending(self) -> int:
        """Send everything due now; how many messages were taken up."""
        due = await self._db.read(storage.claims.due, self._channel, self._clock())
        if due.any:
            await self._db.write(_park_and_give_up, self._clock())
        taken = 0
        while due.any:
            claimed, due = await self._claim(due)
            if not claimed:
                break
            taken += await self._send(claimed)
        return taken

    async def _send(self, claimed: Sequence[OutboxMessage]) -> int:
        for row in claimed:
            await self._room()
            task = self._post(row)
            self._in_flight.add(task)
            task.add_done_callback(self._in_flight.discard)
        return len(claimed)

    async def _claim(self, due: Due) -> tuple[list[OutboxMessage], Due]:
        """With a rate to keep, one new message for the slot that was taken; without one, a page."""
        if due.new:
            await self._rate.slot(bulk=True)
        limit = 1 if self._rate.total_per_second > 0 else PAGE
        return await self._db.write(_claim, self._node, self._channel, self._clock(), due, limit)

    async def _room(self) -> None:
        while len(self._in_flight) >= IN_FLIGHT:
            await asyncio.wait(self._in_flight, return_when=asyncio.FIRST_COMPLETED)

    async def idle(self) -> None:
        """Wait until everything taken up has been settled."""
        while self._in_flight:
            await asyncio.wait(self._in_flight)


def _claim(
    tx: Transaction, node: str, channel: str, now: datetime, due: Due, limit: int
) -> tuple[list[OutboxMessage], Due]:
    """What is taken up, and what is due after it. Edits need no slot of the rate and never wait behind bulk."""
    claimed = storage.claims.claim(tx, node, channel, now, PAGE, edits=True) if due.edits else []
    if due.new:
        claimed += storage.claims.claim(tx, node, channel, now, limit)
    return claimed, storage.claims.due(tx, channel, now)


def _park_and_give_up(tx: Transaction, now: datetime) -> None:
    """What waits for somebody's return is not given up, however late this program itself comes to it."""
    parked = storage.outbox.park_unreachable(tx, now)
    expired = storage.outbox.expire(tx, now)
    if expired or parked:
        log.info("outbox", extra={"expired": expired, "parked": parked})
