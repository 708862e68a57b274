"""What one run of each job does: the plan, scheduled quizzes, the Monday summary, the sweeping up."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random

import pytest
from fakes.county import (
    FIRE,
    PLAN_QUIZ,
    a_person,
    ask,
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
import storage.attempts
import storage.claims
import storage.clockwork
import storage.outbox
from scheduler import jobs
from scheduler.jobs import timetable
from scheduler.runner import tick
from storage.database import Database
from storage.inline import InlineDatabase
from storage.transaction import Transaction
from study import assignments, outbox, quizzes, reminders
from study.rules.county import County
from study.rules.delivery import SendResult
from study.rules.settings import ScheduledQuiz, SummarySettings

THURSDAY = ScheduledQuiz("thursday", "thu 20:00", (FIRE,), 3, timedelta(hours=48))
COUNTY = small_county(plan=(plan_item(quiz=PLAN_QUIZ),), quiz_schedule=(THURSDAY,))
SLOT = at("2026-11-19 20:00")


async def ticks(db: Database, *moments: str, county: County = COUNTY) -> list[dict[str, int]]:
    """Tick at each moment; what the jobs came to, those that came to nothing left out."""
    came_to = [await tick(db, county, timetable(county), "n", at(moment)) for moment in moments]
    return [{name: count for name, count in each.items() if count} for each in came_to]


def test_the_timetable_has_one_job_for_each_scheduled_quiz() -> None:
    assert [job.name for job in timetable(COUNTY)] == [
        "open_plan",
        "transfers",
        "housekeeping",
        "weekly_summary",
        "monthly_card",
        "answers_waiting",
        "due_soon",
        "quiz:thursday",
    ]


async def test_a_scheduled_quiz_opens_at_its_hour_and_reaches_everybody_once(database: Database) -> None:
    await database.write(take_in_small_content)
    for staff_no in "12":
        await database.write(a_person, staff_no)
    assert await ticks(database, "2026-11-19 19:00", "2026-11-19 19:59") == [{}, {}]
    assert await ticks(database, "2026-11-19 20:00", "2026-11-19 20:01") == [
        {"quiz:thursday": 1, "enrol": 2},
        {},
    ]
    for staff_no in "12":
        person = await database.read(the_person, staff_no)
        assert len(await database.read(outbox_of, person, "scheduled_quiz")) == 1
        assert (await database.read(share_of, person, "thursday")).occurrence == "2026-11-19T20:00"


@pytest.mark.parametrize(("late", "opened"), [("2026-11-21 19:59", 1), ("2026-11-21 20:00", 0)])
async def test_a_quiz_missed_in_downtime_opens_only_while_it_would_be_open(
    inline: InlineDatabase, late: str, opened: int
) -> None:
    await ticks(inline, "2026-11-18 09:00")
    [came_to] = await ticks(inline, late)
    assert came_to.get("quiz:thursday", 0) == opened
    assert len(inline.read_now(storage.assignments.occurrences, "scheduled")) == opened
    assert await ticks(inline, "2026-11-21 20:30") == [{}]


async def test_attempts_are_closed_when_their_quiz_closes(database: Database) -> None:
    def begin(tx: Transaction) -> int:
        take_in_small_content(tx)
        person = a_person(tx)
        assignments.open_scheduled_quiz(tx, THURSDAY, SLOT, COUNTY)
        open_and_enrol(tx, COUNTY, SLOT)
        attempt = quizzes.resume_or_start_share(tx, share_of(tx, person, "thursday"), Random(1), SLOT)
        assert attempt is not None
        ask(tx, attempt, SLOT)
        return attempt.id

    attempt_id = await database.write(begin)
    assert await jobs.close_attempts(database, COUNTY, at("2026-11-21 19:59")) == 0
    assert await jobs.close_attempts(database, COUNTY, at("2026-11-21 20:00")) == 1
    assert (await database.read(storage.attempts.by_id, attempt_id)).state == "overdue"


async def test_everybody_gets_their_share_and_their_card_chunk_by_chunk(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(assignments, "CHUNK", 3)
    monkeypatch.setattr(reminders, "PAGE", 3)
    for number in range(7):
        await database.write(a_person, str(number))
    assert await ticks(database, "2026-11-01 12:00", "2026-11-02 00:00") == [{}, {"open_plan": 1, "enrol": 7}]
    assert await ticks(database, "2026-11-02 08:29", "2026-11-02 08:30") == [{}, {"remind": 7}]
    assert await ticks(database, "2026-11-02 08:31", "2026-11-03 08:30") == [{}, {}]


def a_supervisor(tx: Transaction) -> None:
    supervises(tx, a_person(tx), "县")


def summaries(tx: Transaction) -> list[tuple[str, datetime]]:
    return [
        (row["dedup_key"], row["send_after_at"]) for row in outbox_of(tx, the_person(tx), "weekly_summary")
    ]


async def test_the_summary_goes_out_on_monday_about_the_week_before(database: Database) -> None:
    await database.write(a_supervisor)
    await ticks(database, "2026-11-20 09:00", "2026-11-23 08:29")
    assert await database.read(summaries) == []
    assert (await ticks(database, "2026-11-23 08:30"))[0]["weekly_summary"] == 1
    await ticks(database, "2026-11-23 08:31", "2026-11-24 08:30")
    assert await database.read(summaries) == [("summary:2026-W47", at("2026-11-23 08:30"))]


async def test_two_mondays_of_one_holiday_make_one_summary_on_the_day_after(inline: InlineDatabase) -> None:
    inline.write_now(a_supervisor)
    moments = [f"2026-02-{day} 08:30" for day in range(13, 26)]
    sent = [moment for moment in moments if "weekly_summary" in (await ticks(inline, moment))[0]]
    assert sent == ["2026-02-24 08:30"]
    assert inline.read_now(summaries) == [("summary:2026-W08", at("2026-02-24 08:30"))]


async def test_a_holiday_monday_moves_the_summary_and_not_its_week(inline: InlineDatabase) -> None:
    inline.write_now(a_supervisor)
    monday = at("2026-04-06 08:30")
    assert not COUNTY.calendar.is_working_day(monday.date())
    await ticks(inline, "2026-04-05 09:00", "2026-04-06 08:30", "2026-04-07 08:30", "2026-04-08 08:30")
    assert inline.read_now(summaries) == [("summary:2026-W14", at("2026-04-07 08:30"))]


async def test_after_weeks_of_downtime_one_summary_is_sent(inline: InlineDatabase) -> None:
    inline.write_now(a_supervisor)
    await ticks(inline, "2026-11-01 09:00", "2026-11-25 22:00", "2026-11-26 09:00")
    assert inline.read_now(summaries) == [("summary:2026-W47", at("2026-11-26 07:30"))]


async def test_a_summary_set_for_sunday_speaks_of_the_week_before_that_sunday(inline: InlineDatabase) -> None:
    inline.write_now(a_supervisor)
    county = small_county(weekly_summary=SummarySettings("sun 08:30"))
    await ticks(inline, "2026-11-20 09:00", "2026-11-22 08:30", "2026-11-23 08:30", county=county)
    assert inline.read_now(summaries) == [("summary:2026-W46", at("2026-11-23 08:30"))]


async def test_housekeeping_drops_what_is_old_and_nothing_else(database: Database) -> None:
    now = at("2026-11-23 03:30")

    def begin(tx: Transaction) -> None:
        person = a_person(tx)
        for age in (1, 8):
            storage.clockwork.first_sight(tx, "web", f"event {age}", now - timedelta(days=age))
        for age, kind in ((31, "reply"), (29, "reply"), (31, "weekly_summary")):
            then = now - timedelta(days=age)
            storage.outbox.insert(
                tx,
                person_id=person.id,
                identity_id=None,
                dedup_key=f"{kind} {age}",
                kind=kind,
                is_bulk=kind == "weekly_summary",
                message={},
                send_after=then,
                expires_at=now,
            )
            [row] = storage.claims.claim(tx, "n", "web", then, 1)
            outbox.settle(tx, row, SendResult("delivered"), then)

    await database.write(begin)
    assert await jobs.housekeeping(database, COUNTY, now, now) == 1
    assert await database.read(storage.outbox.status) == {"sent": 2}
    assert await database.write(storage.clockwork.first_sight, "web", "event 8", now)
    assert not await database.write(storage.clockwork.first_sight, "web", "event 1", now)
