"""What another verdict on a response brings with it: the attempt's score, the share of the plan, the points."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

import storage.assignments
import storage.attempts
import storage.credits
import storage.exceptions
import storage.regrades
import storage.verdicts
from storage.assignments import Enrollment
from storage.points import PointsEntry
from storage.regrades import Graded, Regrade
from storage.transaction import Transaction
from study import deeds, points, reminders
from study.attempts import PAID_AS, worth
from study.earnings import Earning, of_passing
from study.rules.county import County
from study.rules.deadlines import is_late
from study.rules.frozen import frozen
from study.rules.points_rules import cause_correct, cause_regrade
from study.rules.score import Score, passed


@frozen
class Crossed:
    """An attempt at a quiz of the plan on the other side of the pass mark, through this response."""

    response_id: int
    enrollment_id: int
    is_passed: bool


def rescore(tx: Transaction, changed: Sequence[Graded]) -> list[Crossed]:
    """Enter the scores of the attempts these responses belong to; those that cross their pass mark."""
    crossed: list[Crossed] = []
    for graded in {each.attempt_id: each for each in changed}.values():
        scored = storage.verdicts.score(tx, graded.attempt_id)
        has_passed = None if scored.passed is None else bool(scored.passed)
        if has_passed is not None and graded.pass_percent is not None and scored.total:
            has_passed = passed(Score(scored.right, scored.total), graded.pass_percent)
        storage.verdicts.set_score(tx, scored, has_passed)
        if has_passed is not None and has_passed != bool(scored.passed) and scored.enrollment_id is not None:
            crossed.append(Crossed(graded.id, scored.enrollment_id, has_passed))
    return crossed


def settle_share(tx: Transaction, enrollment_id: int, county: County, now: datetime) -> str:
    """Complete a share as of the attempt that passes it, or open it again: "done", "again", or "" for neither.

    What was done on paper, excused or taken back stays as it is.
    """
    share = storage.assignments.enrollment(tx, enrollment_id)
    if share is None or share.on_paper_reason is not None or share.excused_at or share.withdrawn_at:
        return ""
    passed_at = storage.exceptions.passed_at(tx, share.id)
    steps = [passed_at] if share.reading is None else [share.read_at, passed_at]
    done = [step for step in steps if step is not None]
    completed_at = max(done) if len(done) == len(steps) else None
    late = completed_at is not None and is_late(share.due_at, completed_at)
    storage.verdicts.set_share(tx, share.id, passed_at, completed_at, late)
    if completed_at is not None:
        reminders.cancel_if_nothing_left(tx, share.person_id, now)
        return "" if share.completed_at is not None else "done"
    if share.completed_at is None:
        return ""
    reminders.reschedule(tx, share.person_id, county, now)
    return "again"


def settle_question(tx: Transaction, regrade: Regrade, graded: Graded, county: County, now: datetime) -> int:
    """Pay what the question has earned in the year of this response, or take it back; the points counted.

    A right answer pays in full what it would have paid, whatever was practised that day; once a question and year,
    and not where the question was credited.
    """
    year = county.year(graded.answered_at)
    deed = cause_correct(regrade.question_id, year)
    start, end = county.midnight(date(year, 1, 1)), county.midnight(date(year + 1, 1, 1))
    right = storage.verdicts.right_in_year(tx, graded.person_id, regrade.question_id, start, end)
    paying = [row for row in right if row["kind"] in PAID_AS]
    if not paying:
        return _take_back(
            tx, regrade, graded.id, deed, deeds.standing(tx, graded.person_id, deed), county, now
        )
    if storage.credits.is_credited(tx, graded.person_id, regrade.question_id, year):
        return 0
    if deeds.is_settled(tx, graded.person_id, deed):
        return 0
    first = next((row for row in paying if worth(row["kind"], county)), paying[0])
    cause = cause_regrade(first["id"], regrade.id, deed)
    earning = Earning(
        graded.person_id, cause, "regrade", first["subject"], worth(first["kind"], county), year
    )
    award = points.award_by_decision(tx, earning, regrade.actor, regrade.reason, county, now)
    return award.counted if award else 0


def settle_pass(tx: Transaction, regrade: Regrade, crossed: Crossed, county: County, now: datetime) -> int:
    """Pay the quiz of a plan item that is passed now, or take that back; the points counted."""
    share = storage.assignments.enrollment(tx, crossed.enrollment_id)
    if share is None:
        return 0
    passing = of_passing(share, county)
    deed = passing.cause
    if storage.exceptions.passed_at(tx, share.id) is None:
        standing = deeds.standing(tx, share.person_id, deed)
        taken = _take_back(tx, regrade, crossed.response_id, deed, standing, county, now)
        return taken + _still_on_paper(tx, share, passing, county, now)
    if deeds.is_settled(tx, share.person_id, deed):
        return 0
    earning = replace(passing, cause=cause_regrade(crossed.response_id, regrade.id, deed))
    award = points.award_by_decision(tx, earning, regrade.actor, regrade.reason, county, now)
    return award.counted if award else 0


def _still_on_paper(
    tx: Transaction, share: Enrollment, passing: Earning, county: County, now: datetime
) -> int:
    """What was passed in the chat and on paper is paid for the paper alone now, and goes when that goes."""
    if share.on_paper_reason is None:
        return 0
    award = points.award_on_paper(tx, passing, "garden", share.on_paper_reason, county, now)
    return award.counted if award else 0


def passing_attempts(tx: Transaction, share: Enrollment) -> int:
    """How many attempts at its quiz have passed."""
    return sum(bool(attempt.passed) for attempt in storage.attempts.of_enrollment(tx, share.id))


def _take_back(
    tx: Transaction,
    regrade: Regrade,
    response_id: int,
    deed: str,
    standing: Sequence[PointsEntry],
    county: County,
    now: datetime,
) -> int:
    taken = 0
    for entry in standing:
        cause = cause_regrade(response_id, regrade.id, deed)
        back = points.reverse_points(
            tx, entry.id, regrade.id, regrade.actor, regrade.reason, county, now, cause
        )
        taken += back.counted if back else 0
    return taken
