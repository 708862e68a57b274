"""Lanes: what goes to one chat goes one after another; many chats at once."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any


class Lanes:
    """First come, first served within a lane. `enter` returns at once; the work follows in order."""

    def __init__(self) -> None:
        self._last: dict[str, asyncio.Task[Any]] = {}

    def enter(self, lane: str, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        """Do `work` after everything already in the lane."""
        before = self._last.get(lane)
        task = asyncio.create_task(self._after(before, work))
        self._last[lane] = task
        task.add_done_callback(lambda done: self._leave(lane, done))
        return task

    async def _after(self, before: asyncio.Task[Any] | None, work: Coroutine[Any, Any, None]) -> None:
        if before is not None:
            await asyncio.wait([before])
        await work

    def _leave(self, lane: str, task: asyncio.Task[Any]) -> None:
        if self._last.get(lane) is task:
            del self._last[lane]
        if not task.cancelled() and (failure := task.exception()):
            asyncio.get_running_loop().call_exception_handler(
                {"message": "sending failed", "exception": failure, "task": task}
            )

    async def drain(self, seconds: float) -> None:
        """Let what is in hand finish, for so long at most; the rest is found `sending` at the next start."""
        tasks = list(self._last.values())
        if tasks:
            await asyncio.wait(tasks, timeout=seconds)
