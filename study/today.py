"""What a person has before them now: the daily card, `/today` and `/me` all say this."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

import storage.assignments
import storage.content
from storage.assignments import Enrollment
from storage.transaction import Transaction
from study.reminders import due_on
from study.rules.county import County

NEW_FOR = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Item:
    """One share. `due_on`: the last day in time; `next_step`: what a tap would begin."""

    enrollment: Enrollment
    title: dict[str, str]
    due_on: date
    state: Literal["new", "open", "due_soon", "overdue", "done", "excused"]
    next_step: Literal["read", "quiz", "none"]


@dataclass(frozen=True, slots=True)
class Today:
    items: tuple[Item, ...]

    def those(self, *states: str) -> tuple[Item, ...]:
        return tuple(item for item in self.items if item.state in states)


def today(tx: Transaction, person_id: int, county: County, now: datetime) -> Today:
    """What is open: overdue first, then by due date. Closed scheduled quizzes are gone."""
    enrollments = storage.assignments.open_of_person(tx, person_id)
    items = [
        item_of(tx, enrollment, county, now)
        for enrollment in enrollments
        if enrollment.kind == "plan" or enrollment.due_at > now
    ]
    return Today(tuple(sorted(items, key=lambda item: (item.state != "overdue", item.due_on))))


def item_of(tx: Transaction, enrollment: Enrollment, county: County, now: datetime) -> Item:
    return Item(
        enrollment,
        title_of(tx, enrollment.reading, enrollment.name, county),
        due_on(enrollment, county),
        _state(enrollment, county, now),
        _next_step(enrollment),
    )


def title_of(tx: Transaction, reading: str | None, name: str, county: County) -> dict[str, str]:
    """A plan item is called by its reading, a scheduled quiz by its name in the configuration."""
    version = storage.content.current_reading(tx, reading) if reading else None
    if version:
        return dict(version.content["title"])
    for quiz in county.settings.quiz_schedule:
        if quiz.name == name and quiz.title:
            return dict(quiz.title)
    return {county.settings.language: name}


def _state(
    enrollment: Enrollment, county: County, now: datetime
) -> Literal["new", "open", "due_soon", "overdue", "done", "excused"]:
    if enrollment.completed_at is not None:
        return "done"
    if enrollment.excused_at is not None:
        return "excused"
    if now >= enrollment.due_at:
        return "overdue"
    if due_on(enrollment, county) - county.local_day(now) <= timedelta(days=7):
        return "due_soon"
    return "new" if now - enrollment.opened_at < NEW_FOR else "open"


def _next_step(enrollment: Enrollment) -> Literal["read", "quiz", "none"]:
    if not enrollment.is_open:
        return "none"
    if enrollment.reading is not None and enrollment.read_at is None:
        return "read"
    return "quiz" if enrollment.quiz_json is not None and enrollment.passed_at is None else "none"
