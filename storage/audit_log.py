"""Who changed what, when and why. It only grows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from storage.listed import few
from storage.people import Person
from storage.transaction import Transaction
from study.rules.frozen import frozen


@frozen
class Change:
    """`before` and `after` are JSON objects or None; `actor` is "person:<id>" or "command line"."""

    actor: str
    action: str
    person_id: int | None = None
    unit_id: int | None = None
    before: Mapping[str, Any] | None = None
    after: Mapping[str, Any] | None = None
    reason: str = ""


@frozen
class Search:
    """What is looked for; None narrows nothing. `since` is included, `until` is not.

    `within`: entries about these units or those below, or about people of them, and what people of them were
    refused. `concerns`: about this person or done by them.
    """

    within: Sequence[int] | None = None
    concerns: int | None = None
    person_id: int | None = None
    actor: str | None = None
    actions: Sequence[str] | None = None
    since: datetime | None = None
    until: datetime | None = None


@frozen
class Entry:
    """`actor_name` where the actor is a person; `person_*` and `unit_path` where it is about one."""

    id: int
    entered_at: datetime
    actor: str
    action: str
    actor_name: str | None
    person_id: int | None
    person_name: str | None
    person_staff_no: str | None
    unit_path: str | None
    before_json: Mapping[str, Any] | None
    after_json: Mapping[str, Any] | None
    reason: str


def record(
    tx: Transaction,
    *,
    now: datetime,
    actor: str,
    action: str,
    person_id: int | None = None,
    unit_id: int | None = None,
    before: Any = None,
    after: Any = None,
    reason: str = "",
) -> None:
    record_many(tx, [Change(actor, action, person_id, unit_id, before, after, reason)], now)


def record_about(
    tx: Transaction,
    action: str,
    person: Person,
    before: Mapping[str, Any] | None,
    after: Mapping[str, Any] | None,
    reason: str,
    actor: str,
    now: datetime,
) -> None:
    """What was done about a person, in the unit they are in."""
    record_many(tx, [Change(actor, action, person.id, person.unit_id, before, after, reason)], now)


def record_many(tx: Transaction, changes: Iterable[Change], now: datetime) -> None:
    tx.many(
        "INSERT INTO audit_entry"
        " (entered_at, actor, action, person_id, unit_id, before_json, after_json, reason)"
        " VALUES (:now, :actor, :action, :person_id, :unit_id, :before, :after, :reason)",
        [
            {
                "now": now,
                "actor": change.actor,
                "action": change.action,
                "person_id": change.person_id,
                "unit_id": change.unit_id,
                "before": None if change.before is None else dict(change.before),
                "after": None if change.after is None else dict(change.after),
                "reason": change.reason,
            }
            for change in changes
        ],
    )


def of_person(tx: Transaction, person_id: int) -> list[dict[str, Any]]:
    """Rows `entered_at, actor, action, unit_id, before_json, after_json, reason`, oldest first."""
    return tx.all(
        "SELECT entered_at, actor, action, unit_id, before_json, after_json, reason FROM audit_entry"
        " WHERE person_id = :person_id ORDER BY id",
        person_id=person_id,
    )


def search(tx: Transaction, sought: Search, limit: int, offset: int = 0) -> list[Entry]:
    """Entries that fit, the newest first."""
    conditions, values = _conditions(sought)
    rows = tx.all(
        "SELECT e.id, e.entered_at, e.actor, e.action, a.name AS actor_name, e.person_id, p.name AS person_name,"
        " p.staff_no AS person_staff_no, u.path AS unit_path, e.before_json, e.after_json, e.reason"
        " FROM (SELECT e.* FROM audit_entry e"
        f" WHERE {conditions} ORDER BY e.id DESC LIMIT :limit OFFSET :offset) e"
        " LEFT JOIN person p ON p.id = e.person_id"
        f" LEFT JOIN person a ON a.id = {_ACTOR_ID}"
        " LEFT JOIN unit u ON u.id = e.unit_id ORDER BY e.id DESC",
        limit=limit,
        offset=offset,
        **values,
    )
    return [Entry(**row) for row in rows]


def _conditions(sought: Search) -> tuple[str, dict[str, Any]]:
    found, values = ["1 = 1"], dict[str, Any]()
    if sought.within is not None:
        listed, units = few("unit", sought.within)
        found.append(_WITHIN.format(units=listed or "0"))
        values |= units
    if sought.concerns is not None:
        found.append("(e.person_id = :concerns OR e.actor = :concerned)")
        values |= {"concerns": sought.concerns, "concerned": f"person:{sought.concerns}"}
    if sought.actions is not None:
        listed, actions = few("action", sought.actions)
        found.append(f"e.action IN ({listed})")
        values |= actions
    for name, condition in _SIMPLE.items():
        value = getattr(sought, name)
        if value is not None:
            found.append(condition)
            values[name] = value
    return " AND ".join(found), values


_ACTOR_ID = "CASE WHEN e.actor LIKE 'person:%' THEN CAST(SUBSTR(e.actor, 8) AS BIGINT) END"
_BELOW = "SELECT unit_id FROM unit_ancestor WHERE ancestor_id IN ({units})"
_WITHIN = (
    f"(e.unit_id IN ({_BELOW}) OR e.person_id IN (SELECT id FROM person WHERE unit_id IN ({_BELOW}))"
    f" OR (e.action = 'refused' AND {_ACTOR_ID} IN (SELECT id FROM person WHERE unit_id IN ({_BELOW}))))"
)
_SIMPLE = {
    "person_id": "e.person_id = :person_id",
    "actor": "e.actor = :actor",
    "since": "e.entered_at >= :since",
    "until": "e.entered_at < :until",
}
