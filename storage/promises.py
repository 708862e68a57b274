"""What the promises say of answers and points: each query finds what is broken, among what is new."""

from __future__ import annotations

from collections.abc import Sequence

from storage.listed import LISTED, lists
from storage.transaction import Row, Transaction
from study.rules.frozen import frozen


@frozen
class LastIds:
    """The highest id of each; 0 where there is none."""

    response: int = 0
    entry: int = 0
    completion: int = 0
    attempt: int = 0


def last_ids(tx: Transaction) -> LastIds:
    row = tx.one(
        "SELECT (SELECT COALESCE(MAX(id), 0) FROM response) AS response,"
        " (SELECT COALESCE(MAX(id), 0) FROM points_entry) AS entry,"
        " (SELECT COALESCE(MAX(id), 0) FROM reading_completion) AS completion,"
        " (SELECT COALESCE(MAX(id), 0) FROM attempt) AS attempt"
    )
    return LastIds(**row) if row else LastIds()


def unpaid(tx: Transaction, after: int) -> list[Row]:
    """Rows `staff_no, detail`: right responses to the timetable's quizzes after this one that nothing stands for."""
    return tx.all(
        "SELECT p.staff_no, 'response ' || CAST(r.id AS TEXT) AS detail FROM response r"
        " JOIN attempt a ON a.id = r.attempt_id AND a.kind = 'scheduled' JOIN person p ON p.id = r.person_id"
        " WHERE r.id > :after AND r.is_right = 1 AND NOT EXISTS (SELECT 1 FROM points_entry e"
        " WHERE e.person_id = r.person_id AND (e.kind = 'credit' OR"
        " ':' || e.cause LIKE '%:correct:' || CAST(r.question_id AS TEXT) || ':%'))",
        after=after,
    )


def unpaid_completions(tx: Transaction, after: int) -> list[Row]:
    """Rows `staff_no, detail`: readings finished after this completion that nothing was entered for."""
    return tx.all(
        "SELECT p.staff_no, 'reading ' || c.slug AS detail FROM reading_completion c"
        " JOIN person p ON p.id = c.person_id WHERE c.id > :after AND NOT EXISTS ("
        " SELECT 1 FROM points_entry e WHERE e.person_id = c.person_id AND e.kind IN ('reading', 'paper')"
        " AND e.cause LIKE '%reading:' || c.slug || ':' || CAST(c.year AS TEXT))",
        after=after,
    )


def unearned(tx: Transaction, after: int) -> list[Row]:
    """Rows `staff_no, detail`: entries after this one for an answer or a reading that is not there."""
    return tx.all(
        "SELECT p.staff_no, e.cause AS detail FROM points_entry e JOIN person p ON p.id = e.person_id"
        " WHERE e.id > :after AND NOT EXISTS (SELECT 1 FROM points_entry b"
        " WHERE b.person_id = e.person_id AND b.reverses_id = e.id)"
        " AND ((e.cause LIKE 'correct:%' AND NOT EXISTS (SELECT 1 FROM response r"
        " WHERE r.person_id = e.person_id AND r.is_right = 1"
        " AND e.cause LIKE 'correct:' || CAST(r.question_id AS TEXT) || ':%'))"
        " OR (e.cause LIKE 'reading:%' AND NOT EXISTS (SELECT 1 FROM reading_completion c"
        " WHERE c.person_id = e.person_id AND e.cause = 'reading:' || c.slug || ':' || CAST(c.year AS TEXT))))",
        after=after,
    )


def paid_twice(tx: Transaction, after: int) -> list[Row]:
    """Rows `staff_no, detail`: causes of entries after this one that stand more than once."""
    return tx.all(
        "SELECT p.staff_no, n.cause || ' stands ' || CAST(COUNT(*) AS TEXT) || ' times' AS detail"
        " FROM points_entry n JOIN points_entry o ON o.person_id = n.person_id AND o.cause = n.cause"
        " JOIN person p ON p.id = n.person_id WHERE n.id > :after"
        " GROUP BY p.staff_no, n.cause, n.id HAVING COUNT(*) > 1",
        after=after,
    )


