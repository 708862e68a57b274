"""Credits: points for a wrong response to a question that was itself wrong, for one person or for everybody.

A credit pays what a right response would have earned, in full and once a question and year, whatever was counted
that day. Nothing about the attempt changes: a quiz of the plan pays nothing per answer and is not credited, and
one that would now be passed stays as it was graded.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import storage.audit_log
import storage.credits
import storage.people
from storage.credits import Answered
from storage.transaction import Transaction
from study import deeds, points
from study.attempts import PAID_AS, worth
from study.earnings import Earning
from study.permissions import actor_name
from study.points import Award
from study.rules.county import County
from study.rules.points_rules import cause_correct, cause_credit

CHUNK = 100
"""People credited in one write."""


def creditable(tx: Transaction, answered: Answered, county: County) -> int:
    """What a credit for this response would pay, in points: 0 for a right one, or where the question was paid."""
    year = county.year(answered.answered_at)
    if answered.is_right or not worth(answered.kind, county):
        return 0
    if deeds.is_settled(tx, answered.person_id, cause_correct(answered.question_id, year)):
        return 0
    if storage.credits.is_credited(tx, answered.person_id, answered.question_id, year):
        return 0
    return worth(answered.kind, county)


def credit(
    tx: Transaction, answered: Answered, actor: str, reason: str, county: County, now: datetime
) -> Award | None:
    """Credit one response, in the year it was given; None when that pays nothing."""
    storage.people.lock(tx, answered.person_id)
    pays, year = creditable(tx, answered, county), county.year(answered.answered_at)
    earning = Earning(answered.person_id, cause_credit(answered.id), "credit", answered.subject, pays, year)
    return points.award_by_decision(tx, earning, actor, reason, county, now)


def people_marked_wrong(tx: Transaction, version_id: int, unit_id: int, now: datetime) -> int:
    """How many of a unit and those below answered this version wrong where a right answer pays."""
    return storage.credits.count_marked_wrong(tx, version_id, unit_id, tuple(PAID_AS), now)


def credit_everybody(
    tx: Transaction, payload: Mapping[str, Any], actor_id: int, county: County, now: datetime
) -> None:
    """Have everybody of a unit and below credited whom a version of a question marked wrong until now.

    `payload`: `version` (question_version id), `unit` (id), `reason`. The tick works it off with `run_chunk`.
    """
    storage.credits.insert_for_everybody(
        tx,
        version_id=int(payload["version"]),
        unit_id=int(payload["unit"]),
        actor=actor_name(actor_id),
        reason=str(payload["reason"]),
        now=now,
    )
    people = people_marked_wrong(tx, int(payload["version"]), int(payload["unit"]), now)
    storage.audit_log.record(
        tx,
        now=now,
        actor=actor_name(actor_id),
        action="credit_question",
        unit_id=int(payload["unit"]),
        after={"question_version": int(payload["version"]), "people": people},
        reason=str(payload["reason"]),
    )


def run_chunk(tx: Transaction, credit_id: int, county: County, now: datetime) -> int:
    """Credit the next people, the cursor saved with them; 0 when there is nobody left."""
    run = storage.credits.held(tx, credit_id)
    if run is None:
        return 0
    people = storage.credits.marked_wrong(
        tx, run.question_version_id, run.unit_id, tuple(PAID_AS), run.asked_at, run.person_cursor, CHUNK
    )
    for person_id in people:
        storage.people.lock(tx, person_id)
        for answered in storage.credits.answered_wrong(tx, person_id, run.question_version_id, run.asked_at):
            credit(tx, answered, run.actor, run.reason, county, now)
    if not people:
        storage.credits.finish(tx, run.id, now)
        return 0
    storage.credits.save_cursor(tx, run.id, people[-1])
    return len(people)
