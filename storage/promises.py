"""What the promises say of the record, asked of it: each query finds what is broken, among what is new."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from storage.transaction import Row, Transaction


def last_ids(tx: Transaction) -> tuple[int, int]:
    """The highest (response, points entry)."""
    row = tx.one(
        "SELECT (SELECT COALESCE(MAX(id), 0) FROM response) AS response,"
        " (SELECT COALESCE(MAX(id), 0) FROM points_entry) AS entry"
    )
    return (row["response"], row["entry"]) if row else (0, 0)


def unpaid(tx: Transaction, after: int) -> list[Row]:
    """Rows `staff_no, detail`: right responses to the timetable's quizzes after this one that nothing stands for."""
    return tx.all(
        "SELECT p.staff_no, 'response ' || CAST(r.id AS TEXT) AS detail FROM response r"
        " JOIN attempt a ON a.id = r.attempt_id AND a.kind = 'scheduled' JOIN person p ON p.id = r.person_id"
        " WHERE r.id > :after AND r.is_right = 1 AND NOT EXISTS (SELECT 1 FROM points_entry e"
        " WHERE e.person_id = r.person_id AND e.cause LIKE 'correct:' || CAST(r.question_id AS TEXT) || ':%')",
        after=after,
    )


def unpaid_completions(tx: Transaction, since: datetime) -> list[Row]:
    """Rows `staff_no, detail`: readings finished since then that nothing was entered for."""
    return tx.all(
        "SELECT p.staff_no, 'reading ' || c.slug AS detail FROM reading_completion c"
        " JOIN person p ON p.id = c.person_id WHERE c.completed_at > :since AND NOT EXISTS ("
        " SELECT 1 FROM points_entry e WHERE e.person_id = c.person_id AND e.kind IN ('reading', 'paper')"
        " AND e.cause LIKE '%reading:' || c.slug || ':' || CAST(c.year AS TEXT))",
        since=since,
    )


