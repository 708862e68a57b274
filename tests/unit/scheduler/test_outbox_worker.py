"""The outbox worker: a rate slot, then the claim, then the send; nothing while the outbox is held."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from typing import Any

import pytest
from fakes.county import a_person, at, the_person

import storage.identities
import storage.outbox
import storage.settings
from scheduler.outbox_worker import IN_FLIGHT, PAGE, OutboxWorker
from storage.database import Database
from storage.inline import InlineDatabase
from storage.outbox import OutboxMessage
from storage.transaction import Transaction
from study import outbox
from study.rules.delivery import SendResult

NOW = at("2026-11-23 08:30")


class CountingRate:
    """A rate that never waits, and knows what had been claimed when each slot was taken."""

    def __init__(self, db: Database, total_per_second: float) -> None:
        self.total_per_second = total_per_second
        self.claimed_before: list[int] = []
        self._db = db

    async def slot(self, *, bulk: bool) -> None:
        assert bulk
        status = await self._db.read(storage.outbox.status)
        self.claimed_before.append(sum(status.values()) - status.get("pending", 0))


class Post:
    """Delivers at once, or when `open_up` is called; remembers in which order."""

    def __init__(self, db: Database, is_open: bool = True) -> None:
        self.sent: list[str] = []
        self.most_at_once = 0
        self._at_once = 0
        self._db = db
        self._door = asyncio.Event()
        if is_open:
            self._door.set()

    def __call__(self, row: OutboxMessage) -> asyncio.Task[None]:
        return asyncio.create_task(self._deliver(row))

    def open_up(self) -> None:
        self._door.set()

    async def _deliver(self, row: OutboxMessage) -> None:
        self._at_once += 1
        self.most_at_once = max(self.most_at_once, self._at_once)
        await self._door.wait()
        self.sent.append(row.message["key"])
        await self._db.write(outbox.settle, row, SendResult("delivered"), NOW)
        self._at_once -= 1


def enqueue(tx: Transaction, staff_no: str, key: str, after: datetime = NOW, **fields: Any) -> None:
    row = {
        "person_id": the_person(tx, staff_no).id,
        "identity_id": None,
        "dedup_key": key,
        "kind": "daily_card",
        "is_bulk": True,
        "message": {"key": key},
        "send_after": after,
        "expires_at": NOW + timedelta(hours=1),
    }
    storage.outbox.insert(tx, **(row | fields))


def cards(tx: Transaction, people: int) -> None:
    for number in range(people):
        a_person(tx, str(number))
        enqueue(tx, str(number), f"card {number}")


def worker(db: Database, rate: CountingRate, post: Post, now: datetime = NOW) -> OutboxWorker:
    return OutboxWorker(db, "web", rate, post, "node", lambda: now)


async def test_a_slot_is_taken_before_each_claim(inline: InlineDatabase) -> None:
    inline.write_now(cards, 5)
    rate, post = CountingRate(inline, 28), Post(inline)
    delivering = worker(inline, rate, post)
    assert await delivering.deliver_pending() == 5
    await delivering.idle()
    assert rate.claimed_before == [0, 1, 2, 3, 4]
    assert sorted(post.sent) == [f"card {number}" for number in range(5)]
    assert inline.read_now(storage.outbox.status) == {"sent": 5}
    assert await delivering.deliver_pending() == 0
    assert len(rate.claimed_before) == 5


async def test_without_a_rate_a_page_is_claimed_at_once(inline: InlineDatabase) -> None:
    inline.write_now(cards, PAGE + 1)
    rate, post = CountingRate(inline, 0), Post(inline)
    delivering = worker(inline, rate, post)
    assert await delivering.deliver_pending() == PAGE + 1
    await delivering.idle()
    assert len(rate.claimed_before) == 2
    assert inline.read_now(storage.outbox.status) == {"sent": PAGE + 1}


async def test_no_more_than_a_few_are_being_sent_at_once(inline: InlineDatabase) -> None:
    inline.write_now(cards, 40)
    post = Post(inline, is_open=False)
    delivering = worker(inline, CountingRate(inline, 0), post)
    running = asyncio.create_task(delivering.deliver_pending())
    for _ in range(200):
        await asyncio.sleep(0)
    assert post.most_at_once == IN_FLIGHT and not running.done()
    post.open_up()
    assert await running == 40
    await delivering.idle()
    assert post.most_at_once == IN_FLIGHT and len(post.sent) == 40


async def test_one_persons_messages_go_one_after_another_in_order(database: Database) -> None:
    await database.write(a_person)
    for key in "abc":
        await database.write(enqueue, "1", key)
    post = Post(database)
    delivering = worker(database, CountingRate(database, 0), post)
    while await delivering.deliver_pending():
        await delivering.idle()
    assert (post.sent, post.most_at_once) == (["a", "b", "c"], 1)


async def test_after_a_restore_nothing_goes_out_until_it_is_released(inline: InlineDatabase) -> None:
    inline.write_now(cards, 2)
    inline.write_now(storage.settings.put, storage.settings.OUTBOX_HELD, "after a restore")
    rate, post = CountingRate(inline, 28), Post(inline)
    delivering = worker(inline, rate, post)
    assert await delivering.deliver_pending() == 0
    assert (post.sent, rate.claimed_before) == ([], [])
    inline.write_now(storage.settings.remove, storage.settings.OUTBOX_HELD)
    assert await delivering.deliver_pending() == 2
    await delivering.idle()


async def test_what_came_too_late_and_who_cannot_be_reached_are_sorted_out_first(
    inline: InlineDatabase,
) -> None:
    inline.write_now(cards, 3)
    inline.write_now(enqueue, "0", "stale", NOW - timedelta(hours=2), expires_at=NOW)
    gone = inline.read_now(the_person, "1").identity_id
    inline.write_now(storage.identities.mark_unreachable, gone, NOW)
    post = Post(inline)
    delivering = worker(inline, CountingRate(inline, 28), post)
    assert await delivering.deliver_pending() == 2
    await delivering.idle()
    assert sorted(post.sent) == ["card 0", "card 2"]
    assert inline.read_now(storage.outbox.status) == {"expired": 1, "sent": 2, "waiting": 1}


async def test_what_came_too_late_for_somebody_who_cannot_be_reached_waits_for_their_return(
    inline: InlineDatabase,
) -> None:
    inline.write_now(a_person, "1")
    inline.write_now(enqueue, "1", "missed", NOW - timedelta(hours=2), expires_at=NOW)
    gone = inline.read_now(the_person, "1").identity_id
    inline.write_now(storage.identities.mark_unreachable, gone, NOW - timedelta(hours=3))
    assert await worker(inline, CountingRate(inline, 28), Post(inline)).deliver_pending() == 0
    assert inline.read_now(storage.outbox.status) == {"waiting": 1}


@pytest.mark.parametrize("channel", ["telegram", None])
async def test_what_is_not_for_this_channel_is_left_alone(
    inline: InlineDatabase, channel: str | None
) -> None:
    inline.write_now(a_person, "1", channel=channel)
    inline.write_now(enqueue, "1", "elsewhere")
    rate, post = CountingRate(inline, 28), Post(inline)
    assert await worker(inline, rate, post).deliver_pending() == 0
    assert (post.sent, rate.claimed_before) == ([], [])
