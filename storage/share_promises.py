"""What the promises say of shares, reminders and summaries."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from storage.listed import LISTED, lists
from storage.transaction import Row, Transaction

LATE_JOINERS = timedelta(days=20)
"""Without an extension nothing falls due so long after its item: two weeks, for whoever joined late."""


_GRADED_ANEW = (
    "EXISTS (SELECT 1 FROM attempt t JOIN response r ON r.attempt_id = t.id"
    " JOIN response_regrade c ON c.response_id = r.id WHERE t.enrollment_id = e.id)"
)
"""Whether `enrollment e` was perhaps done or opened again by a new verdict, and this as of the answer's time."""

WAS_OPENED_AGAIN = (
    "(EXISTS (SELECT 1 FROM audit_entry u WHERE u.person_id = p.id AND u.action IN ('lift_excusal', 'undo_on_paper'))"
    f" OR {_GRADED_ANEW})"
)
"""Whether `person p` may have got back what was closed before: by an office's word, or `enrollment e` by a verdict."""


def wrongly_late(tx: Transaction, after: int, since: datetime) -> list[Row]:
    """Rows `staff_no, detail`: shares done since then that are late and not marked so, or the other way round, of
    people with a response after this one, from which alone a share is done but on paper."""
    return tx.all(
        "SELECT p.staff_no, a.name || ' is done ' || CASE e.is_late WHEN 1 THEN 'in time' ELSE 'late' END AS detail"
        " FROM enrollment e JOIN assignment a ON a.id = e.assignment_id JOIN person p ON p.id = e.person_id"
        " WHERE e.person_id IN (SELECT person_id FROM response WHERE id > :after) AND e.completed_at > :since"
        " AND e.on_paper_reason IS NULL AND e.is_late <> CASE WHEN e.completed_at >= e.due_at THEN 1 ELSE 0 END",
        after=after,
        since=since,
    )


_SHARE = (
    "SELECT e.id, p.staff_no, a.name, a.reading,"
    " COALESCE(e.completed_at, e.excused_at, e.withdrawn_at, e.due_at) AS ended_at,"
    " (SELECT MIN(n.opened_at) FROM assignment m JOIN enrollment n ON n.assignment_id = m.id AND n.person_id = p.id"
    " WHERE m.reading = a.reading AND n.id > e.id) AS asked_again_at"
)
_ENDED = (
    " WHERE COALESCE(e.completed_at, e.excused_at, e.withdrawn_at,"
    " CASE a.kind WHEN 'scheduled' THEN e.due_at END) < :before AND (a.reading IS NULL OR NOT EXISTS ("
    "SELECT 1 FROM assignment b JOIN enrollment o ON o.assignment_id = b.id AND o.person_id = p.id"
    " WHERE b.reading = a.reading AND o.id <> e.id"
    f" AND COALESCE(o.completed_at, o.excused_at, o.withdrawn_at, :before) >= :before)) AND NOT {_GRADED_ANEW}"
)


def ended(tx: Transaction, share_ids: Sequence[int], before: datetime) -> list[Row]:
    """Rows `id, staff_no, name, reading, ended_at, asked_again_at`: those of these shares that were done, excused,
    withdrawn or closed before then, while no other open share asks for the same reading, and when a later one did."""
    return [
        row
        for listed in lists(share_ids)
        for row in tx.all(
            f"{_SHARE} FROM enrollment e JOIN assignment a ON a.id = e.assignment_id"
            " JOIN person p ON p.id = e.person_id"
            f"{_ENDED} AND e.id IN ({LISTED})",
            before=before,
            **listed,
        )
    ]


def ended_of_reading(tx: Transaction, staff_no: str, reading: str, before: datetime) -> list[Row]:
    """The same of a person's shares of this reading."""
    return tx.all(
        # Few items ask for a reading, and an item has one share of a person: quicker than all shares of the person.
        f"{_SHARE} FROM person p CROSS JOIN assignment a CROSS JOIN enrollment e"
        f"{_ENDED} AND e.assignment_id = a.id AND e.person_id = p.id AND a.reading = :reading"
        " AND p.staff_no = :staff_no",
        before=before,
        reading=reading,
        staff_no=staff_no,
    )


