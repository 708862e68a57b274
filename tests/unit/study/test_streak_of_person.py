"""A person's own streak: weeks studied in a row, paused by leave, holidays and weeks with nothing open."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from random import Random

from fakes.county import (
    a_person,
    answer,
    at,
    open_and_enrol,
    plan_item,
    share_of,
    small_county,
    take_in_small_content,
    the_person,
)

import storage.plan_changes
from storage.inline import InlineDatabase
from storage.transaction import Transaction
from study import leave, quizzes, streak
from study.rules.county import County

NOW = at("2026-11-25 20:00")
COUNTY = small_county(plan=(plan_item("09-01", "12-31"),))
OPENED = at("2026-09-01 00:00")


def begin(tx: Transaction) -> None:
    take_in_small_content(tx)
    a_person(tx)
    open_and_enrol(tx, COUNTY, OPENED)


def study(tx: Transaction, *days: str) -> None:
    for text in days:
        now = at(f"2026-{text} 20:00")
        attempt = quizzes.resume_or_start_practice(tx, the_person(tx).id, "all", Random(1), now)
        assert attempt is not None
        answer(tx, attempt, COUNTY, now)


def weeks(inline: InlineDatabase, county: County = COUNTY, now: datetime = NOW) -> int:
    person = inline.read_now(the_person)
    return inline.read_now(streak.weeks_in_a_row, person, county, now)


def test_the_running_week_adds_and_does_not_break(inline: InlineDatabase) -> None:
    inline.write_now(begin)
    assert weeks(inline) == 0
    inline.write_now(study, "11-02", "11-15", "11-16")
    assert weeks(inline) == 3
    inline.write_now(study, "11-25")
    assert weeks(inline) == 4
    assert weeks(inline, now=at("2026-12-07 09:00")) == 0


def test_a_week_belongs_to_the_local_calendar(inline: InlineDatabase) -> None:
    inline.write_now(begin)
    inline.write_now(study, "11-15", "11-16")
    assert weeks(inline) == 2


def test_leave_pauses_whole_weeks_only(inline: InlineDatabase) -> None:
    inline.write_now(begin)
    inline.write_now(study, "11-06", "11-25")
    assert weeks(inline) == 1
    away = (date(2026, 11, 9), date(2026, 11, 20))
    inline.write_now(leave.record_leave, inline.read_now(the_person), *away, "病", "x", COUNTY, NOW)
    assert weeks(inline) == 2
    inline.write_now(study, "10-20")
    assert weeks(inline) == 2


def test_a_week_without_working_days_pauses(inline: InlineDatabase) -> None:
    do = inline.write_now
    do(take_in_small_content)
    do(a_person)
    county = small_county(plan=(plan_item("01-10", "12-31"),))
    do(open_and_enrol, county, at("2026-01-10 00:00"))
    do(study, "02-12", "02-25")
    spring_festival = [date(2026, 2, 16) + timedelta(days=n) for n in range(7)]
    assert not any(map(county.calendar.is_working_day, spring_festival))
    assert weeks(inline, county, at("2026-02-25 21:00")) == 2


def test_weeks_with_nothing_open_pause(inline: InlineDatabase) -> None:
    do = inline.write_now
    do(take_in_small_content)
    do(a_person)
    do(open_and_enrol, small_county(plan=(plan_item("11-16", "12-31"),)), at("2026-11-16 00:00"))
    do(study, "11-17", "10-05")
    assert weeks(inline) == 1
    do(study, "11-25")
    assert weeks(inline) == 2


def test_weeks_after_an_item_was_taken_back_pause(inline: InlineDatabase) -> None:
    inline.write_now(begin)
    inline.write_now(study, "11-03", "11-10", "11-25")
    assert weeks(inline) == 1
    share = inline.read_now(share_of, inline.read_now(the_person))
    when = at("2026-11-10 21:00")
    inline.write_now(storage.plan_changes.withdraw_share, share.assignment_id, share.person_id, when)
    assert weeks(inline) == 2


def test_a_longer_streak_is_said_as_half_a_year(inline: InlineDatabase) -> None:
    do = inline.write_now
    do(take_in_small_content)
    do(a_person, joined_on="2020-01-01")
    county = small_county(plan=(plan_item("01-10", "12-31"),))
    do(open_and_enrol, county, at("2026-01-10 00:00"))
    for number in range(30):
        now = NOW - timedelta(weeks=number)
        do(study, f"{now:%m-%d}")
    assert weeks(inline, county) == streak.LOOK_BACK
