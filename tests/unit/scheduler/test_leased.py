"""Of several nodes one ticks; who stood still past the lease changes nothing."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from fakes.county import at

import storage.settings
from scheduler.leased import LENGTH, LeasedDatabase, LeaseLost
from storage.database import Database


class Clock:
    def __init__(self) -> None:
        self.now = at("2026-11-10 10:00")

    def __call__(self) -> datetime:
        return self.now


async def test_one_node_ticks_at_a_time(database: Database) -> None:
    clock = Clock()
    east, west = (LeasedDatabase(database, name, clock) for name in ("east", "west"))
    assert await east.take()
    assert not await west.take()
    await east.release()
    assert await west.take()


async def test_a_write_after_the_lease_was_lost_is_undone(database: Database) -> None:
    clock = Clock()
    east, west = (LeasedDatabase(database, name, clock) for name in ("east", "west"))
    assert await east.take()
    clock.now += LENGTH + timedelta(seconds=1)
    assert await west.take()
    with pytest.raises(LeaseLost):
        await east.write(storage.settings.put, "who", "east")
    assert await east.read(storage.settings.get, "who") is None
    await west.write(storage.settings.put, "who", "west")
    assert await east.read(storage.settings.get, "who") == "west"


async def test_each_write_renews_the_lease(database: Database) -> None:
    clock = Clock()
    east, west = (LeasedDatabase(database, name, clock) for name in ("east", "west"))
    assert await east.take()
    for _ in range(3):
        clock.now += LENGTH - timedelta(seconds=1)
        await east.write(storage.settings.put, "who", "east")
        assert not await west.take()
