"""Within a chat one after another; chats side by side."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from bot.lanes import Lanes


class Work:
    """Steps that begin and end when they are let."""

    def __init__(self) -> None:
        self.began: list[str] = []
        self.let = {name: asyncio.Event() for name in "abc"}

    async def do(self, name: str) -> None:
        self.began.append(name)
        await self.let[name].wait()


async def turns() -> None:
    for _ in range(10):
        await asyncio.sleep(0)


async def test_the_next_begins_when_the_one_before_has_ended_and_other_chats_do_not_wait() -> None:
    lanes, work = Lanes(), Work()
    lanes.enter("one", work.do("a"))
    lanes.enter("one", work.do("b"))
    lanes.enter("two", work.do("c"))
    await turns()
    assert work.began == ["a", "c"]
    work.let["a"].set()
    await turns()
    assert work.began == ["a", "c", "b"]
    for event in work.let.values():
        event.set()
    await lanes.drain(5)
    assert lanes._last == {}


async def test_what_fails_is_reported_and_does_not_hold_up_the_next() -> None:
    lanes, reported = Lanes(), list[dict[str, Any]]()
    asyncio.get_running_loop().set_exception_handler(lambda _, context: reported.append(context))
    done = asyncio.Event()

    async def fail() -> None:
        raise OSError("no")

    async def finish() -> None:
        done.set()

    failing = lanes.enter("one", fail())
    await lanes.enter("one", finish())
    assert done.is_set()
    with pytest.raises(OSError, match="no"):
        await failing
    assert [type(context["exception"]) for context in reported] == [OSError]


async def test_stopping_waits_no_longer_than_told() -> None:
    lanes, work = Lanes(), Work()
    stuck = lanes.enter("one", work.do("a"))
    await lanes.drain(0.01)
    assert not stuck.done()
    work.let["a"].set()
    await stuck
