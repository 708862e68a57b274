"""Assignments: opened once, shared out to their audience in chunks, completed, excused, extended."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

import storage.assignments
import storage.audiences
import storage.leaves
import storage.outbox
import storage.readings
import storage.settings
from storage.assignments import Assignment, Enrollment
from storage.transaction import Transaction
from study import push_delivery, reminders
from study.rules.county import County
from study.rules.deadlines import (
    DAYS_AFTER_LEAVE,
    Window,
    due_after_leaves,
    owed_years,
    plan_window,
    window_for_joiner,
)
from study.rules.frozen import frozen
from study.rules.settings import AudienceSpec, PlanItem, ScheduledQuiz

CHUNK = 1_000
"""People enrolled in one write: small enough that replies never wait for it."""

READ = ("plan", "pushed")
"""Kinds of assignment with a reading: the plan's, and what an instructor pushed."""


@frozen
class Completed:
    """A share that has just been completed. `late`: after its due date, marked 补学."""

    enrollment_id: int
    name: str
    late: bool


def open_plan(tx: Transaction, county: County, now: datetime) -> int:
    """Open what the plan has opened by now; how many assignments are new.

    An item already past due when it is first seen in the plan is not opened that year.
    """
    known = storage.assignments.occurrences(tx, "plan")
    opened = 0
    for item in county.settings.plan:
        first_seen = storage.settings.first_seen(tx, f"plan:{item.name}", now)
        for year in owed_years(item.opens, item.due, first_seen, now, county.zone):
            if (item.name, str(year)) not in known:
                opened += open_plan_item(tx, item, year, county) is not None
    return opened


def open_plan_item(tx: Transaction, item: PlanItem, year: int, county: County) -> int | None:
    """Open one year of a plan item; its id, or None when it was open already."""
    window = plan_window(item.opens, item.due, year, county.zone)
    terms = item.quiz
    quiz = (
        None
        if terms is None
        else {"banks": [terms.bank], "draw": terms.draw, "pass_percent": terms.pass_percent}
    )
    return storage.assignments.insert(
        tx,
        kind="plan",
        name=item.name,
        occurrence=str(year),
        reading=item.reading,
        quiz=quiz,
        audience=stored_audience(item.audience),
        opens_at=window.opens_at,
        due_at=window.due_at,
    )


def open_scheduled_quiz(tx: Transaction, quiz: ScheduledQuiz, slot: datetime, county: County) -> int | None:
    """Open one slot of a scheduled quiz; its id, or None when it was open already."""
    return storage.assignments.insert(
        tx,
        kind="scheduled",
        name=quiz.name,
        occurrence=slot.astimezone(county.zone).strftime("%Y-%m-%dT%H:%M"),
        reading=None,
        quiz={"banks": list(quiz.banks), "draw": quiz.draw},
        audience=stored_audience(quiz.audience),
        opens_at=slot,
        due_at=slot + quiz.closes_after,
    )


def stored_audience(audience: AudienceSpec) -> dict[str, object]:
    return {
        "everyone": audience.everyone,
        "units": list(audience.units),
        "rank_categories": list(audience.rank_categories),
        "tags": list(audience.tags),
        "people": list(audience.people),
        "except_people": list(audience.except_people),
    }


def enrol_chunk(tx: Transaction, assignment_id: int, county: County, now: datetime) -> int:
    """Give the next people of the audience their share; how many were looked at, 0 when all have theirs.

    The cursor is saved in the same transaction, so a chunk is never done twice and never skipped. Shares of
    a scheduled quiz are announced with it, those of a push when each person may be written to.
    """
    assignment = storage.assignments.by_id(tx, assignment_id)
    if assignment is None or assignment.enrolled_at is not None:
        return 0
    page = storage.audiences.people_without_share(
        tx, assignment.id, assignment.audience, assignment.enrol_cursor, county.local_day(now), CHUNK
    )
    read = _already_read(tx, assignment, [row["id"] for row in page], county)
    leaves = _leaves(tx, assignment, page, county.local_day(now))
    rows = []
    for person in page:
        window = share_window(assignment, person["joined_on"], county)
        if window is not None:
            window = window_after_leaves(window, leaves.get(person["id"], ()), county)
            rows.append(_share(assignment, person, window, read.get(person["id"]), county, now))
    storage.assignments.insert_enrollments(tx, rows)
    cursor = page[-1]["id"] if page else assignment.enrol_cursor
    storage.assignments.save_enrol_cursor(tx, assignment.id, cursor, None if page else now)
    if assignment.push_id is not None:
        push_delivery.announce(tx, assignment, _unread(page, read), county, now)
    elif assignment.kind == "scheduled":
        storage.outbox.announce(tx, assignment.id, assignment.enrol_cursor, cursor, now)
    return len(page)