def credited_besides(tx: Transaction, after: int) -> list[Row]:
    """Rows `staff_no, detail`: entries after this one for a right answer, or credits, for a question of which the other
    stands too."""
    return tx.all(
        f"{_BESIDES} JOIN response r ON r.person_id = e.person_id AND e.cause = 'credit:' || CAST(r.id AS TEXT)"
        " WHERE e.id > :after AND e.kind = 'credit'"
        f" AND ':' || o.cause LIKE '%:correct:' || CAST(r.question_id AS TEXT) || ':%' AND {_STANDS}"
        f" UNION ALL {_BESIDES} JOIN response r ON r.person_id = o.person_id"
        " AND o.cause = 'credit:' || CAST(r.id AS TEXT) WHERE e.id > :after AND o.kind = 'credit'"
        f" AND ':' || e.cause LIKE '%:correct:' || CAST(r.question_id AS TEXT) || ':%' AND {_STANDS}",
        after=after,
    )


_BESIDES = (
    "SELECT p.staff_no, e.cause || ' besides ' || o.cause AS detail FROM points_entry e JOIN points_entry o"
    " ON o.person_id = e.person_id AND o.year = e.year AND o.id < e.id JOIN person p ON p.id = e.person_id"
)
_STANDS = (
    "e.reverses_id IS NULL AND o.reverses_id IS NULL AND NOT EXISTS (SELECT 1 FROM points_entry b"
    " WHERE b.person_id = o.person_id AND b.reverses_id = o.id)"
)


def answered_too_late(tx: Transaction, after: int) -> list[Row]:
    """Rows `staff_no, detail`: responses after this one, given when the time for them was over."""
    return tx.all(
        "SELECT p.staff_no, a.kind || ' ' || a.subject || ', response ' || CAST(r.id AS TEXT) AS detail"
        " FROM response r JOIN attempt a ON a.id = r.attempt_id AND a.deadline_at <= r.answered_at"
        " JOIN person p ON p.id = r.person_id WHERE r.id > :after",
        after=after,
    )


def answered_by_the_gone(tx: Transaction, after: int) -> list[Row]:
    """Rows `staff_no, answered_at, left_on`: responses after this one of people who leave or have left."""
    return tx.all(
        "SELECT p.staff_no, r.answered_at, p.left_on FROM response r JOIN person p ON p.id = r.person_id"
        " WHERE r.id > :after AND p.left_on IS NOT NULL",
        after=after,
    )


def responses_by_person(tx: Transaction, after: int) -> dict[str, int]:
    """Staff number to how many responses there are after this one."""
    rows = tx.all(
        "SELECT p.staff_no, COUNT(*) AS responses FROM response r JOIN person p ON p.id = r.person_id"
        " WHERE r.id > :after GROUP BY p.staff_no ORDER BY p.staff_no",
        after=after,
    )
    return {row["staff_no"]: int(row["responses"]) for row in rows}


def seen(tx: Transaction, channel: str, event_ids: Sequence[str]) -> set[str]:
    """Those of these events of the last week that are in the record."""
    found: set[str] = set()
    for listed in lists(event_ids):
        rows = tx.all(
            f"SELECT event_id FROM seen_update WHERE channel = :channel AND event_id IN ({LISTED})",
            channel=channel,
            **listed,
        )
        found |= {row["event_id"] for row in rows}
    return found


def unanswered(tx: Transaction, prompt_ids: Sequence[int]) -> dict[int, Row]:
    """Of these prompts, those whose question has no response and was not taken back: rows `id, deadline_at, left_on`,
    till when it could be answered, and the day its person left."""
    found: dict[int, Row] = {}
    for listed in lists(prompt_ids):
        rows = tx.all(
            "SELECT t.id, a.deadline_at, p.left_on FROM prompt t JOIN attempt a ON a.id = t.attempt_id"
            f" JOIN person p ON p.id = t.person_id WHERE t.id IN ({LISTED})"
            " AND a.state IN ('in_progress', 'finished') AND NOT EXISTS (SELECT 1 FROM response r"
            " WHERE r.attempt_id = t.attempt_id AND r.position = t.position)",
            **listed,
        )
        found |= {row["id"]: row for row in rows}
    return found


def totals(tx: Transaction) -> dict[str, int]:
    """`people, responses, entries, points`: how much there is of each."""
    row = tx.one(
        "SELECT (SELECT COUNT(*) FROM person) AS people, (SELECT COUNT(*) FROM response) AS responses,"
        " (SELECT COUNT(*) FROM points_entry) AS entries,"
        " (SELECT COALESCE(SUM(counted), 0) FROM points_entry) AS points"
    )
    return {name: int(value) for name, value in (row or {}).items()}
