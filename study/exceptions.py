"""What is entered by hand about one person's share: excused, longer, done on paper; and each taken back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import storage.audit_log
import storage.exceptions
import storage.people
import storage.readings
from storage import assignments as shares
from storage.assignments import Enrollment
from storage.transaction import Transaction
from study import points, reminders, standing
from study.affected import end_of
from study.earnings import of_share
from study.permissions import actor_name
from study.rules.county import County
from study.rules.deadlines import is_late


def excuse(
    tx: Transaction, enrollment_id: int, reason: str, actor: str, county: County, now: datetime
) -> Enrollment | None:
    """Free a person from a share; None when there is no open one. Queued reminders go with it."""
    enrollment = _locked(tx, enrollment_id)
    if enrollment is None or not enrollment.is_open:
        return None
    storage.exceptions.excuse(tx, enrollment_id, reason, now)
    reminders.cancel_if_nothing_left(tx, enrollment.person_id, now)
    _record(tx, "excuse", enrollment, reason, actor, now)
    return _told(tx, enrollment, county, now)


def lift_excusal(
    tx: Transaction, enrollment_id: int, reason: str, actor: str, county: County, now: datetime
) -> Enrollment | None:
    """Ask for a share again that a person was excused from; None when there is no such one."""
    enrollment = _locked(tx, enrollment_id)
    if enrollment is None or enrollment.excused_at is None or enrollment.withdrawn_at is not None:
        return None
    storage.exceptions.lift_excusal(tx, enrollment_id)
    reminders.reschedule(tx, enrollment.person_id, county, now)
    before = {"reason": enrollment.excused_reason}
    _record(tx, "lift_excusal", enrollment, reason, actor, now, before=before)
    return _told(tx, enrollment, county, now)


def extend(
    tx: Transaction, enrollment_id: int, due_on: date, reason: str, actor: str, county: County, now: datetime
) -> Enrollment | None:
    """Give a person until the end of `due_on`; what was completed late by then becomes on time.

    None when the share is neither open nor late, or the date changes nothing.
    """
    enrollment = _locked(tx, enrollment_id)
    due_at = end_of(due_on, county)
    if enrollment is None or not may_lengthen(enrollment, due_at):
        return None
    lengthen(tx, enrollment, due_at, reason, actor, now)
    reminders.reschedule(tx, enrollment.person_id, county, now)
    reminders.cancel_if_nothing_left(tx, enrollment.person_id, now)
    return _told(tx, enrollment, county, now)


def may_lengthen(enrollment: Enrollment, due_at: datetime) -> bool:
    """Whether a later due date means anything to it: it is open, or was completed late and would not be."""
    if due_at <= enrollment.due_at or enrollment.withdrawn_at is not None:
        return False
    if enrollment.completed_at is not None:
        return bool(enrollment.is_late) and enrollment.completed_at < due_at
    return enrollment.is_open


def lengthen(
    tx: Transaction, enrollment: Enrollment, due_at: datetime, reason: str, actor: str, now: datetime
) -> None:
    """Enter a later due date; points stay, since late study counts in full. Reminders are the caller's."""
    storage.exceptions.set_due(tx, enrollment, due_at, reason, now)
    before = {"due_at": enrollment.due_at.isoformat()}
    _record(tx, "extend", enrollment, reason, actor, now, before, {"due_at": due_at.isoformat()})


def complete_on_paper(
    tx: Transaction, enrollment_id: int, reason: str, actor_id: int | None, county: County, now: datetime
) -> Enrollment | None:
    """Complete an open share of the plan that was done on paper; None when there is none. None is the command line.

    It pays what doing it in the chat pays, as "on paper"; doing it in the chat afterwards pays nothing more.
    """
    enrollment = _locked(tx, enrollment_id)
    if enrollment is None or not enrollment.is_open or enrollment.kind != "plan":
        return None
    late, actor = is_late(enrollment.due_at, now), actor_name(actor_id)
    storage.exceptions.complete_on_paper(tx, enrollment, reason, now, late)
    for step in of_share(enrollment, county):
        points.award_on_paper(tx, step, actor, reason, county, now)
    reminders.cancel_if_nothing_left(tx, enrollment.person_id, now)
    _record(tx, "complete_on_paper", enrollment, reason, actor, now, after={"late": late})
    return _told(tx, enrollment, county, now)


