"""A question as somebody corrects it: as it stands, its versions, what was answered to each."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from storage.content import QuestionVersion
from storage.regrades import within
from storage.transaction import Transaction
from study.rules.frozen import frozen


@frozen
class QuestionState:
    """A question and the version in force. `is_current`: it is asked still; `since`: when this version was first
    seen; `is_edited`: it reads otherwise than the file it came from; `versions`: how many it has had."""

    version: QuestionVersion
    is_current: bool
    is_taken_out: bool
    since: datetime
    versions: int
    is_edited: bool


def state(tx: Transaction, question_id: int) -> QuestionState | None:
    """None when there is no such question."""
    row = tx.one(
        "SELECT q.id AS question_id, q.bank, q.name, q.is_current, q.is_taken_out, v.id, v.content_json AS text,"
        " v.first_seen_at, CASE WHEN q.file_hash <> v.hash THEN 1 ELSE 0 END AS is_edited,"
        " (SELECT COUNT(*) FROM question_version o WHERE o.question_id = q.id) AS versions"
        " FROM question q JOIN question_version v ON v.id = q.current_version_id WHERE q.id = :id",
        id=question_id,
    )
    if row is None:
        return None
    version = QuestionVersion(row["id"], row["question_id"], row["bank"], row["name"], row["text"])
    return QuestionState(
        version,
        bool(row["is_current"]),
        bool(row["is_taken_out"]),
        row["first_seen_at"],
        row["versions"],
        bool(row["is_edited"]),
    )


def hold(tx: Transaction, question_id: int) -> QuestionState | None:
    """The same, for this transaction alone to change."""
    tx.run("UPDATE question SET is_current = is_current WHERE id = :id", id=question_id)
    return state(tx, question_id)


def take_out(tx: Transaction, question_id: int, is_taken_out: bool) -> bool:
    """Ask a question no more, or again; whether that changed anything."""
    changed = tx.run(
        "UPDATE question SET is_taken_out = :is_taken_out, is_current = 1 - :is_taken_out"
        " WHERE id = :id AND is_current = :is_taken_out",
        id=question_id,
        is_taken_out=is_taken_out,
    )
    return changed > 0


def tally(tx: Transaction, question_id: int, units: Sequence[int]) -> list[dict[str, Any]]:
    """Rows `question_version_id, responses, right_ones, void_ones, latest_at` of what these units answered."""
    condition, values = within(units)
    return tx.all(
        "SELECT r.question_version_id, COUNT(*) AS responses, CAST(SUM(r.is_right) AS BIGINT) AS right_ones,"
        " CAST(SUM(r.is_void) AS BIGINT) AS void_ones, MAX(r.answered_at) AS latest_at"
        " FROM response r JOIN person p ON p.id = r.person_id WHERE r.question_id = :question_id"
        f" AND {condition} GROUP BY r.question_version_id",
        question_id=question_id,
        **values,
    )


def answered_since(
    tx: Transaction, version_ids: Sequence[int], units: Sequence[int], since: datetime | None
) -> int:
    """How many responses these units gave to these versions after an instant."""
    if not version_ids:
        return 0
    condition, values = within(units)
    listed = ", ".join(str(int(version_id)) for version_id in version_ids)
    row = tx.one(
        "SELECT COUNT(*) AS responses FROM response r JOIN person p ON p.id = r.person_id"
        f" WHERE r.question_version_id IN ({listed}) AND {condition}"
        " AND (CAST(:since AS BIGINT) IS NULL OR r.answered_at > :since)",
        since=since,
        **values,
    )
    return int(row["responses"]) if row else 0


def reports_waiting(tx: Transaction, question_id: int) -> int:
    """How many have said of this question that it is wrong, and wait for an answer."""
    row = tx.one(
        "SELECT COUNT(*) AS reports FROM dispute d JOIN response r ON r.id = d.subject_id"
        " WHERE d.kind = 'question' AND d.decided_at IS NULL AND r.question_id = :id",
        id=question_id,
    )
    return int(row["reports"]) if row else 0
