"""Attempts, their slots, and what was answered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from storage.content import QuestionVersion
from storage.transaction import Transaction
from study.rules.frozen import frozen


@frozen
class Attempt:
    """One person's run. `subject`: the bank, reading or quiz it is about; `deadline_at` None when there is none.

    `score_total` questions are scored; `slots` were asked, more where one came again.
    """

    id: int
    person_id: int
    kind: str
    enrollment_id: int | None
    subject: str
    state: str
    started_at: datetime
    deadline_at: datetime | None
    finished_at: datetime | None
    score_right: int
    score_total: int
    slots: int
    passed: int | None


@frozen
class Slot:
    attempt_id: int
    position: int
    question_id: int
    question_version_id: int
    choice_order: tuple[int, ...]


_ATTEMPT = (
    "id, person_id, kind, enrollment_id, subject, state, started_at, deadline_at, finished_at,"
    " score_right, score_total, slots, passed"
)

SLOT = (
    "s.attempt_id, s.position, s.question_id, s.question_version_id, s.choice_order_json,"
    " q.bank, q.name, v.content_json AS text"
)


def insert(
    tx: Transaction,
    *,
    person_id: int,
    kind: str,
    enrollment_id: int | None,
    subject: str,
    deadline_at: datetime | None,
    total: int,
    now: datetime,
) -> Attempt:
    row = tx.one(
        "INSERT INTO attempt (person_id, kind, enrollment_id, subject, state, started_at, deadline_at,"
        " score_total, slots) VALUES (:person_id, :kind, :enrollment_id, :subject, 'in_progress', :now,"
        " :deadline_at, :total, :total)"
        f" RETURNING {_ATTEMPT}",
        person_id=person_id,
        kind=kind,
        enrollment_id=enrollment_id,
        subject=subject,
        deadline_at=deadline_at,
        total=total,
        now=now,
    )
    assert row is not None
    return Attempt(**row)


def by_id(tx: Transaction, attempt_id: int) -> Attempt:
    row = tx.one(f"SELECT {_ATTEMPT} FROM attempt WHERE id = :id", id=attempt_id)
    assert row is not None
    return Attempt(**row)


def in_progress(tx: Transaction, person_id: int, kind: str, subject: str) -> Attempt | None:
    row = tx.one(
        f"SELECT {_ATTEMPT} FROM attempt WHERE person_id = :person_id AND state = 'in_progress'"
        " AND kind = :kind AND subject = :subject ORDER BY id DESC LIMIT 1",
        person_id=person_id,
        kind=kind,
        subject=subject,
    )
    return Attempt(**row) if row else None


def of_enrollment(tx: Transaction, enrollment_id: int) -> list[Attempt]:
    rows = tx.all(f"SELECT {_ATTEMPT} FROM attempt WHERE enrollment_id = :id ORDER BY id", id=enrollment_id)
    return [Attempt(**row) for row in rows]


def insert_slots(tx: Transaction, slots: Sequence[Slot]) -> None:
    tx.many(
        "INSERT INTO slot (attempt_id, position, question_id, question_version_id, choice_order_json)"
        " VALUES (:attempt_id, :position, :question_id, :version_id, :choice_order)",
        [
            {
                "attempt_id": slot.attempt_id,
                "position": slot.position,
                "question_id": slot.question_id,
                "version_id": slot.question_version_id,
                "choice_order": list(slot.choice_order),
            }
            for slot in slots
        ],
    )


def next_question(tx: Transaction, attempt_id: int) -> tuple[Slot, QuestionVersion] | None:
    """The first slot without a response, and its question."""
    row = tx.one(
        f"SELECT {SLOT} FROM slot s JOIN question_version v ON v.id = s.question_version_id"
        " JOIN question q ON q.id = s.question_id"
        " LEFT JOIN response r ON r.attempt_id = s.attempt_id AND r.position = s.position"
        " WHERE s.attempt_id = :attempt_id AND r.id IS NULL ORDER BY s.position LIMIT 1",
        attempt_id=attempt_id,
    )
    return slot_and_question(row) if row else None


def add_slot(tx: Transaction, slot: Slot) -> None:
    """One more slot at the end; what it asks is not scored again."""
    insert_slots(tx, [slot])
    tx.run("UPDATE attempt SET slots = slots + 1 WHERE id = :id", id=slot.attempt_id)


def slot_and_question(row: Mapping[str, Any]) -> tuple[Slot, QuestionVersion]:
    slot = Slot(
        row["attempt_id"],
        row["position"],
        row["question_id"],
        row["question_version_id"],
        tuple(row["choice_order_json"]),
    )
    question = QuestionVersion(
        row["question_version_id"], row["question_id"], row["bank"], row["name"], row["text"]
    )
    return slot, question


def insert_response(
    tx: Transaction, slot: Slot, person_id: int, given: Sequence[str], is_right: bool, now: datetime
) -> int | None:
    """The response's id, or None when this slot was answered before."""
    new_id = tx.insert(
        "INSERT INTO response (attempt_id, position, person_id, question_id, question_version_id, given_json,"
        " is_right, answered_at) VALUES (:attempt_id, :position, :person_id, :question_id, :version_id, :given,"
        " :is_right, :now) ON CONFLICT (attempt_id, position) DO NOTHING",
        attempt_id=slot.attempt_id,
        position=slot.position,
        person_id=person_id,
        question_id=slot.question_id,
        version_id=slot.question_version_id,
        given=list(given),
        is_right=is_right,
        now=now,
    )
    return new_id or None