def undo_on_paper(
    tx: Transaction, enrollment_id: int, actor: str, reason: str, county: County, now: datetime
) -> Enrollment | None:
    """Take a completion on paper back by reversing entries; None when there is none.

    Steps that were done in the chat meanwhile stand, and are paid now.
    """
    enrollment = _locked(tx, enrollment_id)
    if enrollment is None or enrollment.on_paper_reason is None or enrollment.completed_at is None:
        return None
    read_at, passed_at = _really_done(tx, enrollment)
    storage.exceptions.undo_on_paper(tx, enrollment_id, read_at, passed_at)
    done = {"reading": read_at, "quiz_pass": passed_at}
    for step in of_share(enrollment, county):
        if step.kind == "reading" and _read_for_another(tx, enrollment):
            continue
        points.reverse_on_paper(tx, step, actor, reason, county, now)
        if done[step.kind] is not None:
            points.award_points(tx, step, county, now)
    _complete_if_done(tx, enrollment, read_at, passed_at)
    reminders.reschedule(tx, enrollment.person_id, county, now)
    _record(
        tx, "undo_on_paper", enrollment, reason, actor, now, before={"reason": enrollment.on_paper_reason}
    )
    return _told(tx, enrollment, county, now)


def _really_done(tx: Transaction, enrollment: Enrollment) -> tuple[datetime | None, datetime | None]:
    """When it was read and when its quiz was passed in the chat."""
    read_at = None
    if enrollment.reading is not None:
        read_at = storage.readings.completed_at(
            tx, enrollment.person_id, enrollment.reading, int(enrollment.occurrence)
        )
    return read_at, storage.exceptions.passed_at(tx, enrollment.id)


def _read_for_another(tx: Transaction, enrollment: Enrollment) -> bool:
    """One reading pays once a year, also where two items that ask for it are done on paper."""
    place = (enrollment.person_id, enrollment.reading or "", enrollment.occurrence, enrollment.id)
    return storage.exceptions.completed_for_reading(tx, *place)


def _complete_if_done(
    tx: Transaction, enrollment: Enrollment, read_at: datetime | None, passed_at: datetime | None
) -> None:
    steps = [read_at] if enrollment.reading is not None else []
    steps += [passed_at] if enrollment.quiz_json is not None else []
    done = [step for step in steps if step is not None]
    if done and len(done) == len(steps):
        shares.complete(tx, enrollment.id, max(done), is_late(enrollment.due_at, max(done)))


def _locked(tx: Transaction, enrollment_id: int) -> Enrollment | None:
    """The share as it is once nothing else of its person is under way."""
    enrollment = shares.enrollment(tx, enrollment_id)
    if enrollment is None:
        return None
    storage.people.lock(tx, enrollment.person_id)
    return shares.enrollment(tx, enrollment_id)


def _record(
    tx: Transaction,
    action: str,
    enrollment: Enrollment,
    reason: str,
    actor: str,
    now: datetime,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> None:
    about = {"name": enrollment.name, "occurrence": enrollment.occurrence, "enrollment": enrollment.id}
    storage.audit_log.record(
        tx,
        now=now,
        actor=actor,
        action=action,
        person_id=enrollment.person_id,
        unit_id=enrollment.unit_id,
        before=before,
        after={**about, **(after or {})},
        reason=reason,
    )


def _told(tx: Transaction, enrollment: Enrollment, county: County, now: datetime) -> Enrollment | None:
    person = storage.people.by_id(tx, enrollment.person_id)
    if person is not None:
        standing.tell(tx, person, county, now)
    return shares.enrollment(tx, enrollment.id)
