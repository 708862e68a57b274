"""Assignments and each person's share of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from storage.transaction import Transaction
from study.rules.frozen import frozen


@frozen
class Assignment:
    """`quiz`: banks, draw and pass_percent, or None; `audience` as stored; `enrolled_at` None while enrolling.

    `push_id`: the push that opened it, None where the plan or the configuration did.
    """

    id: int
    kind: str
    name: str
    occurrence: str
    reading: str | None
    quiz: Mapping[str, Any] | None
    audience: Mapping[str, Any]
    opens_at: datetime
    due_at: datetime
    enrolled_at: datetime | None
    enrol_cursor: int
    push_id: int | None = None


@frozen
class Enrollment:
    """One person's share of an assignment, with the assignment's own facts beside it."""

    id: int
    assignment_id: int
    person_id: int
    unit_id: int
    opened_at: datetime
    due_at: datetime
    read_at: datetime | None
    passed_at: datetime | None
    completed_at: datetime | None
    is_late: int
    excused_at: datetime | None
    excused_reason: str | None
    withdrawn_at: datetime | None
    next_remind_at: datetime | None
    next_stage: str | None
    on_paper_reason: str | None
    kind: str
    name: str
    occurrence: str
    reading: str | None
    quiz_json: Mapping[str, Any] | None

    @property
    def is_open(self) -> bool:
        """Still to be done by this person."""
        return self.completed_at is None and self.excused_at is None and self.withdrawn_at is None


_ASSIGNMENT = (
    "id, kind, name, occurrence, reading, quiz_json, audience_json, opens_at, due_at,"
    " enrolled_at, enrol_cursor, push_id"
)
_ENROLLMENT = (
    "e.id, e.assignment_id, e.person_id, e.unit_id, e.opened_at, e.due_at, e.read_at, e.passed_at,"
    " e.completed_at, e.is_late, e.excused_at, e.excused_reason, e.withdrawn_at, e.next_remind_at, e.next_stage,"
    " e.on_paper_reason, a.kind, a.name, a.occurrence, a.reading, a.quiz_json"
)
_OPEN = "e.completed_at IS NULL AND e.excused_at IS NULL AND e.withdrawn_at IS NULL"
JOINED = f"SELECT {_ENROLLMENT} FROM enrollment e JOIN assignment a ON a.id = e.assignment_id"


def _assignment(row: dict[str, Any]) -> Assignment:
    row["quiz"], row["audience"] = row.pop("quiz_json"), row.pop("audience_json")
    return Assignment(**row)


def insert(
    tx: Transaction,
    *,
    kind: str,
    name: str,
    occurrence: str,
    reading: str | None,
    quiz: Mapping[str, Any] | None,
    audience: Mapping[str, Any],
    opens_at: datetime,
    due_at: datetime,
    push_id: int | None = None,
) -> int | None:
    """The new assignment's id, or None when this occurrence was opened before."""
    new_id = tx.insert(
        "INSERT INTO assignment (kind, name, occurrence, reading, quiz_json, audience_json, opens_at, due_at, push_id)"
        " VALUES (:kind, :name, :occurrence, :reading, :quiz, :audience, :opens_at, :due_at, :push_id)"
        " ON CONFLICT (kind, name, occurrence) DO NOTHING",
        kind=kind,
        name=name,
        occurrence=occurrence,
        reading=reading,
        quiz=None if quiz is None else dict(quiz),
        audience=dict(audience),
        opens_at=opens_at,
        due_at=due_at,
        push_id=push_id,
    )
    return new_id or None


def by_id(tx: Transaction, assignment_id: int) -> Assignment | None:
    row = tx.one(f"SELECT {_ASSIGNMENT} FROM assignment WHERE id = :id", id=assignment_id)
    return _assignment(row) if row else None


def occurrences(tx: Transaction, kind: str) -> set[tuple[str, str]]:
    """(name, occurrence) of all assignments of a kind."""
    rows = tx.all("SELECT name, occurrence FROM assignment WHERE kind = :kind", kind=kind)
    return {(row["name"], row["occurrence"]) for row in rows}


def to_enrol(tx: Transaction, now: datetime) -> list[Assignment]:
    """Opened assignments that have people left to enrol."""
    rows = tx.all(
        f"SELECT {_ASSIGNMENT} FROM assignment WHERE enrolled_at IS NULL AND opens_at <= :now ORDER BY id",
        now=now,
    )
    return [_assignment(row) for row in rows]


def save_enrol_cursor(tx: Transaction, assignment_id: int, cursor: int, enrolled_at: datetime | None) -> None:
    tx.run(
        "UPDATE assignment SET enrol_cursor = :cursor, enrolled_at = :enrolled_at WHERE id = :id",
        id=assignment_id,
        cursor=cursor,
        enrolled_at=enrolled_at,
    )


