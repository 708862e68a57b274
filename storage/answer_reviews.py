"""Words typed as an answer that no key foresaw: each wording looked at once, with everybody who wrote it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from storage.regrades import within
from storage.transaction import Transaction
from study.rules.frozen import frozen


@frozen
class AnswerReview:
    """One wording. `wording` as answers are compared, `words` as first typed; `people`: how many of the units
    asked for wrote it and have no answer yet."""

    id: int
    question_id: int
    bank: str
    wording: str
    words: str
    opened_at: datetime
    decision: str | None
    comment: str | None
    people: int


def open_one(
    tx: Transaction,
    question_id: int,
    response_id: int,
    person_id: int,
    wording: str,
    words: str,
    now: datetime,
) -> None:
    """Put a wording down to be looked at; one that was decided before stays decided."""
    row = tx.one(
        "INSERT INTO answer_review (question_id, wording, words, opened_at)"
        " VALUES (:question_id, :wording, :words, :now)"
        " ON CONFLICT (question_id, wording) DO UPDATE SET wording = excluded.wording RETURNING id, decided_at",
        question_id=question_id,
        wording=wording,
        words=words,
        now=now,
    )
    assert row is not None
    tx.run(
        "INSERT INTO answer_said (response_id, review_id, person_id, settled_at)"
        " VALUES (:response_id, :review_id, :person_id, :settled_at) ON CONFLICT (response_id) DO NOTHING",
        response_id=response_id,
        review_id=row["id"],
        person_id=person_id,
        settled_at=row["decided_at"],
    )


_WAITING = (
    "FROM answer_review v JOIN answer_said s ON s.review_id = v.id AND s.settled_at IS NULL"
    " JOIN person p ON p.id = s.person_id JOIN question q ON q.id = v.question_id"
)
_COLUMNS = "v.id, v.question_id, q.bank, v.wording, v.words, v.opened_at, v.decision, v.comment"


def count_waiting(tx: Transaction, units: Sequence[int], but_not: int) -> int:
    """How many wordings wait that people of these units wrote, somebody's own left out."""
    condition, values = within(units)
    row = tx.one(
        f"SELECT COUNT(DISTINCT v.id) AS waiting {_WAITING} WHERE s.person_id <> :but_not AND {condition}",
        but_not=but_not,
        **values,
    )
    return int(row["waiting"]) if row else 0


def waiting(
    tx: Transaction, units: Sequence[int], but_not: int, limit: int, offset: int
) -> list[AnswerReview]:
    """Those, with the most people first; of as many the oldest."""
    condition, values = within(units)
    rows = tx.all(
        f"SELECT {_COLUMNS}, COUNT(DISTINCT s.person_id) AS people {_WAITING}"
        f" WHERE s.person_id <> :but_not AND {condition} GROUP BY {_COLUMNS}"
        " ORDER BY COUNT(DISTINCT s.person_id) DESC, v.id LIMIT :limit OFFSET :offset",
        but_not=but_not,
        limit=limit,
        offset=offset,
        **values,
    )
    return [AnswerReview(**row) for row in rows]


def by_id(tx: Transaction, review_id: int, units: Sequence[int], but_not: int) -> AnswerReview | None:
    """One that waits for whoever reaches these units; None when it does not, or waits no more."""
    condition, values = within(units)
    row = tx.one(
        f"SELECT {_COLUMNS}, COUNT(DISTINCT s.person_id) AS people {_WAITING}"
        f" WHERE v.id = :id AND s.person_id <> :but_not AND {condition} GROUP BY {_COLUMNS}",
        id=review_id,
        but_not=but_not,
        **values,
    )
    return AnswerReview(**row) if row else None


def words_of(tx: Transaction, review_id: int) -> dict[str, Any] | None:
    """A row `question_id, words, comment, content_json` for whoever wrote it."""
    return tx.one(
        "SELECT v.question_id, v.words, v.comment, c.content_json FROM answer_review v"
        " JOIN question q ON q.id = v.question_id JOIN question_version c ON c.id = q.current_version_id"
        " WHERE v.id = :id",
        id=review_id,
    )


def settle(
    tx: Transaction,
    review_id: int,
    units: Sequence[int],
    decision: str,
    comment: str,
    actor_id: int,
    now: datetime,
) -> list[int]:
    """Decide a wording for the people of these units; who they are, once. Nobody is returned twice."""
    tx.run("UPDATE answer_review SET decision = decision WHERE id = :id", id=review_id)
    condition, values = within(units)
    rows = tx.all(
        "UPDATE answer_said SET settled_at = :now WHERE review_id = :id AND settled_at IS NULL AND person_id IN"
        f" (SELECT p.id FROM person p WHERE {condition}) RETURNING person_id",
        id=review_id,
        now=now,
        **values,
    )
    if rows:
        _decide(tx, review_id, decision, comment, actor_id, now)
    return sorted({row["person_id"] for row in rows})


def settle_accepted(
    tx: Transaction, question_id: int, wordings: Sequence[str], actor_id: int, now: datetime
) -> None:
    """These wordings are among the accepted ones now: nobody needs to look at them."""
    for wording in wordings:
        row = tx.one(
            "SELECT id FROM answer_review WHERE question_id = :question_id AND wording = :wording"
            " AND EXISTS (SELECT 1 FROM answer_said s WHERE s.review_id = answer_review.id AND s.settled_at IS NULL)",
            question_id=question_id,
            wording=wording,
        )
        if row is not None:
            settle(tx, row["id"], (), "accepted", "", actor_id, now)


def _decide(
    tx: Transaction, review_id: int, decision: str, comment: str, actor_id: int, now: datetime
) -> None:
    """The wording is decided once nobody is left who waits for it."""
    tx.run(
        "UPDATE answer_review SET decision = :decision, comment = :comment, decided_by = :actor_id, decided_at ="
        " CASE WHEN EXISTS (SELECT 1 FROM answer_said s WHERE s.review_id = :id AND s.settled_at IS NULL)"
        " THEN NULL ELSE :now END WHERE id = :id",
        id=review_id,
        decision=decision,
        comment=comment,
        actor_id=actor_id,
        now=now,
    )


def take_untold(tx: Transaction, now: datetime, limit: int) -> list[int]:
    """Units of people whose words wait and nobody has been told of; they are told of now."""
    rows = tx.all(
        "UPDATE answer_said SET told_at = :now WHERE response_id IN (SELECT response_id FROM answer_said"
        " WHERE settled_at IS NULL AND told_at IS NULL ORDER BY response_id LIMIT :limit) RETURNING person_id",
        now=now,
        limit=limit,
    )
    people = sorted({row["person_id"] for row in rows})
    units = (tx.one("SELECT unit_id FROM person WHERE id = :id", id=person_id) for person_id in people)
    return sorted({row["unit_id"] for row in units if row is not None})
