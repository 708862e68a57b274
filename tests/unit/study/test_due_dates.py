"""Moving the date of an item for a unit or for everybody, chunk by chunk."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from fakes.county import (
    FIRE,
    a_person,
    at,
    enrol_everybody,
    open_and_enrol,
    plan_item,
    remind,
    share_of,
    small_county,
    the_person,
)

import storage.assignments
import storage.people
import storage.summaries
import storage.units
from storage.database import Database
from storage.inline import InlineDatabase
from storage.transaction import Transaction
from study import due_dates, exceptions, leave, reminders

COUNTY = small_county(plan=(plan_item(),))
NOW = at("2026-11-10 09:00")
VILLAGE = "县/甲镇/一村"


def day(text: str) -> date:
    return date.fromisoformat(f"2026-{text}")


def begin(tx: Transaction) -> None:
    for staff_no, unit in (("1", VILLAGE), ("2", VILLAGE), ("3", "县/乙镇")):
        a_person(tx, staff_no, unit)
    open_and_enrol(tx, COUNTY, at("2026-11-02 00:00"))
    remind(tx, COUNTY, at("2026-11-02 08:30"))


def move(tx: Transaction, to: str, unit: str | None = None, now: Any = NOW) -> bool:
    """Begun and carried out to the end."""
    found = storage.units.by_path(tx, unit) if unit else None
    where = found.id if found else None
    assignment = share_of(tx, the_person(tx)).assignment_id
    if not due_dates.begin_move(tx, assignment, where, day(to), "防汛", "person:7", COUNTY, now):
        return False
    cursor: int | None = 0
    while cursor is not None:
        cursor = due_dates.move_chunk(tx, assignment, where, day(to), cursor, COUNTY, now, "防汛")
    return True


def due(tx: Transaction) -> list[date]:
    return [reminders.due_on(share_of(tx, the_person(tx, number)), COUNTY) for number in "123"]


def item_due(tx: Transaction) -> date:
    assignment = storage.assignments.by_id(tx, share_of(tx, the_person(tx)).assignment_id)
    assert assignment is not None
    return COUNTY.local_day(assignment.due_at) - timedelta(days=1)


@pytest.mark.parametrize("chunk", [1, 2, 200])
async def test_for_everybody_the_item_moves_too(
    database: Database, monkeypatch: pytest.MonkeyPatch, chunk: int
) -> None:
    monkeypatch.setattr(due_dates, "CHUNK", chunk)
    await database.write(begin)
    assert await database.write(move, "12-20")
    assert await database.read(due) == [day("12-20")] * 3
    assert await database.read(item_due) == day("12-20")
    share = await database.read(share_of, await database.read(the_person))
    assert (share.next_stage, share.next_remind_at) == ("before:7", at("2026-12-11 08:30"))
    [entry] = await database.read(
        lambda tx: tx.all("SELECT action, reason, before_json, after_json FROM audit_entry")
    )
    assert (entry["action"], entry["reason"]) == ("plan_move", "防汛")
    assert (entry["before_json"]["due_on"], entry["after_json"]["due_on"]) == ("2026-11-30", "2026-12-20")


async def test_for_a_unit_only_those_below_it_move(database: Database) -> None:
    await database.write(begin)
    assert await database.write(move, "12-20", "县/甲镇")
    assert await database.read(due) == [day("12-20"), day("12-20"), day("11-30")]
    assert await database.read(item_due) == day("11-30")


def test_the_unit_that_is_all_of_the_county_is_everybody(inline: InlineDatabase) -> None:
    inline.write_now(begin)
    assert inline.write_now(move, "12-20", "县")
    assert inline.read_now(item_due) == day("12-20")


def test_what_one_person_was_given_stays_where_it_reaches_further(inline: InlineDatabase) -> None:
    do = inline.write_now
    do(begin)
    given = do(share_of, do(the_person, "2"))
    do(exceptions.extend, given.id, day("12-25"), "病", "x", COUNTY, NOW)
    do(leave.record_leave, do(the_person, "3"), day("11-20"), day("12-10"), "产假", "x", COUNTY, NOW)
    do(move, "12-10")
    assert do(due) == [day("12-10"), day("12-25"), day("12-17")]
    do(move, "12-31")
    assert do(due) == [day("12-31")] * 3
    do(move, "12-05")
    assert do(due) == [day("12-05"), day("12-25"), day("12-17")]


def test_an_earlier_date_leaves_everybody_until_tomorrow(inline: InlineDatabase) -> None:
    do = inline.write_now
    do(begin)
    late = at("2026-11-28 09:00")
    assert not do(move, "11-27", now=late)
    assert do(move, "11-28", now=late)
    assert do(due) == [day("11-29")] * 3
    do(move, "11-30", now=at("2026-11-30 09:00"))
    assert do(due) == [day("11-30")] * 3


def test_what_is_overdue_comes_back_in_time_only_by_a_date_to_come(inline: InlineDatabase) -> None:
    do = inline.write_now
    do(begin)
    done = do(share_of, do(the_person, "2"))
    do(storage.assignments.complete, done.id, at("2026-12-02 09:00"), True)
    now = at("2026-12-03 09:00")
    assert do(move, "12-10", now=now)
    assert do(due) == [day("12-10")] * 3
    assert do(share_of, do(the_person, "2")).is_late == 0
    assert do(share_of, do(the_person)).next_remind_at is not None


def test_what_is_done_in_time_excused_or_withdrawn_stays(inline: InlineDatabase) -> None:
    do = inline.write_now
    do(begin)
    first, second = (do(share_of, do(the_person, number)) for number in "12")
    do(storage.assignments.complete, first.id, NOW, False)
    do(exceptions.excuse, second.id, "借调", "x", COUNTY, NOW)
    do(move, "12-20")
    assert do(due) == [day("11-30"), day("11-30"), day("12-20")]


def test_a_late_joiner_keeps_two_weeks(inline: InlineDatabase) -> None:
    do = inline.write_now
    do(begin)
    do(a_person, "4", joined_on="2026-11-20")
    do(storage.people.reopen_enrolment, NOW)
    do(enrol_everybody, COUNTY, at("2026-11-20 09:00"))
    do(move, "11-25", now=at("2026-11-20 09:00"))
    assert reminders.due_on(do(share_of, do(the_person, "4"), FIRE), COUNTY) == day("12-04")


async def test_last_weeks_figures_stay_as_they_were(database: Database) -> None:
    await database.write(begin)
    before = at("2026-12-01 09:00")
    await database.write(move, "12-20", now=at("2026-12-02 09:00"))
    root = await database.read(storage.units.by_path, "县")
    assert root is not None
    place = ((root.id,), before, before, before, before, day("12-01"))
    rows = await database.read(storage.summaries.counts, *place)
    assert sum(row["overdue"] for row in rows) == 3
