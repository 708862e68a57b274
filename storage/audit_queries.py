"""What the recount reads."""

from __future__ import annotations

from typing import Any

from storage.transaction import Transaction
from storage.verdicts import COUNTED


def people(tx: Transaction) -> list[dict[str, Any]]:
    """Rows `id, staff_no` of everyone who has a response, a completion, in the chat or on paper, or a points entry."""
    return tx.all(
        "SELECT p.id, p.staff_no FROM person p WHERE EXISTS (SELECT 1 FROM response r WHERE r.person_id = p.id)"
        " OR EXISTS (SELECT 1 FROM reading_completion c WHERE c.person_id = p.id)"
        " OR EXISTS (SELECT 1 FROM enrollment n WHERE n.person_id = p.id AND n.on_paper_reason IS NOT NULL)"
        " OR EXISTS (SELECT 1 FROM points_entry e WHERE e.person_id = p.id) ORDER BY p.id"
    )


def right_responses(tx: Transaction, person_id: int) -> list[dict[str, Any]]:
    """Rows `question_id, kind, answered_at` of right responses."""
    return tx.all(
        "SELECT r.question_id, a.kind, r.answered_at FROM response r JOIN attempt a ON a.id = r.attempt_id"
        " WHERE r.person_id = :id AND r.is_right = 1",
        id=person_id,
    )


def count_responses(tx: Transaction, person_id: int) -> int:
    row = tx.one("SELECT COUNT(*) AS n FROM response WHERE person_id = :id", id=person_id)
    return int(row["n"]) if row else 0


def completions(tx: Transaction, person_id: int) -> list[dict[str, Any]]:
    """Rows `slug, year`."""
    return tx.all("SELECT slug, year FROM reading_completion WHERE person_id = :id", id=person_id)


def passed_quizzes(tx: Transaction, person_id: int) -> list[dict[str, Any]]:
    """Rows `name, occurrence` of plan items whose quiz this person has passed."""
    return tx.all(
        "SELECT DISTINCT s.name, s.occurrence FROM attempt a JOIN enrollment e ON e.id = a.enrollment_id"
        " JOIN assignment s ON s.id = e.assignment_id WHERE a.person_id = :id AND a.passed = 1",
        id=person_id,
    )


def completed_on_paper(tx: Transaction, person_id: int) -> list[dict[str, Any]]:
    """Rows `name, occurrence, reading, has_quiz` of plan items entered as done on paper."""
    return tx.all(
        "SELECT s.name, s.occurrence, s.reading, CASE WHEN s.quiz_json IS NULL THEN 0 ELSE 1 END AS has_quiz"
        " FROM enrollment e JOIN assignment s ON s.id = e.assignment_id"
        " WHERE e.person_id = :id AND e.on_paper_reason IS NOT NULL AND s.kind = 'plan'",
        id=person_id,
    )


def ledger(tx: Transaction, person_id: int) -> list[dict[str, Any]]:
    """Rows `id, cause, kind, earned, counted, entered_on, reverses_id`, in order."""
    return tx.all(
        "SELECT id, cause, kind, earned, counted, entered_on, reverses_id FROM points_entry"
        " WHERE person_id = :id ORDER BY id",
        id=person_id,
    )


def unfinished_attempts(tx: Transaction) -> list[dict[str, Any]]:
    """Rows `id, staff_no` of attempts in progress of which every slot has its response."""
    return tx.all(
        "SELECT a.id, p.staff_no FROM attempt a JOIN person p ON p.id = a.person_id"
        " WHERE a.state = 'in_progress' AND NOT EXISTS (SELECT 1 FROM slot s LEFT JOIN response r"
        " ON r.attempt_id = s.attempt_id AND r.position = s.position WHERE s.attempt_id = a.id AND r.id IS NULL)"
    )


def misscored_attempts(tx: Transaction) -> list[dict[str, Any]]:
    """Rows `id, staff_no` of closed attempts whose score is not what their responses, as they stand, make it."""
    return tx.all(
        f"SELECT c.id, p.staff_no FROM (SELECT a.id, a.person_id, a.score_right, a.score_total, {COUNTED}"
        " FROM attempt a JOIN slot s ON s.attempt_id = a.id"
        " LEFT JOIN response r ON r.attempt_id = s.attempt_id AND r.position = s.position"
        " WHERE a.state IN ('finished', 'overdue')"
        " GROUP BY a.id, a.person_id, a.score_right, a.score_total) c JOIN person p ON p.id = c.person_id"
        " WHERE c.score_right <> c.right_ones OR c.score_total <> c.counted ORDER BY c.id"
    )
