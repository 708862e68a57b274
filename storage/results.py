"""What a quiz came to, counted: shares, scores and answers of the people of some units, never anybody's own.

A share counts in the unit it was made in. Of several finished attempts of one share the first is counted.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import storage.units
from storage.content import QuestionVersion
from storage.listed import LISTED, lists
from storage.transaction import Row, Transaction
from study.rules.frozen import frozen


@frozen
class Quiz:
    """An assignment with a quiz; `quiz_json` as in `assignments.Assignment.quiz`."""

    id: int
    kind: str
    name: str
    reading: str | None
    quiz_json: dict[str, Any]
    opens_at: datetime
    due_at: datetime


_QUIZ = "SELECT a.id, a.kind, a.name, a.reading, a.quiz_json, a.opens_at, a.due_at FROM assignment a"
_REACHED = (
    "a.quiz_json IS NOT NULL AND a.opens_at <= :now AND EXISTS"
    " (SELECT 1 FROM enrollment e WHERE e.assignment_id = a.id AND e.unit_id IN {units})"
)
_COUNTED = (
    "SELECT MIN(t.id) AS attempt_id, e.unit_id FROM enrollment e"
    " JOIN attempt t ON t.enrollment_id = e.id AND t.state = 'finished'"
    " WHERE e.assignment_id = :assignment_id AND e.unit_id IN {units} GROUP BY e.id, e.unit_id"
)


def quizzes(tx: Transaction, unit_ids: Sequence[int], now: datetime, limit: int, offset: int) -> list[Quiz]:
    """Those opened by `now` that somebody in these units or below has a share of, the latest first."""
    within, units = storage.units.at_or_below(unit_ids)
    rows = tx.all(
        f"{_QUIZ} WHERE {_REACHED.format(units=within)}"
        " ORDER BY a.opens_at DESC, a.id DESC LIMIT :limit OFFSET :offset",
        now=now,
        limit=limit,
        offset=offset,
        **units,
    )
    return [Quiz(**row) for row in rows]


def count_quizzes(tx: Transaction, unit_ids: Sequence[int], now: datetime) -> int:
    within, units = storage.units.at_or_below(unit_ids)
    row = tx.one(
        f"SELECT COUNT(*) AS quizzes FROM assignment a WHERE {_REACHED.format(units=within)}",
        now=now,
        **units,
    )
    return int(row["quizzes"]) if row else 0


def quiz(tx: Transaction, assignment_id: int, unit_ids: Sequence[int], now: datetime) -> Quiz | None:
    """The quiz, if it is one of those."""
    within, units = storage.units.at_or_below(unit_ids)
    row = tx.one(
        f"{_QUIZ} WHERE a.id = :assignment_id AND {_REACHED.format(units=within)}",
        assignment_id=assignment_id,
        now=now,
        **units,
    )
    return Quiz(**row) if row else None


def unit_reached(tx: Transaction, assignment_id: int) -> int | None:
    """A unit somebody with a share is in; None where nobody has one."""
    row = tx.one(
        "SELECT unit_id FROM enrollment WHERE assignment_id = :assignment_id ORDER BY unit_id LIMIT 1",
        assignment_id=assignment_id,
    )
    return row["unit_id"] if row else None


def shares(tx: Transaction, assignment_id: int, unit_ids: Sequence[int], on: date) -> list[Row]:
    """Rows `unit_id, assigned, begun, answered, passed`, people each.

    Assigned are those who answered it, and those who are to: not excused, nothing taken back, still here `on` that
    day. Answered: finished an attempt; begun, that or begun one.
    """
    within, units = storage.units.at_or_below(unit_ids)
    return tx.all(
        "SELECT share.unit_id, SUM(CASE WHEN share.finished = 1 OR share.is_to = 1 THEN 1 ELSE 0 END) AS assigned,"
        " SUM(share.begun) AS begun, SUM(share.finished) AS answered, SUM(share.passed) AS passed FROM ("
        "SELECT e.unit_id, CASE WHEN e.passed_at IS NULL THEN 0 ELSE 1 END AS passed,"
        " CASE WHEN e.excused_at IS NULL AND e.withdrawn_at IS NULL AND (p.left_on IS NULL OR p.left_on > :on)"
        " THEN 1 ELSE 0 END AS is_to,"
        " CASE WHEN EXISTS (SELECT 1 FROM attempt t WHERE t.enrollment_id = e.id) THEN 1 ELSE 0 END AS begun,"
        " CASE WHEN EXISTS (SELECT 1 FROM attempt t WHERE t.enrollment_id = e.id AND t.state = 'finished')"
        " THEN 1 ELSE 0 END AS finished FROM enrollment e JOIN person p ON p.id = e.person_id"
        f" WHERE e.assignment_id = :assignment_id AND e.unit_id IN {within}) AS share"
        " GROUP BY share.unit_id",
        assignment_id=assignment_id,
        on=on,
        **units,
    )


def scores(tx: Transaction, assignment_id: int, unit_ids: Sequence[int]) -> list[Row]:
    """Rows `unit_id, score_right, score_total, people`."""
    within, units = storage.units.at_or_below(unit_ids)
    return tx.all(
        f"WITH counted AS ({_COUNTED.format(units=within)})"
        " SELECT c.unit_id, t.score_right, t.score_total, COUNT(*) AS people FROM counted c"
        " JOIN attempt t ON t.id = c.attempt_id GROUP BY c.unit_id, t.score_right, t.score_total",
        assignment_id=assignment_id,
        **units,
    )


def answers(tx: Transaction, assignment_id: int, unit_ids: Sequence[int]) -> list[Row]:
    """Rows `question_id, question_version_id, given_json, is_right, is_void, score_right, score_total, people`: so
    many people answered so and have this score in the attempt that counts."""
    within, units = storage.units.at_or_below(unit_ids)
    return tx.all(
        f"WITH counted AS ({_COUNTED.format(units=within)})"
        " SELECT r.question_id, r.question_version_id, r.given_json AS given_json, r.is_right, r.is_void,"
        " t.score_right, t.score_total, COUNT(*) AS people FROM counted c JOIN attempt t ON t.id = c.attempt_id"
        " JOIN response r ON r.attempt_id = c.attempt_id"
        " GROUP BY r.question_id, r.question_version_id, r.given_json, r.is_right, r.is_void, t.score_right,"
        " t.score_total",
        assignment_id=assignment_id,
        **units,
    )


def unanswered(tx: Transaction, assignment_id: int, unit_ids: Sequence[int]) -> dict[int, int]:
    """Question id to the people to whom it was put in time and who left it without an answer to the end.

    They are those whose attempts were closed unfinished.
    """
    within, units = storage.units.at_or_below(unit_ids)
    rows = tx.all(
        "SELECT s.question_id, COUNT(DISTINCT e.id) AS people FROM enrollment e"
        " JOIN attempt t ON t.enrollment_id = e.id AND t.state = 'overdue' JOIN slot s ON s.attempt_id = t.id"
        " LEFT JOIN response r ON r.attempt_id = s.attempt_id AND r.position = s.position"
        f" WHERE e.assignment_id = :assignment_id AND e.unit_id IN {within} AND r.id IS NULL"
        " GROUP BY s.question_id",
        assignment_id=assignment_id,
        **units,
    )
    return {row["question_id"]: int(row["people"]) for row in rows}


def questions(tx: Transaction, question_ids: Sequence[int]) -> list[Row]:
    """Rows `question_id, current_version_id, is_current, bank, topic, title_json` in the order of their banks;
    `is_current`: still in its bank, `title_json` the bank's."""
    rows: list[Row] = []
    for listed in lists(question_ids):
        rows += tx.all(
            "SELECT q.id AS question_id, q.current_version_id, q.is_current, q.bank, b.topic, b.title_json"
            " FROM question q JOIN question_bank b ON b.slug = q.bank"
            f" WHERE q.id IN ({LISTED})",
            **listed,
        )
    return sorted(rows, key=lambda row: (row["bank"], row["question_id"]))


def contents(tx: Transaction, version_ids: Sequence[int]) -> dict[int, QuestionVersion]:
    """Versions of questions by their ids."""
    found: dict[int, QuestionVersion] = {}
    for listed in lists(version_ids):
        for row in tx.all(
            "SELECT v.id, v.question_id, q.bank, q.name, v.content_json AS text FROM question_version v"
            " JOIN question q ON q.id = v.question_id"
            f" WHERE v.id IN ({LISTED})",
            **listed,
        ):
            found[row["id"]] = QuestionVersion(
                row["id"], row["question_id"], row["bank"], row["name"], row["text"]
            )
    return found
