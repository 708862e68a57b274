"""The permitted rate: who may send next, replies before bulk, never more than is allowed.

Each limit is a GCRA (ITU-T I.371): one number, the theoretical arrival time of the next message. Times are
seconds of a monotonic clock. A rate of 0 means no limit, for tests on loopback.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

CHAT_BURST = 2
"""Messages a chat may get at once before its one a second begins."""


LATENESS = 0.02
"""Seconds. A turn taken so much late does not move those after it, or a timer's lateness would be lost each time."""


CLOCKS_ERROR = 1e-6
"""Seconds. No timer is so exact: whoever waited for less would ask again and again."""


@dataclass
class Limit:
    """`rate` per second, with at most `burst` at once."""

    rate: float
    burst: int = 1
    arrival: float = 0.0

    def wait(self, now: float) -> float:
        """Seconds until the next one may go."""
        if self.rate <= 0:
            return 0.0
        wait = self.arrival - (self.burst - 1) / self.rate - now
        return wait if wait > CLOCKS_ERROR else 0.0

    def take(self, now: float) -> None:
        if self.rate > 0:
            began = self.arrival if now - self.arrival <= LATENESS else now
            self.arrival = began + 1 / self.rate

    def hold(self, until: float) -> None:
        """Nothing before `until`: the channel has asked for a pause."""
        if self.rate > 0:
            self.arrival = max(self.arrival, until + (self.burst - 1) / self.rate)


@dataclass
class Rates:
    """The limits of one channel, shared by all who send on it."""

    total_per_second: float
    bulk_per_second: float
    chat_per_second: float
    clock: Callable[[], float]
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    _chats: dict[str, Limit] = field(default_factory=dict)
    _waiting: tuple[deque[asyncio.Future[None]], deque[asyncio.Future[None]]] = field(
        default_factory=lambda: (deque(), deque())
    )
    _pacer: asyncio.Task[None] | None = None

    def __post_init__(self) -> None:
        self._total = Limit(self.total_per_second)
        self._bulk = Limit(self.bulk_per_second)

    async def slot(self, *, bulk: bool) -> None:
        """Wait for the right to send one new message; replies are served before bulk."""
        if self.total_per_second <= 0:
            return
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting[bulk].append(turn)
        if self._pacer is None or self._pacer.done():
            self._pacer = asyncio.create_task(self._pace())
        await turn

    async def chat_turn(self, chat: str) -> None:
        """Wait until this chat may be written to again; one second a message on average."""
        limit = self._chats.setdefault(chat, Limit(self.chat_per_second, CHAT_BURST))
        while (wait := limit.wait(self.clock())) > 0:
            await self.sleep(wait)
        limit.take(self.clock())
        if len(self._chats) > 10_000:
            now = self.clock()
            self._chats = {name: kept for name, kept in self._chats.items() if kept.arrival > now}

    def calls(self, chat: str) -> None:
        """The call comes now. Its slot may have come later than its turn, and the chat's next turn follows the call."""
        limit = self._chats.get(chat)
        if limit is not None and limit.rate > 0:
            limit.arrival = max(limit.arrival, self.clock() + 1 / limit.rate)

    def hold_chat(self, chat: str, seconds: float) -> None:
        """This chat alone must wait."""
        self._chats.setdefault(chat, Limit(self.chat_per_second, CHAT_BURST)).hold(self.clock() + seconds)

    def hold_everyone(self, seconds: float) -> None:
        """The whole channel must wait."""
        self._total.hold(self.clock() + seconds)

    async def _pace(self) -> None:
        replies, bulk = self._waiting
        while replies or bulk:
            queue = replies or bulk
            if queue[0].done():
                queue.popleft()
            elif (wait := await self._take(queue is bulk)) > 0:
                await self.sleep(wait)
            elif not (turn := queue.popleft()).done():
                turn.set_result(None)

    async def _take(self, bulk: bool) -> float:
        """Take the turn if it has come, 0.0; else the seconds until it may have come."""
        now = self.clock()
        wait = max(self._total.wait(now), self._bulk.wait(now) if bulk else 0.0)
        if wait <= 0:
            self._total.take(now)
            if bulk:
                self._bulk.take(now)
        return wait
