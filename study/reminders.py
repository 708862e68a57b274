"""Reminders: decided from the ladder, gathered in one daily card, cancelled when there is nothing left to say."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

import storage.assignments
import storage.daily_cards
import storage.outbox
import storage.people
from storage.assignments import Assignment, Enrollment
from storage.people import Person
from storage.transaction import Transaction
from study import presence
from study.presence import Pause
from study.rules.county import County
from study.rules.deadlines import Window
from study.rules.reminder_ladder import card_allowed, next_reminder, stages

PAGE = 200
"""Shares looked at in one write: small enough that replies never wait for it."""


def first_reminder(
    assignment: Assignment, window: Window, daily_hour: str, county: County, now: datetime
) -> tuple[str, datetime] | None:
    """(stage, instant) of the first reminder still ahead; None for what is never chased."""
    if assignment.kind != "plan":
        return None
    return _next(window, daily_hour, county, now, "announce")


def _next(
    window: Window, daily_hour: str, county: County, after: datetime, pending: str | None
) -> tuple[str, datetime] | None:
    """The stage after `after`; a `pending` one whose hour went by unused comes at the next hour instead."""
    rules, hour = county.settings.reminders, time.fromisoformat(daily_hour)
    ladder = (rules.before_due, rules.overdue_weekly)
    found = next_reminder(window, after, hour, county.zone, county.calendar, *ladder)
    if pending is None or (found and found[0].name == pending):
        return (found[0].name, found[1]) if found else None
    again = _next_hour(hour, county, after)
    went_by = any(
        stage.name == pending and county.card_time(stage.on, hour) <= after
        for stage in stages(window, *ladder, county.calendar)
    )
    is_of_use = pending.startswith("overdue") or again < window.due_at
    if went_by and is_of_use and (found is None or again < found[1]):
        return pending, again
    return (found[0].name, found[1]) if found else None


def _next_hour(hour: time, county: County, after: datetime) -> datetime:
    """The next time this hour strikes on a working day."""
    day = county.calendar.next_working_day(county.local_day(after))
    at = county.card_time(day, hour)
    if at > after:
        return at
    return county.card_time(county.calendar.next_working_day(day + timedelta(days=1)), hour)


def _window(enrollment: Enrollment, county: County) -> Window:
    """The person's own window: extensions and late joining included."""
    return Window(
        county.local_day(enrollment.opened_at),
        due_on(enrollment, county),
        enrollment.opened_at,
        enrollment.due_at,
    )


def due_on(enrollment: Enrollment, county: County) -> date:
    """The last local day on which it is in time."""
    return county.local_day(enrollment.due_at - timedelta(milliseconds=1))


def reschedule(tx: Transaction, person_id: int, county: County, now: datetime) -> None:
    """Set the next reminder of all open shares anew: the hour, a due date or a leave has changed."""
    person = storage.people.by_id(tx, person_id)
    if person is None:
        return
    pauses = presence.pauses(tx, person)
    for enrollment in storage.assignments.before_person(tx, person_id, now):
        if enrollment.kind == "plan":
            _set_next(tx, enrollment, person, pauses, county, now, enrollment.next_stage)


def _set_next(
    tx: Transaction,
    enrollment: Enrollment,
    person: Person,
    pauses: Sequence[Pause],
    county: County,
    after: datetime,
    pending: str | None,
) -> None:
    found = _next(_window(enrollment, county), person.daily_hour, county, after, pending)
    if found is None:
        storage.assignments.set_reminder(tx, enrollment.id, None, None)
        return
    stage, at = found
    day = county.local_day(at)
    present = presence.next_day_present(pauses, day)
    if present != day:
        at = county.card_time(
            county.calendar.next_working_day(present), time.fromisoformat(person.daily_hour)
        )
    storage.assignments.set_reminder(tx, enrollment.id, at, stage)


