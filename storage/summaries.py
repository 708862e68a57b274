"""Counts for the weekly summary as of an instant, and the snapshots that were sent."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from storage.transaction import Transaction

# A share in the state it was in at :now, its due date as it stood then. Those who left are no shares any more.
SHARE = (
    "SELECT a.id AS assignment_id, a.kind, a.name, a.reading, a.due_at AS item_due_at, e.id AS enrollment_id,"
    " e.person_id, e.unit_id, e.is_late, e.completed_at, e.due_at,"
    " CASE WHEN e.completed_at <= :now THEN 'done' WHEN e.excused_at <= :now THEN 'excused'"
    " WHEN EXISTS (SELECT 1 FROM leave l WHERE l.person_id = e.person_id AND l.from_on <= :on AND l.until_on >= :on)"
    " THEN 'away' WHEN e.due_at <= :now THEN 'overdue' ELSE 'in_time' END AS state"
    " FROM (SELECT en.id, en.assignment_id, en.person_id, en.unit_id, en.is_late, en.opened_at, en.completed_at,"
    " en.excused_at, en.withdrawn_at, COALESCE((SELECT x.due_before_at FROM extension x WHERE x.enrollment_id = en.id"
    " AND x.recorded_at > :now ORDER BY x.id LIMIT 1), en.due_at) AS due_at FROM enrollment en"
    " WHERE en.unit_id IN (SELECT unit_id FROM unit_ancestor WHERE ancestor_id = :unit_id)) AS e"
    " JOIN assignment a ON a.id = e.assignment_id JOIN person p ON p.id = e.person_id"
    " WHERE a.opens_at <= :now AND e.opened_at <= :now"
    " AND (e.withdrawn_at IS NULL OR e.withdrawn_at > :now) AND (p.left_on IS NULL OR p.left_on > :on)"
)


def counts(
    tx: Transaction, unit_id: int, now: datetime, since: datetime, plan_since: datetime, on: date
) -> list[dict[str, Any]]:
    """One row per assignment and unit, for the unit and those below, as of `now`, on the local day `on`.

    Rows `assignment_id, kind, name, reading, item_due_at, unit_id, done, late, in_time, overdue, excused,
    away`, people each; assignments due after `since`, plan items after `plan_since`. What instructors push is theirs
    to look after, and left out.
    """
    return tx.all(
        "SELECT assignment_id, kind, name, reading, item_due_at, unit_id,"
        " SUM(CASE WHEN state = 'done' THEN 1 ELSE 0 END) AS done,"
        " SUM(CASE WHEN state = 'done' THEN is_late ELSE 0 END) AS late,"
        " SUM(CASE WHEN state = 'in_time' THEN 1 ELSE 0 END) AS in_time,"
        " SUM(CASE WHEN state = 'overdue' THEN 1 ELSE 0 END) AS overdue,"
        " SUM(CASE WHEN state = 'excused' THEN 1 ELSE 0 END) AS excused,"
        f" SUM(CASE WHEN state = 'away' THEN 1 ELSE 0 END) AS away FROM ({SHARE}"
        " AND a.push_id IS NULL AND a.due_at > CASE WHEN a.kind = 'plan' THEN :plan_since ELSE :since END) AS share"
        " GROUP BY assignment_id, kind, name, reading, item_due_at, unit_id"
        " ORDER BY item_due_at, assignment_id, unit_id",
        unit_id=unit_id,
        now=now,
        since=since,
        plan_since=plan_since,
        on=on,
    )


def pressing_shares(
    tx: Transaction, unit_id: int, now: datetime, until: datetime, on: date
) -> list[dict[str, Any]]:
    """Plan items not done that are overdue or due before `until`, of people who are here, unit by unit.

    Rows `enrollment_id, assignment_id, name, reading, due_at, state, person_id, person, staff_no, unit_id,
    unit_name, is_reached`.
    """
    return tx.all(
        "SELECT share.enrollment_id, share.assignment_id, share.name, share.reading, share.due_at, share.state,"
        " p.id AS person_id, p.name AS person, p.staff_no, p.unit_id, u.name AS unit_name,"
        " CASE WHEN i.id IS NOT NULL AND i.unreachable_at IS NULL THEN 1 ELSE 0 END AS is_reached"
        f" FROM ({SHARE} AND a.kind = 'plan' AND e.completed_at IS NULL AND e.excused_at IS NULL) AS share"
        " JOIN person p ON p.id = share.person_id JOIN unit u ON u.id = p.unit_id"
        " LEFT JOIN channel_identity i ON i.id = p.identity_id"
        " WHERE share.state IN ('overdue', 'in_time') AND share.due_at <= :until"
        " ORDER BY u.path, p.staff_no, share.due_at, share.enrollment_id",
        unit_id=unit_id,
        now=now,
        until=until,
        on=on,
    )


def standings(
    tx: Transaction, unit_id: int, now: datetime, plan_since: datetime, on: date
) -> list[dict[str, Any]]:
    """Every plan share of the unit and below, as of `now`: rows `assignment_id, person_id, state, is_late,
    completed_at, due_at`."""
    return tx.all(
        f"SELECT assignment_id, person_id, state, is_late, completed_at, due_at FROM ({SHARE}"
        " AND a.kind = 'plan' AND a.due_at > :plan_since) AS share ORDER BY person_id, assignment_id",
        unit_id=unit_id,
        now=now,
        plan_since=plan_since,
        on=on,
    )


def fallen_due(tx: Transaction, unit_id: int, now: datetime, since: datetime, on: date) -> tuple[int, int]:
    """(done, all) of the plan shares that fell due between `since` and `now`; excused and away left out."""
    row = tx.one(
        "SELECT SUM(CASE WHEN state = 'done' THEN 1 ELSE 0 END) AS done, COUNT(*) AS due"
        f" FROM ({SHARE} AND a.kind = 'plan' AND a.due_at > :since) AS share"
        " WHERE due_at <= :now AND state IN ('done', 'overdue')",
        unit_id=unit_id,
        now=now,
        since=since,
        on=on,
    )
    return (int(row["done"] or 0), int(row["due"])) if row else (0, 0)


def head_count(tx: Transaction, unit_id: int, on: date) -> dict[str, int]:
    """`people`, `away` (on leave that day) and `not_reached` (no message can get to them) of a unit and below."""
    row = tx.one(
        "SELECT COUNT(*) AS people, SUM(CASE WHEN i.id IS NULL OR i.unreachable_at IS NOT NULL THEN 1 ELSE 0 END)"
        " AS not_reached, SUM(CASE WHEN EXISTS (SELECT 1 FROM leave l WHERE l.person_id = p.id"
        " AND l.from_on <= :on AND l.until_on >= :on) THEN 1 ELSE 0 END) AS away FROM person p"
        " JOIN unit_ancestor ua ON ua.unit_id = p.unit_id AND ua.ancestor_id = :unit_id"
        " LEFT JOIN channel_identity i ON i.id = p.identity_id"
        " WHERE p.left_on IS NULL OR p.left_on > :on",
        unit_id=unit_id,
        on=on,
    )
    assert row is not None
    return {name: int(row[name] or 0) for name in ("people", "not_reached", "away")}


def insert(
    tx: Transaction, person_id: int, period: str, as_of: datetime, snapshot: Mapping[str, Any]
) -> bool:
    """Whether the snapshot of this period is new; one that was taken stays as it was."""
    row = tx.one(
        "INSERT INTO weekly_summary (person_id, period, as_of_at, snapshot_json)"
        " VALUES (:person_id, :period, :as_of, :snapshot) ON CONFLICT (person_id, period) DO NOTHING RETURNING id",
        person_id=person_id,
        period=period,
        as_of=as_of,
        snapshot=dict(snapshot),
    )
    return row is not None


def snapshot(tx: Transaction, person_id: int, period: str) -> dict[str, Any] | None:
    """Row `as_of_at, snapshot_json` of a supervisor's summary of one week."""
    return tx.one(
        "SELECT as_of_at, snapshot_json FROM weekly_summary WHERE person_id = :person_id AND period = :period",
        person_id=person_id,
        period=period,
    )


def before(tx: Transaction, person_id: int, period: str, limit: int) -> list[dict[str, Any]]:
    """Rows `period, as_of_at, snapshot_json` of the weeks before `period`, the latest first."""
    return tx.all(
        "SELECT period, as_of_at, snapshot_json FROM weekly_summary WHERE person_id = :person_id"
        " AND period < :period ORDER BY period DESC LIMIT :limit",
        person_id=person_id,
        period=period,
        limit=limit,
    )


def supervisors(tx: Transaction, on: date) -> list[dict[str, Any]]:
    """Rows `person_id, unit_id` of everyone who supervises a unit today."""
    return tx.all(
        "SELECT g.person_id, g.unit_id FROM role_grant g JOIN person p ON p.id = g.person_id"
        " WHERE g.role = 'supervisor' AND (g.expires_on IS NULL OR g.expires_on >= :on)"
        " AND (p.left_on IS NULL OR p.left_on > :on) ORDER BY g.person_id, g.unit_id",
        on=on,
    )
