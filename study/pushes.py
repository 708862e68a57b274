"""Pushing: a quiz, a draw, a reading or words, sent to people of one's units: now, at a time, every week.

A push opens when its time has come: each opening is an assignment (or an announcement) of its own. It opens in the
name of a grant, and no more once that has ended.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import storage.announcements
import storage.assignments
import storage.audit_log
import storage.banks
import storage.pushes
from storage.pushes import Push
from storage.transaction import Transaction
from study import announcements, audiences, banks, made_readings, permissions
from study.permissions import actor_name
from study.rules.closing import closes_at
from study.rules.county import County
from study.rules.timetable import parse_when, slots

ACTION = "push"
MOST_WHOLE = 100
"""Questions a whole bank may have to be put to people one after another."""

MOST_DRAWN = 100
_WEEK = timedelta(days=7)


def make(
    tx: Transaction,
    kind: str,
    subject: Mapping[str, Any],
    audience: Mapping[str, Any],
    *,
    starts_at: datetime,
    weekly: str | None,
    closes_after: str | None,
    made_by: int,
    county: County,
    now: datetime,
) -> Push | None:
    """Have it pushed, and open it where that is now; None where the maker may not, as of now."""
    today = county.local_day(now)
    unit_id = audiences.in_whose_name(tx, made_by, ACTION, audience, today)
    if unit_id is None or not may_push(tx, made_by, kind, subject, audience, county, now):
        return None
    push = storage.pushes.insert(
        tx,
        kind=kind,
        subject=subject,
        audience=audience,
        unit_id=unit_id,
        made_by=made_by,
        starts_at=max(starts_at, now),
        weekly=weekly,
        closes_after=closes_after,
        now=now,
    )
    after = {"push": push.id, "kind": kind, **subject, "audience": dict(audience)}
    _record(
        tx, push, "push", made_by, now, after | {"starts_at": push.starts_at.isoformat(), "weekly": weekly}
    )
    if push.starts_at <= now:
        open_due(tx, push.id, county, now)
    return storage.pushes.by_id(tx, push.id)


def may_push(
    tx: Transaction,
    person_id: int,
    kind: str,
    subject: Mapping[str, Any],
    audience: Mapping[str, Any],
    county: County,
    now: datetime,
) -> bool:
    """Whether this person may push this to all of these people, as of now."""
    today = county.local_day(now)
    return is_usable(tx, person_id, kind, subject, county, now) and all(
        permissions.can(tx, person_id, ACTION, unit_id, today) for unit_id in audiences.units_of(tx, audience)
    )


def is_usable(
    tx: Transaction, person_id: int, kind: str, subject: Mapping[str, Any], county: County, now: datetime
) -> bool:
    """Whether what is to be pushed is there still, and this person's to work with."""
    today = county.local_day(now)
    if kind in ("quiz", "draw"):
        found = [banks.usable_bank(tx, person_id, ACTION, slug, today) for slug in subject["banks"]]
        return all(bank is not None and bank.questions for bank in found)
    if kind == "reading":
        usable = made_readings.usable(tx, person_id, ACTION, today)
        return any(version.slug == subject["reading"] for version in usable)
    return bool(subject.get("text"))


def first_slot(weekly: str, after: datetime, county: County) -> datetime:
    """The first slot of `thu 20:00` after an instant, whatever day it falls on."""
    return slots(parse_when(weekly), after, after + _WEEK, county.zone, county.calendar, "keep")[0]


def open_due(tx: Transaction, push_id: int, county: County, now: datetime) -> bool:
    """Open what is due of a push, and arrange its next time; whether there was anything to do.

    A slot that was missed is opened late, as long as it would be open still. Where nobody could be told of a
    week's before it closes (a public holiday), that week has none.
    """
    push = storage.pushes.held(tx, push_id, now)
    if push is None or push.next_at is None:
        return False
    slot = push.next_at
    storage.pushes.open_next(tx, push.id, first_slot(push.weekly, slot, county) if push.weekly else None)
    if not may_push(tx, push.made_by, push.kind, push.subject, push.audience, county, now):
        storage.pushes.stop(tx, push.id)
        _record(tx, push, "push_stop", None, now, {"push": push.id})
        return True
    if push.kind == "announcement":
        _announce(tx, push, slot, county, now)
        return True
    due_at = closes_at(slot, push.closes_after or "48h", county.zone)
    if not (push.weekly and _can_tell(max(slot, now), county) >= due_at) and now < due_at:
        _open(tx, push, slot, due_at, county)
    return True


def _can_tell(at: datetime, county: County) -> datetime:
    """When most people may be written to, at or after an instant."""
    hour = county.settings.daily_card
    return county.next_permitted(at, hour)


def _announce(tx: Transaction, push: Push, slot: datetime, county: County, now: datetime) -> None:
    if push.weekly and now - slot >= timedelta(days=1):
        return
    announcements.make(
        tx,
        push.subject["text"],
        push.audience,
        "now",
        unit_id=push.unit_id,
        made_by=push.made_by,
        county=county,
        now=now,
        push_id=push.id,
    )


def _open(tx: Transaction, push: Push, slot: datetime, due_at: datetime, county: County) -> None:
    reading = push.subject.get("reading")
    storage.assignments.insert(
        tx,
        kind="pushed" if reading else "scheduled",
        name=push.name,
        occurrence=slot.astimezone(county.zone).strftime("%Y-%m-%dT%H:%M"),
        reading=reading,
        quiz=None if reading else _quiz(tx, push),
        audience=push.audience,
        opens_at=slot,
        due_at=due_at,
        push_id=push.id,
    )


def _quiz(tx: Transaction, push: Push) -> dict[str, Any]:
    """Of a whole bank everybody gets the questions it has now, in its order."""
    slugs = list(push.subject["banks"])
    if push.kind == "draw":
        return {"banks": slugs, "draw": int(push.subject["draw"])}
    questions = [version.question_id for version in storage.banks.questions(tx, slugs[0], MOST_WHOLE)]
    return {"banks": slugs, "draw": len(questions), "questions": questions}


def stop(tx: Transaction, push: Push, actor_id: int, now: datetime) -> bool:
    """It opens no more, and what is open stays; whether that was asked for now."""
    if not storage.pushes.stop(tx, push.id):
        return False
    _record(tx, push, "push_stop", actor_id, now, {"push": push.id})
    return True


def _record(
    tx: Transaction, push: Push, action: str, actor_id: int | None, now: datetime, after: Mapping[str, Any]
) -> None:
    """`actor_id` None: the garden itself, because the maker's right has ended or what was pushed has gone."""
    storage.audit_log.record(
        tx,
        now=now,
        actor=actor_name(push.made_by if actor_id is None else actor_id),
        action=action,
        unit_id=push.unit_id,
        after=after,
        reason="" if actor_id is not None else "push ended",
    )
