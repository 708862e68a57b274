"""Who belongs to an assignment's audience."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from storage.transaction import Transaction


def people_without_share(
    tx: Transaction, assignment_id: int, audience: Mapping[str, Any], cursor: int, on: date, limit: int
) -> list[dict[str, Any]]:
    """The next people after `cursor` who belong to the audience and have no share yet.

    Rows `id, unit_id, daily_hour, joined_on`. An audience is everyone or the union of units (with all below),
    rank categories, tags and people, minus `except` (staff numbers).
    """
    conditions, values = _membership(audience)
    return tx.all(
        "SELECT p.id, p.unit_id, p.daily_hour, p.joined_on FROM person p"
        " WHERE p.id > :cursor AND (p.left_on IS NULL OR p.left_on > :on)"
        " AND NOT EXISTS (SELECT 1 FROM enrollment e WHERE e.assignment_id = :assignment_id AND e.person_id = p.id)"
        f" AND {conditions} ORDER BY p.id LIMIT :limit",
        cursor=cursor,
        assignment_id=assignment_id,
        on=on,
        limit=limit,
        **values,
    )


def _membership(audience: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    values: dict[str, Any] = {}

    def names(prefix: str, items: Iterable[str]) -> str:
        keys = [f"{prefix}{index}" for index, _ in enumerate(items)]
        values.update(zip(keys, items, strict=True))
        return ", ".join(f":{key}" for key in keys)

    either = ["1 = 1"] if audience.get("everyone") else []
    if units := audience.get("units"):
        either.append(
            "EXISTS (SELECT 1 FROM unit_ancestor ua JOIN unit u ON u.id = ua.ancestor_id"
            " WHERE ua.unit_id = p.unit_id"
            f" AND (u.path IN ({names('path', units)}) OR u.name IN ({names('unit', units)})))"
        )
    if ranks := audience.get("rank_categories"):
        either.append(f"p.rank_category IN ({names('rank', ranks)})")
    if tags := audience.get("tags"):
        either.append(
            f"EXISTS (SELECT 1 FROM person_tag t WHERE t.person_id = p.id AND t.tag IN ({names('tag', tags)}))"
        )
    if people := audience.get("people"):
        either.append(f"p.staff_no IN ({names('staff', people)})")
    condition = f"({' OR '.join(either or ['1 = 0'])})"
    if excepted := audience.get("except_people"):
        condition += f" AND p.staff_no NOT IN ({names('except', excepted)})"
    return condition, values
