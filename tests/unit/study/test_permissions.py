"""Who may do what where: the table, and the handing on of roles."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

import storage.audit_log
import storage.people
import storage.units
from storage.database import Database
from storage.inline import InlineDatabase
from storage.people import RosterEntry
from storage.transaction import Transaction
from study import permissions
from study.permissions import ACTIONS, ROLES, Granted, Refusal

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
TODAY = date(2026, 11, 23)
TOMORROW = TODAY + timedelta(days=1)
ALL_ACTIONS = sorted(set().union(*ACTIONS.values()))

UNITS = {"own": "县/甲", "parent": "县", "child": "县/甲/一科", "sibling": "县/乙"}
REACHED = {
    "learner": {"own"},
    "instructor": {"own", "child"},
    "supervisor": {"own", "child"},
    "admin": {"own", "child"},
}


def build(tx: Transaction) -> dict[str, int]:
    """One person for each role, which is also the staff number, all in and over 县/甲: unit ids by path."""
    ids = {path: unit.id for path, unit in storage.units.ensure(tx, UNITS.values()).items()}
    for role in ROLES:
        entry = RosterEntry(role, "某人", ids["县/甲"], "ordinary", "", "zh-Hans", TODAY, None)
        storage.people.insert(tx, entry, "08:30")
        if role != "learner":
            granted = permissions.grant(tx, None, role, role, "县/甲", expires_on=None, now=NOW, today=TODAY)
            assert isinstance(granted, Granted)
    return ids


def person_id(tx: Transaction, staff_no: str) -> int:
    person = storage.people.by_staff_no(tx, staff_no)
    assert person is not None
    return person.id


async def test_each_role_does_what_the_table_says_where_its_grant_reaches(database: Database) -> None:
    units = await database.write(build)

    def outcomes(tx: Transaction) -> dict[tuple[str, str, str], bool]:
        return {
            (role, action, where): permissions.can(tx, person_id(tx, role), action, units[path], TODAY)
            for role in ROLES
            for action in ALL_ACTIONS
            for where, path in UNITS.items()
        }

    expected = {
        (role, action, where): (where == "own" and action == "study")
        or (action in ACTIONS[role] and where in REACHED[role])
        for role in ROLES
        for action in ALL_ACTIONS
        for where in UNITS
    }
    assert await database.read(outcomes) == expected


def test_what_is_not_in_the_table_is_denied(inline: InlineDatabase) -> None:
    units = inline.write_now(build)
    admin = inline.read_now(person_id, "admin")
    assert not inline.read_now(permissions.can, admin, "drop_tables", units["县/甲"], TODAY)
    assert not inline.read_now(permissions.can, 999, "study", units["县/甲"], TODAY)
    assert not inline.read_now(permissions.can, admin, "grant", 999, TODAY)
    assert inline.read_now(permissions.roles, 999, TODAY) == frozenset()


def test_a_grant_ends_with_its_last_day(inline: InlineDatabase) -> None:
    units = inline.write_now(build)
    inline.write_now(
        permissions.grant, None, "learner", "supervisor", "乙", expires_on=TODAY, now=NOW, today=TODAY
    )
    person = inline.read_now(person_id, "learner")
    for today, counts in ((TODAY, True), (TOMORROW, False)):
        assert inline.read_now(permissions.can, person, "remind_unit", units["县/乙"], today) is counts
        assert ("supervisor" in inline.read_now(permissions.roles, person, today)) is counts
        assert (
            inline.read_now(permissions.units_granted, person, "supervisor", today)
            == [units["县/乙"]] * counts
        )
        assert inline.read_now(permissions.scope, person, "remind_unit", today).covers("县/乙/某科") is counts


def test_who_left_may_do_nothing_from_that_day_on(inline: InlineDatabase) -> None:
    units = inline.write_now(build)
    admin = inline.read_now(person_id, "admin")
    inline.write_now(storage.people.update, admin, left_on=TOMORROW)
    assert inline.read_now(permissions.can, admin, "grant", units["县/甲"], TODAY)
    assert not inline.read_now(permissions.can, admin, "grant", units["县/甲"], TOMORROW)
    assert inline.read_now(permissions.roles, admin, TOMORROW) == frozenset()
    assert inline.read_now(permissions.scope, admin, "grant", TOMORROW).paths == ()


def test_a_scope_covers_units_below_and_none_beside(inline: InlineDatabase) -> None:
    inline.write_now(build)
    scope = inline.read_now(
        permissions.scope, inline.read_now(person_id, "supervisor"), "see_unit_summary", TODAY
    )
    assert [scope.covers(path) for path in ("县/甲", "县/甲/一科", "县/甲乙", "县", "县/乙")] == [
        True,
        True,
        False,
        False,
        False,
    ]
    assert inline.read_now(permissions.scope, None, "grant", TODAY).covers("anywhere")


@pytest.mark.parametrize("actor", ROLES)
@pytest.mark.parametrize("role", ROLES[1:])
@pytest.mark.parametrize("where", UNITS)
def test_only_admins_grant_and_only_where_they_are_admin(
    inline: InlineDatabase, actor: str, role: str, where: str
) -> None:
    inline.write_now(build)
    actor_id = inline.read_now(person_id, actor)
    outcome = inline.write_now(
        permissions.grant, actor_id, "learner", role, UNITS[where], expires_on=None, now=NOW, today=TODAY
    )
    assert isinstance(outcome, Granted) is (actor == "admin" and where in REACHED["admin"])


@pytest.mark.parametrize(
    ("staff_no", "role", "unit", "expires_on", "reason"),
    [
        ("nobody", "supervisor", "县", None, "unknown_person"),
        ("learner", "emperor", "县", None, "unknown_role"),
        ("learner", "learner", "县", None, "unknown_role"),
        ("learner", "supervisor", "丙", None, "unknown_unit"),
        ("learner", "supervisor", "一科", None, "ambiguous_unit"),
        ("learner", "supervisor", "县", TODAY - timedelta(days=1), "already_past"),
        ("gone", "supervisor", "县", None, "has_left"),
    ],
)
def test_a_grant_that_makes_no_sense_is_refused(
    inline: InlineDatabase, staff_no: str, role: str, unit: str, expires_on: date | None, reason: str
) -> None:
    units = inline.write_now(build)
    inline.write_now(storage.units.ensure, ["县/乙/一科"])
    gone = RosterEntry("gone", "某人", units["县"], "ordinary", "", "zh-Hans", TODAY, TODAY)
    inline.write_now(storage.people.insert, gone, "08:30")
    outcome = inline.write_now(
        permissions.grant, None, staff_no, role, unit, expires_on=expires_on, now=NOW, today=TODAY
    )
    assert isinstance(outcome, Refusal) and outcome.reason == reason


async def test_granting_again_renews_and_revoking_works_at_once(database: Database) -> None:
    units = await database.write(build)

    async def grant(expires_on: date | None) -> None:
        await database.write(
            permissions.grant,
            None,
            "learner",
            "supervisor",
            "县/乙",
            expires_on=expires_on,
            now=NOW,
            today=TODAY,
        )

    await grant(TODAY)
    await grant(None)
    person = await database.read(person_id, "learner")
    assert await database.read(permissions.can, person, "remind_unit", units["县/乙"], TOMORROW)
    revoked = await database.write(
        permissions.revoke, None, "learner", "supervisor", "县/乙", now=NOW, today=TODAY
    )
    assert isinstance(revoked, Granted)
    assert not await database.read(permissions.can, person, "remind_unit", units["县/乙"], TODAY)
    again = await database.write(
        permissions.revoke, None, "learner", "supervisor", "县/乙", now=NOW, today=TODAY
    )
    assert isinstance(again, Refusal) and again.reason == "not_granted"
    entries = await database.read(storage.audit_log.of_person, person)
    assert [(entry["action"], entry["before_json"], entry["after_json"]) for entry in entries] == [
        ("grant", None, {"role": "supervisor", "expires_on": "2026-11-23"}),
        (
            "grant",
            {"role": "supervisor", "expires_on": "2026-11-23"},
            {"role": "supervisor", "expires_on": None},
        ),
        ("revoke", {"role": "supervisor", "expires_on": None}, None),
    ]


def test_an_admin_cannot_revoke_beyond_the_own_units(inline: InlineDatabase) -> None:
    inline.write_now(build)
    admin = inline.read_now(person_id, "admin")
    inline.write_now(permissions.grant, None, "learner", "admin", "县", expires_on=None, now=NOW, today=TODAY)
    outcome = inline.write_now(permissions.revoke, admin, "learner", "admin", "县", now=NOW, today=TODAY)
    assert isinstance(outcome, Refusal) and outcome.reason == "not_allowed"
