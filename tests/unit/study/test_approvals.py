"""Two persons: one asks, another who may do the same consents, and only then it is done."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from fakes.county import a_person, at, outbox_of, reach, small_county, the_person

import storage.approvals
import storage.audit_log
import storage.grants
import storage.people
import storage.units
from storage.database import Database
from storage.inline import InlineDatabase
from storage.transaction import Transaction
from study import approvals, permissions

NOW = at("2026-11-23 10:00")
TODAY = date(2026, 11, 23)
COUNTY = small_county()


def admin_of(tx: Transaction, staff_no: str, unit: str = "县/甲镇", role: str = "admin") -> int:
    person = a_person(tx, staff_no, unit)
    unit_id = storage.units.ensure(tx, [unit])[unit].id
    storage.grants.put(tx, person.id, role, unit_id, None, NOW)
    return person.id


def office(tx: Transaction) -> dict[str, int]:
    """Two admins of 县/甲镇, one of 县, one of 县/乙镇, a supervisor of 县/甲镇 and somebody to be promoted."""
    return {
        "asker": admin_of(tx, "1"),
        "second": admin_of(tx, "2"),
        "county": admin_of(tx, "3", "县"),
        "beside": admin_of(tx, "4", "县/乙镇"),
        "supervisor": admin_of(tx, "5", role="supervisor"),
        "new": a_person(tx, "6", "县/甲镇").id,
    }


def ask(tx: Transaction, people: dict[str, int], **changes: Any) -> int | None:
    unit = storage.units.by_path(tx, "县/甲镇")
    assert unit is not None
    payload = {
        "person_id": people["new"],
        "staff_no": "6",
        "name": "人6",
        "role": "admin",
        "unit": unit.path,
        "expires_on": "2027-12-31",
        **changes,
    }
    return approvals.ask(
        tx,
        action="grant_admin",
        unit_id=unit.id,
        payload=payload,
        reason="岗位分工",
        asked_by=people["asker"],
        county=COUNTY,
        now=NOW,
    )


def is_admin(tx: Transaction) -> bool:
    return "admin" in permissions.roles(tx, the_person(tx, "6").id, TODAY)


async def test_another_admin_consents_and_it_is_done_at_once(database: Database) -> None:
    people = await database.write(office)
    asked = await database.write(ask, people)
    assert asked is not None
    assert not await database.read(is_admin)
    done = await database.write(approvals.decide, asked, people["second"], True, COUNTY, NOW)
    assert done == "done"
    assert await database.read(is_admin)
    entries = await database.read(storage.audit_log.of_person, people["new"])
    assert [(entry["action"], entry["actor"]) for entry in entries] == [
        ("approval_ask", f"person:{people['asker']}"),
        ("grant", f"person:{people['asker']}"),
        ("approval_decide", f"person:{people['second']}"),
    ]
    assert entries[1]["after_json"] == {"role": "admin", "expires_on": "2027-12-31"}
    assert entries[2]["after_json"]["asked_by"] == f"person:{people['asker']}"
    again = await database.write(approvals.decide, asked, people["county"], False, COUNTY, NOW)
    assert again == "gone"
    assert await database.read(is_admin)


@pytest.mark.parametrize(
    ("who", "answer"),
    [("asker", "own"), ("beside", "not_allowed"), ("supervisor", "not_allowed"), ("new", "not_allowed")],
)
def test_nobody_else_may_consent(inline: InlineDatabase, who: str, answer: str) -> None:
    people = inline.write_now(office)
    asked = inline.write_now(ask, people)
    assert asked is not None
    assert inline.write_now(approvals.decide, asked, people[who], True, COUNTY, NOW) == answer
    assert not inline.read_now(is_admin)
    kept = inline.read_now(storage.approvals.by_id, asked)
    assert kept is not None and kept.is_open(NOW)


def test_whom_it_is_about_does_not_consent(inline: InlineDatabase) -> None:
    people = inline.write_now(office)
    asked = inline.write_now(ask, people, person_id=people["second"], staff_no="2")
    assert asked is not None
    assert inline.write_now(approvals.decide, asked, people["second"], True, COUNTY, NOW) == "own"
    waiting = [
        len(inline.read_now(approvals.waiting_for, people[who], COUNTY, NOW))
        for who in ("asker", "second", "county", "beside", "supervisor")
    ]
    assert waiting == [0, 0, 1, 0, 0]


def test_a_refusal_changes_nothing_and_the_asker_is_told(inline: InlineDatabase) -> None:
    people = inline.write_now(office)
    asked = inline.write_now(ask, people)
    assert asked is not None
    assert inline.write_now(approvals.decide, asked, people["county"], False, COUNTY, NOW) == "refused"
    assert not inline.read_now(is_admin)
    [told] = inline.read_now(outbox_of, the_person_of(inline, "1"), approvals.TOLD)
    assert told["dedup_key"] == f"approval:{asked}"


def the_person_of(inline: InlineDatabase, staff_no: str) -> storage.people.Person:
    return inline.read_now(the_person, staff_no)


def test_others_are_told_that_something_waits_and_not_the_asker(inline: InlineDatabase) -> None:
    people = inline.write_now(office)
    inline.write_now(ask, people)
    told = [len(inline.read_now(outbox_of, the_person_of(inline, each), "desk_notice")) for each in "1234"]
    assert told == [0, 1, 0, 0]


def test_it_waits_a_week_and_no_longer(inline: InlineDatabase) -> None:
    people = inline.write_now(office)
    asked = inline.write_now(ask, people)
    assert asked is not None
    late = NOW + timedelta(days=7)
    assert not inline.read_now(approvals.waiting_for, people["second"], COUNTY, late)
    assert inline.write_now(approvals.decide, asked, people["second"], True, COUNTY, late) == "gone"
    assert not inline.read_now(is_admin)


def test_the_same_is_not_asked_twice_until_it_is_withdrawn(inline: InlineDatabase) -> None:
    people = inline.write_now(office)
    asked = inline.write_now(ask, people)
    assert asked is not None
    assert inline.write_now(ask, people) is None
    assert not inline.write_now(approvals.withdraw, asked, people["second"], NOW)
    assert inline.write_now(approvals.withdraw, asked, people["asker"], NOW)
    assert not inline.write_now(approvals.withdraw, asked, people["asker"], NOW)
    assert inline.write_now(approvals.decide, asked, people["second"], True, COUNTY, NOW) == "gone"
    assert inline.write_now(ask, people) is not None


def test_who_has_lost_the_right_to_ask_gets_nothing_done(inline: InlineDatabase) -> None:
    people = inline.write_now(office)
    asked = inline.write_now(ask, people)
    unit = inline.read_now(storage.units.by_path, "县/甲镇")
    assert asked is not None and unit is not None
    inline.write_now(storage.grants.remove, people["asker"], "admin", unit.id)
    assert inline.write_now(approvals.decide, asked, people["second"], True, COUNTY, NOW) == "gone"
    assert not inline.read_now(is_admin)
    kept = inline.read_now(storage.approvals.by_id, asked)
    assert kept is not None and kept.is_approved is False


def test_who_has_left_meanwhile_is_not_made_an_administrator(inline: InlineDatabase) -> None:
    people = inline.write_now(office)
    asked = inline.write_now(ask, people)
    assert asked is not None
    inline.write_now(storage.people.update, people["new"], left_on=TODAY)
    assert inline.write_now(approvals.decide, asked, people["second"], True, COUNTY, NOW) == "gone"
    assert not inline.read_now(storage.grants.in_force, people["new"], TODAY)


def test_nobody_takes_the_own_last_grant_of_admin_back(inline: InlineDatabase) -> None:
    people = inline.write_now(office)
    inline.write_now(reach, people["asker"])
    for actor, outcome in (("asker", permissions.Refusal), ("second", permissions.Granted)):
        got = inline.write_now(
            permissions.revoke, people[actor], "1", "admin", "县/甲镇", now=NOW, today=TODAY
        )
        assert isinstance(got, outcome)
