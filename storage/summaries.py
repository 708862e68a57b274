"""Counts for the weekly summary, and the snapshots that were sent."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from storage.transaction import Transaction


def counts(
    tx: Transaction, unit_id: int, now: datetime, since: datetime, plan_since: datetime, on: date
) -> list[dict[str, Any]]:
    """One row per assignment and unit, for the unit and those below, as of `now`.

    Rows `assignment_id, kind, name, occurrence, reading, due_at, unit_id, unit_name, assigned, done, late,
    excused, overdue`; assignments due after `since`, plan items after `plan_since`.
    Those who left are not counted; the excused are counted apart from the assigned.
    """
    return tx.all(
        "SELECT assignment_id, kind, name, occurrence, reading, due_at, unit_id, unit_name,"
        " SUM(1 - excused) AS assigned, SUM((1 - excused) * done) AS done, SUM((1 - excused) * done * is_late) AS late,"
        " SUM(excused) AS excused, SUM((1 - excused) * (1 - done) * past_due) AS overdue FROM ("
        " SELECT a.id AS assignment_id, a.kind, a.name, a.occurrence, a.reading, a.due_at, u.id AS unit_id,"
        " u.name AS unit_name, e.is_late,"
        " CASE WHEN e.completed_at <= :now THEN 1 ELSE 0 END AS done,"
        " CASE WHEN e.excused_at <= :now THEN 1 ELSE 0 END AS excused,"
        " CASE WHEN e.due_at <= :now THEN 1 ELSE 0 END AS past_due"
        " FROM enrollment e JOIN assignment a ON a.id = e.assignment_id"
        " JOIN person p ON p.id = e.person_id"
        " JOIN unit_ancestor ua ON ua.unit_id = e.unit_id AND ua.ancestor_id = :unit_id"
        " JOIN unit u ON u.id = e.unit_id"
        " WHERE a.opens_at <= :now AND e.opened_at <= :now AND e.withdrawn_at IS NULL"
        " AND a.due_at > CASE WHEN a.kind = 'plan' THEN :plan_since ELSE :since END"
        " AND (p.left_on IS NULL OR p.left_on > :on)) AS share"
        " GROUP BY assignment_id, kind, name, occurrence, reading, due_at, unit_id, unit_name"
        " ORDER BY due_at, assignment_id, unit_id",
        unit_id=unit_id,
        now=now,
        since=since,
        plan_since=plan_since,
        on=on,
    )


def overdue_people(tx: Transaction, unit_id: int, now: datetime, on: date) -> list[dict[str, Any]]:
    """Rows `assignment_id, person_id, name, staff_no, unit_name, due_at` of plan items overdue as of `now`.

    Those on leave are not named.
    """
    return tx.all(
        "SELECT e.assignment_id, p.id AS person_id, p.name, p.staff_no, u.name AS unit_name, e.due_at"
        " FROM enrollment e JOIN assignment a ON a.id = e.assignment_id AND a.kind = 'plan'"
        " JOIN person p ON p.id = e.person_id"
        " JOIN unit_ancestor ua ON ua.unit_id = e.unit_id AND ua.ancestor_id = :unit_id"
        " JOIN unit u ON u.id = e.unit_id"
        " WHERE e.due_at <= :now AND (e.completed_at IS NULL OR e.completed_at > :now)"
        " AND (e.excused_at IS NULL OR e.excused_at > :now) AND e.withdrawn_at IS NULL AND e.opened_at <= :now"
        " AND (p.left_on IS NULL OR p.left_on > :on)"
        " AND NOT EXISTS (SELECT 1 FROM leave l WHERE l.person_id = p.id AND l.from_on <= :on AND l.until_on >= :on)"
        " ORDER BY u.id, p.id",
        unit_id=unit_id,
        now=now,
        on=on,
    )


def not_reached(tx: Transaction, unit_id: int, on: date) -> int:
    """People of the unit and below whom no message can reach yet."""
    row = tx.one(
        "SELECT COUNT(*) AS people FROM person p"
        " JOIN unit_ancestor ua ON ua.unit_id = p.unit_id AND ua.ancestor_id = :unit_id"
        " LEFT JOIN channel_identity i ON i.id = p.identity_id"
        " WHERE (p.left_on IS NULL OR p.left_on > :on) AND (i.id IS NULL OR i.unreachable_at IS NOT NULL)",
        unit_id=unit_id,
        on=on,
    )
    return int(row["people"]) if row else 0


def people(tx: Transaction, unit_id: int, on: date) -> int:
    row = tx.one(
        "SELECT COUNT(*) AS people FROM person p"
        " JOIN unit_ancestor ua ON ua.unit_id = p.unit_id AND ua.ancestor_id = :unit_id"
        " WHERE p.left_on IS NULL OR p.left_on > :on",
        unit_id=unit_id,
        on=on,
    )
    return int(row["people"]) if row else 0


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


def latest(tx: Transaction, person_id: int, before_period: str) -> dict[str, Any] | None:
    return tx.one(
        "SELECT period, as_of_at, snapshot_json FROM weekly_summary WHERE person_id = :person_id"
        " AND period < :period ORDER BY period DESC LIMIT 1",
        person_id=person_id,
        period=before_period,
    )


def supervisors(tx: Transaction, on: date) -> list[dict[str, Any]]:
    """Rows `person_id, unit_id` of everyone who supervises a unit today."""
    return tx.all(
        "SELECT g.person_id, g.unit_id FROM role_grant g JOIN person p ON p.id = g.person_id"
        " WHERE g.role = 'supervisor' AND (g.expires_on IS NULL OR g.expires_on >= :on)"
        " AND (p.left_on IS NULL OR p.left_on > :on) ORDER BY g.person_id, g.unit_id",
        on=on,
    )
