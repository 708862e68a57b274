"""What a person has before them now: the daily card, `/today` and `/me` all say this."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Literal

import storage.assignments
import storage.content
import storage.pushes
from storage.assignments import Enrollment
from storage.transaction import Transaction
from study.reminders import due_on
from study.rules.county import County
from study.rules.frozen import frozen
from study.rules.question import localize

NEW_FOR = timedelta(days=7)


@frozen
class Item:
    """One share. `due_on`: the last day in time; `next_step`: what a tap would begin."""

    enrollment: Enrollment
    title: dict[str, str]
    due_on: date
    state: Literal["new", "open", "due_soon", "overdue", "done", "excused"]
    next_step: Literal["read", "quiz", "none"]


@frozen
class Today:
    items: tuple[Item, ...]

    def those(self, *states: str) -> tuple[Item, ...]:
        return tuple(item for item in self.items if item.state in states)


def today(tx: Transaction, person_id: int, county: County, now: datetime) -> Today:
    """What is open: overdue first, then by due date. Scheduled quizzes and what was pushed are gone once closed."""
    shares = storage.assignments.before_person(tx, person_id, now)
    items = [item_of(tx, share, county, now) for share in shares]
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
    """A plan item is called by its reading, a scheduled quiz by its name in the configuration, a push by its banks."""
    version = storage.content.current_reading(tx, reading) if reading else None
    if version:
        return dict(version.content["title"])
    pushed = storage.pushes.named(tx, name)
    if pushed and (titles := storage.pushes.bank_titles(tx, pushed.subject.get("banks", ()))):
        return titles_in_one(titles, county)
    for quiz in county.settings.quiz_schedule:
        if quiz.name == name and quiz.title:
            return dict(quiz.title)
    return {county.settings.language: name}


def titles_in_one(titles: Sequence[Mapping[str, str]], county: County) -> dict[str, str]:
    """What several banks are called together, in every language that one of them is called in."""
    languages = {language: None for title in titles for language in title}
    return {
        language: ("、" if language == "zh-Hans" else ", ").join(
            localize(title, language, county.settings.language) for title in titles
        )
        for language in languages
    }


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
