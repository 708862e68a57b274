"""Counts for the weekly summary as of an instant, and the snapshots that were sent."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from storage.listed import few
from storage.shares import shares
from storage.transaction import Transaction
from storage.units import at_or_below

# One pass counts the shares of each state; a state is one row then, which MAX picks out.
_OF_EACH_STATE = ", ".join(
    f"MAX(CASE WHEN state = '{state}' THEN shares ELSE 0 END) AS {state}"
    for state in ("done", "in_time", "overdue", "excused", "away")
)
_OF_PLAN = "a.kind = 'plan'"
_IS_PRESSING = "share.state IN ('overdue', 'in_time') AND share.due_at <= :until"


def counts(
    tx: Transaction,
    unit_ids: Sequence[int],
    now: datetime,
    since: datetime,
    plan_since: datetime,
    until: datetime,
    on: date,
) -> list[dict[str, Any]]:
    """One row per assignment and unit, for the units and those below, as of `now`, on the local day `on`.

    Rows `assignment_id, kind, name, reading, item_due_at, unit_id, done, late, in_time, overdue, excused, away,
    done_of_due` (done, and fallen due) `, pressing` (of the plan, open, due by `until`), people each; assignments
    due after `since`, plan items after `plan_since`. What instructors push is theirs to look after, and left out.
    """
    share, units = shares(
        unit_ids,
        "a.push_id IS NULL AND a.due_at > CASE WHEN a.kind = 'plan' THEN :plan_since ELSE :since END",
    )
    return tx.all(
        "SELECT a.id AS assignment_id, a.kind, a.name, a.reading, a.due_at AS item_due_at, counted.unit_id,"
        f" {_OF_EACH_STATE}, MAX(CASE WHEN state = 'done' THEN late ELSE 0 END) AS late,"
        " MAX(CASE WHEN state = 'done' THEN fallen_due ELSE 0 END) AS done_of_due,"
        " SUM(CASE WHEN a.kind = 'plan' AND state IN ('overdue', 'in_time') THEN due_soon ELSE 0 END) AS pressing"
        " FROM (SELECT unit_id, assignment_id, state, COUNT(*) AS shares, SUM(is_late) AS late,"
        " SUM(CASE WHEN due_at <= :now THEN 1 ELSE 0 END) AS fallen_due,"
        " SUM(CASE WHEN completed_at IS NULL AND excused_at IS NULL AND due_at <= :until THEN 1 ELSE 0 END) AS due_soon"
        f" FROM ({share}) AS share GROUP BY unit_id, assignment_id, state) AS counted"
        " JOIN assignment a ON a.id = counted.assignment_id GROUP BY a.id, counted.unit_id",
        now=now,
        since=since,
        plan_since=plan_since,
        until=until,
        on=on,
        **units,
    )


def pressing_shares(
    tx: Transaction, unit_ids: Sequence[int], now: datetime, until: datetime, on: date
) -> list[dict[str, Any]]:
    """Plan items not done that are overdue or due before `until`, of people who are here, unit by unit.

    Rows `enrollment_id, assignment_id, name, reading, due_at, state, person_id, person, staff_no, unit_id,
    unit_name, is_reached`. No unit stands below another of them.
    """
    share, units = shares(unit_ids, _OF_PLAN, are_open=True)
    return tx.all(
        "SELECT share.enrollment_id, share.assignment_id, share.name, share.reading, share.due_at, share.state,"
        " p.id AS person_id, p.name AS person, p.staff_no, p.unit_id, u.name AS unit_name,"
        " CASE WHEN i.id IS NOT NULL AND i.unreachable_at IS NULL THEN 1 ELSE 0 END AS is_reached"
        f" FROM ({share}) AS share JOIN person p ON p.id = share.person_id JOIN unit u ON u.id = p.unit_id"
        f" {_topmost(units)} LEFT JOIN channel_identity i ON i.id = p.identity_id WHERE {_IS_PRESSING}"
        " ORDER BY top.ancestor_id, u.path, p.staff_no, share.due_at, share.enrollment_id",
        now=now,
        until=until,
        on=on,
        **units,
    )


def people_pressing(
    tx: Transaction, unit_ids: Sequence[int], now: datetime, until: datetime, on: date
) -> int:
    """How many people `pressing_shares` tells of."""
    share, units = shares(unit_ids, _OF_PLAN, are_open=True)
    row = tx.one(
        f"SELECT COUNT(DISTINCT share.person_id) AS people FROM ({share}) AS share WHERE {_IS_PRESSING}",
        now=now,
        until=until,
        on=on,
        **units,
    )
    return int(row["people"]) if row else 0


def names_pressing(
    tx: Transaction,
    unit_ids: Sequence[int],
    assignment_ids: Sequence[int],
    now: datetime,
    until: datetime,
    on: date,
) -> dict[int, list[str]]:
    """Assignment id to the names of those whom `pressing_shares` tells of with it, in its order."""
    listed, items = few("item", assignment_ids)
    share, units = shares(unit_ids, f"{_OF_PLAN} AND a.id IN ({listed})", are_open=True)
    rows = tx.all(
        f"SELECT share.assignment_id, p.name FROM ({share}) AS share JOIN person p ON p.id = share.person_id"
        f" JOIN unit u ON u.id = p.unit_id {_topmost(units)} WHERE {_IS_PRESSING}"
        " ORDER BY top.ancestor_id, u.path, p.staff_no",
        now=now,
        until=until,
        on=on,
        **items,
        **units,
    )
    names: dict[int, list[str]] = defaultdict(list)
    for row in rows:
        names[row["assignment_id"]].append(row["name"])
    return names


def _topmost(units: Mapping[str, int]) -> str:
    """SQL that joins which of the units a share is at or below."""
    named = ", ".join(f":{unit}" for unit in units) or "NULL"
    return f"JOIN unit_ancestor top ON top.unit_id = share.unit_id AND top.ancestor_id IN ({named})"


def standings(
    tx: Transaction, unit_id: int, now: datetime, plan_since: datetime, on: date
) -> list[dict[str, Any]]:
    """Every plan share of the unit and below, as of `now`: rows `assignment_id, person_id, state, is_late,
    completed_at, due_at`."""
    share, units = shares([unit_id], "a.kind = 'plan' AND a.due_at > :plan_since")
    return tx.all(
        f"SELECT assignment_id, person_id, state, is_late, completed_at, due_at FROM ({share}) AS share"
        " ORDER BY person_id, assignment_id",
        now=now,
        plan_since=plan_since,
        on=on,
        **units,
    )


def head_count(tx: Transaction, unit_ids: Sequence[int], on: date) -> dict[str, int]:
    """`people`, `away` (on leave that day) and `not_reached` (no message can get to them) of the units and below."""
    below, units = at_or_below(unit_ids)
    row = tx.one(
        "SELECT COUNT(*) AS people, SUM(CASE WHEN i.id IS NULL OR i.unreachable_at IS NOT NULL THEN 1 ELSE 0 END)"
        " AS not_reached, SUM(CASE WHEN EXISTS (SELECT 1 FROM leave l WHERE l.person_id = p.id"
        " AND l.from_on <= :on AND l.until_on >= :on) THEN 1 ELSE 0 END) AS away FROM person p"
        " LEFT JOIN channel_identity i ON i.id = p.identity_id"
        f" WHERE p.unit_id IN {below} AND (p.left_on IS NULL OR p.left_on > :on)",
        on=on,
        **units,
    )
    assert row is not None
    return {name: int(row[name] or 0) for name in ("people", "not_reached", "away")}


def insert(
    tx: Transaction, person_id: int, period: str, as_of: datetime, snapshot: Mapping[str, Any]
) -> bool:
    """Whether the snapshot of this period is new; one that was taken stays as it was."""
    changed = tx.run(
        "INSERT INTO weekly_summary (person_id, period, as_of_at, snapshot_json)"
        " VALUES (:person_id, :period, :as_of, :snapshot) ON CONFLICT (person_id, period) DO NOTHING",
        person_id=person_id,
        period=period,
        as_of=as_of,
        snapshot=dict(snapshot),
    )
    return changed > 0


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
