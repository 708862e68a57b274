"""Whether responses count as right, changed afterwards: the first verdict is never lost, the attempts follow."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from storage.regrades import Graded
from storage.transaction import Transaction
from study.rules.frozen import frozen


@frozen
class AttemptScore:
    """An attempt's numbers as its responses make them. `passed` as it was entered last."""

    id: int
    state: str
    enrollment_id: int | None
    finished_at: datetime | None
    right: int
    total: int
    passed: int | None


def change(tx: Transaction, regrade_id: int, graded: Graded, is_right: bool, is_void: bool) -> None:
    """Enter another verdict on a response, and what it was before."""
    tx.run(
        "INSERT INTO response_regrade (regrade_id, response_id, was_right, was_void, is_right, is_void)"
        " VALUES (:regrade_id, :id, :was_right, :was_void, :is_right, :is_void)",
        regrade_id=regrade_id,
        id=graded.id,
        was_right=graded.is_right,
        was_void=graded.is_void,
        is_right=is_right,
        is_void=is_void,
    )
    tx.run(
        "UPDATE response SET is_right = :is_right, is_void = :is_void WHERE id = :id",
        id=graded.id,
        is_right=is_right,
        is_void=is_void,
    )


COUNTED = (
    "COUNT(DISTINCT CASE WHEN r.is_right = 1 THEN s.question_id END) AS right_ones,"
    " COUNT(DISTINCT CASE WHEN r.id IS NULL OR r.is_void = 0 THEN s.question_id END) AS counted"
)
"""The score of an attempt from its slots `s` and responses `r`: a question asked again counts once."""


def score(tx: Transaction, attempt_id: int) -> AttemptScore:
    row = tx.one(
        f"SELECT a.id, a.state, a.enrollment_id, a.finished_at, a.passed, {COUNTED} FROM attempt a"
        " JOIN slot s ON s.attempt_id = a.id"
        " LEFT JOIN response r ON r.attempt_id = s.attempt_id AND r.position = s.position"
        " WHERE a.id = :id GROUP BY a.id, a.state, a.enrollment_id, a.finished_at, a.passed",
        id=attempt_id,
    )
    assert row is not None
    return AttemptScore(
        row["id"],
        row["state"],
        row["enrollment_id"],
        row["finished_at"],
        row["right_ones"],
        row["counted"],
        row["passed"],
    )


def set_score(tx: Transaction, scored: AttemptScore, passed: bool | None) -> None:
    """What is right is entered once the attempt is closed; how many count, at once."""
    tx.run(
        "UPDATE attempt SET score_right = CASE WHEN state = 'in_progress' THEN score_right ELSE :right END,"
        " score_total = :total, passed = :passed WHERE id = :id",
        id=scored.id,
        right=scored.right,
        total=scored.total,
        passed=passed,
    )


def set_share(
    tx: Transaction,
    enrollment_id: int,
    passed_at: datetime | None,
    completed_at: datetime | None,
    is_late: bool,
) -> None:
    """When a share's quiz was passed and when it was completed; open again where that is None."""
    tx.run(
        "UPDATE enrollment SET passed_at = :passed_at, completed_at = :completed_at, is_late = :is_late,"
        " next_remind_at = CASE WHEN CAST(:completed_at AS BIGINT) IS NULL THEN next_remind_at END,"
        " next_stage = CASE WHEN CAST(:completed_at AS BIGINT) IS NULL THEN next_stage END WHERE id = :id",
        id=enrollment_id,
        passed_at=passed_at,
        completed_at=completed_at,
        is_late=is_late,
    )


def right_in_year(
    tx: Transaction, person_id: int, question_id: int, start: datetime, end: datetime
) -> list[dict[str, Any]]:
    """Rows `id, kind, subject` of right responses to a question in [start, end), the first one first."""
    return tx.all(
        "SELECT r.id, a.kind, a.subject FROM response r JOIN attempt a ON a.id = r.attempt_id"
        " WHERE r.person_id = :person_id AND r.question_id = :question_id AND r.is_right = 1"
        " AND r.answered_at >= :start AND r.answered_at < :end ORDER BY r.id",
        person_id=person_id,
        question_id=question_id,
        start=start,
        end=end,
    )


def changed_of(tx: Transaction, regrade_id: int, person_id: int) -> list[dict[str, Any]]:
    """What a regrade changed for a person: rows of the verdicts before and after, of those that stand still."""
    return tx.all(
        "SELECT g.was_right, g.was_void, g.is_right, g.is_void, r.id AS response_id, r.given_json, r.answered_at,"
        " a.kind, a.subject, a.state, a.score_right, a.score_total, a.passed, s.choice_order_json, v.content_json"
        " FROM response_regrade g JOIN response r ON r.id = g.response_id AND r.is_right = g.is_right"
        " AND r.is_void = g.is_void JOIN attempt a ON a.id = r.attempt_id JOIN slot s"
        " ON s.attempt_id = r.attempt_id AND s.position = r.position JOIN question_version v"
        " ON v.id = r.question_version_id WHERE g.regrade_id = :regrade_id AND r.person_id = :person_id"
        " AND NOT EXISTS (SELECT 1 FROM response_regrade later WHERE later.response_id = r.id"
        " AND later.regrade_id > g.regrade_id) ORDER BY r.id DESC",
        regrade_id=regrade_id,
        person_id=person_id,
    )
