"""Leave: while it lasts nothing is asked of a person, the streak pauses, and what falls due then is due later."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any, Literal

import storage.assignments
import storage.audit_log
import storage.daily_cards
import storage.leaves
import storage.people
from storage.assignments import Enrollment
from storage.people import Person
from storage.transaction import Transaction
from study import exceptions, reminders, standing
from study.affected import Affected, affected, end_of
from study.rules.county import County
from study.rules.deadlines import due_after_leaves
from study.rules.frozen import frozen

LONGEST = 400
"""Days of one leave as it is entered."""

_DAY = timedelta(days=1)


@frozen
class Leave:
    """As it is kept: both days included, those it overlapped or adjoined merged into it."""

    id: int
    from_on: date
    until_on: date
    reason: str


@frozen
class Refusal:
    """Why a leave is not entered."""

    reason: Literal["backwards", "too_long", "no_reason"]


def record_leave(
    tx: Transaction,
    person: Person,
    from_on: date,
    until_on: date,
    reason: str,
    actor: str,
    county: County,
    now: datetime,
) -> Leave | Refusal:
    """Enter a leave, both days included. Due dates, lateness and reminders follow at once.

    Entered after the fact it does the same for what became overdue or was done late meanwhile.
    """
    reason = reason.strip()
    refusal = _refusal(from_on, until_on, reason)
    if refusal is not None:
        return refusal
    storage.people.lock(tx, person.id)
    merged = _touching(tx, person.id, from_on, until_on)
    kept = _put(tx, person.id, merged, from_on, until_on, reason, now)
    if kept in merged:
        return kept
    before = {"leaves": [_plain(leave) for leave in merged]} if merged else None
    storage.audit_log.record_about(tx, "leave", person, before, _plain(kept), reason, actor, now)
    for share, due_at in _longer(tx, person, kept.from_on, kept.until_on, county):
        exceptions.lengthen(tx, share, due_at, reason, actor, now)
    reminders.reschedule(tx, person.id, county, now)
    storage.daily_cards.cancel_pending(tx, person.id, now, kept.from_on, kept.until_on)
    standing.tell(tx, person, county, now)
    return kept


def leave_effects(
    tx: Transaction, person: Person, from_on: date, until_on: date, county: County, now: datetime
) -> tuple[Affected, ...]:
    """What entering this leave would change of what is due, and of what was done late."""
    if until_on < from_on:
        return ()
    first, last = _union(_touching(tx, person.id, from_on, until_on), from_on, until_on)
    return tuple(
        affected(tx, share, county, due_at) for share, due_at in _longer(tx, person, first, last, county)
    )


def end_leave(
    tx: Transaction,
    person: Person,
    leave_id: int,
    last_day: date,
    actor: str,
    county: County,
    now: datetime,
    reason: str = "",
) -> bool:
    """Somebody came back early: the leave ends with `last_day`, or is removed where that is before it began.

    False when there is no such leave of theirs or it ends no later. Due dates it has moved stay where they are.
    """
    storage.people.lock(tx, person.id)
    leave = next((leave for leave in _leaves(tx, person.id) if leave.id == leave_id), None)
    if leave is None or last_day >= leave.until_on:
        return False
    shorter = replace(leave, until_on=last_day) if last_day >= leave.from_on else None
    if shorter is None:
        storage.leaves.remove(tx, leave_id)
    else:
        storage.leaves.update(tx, leave_id, leave.from_on, last_day, leave.reason, now)
    reminders.reschedule(tx, person.id, county, now)
    after = _plain(shorter) if shorter else None
    storage.audit_log.record_about(tx, "end_leave", person, _plain(leave), after, reason, actor, now)
    standing.tell(tx, person, county, now)
    return True


def _refusal(from_on: date, until_on: date, reason: str) -> Refusal | None:
    if until_on < from_on:
        return Refusal("backwards")
    if (until_on - from_on).days >= LONGEST:
        return Refusal("too_long")
    return None if reason else Refusal("no_reason")


def _leaves(tx: Transaction, person_id: int) -> list[Leave]:
    return [Leave(**row) for row in storage.leaves.of_person(tx, person_id)]


def _touching(tx: Transaction, person_id: int, from_on: date, until_on: date) -> list[Leave]:
    """The leaves that these days overlap or adjoin, and those that these in turn do."""
    leaves = _leaves(tx, person_id)
    found: list[Leave] = []
    while True:
        first, last = _union(found, from_on, until_on)
        more = [
            leave
            for leave in leaves
            if leave not in found and leave.from_on <= last + _DAY and leave.until_on >= first - _DAY
        ]
        if not more:
            return found
        found += more


def _union(leaves: Sequence[Leave], from_on: date, until_on: date) -> tuple[date, date]:
    firsts, lasts = (leave.from_on for leave in leaves), (leave.until_on for leave in leaves)
    return min([from_on, *firsts]), max([until_on, *lasts])


def _put(
    tx: Transaction,
    person_id: int,
    merged: Sequence[Leave],
    from_on: date,
    until_on: date,
    reason: str,
    now: datetime,
) -> Leave:
    """One row in the place of those it touches."""
    if not merged:
        leave_id = storage.leaves.insert(tx, person_id, from_on, until_on, reason, now)
        return Leave(leave_id, from_on, until_on, reason)
    first, last = _union(merged, from_on, until_on)
    parts = [part for leave in merged for part in leave.reason.split("；") if part]
    stays, *others = sorted(leave.id for leave in merged)
    kept = Leave(stays, first, last, "；".join(dict.fromkeys([*parts, reason])))
    for leave_id in others:
        storage.leaves.remove(tx, leave_id)
    storage.leaves.update(tx, stays, first, last, kept.reason, now)
    return kept


def _longer(
    tx: Transaction, person: Person, from_on: date, until_on: date, county: County
) -> Iterator[tuple[Enrollment, datetime]]:
    """The shares of the plan that these days make due later, each with its new due instant."""
    for share in storage.assignments.of_person(tx, person.id):
        due_on = due_after_leaves(reminders.due_on(share, county), [(from_on, until_on)])
        due_at = end_of(due_on, county)
        if share.kind == "plan" and exceptions.may_lengthen(share, due_at):
            yield share, due_at


def _plain(leave: Leave) -> dict[str, Any]:
    return {"from": leave.from_on.isoformat(), "until": leave.until_on.isoformat(), "reason": leave.reason}
