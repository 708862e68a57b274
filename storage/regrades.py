"""Answers graded anew: what was asked for, the responses it looks at, and what it changed of each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from storage.content import QuestionVersion
from storage.listed import few
from storage.transaction import Transaction
from study.rules.frozen import frozen


@frozen
class Regrade:
    """`units`: whose people, each with those below; none at all means everybody. `wording`: of those alone who
    wrote these words. `people`: how many it has changed something for so far."""

    id: int
    question_id: int
    question_version_id: int
    mode: str
    wording: str | None
    units: tuple[int, ...]
    actor: str
    reason: str
    asked_at: datetime
    person_cursor: int
    people: int
    done_at: datetime | None


@frozen
class Graded:
    """A response as it stands, with its attempt. `first_right`: the first verdict, where it was ever changed;
    `pass_percent`: of the attempt's quiz, where something is to be passed."""

    id: int
    person_id: int
    attempt_id: int
    question_version_id: int
    given: tuple[str, ...]
    is_right: int
    is_void: int
    answered_at: datetime
    first_right: int | None
    kind: str
    subject: str
    state: str
    score_right: int
    score_total: int
    passed: int | None
    enrollment_id: int | None
    pass_percent: int | None


_REGRADE = (
    "id, question_id, question_version_id, mode, wording, units_json, actor, reason, asked_at, person_cursor,"
    " people, done_at"
)
_GRADED = (
    "SELECT r.id, r.person_id, r.attempt_id, r.question_version_id, r.given_json, r.is_right, r.is_void,"
    " r.answered_at, (SELECT g.was_right FROM response_regrade g WHERE g.response_id = r.id ORDER BY g.regrade_id"
    " LIMIT 1) AS first_right, a.kind, a.subject, a.state, a.score_right, a.score_total, a.passed,"
    " a.enrollment_id, s.quiz_json FROM response r JOIN attempt a ON a.id = r.attempt_id"
    " LEFT JOIN enrollment e ON e.id = a.enrollment_id LEFT JOIN assignment s ON s.id = e.assignment_id"
)


def _regrade(row: Mapping[str, Any]) -> Regrade:
    kept = {name: value for name, value in row.items() if name != "units_json"}
    return Regrade(**kept, units=tuple(row["units_json"]))


def _graded(row: Mapping[str, Any]) -> Graded:
    kept = {name: value for name, value in row.items() if name not in ("given_json", "quiz_json")}
    return Graded(
        **kept, given=tuple(row["given_json"]), pass_percent=(row["quiz_json"] or {}).get("pass_percent")
    )


def within(units: Sequence[int], unit: str = "p.unit_id") -> tuple[str, dict[str, int]]:
    """A condition (and its parameters) on the unit of a person: one of these or below; none means anywhere."""
    if not units:
        return "1 = 1", {}
    listed, named = few("unit", units)
    below = f"SELECT 1 FROM unit_ancestor ua WHERE ua.unit_id = {unit} AND ua.ancestor_id IN ({listed})"
    return f"EXISTS ({below})", named


def insert(
    tx: Transaction,
    *,
    question_id: int,
    version_id: int,
    mode: str,
    wording: str | None,
    units: Sequence[int],
    actor: str,
    reason: str,
    now: datetime,
) -> int:
    """The new row's id; the tick works it off."""
    return tx.insert(
        "INSERT INTO regrade (question_id, question_version_id, mode, wording, units_json, actor, reason, asked_at)"
        " VALUES (:question_id, :version_id, :mode, :wording, :units, :actor, :reason, :now)",
        question_id=question_id,
        version_id=version_id,
        mode=mode,
        wording=wording,
        units=list(units),
        actor=actor,
        reason=reason,
        now=now,
    )


def to_run(tx: Transaction) -> list[int]:
    """What has not been worked off, in the order it was asked for."""
    return [row["id"] for row in tx.all("SELECT id FROM regrade WHERE done_at IS NULL ORDER BY id")]


