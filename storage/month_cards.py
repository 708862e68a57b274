"""What the head's monthly card counts, and the cards that were sent."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from storage.shares import shares
from storage.transaction import Transaction
from storage.units import Unit


def fallen_due_by_unit(
    tx: Transaction, unit_id: int, now: datetime, since: datetime, on: date
) -> dict[str, tuple[int, int]]:
    """Unit path to (done, all) of the plan shares that fell due between `since` and `now`, as of `now`.

    For the unit and those below; the excused and those on leave with it undone are left out.
    """
    share, units = shares([unit_id], "a.kind = 'plan' AND a.due_at > :since")
    rows = tx.all(
        "SELECT u.path, SUM(CASE WHEN counted.state = 'done' THEN counted.due ELSE 0 END) AS done,"
        " SUM(counted.due) AS due FROM (SELECT unit_id, state, COUNT(*) AS due"
        f" FROM ({share}) AS share WHERE due_at <= :now GROUP BY unit_id, state) AS counted"
        " JOIN unit u ON u.id = counted.unit_id WHERE counted.state IN ('done', 'overdue') GROUP BY u.path",
        now=now,
        since=since,
        on=on,
        **units,
    )
    return {row["path"]: (int(row["done"]), int(row["due"])) for row in rows}


def roots_supervised(tx: Transaction, on: date) -> list[tuple[int, Unit]]:
    """(person id, unit) of everyone who supervises a unit that has none above it."""
    rows = tx.all(
        "SELECT g.person_id, u.id, u.parent_id, u.name, u.path FROM role_grant g"
        " JOIN unit u ON u.id = g.unit_id AND u.parent_id IS NULL JOIN person p ON p.id = g.person_id"
        " WHERE g.role = 'supervisor' AND (g.expires_on IS NULL OR g.expires_on >= :on)"
        " AND (p.left_on IS NULL OR p.left_on > :on) ORDER BY g.person_id, u.id",
        on=on,
    )
    return [(row.pop("person_id"), Unit(**row)) for row in rows]


def insert(tx: Transaction, person_id: int, month: str, as_of: datetime, snapshot: Mapping[str, Any]) -> bool:
    """Whether this person's card of the month is new; one that was taken stays as it was."""
    changed = tx.run(
        "INSERT INTO monthly_card (person_id, month, as_of_at, snapshot_json)"
        " VALUES (:person_id, :month, :as_of, :snapshot) ON CONFLICT (person_id, month) DO NOTHING",
        person_id=person_id,
        month=month,
        as_of=as_of,
        snapshot=dict(snapshot),
    )
    return changed > 0


def snapshot(tx: Transaction, person_id: int, month: str) -> dict[str, Any] | None:
    """A card as it was sent, or None."""
    row = tx.one(
        "SELECT snapshot_json FROM monthly_card WHERE person_id = :person_id AND month = :month",
        person_id=person_id,
        month=month,
    )
    return row["snapshot_json"] if row else None
