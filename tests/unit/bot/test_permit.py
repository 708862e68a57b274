"""The right to make calls: never on a slot that has gone by, a slot for each message, nothing that is another's."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest
from fakes.county import at

from bot.permit import FRESH, Permit, TakenUp
from study.outbox import LEASE


@dataclass
class World:
    """A clock moved by hand, a record that may be slow, and what was asked of the rate."""

    now: datetime = field(default_factory=lambda: at("2026-11-10 10:00"))
    said: list[str] = field(default_factory=list)
    record: list[Callable[[], bool]] = field(default_factory=list)

    async def slot(self, *, bulk: bool) -> None:
        self.said.append("slot")

    async def chat_turn(self, chat: str) -> None:
        self.said.append("turn")

    def calls(self, chat: str) -> None:
        self.said.append("call")

    def hold_chat(self, chat: str, seconds: float) -> None: ...
    def hold_everyone(self, seconds: float) -> None: ...

    def passes(self, time: timedelta, ours: bool = True) -> Callable[[], bool]:
        def answer() -> bool:
            self.now += time
            return ours

        return answer

    async def is_ours(self, now: datetime) -> bool:
        self.said.append("asked")
        return self.record.pop(0)() if self.record else True

    def permit(self, has_slot: bool = False, is_alone: bool = True) -> Permit:
        return Permit(self, "chat", True, has_slot, lambda: self.now, None if is_alone else self.is_ours)


async def test_the_chats_turn_comes_before_the_slot_and_both_before_the_call() -> None:
    world = World()
    permit = world.permit()
    await permit.wait()
    await permit.use(is_new=True)
    assert world.said == ["turn", "slot", "call"]


async def test_a_slot_taken_before_is_used() -> None:
    world = World()
    permit = world.permit(has_slot=True)
    await permit.wait()
    await permit.use(is_new=True)
    assert world.said == ["turn", "call"]


@pytest.mark.parametrize(("waited", "slots"), [(FRESH, 1), (FRESH * 2, 2)])
async def test_a_slot_that_went_by_while_all_connections_were_taken_is_not_used(
    waited: timedelta, slots: int
) -> None:
    world = World()
    permit = world.permit()
    await permit.wait()
    world.now += waited
    await permit.use(is_new=True)
    assert world.said.count("slot") == slots


async def test_a_slot_that_went_by_while_the_record_was_away_is_not_used() -> None:
    world = World()
    world.record = [world.passes(timedelta(seconds=2))]
    permit = world.permit(is_alone=False)
    await permit.wait()
    await permit.use(is_new=True)
    assert world.said == ["turn", "slot", "asked", "slot", "call"]


async def test_every_message_of_a_bubble_takes_a_slot() -> None:
    world = World()
    permit = world.permit()
    await permit.wait()
    await permit.use(is_new=True)
    await permit.use(is_new=True)
    assert world.said == ["turn", "slot", "call"] * 2


async def test_an_edit_takes_no_slot() -> None:
    world = World()
    await world.permit(is_alone=False).use(is_new=False)
    assert world.said == ["asked"]


async def test_what_another_node_has_taken_up_is_not_sent() -> None:
    world = World()
    world.record = [world.passes(timedelta(0), ours=False)]
    permit = world.permit(is_alone=False)
    await permit.wait()
    with pytest.raises(TakenUp):
        await permit.use(is_new=True)
    assert "call" not in world.said


async def test_an_answer_older_than_half_the_lease_is_asked_for_again() -> None:
    world = World()
    world.record = [world.passes(LEASE / 2), world.passes(timedelta(0), ours=False)]
    with pytest.raises(TakenUp):
        await world.permit(is_alone=False).use(is_new=False)
    assert world.said == ["asked", "asked"]
