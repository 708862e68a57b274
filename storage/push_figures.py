"""How far a push has come, counted; and whom it concerns still, a chunk at a time."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from storage.assignments import Assignment
from storage.audiences import REACHED
from storage.pushes import dedup_key
from storage.transaction import Transaction

# Begun: a question was put, or a page opened, since it was pushed.
_BEGUN = (
    "(EXISTS (SELECT 1 FROM attempt t WHERE t.enrollment_id = e.id) OR e.read_at IS NOT NULL"
    " OR EXISTS (SELECT 1 FROM reading_progress r WHERE r.person_id = e.person_id AND r.slug = :reading"
    " AND r.updated_at >= :opens_at))"
)
_FINISHED = (
    "(e.completed_at IS NOT NULL"
    " OR EXISTS (SELECT 1 FROM attempt t WHERE t.enrollment_id = e.id AND t.state = 'finished'))"
)
_MESSAGE = "LEFT JOIN outbox o ON o.person_id = e.person_id AND o.dedup_key = :dedup_key"


def _flag(condition: str) -> str:
    return f"CASE WHEN {condition} THEN 1 ELSE 0 END"


_QUEUED = _flag("o.state IN ('pending', 'sending') OR (o.state = 'waiting' AND o.failure IS NULL)")
_LOST = _flag(
    "o.state IN ('failed', 'unsure', 'expired') OR (o.state = 'waiting' AND o.failure = 'unreachable')"
    " OR (o.id IS NULL AND i.id IS NULL)"
)
_SENT = _flag("o.state = 'sent'")
_COUNTED = ("queued", "delivered", "unreached", "begun", "finished", "unopened", "untold")


def counts(tx: Transaction, assignment: Assignment) -> dict[str, int]:
    """People of one opening: `people` it is asked of; messages `queued`, `delivered`; `unreached`, with no chat or no
    message that arrived; `begun`, `finished`; `unopened`: delivered and not begun; `untold`: neither written to nor
    begun nor lost, because they are away. Apart from these: `read_before` it opened, and `taken_back`.
    """
    sums = ", ".join(f"SUM(share.{name}) AS {name}" for name in _COUNTED)
    row = tx.one(
        f"SELECT COUNT(*) AS people, {sums} FROM (SELECT told.*,"
        f" {_flag('told.delivered = 1 AND told.begun = 0')} AS unopened,"
        f" {_flag('told.queued + told.delivered + told.unreached + told.begun = 0')} AS untold FROM ("
        f"SELECT {_QUEUED} AS queued, {_SENT} AS delivered,"
        f" CASE WHEN {_BEGUN} THEN 0 ELSE {_LOST} END AS unreached,"
        f" {_flag(_BEGUN)} AS begun, {_flag(_FINISHED)} AS finished"
        f" FROM enrollment e JOIN person p ON p.id = e.person_id"
        f" LEFT JOIN channel_identity i ON i.id = p.identity_id {_MESSAGE}"
        " WHERE e.assignment_id = :id AND e.withdrawn_at IS NULL"
        " AND (e.read_at IS NULL OR e.read_at >= :opens_at)) AS told) AS share",
        **_values(assignment),
    )
    apart = tx.one(
        f"SELECT SUM({_flag('e.withdrawn_at IS NOT NULL')}) AS taken_back,"
        f" SUM({_flag('e.withdrawn_at IS NULL AND e.read_at < :opens_at')}) AS read_before"
        " FROM enrollment e WHERE e.assignment_id = :id",
        id=assignment.id,
        opens_at=assignment.opens_at,
    )
    return {name: int(number or 0) for name, number in {**(row or {}), **(apart or {})}.items()}


def _values(assignment: Assignment) -> dict[str, Any]:
    return {
        "id": assignment.id,
        "opens_at": assignment.opens_at,
        "reading": assignment.reading or "",
        "dedup_key": dedup_key(assignment.id),
    }


def mean_score(tx: Transaction, assignment_id: int) -> tuple[float, int]:
    """(mean share right, people) over the first finished attempt of each."""
    row = tx.one(
        "WITH counted AS (SELECT MIN(t.id) AS attempt_id FROM enrollment e"
        " JOIN attempt t ON t.enrollment_id = e.id AND t.state = 'finished'"
        " WHERE e.assignment_id = :id GROUP BY e.id)"
        " SELECT COUNT(*) AS people, AVG(CAST(t.score_right AS DOUBLE PRECISION) / t.score_total) AS mean"
        " FROM counted c JOIN attempt t ON t.id = c.attempt_id WHERE t.score_total > 0",
        id=assignment_id,
    )
    return (float(row["mean"]), int(row["people"])) if row and row["people"] else (0.0, 0)


def not_begun_after(
    tx: Transaction, assignment: Assignment, cursor: int, limit: int, delivered: bool
) -> list[dict[str, Any]]:
    """The next people with an open share nothing of which is begun; `delivered`: whom its message has reached.

    Rows `id, daily_hour, paused_until_on, identity_id`, of people who can be reached where it is `delivered`.
    """
    told = f" AND o.state = 'sent' AND {REACHED} = 1" if delivered else ""
    return tx.all(
        "SELECT p.id, p.daily_hour, p.paused_until_on, p.identity_id FROM enrollment e"
        " JOIN person p ON p.id = e.person_id LEFT JOIN channel_identity i ON i.id = p.identity_id"
        f" {_MESSAGE} WHERE e.assignment_id = :id AND e.person_id > :cursor AND e.completed_at IS NULL"
        f" AND e.excused_at IS NULL AND e.withdrawn_at IS NULL AND NOT {_BEGUN}{told}"
        " ORDER BY p.id LIMIT :limit",
        cursor=cursor,
        limit=limit,
        **_values(assignment),
    )


def take_shares_back(tx: Transaction, assignment_id: int, person_ids: list[int], now: datetime) -> None:
    """Their shares are asked no more."""
    tx.many(
        "UPDATE enrollment SET withdrawn_at = :now, next_remind_at = NULL, next_stage = NULL"
        " WHERE assignment_id = :id AND person_id = :person_id AND completed_at IS NULL AND withdrawn_at IS NULL",
        [{"id": assignment_id, "person_id": person_id, "now": now} for person_id in person_ids],
    )


def close_enrolment(tx: Transaction, assignment_id: int, now: datetime) -> None:
    """Nobody gets a share of it any more."""
    tx.run(
        "UPDATE assignment SET withdrawn_at = :now, enrolled_at = COALESCE(enrolled_at, :now) WHERE id = :id",
        id=assignment_id,
        now=now,
    )


def cancel_messages(tx: Transaction, assignment_id: int, now: datetime, limit: int) -> int:
    """Take back some of the messages that have not gone out; how many."""
    waiting = "state IN ('pending', 'waiting')"
    return tx.run(
        "UPDATE outbox SET state = 'cancelled', settled_at = :now WHERE id IN (SELECT id FROM outbox"
        f" WHERE kind = 'pushed' AND dedup_key = :dedup_key AND {waiting} LIMIT :limit)"
        f" AND {waiting}",
        dedup_key=dedup_key(assignment_id),
        now=now,
        limit=limit,
    )
