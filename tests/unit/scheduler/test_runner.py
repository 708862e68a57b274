"""The tick: every slot once, caught up after downtime, redone after a crash, whatever the clock does."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Literal

import pytest
from fakes.county import a_person, at, plan_item, small_county

import storage.clockwork
from scheduler import jobs, runner, waiting
from scheduler.jobs import Job
from scheduler.runner import LEASE, tick
from storage.database import Database
from storage.inline import InlineDatabase
from study.rules.county import County
from study.rules.timetable import parse_when

COUNTY = small_county()
START = at("2026-11-23 00:00")
DAY = timedelta(days=1)

Ran = list[str]


class ProcessDied(BaseException):
    """What no job can catch."""


def job(
    ran: Ran,
    name: str = "daily",
    when: str = "daily 08:00",
    catch_up: Literal["each", "latest"] = "each",
    on_rest_day: Literal["keep", "skip", "move"] = "keep",
    before: Callable[[datetime], Awaitable[None]] | None = None,
) -> Job:
    """A job that writes down its slots; `before` may fail first."""

    async def run(db: Database, county: County, slot: datetime, now: datetime) -> int:
        if before:
            await before(slot)
        ran.append(slot.astimezone(COUNTY.zone).strftime(f"{name} %m-%d %H:%M"))
        return 1

    return Job(name, parse_when(when), on_rest_day, catch_up, run)


async def ticks(db: Database, *moments: str, every: tuple[Job, ...], node: str = "n") -> None:
    for moment in moments:
        await tick(db, COUNTY, every, node, at(f"2026-11-{moment}"))


async def test_each_slot_runs_once_however_often_it_ticks(database: Database) -> None:
    ran: Ran = []
    daily = (job(ran),)
    await ticks(database, "23 00:00", "23 07:59", every=daily)
    assert ran == []
    for node in ("n", "m", "n"):
        await ticks(database, "23 08:00", "23 08:01", "24 09:00", every=daily, node=node)
    assert ran == ["daily 11-23 08:00", "daily 11-24 08:00"]


async def test_missed_slots_are_caught_up_each_or_the_latest_for_all(database: Database) -> None:
    ran: Ran = []
    every = (job(ran, "each"), job(ran, "latest", catch_up="latest"))
    await ticks(database, "20 00:00", "20 08:00", "23 08:30", "23 08:31", every=every)
    each = [entry for entry in ran if entry.startswith("each")]
    assert each == [f"each 11-{day} 08:00" for day in (20, 21, 22, 23)]
    assert [entry for entry in ran if entry not in each] == ["latest 11-20 08:00", "latest 11-23 08:00"]


async def test_slots_missed_long_ago_are_let_go(inline: InlineDatabase) -> None:
    ran: Ran = []
    daily = (job(ran),)
    await tick(inline, COUNTY, daily, "n", START - 30 * DAY)
    await tick(inline, COUNTY, daily, "n", START)
    assert ran == [f"daily 11-{day} 08:00" for day in range(15, 23)]


async def test_a_clock_that_steps_back_or_jumps_doubles_and_loses_nothing(inline: InlineDatabase) -> None:
    ran: Ran = []
    daily = (job(ran),)
    await ticks(inline, "23 00:00", "23 08:10", "23 07:50", "22 08:10", "23 08:05", every=daily)
    await ticks(inline, "25 08:10", "23 12:00", "24 09:00", "26 08:00", every=daily)
    assert ran == [f"daily 11-{day} 08:00" for day in (23, 24, 25, 26)]


async def test_a_job_that_dies_in_the_middle_is_redone_by_its_node_at_once(database: Database) -> None:
    ran: Ran = []
    crashes = [ProcessDied()]

    async def crash(slot: datetime) -> None:
        if crashes:
            raise crashes.pop()

    daily = (job(ran, before=crash),)
    await ticks(database, "23 00:00", every=daily)
    with pytest.raises(ProcessDied):
        await ticks(database, "23 08:00", every=daily)
    await ticks(database, "23 08:01", "23 08:02", every=daily)
    assert ran == ["daily 11-23 08:00"]


async def test_another_node_takes_it_over_when_the_lease_has_run_out(database: Database) -> None:
    ran: Ran = []
    daily = (job(ran),)
    slot = at("2026-11-23 08:00")
    await tick(database, COUNTY, daily, "alive", START)
    assert await database.write(storage.clockwork.claim_slot, "daily", slot, "dead", slot, LEASE)
    await tick(database, COUNTY, daily, "alive", slot + LEASE - timedelta(seconds=1))
    assert ran == []
    await tick(database, COUNTY, daily, "alive", slot + LEASE)
    assert ran == ["daily 11-23 08:00"]


async def test_a_crash_before_newer_slots_is_redone_with_them(inline: InlineDatabase) -> None:
    ran: Ran = []
    every = (job(ran, "each"), job(ran, "latest", catch_up="latest"))
    await tick(inline, COUNTY, every, "n", START)
    slot = at("2026-11-23 08:00")
    for each in every:
        assert inline.write_now(storage.clockwork.claim_slot, each.name, slot, "n", slot, LEASE)
    await ticks(inline, "24 09:00", "24 09:01", every=every)
    assert ran == ["each 11-23 08:00", "each 11-24 08:00", "latest 11-24 08:00"]
    assert inline.read_now(storage.clockwork.known_slots, ["latest"])["latest"][0] == []


async def test_a_failing_job_stops_no_other_and_is_tried_again(
    inline: InlineDatabase, caplog: pytest.LogCaptureFixture
) -> None:
    ran: Ran = []
    failures = ["first", "second"]

    async def fail(slot: datetime) -> None:
        if failures:
            raise ValueError(failures.pop())

    every = (job(ran, "failing", before=fail), job(ran, "other"))
    await tick(inline, COUNTY, every, "n", START)
    with caplog.at_level(logging.ERROR):
        await ticks(inline, "23 08:00", "23 08:01", "23 08:02", every=every)
    assert ran == ["other 11-23 08:00", "failing 11-23 08:00"]
    assert [record.message for record in caplog.records] == ["job failed", "job failed"]


def test_a_tick_asks_for_everything_that_it_looks_at() -> None:
    assert list(waiting.WAITS) == list(jobs.EACH_TICK)


async def test_one_failing_look_stops_no_other(
    inline: InlineDatabase, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def fail(db: Database, county: County, now: datetime) -> int:
        raise ValueError

    async def look(db: Database, county: County, now: datetime) -> int:
        return 7

    monkeypatch.setattr(runner, "EACH_TICK", {"enrol": fail, "remind": look})
    monkeypatch.setattr(waiting, "WAITS", {"remind": lambda tx, now: True})
    with caplog.at_level(logging.ERROR):
        assert await tick(inline, COUNTY, (), "n", START) == {"remind": 7}
    assert len(caplog.records) == 1


async def test_a_job_new_to_the_garden_begins_with_its_next_slot(inline: InlineDatabase) -> None:
    ran: Ran = []
    old = job(ran, "old")
    await ticks(inline, "20 00:00", "20 08:00", "21 08:00", "22 08:00", every=(old,))
    new = job(ran, "new", "daily 07:00")
    await ticks(inline, "22 09:00", "23 07:00", every=(old, new))
    assert [entry for entry in ran if entry.startswith("new")] == ["new 11-23 07:00"]


@pytest.mark.parametrize(
    ("on_rest_day", "expected"),
    [("keep", ["28", "29"]), ("skip", []), ("move", ["30"])],
)
async def test_a_slot_on_a_rest_day_is_kept_skipped_or_moved(
    inline: InlineDatabase, on_rest_day: Literal["keep", "skip", "move"], expected: list[str]
) -> None:
    ran: Ran = []
    weekend = job(ran, when="sat,sun 08:00", on_rest_day=on_rest_day)
    await ticks(inline, "27 00:00", "28 08:00", "29 08:00", "30 08:00", every=(weekend,))
    assert ran == [f"daily 11-{day} 08:00" for day in expected]


async def test_a_tick_says_what_each_job_came_to(database: Database) -> None:
    county = small_county(plan=(plan_item(),))
    await database.write(a_person)
    jobs_of_county = jobs.timetable(county)
    assert await tick(database, county, jobs_of_county, "n", at("2026-11-01 22:00")) == {}
    came_to = await tick(database, county, jobs_of_county, "n", at("2026-11-02 00:00"))
    assert came_to == {"open_plan": 1, "transfers": 0, "enrol": 1}
    came_to = await tick(database, county, jobs_of_county, "n", at("2026-11-02 08:30"))
    assert came_to == {
        "housekeeping": 0,
        "weekly_summary": 0,
        "monthly_card": 0,
        "answers_waiting": 0,
        "due_soon": 0,
        "remind": 1,
    }
    assert await tick(database, county, jobs_of_county, "n", at("2026-11-02 08:31")) == {}


async def test_what_was_missed_is_done_oldest_first(inline: InlineDatabase) -> None:
    done: list[datetime] = []
    daily = job(done)
    await tick(inline, COUNTY, [daily], "n", START)
    await tick(inline, COUNTY, [daily], "n", START + 3 * DAY)
    assert done == sorted(done) and len(done) == 3
