"""Who may do what over which unit: one table, one question, deny by default."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

import storage.audit_log
import storage.grants
import storage.people
import storage.units
from storage.grants import Grant
from storage.people import Person
from storage.transaction import Transaction
from storage.units import Unit
from study import units
from study.rules.frozen import frozen

ROLES = ("learner", "instructor", "supervisor", "admin")
"""From the least to the most; whoever may grant, grants up to the own role. Every person is a learner."""

_TEACH = frozenset({"push", "see_results", "change_banks", "change_readings", "decide_question"})
_SUPERVISE = frozenset(
    {
        "see_unit_summary",
        "see_month_card",
        "see_year_report",
        "see_person",
        "remind_unit",
        "excuse",
        "extend",
        "record_leave",
        "complete_on_paper",
        "invite",
        "confirm_joining",
        "decide_completion",
    }
)
_RUN = frozenset(
    {
        "change_roster",
        "transfer",
        "change_plan",
        "announce",
        "grant",
        "decide_points",
        "change_points",
        "see_audit_log",
    }
)

ACTIONS: dict[str, frozenset[str]] = {
    "learner": frozenset({"study"}),
    "instructor": _TEACH,
    "supervisor": _SUPERVISE,
    "admin": _TEACH | _SUPERVISE | _RUN,
}

COMMAND_LINE = "command line"


@frozen
class Scope:
    """The units an actor reaches, each with all below it; `everything` is the command line's."""

    paths: tuple[str, ...] = ()
    everything: bool = False

    def covers(self, unit_path: str) -> bool:
        return self.everything or any(units.is_within(unit_path, path) for path in self.paths)


@frozen
class Refusal:
    """Why a grant stays as it is. `text` is what was written."""

    reason: Literal[
        "unknown_person",
        "has_left",
        "unknown_role",
        "unknown_unit",
        "ambiguous_unit",
        "already_past",
        "not_allowed",
        "not_granted",
        "own_last_admin",
    ]
    text: str = ""


@frozen
class Granted:
    """A role over a unit as it now stands, or stood before it was taken back."""

    person: Person
    role: str
    unit: Unit
    expires_on: date | None


def actor_name(actor: int | None) -> str:
    """The actor as the audit log has it; None is the command line."""
    return COMMAND_LINE if actor is None else f"person:{actor}"


def can(tx: Transaction, actor_id: int, action: str, unit_id: int, today: date) -> bool:
    """Whether the actor may do this to this unit: learners in their own, others where a grant covers it."""
    return any(action in ACTIONS[role] for role in _roles_over(tx, actor_id, unit_id, today))


def permit(tx: Transaction, actor_id: int, action: str, unit_id: int, today: date, now: datetime) -> bool:
    """`can`, and a refusal is entered in the audit log: who asked for what over which unit."""
    if can(tx, actor_id, action, unit_id, today):
        return True
    storage.audit_log.record(
        tx,
        now=now,
        actor=actor_name(actor_id),
        action="refused",
        unit_id=unit_id,
        after={"action": action},
    )
    return False


def _roles_over(tx: Transaction, actor_id: int, unit_id: int, today: date) -> set[str]:
    person = storage.people.by_id(tx, actor_id)
    if person is None or person.has_left(today):
        return set()
    own = {"learner"} if person.unit_id == unit_id else set()
    return (storage.grants.roles_over(tx, actor_id, unit_id, today) & ACTIONS.keys()) | own


def roles(tx: Transaction, person_id: int, today: date) -> frozenset[str]:
    """Every role held somewhere; nothing for a stranger or somebody who left."""
    person = storage.people.by_id(tx, person_id)
    if person is None or person.has_left(today):
        return frozenset()
    return frozenset({"learner"} | {grant.role for grant in storage.grants.in_force(tx, person_id, today)})


def units_granted(tx: Transaction, person_id: int, role: str, today: date) -> list[int]:
    """The units named in the person's grants of this role (not those below), in the order of their paths."""
    return [grant.unit_id for grant in storage.grants.in_force(tx, person_id, today) if grant.role == role]


