"""What the promises say of the plan and the timetable: due dates, stages, quizzes, and who has a share."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from storage.share_promises import WAS_OPENED_AGAIN
from storage.transaction import Row, Transaction


def shortened(tx: Transaction, since: datetime) -> list[Row]:
    """Rows `staff_no, detail`: people given more time since then who do not have it."""
    return tx.all(
        "SELECT p.staff_no, a.name AS detail FROM extension x JOIN enrollment e ON e.id = x.enrollment_id"
        " JOIN assignment a ON a.id = e.assignment_id JOIN person p ON p.id = e.person_id"
        " WHERE x.recorded_at > :since AND x.is_for_everybody = 0 AND e.due_at < x.due_after_at",
        since=since,
    )


def open_in_a_leave(tx: Transaction, since: datetime) -> list[Row]:
    """Rows `staff_no, name, due_at, from_on, until_on`: shares of the plan that are open, of people with a leave
    entered since then."""
    return tx.all(
        "SELECT p.staff_no, a.name, e.due_at, l.from_on, l.until_on FROM leave l CROSS JOIN enrollment e"
        " JOIN assignment a ON a.id = e.assignment_id AND a.kind = 'plan' JOIN person p ON p.id = l.person_id"
        " WHERE l.recorded_at > :since AND e.person_id = l.person_id AND e.opened_at <= l.recorded_at"
        " AND e.completed_at IS NULL AND e.excused_at IS NULL AND e.withdrawn_at IS NULL",
        since=since,
    )


def has_quiz(tx: Transaction, name: str, opens_at: datetime) -> bool:
    """Whether a quiz of the timetable opened at an instant."""
    row = tx.one(
        "SELECT id FROM assignment WHERE kind = 'scheduled' AND name = :name AND opens_at = :opens_at",
        name=name,
        opens_at=opens_at,
    )
    return row is not None


def unannounced(tx: Transaction, since: datetime, until: datetime) -> list[Row]:
    """Rows `staff_no, detail`: shares of the timetable's quizzes that opened in between, never announced to people
    who had a chat before."""
    return tx.all(
        "SELECT p.staff_no, a.name AS detail FROM assignment a JOIN enrollment e ON e.assignment_id = a.id"
        " JOIN person p ON p.id = e.person_id JOIN channel_identity i ON i.id = p.identity_id"
        " WHERE a.kind = 'scheduled' AND a.push_id IS NULL AND a.opens_at > :since AND a.opens_at <= :until"
        " AND i.bound_at < a.opens_at"
        " AND NOT EXISTS (SELECT 1 FROM outbox o WHERE o.person_id = p.id"
        " AND o.dedup_key = 'quiz:' || CAST(a.id AS TEXT))",
        since=since,
        until=until,
    )


def running(tx: Transaction, at: datetime) -> list[Row]:
    """Rows `id, name, audience_json, opens_at, due_at` of the plan's items that are open at an instant."""
    return tx.all(
        "SELECT id, name, audience_json, opens_at, due_at FROM assignment WHERE kind = 'plan' AND opens_at <= :at"
        " AND due_at > :at ORDER BY id",
        at=at,
    )


def recently_due(tx: Transaction, since: datetime, until: datetime) -> list[Row]:
    """Rows `id, name, opens_at, due_at` of the plan's items that fall due in between."""
    return tx.all(
        "SELECT id, name, opens_at, due_at FROM assignment WHERE kind = 'plan' AND due_at > :since"
        " AND due_at <= :until",
        since=since,
        until=until,
    )


def late_joiners(tx: Transaction, since: date) -> list[Row]:
    """Rows `staff_no, name, joined_on, opens_at, due_at`: shares of the plan of people on the roster since that day."""
    return tx.all(
        "SELECT p.staff_no, p.joined_on, a.name, a.opens_at, e.due_at FROM person p"
        " JOIN enrollment e ON e.person_id = p.id JOIN assignment a ON a.id = e.assignment_id AND a.kind = 'plan'"
        " WHERE p.joined_on >= :since AND p.left_on IS NULL",
        since=since,
    )