def insert_enrollments(tx: Transaction, rows: Iterable[Mapping[str, Any]]) -> None:
    """Rows of assignment_id, person_id, unit_id, opened_at, due_at, read_at, completed_at, is_late,
    next_remind_at, next_stage.
    """
    tx.many(
        "INSERT INTO enrollment (assignment_id, person_id, unit_id, opened_at, due_at, read_at, completed_at,"
        " is_late, next_remind_at, next_stage) VALUES (:assignment_id, :person_id, :unit_id, :opened_at, :due_at,"
        " :read_at, :completed_at, :is_late, :next_remind_at, :next_stage)"
        " ON CONFLICT (assignment_id, person_id) DO NOTHING",
        rows,
    )


def enrollment(tx: Transaction, enrollment_id: int) -> Enrollment | None:
    row = tx.one(f"{JOINED} WHERE e.id = :id", id=enrollment_id)
    return Enrollment(**row) if row else None


def of_person(tx: Transaction, person_id: int) -> list[Enrollment]:
    rows = tx.all(f"{JOINED} WHERE e.person_id = :person_id ORDER BY e.due_at, e.id", person_id=person_id)
    return [Enrollment(**row) for row in rows]


def open_of_person(tx: Transaction, person_id: int) -> list[Enrollment]:
    rows = tx.all(
        f"{JOINED} WHERE e.person_id = :person_id AND {_OPEN} ORDER BY e.due_at, e.id",
        person_id=person_id,
    )
    return [Enrollment(**row) for row in rows]


def before_person(tx: Transaction, person_id: int, now: datetime) -> list[Enrollment]:
    """The open shares of a person that can still be done: all of the plan, of other kinds those not closed."""
    rows = tx.all(
        f"{JOINED} WHERE e.person_id = :person_id AND {_OPEN} AND (a.kind = 'plan' OR e.due_at > :now)"
        " ORDER BY e.due_at, e.id",
        person_id=person_id,
        now=now,
    )
    return [Enrollment(**row) for row in rows]


def has_open_plan(tx: Transaction, person_id: int) -> bool:
    """Whether anything of the plan is left to do for a person."""
    row = tx.one(
        "SELECT e.id FROM enrollment e JOIN assignment a ON a.id = e.assignment_id AND a.kind = 'plan'"
        f" WHERE e.person_id = :person_id AND {_OPEN} LIMIT 1",
        person_id=person_id,
    )
    return row is not None


def people_to_remind(tx: Transaction, now: datetime, limit: int) -> list[int]:
    """The people of the `limit` shares due first, in the order of their ids."""
    rows = tx.all(
        "SELECT DISTINCT person_id FROM (SELECT person_id FROM enrollment WHERE next_remind_at <= :now"
        " ORDER BY next_remind_at, id LIMIT :limit) AS due_first ORDER BY person_id",
        now=now,
        limit=limit,
    )
    return [row["person_id"] for row in rows]


def to_remind(tx: Transaction, person_id: int, now: datetime) -> list[Enrollment]:
    """All that is due of one person."""
    rows = tx.all(
        f"{JOINED} WHERE e.person_id = :person_id AND e.next_remind_at <= :now ORDER BY e.next_remind_at, e.id",
        person_id=person_id,
        now=now,
    )
    return [Enrollment(**row) for row in rows]


def is_reminder_due(tx: Transaction, now: datetime) -> bool:
    return tx.one("SELECT id FROM enrollment WHERE next_remind_at <= :now LIMIT 1", now=now) is not None


def set_reminder(tx: Transaction, enrollment_id: int, at: datetime | None, stage: str | None) -> None:
    tx.run(
        "UPDATE enrollment SET next_remind_at = :at, next_stage = :stage WHERE id = :id",
        id=enrollment_id,
        at=at,
        stage=stage,
    )


def mark_read(tx: Transaction, enrollment_id: int, now: datetime) -> None:
    tx.run(
        "UPDATE enrollment SET read_at = :now WHERE id = :id AND read_at IS NULL", id=enrollment_id, now=now
    )


def mark_passed(tx: Transaction, enrollment_id: int, now: datetime) -> None:
    tx.run(
        "UPDATE enrollment SET passed_at = :now WHERE id = :id AND passed_at IS NULL",
        id=enrollment_id,
        now=now,
    )


def complete(tx: Transaction, enrollment_id: int, now: datetime, is_late: bool) -> None:
    tx.run(
        "UPDATE enrollment SET completed_at = :now, is_late = :is_late, next_remind_at = NULL, next_stage = NULL"
        " WHERE id = :id AND completed_at IS NULL",
        id=enrollment_id,
        now=now,
        is_late=is_late,
    )


def decide_reminder(tx: Transaction, enrollment_id: int, stage: str, due_on: date, now: datetime) -> bool:
    """Whether this stage for this due date is decided now, for the first time."""
    changed = tx.run(
        "INSERT INTO reminder (enrollment_id, stage, due_on, decided_at) VALUES (:id, :stage, :due_on, :now)"
        " ON CONFLICT (enrollment_id, stage, due_on) DO NOTHING",
        id=enrollment_id,
        stage=stage,
        due_on=due_on,
        now=now,
    )
    return changed > 0