def unearned(tx: Transaction, after: int) -> list[Row]:
    """Rows `staff_no, detail`: entries after this one for an answer or a reading that is not there."""
    return tx.all(
        "SELECT p.staff_no, e.cause AS detail FROM points_entry e JOIN person p ON p.id = e.person_id"
        " WHERE e.id > :after AND ((e.cause LIKE 'correct:%' AND NOT EXISTS (SELECT 1 FROM response r"
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


def wrongly_late(tx: Transaction, since: datetime) -> list[Row]:
    """Rows `staff_no, detail`: shares done since then that are late and not marked so, or the other way round."""
    return tx.all(
        "SELECT p.staff_no, a.name || ' is done ' || CASE e.is_late WHEN 1 THEN 'in time' ELSE 'late' END AS detail"
        " FROM enrollment e JOIN assignment a ON a.id = e.assignment_id JOIN person p ON p.id = e.person_id"
        " WHERE e.completed_at > :since AND e.on_paper_reason IS NULL"
        " AND e.is_late <> CASE WHEN e.completed_at >= e.due_at THEN 1 ELSE 0 END",
        since=since,
    )


def responses_by_person(tx: Transaction, after: int) -> dict[str, int]:
    """Staff number to how many responses there are after this one."""
    rows = tx.all(
        "SELECT p.staff_no, COUNT(*) AS responses FROM response r JOIN person p ON p.id = r.person_id"
        " WHERE r.id > :after GROUP BY p.staff_no ORDER BY p.staff_no",
        after=after,
    )
    return {row["staff_no"]: int(row["responses"]) for row in rows}


def was_seen(tx: Transaction, channel: str, event_id: str) -> bool:
    """Whether an event of the last week is in the record."""
    row = tx.one(
        "SELECT event_id FROM seen_update WHERE channel = :channel AND event_id = :event_id",
        channel=channel,
        event_id=event_id,
    )
    return row is not None


def is_unanswered(tx: Transaction, prompt_id: int, at: datetime, on: date) -> bool:
    """Whether the question of this prompt has no response although its person could still give one at `at`, the
    local day `on`."""
    row = tx.one(
        "SELECT t.id FROM prompt t JOIN attempt a ON a.id = t.attempt_id JOIN person p ON p.id = t.person_id"
        " WHERE t.id = :id AND (p.left_on IS NULL OR p.left_on > :on)"
        " AND a.state IN ('in_progress', 'finished') AND (a.deadline_at IS NULL OR a.deadline_at > :at)"
        " AND NOT EXISTS (SELECT 1 FROM response r WHERE r.attempt_id = t.attempt_id AND r.position = t.position)",
        id=prompt_id,
        at=at,
        on=on,
    )
    return row is not None


def ended_shares(tx: Transaction, staff_no: str) -> list[Row]:
    """Rows `id, name, reading, ended_at, asked_again_at`: a person's shares that are done, excused, withdrawn or
    closed, no other open share asks for the same reading, and when a later share did."""
    return tx.all(
        "SELECT e.id, a.name, a.reading, COALESCE(e.completed_at, e.excused_at, e.withdrawn_at, e.due_at) AS ended_at,"
        " (SELECT MIN(n.opened_at) FROM enrollment n JOIN assignment m ON m.id = n.assignment_id"
        " WHERE n.person_id = p.id AND m.reading = a.reading AND n.id > e.id) AS asked_again_at"
        " FROM person p JOIN enrollment e ON e.person_id = p.id JOIN assignment a ON a.id = e.assignment_id"
        " WHERE p.staff_no = :staff_no AND (e.completed_at IS NOT NULL OR e.excused_at IS NOT NULL"
        " OR e.withdrawn_at IS NOT NULL OR a.kind = 'scheduled') AND NOT EXISTS (SELECT 1 FROM enrollment o"
        " JOIN assignment b ON b.id = o.assignment_id WHERE o.person_id = p.id AND b.reading = a.reading"
        " AND o.id <> e.id AND o.completed_at IS NULL AND o.excused_at IS NULL AND o.withdrawn_at IS NULL)",
        staff_no=staff_no,
    )


def has_open_share(tx: Transaction, staff_no: str, at: datetime, lately: datetime) -> bool:
    """Whether a person had something of the plan to do at `at`, or until `lately` before it."""
    row = tx.one(
        "SELECT e.id FROM person p JOIN enrollment e ON e.person_id = p.id JOIN assignment a ON a.id = e.assignment_id"
        " WHERE p.staff_no = :staff_no AND a.kind = 'plan' AND e.opened_at <= :at"
        " AND (e.completed_at IS NULL OR e.completed_at > :lately) AND (e.excused_at IS NULL OR e.excused_at > :lately)"
        " AND (e.withdrawn_at IS NULL OR e.withdrawn_at > :lately) LIMIT 1",
        staff_no=staff_no,
        at=at,
        lately=lately,
    )
    return row is not None


def was_away(tx: Transaction, staff_no: str, on: date, known_at: datetime) -> bool:
    """Whether a person was on leave that day, and this was known by then."""
    row = tx.one(
        "SELECT l.id FROM leave l JOIN person p ON p.id = l.person_id WHERE p.staff_no = :staff_no"
        " AND l.from_on <= :on AND l.until_on >= :on AND l.recorded_at <= :known_at LIMIT 1",
        staff_no=staff_no,
        on=on,
        known_at=known_at,
    )
    return row is not None


def was_nudged(tx: Transaction, staff_no: str, since: datetime) -> bool:
    """Whether a supervisor has reminded a person since then."""
    row = tx.one(
        "SELECT n.nudged_at FROM nudge n JOIN person p ON p.id = n.person_id WHERE p.staff_no = :staff_no"
        " AND n.nudged_at >= :since LIMIT 1",
        staff_no=staff_no,
        since=since,
    )
    return row is not None


def falls_due(tx: Transaction, staff_no: str, since: datetime, until: datetime) -> bool:
    """Whether a share of the plan of a person falls due in between."""
    row = tx.one(
        "SELECT e.id FROM person p JOIN enrollment e ON e.person_id = p.id JOIN assignment a ON a.id = e.assignment_id"
        " WHERE p.staff_no = :staff_no AND a.kind = 'plan' AND e.due_at > :since AND e.due_at <= :until LIMIT 1",
        staff_no=staff_no,
        since=since,
        until=until,
    )
    return row is not None


def fell_due_unreminded(
    tx: Transaction, since: datetime, now: datetime, needed_milliseconds: int
) -> list[Row]:
    """Rows `staff_no, detail`: shares of the plan that fell due in between, open for so long at least and not done, of
    people who were here and had a chat all the while, of which no stage was decided in that time or no card came."""
    return tx.all(
        "SELECT p.staff_no, a.name || ' fell due and no card spoke of it' AS detail FROM enrollment e"
        " JOIN assignment a ON a.id = e.assignment_id AND a.kind = 'plan' JOIN person p ON p.id = e.person_id"
        " JOIN channel_identity i ON i.id = p.identity_id AND i.unreachable_at IS NULL"
        " WHERE e.due_at > :since AND e.due_at <= :now AND e.opened_at <= e.due_at - :needed"
        " AND i.bound_at <= e.due_at - :needed AND (e.completed_at IS NULL OR e.completed_at > e.due_at)"
        " AND e.excused_at IS NULL AND e.withdrawn_at IS NULL AND p.left_on IS NULL AND p.paused_until_on IS NULL"
        " AND NOT EXISTS (SELECT 1 FROM leave l WHERE l.person_id = p.id)"
        " AND NOT EXISTS (SELECT 1 FROM extension x WHERE x.enrollment_id = e.id)"
        " AND (NOT EXISTS (SELECT 1 FROM reminder m WHERE m.enrollment_id = e.id"
        " AND m.decided_at >= e.due_at - :needed)"
        " OR NOT EXISTS (SELECT 1 FROM outbox o WHERE o.person_id = p.id AND o.kind = 'daily_card'"
        " AND o.state IN ('sent', 'unsure', 'waiting', 'expired', 'failed')"
        " AND o.send_after_at BETWEEN e.due_at - :needed AND e.due_at))",
        since=since,
        now=now,
        needed=needed_milliseconds,
    )


def new_summaries(tx: Transaction, after: int) -> list[Row]:
    """Rows `id, staff_no, person_id, as_of_at, snapshot_json` of summaries after this one."""
    return tx.all(
        "SELECT s.id, p.staff_no, s.person_id, s.as_of_at, s.snapshot_json FROM weekly_summary s"
        " JOIN person p ON p.id = s.person_id WHERE s.id > :after ORDER BY s.id",
        after=after,
    )


def supervisors_untold(tx: Transaction, since: datetime) -> list[Row]:
    """Rows `staff_no`: those who have supervised something all the while and were counted no summary since then."""
    return tx.all(
        "SELECT p.staff_no FROM person p WHERE p.left_on IS NULL AND p.enrolled_at < :since"
        " AND EXISTS (SELECT 1 FROM role_grant g WHERE g.person_id = p.id AND g.role = 'supervisor')"
        " AND NOT EXISTS (SELECT 1 FROM weekly_summary s WHERE s.person_id = p.id AND s.as_of_at > :since)",
        since=since,
    )


def opened(tx: Transaction, since: datetime, until: datetime) -> list[Row]:
    """Rows `id, name, audience_json, opens_at` of the plan's items that opened in between."""
    return tx.all(
        "SELECT id, name, audience_json, opens_at FROM assignment WHERE kind = 'plan' AND opens_at > :since"
        " AND opens_at <= :until",
        since=since,
        until=until,
    )


def shares_below(tx: Transaction, person_id: int, assignment_id: int) -> Iterator[Row]:
    """Rows `completed_at, opened_at, withdrawn_at, left_on` of an assignment in all units a person supervises."""
    rows: list[dict[str, Any]] = tx.all(
        "SELECT e.completed_at, e.opened_at, e.withdrawn_at, p.left_on FROM enrollment e"
        " JOIN person p ON p.id = e.person_id WHERE e.assignment_id = :assignment_id AND e.unit_id IN ("
        " SELECT b.unit_id FROM role_grant g JOIN unit_ancestor b ON b.ancestor_id = g.unit_id"
        " WHERE g.person_id = :person_id AND g.role = 'supervisor')",
        assignment_id=assignment_id,
        person_id=person_id,
    )
    yield from rows


def done_of_plan(tx: Transaction) -> tuple[int, int]:
    """(done, all) of the plan's shares that nobody is excused from."""
    row = tx.one(
        "SELECT COUNT(*) AS shares, COUNT(e.completed_at) AS done FROM enrollment e JOIN assignment a"
        " ON a.id = e.assignment_id AND a.kind = 'plan' WHERE e.excused_at IS NULL AND e.withdrawn_at IS NULL"
    )
    return (int(row["done"]), int(row["shares"])) if row else (0, 0)


def totals(tx: Transaction) -> dict[str, int]:
    """`people, responses, entries, points`: how much there is of each."""
    row = tx.one(
        "SELECT (SELECT COUNT(*) FROM person) AS people, (SELECT COUNT(*) FROM response) AS responses,"
        " (SELECT COUNT(*) FROM points_entry) AS entries,"
        " (SELECT COALESCE(SUM(counted), 0) FROM points_entry) AS points"
    )
    return {name: int(value) for name, value in (row or {}).items()}
