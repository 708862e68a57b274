"""Who belongs to an assignment's audience."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from storage.listed import few
from storage.transaction import Transaction

REACHED = "CASE WHEN i.id IS NOT NULL AND i.unreachable_at IS NULL THEN 1 ELSE 0 END"
"""Whether `person p` with `channel_identity i` can be written to."""

HERE = "(p.left_on IS NULL OR p.left_on > :on)"


def people_without_share(
    tx: Transaction, assignment_id: int, audience: Mapping[str, Any], cursor: int, on: date, limit: int
) -> list[dict[str, Any]]:
    """The next people after `cursor` who belong to the audience and have no share yet.

    Rows `id, unit_id, daily_hour, joined_on, paused_until_on, identity_id`. An audience is everyone or the union of
    units (with all below), rank categories, tags and people, minus `except_people` (staff numbers); `within` narrows
    it to units (ids).
    """
    conditions, values = membership(audience)
    return tx.all(
        "SELECT p.id, p.unit_id, p.daily_hour, p.joined_on, p.paused_until_on, p.identity_id FROM person p"
        " WHERE p.id > :cursor AND (p.left_on IS NULL OR p.left_on > :on)"
        " AND NOT EXISTS (SELECT 1 FROM enrollment e WHERE e.assignment_id = :assignment_id AND e.person_id = p.id)"
        f" AND {conditions} ORDER BY p.id LIMIT :limit",
        cursor=cursor,
        assignment_id=assignment_id,
        on=on,
        limit=limit,
        **values,
    )


def people_after(
    tx: Transaction, audience: Mapping[str, Any], cursor: int, on: date, limit: int
) -> list[dict[str, Any]]:
    """The next people of an audience: rows `id, daily_hour, paused_until_on, is_reached`."""
    conditions, values = membership(audience)
    return tx.all(
        f"SELECT p.id, p.daily_hour, p.paused_until_on, {REACHED} AS is_reached FROM person p"
        f" LEFT JOIN channel_identity i ON i.id = p.identity_id WHERE p.id > :cursor AND {HERE} AND {conditions}"
        " ORDER BY p.id LIMIT :limit",
        cursor=cursor,
        on=on,
        limit=limit,
        **values,
    )


def size(
    tx: Transaction, audience: Mapping[str, Any], on: date, joined_by: date = date.max
) -> tuple[int, int]:
    """(people, units they are in) of an audience on a day; `joined_by`: those who had joined by then."""
    conditions, values = membership(audience)
    row = tx.one(
        "SELECT COUNT(*) AS people, COUNT(DISTINCT p.unit_id) AS units FROM person p"
        f" WHERE (p.left_on IS NULL OR p.left_on > :on) AND p.joined_on <= :joined_by AND {conditions}",
        on=on,
        joined_by=joined_by,
        **values,
    )
    return (int(row["people"]), int(row["units"])) if row else (0, 0)


def rank_categories(tx: Transaction, audience: Mapping[str, Any], on: date) -> dict[str, int]:
    """Rank category to how many of the audience have it."""
    conditions, values = membership(audience)
    rows = tx.all(
        "SELECT p.rank_category, COUNT(*) AS people FROM person p"
        f" WHERE (p.left_on IS NULL OR p.left_on > :on) AND {conditions} GROUP BY p.rank_category",
        on=on,
        **values,
    )
    return {row["rank_category"]: int(row["people"]) for row in rows}


def tags(tx: Transaction, audience: Mapping[str, Any], on: date) -> dict[str, int]:
    """Tag to how many of the audience bear it, in the order of the tags."""
    conditions, values = membership(audience)
    rows = tx.all(
        "SELECT t.tag, COUNT(*) AS people FROM person p JOIN person_tag t ON t.person_id = p.id"
        f" WHERE (p.left_on IS NULL OR p.left_on > :on) AND {conditions} GROUP BY t.tag ORDER BY t.tag",
        on=on,
        **values,
    )
    return {row["tag"]: int(row["people"]) for row in rows}


def membership(audience: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    """The condition on `person p` that says who belongs to an audience, and its values."""
    values: dict[str, Any] = {}

    def names(prefix: str, items: Iterable[str | int]) -> str:
        listed, named = few(prefix, items)
        values.update(named)
        return listed

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
    if (within := audience.get("within")) is not None:
        # Nothing to be within is nobody, never everybody.
        condition += (
            " AND EXISTS (SELECT 1 FROM unit_ancestor reach WHERE reach.unit_id = p.unit_id"
            f" AND reach.ancestor_id IN ({names('within', within) or 'NULL'}))"
        )
    return condition, values
