"""Audiences put together in the chat: everybody a grant reaches, one unit, a rank category or a tag within it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import storage.audiences
import storage.grants
import storage.units
from storage.transaction import Transaction
from study import units
from study.permissions import ACTIONS
from study.unit_groups import topmost

Audience = Mapping[str, Any]
"""As an assignment keeps it; `within` (unit ids) narrows the rest to these units and those below."""


def granted_units(tx: Transaction, person_id: int, action: str, today: date) -> list[int]:
    """The topmost units over which a person may do an action today."""
    grants = storage.grants.in_force(tx, person_id, today)
    return topmost(tx, [grant.unit_id for grant in grants if action in ACTIONS.get(grant.role, ())])


def roots(tx: Transaction) -> list[int]:
    """The units that have none above them: together they are everybody."""
    return [unit.id for unit in storage.units.everything(tx) if unit.parent_id is None]


def everyone(tx: Transaction, unit_ids: Sequence[int]) -> dict[str, Any]:
    """All people of these units and those below."""
    return {"everyone": True, **_within(tx, unit_ids)}


def of_rank(tx: Transaction, rank_category: str, unit_ids: Sequence[int]) -> dict[str, Any]:
    return {"rank_categories": [rank_category], **_within(tx, unit_ids)}


def of_tag(tx: Transaction, tag: str, unit_ids: Sequence[int]) -> dict[str, Any]:
    return {"tags": [tag], **_within(tx, unit_ids)}


def _within(tx: Transaction, unit_ids: Sequence[int]) -> dict[str, Any]:
    return {} if set(roots(tx)) <= set(unit_ids) else {"within": sorted(unit_ids)}


def units_of(tx: Transaction, audience: Audience) -> list[int]:
    """The units an audience may have people in; who is to touch all of it needs a right over each."""
    if within := audience.get("within"):
        return list(within)
    named = audience.get("units")
    if named and not any(audience.get(other) for other in ("everyone", "rank_categories", "tags", "people")):
        found = [units.find(tx, text) for text in named]
        if all(not isinstance(unit, units.Refusal) for unit in found):
            return [unit.id for unit in found if not isinstance(unit, units.Refusal)]
    return roots(tx)


def in_whose_name(
    tx: Transaction, person_id: int, action: str, audience: Audience, today: date
) -> int | None:
    """Of the units this person may do it over, the one that covers whom it is for; None where none does."""
    granted = granted_units(tx, person_id, action, today)
    for unit_id in units_of(tx, audience):
        above = set(storage.units.ancestors(tx, unit_id))
        for each in granted:
            if each in above:
                return each
    return None


def size(tx: Transaction, audience: Audience, today: date, joined_by: date = date.max) -> tuple[int, int]:
    """(people, units they are in); `joined_by`: those alone who have joined by then."""
    return storage.audiences.size(tx, audience, today, joined_by)


def concerns(tx: Transaction, audience: Audience, unit_ids: Sequence[int]) -> bool:
    """Whether an audience may have people in these units or below them."""
    reached = units_of(tx, audience)
    below = any(set(storage.units.ancestors(tx, unit_id)) & set(unit_ids) for unit_id in reached)
    return below or any(set(storage.units.ancestors(tx, unit_id)) & set(reached) for unit_id in unit_ids)
