"""The right to make calls for one bubble: its chat's turn, a slot of the permitted rate, and that it is still ours."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Protocol

from study.outbox import LEASE

FRESH = timedelta(seconds=0.05)
"""A slot is for now. Whoever waited longer after it takes another, or all that waited would leave in one second."""


class TakenUp(Exception):
    """Another node has taken the message up: this one stood still for its lease."""


class MayCall(Protocol):
    """Awaited by a channel right before each call. `is_new`: it makes a message, and does not edit one.

    Raises TakenUp, which the channel lets pass.
    """

    async def __call__(self, *, is_new: bool) -> None: ...


class Pace(Protocol):
    """The permitted rate of a channel."""

    async def slot(self, *, bulk: bool) -> None: ...
    async def chat_turn(self, chat: str) -> None: ...
    def calls(self, chat: str) -> None: ...
    def hold_chat(self, chat: str, seconds: float) -> None: ...
    def hold_everyone(self, seconds: float) -> None: ...


class Permit:
    """`has_slot`: one was taken already. `is_ours(now)` asks the record, where there are other nodes."""

    def __init__(
        self,
        pace: Pace,
        chat: str,
        bulk: bool,
        has_slot: bool,
        clock: Callable[[], datetime],
        is_ours: Callable[[datetime], Awaitable[bool]] | None,
    ) -> None:
        self._pace, self._chat, self._bulk = pace, chat, bulk
        self._clock, self._is_ours = clock, is_ours
        self._slot_at = clock() if has_slot else None

    async def wait(self) -> None:
        """Until a new message may be sent; waiting is done here, while no connection is kept from others."""
        # The chat's turn first: slots kept through somebody's pause would be used up in one second after it.
        await self._pace.chat_turn(self._chat)
        if self._slot_at is None:
            await self._take_slot()

    async def use(self, *, is_new: bool) -> None:
        """Right before a call: it may have waited for a connection or for the database, and a bubble may take several
        calls. Raises TakenUp."""
        if is_new and self._slot_at is None:
            await self.wait()
        while True:
            asked = self._clock()
            if self._is_ours is not None and not await self._is_ours(asked):
                raise TakenUp
            if is_new and self._slot_at is not None and self._clock() - self._slot_at > FRESH:
                await self._take_slot()
            if self._clock() - asked < LEASE / 2:
                break
        if is_new:
            self._pace.calls(self._chat)
            self._slot_at = None

    async def _take_slot(self) -> None:
        await self._pace.slot(bulk=self._bulk)
        self._slot_at = self._clock()
