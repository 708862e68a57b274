"""What a year came to, share by share and person by person, for its report."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from storage.transaction import Transaction

_WITHIN = "IN (SELECT unit_id FROM unit_ancestor WHERE ancestor_id = :unit_id)"


def shares(tx: Transaction, unit_id: int, year: int, now: datetime) -> list[dict[str, Any]]:
    """The plan's shares of a year that were made in the unit or below it, or are of people who are there now.

    Rows `assignment_id, person_id, unit_id, is_here` (made there), `state` (on_time, late, excused, open),
    `on_paper`. Withdrawn ones are none.
    """
    return tx.all(
        "SELECT e.assignment_id, e.person_id, e.unit_id,"
        f" CASE WHEN e.unit_id {_WITHIN} THEN 1 ELSE 0 END AS is_here,"
        " CASE WHEN e.completed_at <= :now AND e.is_late = 1 THEN 'late' WHEN e.completed_at <= :now THEN 'on_time'"
        " WHEN e.excused_at <= :now THEN 'excused' ELSE 'open' END AS state,"
        " CASE WHEN e.on_paper_reason IS NULL THEN 0 ELSE 1 END AS on_paper"
        " FROM enrollment e JOIN assignment a ON a.id = e.assignment_id AND a.kind = 'plan' AND a.occurrence = :year"
        " JOIN person p ON p.id = e.person_id"
        f" WHERE (e.unit_id {_WITHIN} OR p.unit_id {_WITHIN}) AND e.opened_at <= :now AND e.withdrawn_at IS NULL"
        " ORDER BY e.id",
        unit_id=unit_id,
        year=str(year),
        now=now,
    )


def items(tx: Transaction, year: int, now: datetime) -> list[dict[str, Any]]:
    """Rows `id, name, reading, opens_at, due_at` of the plan's items of a year opened by now."""
    return tx.all(
        "SELECT id, name, reading, opens_at, due_at FROM assignment"
        " WHERE kind = 'plan' AND occurrence = :year AND opens_at <= :now ORDER BY due_at, id",
        year=str(year),
        now=now,
    )


def points(tx: Transaction, unit_id: int, year: int) -> dict[int, dict[str, int]]:
    """Person id to `required`, `voluntary` and `corrections` (reversals, credits, decisions) as they count."""
    rows = tx.all(
        "SELECT e.person_id,"
        " SUM(CASE WHEN e.reverses_id IS NULL AND e.kind IN ('reading', 'quiz_pass') THEN e.counted ELSE 0 END)"
        " AS required, SUM(CASE WHEN e.reverses_id IS NULL AND e.kind IN ('scheduled', 'practice')"
        " THEN e.counted ELSE 0 END) AS voluntary,"
        " SUM(CASE WHEN e.reverses_id IS NOT NULL OR e.kind NOT IN ('reading', 'quiz_pass', 'scheduled', 'practice')"
        " THEN e.counted ELSE 0 END) AS corrections FROM points_entry e JOIN person p ON p.id = e.person_id"
        f" WHERE e.year = :year AND p.unit_id {_WITHIN} GROUP BY e.person_id",
        unit_id=unit_id,
        year=year,
    )
    return {row.pop("person_id"): {name: int(count) for name, count in row.items()} for row in rows}


def moves(tx: Transaction, first: date, last: date) -> dict[int, list[dict[str, Any]]]:
    """Person id to rows `effective_on, path` (of the unit left) of the transfers applied in these days."""
    found: dict[int, list[dict[str, Any]]] = {}
    for row in tx.all(
        "SELECT t.person_id, t.effective_on, u.path FROM transfer t JOIN unit u ON u.id = t.from_unit_id"
        " WHERE t.applied_at IS NOT NULL AND t.effective_on >= :first AND t.effective_on <= :last ORDER BY t.id",
        first=first,
        last=last,
    ):
        found.setdefault(row.pop("person_id"), []).append(row)
    return found