def _share(
    assignment: Assignment,
    person: Mapping[str, Any],
    window: Window,
    read_at: datetime | None,
    county: County,
    now: datetime,
) -> dict[str, Any]:
    completed_at = read_at if assignment.quiz is None else None
    reminder = reminders.first_reminder(assignment, window, person["daily_hour"], county, now)
    stage, remind_at = reminder if reminder and completed_at is None else (None, None)
    return {
        "assignment_id": assignment.id,
        "person_id": person["id"],
        "unit_id": person["unit_id"],
        "opened_at": max(assignment.opens_at, county.midnight(person["joined_on"])),
        "due_at": window.due_at,
        "read_at": read_at,
        "completed_at": completed_at,
        "is_late": completed_at is not None and completed_at >= window.due_at,
        "next_remind_at": remind_at,
        "next_stage": stage,
    }


def _leaves(
    tx: Transaction, assignment: Assignment, page: Sequence[Mapping[str, Any]], today: date
) -> dict[int, list[dict[str, Any]]]:
    """Leaves that last or have just ended, by person; a scheduled quiz closes for those on leave too."""
    if assignment.kind != "plan" or not page:
        return {}
    lately = today - timedelta(days=DAYS_AFTER_LEAVE)
    return storage.leaves.of_people(tx, page[0]["id"], page[-1]["id"], lately)


def window_after_leaves(window: Window, leaves: Iterable[Mapping[str, Any]], county: County) -> Window:
    """The window of somebody with these leaves (`from_on`, `until_on`, in order), who has time after them."""
    due_on = due_after_leaves(window.due_on, [(leave["from_on"], leave["until_on"]) for leave in leaves])
    if due_on == window.due_on:
        return window
    return Window(window.opens_on, due_on, window.opens_at, county.midnight(due_on + timedelta(days=1)))


def _already_read(
    tx: Transaction, assignment: Assignment, person_ids: list[int], county: County
) -> dict[int, datetime]:
    """Who has read it that year: nobody is asked to read it twice."""
    if assignment.kind not in READ or assignment.reading is None:
        return {}
    is_plan = assignment.kind == "plan"
    year = int(assignment.occurrence) if is_plan else county.year(assignment.opens_at)
    return storage.readings.completions_of(tx, assignment.reading, year, person_ids)


def _unread(page: Sequence[Mapping[str, Any]], read: Mapping[int, datetime]) -> list[Mapping[str, Any]]:
    return [person for person in page if person["id"] not in read]


def share_window(assignment: Assignment, joined_on: date, county: County) -> Window | None:
    """When one person's share opens and is due; None when it was due before they joined.

    A scheduled quiz closes for everybody at once; of the plan a late joiner has at least 14 days.
    """
    opens_on = county.local_day(assignment.opens_at)
    due_on = county.local_day(assignment.due_at - timedelta(milliseconds=1))
    window = Window(opens_on, due_on, assignment.opens_at, assignment.due_at)
    if assignment.kind != "plan" or joined_on <= opens_on:
        return window
    return window_for_joiner(window, joined_on, county.zone)


def read_step(tx: Transaction, person_id: int, slug: str, year: int, now: datetime) -> Completed | None:
    """The reading is done for a year: the step of that year's shares and of those pushed; what it completed, if any."""
    completed = None
    for enrollment in storage.assignments.open_of_person(tx, person_id):
        is_of_year = enrollment.kind == "pushed" or enrollment.occurrence == str(year)
        if enrollment.reading == slug and is_of_year and enrollment.read_at is None:
            storage.assignments.mark_read(tx, enrollment.id, now)
            if enrollment.quiz_json is None or enrollment.passed_at is not None:
                completed = _complete(tx, enrollment, now)
    return completed


def pass_step(tx: Transaction, enrollment: Enrollment, now: datetime) -> Completed | None:
    """The quiz is done: the step of its share, which may complete it."""
    if not enrollment.is_open:
        return None
    storage.assignments.mark_passed(tx, enrollment.id, now)
    if enrollment.reading is not None and enrollment.read_at is None:
        return None
    return _complete(tx, enrollment, now)


def _complete(tx: Transaction, enrollment: Enrollment, now: datetime) -> Completed:
    late = now >= enrollment.due_at
    storage.assignments.complete(tx, enrollment.id, now, late)
    reminders.cancel_if_nothing_left(tx, enrollment.person_id, now)
    return Completed(enrollment.id, enrollment.name, late)
