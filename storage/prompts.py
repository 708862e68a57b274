"""The prompts through which questions are put: opaque names that buttons carry, one row each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from storage.attempts import SLOT, Attempt, Slot, slot_and_question
from storage.content import QuestionVersion
from storage.transaction import Transaction
from study.rules.frozen import frozen


@frozen
class Prompt:
    """A question put to a person: the opaque name that buttons carry. `chosen`: the choices ticked so far."""

    id: int
    person_id: int
    attempt_id: int
    position: int
    chosen: tuple[int, ...]
    asked_at: datetime
    closed_at: datetime | None


@frozen
class Asked:
    """A question as it was put: through which prompt, in which slot of which attempt."""

    prompt: Prompt
    attempt: Attempt
    slot: Slot
    version: QuestionVersion


_ASKED = (
    f"SELECT t.id AS prompt_id, t.chosen_json, t.asked_at, t.closed_at, {SLOT}, a.person_id, a.kind,"
    " a.enrollment_id, a.subject, a.state, a.started_at, a.deadline_at, a.finished_at, a.score_right,"
    " a.score_total, a.slots, a.passed FROM prompt t JOIN attempt a ON a.id = t.attempt_id"
    " JOIN slot s ON s.attempt_id = t.attempt_id AND s.position = t.position"
    " JOIN question_version v ON v.id = s.question_version_id JOIN question q ON q.id = s.question_id"
)


def insert(tx: Transaction, prompt: Prompt) -> None:
    tx.run(
        "INSERT INTO prompt (id, person_id, attempt_id, position, chosen_json, asked_at)"
        " VALUES (:id, :person_id, :attempt_id, :position, :chosen, :asked_at)",
        id=prompt.id,
        person_id=prompt.person_id,
        attempt_id=prompt.attempt_id,
        position=prompt.position,
        chosen=list(prompt.chosen),
        asked_at=prompt.asked_at,
    )


def asked(tx: Transaction, prompt_id: int) -> Asked | None:
    row = tx.one(f"{_ASKED} WHERE t.id = :id", id=prompt_id)
    return _asked(row) if row else None


def asked_last(tx: Transaction, person_id: int) -> Asked | None:
    """What was asked last and is not answered."""
    row = tx.one(
        f"{_ASKED} WHERE t.person_id = :person_id AND t.closed_at IS NULL ORDER BY t.asked_at DESC, t.id DESC LIMIT 1",
        person_id=person_id,
    )
    return _asked(row) if row else None


def _asked(row: Mapping[str, Any]) -> Asked:
    prompt = Prompt(
        row["prompt_id"],
        row["person_id"],
        row["attempt_id"],
        row["position"],
        tuple(row["chosen_json"]),
        row["asked_at"],
        row["closed_at"],
    )
    attempt = Attempt(
        row["attempt_id"],
        row["person_id"],
        row["kind"],
        row["enrollment_id"],
        row["subject"],
        row["state"],
        row["started_at"],
        row["deadline_at"],
        row["finished_at"],
        row["score_right"],
        row["score_total"],
        row["slots"],
        row["passed"],
    )
    return Asked(prompt, attempt, *slot_and_question(row))


def set_chosen(tx: Transaction, prompt_id: int, chosen: Sequence[int]) -> None:
    tx.run("UPDATE prompt SET chosen_json = :chosen WHERE id = :id", id=prompt_id, chosen=list(chosen))


def close(tx: Transaction, attempt: Attempt, position: int, now: datetime) -> None:
    """The question of this slot is not open any more, however often it was put."""
    tx.run(
        "UPDATE prompt SET closed_at = :now WHERE person_id = :person_id AND closed_at IS NULL"
        " AND attempt_id = :attempt_id AND position = :position",
        person_id=attempt.person_id,
        attempt_id=attempt.id,
        position=position,
        now=now,
    )
