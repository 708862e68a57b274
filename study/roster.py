"""Bringing the roster up to date from a file: first what would change, then the change itself."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import storage.audit_log
import storage.grants
import storage.people
import storage.units
from storage.people import RosterEntry
from storage.transaction import Transaction
from study import leaving, transfers
from study.permissions import actor_name
from study.roster_difference import Added, Change, Changed, RosterDifference, plan_import
from study.rules.county import County

__all__ = ["Added", "Change", "Changed", "RosterDifference", "apply_import", "plan_import"]

_AUDIENCE_FIELDS = frozenset({"unit", "rank_category", "tags", "joined_on", "left_on"})


def apply_import(
    tx: Transaction,
    difference: RosterDifference,
    *,
    actor: int | None,
    county: County,
    now: datetime,
    reason: str = "roster file",
) -> None:
    """Make the difference true; newcomers start with the county's language and hour.

    Another unit is a transfer of today, a day of leaving that has come takes effect. `reason` is what the audit
    log says of why.
    """
    if not difference.touched:
        return
    paths = [each.row.stated["unit"] for each in difference.touched]
    paths += [path for each in difference.touched for _, path in each.grants]
    units = storage.units.ensure(tx, paths)
    unit_ids = {path: unit.id for path, unit in units.items()}
    settings, name = county.settings, actor_name(actor)
    newcomers = [_newcomer(each, unit_ids, settings.language) for each in difference.added]
    storage.people.insert_many(tx, newcomers, f"{settings.daily_card:%H:%M}")
    moves = [(each.person, units[each.row.stated["unit"]]) for each in _with(difference, "unit")]
    transfers.moved_by_file(tx, moves, reason, name, county, now)
    storage.people.update_many(tx, [_updated(each, unit_ids) for each in difference.changed if each.changes])
    ids = storage.people.ids_by_staff_no(tx)
    storage.people.set_tags_many(tx, _tags(difference, ids))
    _put_grants(tx, difference, ids, unit_ids, now)
    _leave_or_return(tx, difference, reason, name, county, now)
    entries = _audit(difference, ids, unit_ids, name)
    storage.audit_log.record_many(tx, (replace(entry, reason=reason) for entry in entries), now)
    if difference.added or any(
        change.field in _AUDIENCE_FIELDS for each in difference.changed for change in each.changes
    ):
        storage.people.reopen_enrolment(tx, now)


def _put_grants(
    tx: Transaction,
    difference: RosterDifference,
    ids: dict[str, int],
    unit_ids: dict[str, int],
    now: datetime,
) -> None:
    granted = [
        {"person_id": ids[_staff_no(each)], "role": role, "unit_id": unit_ids[path], "expires_on": None}
        for each in difference.touched
        for role, path in each.grants
    ]
    storage.grants.put_many(tx, granted, now)
    for each in difference.changed:
        for role, path in each.left_behind:
            storage.grants.remove(tx, each.person.id, role, unit_ids[path])


def _with(difference: RosterDifference, field: str) -> list[Changed]:
    """The known people of whom the file says something else in this column."""
    return [each for each in difference.changed if any(change.field == field for change in each.changes)]


def _leave_or_return(
    tx: Transaction, difference: RosterDifference, reason: str, actor: str, county: County, now: datetime
) -> None:
    """A later day is left to the daily job; who had left and has not any more has their shares back."""
    today = county.local_day(now)
    for each in _with(difference, "left_on"):
        left_on = each.row.stated["left_on"]
        if left_on is not None and left_on <= today:
            leaving.take_effect(tx, each.person.id, reason, actor, now)
        elif each.person.has_left(today):
            leaving.come_back(tx, each.person.id, county, now)


def _staff_no(each: Added | Changed) -> str:
    return each.staff_no if isinstance(each, Added) else each.person.staff_no


def _newcomer(added: Added, unit_ids: dict[str, int], language: str) -> RosterEntry:
    stated = added.row.stated
    return RosterEntry(
        staff_no=added.staff_no,
        name=stated["name"],
        unit_id=unit_ids[stated["unit"]],
        rank_category=stated.get("rank_category", "ordinary"),
        phone=stated.get("phone", ""),
        language=stated.get("language", language),
        joined_on=added.joined_on,
        left_on=stated.get("left_on"),
    )


def _updated(changed: Changed, unit_ids: dict[str, int]) -> RosterEntry:
    stated, person = changed.row.stated, changed.person
    return RosterEntry(
        staff_no=person.staff_no,
        name=stated["name"],
        unit_id=unit_ids[stated["unit"]],
        rank_category=stated.get("rank_category", person.rank_category),
        phone=stated.get("phone", person.phone),
        language=stated.get("language", person.language),
        joined_on=stated.get("joined_on", person.joined_on),
        left_on=stated.get("left_on", person.left_on),
    )


def _tags(difference: RosterDifference, ids: dict[str, int]) -> dict[int, Sequence[str]]:
    tags = {ids[each.staff_no]: each.row.stated.get("tags", ()) for each in difference.added}
    for each in difference.changed:
        if any(change.field == "tags" for change in each.changes):
            tags[each.person.id] = each.row.stated["tags"]
    return tags


def _audit(
    difference: RosterDifference, ids: dict[str, int], unit_ids: dict[str, int], actor: str
) -> Iterable[storage.audit_log.Change]:
    for added in difference.added:
        after = {"staff_no": added.staff_no, **added.row.stated, "joined_on": added.joined_on}
        yield _entry(
            actor, "roster_add", ids[added.staff_no], unit_ids[added.row.stated["unit"]], None, after
        )
    for changed in difference.changed:
        changes = [change for change in changed.changes if change.field != "unit"]  # a transfer says that
        if changes:
            before = {change.field: change.before for change in changes}
            after = {change.field: change.after for change in changes}
            unit_id = unit_ids[changed.row.stated["unit"]]
            yield _entry(actor, "roster_change", changed.person.id, unit_id, before, after)
        for role, path in changed.left_behind:
            yield _entry(actor, "revoke", changed.person.id, unit_ids[path], _granted(role), None)
    for each in difference.touched:
        for role, path in each.grants:
            yield _entry(actor, "grant", ids[_staff_no(each)], unit_ids[path], None, _granted(role))


def _granted(role: str) -> dict[str, Any]:
    return {"role": role, "expires_on": None}


def _entry(
    actor: str,
    action: str,
    person_id: int,
    unit_id: int,
    before: dict[str, Any] | None,
    after: dict[str, Any] | None,
) -> storage.audit_log.Change:
    return storage.audit_log.Change(actor, action, person_id, unit_id, _plain(before), _plain(after))


def _plain(values: dict[str, Any] | None) -> dict[str, Any] | None:
    if values is None:
        return None
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()}