def has_open_share(tx: Transaction, staff_no: str, at: datetime, lately: datetime) -> bool:
    """Whether a person had something of the plan to do at `at`, or until `lately` before it."""
    row = tx.one(
        "SELECT e.id FROM person p JOIN enrollment e ON e.person_id = p.id JOIN assignment a ON a.id = e.assignment_id"
        " WHERE p.staff_no = :staff_no AND a.kind = 'plan' AND e.opened_at <= :at"
        f" AND (e.completed_at IS NULL OR e.completed_at > :lately OR {_GRADED_ANEW})"
        " AND (e.excused_at IS NULL OR e.excused_at > :lately)"
        " AND (e.withdrawn_at IS NULL OR e.withdrawn_at > :lately) LIMIT 1",
        staff_no=staff_no,
        at=at,
        lately=lately,
    )
    return row is not None


def leaves(tx: Transaction, since: date) -> list[Row]:
    """Rows `staff_no, from_on, until_on, recorded_at` of the leaves that last until then at least."""
    return tx.all(
        "SELECT p.staff_no, l.from_on, l.until_on, l.recorded_at FROM leave l JOIN person p ON p.id = l.person_id"
        " WHERE l.until_on >= :since",
        since=since,
    )


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
    """Whether a share of the plan of a person falls due in between, or did before it was put off."""
    row = tx.one(
        "SELECT e.id FROM person p JOIN enrollment e ON e.person_id = p.id JOIN assignment a ON a.id = e.assignment_id"
        " WHERE p.staff_no = :staff_no AND a.kind = 'plan' AND ((e.due_at > :since AND e.due_at <= :until)"
        " OR EXISTS (SELECT 1 FROM extension x WHERE x.enrollment_id = e.id AND x.due_before_at > :since"
        " AND x.due_before_at <= :until)) LIMIT 1",
        staff_no=staff_no,
        since=since,
        until=until,
    )
    return row is not None


def fell_due_unreminded(
    tx: Transaction, since: datetime, now: datetime, needed_milliseconds: int
) -> list[Row]:
    """Rows `staff_no, detail`: shares of the plan that fell due in between, open for so long at least and not done, of
    people who were here and had a chat all the while, of which no stage was decided in that time or no card came; not
    what was opened again."""
    return tx.all(
        "SELECT p.staff_no, a.name || ' fell due and no card spoke of it' AS detail FROM enrollment e"
        " JOIN assignment a ON a.id = e.assignment_id AND a.kind = 'plan' AND a.due_at > :recently"
        " JOIN person p ON p.id = e.person_id"
        " JOIN channel_identity i ON i.id = p.identity_id AND i.unreachable_at IS NULL"
        " WHERE e.due_at > :since AND e.due_at <= :now AND e.opened_at <= e.due_at - :needed"
        " AND i.bound_at <= e.due_at - :needed AND (e.completed_at IS NULL OR e.completed_at > e.due_at)"
        " AND e.excused_at IS NULL AND e.withdrawn_at IS NULL AND p.left_on IS NULL AND p.paused_until_on IS NULL"
        " AND NOT EXISTS (SELECT 1 FROM leave l WHERE l.person_id = p.id)"
        " AND NOT EXISTS (SELECT 1 FROM extension x WHERE x.enrollment_id = e.id)"
        f" AND NOT {WAS_OPENED_AGAIN}"
        " AND (NOT EXISTS (SELECT 1 FROM reminder m WHERE m.enrollment_id = e.id"
        " AND m.decided_at >= e.due_at - :needed)"
        " OR NOT EXISTS (SELECT 1 FROM outbox o WHERE o.person_id = p.id AND o.kind = 'daily_card'"
        " AND o.state IN ('sent', 'unsure', 'waiting', 'expired', 'failed')"
        " AND o.send_after_at BETWEEN e.due_at - :needed AND e.due_at))",
        since=since,
        now=now,
        needed=needed_milliseconds,
        recently=since - LATE_JOINERS,
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
        "SELECT DISTINCT p.staff_no FROM role_grant g JOIN person p ON p.id = g.person_id AND p.left_on IS NULL"
        " AND p.enrolled_at < :since WHERE g.role = 'supervisor' AND NOT EXISTS (SELECT 1 FROM weekly_summary s"
        " WHERE s.person_id = p.id AND s.as_of_at > :since) ORDER BY p.staff_no",
        since=since,
    )


_REWRITES = "'lift_excusal', 'undo_on_paper', 'transfer', 'transfer_applied'"
_SUPERVISED = (
    "SELECT b.unit_id FROM role_grant g JOIN unit_ancestor b ON b.ancestor_id = g.unit_id"
    " WHERE g.person_id = :person_id AND g.role = 'supervisor'"
)


