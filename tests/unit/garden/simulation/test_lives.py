"""One life after another: begun once each, and at the end of a year at once."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any, cast

from fakes.county import small_county

from garden.simulation.chance import Chance
from garden.simulation.faults import USUAL
from garden.simulation.lives import LONG_RESTART_SECONDS, Lives
from garden.simulation.platform import Platform
from garden.simulation.virtual_time import VirtualLoop


class Begun(Lives):
    """Lives of which only the beginnings are kept."""

    beginnings = 0

    def begin(self) -> None:
        self.beginnings += 1
        self._platform.process = cast(Any, SimpleNamespace(is_alive=True))

    def end(self) -> None:
        cast(Any, self._platform.process).is_alive = False
        self._died("somewhere")


def now() -> datetime:
    return datetime(2026, 1, 5, tzinfo=UTC)


def beginnings(restarts_now: bool, dies: bool = True) -> int:
    async def live() -> int:
        chance = Chance(1)
        platform = Platform(chance, USUAL, now, None)
        lives = Begun(cast(Any, None), small_county(), platform, now, chance, USUAL)
        lives.begin()
        if dies:
            lives.end()
        if restarts_now:
            lives.restart_now()
            assert lives.beginnings == 1 + dies
        await asyncio.sleep(LONG_RESTART_SECONDS[1] + 1)
        return lives.beginnings

    with asyncio.Runner(loop_factory=VirtualLoop) as runner:
        return runner.run(live())


def test_whoever_dies_begins_again_after_a_while() -> None:
    assert beginnings(restarts_now=False) == 2


def test_whoever_is_started_at_once_is_not_started_again() -> None:
    assert beginnings(restarts_now=True) == 2


def test_whoever_lives_is_not_started_again() -> None:
    assert beginnings(restarts_now=True, dies=False) == 1
