"""Which questions a person gets: the plan's quiz, a scheduled one, practice, the redo list, a reading's check."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from random import Random
from typing import Any

import storage.attempts
import storage.content
from storage.assignments import Enrollment
from storage.attempts import Attempt
from storage.content import QuestionVersion
from storage.transaction import Transaction
from study.attempts import Kind, start_attempt
from study.rules.draw import Candidate, draw

PRACTICE_DRAW = 5
ALL_BANKS = "all"


def check_bank(slug: str) -> str:
    """The bank that holds a reading's check questions; never drawn from."""
    return f"check/{slug}"


def resume_or_start_share(
    tx: Transaction, enrollment: Enrollment, rng: Random, now: datetime
) -> Attempt | None:
    """The attempt under way at a share's quiz, or a new one with the questions least seen; None when it has none."""
    for attempt in storage.attempts.of_enrollment(tx, enrollment.id):
        if attempt.state == "in_progress":
            return attempt
    kind: Kind = "plan" if enrollment.kind == "plan" else "scheduled"
    questions = _of_quiz(tx, enrollment.quiz_json, enrollment.person_id, rng)
    if not questions:
        return None
    return start_attempt(
        tx,
        person_id=enrollment.person_id,
        kind=kind,
        subject=enrollment.name,
        questions=questions,
        rng=rng,
        now=now,
        enrollment_id=enrollment.id,
        deadline_at=enrollment.due_at if kind == "scheduled" else None,
    )


def _of_quiz(
    tx: Transaction, quiz: Mapping[str, Any] | None, person_id: int, rng: Random
) -> list[QuestionVersion]:
    """The questions everybody gets, those taken out since left out, or this person's own draw."""
    if quiz is None:
        return []
    if "questions" in quiz:
        found = [storage.content.question_in_use(tx, question_id) for question_id in quiz["questions"]]
        return [version for version in found if version is not None]
    return drawn(tx, quiz["banks"], int(quiz["draw"]), person_id, rng)


def resume_or_start_practice(
    tx: Transaction, person_id: int, bank: str, rng: Random, now: datetime
) -> Attempt | None:
    """Practice in one bank that is open to it, or in all; None when there is nothing to ask."""
    under_way = storage.attempts.in_progress(tx, person_id, "practice", bank)
    open_banks = {row["slug"] for row in storage.content.practice_banks(tx, person_id)} | {ALL_BANKS}
    questions = (
        [] if under_way or bank not in open_banks else drawn(tx, [bank], PRACTICE_DRAW, person_id, rng)
    )
    if under_way or not questions:
        return under_way
    return start_attempt(
        tx, person_id=person_id, kind="practice", subject=bank, questions=questions, rng=rng, now=now
    )


def resume_or_start_mistakes(tx: Transaction, person_id: int, rng: Random, now: datetime) -> Attempt | None:
    """The redo list: questions answered wrong the last time, the longest ago first; None when there are none."""
    under_way = storage.attempts.in_progress(tx, person_id, "mistakes", ALL_BANKS)
    wrong = [] if under_way else storage.attempts.wrong_questions(tx, person_id)[:PRACTICE_DRAW]
    if under_way or not wrong:
        return under_way
    questions = storage.content.question_versions(tx, [row["version_id"] for row in wrong])
    return start_attempt(
        tx, person_id=person_id, kind="mistakes", subject=ALL_BANKS, questions=questions, rng=rng, now=now
    )


def resume_or_start_check(
    tx: Transaction, person_id: int, slug: str, rng: Random, now: datetime
) -> Attempt | None:
    """A reading's check questions, in their order; None when it has none."""
    under_way = storage.attempts.in_progress(tx, person_id, "check", slug)
    if under_way:
        return under_way
    rows = storage.content.candidates(tx, [check_bank(slug)], person_id)
    if not rows:
        return None
    questions = storage.content.question_versions(tx, [row["version_id"] for row in rows])
    return start_attempt(
        tx, person_id=person_id, kind="check", subject=slug, questions=questions, rng=rng, now=now
    )


def drawn(
    tx: Transaction, banks: Iterable[str], count: int, person_id: int, rng: Random
) -> list[QuestionVersion]:
    """`count` questions of these banks ("all": every bank open for practice), those seen least first."""
    slugs = set(banks)
    if ALL_BANKS in slugs:
        slugs = {row["slug"] for row in storage.content.practice_banks(tx, person_id)}
    rows = storage.content.candidates(tx, slugs, person_id) if slugs else []
    candidates = [
        Candidate(row["question_id"], row["bank"], row["seen"], row["last_asked_at"]) for row in rows
    ]
    versions = {row["question_id"]: row["version_id"] for row in rows}
    chosen = draw(candidates, count, rng)
    return storage.content.question_versions(tx, [versions[each] for each in chosen]) if chosen else []