def untold(tx: Transaction, assignment_id: int, stage: str, before: datetime) -> list[Row]:
    """Rows `staff_no`: those of an item, not done and open from its beginning, whose people had a chat before then,
    were here and reachable all the while, never had more time for anything and nothing opened again, and of which
    since then neither this stage nor a later one was decided."""
    return tx.all(
        "SELECT p.staff_no FROM enrollment e JOIN assignment a ON a.id = e.assignment_id AND a.due_at = e.due_at"
        " JOIN person p ON p.id = e.person_id AND p.left_on IS NULL AND p.paused_until_on IS NULL"
        " JOIN channel_identity i ON i.id = p.identity_id AND i.unreachable_at IS NULL AND i.bound_at < :before"
        " WHERE e.assignment_id = :assignment_id AND e.completed_at IS NULL AND e.excused_at IS NULL"
        " AND e.withdrawn_at IS NULL AND e.opened_at <= a.opens_at"
        " AND NOT EXISTS (SELECT 1 FROM leave l WHERE l.person_id = p.id)"
        " AND NOT EXISTS (SELECT 1 FROM audit_entry u WHERE u.person_id = p.id AND u.action = 'extend')"
        f" AND NOT {WAS_OPENED_AGAIN}"
        " AND NOT EXISTS (SELECT 1 FROM reminder m WHERE m.enrollment_id = e.id"
        " AND (m.stage = :stage OR m.decided_at >= :before))",
        assignment_id=assignment_id,
        stage=stage,
        before=before,
    )


def stages(tx: Transaction, since: datetime) -> list[Row]:
    """Rows `staff_no, name, stage, due_on, decided_at` of the reminders decided since then."""
    return tx.all(
        "SELECT p.staff_no, a.name, m.stage, m.due_on, m.decided_at FROM reminder m"
        " JOIN enrollment e ON e.id = m.enrollment_id JOIN assignment a ON a.id = e.assignment_id"
        " JOIN person p ON p.id = e.person_id WHERE m.decided_at > :since",
        since=since,
    )


def reminded_again(tx: Transaction, since: datetime, rest: timedelta) -> list[Row]:
    """Rows `staff_no`: people whom supervisors reminded since then, and less than `rest` before."""
    return tx.all(
        "SELECT p.staff_no FROM nudge n JOIN nudge o ON o.person_id = n.person_id AND o.id < n.id"
        " AND n.nudged_at - o.nudged_at < :rest JOIN person p ON p.id = n.person_id WHERE n.nudged_at > :since",
        since=since,
        rest=int(rest.total_seconds() * 1_000),
    )


def reminded_in_vain(tx: Transaction, since: datetime) -> list[Row]:
    """Rows `staff_no`: people whom supervisors reminded since then, with no card of that day or later."""
    return tx.all(
        "SELECT p.staff_no FROM nudge n JOIN person p ON p.id = n.person_id WHERE n.nudged_at > :since"
        " AND NOT EXISTS (SELECT 1 FROM outbox o WHERE o.person_id = n.person_id AND o.kind = 'daily_card'"
        " AND o.send_after_at > n.nudged_at - 86400000)",
        since=since,
    )


def extended(tx: Transaction, since: datetime) -> list[Row]:
    """Rows `staff_no, after_json`: what offices entered since then as more time for something."""
    return tx.all(
        "SELECT p.staff_no, u.after_json FROM audit_entry u JOIN person p ON p.id = u.person_id"
        " WHERE u.entered_at > :since AND u.action = 'extend'",
        since=since,
    )


def reminded_by_others(tx: Transaction, since: datetime) -> list[Row]:
    """Rows `staff_no`: people reminded since then by somebody who supervises nothing above their unit."""
    return tx.all(
        "SELECT p.staff_no FROM nudge n JOIN person p ON p.id = n.person_id WHERE n.nudged_at > :since"
        " AND NOT EXISTS (SELECT 1 FROM transfer t WHERE t.person_id = p.id)"
        " AND NOT EXISTS (SELECT 1 FROM role_grant g JOIN unit_ancestor a ON a.ancestor_id = g.unit_id"
        " WHERE g.person_id = n.nudged_by AND g.role IN ('supervisor', 'admin') AND a.unit_id = p.unit_id)",
        since=since,
    )


def taken_for_another(tx: Transaction) -> list[Row]:
    """Rows `staff_no`: people in a chat whose address is not their staff number, as all have it here."""
    return tx.all(
        "SELECT p.staff_no FROM channel_identity i JOIN person p ON p.id = i.person_id WHERE i.address <> p.staff_no"
    )


def slots_undone(tx: Transaction, before: datetime) -> list[Row]:
    """Rows `job, slot_at`: slots of the timetable taken up before then and not done."""
    return tx.all(
        "SELECT job, slot_at FROM job_slot WHERE done_at IS NULL AND slot_at < :before ORDER BY job, slot_at",
        before=before,
    )
