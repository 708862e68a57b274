"""What is entered by hand about one person's share: excused, longer, done on paper, taken back."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from storage.assignments import Enrollment
from storage.transaction import Transaction


def excuse(tx: Transaction, enrollment_id: int, reason: str, now: datetime) -> None:
    tx.run(
        "UPDATE enrollment SET excused_at = :now, excused_reason = :reason, next_remind_at = NULL, next_stage = NULL"
        " WHERE id = :id",
        id=enrollment_id,
        now=now,
        reason=reason,
    )


def lift_excusal(tx: Transaction, enrollment_id: int) -> None:
    tx.run("UPDATE enrollment SET excused_at = NULL, excused_reason = NULL WHERE id = :id", id=enrollment_id)


def set_due(
    tx: Transaction,
    enrollment: Enrollment,
    due_at: datetime,
    reason: str,
    now: datetime,
    for_everybody: bool = False,
) -> None:
    """Another due date, entered as an extension; a completion before it is in time, one after it late.

    `for_everybody`: the item's date was moved, it is nothing this person was given.
    """
    tx.run(
        "UPDATE enrollment SET due_at = :due_at, is_late = CASE WHEN completed_at >= :due_at THEN 1 ELSE 0 END"
        " WHERE id = :id",
        id=enrollment.id,
        due_at=due_at,
    )
    tx.run(
        "INSERT INTO extension (enrollment_id, due_before_at, due_after_at, reason, recorded_at, is_for_everybody)"
        " VALUES (:id, :before, :after, :reason, :now, :for_everybody)",
        id=enrollment.id,
        before=enrollment.due_at,
        after=due_at,
        reason=reason,
        now=now,
        for_everybody=for_everybody,
    )


def extensions(tx: Transaction, enrollment_id: int) -> list[dict[str, Any]]:
    """Rows `due_before_at, due_after_at, reason, recorded_at` of what this person was given, oldest first."""
    return tx.all(
        "SELECT due_before_at, due_after_at, reason, recorded_at FROM extension"
        " WHERE enrollment_id = :id AND is_for_everybody = 0 ORDER BY id",
        id=enrollment_id,
    )


def complete_on_paper(
    tx: Transaction, enrollment: Enrollment, reason: str, now: datetime, is_late: bool
) -> None:
    """Every step that is left is done now."""
    tx.run(
        "UPDATE enrollment SET read_at = COALESCE(read_at, :read_at), passed_at = COALESCE(passed_at, :passed_at),"
        " completed_at = :now, is_late = :is_late, on_paper_reason = :reason, next_remind_at = NULL, next_stage = NULL"
        " WHERE id = :id",
        id=enrollment.id,
        read_at=now if enrollment.reading is not None else None,
        passed_at=now if enrollment.quiz_json is not None else None,
        now=now,
        is_late=is_late,
        reason=reason,
    )


def undo_on_paper(
    tx: Transaction, enrollment_id: int, read_at: datetime | None, passed_at: datetime | None
) -> None:
    """Open again, with the steps that were really done."""
    tx.run(
        "UPDATE enrollment SET read_at = :read_at, passed_at = :passed_at, completed_at = NULL, is_late = 0,"
        " on_paper_reason = NULL WHERE id = :id",
        id=enrollment_id,
        read_at=read_at,
        passed_at=passed_at,
    )


def passed_at(tx: Transaction, enrollment_id: int) -> datetime | None:
    """When the quiz of a share was first passed in the chat."""
    row = tx.one(
        "SELECT MIN(finished_at) AS passed_at FROM attempt WHERE enrollment_id = :id AND passed = 1",
        id=enrollment_id,
    )
    return row["passed_at"] if row else None


def completed_for_reading(
    tx: Transaction, person_id: int, reading: str, occurrence: str, but_id: int
) -> bool:
    """Whether another share of the same reading and year is completed on paper."""
    row = tx.one(
        "SELECT e.id FROM enrollment e JOIN assignment a ON a.id = e.assignment_id WHERE e.person_id = :person_id"
        " AND a.kind = 'plan' AND a.reading = :reading AND a.occurrence = :occurrence AND e.id <> :but_id"
        " AND e.on_paper_reason IS NOT NULL LIMIT 1",
        person_id=person_id,
        reading=reading,
        occurrence=occurrence,
        but_id=but_id,
    )
    return row is not None
