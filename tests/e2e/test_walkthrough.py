"""The two ways docs/walkthrough.md follows: one answer and one weekly summary, from door to door."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from random import Random

import pytest
from fakes.county import (
    FIRE,
    PLAN_QUIZ,
    RIGHT,
    a_person,
    at,
    open_and_enrol,
    plan_item,
    small_county,
    supervises,
    take_in_small_content,
)

import storage.outbox
import storage.points
from bot.channel import Delivery
from bot.channels.telegram.sending import CAPABILITIES
from bot.conversation.incoming import Chose, Command, Event, Incoming
from bot.conversation.outgoing import Capabilities, Outgoing
from bot.locales import Words
from bot.postman import Postman
from bot.reception import GardenReception
from scheduler.jobs import timetable
from scheduler.outbox_worker import OutboxWorker
from scheduler.rates import Rates
from scheduler.runner import tick
from storage.database import Database
from storage.transaction import Transaction
from study.rules.delivery import SendResult

NODE = "node"
COUNTY = small_county(plan=(plan_item(quiz=PLAN_QUIZ),))
SUNDAY, MONDAY = at("2026-11-15 20:00"), at("2026-11-16 08:30")
CADRE, SUPERVISOR = "telegram-1", "telegram-2"


@dataclass
class FakeChannel:
    """Takes everything, and keeps it by address."""

    sent: list[tuple[str, Outgoing]] = field(default_factory=list)
    name: str = "telegram"
    capabilities: Capabilities = CAPABILITIES

    async def send(self, delivery: Delivery) -> SendResult:
        await delivery.may_call(is_new=delivery.message_ref is None)
        self.sent.append((delivery.address, delivery.outgoing))
        return SendResult("delivered", str(len(self.sent)))

    def to(self, address: str) -> list[Outgoing]:
        return [bubble for sent_to, bubble in self.sent if sent_to == address]


class Town:
    """A database, a reception and a postman, on a clock that is set by hand."""

    def __init__(self, db: Database) -> None:
        self.db = db
        self.now = SUNDAY
        self.channel = FakeChannel()
        self.rates = Rates(0, 0, 0, lambda: 0.0)
        words, rng = Words(COUNTY.zone), Random(4)
        channels, paces = {"telegram": self.channel}, {"telegram": self.rates}
        self.postman = Postman(db, channels, paces, COUNTY, words, self.clock, rng)
        self.reception = GardenReception(db, self.postman, COUNTY, words, NODE, self.clock, rng)
        self.events = 0

    def clock(self) -> datetime:
        return self.now

    async def does(self, address: str, event: Event, event_id: str = "") -> list[Outgoing]:
        """One event taken in, its replies delivered; what that address got."""
        self.events += 1
        before = len(self.channel.to(address))
        name = event_id or str(self.events)
        await self.reception.take(Incoming("telegram", address, name, event))
        await self.postman.lanes.drain(5)
        return self.channel.to(address)[before:]

    async def ticks(self, now: datetime) -> None:
        """The clockwork, then everything that is due goes out."""
        self.now = now
        await tick(self.db, COUNTY, timetable(COUNTY), NODE, now)
        worker = OutboxWorker(self.db, "telegram", self.rates, self.postman.post, NODE, self.clock)
        await worker.deliver_pending()
        await worker.idle()


@pytest.fixture
async def town(database: Database) -> Town:
    def settle(tx: Transaction) -> None:
        take_in_small_content(tx)
        a_person(tx, "1", channel="telegram")
        supervises(tx, a_person(tx, "2", "县", channel="telegram", rank_category="leader"), "县/甲镇")
        open_and_enrol(tx, COUNTY, SUNDAY)

    await database.write(settle)
    return Town(database)


def button(bubble: Outgoing, start: str, label: str = "") -> Chose:
    found = [b for row in bubble.rows for b in row if b.data.startswith(start) and label in b.label]
    return Chose(found[0].data)


async def test_an_answer_goes_straight_in_and_straight_out(town: Town) -> None:
    (offer,) = await town.does(CADRE, Command("quiz"))
    (first,) = await town.does(CADRE, button(offer, "quiz:"))
    assert "第 1 题" in first.text.text
    tap = button(first, "a:", "先报告")
    replies = await town.does(CADRE, tap, "one and the same")
    assert any("第 2 题" in bubble.text.text for bubble in replies)
    assert await town.does(CADRE, tap, "one and the same") == []
    responses = await town.db.read(lambda tx: tx.all("SELECT given_json, is_right FROM response"))
    assert [(tuple(row["given_json"]), row["is_right"]) for row in responses] == [(RIGHT, 1)]
    assert await town.db.read(storage.outbox.status) == {"sent": 3}


async def test_a_passed_item_is_on_mondays_summary_and_nobody_is_asked_twice(town: Town) -> None:
    await town.ticks(SUNDAY)
    (page,) = await town.does(CADRE, Chose(f"check:{FIRE}"))
    await town.does(CADRE, button(page, "a:", "先报告"))
    (offer,) = await town.does(CADRE, Command("quiz"))
    (bubble,) = await town.does(CADRE, button(offer, "quiz:"))
    for _ in range(5):
        *_, bubble = await town.does(CADRE, button(bubble, "a:", "先报告"))
    assert await town.db.read(storage.points.balance, 1, 2026) == (15, 15)
    before = len(town.channel.sent)
    for _ in range(2):
        await town.ticks(MONDAY)
    (address, summary), *cards = town.channel.sent[before:]
    assert address == SUPERVISOR and "1 人全部完成" in summary.text.text
    assert CADRE not in {sent_to for sent_to, _ in cards}
    (asked,) = await town.does(SUPERVISOR, Command("summary"))
    assert "1 人全部完成" in asked.text.text
    (mine,) = await town.does(CADRE, Command("me"))
    assert "已完成" in mine.text.text
