"""What the promises say of deeds: what each is worth, and what it takes to be passed, read and done."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from storage.listed import LISTED, lists
from storage.transaction import Row, Transaction


def wrongly_valued(tx: Transaction, after: int, worth: Mapping[str, int]) -> list[Row]:
    """Rows `staff_no, detail`: entries after this one whose kind earns something else, in points."""
    cases = " ".join(f"WHEN '{kind}' THEN CAST(:{kind} AS INTEGER)" for kind in worth)
    return tx.all(
        "SELECT p.staff_no, e.cause || ' earned ' || CAST(e.earned AS TEXT) AS detail FROM points_entry e"
        " JOIN person p ON p.id = e.person_id WHERE e.id > :after AND e.reverses_id IS NULL"
        f" AND e.earned <> CASE e.kind {cases} ELSE e.earned END",
        after=after,
        **worth,
    )


def practised(tx: Transaction, after: int) -> list[Row]:
    """Rows `staff_no, cause, entered_on, earned, counted` of practice after this entry, in order."""
    return tx.all(
        "SELECT p.staff_no, e.cause, e.entered_on, e.earned, e.counted FROM points_entry e"
        " JOIN person p ON p.id = e.person_id WHERE e.id > :after AND e.kind = 'practice' AND e.reverses_id IS NULL"
        " ORDER BY e.id",
        after=after,
    )


def quizzes_finished(tx: Transaction, after: int) -> list[Row]:
    """Rows `staff_no, subject, score_right, score_total, passed, quiz_json` of the plan's quizzes whose last response
    came after this one."""
    return tx.all(
        "SELECT p.staff_no, t.subject, t.score_right, t.score_total, t.passed, a.quiz_json FROM attempt t"
        " JOIN enrollment e ON e.id = t.enrollment_id JOIN assignment a ON a.id = e.assignment_id"
        " JOIN person p ON p.id = t.person_id WHERE t.id IN (SELECT attempt_id FROM response WHERE id > :after)"
        " AND t.kind = 'plan' AND t.state = 'finished'",
        after=after,
    )


def done_without(tx: Transaction, after: int) -> list[Row]:
    """Rows `staff_no, detail`: shares done in the chat, of people with a response after this one, though their reading
    was not finished or their quiz not passed."""
    return tx.all(
        "SELECT p.staff_no, a.name || ' is done' AS detail FROM enrollment e JOIN person p ON p.id = e.person_id"
        " JOIN assignment a ON a.id = e.assignment_id AND a.kind = 'plan'"
        " WHERE e.person_id IN (SELECT person_id FROM response WHERE id > :after)"
        " AND e.completed_at IS NOT NULL AND e.on_paper_reason IS NULL"
        " AND ((a.reading IS NOT NULL AND NOT EXISTS (SELECT 1 FROM reading_completion c"
        " WHERE c.person_id = e.person_id AND c.slug = a.reading AND CAST(c.year AS TEXT) = a.occurrence))"
        " OR (a.quiz_json IS NOT NULL AND NOT EXISTS (SELECT 1 FROM attempt t WHERE t.enrollment_id = e.id"
        " AND t.passed = 1)))",
        after=after,
    )


def read_without(tx: Transaction, after: int) -> list[Row]:
    """Rows `staff_no, detail`: checks of readings finished after this response with a question never answered right."""
    return tx.all(
        "SELECT p.staff_no, t.subject AS detail FROM attempt t JOIN person p ON p.id = t.person_id"
        " WHERE t.id IN (SELECT attempt_id FROM response WHERE id > :after) AND t.kind = 'check'"
        " AND t.state = 'finished' AND EXISTS (SELECT 1 FROM slot s WHERE s.attempt_id = t.id AND s.question_id NOT IN"
        " (SELECT r.question_id FROM response r WHERE r.attempt_id = t.id AND r.is_right = 1))",
        after=after,
    )


def answered_after_closing(tx: Transaction, after: int) -> list[Row]:
    """Rows `staff_no, detail`: responses after this one to a quiz of the timetable that was over."""
    return tx.all(
        # From the few new responses on, and not from all the quizzes there have been.
        "SELECT p.staff_no, a.name || ', response ' || CAST(r.id AS TEXT) AS detail FROM response r"
        " CROSS JOIN attempt t CROSS JOIN enrollment e CROSS JOIN assignment a JOIN person p ON p.id = r.person_id"
        " WHERE r.id > :after AND t.id = r.attempt_id AND e.id = t.enrollment_id"
        " AND a.id = e.assignment_id AND a.kind = 'scheduled' AND a.due_at <= r.answered_at",
        after=after,
    )


def begun_for_nothing(tx: Transaction, after: int) -> list[Row]:
    """Rows `staff_no, detail`: attempts after this one at a quiz that was passed, excused, taken back or over.

    What was done on paper counts from the day it was done on, and what was graded anew from its answers: neither says
    when that was known.
    """
    return tx.all(
        "SELECT p.staff_no, t.subject || ', attempt ' || CAST(t.id AS TEXT) AS detail FROM attempt t"
        " CROSS JOIN enrollment e CROSS JOIN assignment a JOIN person p ON p.id = t.person_id"
        " WHERE t.id > :after AND e.id = t.enrollment_id AND a.id = e.assignment_id"
        " AND ((a.kind = 'scheduled' AND a.due_at <= t.started_at) OR e.excused_at < t.started_at"
        " OR e.withdrawn_at < t.started_at OR (e.on_paper_reason IS NULL AND e.passed_at < t.started_at"
        " AND NOT EXISTS (SELECT 1 FROM attempt o JOIN response r ON r.attempt_id = o.id"
        " JOIN response_regrade g ON g.response_id = r.id WHERE o.enrollment_id = e.id)))",
        after=after,
    )


def graded(tx: Transaction, prompt_ids: Sequence[int]) -> dict[int, Row]:
    """Prompt id to `staff_no, is_right, answered_at` of the response to its question, as it was graded first."""
    return {
        row["id"]: row
        for listed in lists(prompt_ids)
        for row in tx.all(
            "SELECT t.id, p.staff_no, COALESCE((SELECT g.was_right FROM response_regrade g WHERE g.response_id = r.id"
            " ORDER BY g.regrade_id LIMIT 1), r.is_right) AS is_right, r.answered_at FROM prompt t"
            " JOIN person p ON p.id = t.person_id"
            f" JOIN response r ON r.attempt_id = t.attempt_id AND r.position = t.position WHERE t.id IN ({LISTED})",
            **listed,
        )
    }
