"""Points for questions that were wrong themselves: what was answered, who is credited, and what founds it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from storage.listed import few
from storage.transaction import Transaction
from study.rules.frozen import frozen


@frozen
class Answered:
    """One response with what was shown. `kind` and `subject` are the attempt's, `content` the question's as it
    read then; `choice_order` as this person saw it."""

    id: int
    person_id: int
    attempt_id: int
    position: int
    question_id: int
    question_version_id: int
    given: tuple[str, ...]
    is_right: bool
    answered_at: datetime
    kind: str
    subject: str
    choice_order: tuple[int, ...]
    content: Mapping[str, Any]


@frozen
class QuestionCredit:
    """Everybody of a unit and below whom a question marked wrong by `asked_at` is to be credited."""

    id: int
    question_version_id: int
    unit_id: int
    actor: str
    reason: str
    asked_at: datetime
    person_cursor: int


_ANSWERED = (
    "SELECT r.id, r.person_id, r.attempt_id, r.position, r.question_id, r.question_version_id, r.given_json,"
    " r.is_right, r.answered_at, a.kind, a.subject, s.choice_order_json, v.content_json FROM response r"
    " JOIN attempt a ON a.id = r.attempt_id JOIN slot s ON s.attempt_id = r.attempt_id AND s.position = r.position"
    " JOIN question_version v ON v.id = r.question_version_id"
)
_CREDIT_OF = "e.person_id = r.person_id AND e.cause = 'credit:' || CAST(r.id AS TEXT)"


def _answered(row: Mapping[str, Any]) -> Answered:
    kept = {name: value for name, value in row.items() if not name.endswith("_json")}
    return Answered(
        **{**kept, "is_right": bool(row["is_right"])},
        given=tuple(row["given_json"]),
        choice_order=tuple(row["choice_order_json"]),
        content=row["content_json"],
    )


def answered(tx: Transaction, response_id: int) -> Answered | None:
    row = tx.one(f"{_ANSWERED} WHERE r.id = :id", id=response_id)
    return _answered(row) if row else None


def answered_wrong(tx: Transaction, person_id: int, version_id: int, until: datetime) -> list[Answered]:
    """What a person answered wrong to one version of a question by an instant, the newest first."""
    rows = tx.all(
        f"{_ANSWERED} WHERE r.question_version_id = :version_id AND r.is_right = 0 AND r.person_id = :person_id"
        " AND r.answered_at <= :until ORDER BY r.id DESC",
        person_id=person_id,
        version_id=version_id,
        until=until,
    )
    return [_answered(row) for row in rows]


def answered_right(tx: Transaction, person_id: int, question_id: int, until: datetime) -> Answered | None:
    """The latest right response of a person to a question by an instant."""
    row = tx.one(
        f"{_ANSWERED} WHERE r.person_id = :person_id AND r.question_id = :question_id AND r.is_right = 1"
        " AND r.answered_at <= :until ORDER BY r.id DESC LIMIT 1",
        person_id=person_id,
        question_id=question_id,
        until=until,
    )
    return _answered(row) if row else None


def tally(tx: Transaction, version_id: int, given: Sequence[str]) -> dict[str, int]:
    """`responses` to a version of a question, how many were `right`, and how many said the `same` as `given`."""
    row = tx.one(
        "SELECT COUNT(*) AS responses, COALESCE(SUM(is_right), 0) AS right_ones,"
        " COUNT(CASE WHEN given_json = :given THEN 1 END) AS same_ones"
        " FROM response WHERE question_version_id = :version_id",
        version_id=version_id,
        given=list(given),
    )
    assert row is not None
    return {"responses": row["responses"], "right": int(row["right_ones"]), "same": row["same_ones"]}


def is_credited(tx: Transaction, person_id: int, question_id: int, year: int) -> bool:
    """Whether a wrong response of this year to the question was credited."""
    row = tx.one(
        f"SELECT e.id FROM response r JOIN points_entry e ON {_CREDIT_OF}"
        " WHERE r.person_id = :person_id AND r.question_id = :question_id AND e.year = :year LIMIT 1",
        person_id=person_id,
        question_id=question_id,
        year=year,
    )
    return row is not None


def founded(tx: Transaction, person_id: int) -> list[dict[str, Any]]:
    """Rows `cause, question_id, year` of credits and corrections behind which a decision stands.

    A credit for a wrong response: its dispute was upheld, or the question was credited to everybody. A correction:
    the person's dispute about points was upheld, and `question_id` is None.
    """
    return tx.all(
        f"SELECT e.cause, r.question_id, e.year FROM response r JOIN points_entry e ON {_CREDIT_OF}"
        " WHERE r.person_id = :person_id AND e.kind = 'credit'"
        " AND (r.is_right = 0 OR EXISTS (SELECT 1 FROM response_regrade g WHERE g.response_id = r.id)) AND (EXISTS"
        " (SELECT 1 FROM dispute d WHERE d.kind = 'question' AND d.subject_id = r.id AND d.is_upheld = 1)"
        " OR EXISTS (SELECT 1 FROM question_credit c WHERE c.question_version_id = r.question_version_id"
        " AND c.asked_at >= r.answered_at))"
        " UNION ALL SELECT e.cause, NULL AS question_id, e.year FROM dispute d JOIN points_entry e"
        " ON e.person_id = d.person_id AND e.cause = 'correction:' || CAST(d.id AS TEXT)"
        " WHERE d.person_id = :person_id AND d.kind = 'points' AND d.is_upheld = 1 AND e.kind = 'correction'",
        person_id=person_id,
    )


def insert_for_everybody(
    tx: Transaction, *, version_id: int, unit_id: int, actor: str, reason: str, now: datetime
) -> int:
    """The new row's id."""
    return tx.insert(
        "INSERT INTO question_credit (question_version_id, unit_id, actor, reason, asked_at)"
        " VALUES (:version_id, :unit_id, :actor, :reason, :now)",
        version_id=version_id,
        unit_id=unit_id,
        actor=actor,
        reason=reason,
        now=now,
    )