def scope(tx: Transaction, actor: int | None, action: str, today: date) -> Scope:
    """Where the actor may do this: the predicate of every list and export. None is the command line."""
    if actor is None:
        return Scope(everything=True)
    grants = storage.grants.in_force(tx, actor, today)
    return Scope(tuple(grant.unit_path for grant in grants if action in ACTIONS.get(grant.role, ())))


def grant_scope(tx: Transaction, actor: int | None, role: str, today: date) -> Scope:
    """Where the actor may grant or revoke this role: nobody above the own role or beyond the own units."""
    if actor is None:
        return Scope(everything=True)
    grants = storage.grants.in_force(tx, actor, today)
    return Scope(tuple(grant.unit_path for grant in grants if _may_hand_on(grant, role)))


def _may_hand_on(held: Grant, role: str) -> bool:
    return "grant" in ACTIONS.get(held.role, ()) and ROLES.index(held.role) >= ROLES.index(role)


def grant(
    tx: Transaction,
    actor: int | None,
    staff_no: str,
    role: str,
    unit: str,
    *,
    expires_on: date | None,
    now: datetime,
    today: date,
    reason: str = "",
) -> Granted | Refusal:
    """Give a person a role over a unit (path or unique name) to the end of `expires_on`; again renews it."""
    asked = _check(tx, actor, staff_no, role, unit, today)
    if isinstance(asked, Refusal):
        return asked
    if asked.person.has_left(today):
        return Refusal("has_left", staff_no)
    if expires_on is not None and expires_on < today:
        return Refusal("already_past", expires_on.isoformat())
    before = storage.grants.find(tx, asked.person.id, role, asked.unit.id)
    storage.grants.put(tx, asked.person.id, role, asked.unit.id, expires_on, now)
    storage.audit_log.record(
        tx,
        now=now,
        actor=actor_name(actor),
        action="grant",
        person_id=asked.person.id,
        unit_id=asked.unit.id,
        before=_recorded(before.role, before.expires_on) if before else None,
        after=_recorded(role, expires_on),
        reason=reason,
    )
    return Granted(asked.person, role, asked.unit, expires_on)


def revoke(
    tx: Transaction,
    actor: int | None,
    staff_no: str,
    role: str,
    unit: str,
    *,
    now: datetime,
    today: date,
    reason: str = "",
) -> Granted | Refusal:
    """Take a role over a unit back, at once; what was granted over other units stays.

    Nobody takes the own last grant of admin back: there would be no way to return.
    """
    asked = _check(tx, actor, staff_no, role, unit, today)
    if isinstance(asked, Refusal):
        return asked
    before = storage.grants.find(tx, asked.person.id, role, asked.unit.id)
    if before is None:
        return Refusal("not_granted", f"{role} {asked.unit.path}")
    if actor == asked.person.id and role == "admin" and len(units_granted(tx, actor, role, today)) <= 1:
        return Refusal("own_last_admin", asked.unit.path)
    storage.grants.remove(tx, asked.person.id, role, asked.unit.id)
    storage.audit_log.record(
        tx,
        now=now,
        actor=actor_name(actor),
        action="revoke",
        person_id=asked.person.id,
        unit_id=asked.unit.id,
        before=_recorded(role, before.expires_on),
        reason=reason,
    )
    return Granted(asked.person, role, asked.unit, before.expires_on)


@frozen
class _Asked:
    person: Person
    unit: Unit


def _check(
    tx: Transaction, actor: int | None, staff_no: str, role: str, unit: str, today: date
) -> _Asked | Refusal:
    if role not in ROLES or role == "learner":
        return Refusal("unknown_role", role)
    found = units.find(tx, unit)
    if isinstance(found, units.Refusal):
        return Refusal(found.reason, unit)
    if not grant_scope(tx, actor, role, today).covers(found.path):
        return Refusal("not_allowed", f"{role} {found.path}")
    person = storage.people.by_staff_no(tx, staff_no)
    if person is None:
        return Refusal("unknown_person", staff_no)
    return _Asked(person, found)


def _recorded(role: str, expires_on: date | None) -> dict[str, str | None]:
    return {"role": role, "expires_on": expires_on.isoformat() if expires_on else None}
