"""One rate for several nodes, on the real PostgreSQL: turns are taken from one row."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable

import pytest

import storage.shared_rate
from scheduler.shared_rates import AWAY_SECONDS, SharedRates
from storage.database import Database, DatabaseAway
from storage.opening import open_database

HOUR = 3_600_000_000
"""A step of an hour, in microseconds: the second turn cannot come while a test runs."""


@pytest.fixture
async def postgresql(new_postgresql: Callable[[str], str], migrated_template: str) -> AsyncIterator[Database]:
    opened = await open_database(new_postgresql(migrated_template))
    yield opened
    await opened.close()


async def test_a_turn_is_taken_by_one_node_and_the_next_comes_a_step_later(postgresql: Database) -> None:
    take = storage.shared_rate.take_turn
    assert await postgresql.write(take, "telegram", True, HOUR, HOUR) == 0.0
    assert await postgresql.write(take, "telegram", True, HOUR, HOUR) == pytest.approx(3_600, abs=60)
    assert await postgresql.write(take, "other", True, HOUR, HOUR) == 0.0


async def test_a_reply_does_not_wait_for_the_turn_of_the_unasked(postgresql: Database) -> None:
    take = storage.shared_rate.take_turn
    assert await postgresql.write(take, "telegram", True, 1, HOUR) == 0.0
    assert await postgresql.write(take, "telegram", False, 1, HOUR) == 0.0
    assert await postgresql.write(take, "telegram", True, 1, HOUR) > 3_000


async def test_a_pause_asked_of_one_node_holds_all(postgresql: Database) -> None:
    take = storage.shared_rate.take_turn
    assert await postgresql.write(take, "telegram", False, 1, 1) == 0.0
    await postgresql.write(storage.shared_rate.hold, "telegram", 600.0)
    assert await postgresql.write(take, "telegram", False, 1, 1) == pytest.approx(600, abs=60)


async def test_two_nodes_share_what_one_may_send(postgresql: Database) -> None:
    waits: list[float] = []

    async def note(seconds: float) -> None:
        waits.append(seconds)

    east, west = (
        SharedRates(postgresql, "telegram", 1 / 3600, 1 / 3600, 1, lambda: 0.0, note) for _ in range(2)
    )
    await east.slot(bulk=True)
    assert await west._take(True) == pytest.approx(3_600, abs=60)


async def test_nobody_sends_while_the_database_is_away(postgresql: Database) -> None:
    class Away:
        async def write(self, *args: object) -> float:
            raise DatabaseAway

    shared = SharedRates(Away(), "telegram", 25, 25, 1, lambda: 0.0)  # type: ignore[arg-type]
    assert await shared._take(True) == AWAY_SECONDS