def to_run(tx: Transaction) -> list[int]:
    """What has not been worked off."""
    return [row["id"] for row in tx.all("SELECT id FROM question_credit WHERE done_at IS NULL ORDER BY id")]


def held(tx: Transaction, credit_id: int) -> QuestionCredit | None:
    """One that is not done, for this transaction alone; None when there is none."""
    row = tx.one(
        "UPDATE question_credit SET person_cursor = person_cursor WHERE id = :id AND done_at IS NULL"
        " RETURNING id, question_version_id, unit_id, actor, reason, asked_at, person_cursor",
        id=credit_id,
    )
    return QuestionCredit(**row) if row else None


def save_cursor(tx: Transaction, credit_id: int, person_id: int) -> None:
    tx.run(
        "UPDATE question_credit SET person_cursor = :person_id WHERE id = :id",
        id=credit_id,
        person_id=person_id,
    )


def finish(tx: Transaction, credit_id: int, now: datetime) -> None:
    tx.run("UPDATE question_credit SET done_at = :now WHERE id = :id", id=credit_id, now=now)


_MARKED_WRONG = (
    "FROM response r JOIN attempt a ON a.id = r.attempt_id AND a.kind IN ({kinds})"
    " JOIN person p ON p.id = r.person_id"
    " JOIN unit_ancestor ua ON ua.unit_id = p.unit_id AND ua.ancestor_id = :unit_id"
    " WHERE r.question_version_id = :version_id AND r.is_right = 0 AND r.answered_at <= :until"
)


def marked_wrong(
    tx: Transaction,
    version_id: int,
    unit_id: int,
    kinds: Sequence[str],
    until: datetime,
    cursor: int,
    limit: int,
) -> list[int]:
    """The next people after `cursor` of a unit and those below whom a version of a question marked wrong, in
    attempts of these kinds, by an instant."""
    listed, keys = few("kind", kinds)
    rows = tx.all(
        f"SELECT DISTINCT r.person_id {_MARKED_WRONG.format(kinds=listed)} AND r.person_id > :cursor"
        " ORDER BY r.person_id LIMIT :limit",
        version_id=version_id,
        unit_id=unit_id,
        until=until,
        cursor=cursor,
        limit=limit,
        **keys,
    )
    return [row["person_id"] for row in rows]


def count_marked_wrong(
    tx: Transaction, version_id: int, unit_id: int, kinds: Sequence[str], until: datetime
) -> int:
    """How many people those are."""
    listed, keys = few("kind", kinds)
    row = tx.one(
        f"SELECT COUNT(DISTINCT r.person_id) AS people {_MARKED_WRONG.format(kinds=listed)}",
        version_id=version_id,
        unit_id=unit_id,
        until=until,
        **keys,
    )
    return int(row["people"]) if row else 0