def decide_page(tx: Transaction, county: County, now: datetime) -> int:
    """Look at the next people whose hour has come, and queue one card for each who is to get one; how many.

    What is due of a person is read once they are locked: another node may have decided it meanwhile.
    """
    cards = 0
    for person_id in storage.assignments.people_to_remind(tx, now, PAGE):
        storage.people.lock(tx, person_id)
        person = storage.people.by_id(tx, person_id)
        due = storage.assignments.to_remind(tx, person_id, now)
        if person is not None and due:
            cards += _decide(tx, person, due, county, now)
    return cards


def _decide(
    tx: Transaction, person: Person, due: Sequence[Enrollment], county: County, now: datetime
) -> bool:
    today = county.local_day(now)
    if person.left_on and person.left_on <= today:
        for enrollment in due:
            storage.assignments.set_reminder(tx, enrollment.id, None, None)
        return False
    hour = time.fromisoformat(person.daily_hour)
    at = _card_at(hour, county, now)
    day = county.local_day(at)
    pauses = presence.pauses(tx, person)
    if presence.away_until(pauses, day) is not None:
        for enrollment in due:
            _set_next(tx, enrollment, person, pauses, county, now, enrollment.next_stage)
        return False
    if not _card_allowed(tx, person, due, day, county):
        tomorrow = _next_hour(hour, county, county.midnight(day + timedelta(days=1)))
        for enrollment in due:
            storage.assignments.set_reminder(tx, enrollment.id, tomorrow, enrollment.next_stage)
        return False
    decided = [_decide_stage(tx, enrollment, person, pauses, county, now) for enrollment in due]
    return any(decided) and queue_card(tx, person, at, day, county)


def _card_at(hour: time, county: County, now: datetime) -> datetime:
    """Now, or where that is not permitted the first instant that is; of a later day its chosen hour."""
    at = county.next_permitted(now, hour)
    chosen = county.card_time(county.local_day(at), hour)
    return chosen if at < chosen == county.next_permitted(chosen, hour) else at


def _card_allowed(
    tx: Transaction, person: Person, due: Sequence[Enrollment], day: date, county: County
) -> bool:
    """One card a day whatever happens; three a week unless something is due today or tomorrow."""
    if storage.daily_cards.count(tx, person.id, day, day):
        return False
    monday = day - timedelta(days=day.weekday())
    this_week = storage.daily_cards.count(tx, person.id, monday, monday + timedelta(days=6))
    due_by_tomorrow = any(day <= due_on(enrollment, county) <= day + timedelta(days=1) for enrollment in due)
    return card_allowed(this_week, False, due_by_tomorrow)


def _decide_stage(
    tx: Transaction,
    enrollment: Enrollment,
    person: Person,
    pauses: Sequence[Pause],
    county: County,
    now: datetime,
) -> bool:
    stage = enrollment.next_stage or ""
    is_new = storage.assignments.decide_reminder(tx, enrollment.id, stage, due_on(enrollment, county), now)
    _set_next(tx, enrollment, person, pauses, county, now, None)
    return is_new


def queue_card(tx: Transaction, person: Person, at: datetime, day: date, county: County) -> bool:
    """Queue the card of a day, which a person has once; False when there is one.

    Nobody is queued a card who has no channel yet: they see it all when they come.
    """
    if person.identity_id is None:
        return False
    queued = storage.outbox.insert(
        tx,
        person_id=person.id,
        identity_id=None,
        dedup_key=f"card:{day.isoformat()}",
        kind="daily_card",
        is_bulk=True,
        message={},
        send_after=at,
        expires_at=county.midnight(day + timedelta(days=1)),
    )
    return queued is not None


def cancel_if_nothing_left(tx: Transaction, person_id: int, now: datetime) -> None:
    """A queued card is cancelled with the cause of its last reminder; others are still composed when sent."""
    if not storage.assignments.has_open_plan(tx, person_id):
        cancel_pending(tx, person_id, now)


def cancel_pending(tx: Transaction, person_id: int, now: datetime) -> None:
    """Take back the card that is queued for a person."""
    storage.daily_cards.cancel_pending(tx, person_id, now)
