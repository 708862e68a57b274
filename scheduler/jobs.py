"""The timetable: every job there is, and what one run of it does."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Literal

import storage.announcements
import storage.assignments
import storage.attempts
import storage.clockwork
import storage.credits
import storage.month_cards
import storage.outbox
import storage.plan_changes
import storage.regrades
import storage.web_chat
from scheduler import pushing
from scheduler.chunks import in_chunks
from storage.database import Database
from storage.transaction import Transaction
from study import (
    announcements,
    answer_reviews,
    assignments,
    attempts,
    credits,
    due_soon,
    leaving,
    month_card,
    plan_changes,
    regrade,
    reminders,
    transfers,
    uploads,
    weekly_summary,
)
from study.month_card import MonthCard
from study.rules.county import County
from study.rules.reporting_period import period_of, previous
from study.rules.settings import ScheduledQuiz
from study.rules.timetable import When, parse_when, planned_on, slots

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
        Job("transfers", parse_when("daily 00:00"), "keep", "latest", move_people),
        Job("housekeeping", parse_when("daily 03:30"), "keep", "latest", housekeeping),
        Job("weekly_summary", summary, "move", "latest", send_weekly_summaries),
        Job("monthly_card", parse_when(settings.monthly_card.when), "move", "latest", send_monthly_cards),
        Job("answers_waiting", parse_when(f"workdays {summary.at:%H:%M}"), "keep", "latest", tell_of_answers),
        Job("due_soon", parse_when(f"workdays {summary.at:%H:%M}"), "keep", "latest", tell_due_soon),
        *(
            Job(f"quiz:{quiz.name}", parse_when(quiz.when), "keep", "each", partial(open_quiz, quiz))
            for quiz in settings.quiz_schedule
        ),
    )


async def open_plan(db: Database, county: County, slot: datetime, now: datetime) -> int:
    """Open what the plan opens today."""
    return await db.write(assignments.open_plan, county, now)


async def move_people(db: Database, county: County, slot: datetime, now: datetime) -> int:
    """Carry out the transfers and leavings whose day has come, a chunk to a write."""
    moved = 0
    while chunk := await db.write(leaving.end_due, county, now):
        moved += chunk
    while chunk := await db.write(transfers.apply_due, county, now):
        moved += chunk
    return moved


async def open_quiz(quiz: ScheduledQuiz, db: Database, county: County, slot: datetime, now: datetime) -> int:
    """Open one slot of a scheduled quiz, unless it would have closed already."""
    if now >= slot + quiz.closes_after:
        return 0
    opened = await db.write(assignments.open_scheduled_quiz, quiz, slot, county)
    return 0 if opened is None else 1


async def send_weekly_summaries(db: Database, county: County, slot: datetime, now: datetime) -> int:
    """The summary of the week that ended before this slot's own Monday, one message for each supervisor.

    Each is counted by a reader and kept in a write of its own, so that replies never wait for it.
    """
    when = parse_when(county.settings.weekly_summary.when)
    day = planned_on(when, slot, county.zone, county.calendar)
    period = previous(period_of(county.midnight(day), county.zone))
    at = county.next_permitted(now, when.at)
    sent = 0
    for person_id, unit_ids in (await db.read(weekly_summary.supervised, county, now)).items():
        if await db.read(weekly_summary.stored_summary, person_id, period.label):
            continue
        summary = await db.read(weekly_summary.summarise, person_id, unit_ids, period, county, now)
        sent += await db.write(weekly_summary.send_summary, person_id, summary, at, at + SUMMARY_EXPIRES)
    return sent


async def send_monthly_cards(db: Database, county: County, slot: datetime, now: datetime) -> int:
    """One card for whoever supervises the whole; counted once, by a reader like the weekly summary."""
    when = parse_when(county.settings.monthly_card.when)
    at = county.next_permitted(now, when.at)
    sent = 0
    cards: dict[int, MonthCard] = {}
    for person_id, root in await db.read(storage.month_cards.roots_supervised, county.local_day(now)):
        if root.id not in cards:
            cards[root.id] = await db.read(month_card.month_card, root, county, now)
        sent += await db.write(month_card.send_card, person_id, cards[root.id], at, at + SUMMARY_EXPIRES)
    return sent


async def tell_due_soon(db: Database, county: County, slot: datetime, now: datetime) -> int:
    """Tell supervisors what is due in a few working days; on the day of the summary, that says it."""
    summary = parse_when(county.settings.weekly_summary.when)
    midnight = county.midnight(county.local_day(now))
    if slots(summary, midnight, slot, county.zone, county.calendar, "move"):
        return 0
    at = county.next_permitted(now, summary.at)
    return await db.write(due_soon.tell_supervisors, county, now, at)


async def tell_of_answers(db: Database, county: County, slot: datetime, now: datetime) -> int:
    """Tell those who decide of typed answers that no key foresaw."""
    return await db.write(answer_reviews.tell_reviewers, county, now)


async def housekeeping(db: Database, county: County, slot: datetime, now: datetime) -> int:
    """Drop what is kept no longer: seen events after a week, replies after a month, transcripts after half a year,
    files nobody decided on after a day."""
    await db.write(storage.clockwork.forget_seen, now - KEEP_SEEN_UPDATES)
    dropped = 0
    while chunk := await db.write(storage.outbox.forget_settled, now - KEEP_REPLIES, CHUNK):
        dropped += chunk
    while chunk := await db.write(storage.web_chat.forget, now - KEEP_TRANSCRIPTS, now, CHUNK):
        dropped += chunk
    return dropped + await db.write(uploads.forget, now)


async def enrol(db: Database, county: County, now: datetime) -> int:
    """Give everybody their share of what has opened."""

    def opened(tx: Transaction) -> list[int]:
        return [assignment.id for assignment in storage.assignments.to_enrol(tx, now)]

    return await in_chunks(db, opened, assignments.enrol_chunk, county, now)


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


async def change_plan(db: Database, county: County, now: datetime) -> int:
    """Work off what the office changes of the plan."""
    return await in_chunks(db, storage.plan_changes.to_run, plan_changes.run_chunk, county, now)


async def announce(db: Database, county: County, now: datetime) -> int:
    """Queue announcements, or take them back."""
    return await in_chunks(db, storage.announcements.to_queue, announcements.run_chunk, county, now)


async def credit(db: Database, county: County, now: datetime) -> int:
    """Credit everybody a wrong question marked wrong."""
    return await in_chunks(db, storage.credits.to_run, credits.run_chunk, county, now)


async def grade_anew(db: Database, county: County, now: datetime) -> int:
    """Grade the answers to corrected questions anew."""
    return await in_chunks(db, storage.regrades.to_run, regrade.run_chunk, county, now)


EACH_TICK = {
    "push": pushing.open_pushes,
    "enrol": enrol,
    "change_plan": change_plan,
    "remind": remind,
    "close_attempts": close_attempts,
    "announce": announce,
    "credit": credit,
    "regrade": grade_anew,
    "push_cards": pushing.follow_pushes,
}
"""What is looked at on every tick: each asks an index whether anything is due."""
