"""Nobody does anything beyond their grant: role × action × unit × how the grant stands, from one table."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from fakes.county import a_person

import storage.audit_log
import storage.grants
import storage.people
import storage.units
from storage.database import Database
from storage.inline import InlineDatabase
from storage.transaction import Transaction
from study import permissions
from study.permissions import ROLES

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
TODAY = date(2026, 11, 23)
YESTERDAY = TODAY - timedelta(days=1)

TEACHING = {"push", "see_results", "change_banks", "change_readings", "decide_question"}
SUPERVISING = {
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
OFFICE = {
    "change_roster",
    "transfer",
    "change_plan",
    "announce",
    "grant",
    "decide_points",
    "change_points",
    "see_audit_log",
}
MAY = {
    "learner": {"study"},
    "instructor": TEACHING,
    "supervisor": SUPERVISING,
    "admin": TEACHING | SUPERVISING | OFFICE,
}
"""What each role is for, written out here once more: whoever changes the one is to think of the other."""

EVERY_ACTION = sorted({"study"} | TEACHING | SUPERVISING | OFFICE)
OWN = "县/甲镇"
PATHS = {"own": OWN, "sibling": "县/乙镇", "parent": "县", "child": "县/甲镇/一村", "unrelated": "局/科"}
REACHED = {"own", "child"}
STANDING = ("in force", "expired", "left")


def somebody(tx: Transaction, role: str, standing: str) -> int:
    """A person of 县/甲镇 with a grant of the role over it, as it stands today."""
    storage.units.ensure(tx, PATHS.values())
    left_on = TODAY.isoformat() if standing == "left" else None
    person = a_person(tx, f"{role}-{standing}", OWN, left_on=left_on)
    if role != "learner":
        expires_on = YESTERDAY if standing == "expired" else TODAY
        storage.grants.put(tx, person.id, role, person.unit_id, expires_on, NOW)
    return person.id


def expected(role: str, standing: str, action: str, where: str) -> bool:
    """Everybody studies in the own unit; a grant in force reaches its unit and those below."""
    if standing == "left":
        return False
    if action == "study" and where == "own":
        return True
    return role != "learner" and standing == "in force" and action in MAY[role] and where in REACHED


def unit_id(tx: Transaction, where: str) -> int:
    unit = storage.units.by_path(tx, PATHS[where])
    assert unit is not None
    return unit.id


def matrix(tx: Transaction, person_id: int) -> dict[tuple[str, str], bool]:
    units = {where: unit_id(tx, where) for where in PATHS}
    return {
        (action, where): permissions.can(tx, person_id, action, units[where], TODAY)
        for action in EVERY_ACTION
        for where in PATHS
    }


def wanted(role: str, standing: str) -> dict[tuple[str, str], bool]:
    return {
        (action, where): expected(role, standing, action, where) for action in EVERY_ACTION for where in PATHS
    }


def test_the_roles_are_for_what_is_written_here() -> None:
    assert {role: set(actions) for role, actions in permissions.ACTIONS.items()} == MAY
    assert tuple(MAY) == ROLES


async def test_the_whole_table_on_the_real_database(database: Database) -> None:
    for role in ROLES:
        for standing in STANDING:
            person_id = await database.write(somebody, role, standing)
            assert await database.read(matrix, person_id) == wanted(role, standing), (role, standing)


@pytest.mark.parametrize("standing", STANDING)
@pytest.mark.parametrize("role", ROLES)
def test_a_scope_reaches_what_the_table_says(inline: InlineDatabase, role: str, standing: str) -> None:
    person_id = inline.write_now(somebody, role, standing)
    for action in EVERY_ACTION:
        scope = inline.read_now(permissions.scope, person_id, action, TODAY)
        granted = role != "learner" and standing == "in force" and action in MAY[role]
        covered = {where for where, path in PATHS.items() if scope.covers(path)}
        assert covered == (REACHED if granted else set()), action


@pytest.mark.parametrize("standing", STANDING)
@pytest.mark.parametrize("role", ROLES)
def test_what_is_refused_is_logged_and_nothing_else(inline: InlineDatabase, role: str, standing: str) -> None:
    person_id = inline.write_now(somebody, role, standing)

    def asked(tx: Transaction) -> dict[tuple[str, str], bool]:
        return {
            (action, where): permissions.permit(tx, person_id, action, unit_id(tx, where), TODAY, NOW)
            for action in EVERY_ACTION
            for where in PATHS
        }

    assert inline.write_now(asked) == wanted(role, standing)
    sought = storage.audit_log.Search(actions=("refused",))
    entries = inline.read_now(storage.audit_log.search, sought, 1_000)
    logged = {((entry.after_json or {})["action"], entry.unit_path) for entry in entries}
    refused = {key for key, is_allowed in wanted(role, standing).items() if not is_allowed}
    assert logged == {(action, PATHS[where]) for action, where in refused}
    assert {entry.actor for entry in entries} == {f"person:{person_id}"}
    assert len(entries) == len(refused)
