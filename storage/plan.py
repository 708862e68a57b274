"""The plan as the office looks at it: each year's items, how many have done them, how many are left."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from storage.listed import few
from storage.transaction import Transaction
from study.rules.frozen import frozen


@frozen
class PlanRow:
    """A plan item that has a row. `quiz`, `audience` as stored; `withdrawn_at`: since when it is taken back."""

    id: int
    name: str
    occurrence: str
    reading: str | None
    quiz: Mapping[str, Any] | None
    audience: Mapping[str, Any]
    opens_at: datetime
    due_at: datetime
    enrolled_at: datetime | None
    withdrawn_at: datetime | None


_SELECT = (
    "SELECT id, name, occurrence, reading, quiz_json, audience_json, opens_at, due_at, enrolled_at, withdrawn_at"
    " FROM assignment"
)


def _row(row: dict[str, Any]) -> PlanRow:
    row["quiz"], row["audience"] = row.pop("quiz_json"), row.pop("audience_json")
    return PlanRow(**row)


def of_year(tx: Transaction, year: int, due_after: datetime) -> list[PlanRow]:
    """The items of a year, and of others what is due after that instant; the earliest opened first."""
    rows = tx.all(
        f"{_SELECT} WHERE kind = 'plan' AND (occurrence = :year OR due_at > :due_after) ORDER BY opens_at, id",
        year=str(year),
        due_after=due_after,
    )
    return [_row(row) for row in rows]


def by_id(tx: Transaction, assignment_id: int) -> PlanRow | None:
    row = tx.one(f"{_SELECT} WHERE id = :id AND kind = 'plan'", id=assignment_id)
    return _row(row) if row else None


def progress(
    tx: Transaction, assignment_ids: Sequence[int], unit_ids: Sequence[int], on: date
) -> dict[int, tuple[int, int, int]]:
    """Assignment to (done, assigned, excused) people of these units and those below; the excused stand apart."""
    if not assignment_ids or not unit_ids:
        return {}
    items, item_values = few("item", assignment_ids)
    units, unit_values = few("unit", unit_ids)
    rows = tx.all(
        "SELECT e.assignment_id, SUM(CASE WHEN e.completed_at IS NOT NULL THEN 1 ELSE 0 END) AS done,"
        " SUM(CASE WHEN e.completed_at IS NULL AND e.excused_at IS NOT NULL THEN 1 ELSE 0 END) AS excused,"
        " COUNT(*) AS shares FROM enrollment e JOIN person p ON p.id = e.person_id"
        f" WHERE e.assignment_id IN ({items}) AND e.withdrawn_at IS NULL"
        " AND (p.left_on IS NULL OR p.left_on > :on) AND EXISTS (SELECT 1 FROM unit_ancestor ua"
        f" WHERE ua.unit_id = e.unit_id AND ua.ancestor_id IN ({units})) GROUP BY e.assignment_id",
        on=on,
        **item_values,
        **unit_values,
    )
    return {
        row["assignment_id"]: (int(row["done"]), int(row["shares"] - row["excused"]), int(row["excused"]))
        for row in rows
    }


def unfinished(tx: Transaction, assignment_id: int, unit_id: int | None, on: date) -> dict[datetime, int]:
    """When open shares are due, and how many people then, the most first; of a unit and those below, or of all."""
    below, values = _below(unit_id)
    rows = tx.all(
        "SELECT e.due_at, COUNT(*) AS people FROM enrollment e JOIN person p ON p.id = e.person_id"
        " WHERE e.assignment_id = :assignment_id AND e.completed_at IS NULL AND e.excused_at IS NULL"
        f" AND e.withdrawn_at IS NULL AND (p.left_on IS NULL OR p.left_on > :on){below}"
        " GROUP BY e.due_at ORDER BY COUNT(*) DESC, e.due_at",
        assignment_id=assignment_id,
        on=on,
        **values,
    )
    return {row["due_at"]: int(row["people"]) for row in rows}


def late_before(tx: Transaction, assignment_id: int, unit_id: int | None, before: datetime, on: date) -> int:
    """Late completions made before an instant, of a unit and those below, or of all."""
    below, values = _below(unit_id)
    row = tx.one(
        "SELECT COUNT(*) AS people FROM enrollment e JOIN person p ON p.id = e.person_id"
        " WHERE e.assignment_id = :assignment_id AND e.is_late = 1 AND e.completed_at < :before"
        f" AND e.withdrawn_at IS NULL AND (p.left_on IS NULL OR p.left_on > :on){below}",
        assignment_id=assignment_id,
        before=before,
        on=on,
        **values,
    )
    return int(row["people"]) if row else 0


def _below(unit_id: int | None) -> tuple[str, dict[str, int]]:
    if unit_id is None:
        return "", {}
    below = " AND e.unit_id IN (SELECT unit_id FROM unit_ancestor WHERE ancestor_id = :unit_id)"
    return below, {"unit_id": unit_id}


def shares(tx: Transaction, assignment_id: int, on: date) -> tuple[int, int]:
    """(people who have not completed an item, people who have), without those who left."""
    row = tx.one(
        "SELECT SUM(CASE WHEN e.completed_at IS NULL THEN 1 ELSE 0 END) AS left_open, COUNT(*) AS people"
        " FROM enrollment e JOIN person p ON p.id = e.person_id WHERE e.assignment_id = :id"
        " AND e.withdrawn_at IS NULL AND (p.left_on IS NULL OR p.left_on > :on)",
        id=assignment_id,
        on=on,
    )
    left_open = int(row["left_open"] or 0) if row else 0
    return left_open, (int(row["people"]) - left_open) if row else 0
