"""Attempts: started, asked question by question, answered, finished. Every response is saved before the next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from random import Random
from typing import Literal

import storage.answer_reviews
import storage.assignments
import storage.attempts
import storage.content
import storage.credits
import storage.prompts
import storage.regrades
from storage.attempts import Attempt, Slot
from storage.content import QuestionVersion
from storage.prompts import Asked, Prompt
from storage.transaction import Transaction
from study import assignments, deeds, points, readings
from study.earnings import Earning, of_passing
from study.points import Award
from study.rules.county import County
from study.rules.draw import choice_order
from study.rules.frozen import frozen
from study.rules.points_rules import cause_correct
from study.rules.question import Given, ShownQuestion
from study.rules.question_types import QUESTION_TYPES
from study.rules.question_types.wording import normalised
from study.rules.score import Score, passed

Kind = Literal["check", "plan", "scheduled", "practice", "mistakes"]

PAID_AS = {"scheduled": "scheduled", "practice": "practice", "mistakes": "practice"}
"""Kinds of attempt whose right responses pay, and the kind of points they pay."""

TYPED = ("fill_in", "short_answer")
REVIEWED = ("scheduled", "plan", "check")
"""Types of question and kinds of attempt where words that were not foreseen are looked at by somebody."""


@frozen
class Refusal:
    """Why a tap or a text changes nothing: not_yours, answered, closed, nothing_chosen."""

    reason: Literal["not_yours", "answered", "closed", "nothing_chosen"]


@frozen
class Finished:
    """The end of an attempt. `pass_percent` None where nothing is to be passed; `completed` the share it completed."""

    score: Score
    pass_percent: int | None
    passed: bool | None
    completed: assignments.Completed | None
    award: Award | None


@frozen
class Recorded:
    """A response in the record. `award` what it was paid, if anything; `then` comes another question, or it was the
    last."""

    attempt: Attempt
    slot: Slot
    version: QuestionVersion
    given: Given
    is_right: bool
    award: Award | None
    then: tuple[Slot, QuestionVersion] | Finished
    response_id: int

    @property
    def finished(self) -> Finished | None:
        """How the attempt ended; None while there are questions left."""
        return self.then if isinstance(self.then, Finished) else None


def start_attempt(
    tx: Transaction,
    *,
    person_id: int,
    kind: Kind,
    subject: str,
    questions: Sequence[QuestionVersion],
    rng: Random,
    now: datetime,
    enrollment_id: int | None = None,
    deadline_at: datetime | None = None,
) -> Attempt:
    """A new attempt at these questions, in this order; their choices are shuffled now and stay so."""
    attempt = storage.attempts.insert(
        tx,
        person_id=person_id,
        kind=kind,
        enrollment_id=enrollment_id,
        subject=subject,
        deadline_at=deadline_at,
        total=len(questions),
        now=now,
    )
    storage.attempts.insert_slots(
        tx, [_slot(attempt.id, position, version, rng) for position, version in enumerate(questions, start=1)]
    )
    return attempt


def _slot(attempt_id: int, position: int, version: QuestionVersion, rng: Random) -> Slot:
    question = version.question("zh-Hans", "en")
    return Slot(attempt_id, position, version.question_id, version.id, choice_order(question, rng))


def ask(tx: Transaction, attempt: Attempt, rng: Random, now: datetime) -> Asked | None:
    """Put the next unanswered question; None when there is none."""
    found = storage.attempts.next_question(tx, attempt.id)
    return put(tx, attempt, *found, rng, now) if found else None


def put(
    tx: Transaction, attempt: Attempt, slot: Slot, version: QuestionVersion, rng: Random, now: datetime
) -> Asked:
    """Put the question of a slot, through a prompt of its own."""
    prompt = Prompt(rng.getrandbits(63), attempt.person_id, attempt.id, slot.position, (), now, None)
    storage.prompts.insert(tx, prompt)
    return Asked(prompt, attempt, slot, version)


def shown(asked: Asked, language: str, fallback_language: str) -> ShownQuestion:
    """The question in one language, its choices in the order this person sees."""
    question = asked.version.question(language, fallback_language)
    return ShownQuestion(question, asked.slot.choice_order)


def asked_as(tx: Transaction, person_id: int, prompt_id: int, now: datetime) -> Asked | Refusal:
    """The question a button belongs to, if this person may still answer it."""
    asked = storage.prompts.asked(tx, prompt_id)
    if asked is None or asked.prompt.person_id != person_id:
        return Refusal("not_yours")
    if asked.attempt.deadline_at and now >= asked.attempt.deadline_at:
        return Refusal("closed")
    if asked.prompt.closed_at is not None:
        return Refusal("answered" if asked.attempt.state in ("in_progress", "finished") else "closed")
    return asked


def tick_choice(tx: Transaction, asked: Asked, shown_index: int) -> tuple[int, ...]:
    """Tick or untick a choice of a question with several; the places ticked now. Out of range changes nothing."""
    if not 0 <= shown_index < len(asked.slot.choice_order):
        return asked.prompt.chosen
    chosen = tuple(sorted(set(asked.prompt.chosen) ^ {shown_index}))
    storage.prompts.set_chosen(tx, asked.prompt.id, chosen)
    return chosen


def record_response(
    tx: Transaction, asked: Asked, given: Given, county: County, now: datetime
) -> Recorded | Refusal:
    """Save a response, grade it, pay it; when it was the last, finish the attempt. Once, whatever is repeated."""
    attempt, slot = asked.attempt, asked.slot
    if attempt.deadline_at and now >= attempt.deadline_at:
        return Refusal("closed")
    if not given:
        return Refusal("nothing_chosen")
    question = asked.version.question("zh-Hans", "en")
    is_right = QUESTION_TYPES[question.type].grade(question, given)
    response_id = storage.attempts.insert_response(tx, slot, attempt.person_id, given, is_right, now)
    if response_id is None:
        return Refusal("answered")
    storage.prompts.close(tx, attempt, slot.position, now)
    award = _pay(tx, attempt, slot, county, now) if is_right else None
    if not is_right and question.type in TYPED and attempt.kind in REVIEWED:
        wording, words = normalised(given[0]), given[0]
        storage.answer_reviews.open_one(
            tx, slot.question_id, response_id, attempt.person_id, wording, words, now
        )
    if attempt.kind == "check" and not is_right:
        attempt = _ask_again_at_the_end(tx, attempt, slot)
    then = storage.attempts.next_question(tx, attempt.id) or finish_attempt(tx, attempt, county, now)
    return Recorded(attempt, slot, asked.version, given, is_right, award, then, response_id)


def worth(kind: str, county: County) -> int:
    """What one right response in an attempt of this kind earns, in points."""
    rules = county.settings.points
    return {"scheduled": rules.scheduled_correct, "practice": rules.practice_correct}.get(
        PAID_AS.get(kind, ""), 0
    )


def _pay(tx: Transaction, attempt: Attempt, slot: Slot, county: County, now: datetime) -> Award | None:
    earned, paid_as, year = worth(attempt.kind, county), PAID_AS.get(attempt.kind), county.year(now)
    if not earned or paid_as is None:
        return None
    if storage.credits.is_credited(tx, attempt.person_id, slot.question_id, year):
        return None
    cause: str | None = cause_correct(slot.question_id, year)
    if storage.regrades.was_regraded(tx, slot.question_id):
        cause = deeds.next_cause(tx, attempt.person_id, cause_correct(slot.question_id, year))
    if cause is None:
        return None
    earning = Earning(attempt.person_id, cause, paid_as, attempt.subject, earned, year)
    return points.award_points(tx, earning, county, now)


def _ask_again_at_the_end(tx: Transaction, attempt: Attempt, slot: Slot) -> Attempt:
    """A check question is settled when it is answered right; until then it comes once more."""
    storage.attempts.add_slot(tx, replace(slot, position=attempt.slots + 1))
    return replace(attempt, slots=attempt.slots + 1)


def finish_attempt(tx: Transaction, attempt: Attempt, county: County, now: datetime) -> Finished:
    """Close an attempt that has no question left, and complete what it was for."""
    right = storage.attempts.count_right(tx, attempt.id)
    score = Score(right, attempt.score_total)
    enrollment = (
        storage.assignments.enrollment(tx, attempt.enrollment_id)
        if attempt.enrollment_id is not None
        else None
    )
    pass_percent = enrollment.quiz_json.get("pass_percent") if enrollment and enrollment.quiz_json else None
    has_passed = passed(score, pass_percent) if pass_percent is not None else None
    storage.attempts.close(tx, attempt.id, "finished", now, right, has_passed)
    if attempt.kind == "check":
        done = readings.complete_reading(tx, attempt.person_id, attempt.subject, county, now)
        return Finished(score, None, None, done.completed, done.award)
    if enrollment is None or has_passed is False:
        return Finished(score, pass_percent, has_passed, None, None)
    award = points.award_points(tx, of_passing(enrollment, county), county, now) if has_passed else None
    completed = assignments.pass_step(tx, enrollment, now)
    return Finished(score, pass_percent, has_passed, completed, award)


def close_overdue(tx: Transaction, now: datetime, limit: int) -> int:
    """Attempts whose deadline has passed stand as they are; how many were closed."""
    late = storage.attempts.past_deadline(tx, now, limit)
    for attempt in late:
        storage.attempts.close(
            tx, attempt.id, "overdue", now, storage.attempts.count_right(tx, attempt.id), None
        )
    return len(late)
