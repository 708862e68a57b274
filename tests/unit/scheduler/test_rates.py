"""The permitted rate on a virtual clock: never more than is allowed, replies first, each chat at its own pace."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import pytest
from fakes.virtual_time import VirtualTime

from scheduler.rates import Limit, Rates

TOTAL, BULK = 28, 25


@pytest.fixture
def time() -> VirtualTime:
    return VirtualTime()


def rates(time: VirtualTime, total: float = TOTAL, bulk: float = BULK, chat: float = 1) -> Rates:
    return Rates(total, bulk, chat, time.clock, time.sleep)


def most_in_a_second(instants: Sequence[float]) -> int:
    """The most in any half-open second that begins with one of them."""
    return max(sum(start <= other < start + 1 - 1e-9 for other in instants) for start in instants)


class Sending:
    """Those who send, and when each was given its turn."""

    def __init__(self, rates: Rates, time: VirtualTime) -> None:
        self.rates, self.time = rates, time
        self.given: list[tuple[float, bool]] = []

    async def send(self, *, bulk: bool, after: float = 0.0) -> None:
        if after:
            await self.time.sleep(after)
        await self.rates.slot(bulk=bulk)
        self.given.append((self.time.now, bulk))

    def instants(self, *kinds: bool) -> list[float]:
        return [at for at, bulk in self.given if bulk in kinds]


async def test_no_second_holds_more_than_the_limits(time: VirtualTime) -> None:
    sending = Sending(rates(time), time)
    many = [sending.send(bulk=n % 3 > 0, after=(n % 7) * 0.31) for n in range(200)]
    await time.run(*many)
    assert len(sending.given) == 200
    assert most_in_a_second(sending.instants(True, False)) <= TOTAL
    assert most_in_a_second(sending.instants(True)) <= BULK


async def test_what_is_allowed_is_used(time: VirtualTime) -> None:
    started = time.now
    sending = Sending(rates(time), time)
    await time.run(*(sending.send(bulk=False) for _ in range(TOTAL * 3)))
    assert time.now - started == pytest.approx(3, abs=0.1)
    started = time.now
    await time.run(*(sending.send(bulk=True) for _ in range(BULK * 3)))
    assert time.now - started == pytest.approx(3, abs=0.1)


async def test_replies_overtake_bulk(time: VirtualTime) -> None:
    sending = Sending(rates(time), time)
    bulk = [sending.send(bulk=True) for _ in range(100)]
    await time.run(*bulk, *(sending.send(bulk=False, after=1.0) for _ in range(5)))
    assert time.now > 103
    replies = sending.instants(False)
    assert len(replies) == 5
    assert max(replies) <= 101.0 + 6 / TOTAL + 1 / BULK + 1e-6


async def test_nothing_waits_where_there_is_no_limit(time: VirtualTime) -> None:
    free = rates(time, 0, 0, 0)
    sending = Sending(free, time)
    await time.run(*(sending.send(bulk=True) for _ in range(500)), *(free.chat_turn("a") for _ in range(500)))
    assert time.now == 100.0


def test_a_wait_that_no_clock_can_tell_is_none() -> None:
    limit = Limit(1.0, arrival=1_000_000.000_000_04)
    assert limit.wait(1_000_000.0) == 0.0
    assert limit.wait(999_999.9) == pytest.approx(0.1)


async def test_who_gave_up_waiting_takes_nobodys_turn(time: VirtualTime) -> None:
    slow = rates(time, total=1)
    first = asyncio.create_task(slow.slot(bulk=False))
    gone = asyncio.create_task(slow.slot(bulk=False))
    last = asyncio.create_task(slow.slot(bulk=False))
    await asyncio.sleep(0)
    gone.cancel()

    async def wait() -> None:
        await asyncio.gather(first, last)

    await time.run(wait())
    assert time.now == 101.0


async def test_a_chat_gets_one_message_a_second_on_average(time: VirtualTime) -> None:
    each = rates(time)
    turns: dict[str, list[float]] = {"a": [], "b": []}

    async def write(chat: str) -> None:
        await each.chat_turn(chat)
        turns[chat].append(time.now - 100)

    await time.run(*(write("a") for _ in range(6)), *(write("b") for _ in range(2)))
    assert turns["b"] == [0, 0]
    assert turns["a"] == pytest.approx([0, 0, 1, 2, 3, 4])


async def test_a_call_whose_slot_came_late_puts_off_the_next_turns_of_its_chat(time: VirtualTime) -> None:
    each, called = rates(time), []

    async def write_three() -> None:
        for late in (0.9, 0.0, 0.0):
            await each.chat_turn("a")
            await time.sleep(late)
            each.calls("a")
            called.append(time.now - 100)

    await time.run(write_three())
    assert called == pytest.approx([0.9, 0.9, 1.9])


async def test_a_chat_that_was_told_to_wait_holds_up_nobody_else(time: VirtualTime) -> None:
    each = rates(time)
    each.hold_chat("a", 30)
    await time.run(each.chat_turn("b"), each.slot(bulk=True))
    assert time.now == 100.0
    await time.run(each.chat_turn("a"))
    assert time.now == pytest.approx(130)


async def test_a_channel_that_was_told_to_wait_waits_whole(time: VirtualTime) -> None:
    sending = Sending(rates(time), time)
    sending.rates.hold_everyone(12)
    await time.run(sending.send(bulk=False), sending.send(bulk=True))
    assert min(at for at, _ in sending.given) == pytest.approx(112)
    sending.rates.hold_everyone(1)
    sending.rates.hold_everyone(0.1)
    await time.run(sending.send(bulk=False))
    assert time.now >= 113


async def test_old_chats_are_forgotten_and_waiting_ones_are_not(time: VirtualTime) -> None:
    each = rates(time)
    each.hold_chat("held", 60)
    for number in range(10_001):
        await each.chat_turn(f"chat {number}")
    time.now += 10
    await each.chat_turn("one more")
    await time.run(each.chat_turn("held"))
    assert time.now == pytest.approx(160)
