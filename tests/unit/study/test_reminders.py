"""Reminders: each stage decided once, one card a day at the person's hour, nothing when nothing is left to say."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

import pytest
from fakes.county import (
    FIRE,
    FLOOD,
    a_person,
    answer_all,
    at,
    enrol_everybody,
    open_and_enrol,
    outbox_of,
    plan_item,
    reach,
    remind,
    share_of,
    small_county,
    take_in_small_content,
    the_person,
)

import storage.assignments
import storage.people
from storage.database import Database
from storage.inline import InlineDatabase
from storage.transaction import Transaction
from study import assignments, exceptions, leave, quizzes, reminders
from study.rules.county import County
from study.rules.settings import ScheduledQuiz

OPENS = at("2026-11-02 00:00")
COUNTY = small_county(plan=(plan_item(),))
TWO = small_county(plan=(plan_item(), plan_item(reading=FLOOD)))

Do = Callable[..., Any]


def begin(tx: Transaction, county: County = COUNTY, now: datetime = OPENS, **person: Any) -> None:
    take_in_small_content(tx)
    a_person(tx, **person)
    open_and_enrol(tx, county, now)


def cards(tx: Transaction, staff_no: str = "1") -> list[tuple[str, str]]:
    """(day, state) of each card, `2026-11-02 08:30` the instant it goes out."""
    rows = outbox_of(tx, the_person(tx, staff_no))
    return [
        (row["send_after_at"].astimezone(OPENS.tzinfo).strftime("%m-%d %H:%M"), row["state"]) for row in rows
    ]


def every_morning(do: Do, county: County, first: str, last: str, hour: str = "08:30") -> list[str]:
    """Tick each day at the hour; the days on which a card was queued."""
    day, queued = date.fromisoformat(first), []
    while day <= date.fromisoformat(last):
        if do(remind, county, at(f"{day} {hour}")):
            queued.append(f"{day:%m-%d}")
        day += timedelta(days=1)
    return queued


async def test_the_ladder_is_climbed_once_whatever_is_repeated(database: Database) -> None:
    await database.write(begin)
    queued = []
    for day in range(70):
        for hour in (8, 9):
            now = OPENS + timedelta(days=day, hours=hour, minutes=30)
            if await database.write(remind, COUNTY, now):
                queued.append(f"{now:%m-%d}")
    assert queued == ["11-02", "11-23", "11-27", "11-30", "12-07", "12-14", "12-21", "12-28"]
    assert (await database.read(share_of, await database.read(the_person))).next_remind_at is None


async def test_a_clock_that_steps_back_reminds_of_nothing_twice(database: Database) -> None:
    await database.write(begin)
    hour = at("2026-11-02 08:30")
    assert await database.write(remind, COUNTY, hour) == 1
    person = await database.read(the_person)
    for back in (timedelta(minutes=30), timedelta(hours=10)):
        await database.write(reminders.reschedule, person.id, COUNTY, hour - back)
        assert await database.write(remind, COUNTY, hour) == 0
        assert await database.write(remind, COUNTY, hour + timedelta(days=1)) == 0
    assert await database.read(cards) == [("11-02 08:30", "pending")]


def test_all_that_is_due_of_a_day_comes_in_one_card(inline: InlineDatabase) -> None:
    do = inline.write_now
    do(begin, TWO)
    assert every_morning(do, TWO, "2026-11-02", "2026-11-08") == ["11-02"]


async def test_one_card_of_two_items_also_where_people_fall_on_several_pages(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reminders, "PAGE", 2)
    for staff_no in "23":
        await database.write(a_person, staff_no)
    await database.write(begin, TWO)
    hour = at("2026-11-02 08:30")
    pages = [await database.write(reminders.decide_page, TWO, hour) for _ in range(3)]
    assert pages == [2, 1, 0]
    assert await database.write(remind, TWO, hour + timedelta(days=1)) == 0


async def test_two_nodes_that_tick_at_once_queue_each_card_once(database: Database) -> None:
    for staff_no in "2345":
        await database.write(a_person, staff_no)
    await database.write(begin, TWO)
    hour = at("2026-11-02 08:30")
    decided = await asyncio.gather(*(database.write(reminders.decide_page, TWO, hour) for _ in range(4)))
    assert sum(decided) == 5
    share = await database.read(share_of, await database.read(the_person))
    assert (share.next_stage, share.next_remind_at) == ("before:7", at("2026-11-23 08:30"))


def test_three_cards_a_week_unless_something_is_due_by_tomorrow(inline: InlineDatabase) -> None:
    do = inline.write_now
    days = ("09", "10", "11", "12")
    plan = tuple(plan_item(f"11-{day}", "12-31", name=f"item {day}") for day in days)
    county = small_county(plan=plan)
    do(begin, county, at("2026-11-09 00:00"))

    def mornings(county: County) -> list[str]:
        queued = []
        for day in range(9, 18):
            do(open_and_enrol, county, at(f"2026-11-{day:02} 00:00"))
            queued += every_morning(do, county, f"2026-11-{day:02}", f"2026-11-{day:02}")
        return queued

    assert mornings(county) == ["11-09", "11-10", "11-11", "11-16"]


def test_a_fourth_card_comes_for_what_is_due_today(inline: InlineDatabase) -> None:
    do = inline.write_now
    days = ("09", "10", "11")
    plan = tuple(plan_item(f"11-{day}", "12-31", name=f"item {day}") for day in days)
    county = small_county(plan=(*plan, plan_item("10-15", "11-13", name="urgent")))
    do(begin, county, at("2026-11-07 00:00"))
    queued = []
    for day in days:
        do(open_and_enrol, county, at(f"2026-11-{day} 00:00"))
        queued += every_morning(do, county, f"2026-11-{day}", f"2026-11-{day}")
    assert queued == ["11-09", "11-10", "11-11"]
    assert every_morning(do, county, "2026-11-12", "2026-11-17") == ["11-13"]


def test_a_scheduled_quiz_is_never_chased(inline: InlineDatabase) -> None:
    do = inline.write_now
    do(a_person)
    quiz = ScheduledQuiz("thursday", "thu 20:00", ("all",), 5, timedelta(days=20))
    do(assignments.open_scheduled_quiz, quiz, OPENS, COUNTY)
    do(enrol_everybody, COUNTY, OPENS)
    assert every_morning(do, COUNTY, "2026-11-02", "2026-12-02") == []


def test_nobody_without_a_chat_is_queued_a_card(inline: InlineDatabase) -> None:
    do = inline.write_now
    do(begin, channel=None)
    assert every_morning(do, COUNTY, "2026-11-02", "2026-11-20") == []
    do(reach, do(the_person).id)
    assert every_morning(do, COUNTY, "2026-11-21", "2026-11-25") == ["11-23"]


def test_a_stage_on_a_holiday_moves_to_the_next_working_day(inline: InlineDatabase) -> None:
    do = inline.write_now
    county = small_county(plan=(plan_item("10-01", "10-31"),))
    do(begin, county, at("2026-10-01 00:00"))
    first = county.calendar.next_working_day(date(2026, 10, 1))
    assert first > date(2026, 10, 5)
    assert every_morning(do, county, "2026-10-01", "2026-10-12") == [f"{first:%m-%d}"]


@pytest.mark.parametrize(
    ("late_tick", "hour", "sent"),
    [
        ("2026-11-02 10:00", "08:30", "11-02 10:00"),
        ("2026-11-02 12:40", "08:30", "11-02 14:00"),
        ("2026-11-02 12:40", "12:30", "11-02 12:40"),
        ("2026-11-02 13:45", "12:30", "11-02 14:00"),
        ("2026-11-02 22:00", "08:30", "11-03 08:30"),
        ("2026-11-02 22:00", "19:30", "11-03 19:30"),
        ("2026-11-07 09:00", "12:30", "11-09 12:30"),
    ],
)
def test_a_late_tick_keeps_quiet_hours_rest_days_and_the_chosen_hour(
    inline: InlineDatabase, late_tick: str, hour: str, sent: str
) -> None:
    do = inline.write_now
    do(begin, hour=hour)
    assert do(remind, COUNTY, at(late_tick)) == 1
    assert do(cards) == [(sent, "pending")]


def test_an_announcement_missed_by_a_late_start_comes_at_the_next_hour(inline: InlineDatabase) -> None:
    do = inline.write_now
    do(begin, COUNTY, at("2026-11-02 10:00"))
    assert every_morning(do, COUNTY, "2026-11-02", "2026-11-25") == ["11-03", "11-23"]


def test_the_chosen_hour_moves_what_is_ahead_and_loses_nothing(inline: InlineDatabase) -> None:
    do = inline.write_now
    do(begin, hour="12:30")

    def choose(hour: str, now: str) -> None:
        do(storage.people.update, do(the_person).id, daily_hour=hour)
        do(reminders.reschedule, do(the_person).id, COUNTY, at(now))

    choose("19:30", "2026-11-02 10:00")
    assert do(remind, COUNTY, at("2026-11-02 12:30")) == 0
    choose("08:30", "2026-11-02 18:00")
    assert do(remind, COUNTY, at("2026-11-02 19:30")) == 0
    assert do(remind, COUNTY, at("2026-11-03 08:30")) == 1
    choose("19:30", "2026-11-03 09:00")
    assert every_morning(do, COUNTY, "2026-11-03", "2026-11-22", "19:30") == []


def test_a_last_stage_that_waits_for_its_card_is_not_lost_when_something_else_moves(
    inline: InlineDatabase,
) -> None:
    do = inline.write_now
    do(begin)
    every_morning(do, COUNTY, "2026-11-02", "2026-12-27")
    share = do(share_of, do(the_person))
    assert share.next_stage == "overdue:4"
    do(storage.assignments.set_reminder, share.id, at("2026-12-29 08:30"), "overdue:4")
    do(reminders.reschedule, do(the_person).id, COUNTY, at("2026-12-28 10:00"))
    assert every_morning(do, COUNTY, "2026-12-28", "2026-12-31") == ["12-29"]


def record_leave(do: Do, first: str, last: str, now: str) -> bool:
    days = (date.fromisoformat(first), date.fromisoformat(last))
    return bool(do(leave.record_leave, do(the_person), *days, "产假", "person 7", COUNTY, at(now)))


def test_leave_holds_reminders_until_the_first_working_day_after_it(inline: InlineDatabase) -> None:
    do = inline.write_now
    do(begin)
    record_leave(do, "2026-10-30", "2026-11-11", "2026-11-01 09:00")
    record_leave(do, "2026-11-12", "2026-11-13", "2026-11-01 09:00")
    assert every_morning(do, COUNTY, "2026-11-02", "2026-11-24") == ["11-16", "11-23"]


def test_leave_takes_back_the_card_that_is_queued(inline: InlineDatabase) -> None:
    do = inline.write_now
    do(begin)
    do(remind, COUNTY, at("2026-11-02 22:00"))
    record_leave(do, "2026-11-04", "2026-11-05", "2026-11-02 22:10")
    assert do(cards) == [("11-03 08:30", "pending")]
    record_leave(do, "2026-11-03", "2026-11-03", "2026-11-02 22:20")
    assert do(cards) == [("11-03 08:30", "cancelled")]


def test_a_pause_holds_what_would_be_said_and_nothing_of_it_is_lost(inline: InlineDatabase) -> None:
    do = inline.write_now
    do(begin)
    do(storage.people.update, do(the_person).id, paused_until_on=date(2026, 11, 4))
    do(reminders.reschedule, do(the_person).id, COUNTY, at("2026-11-02 07:00"))
    assert every_morning(do, COUNTY, "2026-11-02", "2026-11-24") == ["11-05", "11-23"]


def test_completion_takes_back_the_card_unless_something_else_is_open(inline: InlineDatabase) -> None:
    do = inline.write_now
    do(begin, TWO)
    hour = at("2026-11-02 08:30")
    do(remind, TWO, hour)
    person = do(the_person)

    def read(slug: str) -> None:
        do(answer_all, do(quizzes.resume_or_start_check, person.id, slug, Random(1), hour), TWO, hour)

    read(FIRE)
    assert do(cards) == [("11-02 08:30", "pending")]
    assert do(share_of, person).next_remind_at is None
    read(FLOOD)
    assert do(cards) == [("11-02 08:30", "cancelled")]
    assert every_morning(do, TWO, "2026-11-02", "2026-12-31") == []


def test_an_extension_starts_the_ladder_anew(inline: InlineDatabase) -> None:
    do = inline.write_now
    do(begin)
    every_morning(do, COUNTY, "2026-11-02", "2026-12-07")
    share = do(share_of, do(the_person))
    assert share.next_stage == "overdue:2"
    do(exceptions.extend, share.id, date(2026, 12, 18), "防汛", "person 7", COUNTY, at("2026-12-08 09:00"))
    later = every_morning(do, COUNTY, "2026-12-08", "2027-02-01")
    assert later == ["12-11", "12-16", "12-18", "12-25", "01-04", "01-08", "01-15"]


def test_who_has_left_is_reminded_no_more(inline: InlineDatabase) -> None:
    do = inline.write_now
    do(begin)
    do(storage.people.update, do(the_person).id, left_on=date(2026, 11, 2))
    assert every_morning(do, COUNTY, "2026-11-02", "2026-12-01") == []
    assert do(share_of, do(the_person)).next_remind_at is None


def test_a_card_expires_with_its_day(inline: InlineDatabase) -> None:
    do = inline.write_now
    do(begin)
    do(remind, COUNTY, at("2026-11-02 08:30"))
    [row] = do(outbox_of, do(the_person))
    assert row["dedup_key"] == "card:2026-11-02"
    assert row["expires_at"] == at("2026-11-03 00:00")
