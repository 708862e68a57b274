"""Disputes: somebody says that a question, an entry of points or a completion is wrong, and somebody else decides.

What was entered is never changed by it: an entry of points is taken back by one of its own, missing points are
added by another, a share is completed or excused as a supervisor would do it.
"""

from __future__ import annotations

from datetime import datetime
from typing import Literal

import storage.assignments
import storage.audit_log
import storage.credits
import storage.disputes
import storage.outbox
import storage.people
import storage.points
from storage.disputes import Dispute, Kind, Reach
from storage.people import Person
from storage.transaction import Transaction
from study import audiences, desk_notice, notices, permissions
from study.permissions import actor_name
from study.remedies import DECIDED_WITH, REMEDIES, Decision
from study.rules.county import County
from study.rules.frozen import frozen

MOST_OPEN = 5
ANSWER = "dispute_answer"


@frozen
class Refusal:
    """Why nothing was opened or decided; "gone": decided before, or it can no longer be done."""

    reason: Literal["not_yours", "open_already", "too_many", "gone", "own", "not_allowed"]


def may_open(tx: Transaction, person: Person, kind: Kind, subject_id: int) -> Refusal | None:
    """Why this person cannot dispute it now; None when they can."""
    if not _is_own(tx, person.id, kind, subject_id):
        return Refusal("not_yours")
    waiting = storage.disputes.open_of(tx, person.id)
    if any((each.kind, each.subject_id) == (kind, subject_id) for each in waiting):
        return Refusal("open_already")
    return Refusal("too_many") if len(waiting) >= MOST_OPEN else None


def _is_own(tx: Transaction, person_id: int, kind: Kind, subject_id: int) -> bool:
    if kind == "question":
        answered = storage.credits.answered(tx, subject_id)
        return answered is not None and answered.person_id == person_id
    if kind == "points":
        entry = storage.points.by_id(tx, subject_id)
        return entry is not None and entry.person_id == person_id
    share = storage.assignments.enrollment(tx, subject_id)
    return share is not None and share.person_id == person_id and share.kind == "plan"


def open_dispute(
    tx: Transaction, person: Person, kind: Kind, subject_id: int, words: str, county: County, now: datetime
) -> int | Refusal:
    """Put it to those who decide, who are told once a day; the id."""
    storage.people.lock(tx, person.id)
    refusal = may_open(tx, person, kind, subject_id)
    if refusal is not None:
        return refusal
    dispute_id = storage.disputes.insert(
        tx, person_id=person.id, kind=kind, subject_id=subject_id, words=words, now=now
    )
    if dispute_id is None:
        return Refusal("open_already")
    storage.audit_log.record(
        tx,
        now=now,
        actor=actor_name(person.id),
        action="dispute_open",
        person_id=person.id,
        unit_id=person.unit_id,
        after={"dispute": dispute_id, "kind": kind, "subject": subject_id},
        reason=words,
    )
    desk_notice.tell(tx, DECIDED_WITH[kind], person.unit_id, county, now, but_not=person.id)
    return dispute_id


def reach_of(tx: Transaction, person_id: int, county: County, now: datetime) -> Reach:
    """Which kinds this person may decide, over which units."""
    today = county.local_day(now)
    reach = {
        kind: audiences.granted_units(tx, person_id, action, today) for kind, action in DECIDED_WITH.items()
    }
    return {kind: units for kind, units in reach.items() if units}


def decide(
    tx: Transaction,
    dispute_id: int,
    actor_id: int,
    upheld: bool,
    answer: str,
    county: County,
    now: datetime,
) -> Dispute | Refusal:
    """Decide with an answer alone; nobody decides their own."""
    return resolve(tx, dispute_id, actor_id, Decision("noted" if upheld else "none", answer), county, now)


def resolve(
    tx: Transaction, dispute_id: int, actor_id: int, decision: Decision, county: County, now: datetime
) -> Dispute | Refusal:
    """Carry a decision out, in this transaction; the person is told at a permitted time."""
    dispute = storage.disputes.by_id(tx, dispute_id)
    if dispute is None:
        return Refusal("gone")
    today = county.local_day(now)
    if not permissions.permit(tx, actor_id, DECIDED_WITH[dispute.kind], dispute.unit_id, today, now):
        return Refusal("not_allowed")
    if dispute.person_id == actor_id:
        return Refusal("own")
    storage.people.lock(tx, dispute.person_id)
    dispute = storage.disputes.by_id(tx, dispute_id)
    if dispute is None or decision.remedy not in offered(tx, dispute, county):
        return Refusal("gone")
    remedy = REMEDIES[decision.remedy]
    if not remedy.carry_out(tx, dispute, decision, actor_id, county, now):
        return Refusal("gone")
    storage.disputes.settle(tx, dispute.id, actor_id, remedy.upholds, decision.answer, now)
    _record(tx, dispute, decision, actor_id, now)
    _tell(tx, dispute, decision, county, now)
    return storage.disputes.by_id(tx, dispute_id) or dispute


def offered(tx: Transaction, dispute: Dispute, county: County) -> tuple[str, ...]:
    """The remedies there are for a dispute as things stand; none once it is decided."""
    if dispute.decided_at is not None:
        return ()
    return tuple(
        name
        for name, remedy in REMEDIES.items()
        if dispute.kind in remedy.kinds and remedy.is_open(tx, dispute, county)
    )


def _record(tx: Transaction, dispute: Dispute, decision: Decision, actor_id: int, now: datetime) -> None:
    after = {
        "dispute": dispute.id,
        "kind": dispute.kind,
        "subject": dispute.subject_id,
        "upheld": REMEDIES[decision.remedy].upholds,
        "remedy": decision.remedy,
    }
    storage.audit_log.record(
        tx,
        now=now,
        actor=actor_name(actor_id),
        action="dispute_decide",
        person_id=dispute.person_id,
        unit_id=dispute.unit_id,
        before={"text": dispute.words},
        after={**after, "points": decision.points} if decision.points else after,
        reason=decision.answer,
    )


def _tell(tx: Transaction, dispute: Dispute, decision: Decision, county: County, now: datetime) -> None:
    message = {"dispute": dispute.id, "remedy": decision.remedy, "points": decision.points}
    notices.queue(tx, dispute.person_id, ANSWER, f"dispute:{dispute.id}", message, county, now)