def responses(tx: Transaction, attempt_id: int) -> list[dict[str, Any]]:
    """Rows `position, question_id, question_version_id, given_json, is_right` in order."""
    return tx.all(
        "SELECT position, question_id, question_version_id, given_json, is_right FROM response"
        " WHERE attempt_id = :id ORDER BY position",
        id=attempt_id,
    )


def count_right(tx: Transaction, attempt_id: int) -> int:
    """How many questions: one that came again counts once, also where its first answer was found right later."""
    row = tx.one(
        "SELECT COUNT(DISTINCT question_id) AS n FROM response WHERE attempt_id = :id AND is_right = 1",
        id=attempt_id,
    )
    return int(row["n"]) if row else 0


def close(
    tx: Transaction, attempt_id: int, state: str, now: datetime, right: int, passed: bool | None
) -> None:
    tx.run(
        "UPDATE attempt SET state = :state, finished_at = :now, score_right = :right, passed = :passed"
        " WHERE id = :id AND state = 'in_progress'",
        id=attempt_id,
        state=state,
        now=now,
        right=right,
        passed=passed,
    )
    tx.run(
        "UPDATE prompt SET closed_at = :now WHERE attempt_id = :id AND closed_at IS NULL"
        " AND person_id = (SELECT person_id FROM attempt WHERE id = :id)",
        id=attempt_id,
        now=now,
    )


def past_deadline(tx: Transaction, now: datetime, limit: int) -> list[Attempt]:
    rows = tx.all(
        f"SELECT {_ATTEMPT} FROM attempt WHERE state = 'in_progress' AND deadline_at <= :now"
        " ORDER BY deadline_at LIMIT :limit",
        now=now,
        limit=limit,
    )
    return [Attempt(**row) for row in rows]


def wrong_questions(tx: Transaction, person_id: int) -> list[dict[str, Any]]:
    """Rows `question_id, version_id, bank, last_response` of current questions answered wrong the last time."""
    return tx.all(
        "SELECT q.id AS question_id, q.current_version_id AS version_id, q.bank, r.id AS last_response"
        " FROM response r JOIN question q ON q.id = r.question_id AND q.is_current = 1"
        " JOIN question_bank b ON b.slug = q.bank AND b.is_current = 1"
        " WHERE r.person_id = :person_id AND r.is_right = 0 AND r.is_void = 0 AND NOT EXISTS"
        " (SELECT 1 FROM response later WHERE later.person_id = r.person_id"
        " AND later.question_id = r.question_id AND later.id > r.id) ORDER BY r.id",
        person_id=person_id,
    )


def answer_times(tx: Transaction, person_id: int, since: datetime) -> list[datetime]:
    """When a person answered anything since an instant."""
    rows = tx.all(
        "SELECT answered_at FROM response WHERE person_id = :person_id AND answered_at >= :since",
        person_id=person_id,
        since=since,
    )
    return [row["answered_at"] for row in rows]
