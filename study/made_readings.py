"""Whom the readings made in the chat are for: the people of their unit and below, and whoever was asked to read."""

from __future__ import annotations

from datetime import date

import storage.assignments
import storage.content
import storage.drafts
from storage.content import ReadingVersion
from storage.people import Person
from storage.transaction import Transaction
from study import permissions, units
from study.permissions import Scope


def hidden(tx: Transaction, person: Person) -> set[str]:
    """The readings made in the chat that are not for this person."""
    others = {
        slug
        for slug, (_, path) in storage.drafts.made_in_chat(tx).items()
        if not units.is_within(person.unit_path, path)
    }
    return others - _asked(tx, person) if others else others


def may_read(tx: Transaction, person: Person, slug: str) -> bool:
    """Whether a reading is for this person; one of the folder is for everybody."""
    unit = storage.drafts.unit_of(tx, slug)
    if unit is None or units.is_within(person.unit_path, unit[1]):
        return True
    return slug in _asked(tx, person)


def _asked(tx: Transaction, person: Person) -> set[str]:
    """What somebody else's plan or push has asked of this person."""
    return {share.reading for share in storage.assignments.of_person(tx, person.id) if share.reading}


def usable(tx: Transaction, actor_id: int | None, action: str, today: date) -> list[ReadingVersion]:
    """The readings somebody with this action may work with: the folder's, and those made in the own units or above."""
    scope = permissions.scope(tx, actor_id, action, today)
    made = storage.drafts.made_in_chat(tx)
    return [
        version
        for version in storage.content.current_readings(tx)
        if version.slug not in made or _reaches(scope, made[version.slug][1])
    ]


def _reaches(scope: Scope, unit_path: str) -> bool:
    from_above = any(units.is_within(path, unit_path) for path in scope.paths)
    return from_above or scope.covers(unit_path)