def held(tx: Transaction, regrade_id: int) -> Regrade | None:
    """One that is not done, for this transaction alone; None when there is none."""
    row = tx.one(
        "UPDATE regrade SET person_cursor = person_cursor WHERE id = :id AND done_at IS NULL"
        f" RETURNING {_REGRADE}",
        id=regrade_id,
    )
    return _regrade(row) if row else None


def by_id(tx: Transaction, regrade_id: int) -> Regrade | None:
    row = tx.one(f"SELECT {_REGRADE} FROM regrade WHERE id = :id", id=regrade_id)
    return _regrade(row) if row else None


def of_question(tx: Transaction, question_id: int) -> list[Regrade]:
    """All of a question, the latest first."""
    rows = tx.all(f"SELECT {_REGRADE} FROM regrade WHERE question_id = :id ORDER BY id DESC", id=question_id)
    return [_regrade(row) for row in rows]


def was_regraded(tx: Transaction, question_id: int) -> bool:
    """Whether this question's answers were ever graded anew."""
    row = tx.one("SELECT id FROM regrade WHERE question_id = :id LIMIT 1", id=question_id)
    return row is not None


def save_cursor(tx: Transaction, regrade_id: int, person_id: int, people: int) -> None:
    tx.run(
        "UPDATE regrade SET person_cursor = :person_id, people = people + :people WHERE id = :id",
        id=regrade_id,
        person_id=person_id,
        people=people,
    )


def finish(tx: Transaction, regrade_id: int, now: datetime) -> None:
    tx.run("UPDATE regrade SET done_at = :now WHERE id = :id", id=regrade_id, now=now)


def versions(tx: Transaction, question_id: int) -> dict[int, QuestionVersion]:
    """Every version of a question by its id, in the order they were first seen."""
    rows = tx.all(
        "SELECT v.id, v.question_id, q.bank, q.name, v.content_json AS text FROM question_version v"
        " JOIN question q ON q.id = v.question_id WHERE v.question_id = :id ORDER BY v.id",
        id=question_id,
    )
    return {
        row["id"]: QuestionVersion(row["id"], row["question_id"], row["bank"], row["name"], row["text"])
        for row in rows
    }


def responses(tx: Transaction, question_id: int, units: Sequence[int], until: datetime) -> list[Graded]:
    """Every response of these units to a question by an instant, person by person."""
    condition, values = within(units)
    rows = tx.all(
        f"{_GRADED} JOIN person p ON p.id = r.person_id WHERE r.question_id = :question_id"
        f" AND r.answered_at <= :until AND {condition} ORDER BY r.person_id, r.id",
        question_id=question_id,
        until=until,
        **values,
    )
    return [_graded(row) for row in rows]


def responses_of(tx: Transaction, question_id: int, person_id: int, until: datetime) -> list[Graded]:
    """One person's, in the order they were given."""
    rows = tx.all(
        f"{_GRADED} WHERE r.question_id = :question_id AND r.person_id = :person_id AND r.answered_at <= :until"
        " ORDER BY r.id",
        question_id=question_id,
        person_id=person_id,
        until=until,
    )
    return [_graded(row) for row in rows]


def people(
    tx: Transaction, question_id: int, units: Sequence[int], until: datetime, cursor: int, limit: int
) -> list[int]:
    """The next people after `cursor` who have answered a question by an instant."""
    condition, values = within(units)
    rows = tx.all(
        "SELECT DISTINCT r.person_id FROM response r JOIN person p ON p.id = r.person_id"
        " WHERE r.question_id = :question_id AND r.answered_at <= :until AND r.person_id > :cursor"
        f" AND {condition} ORDER BY r.person_id LIMIT :limit",
        question_id=question_id,
        until=until,
        cursor=cursor,
        limit=limit,
        **values,
    )
    return [row["person_id"] for row in rows]