def states_below(
    tx: Transaction, person_id: int, assignment_id: int, at: datetime, on: date
) -> dict[str, int]:
    """Shares of an assignment in all units a person supervises as they stood at `at`: `done`, of these `late`,
    `excused`, `away`, `overdue`, `in_time`; `unclear`: of people who joined or left on that day, or of whom something
    was entered later that says how it stood before: a leave over that day, a transfer, a new verdict, a mistake."""
    row = tx.one(
        # From the units' own shares, and the state of each worked out once: a county has sixty supervisors.
        "WITH own AS MATERIALIZED (SELECT o.id FROM enrollment o WHERE o.assignment_id = :assignment_id"
        f" AND o.unit_id IN ({_SUPERVISED}) UNION SELECT o.id FROM transfer v CROSS JOIN enrollment o"
        " WHERE o.person_id = v.person_id AND o.assignment_id = :assignment_id"
        f" AND v.applied_at > :at AND v.from_unit_id IN ({_SUPERVISED})),"
        " shares AS MATERIALIZED (SELECT e.is_late, CASE"
        " WHEN p.left_on <= :on OR e.withdrawn_at <= :at THEN 'gone' WHEN e.completed_at <= :at THEN 'done'"
        " WHEN e.excused_at <= :at THEN 'excused' WHEN EXISTS (SELECT 1 FROM leave l WHERE l.person_id = p.id"
        " AND l.from_on <= :on AND l.until_on >= :on AND l.recorded_at <= :at) THEN 'away'"
        " WHEN COALESCE((SELECT MIN(x.due_before_at) FROM extension x WHERE x.enrollment_id = e.id"
        " AND x.recorded_at > :at), e.due_at) <= :at THEN 'overdue' ELSE 'in_time' END AS state,"
        " CASE WHEN p.left_on = :on OR p.joined_on = :on OR e.completed_at = :at"
        " OR EXISTS (SELECT 1 FROM leave l WHERE l.person_id = p.id"
        " AND l.from_on <= :on AND l.until_on >= :on AND l.recorded_at > :at)"
        " OR EXISTS (SELECT 1 FROM audit_entry u WHERE u.person_id = p.id AND u.entered_at > :at"
        f" AND u.action IN ({_REWRITES})) OR EXISTS (SELECT 1 FROM attempt t JOIN response r ON r.attempt_id = t.id"
        " JOIN response_regrade c ON c.response_id = r.id JOIN regrade g ON g.id = c.regrade_id"
        " AND (g.done_at IS NULL OR g.done_at > :at) WHERE t.enrollment_id = e.id) THEN 1 ELSE 0 END AS is_unclear"
        " FROM own CROSS JOIN enrollment e JOIN person p ON p.id = e.person_id"
        " WHERE e.id = own.id AND e.opened_at <= :at)"
        " SELECT COUNT(CASE WHEN state = 'done' THEN 1 END) AS done,"
        " COUNT(CASE WHEN state = 'done' AND is_late = 1 THEN 1 END) AS late,"
        " COUNT(CASE WHEN state = 'excused' THEN 1 END) AS excused, COUNT(CASE WHEN state = 'away' THEN 1 END) AS away,"
        " COUNT(CASE WHEN state = 'overdue' THEN 1 END) AS overdue,"
        " COUNT(CASE WHEN state = 'in_time' THEN 1 END) AS in_time,"
        " COUNT(CASE WHEN is_unclear = 1 THEN 1 END) AS unclear FROM shares",
        assignment_id=assignment_id,
        person_id=person_id,
        at=at,
        on=on,
    )
    return {name: int(value) for name, value in (row or {}).items()}


def pauses(tx: Transaction) -> dict[str, date]:
    """Staff number to the last day of the pause somebody has asked for themselves."""
    rows = tx.all("SELECT staff_no, paused_until_on FROM person WHERE paused_until_on IS NOT NULL")
    return {row["staff_no"]: row["paused_until_on"] for row in rows}


def done_of_plan(tx: Transaction) -> tuple[int, int]:
    """(done, all) of the plan's shares that nobody is excused from."""
    row = tx.one(
        "SELECT COUNT(*) AS shares, COUNT(e.completed_at) AS done FROM enrollment e JOIN assignment a"
        " ON a.id = e.assignment_id AND a.kind = 'plan' WHERE e.excused_at IS NULL AND e.withdrawn_at IS NULL"
    )
    return (int(row["done"]), int(row["shares"])) if row else (0, 0)
