"""The timetable: every job there is, and what one run of it does."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Literal

import storage.assignments
import storage.attempts
import storage.clockwork
import storage.outbox
import storage.web_chat
from storage.database import Database
from study import assignments, attempts, reminders, weekly_summary
from study.rules.county import County
from study.rules.quiet_time import next_permitted
from study.rules.reporting_period import period_of, previous
from study.rules.settings import ScheduledQuiz
from study.rules.timetable import When, parse_when, planned_on

KEEP_SEEN_UPDATES = timedelta(days=7)
KEEP_REPLIES = timedelta(days=30)
KEEP_TRANSCRIPTS = timedelta(days=180)
SUMMARY_EXPIRES = timedelta(days=6)
CHUNK = 1_000

Run = Callable[[Database, County, datetime, datetime], Awaitable[int]]
"""(database, county, slot, now) to how many rows it made or closed."""


@dataclass(frozen=True)
class Job:
    """A named run at the slots of `when`. `catch_up`: all missed slots, or the latest in place of all."""

    name: str
    when: When
    on_rest_day: Literal["keep", "skip", "move"]
    catch_up: Literal["each", "latest"]
    run: Run


def timetable(county: County) -> tuple[Job, ...]:
    """All jobs of this county that have a slot in the calendar."""
    settings = county.settings
    summary = parse_when(settings.weekly_summary.when)
    return (
        Job("open_plan", parse_when("daily 00:00"), "keep", "latest", open_plan),
        Job("housekeeping", parse_when("daily 03:30"), "keep", "latest", housekeeping),
        Job("weekly_summary", summary, "move", "latest", send_weekly_summaries),
        *(
            Job(f"quiz:{quiz.name}", parse_when(quiz.when), "keep", "each", partial(open_quiz, quiz))
            for quiz in settings.quiz_schedule
        ),
    )


async def open_plan(db: Database, county: County, slot: datetime, now: datetime) -> int:
    """Open what the plan opens today."""
    return await db.write(assignments.open_plan, county, now)


async def open_quiz(quiz: ScheduledQuiz, db: Database, county: County, slot: datetime, now: datetime) -> int:
    """Open one slot of a scheduled quiz, unless it would have closed already."""
    if now >= slot + quiz.closes_after:
        return 0
    opened = await db.write(assignments.open_scheduled_quiz, quiz, slot, county)
    return 0 if opened is None else 1


async def send_weekly_summaries(db: Database, county: County, slot: datetime, now: datetime) -> int:
    """The summary of the week that ended before this slot's own Monday, one message for each supervisor."""
    when = parse_when(county.settings.weekly_summary.when)
    day = planned_on(when, slot, county.zone, county.calendar)
    period = previous(period_of(county.midnight(day), county.zone))
    at = next_permitted(now, county.zone, county.quiet, county.calendar, when.at)
    return await db.write(weekly_summary.send_summaries, period, county, now, at, at + SUMMARY_EXPIRES)


async def housekeeping(db: Database, county: County, slot: datetime, now: datetime) -> int:
    """Drop what is kept no longer: seen events after a week, replies after a month, transcripts after half a year."""
    await db.write(storage.clockwork.forget_seen, now - KEEP_SEEN_UPDATES)
    dropped = 0
    while chunk := await db.write(storage.outbox.forget_settled, now - KEEP_REPLIES, CHUNK):
        dropped += chunk
    while chunk := await db.write(storage.web_chat.forget, now - KEEP_TRANSCRIPTS, now, CHUNK):
        dropped += chunk
    return dropped


async def enrol(db: Database, county: County, now: datetime) -> int:
    """Give everybody their share of what has opened, a chunk to a write."""
    people = 0
    for assignment in await db.read(storage.assignments.to_enrol, now):
        while chunk := await db.write(assignments.enrol_chunk, assignment.id, county, now):
            people += chunk
    return people


async def remind(db: Database, county: County, now: datetime) -> int:
    """Decide the reminders whose hour has come; how many cards were queued."""
    cards = 0
    while await db.read(storage.assignments.is_reminder_due, now):
        cards += await db.write(reminders.decide_page, county, now)
    return cards


async def close_attempts(db: Database, county: County, now: datetime) -> int:
    """Close attempts whose deadline has passed."""
    closed = 0
    while await db.read(storage.attempts.past_deadline, now, 1):
        closed += await db.write(attempts.close_overdue, now, CHUNK)
    return closed


EACH_TICK = {"enrol": enrol, "remind": remind, "close_attempts": close_attempts}
"""What is looked at on every tick: each asks an index whether anything is due."""
