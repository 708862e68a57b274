"""`docs/walkthrough.md`, walked: one answer and one weekly summary, from the channel to the record and back."""

from __future__ import annotations

import logging
from datetime import timedelta
from random import Random

import pytest
from fakes.channel import CountingPace, ScriptedChannel
from fakes.county import (
    PLAN_QUIZ,
    a_person,
    at,
    open_and_enrol,
    plan_item,
    share_of,
    small_county,
    supervises,
    take_in_small_content,
)

import storage.outbox
import storage.people
from bot.conversation.incoming import Chose, Command, Incoming
from bot.locales import Words
from bot.postman import Postman
from bot.reception import GardenReception
from scheduler.jobs import timetable
from scheduler.outbox_worker import OutboxWorker
from scheduler.runner import tick
from storage.database import Database
from storage.people import Person
from storage.transaction import Transaction
from study import audit, outbox

NODE = "node"
CANARY_NAME = "金丝雀"
TUESDAY = at("2026-11-10 10:00")
MONDAY = at("2026-11-16 08:30")
COUNTY = small_county(plan=(plan_item(quiz=PLAN_QUIZ),))


class Garden:
    """Reception, postman and worker over a real database and a scripted channel."""

    def __init__(self, db: Database) -> None:
        self.db = db
        self.now = TUESDAY
        self.channel = ScriptedChannel()
        words, pace = Words(COUNTY.zone), CountingPace()
        self.postman = Postman(
            db,
            {"telegram": self.channel},
            {"telegram": pace},
            COUNTY,
            words,
            lambda: self.now,
            Random(1),
            self._no_wait,
        )
        self.reception = GardenReception(db, self.postman, COUNTY, words, NODE, lambda: self.now, Random(2))
        rate = NoRate()
        self.worker = OutboxWorker(db, "telegram", rate, self.postman.post, NODE, lambda: self.now)

    @staticmethod
    async def _no_wait(seconds: float) -> None: ...

    async def take(self, event_id: str, event: Chose | Command) -> bool:
        taken = await self.reception.take(
            Incoming("telegram", "telegram-1", event_id, event, message_ref="5")
        )
        await self.postman.lanes.drain(5)
        return taken.is_new

    async def prompts(self) -> list[int]:
        rows = await self.db.read(lambda tx: tx.all("SELECT id FROM prompt WHERE closed_at IS NULL"))
        return [row["id"] for row in rows]

    async def count(self, table: str) -> int:
        row = await self.db.read(lambda tx: tx.one(f"SELECT COUNT(*) AS n FROM {table}"))
        assert row is not None
        return int(row["n"])


class NoRate:
    total_per_second = 0.0

    async def slot(self, *, bulk: bool) -> None: ...


@pytest.fixture
async def garden(database: Database) -> Garden:
    await database.write(take_in_small_content)
    person = await database.write(a_person, channel="telegram", name=CANARY_NAME)
    await database.write(supervises, person, "县")
    await database.write(open_and_enrol, COUNTY, TUESDAY)
    return Garden(database)


async def test_one_answer_is_committed_counted_once_and_answered(garden: Garden) -> None:
    share = await garden.db.read(share_of, await garden.db.read(the_first))
    assert await garden.take("1", Chose(f"quiz:{share.id}"))
    (prompt,) = await garden.prompts()
    assert await garden.take("2", Chose(f"a:{prompt}:0"))
    assert not await garden.take("2", Chose(f"a:{prompt}:0"))
    assert await garden.take("3", Chose(f"a:{prompt}:1"))
    assert await garden.count("response") == 1
    assert [ref for _, _, ref in garden.channel.sent] == ["5", "5"]
    assert "第 2 题" in garden.channel.sent[-1][1]
    assert await garden.db.read(storage.outbox.status) == {"sent": 2}


async def test_a_crash_after_the_commit_loses_nothing_and_counts_nothing_twice(garden: Garden) -> None:
    share = await garden.db.read(share_of, await garden.db.read(the_first))
    await garden.take("1", Chose(f"quiz:{share.id}"))
    (prompt,) = await garden.prompts()

    async def never_sent(*_: object) -> None: ...

    garden.postman._deliver = never_sent  # type: ignore[method-assign]
    await garden.reception.take(Incoming("telegram", "telegram-1", "2", Chose(f"a:{prompt}:0")))
    after = Garden(garden.db)
    assert await after.db.write(outbox.recover, NODE, after.now) == 1
    assert not await after.take("2", Chose(f"a:{prompt}:0"))
    await after.worker.deliver_pending()
    await after.worker.idle()
    assert ["第 2 题" in text for _, text, _ in after.channel.sent] == [True]
    assert await after.count("response") == 1


async def test_one_weekly_summary_is_counted_kept_and_sent_once(garden: Garden) -> None:
    jobs = timetable(COUNTY)
    await tick(garden.db, COUNTY, jobs, NODE, MONDAY - timedelta(days=3))
    garden.now = MONDAY
    for _ in range(2):
        await tick(garden.db, COUNTY, jobs, NODE, garden.now)
        await garden.worker.deliver_pending()
        await garden.worker.idle()
    (summary,) = [text for _, text, _ in garden.channel.sent if "学习周报" in text]
    assert "0/1 人完成" in summary and "截至 11月16日 周一 08:30" in summary
    assert await garden.count("weekly_summary") == 1


async def test_nothing_that_people_are_or_say_is_logged(
    garden: Garden, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    for number, name in enumerate(("today", "readings", "quiz", "points", "me", "summary", "help")):
        await garden.take(f"c{number}", Command(name, "秘密的话"))
    garden.now = MONDAY
    await tick(garden.db, COUNTY, timetable(COUNTY), NODE, garden.now)
    await garden.worker.deliver_pending()
    await garden.worker.idle()
    assert CANARY_NAME not in caplog.text and "秘密" not in caplog.text and "读本" not in caplog.text


async def test_the_recount_agrees(garden: Garden) -> None:
    await garden.take("1", Command("quiz"))
    assert (await garden.db.read(audit.recount, COUNTY)).discrepancies == ()


def the_first(tx: Transaction) -> Person | None:
    return storage.people.by_id(tx, 1)
