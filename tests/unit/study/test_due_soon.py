"""Two working days before something is due its supervisors hear of it, once, with the counts of that moment."""

from __future__ import annotations

from datetime import date

import pytest
from fakes.county import (
    FIRE,
    a_person,
    at,
    open_and_enrol,
    outbox_of,
    plan_item,
    share_of,
    small_county,
    supervises,
    take_in_small_content,
    the_person,
)

import storage.assignments
import storage.readings
from scheduler.jobs import timetable
from scheduler.runner import tick
from storage.database import Database
from storage.inline import InlineDatabase
from storage.transaction import Transaction
from study import due_soon, exceptions, leave

COUNTY = small_county(plan=(plan_item("11-02", "11-29"),))
NOTICE = at("2026-11-26 08:30")
"""The 29th is a Sunday: two working days before it is Thursday."""


def a_town(tx: Transaction) -> None:
    """1 has done it, 2 is excused, 3 on leave, 4 has begun to read, 5 has not begun; 6 is elsewhere."""
    take_in_small_content(tx)
    a_person(tx, "boss", "县")
    for staff_no in "12345":
        a_person(tx, staff_no, "县/甲镇")
    a_person(tx, "6", "县/乙镇")
    supervises(tx, the_person(tx, "boss"), "县/甲镇")
    open_and_enrol(tx, COUNTY, at("2026-11-02 00:00"))
    storage.assignments.complete(tx, share_of(tx, the_person(tx, "1")).id, at("2026-11-10 09:00"), False)
    exceptions.excuse(tx, share_of(tx, the_person(tx, "2")).id, "借调", "x", COUNTY, at("2026-11-12 09:00"))
    days = (date(2026, 11, 20), date(2026, 12, 20))
    leave.record_leave(tx, the_person(tx, "3"), *days, "病假", "x", COUNTY, at("2026-11-20 09:00"))
    storage.readings.save_progress(tx, the_person(tx, "4").id, FIRE, "开始", 0.3, at("2026-11-20 09:00"))


async def test_the_notice_counts_what_is_left_when_it_is_sent(database: Database) -> None:
    await database.write(a_town)
    assert await database.write(due_soon.tell_supervisors, COUNTY, NOTICE, NOTICE) == 1
    assert await database.write(due_soon.tell_supervisors, COUNTY, NOTICE, NOTICE) == 0
    boss = await database.read(the_person, "boss")
    [item] = await database.read(due_soon.due_soon, boss.id, [1], COUNTY, NOTICE)
    assert (item.due_on, item.done, item.in_time, item.not_begun) == (date(2026, 11, 29), 1, 2, 1)
    for staff_no in "45":
        share = await database.read(lambda tx, s=staff_no: share_of(tx, the_person(tx, s)).id)
        await database.write(storage.assignments.complete, share, NOTICE, False)
    assert await database.read(due_soon.due_soon, boss.id, [1], COUNTY, NOTICE) == ()


@pytest.mark.parametrize("day", ["2026-11-25", "2026-11-27", "2026-11-30"])
def test_on_other_days_nothing_is_said(inline: InlineDatabase, day: str) -> None:
    inline.write_now(a_town)
    now = at(f"{day} 08:30")
    assert inline.write_now(due_soon.tell_supervisors, COUNTY, now, now) == 0


async def test_the_clock_brings_it_once_and_on_the_summarys_day_the_summary_says_it(
    inline: InlineDatabase,
) -> None:
    county = small_county(plan=(plan_item("11-02", "11-29"), plan_item("11-02", "12-02", name="other")))
    inline.write_now(a_town)
    inline.write_now(open_and_enrol, county, at("2026-11-02 00:00"))
    boss = inline.read_now(the_person, "boss")
    for now in ("2026-11-25 08:00", "2026-11-26 08:31", "2026-11-26 08:32", "2026-11-30 08:31"):
        await tick(inline, county, timetable(county), "node", at(now))
    assert [row["dedup_key"] for row in inline.read_now(outbox_of, boss, "due_soon")] == [
        "due_soon:2026-11-26"
    ]
    assert len(inline.read_now(outbox_of, boss, "weekly_summary")) == 1
