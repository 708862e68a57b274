"""Nobody waits for a clock, and whoever waits for nobody is found out."""

from __future__ import annotations

import asyncio
import time

import pytest

from garden.simulation.virtual_time import NothingLeft, VirtualLoop

YEAR = 365 * 24 * 3_600.0


def test_a_year_passes_at_once_and_in_order() -> None:
    seen: list[tuple[str, float]] = []

    async def wake(name: str, after: float) -> None:
        await asyncio.sleep(after)
        seen.append((name, asyncio.get_running_loop().time()))

    async def live() -> None:
        await asyncio.gather(wake("late", YEAR), wake("early", 1.0), wake("middle", YEAR / 2))

    began = time.monotonic()
    with asyncio.Runner(loop_factory=VirtualLoop) as runner:
        runner.run(live())
    assert seen == [("early", 1.0), ("middle", YEAR / 2), ("late", YEAR)]
    assert time.monotonic() - began < 60


def test_what_waits_for_nothing_is_an_error() -> None:
    async def forget() -> None:
        await asyncio.get_running_loop().create_future()

    loop = VirtualLoop()
    try:
        with pytest.raises(NothingLeft):
            loop.run_until_complete(forget())
    finally:
        loop.close()
