"""Roles granted over units. A grant covers the units below; its last day is `expires_on`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from storage.transaction import Transaction
from storage.units import at_or_below
from study.rules.frozen import frozen


@frozen
class Grant:
    person_id: int
    role: str
    unit_id: int
    unit_path: str
    expires_on: date | None


@frozen
class HeldGrant:
    """A grant with whose it is and where, as a list shows it."""

    id: int
    person_id: int
    name: str
    staff_no: str
    role: str
    unit_id: int
    unit_name: str
    unit_path: str
    expires_on: date | None


_HELD = (
    "SELECT g.id, g.person_id, p.name, p.staff_no, g.role, g.unit_id, u.name AS unit_name, u.path AS unit_path,"
    " g.expires_on FROM role_grant g JOIN unit u ON u.id = g.unit_id JOIN person p ON p.id = g.person_id"
)
_SELECT = (
    "SELECT g.person_id, g.role, g.unit_id, u.path AS unit_path, g.expires_on"
    " FROM role_grant g JOIN unit u ON u.id = g.unit_id JOIN person p ON p.id = g.person_id"
)
_IN_FORCE = "(g.expires_on IS NULL OR g.expires_on >= :today) AND (p.left_on IS NULL OR p.left_on > :today)"


def in_force(tx: Transaction, person_id: int, today: date) -> list[Grant]:
    """What a person holds today: nothing expired, and nothing for those who left."""
    rows = tx.all(
        f"{_SELECT} WHERE g.person_id = :person_id AND {_IN_FORCE} ORDER BY u.path, g.role",
        person_id=person_id,
        today=today,
    )
    return [Grant(**row) for row in rows]


def roles_over(tx: Transaction, person_id: int, unit_id: int, today: date) -> set[str]:
    """The roles a person holds today over this unit or one above it."""
    rows = tx.all(
        "SELECT DISTINCT g.role FROM role_grant g JOIN person p ON p.id = g.person_id"
        " JOIN unit_ancestor a ON a.ancestor_id = g.unit_id AND a.unit_id = :unit_id"
        f" WHERE g.person_id = :person_id AND {_IN_FORCE}",
        person_id=person_id,
        unit_id=unit_id,
        today=today,
    )
    return {row["role"] for row in rows}


def find(tx: Transaction, person_id: int, role: str, unit_id: int) -> Grant | None:
    """The grant, expired or not."""
    row = tx.one(
        f"{_SELECT} WHERE g.person_id = :person_id AND g.role = :role AND g.unit_id = :unit_id",
        person_id=person_id,
        role=role,
        unit_id=unit_id,
    )
    return Grant(**row) if row else None


def of_everyone(tx: Transaction) -> dict[int, tuple[Grant, ...]]:
    """All grants, expired ones too, by person id."""
    found: dict[int, tuple[Grant, ...]] = {}
    for row in tx.all(f"{_SELECT} ORDER BY g.person_id, u.path, g.role"):
        found[row["person_id"]] = (*found.get(row["person_id"], ()), Grant(**row))
    return found


def put(
    tx: Transaction, person_id: int, role: str, unit_id: int, expires_on: date | None, now: datetime
) -> None:
    """Grant, or give an existing grant this last day."""
    put_many(tx, [{"person_id": person_id, "role": role, "unit_id": unit_id, "expires_on": expires_on}], now)


def put_many(tx: Transaction, rows: Iterable[Mapping[str, Any]], now: datetime) -> None:
    """Rows of person_id, role, unit_id, expires_on."""
    tx.many(
        "INSERT INTO role_grant (person_id, role, unit_id, expires_on, granted_at)"
        " VALUES (:person_id, :role, :unit_id, :expires_on, :now)"
        " ON CONFLICT (person_id, role, unit_id) DO UPDATE"
        " SET expires_on = excluded.expires_on, granted_at = excluded.granted_at",
        [{**row, "now": now} for row in rows],
    )


def remove(tx: Transaction, person_id: int, role: str, unit_id: int) -> None:
    tx.run(
        "DELETE FROM role_grant WHERE person_id = :person_id AND role = :role AND unit_id = :unit_id",
        person_id=person_id,
        role=role,
        unit_id=unit_id,
    )


def holders_above(tx: Transaction, unit_id: int, today: date) -> list[dict[str, Any]]:
    """Rows `person_id, role, unit_id, unit_path` of the grants in force over a unit, the nearest unit's first."""
    return tx.all(
        "SELECT g.person_id, g.role, g.unit_id, u.path AS unit_path FROM role_grant g"
        " JOIN unit_ancestor ua ON ua.ancestor_id = g.unit_id AND ua.unit_id = :unit_id"
        " JOIN unit u ON u.id = g.unit_id JOIN person p ON p.id = g.person_id"
        " WHERE (g.expires_on IS NULL OR g.expires_on >= :today) AND (p.left_on IS NULL OR p.left_on > :today)"
        " ORDER BY LENGTH(u.path) DESC, g.person_id, g.role",
        unit_id=unit_id,
        today=today,
    )


def held(tx: Transaction, grant_id: int) -> HeldGrant | None:
    """The grant of this id, expired or not."""
    row = tx.one(f"{_HELD} WHERE g.id = :id", id=grant_id)
    return HeldGrant(**row) if row else None


def over(
    tx: Transaction, unit_ids: Sequence[int], today: date, soon: date, limit: int, offset: int
) -> list[HeldGrant]:
    """The grants in force over these units and those below, first those that end by `soon`, the earliest first."""
    if not unit_ids:
        return []
    below, units = at_or_below(unit_ids)
    rows = tx.all(
        f"{_HELD} WHERE g.unit_id IN {below} AND {_IN_FORCE}"
        " ORDER BY CASE WHEN g.expires_on <= :soon THEN g.expires_on ELSE '9999' END,"
        " u.path, g.role, p.staff_no, g.id LIMIT :limit OFFSET :offset",
        today=today,
        soon=soon,
        limit=limit,
        offset=offset,
        **units,
    )
    return [HeldGrant(**row) for row in rows]


def count_over(tx: Transaction, unit_ids: Sequence[int], today: date, soon: date) -> tuple[int, int]:
    """(grants in force over these units and those below, how many of them end by `soon`)."""
    if not unit_ids:
        return 0, 0
    below, units = at_or_below(unit_ids)
    row = tx.one(
        "SELECT COUNT(*) AS held, COUNT(CASE WHEN g.expires_on <= :soon THEN 1 END) AS ending"
        " FROM role_grant g JOIN person p ON p.id = g.person_id"
        f" WHERE g.unit_id IN {below} AND {_IN_FORCE}",
        today=today,
        soon=soon,
        **units,
    )
    return (int(row["held"]), int(row["ending"])) if row else (0, 0)
