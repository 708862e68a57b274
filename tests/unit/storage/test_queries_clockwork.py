"""Slots, leases, seen events and dead letters: one taker each, whoever comes at the same time."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

from storage import clockwork
from storage.database import Database

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
LEASE = timedelta(minutes=10)
NODES = [f"node {number}" for number in range(8)]


async def test_an_event_is_seen_for_the_first_time_once(database: Database) -> None:
    sights = (database.write(clockwork.first_sight, "web", "7", NOW) for _ in range(8))
    assert sorted(await asyncio.gather(*sights)) == [False] * 7 + [True]
    assert await database.write(clockwork.first_sight, "telegram", "7", NOW)
    await database.write(clockwork.forget_seen, NOW)
    assert not await database.write(clockwork.first_sight, "web", "7", NOW)
    await database.write(clockwork.forget_seen, NOW + LEASE)
    assert await database.write(clockwork.first_sight, "web", "7", NOW)


async def test_a_slot_has_one_taker_and_is_done_once(database: Database) -> None:
    claims = (database.write(clockwork.claim_slot, "job", NOW, node, NOW, LEASE) for node in NODES)
    taken = await asyncio.gather(*claims)
    assert sum(taken) == 1
    mine, other = NODES[taken.index(True)], NODES[taken.index(False)]
    assert await database.write(clockwork.claim_slot, "job", NOW, mine, NOW, LEASE)
    late = NOW + LEASE
    assert not await database.write(
        clockwork.claim_slot, "job", NOW, other, late - timedelta(seconds=1), LEASE
    )
    assert await database.write(clockwork.claim_slot, "job", NOW, other, late, LEASE)
    assert await database.read(clockwork.known_slots, ["job"]) == {"job": ([NOW], NOW)}
    await database.write(clockwork.finish_slot, "job", NOW, late, False)
    assert not await database.write(clockwork.claim_slot, "job", NOW, other, late + LEASE, LEASE)
    assert await database.read(clockwork.known_slots, ["job"]) == {"job": ([], NOW)}


async def test_the_latest_slot_may_stand_for_those_before_it(database: Database) -> None:
    slots = [NOW + timedelta(days=number) for number in range(3)]
    for job in ("each", "latest"):
        for slot in slots:
            await database.write(clockwork.claim_slot, job, slot, "n", slot, LEASE)
        await database.write(clockwork.finish_slot, job, slots[1], slots[2], job == "latest")
    assert await database.read(clockwork.known_slots, ["each", "latest", "never ran"]) == {
        "each": ([slots[0], slots[2]], slots[2]),
        "latest": ([slots[2]], slots[2]),
        "never ran": ([], None),
    }


async def test_a_lease_is_one_nodes_until_it_ends_or_is_given_up(database: Database) -> None:
    async def hold(node: str, now: datetime = NOW) -> bool:
        return await database.write(clockwork.hold_lease, "polling", node, now, LEASE)

    assert sum(await asyncio.gather(*map(hold, NODES))) == 1
    await database.write(clockwork.release_lease, "polling", "nobody")
    held = [node for node in NODES if await hold(node)]
    assert len(held) == 1
    other = next(node for node in NODES if node not in held)
    assert await hold(held[0], NOW + LEASE / 2)
    assert not await hold(other, NOW + LEASE)
    assert await hold(other, NOW + LEASE * 1.5)
    await database.write(clockwork.release_lease, "polling", other)
    assert await hold(held[0], NOW + LEASE * 1.5)


async def test_a_dead_letter_is_kept_once_until_it_is_retried(database: Database) -> None:
    for failure in ("first", "again"):
        await database.write(clockwork.bury, "telegram", "9", '{"update_id": 9}', failure, NOW)
    [letter] = await database.read(clockwork.dead_letters)
    assert (letter.channel, letter.payload, letter.failure) == ("telegram", '{"update_id": 9}', "first")
    await database.write(clockwork.mark_retried, letter.id, NOW)
    assert await database.read(clockwork.dead_letters) == []
    assert (await database.read(clockwork.counts))["dead_letters"] == 0
